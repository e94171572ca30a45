"""GeoNames: every row is a place, at fault or left out, in each layout that the places come in."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import kg
from kg.ingest.gazetteers.geonames_rows import DUMP, EXTRACT
from kg.vocabulary import AG
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.ingest import LeftOut
    from kg.model.values import Claim, Entity

# From GeoNames (https://www.geonames.org/), CC BY 4.0.
MARAWI = {
    "geonameid": "1701053", "name": "Marawi City", "alt": "Dansalan|Marawi|Marawi City",
    "lat": "8.0034", "lon": "124.28395", "cc": "PH", "admin1": "14",
}  # fmt: skip
BUTIG = {**MARAWI, "geonameid": "1722217", "name": "Butig", "alt": "Butig", "lat": "7.72444"}
PHILIPPINES = {"geonameid": 1694008, "name": "Philippines", "iso3": "PHL", "isonumeric": 608}


def project(folder: Path, path: str, more: str = "") -> Path:
    source = f'[[source]]\nid = "places"\nformat = "geonames"\npath = "{path}"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def extract(folder: Path, *rows: Mapping[str, str], more: str = "") -> Path:
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, EXTRACT)
        writer.writeheader()
        writer.writerows(rows)
    return project(folder, "places.csv", more)


def dump(folder: Path, *rows: Mapping[str, str], more: str = "") -> Path:
    lines = ["\t".join(row.get(column, "") for column in DUMP) for row in rows]
    (folder / "PH.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return project(folder, "PH.txt", more)


def row(geonameid: int, name: str, feature: str, **more: str) -> dict[str, str]:
    kind, _, code = feature.partition(".")
    return {
        "geonameid": str(geonameid), "name": name, "latitude": "8", "longitude": "124",
        "feature class": kind, "feature code": code, "country code": "PH",
        **{key.replace("_", " "): value for key, value in more.items()},
    }  # fmt: skip


def entities(folder: Path) -> dict[str, Entity]:
    return {
        entity.iri.value.rpartition("/")[2]: entity
        for batch in batches(folder)
        for entity in batch.entities
    }


def claims(folder: Path, kind: NamedNode) -> list[Claim]:
    return [c for batch in batches(folder) for c in batch.claims if c.relationship == kind]


def left_out(folder: Path) -> list[LeftOut]:
    return [each for batch in batches(folder) for each in batch.left_out]


def wholes(folder: Path) -> dict[str, str]:
    return {
        c.subject.value.rpartition("/")[2]: c.object.value.rpartition("/")[2]
        for c in claims(folder, AG.Containment)
        if c.object
    }


def test_a_place_has_its_point_its_code_and_its_division(tmp_path: Path) -> None:
    folder = extract(tmp_path, MARAWI)
    marawi = entities(folder)["geonames-1701053"]
    assert (marawi.kind, marawi.name.value) == (AG.Settlement, "Marawi City")
    assert (marawi.codes, marawi.country_code) == (("GeoNames 1701053",), "PH")
    assert marawi.coordinates
    assert (marawi.coordinates.latitude, marawi.coordinates.longitude) == (
        Decimal("8.0034"), Decimal("124.28395"),
    )  # fmt: skip
    assert marawi.coordinates.precision == AG.WithinSettlement
    assert wholes(folder) == {
        "geonames-1701053": "geonames-admin1-ph-14", "geonames-admin1-ph-14": "geonames-country-ph",
    }  # fmt: skip
    assert not claims(folder, AG.Naming)
    (source,) = (source for batch in batches(folder) for source in batch.sources)
    assert source.licence.value == "https://creativecommons.org/licenses/by/4.0/"
    assert not kg.check(folder).problems


def test_areas_that_only_codes_point_to_are_added_under_their_codes(tmp_path: Path) -> None:
    found = entities(extract(tmp_path, MARAWI, BUTIG))
    area, country = found["geonames-admin1-ph-14"], found["geonames-country-ph"]
    assert (area.kind, area.name.value, country.name.value) == (
        AG.AdministrativeArea, "PH.14", "PH",
    )  # fmt: skip
    assert area.note == "Known by its code alone, in row 2: the file has no row for it."
    assert len(found) == 4


def test_the_list_of_countries_and_the_names_of_divisions(tmp_path: Path) -> None:
    (tmp_path / "countries.json").write_text(json.dumps({"PH": PHILIPPINES}))
    (tmp_path / "admin1.txt").write_text("PH.14\tBangsamoro\tBangsamoro\t1731820\n")
    folder = extract(tmp_path, MARAWI, more='countries = "countries.json"\nadmin1 = "admin1.txt"\n')
    found = entities(folder)
    assert found["geonames-country-ph"].codes == (
        "GeoNames 1694008", "ISO 3166-1 PH", "ISO 3166-1 PHL", "ISO 3166-1 608",
    )  # fmt: skip
    assert found["geonames-admin1-ph-14"].name.value == "Bangsamoro"
    assert found["geonames-admin1-ph-14"].codes == ("GeoNames 1731820", "GeoNames PH.14")
    assert len(found) == 3
    assert not kg.check(folder).problems


def test_alternative_names_are_claimed_when_asked_for(tmp_path: Path) -> None:
    folder = extract(tmp_path, MARAWI, more='names = "all"\n')
    assert [c.object and c.object.value for c in claims(folder, AG.Naming)] == [
        "Dansalan", "Marawi",
    ]  # fmt: skip
    assert len({c.iri for batch in batches(folder) for c in batch.claims}) == 4


def test_a_dump_has_kinds_and_levels(tmp_path: Path) -> None:
    folder = dump(
        tmp_path,
        row(1, "Marawi", "P.PPLA", admin1_code="14", admin2_code="LAS"),
        row(2, "Bangsamoro", "A.ADM1", admin1_code="14"),
        row(3, "Lanao del Sur", "A.ADM2", admin1_code="14", admin2_code="LAS"),
        row(4, "Philippines", "A.PCLI"),
        row(5, "Mindanao", "T.ISL"),
        row(6, "Old town", "P.PPLQ", admin1_code="00"),
        row(7, "A lake", "H.LK"),
        row(8, "Bangsamoro again", "A.ADM1", admin1_code="14"),
        row(9, "No code", "A.ADM1"),
        row(10, "At sea", "P.PPL", country_code=""),
    )
    found = entities(folder)
    assert {key: (e.kind, e.name.value) for key, e in found.items()} == {
        "geonames-1": (AG.Settlement, "Marawi"),
        "geonames-admin1-ph-14": (AG.AdministrativeArea, "Bangsamoro"),
        "geonames-admin2-ph-14-las": (AG.AdministrativeArea, "Lanao del Sur"),
        "geonames-country-ph": (AG.Country, "Philippines"),
        "geonames-5": (AG.Island, "Mindanao"),
        "geonames-6": (AG.Settlement, "Old town"),
        "geonames-10": (AG.Settlement, "At sea"),
    }
    assert wholes(folder) == {
        "geonames-1": "geonames-admin2-ph-14-las",
        "geonames-admin1-ph-14": "geonames-country-ph",
        "geonames-admin2-ph-14-las": "geonames-admin1-ph-14",
        "geonames-5": "geonames-country-ph",
        "geonames-6": "geonames-country-ph",
    }
    assert found["geonames-6"].note == "GeoNames: abandoned (PPLQ)."
    country = found["geonames-country-ph"].coordinates
    assert country
    assert country.precision == AG.CountryCentroid
    assert [(o.row, o.reason) for o in left_out(folder)] == [
        (6, "stands for no division; the place is put in its country"),
        (7, "is a feature H.LK, which is no place read here"),
        (8, "is PH.14, which has been read already"),
        (9, "has no code that places could refer to it by"),
    ]
    assert not loaded(folder).problems


def test_only_the_countries_asked_for_are_read(tmp_path: Path) -> None:
    mosul = {**MARAWI, "geonameid": "99072", "name": "Mosul", "cc": "IQ"}
    folder = extract(tmp_path, MARAWI, mosul, more='country = "IQ"\n')
    assert "geonames-99072" in entities(folder)
    assert "geonames-1701053" not in entities(folder)
    assert [(o.row, o.reason) for o in left_out(folder)] == [
        (2, "is in none of the countries asked for")
    ]


FAULTS = [
    ({"geonameid": "x1"}, "geonameid", "x1", "is no geonameid; write the number"),
    ({"geonameid": ""}, "geonameid", "", "is blank; "),
    ({"name": ""}, "name", "", "is blank; "),
    ({"lat": "8,0034"}, "lat", "8,0034", "is not in decimal degrees; write digits and a point"),
    ({"lat": "124.28"}, "lat", "124.28", "is beyond ±90 degrees; check that latitude"),
    ({"lon": ""}, "lon", "", "is blank; "),
    ({"cc": "PHL"}, "cc", "PHL", "is no ISO 3166-1 code; write two capitals"),
    ({"geonameid": "1722217"}, "geonameid", "1722217", "is that of row 2 already; drop one"),
]


@pytest.mark.parametrize(("cells", "column", "value", "told"), FAULTS)
def test_a_fault_is_told_with_its_cell(
    tmp_path: Path, cells: dict[str, str], column: str, value: str, told: str
) -> None:
    problem = only(loaded(extract(tmp_path, BUTIG, {**MARAWI, **cells})).problems)
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert f"{problem.message}; {problem.remedy}".startswith(told)


def test_a_dump_that_was_cut_off_is_told(tmp_path: Path) -> None:
    folder = dump(tmp_path, row(1, "Marawi", "P.PPLA"), row(2, "Butig", "P.PPL"))
    text = (folder / "PH.txt").read_text()
    (folder / "PH.txt").write_text(text[:-30])
    problem = only(loaded(folder).problems)
    assert (problem.row, problem.message[:5]) == (2, "has 2")
    (folder / "PH.txt").write_bytes(text.replace("Butig", "Bütig").encode("latin-1"))
    assert only(loaded(folder).problems).message == "are bytes that are not UTF-8"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"), ("id;name\n1;2\n", "is separated by semicolons"),
        ("geonameid,name,alt,lat,lon,cc\n", "is missing from the header"),
        ("geonameid\tname\tcc\n", "is separated by tabs"),
    ],
)  # fmt: skip
def test_a_file_of_another_layout_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "places.csv").write_text(content)
    assert only(loaded(project(tmp_path, "places.csv")).problems).message == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "is no list of countries by code"), ("{", "is no JSON in UTF-8"),
        ('{"PH": {"name": "Philippines"}}', "is no country with its name and geonameid"),
    ],
)  # fmt: skip
def test_a_broken_list_of_countries_is_told(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "countries.json").write_text(content)
    folder = extract(tmp_path, MARAWI, more='countries = "countries.json"\n')
    problem = only(loaded(folder).problems)
    assert problem.file == "countries.json"
    assert problem.message.startswith(told)


@pytest.mark.parametrize(
    ("more", "column"), [('names = "some"\n', "names"), ('country = "PHL"\n', "country")]
)
def test_an_option_that_says_nothing_known_is_told(tmp_path: Path, more: str, column: str) -> None:
    assert only(loaded(extract(tmp_path, MARAWI, more=more)).problems).column == column


def test_every_row_of_the_real_extract_is_read(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("data/geo/geonames_cities500_subset.csv")
    countries = real_data("data/geo/geonames_countries.json")
    folder = project(tmp_path, str(path), f'countries = "{countries}"\n')
    found = batches(folder)
    assert not [problem for batch in found for problem in batch.problems]
    assert max(batch.rows for batch in found) <= 2252
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10_605
    assert sum(batch.rows for batch in found) == len(rows) + 252
    kinds = Counter(entity.kind for batch in found for entity in batch.entities)
    divisions = {(r["cc"], r["admin1"]) for r in rows if r["admin1"] not in ("", "00")}
    assert kinds == {
        AG.Settlement: 10_605, AG.Country: 252, AG.AdministrativeArea: len(divisions),
    }  # fmt: skip
    within = wholes(folder)
    settlements = [f"geonames-{r['geonameid']}" for r in rows]
    assert all(settlement in within for settlement in settlements)
    no_division = sum(r["admin1"] in ("", "00") for r in rows)
    assert len(left_out(folder)) == no_division == 3
    assert within["geonames-99072"] == "geonames-admin1-iq-15"  # Mosul
