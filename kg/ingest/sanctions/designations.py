"""What the lists of designations share: entries, their names, places and ties, each told once.

A list says of a party that it is designated, under which names, and a few facts about it. What is
personal (passports, telephone numbers, streets) is left out, and its value is not repeated.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import Problem
from kg.ingest.base import Batch, LeftOut
from kg.ingest.tables.table import suggest
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Locator, Origin
from kg.vocabulary import AG
from kg.vocabulary.minting import digest, local_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.ingest.base import Request
    from kg.model.values import Source

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
PERSONAL = "is personal data, and is not published"


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says beside its parties: the role, the dates (EDTF), and how it is put."""

    role: str = ""
    start: str = ""
    end: str = ""
    attested: str = ""
    modality: str = "stated"
    note: str = ""


@dataclass(slots=True)
class Entry:
    """One entry of a list: who it is, where it stands, and what has been made of it so far."""

    key: str
    iri: NamedNode
    file: str
    row: int
    record: str
    entities: list[Entity] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    told: dict[str, object] = field(default_factory=dict)  # what each id of a claim says
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def fault(self, column: str, value: str, message: str, remedy: str) -> None:
        """Note a fault; the whole entry is not used then."""
        self.problems.append(Problem(self.file, self.row, column, value, message, remedy))

    def leave(self, column: str | None, value: str, reason: str) -> None:
        """Note a value that is sound and not used; `value` is blank where it must not be shown."""
        self.left_out.append(LeftOut(self.file, self.row, column, value, reason))


def unmet(
    file: str, option: str, given: Iterable[str], met: Mapping[str, str], what: str
) -> Iterator[Problem]:
    """Report each name that an option asks for and that no entry has; `met` is by folded case."""
    for name in given:
        if name != "*" and name.casefold() not in met:
            remedy = suggest(name, sorted(met.values()))
            yield Problem(file, None, option, name, f"is no {what} of this file", remedy)


class Listing:
    """The entries of one list as batches, with the places that they name."""

    def __init__(self, request: Request, prefix: str, source: Source) -> None:
        self.request = request
        self.prefix = prefix
        self.source = source
        self.places: dict[NamedNode, str] = {}
        self.batch = Batch(sources=[source])

    def iri(self, key: str) -> NamedNode:
        """Return the IRI of what the list calls `key`."""
        return self.request.mint.entity(f"{self.prefix}-{key}")

    def authority(self, local_id: str, name: str) -> NamedNode:
        """Add the organisation that keeps the list."""
        iri = self.request.mint.entity(local_id)
        named = Literal(name, language="en")
        self.batch.entities.append(Entity(iri, AG.Organisation, named, self.source.graph))
        return iri

    def entity(self, entry: Entry, kind: NamedNode, name: str, codes: Sequence[str]) -> None:
        """Add the party that the entry lists."""
        entry.entities.append(
            Entity(
                entry.iri, kind, Literal(name, language="en"), self.source.graph,
                codes=tuple(codes), origin=Origin(entry.file, entry.row),
            )
        )  # fmt: skip

    def add_late(self, entry: Entry) -> None:
        """Put into the batch what is known of an entry only once all were read."""
        self.batch.claims += entry.claims.values()
        self.batch.left_out += entry.left_out
        entry.claims.clear()
        entry.left_out.clear()

    def country(self, entry: Entry, name: str) -> NamedNode:
        """Return a country, under the name that the list uses."""
        return self._place(entry, AG.Country, "country", name)[0]

    def place(self, entry: Entry, parts: Sequence[str], country: str) -> NamedNode:
        """Return the place of these names, the smallest first, within a country if it is told.

        That it lies there is claimed where it is first named.
        """
        if not parts:
            return self.country(entry, country)
        name = ", ".join([*parts, country] if country else parts)
        iri, is_new = self._place(entry, AG.Place, "place", name)
        if country and is_new:
            whole = self.country(entry, country)
            self.claim(entry, AG.Containment, whole, Said(), subject=iri)
        return iri

    def _place(self, entry: Entry, kind: NamedNode, what: str, name: str) -> tuple[NamedNode, bool]:
        iri = self.iri(f"{what}-{slug(name) or digest(name, 8)}")
        if self._name(entry, iri) not in (None, name.casefold()):  # the same letters and digits
            iri = NamedNode(f"{iri.value}-{digest(name.casefold(), 8)}")
        is_new = self._name(entry, iri) is None
        if is_new:
            origin = Origin(entry.file, entry.row)
            entity = Entity(
                iri, kind, Literal(name, language="en"), self.source.graph, origin=origin
            )
            entry.entities.append(entity)
        return iri, is_new

    def _name(self, entry: Entry, iri: NamedNode) -> str | None:
        """Return the name that a place goes by already, in this entry or one before."""
        here = (entity.name.value.casefold() for entity in entry.entities if entity.iri == iri)
        return self.places.get(iri) or next(here, None)

    def claim(
        self,
        entry: Entry,
        relationship: NamedNode,
        obj: NamedNode | Literal | None,
        said: Said,
        *,
        subject: NamedNode | None = None,
    ) -> None:
        """Claim what the entry says, once though it may say it twice."""
        subject = subject or entry.iri
        try:
            bounds = Bounds.read(said.start, said.end, said.attested)
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            value = said.start or said.end or said.attested
            entry.fault(said.role or "date", value, message, remedy or "correct the date")
            return
        key = self._key(entry, relationship, (subject, obj), said)
        entry.claims.setdefault(
            key,
            Claim(
                self.request.mint.claim(key), relationship, subject, obj, self.source.iri,
                self.source.graph, said.role, modality=said.modality, bounds=bounds,
                reliability=self.source.reliability, start=said.start, end=said.end,
                attested=said.attested,
                locator=Locator(record=entry.record), note=said.note,
                origin=Origin(entry.file, entry.row),
            ),
        )  # fmt: skip

    def _key(
        self,
        entry: Entry,
        relationship: NamedNode,
        parties: tuple[NamedNode, NamedNode | Literal | None],
        said: Said,
    ) -> str:
        """Return the claim's own id: a digest tells apart what has the same letters and digits."""
        what = local_name(relationship.value).lower()
        others = [party for party in parties if party is not None and party != entry.iri]
        names = [
            other.value.rpartition("/")[2].removeprefix(f"{self.prefix}-")
            if isinstance(other, NamedNode)
            else slug(other.value) or digest(other.value, 8)
            for other in others
        ]
        parts = (self.prefix, entry.key, what, slug(said.role), *names)
        key = "-".join(part for part in parts if part)
        told = (relationship, *parties, said)
        if entry.told.setdefault(key, told) == told:
            return key
        whole = "\n".join(map(str, (*parties, *astuple(said))))
        key = f"{key}-{digest(whole, 8)}"
        entry.told[key] = told
        return key

    def add(self, entry: Entry) -> None:
        """Put an entry into the batch: all of it, or only its faults."""
        batch = self.batch
        batch.rows += 1
        batch.problems += entry.problems
        if entry.problems:
            batch.broken.add(entry.iri)
            return
        batch.left_out += entry.left_out
        batch.entities += entry.entities
        batch.claims += entry.claims.values()
        for entity in entry.entities:
            if entity.iri != entry.iri:
                self.places[entity.iri] = entity.name.value.casefold()

    def flush(self) -> Batch:
        """Return the batch, and begin the next."""
        full, self.batch = self.batch, Batch()
        return full


def one_of(members: Sequence[str]) -> str:
    """Return the EDTF of a date that is one of these; which one is not known.

    >>> one_of(["1958"]), one_of(["1958", "1960-02-01"]), one_of(["1955..1958"])
    ('1958', '[1958,1960-02-01]', '[1955..1958]')
    """
    members = list(dict.fromkeys(members))
    if len(members) == 1 and ".." not in members[0]:
        return members[0]
    return f"[{','.join(members)}]"
