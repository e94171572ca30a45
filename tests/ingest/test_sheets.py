"""The three sheets: each fault is told once, with file, row, column, value and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.ingest import sheets
from kg.vocabulary import AG, DCTERMS, RDF, RDFS
from tests.projects import (
    CLAIM,
    ENTITY,
    SHEETS,
    SHIPPED,
    SOURCE,
    TEMPLATE,
    loaded,
    of_sheets,
    only,
)

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/my-project/"

CLAIMS = [
    ({"id": ""}, "id", "is blank; fill in the id"),
    ({"id": "C 9"}, "id", "is no id; use a-z, 0-9 and single dashes"),
    ({"id": "c1"}, "id", "is the id of row 2 already; give each row its own"),
    ({"relationship": ""}, "relationship", "is blank; fill in the relationship"),
    ({"relationship": "Allegance"}, "relationship",
     "is not a class of the ontology; did you mean 'Allegiance'?"),
    ({"relationship": "allegiance"}, "relationship", "did you mean 'Allegiance'?"),
    ({"relationship": "ArmedGroup"}, "relationship", "is not a class of the ontology; "),
    ({"subject": ""}, "subject", "is blank; fill in the subject"),
    ({"subject": "Northern Brigade"}, "subject",
     "is neither an id nor an IRI; write an id of entities.csv, or https://…"),
    ({"subject": "nobody"}, "subject", "is no entity of any source; add the entity, or correct"),
    ({"subject": "unknown:thing"}, "subject", "is neither an id nor an IRI; "),
    ({"subject": "https://example.org/100%_sure"}, "subject", "Invalid IRI percent encoding"),
    ({"object": ""}, "object", "is blank; fill in the object"),
    ({"object": "nobody"}, "object", "is no entity of any source; "),
    ({"relationship": "Dissolution"}, "object",
     "is given, but Dissolution has no second party; leave the cell blank"),
    ({"relationship": "Naming", "object": ""}, "object", "is blank; fill in the object"),
    ({"source": ""}, "source", "is blank; fill in the source"),
    ({"source": "field-note"}, "source",
     "is no source of sources.csv; did you mean 'field-notes'?"),
    ({"claimer": "nobody"}, "claimer", "is no entity of any source; "),
    ({"claimer": "A. General"}, "claimer", "is neither an id nor an IRI; "),
    ({"conditional_on": "c1|c77"}, "conditional_on", "is no claim of any source; add the claim, "),
    ({"conditional_on": "northern-brigade"}, "conditional_on", "is no claim of any source; "),
    ({"conditional_on": "c 1"}, "conditional_on",
     "holds 'c 1', which is no id; list ids of claims: c1|c2"),
    ({"conditional_on": "c1, c2"}, "conditional_on", "holds 'c1, c2', which is no id; "),
    ({"stance": "afirms"}, "stance", "is not known here; did you mean 'affirms'?"),
    ({"stance": "AFFIRMS"}, "stance", "is not known here; use one of: affirms, denies"),
    ({"modality": "probable"}, "modality", "is not known here; did you mean 'possible'?"),
    ({"status": "rejected"}, "status", "is not known here; "),
    ({"reliability": "G"}, "reliability", "is not known here; use one of: A, B, C, D, E, F"),
    ({"credibility": "7"}, "credibility", "is not known here; use one of: 1, 2, 3, 4, 5, 6"),
    ({"start": "2014-13"}, "start", "has no such month; months run from 01 to 12"),
    ({"start": "25"}, "start", "is not an EDTF date; write 2014, 2014-06"),
    ({"start": "0025"}, "start", "is in the year 25; write all four digits of the year"),
    ({"start": "2014/2015"}, "start", "is an interval; the start is one date, write [a..b]"),
    ({"end": "2017-02-29"}, "end", "February 2017 has 28 days; correct the day"),
    ({"attested": "July 2017"}, "attested", "is not an EDTF date; "),
    ({"start": "2016", "end": "2015"}, "end",
     "cannot be: the end, 2015, is before the start, 2016; correct one of them"),
    ({"start": "2016", "attested": "2015"}, "attested",
     "cannot be: attested at 2015, before the start, 2016; correct one of them"),
    ({"end": "2015", "attested": "2016"}, "attested",
     "cannot be: attested at 2016, after the end, 2015; correct one of them"),
    ({"low": "60,000"}, "low", "is not a number; write digits alone, 60000 and not 60,000 or 60k"),
    ({"best": "60k"}, "best", "is not a number; "),
    ({"high": "1e3"}, "high", "is not a number; "),
    ({"low": "9", "best": "5"}, "low", "breaks low ≤ best ≤ high; correct the figures"),
    ({"low": "9", "high": "5"}, "low", "breaks low ≤ best ≤ high; "),
    ({"low": "1", "best": "9", "high": "5"}, "best", "breaks low ≤ best ≤ high; "),
    ({"paragraph": "three"}, "paragraph", "is not a count; write a whole number"),
    ({"page": "-1"}, "page", "is not a count; "),
    ({"row": "1.5"}, "row", "is not a count; "),
    ({"from_char": "9", "to_char": "5"}, "to_char",
     "is not after from_char; to_char is the offset after the last one"),
    ({"from_char": "9", "to_char": "9"}, "to_char", "is not after from_char; "),
    ({"from_char": "9"}, "to_char", "is blank; give both ends of the span, or neither"),
    ({"to_char": "9"}, "from_char", "is blank; give both ends of the span, or neither"),
    ({"from_char": "5", "to_char": "9", "digest": "abc"}, "digest",
     "is no digest; take the 16 digits that verify-evidence prints"),
    ({"paragraph": "3", "digest": "0123456789abcdef"}, "digest",
     "is of no span; give from_char and to_char with it"),
    ({"note": "a\x0bb"}, "note", "holds a control character; delete it, or write a space instead"),
]  # fmt: skip
ENTITIES = [
    ({"id": ""}, "id", "is blank; "),
    ({"id": "Nine"}, "id", "is no id; "),
    ({"id": "old-town"}, "id", "is the id of row 4 already; "),
    ({"type": ""}, "type", "is blank; "),
    ({"type": "Armed group"}, "type", "is not a class of the ontology; did you mean 'ArmedGroup'?"),
    ({"type": "Allegiance"}, "type", "is not a class of the ontology; "),
    ({"name": ""}, "name", "is blank; "),
    ({"lang": "english"}, "lang", "is no language tag (BCP 47); write en, ar, tl, …"),
    ({"lang": "en_US"}, "lang", "is no language tag (BCP 47); "),
    ({"country_code": "PHL"}, "country_code", "is no ISO 3166-1 code; write two capitals"),
    ({"country_code": "ph"}, "country_code", "is no ISO 3166-1 code; "),
]  # fmt: skip
POINT = {
    "type": "Settlement", "latitude": "8.0", "longitude": "124.3", "precision": "NearPoint",
    "coordinates_source": "field-notes",
}  # fmt: skip
POINTS = [
    ({"latitude": ""}, "latitude", "is blank; fill in the latitude"),
    ({"longitude": ""}, "longitude", "is blank; fill in the longitude"),
    ({"precision": ""}, "precision", "is blank; fill in the precision"),
    ({"coordinates_source": ""}, "coordinates_source", "is blank; fill in the coordinates_source"),
    ({"coordinates_source": "atlas"}, "coordinates_source", "is no source of sources.csv; "),
    ({"latitude": "90.5"}, "latitude", "is beyond ±90 degrees; write decimal degrees of WGS 84"),
    ({"longitude": "-180.01"}, "longitude", "is beyond ±180 degrees; "),
    ({"latitude": "8°N"}, "latitude", "is not a number; "),
    ({"longitude": "124,3"}, "longitude", "is not a number; "),
    ({"precision": "exact"}, "precision", "is not known here; use one of: AreaCentroid"),
]
SOURCES = [
    ({"id": ""}, "id", "is blank; "),
    ({"id": "Field Notes"}, "id", "is no id; "),
    ({"id": "field-notes"}, "id", "is the id of row 2 already; "),
    ({"id": "stated"}, "id", "names a graph that each release adds; give the source another id"),
    ({"id": "sheets"}, "id", "stands in another source already; give one of the two another id"),
    ({"type": "Book"}, "type", "is not a class of the ontology; "),
    ({"title": ""}, "title", "is blank; "),
    ({"date": "last summer"}, "date", "is not an EDTF date; "),
    ({"licence": ""}, "licence", "is blank; "),
    ({"licence": "free for all"}, "licence", "is no licence; write an SPDX id such as CC-BY-4.0"),
    ({"claims_licence": "mine"}, "claims_licence", "is no licence; "),
    ({"url": "example.com/notes"}, "url", "is no web address; write it whole, beginning with"),
    ({"language": "English, Arabic"}, "language", "is no language tag (BCP 47); "),
    ({"reliability": "1"}, "reliability", "is not known here; use one of: A, B, C, D, E, F"),
    ({"text_sha256": "0" * 63}, "text_sha256", "is no SHA-256; write its 64 lower-case"),
    ({"text_sha256": "A" * 64}, "text_sha256", "is no SHA-256; "),
]  # fmt: skip
FAULTS = [
    *(("claims.csv", 4, {**CLAIM, **cells}, column, told) for cells, column, told in CLAIMS),
    *(("entities.csv", 5, {**ENTITY, **cells}, column, told) for cells, column, told in ENTITIES),
    *(("entities.csv", 5, {**ENTITY, **POINT, **c}, column, told) for c, column, told in POINTS),
    *(("sources.csv", 3, {**SOURCE, **cells}, column, told) for cells, column, told in SOURCES),
]


@pytest.mark.parametrize(("sheet", "row", "cells", "column", "told"), FAULTS)
def test_a_fault_is_told_once_with_its_place_and_remedy(
    tmp_path: Path, sheet: str, row: int, cells: dict[str, str], column: str, told: str
) -> None:
    project = of_sheets(tmp_path, **{sheet.removesuffix(".csv"): [cells]})  # type: ignore[arg-type]
    problem = only(loaded(project).problems)
    assert (problem.file, problem.row, problem.column) == (sheet, row, column)
    assert told in f"{problem.message}; {problem.remedy}"
    if problem.value:
        shown = problem.value.rpartition("/")[2] if column == "id" else problem.value
        assert shown in cells[column]
    else:
        assert not cells.get(column)


def test_the_rows_that_the_faults_are_planted_in_are_good(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path,
        sources=[SOURCE],
        entities=[ENTITY, {**ENTITY, **POINT, "id": "e10"}],
        claims=[CLAIM],
    )
    assert not kg.check(project).problems


def test_faults_in_several_cells_of_a_row_are_all_told(tmp_path: Path) -> None:
    wrong = {"start": "2014-13", "end": "soon", "low": "many", "stance": "perhaps", "object": ""}
    found = loaded(of_sheets(tmp_path, claims=[{**CLAIM, **wrong}])).problems
    assert sorted(problem.column or "" for problem in found) == sorted(wrong)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_that_is_not_there_is_told_alone(tmp_path: Path, sheet: str) -> None:
    project = of_sheets(tmp_path)
    (project / sheet).unlink()
    problem = only(loaded(project).problems)
    assert (problem.file, problem.row, problem.message) == (sheet, None, "is not there")
    assert problem.remedy.startswith("add it, with the header id,")


def test_sheets_in_a_folder_are_named_with_it(tmp_path: Path) -> None:
    project = of_sheets(tmp_path)
    (project / "in").mkdir()
    for name in SHEETS:
        (project / name).rename(project / "in" / name)
    text = (project / "kg.toml").read_text()
    (project / "kg.toml").write_text(text.replace('path = "."', 'path = "in"'))
    (project / "in" / "claims.csv").write_text("id\n")
    assert {problem.file for problem in loaded(project).problems} == {"in/claims.csv"}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_header_alone_is_no_fault(tmp_path: Path, sheet: str) -> None:
    project = of_sheets(tmp_path)
    for name in {"claims.csv", sheet}:
        head = (project / name).read_text().partition("\n")[0]
        (project / name).write_text(head)
    assert not loaded(project).problems


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_line_ends_and_blank_rows_make_no_difference(
    tmp_path: Path, mark: str
) -> None:
    project = of_sheets(tmp_path)
    before = loaded(project).quads
    for name in SHEETS:
        head, *rows = (project / name).read_text().splitlines()
        blank = "," * head.count(",")
        text = "\r\n".join([head, "", blank, *rows, blank, ""])
        (project / name).write_bytes((mark + text).encode())
    assert loaded(project).quads == before


def test_the_order_of_the_columns_does_not_matter(tmp_path: Path) -> None:
    project = of_sheets(tmp_path)
    before = loaded(project).quads
    rows = [line.split(",") for line in (project / "claims.csv").read_text().splitlines()]
    (project / "claims.csv").write_text("\n".join(",".join(reversed(row)) for row in rows))
    assert loaded(project).quads == before


def quads(project: Path) -> set[Quad]:
    found = loaded(project)
    assert not found.problems
    return set(found.quads)


def test_parties_are_named_by_id_curie_or_iri(tmp_path: Path) -> None:
    elsewhere = "https://www.wikidata.org/entity/Q1"
    project = of_sheets(
        tmp_path,
        claims=[
            {**CLAIM, "id": "c7", "relationship": "Estimate", "object": "ag:Deaths", "low": "5"},
            {**CLAIM, "id": "c8", "relationship": "ExactMatch", "object": elsewhere},
            {**CLAIM, "relationship": "ag:Support", "object": f"{BASE}entity/river-front"},
        ],
    )  # fmt: skip
    objects = {quad.object for quad in quads(project)}
    assert {AG.Deaths, NamedNode(elsewhere), NamedNode(f"{BASE}entity/river-front")} <= objects


def test_a_claim_has_the_reliability_of_its_source_unless_it_has_its_own(tmp_path: Path) -> None:
    project = of_sheets(tmp_path, claims=[CLAIM, {**CLAIM, "id": "c10", "reliability": "E"}])
    grades = {
        quad.subject.value.rpartition("/")[2]: quad.object
        for quad in quads(project)
        if quad.predicate == AG.sourceReliability and isinstance(quad.subject, NamedNode)
    }
    assert (grades["c9"], grades["c10"]) == (AG.ReliabilityB, AG.ReliabilityE)


def test_codes_are_parted_by_bars(tmp_path: Path) -> None:
    found = quads(of_sheets(tmp_path, entities=[{**ENTITY, "code": "UCDP actor 1| OFAC:2 |"}]))
    codes = {quad.object for quad in found if quad.predicate == DCTERMS.identifier}
    assert codes == {Literal("UCDP actor 1"), Literal("OFAC:2")}


def test_a_name_is_english_unless_a_language_is_given(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path, entities=[ENTITY, {**ENTITY, "id": "e10", "name": "الجبهة", "lang": "ar"}]
    )
    names = {quad.object for quad in quads(project) if quad.predicate == RDFS.label}
    assert {Literal("Nine", language="en"), Literal("الجبهة", language="ar")} <= names


@pytest.mark.parametrize(
    ("kind", "own", "claims", "expected"),
    [
        ("Report", "unknown", "", "https://creativecommons.org/licenses/by/4.0/"),
        ("Report", "unknown", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Dataset", "ODbL-1.0", "", "https://spdx.org/licenses/ODbL-1.0"),
        ("SanctionsList", "ODbL-1.0", "", "https://spdx.org/licenses/ODbL-1.0"),
        ("Dataset", "ODbL-1.0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ],
)
def test_claims_are_under_the_projects_licence_unless_they_are_copied(
    tmp_path: Path, kind: str, own: str, claims: str, expected: str
) -> None:
    row = {**SOURCE, "type": kind, "licence": own, "claims_licence": claims}
    graph = NamedNode(f"{BASE}graph/s9")
    found = quads(of_sheets(tmp_path, sources=[row]))
    assert Quad(graph, DCTERMS.license, NamedNode(expected), graph) in found


def test_every_claim_stands_in_the_graph_of_its_source_and_version(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path,
        sources=[{**SOURCE, "version": "22.1"}],
        claims=[{**CLAIM, "source": "s9"}],
    )
    claim = Quad(
        NamedNode(f"{BASE}claim/c9"), RDF.type, AG.Claim, NamedNode(f"{BASE}graph/s9/22-1")
    )
    assert claim in quads(project)


def test_the_shipped_sheets_use_known_columns_only() -> None:
    for name, columns in (
        ("sources.csv", sheets.SOURCE_COLUMNS),
        ("entities.csv", sheets.ENTITY_COLUMNS),
        ("claims.csv", sheets.CLAIM_COLUMNS),
    ):
        template = (TEMPLATE / name).read_text().partition("\n")[0].split(",")
        assert tuple(template) == columns
        shipped = (SHIPPED / name).read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert set(shipped) <= set(columns)
