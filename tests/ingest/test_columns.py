"""What columns say is what the same values say: `kg.model.triples` is the reference."""

from __future__ import annotations

import io
import string
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.ingest.tables import csv_columns
from kg.ingest.tables.columns import CLAIM, Columns
from kg.model.bounds import Bounds
from kg.model.triples import quads, relationship_node
from kg.model.values import Claim, Coordinates, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import Mint
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DB = duckdb.connect()
MINT = Mint("https://example.org/")
BY = licence("CC-BY-4.0")
SOURCE = Source(
    MINT.source("s"), AG.Dataset, "S", MINT.graph("s", "1"), BY, BY, version="1", reliability="B"
)
KINDS = (AG.Occurrence, AG.Participation, AG.Estimate, AG.Naming, AG.Existence, AG.Containment)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\r\t"),
    min_size=1,
)
ids = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6)
days = st.none() | st.integers(0, 20_000).map(lambda n: date(1970, 1, 1) + timedelta(days=n))
numbers = st.none() | st.integers(0, 10**6).map(Decimal)


def table(columns: Columns, name: str, rows: Sequence[Mapping[str, Any]], names: Iterable[str]):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Make a table of rows, whose texts are all VARCHAR but for the row's number."""
    listed = ", ".join(
        f'"{n}" {"BIGINT" if n == "row" else "VARCHAR[]" if n == "codes" else "VARCHAR"}'
        for n in names
    )
    columns.db.execute(f"CREATE OR REPLACE TABLE {name} ({listed})")
    for row in rows:
        values = [row.get(n) for n in names]
        columns.db.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608


@st.composite
def claims(draw: st.DrawFn, kind: NamedNode, number: int) -> tuple[Claim, dict[str, Any]]:
    """Draw a claim as a value, and as the columns of it."""
    row: dict[str, Any] = {"id": f"c{number}", "subject": draw(ids), "row": number + 2}
    obj: NamedNode | Literal | None = None
    if kind == AG.Naming:
        row["object_text"] = draw(texts)
        obj = Literal(row["object_text"])
    elif kind == AG.Estimate:
        obj = AG.Deaths
        row["object_iri"] = obj.value
    elif kind != AG.Existence:
        row["object"] = draw(ids)
        obj = MINT.entity(row["object"])
    for name in ("role", "side", "unit", "note", "start", "end", "attested"):
        row[name] = draw(st.none() | texts)
    row["modality"] = draw(st.sampled_from([None, "possible", "expected"]))
    row["precision"] = draw(st.sampled_from([None, "NearPoint"]))
    row["bounded_by"] = draw(st.none() | ids)
    dates = [draw(days) for _ in range(4)]
    row |= dict(
        zip(("earliest_start", "latest_start", "earliest_end", "latest_end"), dates, strict=True)
    )
    low, best, high = figures = [draw(numbers) for _ in range(3)]
    row |= {
        n: (v and str(v)) or (None if v is None else "0")
        for n, v in zip(("low", "best", "high"), figures, strict=True)
    }
    return Claim(
        MINT.claim(row["id"]), kind, MINT.entity(row["subject"]), obj, SOURCE.iri, SOURCE.graph,
        role=row["role"] or "", side=row["side"] or "", modality=row["modality"] or "stated",
        reliability="B", bounds=Bounds(*dates), start=row["start"] or "", end=row["end"] or "",
        attested=row["attested"] or "", low=low, best=best, high=high, unit=row["unit"] or "",
        locator=Locator(row=row["row"], record="r"), note=row["note"] or "",
        precision=AG[row["precision"]] if row["precision"] else None,
        bounded_by=MINT.source(row["bounded_by"]) if row["bounded_by"] else None,
        origin=Origin("f.csv", row["row"]),
    ), row  # fmt: skip


def written(columns: Columns, folder: Path) -> list[Quad]:
    path = folder / "out.nq"
    with path.open("wb") as out:
        count = columns.write(out)
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert lines == [f"{quad} ." for quad in parse(path=path, format=RdfFormat.N_QUADS)]
    assert count == len(lines)
    return list(parse(path=path, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value.rpartition("#")[2])
@settings(max_examples=25)
@given(data=st.data())
def test_claims_in_columns_say_what_the_values_say(kind: NamedNode, data: st.DataObject) -> None:
    drawn = [data.draw(claims(kind, n)) for n in range(data.draw(st.integers(1, 4)))]
    with TemporaryDirectory() as folder:
        columns = Columns(DB, MINT, schema(), SOURCE, "f.csv")
        table(columns, "c", [row for _, row in drawn], CLAIM)
        columns.claims(kind, "SELECT * FROM c")
        columns.locators("SELECT row, 'r' AS record FROM c")
        found = written(columns, Path(folder))
        expected = {q for claim, _ in drawn for q in quads(claim, MINT, schema())}
        assert set(found) == expected | set(quads(SOURCE, MINT, schema()))
        assert len(found) == len(set(found))
        origins = dict(columns.origins())
    for claim, _ in drawn:
        assert origins[claim.iri] == claim.origin
        assert relationship_node(claim, MINT, schema()) in origins


@settings(max_examples=25)
@given(label=texts, code=texts, note=st.none() | texts, has_point=st.booleans())
def test_entities_in_columns_say_what_the_values_say(
    label: str, code: str, note: str | None, has_point: bool
) -> None:
    point = Coordinates(Decimal("8.00"), Decimal("124.3"), AG.NearPoint, SOURCE.iri, SOURCE.graph)
    entity = Entity(
        MINT.entity("e"), AG.Place, Literal(label), SOURCE.graph, codes=(code, "B"),
        country_code="PH", coordinates=point if has_point else None, note=note or "",
    )  # fmt: skip
    row = {
        "id": "e", "kind": "Place", "label": label, "codes": [code, "B"], "country_code": "PH",
        "latitude": "8.00" if has_point else None, "longitude": "124.3" if has_point else None,
        "precision": "NearPoint" if has_point else None, "note": note, "row": 2,
    }  # fmt: skip
    with TemporaryDirectory() as folder:
        columns = Columns(DB, MINT, schema(), SOURCE, "f.csv")
        table(columns, "e", [row], row)
        columns.entities("SELECT * FROM e")
        found = set(written(columns, Path(folder)))
    assert found == {*quads(entity, MINT, schema()), *quads(SOURCE, MINT, schema())}


def test_a_column_that_is_none_is_refused(tmp_path: Path) -> None:
    columns = Columns(csv_columns.connect(tmp_path), MINT, schema(), SOURCE, "f.csv")
    with pytest.raises(ValueError, match="no column here is called subjekt"):
        columns.claims(AG.Naming, "SELECT 'a' AS subjekt")


def test_a_symmetric_relationship_is_refused(tmp_path: Path) -> None:
    columns = Columns(csv_columns.connect(tmp_path), MINT, schema(), SOURCE, "f.csv")
    columns.claims(AG.Alliance, "SELECT 'c' AS id, 'a' AS subject, 'b' AS object, 2 AS row")
    with pytest.raises(ValueError, match="must be put in order"):
        columns.write(io.BytesIO())
