"""The SQL statements that a run of ours spends most time in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kg.reasoning.plain import files
from kg.reasoning.running import encoding

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def profile(folder: Path, size: int, engine: str) -> None:
    """Print the statements that a run spends most time in."""
    spent: list[tuple[float, str]] = []

    class Connection:
        def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
            self.db = db

        def execute(self, text: str, *values: object) -> object:
            start = time.perf_counter()
            found = self.db.execute(text, *values)
            spent.append((time.perf_counter() - start, " ".join(text.split())[:150]))
            return found

        def __getattr__(self, name: str) -> object:
            return getattr(self.db, name)

    files.database = lambda *given: Connection(encoding.database(*given))  # type: ignore[assignment,return-value]
    data = folder / f"{size}{'.timed' if engine == 'timed' else ''}.nt"
    files.infer_files([data], [folder / "ontology.ttl"], out=folder / "profile.out")
    total = sum(seconds for seconds, _ in spent)
    print(f"\n{size:,} facts, {engine}: {len(spent)} statements, {total:.2f} s")
    for seconds, text in sorted(spent, reverse=True)[:25]:
        print(f"{seconds:8.3f}  {text}")
