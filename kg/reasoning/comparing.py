"""Comparisons in rules: ``=`` and ``!=`` of terms, the others of the values of numbers and dates.

Two values can be compared if both are numbers, or both dates, or both moments, with a time zone
or without; a comparison of others is false, as an error is in a FILTER (SPARQL 1.1, section 17.2).
"""

from __future__ import annotations

import operator
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.reasoning.rules import Variable
from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.reasoning.rules import Comparison, Constant

_INTEGERS = {
    XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger,
    XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong,
    XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte,
}  # fmt: skip
_FLOATS = {XSD.double, XSD.float}
_DECIMAL = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_FORMS = {
    **dict.fromkeys(_INTEGERS, re.compile(r"[+-]?\d+", re.ASCII)),
    XSD.decimal: re.compile(_DECIMAL, re.ASCII),
    **dict.fromkeys(_FLOATS, re.compile(rf"{_DECIMAL}([eE][+-]?\d+)?", re.ASCII)),
    XSD.date: re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)(?P<zone>{_ZONE})", re.ASCII),
    XSD.dateTime: re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?{_ZONE}", re.ASCII),
}
_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_INFINITE = {"INF": float("inf"), "+INF": float("inf"), "-INF": float("-inf")}


def value_of(term: Constant) -> tuple[str, Fraction | float] | None:
    """Return the kind of a literal and its place in the order of its kind; None if it has none.

    Numbers are taken exactly. Years before 1 or after 9999 and ill-typed literals have no place.

    >>> value_of(Literal("2.50", datatype=XSD.decimal)) == value_of(Literal(2.5))
    True
    """
    if not isinstance(term, Literal):
        return None
    kind, text = term.datatype, term.value.strip(" \t\r\n")
    if kind in _FLOATS and text in _INFINITE:
        return ("number", _INFINITE[text])
    form = _FORMS.get(kind)
    match = form.fullmatch(text) if form else None
    if match is None:
        return None
    if kind not in (XSD.date, XSD.dateTime):
        return ("number", Fraction(text))
    if kind == XSD.date:
        text = f"{match['day']}T00:00:00{match['zone']}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # 30 February: the form is right, the day is none
        return None
    sort = "date" if kind == XSD.date else "moment"
    if moment.tzinfo is not None:
        sort += " in a zone"
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1, 1, 1, tzinfo=UTC)
    whole = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return (sort, Fraction(whole))


def holds(filter_: Comparison, binding: Mapping[Variable, Constant]) -> bool:
    """Whether a comparison is true of bound terms.

    >>> from kg.reasoning.rules import Comparison
    >>> holds(Comparison(Literal(9), "<", Literal("10.0", datatype=XSD.decimal)), {})
    True
    """
    left, right = (
        binding[t] if isinstance(t, Variable) else t for t in (filter_.left, filter_.right)
    )
    if filter_.operator in ("=", "!="):
        return (left == right) == (filter_.operator == "=")
    one, two = value_of(left), value_of(right)
    if one is None or two is None or one[0] != two[0]:
        return False
    return bool(_ORDER[filter_.operator](one[1], two[1]))
