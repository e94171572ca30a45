"""Days as integers, and the spans of them on which facts hold.

A day is its proleptic Gregorian ordinal (`date.toordinal`); a span has a first and a last day, both
inside it. An open end is the matching end of `ALWAYS`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.sql import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

Days: TypeAlias = tuple[int, int]


def span(first: date | None, last: date | None) -> Days:
    """Return the days from one date to another; None is an open end.

    >>> span(date(2017, 5, 23), None)
    (736472, 10000000)
    """
    return (
        ALWAYS[0] if first is None else first.toordinal(),
        ALWAYS[1] if last is None else last.toordinal(),
    )


def dates(days: Days) -> tuple[date | None, date | None]:
    """Return the first and the last date of a span; None for an open end.

    >>> dates((736472, 10000000))
    (datetime.date(2017, 5, 23), None)
    """
    first, last = days
    return (
        None if first <= ALWAYS[0] else date.fromordinal(first),
        None if last >= ALWAYS[1] else date.fromordinal(last),
    )


def in_words(days: Days) -> str:
    """Say a span as a person reads it.

    >>> in_words(span(date(2014, 7, 23), None))
    'from 2014-07-23 on'
    """
    first, last = dates(days)
    if first is None and last is None:
        return "on all days"
    if first is None:
        return f"until {last}"
    if last is None:
        return f"from {first} on"
    return f"on {first}" if first == last else f"from {first} to {last}"


def joined(spans: Iterable[Days]) -> tuple[Days, ...]:
    """Return the fewest spans that cover the same days, in order.

    >>> joined([(5, 9), (1, 3), (4, 4), (12, 13)])
    ((1, 9), (12, 13))
    """
    found: list[Days] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def without(spans: Iterable[Days], others: Iterable[Days]) -> tuple[Days, ...]:
    """Return the spans of the days that are in the first and not in the others.

    >>> without([(1, 9)], [(3, 4), (9, 12)])
    ((1, 2), (5, 8))
    """
    left = list(joined(spans))
    for first, last in joined(others):
        parts = (((a, min(b, first - 1)), (max(a, last + 1), b)) for a, b in left)
        left = [part for pair in parts for part in pair if part[0] <= part[1]]
    return tuple(left)


def hold_on(spans: Iterable[Days], day: int) -> bool:
    """Tell whether a day lies in one of the spans."""
    return any(first <= day <= last for first, last in spans)
