"""In which order rdflib joins triple patterns, which makes seconds of minutes.

By itself it begins with the patterns that hold most constants, such as that of all claims that
affirm something, and of a third group it finds all matches before it joins them with the others.
"""

from __future__ import annotations

from typing import Any

from rdflib import RDF, BNode, Variable
from rdflib.plugins.sparql.algebra import BGP, Join
from rdflib.plugins.sparql.parserutils import CompValue

_Pattern = tuple[Any, Any, Any]
_Terms = frozenset[Any]
# What is found in the one part has a value in the other, and in the EXISTS of an expression.
_FIRST = {"Join": "p1", "LeftJoin": "p1", "Filter": "p", "Extend": "p"}


def arranged(part: Any, known: _Terms = frozenset()) -> Any:  # noqa: ANN401  (rdflib has no type)
    """Return a part of rdflib's algebra, in which each pattern follows what binds a term of it.

    `known` are the variables that may have a value before.
    """
    if isinstance(part, list):
        return [arranged(child, known) for child in part]
    if not isinstance(part, CompValue):
        return part
    if (patterns := _patterns(part)) is not None:
        return _chain(patterns, known)
    if part.name == "Join":
        _turn(part)
    first = _FIRST.get(part.name)
    if first:
        part[first] = arranged(part[first], known)
        if part.name != "Join" or part.lazy:
            known |= _bound(part[first])
    for key in part.keys() - {first, "_vars"}:
        part[key] = arranged(part[key], known)
    return part


def _bound(part: CompValue) -> set[Any]:
    """Return the variables of a part; rdflib knows of none in VALUES."""
    if part.name == "ToMultiSet" and part.p.name == "values":
        return {variable for row in part.p.res for variable in row}
    parts = (part.p, part.p1, part.p2)
    return set(part["_vars"]).union(*(_bound(inner) for inner in parts if inner is not None))


def _patterns(part: CompValue) -> list[_Pattern] | None:
    """Return the patterns of a part that holds nothing else, in however many groups."""
    if part.name == "BGP":
        return list(part.triples)
    if part.name != "Join":
        return None
    one, other = _patterns(part.p1), _patterns(part.p2)
    return None if one is None or other is None else one + other


def _turn(join: CompValue) -> None:
    """Let the one part be looked up for each row of the other, wherever that is right."""
    if not join.lazy and _open(join.p1) and not _open(join.p2):
        join["p1"], join["p2"] = join.p2, join.p1
    join["lazy"] = join.lazy or _open(join.p2)


def _open(part: CompValue) -> bool:
    """Tell whether values from outside leave a part's own matches as they are."""
    inner = part.name in ("Join", "Union") and _open(part.p1) and _open(part.p2)
    return part.name == "BGP" or inner


def _chain(patterns: list[_Pattern], known: _Terms) -> CompValue:
    """Return the join of patterns one by one, each looked up for the rows of those before it."""
    chain = _with_vars(BGP(), set())
    while patterns:
        following = min(patterns, key=lambda pattern: _cost(pattern, known))
        patterns.remove(following)
        found = {term for term in following if _is_open(term)}
        known |= found
        one = _with_vars(BGP([following]), found)
        if chain.triples or chain.name == "Join":
            one = _with_vars(Join(chain, one), chain["_vars"] | found)
            one["lazy"] = True
        chain = one
    return chain


def _with_vars(part: CompValue, found: set[Any]) -> CompValue:
    part["_vars"] = found
    return part


def _is_open(term: object) -> bool:
    return isinstance(term, (Variable, BNode))


def _cost(pattern: _Pattern, known: _Terms) -> int:
    """Return a rank of how many triples are likely to be looked at for a pattern."""
    _, predicate, object_ = pattern
    by_subject, by_predicate, by_object = (term in known or not _is_open(term) for term in pattern)
    if by_subject:
        return 0 if by_object else 1 if by_predicate else 2
    if object_ in known:
        return 3 if by_predicate else 4
    if by_object:  # one constant of many: the class of all groups, the stance of all claims
        return 6 if predicate == RDF.type else 5
    return 7 if by_predicate and predicate not in known else 8
