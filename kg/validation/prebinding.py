"""Whether a SELECT means the same with $this unbound, and which predicates it reads and needs.

SHACL asks a constraint once for each focus node, with $this bound beforehand (section 5.3.1). To
ask once for all of them is the same where $this is bound by the patterns themselves, wherever it is
used; that is read off the query's algebra, with doubt told as a reason, never passed over.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InvalidQuery
from kg.store.guard import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_THIS = Variable("this")


class NotSetwise(Exception):
    """Why a query cannot be asked once for all focus nodes."""


@lru_cache(maxsize=512)  # reading a query takes longer than a small project takes to validate
def algebra(text: str) -> CompValue:
    """Return the algebra of a query; raises `kg.errors.InvalidQuery` if it is none or fetches."""
    return translateQuery(parse(text)).algebra


def require_setwise(query: CompValue) -> None:
    """Raise `NotSetwise` with the reason, if there is one.

    Raises `InvalidQuery` for a SELECT inside that does not select $this.
    """
    if _THIS not in query.PV:
        raise NotSetwise("$this is not selected")
    if _THIS not in _bound(query.p):
        raise NotSetwise("no pattern surely binds $this")


def _bound(node: CompValue) -> frozenset[Variable]:
    """Return the variables that every solution binds."""
    if node.name == "BGP":
        return frozenset(t for triple in node.triples for t in triple if isinstance(t, Variable))
    if node.name in _OF_TWO:
        return _bound_by_two(node)
    if node.name == "AggregateJoin":
        return _grouped(node)
    if node.name not in _OF_ONE:
        raise NotSetwise(f"it uses {node.name}")
    below = _bound(node.p) if "p" in node else frozenset()
    if node.name in ("Filter", "Extend"):
        _require(node.expr, below)
    if node.name == "Extend" and isinstance(node.expr, Variable) and node.expr in below:
        # A column that is grouped by comes out of the grouping under a name of the engine's.
        return below | {node.var}
    if node.name == "Project":
        if _THIS not in node.PV:
            raise InvalidQuery(
                "a SELECT inside does not select $this (SHACL section 5.2.1); add it"
            )
        return below & frozenset(node.PV)
    return below


_OF_TWO = ("Join", "LeftJoin", "Union")
_OF_ONE = (
    "Graph", "Filter", "Extend", "Project", "Distinct", "Reduced", "OrderBy", "ToMultiSet",
)  # fmt: skip


def _bound_by_two(node: CompValue) -> frozenset[Variable]:
    left, right = _bound(node.p1), _bound(node.p2)
    if node.name == "Join":
        return left | right
    if node.name == "Union":
        return left & right
    _require(node.expr, left | right)
    return left


def _grouped(node: CompValue) -> frozenset[Variable]:
    below = _bound(node.p.p)
    keys = frozenset(e for e in node.p.expr or () if isinstance(e, Variable))
    if _THIS not in keys:
        raise NotSetwise("it aggregates without GROUP BY $this")
    return frozenset(
        a.res for a in node.A if a.name == "Aggregate_Sample" and a.vars in keys & below
    )


def _require(expression: object, known: frozenset[Variable]) -> None:
    """Raise unless $this, where an expression uses it, is bound by what stands beside it."""
    for part in _parts(expression):
        if isinstance(part, CompValue) and part.name == "SubSelect":
            raise NotSetwise("a SELECT stands inside EXISTS")
        if part == _THIS and _THIS not in known:
            raise NotSetwise("$this is used where no pattern beside it binds it")


def _parts(tree: object) -> Iterator[object]:
    yield tree
    if isinstance(tree, CompValue):
        for key, part in tree.items():
            if key != "_vars":
                yield from _parts(part)
    elif isinstance(tree, (list, tuple)) or type(tree).__name__ == "ParseResults":
        for part in tree:  # type: ignore[attr-defined]
            yield from _parts(part)


Needed = frozenset[tuple[str, str | None]]
"""Predicates (IRIs), some with an object, that a graph must have for a query to have a solution."""


def needed(query: CompValue) -> Needed:
    """Return triples without which a query that is setwise has no solution; there may be more.

    >>> text = "SELECT $this { $this a <urn:C> ; <urn:p>/<urn:q>* ?x OPTIONAL { ?x <urn:r> ?y } }"
    >>> sorted(needed(algebra(text)), key=str)[0]
    ('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:C')
    >>> sorted(p for p, obj in needed(algebra(text)) if obj is None)[1:]
    ['urn:p']
    """
    if query.name == "BGP":
        found: set[tuple[str, str | None]] = set()
        for _, predicate, obj in query.triples:
            found |= {(name, None) for name in _on_the_way(predicate)}
            if isinstance(predicate, URIRef) and isinstance(obj, URIRef):
                found.add((str(predicate), str(obj)))
        return frozenset(found)
    if query.name == "Join":
        return needed(query.p1) | needed(query.p2)
    if query.name == "Union":
        return needed(query.p1) & needed(query.p2)
    if query.name == "LeftJoin":
        return needed(query.p1)
    # The graph of the focus nodes is no part of the data.
    return needed(query.p) if "p" in query and query.name != "Graph" else frozenset()


def _on_the_way(path: object) -> frozenset[str]:
    """Return the predicates that every way along a path takes."""
    if isinstance(path, URIRef):
        return frozenset({str(path)})
    if isinstance(path, SequencePath):
        return frozenset().union(*map(_on_the_way, path.args))
    if isinstance(path, AlternativePath):
        return frozenset.intersection(*map(_on_the_way, path.args))
    if isinstance(path, InvPath):
        return _on_the_way(path.arg)
    if isinstance(path, MulPath):
        return frozenset() if path.zero else _on_the_way(path.path)
    return frozenset()


def predicates(query: CompValue) -> frozenset[str] | None:
    """Return the predicates (IRIs) that a query reads; None if it may read any.

    >>> text = "SELECT $this { $this a/<urn:p>* ?x FILTER NOT EXISTS { ?x ^<urn:q> $this } }"
    >>> sorted(predicates(algebra(text)))[-2:]
    ['urn:p', 'urn:q']
    >>> predicates(algebra("SELECT $this { $this ?p ?o }")) is None
    True
    """
    found: set[str] = set()
    for part in _parts(query):
        if not isinstance(part, CompValue) or "triples" not in part:
            continue
        flat: list[Any] = []
        for triple in part.triples:
            flat += triple
        triples = list(zip(flat[0::3], flat[1::3], flat[2::3], strict=True))
        anchored = {end for s, p, o in triples if not _may_be_empty(p) for end in (s, o)}
        for subject, predicate, obj in triples:
            ends = {t for t in (subject, obj) if isinstance(t, Variable)}
            if _may_be_empty(predicate) and not ends <= anchored:
                return None
            if not _add(predicate, found):
                return None
    return frozenset(found)


def _add(predicate: object, found: set[str]) -> bool:
    """Add the predicates of a path; False if it may be any."""
    if isinstance(predicate, URIRef):
        found.add(str(predicate))
        return True
    if isinstance(predicate, (SequencePath, AlternativePath)):
        return all(_add(part, found) for part in predicate.args)
    if isinstance(predicate, InvPath):
        return _add(predicate.arg, found)
    if isinstance(predicate, MulPath):
        return _add(predicate.path, found)
    assert isinstance(predicate, (NegatedPath, Variable))
    return False


def _may_be_empty(predicate: object) -> bool:
    """Whether a path leads from a node to itself, wherever that node is."""
    if isinstance(predicate, MulPath):
        return bool(predicate.zero)
    if isinstance(predicate, SequencePath):
        return all(_may_be_empty(part) for part in predicate.args)
    if isinstance(predicate, AlternativePath):
        return any(_may_be_empty(part) for part in predicate.args)
    return isinstance(predicate, InvPath) and _may_be_empty(predicate.arg)
