"""Areas and points read from WKT, which point lies in which area, and how far from it.

A ray is cast eastward and its crossings are counted; each edge is looked at from its southern end,
so that two areas that share an edge compute the same crossing, and a point on it lies in one of the
two. Exact to the file's own positions; it knows nothing of the curvature between them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.model import wkt

Point = tuple[float, float]  # longitude, latitude
_EARTH = 6371.0  # kilometres, the mean radius
_DEGREE = math.radians(1) * _EARTH  # of latitude, in kilometres
_AREA = re.compile(r"\s*(<[^>]*>)?\s*(MULTI)?POLYGON", re.IGNORECASE)
_POINT = re.compile(r"\s*(<[^>]*>)?\s*POINT", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Polygon:
    """Rings, the outer one first, and the box around it: west, south, east, north."""

    rings: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]

    def contains(self, point: Point) -> bool:
        """Tell whether a point lies in the outer ring, and in none of the holes."""
        west, south, east, north = self.box
        if not (west <= point[0] <= east and south <= point[1] <= north):
            return False
        return sum(_crossings(ring, point) for ring in self.rings) % 2 == 1


def _crossings(ring: tuple[Point, ...], point: Point) -> int:
    x, y = point
    count = 0
    for one, other in pairwise(ring):
        (x1, y1), (x2, y2) = (one, other) if one[1] <= other[1] else (other, one)
        if y1 <= y < y2 and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            count += 1
    return count


@lru_cache(maxsize=256)  # one area is often asked about many points
def polygons(text: str) -> tuple[Polygon, ...]:
    """Read a POLYGON or MULTIPOLYGON; nothing else has bounds. Raises `ValueError` as `wkt` does.

    >>> (square,) = polygons("POLYGON((0 0,2 0,2 2,0 2,0 0),(1 1,1.5 1,1.5 1.5,1 1))")
    >>> square.contains((0.5, 0.5)), square.contains((1.4, 1.2)), square.contains((3, 1))
    (True, False, False)
    """
    read = wkt.geometry(text) if _AREA.match(text) else None
    if read is None:
        return ()
    parts = read["coordinates"] if read["type"] == "MultiPolygon" else [read["coordinates"]]
    return tuple(map(_polygon, parts))


def _polygon(rings: list[list[wkt.Position]]) -> Polygon:
    read = tuple(tuple((x, y) for x, y, *_ in ring) for ring in rings)
    xs, ys = zip(*read[0], strict=True)
    return Polygon(read, (min(xs), min(ys), max(xs), max(ys)))


def point(text: str) -> Point | None:
    """Read a POINT; None for what is none. Raises `ValueError` as `wkt` does.

    >>> point("POINT(124.28395 8.0034)")
    (124.28395, 8.0034)
    """
    read = wkt.geometry(text) if _POINT.match(text) else None
    if read is None:
        return None
    x, y, *_ = read["coordinates"]
    return (x, y)


def kilometres_outside(place: Point, area: tuple[Polygon, ...]) -> float:
    """Return how far a point lies outside an area, and 0 for one that lies in it.

    Measured on a plane that touches the Earth at the point: good to a percent within 500 km.

    >>> square = polygons("POLYGON((0 0,2 0,2 2,0 2,0 0))")
    >>> kilometres_outside((1, 1), square), round(kilometres_outside((3, 1), square))
    (0.0, 111)
    """
    if any(polygon.contains(place) for polygon in area):
        return 0.0
    rings = (ring for polygon in area for ring in polygon.rings)
    flat = ([_on_plane(place, corner) for corner in ring] for ring in rings)
    return min(_from_origin(*edge) for ring in flat for edge in pairwise(ring))


def _on_plane(centre: Point, point: Point) -> Point:
    """Return kilometres eastward and northward of a centre, the shorter way around the Earth."""
    east = (point[0] - centre[0] + 180) % 360 - 180
    return (east * _DEGREE * math.cos(math.radians(centre[1])), (point[1] - centre[1]) * _DEGREE)


def _from_origin(one: Point, other: Point) -> float:
    """Return the distance of an edge from the origin of its plane."""
    (x, y), (dx, dy) = one, (other[0] - one[0], other[1] - one[1])
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, -(x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x + along * dx, y + along * dy)


def kilometres(one: Point, other: Point) -> float:
    """Return the distance of two points along the great circle.

    >>> round(kilometres((124.28395, 8.0034), (124.30083, 7.72444)))
    31
    """
    (x1, y1), (x2, y2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * (
        math.sin((x2 - x1) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))
