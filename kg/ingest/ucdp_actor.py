"""UCDP Actor: names, renames, splinters, alliances and joins, undated as they are.

Uppsala Conflict Data Program, UCDP Actor Dataset, CC BY 4.0 (https://ucdp.uu.se/downloads/).
Read so far: the names (NameData, NameOrig, NameOrigFull, NameOrigFullEng), NewName (renames),
ActorIdPrev (splinters), ActorIdAlliance, ActorIdGroup (joins). None of them has a date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidRows
from kg.ingest.base import Batch, Format
from kg.ingest.table import Row, rows
from kg.model.values import Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request

REQUIRED = (
    "ActorId", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName",
    "NewNameFullEng", "Org", "NamePrev", "ActorIdPrev", "NameAlliance", "ActorIdAlliance",
    "GroupName", "ActorIdGroup", "Version",
)  # fmt: skip
# UCDP Actor Codebook, "Org": the level of organisation. Level 2 are followings such as
# "Supporters of ANC", and some of level 1 are labels too: nothing may be inferred over them.
_KINDS = {
    "1": AG.ArmedGroup,
    "2": AG.CollectiveLabel,
    "3": AG.CommunalGroup,
    "4": AG.Government,
}
_LABEL = re.compile(r"\binsurgents$|^Non \w+ groups$")
_NAMES = {
    "NameData": "name used by UCDP",
    "NameOrig": "original name",
    "NameOrigFull": "original name in full",
    "NameOrigFullEng": "name in English",
}
# columns of ids, columns of names, relationship class, role
_TIES = (
    ("ActorIdPrev", "NamePrev", AG.Split, ""),
    ("ActorIdAlliance", "NameAlliance", AG.Membership, "member of the alliance"),
    ("ActorIdGroup", "GroupName", AG.Joining, ""),
)


def read(request: Request) -> Iterator[Batch]:
    """Read a UCDP Actor file of any version that has the columns named above."""
    yield _Actors(request).read()


FORMAT = Format("ucdp-actor", "UCDP Actor: names, renames, splinters, alliances, joins", read)


class _Actors:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.batch = Batch()
        self.source: Source | None = None
        self.seen: dict[str, int] = {}
        self.mentioned: dict[str, tuple[str, Row]] = {}
        self.claimed: dict[str, NamedNode | Literal] = {}

    def read(self) -> Batch:
        request, problems = self.request, self.batch.problems
        try:
            for row in rows(
                request.path, request.name, REQUIRED, REQUIRED, problems, extra_columns=True
            ):
                self.batch.rows += 1
                if not row.faulty:
                    self.actor(row)
                if row.faulty:
                    self.batch.broken.add(self.entity(slug(row["ActorId"])))
        except InvalidRows as error:
            problems += error.problems
            self.batch.is_whole = False
        for actor_id, (name, row) in self.mentioned.items():
            if actor_id not in self.seen:
                self.mention(actor_id, name, row)
        return self.batch

    def source_of(self, row: Row) -> Source:
        """Describe the source once, with the version that its rows give."""
        if self.source is None:
            request, version = self.request, row["Version"]
            by = licence(request.options.get("licence", "CC-BY-4.0"))
            self.source = Source(
                request.mint.source(request.source_id), AG.Dataset,
                f"UCDP Actor Dataset {version}", request.mint.graph(request.source_id, version),
                by, by, publisher="Uppsala Conflict Data Program", version=version,
                url="https://ucdp.uu.se/downloads/", language="en",
                reliability=request.options.get("reliability", ""),
            )  # fmt: skip
            self.batch.sources.append(self.source)
        elif row["Version"] != self.source.version:
            row.fault("Version", f"differs from {self.source.version}, the version of the rows "
                      "above", "keep each version in a file of its own")  # fmt: skip
        return self.source

    def entity(self, actor_id: str) -> NamedNode:
        return self.request.mint.entity(f"ucdp-actor-{actor_id}")

    def actor(self, row: Row) -> None:
        source = self.source_of(row)
        actor_id = row.need("ActorId")
        if not re.fullmatch(r"\d+", actor_id):
            if actor_id:
                row.fault("ActorId", "is no actor id", "write the number that UCDP gave the actor")
            return
        if actor_id in self.seen:
            row.fault("ActorId", f"is the id of row {self.seen[actor_id]} already", "drop one row")
            return
        self.seen[actor_id] = row.number
        name = row.need("NameData")
        kind = _KINDS.get(row["Org"])
        if kind is None:
            row.fault("Org", "is no level of organisation", "write 1, 2, 3 or 4")
        if not name or kind is None:
            return
        if _LABEL.search(name):
            kind = AG.CollectiveLabel
        self.batch.entities.append(
            Entity(
                self.entity(actor_id), kind, Literal(name, language="en"), source.graph,
                codes=(f"UCDP actor {actor_id}",), origin=Origin(row.file, row.number),
            )
        )  # fmt: skip
        self.names(row, source, actor_id)
        self.renames(row, source, actor_id, is_label=kind == AG.CollectiveLabel)
        for ids, names, relationship, role in _TIES:
            self.ties(row, source, actor_id, (ids, names, relationship, role))

    def names(self, row: Row, source: Source, actor_id: str) -> None:
        """Claim each different name once, under the first column that has it."""
        known: set[str] = set()
        for column, role in _NAMES.items():
            name = row[column]
            if name and name.lower() != "n/a" and name not in known:
                known.add(name)
                self.claim(row, source, (actor_id, AG.Naming, Literal(name), role))

    def renames(self, row: Row, source: Source, actor_id: str, *, is_label: bool) -> None:
        """Claim each later name; a label is not renamed, since it is no organisation."""
        short, english = _list(row["NewName"]), _list(row["NewNameFullEng"])
        for name in short:
            if is_label:
                self.claim(row, source, (actor_id, AG.Naming, Literal(name), "later name"))
            else:
                self.claim(row, source, (actor_id, AG.Rename, Literal(name), ""))
        # Only where both lists are of one length is it known which English name goes with which.
        if len(english) == len(short):
            named = [(n, f"name in English of {s}") for s, n in zip(short, english, strict=True)]
        else:
            named = [(row["NewNameFullEng"], "later names in English")]
        for name, role in named:
            if name and name not in short:
                self.claim(row, source, (actor_id, AG.Naming, Literal(name), role))

    def ties(
        self, row: Row, source: Source, actor_id: str, tie: tuple[str, str, NamedNode, str]
    ) -> None:
        """Claim a tie to each actor that a column of ids lists."""
        ids, names, relationship, role = tie
        others, labels = _list(row[ids]), _list(row[names])
        for position, other in enumerate(others):
            if not re.fullmatch(r"\d+", other):
                row.fault(ids, f"holds {other!r}, which is no actor id", "list numbers and commas")
                continue
            label = labels[position] if len(labels) == len(others) else row[names]
            self.mentioned.setdefault(other, (label, row))
            self.claim(row, source, (actor_id, relationship, self.entity(other), role))

    def mention(self, actor_id: str, name: str, row: Row) -> None:
        """Add an actor that the file refers to but has no row for, under the name it uses."""
        assert self.source is not None
        self.batch.entities.append(
            Entity(
                self.entity(actor_id), AG.Organisation,
                Literal(name or f"UCDP actor {actor_id}", language="en"), self.source.graph,
                codes=(f"UCDP actor {actor_id}",),
                note=f"Referred to in row {row.number}; the file has no row for it.",
                origin=Origin(row.file, row.number),
            )
        )  # fmt: skip

    def claim(
        self,
        row: Row,
        source: Source,
        said: tuple[str, NamedNode, NamedNode | Literal, str],
    ) -> None:
        """Claim what a cell says, once though it may list it twice."""
        actor_id, relationship, obj, role = said
        what = re.split(r"[#/]", relationship.value)[-1].lower()
        name = obj.value.rpartition("/")[2] if isinstance(obj, NamedNode) else slug(obj.value)
        local_id = "-".join(
            part for part in ("ucdp-actor", actor_id, what, slug(role), name) if part
        )
        if self.claimed.get(local_id) == obj:
            return
        if local_id in self.claimed:  # by another name that has the same letters and digits
            local_id = f"{local_id}-{digest(obj.value, 8)}"
        self.claimed[local_id] = obj
        self.batch.claims.append(
            Claim(
                self.request.mint.claim(local_id), relationship, self.entity(actor_id), obj,
                source.iri, source.graph, role, reliability=source.reliability,
                locator=Locator(row=row.number), origin=Origin(row.file, row.number),
            )
        )  # fmt: skip


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
