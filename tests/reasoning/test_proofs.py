"""Why a fact holds on a day: proofs go from rule to rule down to given facts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import UsageError
from kg.model import schema
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.proving.proofs import Known, Proof, Prover, grounds, proof_days
from kg.reasoning.rules import Comparison, PropertyAtom, Rule, Variable
from kg.reasoning.running.closure import close, is_fact
from kg.reasoning.running.fixpoint import EQUALITY
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import AG, OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.reasoning.proving.proofs import Days

AXIOMS = schema.load().triples
RULES = [*compile_rules(Ontology(AXIOMS)), *EQUALITY]


def thing(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


A, B, C, D = (thing(name) for name in "abcd")


def prover(given: list[Triple]) -> Prover:
    closed = close(AXIOMS, [(triple, (1, 1)) for triple in given])
    known = [*given, *(axiom for axiom in AXIOMS if is_fact(axiom))]
    return Prover(RULES, Known(closed.facts, {triple: [ALWAYS] for triple in known}), 1)


def test_a_given_fact_is_its_own_proof() -> None:
    fact = Triple(A, AG.within, B)
    assert prover([fact]).proofs(fact) == [Proof(fact)]


def test_the_leaves_of_a_proof_are_given() -> None:
    given = [Triple(A, AG.allegiantTo, B), Triple(B, AG.allegiantTo, C)]
    (proof,) = prover(given).proofs(Triple(A, AG.answersTo, C))
    assert proof.rule is not None
    assert proof.rule.name == "prp-trp"
    assert list(proof.leaves()) == given
    assert proof.size == 3


def test_the_smallest_proof_comes_first_and_others_on_request() -> None:
    long_way = [Triple(A, AG.within, B), Triple(B, AG.within, C), Triple(C, AG.within, D)]
    short_way = Triple(D, AG.containsPlace, A)
    proofs = prover([*long_way, short_way]).proofs(Triple(A, AG.within, D), limit=5)
    assert proofs[0].premises == (Proof(short_way),)
    assert len(proofs) > 1
    assert [proof.size for proof in proofs] == sorted(proof.size for proof in proofs)
    assert set(proofs[-1].leaves()) <= {*long_way, short_way}


def test_no_proof_goes_in_a_circle() -> None:
    given = [Triple(A, AG.alliedWith, B)]
    (proof,) = prover(given).proofs(Triple(B, AG.alliedWith, A), limit=5)
    assert list(proof.leaves()) == given


def test_what_does_not_hold_has_no_proof() -> None:
    assert prover([Triple(A, AG.within, B)]).proofs(Triple(B, AG.within, A)) == []


def test_a_fact_can_follow_from_another_name() -> None:
    given = [Triple(A, OWL.sameAs, B), Triple(A, AG.within, C)]
    (proof,) = prover(given).proofs(Triple(B, AG.within, C))
    assert proof.rule is not None
    assert proof.rule.name == "eq-rep-s"
    assert set(proof.leaves()) == set(given)


@pytest.mark.parametrize("kind", [AG.Place, AG.Entity])
def test_types_have_proofs(kind: NamedNode) -> None:
    proofs = prover([Triple(A, AG.within, B)]).proofs(Triple(A, RDF.type, kind))
    assert list(proofs[0].leaves()) == [Triple(A, AG.within, B)]


def world(timed: Mapping[Triple, list[Days]], axioms: list[Triple] | None = None) -> Known:
    facts = [(triple, days) for triple, spans in timed.items() for days in spans]
    return Known(close(AXIOMS if axioms is None else axioms, facts).facts, timed)


PLEDGES = {
    Triple(A, AG.answersTo, B): [(1, 4), (8, 9)],
    Triple(B, AG.answersTo, C): [(3, 9)],
    Triple(A, AG.allegiantTo, C): [(5, 7)],
}
GOAL = Triple(A, AG.answersTo, C)


def test_a_proof_is_of_a_day_and_says_how_long_it_holds() -> None:
    known = world(PLEDGES)
    assert known.when(GOAL) == ((3, 9),)
    assert Prover(RULES, known, 2).proofs(GOAL) == []
    first, second = (Prover(RULES, known, day).proofs(GOAL)[0] for day in (3, 5))
    assert list(first.leaves()) == [Triple(A, AG.answersTo, B), Triple(B, AG.answersTo, C)]
    assert list(second.leaves()) == [Triple(A, AG.allegiantTo, C)]
    assert proof_days(first, known, 3) == (3, 4)
    assert proof_days(first, known, 9) == (8, 9)
    with pytest.raises(UsageError, match="is not given on day 5"):
        proof_days(first, known, 5)


def test_grounds_cover_the_interval_with_one_proof_after_another() -> None:
    (row,) = grounds(RULES, world(PLEDGES), [GOAL])
    assert row == (GOAL, (3, 9), frozenset(PLEDGES), "prp-trp")


def test_grounds_are_of_each_maximal_interval() -> None:
    short = {fact: spans for fact, spans in PLEDGES.items() if fact.predicate == AG.answersTo}
    rows = list(grounds(RULES, world(short), [GOAL]))
    assert [days for _, days, _, _ in rows] == [(3, 4), (8, 9)]


def test_what_is_given_is_no_conclusion_and_what_is_so_in_part_is() -> None:
    timed = {Triple(A, AG.answersTo, B): [(1, 2), (3, 5)], Triple(A, AG.allegiantTo, B): [(4, 9)]}
    fact = Triple(A, AG.answersTo, B)
    assert list(grounds(RULES, world({fact: [(1, 2), (3, 5)]}), [fact])) == []
    (row,) = grounds(RULES, world(timed), [fact])
    assert row == (fact, (1, 9), frozenset(timed), "prp-spo1")


def test_facts_that_are_no_closure_are_told() -> None:
    known = Known({GOAL: [(1, 5)]}, {})
    with pytest.raises(UsageError, match="has no proof on day 1"):
        list(grounds(RULES, known))


def test_classes_without_a_name_stand_inside_proofs() -> None:
    text = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <https://example.org/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    [ owl:onProperty :p ; owl:someValuesFrom :C ] rdfs:subClassOf :D ."""
    axioms = [quad.triple for quad in parse(input=text, format=RdfFormat.TURTLE)]
    given = {
        Triple(A, thing("p"), B): [(1, 5)],
        Triple(B, RDF.type, thing("C")): [(3, 9)],
    }
    rules = compile_rules(Ontology(axioms))
    (proof,) = Prover(rules, world(given, axioms), 4).proofs(Triple(A, RDF.type, thing("D")))
    assert [p.rule and p.rule.name for p in proof.walk()] == ["cax-sco", "cls-svf1", None, None]
    assert isinstance(proof.premises[0].fact.object, BlankNode)


def test_equality_needs_no_rules_of_the_caller() -> None:
    given = {Triple(A, OWL.sameAs, B): [(1, 9)], Triple(C, AG.within, A): [(2, 3)]}
    (proof,) = Prover([], world(given), 2).proofs(Triple(C, AG.within, B))
    assert proof.rule is not None
    assert proof.rule.name == "eq-rep-o"
    (proof,) = Prover([], world(given), 2).proofs(Triple(B, OWL.sameAs, A))
    assert proof.rule is not None
    assert proof.rule.name == "eq-sym"


def test_further_proofs_may_differ_below_the_last_step() -> None:
    """Two ways to know that A is within C, both by the one chain that ends in C."""
    given = [
        Triple(D, AG.presentIn, A), Triple(A, AG.within, C), Triple(A, AG.within, B),
        Triple(B, AG.within, C),
    ]  # fmt: skip
    proofs = prover(given).proofs(Triple(D, AG.presentIn, C), limit=9)
    rests = [set(proof.leaves()) for proof in proofs]
    assert rests == [{given[0], given[1]}, {given[0], given[2], given[3]}]


@pytest.mark.parametrize(("bound", "holds"), [("10.0", True), ("9", False), ("x", False)])
def test_filters_compare_by_value(bound: str, holds: bool) -> None:
    x, n = Variable("x"), Variable("n")
    size, small = thing("size"), thing("small")
    limit = Literal(bound, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    rule = Rule(
        "small",
        PropertyAtom(small, x, n),
        (PropertyAtom(size, x, n),),
        (Comparison(n, "<", limit),),
    )
    given, goal = Triple(A, size, Literal(9)), Triple(A, small, Literal(9))
    known = Known({given: [(1, 1)], goal: [(1, 1)]}, {given: [(1, 1)]})
    assert bool(Prover([rule], known, 1).proofs(goal)) == holds


def test_a_long_chain_has_a_proof() -> None:
    """Nothing here recurses: the proof is as deep as the chain is long."""
    x, y = Variable("x"), Variable("y")
    names = [NamedNode(f"https://example.org/p{n}") for n in range(3000)]
    rules = [
        Rule("prp-spo1", PropertyAtom(q, x, y), (PropertyAtom(p, x, y),))
        for p, q in itertools.pairwise(names)
    ]
    facts = {Triple(A, name, B): [(1, 5)] for name in names}
    known = Known(facts, {Triple(A, names[0], B): [(1, 5)]})
    (proof,) = Prover(rules, known, 1).proofs(Triple(A, names[-1], B))
    assert proof.size == len(rules)
    assert list(proof.leaves()) == [Triple(A, names[0], B)]
