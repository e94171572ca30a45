"""The remarks of OFAC's list: what each part of them is, and its dates as EDTF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.ingest.sanctions.designations import MONTHS
from kg.model import edtf

Kind = Literal["alias", "birth", "established", "birthplace", "nationality", "linked", "other"]
FULL = 1000  # characters: where the list cuts remarks off
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("alias", re.compile(r"(?P<role>[afn]\.k\.a\.) '(?P<value>.+)'")),
    ("birth", re.compile(r"(?:alt\. )?DOB (?P<value>.+)")),
    ("established", re.compile(r"(?:alt\. )?Organization Established Date (?P<value>.+)")),
    ("birthplace", re.compile(r"(?:alt\. )?POB (?P<value>.+)")),
    ("nationality", re.compile(r"(?:alt\. )?(?P<role>nationality|citizen) (?P<value>.+)")),
    ("linked", re.compile(r"Linked To: (?P<value>.+)")),
)
# Said of the entry as such, or of the sanctions; anything else may name a person's papers.
_HARMLESS = re.compile(
    r"(?:alt\. )?(?:Gender|Additional Sanctions Information|Secondary sanctions risk|Organization "
    r"Type|Target Type|Executive Order|CAATSA Section|IFCA Determination|Transactions Prohibited "
    r"For|ICTY indictee|Government Gazette|Effective Date|Listing Date)\b"
)
_DATE = r"(?:(?P<day{0}>\d\d?) )?(?:(?P<month{0}>[A-Z][a-z]{{2,8}}) )?(?P<year{0}>\d{{4}})"
_DATES = re.compile(
    rf"(?P<circa>(?:circa|approximately) )?{_DATE.format(1)}(?:(?: to |-){_DATE.format(2)})?"
)
# What is made up of nothing else is meant as a date; what has other words says more than one.
_DATE_LIKE = re.compile(r"(?:\d+|[A-Z][a-z]{2,8}|circa|approximately|to|-| )+")


@dataclass(frozen=True, slots=True)
class Remark:
    """One part of the remarks: what it is, its value, and the list's word for it."""

    kind: Kind
    value: str
    role: str = ""
    is_personal: bool = False


def remarks(text: str) -> tuple[list[Remark], str]:
    """Part the remarks; the second value is what was cut off, since the list cuts long ones.

    >>> found, _ = remarks("DOB 1970; a.k.a. 'ABU X'; Passport 1 (Iraq); Linked To: A FRONT.")
    >>> [(remark.kind, remark.value) for remark in found[:2]]
    [('birth', '1970'), ('alias', 'ABU X')]
    >>> found[2].is_personal, found[3].value
    (True, 'A FRONT')
    """
    parts = _parts(text)
    cut = parts.pop() if len(text) >= FULL and parts else ""
    return [_remark(part) for part in parts], cut


def _parts(text: str) -> list[str]:
    """Split at semicolons, but not within brackets, unless these are never closed."""
    parts, depth, start = [], 0, 0
    for mark in re.finditer(r"[();]", text):
        if mark[0] == ";" and depth == 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
        elif mark[0] != ";":
            depth = max(0, depth + (1 if mark[0] == "(" else -1))
    rest = text[start:]
    parts += rest.split(";") if depth else [rest]
    if len(text) < FULL:
        parts[-1] = re.sub(r"\.\s*$", "", parts[-1])
    return [part.strip() for part in parts if part.strip()]


def _remark(part: str) -> Remark:
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(part):
            return Remark(kind, found["value"].strip(), found.groupdict().get("role") or "")
    return Remark("other", part, is_personal=not _HARMLESS.match(part))


def date(text: str) -> str:
    """Return a date of the remarks as a member of an EDTF set; blank if it is put in other words.

    Raises ValueError where it is meant as a date and is none.

    >>> date("03 Mar 1966"), date("Sep 1957"), date("circa 1970"), date("1960 to 1962")
    ('1966-03-03', '1957-09', '1970~', '1960..1962')
    >>> date("circa 1979-1982"), date("1 Jan 1990 to 31 Dec 1991"), date("in the 1960s")
    ('1979~..1982~', '1990-01-01..1991-12-31', '')
    """
    found = _DATES.fullmatch(text)
    if not found:
        if not _DATE_LIKE.fullmatch(text):
            return ""
        raise ValueError("is no date; write it as 03 Mar 1966, Mar 1966 or 1966")
    hedge = "~" if found["circa"] else ""
    ends = [_edtf(found, number) + hedge for number in (1, 2) if found[f"year{number}"]]
    edtf.parse(f"[{'..'.join(ends)}]")
    return "..".join(ends)


def _edtf(found: re.Match[str], number: int) -> str:
    day, month, year = (found[f"{part}{number}"] for part in ("day", "month", "year"))
    if not month:
        if day:
            raise ValueError("has a day and no month; write it as 03 Mar 1966")
        return year
    number_of = MONTHS.get(month[:3].lower())
    if not number_of:
        raise ValueError(f"has no such month as {month}; write Jan, Feb, Mar, …")
    text = f"{year}-{number_of:02}"
    return f"{text}-{int(day):02}" if day else text
