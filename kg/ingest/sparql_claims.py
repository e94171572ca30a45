"""From statements of an endpoint to entities, claims and cited sources, some items at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import Problem
from kg.ingest import sparql_statements as statements
from kg.ingest import sparql_wikidata as wikidata
from kg.ingest.base import Batch, LeftOut
from kg.ingest.sparql_facts import Facts, Names, describe, key
from kg.ingest.sparql_facts import statements as ask_statements
from kg.ingest.sparql_references import cited
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG, RDFS
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ingest.base import Request
    from kg.ingest.sparql_pages import Pages
    from kg.ingest.sparql_properties import Property, PropertyList
    from kg.ingest.sparql_statements import Statement, Told
    from kg.store.base import Term

_SIZE = 2000


@dataclass(slots=True)
class Reader:
    """Reads items; it keeps of what kind each thing is and which sources were cited, no more.

    `kinds` are told by the endpoint; `assumed` are those of the roles where things were first met.
    """

    request: Request
    listed: PropertyList
    pages: Pages
    languages: tuple[str, ...]
    source: Source
    kinds: dict[str, NamedNode] = field(default_factory=dict)
    assumed: dict[str, NamedNode] = field(default_factory=dict)
    known: set[NamedNode] = field(default_factory=set)
    above: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for triple in self.request.schema.triples:
            if triple.predicate == RDFS.subClassOf and isinstance(triple.object, NamedNode):
                assert isinstance(triple.subject, (NamedNode, BlankNode))
                if isinstance(triple.subject, NamedNode):
                    self.above.setdefault(triple.subject, set()).add(triple.object)

    def read(self, items: Sequence[str]) -> Iterator[Batch]:
        """Yield what the endpoint says of some items."""
        facts = ask_statements(items, self.listed, self.pages)
        found = list(statements.found(items, self.listed, facts))
        things = dict.fromkeys(items)
        for statement in found:
            if isinstance(statement.value, NamedNode) and not statements.is_unknown(
                statement.value
            ):
                things[statement.value.value] = None
            first = self.listed.of(statement.iri)[0]
            things.update(dict.fromkeys(statements.mentioned(statement, first, facts)))
        iris = [thing for thing in things if thing.partition(":")[0] in ("http", "https", "urn")]
        names = Facts() if not iris else describe(iris, self.listed, self.languages, self.pages)
        here = _Page(self, facts, Names(names, self.listed.labels, self.languages))
        stated = {statement.item for statement in found}
        for item in items:
            here.item(item, is_known=item in stated or item in names.found)
        yield here.batch
        for start in range(0, len(found), _SIZE):
            here.batch = Batch(rows=len(found[start : start + _SIZE]))
            for statement in found[start : start + _SIZE]:
                here.statement(statement)
            yield here.batch

    def is_a(self, kind: NamedNode, wanted: NamedNode) -> bool:
        """Tell whether a class is another, or lies below it."""
        return kind == wanted or any(self.is_a(up, wanted) for up in self.above.get(kind, ()))

    def entity(self, thing: str) -> NamedNode:
        """Name a thing: by its number at Wikidata, or by the end of its IRI and a digest."""
        if self.listed.is_wikibase and thing.startswith(wikidata.ENTITY):
            return self.request.mint.entity(f"wikidata-{slug(thing.removeprefix(wikidata.ENTITY))}")
        local = slug(re.split(r"[#/]", thing.rstrip("#/"))[-1])
        parts = (self.request.source_id, local, digest(thing, 8))
        return self.request.mint.entity("-".join(part for part in parts if part))


@dataclass(slots=True)
class _Page:
    reader: Reader
    facts: Facts
    names: Names
    batch: Batch = field(default_factory=Batch)

    @property
    def address(self) -> str:
        return self.reader.request.name

    def leave_out(self, column: str, value: str, reason: str) -> None:
        self.batch.left_out.append(LeftOut(self.address, None, column, value, reason))

    def item(self, item: str, *, is_known: bool) -> None:
        """Add an item that was asked for, though nothing may be claimed of it."""
        if not is_known:
            self.leave_out("item", item, "the endpoint says nothing of it")
        elif kind := self.kind(item):
            self.add(item, kind)

    def kind(self, thing: str) -> NamedNode | None:
        """Return of what kind a thing is; the first in the order of the list counts."""
        if thing not in self.reader.kinds:
            given = {key(term) for term in self.names.facts.of(thing, self.reader.listed.kind)}
            found = (kind for iri, kind in self.reader.listed.kinds.items() if iri in given)
            if kind := next(found, None):
                self.reader.kinds[thing] = kind
        return self.reader.kinds.get(thing)

    def add(self, thing: str, kind: NamedNode) -> NamedNode:
        """Add a thing as an entity, once; its labels in further languages go with it."""
        reader, iri = self.reader, self.reader.entity(thing)
        if self.kind(thing) is None:
            self.reader.assumed.setdefault(thing, kind)
        if iri in reader.known:
            return iri
        reader.known.add(iri)
        labels = self.names.all(thing)
        number = thing.rpartition("/")[2]
        code = f"Wikidata {number}" if reader.listed.is_wikibase else thing
        name = labels[0] if labels else Literal(self.names.of(thing))
        graph = reader.source.graph
        self.batch.entities.append(
            Entity(iri, kind, name, graph, codes=(code,), origin=Origin(self.address))
        )
        self.batch.quads += [Quad(iri, RDFS.label, label, graph) for label in labels[1:]]
        return iri

    def statement(self, statement: Statement) -> None:
        """Make a claim of a statement, or say why it is none."""
        prop = self.reader.listed.of(statement.iri)[0]
        value = statement.value
        schema, wikibase = self.reader.request.schema, self.reader.listed.is_wikibase
        kind = schema.relationship(prop.relationship)
        if value is None:
            self.leave_out(prop.name, statement.record, "says that there is none, or leads nowhere")
        elif wikibase and statements.is_unknown(value):
            self.leave_out(prop.name, statement.record, "says that it is not known which")
        elif kind.literal_object != isinstance(value, Literal) or isinstance(value, BlankNode):
            self.leave_out(prop.name, statement.record, f"{value} cannot be a party")
        elif isinstance(value, Literal):
            self.claim(statement, prop, self.party(statement.item, kind.subject_role), value)
        else:
            self.choose(statement, value.value)

    def choose(self, statement: Statement, value: str) -> None:
        """Choose the relationship that the kinds of the two parties fit."""
        candidates = self.reader.listed.of(statement.iri)
        for prop in candidates:
            kind = self.reader.request.schema.relationship(prop.relationship)
            assert kind.object_role is not None
            one, two = (value, statement.item) if prop.is_swapped else (statement.item, value)
            fits = (self.fits(one, kind.subject_role), self.fits(two, kind.object_role))
            # Where one property stands for several, both kinds must be told to know which it is.
            told = len(candidates) == 1 or (self.kind(one) and self.kind(two))
            if told and all(fits):
                subject = self.party(one, kind.subject_role)
                self.claim(statement, prop, subject, self.party(two, kind.object_role))
                return
        kinds = " and ".join(
            _local(known) if (known := self.kind(thing)) else "a thing of unknown kind"
            for thing in (statement.item, value)
        )
        self.leave_out(candidates[0].name, statement.record,
                       f"between {kinds} it says none of our relationships")  # fmt: skip

    def fits(self, thing: str, role: NamedNode) -> bool:
        """Tell whether a thing can stand in a role; one of unknown kind can, once."""
        kind = self.kind(thing) or self.reader.assumed.get(thing)
        wanted = self.reader.request.schema.ranges.get(role)
        if kind is None or wanted is None:
            return True
        return self.reader.is_a(kind, wanted) or self.is_state(kind, wanted)

    def is_state(self, kind: NamedNode, wanted: NamedNode) -> bool:
        """Tell whether a country is named where a party is meant: the state, not its land."""
        return kind == AG.Country and wanted == AG.Party

    def party(self, thing: str, role: NamedNode) -> NamedNode:
        """Return the entity for a role; of a thing of unknown kind no more is said than that."""
        wanted = self.reader.request.schema.ranges.get(role)
        if wanted is None:  # whatever it is, it is no entity of ours
            return NamedNode(thing)
        kind = self.kind(thing) or self.reader.assumed.get(thing, wanted)
        return self.state(thing) if self.is_state(kind, wanted) else self.add(thing, kind)

    def state(self, thing: str) -> NamedNode:
        """Return the state that a country's item stands for too: a party beside the place."""
        land = self.add(thing, AG.Country)
        iri = NamedNode(f"{land.value}-state")
        if iri not in self.reader.known:
            self.reader.known.add(iri)
            labels = self.names.all(thing)
            self.batch.entities.append(
                Entity(
                    iri, AG.Party, labels[0] if labels else Literal(self.names.of(thing)),
                    self.reader.source.graph, note="The state; the source has one entry for it "
                    f"and its territory, {thing}.", origin=Origin(self.address),
                )
            )  # fmt: skip
        return iri

    def claim(
        self, statement: Statement, prop: Property, subject: NamedNode, obj: NamedNode | Literal
    ) -> None:
        """Claim what the statement says, with its dates and what it rests on."""
        told = self.told(statement, prop)
        for name, value, reason in told.unread:
            self.leave_out(name, f"{statement.record} {value}", reason)
        bounds = self.bounds(statement, prop, told)
        iri = self.name(statement)
        if bounds is None:
            self.batch.broken.add(iri)
            return
        reader, source = self.reader, self.reader.source
        self.batch.claims.append(
            Claim(
                iri, prop.relationship, subject, obj, source.iri, source.graph, told.role,
                modality=told.modality, status=told.status, reliability=source.reliability,
                bounds=bounds, start=told.start, end=told.end, attested=told.attested,
                locator=Locator(record=statement.record, cites=self.cites(statement)),
                note=told.note, origin=Origin(reader.request.name),
            )
        )  # fmt: skip

    def told(self, statement: Statement, prop: Property) -> Told:
        if self.reader.listed.is_wikibase:
            return statements.told_by_wikibase(statement, prop, self.facts, self.names)
        return statements.told_plainly(statement, prop, self.facts)

    def bounds(self, statement: Statement, prop: Property, told: Told) -> Bounds | None:
        """Return the bounds that the dates leave; a date that cannot be is a fault."""
        for column, value, fault in told.faults:
            self.fault(column, value, fault, statement)
        if told.faults:
            return None
        try:
            return Bounds.read(told.start, told.end, told.attested)
        except ValueError as error:
            self.fault(prop.name, statement.record, str(error), statement)
            return None

    def fault(self, column: str, value: str, fault: str, statement: Statement) -> None:
        message, _, remedy = fault.partition("; ")
        where = "" if value == statement.record else f" (of {statement.record})"
        remedy = f"{remedy or 'correct it'}, at the source, or leave {statement.item} out"
        self.batch.problems.append(
            Problem(self.address, None, column, value, f"{message}{where}", remedy)
        )

    def name(self, statement: Statement) -> NamedNode:
        """Name the claim by the statement, where it has a name, and by what it says."""
        if self.reader.listed.is_wikibase and statement.node.startswith(wikidata.STATEMENT):
            local = slug(statement.node.removeprefix(wikidata.STATEMENT))
            return self.reader.request.mint.claim(f"wikidata-{local}")
        node = "" if statement.node.startswith("_:") else statement.node
        said = "\n".join((statement.item, statement.iri, node, str(statement.value)))
        return self.reader.request.mint.claim(f"{self.reader.request.source_id}-{digest(said)}")

    def cites(self, statement: Statement) -> tuple[NamedNode, ...]:
        """Return the sources that the statement rests on, each described once."""
        found: dict[NamedNode, None] = {}
        references: list[Term] = self.facts.of(statement.node, wikidata.DERIVED_FROM)
        for reference in references if self.reader.listed.is_wikibase else ():
            reader = self.reader
            source = cited(key(reference), self.facts, self.names, reader.request.mint,
                           reader.source)  # fmt: skip
            if source is None:
                self.leave_out("reference", f"{statement.record} {key(reference)}",
                               "names neither a work nor an address")  # fmt: skip
                continue
            found[source.iri] = None
            if source.iri not in reader.known:
                reader.known.add(source.iri)
                self.batch.sources.append(source)
        return tuple(found)


def _local(term: NamedNode) -> str:
    return re.split(r"[#/]", term.value)[-1]
