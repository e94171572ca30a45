"""Terms as plain text and as values of Python, and which kind of value a literal is.

A literal whose text is none of its datatype has no value; it is text, and shown as it stands.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, Triple

from kg.vocabulary import XSD

if TYPE_CHECKING:
    from kg.query.formats.base import Cell

Value: TypeAlias = str | int | float | bool | date | Decimal | None


class Kind(Enum):
    """What a term is a value of; all that is none of the others is text."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    DATE = "date"
    TEXT = "text"


_KINDS = {
    XSD.boolean: Kind.BOOLEAN, XSD.decimal: Kind.DECIMAL, XSD.double: Kind.DOUBLE,
    XSD.float: Kind.DOUBLE, XSD.date: Kind.DATE,
    **dict.fromkeys(
        (XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger,
         XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong,
         XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte),
        Kind.INTEGER,
    ),
}  # fmt: skip
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
# The lexical forms of XML Schema 1.1, part 2; dates without a time zone, of the years 1 to 9999.
_FORMS = {
    Kind.BOOLEAN: re.compile("true|false|1|0"),
    Kind.INTEGER: re.compile("[+-]?[0-9]+"),
    Kind.DECIMAL: re.compile(_NUMBER),
    Kind.DOUBLE: re.compile(rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    Kind.DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_DIGITS = 4_000  # Python refuses to read integers of more (sys.int_info)


def plain(term: Cell) -> str:
    """Return a term as plain text, as the CSV of SPARQL has it; unbound is empty.

    >>> plain(Literal("Marawi", language="en")), plain(BlankNode("b"))
    ('Marawi', '_:b')
    """
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def kind(term: Cell) -> Kind:
    """Return what a term is a value of.

    >>> kind(Literal("7", datatype=XSD.byte)), kind(Literal("seven", datatype=XSD.byte))
    (<Kind.INTEGER: 'integer'>, <Kind.TEXT: 'text'>)
    """
    if not isinstance(term, Literal):
        return Kind.TEXT
    found = _KINDS.get(term.datatype, Kind.TEXT)
    if found is Kind.TEXT or not _FORMS[found].fullmatch(term.value) or not _is_value(found, term):
        return Kind.TEXT
    return found


def _is_value(found: Kind, term: Literal) -> bool:
    """Tell whether Python has the value too: a day that there is, a number not out of reach."""
    if found is Kind.DATE:
        try:
            date.fromisoformat(term.value)
        except ValueError:
            return False
    elif found is Kind.DOUBLE:
        return term.value.endswith("INF") or not math.isinf(float(term.value))
    return len(term.value) <= _DIGITS


def value(term: Cell) -> Value:
    """Return a term as a Python value: numbers, dates, truth values; IRIs and text as str.

    >>> value(Literal("2017-05-23", datatype=XSD.date))
    datetime.date(2017, 5, 23)
    """
    if term is None:
        return None
    if not isinstance(term, Literal):
        return str(term) if isinstance(term, Triple) else term.value
    text = term.value
    match kind(term):
        case Kind.INTEGER:
            return int(text)
        case Kind.DECIMAL:
            return Decimal(text)
        case Kind.DOUBLE:
            return float(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.BOOLEAN:
            return text in ("true", "1")
        case Kind.TEXT:
            return text
