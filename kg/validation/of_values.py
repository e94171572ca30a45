"""Components that judge each value node by itself (SHACL sections 4.1, 4.3, 4.4, 4.6 and others).

Each distinct value is judged once, however many focus nodes have it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.validation.check import Check, Hit, number
from kg.validation.compiled import sh
from kg.validation.literals import (
    RDF_LANG_STRING,
    datatype,
    is_ill_typed,
    is_less,
    language,
    lexical,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def class_(check: Check) -> Iterator[Hit]:
    """Check sh:class, section 4.1.1; with several classes, a value is of each."""
    for wanted in check.shape.values("class"):
        yield from check.where(check.distinct - check.columns.instances(wanted), "Class")


def datatype_(check: Check) -> Iterator[Hit]:
    """Check sh:datatype, section 4.1.2."""
    for wanted in check.shape.values("datatype"):
        iri = wanted[1:-1]
        bad = {v for v in check.distinct if datatype(v) != iri or _ill(v, iri)}
        yield from check.where(bad, "Datatype")


def _ill(value: str, iri: str) -> bool:
    return iri != RDF_LANG_STRING and is_ill_typed(value)


def node_kind(check: Check) -> Iterator[Hit]:
    """Check sh:nodeKind, section 4.1.3."""
    for wanted in check.shape.values("nodeKind"):
        kinds = _KINDS[wanted]
        yield from check.where({v for v in check.distinct if v[0] not in kinds}, "NodeKind")


_KINDS = {
    sh("IRI"): "<", sh("BlankNode"): "_", sh("Literal"): '"', sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"', sh("IRIOrLiteral"): '<"',
}  # fmt: skip
NODE_KINDS = frozenset(_KINDS)


def bounds(check: Check) -> Iterator[Hit]:
    """Check sh:minExclusive and the like, section 4.3; what cannot be compared is at fault."""
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
    """Check sh:minLength and sh:maxLength, sections 4.4.1 and 4.4.2; a blank node has no text."""
    for least in map(number, check.shape.values("minLength")):
        short = {v for v in check.distinct if least and (v[0] == "_" or len(lexical(v)) < least)}
        yield from check.where(short, "MinLength")
    for most in map(number, check.shape.values("maxLength")):
        long = {v for v in check.distinct if v[0] == "_" or len(lexical(v)) > most}
        yield from check.where(long, "MaxLength")


def pattern(check: Check) -> Iterator[Hit]:
    """Check sh:pattern with the flags i and m, section 4.4.3; by Python's `re`, as pySHACL does."""
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
    """Check sh:languageIn, section 4.4.4."""
    for head in check.shape.values("languageIn"):
        ranges = [lexical(r).lower() for r in check.shapes.items(head)]
        bad = {v for v in check.distinct if not _matches(language(v), ranges)}
        yield from check.where(bad, "LanguageIn")


def _matches(tag: str, ranges: list[str]) -> bool:
    return bool(tag) and any(r in ("*", tag) or tag.startswith(f"{r}-") for r in ranges)


def in_(check: Check) -> Iterator[Hit]:
    """Check sh:in, section 4.8.3."""
    for head in check.shape.values("in"):
        yield from check.where(check.distinct - set(check.shapes.items(head)), "In")


def logic(check: Check) -> Iterator[Hit]:
    """Check sh:not, sh:and, sh:or and sh:xone, section 4.6."""
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
    """Check sh:node, section 4.7.1."""
    for other in check.shape.values("node"):
        yield from check.where(check.failing(other, check.distinct), "Node")
