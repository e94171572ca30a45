"""An example of each kind of rule, as small as it can be while every part of the rule matters.

Facts hold on days: ``a p b 1-5``. Where a rule has two premises, there are days on which only one
of them holds, and facts that would match if the premises were not linked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = """
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THINGS = [NamedNode(f"https://example.org/{name}") for name in "abcdef"]
DAYS = range(10)
# Two facts that meet on days 4 and 5, and others that have one end each in common with them.
TWO_OF_ONE = ":a :p :b 1-5, :a :p :c 4-8, :d :p :e 1-9"
TWO_OF_TWO = ":a :p :b 1-5, :a :q :b 4-8, :a :q :c 1-3, :d :q :b 1-3, :e :r :f 1-9, :e :p :f 9-9"
MEMBERS = ":a a :C 1-5, :a a :D 4-8, :b a :D 1-3, :b a :E 3-9"
RESTRICTED = ":a a :C 1-6, :a :p :b 3-7, :a :p :c 4-8, :e :p :f 1-9, :e :p :a 1-9, :b a :C 1-2"
QUALIFIED = f"{RESTRICTED}, :b a :D 4-9, :c a :D 5-9, :f a :D 1-9, :e :p :b 1-4"
TYPED = ":a a :C 1-4, :b a :C 6-7, :c a :D 1-9"
TWO_NAMES = ":a :p :b 1-3, :c :q :d 5-6"

EXAMPLES = {
    "eq-rep-p": (":p a owl:ObjectProperty ; owl:sameAs :q .", TWO_NAMES),
    "eq-rep-o": (":C a owl:Class ; owl:sameAs :D .", TYPED),
    "eq-diff1": (
        "",
        ":a owl:sameAs :b 1-5, :a owl:differentFrom :b 4-8, :c owl:differentFrom :c 9-9,"
        ":a owl:differentFrom :c 1-2, :d owl:differentFrom :b 1-2",
    ),
    "eq-diff2": (
        "[] a owl:AllDifferent ; owl:members ( :a :b :c ) .",
        ":a owl:sameAs :d 1-9, :b owl:sameAs :e 1-9, :c owl:sameAs :f 1-9,"
        ":a owl:sameAs :b 2-2, :b owl:sameAs :c 4-4, :c owl:sameAs :a 6-6",
    ),
    "eq-diff3": (
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
        ":a owl:sameAs :c 1-9, :b owl:sameAs :d 1-9, :a owl:sameAs :b 2-5",
    ),
    "prp-dom": (":p rdfs:domain :C .", ":a :p :b 1-3"),
    "prp-rng": (":p rdfs:range :C .", ":a :p :b 1-3"),
    "prp-fp": (":p a owl:FunctionalProperty .", TWO_OF_ONE),
    "prp-ifp": (":p a owl:InverseFunctionalProperty .", ":a :p :c 1-5, :b :p :c 4-8, :d :p :e 1-9"),
    "prp-irp": (":p a owl:IrreflexiveProperty .", ":a :p :a 1-3, :a :p :b 5-6"),
    "prp-symp": (":p a owl:SymmetricProperty .", ":a :p :b 1-3"),
    "prp-asyp": (
        ":p a owl:AsymmetricProperty .", ":a :p :b 1-5, :b :p :a 4-8, :c :p :a 1-2, :b :p :d 1-2",
    ),
    "prp-trp": (":p a owl:TransitiveProperty .", ":a :p :b 1-5, :b :p :c 4-8, :d :p :e 1-9"),
    "prp-spo1": (":p rdfs:subPropertyOf :q .", TWO_NAMES),
    "prp-spo2": (
        ":r owl:propertyChainAxiom ( :p :q :p ) .",
        ":a :p :b 1-5, :b :q :c 4-8, :c :p :d 2-9, :e :q :f 1-9, :f :p :e 1-9",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q .", TWO_NAMES),
    "prp-eqp2": (":p owl:equivalentProperty :q .", TWO_NAMES),
    "prp-pdw": (":p owl:propertyDisjointWith :q .", TWO_OF_TWO),
    "prp-adp": ("[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .", TWO_OF_TWO
        + ", :b :q :c 7-7, :b :r :c 7-9, :a :r :b 1-1, :b :q :d 9-9, :c :r :b 3-3"),
    "prp-inv1": (":p owl:inverseOf :q .", TWO_NAMES),
    "prp-inv2": (":p owl:inverseOf :q .", TWO_NAMES),
    "prp-key": (
        ":C owl:hasKey ( :p :q ) .",
        ":a a :C 1-8, :a :p 1 1-9, :a :q 'x' 1-9, :b a :C 3-9, :b :p 1 1-9, :b :q 'x' 1-7,"
        ":c :p 1 1-9, :c :q 'x' 1-9, :d a :C 1-9, :d :p 1 1-9, :d :q 'y' 1-9,"
        ":e a :C 1-9, :e :p 2 1-9, :e :q 'x' 1-9",
    ),
    "prp-npa1": (
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b .",
        ":a :p :b 2-4, :a :p :c 6-7, :d :p :b 8-8",
    ),
    "prp-npa2": (
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 'x' .",
        ":a :p 'x' 2-4, :a :p 'y' 6-7, :d :p 'x' 8-8",
    ),
    "cls-nothing2": (":C rdfs:subClassOf owl:Nothing .", ":a a :C 2-4, :a a :D 1-9"),
    "cls-int1": (":E owl:intersectionOf ( :C :D ) .", ":a a :C 1-5, :a a :D 4-8, :b a :D 1-3"),
    "cls-int2": (":E owl:intersectionOf ( :C :D ) .", ":a a :E 1-3, :b a :C 1-9"),
    "cls-uni": (":C owl:unionOf ( :D :E ) .", ":a a :D 1-3, :b a :E 2-4, :c a :C 5-6"),
    "cls-com": (":C owl:complementOf :D .", MEMBERS),
    "cls-svf1": (
        ":E owl:onProperty :p ; owl:someValuesFrom :D .", ":a :p :b 1-5, :b a :D 4-8, :a :p :c 1-9",
    ),
    "cls-svf1, of a datatype": (
        ":E owl:onProperty :p ; owl:someValuesFrom xsd:decimal .", ":a :p 1 1-3, :b :p 'x' 1-9,"
        ":c :p :d 4-6, :d a xsd:decimal 5-7",
    ),
    "cls-svf2": (":E owl:onProperty :p ; owl:someValuesFrom owl:Thing .", ":a :p :b 1-3"),
    "cls-avf": (":C owl:onProperty :p ; owl:allValuesFrom :E .", RESTRICTED),
    "cls-hv1": (":C owl:onProperty :q ; owl:hasValue :f .", RESTRICTED),
    "cls-hv2": (":E owl:onProperty :p ; owl:hasValue :b .", RESTRICTED),
    "cls-hv2, of a literal": (
        ":E owl:onProperty :p ; owl:hasValue 1 .", ":a :p 1 1-3, :b :p 2 1-9",
    ),
    "cls-maxc1": (":C owl:onProperty :p ; owl:maxCardinality 0 .", RESTRICTED),
    "cls-maxc2": (":C owl:onProperty :p ; owl:maxCardinality 1 .", RESTRICTED),
    "cls-maxqc1": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :D .", QUALIFIED,
    ),
    "cls-maxqc2": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing .",
        RESTRICTED,
    ),
    "cls-maxqc3": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass :D .", QUALIFIED,
    ),
    "cls-maxqc4": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing .",
        RESTRICTED,
    ),
    "cls-oo": (":C owl:oneOf ( :a :b ) .", ":a :p :c 1-1"),
    "cax-sco": (":C rdfs:subClassOf :D .", TYPED),
    "cax-sco, by scm-cls": (":C a owl:Class . owl:Thing rdfs:subClassOf :E .", TYPED),
    "cax-sco, by scm-svf1": (
        ":C owl:onProperty :p ; owl:someValuesFrom :E . :E rdfs:subClassOf :F ."
        ":D owl:onProperty :p ; owl:someValuesFrom :F .", f"{TYPED}, :d a :E 5-5",
    ),
    "cax-eqc1": (":C owl:equivalentClass :D .", TYPED),
    "cax-eqc2": (":C owl:equivalentClass :D .", TYPED),
    "cax-dw": (":C owl:disjointWith :D .", MEMBERS),
    "cax-adc": (
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) .",
        ":a a :C 1-4, :a a :D 4-9, :b a :D 6-6, :b a :E 6-9, :c a :E 8-9, :c a :C 8-8, :b a :C 1-4,"
        ":c a :D 1-3",
    ),
    "dt-diff": (
        ":p a owl:FunctionalProperty .",
        ":a :p 'x' 1-5, :a :p 'y' 4-8, :b :p 'z' 1-9, :c :p :d 1-9",
    ),
    "dt-not-type": (":p rdfs:range xsd:integer .", ":a :p 'x' 2-4, :a :p 5 6-7, :b :p :c 8-8"),
}  # fmt: skip


def read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(input=PREFIXES + text, format=RdfFormat.TURTLE)]


def example(name: str) -> tuple[list[Triple], list[tuple[Triple, tuple[int, int]]]]:
    """Return the axioms and the timed facts of an example."""
    axioms, facts = EXAMPLES[name]
    return read(axioms), list(_facts(facts))


def _facts(text: str) -> Iterator[tuple[Triple, tuple[int, int]]]:
    for line in text.split(","):
        found = re.fullmatch(r"\s*(.+) (\d)-(\d)", line)
        assert found, line
        (triple,) = read(f"{found[1]} .")
        assert triple.predicate != RDF.type or isinstance(triple.object, NamedNode)
        yield triple, (int(found[2]), int(found[3]))
