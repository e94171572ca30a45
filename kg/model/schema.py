"""What the ontology says about relationships, read from the ontology itself.

A relationship class names its subject role, its object role and its direct property there
(`ag:subjectRole`, `ag:objectRole`, `ag:directProperty`); adding one needs no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store

from kg import resources
from kg.errors import InvalidProject
from kg.model.blank import read_triples
from kg.vocabulary import AG, OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Triple


@dataclass(frozen=True, slots=True)
class RelationshipClass:
    """A class of relationships: its roles, and the property that states it in one triple.

    `object_role` is None for a unary class such as ag:Existence; `direct` may be None too.
    """

    iri: NamedNode
    subject_role: NamedNode
    object_role: NamedNode | None
    direct: NamedNode | None
    literal_object: bool
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """The ontology of a project: its triples, and what is read from them.

    `terms` are all that it declares; `entities` and `sources` are the classes below ag:Entity and
    ag:Source, `superclasses` those above a class (itself left out), `ranges` the class that a
    property leads to.
    """

    triples: tuple[Triple, ...]
    relationships: Mapping[NamedNode, RelationshipClass]
    entities: frozenset[NamedNode]
    sources: frozenset[NamedNode]
    terms: frozenset[NamedNode]
    superclasses: Mapping[NamedNode, frozenset[NamedNode]]
    ranges: Mapping[NamedNode, NamedNode]

    def relationship(self, iri: NamedNode) -> RelationshipClass:
        """Return a relationship class; KeyError if the ontology declares none of that IRI.

        >>> schema = load()
        >>> schema.relationship(AG.Allegiance).direct == AG.allegiantTo
        True
        """
        return self.relationships[iri]


def load(extensions: Sequence[Path] = ()) -> Schema:
    """Read the shipped ontology and a project's own additions to it."""
    shipped = resources.folder("ontology") / "allegiance.ttl"
    return from_triples(
        triple
        for number, path in enumerate((shipped, *extensions))
        for triple in read_triples(path, f"o{number}n")
    )


def alignments() -> list[Triple]:
    """Read the mappings of our terms to other vocabularies; nothing is inferred from them."""
    return read_triples(resources.folder("ontology") / "alignments.ttl", "o0n")


def from_triples(triples: Iterable[Triple]) -> Schema:
    """Read a schema from the triples of an ontology."""
    kept = tuple(triples)
    store = Store()
    store.extend(Quad(*triple) for triple in kept)
    relationships = {
        kind: _relationship_class(store, kind)
        for kind in (quad.subject for quad in store.quads_for_pattern(None, AG.subjectRole, None))
        if isinstance(kind, NamedNode)
    }
    return Schema(
        kept,
        relationships,
        _reach(store, AG.Entity, upwards=False),
        _reach(store, AG.Source, upwards=False),
        frozenset(t.subject for t in kept if isinstance(t.subject, NamedNode)),
        {kind: _reach(store, kind, upwards=True) - {kind} for kind in relationships},
        {
            t.subject: t.object
            for t in kept
            if t.predicate == RDFS.range
            and isinstance(t.subject, NamedNode)
            and isinstance(t.object, NamedNode)
        },
    )


def _relationship_class(store: Store, kind: NamedNode) -> RelationshipClass:
    role = _value(store, kind, AG.objectRole)
    direct = _value(store, kind, AG.directProperty)
    subject_role = _value(store, kind, AG.subjectRole)
    if subject_role is None:
        raise InvalidProject(f"{kind}: its ag:subjectRole is no IRI; name a property there")
    return RelationshipClass(
        kind,
        subject_role,
        role,
        direct,
        literal_object=role is not None and _is_a(store, role, OWL.DatatypeProperty),
        symmetric=direct is not None and _is_a(store, direct, OWL.SymmetricProperty),
    )


def _value(store: Store, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
    for quad in store.quads_for_pattern(subject, predicate, None):
        if isinstance(quad.object, NamedNode):
            return quad.object
    return None


def _is_a(store: Store, term: NamedNode, kind: NamedNode) -> bool:
    return any(store.quads_for_pattern(term, RDF.type, kind))


def _reach(store: Store, start: NamedNode, *, upwards: bool) -> frozenset[NamedNode]:
    """Return the class and all below it, or above it."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        pattern = (here, RDFS.subClassOf, None) if upwards else (None, RDFS.subClassOf, here)
        for quad in store.quads_for_pattern(*pattern):
            node = quad.object if upwards else quad.subject
            if isinstance(node, NamedNode) and node not in found:
                found.add(node)
                todo.append(node)
    return frozenset(found)
