"""The dates of the Security Council's list as EDTF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import edtf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?")  # an xs:date may carry a time zone
_MONTH_YEAR = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<year>\d{4})")
_MONTH = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.?")


def day(text: str) -> str:
    """Return the day of an xs:date; ValueError if it is none.

    >>> day("2015-04-14-04:00")
    '2015-04-14'
    """
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError("is no date; write it as 2015-04-14")
    edtf.parse(found[1])
    return found[1]


def month(text: str) -> str:
    """Return a month and year in words as EDTF; blank if it is something else.

    >>> month("Nov. 1973"), month("August 1961"), month("29 years old")
    ('1973-11', '1961-08', '')
    """
    found = _MONTH_YEAR.fullmatch(text)
    number = MONTHS.get(found["month"].lower()) if found else None
    return f"{found['year']}-{number:02}" if found and number else ""


def birth(element: Element) -> str | None:
    """Return one date of birth as a member of an EDTF set; None if what it says is no date.

    Raises ValueError where it is meant as a date and is none.
    """
    cells = {child.tag: " ".join((child.text or "").split()) for child in element}
    kind, note = cells.get("TYPE_OF_DATE", ""), cells.get("NOTE", "")
    hedge = "~" if kind == "APPROXIMATELY" or note == "Approximately" else ""
    note = "" if note == "Approximately" else note
    first, last, year = (cells.get(tag, "") for tag in ("FROM_YEAR", "TO_YEAR", "YEAR"))
    if note and year and (named := _MONTH.fullmatch(note)):
        number = MONTHS.get(named["month"].lower())
        return f"{year}-{number:02}{hedge}" if number else None
    if note:
        return month(note) + hedge if month(note) and len(cells) <= 2 else None  # noqa: PLR2004
    if first or last:
        text = f"{first}{hedge}..{last}{hedge}"
    elif cells.get("DATE"):
        text = day(cells["DATE"]) + hedge
    else:
        text = year + hedge if year else ""
    if not text:
        return None
    edtf.parse(f"[{text}]")
    return text


def one_of(members: Sequence[str]) -> str:
    """Return the EDTF of a date that is one of these; which one is not known.

    >>> one_of(["1958"]), one_of(["1958", "1960-02-01"]), one_of(["1955..1958"])
    ('1958', '[1958,1960-02-01]', '[1955..1958]')
    """
    members = list(dict.fromkeys(members))
    if len(members) == 1 and ".." not in members[0]:
        return members[0]
    return f"[{','.join(members)}]"
