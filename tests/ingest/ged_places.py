"""The places of UCDP GED, as entities: what an importer of the events makes of their columns."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.base import Batch
from kg.model.values import Claim, Coordinates, Entity, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from pathlib import Path

    from kg.vocabulary.minting import Mint

PRECISIONS = {"1": AG.WithinSettlement, "2": AG.NearPoint}
SETTLEMENTS = ("village", "town", "city", "sub-village")
MUNICIPALITIES = ("municipality", "muncipality")


class GedPlaces:
    """Entities by the columns: `where_coordinates` within `adm_2` within `adm_1`, and the country.

    `events` counts the events at each place.
    """

    def __init__(self, path: Path, mint: Mint) -> None:
        self.mint = mint
        by = licence("CC-BY-4.0")
        self.source = Source(mint.source("ged"), AG.Dataset, "UCDP GED", mint.graph("ged"), by, by)
        self.entities: dict[NamedNode, Entity] = {}
        self.wholes: dict[NamedNode, NamedNode] = {}
        self.names: dict[NamedNode, tuple[str, ...]] = {}
        self.events: dict[NamedNode, int] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["id"]:
                    self.add(row)

    def add(self, row: dict[str, str]) -> None:
        whole = self.place(AG.Country, (row["country"],), None)
        for column in ("adm_1", "adm_2"):
            if row[column]:
                names = (row["adm_1"], row["adm_2"])[: 2 if column == "adm_2" else 1]
                whole = self.place(AG.AdministrativeArea, names, whole)
        if row["where_coordinates"] in (row["adm_1"], row["adm_2"]) and whole:
            if row["where_coordinates"] == row["adm_1"] and row["adm_2"]:
                whole = self.wholes[whole]
            self.place(AG.AdministrativeArea, self.names[whole], None, self.point(row))
            self.events[whole] = self.events.get(whole, 0) + 1
            return
        last = row["where_coordinates"].rpartition(" ")[2].casefold()
        if last in SETTLEMENTS:
            kind = AG.Settlement
        elif last in ("province", *MUNICIPALITIES):
            kind = AG.AdministrativeArea
        else:
            kind = AG.Region if row["where_prec"] == "5" else AG.Place
        names = (row["adm_1"], row["adm_2"], row["where_coordinates"])
        here = self.place(kind, names, whole, self.point(row))
        self.events[here] = self.events.get(here, 0) + 1

    def point(self, row: dict[str, str]) -> Coordinates:
        precision = PRECISIONS.get(row["where_prec"], AG.AreaCentroid)
        latitude, longitude = Decimal(row["latitude"]), Decimal(row["longitude"])
        return Coordinates(latitude, longitude, precision, self.source.iri, self.source.graph)

    def place(
        self,
        kind: NamedNode,
        names: tuple[str, ...],
        whole: NamedNode | None,
        point: Coordinates | None = None,
    ) -> NamedNode:
        iri = self.mint.entity(f"ged-{digest('|'.join((kind.value, *names)), 12)}")
        known = self.entities.get(iri)
        is_better = point and point.precision == AG.WithinSettlement
        if known is None or is_better or not known.coordinates:
            self.entities[iri] = Entity(
                iri, kind, Literal(names[-1]), self.source.graph, coordinates=point
            )
        self.names[iri] = names
        if whole and whole != iri:
            self.wholes[iri] = whole
        return iri

    def named(self, name: str, *, within: str = "") -> NamedNode:
        """Return the one place of a name, in an area whose name begins so."""
        found = [
            iri
            for iri, entity in self.entities.items()
            if entity.name.value == name
            and any(self.entities[w].name.value.startswith(within) for w in self.around(iri))
        ]
        assert len(found) == 1, (name, found)
        return found[0]

    def around(self, iri: NamedNode) -> list[NamedNode]:
        found = []
        while iri in self.wholes:
            iri = self.wholes[iri]
            found.append(iri)
        return found

    def batch(self) -> Batch:
        claims = [
            Claim(
                self.mint.claim(f"{part.value.rpartition('/')[2]}-within"), AG.Containment, part,
                whole, self.source.iri, self.source.graph,
            )
            for part, whole in self.wholes.items()
        ]  # fmt: skip
        return Batch([self.source], list(self.entities.values()), claims)
