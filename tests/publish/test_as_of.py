"""A release as of a day: what does not hold then, in the mode asked for, is not there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg import Release
    from kg.reasoning.facts import Mode

TIES = "SELECT ?one ?other { ?a ag:answersTo ?b . ?a rdfs:label ?one . ?b rdfs:label ?other }"
CLAIMS = "SELECT ?id { ?claim a ag:Claim . BIND(REPLACE(STR(?claim), '.*/', '') AS ?id) }"
RELATIONSHIPS = "SELECT DISTINCT ?r { ?r a/rdfs:subClassOf* ag:Relationship }"


def pairs(release: Release, day: date, mode: Mode) -> set[tuple[object, ...]]:
    return set(release.as_of(day, mode).select(TIES))


def test_a_timeless_query_is_answered_for_the_day(dated: Release) -> None:
    day = date(2015, 1, 1)
    assert pairs(dated, day, "certain") == {
        ("Cell", "Group"), ("Group", "Front"), ("Cell", "Front"),
    }  # fmt: skip
    assert ("Front", "River Front") in pairs(dated, day, "possible")
    assert ("Cell", "River Front") in pairs(dated, day, "possible")


def test_what_held_before_and_after_is_left_out(dated: Release) -> None:
    assert pairs(dated, date(2012, 1, 1), "certain") == {("Group", "Front")}
    assert pairs(dated, date(2015, 3, 15), "certain") == {("Cell", "Group")}
    assert ("Group", "Front") in pairs(dated, date(2015, 3, 15), "possible")
    assert pairs(dated, date(1980, 1, 1), "certain") == set()


def test_claims_that_do_not_hold_then_are_left_out_with_their_relationships(
    dated: Release,
) -> None:
    session = dated.as_of(date(1997, 5, 1), "certain")
    assert set(session.select(CLAIMS)) == {("command",)}
    assert len(session.select(RELATIONSHIPS)) == 1
    assert ("undated",) in set(dated.as_of(date(1997, 5, 1), "possible").select(CLAIMS))


def test_names_and_kinds_stay(dated: Release) -> None:
    session = dated.as_of(date(1900, 1, 1), "certain")
    assert len(session.select("SELECT ?x { ?x a ag:Party ; rdfs:label ?name }")) == 6
    assert not session.select("SELECT ?x { ?x a ag:TimedFact }").terms


@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_stored_queries_can_be_asked_of_a_day(dated: Release, mode: Mode) -> None:
    rows = dated.as_of(date(2015, 1, 1), mode).query("allegiances", date="2015-01-01")
    assert {row["holds"] for row in rows.to_dicts()} <= {"certain", "possible"}
    assert len(rows) >= 2
