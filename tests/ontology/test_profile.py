"""The ontology is inside OWL 2 RL, and what is outside is found out with its clause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from kg import resources
from kg.reasoning.compiling.profile import profile_violations

if TYPE_CHECKING:
    from kg.reasoning.compiling.profile import Violation

CASES = Path(__file__).parents[3] / "shared" / "suites" / "owl2" / "rl-cases.json"
DECLARATIONS = """
    @prefix e: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    e:A a owl:Class . e:B a owl:Class . e:C a owl:Class .
    e:p a owl:ObjectProperty . e:q a owl:ObjectProperty .
    e:t a owl:ObjectProperty , owl:TransitiveProperty .
    e:c a owl:ObjectProperty ; owl:propertyChainAxiom ( e:p e:q ) .
    e:d a owl:DatatypeProperty . e:n a owl:AnnotationProperty .
"""


def violations(axiom: str) -> list[Violation]:
    return profile_violations(Graph().parse(data=DECLARATIONS + axiom, format="turtle"))


# Our own


@pytest.mark.parametrize("names", [["allegiance"], ["allegiance", "alignments"]], ids="+".join)
def test_the_ontology_is_inside(names: list[str]) -> None:
    graph = Graph()
    for name in names:
        graph.parse(resources.folder("ontology") / f"{name}.ttl")
    assert profile_violations(graph) == []


# Accepted

INSIDE = {
    "union below": "[ owl:unionOf ( e:A e:B ) ] rdfs:subClassOf e:C .",
    "one of below": "[ owl:oneOf ( e:x e:y ) ] rdfs:subClassOf e:C .",
    "some below": "[ owl:onProperty e:p ; owl:someValuesFrom e:A ] rdfs:subClassOf e:C .",
    "some thing below": "[ owl:onProperty e:p ; owl:someValuesFrom owl:Thing ] "
    "rdfs:subClassOf e:C .",
    "some data below": "[ owl:onProperty e:d ; owl:someValuesFrom xsd:integer ] "
    "rdfs:subClassOf e:C .",
    "intersection of data ranges": "[ owl:onProperty e:d ; owl:someValuesFrom [ "
    "owl:intersectionOf ( xsd:integer xsd:decimal ) ] ] rdfs:subClassOf e:C .",
    "all above": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:allValuesFrom e:B ] .",
    "all data above": "e:A rdfs:subClassOf [ owl:onProperty e:d ; owl:allValuesFrom xsd:string ] .",
    "complement above": "e:A rdfs:subClassOf [ owl:complementOf [ owl:unionOf ( e:B e:C ) ] ] .",
    "maximum one above": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:maxCardinality 1 ] .",
    "maximum none of a kind": "e:A rdfs:subClassOf [ owl:onProperty e:p ; "
    "owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing ] .",
    "maximum of data": "e:A rdfs:subClassOf [ owl:onProperty e:d ; "
    "owl:maxQualifiedCardinality 1 ; owl:onDataRange xsd:string ] .",
    "inverse in a restriction": "[ owl:onProperty [ owl:inverseOf e:p ] ; owl:hasValue e:x ] "
    "rdfs:subClassOf e:A .",
    "equivalent value": "e:A owl:equivalentClass [ owl:onProperty e:d ; owl:hasValue true ] .",
    "equivalent intersection": "e:A owl:equivalentClass [ owl:intersectionOf ( e:B e:C ) ] .",
    "intersection as definition": "e:A owl:intersectionOf ( e:B e:C ) .",
    "key": "e:A owl:hasKey ( e:p e:d ) .",
    "negative assertions": "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual e:x ; "
    "owl:assertionProperty e:d ; owl:targetValue '' .",
    "all disjoint": "[] a owl:AllDisjointClasses ; owl:members ( e:A e:B e:C ) .",
    "disjoint properties": "e:p owl:propertyDisjointWith e:q .",
    "datatype definition": "e:T a rdfs:Datatype ; owl:equivalentClass xsd:integer . "
    "e:d rdfs:range e:T .",
    "annotations": "e:n rdfs:domain e:Nowhere . e:A e:n 'note'@en , e:x .",
    "characteristics of a simple property": "e:p a owl:FunctionalProperty , "
    "owl:InverseFunctionalProperty , owl:AsymmetricProperty , owl:IrreflexiveProperty .",
    "implied declaration": "e:s a owl:SymmetricProperty . e:x e:s e:y .",
    "individuals": "e:x a e:A ; owl:sameAs e:y ; owl:differentFrom e:z ; e:p e:y ; e:d 1 .",
}


@pytest.mark.parametrize("axiom", INSIDE.values(), ids=INSIDE.keys())
def test_what_is_inside_is_accepted(axiom: str) -> None:
    assert violations(axiom) == []


# Rejected

SUB, SUPER, EQUIV = "subClassExpression", "superClassExpression", "equivClassExpression"
PROFILE, TYPING, CLOSURE = (
    "OWL 2 Profiles 4.2.", "OWL 2 Structural Specification 5.8.1",
    "OWL 2 Structural Specification 11.2",
)  # fmt: skip
OUTSIDE = [
    ("e:A rdfs:subClassOf [ owl:unionOf ( e:B e:C ) ] .", "SubClassOf", PROFILE + "3", SUPER),
    ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:someValuesFrom e:B ] .",
     "SubClassOf", PROFILE + "3", SUPER),
    ("e:A rdfs:subClassOf [ owl:oneOf ( e:x ) ] .", "SubClassOf", PROFILE + "3", SUPER),
    ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:minCardinality 1 ] .",
     "SubClassOf", PROFILE + "3", "owl:minCardinality"),
    ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:cardinality 1 ] .",
     "SubClassOf", PROFILE + "3", "owl:cardinality"),
    ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:maxCardinality 2 ] .",
     "SubClassOf", PROFILE + "3", "must be 0 or 1"),
    ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:hasSelf true ] .",
     "SubClassOf", PROFILE + "3", "owl:hasSelf"),
    ("[ owl:complementOf e:A ] rdfs:subClassOf e:B .", "SubClassOf", PROFILE + "3", SUB),
    ("[ owl:onProperty e:p ; owl:allValuesFrom e:A ] rdfs:subClassOf e:B .",
     "SubClassOf", PROFILE + "3", SUB),
    ("[ owl:intersectionOf ( e:A [ owl:onProperty e:p ; owl:maxCardinality 1 ] ) ] "
     "rdfs:subClassOf e:B .", "SubClassOf", PROFILE + "3", SUB),
    ("owl:Thing rdfs:subClassOf e:A .", "SubClassOf", PROFILE + "3", "owl:Thing"),
    ("e:A owl:equivalentClass [ owl:unionOf ( e:B e:C ) ] .",
     "EquivalentClasses", PROFILE + "3", EQUIV),
    ("e:A owl:equivalentClass [ owl:onProperty e:p ; owl:someValuesFrom e:B ] .",
     "EquivalentClasses", PROFILE + "3", EQUIV),
    ("e:A owl:unionOf ( e:B e:C ) .", "EquivalentClasses", PROFILE + "3", EQUIV),
    ("e:A owl:disjointWith [ owl:complementOf e:B ] .", "DisjointClasses", PROFILE + "3", SUB),
    ("[] a owl:AllDisjointClasses ; owl:members ( e:A [ owl:complementOf e:B ] ) .",
     "AllDisjointClasses", PROFILE + "3", SUB),
    ("e:p rdfs:domain [ owl:unionOf ( e:A e:B ) ] .", "PropertyDomain", PROFILE + "3", SUPER),
    ("e:p rdfs:range [ owl:oneOf ( e:x ) ] .", "PropertyRange", PROFILE + "3", SUPER),
    ("e:x a [ owl:unionOf ( e:A e:B ) ] .", "ClassAssertion", PROFILE + "3", SUPER),
    ("[ owl:complementOf e:A ] owl:hasKey ( e:p ) .", "HasKey", PROFILE + "3", SUB),
    ("e:A owl:disjointUnionOf ( e:B e:C ) .", "DisjointUnion", PROFILE + "5", "not in OWL 2 RL"),
    ("e:p a owl:ReflexiveProperty .", "ReflexiveProperty", PROFILE + "5", "not in OWL 2 RL"),
    ("e:d rdfs:range xsd:date .", "PropertyRange", PROFILE + "1", "xsd:date"),
    ("e:d rdfs:range owl:real .", "PropertyRange", PROFILE + "1", "owl:real"),
    ("e:x e:d '2017-05-23'^^xsd:date .", "Literal", PROFILE + "1", "xsd:date"),
    ("[ owl:onProperty e:d ; owl:someValuesFrom xsd:date ] rdfs:subClassOf e:A .",
     "SubClassOf", PROFILE + "1", "xsd:date"),
    ("e:d rdfs:range [ owl:oneOf ( 'a' 'b' ) ] .", "PropertyRange", PROFILE + "4", "DataRange"),
    ("e:d rdfs:range [ owl:onDatatype xsd:integer ; owl:withRestrictions "
     "( [ xsd:minInclusive 0 ] ) ] .", "PropertyRange", PROFILE + "4", "owl:onDatatype"),
    ("e:T a rdfs:Datatype ; owl:equivalentClass [ owl:unionOf ( xsd:integer xsd:string ) ] .",
     "DatatypeDefinition", PROFILE + "4", "owl:unionOf"),
    # What OWL 2 DL asks of the whole
    ("e:t a owl:FunctionalProperty .", "FunctionalProperty", CLOSURE, "transitive"),
    ("e:c a owl:InverseFunctionalProperty .", "InverseFunctionalProperty", CLOSURE, "chain"),
    ("e:t rdfs:subPropertyOf e:p . e:p a owl:AsymmetricProperty .",
     "AsymmetricProperty", CLOSURE, "example.org/p"),
    ("e:i a owl:ObjectProperty , owl:IrreflexiveProperty ; owl:inverseOf e:t .",
     "IrreflexiveProperty", CLOSURE, "example.org/i"),
    ("e:p owl:propertyDisjointWith e:t .", "DisjointProperties", CLOSURE, "example.org/t"),
    ("[] a owl:AllDisjointProperties ; owl:members ( e:p e:c ) .",
     "AllDisjointProperties", CLOSURE, "example.org/c"),
    ("e:A rdfs:subClassOf [ owl:onProperty e:t ; owl:maxCardinality 1 ] .",
     "SubClassOf", CLOSURE, "example.org/t"),
    ("e:A rdfs:subClassOf e:Nowhere .", "SubClassOf", TYPING, "example.org/Nowhere"),
    ("e:p rdfs:subPropertyOf e:nowhere .", "SubPropertyOf", TYPING, "example.org/nowhere"),
    ("e:p rdfs:subPropertyOf e:d .", "SubPropertyOf", TYPING, "another kind"),
    ("e:x e:nowhere e:y .", "PropertyAssertion", TYPING, "example.org/nowhere"),
    ("e:x e:p 'text' .", "PropertyAssertion", TYPING, "leads to"),
    ("e:p a owl:DatatypeProperty .", "Declaration", TYPING, "one term cannot be"),
    ("e:A owl:hasKey ( e:n ) .", "HasKey", TYPING, "example.org/n"),
    ("[] a owl:NegativePropertyAssertion ; owl:assertionProperty e:p ; owl:targetIndividual e:x .",
     "NegativePropertyAssertion", TYPING, "needs a source"),
    ("[] a owl:NegativePropertyAssertion ; owl:sourceIndividual e:x ; "
     "owl:assertionProperty e:d ; owl:targetIndividual e:y .",
     "NegativePropertyAssertion", TYPING, "owl:ObjectProperty"),
    ("e:A rdfs:subClassOf [ a owl:Class ] .", "SubClassOf", TYPING, "describes none"),
    ("e:c owl:propertyChainAxiom ( e:p e:d ) .", "SubPropertyOf", TYPING, "example.org/d"),
    ("e:A owl:hasKey [ rdf:first e:p ] .", "HasKey", TYPING, "not well formed"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "axiom", "clause", "text"), OUTSIDE, ids=[r[0] for r in OUTSIDE])
def test_what_is_outside_is_found_out(data: str, axiom: str, clause: str, text: str) -> None:
    found = [(v.axiom, v.clause) for v in violations(data) if text in v.message]
    assert (axiom, clause) in found, violations(data)


def test_violations_come_in_order_and_print_as_a_line() -> None:
    found = violations("e:B rdfs:subClassOf e:Y . e:A rdfs:subClassOf e:X .")
    assert [str(v) for v in found] == [
        f"http://example.org/{a}: SubClassOf: http://example.org/{b} is not declared as owl:Class "
        f"({TYPING})"
        for a, b in (("A", "X"), ("B", "Y"))
    ]


def test_an_expression_that_contains_itself_is_no_endless_loop() -> None:
    data = "_:x owl:complementOf _:y . _:y owl:unionOf ( _:y e:A ) . e:A rdfs:subClassOf _:x ."
    assert {v.clause for v in violations(data)} == {TYPING}


# The W3C's test cases of the profile

NOT_WHOLE = {
    "FS2RDF-ontology-annotation-annotation-ar": "uses annotation properties that it does not "
    "declare (functional syntax does without; RDF cannot tell them from other properties)",
    "WebOnt-imports-011": "its class is declared in an ontology that it imports and the premise "
    "does not hold",
}


def cases() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(CASES.read_text("utf-8")) if CASES.exists() else []
    return found


@pytest.mark.skipif(not CASES.exists(), reason=f"the W3C cases are not at {CASES}")
def test_the_cases_are_all_there() -> None:
    assert len(cases()) >= 48
    assert {case["identifier"] for case in cases()} >= NOT_WHOLE.keys()


@pytest.mark.parametrize("case", cases(), ids=[case["identifier"] for case in cases()])
def test_premises_of_the_w3c_cases_are_accepted(case: dict[str, str]) -> None:
    found = profile_violations(Graph().parse(data=case["premise"], format="xml"))
    if case["identifier"] in NOT_WHOLE:
        assert {violation.clause for violation in found} == {TYPING}
    else:
        assert found == []
