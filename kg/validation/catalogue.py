"""The catalogue of checks: what each shape looks for, why that matters, and what to do about it.

A check is a named shape with constraints of its own. Its title is an rdfs:label, its problem an
ag:problem, its solution an ag:solution, each in English. A project's own shape may have its message
alone, whose halves then stand for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.validation.components import COMPONENTS
from kg.validation.findings import check_id
from kg.validation.shapes import FAMILY
from kg.vocabulary import AG, RDF, RDFS, SH
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import BlankNode, Triple

    Terms = Mapping[NamedNode, list[NamedNode | BlankNode | Literal | Triple]]
    Shapes = Mapping[NamedNode | BlankNode | Triple, Terms]

# What a shape can demand (SHACL sections 4 and 5); sh:property leads to shapes of their own.
_CONSTRAINTS = (*COMPONENTS, "sparql")
_PARTS = (SH["and"], SH["or"], SH["not"], SH.xone, SH.node, SH.qualifiedValueShape)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `id` is how reports and profiles name it; `family` is the file of its shape.

    `severity` is Violation, Warning or Info; `message` is what a result says, with `{?variable}`
    where a value of the result comes in.
    """

    id: str
    title: str
    severity: str
    problem: str
    solution: str
    message: str
    family: str


def catalogue(shapes: Iterable[Triple]) -> dict[NamedNode, Check]:
    """Return the check of each named shape that has constraints, in the order of their ids.

    A shape that only serves another one (`sh:or`, `sh:not`, …) is no check: no result names it.
    """
    known = _by_subject(shapes)
    parts = _parts(known)
    checks = {
        shape: _check(shape, terms, known)
        for shape, terms in known.items()
        if isinstance(shape, NamedNode)
        and shape not in parts
        and any(SH[name] in terms for name in _CONSTRAINTS)
    }
    return dict(sorted(checks.items(), key=lambda item: (item[1].id, item[0].value)))


def _by_subject(triples: Iterable[Triple]) -> Shapes:
    found: dict[NamedNode | BlankNode | Triple, dict[NamedNode, list[object]]] = {}
    for triple in triples:
        terms = found.setdefault(triple.subject, {})
        terms.setdefault(triple.predicate, []).append(triple.object)
    return found  # type: ignore[return-value]  # the objects of triples are terms


def _parts(known: Shapes) -> set[object]:
    """Return the shapes that serve others, those in lists too."""
    todo = [value for terms in known.values() for p in _PARTS for value in terms.get(p, ())]
    found: set[object] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, Literal) or node in found or node == RDF.nil:
            continue
        found.add(node)
        terms = known.get(node, {})
        todo += [value for p in (RDF.first, RDF.rest) for value in terms.get(p, ())]
    return found


def _check(shape: NamedNode, terms: Terms, known: Shapes) -> Check:
    constraints = [known.get(node, {}) for node in terms.get(SH.sparql, ())]  # type: ignore[arg-type]
    message = _text(terms, SH.message) or "".join(_text(c, SH.message) for c in constraints[:1])
    wrong, _, remedy = message.partition("; ")
    identifier = check_id(shape.value)
    severity = next(iter(terms.get(SH.severity, ())), SH.Violation)
    return Check(
        identifier,
        _text(terms, RDFS.label) or _text(terms, SH.name) or wrong or identifier,
        local_name(str(getattr(severity, "value", severity))),
        _text(terms, AG.problem) or wrong or f"The shape {shape.value} is broken",
        _text(terms, AG.solution) or remedy or "correct it",
        message,
        _family(terms),
    )


def _family(terms: Terms) -> str:
    homes = [home.value for home in terms.get(RDFS.isDefinedBy, ()) if isinstance(home, NamedNode)]
    return next(
        (unquote(h.removeprefix(FAMILY)) for h in sorted(homes) if h.startswith(FAMILY)), ""
    )


def _text(terms: Terms, predicate: NamedNode) -> str:
    """Return the English text, or that without a language, or any, the first in order."""
    texts = [value for value in terms.get(predicate, ()) if isinstance(value, Literal)]
    texts.sort(key=lambda t: (t.language != "en", t.language is not None, t.value))
    return texts[0].value if texts else ""
