"""The project's own sheets: ``sources.csv``, ``entities.csv``, ``claims.csv``, one row a claim.

The columns are documented in ``docs/sheets.md``, which a test keeps equal to the tuples here.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, Format
from kg.ingest.tables.table import Row, rows, suggest
from kg.model import edtf
from kg.model.bounds import Bounds
from kg.model.values import Claim, Coordinates, Entity, Locator, Origin, Source
from kg.vocabulary import AG, PREFIXES
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import DRAWN, LOCAL_ID, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.ingest.base import Request
    from kg.model.schema import RelationshipClass

SOURCE_COLUMNS = (
    "id", "type", "title", "creator", "publisher", "date", "version", "url", "licence",
    "claims_licence", "language", "reliability", "text_sha256", "note",
)  # fmt: skip
ENTITY_COLUMNS = (
    "id", "type", "name", "lang", "description", "code", "country_code", "latitude", "longitude",
    "precision", "coordinates_source", "note",
)  # fmt: skip
CLAIM_COLUMNS = (
    "id", "relationship", "subject", "object", "role", "side", "stance", "modality",
    "conditional_on", "status", "start", "end", "attested", "low", "best", "high", "unit",
    "source", "claimer", "reliability", "credibility", "paragraph", "page", "row", "from_char",
    "to_char", "digest", "note",
)  # fmt: skip
_SOURCE_NEEDS = ("id", "type", "title", "licence")
_ENTITY_NEEDS = ("id", "type", "name")
_CLAIM_NEEDS = ("id", "relationship", "subject", "source")
STANCES = ("affirms", "denies")
MODALITIES = ("stated", "expected", "likely", "possible", "planned")
STATUSES = ("accepted", "contested", "superseded", "retracted")
RELIABILITIES = tuple("ABCDEF")
CREDIBILITIES = tuple("123456")
PRECISIONS = (
    "ExactPoint", "NearPoint", "WithinSettlement", "AreaCentroid", "CountryCentroid",
    "UnknownPrecision",
)  # fmt: skip
_COPIED = (AG.Dataset, AG.SanctionsList)  # what their licence covers is copied into the graph


def read(request: Request) -> Iterator[Batch]:
    """Read a folder with the three sheets."""
    yield _Sheets(request).read()


FORMAT = Format("sheets", "the three sheets of a project", read, takes="folder")


class _Sheets:
    """Reads the three sheets of one folder; the batch grows as they are read."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.mint = request.mint
        self.batch = Batch()
        self.by_id: dict[str, Source] = {}
        self.seen: dict[NamedNode, int] = {}

    def read(self) -> Batch:
        self.batch.sources.append(self.sheet_itself())
        mint = self.mint
        for sheet, columns, required, reader, minted in (
            ("sources.csv", SOURCE_COLUMNS, _SOURCE_NEEDS, self.source, mint.source),
            ("entities.csv", ENTITY_COLUMNS, _ENTITY_NEEDS, self.entity, mint.entity),
            ("claims.csv", CLAIM_COLUMNS, _CLAIM_NEEDS, self.claim, mint.claim),
        ):
            path = self.request.path / sheet
            name = f"{self.request.name}/{sheet}" if self.request.name != "." else sheet
            if not path.is_file():
                self.batch.problems.append(
                    Problem(name, None, None, None, "is not there",
                            f"add it, with the header {','.join(required)}")
                )  # fmt: skip
                self.batch.is_whole = False
                continue
            try:
                for row in rows(path, name, columns, required, self.batch.problems):
                    self.batch.rows += 1
                    if not row.faulty:
                        reader(row)
                    if row.faulty and LOCAL_ID.fullmatch(row["id"]):
                        self.batch.broken.add(minted(row["id"]))
            except InvalidRows as error:
                self.batch.problems += error.problems
                self.batch.is_whole = False
        return self.batch

    def sheet_itself(self) -> Source:
        """Return the source that the entities come from: the project's own sheet."""
        request = self.request
        return Source(
            self.mint.source(request.source_id), AG.Curation, f"Entities of {request.title}",
            self.mint.graph(request.source_id), request.licence, request.licence, language="en",
        )  # fmt: skip

    def local_id(self, row: Row, minted: Callable[[str], NamedNode]) -> NamedNode | None:
        """Return the IRI of the row's id, once."""
        text = row.need("id")
        if not text:
            return None
        if not LOCAL_ID.fullmatch(text):
            row.fault("id", "is no id", "use a-z, 0-9 and single dashes, such as 'maute-group'")
            return None
        iri = minted(text)
        if iri in self.seen:
            row.fault("id", f"is the id of row {self.seen[iri]} already", "give each row its own")
            return None
        self.seen[iri] = row.number
        return iri

    def kind(self, row: Row, allowed: Iterable[NamedNode]) -> NamedNode | None:
        """Return the class that a cell names, by local name or CURIE."""
        by_name = {local_name(term.value): term for term in allowed}
        column = "relationship" if "relationship" in row.cells else "type"
        text = row.need(column)
        found = by_name.get(text.removeprefix("ag:"))
        if text and not found:
            row.fault(column, "is not a class of the ontology", suggest(text, list(by_name)))
        return found

    def reference(self, text: str) -> NamedNode:
        """Return the IRI that a cell refers to: an id, a CURIE or an IRI."""
        if LOCAL_ID.fullmatch(text):
            return self.mint.entity(text)
        prefix, colon, local = text.partition(":")
        if colon and prefix in PREFIXES and re.fullmatch(r"[\w.-]+", local):
            return NamedNode(PREFIXES[prefix] + local)
        return _iri(text)

    def source(self, row: Row) -> None:
        iri = self.local_id(row, self.mint.source)
        if row["id"] in DRAWN:
            row.fault("id", "names a graph that each release adds", "give the source another id")
        kind = self.kind(row, self.request.schema.sources)
        title = row.need("title")
        row.need("licence")
        own_licence = row.read("licence", licence)
        claims_licence = row.read("claims_licence", licence)
        row.read("date", edtf.parse)
        row.read("url", _url)
        row.read("language", _language)
        row.read("text_sha256", _sha256)
        reliability = row.one_of("reliability", RELIABILITIES)
        if row.faulty or not (iri and kind and title and own_licence):
            return
        default = own_licence if kind in _COPIED else self.request.licence
        source = Source(
            iri, kind, title, self.mint.graph(row["id"], row["version"]), own_licence,
            claims_licence or default, row["creator"], row["publisher"], row["date"],
            row["version"], row["url"], row["language"], reliability, row["text_sha256"],
            row["note"], Origin(row.file, row.number),
        )  # fmt: skip
        self.by_id[row["id"]] = source
        self.batch.sources.append(source)

    def entity(self, row: Row) -> None:
        iri = self.local_id(row, self.mint.entity)
        kind = self.kind(row, self.request.schema.entities)
        name = row.need("name")
        language = row.read("lang", _language) or "en"
        row.read("country_code", _country_code)
        coordinates = self.coordinates(row)
        if row.faulty or not (iri and kind and name):
            return
        codes = tuple(code.strip() for code in row["code"].split("|") if code.strip())
        self.batch.entities.append(
            Entity(
                iri, kind, Literal(name, language=language),
                self.mint.graph(self.request.source_id), row["description"], codes,
                row["country_code"], coordinates, row["note"], Origin(row.file, row.number),
            )
        )  # fmt: skip

    def coordinates(self, row: Row) -> Coordinates | None:
        """Return the row's point; all four cells are there, or none."""
        columns = ("latitude", "longitude", "precision", "coordinates_source")
        if not any(row[column] for column in columns):
            return None
        for column in columns:
            row.need(column)
        latitude = row.read("latitude", lambda text: _degrees(text, 90))
        longitude = row.read("longitude", lambda text: _degrees(text, 180))
        precision = row.one_of("precision", PRECISIONS)
        source = self.known_source(row, "coordinates_source")
        if row.faulty or latitude is None or longitude is None or source is None:
            return None
        return Coordinates(latitude, longitude, AG[precision], source.iri, source.graph)

    def known_source(self, row: Row, column: str) -> Source | None:
        text = row[column]
        is_told = LOCAL_ID.fullmatch(text) and self.mint.source(text) in self.batch.broken
        if text and text not in self.by_id and self.batch.is_whole and not is_told:
            row.fault(column, "is no source of sources.csv", suggest(text, list(self.by_id)))
        return self.by_id.get(text)

    def claim(self, row: Row) -> None:
        iri = self.local_id(row, self.mint.claim)
        kind = self.kind(row, self.request.schema.relationships)
        relationship = self.request.schema.relationships[kind] if kind else None
        row.need("subject")
        subject = row.read("subject", self.reference)
        obj = self.object(row, relationship) if relationship else None
        row.need("source")
        source = self.known_source(row, "source")
        stance = row.one_of("stance", STANCES, "affirms")
        modality = row.one_of("modality", MODALITIES, "stated")
        status = row.one_of("status", STATUSES, "accepted")
        reliability = row.one_of("reliability", RELIABILITIES)
        credibility = row.one_of("credibility", CREDIBILITIES)
        claimer = row.read("claimer", self.reference)
        conditions = row.read("conditional_on", self.claims) or ()
        bounds = _bounds(row)
        low, best, high = _numbers(row)
        locator = _locator(row)
        if row.faulty or not (iri and kind and subject and source) or bounds is None:
            if iri:
                self.batch.broken.add(iri)
            return
        self.batch.claims.append(
            Claim(
                iri, kind, subject, obj, source.iri, source.graph, row["role"], row["side"],
                stance, modality, status, conditions, claimer, reliability or source.reliability,
                credibility, bounds, row["start"], row["end"], row["attested"], low, best, high,
                row["unit"], locator, row["note"], Origin(row.file, row.number),
            )
        )  # fmt: skip

    def claims(self, text: str) -> tuple[NamedNode, ...]:
        """Return the claims whose ids stand in a cell, parted by ``|``."""
        ids = [part.strip() for part in text.split("|") if part.strip()]
        for local_id in ids:
            if not LOCAL_ID.fullmatch(local_id):
                raise ValueError(f"holds {local_id!r}, which is no id; list ids of claims: c1|c2")
        return tuple(self.mint.claim(local_id) for local_id in ids)

    def object(self, row: Row, kind: RelationshipClass) -> NamedNode | Literal | None:
        if kind.object_role is None:
            if row["object"]:
                row.fault("object", f"is given, but {row['relationship']} has no second party",
                          "leave the cell blank")  # fmt: skip
            return None
        text = row.need("object")
        if kind.literal_object:
            return Literal(text) if text else None
        return row.read("object", self.reference)


def _bounds(row: Row) -> Bounds | None:
    """Return the row's bounds; a fault in one date is told of its own cell."""
    columns: dict[str, Callable[[str], Bounds]] = {
        "start": lambda text: Bounds.read(start=text),
        "end": lambda text: Bounds.read(end=text),
        "attested": lambda text: Bounds.read(attested=text),
    }
    if {c for c, reader in columns.items() if row[c] and row.read(c, reader) is None}:
        return None
    try:
        return Bounds.read(row["start"], row["end"], row["attested"])
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        column = "end" if message.startswith("the end") else "attested"
        row.fault(column, f"cannot be: {message}", remedy)
        return None


def _numbers(row: Row) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    low, best, high = (row.read(column, _decimal) for column in ("low", "best", "high"))
    given = [number for number in (low, best, high) if number is not None]
    if given != sorted(given):
        column = "low" if best is None or (low is not None and low > best) else "best"
        row.fault(column, "breaks low ≤ best ≤ high", "correct the figures, or swap them")
    return low, best, high


def _locator(row: Row) -> Locator:
    paragraph, page, number, start, end = (
        row.read(column, _count) for column in ("paragraph", "page", "row", "from_char", "to_char")
    )
    if (start is None) != (end is None):
        blank = "from_char" if start is None else "to_char"
        row.fault(blank, "is blank", "give both ends of the span, or neither")
    elif start is not None and end is not None and start >= end:
        row.fault("to_char", "is not after from_char", "to_char is the offset after the last one")
    if row["digest"] and not re.fullmatch(r"[0-9a-f]{16}", row["digest"]):
        row.fault("digest", "is no digest", "take the 16 digits that verify-evidence prints")
    elif row["digest"] and start is None and not row["from_char"]:
        row.fault("digest", "is of no span", "give from_char and to_char with it")
    return Locator(paragraph, page, number, start, end, row["digest"])


def _iri(text: str) -> NamedNode:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise ValueError("is neither an id nor an IRI; write an id of entities.csv, or https://…")
    return NamedNode(text)


def _url(text: str) -> NamedNode:
    try:
        return _iri(text)
    except ValueError as error:
        raise ValueError("is no web address; write it whole, beginning with https://") from error


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raise ValueError("is not a number; write digits alone, 60000 and not 60,000 or 60k")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("is not a number; write digits alone, such as 60000") from error


def _degrees(text: str, limit: int) -> Decimal:
    value = _decimal(text)
    if abs(value) > limit:
        raise ValueError(f"is beyond ±{limit} degrees; write decimal degrees of WGS 84")
    return value


def _count(text: str) -> int:
    if not re.fullmatch(r"\d+", text):
        raise ValueError("is not a count; write a whole number")
    return int(text)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError("is no SHA-256; write its 64 lower-case hexadecimal digits")
    return text


def _language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError("is no language tag (BCP 47); write en, ar, tl, …")
    return text


def _country_code(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise ValueError("is no ISO 3166-1 code; write two capitals, such as PH")
    return text
