"""The catalogue of planted faults: how each is planted, and what must be found, and where."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.validation.findings import CONTRADICTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Finding

HERE = Path(__file__).parent
CLEAN = HERE / "clean"
_KEYS = {
    "slip", "file", "row", "like", "set", "old", "new", "add", "check", "severity", "says",
    "column", "at", "also", "why", "alone", "fails", "encoding",
}  # fmt: skip
_ALSO_KEYS = {"check", "severity", "says", "column", "at"}


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a fault must lead to.

    `at` are the places: a file, and a text that only the line has where the fault stands.
    """

    check: str
    severity: str
    says: str
    column: str | None
    at: tuple[tuple[str, str], ...]

    def key(self, folder: Path) -> Key:
        """Return what is compared with what was found; the lines are those of the folder."""
        places = {_place(file, line_of(folder / file, text)) for file, text in self.at}
        word = "column" if any(", row " in place for place in places) else "property"
        shown = {f"{place}, {word} {self.column}" if self.column else place for place in places}
        return Key(self.check, self.severity, frozenset(shown))


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a finding is told by: its check, its severity and where it stands."""

    check: str
    severity: str
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip of one file, with all that must be found; `alone` says why it masks others.

    `fails` says why it is not found as it should be: a fault of ours that is known.
    """

    name: str
    file: str
    edit: dict[str, Any] = field(repr=False)
    expected: tuple[Expected, ...]
    alone: str = ""
    fails: str = ""

    @property
    def is_concluded(self) -> bool:
        """Whether it only shows in what follows from a sound project."""
        return self.expected[0].check.startswith(CONTRADICTION)

    def plant(self, folder: Path) -> None:
        """Make the slip in a copy of the clean project."""
        path = folder / self.file
        text = path.read_text("utf-8")
        if "old" in self.edit:
            text = replaced(text, self.edit["old"], self.edit["new"], self.name)
        elif "like" in self.edit:
            text += like(text, self.edit["like"], self.edit["set"], self.name)
        elif "row" in self.edit:
            text = with_cells(text, self.edit["row"], self.edit["set"], self.name)
        else:
            text += self.added(text)
        path.write_bytes(text.encode(self.edit.get("encoding", "utf-8")))

    def added(self, text: str) -> str:
        """Return what is added at the end of the file: a row of a table, or lines as they are."""
        more = self.edit["add"]
        if isinstance(more, str):
            return more
        return _row(text, more) if self.file.endswith(".csv") else f"{json.dumps(more)}\n"


def key_of(finding: Finding) -> Key:
    """Return what a finding is told by."""
    return Key(finding.check, finding.severity, frozenset(map(str, finding.places)))


def faults() -> list[Fault]:
    """Read the catalogue: every file of it, every fault in its order."""
    found = [fault for path in sorted((HERE / "faults").glob("*.toml")) for fault in _read(path)]
    assert len({fault.name for fault in found}) == len(found)
    return found


def _read(path: Path) -> Iterator[Fault]:
    for name, table in tomllib.loads(path.read_text("utf-8")).items():
        assert table.keys() <= _KEYS, f"{name}: {sorted(table.keys() - _KEYS)}"
        assert ("why" in table) == ("also" in table), f"{name}: say why two are found"
        more = table.get("also", [])
        assert all(other.keys() <= _ALSO_KEYS for other in more), name
        expected = tuple(_expected(found, table, name) for found in (table, *more))
        yield Fault(
            name, table["file"], table, expected, table.get("alone", ""), table.get("fails", "")
        )


def _expected(found: dict[str, Any], table: dict[str, Any], name: str) -> Expected:
    at = found.get("at", _where(table, name))
    places = [at] if isinstance(at, str) else at
    return Expected(
        found.get("check", "reading"), found.get("severity", "violation"), found["says"],
        found.get("column"),
        tuple((table["file"], p) if isinstance(p, str) else (p[0], p[1]) for p in places),
    )  # fmt: skip


def _where(table: dict[str, Any], name: str) -> str:
    """Return the text by which the line of the slip is found, where the catalogue gives none."""
    if "row" in table:
        return f"{table['row']},"
    if "like" in table:
        return f"{next(iter(table['set'].values()))},"
    if "new" in table:
        return str(next(line for line in table["new"].splitlines() if line.strip()))
    more = table["add"]
    if isinstance(more, str):
        return next(line for line in more.splitlines() if line.strip())
    first = next(iter(more.values()))
    assert first, f"{name}: say at which text it is found"
    return f"{first}," if table["file"].endswith(".csv") else f'"{first}"'


def line_of(path: Path, text: str) -> int | None:
    """Return the number of the one line that begins with a text, or else has it; 0 is the file.

    >>> line_of(CLEAN / "sheets/sources.csv", "gazette,")
    3
    """
    if not text:
        return None
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    found = [n for n, line in enumerate(lines, 1) if line.startswith(text)]
    found = found or [n for n, line in enumerate(lines, 1) if text in line]
    assert len(found) == 1, f"{path.name}: {text!r} is in {len(found)} lines"
    return found[0]


def _place(file: str, line: int | None) -> str:
    if line is None:
        return file
    return f"{file}, row {line}" if file.endswith(".csv") else f"{file}, line {line}"


def replaced(text: str, old: str, new: str, name: str) -> str:
    """Return a text with one passage replaced, which must be there once."""
    assert text.count(old) == 1, f"{name}: {old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def with_cells(text: str, row: str, cells: dict[str, str], name: str) -> str:
    """Return a table with other cells in the row whose first cell is given; the rest as it was."""
    lines = text.split("\n")
    number, before = _cells(text, row, name)
    lines[number] = _row(text, before | cells).rstrip("\n")
    return "\n".join(lines)


def like(text: str, row: str, cells: dict[str, str], name: str) -> str:
    """Return a new row that is like another, but for some cells."""
    return _row(text, _cells(text, row, name)[1] | cells)


def _cells(text: str, row: str, name: str) -> tuple[int, dict[str, str]]:
    """Return the index of the line whose first cell is given, and its cells by column."""
    lines = text.split("\n")
    header = next(csv.reader(lines[:1]))
    numbers = [n for n, line in enumerate(lines) if line.startswith(f"{row},")]
    assert len(numbers) == 1, f"{name}: {row!r} is the first cell of {len(numbers)} rows"
    return numbers[0], dict(zip(header, next(csv.reader([lines[numbers[0]]])), strict=True))


def _row(text: str, cells: dict[str, str]) -> str:
    header = next(csv.reader(text.split("\n")[:1]))
    assert cells.keys() <= set(header), sorted(cells.keys() - set(header))
    written = io.StringIO()
    csv.DictWriter(written, header, lineterminator="\n").writerow(cells)
    return written.getvalue()
