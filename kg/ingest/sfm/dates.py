"""The dates of the Security Force Monitor, as bounds.

Research Handbook, "How Dates Work". A row has a precise range, an imprecise one, both or neither,
and two flags:

- precise: what the row says is true on *every* day from first to last;
- imprecise: it is true on *at least one* day from first to last, which may be open to the left
  (``since_beginning_of_time``);
- starting?: the first date is the start, not only the first day of which a source speaks;
- ending?: the last date is the end.

A blank flag says no more than N: nothing of what was before, or came after.

======== ========= ========= ======= ============== ============ ============ ==========
precise  imprecise starting? ending? earliest start latest start earliest end latest end
======== ========= ========= ======= ============== ============ ============ ==========
a to b             N         N                      a            b
a to b             Y         N       a              a            b
a to b             N         Y                      a            b            b
a to b             Y         Y       a              a            b            b
-        c to d    N         N                      d            c
-        c to d    Y         N       c              d            c
-        c to d    N         Y                      d            c            d
-        c to d    Y         Y       c              d            c            d
-        .. to d   N or Y    N                      d
-        .. to d   N or Y    Y                      d                         d
a to b   c to d    N         N                      min(a,d)     max(b,c)
a to b   c to d    Y         N       min(a,c)       min(a,d)     max(b,c)
a to b   c to d    N         Y                      min(a,d)     max(b,c)     max(b,d)
a to b   c to d    Y         Y       min(a,c)       min(a,d)     max(b,c)     max(b,d)
======== ========= ========= ======= ============== ============ ============ ==========

So an imprecise range alone makes no day certain: the thing had begun by d, and had not ended
before c. The two ranges of a row meet or overlap (the handbook asks for "a seamless date range").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.model import edtf
from kg.model.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ingest.tables.table import Row

OPEN = "since_beginning_of_time"
FIRST_PRECISE, LAST_PRECISE = "first_precise:range", "last_precise:range"
FIRST_IMPRECISE, LAST_IMPRECISE = "first_imprecise:range", "last_imprecise:range"
STARTING, ENDING = "starting:range", "ending:range"
_FLAGS = {"": False, "N": False, "NO": False, "FALSE": False, "Y": True, "YES": True, "TRUE": True}


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days; `first` is None where it is open to the left."""

    first: date | None
    last: date


@dataclass(frozen=True, slots=True)
class Dating:
    """The dates of a row: what they bound, and as EDTF texts.

    >>> Dating.of(None, Span(date(2012, 9, 1), date(2012, 9, 30)), starting=True).start
    '[2012-09-01..2012-09-30]'
    """

    bounds: Bounds = field(default_factory=Bounds)
    start: str = ""
    end: str = ""
    attested: str = ""
    note: str = ""

    @classmethod
    def of(
        cls,
        precise: Span | None,
        imprecise: Span | None,
        *,
        starting: bool = False,
        ending: bool = False,
    ) -> Dating:
        """Compute the bounds by the table above.

        >>> day = date(2014, 8, 1)
        >>> Dating.of(Span(day, day), None).bounds.possible()
        (None, None)
        """
        spans = [span for span in (precise, imprecise) if span]
        if not spans:
            return cls()
        firsts, lasts = [span.first for span in spans], [span.last for span in spans]
        latest_start = _least([precise.first if precise else None, *_last(imprecise)])
        earliest_end = _greatest([*_last(precise), imprecise.first if imprecise else None])
        earliest_start = None if None in firsts or not starting else _least(firsts)
        latest_end = _greatest(lasts) if ending else None
        bounds = Bounds(earliest_start, latest_start, earliest_end, latest_end)
        attested = _interval(precise) if precise else _one_of(*_ends(imprecise))
        return cls(
            bounds,
            _one_of(earliest_start, latest_start) if starting else "",
            _one_of(earliest_end, latest_end) if ending else "",
            attested,
            f"Imprecise range: {_told(imprecise)}." if precise and imprecise else "",
        )

    def attested_only(self) -> Dating:
        """Return the dates without the start and the end, which may be those of something else."""
        bounds = Bounds(None, self.bounds.latest_start, self.bounds.earliest_end, None)
        return Dating(bounds, attested=self.attested, note=self.note)


def read(row: Row) -> Dating | None:
    """Read the dates of a row; None if they are at fault."""
    precise = _span(row, FIRST_PRECISE, LAST_PRECISE)
    imprecise = _span(row, FIRST_IMPRECISE, LAST_IMPRECISE)
    flags = {}
    for column in (STARTING, ENDING):
        flag = _FLAGS.get(row[column].upper())
        if flag is None:
            row.fault(column, "is neither yes nor no", "write Y or N")
        elif flag and not (precise or imprecise or row.faulty):
            row.fault(column, "marks a date, and the row has none", "give the dates, or write N")
        flags[column] = bool(flag)
    if precise and imprecise and not _meet(precise, imprecise):
        row.fault(FIRST_IMPRECISE, "begins a range that does not meet the precise one",
                  "let the two ranges touch, or make two rows of them")  # fmt: skip
    if row.faulty:
        return None
    return Dating.of(precise, imprecise, starting=flags[STARTING], ending=flags[ENDING])


def _span(row: Row, first_column: str, last_column: str) -> Span | None:
    if not (row[first_column] or row[last_column]):
        return None
    for column in (first_column, last_column):
        if not row[column]:
            row.fault(column, "is blank, though the other date of the range is there",
                      "give both; a single day is written twice")  # fmt: skip
    is_open = first_column == FIRST_IMPRECISE and row[first_column] == OPEN
    first = None if is_open else row.read(first_column, _day)
    last = row.read(last_column, _day)
    if first and last and first > last:
        row.fault(last_column, f"is before the first date, {first}", "swap the two dates")
        return None
    return Span(first, last) if last and (first or is_open) else None


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("is no full date; write YYYY-MM-DD, and an unsure day as a range")
    day = edtf.parse(text).start.first
    assert day is not None
    return day


def _meet(one: Span, other: Span) -> bool:
    day = timedelta(days=1)
    return (one.first is None or one.first <= other.last + day) and (
        other.first is None or other.first <= one.last + day
    )


def _last(span: Span | None) -> list[date]:
    return [span.last] if span else []


def _ends(span: Span | None) -> tuple[date | None, date | None]:
    return (span.first, span.last) if span else (None, None)


def _least(days: Sequence[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _greatest(days: Sequence[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _interval(span: Span) -> str:
    return f"{span.last}" if span.first == span.last else f"{span.first}/{span.last}"


def _one_of(first: date | None, last: date | None) -> str:
    """Write one unknown day of several as EDTF.

    >>> _one_of(None, date(2014, 8, 1))
    '[..2014-08-01]'
    """
    if first == last:
        return f"{first}" if first else ""
    return f"[{first or ''}..{last or ''}]"


def _told(span: Span) -> str:
    return f"{span.first or OPEN} to {span.last}"
