"""Small readers of the real lists, for the tests: what matching needs of them, in the model.

UCDP is read by its importer. Of OFAC and the United Nations there are read names, kinds, countries
and dates of birth, under the ids that their importers give.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest import format_of
from kg.ingest.base import Batch, Request
from kg.ingest.load import load
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import Mint, slug
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pyoxigraph import Quad

MINT = Mint("https://example.org/p/")
_MONTHS = [name.lower() for name in calendar.month_abbr]
_KINDS = {"individual": AG.Person, "-0-": AG.Organisation}


class _List:
    """Collects a list's parties as a batch."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.source = Source(
            MINT.source(name), AG.SanctionsList, name, MINT.graph(name), licence("unknown"),
            licence("unknown"),
        )  # fmt: skip
        self.batch = Batch(sources=[self.source])
        self.count = 0
        self.places: set[NamedNode] = set()

    def entity(self, local_id: str, kind: NamedNode, name: str) -> NamedNode:
        iri = MINT.entity(local_id)
        self.batch.entities.append(Entity(iri, kind, Literal(name), self.source.graph))
        return iri

    def claim(
        self,
        kind: NamedNode,
        subject: NamedNode,
        obj: NamedNode | Literal | None,
        role: str = "",
        start: str = "",
    ) -> None:
        self.count += 1
        self.batch.claims.append(
            Claim(
                MINT.claim(f"{self.name}-{self.count}"), kind, subject, obj, self.source.iri,
                self.source.graph, role, bounds=Bounds.read(start=start), start=start,
            )
        )  # fmt: skip

    def country(self, subject: NamedNode, name: str) -> None:
        if slug(name):
            place = MINT.entity(f"{self.name}-place-{slug(name)}")
            if place not in self.places:
                self.places.add(place)
                self.entity(f"{self.name}-place-{slug(name)}", AG.Country, name)
            self.claim(AG.Presence, subject, place)


def ofac(names: Path, others: Path, addresses: Path) -> Batch:
    """Read the list of the OFAC, its other names, and the countries of its addresses."""
    out, known = _List("ofac"), {}
    for row in _rows(names):
        number, name, kind, remarks = row[0], row[1], row[2].strip(), row[11]
        if kind not in _KINDS:
            continue
        entity = known[number] = out.entity(f"ofac-{number}", _KINDS[kind], name)
        for text in re.findall(r"[afn]\.k\.a\. '([^']+)'", remarks):
            out.claim(AG.Naming, entity, Literal(text), "weak a.k.a.")
        for day, month, year in re.findall(
            r"DOB (?:circa )?(?:(\d\d) )?(?:(\w{3}) )?(\d{4})", remarks
        ):
            parts = [year, f"{_MONTHS.index(month.lower()):02}" if month else "", day]
            out.claim(AG.Existence, entity, None, "birth", "-".join(filter(None, parts)))
        for text in re.findall(r"(?:nationality|citizen) ([A-Z][\w ]+?)[;.]", remarks):
            out.country(entity, text)
    for row in csv.reader(io.StringIO(others.read_text(encoding="utf-8"), newline="")):
        if len(row) > 3 and row[0] in known:
            out.claim(AG.Naming, known[row[0]], Literal(row[3]), row[2])
    for row in _rows(addresses):
        if row[0] in known and row[4] != "-0- ":
            out.country(known[row[0]], row[4])
    return out.batch


def _rows(path: Path) -> Iterable[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from (row for row in rows if len(row) > 5)


def un(path: Path) -> Batch:
    """Read the consolidated list of the Security Council."""
    out, root = _List("un-sc"), ET.parse(path).getroot()  # noqa: S314  (a file of our own keeping)
    for kind, tag in ((AG.Person, "INDIVIDUAL"), (AG.Organisation, "ENTITY")):
        for node in root.iter(tag):
            parts = (node.findtext(f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH"))
            name = " ".join(" ".join(part.split()) for part in parts if part and part.strip())
            reference = (node.findtext("REFERENCE_NUMBER") or "").strip().lower().replace(".", "-")
            entity = out.entity(f"un-sc-{reference}", kind, name)
            for alias in node.iter(f"{tag}_ALIAS"):
                if text := " ".join((alias.findtext("ALIAS_NAME") or "").split()):
                    out.claim(AG.Naming, entity, Literal(text), alias.findtext("QUALITY") or "")
            if text := (node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip():
                out.claim(AG.Naming, entity, Literal(text), "original script")
            for born in node.iter("INDIVIDUAL_DATE_OF_BIRTH"):
                when = (born.findtext("DATE") or born.findtext("YEAR") or "").strip()[:10]
                if re.fullmatch(r"\d{4}(-\d\d){0,2}", when):
                    out.claim(AG.Existence, entity, None, "birth", when)
            for country in (*node.iter("COUNTRY"), *node.iterfind("NATIONALITY/VALUE")):
                out.country(entity, (country.text or "").strip())
    return out.batch


def ucdp(path: Path) -> list[Batch]:
    """Read UCDP's actors by their importer."""
    request = Request(path, path.name, "ucdp", "A test", MINT, schema(), licence("CC-BY-4.0"))
    return list(format_of("ucdp-actor").read(request))


def everything(real_data: Callable[[str], Path]) -> tuple[Quad, ...]:
    """Read the three lists as one graph."""
    batches = [
        *ucdp(real_data("data/ucdp/ucdp-actor-221.csv")),
        ofac(
            real_data("data/ofac/sdn_2023-11.csv"), real_data("data/ofac/alt_2026-03.csv"),
            real_data("data/ofac/sdn_address_2023-11.csv"),
        ),
        un(real_data("data/un_sc/consolidated_2020-11-30.xml")),
    ]  # fmt: skip
    return load(batches, MINT, schema()).quads
