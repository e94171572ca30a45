"""For every date, what our closure holds then is what owlrl concludes from what holds then.

The ontologies and facts are random, the constructs all those of OWL 2 RL that facts can show.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import owlrl
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import OWL as R_OWL
from rdflib.namespace import RDF as R_RDF

from kg.reasoning.closure import close
from kg.reasoning.sql import ALWAYS
from kg.store.convert import to_rdflib
from kg.vocabulary import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

EX = "https://example.org/"
CLASSES = [NamedNode(f"{EX}C{n}") for n in range(4)]
PROPERTIES = [NamedNode(f"{EX}P{n}") for n in range(3)]
VALUES = NamedNode(f"{EX}D")
THINGS = [NamedNode(f"{EX}i{n}") for n in range(5)]
LITERALS = [Literal("a"), Literal("b")]
DAYS = 8

Axiom = list[Triple]


def _list(name: str, members: Sequence[NamedNode]) -> tuple[NamedNode, Axiom]:
    """Write an RDF list with IRIs for cells."""
    cells = [NamedNode(f"{EX}{name}l{n}") for n in range(len(members))]
    triples = []
    for cell, member, rest in zip(cells, members, [*cells[1:], RDF.nil], strict=True):
        triples += [Triple(cell, RDF.first, member), Triple(cell, RDF.rest, rest)]
    return cells[0], triples


classes = st.sampled_from(CLASSES)
properties = st.sampled_from(PROPERTIES)
things = st.sampled_from(THINGS)
several_classes = st.lists(classes, min_size=2, max_size=3, unique=True)


@st.composite
def axioms(draw: st.DrawFn) -> Axiom:
    """Draw one axiom, of any construct."""
    name = f"n{draw(st.integers(0, 10**9))}"
    node = NamedNode(f"{EX}{name}")
    c, d, p, q, r = (draw(s) for s in (classes, classes, properties, properties, properties))
    kind = draw(st.sampled_from(sorted(KINDS)))
    if kind == "AllDisjointProperties":
        head, triples = _list(name, PROPERTIES)
        return [*triples, Triple(node, RDF.type, OWL[kind]), Triple(node, OWL.members, head)]
    if kind in ("intersectionOf", "unionOf", "AllDisjointClasses"):
        head, triples = _list(name, draw(several_classes))
        if kind == "AllDisjointClasses":
            return [*triples, Triple(node, RDF.type, OWL[kind]), Triple(node, OWL.members, head)]
        return [*triples, Triple(c, OWL[kind], head)]
    if kind == "chain":
        steps = draw(st.lists(properties, min_size=2, max_size=3))
        head, triples = _list(name, steps)
        return [*triples, Triple(p, OWL.propertyChainAxiom, head)]
    if kind == "oneOf":
        head, triples = _list(name, draw(st.lists(things, min_size=1, max_size=2, unique=True)))
        return [*triples, Triple(c, OWL.oneOf, head)]
    if kind == "hasKey":
        head, triples = _list(name, [p, VALUES])
        return [*triples, Triple(c, OWL.hasKey, head)]
    if kind == "AllDifferent":
        head, triples = _list(name, draw(st.lists(things, min_size=2, max_size=3, unique=True)))
        return [*triples, Triple(node, RDF.type, OWL[kind]), Triple(node, OWL.members, head)]
    if kind == "negative":
        one, two = draw(things), draw(things)
        return [
            Triple(node, OWL.sourceIndividual, one),
            Triple(node, OWL.assertionProperty, p),
            Triple(node, OWL.targetIndividual, two),
        ]
    if kind in RESTRICTIONS:
        value: NamedNode | Literal = d
        if kind == "hasValue":
            value = draw(things)
        if kind == "someValuesFrom" and draw(st.booleans()):
            value = OWL.Thing
        side = draw(st.booleans())
        sub, sup = (node, c) if side else (c, node)
        return [
            Triple(node, OWL.onProperty, p),
            Triple(node, OWL[kind], value),
            Triple(sub, RDFS.subClassOf, sup),
        ]
    if kind.startswith("max"):
        construct, _, number = kind.partition(" ")
        count = Literal(number, datatype=XSD.nonNegativeInteger)
        triples = [Triple(node, OWL.onProperty, p), Triple(node, OWL[construct], count)]
        if construct == "maxQualifiedCardinality":
            triples.append(Triple(node, OWL.onClass, draw(st.sampled_from([d, OWL.Thing]))))
        return [*triples, Triple(c, RDFS.subClassOf, node)]
    if kind[0].isupper():
        return [Triple(p, RDF.type, OWL[kind])]
    subject, predicate, obj = {
        "subClassOf": (c, RDFS.subClassOf, d),
        "equivalentClass": (c, OWL.equivalentClass, d),
        "disjointWith": (c, OWL.disjointWith, d),
        "complementOf": (c, OWL.complementOf, d),
        "domain": (p, RDFS.domain, c),
        "range": (p, RDFS.range, c),
        "subPropertyOf": (p, RDFS.subPropertyOf, q),
        "equivalentProperty": (p, OWL.equivalentProperty, q),
        "propertyDisjointWith": (p, OWL.propertyDisjointWith, q),
        "inverseOf": (p, OWL.inverseOf, r),
    }[kind]
    return [Triple(subject, predicate, obj)]


def apart(ontology: list[Axiom]) -> list[Triple]:
    """Put axioms together; two that drew one name for their own nodes get different ones."""
    found = []
    for number, axiom in enumerate(ontology):
        for triple in axiom:
            parts = [
                NamedNode(f"{t.value}x{number}")
                if isinstance(t, NamedNode) and t.value.startswith(f"{EX}n")
                else t
                for t in triple
            ]
            found.append(Triple(*parts))
    return found


RESTRICTIONS = ("someValuesFrom", "allValuesFrom", "hasValue")
KINDS = {
    *RESTRICTIONS, "intersectionOf", "unionOf", "AllDisjointClasses", "chain", "oneOf", "hasKey",
    "AllDifferent", "AllDisjointProperties", "negative", "maxCardinality 0", "maxCardinality 1",
    "maxQualifiedCardinality 0", "maxQualifiedCardinality 1", "subClassOf", "equivalentClass",
    "disjointWith", "complementOf", "domain", "range", "subPropertyOf", "equivalentProperty",
    "propertyDisjointWith", "inverseOf", "FunctionalProperty", "InverseFunctionalProperty",
    "IrreflexiveProperty", "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty",
}  # fmt: skip

days = st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)).map(lambda d: (min(d), max(d)))
spans = st.one_of(days, days, st.just(ALWAYS))


@st.composite
def facts(draw: st.DrawFn) -> tuple[Triple, tuple[int, int]]:
    """Draw one fact with its days."""
    kind = draw(st.integers(0, 9))
    if kind < 3:
        triple = Triple(draw(things), RDF.type, draw(classes))
    elif kind < 8:
        triple = Triple(draw(things), draw(properties), draw(things))
    elif kind == 8:
        triple = Triple(draw(things), VALUES, draw(st.sampled_from(LITERALS)))
    else:
        same = draw(st.sampled_from([OWL.sameAs, OWL.differentFrom]))
        triple = Triple(draw(things), same, draw(things))
    return triple, draw(spans)


def reference(triples: list[Triple]) -> tuple[set[Triple], bool]:
    """Return what owlrl says of the individuals, and whether it finds a contradiction."""
    graph = _padded(to_rdflib(triples))
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    error = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    found = {
        Triple(
            NamedNode(str(s)),
            NamedNode(str(p)),
            NamedNode(str(o)) if isinstance(o, rdflib.URIRef) else Literal(str(o)),
        )
        for s, p, o in graph
        if str(s) in INDIVIDUALS
        and not (p == R_RDF.type and o in (R_OWL.Thing, rdflib.RDFS.Resource))
        and not (p == R_OWL.sameAs and s == o)
        and isinstance(p, rdflib.URIRef)
    }
    return found, next(graph.objects(None, error), None) is not None


def _padded(graph: rdflib.Graph) -> rdflib.Graph:
    """Lengthen the lists whose last member owlrl never looks at.

    OWLRL.py, rules eq-diff2, eq-diff3 and prp-adp: their inner loops end at len(list) - 1.
    """
    kinds = (R_OWL.AllDifferent, R_OWL.AllDisjointProperties, R_OWL.AllDisjointClasses)
    for node in [n for kind in kinds for n in graph.subjects(R_RDF.type, kind)]:
        cell = graph.value(node, R_OWL.members)
        while graph.value(cell, R_RDF.rest) != R_RDF.nil:
            cell = graph.value(cell, R_RDF.rest)
        more = rdflib.URIRef(f"{node}pad")
        assert cell is not None
        graph.set((cell, R_RDF.rest, more))
        graph.add((more, R_RDF.first, rdflib.URIRef(f"{EX}nobody")))
        graph.add((more, R_RDF.rest, R_RDF.nil))
    return graph


INDIVIDUALS = {thing.value for thing in THINGS}
EXAMPLES = int(os.environ.get("KG_PROPERTY_EXAMPLES", "200"))


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(axioms(), min_size=1, max_size=8),
    st.lists(facts(), min_size=1, max_size=10),
    st.integers(-1, DAYS + 1),
)
def test_slice_of_closure_is_closure_of_slice(
    ontology: list[Axiom], timed: list[tuple[Triple, tuple[int, int]]], day: int
) -> None:
    triples = apart(ontology)
    closed = close(triples, timed)
    ours = {
        t for t in closed.on(day)
        if str(t.subject)[1:-1] in INDIVIDUALS
        and not (t.predicate == OWL.sameAs and t.subject == t.object)
    }  # fmt: skip
    held = [triple for triple, (first, last) in timed if first <= day <= last]
    theirs, contradiction = reference([*triples, *held])
    assert ours == theirs, (ours - theirs, theirs - ours)
    clashes = [c for c in closed.contradictions if c.days[0] <= day <= c.days[1]]
    assert bool(clashes) == contradiction, (clashes, contradiction)
