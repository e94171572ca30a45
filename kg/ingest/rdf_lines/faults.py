"""On which line of a file of RDF the fault stands that its parser raised."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kg.ingest.rdf_guard import SUFFIXES, bytes_of, context, syntax_of
from kg.ingest.rdf_lines import json_ld_fault, rdf_xml
from kg.ingest.rdf_lines.json_tokens import Object, placed, plain
from kg.ingest.rdf_lines.turtle_tokens import tokens

if TYPE_CHECKING:
    from pathlib import Path


def fault_line(error: Exception, path: Path, base: str) -> int | None:
    """Return the line of a fault that reading a file raised; None where it is not known.

    It is not known of a file that is read in no syntax, nor of what nests too deeply.
    """
    if path.suffix.lower() not in SUFFIXES or isinstance(error, RecursionError):
        return None
    raw, syntax = bytes_of(path), syntax_of(path)
    if isinstance(error, UnicodeDecodeError):
        return error.object[: error.start].count(b"\n") + 1
    if syntax == RdfFormat.JSON_LD:
        # It is written anew for the parser, whose line numbers are not those of the file.
        if isinstance(error, json.JSONDecodeError):
            return error.lineno
        is_told = isinstance(error, SyntaxError)
        return json_ld_fault.fault_line(raw, base, str(error)) if is_told else _context_line(raw)
    if isinstance(error, SyntaxError):
        return error.lineno or _xml_line(raw, base)
    if syntax == RdfFormat.RDF_XML:
        before, doctype, _ = raw.lower().partition(b"<!doctype")
        return before.count(b"\n") + 1 if doctype else rdf_xml.triple_term_line(raw)
    return _triple_term_line(raw)


def _context_line(raw: bytes) -> int | None:
    """Return the line of the first context that would be fetched, if there is one."""
    todo: list[object] = [placed(raw.decode(json.detect_encoding(raw)))]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += reversed(value)
        elif isinstance(value, Object):
            for key, line, item in value.members:
                if key == "@context" and _is_refused(plain(item)):
                    return line
            todo += (item for _, _, item in reversed(value.members))
    return None


def _is_refused(value: object) -> bool:
    try:
        context(value)
    except ValueError:
        return True
    return False


def _triple_term_line(raw: bytes) -> int | None:
    """Return the line of the first sign of RDF 1.2 for a triple inside a triple."""
    found = tokens(raw.decode(errors="replace"))
    return next((line for kind, _, line in found if kind == "triple"), None)


class _LineByLine(BytesIO):
    """A file that is read a line at a time, so that it shows how far a parser has come."""

    line = 0

    def read(self, _size: int | None = -1) -> bytes:
        self.line += 1
        return self.readline()


def _xml_line(raw: bytes, base: str) -> int | None:
    """Return the line in which the parser of RDF/XML finds its first fault.

    Its faults come without a position; but it reads no further than the tag or text at fault.
    """
    file = _LineByLine(raw)
    try:
        for _ in parse(input=file, format=RdfFormat.RDF_XML, base_iri=base):
            pass
    except (SyntaxError, ValueError):
        return min(file.line, raw.count(b"\n") + 1)
    return None
