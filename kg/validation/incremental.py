"""Validating a changed graph again, no more of it than the change can affect.

What a check reads of a graph is known from its shape: from a focus node along paths, and there the
triples of certain predicates. So a changed triple leads back, along the same paths walked the other
way, to the focus nodes whose results it may change, in the graph before (for what was removed) and
after (for what was added). A question is asked again if a triple of a predicate that it reads has
changed. Where this does not tell enough (a change of the class hierarchy or of the shapes, literals
that are not of their datatype, shapes left to pySHACL) all is validated anew, and `why` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.validation import columns, questions, reference
from kg.validation.columns import SUBCLASS, TYPE, Columns
from kg.validation.paths import HERE, Path, Sequence, Step, inverse, steps, walk
from kg.validation.routes import Plan, left_for_pyshacl, plan
from kg.validation.setwise import Run, focus_nodes
from kg.validation.shacl import ill_typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.validation.compiled import Shape, Shapes
    from kg.validation.questions import Question
    from kg.validation.result import Result

_OTHER_PROPERTIES = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
ByFocus = dict[str, dict[str, tuple["Result", ...]]]


@dataclass(frozen=True)
class Validated:
    """A graph that was validated: triples, shapes, and the results by where they are from.

    `focus` is how many pairs of a shape and a focus node were validated in this run, `asked` how
    many questions; `why` tells why everything was, and is "" where only a part had to be.
    """

    triples: frozenset[Triple]
    shapes: tuple[Triple, ...]
    plan: Plan
    columns: Columns
    by_focus: Mapping[str, Mapping[str, tuple[Result, ...]]]
    by_question: Mapping[Question, tuple[Result, ...]]
    by_pyshacl: tuple[Result, ...]
    faults: tuple[Result, ...]
    focus: int
    asked: int
    why: str

    @property
    def results(self) -> list[Result]:
        """All results, sorted, as `kg.validation.shacl.validate` returns them."""
        if self.faults:
            return sorted(self.faults)
        found = [r for foci in self.by_focus.values() for rs in foci.values() for r in rs]
        found += [r for rs in self.by_question.values() for r in rs]
        return sorted([*found, *self.by_pyshacl])


def validate_whole(
    data: Iterable[Triple], shapes: Iterable[Triple], why: str = "for the first time"
) -> Validated:
    """Validate everything by the fast engine, and remember what a change will be compared with."""
    triples, given = frozenset(data), tuple(shapes)
    read, parted = columns.read(triples), plan(given)
    faults = tuple(ill_typed(read))
    before = Validated(triples, given, parted, read, {}, {}, (), faults, 0, 0, why)
    if faults:
        return before
    wanted = {root.node: focus_nodes(root.targets, read) for root in parted.core}
    after = _with(before, wanted, list(parted.questions))
    if not parted.others:
        return after
    left = left_for_pyshacl(given, parted)
    return replace(after, by_pyshacl=tuple(reference.run(triples, left)))


def revalidate(
    before: Validated, data: Iterable[Triple], shapes: Iterable[Triple] | None = None
) -> Validated:
    """Validate a graph that has changed, knowing what came of it before; equal to the whole run.

    `shapes` need only be given if they may have changed.
    """
    triples = frozenset(data)
    if shapes is not None and set(shapes) != set(before.shapes):
        return validate_whole(triples, shapes, "the shapes have changed")
    added, removed = columns.read(triples - before.triples), columns.read(before.triples - triples)
    changed = {*added.predicates(), *removed.predicates()}
    if why := _why_whole(before, added, changed):
        return validate_whole(triples, before.shapes, why)
    read = before.columns.changed(added, removed)
    now = replace(before, triples=triples, columns=read, why="")
    wanted = {
        root.node: _affected(before.plan.shapes, root, ((before.columns, removed), (read, added)))
        for root in before.plan.core
    }
    ask = [q for q in before.plan.questions if _may_differ(q, changed)]
    return _with(now, wanted, ask)


def _why_whole(before: Validated, added: Columns, changed: set[str]) -> str:
    """Return why a change cannot be followed to what it affects, if it cannot."""
    if before.plan.others and changed:
        return "some shapes are left to pySHACL"
    if SUBCLASS in changed:
        return "the class hierarchy has changed"
    if before.faults or any(ill_typed(added)):
        return "there are, or were, values that are not of their datatype"
    return ""


def _with(now: Validated, wanted: Mapping[str, set[str]], ask: list[Question]) -> Validated:
    """Validate some focus nodes of each root shape, and ask some questions; keep the rest."""
    run, read = Run(now.plan.shapes, now.columns), now.columns
    by_focus: ByFocus = {shape: dict(found) for shape, found in now.by_focus.items()}
    count = 0
    for root in now.plan.core:
        again = wanted[root.node]
        kept = by_focus.setdefault(root.node, {})
        for node in again:
            kept.pop(node, None)
        live = _targeted(root, again, read)
        count += len(live)
        for node, result in run.results(root, live):
            kept[node] = (*kept.get(node, ()), result)
    targets = {q.root.node: focus_nodes(q.root.targets, read) for q in ask}
    told = questions.ask(ask, now.triples, read, targets)
    by_question = {**now.by_question, **{q: tuple(found) for q, found in told.items()}}
    return replace(now, by_focus=by_focus, by_question=by_question, focus=count, asked=len(ask))


def _targeted(root: Shape, nodes: set[str], read: Columns) -> set[str]:
    """Return which of some nodes are focus nodes of a shape."""
    targets = root.targets
    return {
        node
        for node in nodes
        if node in targets.nodes
        or any(node in read.instances(class_) for class_ in targets.classes)
        or any(node in read.forward(predicate) for predicate in targets.subjects_of)
        or any(node in read.backward(predicate) for predicate in targets.objects_of)
    }


def _may_differ(question: Question, changed: set[str]) -> bool:
    """Whether a change may add or take a solution, or a focus node."""
    targets = question.root.targets
    of = {*targets.subjects_of, *targets.objects_of, *({TYPE} if targets.classes else ())}
    reads = question.reads
    return bool(changed) and (
        reads is None or bool(changed & of) or any(p[1:-1] in reads for p in changed)
    )


def _affected(shapes: Shapes, root: Shape, sides: tuple[tuple[Columns, Columns], ...]) -> set[str]:
    """Return the focus nodes whose results may differ; `sides` are graphs, each with its change."""
    found: set[str] = set()
    watched = set(_reads(shapes, root, HERE))
    for graph, change in sides:
        for path, step in watched:
            predicates = [step.predicate] if step.predicate else list(change.predicates())
            ends = {
                pair[0] if step.forward else pair[1]
                for predicate in predicates
                for pair in change.pairs(predicate)
            }
            for reached in walk(inverse(path), ends, graph).values() if ends else ():
                found.update(reached)
        found |= _retargeted(root, change)
    return found


def _retargeted(root: Shape, change: Columns) -> set[str]:
    """Return the nodes that a change may make focus nodes, or no more so."""
    targets = root.targets
    found = {subject for subject, _ in change.pairs(TYPE)} if targets.classes else set()
    for predicate in targets.subjects_of:
        found.update(subject for subject, _ in change.pairs(predicate))
    for predicate in targets.objects_of:
        found.update(obj for _, obj in change.pairs(predicate))
    return found


def _reads(shapes: Shapes, shape: Shape, before: Path) -> Iterator[tuple[Path, Step]]:
    """Yield each step that checking a shape takes in the graph, with the path that leads to it.

    A step without a predicate is any property (sh:closed).
    """
    if shape.path is not None:
        yield from steps(shape.path, before)
    values = before if shape.path is None else Sequence((before, shape.path))
    for name in _OTHER_PROPERTIES:
        for predicate in shape.values(name):
            yield before, Step(predicate)
    if shape.values("class"):
        yield values, Step(TYPE)
    if shape.values("closed"):
        yield values, Step("")
    for part in shapes.parts(shape):
        yield from _reads(shapes, part, values)
    if shape.values("qualifiedValueShapesDisjoint"):
        for sibling in _siblings(shapes, shape):
            yield from _reads(shapes, sibling, values)


def _siblings(shapes: Shapes, shape: Shape) -> Iterator[Shape]:
    for parent in shapes.by_node.values():
        if shape.node in parent.values("property"):
            for part in parent.values("property"):
                for node in shapes.shape(part).values("qualifiedValueShape"):
                    yield shapes.shape(node)
