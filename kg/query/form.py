"""What a query gives: its form, and the names and order of what a SELECT projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.store.lexical import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.lexical import Token

Form: TypeAlias = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(sparql: str) -> Form | None:
    """Return the form of a query (SPARQL 1.1, section 16); None where it is no query.

    >>> form("PREFIX select: <https://example.org/ask/> ASK { ?s select:p ?o }")
    'ASK'
    >>> form("DELETE WHERE { ?s ?p ?o }") is None
    True
    """
    words = (token.text.upper() for token in tokens(sparql) if token.kind == "word")
    first = next((word for word in words if word not in ("PREFIX", "BASE")), None)
    return first if first in FORMS else None


def projection(sparql: str) -> tuple[str, ...] | None:
    """Return the variables that a SELECT projects, in order; None for ``SELECT *``.

    >>> projection("SELECT DISTINCT ?a (COUNT(DISTINCT ?x) AS ?n) WHERE { ?a ?b ?x }")
    ('a', 'n')
    """
    found: list[str] = []
    depth, before = 0, ""
    for token in _clause(sparql):
        word = token.text.upper()
        if depth == 0 and word == "*":
            return None
        if token.kind in ("variable", "parameter") and (depth == 0 or (depth, before) == (1, "AS")):
            found.append(token.text[1:])
        depth += (word == "(") - (word == ")")
        before = word
    return tuple(found)


def _clause(sparql: str) -> Iterator[Token]:
    """Yield what stands between the first SELECT and its WHERE."""
    depth, begun = 0, False
    for token in tokens(sparql):
        word = token.text.upper()
        if not begun:
            begun = token.kind == "word" and word == "SELECT"
            continue
        if depth == 0 and (word == "{" or (token.kind == "word" and word in ("WHERE", "FROM"))):
            return
        depth += (word == "(") - (word == ")")
        yield token
