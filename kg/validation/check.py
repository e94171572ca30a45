"""What a constraint component is given, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.validation.literals import lexical

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set

    from kg.validation.columns import Columns, Nodes
    from kg.validation.compiled import Shape, Shapes


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault: focus node, value, component, and the path where it is not the shape's."""

    focus: str
    value: str | None
    component: str
    path: str | None = None


@dataclass(frozen=True)
class Check:
    """What a component is given: a shape, its focus nodes, and the value nodes of each.

    `failing` tells which of some nodes do not conform to a shape, by its name. A focus node without
    value nodes is left out of `values`.
    """

    shape: Shape
    shapes: Shapes
    columns: Columns
    focus: Set[str]
    values: Mapping[str, Nodes]
    distinct: frozenset[str]
    failing: Callable[[str, Iterable[str]], set[str]]

    def of(self, focus: str) -> Nodes:
        """Return the value nodes of a focus node."""
        return self.values.get(focus, ())

    def where(self, bad: Collection[str], component: str) -> Iterator[Hit]:
        """Yield a hit for each value node that is among the bad ones."""
        if not bad:
            return
        for focus, values in self.values.items():
            for value in values:
                if value in bad:
                    yield Hit(focus, value, component)


def number(term: str) -> int:
    """Return what a literal of an integer says."""
    return int(lexical(term))
