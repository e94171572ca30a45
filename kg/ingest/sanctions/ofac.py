"""OFAC's list of Specially Designated Nationals: SDN.CSV, with ALT.CSV and ADD.CSV beside it.

The Office of Foreign Assets Control of the United States Treasury; a work of the government, in the
public domain (https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas).
Of each person and organisation on the programmes that are taken are read: the designation by each
programme, the names, and of the remarks the dates, the places of birth, the nationalities and the
ties "Linked To". The files come without a header; one that somebody added is read as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, Format
from kg.ingest.sanctions.designations import Entry, Listing, Said, unmet
from kg.ingest.sanctions.ofac_entry import TOWN, read_address, read_entry, value
from kg.ingest.tables.table import Row, rows, suggest
from kg.model import edtf
from kg.model.values import Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.ingest.base import Request

PREFIX = "ofac"
# The names of the columns by OFAC's own account, and those that copies give them.
ENTRIES = (
    ("ent_num", "ID"), ("SDN_Name", "Name"), ("SDN_Type", "Type"), ("Program", "Country"),
    ("Title",), ("Call_Sign", "Col_F"), ("Vess_type", "Col_G"), ("Tonnage", "Col_H"),
    ("GRT", "Col_I"), ("Vess_flag", "Col_J"), ("Vess_owner", "Col_K"), ("Remarks", "Details"),
)  # fmt: skip
ALIASES = (
    ("ent_num", "ID"), ("alt_num",), ("alt_type",), ("alt_name",), ("alt_remarks",)
)  # fmt: skip
ADDRESSES = (
    ("ent_num", "ID"), ("Add_num", "Col_B"), ("Address",),
    (TOWN, "City"), ("Country",), ("Add_remarks", ""),
)  # fmt: skip
# Terrorism (SDGT, FTO) and what concerns armed conflicts. The others are about governments, arms
# programmes, drugs, crime, cyber attacks, elections and human rights.
ARMED = (
    "SDGT", "FTO", "BALKANS", "CAR", "DARFUR", "DRCONGO", "ETHIOPIA-EO14046", "IRAQ3", "LIBYA2",
    "LIBYA3", "MALI-EO13882", "SOMALIA", "SOUTH SUDAN", "SUDAN-EO14098", "UKRAINE-EO13660",
    "YEMEN",
)  # fmt: skip
_KINDS = {"individual": AG.Person, "": AG.Organisation}
_THINGS = ("vessel", "aircraft")
_ALIASES = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
_BATCH = 2000


def read(request: Request) -> Iterator[Batch]:
    """Read SDN.CSV, then the aliases and addresses of what it lists."""
    try:
        edtf.parse(request.options.get("date") or "..")
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        given = request.options["date"]
        wrong = Problem(request.name, None, "date", given, message, remedy or "correct the date")
        yield Batch(problems=[wrong], is_whole=False)
        return
    yield from _List(request).read()


FORMAT = Format(
    "ofac",
    "OFAC's list of Specially Designated Nationals (SDN.CSV, ALT.CSV, ADD.CSV)",
    read,
    options={
        "aliases": "the file ALT.CSV, of any date",
        "addresses": "the file ADD.CSV, of any date",
        "programmes": 'the programmes to take, with commas; "*" for all; without it '
        + ", ".join(ARMED),
        "date": "the day of the list as EDTF, which no file of it says",
    },
    files=("aliases", "addresses"),
)


class _List:
    def __init__(self, request: Request) -> None:
        self.request = request
        given = request.options.get("programmes", "").split(",")
        self.given = [part.strip() for part in given if part.strip()]
        self.taken = {name.casefold() for name in self.given or ARMED}
        self.met: dict[str, str] = {}
        self.rows_of: dict[str, int] = {}  # the row of each number
        self.used: set[str] = set()
        self.named: dict[str, str] = {}  # the number of a name; blank where several entries have it
        self.pending: list[tuple[Entry, str]] = []
        self.problems: list[Problem] = []
        self.listing = Listing(request, PREFIX, self.source())
        self.office = self.listing.authority("ofac", "Office of Foreign Assets Control")

    def read(self) -> Iterator[Batch]:
        request = self.request
        yield from self.file(request.path, request.name, ENTRIES, self.entry)
        self.ties()
        self.listing.batch.problems += unmet(
            self.request.name, "programmes", self.given, self.met, "programme"
        )
        for option, layout, reader in (
            ("aliases", ALIASES, self.alias), ("addresses", ADDRESSES, self.address)
        ):  # fmt: skip
            if path := request.file(option):
                yield from self.file(path, request.options[option], layout, reader)
        yield self.flush()

    def file(
        self,
        path: Path,
        name: str,
        layout: tuple[tuple[str, ...], ...],
        reader: Callable[[Row, Entry], None],
    ) -> Iterator[Batch]:
        """Read each row of one file by `reader`."""
        columns = [names[0] for names in layout]
        try:
            for row in rows(path, name, columns, columns, self.problems, layout=layout):
                self.row(row, reader)
                if self.listing.batch.rows >= _BATCH:
                    yield self.flush()
        except InvalidRows as error:
            self.problems += error.problems
            self.listing.batch.is_whole = False

    def flush(self) -> Batch:
        batch = self.listing.flush()
        batch.problems += self.problems
        self.problems.clear()
        return batch

    def row(self, row: Row, reader: Callable[[Row, Entry], None]) -> None:
        number = value(row, "ent_num")
        entry = Entry(number, self.listing.iri(slug(number)), row.file, row.number, number)
        if not row.faulty and not re.fullmatch(r"\d+", number):
            row.fault("ent_num", "is no number of an entry", "write the number that OFAC gave it")
        if row.faulty:
            self.listing.batch.rows += 1
            self.listing.batch.broken.add(entry.iri)
            return
        reader(row, entry)
        self.listing.add(entry)

    def source(self) -> Source:
        request, date = self.request, self.request.options.get("date", "")
        version = request.options.get("version", date)
        by = licence(request.options.get("licence", "public-domain"))
        return Source(
            request.mint.source(request.source_id), AG.SanctionsList,
            "Specially Designated Nationals and Blocked Persons List",
            request.mint.graph(request.source_id, version), by, by,
            publisher="Office of Foreign Assets Control, United States Department of the Treasury",
            date=date, version=version,
            url="https://ofac.treasury.gov/specially-designated-nationals-and-blocked-persons-list-sdn-human-readable-lists",
            language="en", reliability=request.options.get("reliability", ""),
        )  # fmt: skip

    def entry(self, row: Row, entry: Entry) -> None:
        """Read a row of SDN.CSV."""
        name, kind = value(row, "SDN_Name"), value(row, "SDN_Type")
        if entry.key in self.rows_of:
            row_of = self.rows_of[entry.key]
            entry.fault("ent_num", entry.key, f"is that of row {row_of} already", "drop one row")
        self.rows_of.setdefault(entry.key, row.number)
        if not name:
            entry.fault("SDN_Name", row["SDN_Name"], "is blank", "fill in the name")
        elif kind not in _KINDS and kind not in _THINGS:
            entry.fault("SDN_Type", kind, "is no type of entry", suggest(kind, [*_KINDS, *_THINGS]))
        programmes = re.findall(r"[^][]+", re.sub(r"\]\s*\[", "][", value(row, "Program")))
        programmes = [programme.strip() for programme in programmes if programme.strip()]
        self.met.update((programme.casefold(), programme) for programme in programmes)
        key = normal(name)
        self.named[key] = "" if key in self.named else entry.key
        if entry.problems:
            return
        taken = [p for p in programmes if "*" in self.given or p.casefold() in self.taken]
        if kind in _THINGS:
            entry.leave(None, name, f"is of the type {kind}, which is not modelled")
        elif not taken:
            told = ", ".join(programmes) or "none"
            entry.leave(None, name, f"is on no programme that is taken: {told}")
        else:
            self.take(row, entry, _KINDS[kind], (taken, programmes))

    def take(
        self, row: Row, entry: Entry, kind: NamedNode, programmes: tuple[list[str], list[str]]
    ) -> None:
        """Claim what the row says of a party that is taken."""
        taken, given = programmes
        self.listing.entity(entry, kind, value(row, "SDN_Name"), [f"OFAC {entry.key}"])
        for programme in dict.fromkeys(given):
            if programme not in taken:
                entry.leave("Program", programme, "is a programme that is not taken")
                continue
            said = Said(programme, attested=self.request.options.get("date", ""))
            self.listing.claim(entry, AG.Designation, entry.iri, said, subject=self.office)
        bare = replace(entry, entities=[], claims={}, problems=[], left_out=[])
        linked = read_entry(self.listing, row, entry)
        if not entry.problems:
            self.used.add(entry.key)
            self.pending += [(bare, name) for name in {normal(n): n for n in linked}.values()]

    def ties(self) -> None:
        """Claim the ties between entries, now that the names of all of them are known."""
        for entry, name in self.pending:
            other = self.named.get(normal(name))
            if other in self.used and other != entry.key:
                tied = self.listing.iri(str(other))
                self.listing.claim(entry, AG.Association, tied, Said("linked to"))
            elif other is None:
                entry.leave("Remarks", name, "is linked to, and is no name of an entry")
            elif not other:
                entry.leave("Remarks", name, "is linked to, and is the name of several entries")
            else:
                entry.leave("Remarks", name, "is linked to, and is no entry that is used")
            self.listing.add_late(entry)

    def is_used(self, entry: Entry) -> bool:
        """Tell whether the entry is one that was taken; if not, leave the row out."""
        if entry.key in self.used:
            return True
        known = entry.key in self.rows_of
        reason = "of an entry that is not used" if known else "of no entry of the list"
        entry.leave(None, entry.key, f"is {reason}")
        return False

    def alias(self, row: Row, entry: Entry) -> None:
        """Read a row of ALT.CSV."""
        number, kind, name = (value(row, c) for c in ("alt_num", "alt_type", "alt_name"))
        if not re.fullmatch(r"\d+", number):
            entry.fault("alt_num", row["alt_num"], "is no number", "write the number of the alias")
        if kind not in _ALIASES:
            entry.fault("alt_type", kind, "is no type of alias", suggest(kind, list(_ALIASES)))
        if not name:
            entry.fault("alt_name", row["alt_name"], "is blank", "fill in the name")
        if entry.problems or not self.is_used(entry):
            return
        entry.key, entry.record = f"{entry.key}-alt-{number}", f"{entry.record} alt {number}"
        if remark := value(row, "alt_remarks"):
            entry.leave("alt_remarks", remark, "is a remark on an alias, which is not modelled")
        self.listing.claim(entry, AG.Naming, Literal(name), Said(_ALIASES[kind]))

    def address(self, row: Row, entry: Entry) -> None:
        """Read a row of ADD.CSV."""
        if not re.fullmatch(r"\d+", value(row, "Add_num")):
            entry.fault("Add_num", row["Add_num"], "is no number", "write that of the address")
        elif self.is_used(entry):
            read_address(self.listing, row, entry)


def normal(name: str) -> str:
    """Return a name as it is compared: without case, double spaces and a full stop at the end.

    >>> normal("A  Front, Inc.") == normal("A FRONT, INC")
    True
    """
    return " ".join(name.casefold().split()).rstrip(".")
