"""Refusing a query that would make this process call another server.

Oxigraph and rdflib fetch what SERVICE names, rdflib also what FROM names. To look for the words is
not enough: whether ``<'>`` is an IRI or begins a comparison, and so what is text behind it, only
the grammar tells. So a query that holds the word is parsed, and refused where it cannot be.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from kg.errors import InvalidQuery
from kg.store.lexical import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_SERVICE = "SERVICE would call another server; query that endpoint with kg.connect"
_FROM = "FROM may load a graph; name it with GRAPH <…> { … } instead"


def refuse_fetching(sparql: str) -> None:
    """Raise `InvalidQuery` for a query that uses SERVICE or FROM; made for Oxigraph.

    >>> refuse_fetching("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.InvalidQuery: SERVICE would call another server; query that endpoint with kg.connect
    >>> refuse_fetching('SELECT * { ?s ?p "Counter Terrorism Service" }')
    """
    used = words(sparql)
    if "SERVICE" in used:
        raise InvalidQuery(_SERVICE)
    if "FROM" in used:
        raise InvalidQuery(_FROM)
    if "service" not in _ESCAPE.sub(_character, sparql).lower():
        return
    # The parser that we ask must see what Oxigraph sees; in these two points they do not agree.
    if re.search(r"\r(?!\n)", sparql):
        raise InvalidQuery("a carriage return ends no line; end lines with a line feed")
    if found := _ESCAPE.search(sparql):
        raise InvalidQuery(f"{found[0]} may hide SERVICE; write the character itself")
    parse(sparql)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[0].lstrip("\\uU"), 16)
    return chr(code) if code <= sys.maxunicode else ""


def parse(sparql: str) -> Any:  # noqa: ANN401  (a parse tree of rdflib's has no type)
    """Return rdflib's parse tree of a query; raise `InvalidQuery` if it fetches or is no SPARQL."""
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415  (slow to import)

    try:
        tree = parseQuery(sparql)
    except Exception as error:  # whatever it is: what cannot be parsed is not let through
        raise InvalidQuery(f"not a SPARQL query: {error}") from error
    used = set(_names(tree))
    if "ServiceGraphPattern" in used:
        raise InvalidQuery(_SERVICE)
    if "DatasetClause" in used:
        raise InvalidQuery(_FROM)
    return tree


def _names(tree: object) -> Iterator[str]:
    """Yield the names of all parts of a parse tree."""
    from pyparsing import ParseResults  # noqa: PLC0415
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    if isinstance(tree, CompValue):
        yield tree.name
        for part in tree.values():
            yield from _names(part)
    elif isinstance(tree, (list, tuple, ParseResults)):
        for part in tree:
            yield from _names(part)
