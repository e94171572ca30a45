"""What a query gives back: typed rows, that become a table, CSV, SPARQL JSON or a data frame."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import InvalidParameter, MissingExtra
from kg.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kg.store.base import Solutions, Term

Value = str | int | float | bool | date | Decimal | None
_INTEGERS = {XSD.integer, XSD.nonNegativeInteger}


def value(term: Term | None) -> Value:
    """Return a term as a Python value: numbers, dates, truth values; IRIs and text as str.

    >>> value(Literal("2017-05-23", datatype=XSD.date))
    datetime.date(2017, 5, 23)
    """
    if term is None:
        return None
    if not isinstance(term, Literal):
        return term.value
    kind, text = term.datatype, term.value
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind == XSD.decimal:
            return Decimal(text)
        if kind == XSD.double:
            return float(text)
        if kind == XSD.date:
            return date.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return text  # an ill-typed literal is shown as it stands; validation has reported it
    return text == "true" if kind == XSD.boolean else text


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

    def to_csv(self) -> str:
        """Return SPARQL 1.1 Query Results CSV: plain values, a header, CRLF."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([_plain(term) for term in row] for row in self.terms)
        return text.getvalue()

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        bindings = [
            {n: _binding(t) for n, t in zip(self.columns, row, strict=True) if t is not None}
            for row in self.terms
        ]
        document = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def to_dataframe(self) -> pd.DataFrame:
        """Return a pandas DataFrame; needs the extra ``dataframe``."""
        try:
            import pandas as pd  # noqa: PLC0415  (optional, and slow to import)
        except ImportError as error:
            raise MissingExtra("pandas", "dataframe", "to_dataframe()") from error
        return pd.DataFrame(list(self), columns=list(self.columns))


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _binding(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    binding: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype != XSD.string:
        binding["datatype"] = term.datatype.value
    return binding
