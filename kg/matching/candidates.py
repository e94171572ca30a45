"""Which pairs of parties are worth comparing: those whose names share something rare.

To compare each with each would take the square of their number. Names meet in buckets instead: by
a rare word, by two words, by the whole name run together, by an abbreviation.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from kg.matching.names import Form, skeleton
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.matching.parties import Party
    from kg.matching.weights import Weights

RARE = 60  # a word that no more parties have is a bucket of its own
FULL = 300  # a bucket with more names tells nothing; what is alike in it meets in another
_WORDS = 8  # of a longer name, the first so many words are paired
_APART = (
    ({AG.Person}, {AG.Organisation}),
    ({AG.Government, AG.StateForce}, {AG.ArmedGroup, AG.CommunalGroup, AG.Coalition}),
)

Pairs: TypeAlias = "dict[tuple[int, int], set[tuple[int, int]]]"


def candidates(
    parties: Sequence[Party], forms: Sequence[Sequence[Form]], weights: Weights,
    allowed: Callable[[Party, Party], bool],
) -> Pairs:  # fmt: skip
    """Return the pairs of parties that share a bucket, each with the pairs of names that met there.

    Parties and their names are given by position; the lesser position stands first.
    """
    found: Pairs = defaultdict(set)
    may: dict[tuple[int, int], bool] = {}
    for members in _buckets(forms, weights).values():
        for (a, x), (b, y) in combinations(members, 2):
            if a == b:
                continue
            if (a, b) not in may:
                may[a, b] = comparable(parties[a], parties[b]) and allowed(parties[a], parties[b])
            if may[a, b]:
                found[a, b].add((x, y))
    return found


def comparable(one: Party, other: Party) -> bool:
    """Tell whether two parties are of kinds that may be one.

    A kind that is no nearer than actor, or than organisation, may be any below it.
    """
    return not any(
        one.kinds & these and other.kinds & those
        for here, there in _APART
        for these, those in ((here, there), (there, here))
    )


def _buckets(
    forms: Sequence[Sequence[Form]], weights: Weights
) -> Mapping[tuple[str, ...], list[tuple[int, int]]]:
    buckets: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for party, names in enumerate(forms):
        for position, form in enumerate(names):
            for key in set(_keys(form, weights)):
                buckets[key].append((party, position))
    return {key: members for key, members in buckets.items() if 1 < len(members) <= FULL}


def _keys(form: Form, weights: Weights) -> Iterator[tuple[str, ...]]:
    words = sorted({skeleton(word) for word in form.words})
    yield ("whole", skeleton("".join(form.words)))
    yield from (("short", short) for short in {form.short, *form.initials} - {""})
    yield from (("word", word) for word in words if weights.counts[word] <= RARE)
    yield from (("pair", *pair) for pair in combinations(words[:_WORDS], 2))
