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


def _agreed(found: Iterable[Found], quads: Sequence[Quad]) -> Iterator[Sequence[int]]:
    """Yield the lines of statements, once each is the one that the parser found."""
    left = iter(quads)
    seen: set[tuple[str, str]] = set()  # predicates are few
    for *lines, subject, predicate in found:
        quad = next(left, None)
        if quad is None:
            raise LostError
        told, node = (predicate, quad.predicate.value), quad.subject
        if told not in seen and not _is_written(*told):
            raise LostError
        seen.add(told)
        if isinstance(node, NamedNode):
            if subject[:2] == "_:" or not _is_written(subject, node.value):
                raise LostError
        elif subject and subject[:2] != "_:":
            raise LostError
        yield lines
    if next(left, None) is not None:
        raise LostError


def _is_written(text: str, iri: str) -> bool:
    """Whether an IRI can be what is written: for a relative one, or with escapes, it always can."""
    if not text or "\\" in text:
        return True
    if text[0] == "<":
        absolute = _ABSOLUTE.fullmatch(text)
        return absolute is None or absolute[1] == iri
    if text == "a":
        return iri == RDF.type.value
    return iri.endswith(text.partition(":")[2])
