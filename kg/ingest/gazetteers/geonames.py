"""GeoNames: settlements, islands, administrative areas and countries, each within the next.

GeoNames (https://www.geonames.org/), CC BY 4.0. Read: its dumps without a header (allCountries.txt,
cities500.txt, PH.txt) or the extract as CSV; with them, if given, the list of countries as JSON and
admin1CodesASCII.txt. What the gazetteer says is undated. An area that only codes point to is added
under its code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.gazetteers.geonames_areas import Areas, Key, countries, key_of
from kg.ingest.gazetteers.geonames_rows import Place, admin1_names, degrees, places
from kg.model.values import Claim, Coordinates, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request

BATCH = 2000
OPTIONS = {
    "countries": "the list of countries, JSON by ISO 3166-1 code",
    "admin1": "GeoNames' admin1CodesASCII.txt, the names of the divisions of first order",
    "country": "read these countries alone, by ISO 3166-1 code: PH or PH|IQ",
    "names": "all: claim each alternative name as well; none (the default): the main one alone",
}
# Feature class and code (https://www.geonames.org/export/codes.html), class of place, precision.
# An area's point stands for the whole of it.
_KINDS = {
    r"P\.PPLX": (AG.District, AG.WithinSettlement),
    r"P\..*": (AG.Settlement, AG.WithinSettlement),
    r"A\.(PCLI|PCLD|PCLF|PCLS|TERR)": (AG.Country, AG.CountryCentroid),
    r"A\.(ADM[1-5]|ADMD)": (AG.AdministrativeArea, AG.AreaCentroid),
    r"T\.(ISL|ISLS|ATOL)": (AG.Island, AG.AreaCentroid),
    r"L\.RGN": (AG.Region, AG.AreaCentroid),
}
_GONE = {
    "PPLCH": "historical capital", "PPLH": "no longer exists", "PPLQ": "abandoned",
    "PPLW": "destroyed",
}  # fmt: skip
_DEPTHS = {"A.ADM1": 1, "A.ADM2": 2}
_NOT_ASKED = "is in none of the countries asked for"
_UNDATED = "Undated: the gazetteer says nothing of when."


def read(request: Request) -> Iterator[Batch]:
    """Read GeoNames' places, with the countries and divisions that they lie in."""
    yield from _GeoNames(request).read()


FORMAT = Format(
    "geonames", "GeoNames: places, their coordinates, divisions and countries", read,
    options=OPTIONS, files=("countries", "admin1"),
)  # fmt: skip


class _GeoNames:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.batch = Batch()
        self.areas = Areas()
        self.seen: dict[str, int] = {}
        self.only = [code for code in request.options.get("country", "").split("|") if code]
        self.with_names = request.options.get("names", "none") == "all"
        by = licence(request.options.get("licence", "CC-BY-4.0"))
        version = request.options.get("version", "")
        self.source = Source(
            request.mint.source(request.source_id), AG.Dataset, "GeoNames",
            request.mint.graph(request.source_id, version), by, by, publisher="GeoNames",
            version=version, url="https://www.geonames.org/", language="en",
            reliability=request.options.get("reliability", ""),
        )  # fmt: skip

    def read(self) -> Iterator[Batch]:
        request = self.request
        self.batch.sources.append(self.source)
        self.options()
        self.countries()
        problems = self.batch.problems
        try:
            self.divisions(problems)
            for place in places(request.path, request.name, problems):
                self.batch.rows += 1
                if not place.row.faulty:
                    self.place(place)
                if place.row.faulty and place["geonameid"].isdecimal():
                    self.batch.broken.add(self.entity(place["geonameid"]))
                if self.batch.rows >= BATCH:
                    self.batch.problems = list(problems)
                    problems.clear()
                    yield self.batch
                    self.batch = Batch()
        except InvalidRows as error:
            problems += error.problems
            self.batch.is_whole = False
        self.batch.problems = list(problems)
        self.unknown_areas()
        yield self.batch

    def options(self) -> None:
        """Refuse what the options cannot say."""
        names = self.request.options.get("names", "none")
        faults = [("names", names, "is not known here", "write all or none")]
        faults = faults if names not in ("all", "none") else []
        for code in self.only:
            if not re.fullmatch("[A-Z]{2}", code):
                faults.append(("country", code, "is no country code", "write PH, or PH|IQ"))
        for option, value, message, remedy in faults:
            self.batch.problems.append(
                Problem(self.request.name, None, option, value, message, remedy)
            )

    def entity(self, geonameid: str) -> NamedNode:
        return self.request.mint.entity(f"geonames-{geonameid}")

    def countries(self) -> None:
        """Add the countries of the list."""
        name = self.request.options.get("countries", "")
        found = countries(self.request.file("countries"), name, self.batch.problems)
        for row, (code, country) in enumerate(found.items(), 1):
            self.batch.rows += 1
            if self.only and code not in self.only:
                self.leave_out(name, row, code, _NOT_ASKED)
                continue
            self.country(code, country, Origin(name, row))

    def country(self, code: str, country: dict[str, Any], origin: Origin) -> None:
        number = country.get("isonumeric")
        known = (
            ("GeoNames", country["geonameid"]), ("ISO 3166-1", code),
            ("ISO 3166-1", country.get("iso3")), ("ISO 3166-1", number and f"{number:03}"),
        )  # fmt: skip
        self.areas.added.add(Key((code,)))
        self.batch.entities.append(
            Entity(
                self.request.mint.entity(Key((code,)).local_id), AG.Country,
                Literal(country["name"]), self.source.graph,
                codes=tuple(f"{scheme} {value}" for scheme, value in known if value),
                country_code=code, origin=origin,
            )
        )  # fmt: skip

    def divisions(self, problems: list[Problem]) -> None:
        """Add the divisions of first order, if the project has the file with their names."""
        path, name = self.request.file("admin1"), self.request.options.get("admin1", "")
        if path is None:
            return
        for row in admin1_names(path, name, problems):
            self.batch.rows += 1
            key = Key(tuple(row["code"].split(".", 1)))
            if row.faulty or not row.need("name"):
                continue
            if not re.fullmatch(r"[A-Z]{2}\.\S+", row["code"]):
                row.fault("code", "is no code of a division", "write it as PH.14")
            elif self.only and key.codes[0] not in self.only:
                self.leave_out(name, row.number, row["code"], _NOT_ASKED)
            elif key in self.areas.added:
                row.fault("code", "stands in a row above already", "drop one row")
            else:
                codes = (f"GeoNames {row['geonameid']}",) if row["geonameid"] else ()
                self.area(key, row["name"], codes, Origin(name, row.number))

    def area(
        self, key: Key, name: str, codes: tuple[str, ...], origin: Origin, note: str = "",
        point: Coordinates | None = None,
    ) -> None:  # fmt: skip
        """Add a country or division, within the one around it."""
        iri = self.request.mint.entity(key.local_id)
        kind = AG.AdministrativeArea if key.whole else AG.Country
        codes = (*codes, f"GeoNames {key}") if key.whole else (*codes, f"ISO 3166-1 {key}")
        self.areas.added.add(key)
        self.batch.entities.append(
            Entity(
                iri, kind, Literal(name), self.source.graph, codes=codes,
                country_code=key.codes[0], coordinates=point, note=note, origin=origin,
            )
        )  # fmt: skip
        if key.whole:
            self.within(iri, key.whole, origin)

    def within(self, part: NamedNode, whole: Key, origin: Origin) -> None:
        """Claim that a place lies in an area, timeless as the gazetteer has it."""
        source, local_id = self.source, part.value.rpartition("/")[2]
        self.areas.refer(whole, origin.row)
        self.batch.claims.append(
            Claim(
                self.request.mint.claim(f"{local_id}-within"), AG.Containment, part,
                self.request.mint.entity(whole.local_id), source.iri, source.graph,
                reliability=source.reliability, note=_UNDATED, origin=origin,
                locator=Locator(record=local_id.removeprefix("geonames-")),
            )
        )  # fmt: skip

    def place(self, place: Place) -> None:
        geonameid, name = place.row.need("geonameid"), place.row.need("name")
        if geonameid and not geonameid.isdecimal():
            place.fault("geonameid", "is no geonameid", "write the number that GeoNames gave it")
        elif geonameid in self.seen:
            place.fault("geonameid", f"is that of row {self.seen[geonameid]} already", "drop one")
        feature = place.feature
        kinds = (found for form, found in _KINDS.items() if re.fullmatch(form, feature))
        kind, precision = next(kinds, (None, AG.UnknownPrecision))
        key = key_of(place, deepest=_DEPTHS.get(feature, 0 if kind == AG.Country else 2))
        point = self.point(place, precision)
        if place.row.faulty or not name or not point:
            return
        self.seen[geonameid] = place.row.number
        file, row = place.row.file, place.row.number
        if self.only and (not key or key.codes[0] not in self.only):
            self.leave_out(file, row, name, _NOT_ASKED)
        elif kind is None:
            self.leave_out(file, row, name, f"is a feature {feature}, which is no place read here")
        elif feature in _DEPTHS or kind == AG.Country:
            self.known_area(place, key, point, _DEPTHS.get(feature, 0) + 1)
        else:
            self.plain_place(place, kind, key, point)

    def known_area(self, place: Place, key: Key | None, point: Coordinates, depth: int) -> None:
        """Add an area that places refer to by its codes."""
        file, row, name = place.row.file, place.row.number, place["name"]
        if key is None or len(key.codes) != depth:
            self.leave_out(file, row, name, "has no code that places could refer to it by")
        elif key in self.areas.added:
            self.leave_out(file, row, name, f"is {key}, which has been read already")
        else:
            self.area(key, name, (f"GeoNames {place['geonameid']}",), Origin(file, row), "", point)
            self.names(place, self.request.mint.entity(key.local_id))

    def plain_place(
        self, place: Place, kind: NamedNode, key: Key | None, point: Coordinates
    ) -> None:
        iri, origin = self.entity(place["geonameid"]), Origin(place.row.file, place.row.number)
        gone = _GONE.get(place["feature code"], "")
        self.batch.entities.append(
            Entity(
                iri, kind, Literal(place["name"]), self.source.graph,
                codes=(f"GeoNames {place['geonameid']}",), coordinates=point,
                country_code=key.codes[0] if key else "",
                note=f"GeoNames: {gone} ({place['feature code']})." if gone else "", origin=origin,
            )
        )  # fmt: skip
        if key:
            self.within(iri, key, origin)
        if place["admin1 code"] == "00":
            self.batch.left_out.append(
                LeftOut(origin.file, origin.row, place.column("admin1 code"), "00",
                        "stands for no division; the place is put in its country")
            )  # fmt: skip
        self.names(place, iri)

    def names(self, place: Place, iri: NamedNode) -> None:
        """Claim the alternative names, if the project asks for them."""
        source = self.source
        for name in place.names if self.with_names else ():
            local_id = f"geonames-{place['geonameid']}-name-{digest(name, 8)}"
            self.batch.claims.append(
                Claim(
                    self.request.mint.claim(local_id), AG.Naming, iri, Literal(name), source.iri,
                    source.graph, "alternative name", reliability=source.reliability,
                    locator=Locator(record=place["geonameid"]),
                    origin=Origin(place.row.file, place.row.number),
                )
            )  # fmt: skip

    def point(self, place: Place, precision: NamedNode) -> Coordinates | None:
        numbers = []
        for name, limit in (("latitude", 90), ("longitude", 180)):
            place.row.need(place.column(name))
            numbers.append(
                place.row.read(place.column(name), lambda text, limit=limit: degrees(text, limit))  # type: ignore[misc]
            )
        latitude, longitude = numbers
        if latitude is None or longitude is None:
            return None
        return Coordinates(latitude, longitude, precision, self.source.iri, self.source.graph)

    def unknown_areas(self) -> None:
        """Add the areas that codes alone point to."""
        for key, row in self.areas.unknown():
            note = f"Known by its code alone, in row {row}: the file has no row for it."
            self.area(key, str(key), (), Origin(self.request.name, row), note)

    def leave_out(self, file: str, row: int, value: str, reason: str) -> None:
        self.batch.left_out.append(LeftOut(file, row, None, value, reason))
