"""A row of ACLED, read and checked: the event, its actors by side, and what its claims share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kg.ingest.acled import codes
from kg.ingest.acled.names import degrees
from kg.model.bounds import Bounds
from kg.model.values import Claim, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from kg.ingest.tables.table import Row
    from kg.vocabulary.minting import Mint


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its claims share it; `sides` are "1" or "2", the actor, and its type."""

    row: Row
    id: str
    draft: Claim
    sides: tuple[tuple[str, str, str], ...]

    @property
    def iri(self) -> NamedNode:
        """The event itself."""
        return self.draft.subject

    @property
    def is_opposed(self) -> bool:
        """Whether its two actors are opponents."""
        return self.row["event_type"] in codes.OPPOSED


@dataclass(slots=True)
class Events:
    """Reads rows as events, each once."""

    mint: Mint
    source: Source
    seen: dict[str, Origin]

    def iri(self, row: Row) -> NamedNode:
        """Name the event of a row."""
        return self.mint.entity(f"acled-event-{slug(row['event_id_cnty'])}")

    def read(self, row: Row) -> Event | None:
        """Return the event of a row; None, and faults, if it cannot be read."""
        for column in ("event_id_cnty", "event_date", "country", "location", "fatalities"):
            row.need(column)
        event_id = slug(row["event_id_cnty"])
        if row["event_id_cnty"] and not event_id:
            row.fault(
                "event_id_cnty", "is no id of ACLED", "write letters and digits, such as NIG1"
            )
        if before := self.seen.get(event_id):
            row.fault("event_id_cnty", f"stands in {before.file}, row {before.row} already",
                      "export one row for each event, not one for each actor")  # fmt: skip
        self.seen.setdefault(event_id, Origin(row.file, row.number))
        _check(row)
        date = row.read("event_date", codes.day)
        if date and row["year"] and row["year"] != str(date.year):
            row.fault("year", f"is not the year of {date}", "correct one of the two")
        sides = tuple(_sides(row))
        if row.faulty or date is None:
            return None
        edtf = codes.when(date, row["time_precision"])
        scale = f" (source scale: {row['source_scale']})" if row["source_scale"] else ""
        locator = Locator(record=row["event_id_cnty"], informant=f"{row['source']}{scale}".strip())
        draft = Claim(
            self.mint.claim(f"acled-{event_id}"), AG.Occurrence, self.iri(row), None,
            self.source.iri, self.source.graph, reliability=self.source.reliability,
            bounds=Bounds.read(edtf, edtf), start=edtf, end=edtf, locator=locator,
            origin=Origin(row.file, row.number),
        )  # fmt: skip
        return Event(row, event_id, draft, sides)


def _check(row: Row) -> None:
    """Note every fault of the codes and numbers of a row."""
    for column, allowed in (
        ("time_precision", ("1", "2", "3")), ("geo_precision", ("1", "2", "3")),
        ("event_type", tuple(codes.EVENT_TYPES)),
        ("sub_event_type", tuple(codes.SUB_EVENT_TYPES)),
    ):  # fmt: skip
        row.need(column)
        row.one_of(column, allowed)
    for column, most in (("latitude", 90), ("longitude", 180)):
        row.need(column)
        row.read(column, partial(degrees, most))
    for column in ("fatalities", "iso", "timestamp"):
        row.read(column, _whole)


def _sides(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield the actors that there are; the first is needed."""
    row.need("actor1")
    for side in ("1", "2"):
        name, type_ = row[f"actor{side}"], row.read(f"inter{side}", codes.inter) or ""
        if bool(name) != bool(type_) and not row.faulty:
            row.fault(f"inter{side}", f"does not go with the actor, {name!r}",
                      "give both, or neither")  # fmt: skip
        if name:
            yield side, name, type_


def holder(event: Event) -> str:
    """Return who took the place, by the codebook; empty where the codes do not tell.

    Actor 1 where there was no fight; after one, the actor of the kind that the sub-event names, if
    only one of the two is of that kind.
    """
    sub_type = event.row["sub_event_type"]
    if sub_type in (codes.TRANSFERRED, codes.BASE):
        return event.sides[0][1]
    states = [name for _, name, type_ in event.sides if type_ == codes.STATE]
    others = [name for _, name, type_ in event.sides if type_ != codes.STATE]
    foreign = [name for _, name, type_ in event.sides if type_ == codes.EXTERNAL]
    found = states or foreign if sub_type == codes.REGAINED else others
    return found[0] if len(found) == 1 else ""


def _whole(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        separated = set(text) <= set("0123456789,.' \u00a0\u202f")
        what = "is written with a separator" if separated else "is no whole number"
        raise ValueError(f"{what}; write digits alone, such as 1200")
    return int(text)
