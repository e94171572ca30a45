"""Which ties the comments of the Security Council's list state, in its own few set phrases.

Only a sentence that opens with such a phrase is read, or goes on with one after a reference
number, and of it only the names that have such a number. The rest is the list's prose: nothing is
made of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.ingest.sanctions.un_sc_dates import MONTH_YEAR, moment
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
# "Associated with" and "linked to" put neither party first: an affiliation would say too much.
_PHRASES: tuple[tuple[str, NamedNode, str], ...] = (
    (r"(?:Also )?[Aa]ssociated(?: also)? with", AG.Association, "associated with"),
    (r"(?:Also )?[Ll]inked to", AG.Association, "linked to"),
    (r"Known associate of", AG.Association, "known associate"),
    (r"(?:A )?[Mm]ember of", AG.Membership, "member"),
    (r"(?:A )?[Ss]enior member of", AG.Membership, "senior member"),
    (r"(?:A )?[Ff]ounding member of", AG.Membership, "founding member"),
    (r"Leader of", AG.Leadership, "leader"),
    (r"A leader of", AG.Leadership, "a leader"),
    (r"(?:A )?[Ss]enior leader of", AG.Leadership, "senior leader"),
    (r"Head of", AG.Leadership, "head"),
    (r"(?:A )?[Ss]plinter group of", AG.Split, ""),
)
_OF_GROUPS = (AG.Membership, AG.Leadership, AG.Split)  # their other end is no person
_OPENING = re.compile(
    r"(?:^|(?<=[.;)] )|(?<=\) and )|(?<=\), and ))(?:"
    + "|".join(f"({phrase})" for phrase, _, _ in _PHRASES)
    + r")\b"
)
# A name, perhaps with its short form in brackets, or "X, listed as Y", and the reference number.
_NAMED = re.compile(
    r"\s*(?P<name>(?:[^().;]|\bLtd\.|\([^()]{1,40}\)){1,160}?)\s*\(?"
    r"\((?P<ref>[A-Z]{2}[ie]\.\d{3})\.?\)\)?(?: \([A-Z]{2,6}\))?"
)
_NEXT = re.compile(r"(?:,| and\b|,? as well as\b|;)(?: and\b)?(?: the\b)?")
_SINCE = re.compile(rf" since (?P<date>{MONTH_YEAR})")
# Of a leader more may be told, such as of which region: then it is another office.
_NO_MORE = re.compile(r"[.,;]|$| and (?:linked|associated|member)\b")
# What a name may have in lower case: anything else is prose. "l'" and "al-" are parts of words.
_SMALL = re.compile(
    r"a|al|also|and|as|bin|des?|du|el?|et|for|i|ibn|in|known|la|les?|listed|of|pour|the|ul|wa"
)
_LOWER = re.compile(r"(?<![^\s(])[a-z]+(?![^\s),;])")


class Tie(NamedTuple):
    """A tie to another entry: its class, the role in the list's words, and since when."""

    kind: NamedNode
    role: str
    reference: str
    start: str = ""


def ties(text: str) -> list[Tie]:
    """Return each tie that is stated so.

    >>> [tie[1:3] for tie in ties("Associated with A Front (QDe.001) and B (QDi.002).")]
    [('associated with', 'QDe.001'), ('associated with', 'QDi.002')]
    >>> [tie[1:] for tie in ties("Leader of A Front (QDe.001) since Jun. 2015.")]
    [('leader', 'QDe.001', '2015-06')]
    >>> ties("Member of no party. His brother is X (QDi.003).")
    []
    """
    found = (tie for opening in _OPENING.finditer(text) for tie in _of(opening, text))
    return list(dict.fromkeys(found))


def _of(opening: re.Match[str], text: str) -> Iterator[Tie]:
    """Yield the tie to each name of the list that follows a phrase."""
    _, kind, role = next(
        phrase for phrase, given in zip(_PHRASES, opening.groups(), strict=True) if given
    )
    position = opening.end()
    while (named := _NAMED.match(text, position)) and _is_name(named["name"]):
        since = _SINCE.match(text, named.end())
        end = since.end() if since else named.end()
        is_whole = kind != AG.Leadership or _NO_MORE.match(text, end)
        if is_whole and (named["ref"][2] == "e" or kind not in _OF_GROUPS):
            yield Tie(kind, role, named["ref"], moment(since["date"]) if since else "")
        following = _NEXT.match(text, end)
        if not following:
            return
        position = following.end()


def _is_name(text: str) -> bool:
    """Tell a name from prose, such as a body of a group, or what somebody is to another."""
    is_plain = all(_SMALL.fullmatch(word) for word in _LOWER.findall(text))
    return is_plain and "Council" not in text
