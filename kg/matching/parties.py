"""What a graph says of its parties that can tell whether two of them are one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.matching.names import plain
from kg.matching.words import PARTICLES
from kg.vocabulary import AG, DCTERMS, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from kg.model.schema import Schema

_MATCHES = (AG.ExactMatch, AG.CloseMatch)
_NAMES = (AG.Naming, AG.Rename)
_BEGINNINGS = (AG.Existence, AG.Founding)
_PLACES = (AG.Presence, AG.Origin, AG.Control)
_VOID = (AG.Retracted, AG.Superseded)

Node: TypeAlias = object
Window: TypeAlias = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its source writes it, and which kind of name the source calls it."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Party:
    """One entity as its sources describe it.

    `kinds` are its classes with those above; `began` is when it was born or founded, `listed` when
    it was designated, each as the first and the last day that it may have been; `ties` are the
    parties that it stands in any relationship with.
    """

    iri: NamedNode
    sources: frozenset[NamedNode]
    kinds: frozenset[NamedNode]
    names: tuple[Name, ...]
    countries: frozenset[str] = frozenset()
    began: frozenset[Window] = frozenset()
    listed: frozenset[Window] = frozenset()
    ties: frozenset[NamedNode] = frozenset()

    @property
    def label(self) -> str:
        """The name that its source has for it first."""
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class Read:
    """The parties of a graph, in order, and the pairs that are decided in it already.

    Of those, `same` are the ones that a claim holds to be exactly the same.
    """

    parties: tuple[Party, ...]
    decided: frozenset[frozenset[NamedNode]]
    same: frozenset[frozenset[NamedNode]]


def read(quads: Iterable[Quad], schema: Schema) -> Read:
    """Collect the parties; collective labels are none, and what is denied says nothing of them."""
    return _Reader(quads, schema).read()


@dataclass
class _Reader:
    quads: Iterable[Quad]
    schema: Schema
    said: dict[Node, dict[NamedNode, list[Node]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    typed: dict[Node, dict[Node, set[Node]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def read(self) -> Read:
        for quad in self.quads:
            if quad.predicate == RDF.type:
                self.typed[quad.subject][quad.object].add(quad.graph_name)
            else:
                self.said[quad.subject][quad.predicate].append(quad.object)
        self.about: dict[Node, list[Node]] = defaultdict(list)
        for claim, says in self.said.items():
            for node in says.get(AG.about, ()):
                self.about[node].append(claim)
        self.found: dict[Node, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
        self.decided: set[frozenset[NamedNode]] = set()
        self.same: set[frozenset[NamedNode]] = set()
        for node, kinds in list(self.typed.items()):
            for kind in kinds:
                if kind in self.schema.relationships:
                    assert isinstance(kind, NamedNode)
                    self.relationship(node, kind)
        above = _above(self.schema)
        parties = [self.party(node, above) for node in self.typed]
        told = sorted((p for p in parties if p), key=lambda party: party.iri.value)
        return Read(tuple(told), frozenset(self.decided), frozenset(self.same))

    def relationship(self, node: Node, kind: NamedNode) -> None:
        """Note what a relationship says of its parties, if a claim that stands affirms it."""
        roles = self.schema.relationships[kind]
        subject = self.one(node, roles.subject_role)
        obj = self.one(node, roles.object_role) if roles.object_role else None
        claims = self.claims(node)
        if not isinstance(subject, NamedNode) or not claims:
            return
        affirmed = [claim for claim in claims if self.one(claim, AG.stance) != AG.Denies]
        if kind in _MATCHES:  # affirmed or denied, it is decided
            if isinstance(obj, NamedNode):
                self.decided.add(frozenset((subject, obj)))
            if isinstance(obj, NamedNode) and affirmed and kind == AG.ExactMatch:
                self.same.add(frozenset((subject, obj)))
            return
        claims = affirmed
        if kind in _BEGINNINGS:
            self.found[subject]["began"].update(self.windows(claims))
        if isinstance(obj, Literal) and kind in _NAMES and claims:
            role = self.one(node, AG.role)
            word = role.value if isinstance(role, Literal) else "later name"
            self.found[subject]["name"].add((obj.value, word))
        if isinstance(obj, NamedNode) and claims:
            self.tie(kind, subject, obj, claims)

    def tie(self, kind: NamedNode, subject: NamedNode, obj: NamedNode, claims: list[Node]) -> None:
        """Note what a relationship says of two things."""
        if kind == AG.Designation:
            self.found[obj]["listed"].update(self.windows(claims))
        elif kind in _PLACES:
            # Where somebody is only likely to have been, many others are as well.
            if any(self.one(claim, AG.modality) in (None, AG.Stated) for claim in claims):
                self.found[subject]["place"].add(obj)
        elif kind == AG.Containment:
            self.found[subject]["whole"].add(obj)
        else:
            self.found[subject]["tie"].add(obj)
            self.found[obj]["tie"].add(subject)

    def claims(self, node: Node) -> list[Node]:
        """Return the claims about a relationship that still stand."""
        return [c for c in self.about[node] if self.one(c, AG.status) not in _VOID]

    def one(self, node: Node, predicate: NamedNode) -> Node | None:
        return next(iter(self.said.get(node, {}).get(predicate, ())), None)

    def windows(self, claims: Iterable[Node]) -> Iterable[Window]:
        """Yield the days between which each claim lets something begin; none if it is open."""
        for claim in claims:
            ends = [self.one(claim, p) for p in (AG.earliestStart, AG.latestStart)]
            first, last = (
                date.fromisoformat(e.value) if isinstance(e, Literal) else None for e in ends
            )
            if first and last:
                yield first, last

    def party(self, node: Node, above: Mapping[NamedNode, frozenset[NamedNode]]) -> Party | None:
        types = self.typed[node]
        kinds = frozenset(k for t in types if isinstance(t, NamedNode) for k in above.get(t, ()))
        labels = sorted(
            o.value for o in self.said[node].get(RDFS.label, ()) if isinstance(o, Literal)
        )
        is_party = AG.Party in kinds and AG.CollectiveLabel not in kinds
        if not (isinstance(node, NamedNode) and is_party and labels):
            return None
        graphs = {g for t, gs in types.items() if t in above for g in gs}
        sources = frozenset(s for g in graphs if isinstance(s := self.source(g), NamedNode))
        found = self.found[node]
        more = sorted(found["name"], key=str)
        names = dict.fromkeys([(text, "label") for text in labels] + more)
        return Party(
            node, sources, kinds, tuple(Name(*name) for name in names),  # type: ignore[misc]
            frozenset(c for p in (node, *found["place"]) for c in self.countries(p, set())),
            frozenset(found["began"]), frozenset(found["listed"]),  # type: ignore[arg-type]
            frozenset(found["tie"]),  # type: ignore[arg-type]
        )  # fmt: skip

    def source(self, graph: Node) -> Node:
        """Return whose graph it is; a graph that does not say is a source itself."""
        return self.one(graph, DCTERMS.source) or graph

    def countries(self, node: Node, seen: set[Node]) -> Iterable[str]:
        """Yield the codes of a thing's countries, and the names of those that are countries."""
        if node in seen:
            return
        seen.add(node)
        for code in self.said[node].get(AG.countryCode, ()):
            assert isinstance(code, Literal)
            yield code.value
        if AG.Country in self.typed[node]:
            for label in self.said[node].get(RDFS.label, ()):
                if isinstance(label, Literal):
                    yield " ".join(sorted(set(plain(label.value)) - PARTICLES))
        for whole in self.found[node]["whole"] if node in self.found else ():
            yield from self.countries(whole, seen)


def _above(schema: Schema) -> dict[NamedNode, frozenset[NamedNode]]:
    """Return for each class of entities itself and those above it."""
    parents: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for triple in schema.triples:
        if triple.predicate == RDFS.subClassOf and isinstance(triple.object, NamedNode):
            assert isinstance(triple.subject, NamedNode)
            parents[triple.subject].add(triple.object)
    found = {}
    for kind in schema.entities:
        reached, todo = {kind}, [kind]
        while todo:
            todo += (more := parents[todo.pop()] - reached)
            reached |= more
        found[kind] = frozenset(reached)
    return found
