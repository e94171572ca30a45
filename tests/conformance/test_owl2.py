"""The W3C's test cases for OWL 2 RL: what follows, what does not, what cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import owlrl
import pytest
import rdflib
from pyoxigraph import BlankNode, Triple

from kg.reasoning.compiling.axioms import Ontology
from kg.reasoning.compiling.schema import of_terms
from kg.reasoning.running.closure import close
from kg.store.convert import from_term, to_rdflib

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "owl2" / "rl-cases.json"
CASES: list[dict[str, Any]] = (
    json.loads(SUITE.read_text(encoding="utf-8")) if SUITE.is_file() else []
)
# What the rule set of OWL 2 RL (Profiles, section 4.3) cannot give, and what it lacks for it. It
# is complete for facts between named things alone (theorem PR1). That owlrl fails where we do, and
# passes where its rule is one that we leave out, is tested below.
NO_DIFFERENCE = "no rule concludes owl:differentFrom or owl:AllDifferent"
NO_COMPLEMENT = "no rule makes a thing a member of an owl:complementOf; cls-com only excludes"
NO_EXPRESSION = "no rule makes a class expression that nobody wrote"
OWLRL_PASSES = "dt-type1 alone, which says the same whatever is given: we leave it out"
KNOWN_FAILURES = {
    "chain2trans1": "no rule concludes owl:TransitiveProperty, here from a chain of itself twice",
    "DisjointClasses-003": NO_COMPLEMENT,
    "New-Feature-DisjointDataProperties-002": NO_DIFFERENCE,
    "New-Feature-DisjointObjectProperties-002": NO_DIFFERENCE,
    "New-Feature-ObjectQCR-002": NO_COMPLEMENT,
    "owl2-rl-rules-fp-differentFrom": NO_DIFFERENCE,
    "WebOnt-I5.26-010": NO_EXPRESSION,
    "WebOnt-I5.5-005": NO_EXPRESSION,
    "WebOnt-I5.8-009": "no rule meets two ranges in the values that they share, here 0 alone",
    "WebOnt-I5.8-011": OWLRL_PASSES,
    "WebOnt-differentFrom-001": f"{NO_DIFFERENCE}, not even turned round",
    "WebOnt-imports-011": "the ontology that it imports is no part of the case",
}
KINDS = ("PositiveEntailmentTest", "NegativeEntailmentTest", "InconsistencyTest", "ConsistencyTest")


def _read(text: str) -> list[Triple]:
    graph = rdflib.Graph().parse(data=text, format="xml", publicID="https://example.org/")
    return [Triple(from_term(s), from_term(p), from_term(o)) for s, p, o in graph]  # type: ignore[arg-type]


def _entails(known: list[Triple], conclusion: list[Triple]) -> bool:
    return _entails_in(to_rdflib(known), conclusion)


def _entails_in(graph: rdflib.Graph, conclusion: list[Triple]) -> bool:
    """Whether the conclusion is a part of a graph, its blank nodes matched."""
    patterns = []
    for triple in conclusion:
        parts = [f"?{t.value}" if isinstance(t, BlankNode) else str(t) for t in triple]
        if not parts[2].endswith("owl#Ontology>"):
            patterns.append(" ".join(parts))
    return bool(graph.query(f"ASK {{ {' . '.join(patterns)} }}").askAnswer)


def _params() -> list[Any]:
    params = []
    for case in CASES:
        for kind in KINDS:
            name = case["identifier"]
            if not any(t.endswith(kind) for t in case["types"]):
                continue
            expected = kind in ("PositiveEntailmentTest", "InconsistencyTest")
            reason = KNOWN_FAILURES.get(name) if expected else None
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            params.append(pytest.param(case, kind, id=f"{kind}-{name}", marks=marks))
    return params


@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
@pytest.mark.parametrize(("case", "kind"), _params())
def test_case(case: dict[str, Any], kind: str) -> None:
    premises = _read(case["premise"])
    closed = close(premises, [], timed=False)
    known = [*premises, *closed.facts, *of_terms(Ontology(premises))]
    if kind == "InconsistencyTest":
        assert closed.contradictions
    elif kind == "ConsistencyTest":
        assert not closed.contradictions
    elif kind == "PositiveEntailmentTest":
        assert _entails(known, _read(case["conclusion"]))
    else:
        assert not _entails(known, _read(case["nonconclusion"]))


@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
@pytest.mark.parametrize("name", KNOWN_FAILURES)
def test_owlrl_fails_where_we_do_unless_the_reason_says_otherwise(name: str) -> None:
    (case,) = (case for case in CASES if case["identifier"] == name)
    graph = to_rdflib(_read(case["premise"]))
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=True, datatype_axioms=True
    ).expand(graph)
    passes = _entails_in(graph, _read(case["conclusion"]))
    assert passes == (KNOWN_FAILURES[name] == OWLRL_PASSES)


@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
def test_suite_is_whole() -> None:
    assert len(_params()) >= 69  # a suite that shrinks would pass without a word
