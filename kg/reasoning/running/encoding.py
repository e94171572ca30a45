"""Terms as integers, IRIs and blank nodes above zero, literals below; facts as columns of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import duckdb
from pyoxigraph import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.reasoning.rules import Constant

BATCH = 100_000  # rows handed over at once


def database(
    memory: str = "2GB", folder: Path | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open an empty database: the memory it may use, and where it goes on when that is full."""
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory}
    config["temp_directory"] = "" if folder is None else str(folder)
    if threads is not None:
        config["threads"] = threads
    db = duckdb.connect(":memory:", config=config)
    db.execute("SET preserve_insertion_order = false")
    return db


@dataclass(slots=True)
class Dictionary:
    """Terms by number and numbers by term, in the order in which they come."""

    numbers: dict[Constant, int] = field(default_factory=dict)
    terms: dict[int, Constant] = field(default_factory=dict)

    def number(self, term: Constant) -> int:
        """Return the number of a term, a new one if it is new."""
        if term not in self.numbers:
            number = len(self.numbers) + 1
            self.numbers[term] = -number if isinstance(term, Literal) else number
            self.terms[self.numbers[term]] = term
        return self.numbers[term]

    def some(self, numbers: Iterable[int]) -> dict[int, Constant]:
        """Return the terms of some numbers."""
        return {number: self.terms[number] for number in numbers}


def insert(
    db: duckdb.DuckDBPyConnection,
    facts: Iterable[tuple[Triple, tuple[int, int]]],
    dictionary: Dictionary,
    *,
    timed: bool,
) -> None:
    """Make the table ``facts`` of triples: s, p, o, and where there is time their days f, t."""
    names = ("s", "p", "o", "f", "t") if timed else ("s", "p", "o")
    db.execute(f"CREATE TABLE facts ({', '.join(f'{name} INTEGER' for name in names)})")
    listed = ", ".join("unnest(?::INTEGER[])" for _ in names)
    number = dictionary.number
    rows = iter(facts)
    while batch := list(islice(rows, BATCH)):
        given: list[list[int]] = [
            [number(triple[place]) for triple, _ in batch] for place in range(3)
        ]
        if timed:
            given += [[days[place] for _, days in batch] for place in range(2)]
        db.execute(f"INSERT INTO facts SELECT {listed}", given)
