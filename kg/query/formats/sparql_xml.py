"""SPARQL Query Results XML (second edition), of SELECT and ASK.

XML 1.0 (section 2.2) has no way to write most control characters; such a term is refused, where
others write a file that no reader takes. Rows are written as they come; none is held.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.errors import UsageError
from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.formats.base import Cell, Out, Row

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
)
_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A reader makes a line feed of each carriage return, unless it is a reference (section 2.11).
# Some readers, Oxigraph's among them, take away spaces at either end, unless they are references.
_ESCAPED = re.compile(r'[&<>"\t\n\r]|\A | \Z')


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write one document, a result a line.

    >>> import io
    >>> out = io.BytesIO()
    >>> write(["x"], [(BlankNode("b"),)], out)
    >>> out.getvalue().splitlines()[-3].decode()
    '<result><binding name="x"><bnode>b</bnode></binding></result>'
    """
    names = [_text(column) for column in columns]
    variables = "".join(f'<variable name="{name}"/>' for name in names)
    out.write(f"{_HEAD}<head>{variables}</head>\n<results>\n".encode())
    for number, row in enumerate(rows, start=1):
        _refuse(number, columns, row)
        bindings = (
            f'<binding name="{name}">{_term(term)}</binding>'
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        out.write(f"<result>{''.join(bindings)}</result>\n".encode())
    out.write(b"</results>\n</sparql>\n")


def write_answer(answer: bool, out: Out) -> None:
    """Write the answer to an ASK."""
    out.write(f"{_HEAD}<head/>\n<boolean>{str(answer).lower()}</boolean>\n</sparql>\n".encode())


def _refuse(number: int, columns: Sequence[str], row: Row) -> None:
    for column, term in zip(columns, row, strict=True):
        for text in _texts(term):
            if found := _NOT_XML.search(text):
                raise UsageError(
                    f"row {number}, column {column}: XML cannot hold the character "
                    f"U+{ord(found[0]):04X}; take --format json or tsv, which can"
                )


def _texts(term: Cell) -> Iterator[str]:
    if isinstance(term, Triple):
        for part in term:
            yield from _texts(part)
    elif term is not None:
        yield term.value


def _term(term: Cell) -> str:
    assert term is not None
    if isinstance(term, NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return f"<triple>{''.join(f'<{p}>{_term(t)}</{p}>' for p, t in parts)}</triple>"
    mark = ""
    if term.language:
        mark = f' xml:lang="{term.language}"'
        mark += f' its:dir="{term.direction}" {_ITS}' if term.direction else ""
    elif term.datatype != XSD.string:
        mark = f' datatype="{_text(term.datatype.value)}"'
    return f"<literal{mark}>{_text(term.value)}</literal>"


def _text(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"&#{ord(found[0])};", text) if text else text
