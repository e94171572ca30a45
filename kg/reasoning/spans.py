"""Days as intervals: what two sets of them share, and which interval a day lies in.

A set of days is a tuple of intervals, sorted, inclusive, none touching another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Days: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Days, ...]
ALWAYS: Days = (-10_000_000, 10_000_000)  # every date of Python's lies well between
ALL: Spans = (ALWAYS,)


def merged(spans: Iterable[Days]) -> Spans:
    """Return the fewest intervals that cover the same days.

    >>> merged([(8, 9), (1, 3), (4, 5), (2, 3)])
    ((1, 5), (8, 9))
    """
    found: list[Days] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    # One object for what always holds: `meet` need not look into it.
    return ALL if found == [ALWAYS] else tuple(found)


def meet(one: Spans, two: Spans) -> Spans:
    """Return the days that are in both.

    >>> meet(((1, 5), (8, 9)), ((4, 8),))
    ((4, 5), (8, 8))
    """
    if two is ALL or one is two:
        return one
    if one is ALL:
        return two
    if len(one) == len(two) == 1:
        first, last = max(one[0][0], two[0][0]), min(one[0][1], two[0][1])
        return ((first, last),) if first <= last else ()
    found, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        first, last = max(one[i][0], two[j][0]), min(one[i][1], two[j][1])
        if first <= last:
            found.append((first, last))
        if one[i][1] < two[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(spans: Iterable[Days], others: Iterable[Days]) -> Spans:
    """Return the days that are in the first and not in the others.

    >>> without([(1, 9)], [(3, 4), (9, 12)])
    ((1, 2), (5, 8))
    """
    left = list(merged(spans))
    for first, last in merged(others):
        parts = (((a, min(b, first - 1)), (max(a, last + 1), b)) for a, b in left)
        left = [part for pair in parts for part in pair if part[0] <= part[1]]
    return tuple(left)


def around(spans: Iterable[Days], day: int) -> Days | None:
    """Return the interval that a day lies in, None if it lies in none.

    >>> around([(1, 5), (8, 9)], 4)
    (1, 5)
    """
    return next((span for span in spans if span[0] <= day <= span[1]), None)
