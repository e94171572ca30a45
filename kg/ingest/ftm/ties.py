"""Records of ties: edges between parties, successions, listings by an authority."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.ftm.schemas import PARTIES, SUCCESSION, TIES, UNKNOWN_LINK, Tie
from kg.ingest.ftm.world import Said
from kg.ingest.whereabouts import part
from kg.model.values import Entity
from kg.vocabulary import AG
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from kg.ingest.ftm.records import Record, Value
    from kg.ingest.ftm.world import Dates, World

_ABOVE = {
    AG.Person: {AG.Actor, AG.Party, AG.Entity},
    AG.Organisation: {AG.Actor, AG.Party, AG.Entity},
    AG.Actor: {AG.Party, AG.Entity},
}
_UNKNOWN = "has no direction, and its role names no tie of ours: {}"
_SUCCEEDED = "says that one came before the other, and its role not whether by a split or a merger"


def tie(world: World, record: Record) -> None:
    """Claim the tie of each pair that an edge joins, in the words of each dataset."""
    for dataset in record.speakers():
        roles = record.take("role", "relationship", dataset=dataset)
        found, rest = _kind(record, roles)
        if found is None:
            reason = _SUCCEEDED if record.schema == "Succession" else _UNKNOWN.format(
                ", ".join(v.text for v in roles) or "it has none")  # fmt: skip
            _leave(world, record, dataset, reason, roles)
            continue
        _edge(world, record, dataset, found, rest)


def _kind(record: Record, roles: list[Value]) -> tuple[Tie | None, list[Value]]:
    """Return what kind of tie it is, and the roles that say something beyond that."""
    if record.schema in TIES:
        return TIES[record.schema], roles
    named = SUCCESSION if record.schema == "Succession" else UNKNOWN_LINK
    for value in roles:
        if value.text.lower() in named:
            return named[value.text.lower()], [role for role in roles if role is not value]
    return None, roles


def _edge(world: World, record: Record, dataset: str, found: Tie, roles: list[Value]) -> None:
    subjects = record.take(found.subject, dataset=dataset)
    objects = record.take(found.object, dataset=dataset)
    if not subjects or not objects:
        _one_end(world, record, dataset, found, [*subjects, *objects, *roles])
        return
    pairs = list(product(subjects, objects))
    barred = {pair: why for pair in pairs if (why := _bar(world, pair, found))}
    if len(barred) == len(pairs):
        why = "; ".join(dict.fromkeys(barred.values()))
        _leave(world, record, dataset, why, [*subjects, *objects, *roles])
        return
    for pair, why in barred.items():
        world.sink.leave(record, pair[1], why)
    when = _dates(world, record, dataset)
    details = record.take("description", "summary", "percentage", "controlType", dataset=dataset)
    role = "; ".join(v.text for v in roles) or found.role
    note = "\n".join(v.text for v in details)
    modality = "possible" if record.schema == "Similar" else "stated"
    for pair in pairs:
        if pair not in barred and when is not None:
            ends = _ends(world, record, pair, found)
            said = Said(found.relationship, *ends, role, modality, note)
            world.claim(record, dataset, pair[0].row, said, when)


def _one_end(world: World, record: Record, dataset: str, found: Tie, taken: list[Value]) -> None:
    """Tell of an edge that lacks an end; where another dataset gives both, it adds to that."""
    missing = {found.subject, found.object} - {value.prop for value in taken}
    if len(world.locators) > 1:
        _leave(world, record, dataset, "is said by a dataset that does not name both ends", taken)
        return
    prop = min(missing)
    world.sink.fault((record.file, record.row, prop), record.id, f"is a {record.schema} without "
                     f"{prop}", f"name its {prop}")  # fmt: skip
    record.values = [value for value in record.values if value.dataset != dataset]


def _bar(world: World, pair: tuple[Value, Value], found: Tie) -> str:
    """Say why two things cannot be tied so; "" if they can."""
    schema = world.request.schema
    kind = schema.relationship(found.relationship)
    for value, role, default in zip(
        pair, (kind.subject_role, kind.object_role), found.kinds, strict=True
    ):
        here = world.kind_of(value.text)
        if here is None and world.schema_of(value.text) is not None:
            return f"{value.text} is a {world.schema_of(value.text)}, and no party"
        taken_for = here or default
        wanted = schema.ranges.get(role) if role else None
        if wanted and wanted != taken_for and wanted not in _ABOVE[taken_for]:
            name, what = (term.value.rpartition("#")[2] for term in (taken_for, wanted))
            return f"{value.text} is of the kind {name}; such a tie takes {what}"
    if world.entity(pair[0].text) == world.entity(pair[1].text):
        return "is tied to itself"
    return ""


def _ends(
    world: World, record: Record, pair: tuple[Value, Value], found: Tie
) -> tuple[NamedNode, NamedNode]:
    """Return the two parties of a tie; one that has no record is added."""
    for value, kind in zip(pair, found.kinds, strict=True):
        if world.schema_of(value.text) is None:
            mention(world, record, value, kind)
    return world.entity(pair[0].text), world.entity(pair[1].text)


def mention(world: World, record: Record, value: Value, kind: NamedNode) -> None:
    """Add a party that the file refers to and has no record of, under its id."""
    if value.text in world.broken:
        world.sink.batch.broken.add(world.entity(value.text))
        return
    origin = world.sink.origin(record.file, value.row)
    world.once(
        Entity(
            world.entity(value.text), kind, Literal(value.text),
            world.source(value.dataset).graph, codes=(value.text,),
            note=f"Referred to in {part(origin)} of {record.file}; there is no record of it.",
            origin=origin,
        )
    )  # fmt: skip


def parents(world: World, record: Record) -> None:
    """Claim the parent that a party's own record names."""
    found = Tie(AG.Affiliation, "", "", "", (AG.Actor, AG.Actor))
    for value in record.take("parent"):
        pair = replace(value, text=record.id), value
        if why := _bar(world, pair, found):
            world.sink.leave(record, value, why)
            continue
        said = Said(AG.Affiliation, *_ends(world, record, pair, found), "parent")
        world.claim(record, value.dataset, value.row, said)


def sanction(world: World, record: Record) -> None:
    """Claim that an authority lists a party, in the words of each dataset."""
    for dataset in record.speakers():
        entities = record.take("entity", dataset=dataset)
        authorities = record.take("authority", dataset=dataset)
        parties = [v for v in entities if (world.schema_of(v.text) or "Person") in PARTIES]
        if not parties or not authorities:
            _leave(world, record, dataset, _unlisted(world, entities, authorities),
                   [*entities, *authorities])  # fmt: skip
            continue
        for value in entities:
            if value not in parties:
                world.sink.leave(record, value, _unlisted(world, [value], authorities))
        when = _dates(world, record, dataset)
        role = "; ".join(v.text for v in record.take("program", dataset=dataset))
        details = record.take("reason", "provisions", "status", "summary", dataset=dataset)
        note = "\n".join(v.text for v in details)
        for value, by in product(parties, authorities):
            if world.schema_of(value.text) is None:
                mention(world, record, value, AG.Actor)
            if when is not None:
                said = Said(AG.Designation, _authority(world, record, by),
                            world.entity(value.text), role, "stated", note)  # fmt: skip
                world.claim(record, dataset, value.row, said, when)


def _unlisted(world: World, entities: list[Value], authorities: list[Value]) -> str:
    """Say why nothing is made of a listing."""
    if not entities or not authorities:
        return f"does not name its {'entity' if not entities else 'authority'}"
    return f"{entities[0].text} is a {world.schema_of(entities[0].text)}, and no party"


def _authority(world: World, record: Record, value: Value) -> NamedNode:
    end = f"{slug(value.text)[:40]}-{digest(value.text, 8)}".strip("-")
    return world.once(
        Entity(
            world.request.mint.entity(f"{world.request.source_id}-authority-{end}"),
            AG.Organisation, Literal(value.text), world.source(value.dataset).graph,
            note="Named as the authority of a listing.",
            origin=world.sink.origin(record.file, value.row),
        )
    )  # fmt: skip


def _dates(world: World, record: Record, dataset: str) -> Dates | None:
    start = record.take("startDate", dataset=dataset)
    listed = record.take("listingDate", dataset=dataset)
    end = record.take("endDate", dataset=dataset)
    on = record.take("date", dataset=dataset)
    for value in listed if start else ():
        world.sink.leave(record, value, "stands beside a start, which was taken")
    return world.dates(record, start or listed, end, on)


def _leave(world: World, record: Record, dataset: str, reason: str, taken: list[Value]) -> None:
    """Leave out all that a dataset says in a record."""
    rest = [v for v in record.values if v.dataset == dataset]
    if not taken and not rest:
        world.leave_whole(record, reason)
    for value in [*taken, *rest]:
        world.sink.leave(record, value, reason)
    record.values = [value for value in record.values if value.dataset != dataset]
