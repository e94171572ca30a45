"""query, queries, export, verify-evidence: data on standard output, and nothing else there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from kg.publish.datasets import DATASETS
from kg.publish.serialise import FORMATS
from tests.projects import CLAIM, SOURCE, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release

    Run = Callable[..., tuple[int, str, str]]

SELECT = "SELECT ?g { ?g a ag:ArmedGroup ; rdfs:label 'Islamic State'@en }"
ASK = "ASK { ?g a ag:ArmedGroup }"
CONSTRUCT = (
    "CONSTRUCT { ?g a ag:ArmedGroup } WHERE { ?g a ag:ArmedGroup ; rdfs:label 'Islamic State'@en }"
)
GROUP = "https://w3id.org/allegiance/mosul-marawi/entity/islamic-state"


@pytest.fixture
def ask(run: Run, release: Release) -> Run:
    """Return what runs a query on the shipped release."""

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        return run("query", *arguments, "--release", str(release.folder), stdin=stdin)

    return call


def test_a_stored_query_piped_is_csv(ask: Run, release: Release) -> None:
    code, out, err = ask("allegiances", "-p", "date=2017-07-05")
    assert (code, err) == (0, "")
    rows = list(csv.reader(io.StringIO(out)))
    answer = release.query("allegiances", date="2017-07-05")
    assert tuple(rows[0]) == answer.columns
    assert len(rows) == len(answer) + 1 > 2
    assert "\r" not in out


def test_a_stored_query_as_json(ask: Run, release: Release) -> None:
    code, out, err = ask("allegiances", "--format", "json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert len(answer["results"]["bindings"]) == len(release.query("allegiances"))


def test_a_stored_query_as_a_table(ask: Run) -> None:
    code, out, err = ask("allegiances", "--format", "table")
    assert (code, err) == (0, "")
    assert "subordinate" in out.splitlines()[1]
    assert "rows" in out


def test_a_table_shows_brackets_as_they_are(ask: Run) -> None:
    sparql = 'SELECT ?x { VALUES ?x { "a [sic] b" "[/closed]" "[..2014]" "[red]c" } }'
    code, out, err = ask("-", "--format", "table", stdin=sparql)
    assert (code, err) == (0, "")
    for text in ("a [sic] b", "[/closed]", "[..2014]", "[red]c"):
        assert text in out


@pytest.mark.parametrize("way", ["stdin", "file"])
@pytest.mark.parametrize(
    ("sparql", "expected"),
    [(SELECT, f"g\n{GROUP}\n"), (ASK, "true\n"), (CONSTRUCT, f"<{GROUP}> a ag:ArmedGroup .\n")],
)
def test_a_query_of_ones_own(
    ask: Run, tmp_path: Path, way: str, sparql: str, expected: str
) -> None:
    file = tmp_path / "own.rq"
    file.write_text(sparql)
    code, out, err = ask("-", stdin=sparql) if way == "stdin" else ask(str(file))
    assert (code, err) == (0, "")
    assert out.endswith(expected)


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["alliegances"], "", "error: no stored query 'alliegances'; did you mean 'allegiances'?"),
        (["nothing-like-it"], "", "There are: aliases, "),
        ([SELECT + " " * 300], "", "error: no stored query \"SELECT"),
        (["allegiances", "-p", "date"], "", "error: -p date: write it as NAME=VALUE"),
        (["allegiances", "-p", "date=May"], "", "error: parameter date: 'May' is no date; write"),
        (["allegiances", "-p", "day=2017-07-01"], "", "error: allegiances has no parameter 'day';"),
        (["-", "-p", "date=2017-07-01"], SELECT, "error: -p goes with a stored query alone; "),
        (["-"], "SELECT", "error: not a SPARQL query: "),
        (["-"], "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", "error: SERVICE would call"),
        (["-", "--format", "ttl"], SELECT, "error: the format ttl does not fit: a SELECT gives"),
        (["allegiances", "--format", "ttl"], "", "error: the format ttl does not fit: "),
        (["-", "--format", "csv"], ASK, "gives true or false; take json, xml\n"),
        (["-", "--format", "csv"], CONSTRUCT, "give a graph; take ttl, nt, nq, jsonld, rdf\n"),
        (["allegiances", "--endpoint", "http://127.0.0.1:1/"], "", "error: --endpoint needs"),
        (["allegiances", "--endpoint", "x", "--base", "http://e/"], "", "error: 'x' is no"),
    ],
)  # fmt: skip
def test_a_query_at_fault_ends_with_2(
    ask: Run, arguments: list[str], stdin: str, message: str
) -> None:
    code, out, err = ask(*arguments, stdin=stdin)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_file_that_is_not_utf8_ends_with_2(ask: Run, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_bytes(b"SELECT * { ?s ?p '\xff' }")
    code, out, err = ask(str(tmp_path / "own.rq"))
    assert (code, out) == (2, "")
    assert "own.rq is not UTF-8: " in err


def test_a_release_that_is_not_there_ends_with_1(run: Run, tmp_path: Path) -> None:
    for arguments in (["query", "allegiances"], ["export", "stated"]):
        code, out, err = run(*arguments, "--release", str(tmp_path / "nowhere"))
        assert (code, out) == (1, "")
        assert "is no release: it has no manifest.json; make one: kg build" in err


def test_queries_are_listed_and_shown(run: Run, release: Release) -> None:
    code, out, err = run("queries")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["name"] for row in rows] == list(release.library.queries)
    assert all(row["question"].endswith("?") for row in rows)
    code, out, err = run("queries", "allegiances")
    assert (code, err) == (0, "")
    for shown in ("-p date=  date, default ", "-p party=  entity, may be left open", "\nSELECT "):
        assert shown in out


def test_queries_as_json(run: Run) -> None:
    code, out, err = run("queries", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["head"]["vars"] == ["name", "question"]


@pytest.mark.parametrize("part", DATASETS)
def test_export_is_as_in_the_release(run: Run, release: Release, part: str) -> None:
    code, out, err = run("export", part, "--release", str(release.folder))
    assert (code, err) == (0, "")
    if part != "ontology":  # whose blank nodes are numbered anew by the reader
        assert out == (release.folder / "data" / f"{part}.trig").read_text(encoding="utf-8")
    assert set(parse(input=out, format=RdfFormat.TRIG)) or part == "ontology"


@pytest.mark.parametrize("suffix", FORMATS)
def test_export_to_a_file(run: Run, release: Release, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"stated.{suffix}"
    code, out, err = run(
        "export", "stated", "--format", suffix, "-o", str(target), "--release", str(release.folder)
    )
    assert (code, out, err) == (0, "", "")
    assert target.read_bytes() == (release.folder / "data" / f"stated.{suffix}").read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_export_of_one_graph(run: Run, release: Release) -> None:
    base = release.manifest["project"]["base"]
    graph = f"{base}graph/article"
    arguments = ["export", "asserted", "--format", "nq", "--release", str(release.folder)]
    code, out, err = run(*arguments, "--graph", graph)
    assert (code, err) == (0, "")
    lines = [line for line in out.splitlines() if line]
    assert lines
    assert all(line.endswith(f" <{graph}> .") for line in lines)
    code, out, err = run(*arguments, "--graph", "https://example.org/nowhere")
    assert (code, out) == (2, "")
    assert f"it has: {base}graph/article, " in err


def test_export_to_a_folder_that_is_not_there_ends_with_2(
    run: Run, release: Release, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "out.ttl"
    code, out, err = run("export", "stated", "-o", str(target), "--release", str(release.folder))
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "nowhere" in err


TEXT = "Old Town fell.\n\nIt fell again.\n"


@pytest.fixture
def evidence(tmp_path: Path) -> list[str]:
    """Make a text and a project with one claim that points into it; return their arguments."""
    (tmp_path / "text.txt").write_text(TEXT)
    claim = {**CLAIM, "source": "s9", "paragraph": "2", "from_char": "19", "to_char": "23"}
    claim["digest"] = hashlib.sha256(b"fell").hexdigest()[:16]
    source = {**SOURCE, "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    project = of_sheets(tmp_path / "project", sources=[source], claims=[claim])
    return [str(project), "--text", str(tmp_path / "text.txt")]


def test_evidence_that_is_right_is_counted(run: Run, evidence: list[str]) -> None:
    assert run("verify-evidence", *evidence) == (
        0, "1 claims point at the words they were drawn from\n", "",
    )  # fmt: skip


def test_evidence_that_is_wrong_ends_with_1(run: Run, evidence: list[str], tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXT + "More.")
    code, out, err = run("verify-evidence", *evidence)
    assert (code, out) == (1, "")
    assert err.startswith("error: the text has the SHA-256 ")


def test_words_are_found_as_columns_of_a_sheet(run: Run, evidence: list[str]) -> None:
    code, out, err = run("verify-evidence", *evidence, "--find", "fell")
    digest = hashlib.sha256(b"fell").hexdigest()[:16]
    assert (code, err) == (0, "")
    assert out == f"paragraph,from_char,to_char,digest\n1,9,13,{digest}\n2,19,23,{digest}\n"


@pytest.mark.parametrize("words", ["rose", "fell.\n\nIt"])
def test_words_that_no_paragraph_holds_end_with_1(
    run: Run, evidence: list[str], words: str
) -> None:
    code, out, err = run("verify-evidence", *evidence, "--find", words)
    assert (code, out) == (1, "")
    assert "copy the words exactly, from one paragraph" in err


def test_a_text_that_is_not_utf8_ends_with_1(run: Run, evidence: list[str], tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(b"M\xfcller")
    code, out, err = run("verify-evidence", *evidence, "--find", "M")
    assert (code, out) == (1, "")
    assert "the text is not UTF-8" in err
