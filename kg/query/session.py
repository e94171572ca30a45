"""Asking: one object that knows a store, its stored queries and its base IRI."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.errors import InvalidQuery
from kg.query.results import Rows
from kg.query.view import View, no_views
from kg.store.base import Solutions, whole
from kg.store.deadline import Deadline
from kg.store.lexical import with_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kg.query.library import Library
    from kg.query.parameters import Value
    from kg.query.stored import StoredQuery
    from kg.query.view import MakeView, Sources
    from kg.store.base import Answer, Store, Streamed


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Session:
    """Asks stored queries by name, and others by their text, of any store.

    `timeout` is in seconds, for each answer and what has to be made for it (`QueryTimeout`). Beside
    its own parameters every stored query takes `as_of` (a day), `mode` (certain or possible) and
    `source` (ids or IRIs): it is then asked of the part of the data that holds on that day, in that
    mode, by the claims of those sources alone. `day` is the day of such a part.
    """

    store: Store
    library: Library
    base: str
    timeout: float | None = None
    views: MakeView = no_views
    progress: Callable[[str], None] = _silent
    day: date | None = None
    _made: dict[View, Store] = field(default_factory=dict, repr=False, compare=False)

    def query(
        self,
        query: str | StoredQuery,
        /,
        *,
        as_of: date | str | None = None,
        mode: str | None = None,
        source: Sources = (),
        **parameters: Value,
    ) -> Rows:
        """Answer a stored query that is a SELECT."""
        answer = self.stream(query, as_of=as_of, mode=mode, source=source, **parameters)
        return _rows(whole(answer))

    def stream(
        self,
        query: str | StoredQuery,
        /,
        *,
        as_of: date | str | None = None,
        mode: str | None = None,
        source: Sources = (),
        **parameters: Value,
    ) -> Streamed:
        """Answer a stored query of any form; the rows of a SELECT come one by one and are not held.

        A parameter `date` that is not given is the day of `as_of`, where there is one.
        """
        stored = self.library[query] if isinstance(query, str) else query
        deadline = self._deadline()
        part = self._part(View.of(self.base, as_of, mode, source), deadline)
        if part.day and any((p.name, p.type) == ("date", "date") for p in stored.parameters):
            parameters = {"date": part.day, **parameters}
        return part.store.stream(
            stored.bind(parameters, self.base), deadline.left() if deadline else None
        )

    def view(
        self, as_of: date | str | None = None, mode: str | None = None, source: Sources = ()
    ) -> Session:
        """Return what asks of a part of the data: on a day, in a mode, by some sources.

        Claims of other sources or days are left out, and whatever follows from them; a part is made
        once. Of a store that is not embedded, all is read over for it.
        """
        return self._part(View.of(self.base, as_of, mode, source), self._deadline())

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT given as text; known prefixes need no declaration."""
        return _rows(self.ask(sparql))

    def ask(self, sparql: str) -> Answer:
        """Answer any query given as text: solutions, a truth value, or triples."""
        return whole(self.send(sparql))

    def send(self, sparql: str) -> Streamed:
        """Answer any query given as text; the rows of a SELECT come one by one and are not held."""
        return self.store.stream(with_prefixes(sparql), self.timeout)

    def _deadline(self) -> Deadline | None:
        return None if self.timeout is None else Deadline.after(self.timeout)

    def _part(self, view: View, deadline: Deadline | None) -> Session:
        if not view:
            return self

        def step(text: str) -> None:
            if deadline:
                deadline.left()
            self.progress(text)

        if view not in self._made:
            self._made[view] = self.views(self.store, view, self.base, step)
        day = view.as_of or self.day
        return replace(self, store=self._made[view], day=day, _made={})


def _rows(answer: Answer) -> Rows:
    if not isinstance(answer, Solutions):
        raise InvalidQuery("not a SELECT; rows come from SELECT alone")
    return Rows.of(answer)
