"""WKT literals of GeoSPARQL as geometries of GeoJSON: points, polygons, and several polygons.

GeoSPARQL 1.1, section 8.5.1: the literal may begin with the IRI of its reference system, and else
is of CRS84, longitude before latitude. Coordinates of EPSG 4326 are turned round, since it has
latitude first (section 8.5.1.2). Other systems are refused: to convert them is for a geographer's
tool. Rings are turned as RFC 7946 (section 3.1.6) wants: outer ones against the clock, holes with
it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, TypeAlias

Position: TypeAlias = list[float]

_LITERAL = re.compile(r"\s*(?:<(?P<crs>[^>]*)>)?\s*(?P<kind>[A-Za-z]+)\s*(?P<rest>.*)", re.DOTALL)
_LONGITUDE_FIRST = re.compile(r"https?://www\.opengis\.net/def/crs/OGC/(?:1\.3|0)/CRS84")
_LATITUDE_FIRST = re.compile(r"https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/4326")
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_POSITION = re.compile(rf"\s*{_NUMBER}\s+{_NUMBER}(?:\s+{_NUMBER})?\s*")
_KINDS = {"POINT": ("Point", 0), "POLYGON": ("Polygon", 2), "MULTIPOLYGON": ("MultiPolygon", 3)}
_CORNERS = 4  # a ring has three corners, and the first of them once more


def geometry(text: str) -> dict[str, Any] | None:
    """Return the geometry that a literal writes; None for one that is empty.

    Raises `ValueError`, which says what is wrong with it.

    >>> geometry("POINT(124.28 8.00)")
    {'type': 'Point', 'coordinates': [124.28, 8.0]}
    >>> geometry("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(8.00 124.28)")
    {'type': 'Point', 'coordinates': [124.28, 8.0]}
    >>> geometry("CIRCLE(0 0, 1)")
    Traceback (most recent call last):
    ValueError: CIRCLE is none of POINT, POLYGON, MULTIPOLYGON
    """
    found = _LITERAL.fullmatch(text)
    if not found:
        raise ValueError("this is no WKT")
    is_turned = _is_latitude_first(found["crs"])
    kind = found["kind"].upper()
    if kind not in _KINDS:
        raise ValueError(f"{kind} is none of {', '.join(_KINDS)}")
    rest = re.sub(r"Z(?![A-Za-z])\s*", "", found["rest"], count=1, flags=re.IGNORECASE)
    if rest.strip().upper() == "EMPTY":
        return None
    name, depth = _KINDS[kind]
    coordinates = _nested(rest.strip(), depth, is_turned=is_turned)
    return {"type": name, "coordinates": coordinates}


def point(longitude: float, latitude: float) -> dict[str, Any]:
    """Return a point; raise `ValueError` for one that is not on the globe."""
    return {"type": "Point", "coordinates": _on_the_globe([longitude, latitude])}


def _is_latitude_first(crs: str | None) -> bool:
    if crs is None or _LONGITUDE_FIRST.fullmatch(crs):
        return False
    if _LATITUDE_FIRST.fullmatch(crs):
        return True
    raise ValueError(f"the reference system {crs} is neither CRS84 nor EPSG 4326; convert it first")


def _nested(text: str, depth: int, *, is_turned: bool) -> list[Any]:
    """Read what stands in brackets: positions at the lowest depth, rings above, polygons above."""
    if not (text.startswith("(") and text.endswith(")")):
        raise ValueError(f"{text[:40]!r} does not stand in brackets")
    inner = text[1:-1]
    if depth == 0:
        return _position(inner, is_turned=is_turned)
    if depth == 1:
        return [_position(part, is_turned=is_turned) for part in inner.split(",")]
    parts = [_nested(part, depth - 1, is_turned=is_turned) for part in _parts(inner)]
    if depth > 2:  # noqa: PLR2004  (polygons, whose rings are turned already)
        return parts
    return [_ring(part, is_outer=n == 0) for n, part in enumerate(parts)]


def _parts(text: str) -> list[str]:
    """Split at the commas between brackets."""
    parts, level, begin = [], 0, 0
    for found in re.finditer(r"[(),]", text):
        level += {"(": 1, ")": -1, ",": 0}[found[0]]
        if level < 0:
            raise ValueError("a bracket closes that was not opened")
        if found[0] == "," and level == 0:
            parts.append(text[begin : found.start()].strip())
            begin = found.end()
    return [*parts, text[begin:].strip()]


def _position(text: str, *, is_turned: bool) -> Position:
    if not _POSITION.fullmatch(text):
        raise ValueError(f"{text.strip()[:40]!r} is no position of two or three numbers")
    x, y, *height = map(float, text.split())
    return _on_the_globe([y, x, *height] if is_turned else [x, y, *height])


def _on_the_globe(position: Position) -> Position:
    longitude, latitude = position[:2]
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # noqa: PLR2004  (degrees)
        raise ValueError(f"longitude {longitude}, latitude {latitude} is not on the globe")
    return position


def _ring(positions: list[Position], *, is_outer: bool) -> list[Position]:
    if len(positions) < _CORNERS or positions[0] != positions[-1]:
        raise ValueError("a ring has four positions at least, and ends where it begins")
    doubled_area = sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in pairwise(positions))
    is_against_the_clock = doubled_area > 0
    return positions if is_against_the_clock is is_outer else positions[::-1]
