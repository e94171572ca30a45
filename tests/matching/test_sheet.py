"""The sheet: what a person is given, what a decision becomes, and what stays a proposal."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

import kg
from kg import checking
from kg.ingest.sheets import CLAIM_COLUMNS
from kg.matching.propose import propose
from kg.matching.sheet import COLUMNS, PERSON_COLUMNS, decide, write
from kg.vocabulary import SKOS
from tests.matching.worlds import World
from tests.projects import entity, loaded, of_sheets, only, schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.matching.propose import Proposal
    from kg.matching.sheet import Decided

LIST = """@prefix ag: <https://w3id.org/allegiance/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/my-project/entity/list-1> a ag:ArmedGroup ; rdfs:label "NORTHERN BRIGADES" .
"""
TOML = '[[source]]\nid = "list"\nformat = "rdf"\npath = "list.ttl"\nlicence = "public-domain"\n'
GOOD = {
    "decision": "yes", "score": "0.80", "subject": "list-1", "object": "northern-brigade",
    "source": "field-notes",
}  # fmt: skip


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def decided(folder: Path, *lines: Mapping[str, str], source: str = "", by: str = "") -> Decided:
    path = folder / "decided.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return decide(path, "decided.csv", source=source, by=by)


def project(folder: Path, *claims: Mapping[str, str]) -> Path:
    """Make the template with a list that has one of its groups; and claims of a decided sheet."""
    of_sheets(folder, claims=claims, toml=TOML)
    (folder / "list.ttl").write_text(LIST, encoding="utf-8")
    return folder


def proposals(folder: Path) -> list[Proposal]:
    return propose(loaded(folder).quads, schema())


def test_a_proposal_is_a_row_with_columns_for_a_person_and_those_of_claims() -> None:
    world = World().party("a-1", "Maute group").party("b-1", "MAUTE, the “group”", "IS; Ranao")
    raw = write(world.proposals(0.5), "https://example.org/p/")
    (row,) = rows(raw)
    assert tuple(row) == COLUMNS == (*PERSON_COLUMNS, *CLAIM_COLUMNS)
    assert (row["decision"], row["relationship"]) == ("", "ExactMatch")
    assert (row["subject"], row["object"]) == ("a-1", "b-1")
    assert (row["subject_label"], row["subject_source"]) == ("Maute group", "a")
    assert (row["object_label"], row["object_source"]) == ("MAUTE, the “group”", "b")
    assert row["evidence"].startswith("name +")


def test_without_a_base_there_are_whole_iris() -> None:
    world = World().party("a-1", "Maute group").party("b-1", "Maute group")
    (row,) = rows(write(world.proposals(0.5)))
    assert row["subject"] == "https://example.org/p/entity/a-1"
    assert row["subject_source"] == "https://example.org/p/source/a"


def test_the_same_world_gives_the_same_bytes() -> None:
    def raw() -> bytes:
        world = World()
        for number in range(9):
            world.party(f"a-{number}", f"Front {number} of the Delta", "Delta Front", "Delta Army")
            world.party(f"b-{number}", f"Delta Front {number}", "Army of the Delta")
        return write(world.proposals(0.1))

    assert raw() == raw()


def test_proposals_as_they_come_decide_nothing(tmp_path: Path) -> None:
    world = World().party("a-1", "Maute group").party("b-1", "Maute group")
    path = tmp_path / "proposals.csv"
    path.write_bytes(write(world.proposals(), "https://example.org/p/"))
    found = decide(path, path.name, source="curation")
    assert (found.rows, found.problems, found.undecided) == ([], [], 1)


@pytest.mark.parametrize(
    ("word", "relationship", "stance"),
    [("yes", "ExactMatch", "affirms"), ("near", "CloseMatch", "affirms"),
     ("no", "ExactMatch", "denies")],
)  # fmt: skip
def test_a_decision_is_a_claim(tmp_path: Path, word: str, relationship: str, stance: str) -> None:
    line = {**GOOD, "decision": word, "start": "2014", "end": "2017-05", "note": "Same leader."}
    found = decided(tmp_path, line, {**GOOD, "decision": "unsure"}, by="A. Curator")
    assert (found.problems, found.undecided) == ([], 1)
    (row,) = rows(found.to_csv())
    assert tuple(row) == CLAIM_COLUMNS
    assert (row["relationship"], row["stance"]) == (relationship, stance)
    assert (row["start"], row["end"], row["source"]) == ("2014", "2017-05", "field-notes")
    assert row["note"] == "Same leader. Decided by A. Curator on a proposal of score 0.80."


def test_the_claims_of_a_decision_are_sound_and_end_the_proposal(tmp_path: Path) -> None:
    assert [p.key for p in proposals(project(tmp_path / "a"))] == [
        (entity("list-1"), entity("northern-brigade"))
    ]
    line = {**GOOD, "start": "2016", "end": "2017"}
    for word in ("yes", "near", "no"):
        (row,) = decided(tmp_path, {**line, "decision": word}).rows
        folder = project(tmp_path / word, row)
        assert proposals(folder) == []
        stated = {quad.predicate for quad in kg.build(folder).quads("stated")}
        assert (SKOS.exactMatch in stated) == (word == "yes")
        assert (SKOS.closeMatch in stated) == (word == "near")


def test_a_decision_is_taken_back_by_retracting_its_claim(tmp_path: Path) -> None:
    (row,) = decided(tmp_path, GOOD).rows
    assert proposals(project(tmp_path / "a", {**row, "status": "retracted"})) != []


def test_a_spreadsheet_may_write_capitals(tmp_path: Path) -> None:
    (row,) = decided(tmp_path, {**GOOD, "decision": "YES"}).rows
    assert row["stance"] == "affirms"


def test_two_times_are_two_decisions(tmp_path: Path) -> None:
    first = {**GOOD, "end": "2014"}
    then = {**GOOD, "decision": "no", "start": "2015"}
    found = decided(tmp_path, first, then)
    assert found.problems == []
    assert len({row["id"] for row in found.rows}) == 2
    assert checking.check(project(tmp_path / "a", *found.rows)).problems == ()


FAULTS: list[tuple[dict[str, str], str, str, str]] = [
    ({"decision": "yess"}, "decision", "yess", "is not known here; did you mean 'yes'?"),
    ({"subject": ""}, "subject", "", "is blank; fill in the subject"),
    ({"object": "list-1"}, "object", "list-1", "is the subject too; match two entities"),
    ({"source": ""}, "source", "", "is blank; name the source of the decision here, or with"),
    ({"start": "2014-13"}, "start", "2014-13", "has no such month; "),
    ({"start": "2014/2015"}, "start", "2014/2015", "is an interval; "),
    ({"start": "2017", "end": "2014"}, "end", "2014", "cannot be: the end, 2014, is before"),
    ({"credibility": "7"}, "credibility", "7", "is not known here; use one of: 1, 2, 3"),
]


@pytest.mark.parametrize(("change", "column", "value", "told"), FAULTS)
def test_a_fault_is_told_with_its_row_and_column(
    tmp_path: Path, change: dict[str, str], column: str, value: str, told: str
) -> None:
    found = decided(tmp_path, {**GOOD, "decision": "unsure"}, {**GOOD, **change})
    problem = only(found.problems)
    assert (problem.file, problem.row, problem.column) == ("decided.csv", 3, column)
    assert problem.value == value
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    assert found.rows == []


def test_one_decision_told_twice_is_a_fault(tmp_path: Path) -> None:
    problem = only(decided(tmp_path, GOOD, GOOD).problems)
    assert str(problem).endswith(
        "'yes' is what row 2 says of the two already; "
        "drop one of the rows, or give them different times"
    )


def test_a_sheet_that_lost_a_column_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "decided.csv"
    path.write_text("decision,subject,object\nyes,a,b\n", encoding="utf-8")
    problem = only(decide(path, path.name).problems)
    assert str(problem) == (
        "decided.csv, row 1, column score: is missing from the header; add a column 'score'"
    )
