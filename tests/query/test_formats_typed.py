"""Parquet and Arrow, read back by DuckDB, pandas and pyarrow: types, values, order, unbound."""

from __future__ import annotations

import io
import math
import sys
import tempfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import MissingExtra, UsageError
from kg.query.formats import ROW_FORMATS, arrow
from kg.query.formats.terms import Kind, kind, plain, value
from kg.query.results import Rows
from kg.vocabulary import XSD
from tests.query.format_terms import answers, written

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.formats.base import Row
    from kg.query.formats.terms import Value

COLUMNS = ("iri", "n", "share", "day", "is", "text", "mixed", "size", "gone")
ROWS: list[Row] = [
    (NamedNode("http://e/a"), Literal("007", datatype=XSD.integer), Literal(7),
     Literal("2017-05-23", datatype=XSD.date), Literal(True), Literal('l1\r\nl2, "q"'),
     Literal(1), Literal(1.5), None),
    (BlankNode("b"), None, Literal("-0.50", datatype=XSD.decimal), None,
     Literal("0", datatype=XSD.boolean), Literal(""), Literal("one"),
     Literal("INF", datatype=XSD.double), None),
]  # fmt: skip
VALUES = [
    ("http://e/a", 7, Decimal("7.00"), date(2017, 5, 23), True, 'l1\r\nl2, "q"', "1", 1.5, None),
    ("_:b", None, Decimal("-0.50"), None, False, "", "one", math.inf, None),
]
TYPES = ["VARCHAR", "BIGINT", "DECIMAL(3,2)", "DATE", "BOOLEAN", "VARCHAR", "VARCHAR", "DOUBLE",
         "VARCHAR"]  # fmt: skip


def by_duckdb(path: Path, raw: bytes) -> tuple[list[str], list[tuple[object, ...]]]:
    path.write_bytes(raw)
    with duckdb.connect() as db:
        found = db.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert found.description is not None
        return [column[0] for column in found.description], found.fetchall()


def by_arrow(raw: bytes) -> tuple[list[str], list[tuple[object, ...]]]:
    table = pa.ipc.open_file(io.BytesIO(raw)).read_all()
    columns = [column.to_pylist() for column in table.columns]
    return table.column_names, [*zip(*columns, strict=True)] if table.num_rows else []


def test_parquet_has_columns_with_types(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    assert by_duckdb(path, written("parquet", COLUMNS, ROWS)) == ([*COLUMNS], VALUES)
    with duckdb.connect() as db:
        described = db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    assert [row[1] for row in described] == TYPES


def test_pandas_reads_the_parquet(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(written("parquet", COLUMNS, ROWS))
    frame = pd.read_parquet(path)
    assert [*frame.columns] == [*COLUMNS]
    assert frame.loc[0, "n"] == 7
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["share"].tolist() == [Decimal("7.00"), Decimal("-0.50")]
    assert frame["text"].tolist() == ['l1\r\nl2, "q"', ""]
    assert frame["size"].tolist() == [1.5, math.inf]


@pytest.mark.parametrize("name", ["arrow", "arrows"])
def test_pyarrow_reads_the_arrow(name: str) -> None:
    raw = written(name, COLUMNS, ROWS)
    opened = pa.ipc.open_file if name == "arrow" else pa.ipc.open_stream
    table = opened(io.BytesIO(raw)).read_all()
    assert table.column_names == [*COLUMNS]
    assert [*zip(*(column.to_pylist() for column in table.columns), strict=True)] == VALUES
    assert table.schema.field("n").type == pa.int64()
    assert table.schema.field("share").type == pa.decimal128(3, 2)
    assert table.schema.field("day").type == pa.date32()


def test_rows_become_a_table_of_arrow() -> None:
    table = Rows(("n", "x"), [(Literal(7), Literal("a")), (None, Literal(""))]).to_arrow()
    assert table.column_names == ["n", "x"]
    assert table.to_pylist() == [{"n": 7, "x": "a"}, {"n": None, "x": ""}]


def expected(rows: list[Row], width: int) -> list[list[Value]]:
    """Say by Python's own values what each column is to hold."""
    columns: list[list[Value]] = []
    for n in range(width):
        terms = [row[n] for row in rows]
        kinds = {kind(term) for term in terms if term is not None}
        numbers = kinds <= {Kind.INTEGER, Kind.DECIMAL}
        exact = [f"{Decimal(plain(t)):f}".lstrip("-+") for t in terms if t is not None and numbers]
        whole = max((len(text.partition(".")[0].lstrip("0")) for text in exact), default=0)
        scale = max((len(plain(t).partition(".")[2]) for t in terms), default=0)
        if (numbers and max(whole, 1) + scale > 38) or (len(kinds) > 1 and not numbers):
            kinds = {Kind.TEXT}
        as_text = Kind.TEXT in kinds
        columns.append([None if t is None else plain(t) if as_text else value(t) for t in terms])
    return columns


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other


@settings(max_examples=40)
@given(answer=answers())
@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_random_terms_read_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, answer: tuple[list[str], list[Row]]
) -> None:
    columns, rows = answer
    raw = written(name, columns, rows)
    path = tmp_path_factory.getbasetemp() / "random.parquet"
    names, found = by_duckdb(path, raw) if name == "parquet" else by_arrow(raw)
    assert names == columns
    assert len(found) == len(rows)
    for n, values in enumerate(expected(rows, len(columns))):
        for one, row in zip(values, found, strict=True):
            assert same(one, row[n]), (one, row[n])


def test_numbers_too_wide_for_any_type_stay_text(tmp_path: Path) -> None:
    wide, wider = "9" * 20, "9" * 39
    rows: list[Row] = [(Literal(wide, datatype=XSD.integer), Literal(wider, datatype=XSD.integer))]
    _, found = by_duckdb(tmp_path / "rows.parquet", written("parquet", ["x", "y"], rows))
    assert found == [(Decimal(wide), wider)]
    long = [Literal(text, datatype=XSD.decimal) for text in ("9" * 30 + ".5", "0." + "1" * 9)]
    _, found = by_duckdb(tmp_path / "x.parquet", written("parquet", ["x"], [(n,) for n in long]))
    assert found == [(n.value,) for n in long]


def test_columns_that_cannot_be_are_refused() -> None:
    with pytest.raises(UsageError, match="x and X differ in case alone"):
        written("parquet", ["x", "X"], [])
    with pytest.raises(UsageError, match="the answer has no columns"):
        written("arrow", [], [()])


@pytest.mark.parametrize("name", ["parquet", "arrow", "arrows"])
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    rows: list[Row] = [
        (Literal(n) if n % 3 else None, Literal(f"{n * n}") if n % 5 else None,
         Literal(n % 2 == 0) if n % 7 else None, Literal(n / 2),
         Literal("2017-05-23", datatype=XSD.date) if n % 2 else None,
         Literal(f"0.{n}", datatype=XSD.decimal) if n % 3 else None)
        for n in range(5_003)
    ]  # fmt: skip
    columns = ["n", "text", "is", "half", "day", "share"]
    raw = written(name, columns, rows)
    for size in (1, 1_000, 100_000):
        assert written(name, ["x"], [(Literal("\xff" * size),)] * 9)  # leaves its traces in memory
        assert written(name, columns, iter(rows)) == raw


def test_a_name_of_a_column_is_no_sql(tmp_path: Path) -> None:
    columns = ["SELECT", "row", "ü"]
    row = (Literal("a"), Literal("b"), Literal("c"))
    raw = written("parquet", columns, [row])
    assert by_duckdb(tmp_path / "rows.parquet", raw) == (columns, [("a", "b", "c")])


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.ipc", None)
    with pytest.raises(MissingExtra, match=r"pip install 'allegiance-kg\[arrow\]'"):
        written("arrow", ["x"], [])
    with pytest.raises(MissingExtra, match="Arrow needs pyarrow"):
        arrow.table(["x"], [])


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, found in ROW_FORMATS.items():
        if found.is_binary:
            assert written(name, ["x"], [(Literal(1),)])
    assert [*tmp_path.iterdir()] == []
