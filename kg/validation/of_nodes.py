"""Components that judge the value nodes of a focus node together: counts, pairs, languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.validation.check import Check, Hit, number
from kg.validation.columns import TYPE
from kg.validation.compiled import TRUE
from kg.validation.literals import is_less, language, lexical
from kg.validation.paths import Step

if TYPE_CHECKING:
    from collections.abc import Iterator


def min_count(check: Check) -> Iterator[Hit]:
    """Check sh:minCount, section 4.2.1."""
    for least in map(number, check.shape.values("minCount")):
        short = (
            (f for f in check.focus if len(check.of(f)) < least)
            if least > 1
            else check.focus - check.values.keys()
            if least
            else ()
        )
        yield from (Hit(focus, None, "MinCount") for focus in short)


def max_count(check: Check) -> Iterator[Hit]:
    """Check sh:maxCount, section 4.2.2."""
    for most in map(number, check.shape.values("maxCount")):
        if max(map(len, check.values.values()), default=0) > most:
            for focus, values in check.values.items():
                if len(values) > most:
                    yield Hit(focus, None, "MaxCount")


def unique_lang(check: Check) -> Iterator[Hit]:
    """Check sh:uniqueLang, section 4.4.5: a result for each language used twice."""
    if TRUE not in check.shape.values("uniqueLang"):  # "1" is not meant (suite: uniqueLang-002)
        return
    for focus, values in check.values.items():
        if len(values) > 1:
            tags = Counter(tag for v in values if (tag := language(v)))
            for times in tags.values():
                if times > 1:
                    yield Hit(focus, None, "UniqueLang")


def has_value(check: Check) -> Iterator[Hit]:
    """Check sh:hasValue, section 4.8.2."""
    for wanted in check.shape.values("hasValue"):
        for focus in check.focus:
            if wanted not in check.of(focus):
                yield Hit(focus, None, "HasValue")


def equals(check: Check) -> Iterator[Hit]:
    """Check sh:equals, section 4.5.1: a result for each value that only one side has."""
    for other in check.shape.values("equals"):
        theirs = check.columns.forward(other)
        for focus in check.focus:
            ours = check.of(focus)
            for value in {*ours} ^ {*theirs.get(focus, ())}:
                yield Hit(focus, value, "Equals")


def disjoint(check: Check) -> Iterator[Hit]:
    """Check sh:disjoint, section 4.5.2."""
    for other in check.shape.values("disjoint"):
        theirs = check.columns.forward(other)
        for focus, values in check.values.items():
            for value in {*values} & {*theirs.get(focus, ())}:
                yield Hit(focus, value, "Disjoint")


def less_than(check: Check) -> Iterator[Hit]:
    """Check sh:lessThan and sh:lessThanOrEquals, sections 4.5.3 and 4.5.4: a result a pair."""
    for name, component in (("lessThan", "LessThan"), ("lessThanOrEquals", "LessThanOrEquals")):
        for other in check.shape.values(name):
            theirs = check.columns.forward(other)
            pairs = {
                (value, bound)
                for focus, values in check.values.items()
                if focus in theirs
                for value in values
                for bound in theirs[focus]
            }
            bad = {pair for pair in pairs if not is_less(*pair, or_equal=name != "lessThan")}
            for focus, values in check.values.items() if bad else ():
                for value in values:
                    for bound in theirs.get(focus, ()):
                        if (value, bound) in bad:
                            yield Hit(focus, value, component)


def qualified(check: Check) -> Iterator[Hit]:
    """Check sh:qualifiedValueShape with its counts, section 4.7.3."""
    least, most = (check.shape.values(f"qualified{n}Count") for n in ("Min", "Max"))
    for wanted in check.shape.values("qualifiedValueShape"):
        right = check.distinct - check.failing(wanted, check.distinct)
        for sibling in _siblings(check, wanted):
            right &= check.failing(sibling, right)
        for focus in check.focus:
            count = sum(value in right for value in check.of(focus))
            if any(count > number(n) for n in most):
                yield Hit(focus, None, "QualifiedMaxCount")
            if any(count < number(n) for n in least):
                yield Hit(focus, None, "QualifiedMinCount")


def _siblings(check: Check, wanted: str) -> set[str]:
    """Return the sibling shapes that a value must not conform to (SHACL section 4.7.3)."""
    disjoint_ = check.shape.values("qualifiedValueShapesDisjoint")
    if not any(lexical(v) in ("true", "1") for v in disjoint_):
        return set()
    parents = [s for s in check.shapes.by_node.values() if check.shape.node in s.values("property")]
    return {
        shape
        for parent in parents
        for part in parent.values("property")
        for shape in check.shapes.shape(part).values("qualifiedValueShape")
        if shape != wanted
    }


def closed(check: Check) -> Iterator[Hit]:
    """Check sh:closed, section 4.8.1."""
    if not any(lexical(v) in ("true", "1") for v in check.shape.values("closed")):
        return
    allowed = {
        i for head in check.shape.values("ignoredProperties") for i in check.shapes.items(head)
    }
    for part in check.shape.values("property"):
        path = check.shapes.shape(part).path
        if isinstance(path, Step) and path.forward:
            allowed.add(path.predicate)
    for predicate in sorted({*check.columns.predicates()} - allowed):
        column = check.columns.forward(predicate)
        for focus, values in check.values.items():
            for value in values:
                for obj in column.get(value, ()):
                    if (predicate, obj) != _EVERY_RESOURCE:
                        yield Hit(focus, obj, "Closed", predicate)


# pySHACL lets every node be a resource.
_EVERY_RESOURCE = (TYPE, "<http://www.w3.org/2000/01/rdf-schema#Resource>")
