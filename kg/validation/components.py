"""The constraint components of SHACL Core, each over all focus nodes at once (SHACL section 4).

A check is given the focus nodes of a shape with their value nodes, and yields what it finds: the
focus node, the value (None where the standard lays down none), and what else differs.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.validation.columns import TYPE
from kg.validation.compiled import TRUE, sh
from kg.validation.literals import (
    RDF_LANG_STRING,
    datatype,
    is_ill_typed,
    is_less,
    language,
    lexical,
)
from kg.validation.paths import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set

    from kg.validation.columns import Columns, Nodes
    from kg.validation.compiled import Shape, Shapes


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault: the focus node, the value, the component, and the path where it is not the shape's."""

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


def min_count(check: Check) -> Iterator[Hit]:
    for least in map(_number, check.shape.values("minCount")):
        short = (
            (f for f in check.focus if len(check.of(f)) < least)
            if least > 1
            else check.focus - check.values.keys()
            if least
            else ()
        )
        yield from (Hit(focus, None, "MinCount") for focus in short)


def max_count(check: Check) -> Iterator[Hit]:
    for most in map(_number, check.shape.values("maxCount")):
        if max(map(len, check.values.values()), default=0) > most:
            for focus, values in check.values.items():
                if len(values) > most:
                    yield Hit(focus, None, "MaxCount")


def class_(check: Check) -> Iterator[Hit]:
    for wanted in check.shape.values("class"):
        yield from check.where(check.distinct - check.columns.instances(wanted), "Class")


def datatype_(check: Check) -> Iterator[Hit]:
    for wanted in check.shape.values("datatype"):
        iri = wanted[1:-1]
        bad = {v for v in check.distinct if datatype(v) != iri or _ill(v, iri)}
        yield from check.where(bad, "Datatype")


def _ill(value: str, iri: str) -> bool:
    return iri != RDF_LANG_STRING and is_ill_typed(value)


def node_kind(check: Check) -> Iterator[Hit]:
    for wanted in check.shape.values("nodeKind"):
        kinds = _KINDS[wanted]
        yield from check.where({v for v in check.distinct if v[0] not in kinds}, "NodeKind")


_KINDS = {
    sh("IRI"): "<", sh("BlankNode"): "_", sh("Literal"): '"', sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"', sh("IRIOrLiteral"): '<"',
}  # fmt: skip
NODE_KINDS = frozenset(_KINDS)


def bounds(check: Check) -> Iterator[Hit]:
    for name, component, or_equal, low in _BOUNDS:
        for bound in check.shape.values(name):
            bad = {
                v
                for v in check.distinct
                if not (is_less(bound, v, or_equal=or_equal) if low
                        else is_less(v, bound, or_equal=or_equal))
            }  # fmt: skip
            yield from check.where(bad, component)


_BOUNDS = (
    ("minExclusive", "MinExclusive", False, True), ("minInclusive", "MinInclusive", True, True),
    ("maxExclusive", "MaxExclusive", False, False), ("maxInclusive", "MaxInclusive", True, False),
)  # fmt: skip


def lengths(check: Check) -> Iterator[Hit]:
    for least in map(_number, check.shape.values("minLength")):
        short = {v for v in check.distinct if least and (v[0] == "_" or len(lexical(v)) < least)}
        yield from check.where(short, "MinLength")
    for most in map(_number, check.shape.values("maxLength")):
        long = {v for v in check.distinct if v[0] == "_" or len(lexical(v)) > most}
        yield from check.where(long, "MaxLength")


def pattern(check: Check) -> Iterator[Hit]:
    flags = "".join(lexical(f) for f in check.shape.values("flags"))
    letters = {"i": re.IGNORECASE, "m": re.MULTILINE}
    value = 0
    for letter, flag in letters.items():
        value |= flag if letter in flags else 0
    for wanted in check.shape.values("pattern"):
        search = re.compile(lexical(wanted), value).search
        bad = {v for v in check.distinct if v[0] == "_" or not search(lexical(v))}
        yield from check.where(bad, "Pattern")


def language_in(check: Check) -> Iterator[Hit]:
    for head in check.shape.values("languageIn"):
        ranges = [lexical(r).lower() for r in check.shapes.items(head)]
        bad = {v for v in check.distinct if not _matches(language(v), ranges)}
        yield from check.where(bad, "LanguageIn")


def _matches(tag: str, ranges: list[str]) -> bool:
    return bool(tag) and any(r in ("*", tag) or tag.startswith(f"{r}-") for r in ranges)


def unique_lang(check: Check) -> Iterator[Hit]:
    if TRUE not in check.shape.values("uniqueLang"):  # "1" is not meant (suite: uniqueLang-002)
        return
    for focus, values in check.values.items():
        if len(values) > 1:
            tags = Counter(tag for v in values if (tag := language(v)))
            for times in tags.values():
                if times > 1:
                    yield Hit(focus, None, "UniqueLang")


def in_(check: Check) -> Iterator[Hit]:
    for head in check.shape.values("in"):
        yield from check.where(check.distinct - set(check.shapes.items(head)), "In")


def has_value(check: Check) -> Iterator[Hit]:
    for wanted in check.shape.values("hasValue"):
        for focus in check.focus:
            if wanted not in check.of(focus):
                yield Hit(focus, None, "HasValue")


def equals(check: Check) -> Iterator[Hit]:
    for other in check.shape.values("equals"):
        theirs = check.columns.forward(other)
        for focus in check.focus:
            ours = check.of(focus)
            for value in {*ours} ^ {*theirs.get(focus, ())}:
                yield Hit(focus, value, "Equals")


def disjoint(check: Check) -> Iterator[Hit]:
    for other in check.shape.values("disjoint"):
        theirs = check.columns.forward(other)
        for focus, values in check.values.items():
            for value in {*values} & {*theirs.get(focus, ())}:
                yield Hit(focus, value, "Disjoint")


def less_than(check: Check) -> Iterator[Hit]:
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


def logic(check: Check) -> Iterator[Hit]:
    for node in check.shape.values("not"):
        yield from check.where(check.distinct - check.failing(node, check.distinct), "Not")
    for name, component, wrong in _LOGIC:
        for head in check.shape.values(name):
            members = check.shapes.items(head)
            failed: Counter[str] = Counter()
            for member in members:
                failed.update(check.failing(member, check.distinct))
            bad = {v for v in check.distinct if wrong(failed[v], len(members))}
            yield from check.where(bad, component)


_LOGIC: tuple[tuple[str, str, Callable[[int, int], bool]], ...] = (
    ("and", "And", lambda failed, _: failed > 0),
    ("or", "Or", lambda failed, total: failed == total),
    ("xone", "Xone", lambda failed, total: total - failed != 1),
)


def node(check: Check) -> Iterator[Hit]:
    for other in check.shape.values("node"):
        yield from check.where(check.failing(other, check.distinct), "Node")


def qualified(check: Check) -> Iterator[Hit]:
    least, most = (check.shape.values(f"qualified{n}Count") for n in ("Min", "Max"))
    for wanted in check.shape.values("qualifiedValueShape"):
        right = check.distinct - check.failing(wanted, check.distinct)
        for sibling in _siblings(check, wanted):
            right &= check.failing(sibling, right)
        for focus in check.focus:
            count = sum(value in right for value in check.of(focus))
            if any(count > _number(n) for n in most):
                yield Hit(focus, None, "QualifiedMaxCount")
            if any(count < _number(n) for n in least):
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


def _number(term: str) -> int:
    return int(lexical(term))


COMPONENTS: dict[str, Callable[[Check], Iterator[Hit]]] = {
    "minCount": min_count, "maxCount": max_count, "class": class_, "datatype": datatype_,
    "nodeKind": node_kind, "minExclusive": bounds, "minInclusive": bounds, "maxExclusive": bounds,
    "maxInclusive": bounds, "minLength": lengths, "maxLength": lengths, "pattern": pattern,
    "languageIn": language_in, "uniqueLang": unique_lang, "in": in_, "hasValue": has_value,
    "equals": equals, "disjoint": disjoint, "lessThan": less_than, "lessThanOrEquals": less_than,
    "not": logic, "and": logic, "or": logic, "xone": logic, "node": node,
    "qualifiedValueShape": qualified, "closed": closed,
}  # fmt: skip
"""The check of each parameter; two that share one are run by it once."""
