"""A release as FollowTheMoney entities or statements, for Aleph, OpenSanctions' tools and the like.

Written are parties, events, listings, and the ties that some accepted claim states outright: one
entity a claim, with its source. What is lost:

* Claims that are denied, contested, expected, likely, possible, planned or conditional: there is no
  place for them but that of facts. They are left out and counted; a tie that another source denies
  says so in its summary.
* Collective labels, which are no organisations, and every claim about one.
* Bounds. A date is what the earliest and the latest day have in common, 2014 or 2014-06, and none
  where one side is open; what the source says then stands in the summary.
* Places: of an event the name of its scene remains, of an origin or a presence the country.
* Grades of sources and claims, sides, estimates, plans, targets, who controls what.
* Of names what cannot be seen, such as the joiners of Persian, and quotation marks around them.

Everything is one pure function of the quads. Give it those of the ontology too where a project has
classes of its own: their superclasses are found there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.ingest.ftm.schemas import CODES
from kg.publish.ftm import words
from kg.publish.ftm.claims import Said
from kg.publish.ftm.facts import Facts
from kg.publish.ftm.reading import EVENT, Reading
from kg.vocabulary import AG, DCTERMS, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

Line = dict[str, Any]
# The library puts a code of these kinds into a form of its own, or refuses it.
_CHECKED = ("leiCode", "innCode", "ogrnCode", "uniqueEntityId", "imoNumber")
_NO_LANGUAGE = frozenset((
    "id", "member", "organization", "director", "subject", "object", "predecessor", "successor",
    "entity", "involved", "organizer", "startDate", "endDate", "date", "birthDate", "deathDate",
    "incorporationDate", "dissolutionDate", "country", "birthCountry", "nationality",
    "citizenship", "sourceUrl",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """What is written, as statements, and how much of what is not."""

    statements: tuple[Line, ...]
    left_out: Mapping[str, int]


def export(quads: Iterable[Quad]) -> Export:
    """Return all that is written of the quads of ``asserted``, and count what is left out."""
    reading = Reading.of(quads)
    facts = Facts(reading)
    said = [*_things(reading, facts), *facts.said()]
    speakers = {(one.entity, one.schema, one.dataset) for one in said}
    lines = [Said(entity, schema, "id", entity, by) for entity, schema, by in speakers]
    return Export(_sorted([*lines, *said]), dict(sorted(facts.left_out.items())))


def statements(quads: Iterable[Quad]) -> Iterator[Line]:
    """Yield what each source says of each thing, as FollowTheMoney statements.

    The dataset of a statement is the id of its source, with ``_`` for ``-``. They are sorted, so
    that those about one thing stand together; none says when it was first seen.
    """
    yield from export(quads).statements


def entities(quads: Iterable[Quad]) -> Iterator[Line]:
    """Yield the entities that the statements give, each with the datasets that speak of it."""
    yield from together(export(quads).statements)


def together(lines: Iterable[Line]) -> Iterator[Line]:
    """Put sorted statements together to entities."""
    found: dict[str, Line] = {}
    for line in lines:
        entity = found.setdefault(
            line["entity_id"],
            {"id": line["entity_id"], "schema": line["schema"], "properties": {}, "datasets": []},
        )
        if line["dataset"] not in entity["datasets"]:
            entity["datasets"].append(line["dataset"])
        values = entity["properties"].setdefault(line["prop"], [])
        if line["value"] not in values:
            values.append(line["value"])
    for entity in found.values():
        del entity["properties"]["id"]
        entity["datasets"].sort()
        for values in entity["properties"].values():
            values.sort()
        yield entity


def to_json_lines(lines: Iterable[Line]) -> bytes:
    r"""Return entities or statements one a line, the same bytes for the same ones.

    >>> to_json_lines([{"id": "a"}])
    b'{"id": "a"}\n'
    """
    return b"".join(
        json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n" for line in lines
    )


def statement_id(said: Said) -> str:
    """Return the id that FollowTheMoney gives a statement: the SHA-1 of what it says."""
    key = f"{said.dataset}.{said.entity}.{said.prop}.{said.value}"
    key += f"@{said.language}" if said.language else ""
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def _sorted(said: Iterable[Said]) -> tuple[Line, ...]:
    plain = {
        one if one.prop not in _NO_LANGUAGE else Said(*_parts(one), None)
        for one in said
        if one.value
    }
    order = sorted(
        plain, key=lambda one: (one.entity, one.prop != "id", one.prop, one.value, one.dataset,
                                one.language or "")
    )  # fmt: skip
    return tuple(_line(one) for one in order)


def _parts(one: Said) -> tuple[str, str, str, str, str]:
    return one.entity, one.schema, one.prop, one.value, one.dataset


def _line(one: Said) -> Line:
    return {
        "canonical_id": one.entity, "entity_id": one.entity, "prop": one.prop,
        "schema": one.schema, "value": one.value, "dataset": one.dataset, "lang": one.language,
        "original_value": None, "external": False, "first_seen": None, "last_seen": None,
        "origin": None, "id": statement_id(one),
    }  # fmt: skip


def _things(reading: Reading, facts: Facts) -> Iterator[Said]:
    """Say of each thing that is written its names and what stands beside them."""
    for node in sorted(facts.schemata, key=str):
        schema, entity = facts.schemata[node], reading.ids[node]
        for label, graph in reading.texts(node, RDFS.label):
            dataset = reading.dataset(graph)
            yield Said(entity, schema, "name", words.name(label.value), dataset,
                       words.language(label.language))  # fmt: skip
            if publisher := reading.publisher(reading.source(graph)):
                yield Said(entity, schema, "publisher", publisher, dataset)
        for predicate, prop in ((DCTERMS.description, "description"), (AG.note, "notes")):
            for value, graph in reading.texts(node, predicate):
                yield Said(entity, schema, prop, words.text(value.value), reading.dataset(graph),
                           words.language(value.language))  # fmt: skip
        for code, graph in reading.texts(node, DCTERMS.identifier):
            prop, _, number = code.value.partition(" ")
            if _is_code(schema, prop, number):
                yield Said(entity, schema, prop, words.text(number), reading.dataset(graph))


def _is_code(schema: str, prop: str, number: str) -> bool:
    if prop == "wikidataId":
        return number[:1] == "Q" and number[1:].isdecimal() and number.isascii()
    return schema not in (EVENT, "Person") and prop in CODES and prop not in _CHECKED
