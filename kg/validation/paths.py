"""Property paths as values, and where they lead from many nodes at once (SHACL section 2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.validation.columns import Columns, Nodes


@dataclass(frozen=True, slots=True)
class Step:
    """One property, walked forward or backward; the predicate as N-Triples writes it."""

    predicate: str
    forward: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other; without parts, the node itself."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path zero or one time, or zero or more times."""

    part: Path
    many: bool


Path: TypeAlias = Step | Sequence | Alternative | Repeat
HERE = Sequence(())


def inverse(path: Path) -> Path:
    """Return the path that leads back.

    >>> inverse(Sequence((Step("<p>"), Step("<q>"))))
    Sequence(parts=(Step(predicate='<q>', forward=False), Step(predicate='<p>', forward=False)))
    """
    if isinstance(path, Step):
        return Step(path.predicate, not path.forward)
    if isinstance(path, Sequence):
        return Sequence(tuple(inverse(part) for part in reversed(path.parts)))
    if isinstance(path, Alternative):
        return Alternative(tuple(inverse(part) for part in path.parts))
    return Repeat(inverse(path.part), path.many)


def steps(path: Path, before: Path = HERE) -> Iterator[tuple[Path, Step]]:
    """Yield each step that walking the path may take, with the path that leads to it."""
    if isinstance(path, Step):
        yield before, path
    elif isinstance(path, Sequence):
        for number, part in enumerate(path.parts):
            yield from steps(part, Sequence((before, *path.parts[:number])))
    elif isinstance(path, Alternative):
        for part in path.parts:
            yield from steps(part, before)
    else:
        again = Sequence((before, path)) if path.many else before
        yield from steps(path.part, again)


def walk(path: Path, nodes: Iterable[str], columns: Columns) -> dict[str, Nodes]:
    """Return the nodes that the path leads to, each once; what it leads nowhere from is left out.

    >>> from kg.validation.columns import Columns
    >>> walk(Repeat(Step("<p>"), many=True), ["a"], Columns({"<p>": (["a", "b"], ["b", "a"])}))
    {'a': ('a', 'b')}
    """
    if isinstance(path, Step):
        column = columns.forward if path.forward else columns.backward
        found = column(path.predicate)
        return {node: found[node] for node in nodes if node in found}
    if isinstance(path, Sequence):
        reached: dict[str, Nodes] = {node: (node,) for node in nodes}
        for part in path.parts:
            further = walk(part, {n for found in reached.values() for n in found}, columns)
            reached = {
                node: ends
                for node, mids in reached.items()
                if (ends := tuple(dict.fromkeys(e for m in mids for e in further.get(m, ()))))
            }
        return reached
    if isinstance(path, Alternative):
        starts = list(nodes)
        ways = [walk(part, starts, columns) for part in path.parts]
        both = ((n, dict.fromkeys(e for way in ways for e in way.get(n, ()))) for n in starts)
        return {node: tuple(ends) for node, ends in both if ends}
    return _repeated(path, nodes, columns)


def _repeated(path: Repeat, nodes: Iterable[str], columns: Columns) -> dict[str, Nodes]:
    starts = list(nodes)
    one = walk(path.part, starts, columns)
    if not path.many:
        return {n: tuple(dict.fromkeys((n, *one.get(n, ())))) for n in starts}
    known, open_ = set(starts), {e for ends in one.values() for e in ends} - set(starts)
    while open_:
        one |= walk(path.part, open_, columns)
        known |= open_
        open_ = {e for n in open_ for e in one.get(n, ())} - known
    found = {}
    for start in starts:
        seen, stack = {start: None}, [start]
        while stack:
            new = [e for e in one.get(stack.pop(), ()) if e not in seen]
            seen.update(dict.fromkeys(new))
            stack += new
        found[start] = tuple(seen)
    return found
