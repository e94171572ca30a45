"""A CSV file as a table of DuckDB, each row with its number; faults are as exact as row by row.

One pass of Python's reader makes sure of the bytes, the quotation marks and the number of cells,
and knows the rows by number; then DuckDB reads the cells, which it does faster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from kg.errors import InvalidRows, Problem
from kg.ingest.tables.columns import quoted
from kg.ingest.tables.table import cells, header_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\x{FFFE}|\x{FFFF}"
_MEMORY = "1GB"  # beyond that, DuckDB writes to disk


@dataclass(slots=True)
class Table:
    """A file that was read into the table ``raw``: its texts trimmed, blank ones NULL.

    ``raw`` has the columns of `names`, and ``row``, the number of the row as a spreadsheet counts.
    ``fault`` has a row for each faulty cell; a row that is left out is one of ``omitted``.
    """

    db: duckdb.DuckDBPyConnection
    file: str
    names: tuple[str, ...]
    rows: int
    unknown: tuple[str, ...] = field(default=())

    def fault(self, column: str, condition: str, message: str, remedy: str) -> None:
        """Note a fault in each cell of a column where the condition of SQL is true.

        `message` and `remedy` are SQL.
        """
        self.db.execute(
            f"INSERT INTO fault SELECT row, {quoted(column)}, {column}, {message}, {remedy} "
            f"FROM raw WHERE {condition}"
        )

    def need(self, *columns: str) -> None:
        """Note a fault where a cell is blank."""
        for column in columns:
            remedy = quoted(f"fill in the {column}")
            self.fault(column, f"{column} IS NULL", quoted("is blank"), remedy)

    def matches(self, column: str, pattern: str, message: str, remedy: str) -> None:
        """Note a fault where a cell is neither blank nor matches the pattern."""
        condition = f"NOT regexp_full_match({column}, {quoted(pattern)})"
        self.fault(column, condition, quoted(message), quoted(remedy))

    def problems(self) -> list[Problem]:
        """Return the faults, by row."""
        found = self.db.execute("SELECT * FROM fault ORDER BY row, col, message").fetchall()
        return [Problem(self.file, row, *rest) for row, *rest in found]


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """Open a database; what does not fit into its memory is put into a folder."""
    db = duckdb.connect()
    db.execute(f"SET memory_limit = '{_MEMORY}'")
    db.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
    db.execute("SET threads = 2")  # more of them keep the order of the rows at a loss
    return db


def read(
    db: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
) -> Table:
    """Read a CSV file; `columns` gives each column with the names it goes by, the first ours.

    Raises `InvalidRows` with the faults of the file as such: then there is nothing to map.
    """
    ours = {alias: column for column, aliases in columns.items() for alias in aliases}
    header: list[str] = []
    problems: list[Problem] = []
    blank: list[int] = []
    rows = 0
    for number, found in cells(path, name):
        if not header:
            header = [ours.get(cell.strip(), cell.strip()) for cell in found]
            if faults := list(header_faults(header, name, tuple(ours), required, True)):
                raise InvalidRows([_renamed(fault, columns) for fault in faults])
        elif not found:
            blank.append(rows - len(blank))
            rows += 1
        else:
            rows += 1
            if len(found) != len(header):
                problems.append(Problem(
                    name, number, None, None, f"has {len(found)} cells, the header has "
                    f"{len(header)}", "quote cells that contain a comma; end the row whole",
                ))  # fmt: skip
    if problems:
        raise InvalidRows(problems)
    _load(db, path, header, columns, blank)
    known = db.execute("SELECT count(*) FROM raw").fetchall()[0][0]
    assert known == rows - len(blank), f"{known} rows were read of {rows - len(blank)}"
    table = Table(db, name, tuple(columns), known, tuple(h for h in header if h not in columns))
    _refuse_control(table)
    return table


def _load(
    db: duckdb.DuckDBPyConnection,
    path: Path,
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    blank: Sequence[int],
) -> None:
    given = ", ".join(f"{quoted(f'c{n}')}: 'VARCHAR'" for n, _ in enumerate(header))
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE cell AS SELECT * FROM read_csv({quoted(str(path))},
        columns = {{{given}}}, auto_detect = false, header = true, delim = ',', quote = '"',
        escape = '"', strict_mode = true, parallel = false, max_line_size = 16777216)"""
    )
    db.execute("CREATE OR REPLACE TABLE blank AS SELECT unnest(?::BIGINT[]) AS before", [blank])

    def cell(column: str) -> str:
        if column not in header:
            return f"NULL::VARCHAR AS {column}"
        text = f"regexp_replace(c{header.index(column)}, '\\r\\n?', chr(10), 'g')"
        return f"nullif(trim({text}, ' \t\n'), '') AS {column}"

    row = "(rowid + 2 + (SELECT count(*) FROM blank WHERE before <= cell.rowid))::BIGINT"
    db.execute(
        f"""CREATE OR REPLACE TABLE raw AS
        SELECT {row if blank else "rowid + 2"} AS row, {", ".join(map(cell, columns))}
        FROM cell ORDER BY row"""
    )
    db.execute("DROP TABLE cell")
    db.execute(
        "CREATE OR REPLACE TABLE fault "
        "(row BIGINT, col VARCHAR, value VARCHAR, message VARCHAR, remedy VARCHAR)"
    )
    db.execute("CREATE OR REPLACE TABLE omitted (row BIGINT, value VARCHAR, reason VARCHAR)")


def _renamed(fault: Problem, columns: Mapping[str, Sequence[str]]) -> Problem:
    """Name the other names too under which a missing column would have been taken."""
    aliases = columns.get(fault.column or "", ())
    if fault.message.startswith("is missing") and len(aliases) > 1:
        names = " or ".join(repr(alias) for alias in aliases)
        return Problem(fault.file, fault.row, fault.column, fault.value, fault.message,
                       f"name the column {names}")  # fmt: skip
    return fault


def _refuse_control(table: Table) -> None:
    whole = f"concat_ws(' ', {', '.join(table.names)})"
    rows = table.db.execute(
        f"SELECT row FROM raw WHERE regexp_matches({whole}, {quoted(_CONTROL)})"
    ).fetchall()
    if not rows:
        return
    for column in table.names:
        table.fault(
            column, f"regexp_matches({column}, {quoted(_CONTROL)})",
            quoted("holds a control character"), quoted("delete it, or write a space instead"),
        )  # fmt: skip
