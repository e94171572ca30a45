"""The gazetteer step: places of any source led to the places of gazetteers, as claims to decide on.

A place is looked up by its codes, then by its name within its country; where several bear the name,
the areas around and the distance tell them apart, or it is reported. From points that lie in the
place itself follows in which bounds it lies. All of this is the step's own finding: claims of a
source of their own, none of them a fact until somebody says so, but for shared codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ingest.base import LeftOut
from kg.model.values import Claim, Source
from kg.placing.index import PRECISE, Gazetteer, Surroundings
from kg.placing.match import KINDS, Match, Unplaced, look_up
from kg.placing.places import Place, Places, places
from kg.vocabulary import AG
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode, Quad

    from kg.model.values import Origin
    from kg.vocabulary.minting import Mint

SOURCE_ID = "gazetteer"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the step proposes, what it could not place and why, and the counts of both."""

    source: Source
    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...]
    counts: Mapping[str, int]


def resolve(
    quads: Iterable[Quad],
    mint: Mint,
    licence: NamedNode,
    gazetteers: Sequence[str],
    sources: Sequence[str] | None = None,
    origins: Mapping[NamedNode, Sequence[Origin]] | None = None,
) -> Resolution:
    """Lead the places of `sources` to those of `gazetteers`, both given by the ids of kg.toml.

    `sources` are by default all that are no gazetteers; the countries and administrative areas of
    the gazetteers are led to each other as well. `origins` (of `kg.ingest.Loaded`) say in which
    file and row a place was read, for the report.
    """
    found = places(quads)
    named = [mint.source(source_id) for source_id in gazetteers]
    wanted = None if sources is None else {mint.source(source_id) for source_id in sources}
    step = _Step(found, named, wanted, mint, licence)
    return step.run(origins or {})


class _Step:
    def __init__(
        self,
        found: Places,
        gazetteers: Sequence[NamedNode],
        sources: set[NamedNode] | None,
        mint: Mint,
        licence: NamedNode,
    ) -> None:
        self.found = found
        self.order = list(gazetteers)
        self.sources = sources
        self.mint = mint
        self.matches: list[Match] = []
        self.unplaced: dict[NamedNode, list[tuple[NamedNode, Unplaced]]] = defaultdict(list)
        self.placed: set[NamedNode] = set()
        self.counts: Counter[str] = Counter()
        self.source = Source(
            mint.source(SOURCE_ID), AG.Curation, "Findings of the gazetteer step",
            mint.graph(SOURCE_ID), licence, licence, language="en",
            note="Drawn by names, codes, distances and bounds; for a person to decide on.",
        )  # fmt: skip

    def run(self, origins: Mapping[NamedNode, Sequence[Origin]]) -> Resolution:
        self.stage([p for p in self.found.by_iri.values() if p.kind == AG.Country])
        self.spread_countries()
        areas = [p for p in self.found.by_iri.values() if p.kind == AG.AdministrativeArea]
        self.stage(sorted(areas, key=lambda p: (len(self.found.wholes(p)), p.iri.value)))
        rest = {AG.Country, AG.AdministrativeArea}
        self.stage([p for p in self.found.by_iri.values() if p.kind not in rest])
        contained, outside = self.contained()
        self.counts["places"] = sum(map(self.is_wanted, self.found.by_iri.values()))
        self.counts["placed"] = len(self.placed)
        claims = [*map(self.match_claim, self.unmerged()), *contained]
        left_out = [*self.told(origins), *(_left_out(p, text, origins) for p, text in outside)]
        return Resolution(
            self.source, tuple(sorted(claims, key=lambda c: c.iri.value)), tuple(left_out),
            dict(sorted(self.counts.items())),
        )  # fmt: skip

    def is_wanted(self, place: Place) -> bool:
        if self.sources is None:
            return place.source not in self.order
        return place.source in self.sources

    def stage(self, some: Iterable[Place]) -> None:
        """Look places of one level up; what is found helps the levels below."""
        gazetteers = [Gazetteer(iri, self.found.by_iri.values()) for iri in self.order]
        self.around = around = Surroundings(self.found, gazetteers)
        for match in self.matches:
            around.match(match.place.iri, match.found.iri)
        for place in some:
            for gazetteer in self.asked(place, gazetteers):
                result = look_up(place, gazetteer, around)
                if isinstance(result, Unplaced):
                    self.unplaced[place.iri].append((gazetteer.source, result))
                    continue
                self.placed |= {place.iri} if self.is_wanted(place) else set()
                if result:
                    around.match(place.iri, result.found.iri)
                    self.matches.append(result)

    def asked(self, place: Place, gazetteers: Sequence[Gazetteer]) -> Iterator[Gazetteer]:
        """Yield the gazetteers to look a place up in: others, and each two of them once."""
        is_area = place.kind in (AG.Country, AG.AdministrativeArea)
        for gazetteer in gazetteers:
            if gazetteer.source == place.source:
                continue
            if place.source not in self.order:
                if self.is_wanted(place):
                    yield gazetteer
            elif (is_area or self.is_wanted(place)) and (
                self.order.index(gazetteer.source) < self.order.index(place.source)
            ):
                yield gazetteer

    def spread_countries(self) -> None:
        """Give each country the code of the one it matches, and all within it the same."""
        by_iri = dict(self.found.by_iri)
        for place in self.found.by_iri.values():
            if place.kind == AG.Country and not place.country:
                same = (
                    by_iri[m]
                    for m in sorted(self.around.matches[place.iri], key=str)
                    if m in by_iri
                )
                code = next((other.country for other in same if other.country), "")
                by_iri[place.iri] = replace(place, country=code)
        found = replace(self.found, by_iri=by_iri)
        for iri, place in by_iri.items():
            codes = (whole.country for whole in found.wholes(place) if whole.country)
            by_iri[iri] = place if place.country else replace(place, country=next(codes, ""))
        self.found = found

    def unmerged(self) -> Iterator[Match]:
        """Yield the matches; two records of one source are not made one through a third.

        An exact match is transitive: where it would be claimed of several, each is a close one.
        """
        exact = [match for match in self.matches if match.relationship == AG.ExactMatch]
        taken = Counter((match.place.source, match.found.iri) for match in exact)
        for match in self.matches:
            count = taken[match.place.source, match.found.iri]
            if count > 1 and match.relationship == AG.ExactMatch:
                self.counts["shared"] += 1
                yield replace(
                    match, relationship=AG.CloseMatch, modality="possible",
                    evidence=f"{match.evidence} {count} places of the source fit this one.",
                )  # fmt: skip
            else:
                yield match

    def match_claim(self, match: Match) -> Claim:
        kind = match.relationship.value.rpartition("#")[2]
        self.counts[f"{kind} {match.modality}"] += 1
        return self.claim(
            match.relationship, match.place.iri, match.found.iri, match.modality, match.evidence
        )

    def claim(
        self, kind: NamedNode, one: NamedNode, other: NamedNode, modality: str, note: str
    ) -> Claim:
        local_id = f"{SOURCE_ID}-{digest(f'{kind.value} {one.value} {other.value}')}"
        return Claim(
            self.mint.claim(local_id), kind, one, other, self.source.iri, self.source.graph,
            modality=modality, note=note,
        )  # fmt: skip

    def contained(self) -> tuple[list[Claim], list[tuple[Place, str]]]:
        """Claim in which bounds the points lie that are precise enough; report the others."""
        claims: list[Claim] = []
        outside: list[tuple[Place, str]] = []
        for place in self.found.by_iri.values():
            if not self.is_wanted(place) or place.bounds or place.point is None:
                continue
            if place.precision not in PRECISE:
                self.counts["points not precise enough"] += 1
                continue
            for gazetteer in self.around.gazetteers:
                inside = gazetteer.around(place.point)
                if len(inside) == 1:
                    denied = frozenset((place.iri, inside[0].iri)) in self.found.denied
                    is_known = denied or inside[0].iri in place.wholes
                    if not is_known and gazetteer.source != place.source:
                        claims.append(self.containment(place, inside[0]))
                elif gazetteer.bounded and _is_covered(place, gazetteer):
                    outside.append((place, _not_inside(gazetteer, inside)))
                    self.counts["points outside all bounds" if not inside else "in several"] += 1
        return claims, outside

    def containment(self, place: Place, area: Place) -> Claim:
        assert place.point is not None
        assert place.precision is not None
        precision = place.precision.value.rpartition("#")[2]
        note = (
            f"Its point, {place.point[0]} {place.point[1]} ({precision}), lies in the bounds of "
            f"{area.name!r}. Undated: the bounds are."
        )
        claimed = self.around.by_source(self.around.claimed(place)).get(area.source, set())
        modality = "likely"
        if claimed and area.iri not in claimed:
            names = ", ".join(self.found.by_iri[iri].said for iri in sorted(claimed, key=str))
            note += f" By claim it lies in {names}."
            modality = "possible"
            self.counts["containments that differ from claims"] += 1
        elif area.country and place.country and area.country != place.country:
            note += f" By claim it lies in {place.country}."
            modality = "possible"
            self.counts["containments that differ from claims"] += 1
        self.counts["containments"] += 1
        found = self.claim(AG.Containment, place.iri, area.iri, modality, note)
        return replace(found, precision=place.precision)

    def told(self, origins: Mapping[NamedNode, Sequence[Origin]]) -> Iterator[LeftOut]:
        """Yield what could not be placed: each doubt, and what no gazetteer has."""
        for iri, results in self.unplaced.items():
            place, is_found = self.found.by_iri[iri], bool(self.around.matches[iri])
            doubts = [
                f"{_name(source)} {unplaced.reason}"
                for source, unplaced in results
                if unplaced.kind in ("ambiguous", "elsewhere")
            ]
            if not is_found:
                kind = min((unplaced.kind for _, unplaced in results), key=KINDS.index)
                whose = "" if self.is_wanted(place) else "of the gazetteers' areas: "
                self.counts[f"{whose}not placed, {kind}"] += 1
                doubts = doubts or list(_nowhere(kind, results))
            if doubts:
                yield _left_out(place, "; ".join(doubts), origins)


def _nowhere(kind: str, results: Sequence[tuple[NamedNode, Unplaced]]) -> Iterator[str]:
    """Say once what several gazetteers lack."""
    told: dict[str, list[str]] = defaultdict(list)
    for source, unplaced in results:
        if unplaced.kind == kind:
            told[unplaced.reason].append(_name(source))
    for reason, names in told.items():
        verb = "has" if len(names) == 1 else "have"
        yield f"{', '.join(names)} {verb} {reason.removeprefix('has ')}"


def _name(source: NamedNode) -> str:
    return source.value.rpartition("/")[2]


def _is_covered(place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a gazetteer has bounds in the country of a place."""
    countries = {area.country for area in gazetteer.bounded}
    return not place.country or place.country in countries


def _not_inside(gazetteer: Gazetteer, inside: Sequence[Place]) -> str:
    source = _name(gazetteer.source)
    if inside:
        return f"its point lies in several areas of {source}: " + "; ".join(p.said for p in inside)
    return f"its point lies in none of the {len(gazetteer.bounded)} areas of {source}"


def _left_out(place: Place, reason: str, origins: Mapping[NamedNode, Sequence[Origin]]) -> LeftOut:
    origin = next(iter(origins.get(place.iri, ())), None)
    file = origin.file if origin else _name(place.source)
    return LeftOut(file, origin.row if origin else None, None, place.said, reason)
