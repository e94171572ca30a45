"""Further proofs of a fact, by size: best-first search from the goal down to given facts.

A state is a proof half made: the facts still open, the leaves so far. What each open fact will cost
at least is known exactly, since its smallest proof is; so the next proof found is the next in size.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.spans import around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.proving.smallest import Piece, Smallest
    from kg.reasoning.proving.steps import Step

Choice: TypeAlias = "tuple[int, Step | None]"  # a fact and the step that leads to it; None: given
WORK = 2_000  # states looked into, after which the search for further proofs ends


@dataclass(frozen=True, slots=True)
class _State:
    """Half a proof: what is open, leftmost first; how it came about, last choice first."""

    size: int  # of the smallest proof that it can become
    open: tuple[int, ...]
    leaves: frozenset[int]
    rule: int | None
    choice: Choice | None = None
    before: _State | None = None

    @property
    def key(self) -> tuple[int | None, frozenset[int], tuple[int, ...]]:
        """What it can still become does not depend on more than this."""
        return self.rule, self.leaves, tuple(sorted(self.open))

    def choices(self) -> list[Choice]:
        """Return the choices made, first to last."""
        found: list[Choice] = []
        state: _State | None = self
        while state is not None:
            if state.choice is not None:
                found.append(state.choice)
            state = state.before
        return found[::-1]


class Search:
    """Finds proofs on one day, the smallest first, each really different from those before."""

    def __init__(self, smallest: Smallest, day: int) -> None:
        self.smallest, self.day = smallest, day
        self.ways: dict[int, list[tuple[int, Step | None]]] = {}

    def of(self, goal: Piece, limit: int) -> list[list[Choice]]:
        """Return up to `limit` proofs of a goal, each as choices from left to right.

        A proof that goes in a circle holds a smaller one with the same last rule and no other
        leaves, and is left out with all those that rest on more than one before them.
        """
        found: list[list[Choice]] = []
        rests: list[tuple[int | None, frozenset[int]]] = []
        serial = itertools.count()
        queue = [(goal.size, 0, 0, _State(goal.size, (goal.fact,), frozenset(), None))]
        seen: set[object] = set()
        while queue and len(found) < limit and len(seen) < WORK:
            state = heapq.heappop(queue)[-1]
            if state.key in seen or any(
                rule == state.rule and leaves <= state.leaves for rule, leaves in rests
            ):
                continue
            seen.add(state.key)
            if not state.open:
                found.append(state.choices())
                rests.append((state.rule, state.leaves))
                continue
            for more in self._next(state, goal.fact):
                heapq.heappush(queue, (more.size, len(more.leaves), next(serial), more))
        return found

    def _next(self, state: _State, goal: int) -> Iterator[_State]:
        """Yield the states that come of the leftmost open fact."""
        fact, *rest = state.open
        for more, step in self._ways(fact):
            size, choice = state.size + more, (fact, step)
            if step is None:
                leaves = state.leaves | {fact}
                yield _State(size, tuple(rest), leaves, state.rule, choice, state)
            elif goal not in step[1]:
                rule = step[0] if fact == goal else state.rule
                yield _State(size, (*step[1], *rest), state.leaves, rule, choice, state)

    def _ways(self, fact: int) -> list[tuple[int, Step | None]]:
        """Return the steps to a fact, and by how much each is more than the smallest proof."""
        if fact not in self.ways:
            least = self._size(fact)
            assert least is not None
            ways: list[tuple[int, Step | None]] = []
            if around(self.smallest.source.known.given[fact], self.day):
                ways.append((0, None))
            for step in self.smallest.steps[fact]:
                sizes = [self._size(premise) for premise in step[1]]
                known = [size for size in sizes if size is not None]
                if len(known) == len(sizes):
                    ways.append((1 + sum(known) - least, step))
            self.ways[fact] = ways
        return self.ways[fact]

    def _size(self, fact: int) -> int | None:
        piece = self.smallest.on(fact, self.day)
        return None if piece is None else piece.size
