"""RDF in any of its syntaxes: statements that are in our vocabulary already.

Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML. Statements of the default graph go to the
source's own graph; named graphs stay as they are. Nothing is fetched: see
`kg.ingest.rdf_guard`. Each statement knows its line: see `kg.ingest.rdf_lines`.

With the option `mapping` the file may speak another vocabulary: see `kg.ingest.rdf_mapping`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, parse

from kg.errors import InvalidRows, Problem
from kg.ingest import rdf_mapping
from kg.ingest.base import Batch, Format
from kg.ingest.rdf_guard import bytes_of, guarded, syntax_of
from kg.ingest.rdf_lines import Lines, Located, Places, fault_line, lines_of
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

_LICENCE = "state its dcterms:license"
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
    made = None
    try:
        found = statements(request.path, request.name, request.mint.base)
        if request.options.get("mapping"):
            made = rdf_mapping.mapped(found, rdf_mapping.queries(request))
    except InvalidRows as error:
        yield Batch(problems=list(error.problems), is_whole=False)
        return
    if made is None:
        yield batch_of(named(found.quads, request), request, found.lines)
        return
    batch = batch_of(named(made.quads, request), request)
    for node, line in made.lines.items():
        if node in batch.origins:
            batch.origins[node] = Origin(request.name, line=line)
    yield batch
    for part in rdf_mapping.left_out(made, request):
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


def batch_of(found: list[Quad], request: Request, lines: Lines | None = None) -> Batch:
    """Make a batch of statements in our vocabulary, with the faults among them."""
    graph = request.mint.graph(request.source_id, request.options.get("version", ""))
    located = Located(request.name, found, lines or Lines.unknown(len(found)))
    batch = Batch(quads=found, problems=_problems(located, request))
    batch.located = located if lines else None
    for quad, places in located:
        if isinstance(quad.subject, NamedNode) and quad.subject not in batch.origins:
            batch.origins[quad.subject] = Origin(request.name, line=places.node or None)
    if any(quad.graph_name == graph for quad in batch.quads):
        given = request.options.get("licence")
        batch.quads += [
            Quad(graph, RDF.type, VOID.Dataset, graph),
            Quad(graph, DCTERMS.license, licence(given) if given else request.licence, graph),
        ]
        batch.origins.setdefault(graph, Origin(request.name))
    return batch


def statements(path: Path, name: str, base: str) -> Located:
    """Parse one RDF file and find its lines; raise `InvalidRows` with the line of the fault."""
    found = quads(path, name, base)
    return Located(name, found, lines_of(bytes_of(path), syntax_of(path), found, base))


def quads(path: Path, name: str, base: str) -> list[Quad]:
    """Parse one RDF file, fetching nothing; raise `InvalidRows` with the line of the fault."""
    try:
        syntax = syntax_of(path)
        found = parse(input=guarded(bytes_of(path), syntax), format=syntax, base_iri=base)
        return list(numbered(found, lambda number: BlankNode(f"b{number}")))
    except (ValueError, SyntaxError, RecursionError) as error:  # the parser raises SyntaxError
        message, _, remedy = str(error).partition("; ")
        is_json = isinstance(error, (json.JSONDecodeError, UnicodeDecodeError))
        problem = Problem(
            name,
            None,
            None,
            None,
            f"cannot be read: {message}",
            remedy or f"correct the {'JSON' if is_json else 'syntax there'}",
            fault_line(error, path, base),
        )
        raise InvalidRows([problem]) from error


def _problems(located: Located, request: Request) -> list[Problem]:
    """Report, once each, what would stand in the way of a release in every syntax.

    Each is told with the line of the first statement that has it.
    """
    drawn = tuple(f"{request.mint.graph(name).value}/" for name in DRAWN)
    own = request.mint.graph(request.source_id, request.options.get("version", ""))
    licensed = {quad.subject for quad, _ in located if quad.predicate == DCTERMS.license} | {own}
    faults: dict[tuple[str, str, str], int] = {}
    unlicensed: dict[tuple[str, str, str], int] = {}
    first: dict[NamedNode, int] = {}
    for quad, places in located:
        for fault in _faults(quad, drawn):
            faults.setdefault(fault, _line(fault[0], quad, places))
        if quad.graph_name not in licensed:
            told = (str(quad.graph_name), "is a graph without a licence", _LICENCE)
            unlicensed.setdefault(told, places.graph)
        for term, line in zip(quad, places, strict=True):
            if isinstance(term, NamedNode):
                first.setdefault(term, line)
    faults |= unlicensed
    known = request.schema.terms
    for term, line in first.items():
        if term.value.startswith(PREFIXES["ag"]) and term not in known:
            names = [t.value.removeprefix(PREFIXES["ag"]) for t in known]
            remedy = suggest(term.value.removeprefix(PREFIXES["ag"]), names)
            faults[str(term), "is no term of the ontology", remedy] = line
    return [
        Problem(request.name, None, None, *fault, line or None) for fault, line in faults.items()
    ]


def _line(text: str, quad: Quad, places: Places) -> int:
    """Return the line of the term of a statement that is written so."""
    parts = zip(quad, places, strict=True)
    return next((line for term, line in parts if str(term) == text), 0)


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
