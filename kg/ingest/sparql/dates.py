"""Dates of an endpoint as EDTF, no more precise than they are there."""

from __future__ import annotations

import re

from pyoxigraph import Literal

from kg.model import edtf

_YEAR, _MONTH, _DAY, _DECADE, _CENTURY = 9, 10, 11, 8, 7
_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?")


def of_wikibase(time: str, precision: int) -> str:
    """Return a time of Wikibase as a member of an EDTF set; ValueError where it cannot be told.

    A century is counted as Wikibase shows it, from 1901 to 2000; its last year may also have been
    meant as the first, since ``2000`` is what people enter for "the 2000s" too.

    >>> of_wikibase("2014-06-01T00:00:00Z", 10), of_wikibase("2013-01-01T00:00:00Z", 8)
    ('2014-06', '201X')
    >>> of_wikibase("1950-01-01T00:00:00Z", 7), of_wikibase("1900-01-01T00:00:00Z", 7)
    ('1901..2000', '1801..1999')
    """
    match = _WRITTEN.fullmatch(time)
    if not match:
        raise ValueError(f"{time} is no date of the years 1000 to 9999")
    year, month, day = match[1], match[2], match[3]
    texts = {
        _YEAR: year,
        _MONTH: f"{year}-{month}",
        _DAY: f"{year}-{month}-{day}",
        _DECADE: f"{year[:3]}X",
        _CENTURY: _century(int(year)),
    }
    text = texts.get(min(precision, _DAY), "")
    if not text:
        raise ValueError(f"{time} is told to the millennium, or less")
    edtf.parse(f"[{text}]")
    return text


def is_told(time: str, precision: int) -> bool:
    """Tell whether `of_wikibase` can tell a time.

    >>> is_told("0700-01-01T00:00:00Z", 9), is_told("2017-05-23T00:00:00Z", 11)
    (False, True)
    """
    return bool(_WRITTEN.fullmatch(time)) and time >= "1000" and precision >= _CENTURY


def _century(year: int) -> str:
    last = -(-year // 100) * 100
    return f"{last - 99}..{last if year % 100 else last + 99}"


def of_literal(value: object) -> str:
    """Return a literal, or the text of one, as EDTF; ValueError says what is wrong with it.

    >>> from kg.vocabulary import XSD
    >>> of_literal(Literal("2014-06-29Z", datatype=XSD.date)), of_literal(Literal("2014-06~"))
    ('2014-06-29', '2014-06~')
    """
    if not isinstance(value, Literal):
        raise ValueError("is no date; name a property that leads to a date")
    match = _WRITTEN.fullmatch(value.value)
    text = "-".join(part for part in match.groups() if part) if match else value.value
    edtf.parse(text)
    return text


def hedged(member: str) -> str:
    """Mark a member of a set as approximate.

    >>> hedged("1901..2000")
    '1901~..2000~'
    """
    return "..".join(f"{part}~" for part in member.split(".."))


def one_of(members: list[str]) -> str:
    """Return the EDTF text for one of several dates, it is not known which.

    >>> one_of(["2014"]), one_of(["1901..2000"]), one_of(["2014", "2016-05"])
    ('2014', '[1901..2000]', '[2014,2016-05]')
    """
    if len(members) == 1 and ".." not in members[0]:
        return members[0]
    return f"[{','.join(members)}]" if members else ""


def between(earliest: list[str], latest: list[str]) -> str:
    """Return the EDTF text for a date that only bounds are given for.

    >>> between(["2013"], ["2014-06"]), between([], ["201X"])
    ('[2013..2014-06]', '[..201X]')
    """
    if not earliest and not latest:
        return ""
    first = min(earliest).partition("..")[0] if earliest else ""
    last = max(latest).rpartition("..")[2] if latest else ""
    return f"[{first}..{last}]"
