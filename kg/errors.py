"""The errors that this package raises, as one tree.

::

    KgError                   the root: `except KgError` catches all that we raise on purpose
    ├── DataError             the data is at fault (exit code 1)
    │   ├── InvalidRows       rows of a source that cannot be used, all of them at once
    │   ├── InvalidGraph      the graph breaks its shapes
    │   ├── InvalidRelease    a release folder that is not whole
    │   ├── EvidenceMismatch  a text is not the one that the offsets were counted in
    │   ├── Contradicted      facts exclude each other
    │   └── NotOpen           a graph's licence does not allow what the release's promises
    ├── UsageError            the call is at fault (exit code 2)
    │   ├── InvalidProject    kg.toml says something that cannot be
    │   ├── UnknownQuery      no stored query has that name
    │   ├── InvalidQuery      a stored query, or one given, cannot be used
    │   ├── InvalidParameter  a parameter of a stored query is missing, unknown or of another type
    │   └── MissingExtra      an optional dependency is not installed
    ├── QueryTimeout          a query has no whole answer within its time (exit code 1)
    ├── EndpointError         a remote SPARQL endpoint did not answer as it must (exit code 1)
    └── MissingResource       the installation lacks its ontology, shapes or queries (exit code 1)

Each error names the thing, the value and the remedy, and carries its data as attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class KgError(Exception):
    """The root of all errors that this package raises on purpose."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: a file, and its row and column, or its line and the property.

    A table has rows and columns, a file of RDF lines and properties; counted is from 1.

    >>> print(Place("memoir.ttl", column="earliestStart", line=12))
    memoir.ttl, line 12, property earliestStart
    """

    file: str
    row: int | None = None
    column: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"line {self.line}"] if self.line is not None else []
        word = "property" if self.row is None else "column"
        parts += [f"{word} {self.column}"] if self.column else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a source: where it stands, what is wrong, what to do.

    >>> print(Problem("claims.csv", 7, "start", "2014-13", "is not an EDTF date", "write 2014-12"))
    claims.csv, row 7, column start: '2014-13' is not an EDTF date; write 2014-12
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    remedy: str
    line: int | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.row, self.column, self.line)

    def __str__(self) -> str:
        value = "" if self.value is None else f"{self.value!r} "
        return f"{self.place}: {value}{self.message}; {self.remedy}"


class DataError(KgError):
    """The data is at fault."""


class InvalidRows(DataError):
    """Rows of a source that cannot be used: every one of them, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = in_order(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the sources; nothing was written"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by file, row and column, as one would mend them."""
    return tuple(sorted(problems, key=lambda p: (p.file, p.row or p.line or 0, p.column or "")))


class InvalidGraph(DataError):
    """The graph breaks its shapes; `problems` lead back to the rows."""

    def __init__(self, problems: Sequence[Problem], report: str) -> None:
        self.problems = tuple(problems)
        self.report = report
        super().__init__("\n".join([report, *(f"  {problem}" for problem in self.problems)]))


class InvalidRelease(DataError):
    """A folder that is not a whole release."""


class EvidenceMismatch(DataError):
    """A text is not the one that the offsets were counted in, or a span of it differs."""


class Contradicted(DataError):
    """Facts exclude each other; `contradictions` has each of them in words."""

    def __init__(self, contradictions: Sequence[str]) -> None:
        self.contradictions = tuple(contradictions)
        count = len(self.contradictions)
        head = f"{count} contradiction{'s' if count != 1 else ''}; correct one fact of each"
        super().__init__("\n".join([head, *(f"  {text}" for text in self.contradictions)]))


class NotOpen(DataError):
    """A release of an open licence would hold graphs that are not open; `graphs` names them."""

    def __init__(self, licence: str, graphs: Sequence[tuple[str, str]]) -> None:
        self.graphs = tuple(graphs)
        count = len(self.graphs)
        head = (
            f"the release is to be under {licence}, which is open; {count} "
            f"graph{'s are' if count != 1 else ' is'} not, so nothing was written: leave the "
            "source out, or give [project] the licence that covers all"
        )
        told = (f"  {graph} is under {by}" for graph, by in self.graphs)
        super().__init__("\n".join([head, *told]))


class UsageError(KgError):
    """The call is at fault, not the data."""

    exit_code = 2


class InvalidProject(UsageError):
    """kg.toml says something that cannot be."""


class UnknownQuery(UsageError):
    """No stored query has that name."""


class InvalidQuery(UsageError):
    """A stored query, or one given, cannot be used; `faults` are those of its header, if any."""

    def __init__(self, message: str, faults: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class InvalidParameter(UsageError):
    """A parameter of a stored query is missing, unknown or of another type."""


class MissingExtra(UsageError):
    """An optional dependency is not installed."""

    def __init__(self, module: str, extra: str, purpose: str) -> None:
        self.module, self.extra = module, extra
        super().__init__(
            f"{purpose} needs {module}, which is not installed; "
            f"install it with: pip install 'allegiance-kg[{extra}]'"
        )


class QueryTimeout(KgError):
    """A query has no whole answer within its time; what came of it is not given."""


class EndpointError(KgError):
    """A remote SPARQL endpoint did not answer as it must."""


class MissingResource(KgError):
    """The installation lacks its ontology, shapes, queries or data."""
