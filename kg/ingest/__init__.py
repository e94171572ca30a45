"""One module a format; each is given a `Request` and gives back a `Batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ingest import rdf, sheets, ucdp_actor
from kg.ingest.base import Batch, Importer, Request
from kg.ingest.load import Loaded, load

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Mapping[str, Importer] = {
    "sheets": sheets.read,
    "rdf": rdf.read,
    "ucdp-actor": ucdp_actor.read,
}

__all__ = ["FORMATS", "Batch", "Importer", "Loaded", "Request", "load"]
