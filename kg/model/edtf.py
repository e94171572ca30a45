"""EDTF dates: how precise a source is, as bounds.

The Extended Date/Time Format is ISO 8601-2:2019, profiled by the Library of Congress
(https://www.loc.gov/standards/datetime/). Read here: level 0 dates and intervals; of level 1 the
qualifiers, open and unknown ends and unspecified digits; of level 2 the set of which one is meant.
The existing Python readers were tried and left: they take 29 February 2017 for a date, or turn an
unknown end into ten years. Seasons are refused: no hemisphere goes with them.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

_DATE = re.compile(r"(?P<y>\d{2}[\dX]X|\d{4})(?:-(?P<m>\d\d|XX)(?:-(?P<d>\d\d|\dX|XX))?)?[?~%]?")
_FIRST_YEAR = 1000  # UCDP begins in 1946; "0025" is a slip for 2025, not late antiquity


@dataclass(frozen=True, slots=True)
class Range:
    """A day that lies between two others, both included; None is no bound on that side.

    A hedged one, which the source calls uncertain or approximate (``?``, ``~``, ``%``), may even
    lie a little outside.
    """

    first: date | None = None
    last: date | None = None
    hedged: bool = field(default=False, repr=False)


UNBOUNDED = Range()


@dataclass(frozen=True, slots=True)
class Period:
    """From a day in `start` to a day in `end`; a single date has one range for both."""

    start: Range
    end: Range
    is_interval: bool = False


def parse(text: str) -> Period:
    """Read an EDTF text; raise ValueError that says what is wrong and what to write.

    A date of low precision is one unknown day of the month or year that it names:

    >>> parse("2014-06").start
    Range(first=datetime.date(2014, 6, 1), last=datetime.date(2014, 6, 30))
    >>> parse("2016-10/..").end
    Range(first=None, last=None)
    >>> parse("[2017-07-01..2017-07-10]").start.last
    datetime.date(2017, 7, 10)
    >>> parse("2017-02-29")
    Traceback (most recent call last):
    ValueError: February 2017 has 28 days; correct the day
    """
    text = text.strip()
    if text == "..":
        return Period(UNBOUNDED, UNBOUNDED)
    if "/" in text:
        return _interval(text)
    one = _one_of_a_set(text[1:-1]) if text[:1] == "[" and text[-1:] == "]" else _date(text)
    return Period(one, one)


def _interval(text: str) -> Period:
    left, _, right = text.partition("/")
    if left in ("", "..") and right in ("", ".."):
        raise ValueError("bounds nothing; leave the cell blank, or give one end")
    start, end = (UNBOUNDED if side in ("", "..") else _date(side) for side in (left, right))
    if start.first and end.last and start.first > end.last:
        raise ValueError("ends before it starts; swap the two dates")
    return Period(start, end, is_interval=True)


def _one_of_a_set(text: str) -> Range:
    """Read what stands in ``[ ]``: one of these dates, it is not known which (level 2)."""
    members = [_member(member.strip()) for member in text.split(",")]
    starts, ends = {m.first for m in members}, {m.last for m in members}
    first = None if None in starts else min(day for day in starts if day)
    last = None if None in ends else max(day for day in ends if day)
    if first is None and last is None:
        raise ValueError("bounds nothing; leave the cell blank, or give one end")
    return Range(first, last, any(m.hedged for m in members))


def _member(text: str) -> Range:
    left, dots, right = text.partition("..")
    if not dots:
        return _date(text)
    one, two = (_date(side) if side else UNBOUNDED for side in (left, right))
    if one.first and two.last and one.first > two.last:
        raise ValueError("ends before it starts; swap the two dates")
    return Range(one.first, two.last, one.hedged or two.hedged)


def _date(text: str) -> Range:
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(
            "is not an EDTF date; write 2014, 2014-06, 2014-06-10, 2014-06~, 2014/2017 or [..2014]"
        )
    years = _numbers(match["y"])
    if years[0] < _FIRST_YEAR:
        raise ValueError(f"is in the year {years[0]}; write all four digits of the year")
    months = _numbers(match["m"] or "XX", 1, 12)
    if not months:
        raise ValueError("has no such month; months run from 01 to 12, seasons are not read")
    real = [
        (year, month, days)
        for year in range(years[0], years[-1] + 1)
        for month in range(months[0], months[-1] + 1)
        if (days := _numbers(match["d"] or "XX", 1, calendar.monthrange(year, month)[1]))
    ]
    if not real:
        year, month = years[-1], months[-1]
        length = calendar.monthrange(year, month)[1]
        name = f"{calendar.month_name[month]} {year}"
        raise ValueError(f"{name} has {length} days; correct the day")
    (year, month, days), (last_year, last_month, last_days) = real[0], real[-1]
    first, last = date(year, month, days[0]), date(last_year, last_month, last_days[-1])
    return Range(first, last, text.strip()[-1] in "?~%")


def _numbers(digits: str, low: int = 0, high: int = 9999) -> list[int]:
    """Return the least and the greatest number from `low` to `high` that fit the digits."""
    least, most = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    least, most = max(least, low), min(most, high)
    return [least, most] if least <= most else []
