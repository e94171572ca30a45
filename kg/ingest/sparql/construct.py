"""A CONSTRUCT query over an endpoint, asked page by page.

What its WHERE finds is fetched as rows, in pages that can be told from a part of them; the
template is filled in here. So the triples are those of the query, though the endpoint never
makes a graph of them, which could be cut off between two triples and still look whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import InvalidRows, Problem
from kg.ingest.construct import read_construct, taken_apart, written
from kg.model.blank import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.ingest.sparql.pages import Pages, Rows
    from kg.store.base import Term


@dataclass(frozen=True, slots=True)
class Construct:
    """A CONSTRUCT query taken apart: prologue, template, pattern."""

    prologue: str
    template: str
    pattern: str
    variables: tuple[str, ...]

    def filled(self, rows: Rows, genid: str) -> list[Quad]:
        """Fill the template in for each row; blank nodes become IRIs below `genid`."""
        names: dict[BlankNode, NamedNode] = {}

        def text(term: Term | None) -> str:
            if isinstance(term, BlankNode):
                return str(names.setdefault(term, NamedNode(f"{genid}data-{len(names) + 1}")))
            return "UNDEF" if term is None else str(term)

        values = "\n".join(f"({' '.join(map(text, row))})" for row in rows)
        head = " ".join(f"?{name}" for name in self.variables)
        sparql = f"{self.prologue}CONSTRUCT {{ {self.template} }}\nWHERE {{ VALUES ({head}) {{ "
        found = ox.Store().query(f"{sparql}{values} }} }}")
        assert isinstance(found, ox.QueryTriples)
        return list(
            numbered(
                (Quad(*triple) for triple in found), lambda number: NamedNode(f"{genid}{number}")
            )
        )


def read(path: Path, name: str) -> Construct:
    """Take the CONSTRUCT query of a file apart; raise `InvalidRows` if it cannot be paged."""
    parts = taken_apart(read_construct(path, name))
    if parts.rest:
        word = parts.rest[0].text
        message = f"{word} stands behind WHERE {{ … }}, where the pages are asked for"
        raise _wrong(name, message, "leave it out, or put it into a sub-select inside WHERE")
    texts = [token.text for token in parts.template]
    variables = dict.fromkeys(text[1:] for text in texts if text[0] in "?$" and len(text) > 1)
    if not variables:
        raise _wrong(name, "has no variable in its template", "use those of WHERE")
    prologue = f"{parts.prologue}\n" if parts.prologue else ""
    return Construct(prologue, written(parts.template), parts.pattern, tuple(variables))


def _wrong(name: str, message: str, remedy: str) -> InvalidRows:
    return InvalidRows([Problem(name, None, None, None, message, remedy)])


def constructed(query: Construct, pages: Pages, genid: str) -> Iterator[tuple[int, list[Quad]]]:
    """Yield, page by page, how many rows were found and what the template makes of them."""
    found = pages.rows(query.prologue, query.variables, query.pattern)
    for number, rows in enumerate(found, 1):
        yield len(rows), query.filled(rows, f"{genid}{number}-")
