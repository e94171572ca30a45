"""UCDP Actor: names, renames, splinters, alliances and joins, undated as they are.

Uppsala Conflict Data Program, UCDP Actor Dataset, CC BY 4.0 (https://ucdp.uu.se/downloads/).
None of what it says has a date. With a file of UCDP's events (option ``events``), what must have
been so by an actor's events is bounded by these, and marked so (`ag:boundedBy`): its name in UCDP's
data, and that it had split off. When a group joined another, or took another name, no event tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidRows
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.tables.table import Row, rows
from kg.ingest.ucdp import common as ucdp
from kg.ingest.ucdp.ged import first_and_last
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Locator, Origin, Source
from kg.vocabulary import AG
from kg.vocabulary.minting import digest, local_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request

REQUIRED = (
    "ActorId", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName",
    "NewNameFullEng", "Org", "NamePrev", "ActorIdPrev", "NameAlliance", "ActorIdAlliance",
    "GroupName", "ActorIdGroup", "Version",
)  # fmt: skip
_OPTIONAL = (
    "ActorIdSplitTemp", "NameSplitTemp", "PrimaryParty", "DyadId", "NSID", "NSCoalitionID", "OSID",
    "OSCoalitionID", "Location", "GWNOLoc",
)  # fmt: skip
USED = frozenset((*REQUIRED, *_OPTIONAL))
# UCDP Actor Codebook, "Org": the level of organisation.
_KINDS = {
    "1": AG.ArmedGroup,
    "2": AG.CollectiveLabel,
    "3": AG.CommunalGroup,
    "4": AG.Government,
}
_NAMES = {
    "NameData": "name used by UCDP",
    "NameOrig": "original name",
    "NameOrigFull": "original name in full",
    "NameOrigFullEng": "name in English",
}
# columns of ids, columns of names, relationship class, role
_TIES = (
    ("ActorIdPrev", "NamePrev", AG.Split, ""),
    ("ActorIdSplitTemp", "NameSplitTemp", AG.Split, "temporary"),
    ("ActorIdAlliance", "NameAlliance", AG.Membership, "member of the alliance"),
    ("ActorIdGroup", "GroupName", AG.Joining, ""),
)


def read(request: Request) -> Iterator[Batch]:
    """Read a UCDP Actor file of any version that has the columns named above."""
    yield _Actors(request).read()


FORMAT = Format(
    "ucdp-actor", "UCDP Actor: names, renames, splinters, alliances, joins, dyads", read,
    options={
        "events": "a file of UCDP GED, whose events bound what they make sure of",
        "events_id": "the id of that source; default: ucdp-ged",
    },
    files=("events",),
)  # fmt: skip
# Columns that add nothing to those that are read, and why.
NOT_USED = {
    "NameChange": "NewName says it", "Splinter": "ActorIdPrev says it",
    "SplitTemp": "ActorIdSplitTemp says it", "Alliance": "ActorIdAlliance says it",
    "JoinGroup": "ActorIdGroup says it", "OSCoalition": "OSCoalitionID says it",
    "NSCoalition": "NSCoalitionID says it", "ConflictId": "the dyads are those of the conflicts",
    "NewNameFullMotherTongue": "no column says in which language it is",
    "Region": "follows from the location",
}  # fmt: skip
# columns of dyads, of those in which the actor was one of a coalition
_DYADS = (("DyadId", ""), ("NSID", "NSCoalitionID"), ("OSID", "OSCoalitionID"))


class _Actors:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.batch = Batch()
        self.source: Source | None = None
        self.seen: dict[str, int] = {}
        self.mentioned: dict[str, tuple[str, Row]] = {}
        self.claimed: dict[str, NamedNode | Literal] = {}
        self.others: set[str] = set()  # the dyads and countries that are described
        self.spans: dict[str, Bounds] = {}
        self.events = request.mint.source(request.options.get("events_id", "ucdp-ged"))

    def read(self) -> Batch:
        request, problems = self.request, self.batch.problems
        try:
            if events := request.file("events"):
                self.spans = first_and_last(events, request.options["events"])
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
            self.source = ucdp.source(self.request, "UCDP Actor Dataset", row["Version"])
            self.batch.sources.append(self.source)
            self.batch.left_out += [
                LeftOut(row.file, None, column, "", NOT_USED.get(column, "is not known"))
                for column in row.cells
                if column and column not in USED
            ]
        elif row["Version"] != self.source.version:
            row.fault("Version", f"differs from {self.source.version}, the version of the rows "
                      "above", "keep each version in a file of its own")  # fmt: skip
        return self.source

    def entity(self, actor_id: str) -> NamedNode:
        return self.request.mint.entity(ucdp.actor_id(actor_id))

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
        if re.search(ucdp.LABEL, name):
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
        for ids, coalitions in _DYADS:
            self.dyads(row, source, actor_id, (ids, coalitions))
        self.locations(row, source, actor_id)

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

    def dyads(self, row: Row, source: Source, actor_id: str, columns: tuple[str, str]) -> None:
        """Claim that the actor took part in its dyads, by the part that UCDP gives it there."""
        alone, coalitions = columns
        party = {"1": "primary party", "0": "secondary party"}.get(row["PrimaryParty"], "")
        given = dict.fromkeys(_list(row[alone]), (alone, party if alone == "DyadId" else ""))
        given |= dict.fromkeys(_list(row[coalitions]), (coalitions, "in a coalition"))
        for dyad, (column, role) in given.items():
            if not re.fullmatch(r"\d+", dyad):
                row.fault(column, f"holds {dyad!r}, which is no dyad id", "list numbers and commas")
            elif dyad == actor_id:
                reason = "is the actor's own number, as dyads of one-sided violence once had"
                self.batch.left_out.append(LeftOut(row.file, row.number, column, dyad, reason))
            else:
                node = self.describe(row, f"ucdp-dyad-{dyad}", AG.Dyad, f"UCDP dyad {dyad}", "")
                self.claim(row, source, (actor_id, AG.Participation, node, role))

    def locations(self, row: Row, source: Source, actor_id: str) -> None:
        """Claim as likely that the actor was where UCDP locates the conflicts that it is party to.

        The United States are located in North Korea: UCDP does not say that they were present.
        """
        codes, names = _list(row["GWNOLoc"]), _list(row["Location"])
        for position, code in enumerate(codes):
            if not re.fullmatch(r"\d+", code):
                row.fault("GWNOLoc", f"holds {code!r}, which is no country", "list numbers")
                continue
            name = names[position] if len(names) == len(codes) else row["Location"]
            label = name if len(names) == len(codes) else f"Gleditsch-Ward {code}"
            node = self.describe(
                row, f"ucdp-country-{code}", AG.Country, label, f"Gleditsch-Ward {code}"
            )
            role = "location of its conflicts"
            self.claim(row, source, (actor_id, AG.Presence, node, role))

    def describe(self, row: Row, local_id: str, kind: NamedNode, name: str, code: str) -> NamedNode:
        """Describe a dyad or a country, once."""
        assert self.source is not None
        node = self.request.mint.entity(local_id)
        if local_id not in self.others:
            self.others.add(local_id)
            self.batch.entities.append(
                Entity(
                    node, kind, Literal(name), self.source.graph, codes=(code or name,),
                    origin=Origin(row.file, row.number),
                )
            )  # fmt: skip
        return node

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
        what = local_name(relationship.value).lower()
        name = obj.value.rpartition("/")[2] if isinstance(obj, NamedNode) else slug(obj.value)
        local_id = "-".join(
            part for part in ("ucdp-actor", actor_id, what, slug(role), name) if part
        )
        if self.claimed.get(local_id) == obj:
            return
        if local_id in self.claimed:  # by another name that has the same letters and digits
            local_id = f"{local_id}-{digest(obj.value, 8)}"
        self.claimed[local_id] = obj
        # By its first event an actor had its name and had split off, and so it was at its last.
        is_sure = relationship == AG.Split or role == _NAMES["NameData"]
        bounds = self.spans.get(actor_id) if is_sure else None
        self.batch.claims.append(
            Claim(
                self.request.mint.claim(local_id), relationship, self.entity(actor_id), obj,
                source.iri, source.graph, role, reliability=source.reliability,
                modality="likely" if relationship == AG.Presence else "stated",
                bounds=bounds or Bounds(), bounded_by=self.events if bounds else None,
                locator=Locator(row=row.number), origin=Origin(row.file, row.number),
            )
        )  # fmt: skip


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
