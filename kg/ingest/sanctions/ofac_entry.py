"""One row of OFAC's list: what is claimed of a party beside its designation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.ingest.sanctions.designations import PERSONAL, Entry, Listing, Said, one_of
from kg.ingest.sanctions.ofac_countries import COUNTRIES, split
from kg.ingest.sanctions.ofac_remarks import FULL, Remark, date, remarks
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ingest.tables.table import Row

NULL = "-0-"
TOWN = "City/State/Province/Postal Code"
_POST_CODE = re.compile(r"(?:,?\s+\S*\d\S*)+$|^\S*\d\S*$")
_OF_VESSELS = ("Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner")
_DATES = (("birth", "date of birth"), ("established", "organization established"))


def value(row: Row, column: str) -> str:
    """Return a cell; blank where the list says that there is nothing."""
    text = row[column]
    return "" if text == NULL else text


def read_entry(listing: Listing, row: Row, entry: Entry) -> list[str]:
    """Claim what the row says; return the names that it is linked to, which may follow."""
    if title := value(row, "Title"):
        entry.leave("Title", title, "is a rank or office in the list's words")
    for column in _OF_VESSELS:
        if told := value(row, column):
            entry.leave(column, told, "is of vessels")
    found, cut = remarks(value(row, "Remarks"))
    if cut:
        entry.leave("Remarks", "", f"is cut off where the list ends remarks, at {FULL} characters")
    _dates(listing, entry, found)
    _birthplaces(listing, entry, [r.value for r in found if r.kind == "birthplace"])
    for remark in found:
        if remark.kind == "alias":
            weak = Said(f"weak {remark.role}")  # as OFAC calls those that stand in the remarks
            listing.claim(entry, AG.Naming, Literal(remark.value), weak)
        elif remark.kind == "nationality":
            _nationality(listing, entry, remark)
        elif remark.is_personal:
            entry.leave("Remarks", "", "is not modelled, and may be personal")
        elif remark.kind == "other":
            entry.leave("Remarks", remark.value, "is not modelled")
    return [remark.value for remark in found if remark.kind == "linked"]


def _dates(listing: Listing, entry: Entry, found: Sequence[Remark]) -> None:
    """Claim one start of each kind: of several dates one is right, and it is not said which."""
    for kind, role in _DATES:
        members = []
        for remark in (remark for remark in found if remark.kind == kind):
            try:
                member = date(remark.value)
            except ValueError as error:
                message, _, remedy = str(error).partition("; ")
                entry.fault("Remarks", remark.value, message, remedy)
                continue
            if member:
                members.append(member)
            else:
                entry.leave("Remarks", remark.value, "is no date that stands by itself")
        if members:
            listing.claim(entry, AG.Existence, None, Said(role, start=one_of(members)))


def _birthplaces(listing: Listing, entry: Entry, given: Sequence[str]) -> None:
    """Claim each place of birth; nobody was born twice, so of several each is possible."""
    given = list(dict.fromkeys(given))
    said = Said("place of birth")
    if len(given) > 1:
        note = f"One of {len(given)} that the list gives."
        said = Said("place of birth", modality="possible", note=note)
    for text in given:
        listing.claim(entry, AG.Origin, listing.place(entry, *split(text)), said)


def _nationality(listing: Listing, entry: Entry, remark: Remark) -> None:
    country = COUNTRIES.get(remark.value.casefold())
    if country is None:
        entry.leave("Remarks", remark.value, "is no country of OFAC's list of names")
        return
    listing.claim(entry, AG.Origin, listing.country(entry, country), Said(remark.role))


def read_address(listing: Listing, row: Row, entry: Entry) -> None:
    """Claim an address down to the town; streets and post codes are left out."""
    number, town, country = (value(row, column) for column in ("Add_num", TOWN, "Country"))
    entry.record, entry.key = f"{entry.record} add {number}", f"{entry.key}-add-{number}"
    city, known = _POST_CODE.sub("", town), COUNTRIES.get(country.casefold(), "")
    if not city and not known:
        entry.leave(None, "", "has no town and no country")
        return
    if value(row, "Address"):
        entry.leave("Address", "", PERSONAL)
    if city != town:
        entry.leave(TOWN, "", f"has a post code, which {PERSONAL}")
    if country and not known:
        entry.leave("Country", country, "is no country of OFAC's list of names")
    if value(row, "Add_remarks"):
        entry.leave("Add_remarks", "", "is a remark on an address; it may be personal")
    place = listing.place(entry, [city] if city else [], known)
    listing.claim(entry, AG.Presence, place, Said("address"))
