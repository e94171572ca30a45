"""Asking: one object that knows a store, its stored queries and its base IRI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InvalidQuery
from kg.query.results import Rows
from kg.store.base import Solutions
from kg.store.lexical import with_prefixes

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.query.library import Library
    from kg.query.parameters import Value
    from kg.store.base import Store


@dataclass(frozen=True, slots=True)
class Session:
    """Asks stored queries by name, and others by their text, of any store."""

    store: Store
    library: Library
    base: str

    def query(self, name: str, /, **parameters: Value) -> Rows:
        """Answer a stored query that is a SELECT."""
        return self.select(self.library[name].bind(parameters, self.base))

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT given as text; known prefixes need no declaration."""
        answer = self.ask(sparql)
        if not isinstance(answer, Solutions):
            raise InvalidQuery("not a SELECT; rows come from SELECT alone")
        return Rows.of(answer)

    def ask(self, sparql: str) -> Solutions | bool | list[Triple]:
        """Answer any query given as text: solutions, a truth value, or triples."""
        return self.store.query(with_prefixes(sparql))
