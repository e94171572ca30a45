"""What changed between two releases is told, all of it, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import UsageError
from kg.publish.delta import COLUMNS, Change, diff
from tests.projects import CLAIM, GROUPS, PLEDGES, SOURCE, dated_project, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release

PEOPLE = [{"id": "commander", "type": "Person", "name": "Commander"}]
BASE = "https://example.org/my-project/"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the dated project once more, with a hand in each sheet.

    The pledge ends a year sooner and is better graded; the undated one is gone, and a new one came;
    the front has another name, there is one group more; the second source is under another licence.
    """
    pledges = [dict(pledge) for pledge in PLEDGES if pledge["id"] != "undated"]
    pledges[0].update(end="2015-12-31", credibility="1", paragraph="8")
    pledges[-1].update(end="2015", status="contested")
    pledges.append({"id": "new", "subject": "front", "object": "other", "start": "2017"})
    groups = [dict(g) for g in GROUPS] + [{"id": "other", "type": "ArmedGroup", "name": "Other"}]
    groups[2]["name"] = "The Front"
    folder = of_sheets(
        tmp_path_factory.mktemp("later"),
        sources=[SOURCE | {"licence": "CC0-1.0", "claims_licence": "CC0-1.0"}],
        entities=[*groups, *PEOPLE], claims=[{**CLAIM, **pledge} for pledge in pledges],
    )  # fmt: skip
    return kg.build(folder)


def told(old: Release, new: Release, kind: str) -> list[tuple[object, ...]]:
    """Return the rows of a kind, without it."""
    return [row[1:] for row in diff(old, new).rows() if row[0] == kind]


def test_claims_column_by_column(dated: Release, later: Release) -> None:
    assert told(dated, later, "claim") == [
        ("added", "claim/new", None, None, "ag:Allegiance entity/front entity/other"),
        ("changed", "claim/pledge", "credibility", "ag:Credibility2", "ag:Credibility1"),
        ("changed", "claim/pledge", "earliest_end", "2016-12-31", "2015-12-31"),
        ("changed", "claim/pledge", "edtf_end", "2016-12-31", "2015-12-31"),
        ("changed", "claim/pledge", "latest_end", "2016-12-31", "2015-12-31"),
        ("changed", "claim/pledge", "paragraph", "7", "8"),
        ("changed", "claim/same-pledge", "earliest_end", "2016-01-01", "2015-01-01"),
        ("changed", "claim/same-pledge", "edtf_end", "2016", "2015"),
        ("changed", "claim/same-pledge", "latest_end", "2016-12-31", "2015-12-31"),
        ("changed", "claim/same-pledge", "status", "ag:Accepted", "ag:Contested"),
        ("removed", "claim/undated", None, "ag:Allegiance entity/front entity/river-front", None),
    ]


def test_entities_and_sources(dated: Release, later: Release) -> None:
    assert told(dated, later, "entity") == [
        ("added", "entity/other", None, None, "Other@en"),
        ("changed", "entity/front", "name", "Front@en", "The Front@en"),
    ]
    one, other = (
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    )
    assert told(dated, later, "source") == [
        ("changed", "source/s9", "claims_licence", one, other),
        ("changed", "source/s9", "licence", one, other),
    ]


def test_conclusions_that_appeared_and_fell(dated: Release, later: Release) -> None:
    answers = {
        (what, *re.findall(r"entity/([\w-]+)", str(thing)), *rest)
        for what, thing, *rest in told(dated, later, "conclusion")
        if "<ag:answersTo>" in str(thing)
    }
    assert ("removed", "front", "river-front", "possible", "../..", None) in answers
    assert ("added", "front", "other", "possible", None, "2017-01-01/..") in answers
    assert (
        "changed", "cell", "group", "certain", "2014-07-01/2016-12-31", "2014-07-01/2015-12-31"
    ) in answers  # fmt: skip
    # The front's own pledge is gone, so nobody below it answers to the river front any more.
    assert ("removed", "group", "river-front", "possible", "2010-01-01/2015-03-31", None) in answers
    # Conclusions are compared by what holds and when, so that all of them are those of two sets.
    before, after = (
        {str(q) for q in r.quads("inferred") if "/certain>" in str(q.graph_name)}
        for r in (dated, later)
    )
    gone = {c.thing for c in diff(dated, later).of("conclusion")
            if (c.what, c.column) == ("removed", "certain")}  # fmt: skip
    assert gone == {q.rpartition(" <")[0] for q in before - after if "void" not in q} - {
        q.rpartition(" <")[0] for q in after
    }


def test_the_way_back_is_the_same_the_other_way_round(dated: Release, later: Release) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there = {
        (c.kind, turned[c.what], c.thing, c.column, c.after, c.before)
        for c in diff(dated, later).changes
    }
    back = {(c.kind, c.what, c.thing, c.column, c.before, c.after)
            for c in diff(later, dated).changes}  # fmt: skip
    assert there == back


def test_a_release_differs_in_nothing_from_itself(dated: Release) -> None:
    assert diff(dated, dated).changes == ()
    assert diff(dated, dated).text() == "nothing differs\n"


def test_a_changed_ontology_and_rule_are_told(tmp_path: Path, dated: Release) -> None:
    folder = dated_project(tmp_path / "p")
    (folder / "own.ttl").write_text(
        "@prefix ex: <https://example.org/t#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:knows a owl:ObjectProperty ; rdfs:label "knows"@en .\n',
        encoding="utf-8",
    )
    rule = kg.resources.folder("queries") / "rules" / "fought-against.rq"
    (folder / rule.name).write_text(rule.read_text("utf-8") + "# Ours.\n", encoding="utf-8")
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[extend]\nontology = ["own.ttl"]\nrules = ["{rule.name}"]\n')
    found = diff(dated, kg.build(folder)).changes
    assert [c for c in found if c.kind != "conclusion"] == [
        Change("term", "added", "https://example.org/t#knows", after="knows@en"),
        Change("rule", "changed", "fought-against.rq"),
    ]


def test_two_projects_are_not_compared(dated: Release, release: Release) -> None:
    with pytest.raises(UsageError, match="are two projects; compare two releases of one"):
        diff(dated, release)


def test_the_verb(
    dated: Release, later: Release, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    pair = (str(dated.folder), str(later.folder))
    code, out, err = run("diff", *pair)
    assert (code, err) == (0, "")
    assert out.startswith("sources: 0 added, 0 removed, 1 changed\nentities: 1 added, 0 removed, 1")
    assert "claims: 1 added, 1 removed, 2 changed\n" in out
    code, out, err = run("diff", *pair, "--format", "json")
    found = json.loads(out)
    assert (code, err, found["base"]) == (0, "", BASE)
    assert [tuple(c) for c in found["changes"]] == [COLUMNS] * len(found["changes"])
    assert {
        "kind": "claim", "what": "changed", "thing": f"{BASE}claim/same-pledge",
        "column": "status", "before": "https://w3id.org/allegiance/ontology#Accepted",
        "after": "https://w3id.org/allegiance/ontology#Contested",
    } in found["changes"]  # fmt: skip
    copy = shutil.copytree(dated.folder, tmp_path / "copy")
    assert run("diff", pair[0], str(copy)) == (0, "nothing differs\n", "")
    code, out, err = run("diff", pair[0], str(tmp_path))
    assert (code, out) == (1, "")
    assert "is no release" in err
