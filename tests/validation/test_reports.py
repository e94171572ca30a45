"""A report in each of its formats says the same, and says it as the format lays down."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SH

from kg import checking
from kg.validation.reports.registry import FORMATS
from tests.projects import CLAIM, SOURCE, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.checking import Checked

NASTY = 'so"on <b>&\u00e9 | \\'
WRONG = [
    {**CLAIM, "start": NASTY},
    {**CLAIM, "id": "c10", "object": "old-town", "note": "two\nlines"},
    {**CLAIM, "id": "c11", "object": "old-town", "paragraph": "9"},
    {**CLAIM, "id": "c12", "subject": "old-town"},
]
TOML = '[[exception]]\ncheck = "source-date"\nfocus = "s9"\nreason = "a leaflet & undated"\n'


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    sources = [SOURCE, {**SOURCE, "id": "s10"}]
    return checking.check(
        of_sheets(tmp_path_factory.mktemp("p"), sources=sources, claims=WRONG, toml=TOML)
    )


def written(checked: Checked, name: str) -> str:
    return FORMATS[name](checked.told())


def test_text_has_a_line_for_every_place_and_ends_with_the_counts(checked: Checked) -> None:
    lines = written(checked, "text").splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == [
        "claims.csv, row 4, column start", "claims.csv, row 5, column object",
        "claims.csv, row 6, column object", "claims.csv, row 7, column subject",
    ]  # fmt: skip
    assert lines[1].endswith("[allegiance-object]")
    assert lines[4].startswith("warning: sources.csv, row 4: 's10' neither a date nor a version; ")
    assert lines[5] == f"4 problems, 1 warning, 1 excused in {len(checked.loaded.quads)} quads"


def test_json_has_every_finding_with_its_places(checked: Checked) -> None:
    report = json.loads(written(checked, "json"))
    assert report["counts"] == {"violation": 3, "warning": 1, "info": 0}
    found = [(f["check"], [p.get("row") for p in f["places"]]) for f in report["findings"]]
    assert found == [
        ("reading", [4]), ("allegiance-object", [5, 6]), ("allegiance-subject", [7]),
        ("source-date", [4]), ("source-date", [3]),
    ]  # fmt: skip
    assert report["findings"][0]["value"] == NASTY
    assert report["findings"][-1]["excuse"] == "a leaflet & undated"


def sarif(checked: Checked) -> dict[str, Any]:
    document = json.loads(written(checked, "sarif"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_points_at_the_line_where_a_row_begins(checked: Checked) -> None:
    run = sarif(checked)
    lines = [
        [location["physicalLocation"]["region"]["startLine"] for location in result["locations"]]
        for result in run["results"]
    ]
    # Row 5 has a cell of two lines, so the rows after it begin a line later.
    assert lines == [[4], [5, 7], [8], [4], [3]]
    text = (checked.project.folder / "claims.csv").read_text("utf-8").splitlines()
    assert [text[n - 1].split(",")[0] for n in (4, 5, 7, 8)] == ["c9", "c10", "c11", "c12"]


def test_sarif_names_rules_levels_and_what_is_suppressed(checked: Checked) -> None:
    run = sarif(checked)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({f.check for f in checked.report.findings})
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert uri["uriBaseId"] in run["originalUriBaseIds"]
    assert [r["level"] for r in run["results"]] == ["error", "error", "error", "warning", "warning"]
    assert ["suppressions" in r for r in run["results"]] == [False] * 4 + [True]


def test_sarif_knows_a_result_again_when_rows_move(checked: Checked, tmp_path: Path) -> None:
    moved = checking.check(of_sheets(tmp_path, claims=[{**CLAIM, "id": "c8"}, *WRONG]))
    prints = [
        {
            r["partialFingerprints"]["finding/v1"]
            for r in sarif(c)["results"]
            if r["level"] == "error"
        }
        for c in (checked, moved)
    ]
    assert prints[0] == prints[1]
    assert len(prints[0]) == 3


def test_junit_fails_the_checks_that_found_violations(checked: Checked) -> None:
    suite = fromstring(written(checked, "junit"))  # noqa: S314  (our own)
    failed = {case.get("name") for case in suite if case.find("failure") is not None}
    assert failed == {"reading", "allegiance-object", "allegiance-subject"}
    assert (suite.get("failures"), suite.get("tests")) == ("3", str(len(suite)))
    told = {case.get("name"): case.findtext("system-out") for case in suite}
    assert "excused: sources.csv, row 3" in str(told["source-date"])


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.rows: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "tr" and given.get("class"):
            self.rows.append(str(given["class"]))
        self.links += [str(given["href"])] if "href" in given else []
        self.ids += [str(given["id"])] if "id" in given else []


def test_html_has_a_row_for_each_finding_and_fetches_nothing(checked: Checked) -> None:
    page = _Page()
    text = written(checked, "html")
    page.feed(text)
    assert page.rows == ["violation"] * 3 + ["warning", "excused"]
    assert "b" not in page.tags  # what stands in a cell is text
    assert "http" not in text
    assert {link.removeprefix("#") for link in page.links} == set(page.ids)


def test_rdf_is_a_report_of_shacl(checked: Checked) -> None:
    graph = rdflib.Graph()
    for triple in checked.report.triples():
        graph.parse(data=f"{triple} .", format="nt")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(checked.report.findings)
    for result in results:
        for needed in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            (value,) = graph.objects(result, needed)
            assert isinstance(value, rdflib.URIRef)
    places = {str(place) for place in graph.objects(None, DCTERMS.source)}
    assert places == {
        *(f"claims.csv#row={row}" for row in (4, 5, 6, 7)), "sources.csv#row=3", "sources.csv#row=4"
    }  # fmt: skip


@pytest.mark.parametrize("name", [*FORMATS, "ttl", "table"])
def test_the_command_prints_each_format(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, name: str
) -> None:
    code, out, err = run("check", str(of_sheets(tmp_path, claims=WRONG)), "--format", name)
    assert (code, err) == (1, "")
    assert "old-town" in out
    if name == "table":
        return
    file = tmp_path / "out"
    assert run("check", str(tmp_path), "--format", name, "-o", str(file)) == (1, "", "")
    assert file.read_text("utf-8") == out


def test_a_clean_project_conforms_in_every_format(tmp_path: Path) -> None:
    clean = checking.check(of_sheets(tmp_path))
    assert written(clean, "text") == f"0 problems in {len(clean.loaded.quads)} quads\n"
    assert json.loads(written(clean, "json"))["findings"] == []
    assert sarif(clean)["results"] == []
    assert fromstring(written(clean, "junit")).get("failures") == "0"  # noqa: S314
    assert "<table" not in written(clean, "html")
    assert any(str(t.object) == f'"true"^^{t.object.datatype}' for t in clean.report.triples()
               if hasattr(t.object, "datatype"))  # fmt: skip
