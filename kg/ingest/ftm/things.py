"""Records of things: parties with their names, events, places, documents."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.ingest.ftm.schemas import CODES, DOCUMENTS, EVENTS, NAMES, PARTIES, PLACES
from kg.ingest.ftm.world import Said, literal
from kg.model.values import Coordinates, Entity, Source
from kg.vocabulary import AG, DCTERMS

if TYPE_CHECKING:
    from kg.ingest.ftm.records import Record, Value
    from kg.ingest.ftm.world import World

_COUNTRY = re.compile(r"[a-z]{2}")
_NO_COUNTRIES = ("eu", "zz", "xx")  # FollowTheMoney has codes for the Union and for "global"
_BIRTH = {"birthPlace": "born", "birthCountry": "born", "nationality": "nationality",
          "citizenship": "citizenship"}  # fmt: skip
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def party(world: World, record: Record) -> None:
    """Add a party, claim its names, its first and last day, and where it comes from."""
    kind = PARTIES[record.schema]
    iri = _named(world, record, kind, tuple(NAMES))
    if iri is None:
        return
    dates = ("birthDate", "deathDate") if kind == AG.Person else (
        "incorporationDate", "dissolutionDate")  # fmt: skip
    _existence(world, record, iri, *dates)
    for prop, role in _BIRTH.items():
        for value in record.take(prop):
            is_country = prop != "birthPlace"
            if is_country and not _is_country(value.text):
                world.sink.leave(record, value, "is no code of a country (ISO 3166-1)")
                continue
            said = Said(AG.Origin, iri, world.place(record, value, is_country=is_country), role)
            world.claim(record, value.dataset, value.row, said)


def event(world: World, record: Record) -> None:
    """Add an event, and claim when and where it was and who took part."""
    iri = _named(world, record, EVENTS[record.schema], tuple(NAMES))
    if iri is None:
        return
    for value in record.take("location"):
        said = Said(AG.Occurrence, iri, world.place(record, value))
        world.claim(record, value.dataset, value.row, said)
    for value in record.take("addressEntity"):
        if world.schema_of(value.text) in PLACES:
            said = Said(AG.Occurrence, iri, world.entity(value.text))
            world.claim(record, value.dataset, value.row, said)
        else:
            world.sink.leave(record, value, "is no place that the file has a record of")
    for prop, role in (("organizer", "organizer"), ("involved", "")):
        for value in record.take(prop):
            if world.kind_of(value.text) is None:
                world.sink.leave(record, value, "is no party that the file has a record of")
                continue
            said = Said(AG.Participation, world.entity(value.text), iri, role)
            world.claim(record, value.dataset, value.row, said)
    _existence(world, record, iri, "startDate", "endDate", "date")


def place(world: World, record: Record) -> None:
    """Add a place with its country and its point."""
    names = ("full", "name", "city", "region", "state", "country")
    found = next((v for prop in names for v in record.values if v.prop == prop), None)
    if found is None:
        _nameless(world, record, "full")
        return
    record.values.remove(found)
    graph = world.source(found.dataset).graph
    code = next((v for v in record.values if v.prop == "country" and _is_country(v.text)), None)
    if code:
        record.values.remove(code)
    world.sink.batch.entities.append(
        Entity(
            world.entity(record.id), PLACES[record.schema],
            literal(found.text, found.language), graph, codes=(record.id,),
            country_code=code.text.upper() if code else "",
            coordinates=_point(world, record, found),
            origin=world.sink.origin(record.file, record.row),
        )
    )  # fmt: skip


def _point(world: World, record: Record, named: Value) -> Coordinates | None:
    latitude, longitude = record.take("latitude"), record.take("longitude")
    numbers = [_degrees(v.text) for v in (*latitude, *longitude)]
    if len(latitude) == len(longitude) == 1 and None not in numbers:
        source = world.source(named.dataset)
        x, y = numbers[1], numbers[0]
        assert x is not None
        assert y is not None
        return Coordinates(y, x, AG.UnknownPrecision, source.iri, source.graph)
    for value in (*latitude, *longitude):
        if _degrees(value.text) is None:
            place_ = (record.file, value.row, value.prop)
            world.sink.fault(place_, value.text, "is no number of degrees", "write digits: 36.34")
        else:
            world.sink.leave(record, value, "is one of several, or half a point")
    return None


def document(world: World, record: Record) -> None:
    """Add a document as a source, which claims may cite."""
    titles = record.take("title", "name", "fileName")
    titles.sort(key=lambda value: ("title", "name", "fileName").index(value.prop))
    if not titles:
        _nameless(world, record, "title")
        return
    authors, published = record.take("author"), record.take("publishedAt", "date")
    publishers, urls = record.take("publisher"), record.take("sourceUrl")
    languages = record.take("language")
    for value in (*titles[1:], *published[1:], *urls[1:], *languages[1:]):
        world.sink.leave(record, value, "is one of several; the first was taken")
    when = world.dates(record, published[:1], [], [])
    url = urls[0].text if urls else ""
    if url and not _URL.fullmatch(url):
        world.sink.leave(record, urls[0], "is no web address")
        url = ""
    local = world.local(record.id)
    world.sink.batch.sources.append(
        Source(
            world.document(record.id), DOCUMENTS[record.schema], titles[0].text,
            world.request.mint.graph(local), world.by, world.by,
            creator="; ".join(v.text for v in authors),
            publisher="; ".join(v.text for v in publishers), date=when.start if when else "",
            url=url, language=_language(languages),
            origin=world.sink.origin(record.file, record.row),
        )
    )  # fmt: skip


def _language(values: list[Value]) -> str:
    return literal("", values[0].text).language or "" if values else ""


def _named(
    world: World, record: Record, kind: NamedNode, props: tuple[str, ...]
) -> NamedNode | None:
    """Add an entity with its first name, and claim all of them; None if it has no name."""
    values = record.take(*props)
    values.sort(key=lambda value: props.index(value.prop))
    if not values:
        _nameless(world, record, props[0])
        return None
    label = next((v for v in values if v.text == record.caption), values[0])
    iri, home = world.entity(record.id), world.source(label.dataset).graph
    codes = record.take("wikidataId", *(() if kind == AG.Person else CODES))
    world.sink.batch.entities.append(
        Entity(
            iri, kind, literal(label.text, label.language), home, codes=(record.id,),
            origin=world.sink.origin(record.file, record.row),
        )
    )  # fmt: skip
    told = [
        *((v, DCTERMS.description, literal(v.text, v.language))
          for v in record.take("description", "summary")),
        *((v, AG.note, Literal(v.text)) for v in record.take("notes")),
        *((v, DCTERMS.identifier, Literal(f"{v.prop} {v.text}")) for v in codes),
    ]  # fmt: skip
    for value, predicate, said in told:
        graph = world.source(value.dataset).graph
        world.sink.batch.quads.append(Quad(iri, predicate, said, graph))
    for value in values:
        naming = Said(AG.Naming, iri, Literal(value.text), NAMES[value.prop])
        world.claim(record, value.dataset, value.row, naming)
    return iri


def _existence(
    world: World, record: Record, iri: NamedNode, start: str, end: str, on: str = ""
) -> None:
    """Claim the first and the last day of a thing, dataset by dataset."""
    for dataset in record.speakers():
        first, last = record.take(start, dataset=dataset), record.take(end, dataset=dataset)
        if on and not first and not last:  # an event that has one date began and ended then
            first = last = record.take(on, dataset=dataset)
        if not first and not last:
            continue
        when = world.dates(record, first, last, [])
        if when:
            world.claim(record, dataset, (first or last)[0].row, Said(AG.Existence, iri), when)


def _nameless(world: World, record: Record, prop: str) -> None:
    world.sink.batch.broken.add(world.entity(record.id))
    if prop in record.at_fault:  # its name is there, and its fault was told
        return
    world.sink.fault((record.file, record.row, prop), record.id, "has no name",
                     f"give its {prop}")  # fmt: skip


def _is_country(code: str) -> bool:
    return bool(_COUNTRY.fullmatch(code)) and code not in _NO_COUNTRIES


def _degrees(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) else None
