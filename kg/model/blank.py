"""Blank nodes by the order they appear in, so that the same file always gives the same quads.

A parser names them at random. Published data has none: they become IRIs (RDF 1.1 Concepts,
section 3.5, skolemisation); the lists of an ontology or of shapes keep theirs, numbered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, parse

from kg.errors import InvalidProject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


def read_triples(path: Path, name: str) -> list[Triple]:
    """Read a file of an ontology or of shapes; its blank nodes get a `name` and a number.

    Raises `InvalidProject` that names the file, and the line where the syntax is wrong.
    """
    try:
        quads = numbered(parse(path=path), lambda number: BlankNode(f"{name}{number}"))
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{path}, line {line}" if line else f"{path}"
        raise InvalidProject(f"{place}: cannot be read as RDF: {error}; correct it") from error


def numbered(quads: Iterable[Quad], name: Callable[[int], NamedNode | BlankNode]) -> Iterator[Quad]:
    """Rename the blank nodes of a document: `name` is given 1 for the first, 2 for the next, ….

    Raises ValueError for a triple inside a triple, which no format of a release can hold.

    >>> from pyoxigraph import parse, RdfFormat
    >>> quads = parse(input="[] <x:p> [] .", format=RdfFormat.TURTLE)
    >>> [str(q) for q in numbered(quads, lambda n: BlankNode(f"b{n}"))]
    ['_:b1 <x:p> _:b2']
    """
    names: dict[BlankNode, NamedNode | BlankNode] = {}

    def renamed(node: NamedNode | BlankNode) -> NamedNode | BlankNode:
        if isinstance(node, NamedNode):
            return node
        if node not in names:
            names[node] = name(len(names) + 1)
        return names[node]

    for subject, predicate, obj, graph in quads:
        if isinstance(subject, Triple) or isinstance(obj, Triple):
            raise ValueError(f"a triple inside a triple at {subject}; state it as a claim instead")
        node = renamed(subject)
        value = obj if isinstance(obj, Literal) else renamed(obj)
        where = graph if isinstance(graph, DefaultGraph) else renamed(graph)
        yield Quad(node, predicate, value, where)
