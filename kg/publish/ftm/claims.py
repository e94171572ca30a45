"""What one claim says in FollowTheMoney: an edge, a listing, or a property of a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kg.ingest.ftm.schemas import SUCCESSION, UNKNOWN_LINK
from kg.publish.ftm import words
from kg.publish.ftm.reading import EVENT, ORGANISATIONS, PARTIES
from kg.vocabulary import AG, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from kg.publish.ftm.facts import Facts
    from kg.publish.ftm.reading import Reading


@dataclass(frozen=True, slots=True)
class Said:
    """One value of one property of an entity, as one dataset says it."""

    entity: str
    schema: str
    prop: str
    value: str
    dataset: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """How a relationship is written: its schema, its ends with what they may be, its role."""

    schema: str
    ends: tuple[tuple[NamedNode, str, tuple[str, ...]], tuple[NamedNode, str, tuple[str, ...]]]
    role: str = ""


_ROLES = {
    AG.Affiliation: (AG.affiliate, AG.principal),
    AG.Allegiance: (AG.subordinate, AG.superior),
    AG.Alliance: (AG.ally, AG.alliedParty),
    AG.Founding: (AG.founded, AG.founder),
    AG.Joining: (AG.joiner, AG.joinedGroup),
    AG.Recognition: (AG.recogniser, AG.recognised),
    AG.Rivalry: (AG.rival, AG.rivalParty),
    AG.Support: (AG.supporter, AG.supported),
    AG.Split: (AG.splinter, AG.parentOrganisation),
    AG.Merger: (AG.mergedOrganisation, AG.mergerResult),
}
EDGES = {
    AG.Membership: Edge("Membership", (
        (AG.member, "member", PARTIES), (AG.group, "organization", ORGANISATIONS))),
    AG.Leadership: Edge("Directorship", (
        (AG.leader, "director", PARTIES), (AG.led, "organization", ORGANISATIONS))),
    **{
        tie.relationship: Edge(schema, (
            (_ROLES[tie.relationship][0], tie.subject, PARTIES),
            (_ROLES[tie.relationship][1], tie.object, PARTIES)), role)
        for schema, named in (("UnknownLink", UNKNOWN_LINK), ("Succession", SUCCESSION))
        for role, tie in named.items()
    },
}  # fmt: skip
_NAMES = {
    "name": "name",
    "weak alias": "weakAlias",
    "previous name": "previousName",
    "former name": "previousName",
    "abbreviation": "abbreviation",
    "acronym": "abbreviation",
}
_LIFE = {
    "Person": ("birthDate", "deathDate"),
    EVENT: ("startDate", "endDate"),
    **dict.fromkeys(("LegalEntity", *ORGANISATIONS), ("incorporationDate", "dissolutionDate")),
}
_ORIGINS = {"born": "birthCountry", "nationality": "nationality", "citizenship": "citizenship"}


def kind_of(reading: Reading, claim: NamedNode) -> NamedNode | None:
    """Return the class of the relationship that a claim is about, ours if it has several."""
    about = reading.one(claim, AG.about)
    kinds = reading.all(about, RDF.type) if about else []
    return next((kind for kind in kinds if kind in AG), next(iter(kinds), None))


class Telling:
    """What one claim says."""

    def __init__(self, facts: Facts, claim: NamedNode) -> None:
        self.facts, self.reading, self.claim = facts, facts.reading, claim
        about = self.reading.one(claim, AG.about)
        source = self.reading.one(claim, AG.statedIn)
        assert about is not None
        assert source is not None
        self.about, self.source = about, source
        self.role = words.text(self.reading.text(about, AG.role))
        self.dataset = self.reading.datasets[source]

    def said(self) -> Iterator[Said]:
        """Yield what the claim says; nothing if there is no way to say it."""
        kind = kind_of(self.reading, self.claim)
        if kind in EDGES:
            yield from self.edge(EDGES[kind])
        elif kind in self.OTHER:
            yield from self.OTHER[kind](self)

    def end(self, role: NamedNode, allowed: tuple[str, ...]) -> tuple[str, str] | None:
        """Return id and schema of a party of the relationship, if it is written and allowed."""
        node = self.reading.one(self.about, role)
        schema = self.facts.schemata.get(node) if node else None
        return (self.reading.ids[node], schema) if node and schema in allowed else None

    def of(self, thing: tuple[str, str], prop: str, value: str) -> Iterator[Said]:
        """Say a value, unless it is blank."""
        if value:
            yield Said(*thing, prop, value, self.dataset)

    def edge(self, edge: Edge) -> Iterator[Said]:
        """Say that two parties are tied; nothing if one of them is not written."""
        ends = [self.end(role, allowed) for role, _, allowed in edge.ends]
        if None in ends:
            return
        thing = f"claim.{self.facts.claim_ids[self.claim]}", edge.schema
        for (_, prop, _), end in zip(edge.ends, ends, strict=True):
            assert end is not None
            yield from self.of(thing, prop, end[0])
        for role in (edge.role, self.role):
            yield from self.of(thing, "role", role)
        yield from self.record(thing)

    def record(self, thing: tuple[str, str]) -> Iterator[Said]:
        """Say when, and who says so on what."""
        start, end = self.days("Start"), self.days("End")
        on = words.plain_date(self.reading.text(self.claim, AG.edtfAttested))
        for prop, day in (("startDate", start), ("endDate", end), ("date", on)):
            yield from self.of(thing, prop, day)
        yield from self.of(thing, "sourceUrl", self.reading.page(self.source))
        yield from self.of(thing, "publisher", self.reading.publisher(self.source))
        yield from self.of(thing, "recordId", self.place())
        yield from self.of(thing, "summary", self.summary(start, end, on))
        note = words.text(self.reading.text(self.claim, AG.note))
        yield from self.of(thing, "description", note)

    def days(self, which: str) -> str:
        """Return what the bounds of the start or the end have in common."""
        bounds = (AG[f"earliest{which}"], AG[f"latest{which}"])
        return words.partial_date(*(self.reading.text(self.claim, bound) for bound in bounds))

    def place(self) -> str:
        """Return where in its source the claim stands."""
        locator = self.reading.one(self.claim, AG.locator)
        if record := self.reading.text(locator, AG.record):
            return words.text(record)
        places = ((n, self.reading.text(locator, AG[n])) for n in ("page", "paragraph", "row"))
        return ", ".join(f"{name} {number}" for name, number in places if number)

    def summary(self, start: str, end: str, on: str) -> str:
        """Say in words who claims it, who denies it, and the dates that are more than a prefix."""
        reading = self.reading
        claimer = reading.one(self.claim, AG.claimer)
        by = reading.text(claimer, RDFS.label)
        source = reading.title(self.source)
        parts = [f"Claimed by {by}, according to {source}" if by else f"Claimed by {source}"]
        for word, property_, written in (
            ("start", AG.edtfStart, start), ("end", AG.edtfEnd, end),
            ("attested", AG.edtfAttested, on),
        ):  # fmt: skip
            edtf = reading.text(self.claim, property_)
            if edtf and edtf != written:
                parts.append(f"{word} {edtf}")
        if denied := sorted(self.facts.denied.get(self.about, ())):
            parts.append(f"denied by {', '.join(denied)}")
        return words.text("; ".join(parts))

    def designation(self) -> Iterator[Said]:
        """Say that an authority lists a party."""
        party = self.end(AG.designee, PARTIES)
        by = self.reading.one(self.about, AG.designator)
        if party is None or by is None:
            return
        thing = f"claim.{self.facts.claim_ids[self.claim]}", "Sanction"
        yield from self.of(thing, "entity", party[0])
        yield from self.of(thing, "authority", words.text(self.reading.text(by, RDFS.label)))
        yield from self.of(thing, "program", self.role)
        yield from self.record(thing)

    def naming(self, role: NamedNode = AG.named, name: NamedNode = AG.name) -> Iterator[Said]:
        """Say a name, by its kind; the label's own is a name whatever the claim calls it."""
        node = self.reading.one(self.about, role)
        thing = self.end(role, (*PARTIES, EVENT))
        if node is None or thing is None:
            return
        labels = {words.name(v.value) for v, _ in self.reading.texts(node, RDFS.label)}
        for value, _ in self.reading.texts(self.about, name):
            text = words.name(value.value)
            prop = "name" if text in labels else _NAMES.get(self.role.lower(), "alias")
            if prop == "abbreviation" and thing[1] == EVENT:
                prop = "alias"
            if text:
                tag = words.language(value.language)
                yield Said(*thing, prop, text, self.dataset, tag)

    def rename(self) -> Iterator[Said]:
        """Say the new name: which of the two is the later one is lost."""
        yield from self.naming(AG.renamed, AG.newName)

    def existence(self) -> Iterator[Said]:
        """Say when a person was born and died, an organisation or event began and ended."""
        thing = self.end(AG.existing, (*PARTIES, EVENT))
        if thing:
            first, last = _LIFE[thing[1]]
            yield from self.of(thing, first, self.days("Start"))
            yield from self.of(thing, last, self.days("End"))

    def dissolution(self) -> Iterator[Said]:
        """Say when an organisation ended."""
        thing = self.end(AG.dissolved, PARTIES)
        if thing:
            yield from self.of(thing, _LIFE[thing[1]][1], self.days("Start"))

    def origin(self) -> Iterator[Said]:
        """Say which country a party comes from, and where a person was born."""
        thing, place = self.end(AG.originating, PARTIES), self.reading.one(self.about, AG.origin)
        if not thing or not place:
            return
        is_country = AG.Country in self.reading.all(place, RDF.type)
        prop = _ORIGINS.get(self.role, "country") if thing[1] == "Person" else "country"
        if prop == "birthCountry" and not is_country:
            label = words.text(self.reading.text(place, RDFS.label))
            yield from self.of(thing, "birthPlace", label)
        yield from self.of(thing, prop, self.country(place))

    def presence(self) -> Iterator[Said]:
        """Say which country a party is present in."""
        thing, place = self.end(AG.present, PARTIES), self.reading.one(self.about, AG.location)
        if thing and place:
            yield from self.of(thing, "country", self.country(place))

    def country(self, place: NamedNode) -> str:
        """Return the code of the country that a place lies in."""
        code = self.reading.text(place, AG.countryCode)
        return code.lower() if re.fullmatch(r"[A-Z]{2}", code) else ""

    def occurrence(self) -> Iterator[Said]:
        """Say where an event was."""
        thing, place = self.end(AG.occurring, (EVENT,)), self.reading.one(self.about, AG.scene)
        if thing and place:
            label = words.address(self.reading.text(place, RDFS.label))
            yield from self.of(thing, "location", label)
            yield from self.of(thing, "country", self.country(place))

    def participation(self) -> Iterator[Said]:
        """Say who took part in an event; on which side is lost."""
        thing, party = self.end(AG.contest, (EVENT,)), self.end(AG.participant, PARTIES)
        if thing and party:
            prop = "organizer" if self.role == "organizer" else "involved"
            yield from self.of(thing, prop, party[0])

    OTHER: ClassVar = {
        AG.Designation: designation,
        AG.Naming: naming,
        AG.Rename: rename,
        AG.Existence: existence,
        AG.Dissolution: dissolution,
        AG.Origin: origin,
        AG.Presence: presence,
        AG.Occurrence: occurrence,
        AG.Participation: participation,
    }
