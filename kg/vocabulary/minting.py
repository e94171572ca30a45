"""How IRIs are made: the same statement always gets the same IRI.

Everything of a project lies under its base IRI: ``entity/``, ``source/``, ``claim/``,
``relationship/``, ``graph/``. A relationship's IRI follows from its class, its parties and its
qualifiers, so that all claims about it, from whatever source, meet at one node.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

LOCAL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")
DRAWN = ("stated", "inferred")  # the graphs that a release adds: no source can have these ids


def slug(text: str) -> str:
    """Return the text as a local id: ASCII letters, digits and single dashes.

    >>> slug("UCDP Actor 22.1")
    'ucdp-actor-22-1'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def local_name(iri: str) -> str:
    """Return what stands behind the last ``#`` or ``/`` of an IRI.

    >>> local_name("https://w3id.org/allegiance/ontology#Split"), local_name("urn:x")
    ('Split', 'urn:x')
    """
    return iri.replace("#", "/").rpartition("/")[2]


def digest(text: str, length: int = 16) -> str:
    """Return the first hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Mint:
    """Makes the IRIs of one project.

    >>> Mint("https://example.org/").entity("maute-group").value
    'https://example.org/entity/maute-group'
    """

    base: str

    def entity(self, local_id: str) -> NamedNode:
        """Name an entity."""
        return NamedNode(f"{self.base}entity/{local_id}")

    def source(self, local_id: str) -> NamedNode:
        """Name a source."""
        return NamedNode(f"{self.base}source/{local_id}")

    def claim(self, local_id: str) -> NamedNode:
        """Name a claim."""
        return NamedNode(f"{self.base}claim/{local_id}")

    def graph(self, local_id: str, version: str = "") -> NamedNode:
        """Name the graph of a source, and of its version where it has one."""
        return NamedNode(f"{self.base}graph/{local_id}{'/' + slug(version) if version else ''}")

    def relationship(
        self, kind: NamedNode, subject: NamedNode, obj: NamedNode | Literal | None, *more: str
    ) -> NamedNode:
        """Name a relationship by its class, its parties and what else tells it from others.

        >>> mint = Mint("https://example.org/")
        >>> mint.relationship(
        ...     NamedNode("https://w3id.org/allegiance/ontology#ChangeEvent"),
        ...     mint.entity("biff"), mint.entity("milf")).value
        'https://example.org/relationship/change-event/biff--milf'
        """
        kind_name = re.sub(r"(?<!^)(?=[A-Z])", "-", local_name(kind.value)).lower()
        parts = [self._part(subject)]
        if obj is not None:
            parts.append(self._part(obj))
        if any(more):
            parts.append(digest("\n".join(more), 8))
        return NamedNode(f"{self.base}relationship/{kind_name}/{'--'.join(parts)}")

    def _part(self, term: NamedNode | Literal) -> str:
        """Return an entity's own id; of anything else a digest, which cannot be taken for one."""
        prefix = f"{self.base}entity/"
        if isinstance(term, NamedNode) and term.value.startswith(prefix):
            local_id = term.value.removeprefix(prefix)
            if LOCAL_ID.fullmatch(local_id):
                return local_id
        return f"_{digest(str(term))}"
