"""The embedded store: Oxigraph, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InvalidQuery
from kg.store.base import Answer, Streamed, streamed, whole
from kg.store.forked import forked
from kg.store.guard import refuse_fetching

if TYPE_CHECKING:
    from collections.abc import Iterable


class OxigraphStore:
    """Quads in memory, queried by Oxigraph; the default graph holds what any graph holds, once.

    Oxigraph's own union of graphs finds a triple once for each graph that it lies in, so that
    counts and sums come out too high; here it lies in the default graph too, and is found there.

    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> a = NamedNode("https://example.org/a")
    >>> store = OxigraphStore([Quad(a, a, Literal("x"), a)])
    >>> store.query("SELECT ?o { ?s ?p ?o }").rows
    [(<Literal value=x datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,)]
    """

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.quads = ox.Store()
        self.add(quads)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads to their graphs, and their triples to the default graph."""
        found = list(quads)
        self.quads.bulk_extend(found)
        self.quads.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in found)

    def stream(self, sparql: str, timeout: float | None = None) -> Streamed:
        """Answer a query; raise `InvalidQuery` if it is not SPARQL 1.1.

        With a time-out, in a child process.
        """
        refuse_fetching(sparql)
        return self._ask(sparql) if timeout is None else forked(lambda: self._ask(sparql), timeout)

    def query(self, sparql: str, timeout: float | None = None) -> Answer:
        """Answer a query with all rows; raise `InvalidQuery` if it is not SPARQL 1.1."""
        return whole(self.stream(sparql, timeout))

    def _ask(self, sparql: str) -> Streamed:
        try:
            return streamed(self.quads.query(sparql))
        except SyntaxError as error:
            raise InvalidQuery(f"not a SPARQL query: {error}") from error
