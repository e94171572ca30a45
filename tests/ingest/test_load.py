"""Faults that show only when all sources are together; what leans on a faulty row is no fault."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

import kg
from kg.model.values import Origin
from kg.vocabulary import RDFS
from tests.projects import (
    CLAIM,
    ENTITY,
    RDF,
    SHEETS,
    SOURCE,
    TEMPLATE,
    loaded,
    of_rdf,
    of_sheets,
    only,
)

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/my-project/"
MORE = '\n[[source]]\nid = "more"\nformat = "{0}"\npath = "{1}"\n'


def two_folders(folder: Path, **rows: list[dict[str, str]]) -> Path:
    """Make a project of the template and of a second folder, whose sheets hold these rows alone."""
    project = of_sheets(folder, toml=MORE.format("sheets", "more"))
    (folder / "more").mkdir()
    for name in SHEETS:
        columns = (TEMPLATE / name).read_text().partition("\n")[0].split(",")
        with (folder / "more" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows.get(name.removesuffix(".csv"), []))
    return project


def test_entities_of_one_folder_are_known_to_the_claims_of_another(tmp_path: Path) -> None:
    project = two_folders(tmp_path, sources=[SOURCE], claims=[{**CLAIM, "source": "s9"}])
    assert not kg.check(project).problems


@pytest.mark.parametrize(
    ("rows", "kind", "file", "row", "first"),
    [
        ({"entities": [{**ENTITY, "id": "old-town"}]}, "entity", "more/entities.csv", 2,
         "entities.csv, row 4"),
        ({"sources": [SOURCE], "claims": [{**CLAIM, "id": "c1", "source": "s9"}]}, "claim",
         "more/claims.csv", 2, "claims.csv, row 2"),
        ({"sources": [{**SOURCE, "id": "field-notes"}]}, "source", "more/sources.csv", 2,
         "sources.csv, row 2"),
        ({"sources": [{**SOURCE, "id": "sheets"}]}, "source", "more/sources.csv", 2,
         "another source"),
    ],
)  # fmt: skip
def test_an_id_that_two_sources_have_is_told(
    tmp_path: Path,
    rows: dict[str, list[dict[str, str]]],
    kind: str,
    file: str,
    row: int,
    first: str,
) -> None:
    problem = only(loaded(two_folders(tmp_path, **rows)).problems)
    local_id = next(iter(rows.values()))[0]["id"] if kind != "claim" else "c1"
    assert (problem.file, problem.row, problem.column) == (file, row, "id")
    assert problem.value == f"{BASE}{kind}/{local_id}"
    assert problem.message == f"stands in {first} already"


def broken_entity(name: str) -> dict[str, str]:
    return {**ENTITY, **{"name": {"name": ""}, "type": {"type": "Gang"}}[name]}


@pytest.mark.parametrize("fault", ["name", "type"])
@pytest.mark.parametrize("column", ["subject", "object", "claimer"])
def test_a_claim_about_an_entity_of_a_faulty_row_is_no_fault(
    tmp_path: Path, fault: str, column: str
) -> None:
    project = of_sheets(
        tmp_path, entities=[broken_entity(fault)], claims=[{**CLAIM, column: ENTITY["id"]}]
    )
    assert only(kg.check(project).problems).file == "entities.csv"


def test_a_claim_or_point_from_a_source_of_a_faulty_row_is_no_fault(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path,
        sources=[{**SOURCE, "licence": "free"}],
        entities=[
            {**ENTITY, "type": "Settlement", "latitude": "1", "longitude": "1",
             "precision": "NearPoint", "coordinates_source": "s9"},
        ],
        claims=[{**CLAIM, "source": "s9"}, {**CLAIM, "id": "c10", "conditional_on": "c9"}],
    )  # fmt: skip
    assert only(kg.check(project).problems).file == "sources.csv"


def test_a_chain_of_claims_that_hangs_on_a_faulty_one_is_no_fault(tmp_path: Path) -> None:
    chain = [{**CLAIM, "id": "c0", "start": "never"}]
    chain += [{**CLAIM, "id": f"d{n}", "conditional_on": f"d{n - 1}"} for n in range(1, 4)]
    chain[1]["conditional_on"] = "c0"
    assert only(kg.check(of_sheets(tmp_path, claims=chain)).problems).row == 4


def test_conditions_may_stand_in_later_rows_and_in_a_circle(tmp_path: Path) -> None:
    rows = [{**CLAIM, "conditional_on": "c10"}, {**CLAIM, "id": "c10", "conditional_on": "c9"}]
    checked = kg.check(of_sheets(tmp_path, claims=rows))
    assert not checked.loaded.problems  # the rows can be read; that it is a circle, a shape tells
    assert {finding.check for finding in checked.report.findings} == {"condition-loop"}


@pytest.mark.parametrize(
    ("sheet", "raw"),
    [
        ("sources.csv", b"id;type;title;licence\n"),
        ("sources.csv", b""),
        ("entities.csv", b"\xff\xfei\x00d\x00"),
        ("entities.csv", b'id,type,name\nnorthern-brigade,ArmedGroup,"Northern\n'),
        ("entities.csv", b"key,type,name\n"),
    ],
)
def test_a_sheet_that_cannot_be_read_makes_no_faults_in_the_others(
    tmp_path: Path, sheet: str, raw: bytes
) -> None:
    project = of_sheets(tmp_path)
    (project / sheet).write_bytes(raw)
    problems = kg.check(project).problems
    assert problems
    assert {problem.file for problem in problems} == {sheet}


def test_a_row_of_the_wrong_length_makes_no_faults_in_the_claims_about_it(tmp_path: Path) -> None:
    project = of_sheets(tmp_path, claims=[{**CLAIM, "object": "e9"}])
    with (project / "entities.csv").open("a") as file:
        file.write("e9,ArmedGroup,Nine\n")
    problem = only(kg.check(project).problems)
    assert (problem.file, problem.row) == ("entities.csv", 5)


def test_rdf_that_cannot_be_read_makes_no_faults_in_the_sheets(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path, claims=[{**CLAIM, "object": "in-the-rdf"}], toml=MORE.format("rdf", "more.ttl")
    )
    (project / "more.ttl").write_text("<a")
    assert only(kg.check(project).problems).file == "more.ttl"


def test_entities_of_an_rdf_file_are_known_to_the_sheets(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path, claims=[{**CLAIM, "object": "in-the-rdf"}], toml=MORE.format("rdf", "more.ttl")
    )
    (project / "more.ttl").write_text(
        f"<{BASE}entity/in-the-rdf> a <https://w3id.org/allegiance/ontology#ArmedGroup> ;"
        ' <http://www.w3.org/2000/01/rdf-schema#label> "Nine"@en .'
    )
    assert not kg.check(project).problems


def test_an_iri_of_elsewhere_need_not_be_described_to_be_matched(tmp_path: Path) -> None:
    other = "https://www.wikidata.org/entity/Q1"
    match = {**CLAIM, "relationship": "ExactMatch", "object": other}
    assert not loaded(of_sheets(tmp_path, claims=[match])).problems


def test_a_node_leads_to_every_row_that_it_was_read_from(tmp_path: Path) -> None:
    again = {**CLAIM, "relationship": "Alliance"}
    project = of_sheets(
        tmp_path,
        claims=[
            {**again, "id": "c7"},
            {**again, "id": "c8", "subject": CLAIM["object"], "object": CLAIM["subject"]},
        ],
    )
    origins = loaded(project).origins
    node = NamedNode(f"{BASE}relationship/alliance/northern-brigade--river-front")
    assert origins[node] == (
        Origin("claims.csv", 4),
        Origin("claims.csv", 5, is_swapped=True),
    )
    assert origins[NamedNode(f"{BASE}claim/c8")] == (Origin("claims.csv", 5),)
    assert origins[NamedNode(f"{BASE}source/field-notes#page=4")] == (Origin("claims.csv", 2),)
    assert origins[NamedNode(f"{BASE}entity/old-town")] == (Origin("entities.csv", 4),)


def test_quads_are_sorted_and_each_stands_once(tmp_path: Path) -> None:
    quads = loaded(of_rdf(tmp_path, RDF + RDF)).quads
    assert len(quads) == len(set(quads))
    assert list(quads) == sorted(quads, key=str)


def test_a_label_is_told_once_with_its_language(tmp_path: Path) -> None:
    label = f'<https://example.org/p/entity/front> {RDFS.label} "%s" .\n'
    (tmp_path / "more.nt").write_text(label % "Front" + label % "Another", encoding="utf-8")
    more = '[[source]]\nid = "more"\nformat = "rdf"\npath = "more.nt"\nlicence = "CC0-1.0"\n'
    found = loaded(of_rdf(tmp_path, toml=more)).quads
    front = NamedNode("https://example.org/p/entity/front")
    labels = {str(q.object) for q in found if (q.subject, q.predicate) == (front, RDFS.label)}
    assert labels == {'"Front"@en', '"Another"'}
