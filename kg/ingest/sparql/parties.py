"""The things that an endpoint names, as entities: of what kind they are, which role they fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.ingest.sparql import wikidata
from kg.ingest.sparql.facts import Names, key
from kg.model.values import Entity, Origin, Source
from kg.vocabulary import AG, RDFS
from kg.vocabulary.minting import digest, local_name, slug

if TYPE_CHECKING:
    from kg.ingest.base import Batch, Request
    from kg.ingest.sparql.properties import PropertyList
    from kg.model.schema import Schema


@dataclass(slots=True)
class Seen:
    """What is kept of things from page to page.

    `kinds` are told by the endpoint; `assumed` are those of the roles where things were first met;
    `known` are the entities and sources that are there already; `above` has the ontology's classes.
    """

    above: dict[object, set[NamedNode]]
    kinds: dict[str, NamedNode] = field(default_factory=dict)
    assumed: dict[str, NamedNode] = field(default_factory=dict)
    known: set[NamedNode] = field(default_factory=set)

    @classmethod
    def nothing(cls, schema: Schema) -> Seen:
        """Begin, with the classes of an ontology."""
        above: dict[object, set[NamedNode]] = {}
        for triple in schema.triples:
            below, up = triple.subject, triple.object
            if triple.predicate == RDFS.subClassOf and isinstance(up, NamedNode):
                above.setdefault(below, set()).add(up)
        return cls(above)

    def is_a(self, kind: NamedNode, wanted: NamedNode) -> bool:
        """Tell whether a class is another, or lies below it."""
        return kind == wanted or any(self.is_a(up, wanted) for up in self.above.get(kind, ()))


@dataclass(slots=True)
class Parties:
    """The things of one page; what is new of them goes to the batch."""

    request: Request
    listed: PropertyList
    source: Source
    seen: Seen
    names: Names
    batch: Batch

    def kind(self, thing: str) -> NamedNode | None:
        """Return of what kind a thing is; the first in the order of the list counts."""
        if thing not in self.seen.kinds:
            given = {key(term) for term in self.names.facts.of(thing, self.listed.kind)}
            found = (kind for iri, kind in self.listed.kinds.items() if iri in given)
            if kind := next(found, None):
                self.seen.kinds[thing] = kind
        return self.seen.kinds.get(thing)

    def add(self, thing: str, kind: NamedNode) -> NamedNode:
        """Add a thing as an entity, once; its labels in further languages go with it."""
        iri = self.entity(thing)
        if self.kind(thing) is None:
            self.seen.assumed.setdefault(thing, kind)
        if iri in self.seen.known:
            return iri
        self.seen.known.add(iri)
        labels = self.names.all(thing)
        number = thing.rpartition("/")[2]
        code = f"Wikidata {number}" if self.listed.is_wikibase else thing
        name = labels[0] if labels else Literal(self.names.of(thing))
        graph = self.source.graph
        self.batch.entities.append(
            Entity(iri, kind, name, graph, codes=(code,), origin=Origin(self.request.name))
        )
        self.batch.quads += [Quad(iri, RDFS.label, label, graph) for label in labels[1:]]
        return iri

    def fits(self, thing: str, role: NamedNode) -> bool:
        """Tell whether a thing can stand in a role; one of unknown kind can, once."""
        kind = self.kind(thing) or self.seen.assumed.get(thing)
        wanted = self.request.schema.ranges.get(role)
        if kind is None or wanted is None:
            return True
        return self.seen.is_a(kind, wanted) or self.is_state(kind, wanted)

    def is_state(self, kind: NamedNode, wanted: NamedNode) -> bool:
        """Tell whether a country is named where a party is meant: the state, not its land."""
        return kind == AG.Country and wanted == AG.Party

    def party(self, thing: str, role: NamedNode) -> NamedNode:
        """Return the entity for a role; of a thing of unknown kind no more is said than that."""
        wanted = self.request.schema.ranges.get(role)
        if wanted is None:  # whatever it is, it is no entity of ours
            return NamedNode(thing)
        kind = self.kind(thing) or self.seen.assumed.get(thing, wanted)
        return self.state(thing) if self.is_state(kind, wanted) else self.add(thing, kind)

    def state(self, thing: str) -> NamedNode:
        """Return the state that a country's item stands for too: a party beside the place."""
        land = self.add(thing, AG.Country)
        iri = NamedNode(f"{land.value}-state")
        if iri not in self.seen.known:
            self.seen.known.add(iri)
            labels = self.names.all(thing)
            self.batch.entities.append(
                Entity(
                    iri, AG.Party, labels[0] if labels else Literal(self.names.of(thing)),
                    self.source.graph, note="The state; the source has one entry for it "
                    f"and its territory, {thing}.", origin=Origin(self.request.name),
                )
            )  # fmt: skip
        return iri

    def entity(self, thing: str) -> NamedNode:
        """Name a thing: by its number at Wikidata, or by the end of its IRI and a digest."""
        if self.listed.is_wikibase and thing.startswith(wikidata.ENTITY):
            return self.request.mint.entity(f"wikidata-{slug(thing.removeprefix(wikidata.ENTITY))}")
        local = slug(local_name(thing.rstrip("#/")))
        parts = (self.request.source_id, local, digest(thing, 8))
        return self.request.mint.entity("-".join(part for part in parts if part))
