"""Reading a CSV file whose rows people wrote: every fault is kept with its row and column."""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InvalidRows, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")

# What no XML file may hold (XML 1.0, section 2.2), and so no release: it is in RDF/XML too.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_END_MARK = re.compile(r"\x1a[,\s]*\Z")
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")  # what "surrogateescape" makes of such a byte


@dataclass(slots=True)
class Row:
    """One row: its cells by column, its number in the file, and where its faults go."""

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]
    faulty: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, message: str, remedy: str) -> None:
        """Note a fault in a cell of this row."""
        self.faulty = True
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


def rows(  # noqa: PLR0913  (the last two are for files of which we know less, or more)
    path: Path,
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    problems: list[Problem],
    *,
    extra_columns: bool = False,
    layout: Sequence[Sequence[str]] = (),
) -> Iterator[Row]:
    """Yield the rows of a CSV file; raise `InvalidRows` where the rest of it cannot be read.

    UTF-8, with or without a byte order mark. Row numbers are those of the file's lines as a
    spreadsheet counts them: the header is row 1. Blank rows are passed over. A row that is longer
    or shorter than the header is faulty as it comes; nothing but its id is of use then.
    `layout` is for a file that may lack a header: the names of each column, in order, of which the
    cells are read by the first. Such files come from DOS: a Ctrl-Z at the end is no row.
    """
    header: list[str] | None = None
    for number, found in cells(path, name, has_end_mark=bool(layout)):
        is_header = header is None and _is_header(found, layout)
        if header is None:
            header = [names[0] for names in layout]
            if is_header:
                header = [_named(cell.strip(), layout) for cell in found]
            if faults := list(header_faults(header, name, columns, required, extra_columns)):
                raise InvalidRows(faults)
        if not is_header and any(cell.strip() for cell in found):
            yield _row(name, number, header, found, problems)


def cells(path: Path, name: str, *, has_end_mark: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a CSV file with its number, the header's first, blank rows too.

    UTF-8, with or without a byte order mark; with `has_end_mark`, a Ctrl-Z at the end is no row.
    Raises `InvalidRows` where the file is empty, or where the rest of it cannot be read.
    """
    number = 0
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(_without_end_mark(file) if has_end_mark else file, strict=True)
        for number, found in records(reader, name):
            yield number, found
    if not number:
        empty = Problem(name, None, None, None, "is empty", "begin with the header row")
        raise InvalidRows([empty])


def records(reader: Iterator[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what a CSV reader reads, numbered; stop at the first that is not UTF-8, or not CSV."""
    number = 0
    while True:
        try:
            found = next(reader, None)
        except csv.Error as error:
            raise InvalidRows([
                Problem(name, number + 1, None, None, f"cannot be read as CSV ({error})",
                        "close the quotation mark, and double one that belongs to the text")
            ]) from error  # fmt: skip
        if found is None:
            return
        number += 1
        _refuse_bytes(name, number, found)
        yield number, found


def _without_end_mark(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines without a Ctrl-Z, and the commas after it, that nothing follows."""
    held: list[str] = []
    for line in lines:
        if line.strip():
            yield from held
            held = []
        if held or _END_MARK.search(line):
            held.append(line)
        else:
            yield line
    if held:
        yield _END_MARK.sub("", held[0])


def _is_header(cells: list[str], layout: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns; one cell alone is a header gone wrong."""
    if not layout or len(cells) == 1:
        return True
    found = (cell.strip().casefold() for cell in cells)
    return any(
        cell and cell in (name.casefold() for name in names)
        for cell, names in zip(found, layout, strict=False)
    )


def _named(cell: str, layout: Sequence[Sequence[str]]) -> str:
    """Return the first of the names that a column goes by; another name stays as it is."""
    for names in layout:
        if cell.casefold() in (name.casefold() for name in names):
            return names[0]
    return cell


def _row(
    name: str, number: int, header: list[str], found: list[str], problems: list[Problem]
) -> Row:
    texts = (re.sub(r"\r\n?", "\n", cell.strip()) for cell in found)
    row = Row(name, number, dict(zip(header, texts, strict=False)), problems)
    if len(found) != len(header):
        row.faulty = True
        problems.append(
            Problem(name, number, None, None, f"has {len(found)} cells, the header has "
                    f"{len(header)}", "quote cells that contain a comma; end the row whole")
        )  # fmt: skip
        return row
    for column, text in row.cells.items():
        if UNWRITABLE.search(text):
            row.fault(column, "holds a control character", "delete it, or write a space instead")
    return row


def _refuse_bytes(name: str, number: int, cells: list[str]) -> None:
    """Stop at the first row that is not UTF-8: as a rule it is the whole file, saved so."""
    for cell in cells:
        if found := _NOT_UTF8.search(cell):
            raw = cell[found.start() :].encode("utf-8", "surrogateescape")
            raise InvalidRows([
                Problem(name, number, None, raw[:4].hex(" "), "are bytes that are not UTF-8",
                        "save the file as CSV in UTF-8")
            ])  # fmt: skip


def header_faults(
    header: list[str],
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    extra_columns: bool,
) -> Iterator[Problem]:
    """Yield what is wrong with a header; with `extra_columns` it may have more than `columns`."""
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            yield Problem(name, 1, None, None, f"is separated by {word}",
                          "save the file with commas between the cells")  # fmt: skip
            return
    for column in required:
        if column not in header:
            remedy = f"add a column {column!r}"
            yield Problem(name, 1, column, None, "is missing from the header", remedy)
    for column in sorted({c for c in header if header.count(c) > 1 and c}):
        yield Problem(name, 1, column, column, "stands twice in the header", "remove one")
    if extra_columns:
        return
    if "" in header:
        yield Problem(name, 1, None, None, f"has a blank cell, {header.count('')} in all",
                      "delete the columns that have no name, or name them")  # fmt: skip
    for column in header:
        if column and column not in columns:
            remedy = suggest(column, columns)
            yield Problem(name, 1, column, column, "is not a column of this sheet", remedy)
