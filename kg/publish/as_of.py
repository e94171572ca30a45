"""A release as it was on a day: what held then, so that queries need not speak of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.reasoning.claims.asserted import bounds, days
from kg.reasoning.facts import MODES, read
from kg.reasoning.spans import around
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kg.publish.release import Release
    from kg.reasoning.facts import Mode


def store(release: Release, day: date, mode: Mode) -> OxigraphStore:
    """Return the quads of a release that hold on a day, in a mode.

    Left out are claims that do not hold then, in that mode, and relationships that no claim is left
    about; plain triples that do not hold then; and the nodes of timed facts, as all that is left
    holds. A plain triple without such a node holds on all days.
    """
    found = OxigraphStore(_claimed(release.quads("asserted"), day.toordinal(), mode))
    for dataset in ("stated", "inferred"):
        found.add(_held(list(release.quads(dataset)), day.toordinal(), mode))
    found.add(release.quads("ontology"))
    return found


def _claimed(quads: Iterable[Quad], day: int, mode: Mode) -> Iterator[Quad]:
    everything = list(quads)
    about: dict[object, object] = {
        q.subject: q.object for q in everything if q.predicate == AG.about
    }
    known = bounds(quad.triple for quad in everything)
    held = {
        claim
        for claim in about
        if isinstance(claim, NamedNode)
        and (span := days(known.get(claim), mode))
        and around([span], day)
    }
    gone = about.keys() - held
    gone_with = set(about.values()) - {about[claim] for claim in held}
    return (q for q in everything if q.subject not in gone and q.subject not in gone_with)


def _held(quads: list[Quad], day: int, mode: Mode) -> Iterator[Quad]:
    facts = [fact for fact in read(quad.triple for quad in quads) if fact.mode == mode]
    timed = {fact.fact for fact in facts}
    now = {fact.fact for fact in facts if around([fact.days], day)}
    other = tuple(f"/{part}" for part in ("facts", *(m for m in MODES if m != mode)))
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph.value.endswith(other):
            continue
        if quad.triple in now or quad.triple not in timed:
            yield quad
