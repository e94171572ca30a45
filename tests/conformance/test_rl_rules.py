"""Every rule of OWL 2 Profiles, tables 4 to 9: where we apply it, or why we do not."""

from __future__ import annotations

import pytest

from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.compiling.schema import of_terms
from kg.reasoning.running.closure import close
from tests.reasoning.rule_kinds import EXAMPLES, example, read

COMPILED = "axioms.py makes a rule of this name"
EQUALITY = "fixpoint.py, for all facts"
TERMS = "schema.py, of_terms"
TABLES = {
    4: {
        "eq-ref": "left out: each thing is the same as itself; eq-diff1 has a rule for that case",
        "eq-sym": EQUALITY, "eq-trans": EQUALITY, "eq-rep-s": EQUALITY,
        "eq-rep-p": COMPILED, "eq-rep-o": COMPILED,  # eq-rep-o for classes; else EQUALITY
        "eq-diff1": COMPILED, "eq-diff2": COMPILED, "eq-diff3": COMPILED,
    },
    5: {
        "prp-ap": "left out: axiomatic, no fact follows",
        **dict.fromkeys((
            "prp-dom", "prp-rng", "prp-fp", "prp-ifp", "prp-irp", "prp-symp", "prp-asyp", "prp-trp",
            "prp-spo1", "prp-spo2", "prp-eqp1", "prp-eqp2", "prp-pdw", "prp-adp", "prp-inv1",
            "prp-inv2", "prp-key", "prp-npa1", "prp-npa2",
        ), COMPILED),
    },
    6: {
        "cls-thing": "left out: axiomatic, no fact follows",
        "cls-nothing1": "left out: axiomatic, no fact follows",
        **dict.fromkeys((
            "cls-nothing2", "cls-int1", "cls-int2", "cls-uni", "cls-com", "cls-svf1", "cls-svf2",
            "cls-avf", "cls-hv1", "cls-hv2", "cls-maxc1", "cls-maxc2", "cls-maxqc1", "cls-maxqc2",
            "cls-maxqc3", "cls-maxqc4", "cls-oo",
        ), COMPILED),
    },
    7: dict.fromkeys(("cax-sco", "cax-eqc1", "cax-eqc2", "cax-dw", "cax-adc"), COMPILED),
    8: {
        "dt-type1": "left out: axiomatic, no fact follows",
        "dt-type2": "within cls-svf1, which is all that a literal's type can show in facts",
        "dt-eq": "left out: literals join as they are written, as with owlrl; none is told apart",
        "dt-diff": COMPILED, "dt-not-type": COMPILED,
    },
    9: dict.fromkeys((
        "scm-cls", "scm-sco", "scm-eqc1", "scm-eqc2", "scm-op", "scm-dp", "scm-spo", "scm-eqp1",
        "scm-eqp2", "scm-dom1", "scm-dom2", "scm-rng1", "scm-rng2", "scm-hv", "scm-svf1",
        "scm-svf2", "scm-avf1", "scm-avf2", "scm-int", "scm-uni",
    ), TERMS),
}  # fmt: skip
RULES = {name: where for table in TABLES.values() for name, where in table.items()}
TRIVIAL = {
    "scm-cls",
    "scm-op",
    "scm-dp",
}  # below itself, below owl:Thing: `of_terms` says it of none


def test_the_tables_are_whole() -> None:
    """The number of rules in each table of the recommendation."""
    assert {n: len(rules) for n, rules in TABLES.items()} == {4: 9, 5: 20, 6: 19, 7: 5, 8: 5, 9: 20}


def test_the_rules_that_are_said_to_be_compiled_are_those_that_are() -> None:
    compiled = {
        rule.name for name in EXAMPLES for rule in compile_rules(Ontology(example(name)[0]))
    }
    assert compiled == {name for name, where in RULES.items() if where == COMPILED}


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("eq-sym", ":a owl:sameAs :b .", ":b owl:sameAs :a ."),
        ("eq-trans", ":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c ."),
        ("eq-rep-s", ":a owl:sameAs :b ; :p :c ; a :C .", ":b :p :c ; a :C ."),
        ("eq-rep-o", ":a owl:sameAs :b . :c :p :a .", ":c :p :b ."),
        ("dt-type2", ":C owl:onProperty :p ; owl:someValuesFrom xsd:byte . :a :p 5 .", ":a a :C ."),
    ],
)  # fmt: skip
def test_a_rule_that_is_applied_elsewhere_is(name: str, given: str, expected: str) -> None:
    assert RULES[name] != TERMS
    assert close(read(given), [], timed=False).facts.keys() >= set(read(expected))


@pytest.mark.parametrize(
    ("given", "contradictions"),
    [
        (":p a owl:FunctionalProperty . :a :p 'x' , 'y' .", {"dt-diff"}),
        (":p a owl:FunctionalProperty . :a :p 1 , '01'^^xsd:integer , 1.0 .", set()),  # dt-eq
        (":p a owl:FunctionalProperty . :a :p 1 , 1e0 .", {"dt-diff"}),
        (":p a owl:FunctionalProperty . :a :p 'x'^^:unknown , 'y'^^:unknown .", set()),
        (":p rdfs:range xsd:integer . :a :p 'x' .", {"dt-not-type"}),
        (":p rdfs:range xsd:integer . :a :p 'x'^^xsd:integer .", {"dt-not-type"}),
        (":p rdfs:range xsd:decimal . :a :p 1 .", set()),
        (":p rdfs:range xsd:decimal . :a :p 'x'^^xsd:integer .", {"dt-not-type"}),
        (":p rdfs:range :unknown . :a :p 'x' .", set()),
        (":a :p 'x'^^xsd:integer .", set()),
        (
            ":p rdfs:range [ owl:intersectionOf ( xsd:byte xsd:nonPositiveInteger ) ] ."
            ":a :p 0 . :b :p 1 .",
            {"dt-not-type"},
        ),
    ],
)
def test_the_datatype_rules_are_seen_in_facts(given: str, contradictions: set[str]) -> None:
    closed = close(read(given), [], timed=False)
    assert {c.rule.name for c in closed.contradictions} == contradictions
    assert closed.facts.keys() == {t for t in read(given) if t.predicate.value.endswith("/p")}


SOME = "owl:onProperty :p ; owl:someValuesFrom"
ALL = "owl:onProperty :p ; owl:allValuesFrom"
TWO = ":C owl:onProperty :p ; {0} {1} . :D owl:onProperty :q ; {0} {1} . :p rdfs:subPropertyOf :q ."
SCM = {
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    "scm-eqc1": (
        ":C owl:equivalentClass :D .", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    "scm-eqc2": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D .",
    ),
    "scm-spo": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r .",
    ),
    "scm-eqp1": (
        ":p owl:equivalentProperty :q .", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    ),
    "scm-eqp2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q .",
    ),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C ."),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C ."),
    "scm-hv": (TWO.format("owl:hasValue", ":i"), ":C rdfs:subClassOf :D ."),
    "scm-svf1": (
        f":C {SOME} :E . :D {SOME} :F . :E rdfs:subClassOf :F .", ":C rdfs:subClassOf :D .",
    ),
    "scm-svf2": (TWO.format("owl:someValuesFrom", ":E"), ":C rdfs:subClassOf :D ."),
    "scm-avf1": (
        f":C {ALL} :E . :D {ALL} :F . :E rdfs:subClassOf :F .", ":C rdfs:subClassOf :D .",
    ),
    "scm-avf2": (TWO.format("owl:allValuesFrom", ":E"), ":D rdfs:subClassOf :C ."),
    "scm-int": (
        ":C owl:intersectionOf ( :D :E ) .", ":C rdfs:subClassOf :D . :C rdfs:subClassOf :E .",
    ),
    "scm-uni": (":C owl:unionOf ( :D :E ) .", ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C ."),
}  # fmt: skip


def test_every_rule_about_terms_has_an_example() -> None:
    assert SCM.keys() | TRIVIAL == {name for name, where in RULES.items() if where == TERMS}


@pytest.mark.parametrize("name", SCM)
def test_a_rule_about_terms_is_followed(name: str) -> None:
    given, expected = SCM[name]
    assert set(read(expected)) <= of_terms(Ontology(read(given)))
