"""Which properties of an endpoint say which of our relationships: a list, in TOML.

::

    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"       # the default
    labels = ["http://www.w3.org/2000/01/rdf-schema#label"]        # the default

    [kinds]                                                        # their classes, in our terms
    "https://data.example/Militia" = "ArmedGroup"

    [[property]]
    iri = "https://data.example/memberOf"
    relationship = "Membership"
    subject = "item"          # the default; "value" where the value is the one that belongs

    [[property]]
    iri = "https://data.example/service"       # leads to a node in between, and that …
    value = "https://data.example/force"       # … to the value, and to the dates and the role
    relationship = "Allegiance"
    start = "https://data.example/from"
    end = "https://data.example/until"
    attested = "https://data.example/on"
    role = "https://data.example/rank"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import InvalidRows, Problem
from kg.ingest.tables.table import suggest
from kg.vocabulary import PREFIXES, RDF, RDFS
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.model.schema import Schema

_KEYS = {"iri", "relationship", "subject", "value", "start", "end", "attested", "role"}
_TOP = {"kind", "labels", "kinds", "property"}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the endpoint: the relationship it says, and where its qualifiers stand.

    Without `value` it leads from the item to the value; else to a node, and `value`, `start`,
    `end`, `attested` and `role` lead on from there. `is_swapped` makes the value the subject.
    """

    iri: str
    relationship: NamedNode
    is_swapped: bool = False
    value: str = ""
    start: str = ""
    end: str = ""
    attested: str = ""
    role: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of its IRI."""
        return local_name(self.iri)


@dataclass(frozen=True, slots=True)
class PropertyList:
    """The properties to read; how to tell of what kind a thing is, and what it is called.

    Of several properties with one IRI the first counts whose roles fit the kinds of the parties.
    `kinds` are in order: of a thing that has several, the first counts.
    """

    properties: tuple[Property, ...]
    kinds: Mapping[str, NamedNode] = field(default_factory=dict)
    kind: str = RDF.type.value
    labels: tuple[str, ...] = (RDFS.label.value,)
    is_wikibase: bool = False

    def of(self, iri: str) -> tuple[Property, ...]:
        """Return the properties of one IRI."""
        return tuple(p for p in self.properties if p.iri == iri)

    @property
    def direct(self) -> tuple[str, ...]:
        """The IRIs that lead from an item to a value."""
        return tuple(dict.fromkeys(p.iri for p in self.properties if not p.value))

    @property
    def through_nodes(self) -> tuple[str, ...]:
        """The IRIs that lead from an item to a node in between."""
        return tuple(dict.fromkeys(p.iri for p in self.properties if p.value))


def read_list(path: Path, name: str, schema: Schema) -> PropertyList:
    """Read a property list; raise `InvalidRows` with all that is wrong in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = Problem(name, None, None, None, f"cannot be read: {error}", "correct the TOML")
        raise InvalidRows([problem]) from error
    return _Reader(name, schema).read(content)


class _Reader:
    def __init__(self, name: str, schema: Schema) -> None:
        self.name, self.schema = name, schema
        self.problems: list[Problem] = []

    def wrong(self, key: str, value: object, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, None, key, str(value), message, remedy))

    def read(self, content: dict[str, Any]) -> PropertyList:
        self.known(content, _TOP, "")
        kinds = {
            self.iri("kinds", text): self.term("kinds", kind, self.schema.entities)
            for text, kind in dict(content.get("kinds", {})).items()
        }
        tables = content.get("property", [])
        if not tables:
            self.wrong("property", "", "is missing", "name at least one property: [[property]]")
        properties = [self.property(table) for table in tables]
        labels = content.get("labels", [RDFS.label.value])
        found = PropertyList(
            tuple(properties), kinds, self.iri("kind", content.get("kind", RDF.type.value)),
            tuple(self.iri("labels", text) for text in labels),
        )  # fmt: skip
        if self.problems:
            raise InvalidRows(self.problems)
        return found

    def property(self, table: dict[str, Any]) -> Property:
        self.known(table, _KEYS, "property ")
        kind = self.term("relationship", table.get("relationship", ""), self.schema.relationships)
        known = self.schema.relationships.get(kind)
        if known and known.object_role is None:
            self.wrong("relationship", table["relationship"], "has no second party",
                       "choose one that has two")  # fmt: skip
        side = table.get("subject", "item")
        if side not in ("item", "value"):
            self.wrong("subject", side, "is no side", "write item or value")
        elif side == "value" and known and known.literal_object:
            self.wrong("subject", side, "is a text, which has no name of its own", "write item")
        given = {key: self.iri(key, table[key]) for key in _KEYS - {"relationship", "subject"}
                 if key in table}  # fmt: skip
        if "iri" not in given:
            self.wrong("iri", "", "is missing", "name the property")
        if "value" not in given and given.keys() & {"start", "end", "attested", "role"}:
            self.wrong("value", "", "is missing, so that no date or role can be read",
                       "name what leads from the node to the value")  # fmt: skip
        return Property(
            given.get("iri", ""), kind, side == "value", given.get("value", ""),
            given.get("start", ""), given.get("end", ""), given.get("attested", ""),
            (given["role"],) if "role" in given else (),
        )  # fmt: skip

    def known(self, table: Mapping[str, Any], keys: set[str], where: str) -> None:
        for key in table:
            if key not in keys:
                self.wrong(f"{where}{key}", key, "is not known here", suggest(key, sorted(keys)))

    def term(self, key: str, text: object, allowed: Iterable[NamedNode]) -> NamedNode:
        """Return a class of ours by its local name, or by its IRI where a project added it."""
        terms = {term.value.removeprefix(PREFIXES["ag"]): term for term in allowed}
        found = terms.get(str(text).removeprefix("ag:"))
        if found is None:
            self.wrong(key, text, "is no class of the ontology that fits here",
                       suggest(str(text), list(terms)))  # fmt: skip
        return found or RDFS.Resource

    def iri(self, key: str, text: object) -> str:
        try:
            return NamedNode(str(text)).value
        except ValueError:
            self.wrong(key, text, "is no IRI", "write it whole, such as https://…")
            return ""
