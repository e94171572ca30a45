r"""The formats that rows are written in, by name; the answer to an ASK has two of them.

>>> import io
>>> from pyoxigraph import Literal
>>> out = io.BytesIO()
>>> ROW_FORMATS["csv"].write(["name"], [(Literal("Marawi"),)], out)
>>> out.getvalue()
b'name\r\nMarawi\r\n'
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.query.formats import (
    geojson,
    markdown,
    parquet,
    sparql_csv,
    sparql_json,
    sparql_tsv,
    sparql_xml,
)
from kg.query.formats.base import RowFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.query.formats.base import Out, Row

__all__ = ["ROW_FORMATS", "RowFormat", "by_suffix", "row_format"]


def _arrow_file(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    from kg.query.formats import arrow  # noqa: PLC0415  (DuckDB is slow to import)

    arrow.write_file(columns, rows, out)


def _arrow_stream(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    from kg.query.formats import arrow  # noqa: PLC0415  (DuckDB is slow to import)

    arrow.write_stream(columns, rows, out)


_FORMATS = (
    RowFormat("csv", "text/csv", (".csv",), sparql_csv.write),
    RowFormat("tsv", "text/tab-separated-values", (".tsv",), sparql_tsv.write),
    RowFormat("json", "application/sparql-results+json", (".srj", ".json"), sparql_json.write,
              sparql_json.write_answer),
    RowFormat("xml", "application/sparql-results+xml", (".srx", ".xml"), sparql_xml.write,
              sparql_xml.write_answer),
    RowFormat("markdown", "text/markdown", (".md",), markdown.write),
    RowFormat("geojson", "application/geo+json", (".geojson",), geojson.write),
    RowFormat("parquet", "application/vnd.apache.parquet", (".parquet",), parquet.write,
              is_binary=True),
    RowFormat("arrow", "application/vnd.apache.arrow.file", (".arrow", ".feather"), _arrow_file,
              is_binary=True),
    RowFormat("arrows", "application/vnd.apache.arrow.stream", (".arrows",), _arrow_stream,
              is_binary=True),
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
