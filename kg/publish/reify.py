"""Timed facts in the words of RDF 1.2: a reifier of a triple term, in place of its three parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Triple

from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SYNTAXES = ("ttl", "trig", "nt", "nq")
"""The syntaxes that can hold a triple inside a triple."""
_PARTS = (RDF.subject, RDF.predicate, RDF.object)


def reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads with ``rdf:reifies`` in place of a whole ``rdf:subject``, ``…``, ``…``.

    RDF 1.2 Concepts, section 1.5: a reifier is a resource that stands for a proposition.

    >>> from kg.vocabulary import AG
    >>> from pyoxigraph import NamedNode
    >>> a = NamedNode("https://example.org/a")
    >>> parts = [Quad(a, part, AG.within, a) for part in (RDF.subject, RDF.predicate, RDF.object)]
    >>> [quad.predicate == RDF.reifies for quad in reified(parts)]
    [True]
    """
    everything = list(quads)
    found: dict[tuple[object, object], dict[object, Quad]] = defaultdict(dict)
    for quad in everything:
        if quad.predicate in _PARTS:
            found[quad.subject, quad.graph_name][quad.predicate] = quad
    whole = {key: parts for key, parts in found.items() if len(parts) == len(_PARTS)}
    for quad in everything:
        parts = whole.get((quad.subject, quad.graph_name))
        if parts is None or quad.predicate not in _PARTS:
            yield quad
        elif quad.predicate == RDF.subject:
            term = Triple(*(parts[part].object for part in _PARTS))  # type: ignore[arg-type]
            yield Quad(quad.subject, RDF.reifies, term, quad.graph_name)
