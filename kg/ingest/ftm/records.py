"""Lines to records: entities as they stand, statements put together by what they are about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, LeftOut
from kg.ingest.ftm.schemas import KNOWN, narrower
from kg.ingest.tables.table import UNWRITABLE, rows, suggest
from kg.ingest.whereabouts import part
from kg.model.values import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENTITY_KEYS = frozenset((
    "id", "schema", "properties", "caption", "datasets", "referents", "first_seen", "last_seen",
    "last_change", "target", "origin",
))  # fmt: skip
_NEEDED = ("entity_id", "prop", "schema", "value", "dataset")
_TRUE = ("t", "true", "1", "y", "yes")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: who says so, and in which row; `dataset` is "" for the file.

    `row` is the number of the row in CSV, of the line in JSON lines.
    """

    prop: str
    text: str
    row: int
    dataset: str = ""
    language: str = ""


@dataclass(slots=True)
class Record:
    """What a file says of one thing: its own id, others that it goes by, and its values."""

    id: str
    schema: str
    file: str
    row: int
    caption: str = ""
    other_ids: set[str] = field(default_factory=set)
    datasets: tuple[str, ...] = ()
    values: list[Value] = field(default_factory=list)
    at_fault: set[str] = field(default_factory=set)

    def take(self, *props: str, dataset: str | None = None) -> list[Value]:
        """Return the values of properties and cross them off; each value once a dataset."""
        taken: dict[tuple[str, str, str], Value] = {}
        rest = []
        for value in self.values:
            if value.prop in props and dataset in (None, value.dataset):
                taken.setdefault((value.prop, value.text, value.dataset), value)
            else:
                rest.append(value)
        self.values = rest
        return list(taken.values())

    def speakers(self) -> list[str]:
        """Return the datasets that speak of it, in the order of its rows."""
        return list(dict.fromkeys(value.dataset for value in self.values)) or [
            self.datasets[0] if len(self.datasets) == 1 else ""
        ]


class Sink:
    """Where faults and what is left out go while a file is read, until a batch is full."""

    def __init__(self, *, is_scout: bool = False) -> None:
        self.is_scout = is_scout  # reads which records there are, and not what they say
        self.batch = Batch()
        self.broken: set[str] = set()  # the ids of records that cannot be used
        self.in_lines: set[str] = set()  # the files of JSON lines; those of CSV have rows

    def origin(self, file: str, number: int) -> Origin:
        """Return where a record or value was read: the line, or the row, of that number."""
        is_line = file in self.in_lines
        return Origin(file, None if is_line else number, line=number if is_line else None)

    def fault(
        self,
        place: tuple[str, int | None, str | None],
        value: str | None,
        message: str,
        remedy: str,
    ) -> None:
        """Note a fault at a file, row or line, and column."""
        file, number, column = place
        at = self.origin(file, number) if number else Origin(file)
        self.batch.problems.append(Problem(file, at.row, column, value, message, remedy, at.line))

    def leave(self, record: Record, value: Value, reason: str) -> None:
        """Note a value that is sound and not used."""
        self.leave_at((record.file, value.row), value.prop, value.text, reason)

    def leave_at(self, place: tuple[str, int], column: str | None, value: str, reason: str) -> None:
        """Note what is sound and not used, at a file and row or line."""
        at = self.origin(*place)
        self.batch.left_out.append(LeftOut(at.file, at.row, column, value, reason, at.line))


def records(path: Path, name: str, sink: Sink) -> Iterator[Record]:
    """Yield the records of a file of entities or of statements, told apart by its first line.

    Statements about one thing must stand together, as ``sort`` puts them. A file of statements as
    CSV is held in memory as text; one of JSON lines is not.
    """
    with path.open("rb") as file:
        first = next((line for line in file if line.strip()), b"").removeprefix(b"\xef\xbb\xbf")
    if not first:
        sink.batch.is_whole = False
        sink.fault((name, None, None), None, "is empty", "fetch the file again")
    elif b"entity_id" in first and not first.lstrip().startswith(b"{"):
        yield from _together(_csv(path, name, sink), name, sink)
    elif first.lstrip().startswith(b"{") and first.strip() != b"{":
        sink.in_lines.add(name)
        lines = _lines(path, name, sink)
        if b'"entity_id"' in first and b'"properties"' not in first:
            yield from _together(lines, name, sink)
        else:
            yield from _entities(lines, name, sink)
    else:
        sink.batch.is_whole = False
        sink.in_lines.add(name)
        sink.fault(
            (name, 1, None), first[:20].decode("utf-8", "replace"),
            "begins no line of JSON, nor a header of statements",
            "write one entity or statement a line: {\"id\": …}; unpack what is compressed",
        )  # fmt: skip


def _lines(path: Path, name: str, sink: Sink) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the object on each line with the line's number; faulty lines are told."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if not line.strip():
                continue
            sink.batch.rows += 1
            place = (name, number, None)
            try:
                found = json.loads(line.decode())
            except UnicodeDecodeError as error:
                shown = line[error.start : error.start + 4].hex(" ")
                sink.fault(place, shown, "are bytes that are not UTF-8", "write it in UTF-8")
            except (ValueError, RecursionError) as error:
                cut = not raw.endswith(b"\n")
                what = "is cut off" if cut else f"is no JSON ({error})"
                remedy = "fetch the file again" if cut else "write one whole object a line"
                sink.batch.is_whole &= not cut
                sink.fault(place, line[-30:].decode().strip(), what, remedy)
            else:
                if isinstance(found, dict):
                    yield number, found
                else:
                    sink.fault(place, str(found)[:30], "is no object", 'write {"id": …}')


def _entities(
    lines: Iterator[tuple[int, dict[str, Any]]], name: str, sink: Sink
) -> Iterator[Record]:
    for number, found in lines:
        entity_id = _text(found, "id", (name, number), sink)
        schema = _schema(found, (name, number), sink)
        properties = found.get("properties")
        if not isinstance(properties, dict):
            sink.fault((name, number, "properties"), None, "is no object of lists",
                       "write {\"name\": [\"…\"]}")  # fmt: skip
        if not entity_id or not schema or not isinstance(properties, dict):
            sink.broken.add(entity_id)
            continue
        datasets = tuple(
            dict.fromkeys(text for text in _list(found.get("datasets")) if isinstance(text, str))
        )
        record = Record(
            entity_id, schema, name, number, str(found.get("caption") or ""),
            {text for text in _list(found.get("referents")) if isinstance(text, str)}, datasets,
        )  # fmt: skip
        for prop, texts in () if sink.is_scout else properties.items():
            for text in _list(texts):
                _add(record, Value(prop, text, number, _speaker(datasets)), sink)
        for key in found.keys() - _ENTITY_KEYS:
            reason = "is no part of the format"
            sink.leave_at((name, number), key, str(found[key])[:80], reason)
        yield record


def _speaker(datasets: tuple[str, ...]) -> str:
    """Of an entity that several datasets were merged into, nobody knows which says what."""
    return datasets[0] if len(datasets) == 1 else ""


def _add(record: Record, value: Value, sink: Sink) -> None:
    text: object = value.text
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = str(text)
    place = (record.file, value.row, value.prop)
    if not isinstance(text, str):
        record.at_fault.add(value.prop)
        sink.fault(place, str(text)[:30], "is no text", "write a list of texts, ids for things")
    elif UNWRITABLE.search(text) or _SURROGATE.search(text):
        record.at_fault.add(value.prop)
        shown = text.encode("ascii", "backslashreplace").decode()[:60]
        sink.fault(place, shown, "holds a control character", "delete it, or write a space instead")
    elif text.strip():
        record.values.append(
            Value(value.prop, text.strip(), value.row, value.dataset, value.language)
        )


def _csv(path: Path, name: str, sink: Sink) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for row in rows(path, name, _NEEDED, _NEEDED, sink.batch.problems, extra_columns=True):
            sink.batch.rows += 1
            if not row.faulty:
                external = row["external"].lower() in _TRUE
                yield row.number, {**row.cells, "external": external}
    except InvalidRows as error:
        sink.batch.problems += error.problems
        sink.batch.is_whole = False


_Statement = tuple[str, str, str, Value]  # canonical id, entity's own id, schema, what it says


def _statement(found: dict[str, Any], place: tuple[str, int], sink: Sink) -> _Statement | None:
    schema = _schema(found, place, sink)
    entity_id, prop, value, dataset = (
        _text(found, key, place, sink) for key in ("entity_id", "prop", "value", "dataset")
    )
    if not (schema and entity_id and prop and value and dataset):
        return None
    canonical = found.get("canonical_id") or entity_id
    language = found.get("lang") or ""
    if found.get("external") is True:
        reason = "is external: the dataset offers it for matching, and does not vouch for it"
        sink.leave_at(place, prop, value, reason)
        return None
    return str(canonical), entity_id, schema, Value(prop, value, place[1], dataset, str(language))


def _together(
    lines: Iterator[tuple[int, dict[str, Any]]], name: str, sink: Sink
) -> Iterator[Record]:
    """Put the statements about one thing together, as long as they stand together."""
    record: Record | None = None
    for number, found in lines:
        statement = _statement(found, (name, number), sink)
        if statement is None:
            continue
        canonical, entity_id, schema, value = statement
        if record is None or record.id != canonical:
            if record is not None:
                yield record
            record = Record(canonical, schema, name, number)
        joint = narrower(record.schema, schema)
        if joint is None:
            place = (name, number, "schema")
            first = part(sink.origin(name, record.row))
            what = f"is not what {first} says of {canonical}, {record.schema}"
            sink.fault(place, schema, what, "part the two things that were merged")
            continue
        record.schema = joint
        record.other_ids.add(entity_id)
        _add(record, value, sink)
    if record is not None:
        yield record


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(found: dict[str, Any], key: str, place: tuple[str, int], sink: Sink) -> str:
    text = found.get(key)
    if isinstance(text, str) and text.strip():
        return text.strip()
    shown = None if text is None else str(text)[:30]
    sink.fault((*place, key), shown, "is missing" if text is None else "is no text or blank",
               f"give the {key}")  # fmt: skip
    return ""


def _schema(found: dict[str, Any], place: tuple[str, int], sink: Sink) -> str:
    schema = _text(found, "schema", place, sink)
    if schema and schema not in KNOWN:
        sink.fault((*place, "schema"), schema, "is no schema of FollowTheMoney 4",
                   suggest(schema, sorted(KNOWN)))  # fmt: skip
        return ""
    return schema
