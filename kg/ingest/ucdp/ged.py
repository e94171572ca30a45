"""UCDP GED: georeferenced events, with their doubt about when, where and how many.

Uppsala Conflict Data Program, Georeferenced Event Dataset, CC BY 4.0 (https://ucdp.uu.se/downloads/),
its releases from 5 to 25, country files and candidate events. What its columns say is mapped in
`kg.ingest.ucdp.ged_claims`; here the file is read and its cells are checked.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import InvalidRows
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.tables import csv_columns
from kg.ingest.tables.columns import Columns, quoted
from kg.ingest.ucdp import common as ucdp
from kg.ingest.ucdp.ged_claims import add_all
from kg.model.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.ingest.base import Request
    from kg.ingest.tables.csv_columns import Table

_NEEDED = (
    "id", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b", "where_prec",
    "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "country", "country_id",
    "region", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown",
)  # fmt: skip
_OPTIONAL = (
    "relid", "code_status", "source_article", "source_original", "where_description", "iso3",
    "event_clarity", "gwnoa", "gwnob",
)  # fmt: skip
# What releases have called the same column; the first name is ours.
_ALIASES = {
    "conflict_id": ("conflict_id", "conflict_new_id"),
    "dyad_id": ("dyad_id", "dyad_new_id"),
    "side_a_id": ("side_a_id", "side_a_new_id"),
    "side_b_id": ("side_b_id", "side_b_new_id"),
    "best": ("best", "best_est"),
    "high": ("high", "high_est"),
    "low": ("low", "low_est"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*_NEEDED, *_OPTIONAL)},
    **_ALIASES,
}
REQUIRED = (*_NEEDED, *_ALIASES)
# Columns that add nothing to those above, and why.
NOT_USED = {
    "year": "the dates say it",
    "active_year": "follows from the deaths of the dyad in that year",
    "conflict_dset_id": "the conflict's id in a dataset that UCDP has given up",
    "dyad_dset_id": "the dyad's id in a dataset that UCDP has given up",
    "side_a_dset_id": "the side's id in a dataset that UCDP has given up",
    "side_b_dset_id": "the side's id in a dataset that UCDP has given up",
    "number_of_sources": "the reports themselves are cited, where the file has them",
    "source_office": "source_article has it too",
    "source_date": "source_article has it too",
    "source_headline": "source_article has it too",
    "geom_wkt": "latitude and longitude say it",
    "priogrid_gid": "latitude and longitude say it",
}
_CODES = {
    "type_of_violence": "[123]", "where_prec": "[1-7]", "date_prec": "[1-5]",
    "event_clarity": "[12]",
}  # fmt: skip
_NUMBERS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
_IDS = ("id", "conflict_id", "dyad_id", "country_id")


def read(request: Request) -> Iterator[Batch]:
    """Read a file of events, each row of which is one event."""
    batch = Batch()
    with TemporaryDirectory() as folder:
        db = csv_columns.connect(Path(folder))
        try:
            table = csv_columns.read(db, request.path, request.name, COLUMNS, REQUIRED)
        except InvalidRows as error:
            batch.problems += error.problems
            batch.is_whole = False
            yield batch
            return
        _leave_out_tags(table)
        _check(table)
        batch.rows, batch.problems = table.rows, table.problems()
        batch.left_out += _left_out(table)
        db.execute(
            "CREATE TABLE event AS SELECT * FROM raw WHERE row NOT IN (SELECT row FROM fault) "
            "AND row NOT IN (SELECT row FROM omitted)"
        )
        source = ucdp.source(
            request, "UCDP Georeferenced Event Dataset", request.options.get("version", "")
        )
        batch.columns = Columns(db, request.mint, request.schema, source, request.name)
        add_all(batch.columns, request.source_id)
        yield batch


def first_and_last(path: Path, name: str) -> dict[str, Bounds]:
    """Return by the id of each actor when its events are: begun by the first, not over by the last.

    Raises `InvalidRows` with the faults of the file.
    """
    with TemporaryDirectory() as folder:
        db = csv_columns.connect(Path(folder))
        table = csv_columns.read(db, path, name, COLUMNS, REQUIRED)
        _leave_out_tags(table)
        _check(table)
        if problems := table.problems():
            raise InvalidRows(problems)
        sides = " UNION ALL ".join(
            f"SELECT unnest(regexp_split_to_array(side_{side}_id, '\\s*[,;]\\s*')) AS actor, "
            "date_start[:10]::DATE AS ds, date_end[:10]::DATE AS de FROM raw"
            for side in "ab"
        )
        found = db.execute(f"SELECT actor, min(de), max(ds) FROM ({sides}) GROUP BY actor")
        return {a: Bounds(None, start, end, None) for a, start, end in found.fetchall()}


FORMAT = Format("ucdp-ged", "UCDP GED: events, with deaths, dates and places as bounds", read)


def _leave_out_tags(table: Table) -> None:
    """Leave out the row of HXL tags (https://hxlstandard.org) that may follow the header."""
    table.db.execute(
        f"""INSERT INTO omitted SELECT row, concat_ws(',', {", ".join(table.names)}),
        'holds HXL tags, which describe the columns' FROM raw
        WHERE row = 2 AND id IS NULL AND regexp_matches(country, '^#[a-z]')"""
    )
    table.db.execute("DELETE FROM raw WHERE row IN (SELECT row FROM omitted)")


def _left_out(table: Table) -> Iterator[LeftOut]:
    for row, value, reason in table.db.execute("SELECT * FROM omitted ORDER BY row").fetchall():
        yield LeftOut(table.file, row, None, value, reason)
    for column in table.unknown:
        reason = NOT_USED.get(column, "is a column that the format is not known to have")
        yield LeftOut(table.file, None, column, "", reason)


def _check(table: Table) -> None:
    table.need(*_IDS, *_CODES.keys() - {"event_clarity"}, *_NUMBERS, "date_start", "date_end")
    table.need(
        "side_a", "side_b", "side_a_id", "side_b_id", "dyad_name", "conflict_name", "country"
    )
    for column in _IDS:
        table.matches(column, r"\d+", "is no id", "write the number that UCDP gave it")
    for column in ("side_a_id", "side_b_id"):
        table.matches(
            column, r"\d+(\s*[,;]\s*\d+)*", "is no list of actor ids", "write numbers and commas"
        )
    for column, pattern in _CODES.items():
        table.matches(column, pattern, "is no code of it", f"write one of {pattern}")
    for column in _NUMBERS:
        table.matches(
            column, r"\d+", "is no whole number", "write digits alone, without separators"
        )
    for column, most in (("latitude", 90), ("longitude", 180)):
        is_angle = f"coalesce(abs(TRY_CAST({column} AS DOUBLE)) <= {most}, false)"
        table.fault(
            column, f"where_prec IN ('1', '2') AND NOT {is_angle}", quoted("is no such angle"),
            quoted(f"write degrees from -{most} to {most}"),
        )  # fmt: skip
    _check_dates(table)
    table.fault(
        "id", "row > (SELECT min(row) FROM raw other WHERE other.id = raw.id)",
        "'is the id of row ' || (SELECT min(row) FROM raw other WHERE other.id = raw.id) || "
        "' already'", quoted("drop one of the rows"),
    )  # fmt: skip


def _check_dates(table: Table) -> None:
    day = r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?"
    for column in ("date_start", "date_end"):
        table.matches(column, day, "is no date", "write year, month and day: 2017-05-23")
        is_day = f"regexp_full_match({column}, {quoted(day)})"
        date = f"TRY_CAST({column}[:10] AS DATE)"
        table.fault(
            column, f"{is_day} AND {date} IS NULL", quoted("is no day of the calendar"),
            quoted("correct the month or the day"),
        )  # fmt: skip
        table.fault(
            column, f"{is_day} AND year({date}) < 1946", f"'is in the year ' || year({date})",
            quoted("write all four digits of the year; UCDP begins in 1946"),
        )  # fmt: skip
    start, end = (f"TRY_CAST({column}[:10] AS DATE)" for column in ("date_start", "date_end"))
    table.fault(
        "date_end", f"{end} < {start}", "'is before the start, ' || date_start[:10]",
        quoted("correct one of the two"),
    )  # fmt: skip
