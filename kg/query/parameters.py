"""Typed parameters of stored queries: from what a person writes to an RDF term.

A parameter is written ``$name`` in the query and is replaced by its term before the query is
sent, so that every backend sees the same plain SPARQL. One without a value stays a variable: it
matches anything. A parameter is therefore never among the result columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidParameter
from kg.vocabulary import AG, PREFIXES, XSD
from kg.vocabulary.minting import LOCAL_ID, Mint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | float | bool | date | Decimal | NamedNode
RESERVED = ("as_of", "mode", "source")
"""What every query understands beside its own parameters: see `kg.query.view`."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query; a blank default leaves it open.

    `example` is a value that can be given where there is no default.
    """

    name: str
    type: str
    description: str
    default: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""

    def term(self, value: Value, base: str) -> NamedNode | Literal:
        """Return the RDF term of a value; raise `InvalidParameter` if it is of another type.

        `base` is the project's base IRI, under which a bare id names an entity.

        >>> Parameter("day", "date", "The day.").term("2017-05-23", "https://example.org/").value
        '2017-05-23'
        >>> Parameter("day", "date", "The day.").term("May", "https://example.org/")
        Traceback (most recent call last):
        kg.errors.InvalidParameter: parameter day: 'May' is no date; write it as 2017-05-23
        """
        if isinstance(value, NamedNode):
            value = value.value
        text = str(value).lower() if isinstance(value, bool) else str(value).strip()
        found = self._read(text, base)
        if isinstance(found, Wrong):
            raise InvalidParameter(
                f"parameter {self.name}: {text!r} {found.message}; {found.remedy}"
            )
        return found

    def wrong(self, text: str, base: str) -> Wrong | None:
        """Return what is wrong with a text as its value; None where nothing is."""
        found = self._read(text.strip(), base)
        return found if isinstance(found, Wrong) else None

    def _read(self, text: str, base: str) -> NamedNode | Literal | Wrong:
        if _SURROGATE.search(text):
            return Wrong("holds half a character", "give text that can be written as UTF-8")
        if self.choices and text not in self.choices:
            return Wrong("is not a choice", f"use one of {', '.join(self.choices)}")
        term = TYPES[self.type](text, base)
        return term or Wrong(f"is no {self.type}", f"write it as {EXAMPLES[self.type]}")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is no value of a parameter, and what to do."""

    message: str
    remedy: str


def _entity(text: str, base: str) -> NamedNode | None:
    if LOCAL_ID.fullmatch(text):
        return Mint(base).entity(text)
    return _iri(text, base)


def _iri(text: str, _base: str) -> NamedNode | None:
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES and re.fullmatch(r"[\w.-]+", local):
        return NamedNode(PREFIXES[prefix] + local)
    try:
        return NamedNode(text) if _IRI.fullmatch(text) else None
    except ValueError:  # such as an IRI with a bracket that is not closed
        return None


def _class(text: str, base: str) -> NamedNode | None:
    name = text.removeprefix("ag:")
    if ":" not in name:
        return AG[name] if name in AG and name[0].isupper() else None
    return _iri(text, base)


def _source(text: str, base: str) -> NamedNode | None:
    return Mint(base).source(text) if LOCAL_ID.fullmatch(text) else _iri(text, base)


def _year(text: str, _base: str) -> Literal | None:
    ok = re.fullmatch(r"[0-9]{4}", text) and text != "0000"
    return Literal(str(int(text)), datatype=XSD.integer) if ok else None


def _date(text: str, _base: str) -> Literal | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return Literal(date.fromisoformat(text).isoformat(), datatype=XSD.date)
    except ValueError:
        return None


def _integer(text: str, _base: str) -> Literal | None:
    ok = re.fullmatch(r"[+-]?[0-9]{1,18}", text)
    return Literal(str(int(text)), datatype=XSD.integer) if ok else None


def _decimal(text: str, _base: str) -> Literal | None:
    ok = re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", text)
    return Literal(text, datatype=XSD.decimal) if ok else None


def _boolean(text: str, _base: str) -> Literal | None:
    return Literal(text, datatype=XSD.boolean) if text in ("true", "false") else None


def _string(text: str, _base: str) -> Literal | None:
    return Literal(text)


TYPES: Mapping[str, Callable[[str, str], NamedNode | Literal | None]] = {
    "entity": _entity,
    "class": _class,
    "source": _source,
    "iri": _iri,
    "date": _date,
    "year": _year,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "string": _string,
}
EXAMPLES = {
    "entity": "an id such as maute-group, or an IRI",
    "class": "the name of a class such as Membership or ag:Membership, or an IRI",
    "source": "an id such as ucdp-actor, or an IRI",
    "iri": "an IRI, or a name with a known prefix such as ag:Deaths",
    "date": "2017-05-23",
    "year": "2017, in four digits",
    "integer": "10",
    "decimal": "0.5",
    "boolean": "true or false",
    "string": "text",
}
