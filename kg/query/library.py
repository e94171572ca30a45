"""Stored queries: ``.rq`` files whose header says what they answer.

The header stands in comments that begin with ``#+`` (grlc's notation), in YAML: title, question,
version, parameters (type, description, default, choices, example), columns (what each means, and
its unit), endpoint, example. It is a contract, and held against the query: `kg.query.contract`.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import InvalidQuery, UnknownQuery
from kg.query.contract import agreed
from kg.query.header import Fault, written
from kg.query.stored import Column, StoredQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Column", "Library", "StoredQuery", "parse", "read"]


class Library:
    """Stored queries by name: those shipped, and a project's own, which may replace them.

    >>> library = Library.load()
    >>> library["allegiances"].parameters[0].type
    'date'
    """

    def __init__(self, queries: Iterable[StoredQuery]) -> None:
        self.queries = {query.name: query for query in sorted(queries, key=lambda q: q.name)}

    @classmethod
    def load(cls, extensions: Sequence[Path] = ()) -> Library:
        """Read the shipped queries and the project's own."""
        folder = resources.folder("queries") / "competency"
        return cls.from_files([*sorted(folder.glob("*.rq")), *extensions])

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> Library:
        """Read queries from files; a later file replaces an earlier one of the same name.

        Raises `InvalidQuery` with what is at fault in any of them.
        """
        found, faults = {}, []
        for path in paths:
            query, wrong = _read(path)
            found[path.stem] = query
            faults += wrong
        if faults:
            raise _invalid(faults)
        return cls(found.values())

    def __getitem__(self, name: str) -> StoredQuery:
        if name not in self.queries:
            near = difflib.get_close_matches(name, self.queries, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            have = ", ".join(self.queries)
            raise UnknownQuery(f"no stored query {name!r}; {hint}There are: {have}")
        return self.queries[name]


def read(path: Path) -> StoredQuery:
    """Read a ``.rq`` file; raise `InvalidQuery` with every fault, each at its line."""
    query, faults = _read(path)
    if faults:
        raise _invalid(faults)
    return query


def parse(text: str, name: str) -> StoredQuery:
    r"""Read a stored query from a text with a header; `name` stands for that of the file.

    >>> parse("#+ title: A\n#+ version: 1\nASK {}", "mine")
    Traceback (most recent call last):
    kg.errors.InvalidQuery: mine: 2 faults in its header
      mine, question: is missing; give what it answers, for people
      mine, line 2, version: '1' is no version; write it as 1.0.0
    """
    query, faults = _parse(text, name, name)
    if faults:
        raise _invalid(faults)
    return query


def _read(path: Path) -> tuple[StoredQuery, list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        told = f"is not UTF-8: {error}"
        fault = Fault(path.name, None, "", None, told, "save it as UTF-8")
        return StoredQuery(path.stem, "", "", ""), [fault]
    return _parse(text, path.name, path.stem)


def _parse(text: str, file: str, name: str) -> tuple[StoredQuery, list[Fault]]:
    found = written(text, file)
    query = agreed(found, name)
    return query, sorted(found.faults, key=lambda fault: (fault.line or 0, fault.key))


def _invalid(faults: Sequence[Fault]) -> InvalidQuery:
    if len(faults) == 1:
        return InvalidQuery(str(faults[0]), faults)
    files = ", ".join(dict.fromkeys(fault.file for fault in faults))
    lines = [f"{files}: {len(faults)} faults in its header", *(f"  {fault}" for fault in faults)]
    if "," in files:
        lines[0] = f"{len(faults)} faults in stored queries"
    return InvalidQuery("\n".join(lines), faults)
