"""How much each word of a name tells, and how alike two names are by their words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kg.matching.names import Form, alike, skeleton
from kg.matching.words import GENERIC, PARTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GENERIC_SHARE = 0.15
_PARTED = 0.75  # what is left of a likeness if one side alone has a word that tells a part
_RUN_TOGETHER, _ALIKE, _LONG_ENOUGH = 0.97, 0.93, 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, from 0 to 1, and how much the words tell that they share."""

    one: Form
    other: Form
    degree: float
    tells: float


@dataclass
class Weights:
    """What words weigh among all names that are compared: the rarer, the more.

    >>> from kg.matching.names import forms
    >>> maute, group = forms("Maute"), forms("Maute Group")
    >>> weights = Weights([maute, group, forms("Abu Sayyaf")])
    >>> round(weights.likeness(maute[0], group[0]).degree, 2)
    0.9
    """

    parties: Sequence[Sequence[Form]]
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Counter(
            sound
            for forms in self.parties
            for sound in {skeleton(word) for form in forms for word in form.words}
        )
        self.most = 1 + math.log(len(self.parties) + 1)

    def of(self, word: str) -> float:
        """Return the weight of a word; the more parties have it, the less."""
        weight = self.most - math.log(max(1, self.counts[skeleton(word)]))
        return weight * (_GENERIC_SHARE if word in GENERIC else 1)

    def likeness(self, one: Form, other: Form) -> Likeness:
        """Compare two names word by word, in whatever order.

        The words that agree, by weight, in all words of both (Dice). Where each side has words that
        the other lacks, they are two names and not a longer and a shorter one: it counts for less.
        """
        pairs = _aligned(one.words, other.words)
        ones, others = {a for a, _, _ in pairs}, {b for _, b, _ in pairs}
        loose = [{*one.words} - ones, {*other.words} - others]
        weights = [sum(map(self.of, form.words)) for form in (one, other)]
        agreed = [
            sum(self.of(a) * same for a, _, same in pairs),
            sum(self.of(b) * same for _, b, same in pairs),
        ]
        lacking = min(
            sum(map(self.of, words)) / whole for words, whole in zip(loose, weights, strict=True)
        )
        degree = sum(agreed) / sum(weights) * (1 - lacking)
        if any(words & PARTING or any(w.isdigit() for w in words) for words in loose):
            degree *= _PARTED
        tells = min(agreed) / (2 * self.most)
        if degree < _RUN_TOGETHER and _run_together(one, other):
            degree, tells = _RUN_TOGETHER, min(weights) / (2 * self.most)
        return Likeness(one, other, degree, min(1.0, tells))


def _run_together(one: Form, other: Form) -> bool:
    """Tell whether two names differ in no more than where their words are parted."""
    if len(one.words) == len(other.words):
        return False
    joined = ["".join(form.words) for form in (one, other)]
    return min(map(len, joined)) >= _LONG_ENOUGH and fuzz.ratio(*joined) / 100 >= _ALIKE


def _aligned(one: Iterable[str], other: Iterable[str]) -> list[tuple[str, str, float]]:
    """Pair the words of two names, the most alike first; each word once."""
    scored = sorted(
        (
            (-degree, a, b, x, y)
            for a, x in enumerate(one)
            for b, y in enumerate(other)
            if (degree := alike(x, y))
        ),
    )
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for degree, a, b, x, y in scored:
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            found.append((x, y, -degree))
    return found
