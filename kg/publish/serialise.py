"""RDF to bytes: six syntaxes, sorted, so that the same graph always gives the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import resources
from kg.vocabulary import PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


_IMPLIED = {XSD.string.value, f"{RDF}langString"}  # the datatypes that no syntax writes out


def serialise(quads: Iterable[ox.Quad], suffix: str) -> bytes:
    r"""Return the quads in the syntax of a file suffix, one of `FORMATS`.

    Turtle, N-Triples and RDF/XML have no graphs: they hold the union of all.

    >>> a = ox.NamedNode("https://example.org/a")
    >>> serialise([ox.Quad(a, a, a, a)], "nt")
    b'<https://example.org/a> <https://example.org/a> <https://example.org/a> .\n'
    """
    syntax = FORMATS[suffix]
    found = set(quads)
    if not syntax.supports_datasets:
        found = {ox.Quad(*quad.triple) for quad in found}
    # The text of a quad ends with its graph, so it is put first here: graphs stay together.
    ordered = sorted(found, key=lambda q: (str(q.graph_name), str(q)))
    if suffix == "jsonld":
        return _json_ld(ordered)
    has_prefixes = suffix in ("ttl", "trig", "rdf")
    prefixes = _used(ordered) if has_prefixes else None
    raw = ox.serialize(ordered, format=syntax, prefixes=prefixes)
    assert raw is not None
    # An XML reader takes a bare carriage return for a line feed (XML 1.0, section 2.11).
    return raw.replace(b"\r", b"&#xD;") if suffix == "rdf" else raw


def _used(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return the prefixes that the quads use; a file that declares forty others reads badly."""
    iris = {term.value for quad in quads for term in quad if isinstance(term, ox.NamedNode)}
    iris |= {q.object.datatype.value for q in quads if isinstance(q.object, ox.Literal)} - _IMPLIED
    return {
        prefix: iri
        for prefix, iri in PREFIXES.items()
        if any(term.startswith(iri) for term in iris)
    }


def context() -> dict[str, Any]:
    """Return our JSON-LD context, the content of ``ontology/context.jsonld``."""
    path = resources.folder("ontology") / "context.jsonld"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _json_ld(quads: list[ox.Quad]) -> bytes:
    """Compact with our context, which is written into the file: reading it fetches nothing."""
    from pyld import jsonld  # noqa: PLC0415  (slow to import, and needed here alone)

    raw = ox.serialize(quads, format=ox.RdfFormat.JSON_LD)
    assert raw is not None
    document = [_typed(node) for node in json.loads(raw)]
    compact = jsonld.compact(document, context(), {"documentLoader": _refuse})
    return (json.dumps(compact, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _typed(node: dict[str, Any]) -> dict[str, Any]:
    """Write the classes of a node, or of those in a graph, as ``@type``; Oxigraph does not."""
    if "@graph" in node:
        node["@graph"] = [_typed(inner) for inner in node["@graph"]]
    values = node.pop(RDF.type.value, [])
    if classes := [value["@id"] for value in values if "@id" in value]:
        node["@type"] = classes
    if texts := [value for value in values if "@id" not in value]:
        node[RDF.type.value] = texts
    return node


def _refuse(url: str, _options: object) -> dict[str, Any]:
    raise ValueError(f"{url} would be fetched; the context is written into the file")
