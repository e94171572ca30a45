"""The sheets of the Security Force Monitor: their columns, under both spellings, and what we do.

From the tables of the Research Handbook (CC BY 4.0). A column has an attribute label such as
``posting:person:refs:assertion``, which is its usual name here, and a key name such as
``:assertion/posting:person:refs``; earlier exports write ``:posting:person:id``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = ("unit", "person", "posting", "relation", "positioning", "incident")
SOURCES, CITATIONS, PUBLICATIONS = "source", "citation", "publication"
SOURCE_ID, CITATION_ID = "source:source_id:admin", "source:access_point_id:admin"
PUBLICATION_ID = "source:publication_id:admin"
ENTITY_ID = ":entity/id"  # the key name of all three
ABOUT, ABOUT_NAME = "about_entity:ref:claim", "about_entity:name:qa"
NAME, COUNTRY, STATUS = "name:annotation", "country:annotation", "status:meta"
CITED, NOTES, TYPE = "citation:refs:claim", "public_notes:meta", "type:claim"
STARTING_CONTEXT, ENDING_CONTEXT = "starting_context:range", "ending_context:range"

_RANGE = (
    "first_precise:range", "last_precise:range", "first_imprecise:range", "last_imprecise:range",
    "starting:range", "ending:range", STARTING_CONTEXT, ENDING_CONTEXT,
)  # fmt: skip
_EVERY = (TYPE, STATUS, CITED, ABOUT, ABOUT_NAME, *_RANGE, NOTES)
_OWN = {
    "unit": (NAME, "unit:names:assertion", "unit:classifications:assertion", COUNTRY),
    "person": (NAME, "person:names:assertion", COUNTRY),
    "posting": (
        "posting:person:refs:assertion", "posting:person:names:qa", "posting:unit:refs:assertion",
        "posting:unit:names:qa", "posting:roles:assertion", "posting:titles:assertion",
        "posting:ranks:assertion",
    ),
    "relation": (
        "relation:unit:refs:assertion", "relation:unit:names:qa", "relation:types:assertion",
        "relation:related_unit:refs:assertion", "relation:related_unit:names:qa",
        "relation:related_unit_classes:assertion",
    ),
    "positioning": (
        "positioning:unit:refs:assertion", "positioning:unit:names:qa",
        "positioning:types:assertion", "positioning:base_names:assertion",
        "positioning:location:refs:assertion", "positioning:location:names:qa",
    ),
    "incident": (
        "incident:location:descriptions:assertion", "incident:location:refs:assertion",
        "incident:location:names:qa", COUNTRY, "incident:violation:types:assertion",
        "category:violation_types:annotation", "incident:perpetrator:refs:assertion",
        "incident:perpetrator:names:qa", "incident:perpetrator:classifications:assertion",
        "incident:victim:refs:assertion", "incident:victim:names:qa",
    ),
}  # fmt: skip
_SOURCE = (
    "source:type", SOURCE_ID, "source:title", "source:author", "source:url",
    "source:created_timestamp", "source:uploaded_timestamp", "source:published_timestamp",
    PUBLICATION_ID,
)  # fmt: skip
_CITATION = (
    CITATION_ID, "source:access_point_type", "source:access_point_trigger",
    "source:accessed_timestamp", "source:archive_url", "source:archive_timestamp",
)  # fmt: skip
_PUBLICATION = ("source:publication_country", "source:publication_name")

MAPPED: Mapping[str, tuple[str, ...]] = {
    **{kind: (*_EVERY, *own) for kind, own in _OWN.items()},
    SOURCES: (*_SOURCE, *_PUBLICATION),
    CITATIONS: (*_CITATION, *_SOURCE, *_PUBLICATION),
    PUBLICATIONS: (PUBLICATION_ID, *_PUBLICATION),
}
# What is documented and not carried, with the reason.
LEFT_OUT: Mapping[str, str] = {
    "researcher:meta": "the initials of a researcher are for the Monitor's own use",
    "internal_comments:meta": "comments for the Monitor's own use are not for publication",
    "type:entity": "says 'claim' in every row",
    "incident:violation:descriptions:assertion":
        "quotes whole passages of other publishers, whose licence nobody gave",
    "person:gender:assertion": "proposed by the handbook, not in use; personal data",
    "person:account_type:assertion": "proposed by the handbook, not in use; personal data",
    "person:account_id:assertion": "proposed by the handbook, not in use; personal data",
    "person:media_description:annotation": "proposed by the handbook, not in use",
    "source:comments:admin": "comments for the Monitor's own use are not for publication",
    "source:status:admin": "not yet in use, says the handbook",
}  # fmt: skip

# Without these a row of the sheet says nothing.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "unit": (ABOUT, "unit:names:assertion"),
    "person": (ABOUT, "person:names:assertion"),
    "posting": (ABOUT, "posting:person:refs:assertion", "posting:unit:refs:assertion"),
    "relation": (
        ABOUT, "relation:unit:refs:assertion", "relation:types:assertion",
        "relation:related_unit:refs:assertion",
    ),
    "positioning": (
        ABOUT, "positioning:unit:refs:assertion", "positioning:types:assertion",
        "positioning:location:refs:assertion",
    ),
    "incident": (ABOUT, "incident:location:refs:assertion", "incident:violation:types:assertion"),
    CITATIONS: (CITATION_ID, "source:access_point_type"),
    SOURCES: (SOURCE_ID, "source:title"),
    PUBLICATIONS: ("source:publication_name",),
}  # fmt: skip
_CLAIMS_NEED = (STATUS, CITED, *_RANGE[:6])

# Keys whose name does not follow from the label.
_KEYS = {
    ":claim/type": TYPE, ":claim/statuses": STATUS, ":claim/citation:refs": CITED,
    ":claim/about-entity:ref": ABOUT, ":entity/type": "type:entity",
    ":meta/researchers": "researcher:meta", ":citation/type": "source:access_point_type",
    ":citation/trigger": "source:access_point_trigger",
    ":citation/accessed-at": "source:accessed_timestamp",
    ":citation/archive-url": "source:archive_url",
    ":citation/archived-at": "source:archive_timestamp",
    ":publication/country": "source:publication_country",
    ":publication/name": "source:publication_name", ":source/type": "source:type",
    ":source/title": "source:title", ":source/author": "source:author",
    ":source/url": "source:url", ":source/created-at": "source:created_timestamp",
    ":source/uploaded-at": "source:uploaded_timestamp",
    ":source/published-at": "source:published_timestamp",
    ":source/publication:ref": PUBLICATION_ID, "source:access_point_id": CITATION_ID,
    "source:source_id": SOURCE_ID, "source:publication_id": PUBLICATION_ID,
}  # fmt: skip
_EARLIER = {  # what follows ":posting:" in earlier exports
    "id": ABOUT, "claim:researcher": "researcher:meta", "claim:status": STATUS,
    "claim:citation:id": CITED, "date-range:starting?": "starting:range",
    "date-range:ending?": "ending:range", "date-range-precise:first": "first_precise:range",
    "date-range-precise:last": "last_precise:range",
    "date-range-imprecise:first": "first_imprecise:range",
    "date-range-imprecise:last": "last_imprecise:range",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which sheet a file is: its kind, and the columns of it that are not carried, and why."""

    kind: str
    left_out: Mapping[str, str]


def label(heading: str) -> str:
    """Return the attribute label of a column, however the file spells it.

    >>> label(":assertion/posting:person:refs"), label(":posting:role")
    ('posting:person:refs:assertion', 'posting:roles:assertion')
    >>> label(":range-imprecise/first"), label("posting:ranks:assertion")
    ('first_imprecise:range', 'posting:ranks:assertion')
    """
    text = heading.strip().strip("`").strip()
    key = re.sub(r"^:+", ":", text)
    if key in _KEYS:
        return _KEYS[key]
    if match := re.fullmatch(r":range(-precise|-imprecise)?/([a-z-]+)\??", key):
        return f"{match[2].replace('-', '_')}{(match[1] or '').replace('-', '_')}:range"
    if match := re.fullmatch(r":(assertion|annotation|meta)/(.+)", key):
        return f"{match[2].replace('-', '_')}:{match[1]}"
    if match := re.fullmatch(rf":({'|'.join(KINDS)}):(.+)", key):
        kind, rest = match.groups()
        if rest in _EARLIER:
            return _EARLIER[rest]
        if rest.endswith(":id"):
            return f"{kind}:{rest.removesuffix(':id').replace('-', '_')}:refs:assertion"
        return f"{kind}:{rest.replace('-', '_')}s:assertion"
    return text


def recognise(name: str, columns: Sequence[str]) -> Sheet:
    """Say which sheet has these columns; `InvalidRows` names the nearest and what it lacks."""
    given = set(columns)
    missing = {kind: _missing(kind, needed, given) for kind, needed in _NEEDED.items()}
    fitting = [kind for kind, lacking in missing.items() if not lacking]
    if not fitting:
        nearest = max(missing, key=lambda kind: len(given & {*MAPPED[kind]}))
        raise InvalidRows([
            Problem(name, 1, None, None, "has the header of no sheet of the Security Force Monitor",
                    f"the nearest is that of {nearest}s, which lacks {', '.join(missing[nearest])}")
        ])  # fmt: skip
    kind = fitting[0]
    unknown = [column for column in columns if column not in (*MAPPED[kind], ENTITY_ID)]
    absent = [column for column in MAPPED[kind] if column not in given]
    faults = [
        Problem(name, 1, column, column, f"is not a column of a sheet of {kind}s",
                f"did you mean {near[0]!r}?")
        for column in unknown
        if column not in LEFT_OUT and (near := get_close_matches(column, absent, 1, cutoff=0.8))
    ]  # fmt: skip
    if faults:
        raise InvalidRows(faults)
    undocumented = f"is no column of a sheet of {kind}s in the Research Handbook"
    return Sheet(kind, {column: LEFT_OUT.get(column, undocumented) for column in unknown})


def _missing(kind: str, needed: tuple[str, ...], given: set[str]) -> list[str]:
    """Return what the header lacks of a sheet; an id may stand under its key name."""
    own_id = {CITATIONS: CITATION_ID, SOURCES: SOURCE_ID}.get(kind)
    have = given | ({own_id} if own_id and ENTITY_ID in given else set())
    needed = (*needed, *_CLAIMS_NEED) if kind in KINDS else needed
    return [column for column in needed if column not in have]
