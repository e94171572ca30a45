"""Names made comparable: transliterated, in lower case, without articles, as words and initials.

Two spellings of one word are held to be alike by their skeleton (what is left of a word when the
vowels and the habits of transliteration are taken from it) and by how much of them agrees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from kg.matching.words import LEGAL, PARTICLES

_SPELT = {
    "intl": "international", "mohd": "muhammad", "muhd": "muhammad", "st": "saint",
    "northern": "north", "southern": "south", "eastern": "east", "western": "west",
}  # fmt: skip
_SOUNDS = (
    ("dzh", "j"), ("dj", "j"), ("tch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("sh", "s"), ("ch", "s"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"),
    ("v", "f"),
)  # fmt: skip
_SHORT, _VERY_SHORT, _LONG_ENOUGH = 8, 4, 3
_ALIKE, _HALF_ALIKE = 0.88, 0.6


@dataclass(frozen=True, slots=True)
class Form:
    """One name in the form that is compared.

    `words` are those that count; `short` is the name itself where it is an abbreviation, and
    `initials` are what a longer name may be abbreviated to.
    """

    text: str
    words: tuple[str, ...]
    short: str = ""
    initials: frozenset[str] = frozenset()

    @property
    def sound(self) -> frozenset[str]:
        """What all spellings of the name have in common, in whatever order."""
        return frozenset(map(skeleton, self.words))


def plain(text: str) -> list[str]:
    """Return the words of a text in ASCII and lower case; an apostrophe parts no word.

    >>> plain("Jamā'at Nuṣrat al-Islām")
    ['jamaat', 'nusrat', 'al', 'islam']
    """
    ascii_text = anyascii(unicodedata.normalize("NFKC", text)).lower()
    joined = re.sub(r"['`\"]", "", re.sub(r"\.(?=\w\.|\W|$)", "", ascii_text))
    return [_SPELT.get(word, word) for word in re.findall(r"[a-z0-9]+", joined)]


def forms(text: str) -> list[Form]:
    """Return the names that a text holds: one, or a long one and its abbreviation.

    >>> [form.words or form.short for form in forms("Tehrik-e Taliban Pakistan (TTP)")]
    [('tehrik', 'taliban', 'pakistan'), ('ttp',)]
    >>> [form.words for form in forms("Al-Harakat / the Front")]
    [('harakat',), ('front',)]
    """
    found: dict[str, Form] = {}
    for part in re.split(r"\s+/\s+|\s*[;\n]\s+|\n", text):
        outer, inner = part, ""
        if match := re.search(r"\(([^()]{2,12})\)", part):
            rest = part.replace(match[0], " ")
            if _abbreviates(match[1], rest):
                outer, inner = rest, match[1]
        for one in (outer, inner):
            if form := _form(one.strip()):
                found.setdefault(" ".join(form.words), form)
    return list(found.values())


def _form(text: str) -> Form | None:
    every = plain(text)
    kept = [word for word in every if word not in PARTICLES and word not in LEGAL]
    words = kept or every
    if not words:
        return None
    initials = set()
    if len(words) >= _LONG_ENOUGH:
        initials = {"".join(w[0] for w in words), "".join(w[0] for w in every)}
    return Form(text, tuple(words), _short(text), frozenset(initials))


def _short(text: str) -> str:
    """Return a name as an abbreviation where it looks like one; empty where it does not.

    >>> _short("DHKP/C"), _short("HAMAS"), _short("Fatah")
    ('dhkpc', '', '')
    """
    letters = re.sub(r"[^A-Za-z0-9]", "", text)
    if not letters.isupper() or len(letters) > _SHORT or " " in text.strip():
        return ""
    vowels = len(re.findall(r"[AEIOU]", letters))
    if len(letters) > _VERY_SHORT and vowels * 3 > len(letters):
        return ""
    return letters.lower()


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether the letters of one stand in the other in their order, first with first."""
    letters, rest = "".join(plain(short)), iter("".join(plain(name)))
    starts = {word[0] for word in plain(name)}
    return bool(letters) and letters[0] in starts and all(letter in rest for letter in letters)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return what the spellings of a word have in common.

    >>> skeleton("tayyiba") == skeleton("toiba"), skeleton("qaeda") == skeleton("qaida")
    (True, True)
    """
    if any(letter.isdigit() for letter in word):
        return word
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    first = "a" if word[0] in "aeiou" else word[0]
    return first + re.sub(r"[aeiouyhw]", "", word[1:])


@lru_cache(maxsize=500_000)
def alike(one: str, other: str) -> float:
    """Say how much two words agree, from 0 (two words) to 1 (the same letters).

    Numbers agree wholly or not at all.

    >>> alike("hizballah", "hezbollah") > 0.9, alike("national", "islamic")
    (True, 0.0)
    """
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _LONG_ENOUGH or any(c.isdigit() for c in one + other):
        return 0.0
    same = fuzz.ratio(one, other) / 100
    least = _HALF_ALIKE if min(len(one), len(other)) > _VERY_SHORT else 0.75
    if skeleton(one) == skeleton(other) and same >= least:
        return _HALF_ALIKE + (1 - _HALF_ALIKE) * same
    close = JaroWinkler.similarity(one, other)
    # One letter makes another word of a short one, and so does another beginning.
    is_near = close >= _ALIKE and same >= 0.8 and min(len(one), len(other)) > _VERY_SHORT  # noqa: PLR2004
    return close if is_near else 0.0
