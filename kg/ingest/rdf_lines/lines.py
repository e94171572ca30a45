"""The lines of the statements of one file, four bytes each, until somebody asks for some."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad


class Places(NamedTuple):
    """The lines of one statement, from 1; 0 where a line is not known.

    `node` is where the subject stands with which its statements begin.
    """

    node: int = 0
    predicate: int = 0
    value: int = 0
    graph: int = 0


def _numbers() -> array[int]:
    return array("I")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of statements, in their order.

    >>> lines = Lines.of([Places(1, 1, 2), Places(4, 5, 5)])
    >>> lines[1].predicate, len(lines)
    (5, 2)
    """

    nodes: array[int] = field(default_factory=_numbers)
    predicates: array[int] = field(default_factory=_numbers)
    values: array[int] = field(default_factory=_numbers)
    graphs: array[int] = field(default_factory=_numbers)

    @classmethod
    def of(cls, places: Iterable[Sequence[int]]) -> Lines:
        """Collect the places of statements, each the four lines of a `Places`."""
        found = cls()
        for node, predicate, value, graph in places:
            found.nodes.append(node)
            found.predicates.append(predicate)
            found.values.append(value)
            found.graphs.append(graph)
        return found

    @classmethod
    def unknown(cls, count: int) -> Lines:
        """Of so many statements whose lines are not known."""
        return cls.whole(array("I", bytes(array("I").itemsize * count)))

    @classmethod
    def whole(cls, numbers: array[int]) -> Lines:
        """Of a syntax with one statement a line: all parts of each stand on that line."""
        return cls(numbers, numbers, numbers, numbers)

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, index: int) -> Places:
        return Places(
            self.nodes[index], self.predicates[index], self.values[index], self.graphs[index]
        )

    def __iter__(self) -> Iterator[Places]:
        parts = zip(self.nodes, self.predicates, self.values, self.graphs, strict=True)
        return (Places(*part) for part in parts)


@dataclass(frozen=True, slots=True)
class Located:
    """The statements of one file, and the lines of the first of them, in the same order.

    Statements that were not read but added come last, and have none.
    """

    file: str
    quads: Sequence[Quad]
    lines: Lines

    def __iter__(self) -> Iterator[tuple[Quad, Places]]:
        return zip(self.quads, self.lines, strict=False)
