"""A stored query in words: what it answers, takes, gives, and needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.parameters import Parameter
    from kg.query.stored import Column, StoredQuery


def described(query: StoredQuery) -> Iterator[str]:
    """Yield the lines that tell of a stored query, its SPARQL last."""
    version = f", version {query.version}" if query.version else ""
    yield f"{query.name}{version}: {query.title}"
    yield query.question
    if query.parameters:
        yield "\nParameters"
        yield from map(_parameter, query.parameters)
    if query.columns:
        yield "\nColumns"
        yield from map(_column, query.columns)
    if query.endpoint:
        yield f"\nOf an endpoint: {query.endpoint}"
    yield f"\n{query.text.rstrip()}"


def _parameter(parameter: Parameter) -> str:
    parts = [parameter.type]
    if parameter.choices:
        parts.append(f"one of {', '.join(parameter.choices)}")
    if parameter.default:
        parts.append(f"default {parameter.default}")
    else:
        parts.append("may be left open")
    if parameter.example:
        parts.append(f"for example {parameter.example}")
    return f"  -p {parameter.name}=  {', '.join(parts)}: {parameter.description}"


def _column(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"  {column.name}{unit}: {column.meaning}"
