r"""SPARQL 1.1 Query Results TSV: terms in the syntax of Turtle, a tab between them.

What a reader may take for the end of a line is written as an escape. Rows are written as they
come; none is held.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Cell, Out, Row

# What Turtle's strings cannot hold, and all that Unicode lets readers take for the end of a line.
_ESCAPED = re.compile('["\\\\\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x0c": "\\f"}
# What Turtle lets stand without quotes (its productions 19 to 21 and 133s), read back the same.
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile("true|false"),
}


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    r"""Write a header of variables and a line a row.

    >>> import io
    >>> out = io.BytesIO()
    >>> write(["name", "n"], [(Literal("a\tb", language="en"), None)], out)
    >>> out.getvalue()
    b'?name\t?n\n"a\\tb"@en\t\n'
    """
    out.write(("\t".join(f"?{column}" for column in columns) + "\n").encode())
    for row in rows:
        out.write(("\t".join(map(_term, row)) + "\n").encode())


def _term(term: Cell) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return f"<{_ESCAPED.sub(_escape, term.value)}>"
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(_term, term))} )>>"
    return _literal(term)


def _literal(term: Literal) -> str:
    bare = _BARE.get(term.datatype)
    if bare and bare.fullmatch(term.value):
        return term.value
    text = f'"{_ESCAPED.sub(_escape, term.value)}"'
    if term.language:
        return f"{text}@{term.language}" + (f"--{term.direction}" if term.direction else "")
    return text if term.datatype == XSD.string else f"{text}^^{_term(term.datatype)}"


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"
