"""RDF in any of its syntaxes: statements that are in our vocabulary already.

Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML. Statements of the default graph go to the
source's own graph; named graphs stay as they are. Nothing is fetched: a remote JSON-LD context is
refused unless it is ours, and so is RDF/XML with a DOCTYPE, whose entities can grow without end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.errors import Problem
from kg.ingest.base import Batch
from kg.model.blank import numbered
from kg.model.values import Origin
from kg.vocabulary import DCTERMS, RDF, VOID
from kg.vocabulary.licences import licence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.ingest.base import Request

CONTEXT_IRI = "https://w3id.org/allegiance/context.jsonld"
SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".xml", ".owl")


def read(request: Request) -> Batch:
    """Read one RDF file; its syntax follows from its suffix."""
    batch = Batch()
    try:
        syntax = _syntax(request.path)
        text = _guarded(request.path, syntax)
        graph = request.mint.graph(request.source_id, request.options.get("version", ""))
        batch.quads = _named(
            parse(input=text, format=syntax, base_iri=request.mint.base), graph, request
        )
    except (ValueError, SyntaxError) as error:  # SyntaxError is how the parser reports
        row = getattr(error, "lineno", None)
        message, _, remedy = str(error).partition("; ")
        batch.problems.append(
            Problem(request.name, row, None, None, f"cannot be read: {message}",
                    remedy or "correct the syntax there")
        )  # fmt: skip
        return batch
    if any(quad.graph_name == graph for quad in batch.quads):
        given = request.options.get("licence")
        batch.quads += [
            Quad(graph, RDF.type, VOID.Dataset, graph),
            Quad(graph, DCTERMS.license, licence(given) if given else request.licence, graph),
        ]
    origin = Origin(request.name)
    batch.origins = {q.subject: origin for q in batch.quads if isinstance(q.subject, NamedNode)}
    return batch


def _syntax(path: Path) -> RdfFormat:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"no RDF syntax has the suffix {suffix!r}; use {', '.join(SUFFIXES)}")
    if suffix in (".xml", ".owl"):
        return RdfFormat.RDF_XML
    found = RdfFormat.from_extension(suffix[1:])
    assert found is not None
    return found


def _guarded(path: Path, syntax: RdfFormat) -> bytes:
    """Return the file's bytes, once it is known that reading them fetches and expands nothing."""
    raw = path.read_bytes()
    if syntax == RdfFormat.RDF_XML and b"<!DOCTYPE" in raw:
        raise ValueError("RDF/XML with a DOCTYPE is not read; write its entities out")
    if syntax == RdfFormat.JSON_LD:
        try:
            document = json.loads(raw)
        except ValueError as error:
            raise ValueError(f"{error}; correct the JSON") from error
        return json.dumps(_pinned(document)).encode()
    return raw


def _pinned(value: object) -> object:
    """Put our own context in the place of its IRI; refuse any other that would be fetched."""
    if isinstance(value, list):
        return [_pinned(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: _context(v) if k == "@context" else _pinned(v) for k, v in value.items()}


def _context(value: object) -> object:
    if isinstance(value, list):
        return [_context(item) for item in value]
    if value == CONTEXT_IRI:
        shipped = resources.folder("ontology") / "context.jsonld"
        return json.loads(shipped.read_text(encoding="utf-8"))["@context"]
    if isinstance(value, str) or (isinstance(value, dict) and "@import" in value):
        raise ValueError(f"the context {value!r} would be fetched; write it into the file")
    return value


def _named(quads: Iterable[Quad], graph: NamedNode, request: Request) -> list[Quad]:
    """Give the default graph its name, and each blank node an IRI."""
    iri = f"{request.mint.base}.well-known/genid/{request.source_id}/"
    return [
        Quad(q.subject, q.predicate, q.object, graph)
        if isinstance(q.graph_name, DefaultGraph)
        else q
        for q in numbered(quads, lambda number: NamedNode(f"{iri}{number}"))
    ]
