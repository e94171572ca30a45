"""What is known, ready to be asked: every fact with its days, found by its terms.

Facts and terms are numbered in the order of their texts, so that whatever is found follows from
the facts alone. One index serves all days.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.reasoning.rules import relation_of
from kg.reasoning.spans import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Triple

    from kg.reasoning.rules import Constant, Relation
    from kg.reasoning.spans import Days, Spans


class Table:
    """The facts of one relation: by the numbers of all their terms, and by each of them."""

    def __init__(self, width: int) -> None:
        self.rows: dict[tuple[int, ...], int] = {}
        # For each place and term there: the fact, and the term at the other place.
        self.by: tuple[dict[int, list[tuple[int, int]]], ...] = tuple(
            defaultdict(list) for _ in range(width)
        )

    def add(self, row: tuple[int, ...], fact: int) -> None:
        """Add a fact."""
        self.rows[row] = fact
        for place, term in enumerate(row):
            self.by[place][term].append((fact, row[-1 - place]))


class Known:
    """All facts that hold, and those of them that were given, each with its days.

    `facts` is a closure, `given` what it was drawn from: also the facts among the axioms.
    """

    def __init__(
        self, facts: Mapping[Triple, Sequence[Days]], given: Mapping[Triple, Sequence[Days]]
    ) -> None:
        read = {t: relation_of(t) for t in dict.fromkeys((*facts, *given))}
        names = {term: str(term) for _, row in read.values() for term in row}
        self.terms: list[Constant] = sorted(names, key=names.__getitem__)
        self.number: dict[Constant, int] = {term: n for n, term in enumerate(self.terms)}
        keyed = sorted(
            (relation[0], str(relation[1]), tuple(self.number[term] for term in row), triple)
            for triple, (relation, row) in read.items()
        )
        self.triples: list[Triple] = [triple for *_, triple in keyed]
        self.rows: list[tuple[int, ...]] = [row for _, _, row, _ in keyed]
        self.relations: list[Relation] = [read[triple][0] for triple in self.triples]
        self.days: list[Spans] = [
            merged((*facts.get(t, ()), *given.get(t, ()))) for t in self.triples
        ]
        self.given: list[Spans] = [merged(given.get(t, ())) for t in self.triples]
        self.facts: dict[Triple, int] = {triple: n for n, triple in enumerate(self.triples)}
        self.tables: dict[Relation, Table] = {}
        for fact, (relation, row) in enumerate(zip(self.relations, self.rows, strict=True)):
            self.tables.setdefault(relation, Table(len(row))).add(row, fact)

    def when(self, fact: Triple) -> Spans:
        """Return the days on which a fact holds."""
        return self.days[self.facts[fact]] if fact in self.facts else ()

    def when_given(self, fact: Triple) -> Spans:
        """Return the days on which a fact is given."""
        return self.given[self.facts[fact]] if fact in self.facts else ()
