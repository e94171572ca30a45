"""A CONSTRUCT query in a file of the project: read, guarded, its faults told with their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InvalidQuery, InvalidRows, Problem
from kg.store.guard import refuse_fetching
from kg.store.lexical import Token, tokens, with_prefixes, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PLACE = re.compile(r"error at (\d+):\d+: ")


def read_construct(path: Path, name: str) -> str:
    """Return the query of a file, with the prefixes of our vocabularies declared.

    Raises `InvalidRows` if it is no CONSTRUCT query, is not written in SPARQL 1.1, or would have
    another server asked.
    """
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(name, None, "is not UTF-8", "save it in UTF-8") from error
    used = words(written)
    sparql = with_prefixes(written)
    added = sparql.count("\n") - written.count("\n")
    try:
        refuse_fetching(sparql)
    except InvalidQuery as error:
        message, _, remedy = str(error).partition("; ")
        line = used.get(message.partition(" ")[0])
        raise _wrong(name, line, message, remedy or "correct the query") from error
    try:
        ox.Store().query(sparql)
    except SyntaxError as error:
        found = _PLACE.match(str(error))
        line = max(int(found[1]) - added, 1) if found else None
        message = f"is no SPARQL 1.1: {_PLACE.sub('', str(error))}"
        raise _wrong(name, line, message, "correct the query there") from error
    if "CONSTRUCT" not in used:
        raise _wrong(name, 1, "is no CONSTRUCT query", "construct statements in our vocabulary")
    return sparql


def _wrong(name: str, line: int | None, message: str, remedy: str) -> InvalidRows:
    return InvalidRows([Problem(name, None, None, None, message, remedy, line)])


@dataclass(frozen=True, slots=True)
class Parts:
    """A CONSTRUCT query taken apart into its terminals, comments left out.

    `rest` is what stands behind the pattern: GROUP BY, ORDER BY, LIMIT, VALUES.
    """

    prologue: str
    template: tuple[Token, ...]
    pattern: str
    rest: tuple[Token, ...]


def taken_apart(sparql: str) -> Parts:
    """Take apart a query that `read_construct` let through.

    >>> parts = taken_apart("CONSTRUCT { ?a <x:p> ?b } WHERE { ?b <x:q> ?a } LIMIT 9")
    >>> parts.pattern, [token.text for token in parts.rest]
    ('?b <x:q> ?a', ['LIMIT', '9'])
    """
    parts = tuple(tokens(sparql))
    texts = [token.text for token in parts]
    start = next(n for n, token in enumerate(parts) if token.text.upper() == "CONSTRUCT")
    here, template = start + 1, None
    if texts[here] == "{":
        end = _closing(texts, here)
        template, here = parts[here + 1 : end], end + 1
    opening = texts.index("{", here)
    end = _closing(texts, opening)
    pattern = parts[opening + 1 : end]
    return Parts(
        written(parts[:start]),
        pattern if template is None else template,  # CONSTRUCT WHERE { … } makes what it finds
        written(pattern),
        parts[end + 1 :],
    )


def written(parts: Sequence[Token]) -> str:
    """Write terminals again; Oxigraph takes no space between ``CONCAT`` and its parenthesis.

    >>> written(tuple(tokens("BIND( CONCAT (?a,?b) AS ?c )")))
    'BIND( CONCAT( ?a , ?b ) AS ?c )'
    """
    texts = [token.text for token in parts]
    calls = {
        n for n, token in enumerate(parts[:-1]) if token.kind == "word" and texts[n + 1] == "("
    }
    return "".join(t if n in calls else f"{t} " for n, t in enumerate(texts)).rstrip()


def _closing(texts: Sequence[str], opening: int) -> int:
    depth = 0
    for number in range(opening, len(texts)):
        depth += (texts[number] == "{") - (texts[number] == "}")
        if depth == 0:
            return number
    raise AssertionError("the parser lets no unbalanced brace through")
