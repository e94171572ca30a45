"""ACLED: events of political violence and protest, from an export that the user made.

Armed Conflict Location & Event Data (https://acleddata.com/). Its terms do not let others pass the
rows on, so nothing of it is shipped, its sentences (``notes``) are never carried, and the licence
of what is read is the address of the terms, by which an exporter can tell that it is not open.

=================  ==============================================================================
event, sub-event   the class of the event (`kg.ingest.acled.codes`), in words in its description
actor1, actor2     ag:Participation; on sides 1 and 2 where the two are opponents, else without.
                   Civilians (inter 7) do not take part: ag:Targeting by the event
associated actors  the same, as "associated actor" and possible only: the column holds allies who
                   were there and bodies that a crowd belongs to, and does not tell which
location           ag:Occurrence; with geo_precision 3 in the area that the location stands for
fatalities         ag:Estimate of ag:Deaths, the best figure alone
changes of hands   ag:Control, where the codes tell who took a place and the place is exact;
                   a base established: ag:Presence
source             names of outlets, as the informant of the locator
=================  ==============================================================================
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal

from kg.errors import InvalidRows
from kg.ingest.acled import codes
from kg.ingest.acled.events import Events, holder
from kg.ingest.acled.names import Names
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.tables.separated import opened
from kg.model.bounds import Bounds
from kg.model.values import Entity, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import NamedNode

    from kg.ingest.acled.events import Event
    from kg.ingest.base import Request
    from kg.ingest.tables.table import Row

TERMS = "https://acleddata.com/terms-and-conditions/"
BATCH = 2000  # rows
ASSOCIATED = "associated actor"


def read(request: Request) -> Iterator[Batch]:
    """Read one or more exports; the actors come last, when all that types them was read."""
    acled = _Acled(request)
    for path, name in request.files:
        filled: set[str] = set()
        left_out: dict[str, str] = {}
        try:
            with opened(path, name, codes.usual) as table:
                left_out = codes.left_out(name, table.columns)
                for row in table.rows(acled.problems):
                    acled.batch.rows += 1
                    filled.update(column for column in left_out if row[column])
                    acled.take(row)
                    if acled.batch.rows >= BATCH:
                        yield acled.turn()
        except InvalidRows as error:
            acled.problems += error.problems
            acled.batch.is_whole = False
        acled.batch.left_out += [
            LeftOut(name, None, column, "", reason)
            for column, reason in left_out.items()
            if column in filled
        ]
    for actor in acled.names.entities():
        acled.batch.entities.append(actor)
        if len(acled.batch.entities) >= BATCH:
            yield acled.turn()
    yield acled.turn()


FORMAT = Format("acled", "ACLED: events, actors, places, fatalities", read, takes="files")


class _Acled:
    def __init__(self, request: Request) -> None:
        version = request.options.get("version", "")
        by = licence(request.options.get("licence", TERMS))
        self.source = Source(
            request.mint.source(request.source_id), AG.Dataset,
            "Armed Conflict Location & Event Data (ACLED)",
            request.mint.graph(request.source_id, version), by, by, publisher="ACLED",
            version=version, url="https://acleddata.com/", language="en",
            reliability=request.options.get("reliability", ""),
        )  # fmt: skip
        self.mint = request.mint
        self.batch = Batch(sources=[self.source])
        self.problems = self.batch.problems
        self.names = Names(request.mint, self.source)
        self.events = Events(request.mint, self.source, {})

    def turn(self) -> Batch:
        """Give back what was read so far, and begin anew; the list of problems goes on."""
        full, self.batch = self.batch, Batch()
        full.problems, self.batch.problems = [*self.problems], self.problems
        self.problems.clear()
        return full

    def take(self, row: Row) -> None:
        event = None if row.faulty else self.events.read(row)
        if event is None:
            if slug(row["event_id_cnty"]):
                self.batch.broken.add(self.events.iri(row))
            return
        place, name = self.names.place(row, self.batch)
        self.add_entity(event, name)
        placed = {"precision": codes.GEO_PRECISIONS[row["geo_precision"]]}
        stands_for = f"Coded at {row['location']}, which stands for the area."
        note = stands_for if row["geo_precision"] == "3" else ""
        self.claim(event, "at", (AG.Occurrence, event.iri, place), {**placed, "note": note})
        deaths = {"best": Decimal(row["fatalities"])}
        self.claim(event, "deaths", (AG.Estimate, event.iri, AG.Deaths), deaths)
        self.parties(event)
        self.hands(event, place, {**placed, "note": note})

    def add_entity(self, event: Event, place: str) -> None:
        row = event.row
        told = (row[c] for c in ("disorder_type", "event_type", "sub_event_type",
                                 "civilian_targeting"))  # fmt: skip
        notes = (
            f"Tags: {row['tags']}." if row["tags"] else "",
            f"Timestamp of the row: {row['timestamp']}." if row["timestamp"] else "",
        )
        self.batch.entities.append(
            Entity(
                event.iri, codes.SUB_EVENT_TYPES[row["sub_event_type"]],
                Literal(f"{row['sub_event_type']}, {place}, {event.draft.start}", language="en"),
                self.source.graph, "; ".join(filter(None, told)),
                codes=(f"ACLED {row['event_id_cnty']}",), note=" ".join(filter(None, notes)),
                origin=event.draft.origin,
            )
        )  # fmt: skip

    def claim(
        self, event: Event, part: str, what: tuple[NamedNode, NamedNode, NamedNode],
        changes: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """Add a claim about the event; `changes` are what it does not share with the others."""
        iri, (relationship, subject, obj) = self.mint.claim(f"acled-{event.id}-{part}"), what
        self.batch.claims.append(
            replace(
                event.draft, iri=iri, relationship=relationship, subject=subject, object=obj,
                **changes,
            )
        )  # fmt: skip

    def parties(self, event: Event) -> None:
        """Claim who took part, and which civilians were the target."""
        targets = {side for side, _, type_ in event.sides if type_ == codes.VICTIMS}
        if event.row["civilian_targeting"] and not targets:
            targets = self.crowd(event)
        for side, name, type_ in event.sides:
            party, is_victim = self.names.actor(event.row, name, type_), type_ == codes.VICTIMS
            if not is_victim:
                place = {"side": side} if event.is_opposed else {"role": f"actor {side}"}
                self.claim(event, f"actor-{side}", (AG.Participation, party, event.iri), place)
            if side in targets:
                self.claim(event, f"target-{side}", (AG.Targeting, event.iri, party))
            self.associated(event, side, is_victim=is_victim)

    def crowd(self, event: Event) -> set[str]:
        """Return the side of the protesters or rioters who are the civilians that were targeted."""
        crowds = {s for s, _, type_ in event.sides if type_ in (codes.PROTESTERS, codes.RIOTERS)}
        if len(crowds) == 1:
            return crowds
        self.leave_out(event, "civilian_targeting", "does not tell which of the actors they are")
        return set()

    def associated(self, event: Event, side: str, *, is_victim: bool) -> None:
        names = [name.strip() for name in event.row[f"assoc_actor_{side}"].split(";")]
        told = {"role": ASSOCIATED, "modality": "possible"}
        on_side = {**told, "side": side if event.is_opposed else ""}
        for number, name in enumerate(dict.fromkeys(filter(None, names)), 1):
            party, part = self.names.actor(event.row, name), f"associated-{side}-{number}"
            if is_victim:
                self.claim(event, part, (AG.Targeting, event.iri, party), told)
            else:
                self.claim(event, part, (AG.Participation, party, event.iri), on_side)

    def hands(self, event: Event, place: NamedNode, placed: Mapping[str, Any]) -> None:
        """Claim what the sub-event says beside the event: who holds the place, or is there."""
        sub_type = event.row["sub_event_type"]
        if sub_type == codes.CHANGED:
            self.leave_out(event, "sub_event_type", "says that a group changed, and not how")
        if sub_type not in (codes.REGAINED, codes.OVERTAKEN, codes.TRANSFERRED, codes.BASE):
            return
        name = holder(event)
        if not name:
            self.leave_out(event, "sub_event_type", "does not tell which actor took the place")
        elif sub_type != codes.BASE and event.row["geo_precision"] != "1":
            self.leave_out(event, "sub_event_type", "is of territory that is not told exactly")
        else:  # a state that begins with the event, and whose end nobody tells
            is_base = sub_type == codes.BASE
            kind, role = (AG.Presence, codes.BASE_ROLE) if is_base else (AG.Control, "")
            begun = Bounds.read(event.draft.start)
            lasting = {**placed, "bounds": begun, "end": "", "role": role}
            self.claim(event, "holds", (kind, self.names.actor(event.row, name), place), lasting)

    def leave_out(self, event: Event, column: str, reason: str) -> None:
        row = event.row
        self.batch.left_out.append(LeftOut(row.file, row.number, column, row[column], reason))
