"""One protocol for every place that answers SPARQL: embedded, rdflib, or remote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Sequence

Term: TypeAlias = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: its variables, and a row of terms (None: unbound) each solution."""

    variables: tuple[str, ...]
    rows: Sequence[tuple[Term | None, ...]]


Answer: TypeAlias = Solutions | bool | list[Triple]


class Store(Protocol):
    """Answers queries of SPARQL 1.1; the default graph is the union of all graphs."""

    def query(self, sparql: str) -> Answer:
        """Return solutions for a SELECT, a truth value for an ASK, else triples."""
        ...


def read_answer(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """Take an answer of Oxigraph's, or one that it parsed, to the end."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        names = tuple(variable.value for variable in answer.variables)
        return Solutions(names, [tuple(row[name] for name in names) for row in answer])
    return list(answer)
