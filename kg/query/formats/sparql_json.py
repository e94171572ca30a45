"""SPARQL 1.1 Query Results JSON, of SELECT and ASK. Rows are written as they come; none is held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Cell, Out, Row


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write one document, a binding of a row indented; the same text as of ``json.dumps``.

    >>> import io
    >>> out = io.BytesIO()
    >>> write(["x"], [(BlankNode("b"),)], out)
    >>> json.loads(out.getvalue())["results"]
    {'bindings': [{'x': {'type': 'bnode', 'value': 'b'}}]}
    """
    head = json.dumps({"vars": list(columns)}, ensure_ascii=False, indent=1)
    out.write(f'{{\n "head": {_inner(head, 1)},\n "results": {{\n  "bindings": ['.encode())
    before = "\n   "
    for row in rows:
        binding = {n: _binding(t) for n, t in zip(columns, row, strict=True) if t is not None}
        out.write(
            f"{before}{_inner(json.dumps(binding, ensure_ascii=False, indent=1), 3)}".encode()
        )
        before = ",\n   "
    out.write(b"]\n }\n}\n" if before == "\n   " else b"\n  ]\n }\n}\n")


def write_answer(answer: bool, out: Out) -> None:
    """Write the answer to an ASK."""
    out.write((json.dumps({"head": {}, "boolean": answer}, indent=1) + "\n").encode())


def _inner(document: str, depth: int) -> str:
    """Indent a document that stands in another; JSON has no line feed within its strings."""
    return document.replace("\n", "\n" + " " * depth)


def _binding(term: Cell) -> dict[str, Any]:
    assert term is not None
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": dict(zip(parts, map(_binding, term), strict=True))}
    binding: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
        if term.direction:
            binding["its:dir"] = str(term.direction)
    elif term.datatype != XSD.string:
        binding["datatype"] = term.datatype.value
    return binding
