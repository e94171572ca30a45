"""A part of a release's data as a store of its own: on a day, in a mode, by some sources.

It is made of any store that holds a release with its graphs, so that an embedded store, an rdflib
dataset and a server give the same answers. What is not embedded is read over whole, once, in one
answer that says nothing of blank nodes twice; a server is asked first how much there is.

Where sources are left out, direct facts and conclusions are drawn anew from what is left, so none
stays that rests on a claim that is gone. Entities keep their names and kinds, whoever gives them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InvalidParameter, KgError, UsageError
from kg.model import schema as schemas
from kg.publish.datasets import DATASETS, datasets
from kg.reasoning.claims.asserted import bounds, days
from kg.reasoning.claims.infer import Theory, infer
from kg.reasoning.facts import MODE_NODES, MODES, read
from kg.reasoning.spans import around
from kg.store.base import Solutions, Stream
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import AG, DCTERMS, PREFIXES, RDF, VOID
from kg.vocabulary.minting import DRAWN, Mint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model.bounds import Bounds
    from kg.query.view import View
    from kg.reasoning.facts import Mode
    from kg.store.base import Store

    Progress = Callable[[str], None]

MOST_QUADS = 5_000_000
"""How many quads of a store that is not embedded are read over to make a part of them."""
_STEP = 100_000  # quads between two words of progress
_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
_ALL = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
_ONTOLOGY = PREFIXES["ag"].rstrip("#")

Parts = dict[str, list[Quad]]


@dataclass(frozen=True)
class Views:
    """Makes parts; `rules` are the files of rules that conclusions are drawn by.

    `most` bounds what is read over from a store that is not embedded, in quads.
    """

    rules: Sequence[Path]
    most: int = MOST_QUADS
    _read: dict[int, tuple[Store, Parts]] = field(default_factory=dict, repr=False)

    def __call__(self, store: Store, view: View, base: str, progress: Progress) -> OxigraphStore:
        """Return what is left of a store; see `kg.query.session.Session.view`."""
        parts = dict(self._parts(store, base, progress))
        if view.sources:
            parts |= self._by(view.sources, parts, base, progress)
        if view.mode:
            progress(f"leaving out what does not hold: {view.told()}")
            day = view.as_of.toordinal() if view.as_of else None
            parts["asserted"] = list(_claimed(parts["asserted"], _of_time(view.mode, day)))
            for name in DRAWN:
                parts[name] = list(_held(parts[name], view.mode, day))
        return OxigraphStore(quad for name in DATASETS for quad in parts[name])

    def _parts(self, store: Store, base: str, progress: Progress) -> Parts:
        """Return the quads of a store by their dataset; those that came from afar are kept."""
        if id(store) in self._read:
            return self._read[id(store)][1]
        is_near = isinstance(store, OxigraphStore)
        parts = _parted(_quads(store, None if is_near else self.most, progress), base)
        if not is_near:
            self._read[id(store)] = (store, parts)
        return parts

    def _by(
        self, sources: Sequence[NamedNode], parts: Parts, base: str, progress: Progress
    ) -> Parts:
        """Return what some sources assert, and what is stated and follows by that alone."""
        asserted = _of_sources(parts["asserted"], sources, base)
        terms = (q.triple for q in parts["ontology"] if _name(q) == _ONTOLOGY)
        schema = schemas.from_triples(terms)
        inference = infer(asserted, Theory.read(schema, self.rules), progress)
        licence = _licence(parts["stated"])
        progress("naming the claims that each conclusion rests on")
        drawn = datasets(asserted, schema, inference, Mint(base), licence)
        return {"asserted": asserted, **{name: drawn[name] for name in DRAWN}}


def _quads(store: Store, most: int | None, progress: Progress) -> Iterator[Quad]:
    """Yield all quads in named graphs; raise `UsageError` if there are more than `most`."""
    count = _count(store)
    if most is not None:
        if count > most:
            raise UsageError(
                f"the store has {count} quads, and at most {most} are read over to make a part of "
                "them; build or open the release here, or raise the limit (Views(rules, most=…))"
            )
        progress(f"reading {count} quads over")
    answer = store.stream(_ALL)
    assert isinstance(answer, Stream)
    given = 0
    with answer:
        for given, row in enumerate(answer.rows, 1):
            yield Quad(*row)  # type: ignore[arg-type]
            if given % _STEP == 0:
                progress(f"{given} of {count} quads")
    if given != count:
        raise KgError(
            f"the store says that it has {count} quads and gave {given}; it may cut long answers: "
            "ask one that gives them whole"
        )


def _count(store: Store) -> int:
    found = store.query(_COUNT)
    assert isinstance(found, Solutions)
    number = found.rows[0][0]
    assert isinstance(number, Literal)
    return int(number.value)


def _parted(quads: Iterable[Quad], base: str) -> Parts:
    parts: Parts = {name: [] for name in DATASETS}
    of = {Mint(base).graph(name, part).value: name for name in DRAWN for part in (*MODES, "facts")}
    of |= dict.fromkeys((_ONTOLOGY, f"{_ONTOLOGY}/alignments"), "ontology")
    for quad in quads:
        parts[of.get(_name(quad), "asserted")].append(quad)
    if lacking := [name for name in ("stated", "inferred", "ontology") if not parts[name]]:
        raise UsageError(
            f"nothing {' or '.join(lacking)} is in the graphs below {base}graph/: to leave data "
            "out takes a whole release in its named graphs, and its base IRI"
        )
    return parts


def _name(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _licence(quads: Iterable[Quad]) -> NamedNode:
    """Return the licence of what is drawn from claims."""
    return next(
        q.object
        for q in quads
        if q.predicate == DCTERMS.license and isinstance(q.object, NamedNode)
    )


def _of_sources(quads: list[Quad], chosen: Sequence[NamedNode], base: str) -> list[Quad]:
    """Leave out other sources: claims, what only these are about, places in them, the sources.

    A source whose events bound the days of a claim that is kept is still described: the claim
    rests on it.
    """
    stated_in: Mapping[object, object] = {
        q.subject: q.object for q in quads if q.predicate == AG.statedIn
    }
    there = {source for source in stated_in.values() if isinstance(source, NamedNode)}
    if unknown := [source for source in chosen if source not in there]:
        known = ", ".join(sorted(s.value.removeprefix(f"{base}source/") for s in there))
        raise InvalidParameter(
            f"parameter source: no claim is stated in {unknown[0].value}; there are: {known}"
        )
    found = list(_claimed(quads, lambda claim, _: stated_in.get(claim) in chosen))
    about = {q.subject: q.object for q in found if q.predicate in (DCTERMS.source, AG.inSource)}
    graphs = {q.subject for q in found if (q.predicate, q.object) == (RDF.type, VOID.Dataset)}
    bounding = {q.object for q in found if q.predicate == AG.boundedBy}
    named = there | {about[graph] for graph in graphs & about.keys()}
    others = named.difference(chosen)
    places = {q.subject for q in found if q.predicate == AG.inSource}
    gone = (others - bounding) | {n for n in (graphs | places) & about.keys() if about[n] in others}
    return [quad for quad in found if quad.subject not in gone]


def _of_time(mode: Mode, day: int | None) -> Callable[[object, Bounds | None], bool]:
    """Return what tells whether a claim holds on a day, or on any, in a mode."""

    def holds(_: object, four: Bounds | None) -> bool:
        span = days(four, mode)
        return span is not None and (day is None or around([span], day) is not None)

    return holds


def _claimed(
    quads: Collection[Quad], stays: Callable[[object, Bounds | None], bool]
) -> Iterator[Quad]:
    """Leave out claims that do not stay, and relationships that no claim is left about."""
    about: Mapping[object, object] = {q.subject: q.object for q in quads if q.predicate == AG.about}
    known = bounds(quad.triple for quad in quads)
    held = {
        claim for claim in about if isinstance(claim, NamedNode) and stays(claim, known.get(claim))
    }
    gone = about.keys() - held
    gone_with = set(about.values()) - {about[claim] for claim in held}
    return (q for q in quads if q.subject not in gone and q.subject not in gone_with)


def _held(quads: Sequence[Quad], mode: Mode, day: int | None) -> Iterator[Quad]:
    """Leave out what does not hold; a plain triple without a timed fact holds on all days.

    Without a day, the timed facts of the mode stay; with one they go, since all that is left holds.
    """
    facts = [fact for fact in read(quad.triple for quad in quads) if fact.mode == mode]
    now = {fact.fact for fact in facts if day is None or around([fact.days], day)}
    timed = {fact.fact for fact in facts}
    of_mode = {q.subject for q in quads if q.predicate == AG.mode and q.object == MODE_NODES[mode]}
    for quad in quads:
        part = _name(quad).rpartition("/")[2]
        if part == "facts":
            stays = day is None and (quad.subject in of_mode or quad.subject == quad.graph_name)
        else:
            stays = part == mode and (quad.triple in now or quad.triple not in timed)
        if stays:
            yield quad
