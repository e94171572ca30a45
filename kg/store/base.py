"""One protocol for every place that answers SPARQL: embedded, rdflib, or remote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

Term: TypeAlias = NamedNode | BlankNode | Literal
Row: TypeAlias = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: its variables, and a row of terms (None: unbound) each solution."""

    variables: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Stream:
    """The answer to a SELECT as it comes: rows that are given once and are not held.

    Close it, or use it in a ``with``, unless it is read to the end: what answers is then let go.
    An error or a time-out on the way is raised by the row at which it happens.
    """

    variables: tuple[str, ...]
    rows: Generator[Row, None, None]
    release: Callable[[], object] = bool  # which does nothing

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ask for no more rows."""
        self.rows.close()
        self.release()


Answer: TypeAlias = Solutions | bool | list[Triple]
Streamed: TypeAlias = Stream | bool | list[Triple]


class Store(Protocol):
    """Answers queries of SPARQL 1.1; the default graph is the union of all graphs.

    `timeout` is in seconds, from the question to the last row: `QueryTimeout` is raised when it has
    passed, and no part of an answer is ever given for the whole. Without one, a remote store has
    its own; the others take the time they need.
    """

    def stream(self, sparql: str, timeout: float | None = None) -> Streamed:
        """Return a stream for a SELECT, a truth value for an ASK, else triples."""
        ...

    def query(self, sparql: str, timeout: float | None = None) -> Answer:
        """Return the same with the rows of a SELECT all there."""
        ...


def whole(answer: Streamed) -> Answer:
    """Read a stream to its end; anything else is whole already."""
    if not isinstance(answer, Stream):
        return answer
    with answer:
        return Solutions(answer.variables, list(answer.rows))


def streamed(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Streamed:
    """Take an answer of Oxigraph's, or one that it parses, row by row."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if not isinstance(answer, ox.QuerySolutions):
        return list(answer)
    names = tuple(variable.value for variable in answer.variables)
    return Stream(names, (tuple(row[name] for name in names) for row in answer))


def read_answer(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """Take an answer of Oxigraph's, or one that it parsed, to the end."""
    return whole(streamed(answer))
