"""Without some claims: what falls, what holds on fewer days, what stays on other evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.conclusions import Basis, rows, what_if
from kg.reasoning.days import dates
from kg.vocabulary import AG
from tests.projects import claim, tie

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg import Release
    from kg.reasoning.claims.whatif import Change


@pytest.fixture(scope="module")
def basis(dated: Release) -> Basis:
    return Basis.read(dated.folder)


def found(changes: list[Change]) -> dict[Triple, Change]:
    return {change.fact: change for change in changes}


def test_a_conclusion_falls_with_the_only_claim_that_it_rests_on(basis: Basis) -> None:
    changes = found(what_if(basis, min_credibility=2))
    chain = changes[tie("cell", AG.answersTo, "front")]
    assert chain.outcome == "falls"
    assert chain.before == (claim("old-pledge"), claim("pledge"), claim("same-pledge"))
    assert (chain.left, chain.after) == ((), ())


def test_one_that_another_source_carries_stays(basis: Basis) -> None:
    changes = found(what_if(basis, ["s9"]))
    (stays,) = [c for c in changes.values() if c.fact == tie("group", AG.hasAllegianceOf, "cell")]
    assert stays.outcome == "stays"
    assert stays.lost == ()
    assert claim("same-pledge") in stays.before
    assert stays.after == (claim("pledge"),)


def test_one_that_another_source_carries_for_a_while_is_shortened(basis: Basis) -> None:
    changes = found(what_if(basis, ["field-notes"], mode="possible"))
    kept = tie("group", AG.hasAllegianceOf, "cell")
    assert kept not in changes or changes[kept].outcome == "stays"
    certain = found(what_if(basis, ["field-notes"], mode="certain"))
    shortened = certain[kept]
    assert shortened.outcome == "shortened"
    assert [str(day) for day in dates(shortened.left[0])] == ["2014-07-31", "2016-01-01"]
    assert shortened.after == (claim("same-pledge"),)


def test_what_does_not_rest_on_the_claims_is_not_told(basis: Basis) -> None:
    told = {fact.predicate for fact in found(what_if(basis, ["s9"]))}
    assert AG.controlledBy not in told
    assert what_if(basis, min_credibility=6) == []


def test_the_table_names_things_and_claims(basis: Basis) -> None:
    table = rows(what_if(basis, min_credibility=2, mode="certain"), basis)
    assert table.columns[0] == "outcome"
    chain = next(
        row for row in table.to_dicts() if row["subject"] == "Cell" and row["object"] == "Front"
    )
    assert chain["predicate"] == "answers to"
    assert chain["lost"] == "2014-07-01 to 2015-03-01"
    assert chain["rested_on"] == "old-pledge pledge same-pledge"
    assert [row["outcome"] for row in table.to_dicts()] == sorted(
        (str(row["outcome"]) for row in table.to_dicts()), key=("falls", "shortened", "stays").index
    )
