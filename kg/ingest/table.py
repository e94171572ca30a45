"""Reading a CSV file whose rows people wrote: every fault is kept with its row and column."""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """One row: its cells by column, its number in the file, and its faults."""

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, message: str, remedy: str) -> None:
        """Note a fault in a cell of this row."""
        value = self[column]
        self.problems.append(Problem(self.file, self.number, column, value, message, remedy))

    def need(self, column: str) -> str:
        """Return a cell that must not be blank."""
        if not self[column]:
            self.fault(column, "is blank", f"fill in the {column}")
        return self[column]

    def one_of(self, column: str, allowed: Sequence[str], default: str = "") -> str:
        """Return a cell that must be one of the allowed words; blank stands for the default."""
        value = self[column] or default
        if value and value not in allowed:
            self.fault(column, "is not known here", suggest(value, allowed))
        return value

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Return what the reader makes of a cell, None if it is blank or faulty.

        The reader's ValueError is the fault: ``what is wrong; what to write instead``.
        """
        if not self[column]:
            return None
        try:
            return reader(self[column])
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            self.fault(column, message, remedy or "correct it")
            return None


def suggest(value: str, allowed: Sequence[str]) -> str:
    """Return the remedy for a word that is not allowed.

    >>> suggest("Allegance", ["Alliance", "Allegiance"])
    "did you mean 'Allegiance'?"
    """
    near = difflib.get_close_matches(value, allowed, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(sorted(allowed)[:12])
    return f"use one of: {shown}{', …' if len(allowed) > 12 else ''}"  # noqa: PLR2004


def rows(
    path: Path,
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    problems: list[Problem],
    *,
    extra_columns: bool = False,
) -> Iterator[Row]:
    """Yield the rows of a CSV file; what is wrong with the file as a whole goes to `problems`.

    UTF-8, with or without a byte order mark. Row numbers are those of the file's lines as a
    spreadsheet counts them: the header is row 1. Blank rows are passed over.
    """
    text = _decode(path, name, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(
                Problem(name, number + 1, None, None, f"cannot be read as CSV ({error})",
                        "close the quotation mark, and double one that belongs to the text")
            )  # fmt: skip
            return
        if cells is None:
            break
        number += 1
        if header is None:
            header = [cell.strip() for cell in cells]
            if not _header_is_good(header, name, columns, required, problems, extra_columns):
                return
        elif any(cell.strip() for cell in cells):
            if len(cells) != len(header):
                problems.append(
                    Problem(name, number, None, None, f"has {len(cells)} cells, the header has "
                            f"{len(header)}", "quote cells that contain a comma; end the row whole")
                )  # fmt: skip
                continue
            stripped = {c: v.strip() for c, v in zip(header, cells, strict=True)}
            yield Row(name, number, stripped, problems)
    if header is None:
        problems.append(Problem(name, None, None, None, "is empty", "begin with the header row"))


def _decode(path: Path, name: str, problems: list[Problem]) -> str | None:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(name, row, None, raw[error.start : error.start + 4].hex(" "),
                    "are bytes that are not UTF-8", "save the file as CSV in UTF-8")
        )  # fmt: skip
        return None


def _header_is_good(
    header: list[str],
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    problems: list[Problem],
    extra_columns: bool,
) -> bool:
    before = len(problems)
    missing = [column for column in required if column not in header]
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            problems.append(Problem(name, 1, None, None, f"is separated by {word}",
                                    "save the file with commas between the cells"))  # fmt: skip
            return False
    problems.extend(
        Problem(name, 1, column, None, "is missing from the header", f"add a column {column!r}")
        for column in missing
    )
    problems.extend(
        Problem(name, 1, column, column, "stands twice in the header", "remove one of the two")
        for column in sorted({c for c in header if header.count(c) > 1 and c})
    )
    if not extra_columns:
        problems.extend(
            Problem(name, 1, column, column, "is not a column of this sheet",
                    suggest(column, columns))
            for column in header
            if column not in columns
        )  # fmt: skip
    return len(problems) == before
