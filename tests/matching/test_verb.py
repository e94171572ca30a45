"""kg match: from a project or a release to a sheet, and from a decided sheet to claims."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kg
from tests.matching.test_sheet import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return project(tmp_path / "p")


def test_a_project_and_its_release_give_the_same_sheet(folder: Path, run: Run) -> None:
    code, sheet, told = run("match", str(folder))
    assert (code, told) == (0, "1 proposal; nothing is decided yet\n")
    assert "NORTHERN BRIGADES,list,Northern Brigade,sheets," in sheet
    kg.build(folder)
    assert run("match", str(folder / "release"))[1] == sheet


def test_the_bytes_do_not_depend_on_the_run(folder: Path) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()"]
    sheets = {
        subprocess.run(
            [*command, "match", str(folder), "--threshold", "0"],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(sheets) == 1


def test_a_decided_sheet_becomes_claims(folder: Path, run: Run) -> None:
    assert run("match", str(folder), "-o", "sheet.csv")[0] == 0
    sheet = (folder.parent / "sheet.csv").read_text(encoding="utf-8")
    (folder.parent / "mine.csv").write_text(sheet.replace("\n,0", "\nno,0"), encoding="utf-8")
    code, claims, told = run("match", "--decide", "mine.csv", "--source", "field-notes")
    assert (code, told) == (0, "1 decided, 0 not\n")
    assert ",ExactMatch,list-1,northern-brigade,,,denies," in claims


def test_a_sheet_that_is_there_is_left_alone(folder: Path, run: Run) -> None:
    (folder.parent / "sheet.csv").write_text("decisions", encoding="utf-8")
    code, _, told = run("match", str(folder), "-o", "sheet.csv")
    assert (code, "sheet.csv is there already, perhaps with decisions" in told) == (2, True)
    assert (folder.parent / "sheet.csv").read_text(encoding="utf-8") == "decisions"


def test_faults_of_a_decided_sheet_write_nothing(folder: Path, run: Run) -> None:
    run("match", str(folder), "-o", "sheet.csv")
    sheet = (folder.parent / "sheet.csv").read_text(encoding="utf-8")
    (folder.parent / "mine.csv").write_text(sheet.replace("\n,0", "\nyess,0"), encoding="utf-8")
    code, out, told = run("match", "--decide", "mine.csv", "-o", "claims.csv")
    assert (code, out) == (1, "")
    assert "mine.csv, row 2, column decision: 'yess' is not known here" in told
    assert not (folder.parent / "claims.csv").exists()


def test_between_takes_ids_and_names_those_there_are(folder: Path, run: Run) -> None:
    assert run("match", str(folder), "--between", "list", "sheets")[2].startswith("1 proposal;")
    assert run("match", str(folder), "--between", "field-notes", "sheets")[2].startswith("0 prop")
    code, _, told = run("match", str(folder), "--between", "lists", "sheets")
    assert code == 2
    assert told == "error: 'lists' is no source; there are: field-notes, list, sheets\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--decide", "kg.toml", "--threshold", "0.5"), "--threshold and --between go with prop"),
        (("--source", "x"), "--source and --by go with --decide"),
        (("--threshold", "2"), "2.0 is not in the range 0<=x<=1"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, run: Run, arguments: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    code, _, error = run("match", ".", *arguments)
    assert code == 2
    assert told in error
