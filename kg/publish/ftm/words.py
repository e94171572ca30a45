"""Texts, dates and ids as FollowTheMoney takes them: its library changes nothing of them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kg.ingest.ftm.world import LANGUAGES
from kg.vocabulary.minting import LOCAL_ID, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

# What the library takes for a space, and what it deletes (normality 3.1, cleaning.py).
_SPACES = re.compile("[\u2000-\u200a\u2028\u2029\u0a00\u1680\u202f\u205f\u3000]")
_DELETED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2060-\u2064\ufeff]"
)
_QUOTED = re.compile(r"[\"'](.*)[\"']")
_COMMAS = re.compile(r",\s?[,.]")
_BREAKS = re.compile(r"\r\n|\n|<BR/>|<BR>|\t|ESQ\.,|ESQ,|;")
# An address whose parts the library puts together again as they were: none of them empty.
_URL = re.compile(
    r"([Hh][Tt]{2}[Pp][Ss]?://(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)*[A-Za-z][A-Za-z0-9]+"
    r"(?::[0-9]{1,4})?)(/[^\s?#;]*)?(\?[^\s#;]+)?(#[^\s;]+)?"
)
_LONGER = {short: long for long, short in LANGUAGES.items()}


def text(raw: str) -> str:
    """Return a text in normal form C, without what cannot be seen.

    >>> text(" Daesh\u200e ")
    'Daesh'
    """
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", raw))
    return _DELETED.sub("", spaced).strip()


def name(raw: str) -> str:
    """Return a name in one line, without quotation marks around the whole of it.

    >>> name('"The  Front"')
    'The Front'
    """
    plain = " ".join(text(raw).split())
    while quoted := _QUOTED.fullmatch(plain):
        plain = quoted[1].strip()
    return plain


def address(raw: str) -> str:
    """Return where something is in one line, parted by commas.

    >>> address("Old City; Mosul")
    'Old City, Mosul'
    """
    found, before = " ".join(_BREAKS.sub(", ", text(raw)).split()), ""
    while found != before:
        found, before = " ".join(_COMMAS.sub(", ", found).split()), found
    return found


def url(raw: str) -> str:
    """Return a web address, "" for one that the library may refuse or change.

    >>> url("https://ucdp.uu.se"), url("urn:isbn:1")
    ('https://ucdp.uu.se/', '')
    """
    found = _URL.fullmatch(text(raw))
    if found is None:
        return ""
    start, path, query, fragment = found.groups(default="")
    return f"{start[:5].lower()}{start[5:]}{path or '/'}{query}{fragment}"


def language(tag: str | None) -> str | None:
    """Return the code of ISO 639-2 for a language tag, if it is known.

    >>> language("en"), language("x-maute"), language(None)
    ('eng', None, None)
    """
    return _LONGER.get(tag or "", tag if tag in LANGUAGES else None)


def partial_date(earliest: str, latest: str) -> str:
    """Return what the two bounds of a day have in common; "" if that is not even a year.

    >>> partial_date("2014-06-01", "2014-06-30"), partial_date("2014-06-01", "2014-09-30")
    ('2014-06', '2014')
    >>> partial_date("2013-12-01", "2014-01-15"), partial_date("", "2014-01-15")
    ('', '')
    """
    shared = []
    for one, other in zip(earliest.split("-"), latest.split("-"), strict=False):
        if one != other or not one:
            break
        shared.append(one)
    return "-".join(shared)


def plain_date(edtf: str) -> str:
    """Return an EDTF date that is a partial ISO date too, else "".

    >>> plain_date("2014-06"), plain_date("2014~")
    ('2014-06', '')
    """
    return edtf if re.fullmatch(r"\d{4}(-\d\d){0,2}", edtf) else ""


def ids(nodes: Iterable[NamedNode], folder: str) -> Mapping[NamedNode, str]:
    """Name nodes by what follows ``/FOLDER/`` in their IRIs, or where that is no id, by a digest.

    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("https://example.org/entity/maute-group")
    >>> ids([node], "entity")[node]
    'maute-group'
    """
    locals_ = {node: node.value.rpartition(f"/{folder}/")[2] for node in nodes}
    uses: dict[str, int] = {}
    for local in locals_.values():
        uses[local] = uses.get(local, 0) + 1
    return {
        node: local if LOCAL_ID.fullmatch(local) and uses[local] == 1
        else f"iri.{digest(node.value)}"
        for node, local in locals_.items()
    }  # fmt: skip
