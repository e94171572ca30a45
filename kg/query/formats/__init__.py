r"""The formats that rows are written in, by name; the answer to an ASK has two of them.

>>> import io
>>> from pyoxigraph import Literal
>>> out = io.BytesIO()
>>> ROW_FORMATS["csv"].write(["name"], [(Literal("Marawi"),)], out)
>>> out.getvalue()
b'name\r\nMarawi\r\n'
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.query.formats.base import Out, Write

__all__ = ["ROW_FORMATS", "RowFormat", "by_suffix", "row_format"]


@dataclass(frozen=True, slots=True)
class RowFormat:
    """One way to write the answer to a SELECT; its module is loaded when it writes.

    `write` takes the columns, an iterable of rows, each of as many terms (None: unbound), and the
    stream. It reads each row once; whether it holds them, its module says. `write_answer` writes
    the answer to an ASK, where the format has a form for it.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "write"
    is_binary: bool = False
    has_answers: bool = False

    @property
    def write(self) -> Write:
        """What writes rows."""
        found: Write = self._from_module(self.function)
        return found

    @property
    def write_answer(self) -> Callable[[bool, Out], None] | None:
        """What writes a truth value; None where the format has no form for it."""
        return self._from_module("write_answer") if self.has_answers else None

    def _from_module(self, name: str) -> Any:  # noqa: ANN401
        return getattr(import_module(f"kg.query.formats.{self.module}"), name)


_FORMATS = (
    RowFormat("csv", "text/csv", (".csv",), "sparql_csv"),
    RowFormat("tsv", "text/tab-separated-values", (".tsv",), "sparql_tsv"),
    RowFormat("json", "application/sparql-results+json", (".srj", ".json"), "sparql_json",
              has_answers=True),
    RowFormat("xml", "application/sparql-results+xml", (".srx", ".xml"), "sparql_xml",
              has_answers=True),
    RowFormat("markdown", "text/markdown", (".md",), "markdown"),
    RowFormat("geojson", "application/geo+json", (".geojson",), "geojson"),
    RowFormat("parquet", "application/vnd.apache.parquet", (".parquet",), "parquet",
              is_binary=True),
    RowFormat("arrow", "application/vnd.apache.arrow.file", (".arrow", ".feather"), "arrow",
              "write_file", is_binary=True),
    RowFormat("arrows", "application/vnd.apache.arrow.stream", (".arrows",), "arrow",
              "write_stream", is_binary=True),
)  # fmt: skip

ROW_FORMATS: Final[Mapping[str, RowFormat]] = MappingProxyType({f.name: f for f in _FORMATS})


def row_format(name: str) -> RowFormat:
    """Return a format of rows by its name; raise `UsageError` with those there are."""
    if name not in ROW_FORMATS:
        raise UsageError(
            f"no format of rows is called {name!r}; there are: {', '.join(ROW_FORMATS)}"
        )
    return ROW_FORMATS[name]


def by_suffix(suffix: str) -> RowFormat | None:
    """Return the format of files with that suffix, if it is one of ours.

    >>> by_suffix(".srj").name
    'json'
    """
    return next((f for f in _FORMATS if suffix.lower() in f.suffixes), None)
