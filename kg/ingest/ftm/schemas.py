"""What FollowTheMoney's schemata are to us: one table, so that reading needs no library of theirs.

The names are those of FollowTheMoney 4.11 (https://followthemoney.tech/explorer/), which a test
holds this table to; the mapping follows ``ontology/alignments.ttl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary import AG

if TYPE_CHECKING:
    from pyoxigraph import NamedNode


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge: its two properties, the relationship that it is to us, and its role if it has none.

    `kinds` are what the ends are taken for where the file has no record of them.
    """

    relationship: NamedNode
    subject: str
    object: str
    role: str
    kinds: tuple[NamedNode, NamedNode]


PARTIES = {
    "LegalEntity": AG.Actor,
    "Person": AG.Person,
    "Organization": AG.Organisation,
    "Company": AG.Organisation,
    # A public body may be a ministry, an army or a school: only some are a government.
    "PublicBody": AG.Organisation,
}
EVENTS = {"Event": AG.Event}
PLACES = {"Address": AG.Place, "Territory": AG.AdministrativeArea}
DOCUMENTS = {
    "Article": AG.Article,
    **dict.fromkeys(
        (
            "Audio", "Document", "Email", "Folder", "HyperText", "Image", "Message", "Package",
            "Pages", "PlainText", "Table", "Video", "Workbook",
        ),
        AG.Source,
    ),
}  # fmt: skip
_ANY = (AG.Actor, AG.Actor)
_IN_GROUP = (AG.Actor, AG.Organisation)
TIES = {
    "Membership": Tie(AG.Membership, "member", "organization", "", _IN_GROUP),
    "Employment": Tie(
        AG.Membership, "employee", "employer", "employee", (AG.Person, AG.Organisation)
    ),
    "Directorship": Tie(AG.Leadership, "director", "organization", "", _IN_GROUP),
    "Representation": Tie(AG.Affiliation, "agent", "client", "representative", _ANY),
    "Ownership": Tie(AG.Affiliation, "asset", "owner", "owned", (AG.Organisation, AG.Actor)),
    "Control": Tie(AG.Affiliation, "controlled", "controller", "controlled", _ANY),
    "Similar": Tie(AG.CloseMatch, "candidate", "match", "", _ANY),
}
# A Succession says that one came before the other; only its role can say what happened.
SUCCESSION = {
    "split": Tie(AG.Split, "successor", "predecessor", "", (AG.Organisation, AG.Organisation)),
    "merger": Tie(AG.Merger, "predecessor", "successor", "", (AG.Organisation, AG.Organisation)),
}
# An UnknownLink has no direction: it says nothing of who is whose, unless its role names the tie.
UNKNOWN_LINK = {
    "affiliation": Tie(AG.Affiliation, "subject", "object", "", _ANY),
    "allegiance": Tie(AG.Allegiance, "subject", "object", "", _ANY),
    "alliance": Tie(AG.Alliance, "subject", "object", "", _ANY),
    "founding": Tie(AG.Founding, "subject", "object", "", (AG.Organisation, AG.Actor)),
    "joining": Tie(AG.Joining, "subject", "object", "", _IN_GROUP),
    "recognition": Tie(AG.Recognition, "subject", "object", "", _ANY),
    "rivalry": Tie(AG.Rivalry, "subject", "object", "", _ANY),
    "support": Tie(AG.Support, "subject", "object", "", _ANY),
}
"""The roles that name a relationship of ours; `kg.publish.ftm.export` writes the same."""
SANCTION = "Sanction"

_OF_COMMERCE = "is of commerce, which the model does not speak of"
_OF_THINGS = "is a thing that is owned, and no party, place or event"
_OF_EQUALS = "is a tie of two persons that makes neither the lesser party of the other"
_OF_PAPERS = "is a paper of one person, which does not bear on any tie"
LEFT_OUT = {
    **dict.fromkeys(
        (
            "CallForTenders",
            "Contract",
            "ContractAward",
            "Debt",
            "EconomicActivity",
            "License",
            "Payment",
            "Project",
            "ProjectParticipant",
            "TaxRoll",
        ),
        _OF_COMMERCE,
    ),
    **dict.fromkeys(
        (
            "Airplane",
            "Asset",
            "BankAccount",
            "CryptoWallet",
            "RealEstate",
            "Security",
            "UserAccount",
            "Vehicle",
            "Vessel",
        ),
        _OF_THINGS,
    ),
    "Associate": _OF_EQUALS,
    "Family": _OF_EQUALS,
    "Identification": _OF_PAPERS,
    "Passport": _OF_PAPERS,
    "Position": "is an office apart from whoever holds it; the model has offices in a leadership",
    "Occupancy": "is the holding of an office whose organisation it does not name",
    "CourtCase": "is a case at law, which is neither a party nor an event of a conflict",
    "CourtCaseParty": "is a part in a case at law, which says nothing of guilt",
    "Risk": "is a warning for due diligence, and no listing by an authority",
    "Trip": "is a journey, which the model does not speak of",
    "Thing": "is a thing of no kind, which the model has no place for",
    "Call": "is a telephone call, which the model does not speak of",
    "Documentation": "says that a document speaks of a thing, and not what it says",
    "Mention": "is a name that a machine found in a text",
    "Note": "is a note of its author's, and no statement of a source",
    "Page": "is a page of a document, whose text is not read",
}
"""Schemata that are sound and not used, each with the reason."""

KNOWN = frozenset(
    (
        *PARTIES, *EVENTS, *PLACES, *DOCUMENTS, *TIES, *LEFT_OUT,
        SANCTION, "Succession", "UnknownLink",
    )
)  # fmt: skip

# Statements about one entity may give it several schemata, the one below the other.
_ABOVE = {
    "Thing": (),
    "LegalEntity": ("Thing",),
    "Organization": ("Thing", "LegalEntity"),
    "Person": ("Thing", "LegalEntity"),
    "Company": ("Thing", "LegalEntity", "Organization", "Asset"),
    "PublicBody": ("Thing", "LegalEntity", "Organization"),
    "Asset": ("Thing",),
    "Document": ("Thing",),
    "Folder": ("Thing", "Document"),
    **{kind: ("Thing", "Document") for kind in DOCUMENTS if kind not in ("Document", "Folder")},
    **dict.fromkeys(("Event", "Address", "Territory", "Position", "Project"), ("Thing",)),
    **dict.fromkeys(("RealEstate", "Security", "Vehicle", "BankAccount"), ("Thing", "Asset")),
    **dict.fromkeys(("Vessel", "Airplane"), ("Thing", "Asset", "Vehicle")),
    "Trip": ("Thing", "Event"),
    "Passport": ("Identification",),
}


def narrower(one: str, other: str) -> str | None:
    """Return that one of two schemata which lies below the other; None if neither does.

    >>> narrower("LegalEntity", "Company"), narrower("Person", "Company")
    ('Company', None)
    """
    if one == other or other in _ABOVE.get(one, ()):
        return one
    return other if one in _ABOVE.get(other, ()) else None


NAMES = {
    "name": "name",
    "alias": "alias",
    "weakAlias": "weak alias",
    "previousName": "previous name",
    "abbreviation": "abbreviation",
}
"""The properties that hold names, with what a claim of Naming calls the kind of name."""

CODES = (
    "registrationNumber", "leiCode", "permId", "imoNumber", "dunsCode", "innCode", "ogrnCode",
    "uniqueEntityId", "cageCode", "sayariId", "bvdId",
)  # fmt: skip
"""The numbers of an organisation that become its codes; a person's are left out."""

_VAGUE = "does not say how the party and the country are tied"
_NOT_THERE = "is an address, which does not say that the party is present there"
_ABOUT_PERSON = "describes a person, or a part of a name, and says nothing of a tie"
_NUMBER = "is a number of a person's or an account's, which nothing here rests on"
_TECHNICAL = "is kept for the upkeep of the dataset, and says nothing of the world"
REASONS = {
    **dict.fromkeys(("country", "jurisdiction", "mainCountry"), _VAGUE),
    **dict.fromkeys(("address", "addressEntity"), _NOT_THERE),
    **dict.fromkeys(
        (
            "firstName",
            "secondName",
            "middleName",
            "fatherName",
            "motherName",
            "lastName",
            "nameSuffix",
            "title",
            "gender",
            "ethnicity",
            "height",
            "weight",
            "eyeColor",
            "hairColor",
            "appearance",
            "religion",
            "political",
            "profession",
            "education",
            "spokenLanguage",
            "position",
            "biography",
        ),
        _ABOUT_PERSON,
    ),
    **dict.fromkeys(
        ("idNumber", "taxNumber", "passportNumber", "socialSecurityNumber", "phone", "email"),
        _NUMBER,
    ),
    **dict.fromkeys(
        ("createdAt", "modifiedAt", "retrievedAt", "indexText", "alephUrl", "contentHash"),
        _TECHNICAL,
    ),
    "topics": "is a tag of the dataset's, such as crime; it would be read as an accusation",
    "keywords": "is a tag of the dataset's",
    "date": "stands beside a start or an end, and does not say what happened then",
}


def reason(prop: str) -> str:
    """Say why a property is left out.

    >>> reason("swiftBic")
    'has no counterpart in the model'
    """
    return REASONS.get(prop, "has no counterpart in the model")
