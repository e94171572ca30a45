"""Days between dates and integers.

A day is its proleptic Gregorian ordinal (`date.toordinal`); an interval has a first and a last day,
both inside it. An open end is the matching end of `ALWAYS`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.reasoning.spans import ALWAYS

if TYPE_CHECKING:
    from kg.reasoning.spans import Days


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
