"""One module a format; each is given a `Request` and yields a `Batch` after the other."""

from __future__ import annotations

from kg.ingest.base import Batch, Format, Importer, LeftOut, Request
from kg.ingest.load import Loaded, load
from kg.ingest.registry import format_of, formats, read

__all__ = [
    "Batch", "Format", "Importer", "LeftOut", "Loaded", "Request", "format_of", "formats", "load",
    "read",
]  # fmt: skip
