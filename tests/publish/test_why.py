"""Why a fact is said to hold, asked of a release: down to the claims, or what it lacks."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.vocabulary import AG, PROV, RDF
from tests.projects import claim, entity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release

    Run = Callable[..., tuple[int, str, str]]


def test_a_proof_ends_at_claims_with_source_locator_and_grades(dated: Release) -> None:
    found = dated.why("cell", "answersTo", "front")
    assert (found.mode, found.status) == ("certain", "derived")
    (told,) = found.told
    evidence = {e.claim: e for e in told.all_evidence()}
    assert set(evidence) == {claim(n) for n in ("pledge", "old-pledge", "same-pledge")}
    pledge = evidence[claim("pledge")]
    assert (pledge.title, pledge.locator) == ("Field notes", "paragraph 7")
    assert (pledge.reliability, pledge.credibility) == ("B", "2")
    assert "DERIVED: Cell answers to Front" in found.text()
    assert "CLAIMED: Cell allegiant to Group" in found.text()


def test_the_mode_is_the_certain_one_where_it_holds_and_can_be_chosen(dated: Release) -> None:
    assert dated.why("cell", "answersTo", "front", at=date(2015, 3, 15)).mode == "possible"
    assert dated.why("cell", "answersTo", "front", mode="possible").mode == "possible"
    assert dated.why("front", "answersTo", "river-front").mode == "possible"  # it is undated


def test_without_a_day_the_first_is_taken(dated: Release) -> None:
    found = dated.why("cell", "answersTo", "front")
    assert date.fromordinal(found.day) == date(2014, 7, 1)


def test_why_not_names_the_premise_that_fails_to_overlap(dated: Release) -> None:
    found = dated.why("commander", "servesUnder", "group", at=date(2015, 1, 1), mode="certain")
    assert found.status == "lacking"
    text = found.text()
    assert "neither CLAIMED nor DERIVED, on 2015-01-01, certain" in text
    assert "only at other times (1995-12-31 to 1999-01-01): Commander member of Cell" in text


def test_on_a_day_on_which_it_does_not_hold_the_others_are_told(dated: Release) -> None:
    found = dated.why("cell", "answersTo", "front", at=date(2016, 1, 1))
    assert found.proofs == ()
    assert "it holds on other days" in found.text()


def test_things_have_ids_prefixed_names_iris_and_texts(dated: Release) -> None:
    goal = dated.why("cell", "answersTo", "front").goal
    names = (f"<{entity('cell').value}>"[1:-1], "ag:answersTo", entity("front"))
    assert dated.why(*names).goal == goal
    assert dated.why("cell", "a", "Actor").status == "derived"
    assert dated.why("cell", "a", "ag:ArmedGroup").status == "given"
    inquiry = dated.inquiry
    text = inquiry.fact("cell", "knownAs", '"The Cell"@en').object
    assert text == Literal("The Cell", language="en")


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        (("cel", "answersTo", "front"), "'cel' is no entity of the data; did you mean 'cell'?"),
        (("cell", "answersTo", "nobody-at-all"), "'nobody-at-all' is no entity of the data; "),
        (("cell", "answers to", "front"), "'answers to' names nothing; give an id, "),
        (("cell", "knownAs", '"open'), '"open is no text; write it as "text"'),
        (('"cell"', "answersTo", "front"), "only an object can be a text"),
    ],
)
def test_what_names_nothing_is_told(
    dated: Release, fact: tuple[str, str, str], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        dated.why(*fact)
    assert message in str(refused.value)


def test_further_proofs_rest_on_something_else(release: Release) -> None:
    found = release.why("islamic-state", "presentIn", "iraq-syria-region", limit=5)
    sizes = [proof.size for proof in found.proofs]
    assert len(sizes) > 1
    assert sizes == sorted(sizes)
    assert len({frozenset(proof.leaves()) for proof in found.proofs}) == len(sizes)


def test_every_conclusion_of_the_shipped_dataset_has_a_proof_that_ends_at_claims(
    release: Release,
) -> None:
    conclusions = release.inquiry.reading("possible").conclusions
    drawn = [f for f in conclusions if f.predicate != RDF.type]
    assert len(drawn) > 300
    for fact in drawn[::20]:
        found = release.why(*fact, mode="possible")
        assert found.status == "derived"
        assert list(found.told[0].all_evidence())


def test_the_command_tells_it_in_four_ways(run: Run, dated: Release, tmp_path: Path) -> None:
    call = ["why", "cell", "answersTo", "front", "--release", str(dated.folder)]
    code, out, err = run(*call)
    assert (code, err) == (0, "")
    assert out == dated.why("cell", "answersTo", "front").text()
    code, out, _ = run(*call, "--format", "json", "--at", "2015-01-01")
    assert code == 0
    assert json.loads(out)["status"] == "derived"
    code, out, _ = run(*call, "--format", "ttl")
    triples = {quad.triple for quad in parse(input=out, format=RdfFormat.TURTLE)}
    used = {t.object for t in triples if t.predicate == PROV.wasDerivedFrom}
    assert claim("pledge") in used
    picture = tmp_path / "why.svg"
    assert run(*call, "--format", "svg", "-o", str(picture)) == (0, "", "")
    assert ET.parse(picture).getroot().tag.endswith("svg")  # noqa: S314  (our own)


def test_the_command_ends_with_1_where_the_fact_does_not_hold(run: Run, dated: Release) -> None:
    code, out, err = run("why", "front", "answersTo", "cell", "--release", str(dated.folder))
    assert (code, err) == (1, "")
    assert "neither CLAIMED nor DERIVED" in out


def test_the_command_asks_a_project_too(run: Run, dated: Release) -> None:
    code, out, _ = run("why", "cell", "answersTo", "front", "--release", str(dated.folder.parent))
    assert code == 0
    assert out == dated.why("cell", "answersTo", "front").text()


def test_a_date_that_is_none_is_told(run: Run, dated: Release) -> None:
    call = ["why", "cell", "answersTo", "front", "--release", str(dated.folder)]
    code, out, err = run(*call, "--at", "June")
    assert (code, out) == (2, "")
    assert "'June' is no date; write it as 2017-05-23" in err


def test_what_is_of_the_ontology_is_given(dated: Release) -> None:
    assert dated.why(AG.Affirms, NamedNode(f"{RDF}type"), "Stance").status == "given"
