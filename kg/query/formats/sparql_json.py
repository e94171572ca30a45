"""SPARQL 1.1 Query Results JSON, of SELECT and ASK. Rows are written as they come; none is held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Cell, Out, Row


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write one document, indented as ``json.dumps`` does by one, for people and for comparison.

    >>> import io
    >>> out = io.BytesIO()
    >>> write(["x"], [(BlankNode("b"),)], out)
    >>> json.loads(out.getvalue())["results"]
    {'bindings': [{'x': {'type': 'bnode', 'value': 'b'}}]}
    """
    head = json.dumps({"vars": list(columns)}, ensure_ascii=False, indent=1).replace("\n", "\n ")
    out.write(f'{{\n "head": {head},\n "results": {{\n  "bindings": ['.encode())
    names = [_quoted(column) for column in columns]
    before, end = "\n   ", "]\n }\n}\n"
    for row in rows:
        bound = [(n, _term(t, 4)) for n, t in zip(names, row, strict=True) if t is not None]
        out.write(f"{before}{_object(bound, 3)}".encode())
        before, end = ",\n   ", "\n  ]\n }\n}\n"
    out.write(end.encode())


def write_answer(answer: bool, out: Out) -> None:
    """Write the answer to an ASK."""
    out.write((json.dumps({"head": {}, "boolean": answer}, indent=1) + "\n").encode())


def _object(members: Iterable[tuple[str, str]], depth: int) -> str:
    """Put members, whose names and values are JSON already, on a line each, so many spaces in."""
    indent = " " * depth
    lines = ",".join(f"\n{indent} {name}: {value}" for name, value in members)
    return f"{{{lines}\n{indent}}}" if lines else "{}"


def _term(term: Cell, depth: int) -> str:
    assert term is not None
    if isinstance(term, NamedNode):
        return _object([('"type"', '"uri"'), ('"value"', _quoted(term.value))], depth)
    if isinstance(term, BlankNode):
        return _object([('"type"', '"bnode"'), ('"value"', _quoted(term.value))], depth)
    if isinstance(term, Triple):
        parts = zip(('"subject"', '"predicate"', '"object"'), term, strict=True)
        inner = _object([(name, _term(part, depth + 2)) for name, part in parts], depth + 1)
        return _object([('"type"', '"triple"'), ('"value"', inner)], depth)
    members = [('"type"', '"literal"'), ('"value"', _quoted(term.value))]
    if term.language:
        members.append(('"xml:lang"', _quoted(term.language)))
        if term.direction:
            members.append(('"its:dir"', _quoted(str(term.direction))))
    elif term.datatype != XSD.string:
        members.append(('"datatype"', _quoted(term.datatype.value)))
    return _object(members, depth)
