"""What a query gives back: typed rows, that can be written in any format or be a data frame."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InvalidParameter, MissingExtra
from kg.query.formats import row_format
from kg.query.formats.terms import Value, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    import pyarrow as pa

    from kg.query.formats.base import Out
    from kg.store.base import Solutions, Term

__all__ = ["Rows", "Value", "value"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT; iterate for tuples of Python values, `.terms` for RDF terms."""

    columns: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]

    @classmethod
    def of(cls, solutions: Solutions) -> Rows:
        """Take the solutions of a store as they come."""
        return cls(solutions.variables, solutions.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return (tuple(value(term) for term in row) for row in self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def only(self, columns: Sequence[str]) -> Rows:
        """Return these columns alone, each row that differs in them once.

        Raises `InvalidParameter` for a column that is not there.
        """
        for column in columns:
            if column not in self.columns:
                have = ", ".join(self.columns)
                raise InvalidParameter(f"the answer has no column {column!r}; it has: {have}")
        places = [self.columns.index(column) for column in columns]
        rows = dict.fromkeys(tuple(row[n] for n in places) for row in self.terms)
        return Rows(tuple(columns), list(rows))

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]

    def write(self, format_: str, out: Out) -> None:
        r"""Write the rows in one of `kg.query.formats.ROW_FORMATS` to a binary stream.

        >>> from pyoxigraph import Literal
        >>> out = io.BytesIO()
        >>> Rows(("name",), [(Literal("Marawi", language="en"),)]).write("tsv", out)
        >>> out.getvalue()
        b'?name\n"Marawi"@en\n'
        """
        row_format(format_).write(self.columns, self.terms, out)

    def to_csv(self) -> str:
        """Return SPARQL 1.1 Query Results CSV: plain values, a header, CRLF."""
        return self._text("csv")

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        return self._text("json")

    def to_arrow(self) -> pa.Table:
        """Return a table of Arrow with types; needs the extra ``arrow``."""
        from kg.query.formats import arrow  # noqa: PLC0415  (DuckDB is slow to import)

        return arrow.table(self.columns, self.terms)

    def to_dataframe(self) -> pd.DataFrame:
        """Return a pandas DataFrame; needs the extra ``dataframe``."""
        try:
            import pandas as pd  # noqa: PLC0415  (optional, and slow to import)
        except ImportError as error:
            raise MissingExtra("pandas", "dataframe", "to_dataframe()") from error
        return pd.DataFrame(list(self), columns=list(self.columns))

    def _text(self, format_: str) -> str:
        out = io.BytesIO()
        self.write(format_, out)
        return out.getvalue().decode()
