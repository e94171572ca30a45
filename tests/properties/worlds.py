"""Random worlds: ontologies of every construct of OWL 2 RL, and facts with their days.

Worlds are small, so that what is drawn meets: four classes, three properties, five things, four
literals, nine days. Terms are declared, as OWL 2 wants them to be. ``KG_PROPERTY_EXAMPLES`` says
how many worlds are drawn, ``KG_PROPERTY_SEED`` draws others than those drawn without it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EX = "https://example.org/"
CLASSES = [NamedNode(f"{EX}C{n}") for n in range(4)]
PROPERTIES = [NamedNode(f"{EX}P{n}") for n in range(3)]
THINGS = [NamedNode(f"{EX}i{n}") for n in range(5)]
LITERALS = [
    Literal("a"), Literal("b"), *(Literal(n, datatype=XSD.integer) for n in ("1", "2")),
]  # fmt: skip
DATATYPES = [XSD.string, XSD.integer, XSD.decimal]
DAYS = 8
DECLARED = [
    *(Triple(c, RDF.type, OWL.Class) for c in CLASSES),
    *(Triple(p, RDF.type, RDF.Property) for p in PROPERTIES),
]

Node = NamedNode
Axiom = list[Triple]
TimedFact = tuple[Triple, tuple[int, int]]
classes = st.sampled_from(CLASSES)
properties = st.sampled_from(PROPERTIES)
things = st.sampled_from(THINGS)
literals = st.sampled_from(LITERALS)


def listed(node: Node, predicate: Node, members: Sequence[Node | Literal]) -> Axiom:
    """Say something of a node by an RDF list, with IRIs for cells."""
    cells = [NamedNode(f"{node.value}{predicate.value[-3:]}{n}") for n in range(len(members))]
    triples = [Triple(node, predicate, cells[0])]
    for cell, member, rest in zip(cells, members, [*cells[1:], RDF.nil], strict=True):
        triples += [Triple(cell, RDF.first, member), Triple(cell, RDF.rest, rest)]
    return triples


def several(what: st.SearchStrategy[Node], low: int, high: int) -> st.SearchStrategy[list[Node]]:
    return st.lists(what, min_size=low, max_size=high, unique=True)


Draw = st.DrawFn
Kind = "Callable[[Draw, Node], Axiom]"


def single(
    subject: st.SearchStrategy[Node], predicate: Node, obj: st.SearchStrategy[Node]
) -> Callable[[Draw, Node], Axiom]:
    return lambda draw, _: [Triple(draw(subject), predicate, draw(obj))]


def of_a_list(
    subject: st.SearchStrategy[Node], predicate: Node, members: st.SearchStrategy[list[Node]]
) -> Callable[[Draw, Node], Axiom]:
    """Draw axioms whose subject gets a list; the list is the node's own."""

    def drawn(draw: Draw, node: Node) -> Axiom:
        (_, *cells) = listed(node, predicate, draw(members))
        return [Triple(draw(subject), predicate, cells[0].subject), *cells]

    return drawn


def group(
    kind: Node, members: st.SearchStrategy[list[Node]], predicate: Node = OWL.members
) -> Callable[[Draw, Node], Axiom]:
    return lambda draw, node: [
        Triple(node, RDF.type, kind), *listed(node, predicate, draw(members))
    ]  # fmt: skip


def restriction(
    *parts: tuple[Node, st.SearchStrategy[Node | Literal]],
) -> Callable[[Draw, Node], Axiom]:
    """Draw a restriction above, below or equal to a class."""

    def drawn(draw: Draw, node: Node) -> Axiom:
        c = draw(classes)
        sides = [(node, RDFS.subClassOf, c), (c, RDFS.subClassOf, node)]
        link = draw(st.sampled_from([*sides, (c, OWL.equivalentClass, node)]))
        return [
            Triple(node, OWL.onProperty, draw(properties)),
            *(Triple(node, predicate, draw(value)) for predicate, value in parts),
            Triple(*link),
        ]

    return drawn


def count(n: int) -> st.SearchStrategy[Node | Literal]:
    return st.just(Literal(str(n), datatype=XSD.nonNegativeInteger))


def denial(
    predicate: Node, target: st.SearchStrategy[Node | Literal]
) -> Callable[[Draw, Node], Axiom]:
    return lambda draw, node: [
        Triple(node, OWL.sourceIndividual, draw(things)),
        Triple(node, OWL.assertionProperty, draw(properties)),
        Triple(node, predicate, draw(target)),
    ]


def typed(kind: Node) -> Callable[[Draw, Node], Axiom]:
    return single(properties, RDF.type, st.just(kind))


some_classes = several(classes, 2, 3)
some_things = several(things, 2, 3)
datatypes: st.SearchStrategy[Node | Literal] = st.sampled_from(DATATYPES)
ranges = st.one_of(classes, classes, st.sampled_from(DATATYPES))
any_class = st.one_of(classes, classes, classes, st.sampled_from([OWL.Thing, OWL.Nothing]))
fillers: st.SearchStrategy[Node | Literal] = st.one_of(classes, classes, st.just(OWL.Thing))
ON_CLASS = (OWL.onClass, fillers)

KINDS: dict[str, Callable[[Draw, Node], Axiom]] = {
    "subClassOf": single(any_class, RDFS.subClassOf, any_class),
    "equivalentClass": single(classes, OWL.equivalentClass, classes),
    "disjointWith": single(classes, OWL.disjointWith, any_class),
    "complementOf": single(classes, OWL.complementOf, any_class),
    "one class, two names": single(classes, OWL.sameAs, classes),
    "domain": single(properties, RDFS.domain, classes),
    "range": single(properties, RDFS.range, ranges),
    "subPropertyOf": single(properties, RDFS.subPropertyOf, properties),
    "subPropertyOf sameAs": single(properties, RDFS.subPropertyOf, st.just(OWL.sameAs)),
    "equivalentProperty": single(properties, OWL.equivalentProperty, properties),
    "propertyDisjointWith": single(properties, OWL.propertyDisjointWith, properties),
    "inverseOf": single(properties, OWL.inverseOf, properties),
    "one property, two names": single(properties, OWL.sameAs, properties),
    **{f"{name}Property": typed(OWL[f"{name}Property"]) for name in (
        "Functional", "InverseFunctional", "Irreflexive", "Symmetric", "Asymmetric", "Transitive",
    )},
    "propertyChainAxiom": of_a_list(
        properties, OWL.propertyChainAxiom, st.lists(properties, min_size=1, max_size=4)
    ),
    "hasKey": of_a_list(classes, OWL.hasKey, several(properties, 1, 3)),
    "intersectionOf": of_a_list(classes, OWL.intersectionOf, some_classes),
    "unionOf": of_a_list(classes, OWL.unionOf, some_classes),
    "oneOf": of_a_list(classes, OWL.oneOf, several(things, 1, 2)),
    "AllDisjointClasses": group(OWL.AllDisjointClasses, some_classes),
    "AllDisjointProperties": group(OWL.AllDisjointProperties, several(properties, 2, 3)),
    "AllDifferent": group(OWL.AllDifferent, some_things),
    "AllDifferent, distinctMembers": group(OWL.AllDifferent, some_things, OWL.distinctMembers),
    "negative, of a thing": denial(OWL.targetIndividual, things),
    "negative, of a literal": denial(OWL.targetValue, literals),
    "someValuesFrom": restriction((OWL.someValuesFrom, fillers)),
    "someValuesFrom datatype": restriction((OWL.someValuesFrom, datatypes)),
    "allValuesFrom": restriction((OWL.allValuesFrom, fillers)),
    "allValuesFrom datatype": restriction((OWL.allValuesFrom, datatypes)),
    "hasValue thing": restriction((OWL.hasValue, things)),
    "hasValue literal": restriction((OWL.hasValue, literals)),
    "maxCardinality 0": restriction((OWL.maxCardinality, count(0))),
    "maxCardinality 1": restriction((OWL.maxCardinality, count(1))),
    "maxQualifiedCardinality 0": restriction((OWL.maxQualifiedCardinality, count(0)), ON_CLASS),
    "maxQualifiedCardinality 1": restriction((OWL.maxQualifiedCardinality, count(1)), ON_CLASS),
    # No rule of OWL 2 RL looks at these: they are there to be left alone.
    "cardinality 1": restriction((OWL.cardinality, count(1))),
    "minCardinality 1": restriction((OWL.minCardinality, count(1))),
    "qualifiedCardinality 1": restriction((OWL.qualifiedCardinality, count(1)), ON_CLASS),
}  # fmt: skip


@st.composite
def ontologies(draw: Draw, most: int = 8) -> list[Triple]:
    """Draw some axioms, each of any construct; nodes of their own bear their numbers."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=most))
    axioms = [KINDS[kind](draw, NamedNode(f"{EX}n{n}")) for n, kind in enumerate(kinds)]
    return [*DECLARED, *(triple for axiom in axioms for triple in axiom)]


days = st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)).map(lambda d: (min(d), max(d)))
spans = st.one_of(days, days, st.just(ALWAYS))


def timed_facts(of: Sequence[Literal] = LITERALS) -> st.SearchStrategy[list[TimedFact]]:
    """Draw facts with their days, some of them with these literals."""
    objects = st.one_of(things, things, st.sampled_from(of))
    facts = st.one_of(
        st.builds(Triple, things, st.just(RDF.type), classes),
        st.builds(Triple, things, properties, objects),
        st.builds(Triple, things, properties, objects),
        st.builds(Triple, things, st.sampled_from([OWL.sameAs, OWL.differentFrom]), things),
    )
    return st.lists(st.tuples(facts, spans), min_size=1, max_size=10)


several_days = st.lists(st.integers(-1, DAYS + 1), min_size=1, max_size=3, unique=True)

EXAMPLES = int(os.environ.get("KG_PROPERTY_EXAMPLES", "200"))
SEED = os.environ.get("KG_PROPERTY_SEED")


def drawn(test: Callable[..., None]) -> Callable[..., None]:
    """Run a property on as many worlds as are asked for, always the same for one seed."""
    steady = settings(
        max_examples=EXAMPLES, deadline=None, derandomize=SEED is None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    test = steady(test)
    return seed(int(SEED))(test) if SEED else test
