"""Why a fact holds on a day: proofs go from rule to rule down to given facts."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from kg.model import schema
from kg.reasoning.axioms import Ontology, compile_rules
from kg.reasoning.closure import close, is_fact
from kg.reasoning.fixpoint import EQUALITY
from kg.reasoning.proofs import Known, Proof, Prover
from kg.reasoning.sql import ALWAYS
from kg.vocabulary import AG, OWL, RDF

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
