"""One entry of the Security Council's list: what is claimed of it, and what is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.ingest.sanctions.designations import PERSONAL, Entry, Listing, Said, one_of
from kg.ingest.sanctions.un_sc_comments import REFERENCE, Tie, ties
from kg.ingest.sanctions.un_sc_dates import birth, day, stay
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from pyoxigraph import NamedNode

NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
# Read elsewhere, or what the list keeps for itself: its numbering, sort keys and its own name.
_KEPT = {
    *NAMES, "DATAID", "VERSIONNUM", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LIST_TYPE", "SORT_KEY",
    "SORT_KEY_LAST_MOD", "LISTED_ON", "DELISTED_ON", "LAST_DAY_UPDATED", "INDIVIDUAL_DATE_OF_BIRTH",
    "INDIVIDUAL_PLACE_OF_BIRTH",
}  # fmt: skip
_QUALITIES = {"Good": "alias of good quality", "Low": "alias of low quality"}
_ALIAS_NOTES = {
    "previously listed as": "previously listed as", "formerly listed as": "formerly listed as",
    "nom de guerre": "nom de guerre", "Call sign": "call sign", "combat name": "combat name",
}  # fmt: skip
_ORIGINAL = re.compile(r"[Oo]riginal script: (?P<name>[^;()]+)")
_PRIVATE = re.compile(
    r"\d{4,}|passport|\bborn\b|identi|tel\b|phone|fax|e-?mail|@|www", re.IGNORECASE
)
_SPELT = re.compile(r"(?P<name>[^();]+) \((?P<others>[^();]+(?:; [^();]+)+)\)")
# A country's name, and no more: not "Sudan/South Sudan", nor "Libya (in custody)".
_COUNTRY = re.compile(
    r"[^\d:;/(),.]+(?:\((?:Islamic Republic|Bolivarian Republic|Plurinational State) of\))?"
)
_NOT_ONE = re.compile(
    r"\b(?:or|also|possibly|believed|withdrawn|by birth|na|palestinian$)\b", re.IGNORECASE
)
_ADJECTIVES = {
    "Afghan": "Afghanistan", "Algerian": "Algeria", "Ethiopian": "Ethiopia",
    "Saudi Arabian": "Saudi Arabia", "Somali": "Somalia", "Yemeni": "Yemen",
}  # fmt: skip
_FORMERLY = re.compile(r"\b(?:previous|previously|former|formerly)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:possible|possibly|believed|reported|reportedly|may be)\b", re.IGNORECASE
)


def text_of(element: Element, tag: str) -> str:
    """Return the text of a child, with single spaces; blank if it is not there."""
    return " ".join((element.findtext(tag) or "").split())


def name_of(element: Element) -> str:
    """Return the name of the entry: its parts in the list's order."""
    return " ".join(part for tag in NAMES if (part := text_of(element, tag)))


class EntryReader:
    """Reads the elements of one entry after the other into claims."""

    def __init__(self, listing: Listing, authority: NamedNode) -> None:
        self.listing = listing
        self.authority = authority
        self.readers: Mapping[str, Callable[[Entry, Element], None]] = {
            "NAME_ORIGINAL_SCRIPT": self._original,
            "INDIVIDUAL_ALIAS": self._alias,
            "ENTITY_ALIAS": self._alias,
            "NATIONALITY": self._nationality,
            "INDIVIDUAL_ADDRESS": self._address,
            "ENTITY_ADDRESS": self._address,
            "INDIVIDUAL_DOCUMENT": self._document,
        }
        self.reasons = {
            "TITLE": "is a form of address or an office, which is not modelled",
            "DESIGNATION": "is an office in the list's words, without the party that it is held in",
            "GENDER": "is a gender, which is not modelled",
            "SUBMITTED_BY": "says who proposed the entry, which is not modelled",
            "SUBMITTED_ON": "says when the entry was proposed, which is not modelled",
        }

    def read(self, entry: Entry, element: Element) -> list[Tie]:
        """Read the whole entry; return the ties of its comments, whose other ends may follow."""
        is_person = element.tag == "INDIVIDUAL"
        name = name_of(element)
        if not name:
            entry.fault("FIRST_NAME", "", "is blank", "fill in the name of the entry")
        kind = AG.Person if is_person else AG.Organisation
        codes = [f"UN {entry.record}"]
        if data_id := text_of(element, "DATAID"):
            codes.append(f"UN DATAID {data_id}")
        self.listing.entity(entry, kind, name, codes)
        self._designation(entry, element)
        self._births(entry, element)
        for child in element:
            if child.tag in self.readers:
                self.readers[child.tag](entry, child)
            elif child.tag not in _KEPT and child.tag != "COMMENTS1":
                self._unread(entry, child)
        return self._comments(entry, text_of(element, "COMMENTS1"))

    def _unread(self, entry: Entry, child: Element) -> None:
        reason = self.reasons.get(child.tag, "is an element that is not known here")
        for text in child.itertext():
            if value := " ".join(text.split()):
                entry.leave(child.tag, value if child.tag in self.reasons else "", reason)

    def _designation(self, entry: Entry, element: Element) -> None:
        listed = self._day(entry, "LISTED_ON", text_of(element, "LISTED_ON"))
        updates = {
            self._day(entry, "LAST_DAY_UPDATED", text)
            for value in element.iterfind("LAST_DAY_UPDATED/VALUE")
            if (text := " ".join((value.text or "").split()))
        }
        if not listed:
            return
        role, delisted = text_of(element, "UN_LIST_TYPE"), text_of(element, "DELISTED_ON")
        end = self._day(entry, "DELISTED_ON", delisted) if delisted else ""
        note = f"Amended on {', '.join(sorted(updates))}." if updates else ""
        said = Said(role, start=listed, end=end, note=note)
        self.listing.claim(entry, AG.Designation, entry.iri, said, subject=self.authority)

    def _day(self, entry: Entry, column: str, text: str) -> str:
        if not text:
            entry.fault(column, "", "is blank", "fill in the day of listing")
            return ""
        try:
            return day(text)
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            entry.fault(column, text, message, remedy)
            return ""

    def _original(self, entry: Entry, element: Element) -> None:
        if name := " ".join((element.text or "").split()):
            said = Said("name in original script")
            self.listing.claim(entry, AG.Naming, Literal(name), said)

    def _alias(self, entry: Entry, element: Element) -> None:
        quality, name, note = (text_of(element, t) for t in ("QUALITY", "ALIAS_NAME", "NOTE"))
        for child in element:
            tag, value = child.tag, " ".join((child.text or "").split())
            if value and tag not in ("QUALITY", "ALIAS_NAME", "NOTE"):
                entry.leave(tag, "", "goes with an alias, of which nothing but the name is read")
        if not name:
            return
        if _PRIVATE.search(name):
            entry.leave("ALIAS_NAME", "", f"holds more than a name, which {PERSONAL}")
            return
        self._beside(entry, note)
        role = _ALIAS_NOTES.get(note) or _QUALITIES.get(quality) or quality or "alias"
        spellings = _spellings(name)
        if not spellings:
            entry.leave("ALIAS_NAME", name, "lists several names in a way that is not read")
        for spelling in spellings:
            self.listing.claim(entry, AG.Naming, Literal(spelling), Said(role))

    def _beside(self, entry: Entry, note: str) -> None:
        """Read a note beside an alias that says something else than its kind."""
        if original := _ORIGINAL.fullmatch(note):
            said = Said("alias in original script")
            self.listing.claim(entry, AG.Naming, Literal(original["name"].strip()), said)
        elif note and note not in _ALIAS_NOTES:
            reason = "is prose beside an alias; it may be personal"
            entry.leave("INDIVIDUAL_ALIAS NOTE", "", reason)

    def _nationality(self, entry: Entry, element: Element) -> None:
        for value in element.iterfind("VALUE"):
            text = " ".join((value.text or "").split())
            modality = "possible" if text.startswith("Possibly ") else "stated"
            told = text.removeprefix("Possibly ")
            name = _ADJECTIVES.get(told, told)
            note = f'The list says "{text}".' if name != told else ""
            if not text:
                continue
            if not _is_country(name):
                entry.leave("NATIONALITY", text, "is not the plain name of one country")
                continue
            country = self.listing.country(entry, name)
            said = Said("nationality", modality=modality, note=note)
            self.listing.claim(entry, AG.Origin, country, said)

    def _births(self, entry: Entry, element: Element) -> None:
        members = []
        for given in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
            try:
                member = birth(given)
            except ValueError as error:
                message, _, remedy = str(error).partition("; ")
                value = " ".join(" ".join(given.itertext()).split())
                entry.fault(given.tag, value, message, remedy)
                continue
            if member:
                members.append(member)
            elif note := text_of(given, "NOTE"):
                entry.leave(given.tag, note, "is no date that stands by itself")
        if members:
            said = Said("date of birth", start=one_of(members))
            self.listing.claim(entry, AG.Existence, None, said)
        places = [e for e in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH") if text_of_any(e)]
        # Nobody was born twice: where several places are listed, each is possible.
        how = Said("place of birth")
        if len(places) > 1:
            note = f"One of {len(places)} that the list gives."
            how = Said("place of birth", modality="possible", note=note)
        for given in places:
            self._at(entry, given, AG.Origin, how)
            if text_of(given, "NOTE"):
                entry.leave("INDIVIDUAL_PLACE_OF_BIRTH NOTE", "", "is prose beside a place")

    def _at(self, entry: Entry, element: Element, relationship: NamedNode, said: Said) -> None:
        """Claim a place, as closely as the list names it above the street."""
        country = text_of(element, "COUNTRY")
        parts = [part for tag in ("CITY", "STATE_PROVINCE") if (part := text_of(element, tag))]
        if country and not _is_country(country):
            entry.leave(f"{element.tag} COUNTRY", country, "is not the plain name of one country")
            country = ""
        if parts or country:
            place = self.listing.place(entry, parts, country)
            self.listing.claim(entry, relationship, place, said)

    def _address(self, entry: Entry, element: Element) -> None:
        note = text_of(element, "NOTE")
        for tag in ("STREET", "ZIP_CODE"):
            if text_of(element, tag):
                entry.leave(f"{element.tag} {tag}", "", PERSONAL)
        for child in element:
            if child.tag not in ("STREET", "ZIP_CODE", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"):
                self._unread(entry, child)
        role = "previous address" if _FORMERLY.search(note) else "address"
        modality = "possible" if _UNSURE.search(note) else "stated"
        shown = "" if _PRIVATE.search(re.sub(r"\b(?:19|20)\d\d\b", "", note)) else note
        is_short = len(note) <= 60  # noqa: PLR2004
        start, end, attested = stay(note)
        said = Said(role, start, end, attested, modality, shown if is_short else "")
        self._at(entry, element, AG.Presence, said)
        if note and not (shown and is_short):
            entry.leave(f"{element.tag} NOTE", "", "is prose beside an address; it may be personal")

    def _document(self, entry: Entry, element: Element) -> None:
        if text_of_any(element):
            entry.leave("INDIVIDUAL_DOCUMENT", "", PERSONAL)

    def _comments(self, entry: Entry, text: str) -> list[Tie]:
        if not text:
            return []
        found = ties(text)
        entry.leave("COMMENTS1", "", "is the list's own prose; only ties in set phrases are read")
        told = {tie.reference for tie in found}
        for reference in dict.fromkeys(REFERENCE.findall(text)):
            if reference not in told:
                entry.leave("COMMENTS1", reference, "is named in a sentence that is not read")
        return found


def text_of_any(element: Element) -> str:
    """Return all text within an element, with single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def _is_country(name: str) -> bool:
    return bool(_COUNTRY.fullmatch(name)) and not _NOT_ONE.search(name)


def _spellings(name: str) -> list[str]:
    """Return the names that one cell holds: "X; Y", or "X (Y; Z)"; none if it is neither.

    >>> _spellings("Abu X (Abou X; Aboo X)")
    ['Abu X', 'Abou X', 'Aboo X']
    """
    if found := _SPELT.fullmatch(name):
        return [found["name"], *found["others"].split("; ")]
    if "(" in name:
        return [] if ";" in name else [name]
    return [part.strip() for part in name.split(";") if part.strip()]
