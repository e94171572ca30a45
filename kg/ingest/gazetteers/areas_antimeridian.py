"""Polygons cut where longitude jumps from 180 to -180, as RFC 7946, section 3.1.9, asks for."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.ingest.gazetteers.areas_topojson import InvalidShape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ingest.gazetteers.areas_topojson import Position, Ring

_HALF, _TURN = Decimal(180), Decimal(360)
_PLACES = Decimal("1E-7")
_LEAST = 4


class EnclosesPole(InvalidShape):
    """A ring that runs once around the earth: no polygon in degrees can say what it encloses."""


def cut(polygons: Sequence[Sequence[Ring]]) -> list[Sequence[Ring]]:
    """Return the polygons, each that crosses the antimeridian as one on either side.

    >>> ring = [(Decimal(x), Decimal(y)) for x, y in ((170, 0), (-170, 0), (-170, 9), (170, 0))]
    >>> [[[f"{x:f} {y:f}" for x, y in ring] for ring in part] for part in cut([[ring]])]
    [[['180 0', '180 4.5', '170 0', '180 0']], [['-180 0', '-170 0', '-170 9', '-180 4.5', '-180 0']]]
    """  # noqa: E501
    return [part for rings in polygons for part in _parts(rings)]


def _parts(rings: Sequence[Ring]) -> Iterator[Sequence[Ring]]:
    if not any(abs(one[0] - other[0]) > _HALF for ring in rings for one, other in pairwise(ring)):
        yield rings
        return
    unwrapped = [_unwrapped(ring) for ring in rings]
    west = min(x for x, _ in unwrapped[0])
    for number, ring in enumerate(unwrapped):
        if number and max(x for x, _ in ring) < west:  # a hole on the far side
            unwrapped[number] = [(x + _TURN, y) for x, y in ring]
    for side, shift in ((1, Decimal(0)), (-1, -_TURN)):
        clipped = [_clipped(ring, side) for ring in unwrapped]
        if len(clipped[0]) >= _LEAST:
            yield [[(x + shift, y) for x, y in ring] for ring in clipped if len(ring) >= _LEAST]


def _unwrapped(ring: Ring) -> Ring:
    """Let longitude run on beyond 180 instead of jumping."""
    shift = Decimal(0)
    found = [ring[0]]
    for (x0, _), (x, y) in pairwise(ring):
        if abs(x - x0) > _HALF:
            shift += _TURN if x < x0 else -_TURN
        found.append((x + shift, y))
    if found[0] != found[-1]:
        raise EnclosesPole("has bounds that run around a pole; give them as polygons in degrees")
    return [(x + _TURN, y) for x, y in found] if min(x for x, _ in found) < -_HALF else found


def _clipped(ring: Ring, side: int) -> Ring:
    """Return what of a ring lies on one side of 180: 1 for the west of it, -1 for the east.

    Where it leaves and comes back, it runs along the line (Sutherland and Hodgman, 1974).
    """
    found: Ring = []
    for one, other in pairwise(ring):
        before, after = ((_HALF - x) * side for x, _ in (one, other))
        if before * after < 0:
            found.append(_at_180(one, other))
        if after >= 0:
            found.append(other)
    if found and found[0] != found[-1]:
        found.append(found[0])
    return found if any(x != _HALF for x, _ in found) else []


def _at_180(one: Position, other: Position) -> Position:
    (x1, y1), (x2, y2) = sorted((one, other))
    y = y1 + (_HALF - x1) * (y2 - y1) / (x2 - x1)
    return _HALF, y.quantize(_PLACES).normalize()
