"""What an importer yields: sources, entities and claims, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.model.bounds import Bounds

if TYPE_CHECKING:
    from decimal import Decimal

    from pyoxigraph import Literal, NamedNode


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was read: a file and its row, or its line in RDF, from 1, header included.

    `is_swapped` says that the row names the parties of a relationship the other way round.
    """

    file: str
    row: int | None = None
    is_swapped: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who published what, under which licence; its claims get a graph of their own.

    `licence` is that of the document, `graph_licence` that of the claims drawn from it: facts
    noted from an article are the curator's to license, rows copied from a dataset are not.
    """

    iri: NamedNode
    kind: NamedNode
    title: str
    graph: NamedNode
    licence: NamedNode
    graph_licence: NamedNode
    creator: str = ""
    publisher: str = ""
    date: str = ""
    version: str = ""
    url: str = ""
    language: str = ""
    reliability: str = ""
    text_digest: str = ""
    note: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point in WGS 84 degrees, how precise it is, and the source that gives it."""

    latitude: Decimal
    longitude: Decimal
    precision: NamedNode
    source: NamedNode
    graph: NamedNode


@dataclass(frozen=True, slots=True)
class Area:
    """The bounds of a place as WKT in WGS 84 degrees, how precise they are, and who drew them."""

    wkt: str
    precision: NamedNode
    source: NamedNode
    graph: NamedNode


@dataclass(frozen=True, slots=True)
class Entity:
    """A group, person, place, event, collective label or measure."""

    iri: NamedNode
    kind: NamedNode
    name: Literal
    graph: NamedNode
    description: str = ""
    codes: tuple[str, ...] = ()
    country_code: str = ""
    coordinates: Coordinates | None = None
    note: str = ""
    origin: Origin | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in its source a claim stands; `start` and `end` are code points, end exclusive.

    `record` is what the source itself calls the place, such as the number of a list's entry;
    `cites` are the sources, and `informant` those in the source's own words, that it gives for it.
    """

    paragraph: int | None = None
    page: int | None = None
    row: int | None = None
    start: int | None = None
    end: int | None = None
    digest: str = ""
    record: str = ""
    cites: tuple[NamedNode, ...] = ()
    informant: str = ""

    @property
    def fragment(self) -> str:
        """Return its name within the source; empty where it points at nothing.

        Text by RFC 5147 (``char=``), rows by RFC 7111 (``row=``), pages by RFC 8118 (``page=``).

        >>> Locator(paragraph=3, start=120, end=180).fragment
        'char=120,180'
        """
        if self.start is not None:
            return f"char={self.start},{self.end}"
        for name, value in (("row", self.row), ("page", self.page), ("paragraph", self.paragraph)):
            if value is not None:
                return f"{name}={value}"
        return f"record={quote(self.record, safe='')}" if self.record else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One source says that one relationship held, or denies it; when, and how sure it is.

    `precision` is how closely the source pins down the place; `bounded_by` the other source whose
    events bound the dates, where the claim's own gives none.
    """

    iri: NamedNode
    relationship: NamedNode
    subject: NamedNode
    object: NamedNode | Literal | None
    source: NamedNode
    graph: NamedNode
    role: str = ""
    side: str = ""
    stance: str = "affirms"
    modality: str = "stated"
    status: str = "accepted"
    conditional_on: tuple[NamedNode, ...] = ()
    claimer: NamedNode | None = None
    reliability: str = ""
    credibility: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    start: str = ""
    end: str = ""
    attested: str = ""
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    locator: Locator = field(default_factory=Locator)
    note: str = ""
    origin: Origin | None = None
    precision: NamedNode | None = None
    bounded_by: NamedNode | None = None
