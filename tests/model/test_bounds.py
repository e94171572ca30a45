"""Four dates, two intervals: what is certain is possible, and what was seen is neither denied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.model.bounds import Bounds

DAYS = st.dates(date(2010, 1, 1), date(2020, 12, 31))
MAYBE = st.none() | DAYS


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Draw bounds whose earliest dates are no later than the latest ones."""
    found = Bounds(draw(MAYBE), draw(MAYBE), draw(MAYBE), draw(MAYBE))
    for earlier, later in (
        (found.earliest_start, found.latest_start),
        (found.earliest_end, found.latest_end),
        (found.earliest_start, found.latest_end),
    ):
        assume(earlier is None or later is None or earlier <= later)
    return found


@given(bounds(), DAYS)
def test_what_is_certain_is_possible(found: Bounds, day: date) -> None:
    start, end = found.possible()
    if certain := found.certain():
        assert start is None or start <= certain[0] <= certain[1]
        assert end is None or certain[0] <= certain[1] <= end
    is_possible = (start is None or start <= day) and (end is None or day <= end)
    is_certain = bool(certain and certain[0] <= day <= certain[1])
    assert is_possible or not is_certain
    expected = "certain" if is_certain else "possible" if is_possible else None
    assert found.holds(day) == expected


@st.composite
def blurred(draw: st.DrawFn, day: date) -> str:
    """Write a date as a source may: to the day, month, year or decade, or as a span around it."""
    before, after = (day + timedelta(sign * draw(st.integers(0, 90))) for sign in (-1, 1))
    return draw(
        st.sampled_from([
            f"{day}", f"{day}~", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}?", f"{day.year // 10}X",
            f"{day:%Y}-XX-{day:%d}", f"[{before}..{after}]", f"[..{after}]", f"[{before}..]",
            f"[{before},{after}]", "",
        ])
    )  # fmt: skip


@given(st.data())
def test_bounds_hold_what_was_so_and_claim_no_more(data: st.DataObject) -> None:
    """Blur what is known of a true span: it must stay possible, and nothing else be certain."""
    start, seen, end = sorted(data.draw(st.tuples(DAYS, DAYS, DAYS)))
    texts = [data.draw(blurred(day)) for day in (start, end, seen)]
    found = Bounds.read(*texts)
    first, last = found.possible()
    assert first is None or first <= start
    assert last is None or end <= last
    if certain := found.certain():
        assert start <= certain[0] <= certain[1] <= end
    for day in (start, seen, end):
        assert found.holds(day)
    if texts[2] == f"{seen}":  # it is attested to the day
        assert found.holds(seen) == "certain"


@given(st.tuples(DAYS, DAYS, DAYS, DAYS).map(sorted))
def test_an_attested_interval_is_certain_throughout(days: list[date]) -> None:
    start, first, last, end = days
    found = Bounds.read(f"{start}", f"{end}", f"{first}/{last}")
    assert found.certain() == (start, end)
    found = Bounds.read("", "", f"{first}/{last}")
    assert found.certain() == (first, last)
    assert found.possible() == (None, None)


@given(st.tuples(DAYS, DAYS, DAYS))
def test_dates_that_cannot_all_be_true_are_refused(days: tuple[date, date, date]) -> None:
    start, end, seen = days
    if start <= seen <= end:
        assert Bounds.read(f"{start}", f"{end}", f"{seen}").holds(seen) == "certain"
    else:
        with pytest.raises(ValueError, match=r"correct one of them$"):
            Bounds.read(f"{start}", f"{end}", f"{seen}")


def test_an_attestation_says_nothing_beyond_itself() -> None:
    found = Bounds.read(attested="2017-05-23")
    day = date(2017, 5, 23)
    assert found == Bounds(None, day, day, None)
    assert found.holds(day - timedelta(1)) == found.holds(day + timedelta(1)) == "possible"


def test_an_undated_claim_is_possible_on_every_day_and_certain_on_none() -> None:
    found = Bounds.read()
    assert found.certain() is None
    assert {found.holds(date.min), found.holds(date(2017, 5, 23)), found.holds(date.max)} == {
        "possible"
    }


@pytest.mark.parametrize("hedge", "?~%")
def test_a_hedged_date_makes_nothing_certain(hedge: str) -> None:
    found = Bounds.read(start=f"2014-06{hedge}", end=f"2016{hedge}")
    assert found == Bounds(date(2014, 6, 1), None, None, date(2016, 12, 31))
    assert Bounds.read(attested=f"2014-06-10{hedge}").certain() is None
    # "About June" does not contradict a sighting in May: the start moves to it.
    seen = Bounds.read(start=f"2014-06{hedge}", attested="2014-05-20")
    assert seen.certain() == (date(2014, 5, 20), date(2014, 5, 20))
    assert seen.possible() == (date(2014, 5, 20), None)


def test_a_start_alone_leaves_the_end_open() -> None:
    found = Bounds.read(start="2014-06")
    assert found == Bounds(date(2014, 6, 1), date(2014, 6, 30), date(2014, 6, 1), None)
    assert found.holds(date(2014, 5, 31)) is None
    assert found.holds(date(2014, 6, 15)) == found.holds(date(2030, 1, 1)) == "possible"


def test_start_and_end_give_a_certain_core() -> None:
    found = Bounds.read(start="2014-06", end="2017-07")
    assert found.certain() == (date(2014, 6, 30), date(2017, 7, 1))
    assert found.possible() == (date(2014, 6, 1), date(2017, 7, 31))


@pytest.mark.parametrize(
    ("start", "end", "attested", "message"),
    [
        ("2016", "2015", "", "the end, 2015, is before the start, 2016"),
        ("2016", "", "2015", "attested at 2015, before the start, 2016"),
        ("", "2015", "2016", "attested at 2016, after the end, 2015"),
        ("2014-06", "2014-07", "2014-06/2015", "attested at 2014-06/2015, after the end, 2014-07"),
        (
            "2014/2015",
            "",
            "",
            "is an interval; the start is one date, write [a..b] if it is unsure",
        ),
        ("", "2014/2015", "", "is an interval; the end is one date"),
    ],
)
def test_what_cannot_be_is_refused(start: str, end: str, attested: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"; ") as refused:
        Bounds.read(start, end, attested)
    assert message in str(refused.value)
