"""Between Oxigraph's terms and rdflib's, for the libraries that speak rdflib only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into an rdflib graph in memory, several times faster than parsing them.

    >>> from pyoxigraph import Triple
    >>> a = NamedNode("https://example.org/a")
    >>> list(to_rdflib([Triple(a, a, Literal("x", language="en"))]).objects())
    [rdflib.term.Literal('x', lang='en')]
    """
    graph = rdflib.Graph()
    names: dict[object, rdflib.term.Identifier] = {}
    for triple in triples:
        for value in triple:
            if value not in names:
                names[value] = _term(value)
        subject, predicate, obj = (names[value] for value in triple)
        graph.add((subject, predicate, obj))
    return graph


def _term(value: object) -> rdflib.term.Identifier:
    if isinstance(value, NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, BlankNode):
        return rdflib.BNode(value.value)
    if not isinstance(value, Literal):
        raise TypeError(f"rdflib has no term for {value!r}")
    datatype = rdflib.URIRef(value.datatype.value)
    if value.language or datatype == XSD.string:
        return rdflib.Literal(value.value, lang=value.language)
    return rdflib.Literal(value.value, datatype=datatype)


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """Yield the triples of an rdflib graph as Oxigraph's.

    >>> from pyoxigraph import Triple
    >>> a = NamedNode("https://example.org/a")
    >>> list(from_rdflib(to_rdflib([Triple(a, a, a)]))) == [Triple(a, a, a)]
    True
    """
    for s, p, o in graph:
        subject, predicate = from_term(s), from_term(p)
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            raise TypeError(f"not a triple of RDF: {s!r} {p!r} {o!r}")
        yield Triple(subject, predicate, from_term(o))


def from_term(node: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    """Return a term of rdflib's as Oxigraph's; raise TypeError for what is no term of RDF."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if not isinstance(node, rdflib.Literal):
        raise TypeError(f"not a term of RDF: {node!r}")
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
