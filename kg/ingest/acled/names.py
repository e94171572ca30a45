"""The actors and places that an ACLED file names, each once: ACLED gives them no ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.acled import codes
from kg.model.values import Claim, Coordinates, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Batch
    from kg.ingest.tables.table import Row
    from kg.vocabulary.minting import Mint

_LABELS = {codes.RIOTERS, codes.PROTESTERS, codes.VICTIMS}
_LABEL = re.compile(r"^(Unidentified|Unknown|Civilians|Protesters|Rioters)\b")
_FORCES = re.compile(r"^(Military|Police) Forces of\b")
_GOVERNMENT = re.compile(r"^Government of\b")


@dataclass(slots=True)
class Actor:
    """An actor as it was met: the types that its rows give it, and the first of these rows."""

    iri: NamedNode
    origin: Origin
    types: set[str] = field(default_factory=set)

    def kind(self, name: str) -> NamedNode:
        """Return its class: what its name says, then its types, the most careful one first.

        One that is only ever an associated actor has no type, and may be anything: ag:Party.
        """
        if _LABEL.search(name):
            return AG.CollectiveLabel
        if _FORCES.search(name):
            return AG.StateForce
        if _GOVERNMENT.search(name):
            return AG.Government
        for types, kind in (
            (_LABELS, AG.CollectiveLabel), ({codes.STATE}, AG.StateForce),
            ({codes.IDENTITY}, AG.CommunalGroup), ({codes.REBELS, codes.POLITICAL}, AG.ArmedGroup),
            ({codes.EXTERNAL}, AG.Organisation),
        ):  # fmt: skip
            if self.types & types:
                return kind
        return AG.Party


@dataclass(slots=True)
class Names:
    """Gives each name its IRI, and says which entities are new; only names are kept."""

    mint: Mint
    source: Source
    actors: dict[str, Actor] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    iris: dict[tuple[str, str], NamedNode] = field(default_factory=dict)
    added: set[NamedNode] = field(default_factory=set)

    def iri(self, kind: str, name: str) -> NamedNode:
        """Name a thing after what it is called; two names with the same letters stay apart."""
        if (kind, name) not in self.iris:
            local_id = "-".join(filter(None, ("acled", kind, slug(name))))
            if not slug(name) or self.taken.setdefault(local_id, name) != name:
                local_id = f"{local_id}-{digest(f'{kind} {name}', 8)}"
            self.iris[kind, name] = self.mint.entity(local_id)
        return self.iris[kind, name]

    def actor(self, row: Row, name: str, type_: str = "") -> NamedNode:
        """Note an actor, and the type that this row gives it."""
        if name not in self.actors:
            self.actors[name] = Actor(self.iri("", name), Origin(row.file, row.number))
        if type_:
            self.actors[name].types.add(type_)
        return self.actors[name].iri

    def entities(self) -> Iterator[Entity]:
        """Yield the actors; their classes are known when all rows were read."""
        for name, actor in self.actors.items():
            told = ", ".join(sorted(actor.types)) or "none, an associated actor only"
            yield Entity(
                actor.iri, actor.kind(name), Literal(name, language="en"), self.source.graph,
                note=f"Type of actor at ACLED: {told}.", origin=actor.origin,
            )  # fmt: skip

    def place(self, row: Row, batch: Batch) -> tuple[NamedNode, str]:
        """Return where the event was, and its name; add the place and what it lies in, once.

        With a geo_precision of 3 that is the area: the location only stands for it.
        """
        region, country = row["region"], row["country"]
        around = [(AG.Region, "region", region)] if region else []
        around += [(AG.Country, "country", country)]
        path = country
        for level in ("admin1", "admin2", "admin3"):
            if row[level]:
                path = f"{path} {row[level]}"
                around.append((AG.AdministrativeArea, level, path))
        if row["geo_precision"] == "3":
            around = around[: 3 if region else 2] if row["admin1"] else around[: 2 if region else 1]
            return self._nested(row, around, batch), row["admin1"] or country
        spot = f"{path} {row['location']}"
        where = f"{row['latitude']} {row['longitude']}"
        key = f"{spot} {where}" if self._elsewhere(spot, where) else spot
        whole = self._nested(row, around, batch)
        return self._place(row, (AG.Place, "place", key), batch, whole), row["location"]

    def _elsewhere(self, spot: str, where: str) -> bool:
        """Tell whether another place of this name lies at other coordinates."""
        return self.taken.setdefault(f"at {spot}", where) != where

    def _nested(
        self, row: Row, around: list[tuple[NamedNode, str, str]], batch: Batch
    ) -> NamedNode:
        whole: NamedNode | None = None
        for each in around:
            whole = self._place(row, each, batch, whole)
        assert whole is not None
        return whole

    def _place(
        self, row: Row, what: tuple[NamedNode, str, str], batch: Batch, whole: NamedNode | None
    ) -> NamedNode:
        kind, level, key = what
        iri = self.iri(level, key)
        if iri in self.added:
            return iri
        self.added.add(iri)
        name = row["location"] if level == "place" else row[level]
        number = row["iso"] if level == "country" else ""
        batch.entities.append(
            Entity(
                iri, kind, Literal(name, language="en"), self.source.graph,
                codes=(f"ISO 3166-1 {number:0>3}",) if number else (),
                coordinates=self._coordinates(row) if level == "place" else None,
                origin=Origin(row.file, row.number),
            )
        )  # fmt: skip
        if whole:
            local_id = iri.value.rpartition("/")[2]
            batch.claims.append(
                Claim(
                    self.mint.claim(f"{local_id}-within"), AG.Containment, iri, whole,
                    self.source.iri, self.source.graph, reliability=self.source.reliability,
                    locator=Locator(record=row["event_id_cnty"]),
                    origin=Origin(row.file, row.number),
                )
            )  # fmt: skip
        return iri

    def _coordinates(self, row: Row) -> Coordinates:
        return Coordinates(
            Decimal(row["latitude"]), Decimal(row["longitude"]), AG.WithinSettlement,
            self.source.iri, self.source.graph,
        )  # fmt: skip


def degrees(most: int, text: str) -> Decimal:
    """Read degrees up to a bound.

    >>> degrees(90, "7.25")
    Decimal('7.25')
    >>> degrees(90, "7,25")
    Traceback (most recent call last):
    ValueError: has a comma; write a point before the fraction
    """
    if "," in text:
        raise ValueError("has a comma; write a point before the fraction")
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("is no number; write degrees such as 7.25") from error
    if not (found.is_finite() and abs(found) <= most):
        raise ValueError(f"is out of range; degrees run from -{most} to {most}")
    return found
