"""Answers in pages, which are kept: an import that was interrupted goes on where it stopped.

A page is kept under the digest of its query, written beside its place and renamed into it, so that
it is there whole or not at all. Which query comes next follows from the pages before it: a second
run asks the same queries, and those that are kept are not sent again.

Each query has one row more, the mark of the end, which sorts last. So an endpoint that cuts its
answers off at a number of rows of its own is noticed, and asked for the rest.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import EndpointError
from kg.ingest.sparql.endpoint import Endpoint, Passing, read_solutions
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.store.base import Solutions, Term

    Rows = Sequence[tuple[Term | None, ...]]

END = "kgEnd"


@dataclass(slots=True)
class Pages:
    """An endpoint, the rows of a page, and the folder where the pages are kept, if any.

    `sent` counts the queries that the endpoint was sent, not those whose page was kept already.
    """

    endpoint: Endpoint
    size: int
    folder: Path | None = None
    sent: int = field(default=0)

    def rows(self, prologue: str, variables: Sequence[str], pattern: str) -> Iterator[Rows]:
        """Yield the distinct solutions of a pattern, page by page, in order, to the very end."""
        names = " ".join(f"?{name}" for name in variables)
        offset = 0
        while True:
            found = self._answer(
                f"{prologue}SELECT DISTINCT {names} ?{END} WHERE {{ {{ {pattern} }} "
                f"UNION {{ BIND(true AS ?{END}) }} }}\nORDER BY ?{END} {names} "
                f"LIMIT {self.size} OFFSET {offset}"
            ).rows
            marks = [row[-1] is not None for row in found]
            if True in marks[:-1]:
                raise EndpointError(f"{self.endpoint.url} does not keep to ORDER BY; pages of it "
                                    "cannot be told apart")  # fmt: skip
            ended = bool(marks) and marks[-1]
            if rows := [row[:-1] for row in (found[:-1] if ended else found)]:
                yield rows
            if ended:
                return
            if not found:
                raise EndpointError(f"{self.endpoint.url} gives no more than {offset} rows of an "
                                    "answer that goes on; ask for less at once (the options "
                                    "items and page)")  # fmt: skip
            offset += len(found)

    def _answer(self, sparql: str) -> Solutions:
        if self.folder is None:
            self.sent += 1
            return self.endpoint.select(sparql)[1]
        name = digest(f"{self.endpoint.url}\n{sparql}", 32)
        path = self.folder / f"{name}.srj"
        if path.is_file():
            return _kept(path)
        self.sent += 1
        raw, solutions = self.endpoint.select(sparql)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        return solutions


def _kept(path: Path) -> Solutions:
    try:
        return read_solutions(path.read_bytes())
    except Passing as error:
        raise EndpointError(f"{path} is no whole page; delete it to have it read anew") from error
