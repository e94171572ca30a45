"""Contradictions over time: on which days, by which rule, and down to which claims."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

import kg
from kg.conclusions import Basis
from kg.errors import Contradicted
from kg.reasoning.claims.clashes import EXCLUSIONS
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.telling import wording
from kg.vocabulary import AG
from tests.projects import CLAIM, GROUPS, SOURCE, claim, of_sheets, tie
from tests.reasoning.rule_kinds import EXAMPLES, read

if TYPE_CHECKING:
    from pathlib import Path

SPLIT = {**CLAIM, "relationship": "Split", "subject": "cell", "object": "group"}
BACK = {**SPLIT, "subject": "group", "object": "cell", "source": "s9"}


def project(folder: Path, *claims: dict[str, str], toml: str = "") -> Path:
    rows = [{**row, "id": f"x{n}"} for n, row in enumerate(claims, 1)]
    return of_sheets(folder, sources=[SOURCE], entities=GROUPS, claims=rows, toml=toml)


def clashes(folder: Path) -> list[dict[str, Any]]:
    return [clash.to_dict() for clash in Basis.read(folder).infer().clashes]


def test_facts_that_never_met_do_not_contradict_each_other(tmp_path: Path) -> None:
    apart = project(tmp_path, {**SPLIT, "start": "2010", "end": "2010"}, {**BACK, "start": "2012"})
    assert clashes(apart) == []


def test_where_they_meet_they_do_and_it_is_told_once_with_days_rule_and_claims(
    tmp_path: Path,
) -> None:
    folder = project(
        tmp_path,
        {**SPLIT, "start": "2010-01-01", "end": "2012-12-31"},
        {**BACK, "start": "2012-06-01", "end": "2014-12-31"},
    )
    (clash,) = clashes(folder)
    assert (clash["mode"], clash["rule"]) == ("certain", "prp-asyp")
    assert (clash["from"], clash["until"]) == ("2012-06-01", "2012-12-31")
    assert {p["fact"]: p["claims"] for p in clash["premises"]} == {
        str(tie("cell", AG.splinterOf, "group")): [claim("x1").value],
        str(tie("group", AG.splinterOf, "cell")): [claim("x2").value],
    }


def test_what_may_have_met_is_a_possible_contradiction(tmp_path: Path) -> None:
    (clash,) = clashes(project(tmp_path, SPLIT, {**BACK, "attested": "2012-06-01"}))
    assert (clash["mode"], clash["from"], clash["until"]) == ("possible", None, None)


def test_a_premise_that_was_derived_names_the_claims_that_it_rests_on(tmp_path: Path) -> None:
    holds = {**CLAIM, "relationship": "Control", "subject": "cell", "object": "old-town"}
    folder = project(tmp_path, holds)
    terms = folder / "terms.ttl"
    terms.write_text(
        "@prefix ag: <https://w3id.org/allegiance/ontology#> . "
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "ag:presentIn owl:propertyDisjointWith ag:controls ."
    )
    with (folder / "kg.toml").open("a") as file:
        file.write('[extend]\nontology = ["terms.ttl"]\n')
    found = [c for c in clashes(folder) if "/cell>" in c["premises"][0]["fact"]]
    assert [c["rule"] for c in found] == ["prp-pdw"]
    assert [p["claims"] for p in found[0]["premises"]] == [[claim("x1").value]] * 2


def test_the_report_names_things_and_claims(tmp_path: Path) -> None:
    release = kg.build(project(tmp_path, SPLIT, BACK))
    report = (release.folder / "report" / "validation.txt").read_text(encoding="utf-8")
    (line,) = [line for line in report.splitlines() if "contradiction, " in line]
    assert line.startswith("info: claims.csv, row ")
    assert "contradiction, possible, all days: Cell splinter of Group (claim/x1) and " in line
    assert line.endswith("[contradiction-prp-asyp]")
    assert "never goes both ways [prp-asyp]; correct one of the claims" in line
    told = json.loads((release.folder / "report" / "contradictions.json").read_text())
    assert told == clashes(tmp_path)
    assert release.manifest["counts"]["contradictions"] == {"certain": 0, "possible": 1}


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [('["possible"]', True), ('["prp-asyp"]', True), ('["certain"]', False), ("[]", False)],
)
def test_a_build_fails_on_those_that_the_project_names(
    tmp_path: Path, fail_on: str, fails: bool
) -> None:
    folder = project(tmp_path, SPLIT, BACK, toml=f"[reasoning]\nfail_on = {fail_on}\n")
    if not fails:
        assert kg.build(folder).manifest["counts"]["contradictions"]["possible"] == 1
        return
    with pytest.raises(Contradicted, match="Cell splinter of Group"):
        kg.build(folder)
    assert not (folder / "release").exists()


def test_every_rule_that_excludes_can_be_named_and_every_rule_has_words() -> None:
    rules = {
        rule for axioms, _ in EXAMPLES.values() for rule in compile_rules(Ontology(read(axioms)))
    }
    assert {rule.name for rule in rules if rule.head is None} == EXCLUSIONS
    assert not [r.name for r in rules if wording.reason(r).endswith(".rq concludes it")]


def test_a_contradiction_without_claims_says_so(tmp_path: Path) -> None:
    (clash,) = Basis.read(project(tmp_path, SPLIT, BACK)).infer().clashes
    bare = type(clash)(
        clash.mode, clash.days, clash.rule, ((Triple(NamedNode("x:a"), AG.role, Literal("b")), ()),)
    )
    assert "(no claim)" in bare.told({})
