"""The W3C's test cases for OWL 2 RL: what follows, what does not, what cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reasoning.closure import close
from kg.store.convert import to_rdflib

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "owl2" / "rl-cases.json"
CASES: list[dict[str, Any]] = (
    json.loads(SUITE.read_text(encoding="utf-8")) if SUITE.is_file() else []
)
# The RL rules (OWL 2 Profiles, section 4.3) are complete for facts only. These want more.
MORE_THAN_RULES = (
    "what follows is an axiom, or needs more than the rules of OWL 2 RL: owlrl, which \
applies them all, does not find it either"
)
ABOUT_TERMS = "what follows is a statement about the ontology's own terms; our closure is of facts"
KNOWN_FAILURES = {
    "chain2trans1": MORE_THAN_RULES,
    "DisjointClasses-003": MORE_THAN_RULES,
    "New-Feature-DisjointDataProperties-002": MORE_THAN_RULES,
    "New-Feature-DisjointObjectProperties-002": MORE_THAN_RULES,
    "New-Feature-Keys-006": "two numbers of different types must be found equal",
    "New-Feature-ObjectQCR-002": MORE_THAN_RULES,
    "owl2-rl-rules-fp-differentFrom": MORE_THAN_RULES,
    "WebOnt-I4.6-003": ABOUT_TERMS,
    "WebOnt-I5.26-010": MORE_THAN_RULES,
    "WebOnt-I5.5-005": MORE_THAN_RULES,
    "WebOnt-I5.8-009": MORE_THAN_RULES,
    "WebOnt-I5.8-011": ABOUT_TERMS,
    "WebOnt-differentFrom-001": MORE_THAN_RULES,
    "WebOnt-imports-011": "needs the ontology that it imports, which would have to be fetched",
}
KINDS = ("PositiveEntailmentTest", "NegativeEntailmentTest", "InconsistencyTest", "ConsistencyTest")


def _read(text: str) -> list[Triple]:
    graph = rdflib.Graph().parse(data=text, format="xml", publicID="https://example.org/")
    return [Triple(_term(s), _term(p), _term(o)) for s, p, o in graph]  # type: ignore[arg-type]


def _term(node: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    return NamedNode(str(node))


def _entails(premises: list[Triple], facts: list[Triple], conclusion: list[Triple]) -> bool:
    """Whether the conclusion is a part of what is known, its blank nodes matched."""
    patterns = []
    for triple in conclusion:
        parts = [f"?{t.value}" if isinstance(t, BlankNode) else str(t) for t in triple]
        if not parts[2].endswith("owl#Ontology>"):
            patterns.append(" ".join(parts))
    known = to_rdflib([*premises, *facts])
    return bool(known.query(f"ASK {{ {' . '.join(patterns)} }}").askAnswer)


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
    if kind == "InconsistencyTest":
        assert closed.contradictions
    elif kind == "ConsistencyTest":
        assert not closed.contradictions
    elif kind == "PositiveEntailmentTest":
        assert _entails(premises, list(closed.facts), _read(case["conclusion"]))
    else:
        assert not _entails(premises, list(closed.facts), _read(case["nonconclusion"]))


@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
def test_suite_is_whole() -> None:
    assert len(_params()) >= 69  # a suite that shrinks would pass without a word
