"""The gazetteers looked up: by code, by name within a country, by where a point lies."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from kg.placing.names import keys
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import NamedNode

    from kg.model.areas import Point
    from kg.placing.places import Place, Places

PRECISE = (AG.ExactPoint, AG.WithinSettlement)  # these points lie in the place itself
_ALIKE = 0.85  # of difflib's ratio: two letters in a dozen differ
_NOT_THERE = (None, AG.CountryCentroid, AG.UnknownPrecision)
# What a place may be in another record, besides a place of its own class.
_AKIN = {
    AG.AdministrativeArea: (AG.Region, AG.Island, AG.Settlement),
    AG.Settlement: (AG.District, AG.Site, AG.AdministrativeArea),
    AG.District: (AG.Settlement,), AG.Site: (AG.Settlement,),
    AG.Region: (AG.AdministrativeArea, AG.Island), AG.Island: (AG.Region, AG.AdministrativeArea),
}  # fmt: skip


class Gazetteer:
    """The places of one source that others are looked up in."""

    def __init__(self, source: NamedNode, found: Iterable[Place]) -> None:
        self.source = source
        self.places = [place for place in found if place.source == source]
        self.by_code: dict[str, list[Place]] = defaultdict(list)
        self.by_key: dict[str, list[Place]] = defaultdict(list)
        self.bounded = [place for place in self.places if place.bounds]
        self.kinds: set[tuple[NamedNode, str]] = set()
        for place in self.places:
            for code in place.codes:
                self.by_code[code].append(place)
            for key in place.keys:
                self.by_key[key].append(place)
            self.kinds |= {(place.kind, place.country), (place.kind, "")}
        self._within: dict[NamedNode, list[Place]] = {}
        self._around: dict[Point, tuple[Place, ...]] = {}

    def covers(self, place: Place) -> bool:
        """Tell whether it has places of that kind in that country at all."""
        country = "" if place.kind == AG.Country else place.country
        wide = place.kind == AG.AdministrativeArea and place.level != "local"
        kinds = [k for k in comparable(place.kind) if not (wide and k == AG.Settlement)]
        return any(
            where in ("", country) and (where or not country) and kind in kinds
            for kind, where in self.kinds
        )

    def named(self, place: Place) -> list[Place]:
        """Return those of a comparable kind in its country that bear its name."""
        found = {other.iri: other for key in keys(place.name) for other in self.by_key[key]}
        akin = [other for other in found.values() if _may_be(place, other)]
        same = [other for other in akin if other.kind == place.kind]
        return sorted(same or akin, key=lambda other: other.iri.value)

    def spelt_alike(self, place: Place, around: Surroundings) -> list[Place]:
        """Return those in the areas around a place whose names differ from its own by little."""
        here = around.claimed(place) | around.drawn(place)
        within = self.within(around)
        pool = {other.iri: other for iri in here for other in within.get(iri, ())}
        if place.kind == AG.AdministrativeArea:
            pool |= {other.iri: other for other in self.places if other.kind == place.kind}
        by_key = {
            key: other
            for other in pool.values()
            if _may_be(place, other)
            for key in keys(other.name)[:1]
        }
        return [
            by_key[close]
            for key in keys(place.name)[:1]
            for close in get_close_matches(key, sorted(by_key), cutoff=_ALIKE)
        ]

    def within(self, around: Surroundings) -> dict[NamedNode, list[Place]]:
        """Return its places by the areas that they lie in."""
        if not self._within:
            for place in self.places:
                for iri in around.claimed(place) | around.drawn(place):
                    self._within.setdefault(iri, []).append(place)
        return self._within

    def coded(self, place: Place) -> list[Place]:
        """Return those that share a code of one scheme with it."""
        found = {o.iri: o for code in place.codes for o in self.by_code.get(code, ())}
        return [found[iri] for iri in sorted(found, key=str)]

    def around(self, point: Point) -> tuple[Place, ...]:
        """Return the areas that a point lies in."""
        if point not in self._around:
            self._around[point] = tuple(a for a in self.bounded if is_inside(point, a))
        return self._around[point]


def _bearing(place: Place) -> tuple[object, ...]:
    return place.source, place.kind, place.country, place.level, keys(place.name)[:1]


def _may_be(place: Place, other: Place) -> bool:
    """Tell whether two places may be one, as far as kind, country and level go."""
    return (
        other.kind in comparable(place.kind)
        and (place.kind == AG.Country or not place.country or other.country == place.country)
        and (not place.level or other.level in ("", place.level))
        and not _is_wider(place, other)
    )


def _is_wider(place: Place, other: Place) -> bool:
    """Tell whether one is a settlement, and the other an area not known to be a municipality."""
    if {place.kind, other.kind} != {AG.Settlement, AG.AdministrativeArea}:
        return False
    area = place if place.kind == AG.AdministrativeArea else other
    return area.level != "local"


@cache
def comparable(kind: NamedNode) -> tuple[NamedNode, ...]:
    """Return the kinds that a place of one kind may have in another source."""
    if kind == AG.Place:
        return (*_AKIN, AG.Place, AG.AdministrativeArea, AG.Country)
    return (kind, AG.Place, *_AKIN.get(kind, ()))


def is_inside(point: Point, area: Place) -> bool:
    """Tell whether a point lies in the bounds of a place."""
    return any(polygon.contains(point) for polygon in area.bounds)


def has_point_within(place: Place, area: Place) -> bool:
    """Tell whether the point of a place, though it stand for an area, lies in another's bounds."""
    return bool(place.point and place.precision not in _NOT_THERE and is_inside(place.point, area))


class Surroundings:
    """The areas that each place lies in, by claim, by match, and by where its point lies."""

    def __init__(self, found: Places, gazetteers: Sequence[Gazetteer]) -> None:
        self.found = found
        self.gazetteers = gazetteers
        self.matches: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        self._bearers = Counter(map(_bearing, found.by_iri.values()))
        for pair in found.affirmed:
            if len(pair) > 1:
                self.match(*sorted(pair, key=str))

    def namesakes(self, place: Place) -> int:
        """Return how many other places of its own source and kind bear its name, in its country."""
        return self._bearers[_bearing(place)] - 1

    def match(self, one: NamedNode, other: NamedNode) -> None:
        """Remember that two records speak of one place."""
        self.matches[one].add(other)
        self.matches[other].add(one)

    def claimed(self, place: Place) -> set[NamedNode]:
        """Return the areas that it lies in by claim, and what they match; itself, if it is one."""
        own = [place] if place.kind == AG.AdministrativeArea else []
        return self._with_matches([*own, *self.found.wholes(place)])

    def wholes(self, place: Place) -> set[NamedNode]:
        """Return the areas that it lies in by claim, and what they match; never itself."""
        return self._with_matches(self.found.wholes(place))

    def drawn(self, place: Place) -> set[NamedNode]:
        """Return the areas whose bounds its point lies in, and what they match."""
        if place.point is None or place.precision not in PRECISE:
            return set()
        return self._with_matches(
            [area for gazetteer in self.gazetteers for area in gazetteer.around(place.point)]
        )

    def _with_matches(self, areas: Iterable[Place]) -> set[NamedNode]:
        """Add what the areas match, and what these lie in; countries tell nothing apart."""
        found = {area.iri: area for area in areas}
        for iri in list(found):
            for match in (
                self.found.by_iri[m] for m in self.matches[iri] if m in self.found.by_iri
            ):
                found |= {other.iri: other for other in (match, *self.found.wholes(match))}
        return {iri for iri, area in found.items() if area.kind != AG.Country}

    def by_source(self, areas: set[NamedNode]) -> dict[NamedNode, set[NamedNode]]:
        """Part areas by the gazetteer they are of: each draws its own so that none overlap."""
        parted: dict[NamedNode, set[NamedNode]] = {}
        known = {gazetteer.source for gazetteer in self.gazetteers}
        for iri in areas:
            source = self.found.by_iri[iri].source
            if source in known:
                parted.setdefault(source, set()).add(iri)
        return parted

    def shared(self, one: set[NamedNode], other: set[NamedNode]) -> set[NamedNode]:
        """Return what two sets of areas of one source share, but for what is wider than both.

        That two towns lie in one region says nothing where their provinces are known to differ.
        """
        return (one & self._closest(other)) | (self._closest(one) & other)

    def _closest(self, areas: set[NamedNode]) -> set[NamedNode]:
        wider = {whole.iri for iri in areas for whole in self.found.wholes(self.found.by_iri[iri])}
        return areas - wider
