"""RDF in any of its syntaxes: statements that are in our vocabulary already.

Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML. Statements of the default graph go to the
source's own graph; named graphs stay as they are. Nothing is fetched: a remote JSON-LD context is
refused unless it is ours, and so is RDF/XML with a DOCTYPE, whose entities can grow without end.

With the option `mapping` the file may speak another vocabulary: see `kg.ingest.rdf_mapping`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.errors import InvalidRows, Problem
from kg.ingest import rdf_mapping
from kg.ingest.base import Batch, Format
from kg.ingest.tables.table import UNWRITABLE, suggest
from kg.model.blank import numbered
from kg.model.values import Origin
from kg.vocabulary import DCTERMS, PREFIXES, RDF, VOID
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.ingest.base import Request

CONTEXT_IRI = "https://w3id.org/allegiance/context.jsonld"
SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".xml", ".owl")
# Predicates and classes are elements in RDF/XML: they end in a name, and none that it uses itself.
_ELEMENT = re.compile(r"[^\W\d][\w.-]*$")
_SYNTAX = {
    f"{RDF}{name}"
    for name in (
        "RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "li", "aboutEach",
        "aboutEachPrefix", "datatype", "Description",
    )
}  # fmt: skip


def read(request: Request) -> Iterator[Batch]:
    """Read one RDF file; its syntax follows from its suffix."""
    try:
        found = quads(request.path, request.name, request.mint.base)
        unused: list[NamedNode | BlankNode] = []
        if request.options.get("mapping"):
            sparql = rdf_mapping.queries(request)
            found, unused = rdf_mapping.mapped(found, sparql)
    except InvalidRows as error:
        yield Batch(problems=list(error.problems), is_whole=False)
        return
    yield batch_of(named(found, request), request)
    for part in rdf_mapping.left_out(unused, request):
        yield Batch(left_out=part)


FORMAT = Format(
    "rdf",
    "RDF in any of its syntaxes",
    read,
    options={
        "mapping": "a file, or a folder, of CONSTRUCT queries (.rq) that bring what the file says "
        "into our vocabulary"
    },
    queries=("mapping",),
)


def batch_of(found: list[Quad], request: Request) -> Batch:
    """Make a batch of statements in our vocabulary, with the faults among them."""
    graph = request.mint.graph(request.source_id, request.options.get("version", ""))
    batch = Batch(quads=found, problems=_problems(found, request))
    if any(quad.graph_name == graph for quad in batch.quads):
        given = request.options.get("licence")
        batch.quads += [
            Quad(graph, RDF.type, VOID.Dataset, graph),
            Quad(graph, DCTERMS.license, licence(given) if given else request.licence, graph),
        ]
    origin = Origin(request.name)
    batch.origins = {q.subject: origin for q in batch.quads if isinstance(q.subject, NamedNode)}
    return batch


def quads(path: Path, name: str, base: str) -> list[Quad]:
    """Parse one RDF file, fetching nothing; raise `InvalidRows` with the line of the fault."""
    try:
        syntax = _syntax(path)
        found = parse(input=_guarded(path, syntax), format=syntax, base_iri=base)
        return list(numbered(found, lambda number: BlankNode(f"b{number}")))
    except (ValueError, SyntaxError, RecursionError) as error:  # the parser raises SyntaxError
        # JSON-LD was written anew for the parser: its line numbers are not those of the file.
        row = None if path.suffix.lower() == ".jsonld" else getattr(error, "lineno", None)
        message, _, remedy = str(error).partition("; ")
        problem = Problem(
            name,
            row,
            None,
            None,
            f"cannot be read: {message}",
            remedy or "correct the syntax there",
        )
        raise InvalidRows([problem]) from error


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
    raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    if syntax == RdfFormat.RDF_XML and b"<!doctype" in raw.lower():  # the parser takes both
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
    return _pinned(value)  # a term of it can have a context of its own


def _problems(quads: Iterable[Quad], request: Request) -> list[Problem]:
    """Report, once each, what would stand in the way of a release in every syntax."""
    quads = list(quads)
    drawn = tuple(f"{request.mint.graph(name).value}/" for name in DRAWN)
    faults = dict.fromkeys(fault for quad in quads for fault in _faults(quad, drawn))
    own = request.mint.graph(request.source_id, request.options.get("version", ""))
    licensed = {quad.subject for quad in quads if quad.predicate == DCTERMS.license} | {own}
    unlicensed = dict.fromkeys(q.graph_name for q in quads if q.graph_name not in licensed)
    for graph in unlicensed:
        faults[str(graph), "is a graph without a licence", "state its dcterms:license"] = None
    known = request.schema.terms
    for term in dict.fromkeys(t for quad in quads for t in quad if isinstance(t, NamedNode)):
        if term.value.startswith(PREFIXES["ag"]) and term not in known:
            names = [t.value.removeprefix(PREFIXES["ag"]) for t in known]
            remedy = suggest(term.value.removeprefix(PREFIXES["ag"]), names)
            faults[str(term), "is no term of the ontology", remedy] = None
    return [Problem(request.name, None, None, *fault) for fault in faults]


def _faults(quad: Quad, drawn: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield each fault of a statement: the term, what is wrong with it, what to do."""
    graph = quad.graph_name
    if isinstance(graph, NamedNode) and f"{graph.value}/".startswith(drawn):
        yield str(quad.graph_name), "is a graph that each release adds", "rename the graph"
    elements = [quad.predicate, *([quad.object] if quad.predicate == RDF.type else [])]
    for element in elements:
        if isinstance(element, NamedNode) and not _is_element(element.value):
            yield str(element), "cannot be an element of RDF/XML", "use an IRI that ends in a name"
    for term in quad:
        if isinstance(term, NamedNode) and (prefix := term.value.partition(":")[0]) in PREFIXES:
            yield str(term), "is a prefixed name, not expanded", f"declare the prefix {prefix}"
        if isinstance(term, Literal) and UNWRITABLE.search(term.value):
            yield str(term), "holds a control character", "delete it"
        if isinstance(term, Literal) and term.direction:
            yield str(term), "has a base direction, as RDF 1.1 has none", "leave it out"


def _is_element(iri: str) -> bool:
    return iri not in _SYNTAX and bool(_ELEMENT.search(iri))


def named(quads: Iterable[Quad], request: Request) -> list[Quad]:
    """Give the default graph its name, and each blank node an IRI."""
    graph = request.mint.graph(request.source_id, request.options.get("version", ""))
    iri = f"{request.mint.base}.well-known/genid/{request.source_id}/"
    return [
        Quad(q.subject, q.predicate, q.object, graph)
        if isinstance(q.graph_name, DefaultGraph)
        else q
        for q in numbered(quads, lambda number: NamedNode(f"{iri}{number}"))
    ]
