"""What follows of an ontology's own terms, by table 9 of OWL 2 Profiles; and what facts see of it.

Most rules of that table (``scm-…``) only say in the ontology what its facts show anyway. A few are
seen: no rule finds a value for a member of ``P some D``, yet it is a member of ``P some E``
wherever D is a subclass of E.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.vocabulary import OWL, PREFIXES, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.compiling.axioms import Ontology

Node: TypeAlias = NamedNode | BlankNode


def of_terms(o: Ontology) -> set[Triple]:
    """Return the axioms that follow by table 9, those given among them.

    Left out is what holds of every term: that it is below itself, below owl:Thing, above
    owl:Nothing.

    >>> from kg.model import schema
    >>> from kg.reasoning.compiling.axioms import Ontology
    >>> from kg.vocabulary import AG
    >>> found = of_terms(Ontology(schema.load().triples))
    >>> Triple(AG.Settlement, RDFS.subClassOf, AG.Entity) in found
    True
    """
    classes = _closed({*_class_edges(o), *hidden_subclasses(o)})
    properties = _closed(set(_property_edges(o)))
    found = set(_both(classes, RDFS.subClassOf, OWL.equivalentClass))
    found.update(_both(properties, RDFS.subPropertyOf, OWL.equivalentProperty))
    for predicate in (RDFS.domain, RDFS.range):
        for p, c in o.nodes(predicate):
            below = {p, *(q for q, above in properties if above == p)}
            above = {c, *(d for below, d in classes if below == c)}
            found.update(Triple(q, predicate, d) for q in below for d in above - {OWL.Thing})
    return found


def _both(edges: set[tuple[Node, Node]], sub: NamedNode, same: NamedNode) -> Iterator[Triple]:
    for a, b in edges:
        if b not in {a, OWL.Thing} and a != OWL.Nothing:
            yield Triple(a, sub, b)
            if (b, a) in edges:
                yield Triple(a, same, b)


def hidden_subclasses(o: Ontology) -> set[tuple[Node, Node]]:
    """Return the subclasses that follow by scm-svf1, scm-svf2, scm-avf1, scm-avf2 and scm-hv."""
    found: set[tuple[Node, Node]] = set()
    kinds = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue)
    restrictions = [
        (c, p, kind, value)
        for c, p in o.nodes(OWL.onProperty)
        for kind in kinds
        for value in o.values.get((c, kind), [])
    ]
    while True:
        classes = _closed({*_class_edges(o), *found})
        properties = _closed(set(_property_edges(o)))
        new = {
            pair
            for one in restrictions
            for other in restrictions
            if one is not other and one[2] == other[2]
            for pair in _narrower(one, other, classes, properties)
        } - found
        if not new:
            return found
        found |= new


def same_terms(o: Ontology) -> list[tuple[Node, Node]]:
    """Return the pairs of one term's names, each both ways; individuals are left to the facts."""
    terms: set[Node | Literal] = {s for s, kind in o.pairs[RDF.type] if _is_of_owl(kind)}
    for predicate, pairs in list(o.pairs.items()):
        if _is_of_owl(predicate):
            terms.update(*pairs)
    found = [pair for pair in o.nodes(OWL.sameAs) if not terms.isdisjoint(pair)]
    return [*found, *((b, a) for a, b in found)]


def _is_of_owl(term: Node | Literal) -> bool:
    """Whether a predicate or a type makes what it is said of a term of an ontology."""
    is_language = term.value.startswith((PREFIXES["owl"], PREFIXES["rdfs"]))
    return term == RDF.Property or (is_language and term not in _OF_ANYTHING)


_OF_ANYTHING = {
    OWL.sameAs, OWL.differentFrom, OWL.NamedIndividual,
    RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy,
}  # fmt: skip


_Restriction: TypeAlias = tuple[Node, Node, NamedNode, Node | Literal]


def _narrower(
    one: _Restriction,
    other: _Restriction,
    classes: set[tuple[Node, Node]],
    properties: set[tuple[Node, Node]],
) -> Iterator[tuple[Node, Node]]:
    (c, p, kind, d), (e, q, _, f) = one, other
    below = d == f or (d, f) in classes
    if kind != OWL.hasValue and p == q and below:
        yield c, e  # scm-svf1, scm-avf1
    if d == f and (p == q or (p, q) in properties):
        yield (e, c) if kind == OWL.allValuesFrom else (c, e)  # scm-avf2; scm-svf2, scm-hv


def _class_edges(o: Ontology) -> Iterator[tuple[Node, Node]]:
    yield from o.nodes(RDFS.subClassOf)
    yield from ((c, OWL.Thing) for c in o.of_type(OWL.Class))  # scm-cls
    for c, d in o.nodes(OWL.equivalentClass):
        yield from ((c, d), (d, c))
    declared = set(o.of_type(OWL.Class))
    yield from (pair for pair in same_terms(o) if not declared.isdisjoint(pair))
    for c, head in o.nodes(OWL.intersectionOf):
        yield from ((c, d) for d in o.list(head))
    for c, head in o.nodes(OWL.unionOf):
        yield from ((d, c) for d in o.list(head))


def _property_edges(o: Ontology) -> Iterator[tuple[Node, Node]]:
    yield from o.nodes(RDFS.subPropertyOf)
    for p, q in o.nodes(OWL.equivalentProperty):
        yield from ((p, q), (q, p))
    declared = {p for kind in _PROPERTIES for p in o.of_type(kind)}
    yield from (pair for pair in same_terms(o) if not declared.isdisjoint(pair))


_PROPERTIES = (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty)


def _closed(edges: set[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """Return the transitive closure."""
    after: dict[Node, set[Node]] = defaultdict(set)
    for a, b in edges:
        after[a].add(b)
    closed: set[tuple[Node, Node]] = set()
    for start in list(after):
        todo, seen = [start], set()
        while todo:
            for node in after.get(todo.pop(), ()):
                if node not in seen:
                    seen.add(node)
                    todo.append(node)
        closed.update((start, node) for node in seen)
    return closed
