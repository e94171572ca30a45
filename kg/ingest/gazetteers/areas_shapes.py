"""Polygons checked and written as WKT: closed rings in degrees, outer ones anticlockwise."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.ingest.gazetteers.areas_antimeridian import cut
from kg.ingest.gazetteers.areas_topojson import InvalidShape

if TYPE_CHECKING:
    from collections.abc import Sequence

from kg.ingest.gazetteers.areas_topojson import Ring

_LEAST = (
    4  # positions that a ring has (RFC 7946, section 3.1.6): three corners, and the first again
)


def of_geojson(geometry: dict[str, Any]) -> list[list[Ring]] | None:
    """Return a GeoJSON geometry as polygons of rings; None if it is no area."""
    if geometry["type"] == "Polygon":
        return [[_positions(ring) for ring in geometry["coordinates"]]]
    if geometry["type"] == "MultiPolygon":
        return [[_positions(ring) for ring in part] for part in geometry["coordinates"]]
    return None


def _positions(ring: Sequence[Sequence[Decimal | int]]) -> Ring:
    return [(Decimal(x), Decimal(y)) for x, y, *_ in ring]


def multipolygon(polygons: Sequence[Sequence[Ring]]) -> str:
    """Return the WKT of polygons, cut and turned the way of RFC 7946; raise InvalidShape.

    >>> square = [(Decimal(x), Decimal(y)) for x, y in ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))]
    >>> multipolygon([[square]])
    'MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)))'
    """
    if not polygons:
        raise InvalidShape("has no polygon; give its bounds")
    for ring in (ring for rings in polygons for ring in rings):
        _check(ring)
    parts = []
    for rings in cut(polygons):
        turned = [_turned(ring, outer=number == 0) for number, ring in enumerate(rings)]
        parts.append("(" + ",".join(f"({_text(ring)})" for ring in turned) + ")")
    return f"MULTIPOLYGON({','.join(parts)})"


def _text(ring: Ring) -> str:
    return ",".join(f"{x:f} {y:f}" for x, y in ring)


def _check(ring: Ring) -> None:
    if len(ring) < _LEAST:
        raise InvalidShape(f"has a ring of {len(ring)} positions; a ring has {_LEAST} or more")
    if ring[0] != ring[-1]:
        raise InvalidShape("has a ring that is not closed; end it with its first position")
    for x, y in ring:
        if not (abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004  (degrees)
            raise InvalidShape(
                f"lies at {x:f} {y:f}, which are no degrees; convert it to WGS 84, longitude first"
            )


def _turned(ring: Ring, *, outer: bool) -> Ring:
    """Return the ring anticlockwise if it is an outer one, clockwise if it is a hole."""
    return ring if (signed_area(ring) > 0) == outer else ring[::-1]


def signed_area(ring: Ring) -> Decimal:
    """Return the area in square degrees: positive if the ring runs anticlockwise.

    >>> signed_area([(Decimal(x), Decimal(y)) for x, y in ((0, 0), (2, 0), (2, 1), (0, 0))])
    Decimal('1')
    """
    pairs = pairwise(ring)
    return sum((x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs), Decimal(0)) / 2
