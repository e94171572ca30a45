"""GeoJSON against the WKT that it was made of, and against RFC 7946."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import DataError, UsageError
from kg.model.wkt import geometry
from kg.vocabulary import GEO, XSD
from tests.query.format_terms import written

if TYPE_CHECKING:
    from kg.query.formats.base import Row

CRS84 = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
EPSG_4326 = "<http://www.opengis.net/def/crs/EPSG/0/4326>"
Ring = list[tuple[float, float]]


def wkt(text: str) -> Literal:
    return Literal(text, datatype=GEO.wktLiteral)


def collection(columns: list[str], rows: list[Row]) -> list[dict[str, Any]]:
    document = json.loads(written("geojson", columns, rows))
    assert set(document) == {"type", "features"}
    assert document["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = document["features"]
    assert all(set(feature) == {"type", "geometry", "properties"} for feature in features)
    assert all(feature["type"] == "Feature" for feature in features)
    return features


def test_each_row_is_a_feature() -> None:
    rows: list[Row] = [
        (NamedNode("http://e/marawi"), wkt(f"{CRS84} POINT(124.28 8.00)"), Literal(3)),
        (BlankNode("b"), None, None),
    ]
    assert collection(["place", "wkt", "n"], rows) == [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [124.28, 8.0]},
         "properties": {"place": "http://e/marawi", "n": 3}},
        {"type": "Feature", "geometry": None, "properties": {"place": "b", "n": None}},
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "POINT(124.28 8)", "point ( 124.28  8 )", "POINT Z (124.28 8 5e0)", f"{CRS84}POINT(124.28 8)",
    f"{EPSG_4326} POINT(8 124.28)", f"{EPSG_4326.replace('/0/', '/9.9.1/')}POINT(8 124.28)",
])  # fmt: skip
def test_points_are_longitude_before_latitude(text: str) -> None:
    found = geometry(text)
    assert found is not None
    assert found["type"] == "Point"
    assert found["coordinates"][:2] == [124.28, 8.0]
    assert found["coordinates"][2:] == ([5.0] if "Z" in text else [])


@pytest.mark.parametrize("text", ["POINT EMPTY", "POLYGON Z EMPTY", f"{CRS84} MULTIPOLYGON empty"])
def test_an_empty_geometry_is_none(text: str) -> None:
    assert geometry(text) is None
    assert collection(["wkt"], [(wkt(text),)])[0]["geometry"] is None


@pytest.mark.parametrize(("text", "message"), [
    ("LINESTRING(0 0,1 1)", "LINESTRING is none of POINT, POLYGON, MULTIPOLYGON"),
    ("POINT(1)", "'1' is no position of two or three numbers"),
    ("POINT(1 2 3 4)", "is no position"),
    ("POINT M (1 2 3)", "does not stand in brackets"),
    ("POINT(a b)", "is no position"),
    ("POINT(nan 1)", "is no position"),
    ("POINT(8 124.28)", "longitude 8.0, latitude 124.28 is not on the globe"),
    ("POINT(1e999 0)", "is not on the globe"),
    ("POINT 1 2", "does not stand in brackets"),
    ("POLYGON(0 0,1 0,1 1,0 0)", "does not stand in brackets"),
    ("POLYGON((0 0,1 0,1 1,0 1))", "a ring has four positions at least, and ends where it begins"),
    ("POLYGON((0 0,1 0,0 0))", "a ring has four positions"),
    ("MULTIPOLYGON((0 0,1 0,1 1,0 0))", "does not stand in brackets"),
    ("POLYGON((0 0,1 0,1 1,0 0)))", "a bracket closes that was not opened"),
    ("<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)", "EPSG/0/3857 is neither CRS84 nor"),
    ("", "this is no WKT"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_row(text: str, message: str) -> None:
    rows: list[Row] = [(wkt("POINT(1 2)"),), (wkt(text),)]
    with pytest.raises(DataError) as raised:
        written("geojson", ["where"], rows)
    assert str(raised.value).startswith("row 2, column where: ")
    assert message in str(raised.value)


corner = st.tuples(st.integers(-180, 180), st.integers(-90, 90)).map(
    lambda at: (at[0] / 2, at[1] / 2)
)
ring = st.lists(corner, min_size=3, max_size=6).map(lambda corners: [*corners, corners[0]])
polygon = st.lists(ring, min_size=1, max_size=3)


def as_wkt(rings: list[Ring], *, is_turned: bool) -> str:
    turned = [[(y, x) if is_turned else (x, y) for x, y in ring] for ring in rings]
    return ", ".join(f"({','.join(f'{x} {y}' for x, y in ring)})" for ring in turned)


def is_against_the_clock(ring: list[list[float]]) -> bool:
    """Tell by the corner that is lowest, of those the one to the right: it is convex."""
    corners = [tuple(at) for at in ring[:-1]]
    n = corners.index(min(corners, key=lambda at: (at[1], -at[0])))
    (x0, y0), (x1, y1), (x2, y2) = corners[n - 1], corners[n], corners[(n + 1) % len(corners)]
    return (x1 - x0) * (y2 - y1) - (x2 - x1) * (y1 - y0) > 0


@given(st.lists(polygon, min_size=1, max_size=3), st.booleans())
def test_areas_have_the_corners_of_the_wkt(areas: list[list[Ring]], is_turned: bool) -> None:
    inner = ",".join(f"({as_wkt(rings, is_turned=is_turned)})" for rings in areas)
    crs = EPSG_4326 if is_turned else ""
    several = geometry(f"{crs} MULTIPOLYGON({inner})")
    one = geometry(f"{crs} POLYGON({as_wkt(areas[0], is_turned=is_turned)})")
    assert several is not None
    assert one is not None
    assert (several["type"], one["type"]) == ("MultiPolygon", "Polygon")
    assert several["coordinates"][0] == one["coordinates"]
    for rings, found in zip(areas, several["coordinates"], strict=True):
        for mine, theirs in zip(rings, found, strict=True):
            corners = [list(at) for at in mine]
            assert theirs in (corners, corners[::-1])


SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_rings_are_turned_by_the_right_hand_rule(outer: Ring, hole: Ring) -> None:
    for text in (f"POLYGON({as_wkt([outer, hole], is_turned=False)})",
                 f"MULTIPOLYGON(({as_wkt([outer, hole], is_turned=False)}))"):  # fmt: skip
        found = geometry(text)
        assert found is not None
        rings = found["coordinates"] if found["type"] == "Polygon" else found["coordinates"][0]
        assert [is_against_the_clock(ring) for ring in rings] == [True, False]


@pytest.mark.parametrize(("latitude", "longitude"), [("lat", "long"), ("Latitude", "lng")])
def test_two_columns_of_degrees(latitude: str, longitude: str) -> None:
    rows: list[Row] = [
        (Literal("8.00", datatype=XSD.decimal), Literal("Marawi"), Literal(124.28)),
        (None, None, None),
    ]  # fmt: skip
    first, second = collection([latitude, "name", longitude], rows)
    assert first["geometry"] == {"type": "Point", "coordinates": [124.28, 8.0]}
    assert first["properties"] == {"name": "Marawi"}
    assert second["geometry"] is None


@pytest.mark.parametrize(("row", "message"), [
    ((Literal(8), None), "row 1, column lat and long: nothing is no number of degrees"),
    ((Literal("8"), Literal(1)), '"8" is no number of degrees'),
    ((Literal(True), Literal(1)), "is no number of degrees"),
    ((Literal(124), Literal(8)), "longitude 8.0, latitude 124.0 is not on the globe"),
])  # fmt: skip
def test_half_a_coordinate_is_none(row: Row, message: str) -> None:
    with pytest.raises(DataError) as raised:
        written("geojson", ["lat", "long"], [row])
    assert message in str(raised.value)


def test_without_coordinates_the_columns_are_named() -> None:
    rows: list[Row] = [(Literal("Marawi"), Literal(8))]
    with pytest.raises(UsageError, match=r"there are: name, lat; SELECT one of geo:wktLiteral"):
        written("geojson", ["name", "lat"], rows)
    assert collection(["name"], []) == []
    assert collection(["name", "wkt"], [(Literal("Marawi"), None)])[0]["geometry"] is None


def test_text_in_the_column_of_wkt_is_a_fault() -> None:
    rows: list[Row] = [(wkt("POINT(1 2)"),), (Literal("POINT(1 2)"),)]
    with pytest.raises(DataError, match=r'row 2, column x: "POINT\(1 2\)" is no geo:wktLiteral'):
        written("geojson", ["x"], rows)


def test_of_two_columns_the_first_is_the_geometry() -> None:
    rows: list[Row] = [(None, wkt("POINT(3 4)")), (wkt("POINT(1 2)"), None)]
    first, second = collection(["point", "area"], rows)
    assert (first["geometry"], first["properties"]) == (None, {"area": "POINT(3 4)"})
    assert second["geometry"] == {"type": "Point", "coordinates": [1.0, 2.0]}


def test_properties_are_json_values_that_lose_nothing() -> None:
    texts = {
        "INF": XSD.double, "1.5": XSD.double, "0.50": XSD.decimal, "2017-05-23": XSD.date,
        "0.12345678901234567890": XSD.decimal, "12345678901234567890": XSD.integer,
    }  # fmt: skip
    row = [Literal(text, datatype=kind) for text, kind in texts.items()]
    (feature,) = collection([*(f"c{n}" for n in range(6)), "wkt"], [(*row, None)])
    assert [*feature["properties"].values()] == [
        "inf", 1.5, 0.5, "2017-05-23", "0.12345678901234567890", 12345678901234567890,
    ]  # fmt: skip
