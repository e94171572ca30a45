"""Areas: the bounds of countries and their divisions, from GeoJSON or TopoJSON.

Read from the file that the user has, of whatever origin: an area a feature, with its name, its code
and its bounds as WKT. JSON is read whole, since arcs may lie behind all that refer to them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import Problem
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.gazetteers import areas_topojson as topojson
from kg.ingest.gazetteers.areas_antimeridian import EnclosesPole
from kg.ingest.gazetteers.areas_shapes import multipolygon, of_geojson
from kg.ingest.tables.table import UNWRITABLE
from kg.model.values import Area, Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.ingest.base import Request

BATCH = 200  # areas: their bounds are long
LEVELS = {
    "country": AG.Country,
    "adm1": AG.AdministrativeArea,
    "adm2": AG.AdministrativeArea,
}
OPTIONS = {
    "level": "what the areas are: country, adm1 or adm2",
    "country": "the country they lie in, by its ISO 3166-1 code of two letters",
    "name_property": "the property with the name; else 'name'",
    "code_property": "the property with the code; else the id of the feature",
    "scheme": "whose codes they are, such as HASC; codes of ISO 3166 are known by their form",
}
# How Natural Earth and its heirs say that there is no code; of a division, the country's alone.
_NO_CODE = re.compile(r"-99|-1")
_NO_DIVISION = re.compile(r"-99|-1|[A-Z]{2}\.?")
_WGS_84 = re.compile(r"CRS84$|EPSG:+4326$")
_CODES = (
    (re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"), "ISO 3166-2"),
    (re.compile(r"[A-Z]{2}|[A-Z]{3}|\d{3}"), "ISO 3166-1"),
)


def read(request: Request) -> Iterator[Batch]:
    """Read a FeatureCollection of GeoJSON, or all objects of a TopoJSON file."""
    yield from _Areas(request).read()


FORMAT = Format("areas", "Bounds of areas: GeoJSON or TopoJSON", read, options=OPTIONS)


class _Areas:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.batch = Batch()
        self.level = request.options.get("level", "adm1")
        self.country = request.options.get("country", "")
        self.by_name = request.options.get("name_property", "name")
        self.by_code = request.options.get("code_property", "")
        self.no_code = _NO_CODE if self.level == "country" else _NO_DIVISION
        self.seen = {f"{request.source_id}-country"}
        self.source = self.source_itself()

    def source_itself(self) -> Source:
        request, options = self.request, self.request.options
        by = licence(options.get("licence", "unknown"))
        version = options.get("version", "")
        return Source(
            request.mint.source(request.source_id), AG.Dataset,
            f"Areas of {request.path.name}", request.mint.graph(request.source_id, version),
            by, by, version=version, reliability=options.get("reliability", ""),
        )  # fmt: skip

    def read(self) -> Iterator[Batch]:
        self.batch.sources.append(self.source)
        if not self.options_are_sound():
            self.batch.is_whole = False
            yield self.batch
            return
        try:
            features = list(self.features())
        except (json.JSONDecodeError, UnicodeDecodeError, InvalidFile) as error:
            self.problem(None, None, None, *_told(error))
            self.batch.is_whole = False
            features = []
        if self.country and features:
            self.batch.entities.append(self.country_itself())
        shared = Counter(self.code(feature) for feature, _ in features if _is_object(feature))
        for number, (feature, shape) in enumerate(features, 1):
            self.batch.rows += 1
            self.area(number, feature, shape, shared)
            if self.batch.rows == BATCH:
                yield self.batch
                self.batch = Batch()
        yield self.batch

    def options_are_sound(self) -> bool:
        if self.level not in LEVELS:
            remedy = "write country, adm1 or adm2"
            self.problem(None, "level", self.level, "is no level of areas", remedy)
        if self.country and not re.fullmatch("[A-Z]{2}", self.country):
            remedy = "write two capitals, such as PH"
            self.problem(None, "country", self.country, "is no country code", remedy)
        return not self.batch.problems

    def problem(
        self, row: int | None, column: str | None, value: str | None, message: str, remedy: str
    ) -> None:
        self.batch.problems.append(Problem(self.request.name, row, column, value, message, remedy))

    def features(self) -> Iterator[tuple[Any, Callable[[Any], Any]]]:
        """Yield each feature, and what makes polygons of its geometry."""
        raw = self.request.path.read_bytes().decode("utf-8-sig")
        data = json.loads(raw, parse_float=Decimal)
        kind = data.get("type") if isinstance(data, dict) else None
        if kind == "FeatureCollection" and isinstance(data.get("features"), list):
            _refuse_other_crs(data)
            for feature in data["features"]:
                yield feature, of_geojson
        elif kind == "Topology":
            known = _arcs(data)
            for name, thing in data["objects"].items():
                for geometry in thing.get("geometries", [thing]):
                    feature = geometry
                    if _is_object(geometry):
                        feature = {**geometry, "geometry": geometry, "object": name}
                    yield feature, lambda shape: topojson.polygons(shape, known)
        else:
            raise InvalidFile(
                "is neither a FeatureCollection nor a Topology; give GeoJSON or TopoJSON"
            )

    def given_code(self, feature: dict[str, Any]) -> str:
        given = _properties(feature).get(self.by_code) if self.by_code else feature.get("id")
        return _text(given)

    def code(self, feature: dict[str, Any]) -> str:
        text = self.given_code(feature)
        return "" if self.no_code.fullmatch(text) else text

    def area(
        self,
        number: int,
        feature: Any,  # noqa: ANN401  (what a file may hold)
        shape: Callable[[Any], Any],
        shared: Counter[str],
    ) -> None:
        if not _is_object(feature):
            self.problem(number, None, None, "is no feature", "give an object with a geometry")
            return
        name, code = _text(_properties(feature).get(self.by_name)), self.code(feature)
        if not name and not code:
            reason = "has neither a name nor a code"
            self.leave_out(number, self.by_name, "", reason)
            return
        if self.given_code(feature) != code:
            column, given = self.by_code or "id", self.given_code(feature)
            self.leave_out(number, column, given, "stands for no code")
        if UNWRITABLE.search(name + code):
            self.problem(number, self.by_name, name, "holds a control character", "delete it")
            return
        try:
            polygons = shape(feature["geometry"]) if feature.get("geometry") else None
            if polygons is None:
                kind = (feature.get("geometry") or {}).get("type") or "no geometry"
                reason = f"is no area but {kind}; object {feature.get('object', '')}".rstrip()
                self.leave_out(number, "geometry", name or code, reason.removesuffix("; object"))
                return
            wkt = multipolygon(polygons)
        except EnclosesPole as error:
            self.leave_out(number, "geometry", name or code, str(error).partition("; ")[0])
            self.add(number, name, code, "", is_shared=bool(code) and shared[code] > 1)
        except topojson.InvalidShape as error:
            self.problem(number, "geometry", name or code, *_told(error))
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
            self.problem(number, "geometry", name or code, "has bounds that cannot be read",
                         "write rings of [longitude, latitude]")  # fmt: skip
        else:
            self.add(number, name, code, wkt, is_shared=bool(code) and shared[code] > 1)

    def leave_out(self, number: int, column: str, value: str, reason: str) -> None:
        self.batch.left_out.append(LeftOut(self.request.name, number, column, value, reason))

    def add(self, number: int, name: str, code: str, wkt: str, *, is_shared: bool) -> None:
        """Add the area; codes are kept as given, also one that the file gives to two areas."""
        iri = self.entity(number, name, code, is_shared=is_shared)
        source, origin = self.source, Origin(self.request.name, number)
        note = f"The file gives the code {code} to more than one area." if is_shared else ""
        is_country = self.level == "country"
        alpha2 = code if is_country and re.fullmatch("[A-Z]{2}", code) else ""
        self.batch.entities.append(
            Entity(
                iri, LEVELS[self.level], Literal(name or code), source.graph,
                codes=(f"{self.scheme(code)} {code}",) if code else (),
                country_code=alpha2 or self.country, note=note, origin=origin,
                area=Area(wkt, AG.UnknownPrecision, source.iri, source.graph) if wkt else None,
            )
        )  # fmt: skip
        if self.country and not is_country:
            self.batch.claims.append(
                Claim(
                    self.request.mint.claim(f"{iri.value.rpartition('/')[2]}-within-country"),
                    AG.Containment, iri, self.country_itself().iri, source.iri, source.graph,
                    reliability=source.reliability, locator=Locator(record=str(number)),
                    note="Undated: the file says nothing of when.", origin=origin,
                )
            )  # fmt: skip

    def entity(self, number: int, name: str, code: str, *, is_shared: bool) -> NamedNode:
        """Name the area by its code; by its name too, and its number, where need be."""
        words = [code, name] if is_shared or not code else [code]
        said = slug(" ".join(word for word in words if word)) or digest(name, 8)
        local_id = f"{self.request.source_id}-{said}"
        if local_id in self.seen:
            local_id = f"{local_id}-{number}"
        self.seen.add(local_id)
        return self.request.mint.entity(local_id)

    def scheme(self, code: str) -> str:
        """Say whose code it is: ISO's by its form, else as the project says."""
        given = self.request.options.get("scheme", "")
        known = (scheme for form, scheme in _CODES if form.fullmatch(code))
        return given or next(known, self.request.source_id)

    def country_itself(self) -> Entity:
        return Entity(
            self.request.mint.entity(f"{self.request.source_id}-country"), AG.Country,
            Literal(self.country), self.source.graph, codes=(f"ISO 3166-1 {self.country}",),
            country_code=self.country, note="Known by the code that the project gives alone.",
        )  # fmt: skip


class InvalidFile(ValueError):
    """A file that holds no areas; the message is ``what is wrong; what to do``."""


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8", "save the file in UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"is no JSON ({error})", "get the file anew: it may have been cut off"
    message, _, remedy = str(error).partition("; ")
    return message, remedy


def _arcs(data: dict[str, Any]) -> list[topojson.Ring]:
    try:
        if not all(map(_is_object, data["objects"].values())):
            raise TypeError("an object that is none")
        return topojson.arcs(data)
    except (
        KeyError,
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
        AssertionError,
    ) as error:
        raise InvalidFile("has no arcs that can be read; get the file anew") from error


def _refuse_other_crs(data: dict[str, Any]) -> None:
    """GeoJSON is in WGS 84; older files may name another system."""
    given = data.get("crs")
    name = _text(((given or {}).get("properties") or {}).get("name"))
    if given and not _WGS_84.search(name):
        raise InvalidFile(f"is in {name or 'a system without a name'}; convert it to WGS 84")


def _is_object(feature: Any) -> bool:  # noqa: ANN401
    return isinstance(feature, dict)


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str:  # noqa: ANN401
    return "" if value is None else str(value).strip()
