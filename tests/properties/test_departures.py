"""Each departure from owlrl is one that it needs: owlrl, as it comes, does what the list says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, XSD

from tests.properties.oracle import DEPARTURES
from tests.reasoning.rule_kinds import PREFIXES

if TYPE_CHECKING:
    from rdflib.term import Node

EX = rdflib.Namespace("https://example.org/")
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
X = rdflib.Literal("x", datatype=XSD.string)
# What is given, and whether owlrl finds a contradiction (True, False) or a triple.
SHOWN: dict[str, tuple[str, bool | tuple[Node, Node, Node]]] = {
    "each thing is the same as itself": (":a :p :b .", (EX.a, OWL.sameAs, EX.a)),
    "each thing is an owl:Thing or an rdfs:Resource": (
        ":C a owl:Class . :a a :C .", (EX.a, RDF.type, OWL.Thing),
    ),
    "who is nothing is everything": (
        ":C a owl:Class . :a a owl:Nothing .", (EX.a, RDF.type, EX.C),
    ),
    "a literal is a subject": (
        ":p a owl:SymmetricProperty . :a :p 'x'^^xsd:string .", (X, EX.p, EX.a),
    ),
    "a thing is the same as a literal": (
        ":p a owl:FunctionalProperty . :a :p :b , 'x'^^xsd:string .", (EX.b, OWL.sameAs, X),
    ),
    "the last member of a list is not looked at": (
        "[] a owl:AllDifferent ; owl:members ( :a :b ) . :a owl:sameAs :b .", False,
    ),
    "the last property of a key is not looked at": (
        ":C owl:hasKey ( :p :q ) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 ; :q 3 .",
        (EX.a, OWL.sameAs, EX.b),
    ),
    "different literals are the same": (
        ":p a owl:FunctionalProperty . :a :p 'x'^^xsd:string , 'y'^^xsd:string .", False,
    ),
    "a literal is in any datatype": (":p rdfs:range xsd:integer . :a :p true .", False),
    "plain literals have no datatype": (":a :p 'x' .", (X, RDF.type, XSD.string)),
    "datatypes exclude each other": (
        ":p rdfs:range xsd:decimal , xsd:string . :a :p :b . :c :q 1.0 , 'x'^^xsd:string .", True,
    ),
}  # fmt: skip
MISSED = {"plain literals have no datatype"}  # a triple that owlrl should find, and does not


def test_every_departure_is_shown() -> None:
    assert SHOWN.keys() == DEPARTURES.keys()


@pytest.mark.parametrize("name", SHOWN)
def test_owlrl_does_what_is_said_of_it(name: str) -> None:
    given, expected = SHOWN[name]
    graph = rdflib.Graph().parse(data=PREFIXES + given, format="turtle")
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    if isinstance(expected, bool):
        assert bool(list(graph.objects(None, ERROR))) == expected
    else:
        assert bool(list(graph.triples(expected))) == (name not in MISSED)
