"""Reading tables of others, row by row: the separator is found, and columns go by several names.

What `kg.ingest.tables.table` does for the sheets of a project, for exports whose separator and
spelling of the columns depend on the tool that wrote them. A file is read as a stream.
"""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem
from kg.ingest.tables.table import UNWRITABLE, Row, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

SEPARATORS = (",", ";", "\t")


@dataclass(slots=True)
class NamedRow(Row):
    """A row whose faults name a column as the file spells it."""

    spelt: Mapping[str, str] = field(default_factory=dict)

    def fault(self, column: str, message: str, remedy: str) -> None:
        """Note a fault in a cell of this row."""
        self.faulty = True
        self.problems.append(
            Problem(self.file, self.number, self.spelt.get(column, column), self[column], message,
                    remedy)
        )  # fmt: skip


@dataclass(slots=True)
class Table:
    """An open table: its columns by their usual names, as spelt in the file, and its rows."""

    name: str
    columns: Sequence[str]
    spelt: Mapping[str, str]
    records: Iterator[tuple[int, list[str]]]

    def rows(self, problems: list[Problem]) -> Iterator[NamedRow]:
        """Yield the rows; raise `InvalidRows` where the rest of the file cannot be read.

        The header is row 1. Blank rows are passed over; a row that is longer or shorter than the
        header is faulty as it comes.
        """
        for number, cells in self.records:
            if any(cell.strip() for cell in cells):
                yield self._row(number, cells, problems)

    def _row(self, number: int, cells: list[str], problems: list[Problem]) -> NamedRow:
        named = dict(zip(self.columns, map(_text, cells), strict=False))
        row = NamedRow(self.name, number, named, problems, spelt=self.spelt)
        if len(cells) != len(self.columns):
            row.faulty = True
            problems.append(
                Problem(self.name, number, None, None, f"has {len(cells)} cells, the header has "
                        f"{len(self.columns)}",
                        "quote cells that contain the separator; end the row whole")
            )  # fmt: skip
            return row
        for column, text in row.cells.items():
            if UNWRITABLE.search(text):
                row.fault(column, "holds a control character", "delete it, or write a space")
        return row


@contextmanager
def opened(path: Path, name: str, usual: Callable[[str], str]) -> Iterator[Table]:
    """Open a table and read its header; `usual` gives a heading its usual name.

    The separator is that of `SEPARATORS` which stands most often in the first line. Raises
    `InvalidRows` if there is no header, a single column, or one name for two.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = file.readline()
        separator = max(SEPARATORS, key=first.count)
        file.seek(0)
        found = records(csv.reader(file, delimiter=separator, strict=True), name)
        _, header = next(found, (0, None))
        if header is None:
            raise InvalidRows([Problem(name, None, None, None, "is empty",
                                       "begin with the header row")])  # fmt: skip
        spelt = [cell.strip() for cell in header]
        if len(spelt) == 1:
            remedy = "separate the cells by commas, semicolons or tabs"
            raise InvalidRows([Problem(name, 1, None, spelt[0], "is the only column", remedy)])
        columns = [usual(cell) for cell in spelt]
        if twice := sorted({c for c in columns if columns.count(c) > 1 and c}):
            raise InvalidRows([
                Problem(name, 1, column, column, "stands twice in the header", "remove one")
                for column in twice
            ])  # fmt: skip
        yield Table(name, columns, dict(zip(columns, spelt, strict=True)), found)


def _text(cell: str) -> str:
    return re.sub(r"\r\n?", "\n", cell.strip()) if "\r" in cell else cell.strip()
