"""CONSTRUCT queries as rules: a basic graph pattern with comparisons, and nothing else.

Whatever SPARQL has beyond that (OPTIONAL, UNION, negation, paths, variables for properties, blank
nodes to be made) has no place in a rule whose conclusions must have a time and a proof, and is
refused with the line that it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InvalidQuery
from kg.reasoning.rules import ClassAtom, Comparison, PropertyAtom, Rule, Variable
from kg.store.lexical import with_prefixes, words
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.reasoning.rules import Atom, Term

_ALLOWED = {"CONSTRUCT", "WHERE", "FILTER", "PREFIX", "BASE", "A", "TRUE", "FALSE"}


def read_rules(paths: Iterable[Path]) -> list[Rule]:
    """Read the rules of ``.rq`` files; each triple of a template is a rule of its file's name."""
    return [
        rule
        for path in paths
        for rule in compile_construct(path.read_text(encoding="utf-8"), path.stem)
    ]


def compile_construct(sparql: str, name: str) -> list[Rule]:
    r"""Compile one CONSTRUCT query; raise `InvalidQuery` for what is no rule, with its line.

    >>> print(compile_construct("CONSTRUCT { ?a ag:leads ?b } WHERE { ?b ag:ledBy ?a }", "x")[0])
    x: ag:leads(?a, ?b) ← ag:ledBy(?b, ?a)
    >>> compile_construct("CONSTRUCT { ?a ag:leads ?b }\nWHERE { OPTIONAL { ?a ?p ?b } }", "x")
    Traceback (most recent call last):
    kg.errors.InvalidQuery: rule x, line 2: OPTIONAL has no place in a rule; use triple patterns ...
    """
    for word, line in words(sparql).items():
        if word not in _ALLOWED:
            raise InvalidQuery(
                f"rule {name}, line {line}: {word} has no place in a rule; "
                "use triple patterns and FILTER with = != < <= > >="
            )
    try:
        query = translateQuery(parseQuery(with_prefixes(sparql)))
    except Exception as error:
        if type(error).__module__.startswith("pyparsing"):
            raise InvalidQuery(f"rule {name} is not SPARQL: {error}") from error
        raise
    if query.algebra.name != "ConstructQuery" or not query.algebra.template:
        raise InvalidQuery(f"rule {name} is not a CONSTRUCT query with a template")
    patterns, filters = _parts(query.algebra.p, name)
    body = tuple(_atom(triple, name) for triple in patterns)
    known = {t for atom in body for t in atom.terms if isinstance(t, Variable)}
    heads = [_atom(triple, name) for triple in query.algebra.template]
    for term in [t for h in heads for t in h.terms] + [
        t for f in filters for t in (f.left, f.right)
    ]:
        if isinstance(term, Variable) and term not in known:
            raise InvalidQuery(f"rule {name}: {term} is in no triple pattern of its WHERE")
    return [Rule(name, head, body, tuple(filters)) for head in heads]


def _parts(part: CompValue, name: str) -> tuple[list[tuple[Any, ...]], list[Comparison]]:
    """Return the triple patterns and the comparisons of a WHERE."""
    if part.name in ("Project", "ToMultiSet"):
        return _parts(part.p, name)
    if part.name == "BGP":
        return list(part.triples), []
    if part.name == "Filter":
        patterns, filters = _parts(part.p, name)
        return patterns, [*filters, *_comparisons(part.expr, name)]
    if part.name == "Join":
        (one, few), (two, more) = _parts(part.p1, name), _parts(part.p2, name)
        return [*one, *two], [*few, *more]
    raise InvalidQuery(f"rule {name}: {part.name} has no place in a rule; use triple patterns")


def _comparisons(expression: object, name: str) -> Iterator[Comparison]:
    if not isinstance(expression, CompValue):
        raise InvalidQuery(f"rule {name}: a FILTER compares two terms; combine several with &&")
    kind = expression.name
    if kind == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from _comparisons(part, name)
    elif kind == "RelationalExpression" and expression.op in ("=", "!=", "<", "<=", ">", ">="):
        left, right = _term(expression.expr, name), _term(expression.other, name)
        yield Comparison(left, expression.op, right)
    else:
        raise InvalidQuery(f"rule {name}: a FILTER compares two terms; combine several with &&")


def _atom(triple: tuple[Any, ...], name: str) -> Atom:
    subject, predicate, obj = triple
    if isinstance(predicate, PropertyPath):
        raise InvalidQuery(f"rule {name}: a property path has no place in a rule; write each step")
    where, kind = _term(subject, name), _term(predicate, name)
    value = _term(obj, name)
    if not isinstance(kind, NamedNode) or (kind == RDF.type and not isinstance(value, NamedNode)):
        raise InvalidQuery(f"rule {name}: properties and classes must be named, not variables")
    if kind == RDF.type:
        assert isinstance(value, NamedNode)
        return ClassAtom(value, where)
    return PropertyAtom(kind, where, value)


def _term(term: object, name: str) -> Term:
    if isinstance(term, rdflib.Variable):
        return Variable(str(term))
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        kind = NamedNode(str(term.datatype)) if term.datatype else None
        return Literal(str(term), datatype=kind)
    if isinstance(term, rdflib.BNode):
        return Variable(f"_{term}")  # in a pattern, a blank node is a variable without a name
    raise InvalidQuery(f"rule {name}: {term!r} has no place in a rule; compare two terms")
