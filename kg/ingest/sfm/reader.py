"""Security Force Monitor: who commanded which unit, what it was part of, where it was, and when.

The sheets of the Monitor's Research Handbook (https://help.securityforcemonitor.org/), CSV or TSV:
units, persons, postings, relations, positionings, incidents, and sources with their citations.
Each file is recognised by its header, in either spelling (`kg.ingest.sfm.columns`). A row is a
claim, with citations and dates (`kg.ingest.sfm.dates`); what each becomes is in
`kg.ingest.sfm.claims`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InvalidRows
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.sfm import columns
from kg.ingest.sfm.claims import take
from kg.ingest.sfm.monitor import Monitor
from kg.ingest.tables.separated import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.ingest.base import Request
    from kg.ingest.sfm.columns import Sheet

BATCH = 2000  # rows
# What is referred to comes before what refers to it.
_ORDER = (columns.PUBLICATIONS, columns.SOURCES, columns.CITATIONS, *columns.KINDS)


def read(request: Request) -> Iterator[Batch]:
    """Read the sheets, in whatever order they are named."""
    monitor = Monitor(request)
    sheets = []
    for path, name in request.files:
        try:
            with opened(path, name, columns.label) as table:
                sheets.append((path, name, columns.recognise(name, table.columns)))
        except InvalidRows as error:
            monitor.batch.problems += error.problems
            monitor.batch.is_whole = False
            monitor.incomplete.update(_ORDER)
    monitor.given = {sheet.kind for _, _, sheet in sheets}
    for path, name, sheet in sorted(sheets, key=lambda each: _ORDER.index(each[2].kind)):
        yield from _sheet(monitor, path, name, sheet)
    monitor.batch.left_out += monitor.shelf.unused()
    yield monitor.turn()


FORMAT = Format(
    "sfm", "Security Force Monitor: units, persons, postings, relations, places, incidents", read,
    takes="files",
)  # fmt: skip


def _sheet(monitor: Monitor, path: Path, name: str, sheet: Sheet) -> Iterator[Batch]:
    """Read one sheet; its columns that are not carried are named once, if anything is in them."""
    filled: set[str] = set()
    try:
        with opened(path, name, columns.label) as table:
            for row in table.rows(monitor.problems):
                monitor.batch.rows += 1
                filled.update(column for column in sheet.left_out if row[column])
                take(monitor, sheet.kind, row)
                if monitor.batch.rows >= BATCH:
                    yield monitor.turn()
    except InvalidRows as error:
        monitor.problems += error.problems
        monitor.batch.is_whole = False
        monitor.incomplete.add(sheet.kind)
    monitor.batch.left_out += [
        LeftOut(name, None, table.spelt[column], "", sheet.left_out[column])
        for column in sheet.left_out
        if column in filled
    ]
