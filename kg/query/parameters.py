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
from kg.vocabulary import PREFIXES, XSD
from kg.vocabulary.minting import LOCAL_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | float | bool | date | Decimal | NamedNode
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query; a blank default leaves it open."""

    name: str
    type: str
    description: str
    default: str = ""
    choices: tuple[str, ...] = ()

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
        if self.choices and text not in self.choices:
            raise self._wrong(text, "is not a choice", f"use one of {', '.join(self.choices)}")
        try:
            term = TYPES[self.type](text, base)
        except ValueError:  # no IRI after all ("http://e.org/%"), or no text (a lone surrogate)
            term = None
        if term is None:
            raise self._wrong(text, f"is no {self.type}", f"write it as {EXAMPLES[self.type]}")
        return term

    def _wrong(self, text: str, message: str, remedy: str) -> InvalidParameter:
        return InvalidParameter(f"parameter {self.name}: {text!r} {message}; {remedy}")


def _entity(text: str, base: str) -> NamedNode | None:
    if LOCAL_ID.fullmatch(text):
        return NamedNode(f"{base}entity/{text}")
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES and re.fullmatch(r"[\w.-]+", local):
        return NamedNode(PREFIXES[prefix] + local)
    return NamedNode(text) if _IRI.fullmatch(text) else None


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
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "string": _string,
}
EXAMPLES = {
    "entity": "an id such as maute-group, or an IRI",
    "date": "2017-05-23",
    "integer": "10",
    "decimal": "0.5",
    "boolean": "true or false",
    "string": "text",
}
