"""Checking again while a project is edited: what changed is read, and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg import checking
from kg.errors import InvalidProject
from tests.projects import CLAIM, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.checking import Checked


class _Ended(Exception):
    pass


def edits(*steps: Callable[[], None]) -> Callable[[], None]:
    """Return a pause that makes one edit each time, and then ends the watch."""
    left = list(steps)

    def pause() -> None:
        if not left:
            raise _Ended
        left.pop(0)()

    return pause


def replaced(path: Path, old: str, new: str) -> Callable[[], None]:
    def edit() -> None:
        text = path.read_text("utf-8")
        assert old in text
        before = path.stat().st_mtime_ns
        path.write_text(text.replace(old, new), "utf-8")
        os.utime(path, ns=(before + 10**9, before + 10**9))  # clocks of file systems are coarse

    return edit


def watched(
    folder: Path, *steps: Callable[[], None], progress: Callable[[str], None] = checking.silent
) -> Iterator[Checked | InvalidProject]:
    try:
        yield from checking.watch(folder, edits(*steps), progress)
    except _Ended:
        return


def told(folder: Path, *steps: Callable[[], None]) -> list[str]:
    return [
        "error" if isinstance(checked, InvalidProject) else str(len(checked.problems))
        for checked in watched(folder, *steps)
    ]


def test_a_change_is_checked_and_none_is_not(tmp_path: Path) -> None:
    claims = of_sheets(tmp_path, claims=[CLAIM]) / "claims.csv"
    break_, mend = replaced(claims, "c9,All", "c9,Bll"), replaced(claims, "c9,Bll", "c9,All")
    assert told(tmp_path, lambda: None, break_, lambda: None, mend) == ["0", "1", "0"]


def test_a_broken_kg_toml_is_told_and_the_watch_goes_on(tmp_path: Path) -> None:
    toml = of_sheets(tmp_path) / "kg.toml"
    break_, mend = replaced(toml, "[project]", "[projct]"), replaced(toml, "[projct]", "[project]")
    assert told(tmp_path, break_, lambda: None, mend) == ["0", "error", "0"]

    def move(one: Path, other: Path) -> Callable[[], None]:
        def step() -> None:
            one.replace(other)

        return step

    gone = [move(toml, tmp_path / "x"), move(tmp_path / "x", toml)]
    assert told(tmp_path, *gone) == ["0", "error", "0"]


def test_a_source_whose_files_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    more = '[[source]]\nid = "more"\nformat = "sheets"\npath = "more"\n'
    folder = of_sheets(tmp_path, toml=more)
    of_sheets(tmp_path / "more")
    for name, head in (("claims.csv", 1), ("entities.csv", 1), ("sources.csv", 1)):
        path = tmp_path / "more" / name
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:head]), "utf-8")
    steps: list[str] = []
    edit = replaced(folder / "claims.csv", "2016-03", "2016-04")
    list(watched(folder, edit, progress=steps.append))
    assert [step for step in steps if step.startswith("reading")] == [
        "reading .", "reading more", "reading .",
    ]  # fmt: skip


def test_what_was_kept_gives_what_a_new_reading_gives(tmp_path: Path) -> None:
    folder = of_sheets(tmp_path, claims=[CLAIM])
    steps = [
        replaced(folder / "claims.csv", "c9,Allegiance", "c9,Alliance"),
        replaced(folder / "entities.csv", "Settlement", "Country"),
        replaced(folder / "sources.csv", "CC-BY", "CC0"),
    ]
    rounds = 0
    for checked in watched(folder, *steps):
        assert not isinstance(checked, InvalidProject)
        anew = checking.check(folder)
        assert checked.loaded.quads == anew.loaded.quads
        assert checked.report == anew.report
        rounds += 1
    assert rounds == len(steps) + 1
