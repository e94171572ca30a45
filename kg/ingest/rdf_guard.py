"""What a file of RDF must be before a parser sees it: of a known syntax, and fetching nothing.

A remote JSON-LD context is refused unless it is ours, and so is RDF/XML with a DOCTYPE, whose
entities can grow without end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from kg import resources

if TYPE_CHECKING:
    from pathlib import Path

CONTEXT_IRI = "https://w3id.org/allegiance/context.jsonld"
SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".xml", ".owl")


def syntax_of(path: Path) -> RdfFormat:
    """Return the syntax that a file's suffix stands for; raise ValueError where it is none."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"no RDF syntax has the suffix {suffix!r}; use {', '.join(SUFFIXES)}")
    if suffix in (".xml", ".owl"):
        return RdfFormat.RDF_XML
    found = RdfFormat.from_extension(suffix[1:])
    assert found is not None
    return found


def bytes_of(path: Path) -> bytes:
    """Return what the file holds, without a byte order mark."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf")


def guarded(raw: bytes, syntax: RdfFormat) -> bytes:
    """Return what to parse, once it is known that reading it fetches and expands nothing."""
    if syntax == RdfFormat.RDF_XML and b"<!doctype" in raw.lower():  # the parser takes both
        raise ValueError("RDF/XML with a DOCTYPE is not read; write its entities out")
    if syntax == RdfFormat.JSON_LD:
        return json.dumps(pinned(json.loads(raw))).encode()
    return raw


def pinned(value: object) -> object:
    """Put our own context in the place of its IRI; refuse any other that would be fetched."""
    if isinstance(value, list):
        return [pinned(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: context(v) if k == "@context" else pinned(v) for k, v in value.items()}


def context(value: object) -> object:
    """Return a context with ours in the place of its IRI; raise ValueError for a remote one.

    >>> context({"name": "https://e.org/name"})
    {'name': 'https://e.org/name'}
    """
    if isinstance(value, list):
        return [context(item) for item in value]
    if value == CONTEXT_IRI:
        shipped = resources.folder("ontology") / "context.jsonld"
        return json.loads(shipped.read_text(encoding="utf-8"))["@context"]
    if isinstance(value, str) or (isinstance(value, dict) and "@import" in value):
        raise ValueError(f"the context {value!r} would be fetched; write it into the file")
    return pinned(value)  # a term of it can have a context of its own
