"""Which ties the comments of the Security Council's list state, in its own few set phrases.

Only a sentence that opens with such a phrase is read, and of it only the names that have a
reference number. The rest is the list's prose: nothing is made of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.vocabulary import AG

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
# "Associated with" and "linked to" put neither party first: an affiliation would say too much.
_PHRASES: tuple[tuple[str, NamedNode, str], ...] = (
    (r"(?:Also )?[Aa]ssociated(?: also)? with", AG.Association, "associated with"),
    (r"(?:Also )?[Ll]inked to", AG.Association, "linked to"),
    (r"Member of", AG.Membership, "member"),
    (r"(?:A )?[Ss]enior member of", AG.Membership, "senior member"),
    (r"(?:Is (?:the )?|The )?[Ll]eader of", AG.Leadership, "leader"),
)
_OPENING = re.compile(
    r"(?:^|(?<=[.;)] )|(?<=\band )(?=linked to|associated with))(?:"
    + "|".join(f"({phrase})" for phrase, _, _ in _PHRASES)
    + r")\b"
)
# A name, perhaps with its short form in brackets, or "X, listed as Y", and the reference number.
_NAMED = re.compile(
    r"\s*(?P<name>(?:[^().;]|\bLtd\.|\([^()]{1,40}\)){1,160}?)\s*\(?\((?P<ref>[A-Z]{2}[ie]\.\d{3})\.?\)"
)
_NEXT = re.compile(r"\)?(?:,| and\b|,? as well as\b|;)(?: and\b)?(?: the\b)?")
# A name has no verb: what follows one is another statement, and the reference belongs to that.
_PROSE = re.compile(
    r"\b(?:who|whom|whose|which|where|was|were|is|are|has|have|had|by|through|since|until|under|"
    r"support\w*|member\w*|lead\w*|brother|son|father|cousin|associated|linked|owned?)\b"
)


def ties(text: str) -> list[tuple[NamedNode, str, str]]:
    """Return each tie that is stated so: its class, the role in the list's words, the reference.

    >>> [(role, ref) for _, role, ref in ties("Associated with A Front (QDe.001) and B (QDe.002).")]
    [('associated with', 'QDe.001'), ('associated with', 'QDe.002')]
    >>> ties("Member of no party. His brother is X (QDi.003).")
    []
    """
    found: list[tuple[NamedNode, str, str]] = []
    for opening in _OPENING.finditer(text):
        _, kind, role = next(
            phrase for phrase, given in zip(_PHRASES, opening.groups(), strict=True) if given
        )
        position = opening.end()
        while (named := _NAMED.match(text, position)) and not _PROSE.search(named["name"]):
            found.append((kind, role, named["ref"]))
            following = _NEXT.match(text, named.end())
            if not following:
                break
            position = following.end()
    return list(dict.fromkeys(found))
