"""The consolidated list of the United Nations Security Council: who is designated, since when.

The XML of https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list. Of each entry are
read: the day and list of its designation, its names, dates and places of birth, nationalities,
addresses without the street, and the ties that the comments state in set phrases. Documents are
personal data and are left out, as is the comments' prose. The terms of use of the United Nations
are no open licence: what comes of the list carries them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.sanctions.designations import Entry, Listing, Said, unmet
from kg.ingest.sanctions.un_sc_dates import day
from kg.ingest.sanctions.un_sc_entry import EntryReader, text_of
from kg.ingest.sanctions.un_sc_file import Reader
from kg.model.values import Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from kg.ingest.base import Request
    from kg.ingest.sanctions.un_sc_comments import Tie

TERMS = "https://www.un.org/en/about-us/terms-of-use"
PREFIX = "un-sc"
# The lists about armed groups and armed conflict. The others are about arms programmes (DPRK,
# Iran), the government of Iraq until 2003 (Iraq) and the coup of 2012 in Guinea-Bissau (GB).
ARMED = (
    "Al-Qaida", "Taliban", "CAR", "DRC", "Haiti", "Libya", "Mali", "Somalia", "SouthSudan",
    "Sudan", "Yemen",
)  # fmt: skip
_BATCH = 1000


def read(request: Request) -> Iterator[Batch]:
    """Read the XML of the consolidated list, of any day."""
    return _List(request).read()


FORMAT = Format(
    "un-sc",
    "the consolidated list of the United Nations Security Council (XML)",
    read,
    options={
        "lists": f'the lists to take, with commas; "*" for all; without it {", ".join(ARMED)}'
    },
)


class _List:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.reader = Reader(request.path, request.name)
        given = request.options.get("lists", "").strip()
        self.given = [part.strip() for part in given.split(",") if part.strip()]
        self.taken = {name.casefold() for name in self.given or ARMED}
        self.met: dict[str, str] = {}
        self.lines: dict[str, int] = {}  # of each reference number
        self.used: set[str] = set()
        self.pending: list[tuple[Entry, Tie]] = []

    def read(self) -> Iterator[Batch]:
        listing: Listing | None = None
        entries = self.reader.entries()
        try:
            for line, element in entries:
                if listing is None:
                    listing = Listing(self.request, PREFIX, self.source())
                    council = listing.authority(
                        "un-security-council", "United Nations Security Council"
                    )
                    reader = EntryReader(listing, council)
                self.entry(listing, reader, line, element)
                if listing.batch.rows >= _BATCH:
                    yield listing.flush()
        except InvalidRows as error:
            broken = listing.batch if listing else Batch()
            broken.problems += error.problems
            broken.is_whole = False
            yield broken
            return
        if listing is None:
            empty = Problem(self.request.name, None, None, None, "has no entry",
                            "get the whole file again")  # fmt: skip
            yield Batch(problems=[empty], is_whole=False)
            return
        self.ties(listing)
        listing.batch.problems += unmet(self.request.name, "lists", self.given, self.met, "list")
        yield listing.flush()

    def source(self) -> Source:
        """Return the list as a source; its day is that on which the file was generated."""
        request, generated = self.request, self.reader.root.get("dateGenerated", "")
        try:
            date = day(generated.partition("T")[0])
        except ValueError as error:
            raise InvalidRows([
                Problem(request.name, 1, "dateGenerated", generated, "is no day",
                        "get the file again: its first element says when it was generated")
            ]) from error  # fmt: skip
        version = request.options.get("version", date)
        terms = licence(request.options.get("licence", TERMS))
        return Source(
            request.mint.source(request.source_id), AG.SanctionsList,
            "United Nations Security Council Consolidated List",
            request.mint.graph(request.source_id, version), terms, terms,
            publisher="United Nations Security Council", date=date, version=version,
            url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
            language="en", reliability=request.options.get("reliability", ""),
        )  # fmt: skip

    def entry(self, listing: Listing, reader: EntryReader, line: int, element: Element) -> None:
        record, list_ = text_of(element, "REFERENCE_NUMBER"), text_of(element, "UN_LIST_TYPE")
        key = slug(record)
        entry = Entry(key, listing.iri(key), self.request.name, line, record)
        self.met.setdefault(list_.casefold(), list_)
        if not key:
            entry.fault("REFERENCE_NUMBER", record, "is blank", "fill in the reference number")
        elif record in self.lines:
            entry.fault("REFERENCE_NUMBER", record, f"is that of line {self.lines[record]} already",
                        "drop one of the two entries")  # fmt: skip
        elif not list_:
            entry.fault("UN_LIST_TYPE", "", "is blank", "fill in the list of the entry")
        self.lines.setdefault(record, line)
        if not entry.problems and "*" not in self.given and list_.casefold() not in self.taken:
            listing.batch.rows += 1
            listing.batch.left_out.append(
                LeftOut(
                    entry.file, line, None, record, f"is on the list {list_}, which is not taken"
                )
            )
            return
        if not entry.problems:
            found = reader.read(entry, element)
            if not entry.problems:
                bare = Entry(key, entry.iri, entry.file, line, record)
                self.pending += [(bare, tie) for tie in found]
                self.used.add(record)
        listing.add(entry)

    def ties(self, listing: Listing) -> None:
        """Claim the ties between entries, now that all of them are known."""
        for entry, tie in self.pending:
            if tie.reference not in self.used or tie.reference == entry.record:
                reason = "is no entry that is used"
                entry.leave("COMMENTS1", tie.reference, reason)
            elif tie.kind == AG.Split and entry.record[2] == "i":
                entry.leave("COMMENTS1", tie.reference, "is what a person cannot split from")
            else:
                other = listing.iri(slug(tie.reference))
                listing.claim(entry, tie.kind, other, Said(tie.role, start=tie.start))
            listing.add_late(entry)
