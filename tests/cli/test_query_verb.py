"""kg query of a part of the data and within a time; files with headers; kg queries NAME."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cli import main
from tests.query.servers import data_of, oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg import Release

    Run = Callable[..., tuple[int, str, str]]

HEADER = """\
#+ title: Holders
#+ question: Who holds a place?
#+ parameters:
#+   place: {type: entity, description: The place., example: old-town}
#+ columns: {holder: who holds it}
#+ example: kg query held -p place=old-town
"""
HELD = f"{HEADER}SELECT DISTINCT ?holder {{ ?holder ag:controls $place }}\n"
ANSWER = "holder\nhttps://example.org/my-project/entity/northern-brigade\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    template = kg.resources.folder("data") / "template"
    return kg.build(template, tmp_path_factory.mktemp("verb") / "release")


@pytest.fixture(scope="module")
def url(small: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("verb-store"), data_of(small)) as address:
        yield address


@pytest.fixture
def ask(run: Run, small: Release) -> Run:
    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        return run("query", *arguments, "--release", str(small.folder), stdin=stdin)

    return call


@pytest.fixture
def elsewhere(run: Run, url: str) -> Run:
    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        at = ["--endpoint", url, "--base", "https://example.org/my-project/"]
        return run("query", *arguments, *at, stdin=stdin)

    return call


@pytest.mark.parametrize(
    ("options", "told", "count"),
    [
        (["--as-of", "2017-05-23"],
         "as of 2017-05-23, possible: what may have held on that day\n", 1),
        (["--as-of", "2017-05-23", "--mode", "certain"],
         "as of 2017-05-23, certain: what surely held on that day\n", 1),
        (["--as-of", "2001-01-01"],
         "as of 2001-01-01, possible: what may have held on that day\n", 0),
        (["--mode", "certain"], "certain: what surely held on some day\n", 1),
        (["--source", "field-notes"],
         "by the claims of https://example.org/my-project/source/field-notes alone, and what "
         "follows from these\n", 1),
    ],
)  # fmt: skip
def test_a_part_of_the_data_is_asked(
    ask: Run, elsewhere: Run, options: list[str], told: str, count: int
) -> None:
    words = ["allegiances", "-p", "date=", *options]
    for code, out, err in (ask(*words), elsewhere(*words)):
        assert (code, err) == (0, told)
        assert len(out.splitlines()) == count + 1


def test_a_query_of_ones_own_is_asked_of_a_part_too(ask: Run) -> None:
    held = "SELECT ?x { ?x ag:controls ?place }"
    for day, count in (("2017-05-23", 1), ("2001-01-01", 0)):
        out = ask("-", "--as-of", day, "--mode", "certain", stdin=held)[1]
        assert len(out.splitlines()) == count + 1


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_what_has_a_header_has_parameters(ask: Run, tmp_path: Path, way: str) -> None:
    file = tmp_path / "held.rq"
    file.write_text(HELD, encoding="utf-8")
    # What comes in has no name that the example could be of.
    text = HELD.replace("kg query held", "kg query standard-input")
    words, stdin = ([str(file)], "") if way == "file" else (["-"], text)
    assert ask(*words, "-p", "place=old-town", stdin=stdin) == (0, ANSWER, "")
    assert ask(*words, "-p", "place=river-front", stdin=stdin) == (0, "holder\n", "")
    code, out, err = ask(*words, "-p", "place=two words", stdin=stdin)
    assert (code, out) == (2, "")
    assert "parameter place: 'two words' is no entity" in err


def test_the_faults_of_a_header_are_all_told(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "held.rq"
    file.write_text(HELD.replace("entity", "thing").replace("holder:", "owner:"), encoding="utf-8")
    code, out, err = ask(str(file), "-p", "place=old-town")
    assert (code, out) == (2, "")
    assert "held, line 4, parameters.place.type: 'thing' is no type; use one of" in err
    assert "held, line 5, columns: 'owner' are not what SELECT gives: holder; declare" in err


def test_a_time_out_ends_with_1(ask: Run, elsewhere: Run) -> None:
    for asked in (ask, elsewhere):
        code, out, err = asked("-", "--timeout", "0.5", stdin=ENDLESS)
        assert (code, out) == (1, "")
        assert "has no whole answer after 0.5 s; allow more, or ask for less" in err


def test_a_time_out_that_is_kept_changes_nothing(ask: Run) -> None:
    words = ["allegiances", "-p", "date=2017-01-01"]
    assert ask(*words, "--timeout", "300") == ask(*words)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["allegiances", "--timeout", "0"], "a time-out of 0.0 s cannot be; give seconds above 0"),
        (["allegiances", "--as-of", "May"], "parameter as_of: 'May' is no date; write it as 2017"),
        (["allegiances", "--source", "nobody"], "nobody; there are: field-notes"),
        (["allegiances", "-p", "as_of=2017-05-23"], "-p as_of: write --as-of 2017-05-23"),
        (["allegiances", "-p", "source=a"], "-p source: write --source a"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(ask: Run, arguments: list[str], message: str) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_input_that_is_not_utf8_ends_with_2(
    small: Release, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kg", "query", "-", "--release", str(small.folder)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT \xff"), "utf-8"))
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "standard input is not UTF-8" in capfd.readouterr().err


def test_one_query_is_shown_whole(run: Run, small: Release) -> None:
    code, out, err = run("queries", "estimates", "--release", str(small.folder))
    assert (code, err) == (0, "")
    for line in (
        "estimates, version 1.0.0: Figures, low to high",
        "  -p measure=  entity, may be left open, for example ag:Deaths: Only this measure",
        "  low (that of the column unit): the least value that the claim allows",
        "\nOf an endpoint: its default graph must be the union",
        "\nSELECT DISTINCT ?thing",
        "\nExample:  kg query estimates -p about=battle-of-mosul",
        f"\nAnswer of {small.folder}, no rows:\n",
    ):
        assert line in out
    assert "one of certainly, possibly, may be left open, for" in run("queries", "events-inside")[1]


def test_the_answer_to_the_example_is_shown(
    run: Run, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = run("queries", "control")[1]
    assert out.endswith("Its answer is shown for a release: kg build, or --release FOLDER\n")
    (tmp_path / "release").symlink_to(release.folder)
    out = run("queries", "control")[1]
    assert "\nAnswer of release, all rows:\n" in out
    assert "Islamic State" in out.partition("Answer of")[2]
    out = run("queries", "names")[1]
    assert "\nAnswer of release, the first rows:\n" in out
    assert out.rstrip().endswith("5 rows")


def test_a_format_is_for_the_list(run: Run) -> None:
    code, out, err = run("queries", "control", "--format", "csv")
    assert (code, out) == (2, "")
    assert "--format is for the list of queries" in err


def test_the_list_has_names_and_questions(run: Run) -> None:
    rows = list(csv.reader(io.StringIO(run("queries")[1])))
    assert rows[0] == ["name", "question"]
    assert len(rows) > 30
