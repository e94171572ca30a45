"""`kg import`: whole files or nothing, each row accounted for, formats of other packages."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kg import importing
from kg.errors import InvalidRows, UsageError
from kg.ingest import Batch, Format, Request, format_of, formats, registry
from kg.model.values import Entity, Source
from kg.vocabulary import AG
from tests.ingest.test_ucdp_ged import EVENT, written
from tests.projects import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., tuple[int, str, str]]


def test_a_file_becomes_quads_and_each_row_is_accounted_for(tmp_path: Path, run: Run) -> None:
    written(tmp_path, EVENT, EVENT | {"id": "2"})
    code, out, err = run(
        "import", "ucdp-ged", str(tmp_path / "ged.csv"), "-o", str(tmp_path / "o.nq"),
        "--base", "https://example.org/x/", "--set", "version=22.1",
        "--report", str(tmp_path / "r.json"),
    )  # fmt: skip
    quads = list(parse(path=tmp_path / "o.nq", format=RdfFormat.N_QUADS))
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (code, out) == (0, "")
    assert err == f"2 of 2 rows used, 0 left out or at fault; {len(quads)} quads\n"
    assert (report["rows"], report["used"], report["quads"]) == (2, 2, len(quads))
    assert {str(q.graph_name) for q in quads} == {"<https://example.org/x/graph/ucdp-ged/22-1>"}


def test_the_same_file_gives_the_same_bytes_on_standard_output_too(tmp_path: Path) -> None:
    written(tmp_path, EVENT, EVENT | {"id": "2", "where_prec": "2"})
    source, first, second = tmp_path / "ged.csv", tmp_path / "1.nq", tmp_path / "2.nq"
    importing.import_files("ucdp-ged", [str(source)], first)
    importing.import_files("ucdp-ged", [str(source)], second)
    piped = subprocess.run(
        [Path(sys.executable).with_name("kg"), "import", "ucdp-ged", str(source)],
        capture_output=True, check=True,
    )  # fmt: skip
    assert first.read_bytes() == second.read_bytes() == piped.stdout


def test_a_fault_leaves_nothing_half_written(tmp_path: Path, run: Run) -> None:
    written(tmp_path, EVENT, EVENT | {"id": "2", "best": "1,024"})
    out = tmp_path / "o.nq"
    out.write_text("before", encoding="utf-8")
    code, _, err = run("import", "ucdp-ged", str(tmp_path / "ged.csv"), "-o", str(out))
    assert code == 1
    assert "ged.csv, row 3, column best: '1,024' is no whole number; write digits alone" in err
    assert out.read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"ged.csv", "kg.toml", "o.nq"}


def test_faulty_rows_can_be_skipped_and_are_told(tmp_path: Path, run: Run) -> None:
    written(tmp_path, EVENT, EVENT | {"id": "2", "best": "1,024"})
    out = tmp_path / "o.nq"
    code, _, err = run(
        "import", "ucdp-ged", str(tmp_path / "ged.csv"), "-o", str(out), "--skip-faulty"
    )
    assert code == 1
    assert "row 3, column best" in err
    assert "1 of 2 rows used, 1 left out or at fault" in err
    assert "ucdp-ged-1>" in out.read_text(encoding="utf-8")
    assert "ucdp-ged-2>" not in out.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(InvalidRows, match="is empty"):
        importing.import_files(
            "ucdp-ged", [str(tmp_path / "empty.csv")], tmp_path / "o.nq", skip_faulty=True
        )
    assert not (tmp_path / "o.nq").exists()


def test_two_files_are_two_sources(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, EVENT)
        (tmp_path / name / "ged.csv").rename(tmp_path / f"{name}.csv")
    out = tmp_path / "o.nq"
    importing.import_files("ucdp-ged", [str(tmp_path / "one.csv"), str(tmp_path / "two.csv")], out)
    graphs = {str(q.graph_name) for q in parse(path=out, format=RdfFormat.N_QUADS)}
    assert graphs == {f"<{importing.BASE}graph/{name}>" for name in ("one", "two")}


def test_sheets_too(tmp_path: Path) -> None:
    out = tmp_path / "o.nq"
    report = importing.import_files("sheets", [str(TEMPLATE)], out)
    assert report.rows > 0
    assert report.used == report.rows
    assert len(list(parse(path=out, format=RdfFormat.N_QUADS))) == report.quads


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("xyz", "f.csv"), "no format is called 'xyz'; use sheets, rdf, "),
        (("ucdp-ged", "none.csv"), "none.csv is not there"),
        (("ucdp-ged", "none.csv", "--set", "colour=red"), "ucdp-ged has no option 'colour'"),
        (("ucdp-ged", "none.csv", "--set", "version"), "--set version: write KEY=VALUE"),
        (("ucdp-ged", "none.csv", "--set", "id=A B"), "'A B' is no id"),
        (("ucdp-ged",), "name a format and a file"),
        (("sheets", ".", "--base", "here"), "'here' is no base; write an http(s) IRI"),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_right(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run("import", *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_the_formats_are_listed_with_what_they_take(run: Run) -> None:
    code, out, _ = run("import", "--formats")
    assert code == 0
    for name in formats():
        assert f"{name}: {format_of(name).title}; takes " in out
        assert all(f"    {key}: {said}" in out for key, said in format_of(name).options.items())


def _read(request: Request) -> Iterator[Batch]:
    graph = request.mint.graph(request.source_id)
    source = Source(
        request.mint.source(request.source_id), AG.Dataset, "Lines", graph, request.licence,
        request.licence, version="1",
    )  # fmt: skip
    names = request.path.read_text(encoding="utf-8").split()
    yield Batch(
        sources=[source],
        entities=[Entity(request.mint.entity(n), AG.ArmedGroup, Literal(n), graph) for n in names],
        rows=len(names),
    )


OTHER = Format("lines", "a name a line", _read)


def test_another_package_can_bring_a_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    point = metadata.EntryPoint("lines", f"{__name__}:OTHER", registry.GROUP)
    sys.modules.setdefault(__name__, sys.modules[__name__])
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] * (group == registry.GROUP))
    registry.formats.cache_clear()
    try:
        (tmp_path / "names.txt").write_text("a\nb\n", encoding="utf-8")
        code, out, _ = run("import", "lines", str(tmp_path / "names.txt"))
        assert code == 0
        assert f"<{importing.BASE}entity/b>" in out
        monkeypatch.setattr(
            registry, "entry_points",
            lambda group: [point, metadata.EntryPoint("lines", "other:F", group)],
        )  # fmt: skip
        registry.formats.cache_clear()
        with pytest.raises(UsageError, match="two packages bring a format 'lines'"):
            formats()
    finally:
        registry.formats.cache_clear()
