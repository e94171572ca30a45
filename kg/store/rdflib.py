"""An rdflib graph or dataset as a store: slow, and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import ConjunctiveGraph, Dataset, Graph
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.evaluate import evalQuery

from kg.errors import InvalidQuery
from kg.store.base import Answer, Stream, Streamed, whole
from kg.store.convert import from_rdflib, from_term
from kg.store.forked import forked
from kg.store.guard import parse
from kg.store.joins import arranged
from kg.store.lexical import words

if TYPE_CHECKING:
    from collections.abc import Mapping


class RdflibStore:
    """Queries an `rdflib.Graph`, or a `Dataset` whose default graph is the union of its graphs."""

    def __init__(self, graph: Graph) -> None:
        if isinstance(graph, Dataset) and not graph.default_union:
            graph.default_union = True
        self.graph = graph

    def stream(self, sparql: str, timeout: float | None = None) -> Streamed:
        """Answer a query; raise `InvalidQuery` if rdflib cannot read it.

        With a time-out, in a child process.
        """
        tree = parse(sparql)
        if not isinstance(self.graph, ConjunctiveGraph) and "GRAPH" in words(sparql):
            raise InvalidQuery("an rdflib.Graph has no named graphs to ask; give an rdflib.Dataset")
        try:
            query = translateQuery(tree, initNs=dict(self.graph.namespaces()))
        except Exception as error:
            # rdflib has no type of its own for this, such as a prefix that is not declared.
            raise InvalidQuery(f"not a SPARQL query: {error}") from error
        query.algebra = arranged(query.algebra)

        def ask() -> Streamed:
            # Not graph.query(), whose result keeps each row that it has given.
            return _read(evalQuery(self.graph, query))

        return ask() if timeout is None else forked(ask, timeout)

    def query(self, sparql: str, timeout: float | None = None) -> Answer:
        """Answer a query with all rows; raise `InvalidQuery` if rdflib cannot read it."""
        return whole(self.stream(sparql, timeout))


def _read(result: Mapping[str, Any]) -> Streamed:
    if result["type_"] == "ASK":
        return bool(result["askAnswer"])
    if result["type_"] != "SELECT":
        return list(from_rdflib(result["graph"]))
    variables = result["vars_"]
    rows = (
        tuple(None if (node := found.get(v)) is None else from_term(node) for v in variables)
        for found in result["bindings"]
    )
    return Stream(tuple(map(str, variables)), rows)
