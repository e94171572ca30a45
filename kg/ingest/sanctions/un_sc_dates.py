"""The dates of the Security Council's list as EDTF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.ingest.sanctions.designations import MONTHS
from kg.model import edtf

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?")  # an xs:date may carry a time zone
MONTH_YEAR = r"(?:(?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.? ))?\d{4}"
_MOMENT = re.compile(
    r"(?:(?:(?P<day>\d{1,2}) )?(?P<month>[A-Z][a-z]{2})[a-z]{0,6}\.? )?(?P<year>\d{4})"
)
_STAY = re.compile(
    r"(?:(?:(?:main|previous|possible|alternative|current|confirmed) )*"
    r"(?:location|located in|located|residence|address|domicile|previous) )?"
    rf"(?:since (?P<since>{MONTH_YEAR})|until (?P<until>{MONTH_YEAR})|as (?:at|of) "
    rf"(?P<seen>{MONTH_YEAR})|(?:from|between) (?P<start>{MONTH_YEAR}) (?:to|and) "
    rf"(?P<end>{MONTH_YEAR}))",
    re.IGNORECASE,
)
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


def moment(text: str) -> str:
    """Return a day, month or year in words as EDTF; blank if it is something else.

    >>> moment("Nov. 1973"), moment("August 1961"), moment("6 Apr. 2007"), moment("29 years old")
    ('1973-11', '1961-08', '2007-04-06', '')
    """
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return ""
    if not found["month"]:
        return found["year"]
    number = MONTHS.get(found["month"].lower())
    if not number:
        return ""
    month = f"{found['year']}-{number:02}"
    return f"{month}-{int(found['day']):02}" if found["day"] else month


def stay(note: str) -> tuple[str, str, str]:
    """Return start, end and attestation (EDTF) that a note beside an address states; blank if none.

    >>> stay("location as at Sep. 2015"), stay("located in since 2013")
    (('', '', '2015-09'), ('2013', '', ''))
    >>> stay("previous location from Nov. 2013 to May 2014")
    ('2013-11', '2014-05', '')
    >>> stay("in prison")
    ('', '', '')
    """
    found = _STAY.fullmatch(note.strip("() ."))
    if not found:
        return "", "", ""
    start, end, seen = (
        moment(next((text for text in texts if text), ""))
        for texts in (
            (found["since"], found["start"]), (found["until"], found["end"]), (found["seen"],)
        )
    )  # fmt: skip
    return start, end, seen


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
        told = moment(note)
        return told + hedge if told and not (year or first or last or cells.get("DATE")) else None
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
