"""Why a fact does not hold on a day: which rule came nearest, and what it lacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Triple

from kg.model import schema
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.proving.known import Known
from kg.reasoning.proving.missing import Gap, why_not
from kg.reasoning.running.closure import close
from kg.vocabulary import AG, RDF

if TYPE_CHECKING:
    from kg.reasoning.spans import Days

AXIOMS = schema.load().triples
OWN = compile_construct(
    "CONSTRUCT { ?place ag:couldHarbourByControl ?group } WHERE { ?ally ag:alliedWith ?group . "
    "?ally ag:controls ?place . ?group a ag:ArmedGroup . FILTER(?ally != ?group) }",
    "allies",
)
RULES = [*compile_rules(Ontology(AXIOMS)), *OWN]
A, B, C, TOWN = (NamedNode(f"https://example.org/{name}") for name in ("a", "b", "c", "town"))
ALLIES, HOLDS = Triple(B, AG.alliedWith, A), Triple(B, AG.controls, TOWN)
GROUP = Triple(A, RDF.type, AG.ArmedGroup)
GOAL = Triple(TOWN, AG.couldHarbourByControl, A)


def gaps(given: dict[Triple, list[Days]], goal: Triple, day: int) -> list[Gap]:
    timed = [(triple, days) for triple, spans in given.items() for days in spans]
    return why_not(RULES, Known(close(AXIOMS, timed, OWN).facts, given), goal, day)


def of(rule: str, found: list[Gap]) -> Gap:
    (gap,) = [gap for gap in found if gap.rule is not None and gap.rule.name == rule]
    return gap


def test_a_missing_premise_is_told_with_what_the_others_bind() -> None:
    gap = of("allies", gaps({HOLDS: [(1, 9)], GROUP: [(1, 9)]}, GOAL, 5))
    assert set(gap.held) == {GROUP, HOLDS}
    (missing,) = gap.missing
    assert str(missing) == f"ag:alliedWith({B}, {A})"
    assert not gap.elsewhere
    assert not gap.failed


def test_premises_that_hold_at_other_times_are_told_with_their_days() -> None:
    given: dict[Triple, list[Days]] = {
        HOLDS: [(1, 3), (7, 9)], ALLIES: [(4, 5)], GROUP: [(0, 9)],
    }  # fmt: skip
    gap = of("allies", gaps(given, GOAL, 5))
    assert set(gap.held) == {ALLIES, GROUP}
    assert gap.elsewhere == ((HOLDS, ((1, 3), (7, 9))),)
    assert not gap.missing


def test_a_filter_that_fails_is_told() -> None:
    given: dict[Triple, list[Days]] = {
        Triple(A, AG.alliedWith, A): [(1, 9)], Triple(A, AG.controls, TOWN): [(1, 9)],
        GROUP: [(1, 9)],
    }  # fmt: skip
    gap = of("allies", gaps(given, GOAL, 5))
    assert len(gap.held) == 3
    assert [str(failed) for failed in gap.failed] == [f"{A} != {A}"]
    assert not gap.missing


def test_what_held_on_other_days_says_so_first_then_what_failed_to_overlap() -> None:
    one, two = Triple(A, AG.answersTo, B), Triple(B, AG.answersTo, C)
    found = gaps({one: [(1, 5)], two: [(4, 9)]}, Triple(A, AG.answersTo, C), 7)
    assert found[0] == Gap(None, elsewhere=((Triple(A, AG.answersTo, C), ((4, 5),)),))
    assert found[1].rule is not None
    assert found[1].rule.name == "prp-trp"
    assert (found[1].held, found[1].elsewhere) == ((two,), ((one, ((1, 5),)),))


def test_the_nearest_rule_comes_first() -> None:
    found = gaps({Triple(B, AG.answersTo, C): [(1, 9)]}, Triple(A, AG.answersTo, C), 5)
    assert [gap.distance for gap in found] == sorted(gap.distance for gap in found)
    assert found[0].held == (Triple(B, AG.answersTo, C),)
    assert [str(atom) for atom in found[0].missing] == [f"ag:answersTo({A}, {B})"]


@pytest.mark.parametrize("day", [1, 9])
def test_what_holds_has_no_gap(day: int) -> None:
    assert gaps({HOLDS: [(1, 9)]}, HOLDS, day) == []


def test_what_no_rule_concludes_has_no_gap() -> None:
    symmetric = Triple(A, AG.alliedWith, B)
    assert gaps({GROUP: [(1, 9)]}, symmetric, 5)[0].missing
    assert gaps({GROUP: [(1, 9)]}, Triple(A, AG.alliedWith, A), 5) == []  # only from itself
    assert gaps({GROUP: [(1, 9)]}, Triple(A, AG.knownAs, B), 5) == []
