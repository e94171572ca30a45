"""What a row of the Security Force Monitor claims.

=========== ================================================================================
a unit      ag:StateForce; ag:Existence on the dates of the row, ag:Naming by each name
a person    ag:Person; likewise. That a thing begins is no beginning of its name, so the
            namings are only attested
a posting   ag:Leadership where the role is Commander, which the handbook writes for whoever
            is in charge; else ag:Membership. Role, title and rank stand in ag:role
a relation  child-of, command: ag:Allegiance, "a standing duty": the parent can give orders;
            child-of, class: ag:Membership, a year's intake is a part of its academy;
            child-of, administrative or not told: ag:Affiliation;
            member-of: ag:Affiliation, since only some of its people need be with the other
positioning ag:Presence at the location; site or aoo, and the name of the base, in ag:role
an incident ag:Event with ag:Occurrence and ag:Targeting of the victims. The Monitor passes on
            allegations and makes none, so ag:Participation of an alleged perpetrator has the
            modality possible: nothing follows from it
=========== ================================================================================

The handbook's text on child-of names the parent both ways round; we follow its definitions of the
two columns, by which the *related* unit is the parent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.sfm import columns
from kg.ingest.sfm.monitor import listed
from kg.vocabulary import AG
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.ingest.sfm.monitor import Monitor, Said
    from kg.ingest.tables.table import Row

COMMANDER = "commander"
RELATIONS = ("child-of", "member-of")
_TIES = {"command": AG.Allegiance, "class": AG.Membership}
ALLEGED = "alleged perpetrator"


def take(monitor: Monitor, kind: str, row: Row) -> None:
    """Make values of one row of a sheet."""
    if not row.faulty and kind not in columns.KINDS:
        monitor.shelf.add(kind, row)
        return
    said = None if row.faulty else monitor.said(kind, row)
    if said:
        _TAKES[kind](monitor, said)
    if row.faulty:
        monitor.set_broken(row)


def _unit(monitor: Monitor, said: Said) -> None:
    classes = "; ".join(listed(said.row["unit:classifications:assertion"]))
    _named(monitor, said, "unit", (AG.StateForce, classes))


def _person(monitor: Monitor, said: Said) -> None:
    _named(monitor, said, "person", (AG.Person, ""))


def _named(monitor: Monitor, said: Said, kind: str, what: tuple[NamedNode, str]) -> None:
    row, column = said.row, f"{kind}:names:assertion"
    names = listed(row.need(column))
    if row.faulty or not monitor.is_kind(said, kind):
        return
    label = row[columns.NAME] or row[columns.ABOUT_NAME] or names[0]
    class_, about = what
    iri = monitor.iri(said.about)
    monitor.entity(said, said.about, class_, label, about=about)
    country = row[columns.COUNTRY]
    grouped = f"Grouped by the Monitor under the country {country}." if country else ""
    classed = f"Classified as {about}." if about else ""
    monitor.claim(said.noting(classed, grouped), (AG.Existence, iri, None, ""))
    named = [(name, "name in a source") for name in names]
    if row[columns.NAME] and row[columns.NAME] not in names:
        named.append((row[columns.NAME], "name used by the Monitor"))
    for number, (name, role) in enumerate(named, 1):
        monitor.claim(said, (AG.Naming, iri, Literal(name), role),
                      part=f"name-{number}", dating=said.dating.attested_only())  # fmt: skip


def _posting(monitor: Monitor, said: Said) -> None:
    row = said.row
    _need(row, "posting:person:refs:assertion", "posting:unit:refs:assertion")
    persons = monitor.parties(said, "posting:person:refs:assertion", "person")
    units = monitor.parties(said, "posting:unit:refs:assertion", "unit")
    texts = [row[f"posting:{part}:assertion"] for part in ("roles", "titles", "ranks")]
    roles = {role.casefold() for role in listed(row["posting:roles:assertion"])}
    class_ = AG.Leadership if COMMANDER in roles else AG.Membership
    _each(monitor, said, class_, (persons, units), ", ".join(filter(None, texts)))


def _relation(monitor: Monitor, said: Said) -> None:
    row = said.row
    _need(row, "relation:unit:refs:assertion", "relation:related_unit:refs:assertion")
    units = monitor.parties(said, "relation:unit:refs:assertion", "unit")
    others = monitor.parties(said, "relation:related_unit:refs:assertion", "unit")
    type_ = row.need("relation:types:assertion")
    row.one_of("relation:types:assertion", RELATIONS)
    class_ = row["relation:related_unit_classes:assertion"]
    tie = AG.Affiliation if type_ == "member-of" else _TIES.get(class_, AG.Affiliation)
    _each(monitor, said, tie, (units, others), ", ".join(filter(None, (type_, class_))))


def _positioning(monitor: Monitor, said: Said) -> None:
    row = said.row
    _need(row, "positioning:unit:refs:assertion", "positioning:location:refs:assertion")
    units = monitor.parties(said, "positioning:unit:refs:assertion", "unit")
    places = monitor.parties(said, "positioning:location:refs:assertion", "location")
    type_ = row.need("positioning:types:assertion")
    row.one_of("positioning:types:assertion", ("site", "aoo"))
    role = ", ".join(filter(None, (type_, row["positioning:base_names:assertion"])))
    _each(monitor, said, AG.Presence, (units, places), role)


def _need(row: Row, *references: str) -> None:
    for column in references:
        row.need(column)


def _each(
    monitor: Monitor,
    said: Said,
    class_: NamedNode,
    parties: tuple[list[NamedNode], list[NamedNode]],
    role: str,
) -> None:
    """Claim a tie of each party on the left with each on the right; as a rule it is one each."""
    if said.row.faulty:
        return
    pairs = [(one, other) for one in parties[0] for other in parties[1]]
    for number, (one, other) in enumerate(pairs, 1):
        part = f"{number}" if len(pairs) > 1 else ""
        monitor.claim(said, (class_, one, other, role), part=part)


def _incident(monitor: Monitor, said: Said) -> None:
    row, event = said.row, monitor.iri(said.about)
    _need(row, "incident:location:refs:assertion")
    places = monitor.parties(said, "incident:location:refs:assertion", "location")
    accused = monitor.parties(said, "incident:perpetrator:refs:assertion", "unit", "person")
    victims = monitor.parties(said, "incident:victim:refs:assertion", "person", "unit")
    violations = row.need("incident:violation:types:assertion")
    if row.faulty or not monitor.is_kind(said, "incident"):
        return
    alleged = "; ".join(filter(None, (violations, row["category:violation_types:annotation"])))
    country = row[columns.COUNTRY].upper()
    label = row[columns.ABOUT_NAME] or f"Alleged: {violations}"
    monitor.entity(said, said.about, AG.Event, label, about=f"Alleged: {alleged}")
    scene = row["incident:location:descriptions:assertion"]
    told = said.noting(f"Alleged: {alleged}.", f"Place: {scene}." if scene else "")
    for number, place in enumerate(places, 1):
        monitor.claim(told, (AG.Occurrence, event, place, ""), part=f"place-{number}")
    for number, victim in enumerate(victims, 1):
        monitor.claim(told, (AG.Targeting, event, victim, violations), part=f"victim-{number}")
    branches = listed(row["incident:perpetrator:classifications:assertion"])
    accused += [_branch(monitor, said, branch, country) for branch in branches]
    for number, party in enumerate(accused, 1):
        monitor.claim(told, (AG.Participation, party, event, ALLEGED), modality="possible",
                      part=f"accused-{number}")  # fmt: skip


def _branch(monitor: Monitor, said: Said, branch: str, country: str) -> NamedNode:
    """Return the label for perpetrators of whom no more than their branch is told."""
    name = f"{branch} ({country})" if country else branch
    local_id = f"branch-{slug(name)}"
    if local_id not in monitor.labelled:
        monitor.entity(said, local_id, AG.CollectiveLabel, name)
    return monitor.iri(local_id)


_TAKES: Mapping[str, Callable[[Monitor, Said], None]] = {
    "unit": _unit, "person": _person, "posting": _posting, "relation": _relation,
    "positioning": _positioning, "incident": _incident,
}  # fmt: skip
