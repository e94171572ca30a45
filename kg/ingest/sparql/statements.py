"""One statement of an endpoint: what it says besides its two parties.

Of Wikidata's statements the rank, the dates with their precision, the roles, and what they say of
their own doubt are read; each other qualifier is told as left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.sparql import dates, wikidata
from kg.ingest.sparql.facts import key
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ingest.sparql.facts import Facts, Names
    from kg.ingest.sparql.properties import Property, PropertyList
    from kg.store.base import Term

_TIME, _PRECISION = f"{wikidata.ONTOLOGY}timeValue", f"{wikidata.ONTOLOGY}timePrecision"


@dataclass(frozen=True, slots=True)
class Statement:
    """An item, a property and one value of it (None: there is none), by way of a node or not."""

    item: str
    iri: str
    node: str
    value: Term | None

    @property
    def record(self) -> str:
        """What the endpoint itself calls the statement, or the item where it has no name."""
        return self.item if not self.node or self.node.startswith("_:") else self.node


@dataclass(slots=True)
class Told:
    """What a statement says of its relationship; `unread` has values and why they are not used.

    `faults` has values that cannot be: a qualifier, the value, what is wrong.
    """

    start: str = ""
    end: str = ""
    attested: str = ""
    role: str = ""
    modality: str = "stated"
    status: str = "accepted"
    note: str = ""
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


def found(items: Iterable[str], listed: PropertyList, facts: Facts) -> Iterator[Statement]:
    """Yield every statement of the items, in the order of the items and of the list."""
    for item in items:
        for iri in listed.direct:
            for value in facts.of(item, iri):
                yield Statement(item, iri, "", value)
        for iri in listed.through_nodes:
            leads_on = listed.of(iri)[0].value
            for node in facts.of(item, iri):
                values: Sequence[Term | None] = facts.of(key(node), leads_on) or [None]
                for each in values:
                    yield Statement(item, iri, key(node), each)


def mentioned(statement: Statement, prop: Property, facts: Facts) -> Iterator[str]:
    """Yield the other things that a statement names: roles, reasons, works that it rests on."""
    for term in facts.of(statement.node, *prop.role, wikidata.REASON):
        if isinstance(term, NamedNode):
            yield term.value
    for node in facts.of(statement.node, wikidata.DERIVED_FROM):
        for term in facts.of(key(node), f"{wikidata.REFERENCE}P248"):
            if isinstance(term, NamedNode):
                yield term.value


def is_unknown(term: Term) -> bool:
    """Tell whether a value of Wikidata stands for "some value"."""
    return key(term).startswith(("_:", wikidata.UNKNOWN))


def told_plainly(statement: Statement, prop: Property, facts: Facts, names: Names) -> Told:
    """Read the dates and the role that a property list names."""
    found = Told()
    for name in ("start", "end", "attested"):
        predicate = getattr(prop, name)
        members = []
        for value in facts.of(statement.node, predicate) if predicate else ():
            try:
                members.append(dates.of_literal(value))
            except ValueError as error:
                found.faults.append((predicate, key(value), str(error)))
        # A text that is EDTF already, such as an interval, cannot be one of several.
        setattr(found, name, members[0] if len(members) == 1 else dates.one_of(members))
    roles = facts.of(statement.node, *prop.role)
    found.role = "; ".join(
        role.value if isinstance(role, Literal) else names.of(key(role)) for role in roles
    )
    return found


def told_by_wikibase(statement: Statement, prop: Property, facts: Facts, names: Names) -> Told:
    """Read a statement of Wikidata's: rank, dates, roles, doubt."""
    node, found = statement.node, Told()
    is_circa = _doubt(node, facts, found)
    for name in ("start", "end", "attested"):
        setattr(found, name, _date(node, getattr(prop, name), facts, found, is_circa))
    roles = [key(term) for term in facts.of(node, *prop.role) if not is_unknown(term)]
    found.role = "; ".join(names.of(role) for role in roles)
    for term in facts.of(node, *prop.role):
        if is_unknown(term):
            found.unread.append(("role", "unknown", "is told to be unknown"))
    _rank(node, facts, found, names)
    used = {prop.start, prop.end, prop.attested, *prop.role, *wikidata.DOUBT, wikidata.REASON}
    used.update(p for pair in wikidata.BOUNDS.values() for p in pair)
    for predicate in facts.predicates(node):
        rest = predicate.removeprefix(wikidata.QUALIFIER)
        if predicate not in used and rest != predicate and "/" not in rest:
            for value in facts.of(node, predicate):
                found.unread.append((rest, key(value), "a qualifier that is not read"))
    return found


def _rank(node: str, facts: Facts, found: Told, names: Names) -> None:
    """Take a deprecated rank for what it is: those who made the statement have withdrawn it."""
    ranks = {key(term).removeprefix(wikidata.ONTOLOGY) for term in
             facts.of(node, f"{wikidata.ONTOLOGY}rank")}  # fmt: skip
    if "DeprecatedRank" in ranks:
        found.status = "retracted"
        reasons = ", ".join(names.of(key(term)) for term in facts.of(node, wikidata.REASON))
        found.note = f"Deprecated at Wikidata{f': {reasons}' if reasons else ''}."
    elif "PreferredRank" in ranks:
        found.note = "Preferred rank at Wikidata."


def _doubt(node: str, facts: Facts, found: Told) -> bool:
    """Note what a statement says of its own doubt; tell whether its dates are approximate."""
    is_circa = False
    for term in facts.of(node, *wikidata.DOUBT):
        name = key(term).removeprefix(wikidata.ENTITY)
        if name in wikidata.CIRCA:
            is_circa = True
        elif name == wikidata.DISPUTED:
            found.status = "contested"
        else:
            # What is not known here may be any doubt: it is not told as a fact.
            modality = wikidata.MODALITIES.get(name, "possible")
            if found.modality != "possible":
                found.modality = modality
            if name not in wikidata.MODALITIES:
                found.unread.append(("P5102", name, "a doubt of a kind that is not known here, "
                                     "read as no more than possible"))  # fmt: skip
    return is_circa


def _date(node: str, predicate: str, facts: Facts, found: Told, is_circa: bool) -> str:
    """Return one date of a statement as EDTF; where it has none, what its bounds leave."""
    members = _members(node, predicate, facts, found)
    pair = wikidata.BOUNDS.get(predicate, ())
    bounds = [_members(node, bound, facts, found) for bound in pair]
    if is_circa:
        members = [dates.hedged(member) for member in members]
        bounds = [[dates.hedged(member) for member in bound] for bound in bounds]
    if members:
        for bound, values in zip(pair, bounds, strict=True):
            name = bound.removeprefix(wikidata.QUALIFIER)
            found.unread += [(name, value, "a bound of a date that is told") for value in values]
        return dates.one_of(members)
    if any(bounds):
        return dates.between(*bounds)
    number = predicate.removeprefix(wikidata.QUALIFIER)
    none = {key(term) for term in facts.of(node, RDF.type.value)}
    return ".." if f"{wikidata.NO_VALUE}{number}" in none else ""


def _members(node: str, predicate: str, facts: Facts, found: Told) -> list[str]:
    """Return the dates that a qualifier has; what has no date to it is left out."""
    number = predicate.removeprefix(wikidata.QUALIFIER)
    members = []
    for time in facts.of(node, f"{wikidata.QUALIFIER_NODE}{number}"):
        written, precise = facts.of(key(time), _TIME), facts.of(key(time), _PRECISION)
        if not written or not precise:
            found.unread.append((number, key(time), "a date without its precision"))
            continue
        try:
            members.append(dates.of_wikibase(key(written[0]), int(key(precise[0]))))
        except ValueError as error:
            found.unread.append((number, key(written[0]), str(error)))
    for term in facts.of(node, predicate):
        if is_unknown(term):
            found.unread.append((number, "unknown", "is told to be unknown"))
    return members
