"""Bounds read from WKT, and which point lies in which of them.

A ray is cast eastward and its crossings are counted; each edge is looked at from its southern end,
so that two areas that share an edge compute the same crossing, and a point on it lies in one of the
two. Exact to the file's own positions; it knows nothing of the curvature between them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[float, float]  # longitude, latitude
_EARTH = 6371.0  # kilometres, the mean radius
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_POINT = re.compile(rf"\s*POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)\s*", re.IGNORECASE)


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


def polygons(wkt: str) -> tuple[Polygon, ...]:
    """Read a POLYGON or MULTIPOLYGON; nothing else has bounds.

    >>> (square,) = polygons("POLYGON((0 0,2 0,2 2,0 2,0 0),(1 1,1.5 1,1.5 1.5,1 1))")
    >>> square.contains((0.5, 0.5)), square.contains((1.4, 1.2)), square.contains((3, 1))
    (True, False, False)
    """
    if not re.match(r"\s*(MULTI)?POLYGON", wkt, re.IGNORECASE):
        return ()
    return tuple(_polygon(body) for body in _bodies(wkt))


def _bodies(wkt: str) -> Iterator[list[str]]:
    """Yield the rings of each polygon as text: between two, brackets close and open twice."""
    for part in re.split(r"\)\s*\)\s*,\s*\(\s*\(", wkt):
        yield re.findall(r"[^()]*\d[^()]*", part)


def _polygon(rings: list[str]) -> Polygon:
    read = tuple(
        tuple((float(x), float(y)) for x, y in (pair.split()[:2] for pair in ring.split(",")))
        for ring in rings
    )
    xs, ys = zip(*read[0], strict=True)
    return Polygon(read, (min(xs), min(ys), max(xs), max(ys)))


def point(wkt: str) -> Point | None:
    """Read a POINT; None for what is none.

    >>> point("POINT(124.28395 8.0034)")
    (124.28395, 8.0034)
    """
    found = _POINT.fullmatch(wkt)
    return (float(found[1]), float(found[2])) if found else None


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
