"""Bounds of areas: rings put together, checked against what is known of the places themselves."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.ingest.gazetteers.areas_shapes import multipolygon, signed_area
from kg.ingest.gazetteers.areas_topojson import InvalidShape, arcs, ring
from kg.model.areas import polygons
from kg.vocabulary import AG
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.ingest import LeftOut
    from kg.model.values import Entity

# Two squares that share an edge, the second with a hole; quantised, and as degrees.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.25], "translate": [10, -20]},
    "objects": {
        "here": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "id": "QX-A", "properties": {"name": "West"}, "arcs": [[0, 1]]},
            {"type": "MultiPolygon", "id": "QX-B", "properties": {"name": "East"},
             "arcs": [[[2, -2], [3]]]},
        ]},
    },
    "arcs": [
        [[4, 8], [-4, 0], [0, -8], [4, 0]],
        [[4, 0], [0, 8]],
        [[4, 0], [4, 0], [0, 8], [-4, 0]],
        [[5, 2], [0, 2], [2, 0], [0, -2], [-2, 0]],
    ],
}  # fmt: skip
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def project(folder: Path, data: object, more: str = "") -> Path:
    text = data if isinstance(data, str) else json.dumps(data)
    (folder / "areas.json").write_text(text, encoding="utf-8")
    return of_file(folder, "areas.json", more)


def of_file(folder: Path, path: str, more: str = "") -> Path:
    source = f'[[source]]\nid = "here"\nformat = "areas"\npath = "{path}"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def areas(folder: Path) -> list[Entity]:
    return [entity for batch in batches(folder) for entity in batch.entities]


def left_out(folder: Path) -> list[LeftOut]:
    return [each for batch in batches(folder) for each in batch.left_out]


def contains(entity: Entity, longitude: float, latitude: float) -> bool:
    if entity.area is None:
        return False
    return any(part.contains((longitude, latitude)) for part in polygons(entity.area.wkt))


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_arcs_are_joined_backwards_and_forwards(tmp_path: Path) -> None:
    west, east = areas(project(tmp_path, TOPOLOGY))
    assert west.area
    assert west.area.wkt == "MULTIPOLYGON(((12 -18,10 -18,10 -20,12 -20,12 -18)))"
    assert east.area
    assert east.area.wkt == (
        "MULTIPOLYGON(((12 -20,14 -20,14 -18,12 -18,12 -20),"
        "(12.5 -19.5,12.5 -19,13.5 -19,13.5 -19.5,12.5 -19.5)))"
    )
    assert (west.codes, west.name.value, west.kind) == (
        ("ISO 3166-2 QX-A",), "West", AG.AdministrativeArea,
    )  # fmt: skip
    assert contains(east, 12.2, -19.2)
    assert not contains(east, 13, -19.2)  # in the hole


def test_a_topology_that_is_not_quantised_is_taken_as_it_is(tmp_path: Path) -> None:
    topology = {
        "type": "Topology", "arcs": [SQUARE],
        "objects": {"one": {"type": "Polygon", "properties": {"name": "One"}, "arcs": [[0]]}},
    }  # fmt: skip
    (one,) = areas(project(tmp_path, topology))
    assert one.area
    assert one.area.wkt == "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)))"


def test_a_feature_collection_keeps_its_digits(tmp_path: Path) -> None:
    ring_ = [[124.10, 7.5], [124.2000001, 7.5], [124.2, 7.6], [124.10, 7.5]]
    data = collection(feature({"type": "Polygon", "coordinates": [ring_]}, name="One", iso="QX-1"))
    more = 'code_property = "iso"\ncountry = "QX"\nlicence = "CC0-1.0"\nversion = "3"\n'
    folder = project(tmp_path, data, more)
    country, one = areas(folder)
    assert one.area
    assert one.area.wkt == "MULTIPOLYGON(((124.1 7.5,124.2000001 7.5,124.2 7.6,124.1 7.5)))"
    assert (one.codes, one.country_code) == (("ISO 3166-2 QX-1",), "QX")
    assert (country.kind, country.country_code) == (AG.Country, "QX")
    (batch,) = batches(folder)
    (claim,) = batch.claims
    assert (claim.relationship, claim.subject, claim.object) == (
        AG.Containment, one.iri, country.iri,
    )  # fmt: skip
    assert batch.sources[0].licence.value == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert not kg.check(folder).problems


def test_a_name_and_a_code_that_two_areas_share_make_no_two_of_one_id(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [SQUARE]}
    shared = [
        {**feature(square, name="One"), "id": "QX.A"},
        {**feature(square, name="Two"), "id": "QX.A"},
        {**feature(square, name="Three"), "id": "QX."},
        {**feature(square, name="Three"), "id": "-99"},
    ]
    folder = project(tmp_path, collection(*shared), 'scheme = "HASC"\n')
    found = areas(folder)
    assert [e.iri.value.rpartition("/")[2] for e in found] == [
        "here-qx-a-one", "here-qx-a-two", "here-three", "here-three-4",
    ]  # fmt: skip
    assert [e.codes for e in found] == [("HASC QX.A",), ("HASC QX.A",), (), ()]
    assert "more than one area" in found[0].note
    assert [(o.row, o.value) for o in left_out(folder)] == [(3, "QX."), (4, "-99")]


def test_what_is_no_area_or_has_no_name_is_left_out_with_the_reason(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    data = collection(
        feature(point, name="A point"), feature(None, name="Nothing"),
        feature({"type": "Polygon", "coordinates": [SQUARE]}),
    )  # fmt: skip
    folder = project(tmp_path, data)
    assert [(o.row, o.reason) for o in left_out(folder)] == [
        (1, "is no area but Point"),
        (2, "is no area but no geometry"),
        (3, "has neither a name nor a code"),
    ]
    assert sum(batch.rows for batch in batches(folder)) == 3
    assert not areas(folder)


BROKEN: list[tuple[object, str]] = [
    ("{", "is no JSON (Expecting property name"),
    ("[1, 2]", "is neither a FeatureCollection nor a Topology; give GeoJSON or TopoJSON"),
    ({"type": "Topology", "objects": {}}, "has no arcs that can be read; get the file anew"),
    ({**TOPOLOGY, "transform": {"scale": [1]}}, "has no arcs that can be read; "),
    (collection(crs={"properties": {"name": "EPSG:32651"}}), "is in EPSG:32651; convert it"),
]
FAULTY: list[tuple[object, str]] = [
    ({"type": "Polygon", "coordinates": [SQUARE[:4]]}, "has a ring that is not closed; "),
    ({"type": "Polygon", "coordinates": [SQUARE[:2]]}, "has a ring of 2 positions; "),
    ({"type": "Polygon", "coordinates": [[[500000, 1], [2, 2], [3, 3], [500000, 1]]]},
     "lies at 500000 1, which are no degrees; convert it to WGS 84"),
    ({"type": "MultiPolygon", "coordinates": []}, "has no polygon; give its bounds"),
    ({"type": "Polygon", "coordinates": ["x"]}, "has bounds that cannot be read; write rings"),
    ({"type": "Polygon"}, "has bounds that cannot be read; "),
    ("Polygon", "has bounds that cannot be read; "),
]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), BROKEN)
def test_a_file_that_holds_no_areas_is_told(tmp_path: Path, data: object, told: str) -> None:
    problem = only(loaded(project(tmp_path, data)).problems)
    assert problem.file == "areas.json"
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    assert not all(batch.is_whole for batch in batches(tmp_path))


@pytest.mark.parametrize(("geometry", "told"), FAULTY)
def test_a_fault_of_one_area_leaves_the_others(tmp_path: Path, geometry: object, told: str) -> None:
    good = feature({"type": "Polygon", "coordinates": [SQUARE]}, name="Good")
    folder = project(tmp_path, collection(good, feature(geometry, name="Bad")))
    problem = only(loaded(folder).problems)
    assert (problem.row, problem.value) == (2, "Bad")
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    assert [entity.name.value for entity in areas(folder)] == ["Good"]


def test_what_is_no_object_where_one_must_be_is_told(tmp_path: Path) -> None:
    data = collection(
        "x", feature({"type": "Polygon", "coordinates": [SQUARE]}) | {"properties": [1]}
    )
    folder = project(tmp_path, data)
    assert only(loaded(folder).problems).message == "is no feature"
    assert [o.reason for o in left_out(folder)] == ["has neither a name nor a code"]
    objects = {"o": {"type": "GeometryCollection", "geometries": [7]}}
    folder = project(tmp_path, {**TOPOLOGY, "objects": objects})
    assert only(loaded(folder).problems).message == "is no feature"
    folder = project(tmp_path, {**TOPOLOGY, "objects": {"o": 7}})
    assert only(loaded(folder).problems).message == "has no arcs that can be read"


def test_an_arc_that_is_not_there_or_does_not_join_on_is_a_fault(tmp_path: Path) -> None:
    objects = {"o": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "properties": {"name": "A"}, "arcs": [[0, 9]]},
        {"type": "Polygon", "properties": {"name": "B"}, "arcs": [[0, 3]]},
    ]}}  # fmt: skip
    problems = loaded(project(tmp_path, {**TOPOLOGY, "objects": objects})).problems
    assert [problem.message for problem in problems] == [
        "refers to arc 9, and the file has 4",
        "has an arc, 3, that does not join on",
    ]


@pytest.mark.parametrize(
    ("option", "column"), [('level = "village"', "level"), ('country = "PHL"', "country")]
)
def test_an_option_that_says_nothing_known_is_told(
    tmp_path: Path, option: str, column: str
) -> None:
    assert only(loaded(project(tmp_path, TOPOLOGY, option)).problems).column == column


def test_a_file_of_other_bytes_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path, TOPOLOGY)
    (folder / "areas.json").write_bytes('{"type": "é"}'.encode("latin-1"))
    assert only(loaded(folder).problems).message == "is not UTF-8"


whole = st.integers(-500, 500)


@given(st.lists(st.tuples(whole, whole), min_size=2, max_size=12))
def test_decoding_an_arc_undoes_its_encoding(positions: list[tuple[int, int]]) -> None:
    steps = [
        (x - (positions[i - 1][0] if i else 0), y - (positions[i - 1][1] if i else 0))
        for i, (x, y) in enumerate(positions)
    ]
    scale, origin = Decimal("0.125"), Decimal("-1.5")
    transform = {"scale": [scale, scale], "translate": [origin, origin]}
    (decoded,) = arcs({"arcs": [steps], "transform": transform})
    assert decoded == [(x * scale + origin, y * scale + origin) for x, y in positions]
    assert ring([~0], [decoded]) == decoded[::-1]


def test_rings_are_turned_the_right_way() -> None:
    square = [(Decimal(x), Decimal(y)) for x, y in SQUARE]
    assert signed_area(square) == 1
    assert multipolygon([[square]]) == multipolygon([[square[::-1]]])
    with pytest.raises(InvalidShape, match="not closed"):
        multipolygon([[square[:-1]]])


@pytest.mark.parametrize(
    ("code", "count", "without_name"),
    [("irq", 18, 0), ("syr", 15, 0), ("phl", 120, 1), ("lby", 22, 0), ("egy", 28, 1)],
)
def test_every_area_of_the_real_files_is_read_or_reported(
    real_data: Callable[[str], Path], tmp_path: Path, code: str, count: int, without_name: int
) -> None:
    folder = of_file(tmp_path, str(real_data(f"data/geo/admin1_{code}.topo.json")))
    found = batches(folder)
    assert not [problem for batch in found for problem in batch.problems]
    assert sum(batch.rows for batch in found) == count
    reasons = [o.reason for o in left_out(folder)]
    assert reasons.count("has neither a name nor a code") == without_name
    assert len(areas(folder)) == count - without_name


# Where towns lie, from GeoNames and general knowledge: none of it from the files with the bounds.
TOWNS = [
    ("phl", "Lanao del Sur", 124.29, 8.0), ("phl", "Sulu", 121.0, 5.97),
    ("phl", "Benguet", 120.59, 16.46), ("phl", "Palawan", 118.49, 9.24),
    ("irq", "Ninawa", 43.12, 36.34), ("irq", "Al-Anbar", 43.31, 33.43),
    ("irq", "Baghdad", 44.4, 33.34), ("syr", "Ar Raqqah", 39.01, 35.95),
    ("syr", "Aleppo", 37.16, 36.2), ("lby", "Surt", 16.59, 31.1), ("egy", "Aswan", 32.9, 24.09),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "longitude", "latitude"), TOWNS)
def test_a_town_lies_in_its_province_and_in_no_other(
    real_data: Callable[[str], Path], tmp_path: Path, code: str, name: str, longitude: float,
    latitude: float,
) -> None:  # fmt: skip
    folder = of_file(tmp_path, str(real_data(f"data/geo/admin1_{code}.topo.json")))
    around = [e.name.value for e in areas(folder) if contains(e, longitude, latitude)]
    if name == "Palawan":
        assert around in ([name], [])  # the coast is drawn coarsely there
    else:
        assert around == [name]


COUNTRIES = [
    ("608", "Philippines", 121.0, 14.6), ("368", "Iraq", 44.4, 33.3), ("760", "Syria", 38.0, 35.0),
    ("643", "Russia", 37.6, 55.75), ("643", "Russia", 170.0, 66.0),
    ("643", "Russia", -173.0, 65.5), ("032", "Argentina", -64, -34),
    ("036", "Australia", 133.9, -23.7),
]  # fmt: skip


def test_the_countries_of_natural_earth_lie_where_they_do(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("data/geo/naturalearth_countries-50m.topo.json")
    folder = of_file(tmp_path, str(path), 'level = "country"\n')
    found = batches(folder)
    assert not [problem for batch in found for problem in batch.problems]
    assert sum(batch.rows for batch in found) == 242  # 241 countries, and all land as one
    assert len(areas(folder)) == 241
    assert len(found) == 2
    reasons = {(o.value, o.reason) for o in left_out(folder)}
    assert ("Antarctica", "has bounds that run around a pole") in reasons
    for code, name, longitude, latitude in COUNTRIES:
        (country,) = (e for e in areas(folder) if contains(e, longitude, latitude))
        assert (country.codes, country.name.value) == ((f"ISO 3166-1 {code}",), name)
        assert country.kind == AG.Country


def test_all_rings_of_the_real_files_are_closed_and_turn_the_right_way(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    for name in ("admin1_phl.topo.json", "naturalearth_countries-50m.topo.json"):
        folder = of_file(tmp_path, str(real_data(f"data/geo/{name}")), 'level = "country"\n')
        for entity in areas(folder):
            if not entity.area:
                assert entity.name.value == "Antarctica"
                continue
            for polygon in polygons(entity.area.wkt):
                for number, ring_ in enumerate(polygon.rings):
                    assert ring_[0] == ring_[-1]
                    assert all(abs(a[0] - b[0]) < 180 for a, b in pairwise(ring_))
                    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring_))
                    assert area > 0 if number == 0 else area < 0, entity.name


def test_neighbours_share_their_border_to_the_digit(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = of_file(tmp_path, str(real_data("data/geo/admin1_irq.topo.json")))
    edges: dict[frozenset[tuple[float, float]], int] = {}
    for entity in areas(folder):
        assert entity.area
        for polygon in polygons(entity.area.wkt):
            for one, other in pairwise(polygon.rings[0]):
                edge = frozenset((one, other))
                edges[edge] = edges.get(edge, 0) + 1
    assert set(edges.values()) == {1, 2}  # outer borders once, inner ones twice
    assert sum(count == 2 for count in edges.values()) > 100
