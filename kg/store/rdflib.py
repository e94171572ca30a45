"""An rdflib graph or dataset as a store: slow, and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.plugins.sparql.algebra import translateQuery

from kg.errors import InvalidQuery
from kg.store.base import Answer, read_answer
from kg.store.guard import parse

if TYPE_CHECKING:
    from rdflib.query import Result


class RdflibStore:
    """Queries an `rdflib.Graph`, or a `Dataset` whose default graph is the union of its graphs."""

    def __init__(self, graph: Graph) -> None:
        if isinstance(graph, Dataset) and not graph.default_union:
            graph.default_union = True
        self.graph = graph

    def query(self, sparql: str) -> Answer:
        """Answer a query; raise `InvalidQuery` if rdflib cannot read it."""
        tree = parse(sparql)
        try:
            query = translateQuery(tree, initNs=dict(self.graph.namespaces()))
        except Exception as error:
            # rdflib has no type of its own for this, such as a prefix that is not declared.
            raise InvalidQuery(f"not a SPARQL query: {error}") from error
        return _read(self.graph.query(query))


def _read(result: Result) -> Answer:
    if result.type in ("SELECT", "ASK"):
        raw = result.serialize(format="json")
        assert raw is not None
        return read_answer(ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON))
    raw = result.serialize(format="nt")
    assert raw is not None
    return [quad.triple for quad in ox.parse(input=raw, format=ox.RdfFormat.N_TRIPLES)]
