"""How far a point lies outside an area."""

from __future__ import annotations

import pytest

from kg.model.areas import kilometres, kilometres_outside, point, polygons

HOLED = "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,3 1,3 3,1 3,1 1))"
EAST = "MULTIPOLYGON(((179 0,180 0,180 1,179 1,179 0)))"


@pytest.mark.parametrize(
    ("area", "where", "metres"),
    [
        (HOLED, (0.5, 2), 0),
        (HOLED, (2, 2.9), 11_119),  # in the hole: to its edge
        (HOLED, (2, 4.1), 11_119),
        (HOLED, (5, 4.1), 111_462),  # beyond a corner
        (EAST, (-179.9, 0.5), 11_119),  # the shorter way, over the antimeridian
        ("POLYGON((0 60,1 60,1 61,0 61,0 60))", (1.2, 60.5), 10_951),  # meridians converge
    ],
)
def test_metres_outside(area: str, where: tuple[float, float], metres: int) -> None:
    assert 1000 * kilometres_outside(where, polygons(area)) == pytest.approx(metres, abs=60)


@pytest.mark.parametrize("to", [(3, 1), (2.5, 3), (-1, -1)])
def test_to_a_corner_it_is_the_distance_of_two_points(to: tuple[float, float]) -> None:
    corner = (min(2.0, max(0.0, to[0])), min(2.0, max(0.0, to[1])))
    square = polygons("POLYGON((0 0,2 0,2 2,0 2,0 0))")
    assert kilometres_outside(to, square) == pytest.approx(kilometres(to, corner), rel=0.001)


def test_points_and_areas_are_told_apart() -> None:
    assert polygons("POINT(1 1)") == ()
    assert polygons("LINESTRING(0 0,1 1)") == ()
    assert point(HOLED) is None
    # Latitude first, as EPSG 4326 has it.
    assert point("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(8 124)") == (124, 8)
    with pytest.raises(ValueError, match="not on the globe"):
        point("POINT(8 124)")
