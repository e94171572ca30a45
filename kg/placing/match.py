"""Which place of a gazetteer a place is: what speaks for it and against it, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model.areas import kilometres
from kg.placing.index import PRECISE, has_point_within
from kg.placing.names import keys
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import NamedNode

    from kg.placing.index import Gazetteer, Surroundings
    from kg.placing.places import Place

NEAR = 10.0  # kilometres: two points of one settlement are seldom further apart
# Beyond this it is another place of that name. A near point is one within some 25 kilometres.
FAR = {AG.ExactPoint: 20.0, AG.WithinSettlement: 20.0, AG.NearPoint: 50.0}
# Why a place is not placed, from what is nearest to being placed.
KINDS = ("ambiguous", "elsewhere", "no such name", "not covered")
_SHOWN = 6  # candidates that a report lists


@dataclass(frozen=True, slots=True)
class Match:
    """A place of a gazetteer for a place, how close and how sure, and what that rests on."""

    place: Place
    found: Place
    relationship: NamedNode
    modality: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a gazetteer did not place a place: a word to count it by, and the reason in full."""

    place: Place
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate, and what was seen of it."""

    found: Place
    area: Place | None  # that both lie in
    is_elsewhere: bool  # the two lie in different areas of one source
    distance: float | None
    is_inside: bool  # the point of one lies in the bounds of the other

    @property
    def is_near(self) -> bool:
        """Tell whether where it lies speaks for it."""
        return self.is_inside or (self.distance is not None and self.distance <= NEAR)

    @property
    def speaks_for_it(self) -> bool:
        """Tell whether it is near, or in one area with the place while no distance is known."""
        return self.is_near or (self.distance is None and self.area is not None)

    def is_ruled_out(self, place: Place) -> bool:
        """Tell whether it must be another place of the same name."""
        far = min((FAR[p] for p in (place.precision,) if p in FAR), default=None)
        is_far = self.distance is not None and far is not None and self.distance > far
        return is_far or (self.is_elsewhere and not self.is_near)


def look_up(place: Place, gazetteer: Gazetteer, around: Surroundings) -> Match | Unplaced | None:
    """Look a place up in a gazetteer, by code and then by name; None where a claim has done so."""
    if any(other in around.matches[place.iri] for other in _iris(gazetteer, place)):
        return None
    coded = _possible(place, gazetteer.coded(place), around)
    if coded:
        return _by_code(place, coded)
    if not gazetteer.covers(place):
        where = f" in {place.country}" if place.country else ""
        kind = place.kind.value.rpartition("#")[2]
        return Unplaced(place, "not covered", f"has no {kind}{where}")
    named = _possible(place, gazetteer.named(place), around)
    if not named:
        where = place.country or "any country"
        told = f"has no place of that name in {where}"
        if alike := gazetteer.spelt_alike(place, around):
            told += f", but spelt much like it {_listed(alike, around)}"
        return Unplaced(place, "no such name", told)
    return _by_name(place, [_see(place, other, around) for other in named], around)


def _iris(gazetteer: Gazetteer, place: Place) -> list[NamedNode]:
    return [other.iri for other in (*gazetteer.coded(place), *gazetteer.named(place))]


def _possible(place: Place, found: Sequence[Place], around: Surroundings) -> list[Place]:
    """Leave out what a claim says it is not, and the administrative areas that it lies in.

    No other kinds: a town lies in the municipality of its name, and one record may be both.
    """
    denied, wholes = around.found.denied, around.wholes(place)
    return [
        other
        for other in found
        if frozenset((place.iri, other.iri)) not in denied
        and not (other.iri in wholes and other.kind == AG.AdministrativeArea)
    ]


def _by_code(place: Place, coded: list[Place]) -> Match | Unplaced:
    """Match by a code that both have; names tell apart what was given one code by mistake."""
    alike = [other for other in coded if other.keys & set(keys(place.name))]
    narrowed = coded if len(coded) == 1 else alike
    if len(narrowed) != 1:
        return _ambiguous(place, "that share a code with it", coded)
    (found,) = narrowed
    code = min(place.codes & found.codes)
    evidence = f"Both have the code {code}" + (
        ", and the same name." if found in alike else f"; the names differ: {found.name}."
    )
    return Match(
        place, found, _relationship(place, found), "stated" if alike else "likely", evidence
    )


def _relationship(place: Place, found: Place) -> NamedNode:
    return AG.ExactMatch if place.kind == found.kind else AG.CloseMatch


def _see(place: Place, other: Place, around: Surroundings) -> Seen:
    """Compare where the two lie."""
    distance = None
    if place.point and other.point and place.precision in FAR and other.precision in PRECISE:
        distance = kilometres(place.point, other.point)
    # What is claimed goes before where a point lies: a point may be set in the wrong province.
    own = around.by_source(around.drawn(place)) | around.by_source(around.claimed(place))
    others = around.by_source(around.claimed(other) | around.drawn(other))
    common = {s: around.shared(own[s], others[s]) for s in own if s in others}
    is_elsewhere = not all(common.values())
    shared = set().union(*common.values()) if not is_elsewhere else set()
    areas = [around.found.by_iri[iri] for iri in sorted(shared, key=str)]
    area = max(areas, key=lambda whole: len(around.found.wholes(whole)), default=None)
    is_inside = has_point_within(place, other) or has_point_within(other, place)
    return Seen(other, area, is_elsewhere, distance, is_inside)


def _by_name(place: Place, seen: list[Seen], around: Surroundings) -> Match | Unplaced:
    """Match the one place of the name that nothing speaks against."""
    kept = [each for each in seen if not each.is_ruled_out(place)]
    if not kept:
        return _elsewhere(place, seen, around)
    steps: tuple[Callable[[Seen], bool], ...] = (
        lambda each: each.area is not None,
        lambda each: each.is_near,
    )  # fmt: skip
    for speaks_for_it in steps:
        if len(kept) > 1:
            kept = [each for each in kept if speaks_for_it(each)] or kept
    others = around.namesakes(place)
    if others and len(kept) == 1 and not kept[0].speaks_for_it:
        told = f"has one place of that name, {_listed([kept[0].found], around)}, and its own source"
        return Unplaced(place, "ambiguous", f"{told} has {others + 1}; nothing tells which it is")
    is_unsure = len(seen) > 1 and not kept[0].speaks_for_it
    if len(kept) > 1 or is_unsure:
        return _ambiguous(place, "of that name", [each.found for each in seen], around)
    return _named(place, kept[0], len(seen))


def _named(place: Place, seen: Seen, of: int) -> Match:
    """Say how sure a match by name is: a name alone is a possibility, and where it lies tells."""
    found = seen.found
    parts = [f"the name {found.name!r}" if found.name != place.name else "the same name"]
    if not set(keys(place.name)) & set(keys(found.name, inner=True)):
        parts = [f"an alternative name of {found.name!r}"]
    if found.country:
        parts.append(f"both in {found.country}")
    if of > 1:
        parts.append(f"the one of {of} places of that name that fits")
    if seen.area:
        parts.append(f"both within {seen.area.said}")
    if seen.is_elsewhere:
        parts.append("though bounds put the two into different areas")
    if seen.distance is not None:
        parts.append(f"{seen.distance:.1f} km apart")
    if seen.is_inside:
        parts.append("the point of one within the bounds of the other")
    is_area = place.kind in (AG.Country, AG.AdministrativeArea) and found.kind == place.kind
    speaks_for_it = seen.speaks_for_it or is_area
    modality = "likely" if speaks_for_it and not seen.is_elsewhere else "possible"
    text = ", ".join(parts)
    return Match(
        place, found, _relationship(place, found), modality, f"{text[0].upper()}{text[1:]}."
    )


def _ambiguous(
    place: Place, what: str, found: Sequence[Place], around: Surroundings | None = None
) -> Unplaced:
    listed = _listed(found, around)
    told = f"has {len(found)} places {what}, and nothing tells which it is: {listed}"
    return Unplaced(place, "ambiguous", told)


def _elsewhere(place: Place, seen: Sequence[Seen], around: Surroundings) -> Unplaced:
    found = [each.found for each in seen]
    count = (
        "the place of that name lies"
        if len(found) == 1
        else f"all {len(found)} places of that name lie"
    )
    distances = [each.distance for each in seen if each.distance is not None]
    nearest = f", the nearest {min(distances):.0f} km away" if distances else ""
    return Unplaced(place, "elsewhere", f"{count} elsewhere{nearest}: {_listed(found, around)}")


def _listed(found: Sequence[Place], around: Surroundings | None) -> str:
    texts = []
    for other in found[:_SHOWN]:
        wholes = around.found.wholes(other) if around else []
        areas = around.drawn(other) if around else set()
        names = [
            around.found.by_iri[iri].name
            for iri in sorted(areas, key=str)
            if around and iri in around.found.by_iri
        ]
        where = next(iter([*names, *(whole.name for whole in wholes)]), "")
        texts.append(f"{other.said}{' in ' + where if where else ''}")
    more = len(found) - _SHOWN
    return "; ".join(texts) + (f"; and {more} more" if more > 0 else "")
