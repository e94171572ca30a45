"""The smallest proof of each fact on each day: Knuth's algorithm, run on all days at once.

Knuth (1977) generalises Dijkstra's algorithm from paths to proofs: what is cheapest is settled
first, and whatever rests on it is offered. Here an offer is for an interval; the part of it that
is not yet settled becomes a piece, so that on each single day it is just Knuth's algorithm.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.spans import ALWAYS, around, meet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.proving.steps import Step, Steps
    from kg.reasoning.spans import Days

NO_RULE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The smallest proof of a fact from one day to another; the premises' pieces hold then too.

    `leaves` are the given facts that it rests on, `days` those on which all of them hold.
    """

    fact: int
    first: int
    last: int
    size: int
    rule: int
    premises: tuple[Piece, ...]
    leaves: frozenset[int]
    days: Days


# Size, fact, place among the fact's steps, interval; then the order of arrival, and the rest.
_Offer: TypeAlias = tuple[int, int, int, int, int, int, int, tuple[Piece, ...]]
_Use: TypeAlias = tuple[int, int, "Step"]  # what a step leads to, its place among others, itself


class Smallest:
    """Finds the smallest proofs of facts, and of all that they may rest on.

    Of two of one size, that by the first of the steps of `Steps.of` is taken.
    """

    def __init__(self, steps: Steps) -> None:
        self.source = steps
        self.steps: dict[int, list[Step]] = {}
        self.pieces: dict[int, list[Piece]] = defaultdict(list)  # by their days
        self.firsts: dict[int, list[int]] = defaultdict(list)  # the first day of each
        self.uses: dict[int, list[_Use]] = defaultdict(list)
        self.queue: list[_Offer] = []
        self.arrivals = itertools.count()

    def on(self, fact: int, day: int) -> Piece | None:
        """Return the smallest proof on a day, None if there is none."""
        if fact not in self.steps:
            self.reach([fact])
        return next(self._pieces(fact, day, day), None)

    def reach(self, goals: Iterable[int]) -> None:
        """Find the smallest proofs of facts and of all that leads to them."""
        todo, new = list(goals), []
        while todo:
            fact = todo.pop()
            if fact not in self.steps:
                new.append(fact)
                self.steps[fact] = self.source.of(fact)
                todo += [p for _, body, _ in self.steps[fact] for p in body if p not in self.steps]
        for fact in new:
            self._begin(fact)
        self._settle()

    def _begin(self, fact: int) -> None:
        """Offer what needs no other proof, or only such as were found before."""
        for first, last in meet(self.source.known.given[fact], self.source.days):
            self._offer(0, fact, -1, (first, last), NO_RULE, ())
        for place, step in enumerate(self.steps[fact]):
            rule, body, _ = step
            use = (fact, place, step)
            if not body:
                for days in self.source.days:
                    self._offer(1, fact, place, days, rule, ())
                continue
            for premise in dict.fromkeys(body):
                self.uses[premise].append(use)
            for piece in self.pieces[body[0]] if all(self.pieces[p] for p in body) else ():
                self._use(use, piece)

    def _offer(
        self, size: int, fact: int, place: int, days: Days, rule: int, premises: tuple[Piece, ...]
    ) -> None:
        arrival = next(self.arrivals)
        heapq.heappush(self.queue, (size, fact, place, *days, arrival, rule, premises))

    def _settle(self) -> None:
        while self.queue:
            size, fact, _, first, last, _, rule, premises = heapq.heappop(self.queue)
            for days in list(self._unsettled(fact, first, last)):
                piece = self._piece(fact, days, size, rule, premises)
                at = bisect_right(self.firsts[fact], piece.first)
                self.firsts[fact].insert(at, piece.first)
                self.pieces[fact].insert(at, piece)
                for use in self.uses[fact]:
                    spans = use[2][2]
                    if spans[0][0] <= piece.last and piece.first <= spans[-1][1]:
                        self._use(use, piece)

    def _unsettled(self, fact: int, first: int, last: int) -> Iterator[Days]:
        """Yield the parts of an interval that no piece of the fact covers yet."""
        for piece in self._pieces(fact, first, last):
            if piece.first > first:
                yield first, piece.first - 1
            first = piece.last + 1
        if first <= last:
            yield first, last

    def _pieces(self, fact: int, first: int, last: int) -> Iterator[Piece]:
        """Yield a fact's pieces that have days in an interval, one after the other."""
        pieces = self.pieces[fact]
        for at in range(max(0, bisect_right(self.firsts[fact], first) - 1), len(pieces)):
            piece = pieces[at]
            if piece.first > last:
                return
            if piece.last >= first:
                yield piece

    def _piece(
        self, fact: int, days: Days, size: int, rule: int, premises: tuple[Piece, ...]
    ) -> Piece:
        if rule == NO_RULE:
            given = around(self.source.known.given[fact], days[0])
            assert given is not None
            return Piece(fact, *days, size, rule, (), frozenset((fact,)), given)
        leaves = frozenset[int]().union(*(p.leaves for p in premises))
        first = max((p.days[0] for p in premises), default=ALWAYS[0])
        last = min((p.days[1] for p in premises), default=ALWAYS[1])
        return Piece(fact, *days, size, rule, premises, leaves, (first, last))

    def _use(self, use: _Use, piece: Piece) -> None:
        """Offer what follows from a piece together with those of the other premises."""
        fact, place, (rule, body, _) = use
        for days in self._unsettled(fact, piece.first, piece.last):
            todo: list[tuple[Days, int, tuple[Piece, ...]]] = [(days, 1, ())]
            for premise in body:
                todo = [
                    ((max(first, p.first), min(last, p.last)), size + p.size, (*chosen, p))
                    for (first, last), size, chosen in todo
                    for p in (
                        (piece,) if premise == piece.fact else self._pieces(premise, first, last)
                    )
                ]
            for shared, size, chosen in todo:
                self._offer(size, fact, place, shared, rule, chosen)
