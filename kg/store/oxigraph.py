"""The embedded store: Oxigraph, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InvalidQuery
from kg.store.base import Answer, read_answer
from kg.store.guard import refuse_fetching

if TYPE_CHECKING:
    from collections.abc import Iterable


class OxigraphStore:
    """Quads in memory, queried by Oxigraph.

    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> a = NamedNode("https://example.org/a")
    >>> store = OxigraphStore([Quad(a, a, Literal("x"), a)])
    >>> store.query("SELECT ?o { ?s ?p ?o }").rows
    [(<Literal value=x datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,)]
    """

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.quads = ox.Store()
        self.quads.bulk_extend(quads)

    def query(self, sparql: str) -> Answer:
        """Answer a query; raise `InvalidQuery` if it is not SPARQL 1.1."""
        refuse_fetching(sparql)
        try:
            answer = self.quads.query(sparql, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise InvalidQuery(f"not a SPARQL query: {error}") from error
        return read_answer(answer)
