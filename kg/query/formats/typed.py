"""Rows as a table of DuckDB whose columns have types, for the formats that need them.

Which type a column has is known once all its rows are seen. So they are first written to a file
beside, as text, while what each column holds is counted; then DuckDB reads them again with the
types. Neither step makes a Python object of each row to keep. Nothing is fetched: no extension is
installed.

A column has a type where all its values are of one kind: integers, decimals (integers among them),
doubles, dates, truth values. All else is text, as in CSV: so is a column of several kinds, or of
numbers of more than 38 digits. No value is rounded.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kg.errors import UsageError
from kg.query.formats.terms import Kind, kind, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.formats.base import Cell, Row

_BIGINT = 18  # digits, all of which fit into 64 bits
_WIDEST = 38  # digits of the widest DECIMAL
_LINE = 1_000_000_000  # bytes of a row; an area has as many as its border has corners
_SIMPLE = {Kind.BOOLEAN: "BOOLEAN", Kind.DOUBLE: "DOUBLE", Kind.DATE: "DATE"}


@dataclass(slots=True)
class ColumnType:
    """What one column holds, as far as it has been seen."""

    kind: Kind | None = None
    whole: int = 1  # digits before the point
    scale: int = 0  # digits after it

    def see(self, term: Cell) -> None:
        """Count one more term; one that is unbound says nothing of the type."""
        if term is None or self.kind is Kind.TEXT:
            return
        found = kind(term)
        if self.kind is None or {self.kind, found} == {Kind.INTEGER, Kind.DECIMAL}:
            self.kind = Kind.DECIMAL if self.kind else found
        elif self.kind is not found:
            self.kind = Kind.TEXT
        if found in (Kind.INTEGER, Kind.DECIMAL):
            whole, _, fraction = plain(term).lstrip("+-").partition(".")
            self.whole = max(self.whole, len(whole.lstrip("0")))
            self.scale = max(self.scale, len(fraction))

    def sql(self) -> str:
        """Return the type of DuckDB that holds all that was seen, without loss.

        >>> from pyoxigraph import Literal
        >>> from kg.vocabulary import XSD
        >>> column = ColumnType()
        >>> for number in (Literal(7), Literal("12.50", datatype=XSD.decimal)):
        ...     column.see(number)
        >>> column.sql()
        'DECIMAL(4,2)'
        """
        if self.kind is Kind.INTEGER and self.whole <= _BIGINT:
            return "BIGINT"
        if self.kind in (Kind.INTEGER, Kind.DECIMAL) and self.whole + self.scale <= _WIDEST:
            return f"DECIMAL({self.whole + self.scale},{self.scale})"
        return _SIMPLE.get(self.kind, "VARCHAR") if self.kind else "VARCHAR"


@contextmanager
def typed(
    columns: Sequence[str], rows: Iterable[Row]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """Yield a database and the SELECT in it that gives the rows, in their order, with types.

    Raises `UsageError` where there is no column, or two that differ in case alone.
    """
    _refuse(columns)
    with tempfile.TemporaryDirectory(prefix="kg-rows-") as folder:
        path = Path(folder) / "rows.csv"
        types = _write(path, len(columns), rows)
        with duckdb.connect(":memory:", config=_config(folder)) as db:
            yield db, _select(path, columns, types)


def _refuse(columns: Sequence[str]) -> None:
    if not columns:
        raise UsageError("the answer has no columns, so there is no table of it; SELECT some")
    seen: dict[str, str] = {}
    for column in columns:
        if (other := seen.setdefault(column.lower(), column)) is not column:
            raise UsageError(
                f"the columns {other} and {column} differ in case alone, which tables with types "
                "do not tell apart; name one of them anew with AS, or leave it out by --columns"
            )


def _config(folder: str) -> dict[str, str | bool | int | float | list[str]]:
    # One thread, so that the same rows are cut into the same groups, and give the same bytes.
    return {
        "temp_directory": folder, "threads": 1,
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    }  # fmt: skip


def _write(path: Path, width: int, rows: Iterable[Row]) -> list[ColumnType]:
    """Write the rows as text, all quoted but for what is unbound; return what they hold."""
    types = [ColumnType() for _ in range(width)]
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, row in enumerate(rows):
            file.write(str(number))  # so that a row of nothing but unbound is no blank line
            for column, term in zip(types, row, strict=True):
                column.see(term)
                text = plain(term).replace('"', '""')
                file.write("," if term is None else f',"{text}"')
            file.write("\n")
    return types


def _select(path: Path, columns: Sequence[str], types: Sequence[ColumnType]) -> str:
    read = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(columns)))
    shown = ", ".join(
        f"CAST(c{n} AS {type_.sql()}) AS " + _quoted(column, '"')
        for n, (column, type_) in enumerate(zip(columns, types, strict=True))
    )
    # All is said, and nothing left to be found out of the first rows.
    options = (
        "auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', "
        "new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, "
        f"max_line_size = {_LINE}, columns = {{'row': 'BIGINT', {read}}}"
    )
    file = _quoted(str(path), "'")
    return f"SELECT {shown} FROM read_csv({file}, {options})"  # noqa: S608  (all of it is ours)


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, 2 * mark) + mark
