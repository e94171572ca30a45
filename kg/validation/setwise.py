"""SHACL Core over columns: each shape is checked for all its focus nodes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validation.check import Check, Hit
from kg.validation.compiled import plain
from kg.validation.components import COMPONENTS
from kg.validation.paths import Step, walk
from kg.validation.result import Result, default_message
from kg.vocabulary import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set

    from kg.validation.columns import Columns, Nodes
    from kg.validation.compiled import Shape, Shapes, Targets
    from kg.validation.paths import Path


def focus_nodes(targets: Targets, columns: Columns) -> set[str]:
    """Return the focus nodes that a shape's targets select (SHACL section 2.1.3)."""
    found = set(targets.nodes)
    for class_ in targets.classes:
        found |= columns.instances(class_)
    for predicate in targets.subjects_of:
        found.update(columns.forward(predicate))
    for predicate in targets.objects_of:
        found.update(columns.backward(predicate))
    return found


class Run:
    """One validation of one graph by one set of shapes."""

    def __init__(self, shapes: Shapes, columns: Columns) -> None:
        self.shapes = shapes
        self.columns = columns

    def results(self, shape: Shape, focus: Set[str]) -> Iterator[tuple[str, Result]]:
        """Yield the results of a root shape, each with the root's focus node that it is of."""
        for root, owner, hit in self._hits(shape, {node: (node,) for node in focus}):
            yield root, _result(owner, hit)

    def _hits(self, shape: Shape, roots: Mapping[str, Nodes]) -> Iterator[tuple[str, Shape, Hit]]:
        """Yield what is at fault, with the root's focus node that each focus node is reached from.

        A node that is reached twice is found at fault twice, as SHACL section 4.7.2 has it.
        """
        if shape.deactivated or not roots:
            return
        check = self._check(shape, roots.keys())
        for function in _functions(shape):
            for hit in function(check):
                for root in roots[hit.focus]:
                    yield root, shape, hit
        if parts := shape.values("property"):
            reached = roots if shape.path is None else _reached(check, roots)
            for node in parts:
                yield from self._hits(self.shapes.shape(node), reached)

    def failing(self, node: str, nodes: Iterable[str]) -> set[str]:
        """Return which of the nodes do not conform to a shape."""
        shape, focus = self.shapes.shape(node), set(nodes)
        if shape.deactivated or not focus:
            return set()
        check = self._check(shape, focus)
        bad = {hit.focus for function in _functions(shape) for hit in function(check)}
        for part in shape.values("property"):
            wrong = self.failing(part, check.distinct)
            if wrong:
                bad |= {f for f, values in check.values.items() if not wrong.isdisjoint(values)}
        return bad

    def _check(self, shape: Shape, focus: Set[str]) -> Check:
        values: Mapping[str, Nodes]
        if shape.path is None:
            values = {node: (node,) for node in focus}
            distinct = frozenset(focus)
        elif (whole := self._whole(shape.path, focus)) is not None:
            values, distinct = whole
        else:
            values = walk(shape.path, focus, self.columns)
            distinct = frozenset(value for found in values.values() for value in found)
        return Check(shape, self.shapes, self.columns, focus, values, distinct, self.failing)

    def _whole(
        self, path: Path, focus: Set[str]
    ) -> tuple[Mapping[str, Nodes], frozenset[str]] | None:
        """Return a column as it is, where only focus nodes have the property, as is usual."""
        if not isinstance(path, Step) or not path.forward:
            return None
        column = self.columns.forward(path.predicate)
        if len(column) > len(focus) or not column.keys() <= focus:
            return None
        return column, self.columns.objects(path.predicate)


def _reached(check: Check, roots: Mapping[str, Nodes]) -> dict[str, Nodes]:
    below: dict[str, list[str]] = {}
    for focus, values in check.values.items():
        for value in values:
            below.setdefault(value, []).extend(roots[focus])
    return {value: tuple(found) for value, found in below.items()}


def _functions(shape: Shape) -> list[Callable[[Check], Iterator[Hit]]]:
    """Return the checks of the parameters that a shape has; that of two parameters once."""
    return list(dict.fromkeys(check for name, check in COMPONENTS.items() if shape.values(name)))


def _result(shape: Shape, hit: Hit) -> Result:
    component = f"{SH}{hit.component}ConstraintComponent"
    return Result(
        shape.severity,
        plain(hit.focus),
        shape.path_text if hit.path is None else plain(hit.path),
        "" if hit.value is None else plain(hit.value),
        " / ".join(shape.messages) or default_message(component),
        component,
        plain(shape.node),
    )
