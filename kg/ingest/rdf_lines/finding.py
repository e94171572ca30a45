"""From a file and the statements that the parser found in it to their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat

from kg.ingest.rdf_lines import json_ld, rdf_xml, turtle
from kg.ingest.rdf_lines.lines import Lines
from kg.ingest.rdf_lines.one_a_line import statement_lines
from kg.ingest.rdf_lines.turtle import LostError
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.ingest.rdf_lines.lines import Places
    from kg.ingest.rdf_lines.turtle import Found

_ABSOLUTE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\\]*)>")
_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def lines_of(raw: bytes, syntax: RdfFormat, quads: Sequence[Quad], base: str) -> Lines:
    r"""Return the lines of the statements that the parser found in a file, in their order.

    All are 0, for not known, where the scanner does not find the statements that the parser found.

    >>> from pyoxigraph import parse
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
            return Lines.of(_agreed(turtle.statements(raw.decode(errors="replace")), quads))
    except LostError:
        pass  # what is not found for sure is not told: see the module's account
    return Lines.unknown(len(quads))


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
