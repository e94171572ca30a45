"""The gazetteer step: places led to places, as claims; what is in doubt is told, not settled."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import InvalidProject
from kg.ingest import format_of, load
from kg.ingest.base import Request
from kg.model.areas import polygons
from kg.model.triples import quads
from kg.model.values import Area, Claim, Coordinates, Entity, Source
from kg.placing.places import places
from kg.placing.resolve import resolve
from kg.placing.sheet import write
from kg.project import Project
from kg.vocabulary import AG, GEO, RDFS
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import Mint
from tests.ingest.ged_places import GedPlaces
from tests.projects import SHIPPED, TOML, batches, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kg.placing.resolve import Resolution

MINT = Mint("https://example.org/p/")
CC_BY = licence("CC-BY-4.0")
SOURCES = {
    name: Source(MINT.source(name), AG.Dataset, name, MINT.graph(name), CC_BY, CC_BY)
    for name in ("events", "geonames", "iso", "areas")
}


def place(
    source: str, local_id: str, kind: NamedNode, name: str, at: tuple[float, float] | None = None,
    precision: NamedNode = AG.WithinSettlement, **more: object,
) -> Entity:  # fmt: skip
    of = SOURCES[source]
    point = None
    if at:
        numbers = (Decimal(str(at[1])), Decimal(str(at[0])))
        point = Coordinates(*numbers, precision, of.iri, of.graph)
    entity = Entity(MINT.entity(local_id), kind, Literal(name), of.graph, coordinates=point)
    return replace(entity, **more)  # type: ignore[arg-type]


def area(local_id: str, name: str, west: int, east: int) -> Entity:
    of = SOURCES["areas"]
    wkt = f"MULTIPOLYGON((({west} 0,{east} 0,{east} 2,{west} 2,{west} 0)))"
    bounds = Area(wkt, AG.UnknownPrecision, of.iri, of.graph)
    kind = AG.AdministrativeArea
    return place("areas", local_id, kind, name, area=bounds, country_code="QX")


def claim(source: str, kind: NamedNode, one: str, other: str, **more: object) -> Claim:
    of = SOURCES[source]
    iri = MINT.claim(f"{kind.value.rpartition('#')[2].lower()}-{one}-{other}")
    made = Claim(iri, kind, MINT.entity(one), MINT.entity(other), of.iri, of.graph)
    return replace(made, **more)  # type: ignore[arg-type]


def within(source: str, part: str, whole: str) -> Claim:
    return claim(source, AG.Containment, part, whole)


def said(values: Iterable[Source | Entity | Claim]) -> list[Quad]:
    return [quad for value in values for quad in quads(value, MINT, schema())]


def run(
    *values: Entity | Claim, gazetteers: Sequence[str] = ("geonames", "iso", "areas")
) -> Resolution:
    return resolve(said([*SOURCES.values(), *values]), MINT, CC_BY, gazetteers)


def found(resolution: Resolution) -> list[tuple[str, str, str, str]]:
    return [
        (
            c.relationship.value.rpartition("#")[2], c.subject.value.rpartition("/")[2],
            c.object.value.rpartition("/")[2] if c.object else "", c.modality,
        )
        for c in sorted(resolution.claims, key=lambda c: (c.subject.value, str(c.object)))
    ]  # fmt: skip


def told(resolution: Resolution) -> dict[str, str]:
    return {each.value: each.reason for each in resolution.left_out}


COUNTRY = place("events", "ev-qx", AG.Country, "Questan", codes=("ISO 3166-1:QX",))
NORTH = place("events", "ev-north", AG.AdministrativeArea, "North province")
MARA = place("events", "ev-mara", AG.Settlement, "Mara town", (1, 1))
EVENTS = (COUNTRY, NORTH, MARA, within("events", "ev-north", "ev-qx"),
          within("events", "ev-mara", "ev-north"))  # fmt: skip
GN_COUNTRY = place("geonames", "gn-qx", AG.Country, "Republic of Questan", country_code="QX",
                   codes=("ISO 3166-1 QX",))  # fmt: skip
GN_MARA = place("geonames", "gn-mara", AG.Settlement, "City of Māra", (1.02, 1), country_code="QX")
NORTH_AREA, SOUTH_AREA = area("ar-north", "North", 0, 2), area("ar-south", "South", 2, 4)


def test_a_town_is_placed_by_its_name_its_province_and_its_distance() -> None:
    resolution = run(*EVENTS, GN_COUNTRY, GN_MARA, NORTH_AREA, SOUTH_AREA)
    assert found(resolution) == [
        ("Containment", "ev-mara", "ar-north", "likely"),
        ("ExactMatch", "ev-mara", "gn-mara", "likely"),
        ("ExactMatch", "ev-north", "ar-north", "likely"),
        ("ExactMatch", "ev-qx", "gn-qx", "likely"),
    ]
    notes = {c.object: c.note for c in resolution.claims if c.relationship == AG.ExactMatch}
    assert notes[MINT.entity("gn-mara")] == (
        "The name 'City of Māra', both in QX, both within North (ar-north), 2.2 km apart."
    )
    assert notes[MINT.entity("gn-qx")] == (
        "Both have the code ISO 3166-1 QX; the names differ: Republic of Questan."
    )
    # The gazetteers' own areas are led to each other, and told of too.
    assert told(resolution) == {
        "South (ar-south)": "geonames, iso have no AdministrativeArea in QX"
    }
    assert resolution.counts["placed"] == resolution.counts["places"] == 3
    assert {c.source for c in resolution.claims} == {resolution.source.iri}
    assert resolution.source.kind == AG.Curation


def test_the_same_input_in_another_order_gives_the_same_findings() -> None:
    values = (*EVENTS, GN_COUNTRY, GN_MARA, NORTH_AREA, SOUTH_AREA)
    assert run(*values) == run(*reversed(values))


def test_of_several_places_of_a_name_the_one_in_the_same_province_is_taken() -> None:
    far = place("geonames", "gn-mara-2", AG.Settlement, "Mara", (3, 1), country_code="QX")
    vague = replace(MARA, coordinates=None)
    events = [vague if value is MARA else value for value in EVENTS]
    resolution = run(*events, GN_COUNTRY, GN_MARA, far, NORTH_AREA, SOUTH_AREA)
    assert ("ExactMatch", "ev-mara", "gn-mara", "likely") in found(resolution)
    assert "ev-mara" not in {c.object for c in resolution.claims if c.object}


def test_of_several_places_that_nothing_tells_apart_none_is_taken() -> None:
    twins = [
        place("geonames", f"gn-mara-{n}", AG.Settlement, "Mara", country_code="QX") for n in (1, 2)
    ]
    resolution = run(*EVENTS, GN_COUNTRY, *twins)
    assert "ev-mara" not in {subject for _, subject, _, _ in found(resolution)}
    assert told(resolution)["Mara town (ev-mara)"] == (
        "geonames has 2 places of that name, and nothing tells which it is: Mara (gn-mara-1); "
        "Mara (gn-mara-2)"
    )
    assert resolution.counts["not placed, ambiguous"] == 1


def test_a_place_of_that_name_far_away_is_another() -> None:
    far = place("geonames", "gn-mara-2", AG.Settlement, "Mara", (3, 1), country_code="QX")
    resolution = run(*EVENTS, GN_COUNTRY, far)
    assert told(resolution)["Mara town (ev-mara)"] == (
        "geonames the place of that name lies elsewhere, the nearest 222 km away: Mara (gn-mara-2)"
    )


def test_a_place_in_another_country_is_not_looked_at() -> None:
    abroad = place("geonames", "gn-x", AG.Settlement, "Mara", (1, 1), country_code="QY")
    other = place("geonames", "gn-y", AG.Settlement, "Ammar", (1, 1), country_code="QX")
    resolution = run(*EVENTS, GN_COUNTRY, abroad, other)
    assert told(resolution)["Mara town (ev-mara)"] == "geonames has no place of that name in QX"


def test_a_name_spelt_a_little_otherwise_is_told_and_not_taken() -> None:
    near = place("geonames", "gn-n", AG.AdministrativeArea, "Norths", country_code="QX")
    resolution = run(*EVENTS, GN_COUNTRY, near)
    assert told(resolution)["North province (ev-north)"] == (
        "geonames has no place of that name in QX, but spelt much like it Norths (gn-n)"
    )


def test_a_name_alone_makes_a_match_no_more_than_possible() -> None:
    nowhere = place("geonames", "gn-mara", AG.Settlement, "Mara", country_code="QX")
    assert ("ExactMatch", "ev-mara", "gn-mara", "possible") in found(
        run(*EVENTS, GN_COUNTRY, nowhere)
    )


def test_an_alternative_name_counts() -> None:
    other = place("geonames", "gn-d", AG.Settlement, "Dansal", (1, 1.01), country_code="QX")
    naming = claim("geonames", AG.Naming, "gn-d", "x", object=Literal("Mara"))
    resolution = run(*EVENTS, GN_COUNTRY, other, naming)
    assert ("ExactMatch", "ev-mara", "gn-d", "likely") in found(resolution)
    retracted = replace(naming, status="retracted")
    assert "ev-mara" not in {s for _, s, _, _ in found(run(*EVENTS, GN_COUNTRY, other, retracted))}


def test_a_municipality_is_close_to_its_town_and_a_province_is_not() -> None:
    town = place("geonames", "gn-mara", AG.Settlement, "Mara", (1, 1), country_code="QX")
    muni = place("events", "ev-muni", AG.AdministrativeArea, "Mara municipality", country_code="QX")
    wide = place("events", "ev-wide", AG.AdministrativeArea, "Mara province", country_code="QX")
    assert found(run(muni, wide, GN_COUNTRY, town)) == [
        ("CloseMatch", "ev-muni", "gn-mara", "possible")
    ]


def test_a_shared_code_and_name_is_stated_and_a_code_of_two_is_told_apart_by_names() -> None:
    codes = ("GeoNames 7",)
    events = place("events", "ev", AG.Settlement, "Mara", codes=("GeoNames:7",))
    one = place("geonames", "gn-1", AG.Settlement, "Mara", codes=codes)
    other = place("geonames", "gn-2", AG.Settlement, "Basra", codes=codes)
    assert found(run(events, one)) == [("ExactMatch", "ev", "gn-1", "stated")]
    assert found(run(events, other)) == [("ExactMatch", "ev", "gn-2", "likely")]
    assert found(run(events, one, other)) == [("ExactMatch", "ev", "gn-1", "stated")]
    twin = replace(one, iri=MINT.entity("gn-3"))
    assert "that share a code with it" in told(run(events, one, twin))["Mara (ev)"]


@pytest.mark.parametrize(
    "precision", [AG.NearPoint, AG.AreaCentroid, AG.CountryCentroid, AG.UnknownPrecision]
)
def test_nothing_follows_from_a_point_that_is_not_precise(precision: NamedNode) -> None:
    vague = place("events", "ev-mara", AG.Settlement, "Elsewhere", (1, 1), precision)
    resolution = run(vague, NORTH_AREA)
    assert not resolution.claims
    assert resolution.counts["points not precise enough"] == 1


@pytest.mark.parametrize("precision", [AG.WithinSettlement, AG.ExactPoint])
def test_a_containment_keeps_the_precision_of_its_point(precision: NamedNode) -> None:
    (only,) = run(place("events", "e", AG.Settlement, "Z", (1, 1), precision), NORTH_AREA).claims
    assert (only.relationship, only.modality, only.precision) == (
        AG.Containment, "likely", precision,
    )  # fmt: skip


def test_a_point_in_no_area_or_in_several_is_told() -> None:
    sea = place("events", "ev-sea", AG.Settlement, "Atoll", (9, 9))
    shared = place("events", "ev-both", AG.Settlement, "Both", (1, 1))
    resolution = run(sea, shared, NORTH_AREA, area("ar-over", "Over", 0, 4))
    reasons = [each.reason for each in resolution.left_out]
    assert "its point lies in none of the 2 areas of areas" in reasons
    assert any(r.startswith("its point lies in several areas of areas: ") for r in reasons)
    assert not resolution.claims


def test_a_point_outside_the_province_that_is_claimed_makes_it_possible_only() -> None:
    astray = place("events", "ev-mara", AG.Settlement, "Mara town", (3, 1))
    events = [astray if value is MARA else value for value in EVENTS]
    resolution = run(*events, GN_COUNTRY, NORTH_AREA, SOUTH_AREA)
    assert ("Containment", "ev-mara", "ar-south", "possible") in found(resolution)
    (note,) = (c.note for c in resolution.claims if c.relationship == AG.Containment)
    assert note.endswith("By claim it lies in North (ar-north).")


def test_decisions_are_claims() -> None:
    values = (*EVENTS, GN_COUNTRY, GN_MARA)
    match = claim("events", AG.ExactMatch, "ev-mara", "gn-mara")
    affirmed = run(*values, match)
    assert "ev-mara" not in {subject for _, subject, _, _ in found(affirmed)}
    assert affirmed.counts["placed"] == 2  # the country and the town; no province is known
    proposed = run(*values, replace(match, modality="likely"))
    assert ("ExactMatch", "ev-mara", "gn-mara", "likely") in found(proposed)  # not decided yet
    denied = run(*values, replace(match, stance="denies"))
    assert "ev-mara" not in {subject for _, subject, _, _ in found(denied)}
    assert "Mara town (ev-mara)" in told(denied)


def test_a_containment_that_a_claim_denies_is_not_proposed_again() -> None:
    values = (place("events", "e", AG.Settlement, "Z", (1, 1)), NORTH_AREA)
    assert len(run(*values).claims) == 1
    said_not = replace(within("events", "e", "ar-north"), stance="denies")
    assert not run(*values, said_not).claims


def test_a_point_in_another_country_makes_it_possible_only() -> None:
    abroad = replace(NORTH_AREA, kind=AG.Country, country_code="QY")
    (only,) = run(replace(MARA, country_code="QX"), abroad).claims
    assert only.modality == "possible"
    assert only.note.endswith("By claim it lies in QX.")


def test_countries_known_by_number_alone_are_led_to_those_with_letters() -> None:
    numbered = place("areas", "ar-qx", AG.Country, "Questan", codes=("ISO 3166-1 999",))
    lettered = replace(GN_COUNTRY, codes=("ISO 3166-1 QX", "ISO 3166-1 999"))
    town = replace(area("ar-q", "Mara", 0, 2), kind=AG.Settlement, country_code="")
    inside = within("areas", "ar-q", "ar-qx")
    resolution = run(*EVENTS, lettered, numbered, town, inside)
    assert ("ExactMatch", "ev-mara", "ar-q", "likely") in found(resolution)


def test_two_places_of_a_source_are_not_made_one_through_a_third() -> None:
    again = place("events", "ev-mara-2", AG.Settlement, "Mara village", (1, 1.001))
    resolution = run(*EVENTS, again, within("events", "ev-mara-2", "ev-north"), GN_COUNTRY, GN_MARA)
    matches = [f for f in found(resolution) if f[2] == "gn-mara"]
    assert matches == [
        ("CloseMatch", "ev-mara", "gn-mara", "possible"),
        ("CloseMatch", "ev-mara-2", "gn-mara", "possible"),
    ]


def test_a_point_on_a_shared_border_lies_in_one_of_the_two() -> None:
    west, east = (polygons(str(a.area.wkt if a.area else ""))[0] for a in (NORTH_AREA, SOUTH_AREA))
    for y in (0.0, 0.5, 1.0, 1.999):
        assert west.contains((2, y)) != east.contains((2, y))


def test_findings_are_written_as_sheets_and_read_again(tmp_path: Path) -> None:
    resolution = run(*EVENTS, GN_COUNTRY, GN_MARA, NORTH_AREA, SOUTH_AREA)
    write(resolution, tmp_path / "found", MINT)
    (tmp_path / "kg.toml").write_text(
        f'{TOML}[[source]]\nid = "found"\nformat = "sheets"\npath = "found"\n', encoding="utf-8"
    )
    request = Request(
        tmp_path / "found", "found", "findings", "T", MINT, schema(), CC_BY,
    )  # fmt: skip
    (batch,) = format_of("sheets").read(request)
    assert not batch.problems
    kept = [(c.iri, c.relationship, c.subject, c.object, c.modality, c.note) for c in batch.claims]
    assert kept == [
        (c.iri, c.relationship, c.subject, c.object, c.modality, c.note) for c in resolution.claims
    ]
    with pytest.raises(FileExistsError):
        write(resolution, tmp_path / "found", MINT)


# What follows is measured on the real files.


def read(format_: str, path: Path, source_id: str, **options: str) -> list[Quad]:
    request = Request(
        path, path.name, source_id, "T", MINT, schema(), CC_BY, options, folder=path.parent
    )
    values: list[Source | Entity | Claim] = []
    for batch in format_of(format_).read(request):
        assert not batch.problems
        values += [*batch.sources, *batch.entities, *batch.claims]
    return said(values)


@pytest.fixture(scope="module")
def ged(real_data: Callable[[str], Path]) -> GedPlaces:
    return GedPlaces(real_data("data/ucdp/ged_phl_v22_1.csv"), MINT)


@pytest.fixture(scope="module")
def resolution(real_data: Callable[[str], Path], ged: GedPlaces) -> Resolution:
    batch = ged.batch()
    found_ = said([*batch.sources, *batch.entities, *batch.claims])
    places = real_data("data/geo/geonames_cities500_subset.csv")
    found_ += read(
        "geonames", places, "geonames", country="PH", countries="geonames_countries.json"
    )
    found_ += read("iso-3166-2", real_data("data/geo/iso3166_2_subset.csv"), "iso")
    bounds = real_data("data/geo/admin1_phl.topo.json")
    found_ += read("areas", bounds, "phl", country="PH", scheme="HASC")
    return resolve(found_, MINT, CC_BY, ["geonames", "iso", "phl"])


def matched(resolution: Resolution, ged: GedPlaces, name: str, province: str) -> dict[str, str]:
    iri = ged.named(name, within=province)
    return {
        c.object.value.rpartition("/")[2]: c.modality
        for c in resolution.claims
        if c.subject == iri and c.object
    }


def test_known_places_of_the_philippines_are_found(resolution: Resolution, ged: GedPlaces) -> None:
    assert matched(resolution, ged, "Butig town", "Lanao del Sur") == {
        "geonames-1722217": "likely", "phl-ph-ls": "likely",
    }  # fmt: skip
    assert matched(resolution, ged, "Lanao del Sur province", "Philippines") == {
        "iso-3166-2-ph-las": "likely", "phl-ph-ls": "likely",
    }  # fmt: skip
    # Three provinces have a Sultan Kudarat, and one is called so.
    assert matched(resolution, ged, "Sultan Kudarat province", "Philippines") == {
        "iso-3166-2-ph-suk": "likely", "phl-ph-sk": "likely",
    }  # fmt: skip


def test_the_shares_of_the_philippines_that_are_placed(
    resolution: Resolution, ged: GedPlaces
) -> None:
    placed = {c.subject for c in resolution.claims if c.relationship != AG.Containment}
    count: Counter[tuple[str, bool]] = Counter()
    for iri, entity in ged.entities.items():
        count[entity.name.value.rpartition(" ")[2].casefold(), iri in placed] += 1
    assert (count["province", True], count["province", False]) == (74, 3)
    assert count["town", True] / (count["town", True] + count["town", False]) > 0.8
    assert count["municipality", True] / (
        count["municipality", True] + count["municipality", False]
    ) > 0.74  # fmt: skip


def test_every_place_of_the_events_is_placed_or_told(
    resolution: Resolution, ged: GedPlaces
) -> None:
    placed = {c.subject for c in resolution.claims if c.relationship != AG.Containment}
    reported = {each.value for each in resolution.left_out if each.file == "ged"}
    for iri, entity in ged.entities.items():
        name = f"{entity.name.value} ({iri.value.rpartition('/')[2]})"
        assert iri in placed or name in reported, name


def test_no_match_of_the_events_lies_far_from_its_place(
    resolution: Resolution, ged: GedPlaces, real_data: Callable[[str], Path]
) -> None:
    with real_data("data/geo/geonames_cities500_subset.csv").open(encoding="utf-8") as file:
        points = {r["geonameid"]: (float(r["lat"]), float(r["lon"])) for r in csv.DictReader(file)}
    checked = 0
    for each in resolution.claims:
        entity = ged.entities.get(each.subject)
        geonameid = each.object.value.rpartition("-")[2] if each.object else ""
        if not entity or not entity.coordinates or geonameid not in points:
            continue
        if entity.coordinates.precision == AG.WithinSettlement:
            latitude, longitude = points[geonameid]
            assert abs(latitude - float(entity.coordinates.latitude)) < 0.2
            assert abs(longitude - float(entity.coordinates.longitude)) < 0.2
            checked += 1
    assert checked > 150


def test_the_shipped_places_are_placed_by_their_codes(
    real_data: Callable[[str], Path],
) -> None:
    shipped = load(batches(SHIPPED), Project.read(SHIPPED).mint, schema())
    places = real_data("data/geo/geonames_cities500_subset.csv")
    more = read("geonames", places, "places", countries="geonames_countries.json")
    made = resolve([*shipped.quads, *more], MINT, CC_BY, ["places"], origins=shipped.origins)
    by_code = {
        c.subject.value.rpartition("/")[2]: c.modality
        for c in made.claims
        if c.note.startswith("Both have the code")
    }
    assert by_code["mosul"] == by_code["manila"] == by_code["philippines"] == "stated"
    assert by_code["raqqa"] == "likely"  # Ar Raqqah there: the names differ
    assert len(by_code) == 13
    files = {each.file for each in made.left_out if each.row}
    assert files == {"entities.csv", "ucdp-actor-excerpt.csv"}


@pytest.mark.parametrize("wkt", ["POINT(8 124)", "POLYGON((0 0,1 1,0 0))"])
def test_a_geometry_that_cannot_be_read_is_named(wkt: str) -> None:
    text = f"""@prefix ag: <{AG}> . @prefix geo: <{GEO}> .
    <urn:town> a ag:Settlement ; <{RDFS.label.value}> "Town" ; geo:hasGeometry <urn:town/geometry> .
    <urn:town/geometry> geo:asWKT "{wkt}"^^geo:wktLiteral ."""
    told = [
        Quad(q.subject, q.predicate, q.object, NamedNode("urn:graph"))
        for q in parse(text, format=RdfFormat.TURTLE)
    ]
    with pytest.raises(InvalidProject, match=r"<urn:town/geometry> cannot be read: .*; correct"):
        places(told)
