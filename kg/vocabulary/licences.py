"""Licences by their usual short names."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

# The IRIs that the licences' own stewards use (DCAT 3, section 8.1); all others by SPDX.
_STEWARDS = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "public-domain": "https://creativecommons.org/publicdomain/mark/1.0/",
    "unknown": "http://rightsstatements.org/vocab/UND/1.0/",
}


def licence(text: str) -> NamedNode:
    """Return the IRI of a licence given as an SPDX id, an IRI, ``public-domain`` or ``unknown``.

    >>> licence("CC-BY-4.0").value
    'https://creativecommons.org/licenses/by/4.0/'
    >>> licence("free for all")
    Traceback (most recent call last):
    ValueError: is no licence; write an SPDX id such as CC-BY-4.0, an IRI, or unknown
    """
    if text in _STEWARDS:
        return NamedNode(_STEWARDS[text])
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        return NamedNode(text)
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9.]*-[A-Za-z0-9.-]*\d[A-Za-z0-9.-]*", text):
        return NamedNode(f"https://spdx.org/licenses/{text}")
    raise ValueError("is no licence; write an SPDX id such as CC-BY-4.0, an IRI, or unknown")


# Of these stewards all licences are open, but for those that forbid commerce or change.
_OPEN = re.compile(
    r"https?://creativecommons\.org/(licenses/by(-sa)?/|publicdomain/)|https?://spdx\.org/licenses/"
    r"|https?://opendatacommons\.org/licenses/|https?://www\.nationalarchives\.gov\.uk/doc/open-"
)


def is_open(iri: NamedNode) -> bool:
    """Tell whether a licence is known to be open (https://opendefinition.org/licenses/).

    One that is unknown, or known to nobody here, is not: it allows nothing.

    >>> is_open(licence("CC-BY-4.0")), is_open(licence("CC-BY-NC-4.0")), is_open(licence("unknown"))
    (True, False, False)
    """
    return bool(_OPEN.match(iri.value)) and not re.search(r"-N[CD]\b", iri.value)
