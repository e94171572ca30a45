"""The dates of the Security Force Monitor: the table of its docstring, row by row."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from kg.ingest.sfm import dates as sfm_dates
from kg.ingest.sfm.dates import Dating, Span
from kg.ingest.tables.table import Row
from kg.model.bounds import Bounds

if TYPE_CHECKING:
    from kg.errors import Problem

A, B = date(2005, 6, 1), date(2005, 6, 3)
C, D = date(2005, 5, 1), date(2005, 5, 31)
OUTER = Span(date(2005, 5, 1), date(2005, 7, 31))
AFTER = Span(date(2005, 6, 4), date(2005, 7, 31))


def lines() -> list[list[str]]:
    """Return the rows of the table: eight cells each, by the columns that the ruler marks."""
    text = sfm_dates.__doc__ or ""
    ruler = next(line for line in text.splitlines() if line.startswith("===="))
    marks = [(m.start(), m.end()) for m in re.finditer("=+", ruler)]
    inside = text.split(ruler)[2].strip("\n").splitlines()
    return [[line[start:end].strip() for start, end in marks] for line in inside]


def value(formula: str, days: dict[str, date]) -> date | None:
    """Read a cell such as ``min(a,d)``."""
    if match := re.fullmatch(r"(min|max)\((.),(.)\)", formula):
        pick = min if match[1] == "min" else max
        return pick(days[match[2]], days[match[3]])
    return days[formula] if formula else None


CASES = [
    ((precise, imprecise, starting, ending), cells)
    for precise, imprecise, starts, ends, *cells in lines()
    for starting, ending in product(starts.split(" or "), ends.split(" or "))
]


def test_the_table_has_every_case() -> None:
    assert len(CASES) == 16
    assert len({case for case, _ in CASES}) == 16


@pytest.mark.parametrize("precise_days", [(A, B), (A, A)])
@pytest.mark.parametrize("imprecise_days", [(C, D), (OUTER.first, OUTER.last),
                                            (AFTER.first, AFTER.last)])  # fmt: skip
@pytest.mark.parametrize(("case", "cells"), CASES)
def test_bounds_are_those_of_the_table(
    case: tuple[str, str, str, str],
    cells: list[str],
    precise_days: tuple[date, date],
    imprecise_days: tuple[date, date],
) -> None:
    precise, imprecise, starting, ending = case
    days = dict(zip("abcd", (*precise_days, *imprecise_days), strict=True))
    exact = Span(days["a"], days["b"]) if precise != "-" else None
    rough = None
    if imprecise:
        rough = Span(None if imprecise.startswith("..") else days["c"], days["d"])
    dating = Dating.of(exact, rough, starting=starting == "Y", ending=ending == "Y")
    assert dating.bounds == Bounds(*(value(cell, days) for cell in cells))
    if not (exact and rough):  # one range fits in the three EDTF texts, and they say the same
        assert dating.bounds == Bounds.read(dating.start, dating.end, dating.attested)
        assert not dating.note


def test_an_imprecise_range_alone_makes_no_day_certain() -> None:
    for starting, ending in product((False, True), repeat=2):
        bounds = Dating.of(None, Span(C, D), starting=starting, ending=ending).bounds
        assert bounds.certain() is None
        assert all(bounds.holds(day) == "possible" for day in (C, D))
    assert Dating.of(None, Span(C, C)).bounds.certain() == (C, C)


def test_a_start_excludes_the_days_before_it_and_an_attestation_does_not() -> None:
    before = date(2005, 4, 30)
    assert Dating.of(None, Span(C, D), starting=True).bounds.holds(before) is None
    assert Dating.of(None, Span(C, D)).bounds.holds(before) == "possible"


def test_appointed_last_month_and_met_today_as_in_the_handbook() -> None:
    dating = Dating.of(Span(A, B), Span(C, D), starting=True)
    assert dating.start == "[2005-05-01..2005-05-31]"
    assert dating.attested == "2005-06-01/2005-06-03"
    assert dating.bounds.certain() == (D, B)
    assert dating.note == "Imprecise range: 2005-05-01 to 2005-05-31."


def test_previously_is_open_to_the_left() -> None:
    dating = Dating.of(None, Span(None, B), starting=True)
    assert (dating.start, dating.attested) == ("[..2005-06-03]",) * 2
    assert dating.bounds == Bounds(latest_start=B)


def test_attested_only_drops_start_and_end() -> None:
    dating = Dating.of(Span(A, B), None, starting=True, ending=True).attested_only()
    assert dating.bounds == Bounds(None, A, B, None)
    assert (dating.start, dating.end, dating.attested) == ("", "", "2005-06-01/2005-06-03")


def read(*cells: str) -> tuple[Dating | None, list[Problem]]:
    columns = (
        sfm_dates.FIRST_PRECISE, sfm_dates.LAST_PRECISE, sfm_dates.FIRST_IMPRECISE,
        sfm_dates.LAST_IMPRECISE, sfm_dates.STARTING, sfm_dates.ENDING,
    )  # fmt: skip
    problems: list[Problem] = []
    row = Row("postings.csv", 2, dict(zip(columns, cells, strict=True)), problems)
    return sfm_dates.read(row), problems


def test_a_row_without_dates_is_undated() -> None:
    assert read("", "", "", "", "N", "") == (Dating(), [])


FAULTS = [
    (("2005-06-01", "", "", "", "N", "N"), "last_precise:range", "is blank, though the other"),
    (("", "", "", "2005-06", "N", "N"), "first_imprecise:range", "is blank, though the other"),
    (("2005-06", "2005-06", "", "", "N", "N"), "first_precise:range", "is no full date"),
    (("0025-06-01", "2005-06-01", "", "", "N", "N"), "first_precise:range", "is in the year 25"),
    (("2005-06-31", "2005-07-01", "", "", "N", "N"), "first_precise:range", "June 2005 has 30"),
    (("2005-06-03", "2005-06-01", "", "", "N", "N"), "last_precise:range", "is before the first"),
    (("since_beginning_of_time", "2005-06-01", "", "", "", ""), "first_precise:range",
     "is no full date"),
    (("", "", "", "", "Y", "N"), "starting:range", "marks a date, and the row has none"),
    (("2005-06-01", "2005-06-01", "", "", "maybe", "N"), "starting:range", "is neither yes nor"),
    (("2005-06-01", "2005-06-01", "2004-01-01", "2004-12-31", "N", "N"), "first_imprecise:range",
     "begins a range that does not meet the precise one"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "told"), FAULTS)
def test_dates_at_fault(cells: tuple[str, ...], column: str, told: str) -> None:
    dating, problems = read(*cells)
    assert dating is None
    assert problems[0].column == column
    assert problems[0].message.startswith(told)
    assert problems[0].remedy


DAYS = [date(2005, 6, number) for number in range(1, 9)]
SPELLS = [(start, end) for start in DAYS for end in DAYS if start <= end]
RANGES = [Span(first, last) for first in DAYS[2:6] for last in DAYS[2:6] if first <= last]


def days(span: Span | None) -> list[date]:
    return [day for day in DAYS if span and span.first and span.first <= day <= span.last]


def agrees(
    spell: tuple[date, date], spans: tuple[Span | None, Span | None], starting: bool, ending: bool
) -> bool:
    """Tell whether a spell is what the handbook says of a row, in its own words.

    True on every day of the precise range and on at least one of the imprecise; a flagged start is
    in the range that begins first, a flagged end in the one that ends last.
    """
    (start, end), (precise, imprecise) = spell, spans
    if precise and not (precise.first and start <= precise.first and precise.last <= end):
        return False
    rough = days(imprecise)
    if imprecise and not any(start <= day <= end for day in rough):
        return False
    exact = days(precise)
    if starting and (not rough or (exact and exact[0] <= rough[0])):
        starts = exact[:1]
    else:
        starts = rough if starting else DAYS
    if ending and (not rough or (exact and exact[-1] >= rough[-1])):
        ends = exact[-1:]
    else:
        ends = rough if ending else DAYS
    return start in starts and end in ends


@pytest.mark.parametrize(("starting", "ending"), [*product((False, True), repeat=2)])
def test_bounds_are_the_narrowest_around_all_that_may_have_been(
    starting: bool, ending: bool
) -> None:
    some: list[Span | None] = [None, *RANGES]
    tried = 0
    for precise, imprecise in product(some, some):
        if not (precise or imprecise) or (
            precise and imprecise and not sfm_dates._meet(precise, imprecise)
        ):
            continue
        spells = [
            spell for spell in SPELLS if agrees(spell, (precise, imprecise), starting, ending)
        ]
        starts, ends = [start for start, _ in spells], [end for _, end in spells]
        assert Dating.of(precise, imprecise, starting=starting, ending=ending).bounds == Bounds(
            min(starts) if starting else None, max(starts), min(ends), max(ends) if ending else None
        )
        tried += 1
    assert tried > 100
