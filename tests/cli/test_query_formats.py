"""kg query in every format: on standard output, into a file, and what does not fit."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pyoxigraph as ox
import pytest

from kg.cli.output import ANSWER_FORMATS, GRAPH_FORMATS, ROW_FORMATS
from kg.publish.serialise import FORMATS
from kg.query.formats import ROW_FORMATS as WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release

    Run = Callable[..., tuple[int, str, str]]

SELECT = 'SELECT * { VALUES (?a ?b) { ("l1\\r\\nl2" 7) ("x" UNDEF) } }'
PLACES = "SELECT ?place ?wkt { ?place geo:hasGeometry/geo:asWKT ?wkt } ORDER BY ?place"
ASK = "ASK { ?g a ag:ArmedGroup }"
CONSTRUCT = "CONSTRUCT { ?g a ag:ArmedGroup } WHERE { ?g a ag:ArmedGroup }"
TEXTS = [name for name, found in WRITTEN.items() if not found.is_binary and name != "geojson"]


@pytest.fixture
def ask(run: Run, release: Release) -> Run:
    """Return what runs a query on the shipped release."""

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        return run("query", *arguments, "--release", str(release.folder), stdin=stdin)

    return call


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_has_what_the_library_writes(
    ask: Run, release: Release, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "answer"
    assert ask("leaders", "--format", name, "-o", str(out)) == (0, "", "")
    expected = io.BytesIO()
    release.query("leaders").write(name, expected)
    assert out.read_bytes() == expected.getvalue()
    code, shown, err = ask("leaders", "--format", name)
    assert (code, err) == (0, "")
    if name != "csv":
        assert shown.encode() == expected.getvalue()


def test_csv_in_a_pipe_ends_lines_as_they_end_there(ask: Run, tmp_path: Path) -> None:
    code, out, err = ask("-", "--format", "csv", stdin=SELECT)
    assert (code, out, err) == (0, 'a,b\n"l1\r\nl2",7\nx,\n', "")
    assert ask("-", "-o", str(tmp_path / "x.csv"), stdin=SELECT) == (0, "", "")
    assert (tmp_path / "x.csv").read_bytes() == b'a,b\r\n"l1\r\nl2",7\r\nx,\r\n'


@pytest.mark.parametrize("suffix", [s for f in WRITTEN.values() for s in f.suffixes])
def test_the_suffix_of_a_file_names_its_format(ask: Run, tmp_path: Path, suffix: str) -> None:
    (name,) = [name for name, found in WRITTEN.items() if suffix in found.suffixes]
    query = PLACES if name == "geojson" else SELECT
    named, bare = tmp_path / f"x{suffix.upper()}", tmp_path / "x"
    assert ask("-", "-o", str(named), stdin=query) == (0, "", "")
    assert ask("-", "-o", str(bare), "--format", name, stdin=query) == (0, "", "")
    assert named.read_bytes() == bare.read_bytes()


def test_parquet_into_a_file(ask: Run, release: Release, tmp_path: Path) -> None:
    out = tmp_path / "counts.parquet"
    query = "SELECT ?kind (COUNT(?x) AS ?n) { ?x a ?kind } GROUP BY ?kind ORDER BY ?kind"
    assert ask("-", "-o", str(out), stdin=query) == (0, "", "")
    with duckdb.connect() as db:
        found = db.execute("SELECT * FROM read_parquet(?)", [str(out)]).fetchall()
    assert found == list(release.session.select(query))
    assert all(isinstance(n, int) and n > 0 for _, n in found)
    assert len(found) > 10


@pytest.mark.parametrize(
    ("query", "column"),
    [("-", "wkt"), ("presence", "location_wkt"), ("control", "place_wkt"),
     ("events-inside", "scene_wkt")],
)  # fmt: skip
def test_geojson_of_a_query_with_coordinates(ask: Run, query: str, column: str) -> None:
    given = PLACES if query == "-" else ""
    code, out, err = ask(query, "--format", "geojson", stdin=given)
    assert (code, err) == (0, "")
    code, table, _ = ask(query, "--format", "csv", stdin=given)
    rows = list(csv.DictReader(io.StringIO(table)))
    features = json.loads(out)["features"]
    assert len(features) == len(rows)
    assert any(row[column] for row in rows)
    for row, feature in zip(rows, features, strict=True):
        written = row.pop(column).removeprefix("POINT(").removesuffix(")").split()
        point = {"type": "Point", "coordinates": [float(number) for number in written]}
        assert feature["geometry"] == (point if written else None)
        assert feature["properties"] == {name: value or None for name, value in row.items()}


def test_geojson_of_no_coordinates_names_the_columns(ask: Run) -> None:
    code, out, err = ask("-", "--format", "geojson", stdin=SELECT)
    assert (code, out) == (2, "")
    assert "error: no column has coordinates; there are: a, b; SELECT one of geo:wktLiteral" in err


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_graph_in_each_of_its_formats(ask: Run, tmp_path: Path, name: str) -> None:
    code, out, err = ask("-", "--format", name, stdin=CONSTRUCT)
    assert (code, err) == (0, "")
    _, triples, _ = ask("-", "--format", "nt", stdin=CONSTRUCT)
    found = {quad.triple for quad in ox.parse(input=out, format=FORMATS[name])}
    assert found == {quad.triple for quad in ox.parse(input=triples, format=ox.RdfFormat.N_TRIPLES)}
    assert len(found) > 1
    file = tmp_path / f"x.{name}"
    assert ask("-", "-o", str(file), stdin=CONSTRUCT) == (0, "", "")
    assert file.read_text("utf-8") == out


@pytest.mark.parametrize("name", ANSWER_FORMATS)
def test_an_ask_as_a_document(ask: Run, name: str) -> None:
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    for query, expected in ((ASK, True), ("ASK { ?g a ag:NoSuch }", False)):
        code, out, err = ask("-", "--format", name, stdin=query)
        assert (code, err) == (0, "")
        found = ox.parse_query_results(out, format=formats[name])
        assert isinstance(found, ox.QueryBoolean)
        assert bool(found) is expected


@pytest.mark.parametrize(("query", "fitting"), [
    (SELECT, ROW_FORMATS), (ASK, ANSWER_FORMATS), (CONSTRUCT, GRAPH_FORMATS),
])  # fmt: skip
def test_what_does_not_fit_names_what_does(
    ask: Run, tmp_path: Path, query: str, fitting: tuple[str, ...]
) -> None:
    out = tmp_path / "answer"
    misfits = set(ROW_FORMATS + GRAPH_FORMATS) - set(fitting)
    assert misfits
    for name in sorted(misfits):
        code, shown, err = ask("-", "--format", name, "-o", str(out), stdin=query)
        assert (code, shown) == (2, "")
        assert f"error: the format {name} does not fit: " in err
        assert err.endswith(f"; take {', '.join(fitting)}\n")
        assert not out.exists()


def test_after_an_error_the_former_file_is_as_it_was(ask: Run, tmp_path: Path) -> None:
    out = tmp_path / "answer.xml"
    out.write_text("former")
    out.chmod(0o640)
    query = 'SELECT ?x { VALUES ?x { "a" "\\u0001" } }'
    code, shown, err = ask("-", "-o", str(out), stdin=query)
    assert (code, shown) == (2, "")
    assert "row 2, column x: XML cannot hold the character U+0001; take --format json or" in err
    assert [path.name for path in tmp_path.iterdir()] == ["answer.xml"]
    assert out.read_text() == "former"
    assert ask("-", "-o", str(out), stdin=SELECT) == (0, "", "")
    assert out.read_bytes().startswith(b"<?xml")
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["answer.xml"]


def test_a_link_is_followed_and_a_device_is_not_replaced(ask: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    link = tmp_path / "link.tsv"
    link.symlink_to(tmp_path / "here" / "answer.tsv")
    assert ask("-", "-o", str(link), stdin=SELECT) == (0, "", "")
    assert link.is_symlink()
    assert (tmp_path / "here" / "answer.tsv").read_bytes().startswith(b"?a\t?b\n")
    assert ask("-", "-o", os.devnull, stdin=SELECT) == (0, "", "")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113


def test_a_folder_that_is_not_there_ends_with_2(ask: Run, tmp_path: Path) -> None:
    code, out, err = ask("-", "-o", str(tmp_path / "nowhere" / "x.csv"), stdin=SELECT)
    assert (code, out) == (2, "")
    assert "nowhere" in err


def test_who_reads_the_former_file_reads_it_to_its_end(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_bytes(b"former\n" * 3)
    with file.open("rb", buffering=0) as reader:  # what is read comes from the file itself
        assert reader.readline() == b"former\n"
        assert ask("-", "-o", str(file), stdin=SELECT)[0] == 0
        reader.seek(0)
        assert reader.read() == b"former\n" * 3
    assert file.read_bytes().startswith(b"a,b\r\n")


def test_a_table_into_a_file(ask: Run, tmp_path: Path) -> None:
    out = tmp_path / "answer.txt"
    assert ask("leaders", "--format", "table", "-o", str(out)) == (0, "", "")
    assert out.read_text("utf-8") == ask("leaders", "--format", "table")[1]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
def test_a_terminal_is_given_a_table_and_no_bytes(release: Release) -> None:
    code, shown = on_terminal("query", "sources", "--release", str(release.folder))
    assert code == 0
    assert "┃" in shown
    arguments = ("--release", str(release.folder), "--format", "parquet")
    code, shown = on_terminal("query", "sources", *arguments)
    assert code == 2
    assert shown == "error: --format parquet is no text for a terminal; add -o FILE, or pipe it\r\n"


def on_terminal(*arguments: str) -> tuple[int, str]:
    """Run the command with a terminal for its output; return its code and what is shown."""
    leader, follower = os.openpty()
    command = [sys.executable, "-c", "from kg.cli import main; main()", *arguments]
    with subprocess.Popen(command, stdout=follower, stderr=follower) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    return process.returncode, shown.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65_536)
    except OSError:  # Linux says so at the end of a terminal
        return b""


def test_the_list_of_queries_in_other_formats(run: Run) -> None:
    code, out, err = run("queries", "--format", "markdown")
    assert (code, err) == (0, "")
    assert out.startswith("| name | question |\n| --- | --- |\n| ")
    code, out, err = run("queries", "--format", "geojson")
    assert (code, out) == (2, "")
    assert "there are: name, question" in err


def test_every_format_of_a_graph_can_be_written() -> None:
    assert set(GRAPH_FORMATS) <= set(FORMATS)
    assert not set(GRAPH_FORMATS) & set(ROW_FORMATS)
