"""Rows as Python values, CSV, SPARQL JSON and data frames."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import InvalidParameter
from kg.query.results import Rows
from kg.store.base import Solutions, read_answer
from kg.vocabulary import XSD

TERMS = (
    NamedNode("https://example.org/a"), BlankNode("b"), Literal('text, "quoted"'),
    Literal("مراوي", language="ar"), Literal("7", datatype=XSD.integer),
    Literal("0.50", datatype=XSD.decimal), Literal("2017-05-23", datatype=XSD.date),
    Literal("true", datatype=XSD.boolean), Literal("1.5", datatype=XSD.double),
    Literal("soon", datatype=XSD.date), None,
)  # fmt: skip
ROWS = Rows(tuple("abcdefghijk"), [TERMS])


def test_values_have_types() -> None:
    (row,) = ROWS
    assert row == (
        "https://example.org/a", "b", 'text, "quoted"', "مراوي", 7, Decimal("0.50"),
        date(2017, 5, 23), True, 1.5, "soon", None,
    )  # fmt: skip


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(ROWS.to_csv(), newline="")))
    assert rows[0] == list(ROWS.columns)
    assert rows[1][:3] == ["https://example.org/a", "_:b", 'text, "quoted"']
    assert ROWS.to_csv().endswith("\r\n")


def test_sparql_json_reads_back() -> None:
    found = read_answer(ox.parse_query_results(ROWS.to_json(), format=ox.QueryResultsFormat.JSON))
    assert isinstance(found, Solutions)
    assert found.variables == ROWS.columns
    assert [t for t in found.rows[0] if not isinstance(t, BlankNode)] == [
        t for t in TERMS if not isinstance(t, BlankNode)
    ]


def test_a_data_frame_has_the_columns() -> None:
    frame = ROWS.to_dataframe()
    assert list(frame.columns) == list(ROWS.columns)
    assert frame.loc[0, "e"] == 7


def test_some_columns_each_row_once() -> None:
    one, two = Literal("1"), Literal("2")
    rows = Rows(("a", "b"), [(one, one), (one, two)])
    assert list(rows.only(["a"])) == [("1",)]
    assert list(rows.only(["b", "a"])) == [("1", "1"), ("2", "1")]
    with pytest.raises(InvalidParameter, match="no column 'c'; it has: a, b"):
        rows.only(["c"])
