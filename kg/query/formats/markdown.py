r"""A table of GitHub Flavored Markdown, for a report or an issue.

What Markdown takes for its own is escaped: pipes, backslashes, angle brackets, emphasis; a line
feed is ``<br>``. An IRI stands in angle brackets, as a link. Rows are written as they come; none
is held.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.query.formats.terms import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Cell, Out, Row

# An underscore within a word is no emphasis, and most of them are in names.
_ACTIVE = re.compile(r"[\\|<>*`\[\]~&]|(?<![^\W_])_|_(?![^\W_])")
_LINK = re.compile("[A-Za-z][A-Za-z0-9+.-]{1,31}:")  # what CommonMark (6.5) takes for an autolink
_LINE_END = re.compile("\r\n|\r|\n")


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    r"""Write a header, a line of dashes, and a line a row.

    >>> import io
    >>> from pyoxigraph import Literal
    >>> out = io.BytesIO()
    >>> write(["name", "n"], [(Literal("a|b\nc"), None)], out)
    >>> print(out.getvalue().decode(), end="")
    | name | n |
    | --- | --- |
    | a\|b<br>c |  |
    """
    if not columns:
        raise UsageError("the answer has no columns, so there is no table of it; SELECT some")
    out.write(_line([_escape(column) for column in columns]))
    out.write(_line(["---"] * len(columns)))
    for row in rows:
        out.write(_line([_cell(term) for term in row]))


def _line(cells: Sequence[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def _cell(term: Cell) -> str:
    if isinstance(term, NamedNode) and _LINK.match(term.value):
        return f"<{term.value}>"
    return _escape(plain(term))


def _escape(text: str) -> str:
    return _LINE_END.sub("<br>", _ACTIVE.sub(r"\\\g<0>", text))
