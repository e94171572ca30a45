"""Which formats there are: those that are shipped, and those that other packages bring.

A package joins by an entry point of the group ``kg.formats``, whose name is that of the format and
which leads to a `Format`. A module is imported only when its format is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.ingest.base import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Batch, Request

GROUP = "kg.formats"
SHIPPED = {
    "sheets": "kg.ingest.sheets",
    "rdf": "kg.ingest.rdf",
    "ucdp-ged": "kg.ingest.ucdp.ged",
    "ucdp-actor": "kg.ingest.ucdp.actor",
    "un-sc": "kg.ingest.sanctions.un_sc",
    "ofac": "kg.ingest.sanctions.ofac",
    "sfm": "kg.ingest.sfm.reader",
    "ftm": "kg.ingest.ftm.reader",
    "sparql": "kg.ingest.sparql.reader",
    "acled": "kg.ingest.acled.reader",
    "geonames": "kg.ingest.gazetteers.geonames",
    "iso-3166-2": "kg.ingest.gazetteers.iso_3166_2",
    "areas": "kg.ingest.gazetteers.areas",
}


@cache
def formats() -> dict[str, str]:
    """Return where each format is found, by its name: a module with a `FORMAT`, or module:name.

    Raises UsageError where two packages bring a format of one name.

    >>> formats()["sheets"]
    'kg.ingest.sheets:FORMAT'
    """
    found = {name: f"{module}:FORMAT" for name, module in SHIPPED.items()}
    for point in entry_points(group=GROUP):
        if found.setdefault(point.name, point.value) != point.value:
            raise UsageError(
                f"two packages bring a format {point.name!r}, {found[point.name]} and "
                f"{point.value}; uninstall one of them"
            )
    return found


def read(name: str, request: Request) -> Iterator[Batch]:
    """Read a source in a format, batch by batch, each whole in itself."""
    for batch in format_of(name).read(request):
        yield batch.settle()


def format_of(name: str) -> Format:
    """Return the format of that name; UsageError if there is none.

    >>> format_of("sheets").takes
    'folder'
    """
    if name not in formats():
        raise UsageError(f"no format is called {name!r}; use {', '.join(formats())}")
    module, _, attribute = formats()[name].partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Format), f"{module}:{attribute} is no kg.ingest.base.Format"
    return found
