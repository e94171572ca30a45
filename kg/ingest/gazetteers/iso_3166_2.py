"""ISO 3166-2: the codes of the divisions of countries, as a table that the user has.

Columns: code, name, type, parent (the code of the division around it; blank for the country). ISO
sells the standard, Debian's iso-codes are under LGPL-2.1: the licence is the project's to give.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, Format
from kg.ingest.tables.table import Row, rows
from kg.model.values import Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request

COLUMNS = ("code", "name", "type", "parent")
BATCH = 2000
_CODE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def read(request: Request) -> Iterator[Batch]:
    """Read the table; every division is an administrative area, within its parent or country."""
    yield from _Divisions(request).read()


FORMAT = Format("iso-3166-2", "ISO 3166-2: divisions of countries, their codes and parents", read)


class _Divisions:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.batch = Batch()
        self.seen: dict[str, int] = {}
        self.countries: set[str] = set()
        self.parents: dict[str, Row] = {}
        options = request.options
        by = licence(options.get("licence", "unknown"))
        version = options.get("version", "")
        self.source = Source(
            request.mint.source(request.source_id), AG.Dataset, "ISO 3166-2",
            request.mint.graph(request.source_id, version), by, by, version=version,
            reliability=options.get("reliability", ""),
        )  # fmt: skip

    def read(self) -> Iterator[Batch]:
        request = self.request
        self.batch.sources.append(self.source)
        problems: list[Problem] = []
        try:
            for row in rows(request.path, request.name, COLUMNS, COLUMNS, problems):
                self.batch.rows += 1
                if not row.faulty:
                    self.division(row)
                if row.faulty and _CODE.fullmatch(row["code"]):
                    self.batch.broken.add(self.entity(row["code"]))
                if self.batch.rows == BATCH:
                    self.batch.problems, problems[:] = list(problems), []
                    yield self.batch
                    self.batch = Batch()
        except InvalidRows as error:
            problems += error.problems
            self.batch.is_whole = False
        self.batch.problems = problems
        self.orphans()
        yield self.batch

    def entity(self, code: str) -> NamedNode:
        return self.request.mint.entity(f"iso-3166-2-{code.lower()}")

    def country(self, code: str) -> NamedNode:
        """Return the country, which is added when it is first met, under its code."""
        iri = self.request.mint.entity(f"iso-3166-1-{code.lower()}")
        if code not in self.countries:
            self.countries.add(code)
            self.batch.entities.append(
                Entity(
                    iri, AG.Country, Literal(code), self.source.graph,
                    codes=(f"ISO 3166-1 {code}",), country_code=code,
                    note="Known by its code alone: the table has no names of countries.",
                )
            )  # fmt: skip
        return iri

    def division(self, row: Row) -> None:
        code, name = row.need("code"), row.need("name")
        found = _CODE.fullmatch(code)
        if code and not found:
            row.fault("code", "is no code of ISO 3166-2", "write it as PH-LAS")
        if code in self.seen:
            row.fault("code", f"is the code of row {self.seen[code]} already", "drop one row")
        parent = row["parent"]
        if parent and not _CODE.fullmatch(parent):
            row.fault("parent", "is no code of ISO 3166-2", "write PH-14, or leave it blank")
        elif found and parent and not parent.startswith(f"{found[1]}-"):
            row.fault("parent", "is in another country", f"write one of {found[1]}")
        elif parent and parent == code:
            row.fault("parent", "is the division itself", "write the one around it, or none")
        if row.faulty or not found:
            return
        self.seen[code] = row.number
        if parent:
            self.parents.setdefault(parent, row)
        whole = self.entity(parent) if parent else self.country(found[1])
        source, origin = self.source, Origin(row.file, row.number)
        self.batch.entities.append(
            Entity(
                self.entity(code), AG.AdministrativeArea, Literal(name), source.graph,
                description=row["type"], codes=(f"ISO 3166-2 {code}",), country_code=found[1],
                origin=origin,
            )
        )  # fmt: skip
        self.batch.claims.append(
            Claim(
                self.request.mint.claim(f"iso-3166-2-{code.lower()}-within"), AG.Containment,
                self.entity(code), whole, source.iri, source.graph,
                reliability=source.reliability, locator=Locator(row=row.number),
                note="Undated: the table says nothing of when.", origin=origin,
            )
        )  # fmt: skip

    def orphans(self) -> None:
        """Add a parent that has no row of its own, under its code, as the table knows it."""
        for code, row in self.parents.items():
            if code in self.seen or self.entity(code) in self.batch.broken:
                continue
            self.batch.entities.append(
                Entity(
                    self.entity(code), AG.AdministrativeArea, Literal(code), self.source.graph,
                    codes=(f"ISO 3166-2 {code}",), country_code=code[:2],
                    note=f"Referred to in row {row.number}; the table has no row for it.",
                    origin=Origin(row.file, row.number),
                )
            )  # fmt: skip
