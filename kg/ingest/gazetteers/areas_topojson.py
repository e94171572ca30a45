"""TopoJSON made plain: shared arcs put together into rings, quantised numbers into degrees.

TopoJSON 1.0 (https://github.com/topojson/topojson-specification). A position of a quantised arc is
the sum of the whole numbers so far, times the scale, plus the translation; it is computed exactly
and then rounded to seven places, about a centimetre, so that neighbours keep the same border.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeAlias

Position: TypeAlias = tuple[Decimal, Decimal]
Ring: TypeAlias = list[Position]
_PLACES = Decimal("1E-7")


class InvalidShape(ValueError):
    """A geometry that cannot be; the message is ``what is wrong; what to do``."""


def arcs(topology: dict[str, Any]) -> list[Ring]:
    """Return all arcs of a topology as positions in degrees.

    >>> arcs({"arcs": [[[0, 0], [4, 2], [-1, 1]]],
    ...       "transform": {"scale": [Decimal("0.5"), 1], "translate": [10, 20]}})
    [[(Decimal('10'), Decimal('20')), (Decimal('12'), Decimal('22')), (Decimal('11.5'), Decimal('23'))]]
    """  # noqa: E501
    transform = topology.get("transform")
    return [_arc(positions, transform) for positions in topology["arcs"]]


def _arc(positions: list[list[Decimal | int]], transform: dict[str, Any] | None) -> Ring:
    if transform is None:
        return [(Decimal(x), Decimal(y)) for x, y, *_ in positions]
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    ring: Ring = []
    x = y = Decimal(0)
    for step_x, step_y, *_ in positions:
        x, y = x + step_x, y + step_y
        ring.append((_degrees(x * scale_x + from_x), _degrees(y * scale_y + from_y)))
    return ring


def _degrees(value: Decimal) -> Decimal:
    """Round, and write no more zeros than are needed; minus nought is nought."""
    rounded = value.quantize(_PLACES).normalize() + 0
    return rounded if rounded == 0 or rounded.as_tuple().exponent < 0 else rounded.quantize(1)  # type: ignore[operator]


def ring(indices: list[int], known: list[Ring]) -> Ring:
    """Put the arcs of a ring together; a negative index is the arc backwards, ~i.

    Each arc begins where the one before it ends, and that position is written once.

    >>> one, two = [(Decimal(0), Decimal(0)), (Decimal(1), Decimal(0))], [
    ...     (Decimal(0), Decimal(0)), (Decimal(1), Decimal(1)), (Decimal(1), Decimal(0))]
    >>> [(int(x), int(y)) for x, y in ring([0, ~1], [one, two])]
    [(0, 0), (1, 0), (1, 1), (0, 0)]
    """
    found: Ring = []
    for index in indices:
        place = index if index >= 0 else ~index
        if place >= len(known):
            raise InvalidShape(
                f"refers to arc {index}, and the file has {len(known)}; get the file anew"
            )
        arc = known[place] if index >= 0 else known[place][::-1]
        if found and found[-1] != arc[0]:
            raise InvalidShape(f"has an arc, {index}, that does not join on; get the file anew")
        found += arc[1:] if found else arc
    return found


def polygons(geometry: dict[str, Any], known: list[Ring]) -> list[list[Ring]] | None:
    """Return a geometry as polygons of rings, the outer one first; None if it is no area."""
    if geometry["type"] == "Polygon":
        return [[ring(indices, known) for indices in geometry["arcs"]]]
    if geometry["type"] == "MultiPolygon":
        return [[ring(indices, known) for indices in part] for part in geometry["arcs"]]
    return None
