"""What a release may hold: no graph whose licence forbids what the release's licence promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import NotOpen
from kg.vocabulary import DCTERMS
from kg.vocabulary.licences import is_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Quad


def require_open(quads: Iterable[Quad], licence: NamedNode) -> None:
    """Raise `NotOpen` where the licence is open and that of one of the graphs is not."""
    if not is_open(licence):
        return
    closed = sorted(
        (str(quad.subject)[1:-1], str(quad.object)[1:-1])
        for quad in set(quads)
        if quad.predicate == DCTERMS.license
        and quad.subject == quad.graph_name
        and not is_open(quad.object)  # type: ignore[arg-type]  # the shapes: a licence is an IRI
    )
    if closed:
        raise NotOpen(licence.value, closed)
