r"""SPARQL 1.1 Query Results CSV: plain values by the rules of RFC 4180.

A line ends with CRLF, a field is quoted where it must be. CSV does not tell an IRI from a text, nor
unbound from empty. Rows are written as they come; none is held.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.query.formats.terms import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Out, Row

# What RFC 4180 says, and what readers of text in Python and elsewhere take for the end of a line.
_QUOTED = re.compile('[,"\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')


def write(columns: Sequence[str], rows: Iterable[Row], out: Out, *, end: str = "\r\n") -> None:
    r"""Write a header and a record a row; `end` is what ends each of them.

    >>> import io
    >>> from pyoxigraph import Literal
    >>> out = io.BytesIO()
    >>> write(["name", "n"], [(Literal('an "army", so called'), None)], out)
    >>> out.getvalue()
    b'name,n\r\n"an ""army"", so called",\r\n'
    """
    out.write(_record(columns, end))
    for row in rows:
        out.write(_record([plain(term) for term in row], end))


def _record(fields: Sequence[str], end: str) -> bytes:
    if len(fields) == 1 and not fields[0]:
        return f'""{end}'.encode()  # as nothing, it would be a blank line, which readers skip
    return (",".join(map(_field, fields)) + end).encode()


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
