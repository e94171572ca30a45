"""The places of a project, put together from its quads: names, codes, country, bounds, point."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidProject
from kg.model.areas import Point, Polygon, point, polygons
from kg.placing.names import keys, level, words
from kg.vocabulary import AG, DCTERMS, GEO, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

KINDS = (
    AG.Country, AG.AdministrativeArea, AG.District, AG.Settlement, AG.Island, AG.Region, AG.Site,
    AG.Place,
)  # fmt: skip
PRECISIONS = (
    AG.ExactPoint, AG.WithinSettlement, AG.NearPoint, AG.AreaCentroid, AG.CountryCentroid,
    AG.UnknownPrecision,
)  # fmt: skip
_ROLES = {  # relationship class: the properties that lead to its two parties
    AG.Containment: (AG.part, AG.whole),
    AG.Naming: (AG.named, AG.name),
    AG.ExactMatch: (AG.matched, AG.match),
    AG.CloseMatch: (AG.closelyMatched, AG.nearMatch),
}
_READ = {
    RDFS.label, DCTERMS.identifier, DCTERMS.description, AG.countryCode, GEO.hasGeometry, GEO.asWKT,
    AG.placePrecision, AG.about, AG.stance, AG.status, AG.modality, DCTERMS.source,
    *(role for roles in _ROLES.values() for role in roles),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place as one source has it. `names` begins with its label; `keys` are of all its names."""

    iri: NamedNode
    kind: NamedNode
    source: NamedNode
    names: tuple[str, ...]
    keys: frozenset[str]
    level: str
    codes: frozenset[str]
    country: str
    wholes: tuple[NamedNode, ...]
    point: Point | None
    precision: NamedNode | None
    bounds: tuple[Polygon, ...]

    @property
    def name(self) -> str:
        """Return its label."""
        return self.names[0]

    @property
    def said(self) -> str:
        """Return its label with its id, as a report names it."""
        return f"{self.name} ({self.iri.value.rpartition('/')[2]})"


@dataclass(frozen=True, slots=True)
class Places:
    """All places by IRI; which pairs a claim has matched; which it says are no such pair.

    A denial is of a match or a containment: a place is not that one, or does not lie in it.
    """

    by_iri: Mapping[NamedNode, Place]
    affirmed: frozenset[frozenset[NamedNode]] = frozenset()
    denied: frozenset[frozenset[NamedNode]] = frozenset()

    def wholes(self, place: Place) -> list[Place]:
        """Return all that a place lies in by claim, the closest first."""
        found: dict[NamedNode, Place] = {}
        todo = list(place.wholes)
        while todo:
            iri = todo.pop(0)
            if iri in self.by_iri and iri not in found and iri != place.iri:
                found[iri] = self.by_iri[iri]
                todo += self.by_iri[iri].wholes
        return list(found.values())


_Said = dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]


@dataclass(slots=True)
class _Read:
    """What the quads say of each node, of what is read here; and the graph that types it."""

    kinds: dict[NamedNode, NamedNode] = field(default_factory=dict)
    graphs: dict[NamedNode, NamedNode] = field(default_factory=dict)
    ties: dict[NamedNode, NamedNode] = field(default_factory=dict)
    said: _Said = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, quad: Quad) -> None:
        node, value = quad.subject, quad.object
        if not isinstance(node, NamedNode) or not isinstance(value, NamedNode | Literal):
            return
        if quad.predicate == RDF.type and isinstance(value, NamedNode):
            graph = quad.graph_name
            if value in KINDS and isinstance(graph, NamedNode):
                # One kind of several, and one graph of several: the same whatever the order.
                if node not in self.kinds or KINDS.index(value) < KINDS.index(self.kinds[node]):
                    self.kinds[node] = value
                self.graphs[node] = min(self.graphs.get(node, graph), graph, key=str)
            elif value in _ROLES:
                self.ties[node] = value
        elif quad.predicate in _READ and value not in self.said[node][quad.predicate]:
            self.said[node][quad.predicate].append(value)

    def texts(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        return [value.value for value in self.said[node][predicate]]

    def nodes(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return [value for value in self.said[node][predicate] if isinstance(value, NamedNode)]


def places(quads: Iterable[Quad]) -> Places:
    """Put the places together from the quads of all sources.

    A containment, a name or a match counts if an accepted claim states it. One that is only likely
    or possible has not been decided on, whether another source or this step proposed it.
    """
    read = _Read()
    for quad in quads:
        read.add(quad)
    told: dict[NamedNode, list[tuple[NamedNode, NamedNode | Literal]]] = defaultdict(list)
    matches: dict[bool, set[frozenset[NamedNode]]] = {True: set(), False: set()}
    for affirmed, ties in _claimed(read).items():
        for tie in ties:
            subject_role, object_role = _ROLES[read.ties[tie]]
            for subject in read.nodes(tie, subject_role):
                for obj in read.said[tie][object_role]:
                    is_match = read.ties[tie] in (AG.ExactMatch, AG.CloseMatch)
                    if isinstance(obj, NamedNode) and (is_match or not affirmed):
                        matches[affirmed].add(frozenset((subject, obj)))
                    elif affirmed:
                        told[subject].append((read.ties[tie], obj))
    found = {
        node: _place(read, node, told[node]) for node in read.kinds if read.texts(node, RDFS.label)
    }
    by_iri = dict(sorted(found.items(), key=lambda item: item[0].value))
    countries = _countries(Places(by_iri))
    by_iri = {iri: replace(p, country=countries[iri]) for iri, p in by_iri.items()}
    return Places(by_iri, frozenset(matches[True]), frozenset(matches[False]))


def _claimed(read: _Read) -> dict[bool, list[NamedNode]]:
    """Return the relationships that a claim states, and those that one denies."""
    found: dict[bool, dict[NamedNode, None]] = {True: {}, False: {}}
    for said in list(read.said.values()):
        about = [tie for tie in said.get(AG.about, ()) if tie in read.ties]
        if about and AG.Accepted in said[AG.status]:
            affirms = AG.Affirms in said[AG.stance]
            for tie in about:
                if isinstance(tie, NamedNode) and (not affirms or AG.Stated in said[AG.modality]):
                    found[affirms][tie] = None
    return {stance: list(ties) for stance, ties in found.items()}


def _place(
    read: _Read, node: NamedNode, told: list[tuple[NamedNode, NamedNode | Literal]]
) -> Place:
    labels = sorted(read.texts(node, RDFS.label))
    names = tuple(dict.fromkeys([*labels, *(o.value for k, o in told if k == AG.Naming)]))
    bounds: list[Polygon] = []
    points: list[tuple[int, Point]] = []
    for geometry in read.nodes(node, GEO.hasGeometry):
        precisions = read.nodes(geometry, AG.placePrecision)
        grades = [PRECISIONS.index(p) for p in precisions if p in PRECISIONS]
        for wkt in read.texts(geometry, GEO.asWKT):
            try:
                bounds += polygons(wkt)
                where = point(wkt)
            except ValueError as error:
                name = f"the geometry <{geometry.value}>"
                raise InvalidProject(f"{name} cannot be read: {error}; correct its WKT") from error
            if where:
                points.append((min(grades, default=len(PRECISIONS) - 1), where))
    grade, where = min(points, default=(None, None))
    types = [text for text in read.texts(node, DCTERMS.description) if len(words(text)) == 1]
    sources = read.nodes(read.graphs[node], DCTERMS.source)
    return Place(
        node, read.kinds[node], min(sources, default=read.graphs[node], key=str), names,
        frozenset(key for name in names for key in keys(name, inner=True)),
        level(" ".join([labels[0], *types])),
        frozenset(_code(text) for text in read.texts(node, DCTERMS.identifier)),
        min(read.texts(node, AG.countryCode), default=""),
        tuple(o for kind, o in told if kind == AG.Containment and isinstance(o, NamedNode)),
        where, None if grade is None else PRECISIONS[grade], tuple(bounds),
    )  # fmt: skip


def _code(text: str) -> str:
    """Return a code with its scheme, however the two are parted.

    >>> _code("ISO 3166-1:PH") == _code("ISO 3166-1 PH")
    True
    """
    return re.sub(r"[:\s]+", " ", text.strip())


def _countries(found: Places) -> dict[NamedNode, str]:
    """Return the code of the country of each place: its own, or that of what it lies in."""
    return {
        iri: place.country
        or next((whole.country for whole in found.wholes(place) if whole.country), "")
        for iri, place in found.by_iri.items()
    }
