"""What the rows of the Security Force Monitor share: ids, citations, dates, and where faults go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.base import Batch, LeftOut
from kg.ingest.sfm import columns
from kg.ingest.sfm import dates as sfm_dates
from kg.ingest.sfm.sources import UUID, Shelf, uuid
from kg.model.values import Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from kg.ingest.base import Request
    from kg.ingest.sfm.dates import Dating
    from kg.ingest.tables.table import Row

# status:meta: only "accepted" is a claim that nothing speaks against, to the Monitor's knowledge.
_STATUSES = {"conflict": "contested", "work_needed": "contested", "issue": "contested"}
_UNREAD = "its own row is at fault, or stands in a sheet that could not be read to its end"
_MENTIONED = {"unit": AG.StateForce, "person": AG.Person, "location": AG.Place}
_NOT_THE_CLAIM = (columns.STATUS, columns.NOTES, columns.TYPE)  # may change without a new claim


@dataclass(frozen=True, slots=True)
class Said:
    """A row as its claims share it: the thing that it is about, and when, by whom, how sure."""

    row: Row
    about: str
    stem: str
    dating: Dating
    cites: tuple[NamedNode, ...]
    status: str
    note: str

    def noting(self, *more: str) -> Said:
        """Return the same with more in the note, in front."""
        return replace(self, note=" ".join(filter(None, (*more, self.note))))


class Monitor:
    """Makes values of the rows; of what was read before, little more than the ids is kept.

    `given` are the sheets that there are, `incomplete` those that could not be read to the end;
    `known` says of each id what it is, `broken` are ids whose own row is at fault.
    """

    def __init__(self, request: Request) -> None:
        self.request, self.mint = request, request.mint
        self.batch, self.shelf = Batch(), Shelf()
        self.problems = self.batch.problems
        self.given: set[str] = set()
        self.incomplete: set[str] = set()
        self.known: dict[str, str] = {}
        self.labelled: set[str] = set()
        self.broken: set[str] = set()
        self.stems: dict[str, Origin] = {}
        version = request.options.get("version", "")
        by = licence(request.options.get("licence", "unknown"))
        self.source = Source(
            self.mint.source(request.source_id), AG.Dataset, "Security Force Monitor",
            self.mint.graph(request.source_id, version), by, by,
            publisher="Security Force Monitor, Columbia Law School Human Rights Institute",
            version=version, url="https://securityforcemonitor.org/",
            reliability=request.options.get("reliability", ""),
        )  # fmt: skip
        self.batch.sources.append(self.source)

    def turn(self) -> Batch:
        """Give back what was read so far, and begin anew; the list of problems goes on."""
        full, self.batch = self.batch, Batch()
        full.problems, self.batch.problems = [*self.problems], self.problems
        self.problems.clear()
        return full

    def set_broken(self, row: Row) -> None:
        """Remember that what the row is about is there, so that no reference to it is a fault."""
        about = row[columns.ABOUT].lower()
        self.broken.add(about)
        if about not in self.known and slug(about):
            self.batch.broken.add(self.iri(about))

    def _place(self, row: Row) -> str:
        """Name a row by its file, without the folder unless two files have one name.

        The rows of several files are places in one source, so that a number alone will not do.
        """
        names = [PurePath(name).name for _, name in self.request.files]
        name = PurePath(row.file).name
        return f"{name if names.count(name) == 1 else row.file}, row {row.number}"

    def iri(self, entity_id: str) -> NamedNode:
        """Name a thing by its id at the Monitor."""
        return self.mint.entity(f"sfm-{slug(entity_id)}")

    def said(self, kind: str, row: Row) -> Said | None:
        """Read what a row of claims has whatever it claims; None, and faults, if it cannot be."""
        about, status = uuid(row, columns.ABOUT), row.need(columns.STATUS)
        if row[columns.TYPE] not in ("", kind, f"{kind}s"):
            row.fault(columns.TYPE, f"stands in a sheet of {kind}s",
                      "keep each type of claim in a sheet of its own")  # fmt: skip
        dating = sfm_dates.read(row)
        cites, uncited = self._citations(row)
        cells = [
            f"{column}={row[column]}" for column in columns.MAPPED[kind]
            if row[column] and column not in _NOT_THE_CLAIM and not column.endswith(":qa")
        ]  # fmt: skip
        stem = f"sfm-{about}-{digest(str(cells), 8)}"
        if before := self.stems.get(stem):
            row.fault(columns.ABOUT, f"has all that {before.file}, row {before.row} says",
                      "drop one of the two rows")  # fmt: skip
        if row.faulty or dating is None:
            return None
        self.stems[stem] = Origin(row.file, row.number)
        notes = [
            "" if status == "accepted" else f"Status at the Security Force Monitor: {status}.",
            dating.note,
            f"Start: {row[columns.STARTING_CONTEXT]}." if row[columns.STARTING_CONTEXT] else "",
            f"End: {row[columns.ENDING_CONTEXT]}." if row[columns.ENDING_CONTEXT] else "",
            f"Citations there: {', '.join(uncited)}." if uncited else "",
            row[columns.NOTES],
        ]
        return Said(
            row, about, stem, dating, cites, _STATUSES.get(status, "accepted"),
            " ".join(note for note in notes if note),
        )  # fmt: skip

    def _citations(self, row: Row) -> tuple[tuple[NamedNode, ...], list[str]]:
        """Return the works that a row cites, and the ids of those that no sheet describes."""
        found, uncited = [], []
        row.need(columns.CITED)
        for citation in listed(row[columns.CITED].lower()):
            if citation not in self.shelf.kept[columns.CITATIONS]:
                if self._must_be_there(columns.CITATIONS) and citation not in self.shelf.faulty:
                    row.fault(columns.CITED, f"names {citation}, which has no row in the sheets",
                              "add a row for it to the citations, or correct the id")  # fmt: skip
                uncited.append(citation)
                continue
            iri = self.mint.source(f"{self.request.source_id}-{citation}")
            found.append(iri)
            if citation not in self.shelf.cited:
                by, graph = self.source.graph_licence, self.source.graph
                self.batch.sources.append(self.shelf.cite(citation, iri, graph, by))
        return tuple(dict.fromkeys(found)), uncited

    def _must_be_there(self, kind: str) -> bool:
        return kind in self.given - self.incomplete

    def parties(self, said: Said, column: str, *kinds: str) -> list[NamedNode]:
        """Return what a cell refers to, as things of one of the kinds; what is nowhere is told."""
        row, found = said.row, []
        names = listed(row[column.replace(":refs:assertion", ":names:qa")])
        references = listed(row[column].lower())
        for position, reference in enumerate(references):
            if self.known.get(reference) in kinds or self.known.get(reference) == "either":
                found.append(self.iri(reference))
            elif reference in self.known:
                row.fault(column, f"names {reference}, which is a {self.known[reference]}",
                          f"give the id of a {' or a '.join(kinds)}")  # fmt: skip
            elif reference in self.broken or self.incomplete & {*kinds}:
                self.batch.left_out.append(
                    LeftOut(row.file, row.number, column, reference, _UNREAD)
                )
            elif not UUID.fullmatch(reference):
                row.fault(column, f"names {reference!r}, which is no id of the Monitor",
                          "write the UUID")  # fmt: skip
            elif {*kinds} - self.given:
                name = names[position] if len(names) == len(references) else ""
                found.append(self.mention(said, reference, name, kinds))
            else:
                row.fault(column, f"names {reference}, which has no row in the sheets",
                          f"add a row for it to the {kinds[0]}s, or correct the id")  # fmt: skip
        return found

    def mention(self, said: Said, reference: str, name: str, kinds: tuple[str, ...]) -> NamedNode:
        """Add a thing whose sheet was not given, under the name that the row has for it."""
        kind = _MENTIONED.get(kinds[0], AG.Party) if len(kinds) == 1 else AG.Party
        absent = [f"{each}s" for each in kinds if each not in self.given]
        self.known[reference] = kinds[0] if len(kinds) == 1 else "either"
        self.entity(said, reference, kind, name.removesuffix(reference).strip() or reference,
                     note=f"Referred to in {self._place(said.row)}; "
                     f"no sheet of {' or '.join(absent)} was given.")  # fmt: skip
        return self.iri(reference)

    def is_kind(self, said: Said, kind: str) -> bool:
        """Note what the row is about; false, and a fault, if its id is that of something else."""
        known = self.known.setdefault(said.about, kind)
        if known != kind:
            said.row.fault(columns.ABOUT, f"is the id of a {known} too", "give each its own id")
        return known == kind

    def entity(
        self, said: Said, entity_id: str, kind: NamedNode, name: str, *, about: str = "",
        note: str = "",
    ) -> None:  # fmt: skip
        """Add a thing, once: under the name that the first row has for it."""
        if entity_id in self.labelled:
            return
        self.labelled.add(entity_id)
        codes = (f"SFM {entity_id}",) if UUID.fullmatch(entity_id) else ()
        self.batch.entities.append(
            Entity(
                self.iri(entity_id), kind, Literal(name), self.source.graph, about, codes,
                note=note, origin=Origin(said.row.file, said.row.number),
            )
        )  # fmt: skip

    def claim(
        self, said: Said, what: tuple[NamedNode, NamedNode, NamedNode | Literal | None, str], *,
        modality: str = "stated", part: str = "", dating: Dating | None = None,
    ) -> None:  # fmt: skip
        """Add a claim of the row; `part` tells it from the others of one row."""
        dating = dating or said.dating
        relationship, subject, obj, role = what
        self.batch.claims.append(
            Claim(
                self.mint.claim("-".join(filter(None, (said.stem, part)))), relationship, subject,
                obj, self.source.iri, self.source.graph, role, modality=modality,
                status=said.status, reliability=self.source.reliability, bounds=dating.bounds,
                start=dating.start, end=dating.end, attested=dating.attested,
                locator=Locator(record=self._place(said.row), cites=said.cites), note=said.note,
                origin=Origin(said.row.file, said.row.number),
            )
        )  # fmt: skip


def listed(text: str) -> list[str]:
    """Return what stands between semicolons.

    >>> listed("Army; Military;")
    ['Army', 'Military']
    """
    return [part.strip() for part in text.split(";") if part.strip()]
