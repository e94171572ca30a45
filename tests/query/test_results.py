"""Rows as Python values, CSV, SPARQL JSON and data frames."""

from __future__ import annotations

import csv
import io
import math
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


@pytest.mark.parametrize(("text", "kind", "expected"), [
    ("1", XSD.boolean, True), ("0", XSD.boolean, False), ("yes", XSD.boolean, "yes"),
    ("-7", XSD.byte, -7), ("+007", XSD.unsignedLong, 7), ("1_000", XSD.integer, "1_000"),
    ("\u0667", XSD.integer, "\u0667"), (" 7", XSD.integer, " 7"),
    ("9" * 5_000, XSD.integer, "9" * 5_000),
    (".5", XSD.decimal, Decimal("0.5")), ("1E2", XSD.decimal, "1E2"), ("NaN", XSD.decimal, "NaN"),
    ("1E2", XSD.float, 100.0), ("-INF", XSD.double, -math.inf), ("inf", XSD.double, "inf"),
    ("1E999", XSD.double, "1E999"), ("20170523", XSD.date, "20170523"),
    ("2017-05-23Z", XSD.date, "2017-05-23Z"), ("2017-02-29", XSD.date, "2017-02-29"),
    ("7", XSD.string, "7"),
])  # fmt: skip
def test_a_text_that_is_none_of_its_datatype_stays_text(
    text: str, kind: NamedNode, expected: object
) -> None:
    ((found,),) = Rows(("x",), [(Literal(text, datatype=kind),)])
    assert found == expected
    assert type(found) is type(expected)


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
