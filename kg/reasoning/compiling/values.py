"""What a literal says: its value, how it compares with others, which datatypes have it.

A FILTER compares as SPARQL does (SPARQL 1.1 Query Language, section 17.3), where 1, 1.0 and 1e0 are
equal. OWL asks whether two literals are different (dt-diff), where decimals and floats always are
(OWL 2 Structural Specification, section 4.1), and whether a datatype has a literal's value
(dt-type2, dt-not-type). Of a datatype that is not known here, nothing is said.
"""

from __future__ import annotations

import math
import operator
import re
from ctypes import c_float
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.reasoning.rules import Variable
from kg.vocabulary import RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.reasoning.rules import Comparison, Constant

Value = tuple[str, Any]
"""A value space, and what is compared inside it; only values of one space have an order."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """A value space, the part of it that a datatype has, and how its literals are written."""

    space: str
    pattern: re.Pattern[str]
    low: float = -math.inf
    high: float = math.inf


_FLOAT = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"
_ZONE = r"(Z|[+-]\d\d:\d\d)"
_DATE = r"-?\d{4,}-\d\d-\d\d"
_TIME = r"T\d\d:\d\d:\d\d(\.\d+)?"
_BITS = {"long": 63, "int": 31, "short": 15, "byte": 7}
_NAME = r"[^\W\d][\w.\-]*"
_BOUNDS: dict[str, tuple[float, float]] = {
    "integer": (-math.inf, math.inf),
    "nonNegativeInteger": (0, math.inf),
    "positiveInteger": (1, math.inf),
    "nonPositiveInteger": (-math.inf, 0),
    "negativeInteger": (-math.inf, -1),
    **{name: (-(2**bits), 2**bits - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.title()}": (0, 2 ** (bits + 1) - 1) for name, bits in _BITS.items()},
}
_PATTERNS: dict[str, tuple[str, str]] = {
    "decimal": ("decimal", r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "float": ("float", _FLOAT),
    "double": ("double", _FLOAT),
    "boolean": ("boolean", "true|false|1|0"),
    "date": ("date", f"{_DATE}{_ZONE}?"),
    "dateTime": ("dateTime", f"{_DATE}{_TIME}{_ZONE}?"),
    "dateTimeStamp": ("dateTime", f"{_DATE}{_TIME}{_ZONE}"),
    "gYear": ("gYear", rf"-?\d{{4,}}{_ZONE}?"),
    "gYearMonth": ("gYearMonth", rf"-?\d{{4,}}-\d\d{_ZONE}?"),
    "string": ("text", r"(?s:.*)"),
    "normalizedString": ("text", r"[^\t\n\r]*"),
    "token": ("text", r"([^\t\n\r ]+( [^\t\n\r ]+)*)?"),
    "language": ("text", r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    "Name": ("text", r"[^\W\d][\w.:\-]*"),
    "NCName": ("text", _NAME),
    "NMTOKEN": ("text", r"[\w.:\-]+"),
    "anyURI": ("anyURI", r"(?s:.*)"),
    "hexBinary": ("hexBinary", r"([0-9a-fA-F]{2})*"),
}
# Looking a name up in a namespace takes longer than all else here, so it is done once.
_STRING, _DECIMAL, _ANY = XSD.string, XSD.decimal, RDFS.Literal
_TEXT = {_STRING, XSD.normalizedString}  # elsewhere, space around a value is not part of it
DATATYPES: dict[NamedNode, Datatype] = {
    **{
        XSD[name]: Datatype("decimal", re.compile(r"[+-]?[0-9]+"), *bounds)
        for name, bounds in _BOUNDS.items()
    },
    **{
        XSD[name]: Datatype(space, re.compile(form, re.NOFLAG if space == "text" else re.ASCII))
        for name, (space, form) in _PATTERNS.items()
    },
    RDF.langString: Datatype("language", re.compile(r"(?s:.*)")),
    RDF.PlainLiteral: Datatype("plain", re.compile(r"(?s:.*)")),
}


def value(literal: Literal) -> Value | None:
    """Return a literal's value; None if it has none, or its datatype is not known.

    >>> value(Literal("01", datatype=XSD.integer)) == value(Literal("1.0", datatype=XSD.decimal))
    True
    >>> value(Literal("one", datatype=XSD.integer)) is None
    True
    """
    if literal.language:
        return f"text@{literal.language.lower()}", literal.value
    datatype = DATATYPES.get(literal.datatype)
    text = _written(literal)
    if datatype is None or not datatype.pattern.fullmatch(text):
        return None
    try:
        found = _READERS[datatype.space](text)
    except (ValueError, OverflowError):
        return None  # a 30 February, or a year that Python cannot count
    if datatype.space == "decimal" and not datatype.low <= found <= datatype.high:
        return None
    zoned = isinstance(found, datetime) and found.tzinfo is not None
    return ("dateTime with zone" if zoned else datatype.space), found


def _written(literal: Literal) -> str:
    return literal.value if literal.datatype in _TEXT else literal.value.strip(" \t\n\r")


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is None else found.astimezone(UTC)


_READERS: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "double": float,
    "float": lambda text: c_float(float(text)).value,
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,  # with a time zone it is no value: two of them need not compare
    "dateTime": _moment,
    "gYear": int,
    "gYearMonth": lambda text: date.fromisoformat(f"{text}-01"),
    "text": str,
    "anyURI": str,
    "hexBinary": bytes.fromhex,
}


def differ(one: Literal, other: Literal) -> bool:
    """Whether two literals are known to say different things (dt-diff).

    >>> differ(Literal("01", datatype=XSD.integer), Literal("1", datatype=XSD.integer))
    False
    >>> differ(Literal("1", datatype=XSD.integer), Literal("1", datatype=XSD.double))
    True
    """
    a, b = value(one), value(other)
    return one != other and a is not None and b is not None and a != b


def is_of(literal: Literal, datatype: NamedNode) -> bool | None:
    """Whether a datatype has a literal's value (dt-type2, dt-not-type); None if that is not known.

    >>> is_of(Literal("7", datatype=XSD.integer), XSD.unsignedByte)
    True
    >>> is_of(Literal("seven"), XSD.unsignedByte)
    False
    """
    kind = literal.datatype
    if datatype == _ANY or kind == datatype == _STRING:
        return True
    wanted, own = DATATYPES.get(datatype), DATATYPES.get(kind)
    if wanted is None or own is None:
        return True if kind == datatype else None
    if wanted.space == "plain":
        return bool(literal.language) or own.space == "text"
    if literal.language or wanted.space == "language":
        return bool(literal.language) and wanted.space == "language"
    text = _written(literal)
    if own.space != wanted.space or not own.pattern.fullmatch(text):
        return False
    if own.space != "decimal":
        return wanted.pattern.fullmatch(text) is not None
    found = Decimal(text)
    is_whole = found == found.to_integral_value()
    bounds = max(own.low, wanted.low), min(own.high, wanted.high)
    return bounds[0] <= found <= bounds[1] and (is_whole or datatype == _DECIMAL)


def compared(constant: Constant) -> Value | None:
    """Return what SPARQL compares: a literal's value, where all numbers are of one space."""
    found = value(constant) if isinstance(constant, Literal) else None
    if found is not None and found[0] in ("decimal", "float", "double"):
        return ("no number", 0) if math.isnan(found[1]) else ("number", found[1])
    return found


_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def holds(filter_: Comparison, binding: Mapping[Variable, Constant]) -> bool:
    """Whether a comparison of a rule is true of bound terms; one that cannot be made is false.

    >>> from kg.reasoning.rules import Comparison
    >>> one, ten = (Literal(text, datatype=XSD.integer) for text in ("1", "10"))
    >>> [holds(Comparison(one, sign, ten), {}) for sign in ("<", "=", "!=", "is not")]
    [True, False, True, True]
    >>> [holds(Comparison(one, sign, XSD.byte), {}) for sign in ("in", "not in")]
    [True, False]
    """
    sign = filter_.operator
    left, right = (
        binding[t] if isinstance(t, Variable) else t for t in (filter_.left, filter_.right)
    )
    if sign == "is not":
        return isinstance(left, Literal) and isinstance(right, Literal) and differ(left, right)
    if sign in ("in", "not in"):
        assert isinstance(right, NamedNode)
        return isinstance(left, Literal) and is_of(left, right) is (sign == "in")
    a, b = compared(left), compared(right)
    if sign in _ORDERS:
        return _have_order(a, b) and bool(_ORDERS[sign](a[1], b[1]))  # type: ignore[index]
    if left == right or not (isinstance(left, Literal) and isinstance(right, Literal)):
        return (left == right) == (sign == "=")
    return a is not None and b is not None and (a == b) == (sign == "=")


def _have_order(a: Value | None, b: Value | None) -> bool:
    return a is not None and b is not None and a[0] == b[0] and is_ordered(a[0])


def is_ordered(space: str) -> bool:
    """Whether FILTERs order the values of a space, as Oxigraph does, texts of a language too."""
    return space not in ("anyURI", "hexBinary", "no number")
