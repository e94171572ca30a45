"""The words of a SPARQL query: what is code, and what stands in a string, an IRI or a comment."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The terminals of SPARQL 1.1 (section 19.8) that can hide a word or a `$name`.
_TOKEN = re.compile(
    r"""
    (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
              | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\s]*> )
  | (?P<comment> \#[^\n\r]* )
  | (?P<parameter> \$\w+ )
  | (?P<variable> \?\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<prefixed> [\w.-]*:(?:[\w.%:-]|\\.)* )
  | (?P<number> [+-]?(?:\d+\.?\d+|\.?\d+)(?:[eE][+-]?\d+)? )
  | (?P<word> [A-Za-z_]\w* )
  | (?P<sign> \^\^|&&|\|\||[!<>]=|[^\s\w] )
    """,
    re.VERBOSE | re.DOTALL,
)


def replace_parameters(sparql: str, replacement: Callable[[str], str]) -> str:
    """Replace each ``$name`` that is code; ``?name`` and text inside strings stay as they are.

    >>> replace_parameters('SELECT ?d { ?s ?p $day, "$day" }', lambda name: f"<{name}>")
    'SELECT ?d { ?s ?p <day>, "$day" }'
    """
    return _TOKEN.sub(
        lambda m: replacement(m[0][1:]) if m.lastgroup == "parameter" else m[0], sparql
    )


def parameters(sparql: str) -> set[str]:
    """Return the names that stand as ``$name`` in the query's code."""
    return {m[0][1:] for m in _TOKEN.finditer(sparql) if m.lastgroup == "parameter"}


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of a query: what it is, how it is written, and its line, from 1."""

    kind: str
    text: str
    line: int


def tokens(sparql: str) -> Iterator[Token]:
    """Yield the terminals of a query, without comments.

    >>> [token.text for token in tokens("?x ag:size 1.5e3 , 'a b'@en . # so far")]
    ['?x', 'ag:size', '1.5e3', ',', "'a b'", '@en', '.']
    """
    line, end = 1, 0
    for match in _TOKEN.finditer(sparql):
        line += sparql.count("\n", end, match.start())
        end = match.start()
        if match.lastgroup != "comment":
            yield Token(str(match.lastgroup), match[0], line)


def words(sparql: str) -> dict[str, int]:
    """Return the words that stand in the query's code, in capitals, each with its first line.

    >>> words('SELECT ?x { ?x a ag:Battle . FILTER(?x != "where") }')
    {'SELECT': 1, 'A': 1, 'FILTER': 1}
    """
    found: dict[str, int] = {}
    for token in tokens(sparql):
        if token.kind == "word":
            found.setdefault(token.text.upper(), token.line)
    return found


def with_prefixes(sparql: str) -> str:
    """Declare the prefixes of `kg.vocabulary.PREFIXES` that the query uses and does not declare.

    >>> print(with_prefixes("ASK { ?x a ag:Battle }"))
    PREFIX ag: <https://w3id.org/allegiance/ontology#>
    ASK { ?x a ag:Battle }
    """
    tokens = list(_TOKEN.finditer(sparql))
    used = {m[0].partition(":")[0] for m in tokens if m.lastgroup == "prefixed"}
    declared = {
        name[0].rstrip(":")
        for word, name in itertools.pairwise(tokens)
        if word[0].upper() == "PREFIX" and name.lastgroup == "prefixed"
    }
    return (
        "".join(
            f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
            for prefix in sorted((used - declared) & set(PREFIXES))
        )
        + sparql
    )
