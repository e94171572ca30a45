"""The layouts that GeoNames' places come in, read row by row into one kind of record.

The dumps of GeoNames itself (allCountries.txt, cities500.txt, PH.txt) have 19 columns, parted
by tabs, and no header; the extract that is often passed on is a CSV file with some of them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem
from kg.ingest.tables.table import UNWRITABLE, Row, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# https://download.geonames.org/export/dump/readme.txt, "The main 'geoname' table"
DUMP = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class",
    "feature code", "country code", "cc2", "admin1 code", "admin2 code", "admin3 code",
    "admin4 code", "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip
EXTRACT = ("geonameid", "name", "alt", "lat", "lon", "cc", "admin1")
# How the extract's columns are called in the dump.
_EXTRACT_AS = {
    "alternatenames": "alt", "latitude": "lat", "longitude": "lon", "country code": "cc",
    "admin1 code": "admin1",
}  # fmt: skip


class Place:
    """A row, its cells by the dump's names whatever the layout; faults name the file's column."""

    def __init__(self, row: Row, *, is_extract: bool) -> None:
        self.row = row
        self.is_extract = is_extract

    def column(self, name: str) -> str:
        """Return how the file calls a column."""
        return _EXTRACT_AS.get(name, name) if self.is_extract else name

    def __getitem__(self, name: str) -> str:
        return self.row[self.column(name)]

    def fault(self, name: str, message: str, remedy: str) -> None:
        """Note a fault in a cell."""
        self.row.fault(self.column(name), message, remedy)

    @property
    def feature(self) -> str:
        """Return the class and code of the feature; an extract has populated places alone."""
        if self.is_extract:
            return "P.PPL"
        return f"{self['feature class']}.{self['feature code']}"

    @property
    def names(self) -> list[str]:
        """The other names, each once, in the file's order."""
        mark = "|" if self.is_extract else ","
        others = (name.strip() for name in self["alternatenames"].split(mark))
        return [name for name in dict.fromkeys(others) if name and name != self["name"]]


def places(path: Path, name: str, problems: list[Problem]) -> Iterator[Place]:
    """Yield the places of a dump or an extract; raise `InvalidRows` where it is neither."""
    with path.open("rb") as file:
        first = file.readline()
    if first.startswith(b"\xef\xbb\xbf") or first[:1].isalpha() or b"\t" not in first:
        for row in rows(path, name, EXTRACT, EXTRACT, problems, extra_columns=True):
            yield Place(row, is_extract=True)
    else:
        for row in _dump(path, name, DUMP, problems):
            yield Place(row, is_extract=False)


def admin1_names(path: Path, name: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows of admin1CodesASCII.txt: PH.14, the name, the same in ASCII, its geonameid."""
    yield from _dump(path, name, ("code", "name", "asciiname", "geonameid"), problems)


def _dump(path: Path, name: str, columns: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows of a file parted by tabs; nothing is quoted in it, and a line is a row."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                line = raw.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise InvalidRows([
                    Problem(name, number, None, raw[error.start : error.start + 4].hex(" "),
                            "are bytes that are not UTF-8", "get the file anew: it is UTF-8")
                ]) from error  # fmt: skip
            if not line.strip():
                continue
            cells = line.split("\t")
            row = Row(name, number, dict(zip(columns, cells, strict=False)), problems)
            if len(cells) != len(columns):
                row.faulty = True
                problems.append(
                    Problem(name, number, None, None, f"has {len(cells)} cells, and a row of this "
                            f"file has {len(columns)}", "get the file anew: it may have been cut")
                )  # fmt: skip
            for column, text in row.cells.items():
                if UNWRITABLE.search(text):
                    row.fault(column, "holds a control character", "delete it")
            yield row


def degrees(text: str, limit: int) -> Decimal:
    """Read decimal degrees; ValueError says what is wrong and what to write.

    >>> degrees("124.28395", 180)
    Decimal('124.28395')
    """
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raise ValueError("is not in decimal degrees; write digits and a point, such as 124.28395")
    if abs(value := Decimal(text)) > limit:
        raise ValueError(f"is beyond ±{limit} degrees; check that latitude stands before longitude")
    return value
