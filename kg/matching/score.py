"""The evidence that two parties are one: parts with names and points, which add up.

The points were chosen on the pairs of tests/matching/pairs.csv: a good name with nothing against it
is a proposal, a shared abbreviation needs something beside it, and no name outweighs a tie between
the two, since nothing is its own splinter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.matching.names import Form
    from kg.matching.parties import Name, Party, Window
    from kg.matching.weights import Likeness

NAME, HALF_NAME, SHORT, INITIALS, ALIAS, LABEL = 0.80, 0.40, 0.42, 0.36, 0.05, 0.05
COUNTRY, BEGAN, LISTED, NETWORK = 0.10, 0.15, 0.05, 0.10
OTHER_KIND, OTHER_COUNTRY, OTHER_YEAR, OTHER_BEGINNING, TIED, BETTER = (
    -0.10,
    -0.10,
    -0.10,
    -0.30,
    -0.40,
    -0.15,
)
_LEAST, _HALF, _SURE, _ALIASES = 0.6, 0.4, 0.9, 3
_WEAK = 0.9  # a name that its own list calls weak, or of low quality
_ALONE = 0.9  # one word that is not spelt alike is less than two
# What is of such a kind would be called so: a company is no community, an army no newspaper.
_TOLD_APART = {AG.CommunalGroup: "communal group", AG.MediaOutlet: "media outlet"}
_A_YEAR, _YEARS = timedelta(days=366), timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence: what it is about, its points, and what was compared."""

    about: str
    points: float
    why: str

    def __str__(self) -> str:
        return f"{self.about} {self.points:+.2f}: {self.why}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two parties and the names of theirs that met, with how often a name is borne in a source."""

    one: Party
    other: Party
    likenesses: Sequence[Likeness]
    names: Mapping[tuple[int, Form], Name]
    bearers: Mapping[tuple[object, frozenset[str]], int]

    def parts(self) -> list[Part]:
        """Return all evidence that one pair gives by itself."""
        both = self.one, self.other
        parts = [*self.by_name(), *_kinds(*both), *_places(*both), *_dates(*both)]
        if self.other.iri in self.one.ties:
            parts.append(Part("network", TIED, "a source relates the two to each other"))
        return parts

    def by_name(self) -> Iterable[Part]:
        """Yield what the names say: the best pair, an abbreviation, further names that agree."""
        good = sorted(
            (like for like in self.likenesses if like.degree >= _HALF and not _is_short(like)),
            key=lambda like: (-self.worth(like), like.one.text, like.other.text),
        )
        best = self.worth(good[0]) if good else 0.0
        shorts = list(self.abbreviations())
        if good and (good[0].degree >= _LEAST or shorts):
            whole = good[0].degree >= _LEAST
            yield Part("name", (NAME if whole else HALF_NAME) * best, self.told(good[0]))
        if shorts:
            points, why = max(shorts)
            # The less the names tell, the more the abbreviation adds.
            yield Part("acronym", ALIAS + (points - ALIAS) * (1 - best), why)
        sure = {like.one.words: like for like in reversed(good) if like.degree >= _SURE}
        further = [like for words, like in sure.items() if good and words != good[0].one.words]
        seen = {good[0].other.words} if good else set()
        for like in sorted(further, key=lambda like: (-like.degree, like.one.text))[:_ALIASES]:
            if like.other.words not in seen:
                seen.add(like.other.words)
                yield Part("alias", ALIAS, self.told(like))
        if any(
            {self.names[0, k.one].role, self.names[1, k.other].role} == {"label"}
            for k in sure.values()
        ):
            yield Part("label", LABEL, "each source has such a name as its first")

    def worth(self, like: Likeness) -> float:
        """Return what a likeness counts for: less if the name is common, short or borne by many."""
        share = 0.5 if AG.Person in self.one.kinds else 0.25
        alone = min(len(like.one.words), len(like.other.words)) == 1 and like.degree < 1
        told = (1 - share + share * like.tells) * (_ALONE if alone else 1)
        roles = self.names[0, like.one].role, self.names[1, like.other].role
        if any(re.search(r"\b(weak|low)\b", role, re.IGNORECASE) for role in roles):
            told *= _WEAK
        return like.degree * told / self.shared(like.one, like.other)

    def shared(self, *forms: Form) -> float:
        """Return by how much a name counts for less, since several of one source have it."""
        sides = zip((self.one, self.other), forms, strict=True)
        most = max(self.bearers.get((s, form.sound), 1) for p, form in sides for s in p.sources)
        return float(min(most, 4) ** 0.25)

    def abbreviations(self) -> Iterable[tuple[float, str]]:
        """Yield the abbreviations that both have, or that one has and the other's name makes."""
        for like in self.likenesses:
            one, other = like.one, like.other
            text = f"{self.text(0, one)} ~ {self.text(1, other)}"
            if _is_short(like) and one.words == other.words:
                yield SHORT / self.shared(one, other), text
            elif {one.short} & other.initials or {other.short} & one.initials:
                yield INITIALS / self.shared(one, other), f"{text} by its initials"

    def told(self, like: Likeness) -> str:
        """Say which two names were compared, and how alike they are."""
        return f"{self.text(0, like.one)} ~ {self.text(1, like.other)}, {like.degree:.2f} alike"

    def text(self, side: int, form: Form) -> str:
        """Quote a name as its source writes it, with the kind of name that it is there."""
        name = self.names[side, form]
        return f"“{name.text}” ({name.role})" if name.role else f"“{name.text}”"


def _is_short(like: Likeness) -> bool:
    return bool(like.one.short or like.other.short)


def _kinds(one: Party, other: Party) -> Iterable[Part]:
    for kind, name in _TOLD_APART.items():
        if (kind in one.kinds) != (kind in other.kinds):
            yield Part("kind", OTHER_KIND, f"only one is called a {name}")


def _places(one: Party, other: Party) -> Iterable[Part]:
    """Hold countries against each other by codes alone: names have too many forms."""
    if both := one.countries & other.countries:
        yield Part("country", COUNTRY, ", ".join(sorted(both)))
        return
    codes = [sorted(filter(str.isupper, party.countries)) for party in (one, other)]
    if all(codes):
        told = " and ".join(map(", ".join, codes))
        yield Part("country", OTHER_COUNTRY, f"none in common: {told}")


def _dates(one: Party, other: Party) -> Iterable[Part]:
    if one.began and other.began:
        if pair := _meeting(one.began, other.began):
            yield Part("dates", BEGAN, f"began {_told(pair[0])} and {_told(pair[1])}")
        elif not _meeting(one.began, other.began, _A_YEAR):
            near = _meeting(one.began, other.began, _YEARS)
            told = " and ".join(" or ".join(map(_told, sorted(p.began))) for p in (one, other))
            yield Part("dates", OTHER_YEAR if near else OTHER_BEGINNING, f"began {told}")
    if pair := _meeting(one.listed, other.listed):
        yield Part("dates", LISTED, f"designated {_told(pair[0])} and {_told(pair[1])}")


def _meeting(
    one: Iterable[Window], other: Iterable[Window], apart: timedelta = timedelta()
) -> tuple[Window, Window] | None:
    """Return two windows that overlap, or lie no further apart."""
    for a in sorted(one):
        for b in sorted(other):
            if a[0] - apart <= b[1] and b[0] - apart <= a[1]:
                return a, b
    return None


def _told(window: Window) -> str:
    first, last = window
    return first.isoformat() if first == last else f"{first} to {last}"
