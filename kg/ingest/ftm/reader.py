"""FollowTheMoney: entities or statements, one a line, as OpenSanctions and Aleph exchange them.

Read are JSON lines of entities, JSON lines of statements, and statements as CSV, told apart by the
first line of each file (https://followthemoney.tech/docs/). What each schema becomes stands in
`kg.ingest.ftm.schemas`. A file is read twice: once for which records it has, so that a tie is
never claimed to a ship or to nothing; once for what they say.

Each dataset that a statement names is a source with a graph of its own, and so is the one dataset
of an entity. Of an entity that was merged from several, nobody knows any more which of them says
what: the file itself says it, and cites them. When a crawler first and last saw a statement is not
read: it dates no tie. Of a date with a time the day is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ingest.base import Batch, Format
from kg.ingest.ftm.records import Sink, records
from kg.ingest.ftm.schemas import (
    DOCUMENTS,
    EVENTS,
    LEFT_OUT,
    PARTIES,
    PLACES,
    SANCTION,
)
from kg.ingest.ftm.things import document, event, party, place
from kg.ingest.ftm.ties import parents, sanction, tie
from kg.ingest.ftm.world import World
from kg.ingest.whereabouts import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request
    from kg.ingest.ftm.records import Record

ROWS = 2_000  # of a batch, about


def read(request: Request) -> Iterator[Batch]:
    """Read files of FollowTheMoney entities or statements."""
    sink = Sink()
    world = _world(request, sink)
    seen: dict[str, tuple[str, int]] = {}
    for path, name in request.files:
        for record in records(path, name, sink):
            if record.id in seen:
                _again(world, record, seen[record.id])
            else:
                seen[record.id] = (name, record.row)
                _record(world, record)
            if sink.batch.rows >= ROWS:
                batch, sink.batch = sink.batch, Batch()
                yield batch
    yield sink.batch


FORMAT = Format(
    "ftm",
    "FollowTheMoney: entities or statements, one a line",
    read,
    options={
        "licence": "of what the files say, an SPDX id or IRI; unknown if it is not given",
        "version": "of the datasets, such as the day on which they were fetched",
        "reliability": "of the source, A to F",
    },
    takes="files",
)


def _world(request: Request, sink: Sink) -> World:
    """Read all files once, for the ids of their records alone; faults are told the second time."""
    world, scout = World(request, sink), Sink(is_scout=True)
    for path, name in request.files:
        for record in records(path, name, scout):
            world.kinds.setdefault(record.id, record.schema)
            for other in record.other_ids - {record.id}:
                world.aliases.setdefault(other, record.id)
            scout.batch = Batch()
    world.broken = scout.broken - world.kinds.keys()
    for known in world.kinds:
        world.aliases.pop(known, None)
    return world


def _record(world: World, record: Record) -> None:
    if record.schema in LEFT_OUT:
        world.leave_whole(record, LEFT_OUT[record.schema])
        return
    if record.schema in DOCUMENTS:
        document(world, record)
    elif record.schema in PLACES:
        place(world, record)
    else:
        world.begin(record)
        if record.schema in PARTIES:
            party(world, record)
            parents(world, record)
        elif record.schema in EVENTS:
            event(world, record)
        elif record.schema == SANCTION:
            sanction(world, record)
        else:
            tie(world, record)
    world.leave_rest(record)


def _again(world: World, record: Record, first: tuple[str, int]) -> None:
    place = part(world.sink.origin(*first))
    world.sink.fault(
        (record.file, record.row, "id"), record.id, f"is the id of {place} of {first[0]} already",
        "sort statements by canonical_id; merge entities (ftm aggregate), or give each file a "
        "[[source]] of its own",
    )  # fmt: skip
