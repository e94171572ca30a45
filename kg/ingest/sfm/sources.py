"""What the Security Force Monitor cites: publications, the sources in them, and places in these.

A citation is an access point: a page of a source, or an archived state of it. It becomes a source
of ours, a work in one fixed version, once a claim cites it. The cited works belong to others, so
their licence is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.ingest.base import LeftOut
from kg.ingest.sfm import columns
from kg.model import edtf
from kg.model.values import Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import NamedNode

    from kg.ingest.tables.table import Row

_TIMES = {
    "source:published_timestamp": "publication",
    "source:created_timestamp": "creation",
    "source:uploaded_timestamp": "upload",
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of one of the sheets of sources, kept until it is referred to."""

    origin: Origin
    cells: Mapping[str, str]


@dataclass(slots=True)
class Shelf:
    """The rows of the three sheets by their ids, and which of the citations were cited.

    `faulty` are the ids of rows that are there, but at fault.
    """

    kept: dict[str, dict[str, Kept]] = field(
        default_factory=lambda: {
            columns.PUBLICATIONS: {},
            columns.SOURCES: {},
            columns.CITATIONS: {},
        }
    )
    cited: set[str] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)
    faulty: set[str] = field(default_factory=set)

    def add(self, kind: str, row: Row) -> None:
        """Keep a row under its id."""
        own = {
            columns.CITATIONS: columns.CITATION_ID, columns.SOURCES: columns.SOURCE_ID,
            columns.PUBLICATIONS: columns.PUBLICATION_ID,
        }[kind]  # fmt: skip
        column = columns.ENTITY_ID if columns.ENTITY_ID in row.cells and not row[own] else own
        if kind == columns.PUBLICATIONS and column not in row.cells:
            found = row["source:publication_name"]  # no source can refer to it: see `unused`
        else:
            found = uuid(row, column)
        if found in self.kept[kind]:
            before = self.kept[kind][found].origin.row
            row.fault(column, f"is the id of row {before} already", "drop one row")
        for stamp in _TIMES:
            row.read(stamp, _date)
        for address in ("source:url", "source:archive_url"):
            row.read(address, _url)
        if kind == columns.SOURCES:
            row.need("source:title")
        if row.faulty:
            self.faulty.add(row[column].lower())
        elif found:
            cells = {name: text for name, text in row.cells.items() if text}
            self.kept[kind][found] = Kept(Origin(row.file, row.number), cells)

    def cite(self, citation_id: str, iri: NamedNode, graph: NamedNode, by: NamedNode) -> Source:
        """Describe the work that a citation points into; `by` is the licence of the claims."""
        self.cited.add(citation_id)
        citation = self.kept[columns.CITATIONS][citation_id]
        source = self._looked_up(columns.SOURCES, citation.cells.get(columns.SOURCE_ID, ""))
        cells = {**source, **citation.cells}
        publication = cells.get(columns.PUBLICATION_ID, "")
        cells = {**self._looked_up(columns.PUBLICATIONS, publication), **cells}
        title = cells.get("source:title", f"Citation {citation_id} of the Security Force Monitor")
        said = next(((c, how) for c, how in _TIMES.items() if c in cells), None)
        archived = cells.get("source:archive_timestamp") or cells.get(
            "source:accessed_timestamp", ""
        )
        return Source(
            iri, AG.Dataset if cells.get("source:type") == "dataset" else AG.Source, title, graph,
            licence("unknown"), by, cells.get("source:author", ""),
            cells.get("source:publication_name", ""), _date(cells[said[0]]) if said else "",
            archived, cells.get("source:archive_url") or cells.get("source:url", ""),
            note=_note(cells, said[1] if said else ""), origin=citation.origin,
        )  # fmt: skip

    def _looked_up(self, kind: str, key: str) -> Mapping[str, str]:
        found = self.kept[kind].get(key.lower())
        if found is None:
            return {}
        self.used.add((kind, key.lower()))
        return found.cells

    def unused(self) -> Iterator[LeftOut]:
        """Yield the rows that nothing refers to."""
        for kind, rows in self.kept.items():
            for key, kept in rows.items():
                if key in self.cited or (kind, key) in self.used:
                    continue
                yield LeftOut(kept.origin.file, kept.origin.row, None, key,
                              f"no claim that was read cites this {kind}")  # fmt: skip


def uuid(row: Row, column: str) -> str:
    """Return the id in a cell; empty where it is none."""
    text = row.need(column).lower()
    if text and not UUID.fullmatch(text):
        row.fault(column, "is no id of the Security Force Monitor",
                  "write the UUID, such as a848de4e-ebeb-49d6-9099-7e68ca3b57fc")  # fmt: skip
        return ""
    return text


def _note(cells: Mapping[str, str], dated_by: str) -> str:
    """Say where in the work the citation points, and what else is known of it."""
    kind, trigger = (cells.get(f"source:access_point_{part}", "") for part in ("type", "trigger"))
    accessed = cells.get("source:accessed_timestamp", "")
    parts = [
        f"Cited at {kind} {trigger}." if trigger else "",
        f"First at {cells['source:url']} ." if {"source:url", "source:archive_url"} <= {*cells}
        else "",
        f"Kind of source: {cells['source:type']}." if "source:type" in cells else "",
        f"Country of the publication: {cells['source:publication_country']}."
        if "source:publication_country" in cells else "",
        *(f"Time of {how}: {cells[stamp]}." for stamp, how in _TIMES.items() if stamp in cells),
        f"Accessed {accessed}." if accessed else "",
        f"The date is that of the {dated_by}." if dated_by not in ("", "publication") else "",
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def _date(text: str) -> str:
    """Return the day of an ISO 8601 timestamp, or the month or year that it names.

    >>> _date("2019-11-29T10:25:45Z")
    '2019-11-29'
    """
    match = re.fullmatch(r"(\d{4}(?:-\d\d){0,2})(?:T[0-9:.]+Z?)?", text)
    if not match:
        raise ValueError("is no timestamp; write YYYY, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
    edtf.parse(match[1])
    return match[1]


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise ValueError("is no web address; write it whole, with https://")
    return text
