"""From a file and the statements that the parser found in it to their lines."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.ingest.rdf_lines import json_ld, rdf_xml, turtle
from kg.ingest.rdf_lines.lines import Lines
from kg.ingest.rdf_lines.one_a_line import statement_lines
from kg.ingest.rdf_lines.turtle import LostError
from kg.ingest.rdf_lines.turtle_tokens import tokens
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.ingest.rdf_lines.lines import Places
    from kg.ingest.rdf_lines.turtle import Found

_ABSOLUTE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\\]*)>")
_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_TERSE = (RdfFormat.TURTLE, RdfFormat.TRIG)


def lines_of(raw: bytes, syntax: RdfFormat, quads: Sequence[Quad], base: str) -> Lines:
    r"""Return the lines of the statements that the parser found in a file, in their order.

    All are 0, for not known, where the scanner does not find the statements that the parser found.

    >>> raw = b"<x:a>\n  <x:p> 1, 2 ."
    >>> quads = list(parse(input=raw, format=RdfFormat.TURTLE))
    >>> lines_of(raw, RdfFormat.TURTLE, quads, "x:")[1]
    Places(node=1, predicate=2, value=2, graph=0)
    """
    try:
        if syntax in _LINES:
            numbers = statement_lines(raw)
            if len(numbers) == len(quads):
                return Lines.whole(numbers)
        elif syntax == RdfFormat.JSON_LD:
            return Lines.of(json_ld.places(raw, quads, base))
        elif syntax == RdfFormat.RDF_XML:
            return Lines.of(_agreed(rdf_xml.statements(raw), quads))
        else:
            return Lines.of(_agreed(turtle.statements(raw.decode()), quads))
    except LostError:
        pass  # what is not found for sure is not told: see the module's account
    return Lines.whole(array("I", bytes(array("I").itemsize * len(quads))))


def _agreed(found: Iterable[Found], quads: Sequence[Quad]) -> Iterator[Places]:
    """Yield the places of statements, once each is the one that the parser found."""
    left = iter(quads)
    for places, subject, predicate in found:
        quad = next(left, None)
        if quad is None or not _is_written(predicate, quad.predicate):
            raise LostError
        if subject and isinstance(quad.subject, NamedNode) != (subject[:2] != "_:"):
            raise LostError
        if isinstance(quad.subject, NamedNode) and not _is_written(subject, quad.subject):
            raise LostError
        yield places
    if next(left, None) is not None:
        raise LostError


def _is_written(text: str, term: NamedNode) -> bool:
    """Whether a term can be what is written: for a relative IRI, or with escapes, it always can."""
    if not text or "\\" in text:
        return True
    if text[0] == "<":
        absolute = _ABSOLUTE.fullmatch(text)
        return absolute is None or absolute[1] == term.value
    if text == "a":
        return term == RDF.type
    return term.value.endswith(text.partition(":")[2])


def triple_term_line(raw: bytes, syntax: RdfFormat) -> int | None:
    r"""Return the line of the first triple inside a triple (RDF 1.2), if its syntax has a sign for it.

    >>> triple_term_line(b"<x:a> <x:p>\n<<( <x:a> <x:p> 1 )>> .", RdfFormat.TURTLE)
    2
    """
    if syntax not in (*_LINES, *_TERSE):
        return None
    return next((token.line for token in tokens(raw.decode()) if token.kind == "triple"), None)


class _LineByLine:
    """A file that is read a line at a time, so that it shows how far a parser has come."""

    def __init__(self, raw: bytes) -> None:
        self.left = iter(raw.splitlines(keepends=True))
        self.line = 0

    def read(self, _size: int = -1) -> bytes:
        self.line += 1
        return next(self.left, b"")


def fault_line(raw: bytes, syntax: RdfFormat, base: str) -> int | None:
    """Return the line in which the parser finds its first fault; None where it finds none.

    For the syntaxes whose faults come without a position: RDF/XML and JSON-LD.
    """
    file = _LineByLine(raw)
    try:
        for _ in parse(input=file, format=syntax, base_iri=base):
            pass
    except (SyntaxError, ValueError):
        return min(file.line, raw.count(b"\n") + 1)
    return None
