"""GeoJSON (RFC 7946): each row is a feature, where the answer has coordinates.

They stand in a column of WKT literals (the first, where there are several), or in two of latitude
and longitude. A row without has the geometry ``null``. The other columns are properties. Rows are
held, since a column of WKT is known by its first literal.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal

from kg.errors import DataError, UsageError
from kg.model.wkt import geometry, point
from kg.query.formats.terms import value
from kg.vocabulary import GEO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Cell, Out, Row

_LATITUDES = ("lat", "latitude")
_LONGITUDES = ("long", "lon", "lng", "longitude")


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write a FeatureCollection, a feature a line.

    Raises `UsageError` where no column has coordinates, `DataError` where some cannot be read.

    >>> import io
    >>> out = io.BytesIO()
    >>> write(["name", "lat", "long"], [(Literal("Butig"), Literal(7.72), Literal(124.3))], out)
    >>> print(out.getvalue().decode().splitlines()[1])
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [124.3, 7.72]}, \
"properties": {"name": "Butig"}}
    """
    held = list(rows)
    places = _places(columns, held)
    others = [n for n in range(len(columns)) if n not in places]
    out.write(b'{"type": "FeatureCollection", "features": [')
    before = "\n"
    for number, row in enumerate(held, start=1):
        feature = {
            "type": "Feature",
            "geometry": _geometry(number, columns, places, row),
            "properties": {columns[n]: _property(row[n]) for n in others},
        }
        out.write((before + json.dumps(feature, ensure_ascii=False, allow_nan=False)).encode())
        before = ",\n"
    out.write(b"\n]}\n")


def _places(columns: Sequence[str], rows: Sequence[Row]) -> tuple[int, ...]:
    """Return where the coordinates stand: one column of WKT, or latitude and longitude."""
    for n, column in enumerate(columns):
        if column == "wkt" or column.endswith("_wkt") or any(_is_wkt(row[n]) for row in rows):
            return (n,)
    found = [
        next((n for n, column in enumerate(columns) if column.lower() in names), None)
        for names in (_LATITUDES, _LONGITUDES)
    ]
    if found[0] is not None and found[1] is not None:
        return (found[0], found[1])
    if not rows:
        return ()  # nothing was found, so nothing has coordinates
    raise UsageError(
        f"no column has coordinates; there are: {', '.join(columns) or 'none'}; SELECT one of "
        "geo:wktLiteral, as ?place geo:hasGeometry/geo:asWKT ?wkt gives, or ?lat and ?long"
    )


def _is_wkt(term: Cell) -> bool:
    return isinstance(term, Literal) and term.datatype == GEO.wktLiteral


def _geometry(
    number: int, columns: Sequence[str], places: tuple[int, ...], row: Row
) -> dict[str, Any] | None:
    terms = [row[n] for n in places]
    if all(term is None for term in terms):
        return None
    named = " and ".join(columns[n] for n in places)
    try:
        if len(terms) == 1:
            return _of_wkt(terms[0])
        latitude, longitude = map(_degrees, terms)
        return point(longitude, latitude)
    except ValueError as error:
        raise DataError(f"row {number}, column {named}: {error}") from error


def _of_wkt(term: Cell) -> dict[str, Any] | None:
    if not isinstance(term, Literal) or not _is_wkt(term):
        raise ValueError(f"{term} is no geo:wktLiteral")
    return geometry(term.value)


def _degrees(term: Cell) -> float:
    found = value(term)
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        raise ValueError(f"{'nothing' if term is None else term} is no number of degrees")
    return float(found)


def _property(term: Cell) -> str | int | float | bool | None:
    """Return what JSON can hold of a value; a number that it would change stays text."""
    found = value(term)
    if isinstance(found, Decimal):
        return float(found) if Decimal(repr(float(found))) == found else str(found)
    if isinstance(found, float) and not math.isfinite(found):
        return str(found)
    return found if found is None or isinstance(found, str | int | float) else found.isoformat()
