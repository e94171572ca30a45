"""What the filters of rules ask about literals, as two tables that SQL can join with.

``literal_value`` has the rank of each literal's value (id, v, space), ``literal_type`` whether a
datatype has it (id, type, has). A rule makes no literals, so they are made once: before rules are
run, of all literals; for contradictions, of those that are found where rules ask. What each
operator means stands in `kg.reasoning.compiling.values.holds`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.reasoning.compiling.values import compared, holds, is_of, is_ordered
from kg.reasoning.rules import Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from kg.reasoning.compiling.values import Value
    from kg.reasoning.rules import Constant, Rule


def measure(
    db: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    number: Callable[[Constant], int],
    terms: Mapping[int, Constant],
) -> None:
    """Make the tables that the rules' filters ask, of the literals among `terms`."""
    filters = dict.fromkeys(f for rule in rules for f in rule.filters)
    if not filters:
        return
    heads = [rule.head.terms for rule in rules if rule.head is not None]
    named = itertools.chain(*heads, *((f.left, f.right) for f in filters))
    constants = {number(term): term for term in named if not isinstance(term, Variable)}
    literals = {n: t for n, t in {**terms, **constants}.items() if isinstance(t, Literal)}
    if any(f.operator[0] in "=!<>" for f in filters):
        _tabulate(db, "literal_value", ("id", "v", "space"), ranks(literals))
    asked = dict.fromkeys(f.right for f in filters if f.operator in ("in", "not in"))
    types = [(number(type_), type_) for type_ in asked if isinstance(type_, NamedNode)]
    if types:
        told = (
            (n, kind, is_of(literal, type_))
            for kind, type_ in types
            for n, literal in literals.items()
        )
        rows = [(n, kind, int(has)) for n, kind, has in told if has is not None]
        _tabulate(db, "literal_type", ("id", "type", "has"), rows)


def _tabulate(
    db: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[int | None]],
) -> None:
    listed = ", ".join(f"unnest(?::BIGINT[]) AS {column}" for column in columns)
    values = [[row[n] for row in rows] for n in range(len(columns))]
    db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {listed}", values)


def differs(rule: Rule, values: Mapping[Variable, Constant]) -> bool:
    """Whether literals that a rule wants different are so; SQL looked at how they are written."""
    return all(holds(f, values) for f in rule.filters if f.operator == "is not")


def ranks(literals: Mapping[int, Literal]) -> list[tuple[int, int, int | None]]:
    """Return each literal's number, the rank of its value, and its space where that has an order.

    Equal values have one rank; of two in a space, the smaller has the smaller one. A literal that
    compares with nothing is left out.

    >>> ranks({-1: Literal("b"), -2: Literal("a"), -3: Literal("a", language="en")})
    [(-2, 0, 0), (-1, 1, 0), (-3, 2, 1)]
    """
    found = [(number, compared(literal)) for number, literal in literals.items()]
    known = sorted((v, number) for number, v in found if v is not None)
    spaces = {space: n for n, space in enumerate(dict.fromkeys(v[0] for v, _ in known))}
    ranked, rank = [], -1
    last: Value | None = None
    for v, number in known:
        rank, last = (rank if v == last else rank + 1), v
        ranked.append((number, rank, spaces[v[0]] if is_ordered(v[0]) else None))
    return ranked
