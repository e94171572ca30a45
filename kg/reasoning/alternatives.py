"""Further proofs of a fact, by size: best-first search from the goal down to given facts.

A state is a proof half made: the facts still open, the leaves so far. What each open fact will cost
at least is known exactly, since its smallest proof is; so the next proof found is the next in size.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.smallest import Piece, Smallest
    from kg.reasoning.steps import Step

Choice: TypeAlias = "tuple[int, Step | None]"  # a fact and the step that leads to it; None: given
WORK = 50_000  # states, after which the search for further proofs ends


@dataclass(frozen=True, slots=True)
class _State:
    """Half a proof: what is open, leftmost first; how it came about, last choice first."""

    cost: int  # the steps taken
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

    def of(self, goal: Piece, limit: int) -> list[list[Choice]]:
        """Return up to `limit` proofs of a goal, each as choices from left to right.

        A proof that goes in a circle holds a smaller one with the same last rule and no other
        leaves, and is left out with all those that rest on more than one before them.
        """
        found: list[list[Choice]] = []
        rests: list[tuple[int | None, frozenset[int]]] = []
        serial = itertools.count()
        start = _State(0, (goal.fact,), frozenset(), None)
        queue = [(goal.size, 0, next(serial), start)]
        seen = set()
        while queue and len(found) < limit and next(serial) < WORK:
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
            for size, more in self._next(state, goal.fact):
                heapq.heappush(queue, (size, len(more.leaves), next(serial), more))
        return found

    def _next(self, state: _State, goal: int) -> Iterator[tuple[int, _State]]:
        """Yield the states that come of the leftmost open fact, with the least size of each."""
        fact, *rest = state.open
        rest_size = sum(self._size(other) for other in rest)
        known, steps = self.smallest.source.known, self.smallest.steps
        if any(first <= self.day <= last for first, last in known.given[fact]):
            leaves = state.leaves | {fact}
            more = _State(state.cost, tuple(rest), leaves, state.rule, (fact, None), state)
            yield state.cost + rest_size, more
        for step in steps[fact]:
            rule, body = step
            if goal not in body and all(self._piece(premise) for premise in body):
                first = rule if fact == goal else state.rule
                more = _State(
                    state.cost + 1, (*body, *rest), state.leaves, first, (fact, step), state
                )
                yield more.cost + rest_size + sum(map(self._size, body)), more

    def _piece(self, fact: int) -> Piece | None:
        return self.smallest.on(fact, self.day)

    def _size(self, fact: int) -> int:
        piece = self._piece(fact)
        assert piece is not None
        return piece.size
