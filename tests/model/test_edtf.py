"""EDTF by the standard's own examples (https://www.loc.gov/standards/datetime/); and refusals."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.edtf import UNBOUNDED, Period, Range, parse


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# The level of the standard, the text, the first day and the last.
DATES = [
    (0, "1985-04-12", "1985-04-12", "1985-04-12"),
    (0, "1985-04", "1985-04-01", "1985-04-30"),
    (0, "1985", "1985-01-01", "1985-12-31"),
    (0, "2016-02", "2016-02-01", "2016-02-29"),
    (1, "1984?", "1984-01-01", "1984-12-31"),
    (1, "2004-06~", "2004-06-01", "2004-06-30"),
    (1, "2004-06-11%", "2004-06-11", "2004-06-11"),
    (1, "201X", "2010-01-01", "2019-12-31"),
    (1, "20XX", "2000-01-01", "2099-12-31"),
    (1, "2004-XX", "2004-01-01", "2004-12-31"),
    (1, "1985-04-XX", "1985-04-01", "1985-04-30"),
    (1, "1985-XX-XX", "1985-01-01", "1985-12-31"),
    (2, "156X-12-25", "1560-12-25", "1569-12-25"),
    (2, "15XX-12-25", "1500-12-25", "1599-12-25"),
    (2, "1985-04-1X", "1985-04-10", "1985-04-19"),
    (2, "2015-XX-31", "2015-01-31", "2015-12-31"),
    (2, "20XX-02-29", "2000-02-29", "2096-02-29"),
    (2, "[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    (2, "[..1760-12-03]", "", "1760-12-03"),
    (2, "[1760-12..]", "1760-12-01", ""),
    (2, "[1760-01,1760-02,1760-12..]", "1760-01-01", ""),
    (2, "[1667,1760-12]", "1667-01-01", "1760-12-31"),
    (2, "[2017-07-01..2017-07-10]", "2017-07-01", "2017-07-10"),
]
# The level, the text, then first and last day of the start, and of the end.
INTERVALS = [
    (0, "1964/2008", "1964-01-01", "1964-12-31", "2008-01-01", "2008-12-31"),
    (0, "2004-06/2006-08", "2004-06-01", "2004-06-30", "2006-08-01", "2006-08-31"),
    (0, "2004-02-01/2005-02-08", "2004-02-01", "2004-02-01", "2005-02-08", "2005-02-08"),
    (0, "2004-02-01/2005-02", "2004-02-01", "2004-02-01", "2005-02-01", "2005-02-28"),
    (0, "2004-02-01/2005", "2004-02-01", "2004-02-01", "2005-01-01", "2005-12-31"),
    (0, "2005/2006-02", "2005-01-01", "2005-12-31", "2006-02-01", "2006-02-28"),
    (1, "1985-04-12/..", "1985-04-12", "1985-04-12", "", ""),
    (1, "1985-04/..", "1985-04-01", "1985-04-30", "", ""),
    (1, "1985/..", "1985-01-01", "1985-12-31", "", ""),
    (1, "../1985-04-12", "", "", "1985-04-12", "1985-04-12"),
    (1, "1985-04-12/", "1985-04-12", "1985-04-12", "", ""),
    (1, "/1985-04", "", "", "1985-04-01", "1985-04-30"),
    (1, "1984~/2004-06", "1984-01-01", "1984-12-31", "2004-06-01", "2004-06-30"),
    (1, "1984?/2004%", "1984-01-01", "1984-12-31", "2004-01-01", "2004-12-31"),
    (2, "2004-06-XX/2004-07-03", "2004-06-01", "2004-06-30", "2004-07-03", "2004-07-03"),
]
REFUSED = [
    ("2017-02-29", "February 2017 has 28 days; correct the day"),
    ("2017-04-31", "April 2017 has 30 days; correct the day"),
    ("2017-04-00", "April 2017 has 30 days; correct the day"),
    ("2014-13", "has no such month; months run from 01 to 12, seasons are not read"),
    ("2014-00", "has no such month"),
    ("2001-21", "seasons are not read"),
    ("2001-34", "seasons are not read"),
    ("0025", "is in the year 25; write all four digits of the year"),
    ("0999", "is in the year 999"),
    ("25", "is not an EDTF date; write 2014, 2014-06"),
    ("14-06-10", "is not an EDTF date"),
    ("2014-6-1", "is not an EDTF date"),
    ("10/06/2014", "is not an EDTF date"),
    ("10.06.2014", "is not an EDTF date"),
    ("June 2014", "is not an EDTF date"),
    ("c. 2014", "is not an EDTF date"),
    ("2014-06-10 00:00:00", "is not an EDTF date"),  # UCDP's date plus midnight
    ("1985-04-12T23:20:30", "is not an EDTF date"),  # level 0, a time of day
    ("Y170000002", "is not an EDTF date"),  # level 1, a year of five digits or more
    ("-1985", "is not an EDTF date"),  # level 1, a year before our era
    ("Y-17E7", "is not an EDTF date"),  # level 2, an exponent
    ("1950S2", "is not an EDTF date"),  # level 2, significant digits
    ("{1667,1668}", "is not an EDTF date"),  # level 2, all of a set
    ("2004?-06-11", "is not an EDTF date"),  # level 2, a qualified part
    ("1XXX-12", "is not an EDTF date"),  # level 2, a millennium
    ("XXXX-12-XX", "is not an EDTF date"),
    ("2014–2017", "is not an EDTF date"),  # noqa: RUF001  (an en dash)
    ("2017/2016", "ends before it starts; swap the two dates"),
    ("[2017..2016]", "ends before it starts; swap the two dates"),
    ("../..", "bounds nothing; leave the cell blank, or give one end"),
    ("/", "bounds nothing"),
    ("[..]", "bounds nothing"),
    ("[]", "is not an EDTF date"),
    ("", "is not an EDTF date"),
    ("2014/2015/2016", "is not an EDTF date"),
]  # fmt: skip


@pytest.mark.parametrize(("level", "text", "first", "last"), DATES)
def test_a_date_has_a_first_and_a_last_day(level: int, text: str, first: str, last: str) -> None:
    assert level in (0, 1, 2)
    found = Range(day(first), day(last), is_hedged(text))
    assert parse(text) == Period(found, found)


@pytest.mark.parametrize(("level", "text", "first", "second", "third", "last"), INTERVALS)
def test_an_interval_has_two_ends(
    level: int, text: str, first: str, second: str, third: str, last: str
) -> None:
    assert level in (0, 1, 2)
    left, _, right = text.partition("/")
    start = Range(day(first), day(second), is_hedged(left))
    end = Range(day(third), day(last), is_hedged(right))
    assert parse(text) == Period(start, end, is_interval=True)


def is_hedged(text: str) -> bool:
    return text[-1:] in {"?", "~", "%"}


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_refused_is_told_with_its_remedy(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="; ") as refused:
        parse(text)
    assert message in str(refused.value)


def test_two_dots_alone_bound_nothing() -> None:
    assert parse("..") == Period(UNBOUNDED, UNBOUNDED)


def test_space_around_a_date_is_passed_over() -> None:
    assert parse("  2014-06-10 ") == parse("2014-06-10")


DAYS = st.dates(date(1000, 1, 1))


@given(DAYS)
def test_a_day_is_itself(one: date) -> None:
    assert parse(one.isoformat()).start == Range(one, one)


@given(DAYS)
def test_a_month_lies_from_its_first_day_to_its_last(one: date) -> None:
    length = calendar.monthrange(one.year, one.month)[1]
    assert parse(f"{one:%Y-%m}").start == Range(one.replace(day=1), one.replace(day=length))


@given(DAYS, DAYS)
def test_an_interval_is_refused_only_if_it_ends_before_it_starts(one: date, other: date) -> None:
    text = f"{one}/{other}"
    if one <= other:
        assert parse(text) == Period(Range(one, one), Range(other, other), is_interval=True)
    else:
        with pytest.raises(ValueError, match="ends before it starts"):
            parse(text)


@given(st.text("0123456789X-/.[],?~%", max_size=24))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except ValueError:
        return
    for part in (period.start, period.end):
        assert part.first is None or part.last is None or part.first <= part.last
