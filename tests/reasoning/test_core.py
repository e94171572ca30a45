"""The core's shortcuts change nothing: without time, and with one name for what is the same."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reasoning.rules import Comparison, PropertyAtom, Rule, Variable
from kg.reasoning.running.closure import Closed, close
from kg.reasoning.running.equality import by_name
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF, RDFS
from tests.properties.oracle import differences
from tests.properties.worlds import THINGS, ontologies, things, timed_facts

EXAMPLES = int(os.environ.get("KG_PROPERTY_EXAMPLES", "100"))
HYPOTHESIS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
same = st.builds(lambda a, b: (Triple(a, OWL.sameAs, b), ALWAYS), things, things)
X, Y = Variable("x"), Variable("y")
NONE = NamedNode("https://example.org/none")
# Draws nothing, but looks at names: all facts are then told of all names.
BY_NAME = Rule(
    "by-name",
    PropertyAtom(NONE, X, Y),
    (PropertyAtom(NONE, X, Y), PropertyAtom(OWL.differentFrom, Y, X)),
    (Comparison(X, "!=", Y),),
)


Timed = list[tuple[Triple, tuple[int, int]]]


@HYPOTHESIS
@given(ontologies(), timed_facts(), st.lists(same, max_size=2))
def test_without_time_the_closure_is_owlrls(
    ontology: list[Triple], timed: Timed, names: Timed
) -> None:
    always = [(triple, ALWAYS) for triple, _ in (*timed, *names)]
    closed = close(ontology, [*timed, *names], timed=False)
    assert differences(ontology, always, [0], THINGS, closed=closed) == []


@HYPOTHESIS
@given(ontologies(), timed_facts(), st.lists(same, min_size=1, max_size=3), st.booleans())
def test_one_name_for_what_is_the_same_gives_what_all_names_give(
    ontology: list[Triple], timed: Timed, names: Timed, is_timed: bool
) -> None:
    one = close(ontology, [*timed, *names], timed=is_timed)
    all_ = close(ontology, [*timed, *names], [BY_NAME], timed=is_timed)
    assert one.facts == all_.facts
    assert told(one) == told(all_)


def told(closed: Closed) -> set[str]:
    return {f"{c.rule} {c.premises} {c.days}" for c in closed.contradictions}


A, B, C, D = (NamedNode(f"https://example.org/{name}") for name in "abcd")
P, Q, R = (NamedNode(f"https://example.org/P{n}") for n in range(3))


def test_a_rule_that_compares_names_is_run_by_names() -> None:
    rule = Rule(
        "apart",
        PropertyAtom(R, X, Y),
        (PropertyAtom(P, Variable("z"), X), PropertyAtom(P, Variable("z"), Y)),
        (Comparison(X, "!=", Y),),
    )
    assert by_name([rule])
    given = [(Triple(A, P, B), ALWAYS), (Triple(B, OWL.sameAs, C), ALWAYS)]
    assert Triple(B, R, C) in close([], given, [rule], timed=False).facts


def test_a_rule_about_a_constant_sees_the_facts_of_its_other_names() -> None:
    rule = Rule("about", PropertyAtom(R, X, X), (PropertyAtom(P, X, C),))
    assert not by_name([rule])
    given = [(Triple(D, P, A), ALWAYS), (Triple(C, OWL.sameAs, A), ALWAYS)]
    assert Triple(D, R, D) in close([], given, [rule]).facts


def test_names_that_touch_over_time_become_the_same_always() -> None:
    given = [
        (Triple(A, OWL.sameAs, B), (ALWAYS[0], 5)),
        (Triple(A, OWL.sameAs, C), (6, ALWAYS[1])),
        (Triple(A, P, D), (3, 8)),
        (Triple(C, OWL.sameAs, B), (6, ALWAYS[1])),
    ]
    closed = close([], given)
    assert closed.facts[Triple(A, OWL.sameAs, B)] == (ALWAYS,)
    assert closed.facts[Triple(B, P, D)] == ((3, 8),)
    assert closed.facts[Triple(C, P, D)] == ((6, 8),)


@pytest.mark.parametrize("timed", [True, False])
def test_a_literal_is_not_read_backwards(timed: bool) -> None:
    """Q is P backwards and so is R; what Q says of a text says nothing of P, and so not of R."""
    ontology = [Triple(P, OWL.inverseOf, Q), Triple(P, OWL.inverseOf, R)]
    given = [(Triple(A, Q, Literal("text")), ALWAYS), (Triple(A, Q, B), ALWAYS)]
    drawn = set(close(ontology, given, timed=timed).facts) - {triple for triple, _ in given}
    assert drawn == {Triple(B, P, A), Triple(A, R, B)}


@pytest.mark.parametrize("timed", [True, False])
def test_what_is_kept_as_one_is_told_of_each(timed: bool) -> None:
    ontology = [
        Triple(P, OWL.equivalentProperty, Q),
        Triple(Q, OWL.inverseOf, R),
        Triple(R, RDFS.subPropertyOf, P),
    ]
    found = set(close(ontology, [(Triple(A, P, B), ALWAYS)], timed=timed).facts)
    assert found == {Triple(s, p, o) for p in (P, Q, R) for s, o in ((A, B), (B, A))}


def test_a_fact_may_be_of_a_class_without_a_name() -> None:
    node = BlankNode("r")
    ontology = [Triple(node, OWL.onProperty, P), Triple(node, OWL.hasValue, B)]
    closed = close(ontology, [(Triple(A, RDF.type, node), ALWAYS)])
    assert Triple(A, P, B) in closed.facts
