"""From statements of an endpoint to entities, claims and cited sources, some items at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Problem
from kg.ingest.base import Batch, LeftOut
from kg.ingest.sparql import statements, wikidata
from kg.ingest.sparql.facts import Facts, Names, describe, key
from kg.ingest.sparql.facts import statements as ask_statements
from kg.ingest.sparql.parties import Parties, Seen
from kg.ingest.sparql.references import cited
from kg.model.bounds import Bounds
from kg.model.values import Claim, Locator, Origin, Source
from kg.vocabulary.minting import digest, local_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ingest.base import Request
    from kg.ingest.sparql.pages import Pages
    from kg.ingest.sparql.properties import Property, PropertyList
    from kg.ingest.sparql.statements import Statement, Told
    from kg.store.base import Term

_SIZE = 2000


@dataclass(slots=True)
class Reader:
    """Reads items, some at a time; what it keeps does not grow with what is said of them."""

    request: Request
    listed: PropertyList
    pages: Pages
    languages: tuple[str, ...]
    source: Source
    seen: Seen

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
        called, batch = Names(names, self.listed.labels, self.languages), Batch()
        parties = Parties(self.request, self.listed, self.source, self.seen, called, batch)
        here = _Page(self, facts, called, parties, batch)
        stated = {statement.item for statement in found}
        for item in items:
            here.item(item)
        yield here.batch
        for start in range(0, len(found), _SIZE):
            here.batch = parties.batch = Batch(rows=len(found[start : start + _SIZE]))
            for statement in found[start : start + _SIZE]:
                here.statement(statement)
            yield here.batch
        here.batch = Batch()
        for item in items:
            here.unused(item, is_known=item in stated or item in names.found)
        yield here.batch


@dataclass(slots=True)
class _Page:
    reader: Reader
    facts: Facts
    names: Names
    parties: Parties
    batch: Batch

    @property
    def address(self) -> str:
        return self.reader.request.name

    def leave_out(self, column: str, value: str, reason: str) -> None:
        self.batch.left_out.append(LeftOut(self.address, None, column, value, reason))

    def item(self, item: str) -> None:
        """Add an item that was asked for, though nothing may be claimed of it."""
        if kind := self.parties.kind(item):
            self.parties.add(item, kind)

    def unused(self, item: str, *, is_known: bool) -> None:
        """Tell of an item that was asked for and is no entity."""
        if not is_known:
            self.leave_out("item", item, "the endpoint says nothing of it")
        elif self.parties.entity(item) not in self.reader.seen.known:
            self.leave_out("item", item, "is of no kind that is known here, and in no claim")

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
        elif isinstance(value, Literal) and not self.parties.fits(
            statement.item, kind.subject_role
        ):
            self.leave_out(prop.name, statement.record, "is said of a thing of another kind")
        elif isinstance(value, Literal):
            subject = self.parties.party(statement.item, kind.subject_role)
            self.claim(statement, prop, subject, Literal(value.value))
        else:
            self.choose(statement, value.value)

    def choose(self, statement: Statement, value: str) -> None:
        """Choose the relationship that the kinds of the two parties fit."""
        candidates = self.reader.listed.of(statement.iri)
        for prop in candidates:
            kind = self.reader.request.schema.relationship(prop.relationship)
            assert kind.object_role is not None
            one, two = (value, statement.item) if prop.is_swapped else (statement.item, value)
            fits = (
                self.parties.fits(one, kind.subject_role),
                self.parties.fits(two, kind.object_role),
            )
            # Where one property stands for several, both kinds must be told to know which it is.
            told = len(candidates) == 1 or (self.parties.kind(one) and self.parties.kind(two))
            if told and all(fits):
                subject = self.parties.party(one, kind.subject_role)
                self.claim(statement, prop, subject, self.parties.party(two, kind.object_role))
                return
        kinds = " and ".join(
            _local(known) if (known := self.parties.kind(thing)) else "a thing of unknown kind"
            for thing in (statement.item, value)
        )
        self.leave_out(candidates[0].name, statement.record,
                       f"between {kinds} it says none of our relationships")  # fmt: skip

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
        return statements.told_plainly(statement, prop, self.facts, self.names)

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
        node = statement.node
        if node.startswith("_:"):  # a name that is another in each answer: what it says, then
            said = [
                (p, str(o)) for p in self.facts.predicates(node) for o in self.facts.of(node, p)
            ]
            node = str(sorted(pair for pair in said if not pair[1].startswith("_:")))
        told = "\n".join((statement.item, statement.iri, node, str(statement.value)))
        return self.reader.request.mint.claim(f"{self.reader.request.source_id}-{digest(told)}")

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
            if source.iri not in reader.seen.known:
                reader.seen.known.add(source.iri)
                self.batch.sources.append(source)
        return tuple(found)


def _local(term: NamedNode) -> str:
    return local_name(term.value)
