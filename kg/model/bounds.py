"""When something held: four dates, two intervals.

Known to hold (*certain*) from the latest start to the earliest end; may hold (*possible*) from
the earliest start to the latest end. Days are inclusive. A missing bound is an open one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import edtf
from kg.model.edtf import UNBOUNDED

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Bounds:
    """The four dates of a claim; None leaves that side open.

    >>> from datetime import date
    >>> attested = Bounds.read(attested="2017-05-23")
    >>> attested.certain()
    (datetime.date(2017, 5, 23), datetime.date(2017, 5, 23))
    >>> attested.possible()
    (None, None)
    >>> Bounds().holds(date(2017, 5, 23))
    'possible'
    """

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None

    @classmethod
    def read(cls, start: str = "", end: str = "", attested: str = "") -> Bounds:
        """Combine three EDTF texts: when it began, when it ended, when it is attested.

        An attestation bounds both ends from inside and says nothing beyond. As nothing ends
        before it begins, the end is no earlier than the earliest start, and the start no later
        than the latest end. A hedged date (``?``, ``~``, ``%``) makes nothing certain.
        Raises ValueError where the three cannot all be true.

        >>> Bounds.read(start="2014-06~").latest_start is None
        True
        """
        began, ended = _one_date(start, "start"), _one_date(end, "end")
        seen = edtf.parse(attested) if attested.strip() else edtf.Period(UNBOUNDED, UNBOUNDED)
        first = _least(began.first, seen.start.first) if began.hedged else began.first
        last = _greatest(ended.last, seen.end.last) if ended.hedged else ended.last
        if first and last and first > last:
            raise ValueError(f"the end, {end}, is before the start, {start}; correct one of them")
        sure = [range_ for range_ in (began, seen.start, ended) if not range_.hedged]
        latest_start = _least(*(range_.last for range_ in sure))
        sure = [range_ for range_ in (began, seen.end, ended) if not range_.hedged]
        earliest_end = _greatest(*(range_.first for range_ in sure))
        if first and latest_start and first > latest_start:
            raise ValueError(
                f"attested at {attested}, before the start, {start}; correct one of them"
            )
        if last and earliest_end and earliest_end > last:
            raise ValueError(f"attested at {attested}, after the end, {end}; correct one of them")
        return cls(first, latest_start, earliest_end, last)

    def certain(self) -> tuple[date, date] | None:
        """Return the first and the last day on which it surely held; None where there is none."""
        start, end = self.latest_start, self.earliest_end
        return (start, end) if start and end and start <= end else None

    def possible(self) -> tuple[date | None, date | None]:
        """Return the first and the last day on which it may have held; None is no bound."""
        return self.earliest_start, self.latest_end

    def holds(self, day: date) -> str | None:
        """Say how it held on a day: ``certain``, ``possible``, or None for not at all."""
        certain = self.certain()
        if certain and certain[0] <= day <= certain[1]:
            return "certain"
        after_start = self.earliest_start is None or self.earliest_start <= day
        before_end = self.latest_end is None or day <= self.latest_end
        return "possible" if after_start and before_end else None


def _one_date(text: str, column: str) -> edtf.Range:
    if not text.strip():
        return edtf.UNBOUNDED
    period = edtf.parse(text)
    if period.is_interval:
        raise ValueError(f"is an interval; the {column} is one date, write [a..b] if it is unsure")
    return period.start


def _least(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _greatest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)
