"""geof:distance for shapes (GeoSPARQL 1.1, section 8.4.1), alike on Oxigraph and in pySHACL.

Oxigraph's own knows no distance to an area. Here it is that of a point to a point, or to a
(multi)polygon: 0 inside it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql.operators import (
    register_custom_function,
    unregister_custom_function,
)
from rdflib.plugins.sparql.sparql import SPARQLError

from kg.model.areas import kilometres, kilometres_outside, point, polygons
from kg.store.convert import from_term
from kg.vocabulary import GEO, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.plugins.sparql.parserutils import Expr
    from rdflib.plugins.sparql.sparql import FrozenBindings

    _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

DISTANCE = "http://www.opengis.net/def/function/geosparql/distance"
METRE = "http://www.opengis.net/def/uom/OGC/1.0/metre"


def distance(one: str, other: str) -> float:
    """Return the metres between two WKT geometries, of which one at least is a point.

    Raises `ValueError` for other geometries, and for what is no WKT.

    >>> round(distance("POLYGON((0 0,2 0,2 2,0 2,0 0))", "POINT(3 1)"), -3)
    111000.0
    """
    if (start := point(one)) is None:
        one, other = other, one
        start = point(one)
    if start is None:
        raise ValueError("neither of the two geometries is a point")
    if end := point(other):
        return 1000 * kilometres(start, end)
    if area := polygons(other):
        return 1000 * kilometres_outside(start, area)
    raise ValueError("a distance is measured between points, or from a point to an area")


def _on_oxigraph(*given: _Term) -> ox.Literal | None:
    """Return the distance; None, an error of SPARQL, for what it is not measured of."""
    match given:
        case (ox.Literal() as one, ox.Literal() as other, ox.NamedNode() as unit):
            wkt = GEO.wktLiteral
            if unit.value == METRE and one.datatype == wkt and other.datatype == wkt:
                try:
                    metres = distance(one.value, other.value)
                except ValueError:  # to be told by the shape of geometries, not here
                    return None
                return ox.Literal(repr(metres), datatype=XSD.double)
    return None


FUNCTIONS: dict[ox.NamedNode, Callable[..., _Term | None]] = {ox.NamedNode(DISTANCE): _on_oxigraph}
"""What a store of Oxigraph is given beside a query."""


def _on_rdflib(call: Expr, _: FrozenBindings) -> rdflib.Literal:
    found = _on_oxigraph(*map(from_term, call.expr))
    if found is None:
        raise SPARQLError("geof:distance of what it is not measured of")
    return rdflib.Literal(found.value, datatype=rdflib.XSD.double)


@contextmanager
def known_to_rdflib() -> Iterator[None]:
    """Have rdflib know the function within a block; it has one register for the whole process."""
    register_custom_function(rdflib.URIRef(DISTANCE), _on_rdflib, override=True, raw=True)
    try:
        yield
    finally:
        unregister_custom_function(rdflib.URIRef(DISTANCE), _on_rdflib)
