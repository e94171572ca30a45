"""Proposals: pairs of entities of two sources that may be the same, for a person to decide on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.matching import parties as reading
from kg.matching.candidates import candidates
from kg.matching.names import Form, forms
from kg.matching.score import BETTER, NETWORK, Compared, Part
from kg.matching.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from kg.matching.parties import Name, Party, Read
    from kg.model.schema import Schema

THRESHOLD = 0.65  # by tests/matching/test_lists.py: below it, more is read in vain than is found
_DECIDED = 2.0  # more than any evidence has
_CLEARLY = 0.08  # by so much another fits better, or it does not


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two parties that may be one, and the evidence; nothing holds before a person decides."""

    one: Party
    other: Party
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The points of all evidence together, no less than 0 and no more than 1."""
        return round(min(1.0, max(0.0, _total(self))), 2)

    @property
    def evidence(self) -> str:
        """All evidence in words."""
        return "; ".join(map(str, self.parts))

    @property
    def key(self) -> tuple[NamedNode, NamedNode]:
        """The two parties' IRIs, in order."""
        return self.one.iri, self.other.iri


def propose(
    quads: Iterable[Quad],
    schema: Schema,
    *,
    threshold: float = THRESHOLD,
    sources: tuple[NamedNode, NamedNode] | None = None,
) -> list[Proposal]:
    """Return the pairs of parties that score no less than the threshold, the best first.

    Only parties of different sources are compared; with `sources`, those of the one with those of
    the other, and with one source twice those within it. Pairs that the quads decide on already,
    as the same or as not the same, are left out.
    """
    read = reading.read(quads, schema)
    wanted = {*sources} if sources else set()

    def allowed(one: Party, other: Party) -> bool:
        if frozenset((one.iri, other.iri)) in read.decided:
            return False
        if not sources:
            return not one.sources & other.sources
        is_between = any(
            a in one.sources and b in other.sources for a, b in (sources, sources[::-1])
        )
        return is_between and (sources[0] == sources[1] or not one.sources & other.sources)

    everyone = [p for p in read.parties if not sources or p.sources & wanted]
    found = _compared(everyone, allowed)
    found = _neighbours(_rivals(found, read), read.same, threshold)
    kept = [proposal for proposal in found if proposal.score >= threshold]
    return sorted(kept, key=lambda p: (-p.score, p.one.iri.value, p.other.iri.value))


def _compared(everyone: Sequence[Party], allowed: Callable[[Party, Party], bool]) -> list[Proposal]:
    """Return all pairs of which a name or an abbreviation agrees, with their evidence."""
    named = [_forms(party) for party in everyone]
    spelt = [list(names) for names in named]
    weights = Weights(spelt)
    bearers: Counter[tuple[object, frozenset[str]]] = Counter(
        (source, sound)
        for party, names in zip(everyone, spelt, strict=True)
        for source in party.sources
        for sound in {form.sound for form in names}
    )
    found = []
    pairs = candidates(everyone, spelt, weights, allowed)
    for (a, b), met in sorted(pairs.items()):
        likenesses = [weights.likeness(spelt[a][x], spelt[b][y]) for x, y in sorted(met)]
        names = {(0, f): n for f, n in named[a].items()} | {(1, f): n for f, n in named[b].items()}
        compared = Compared(everyone[a], everyone[b], likenesses, names, bearers)
        parts = tuple(compared.parts())
        if any(part.about in ("name", "acronym") for part in parts):
            found.append(Proposal(everyone[a], everyone[b], parts))
    return found


def _forms(party: Party) -> dict[Form, Name]:
    """Return the party's names as they are compared, each spelling once."""
    found: dict[Form, Name] = {}
    seen: set[tuple[str, ...]] = set()
    for name in party.names:
        for form in forms(name.text):
            if form.words not in seen:
                seen.add(form.words)
                found[form] = name
    return found


def _rivals(found: Sequence[Proposal], read: Read) -> list[Proposal]:
    """Take points from a pair of which one side fits another party of that source better.

    What a person has decided to be the same fits best.
    """
    best: dict[tuple[NamedNode, NamedNode], tuple[float, Party]] = {}
    known = {party.iri: party for party in read.parties}
    sides = [side for p in found for side in ((p, p.one, p.other), (p, p.other, p.one))]
    fits = [(_total(p), here, there) for p, here, there in sides]
    for pair in sorted(sorted(iri.value for iri in pair) for pair in read.same):
        ends = [known[iri] for iri in map(NamedNode, pair) if iri in known]
        if len(ends) == len(pair):
            fits += [(_DECIDED, ends[0], ends[-1]), (_DECIDED, ends[-1], ends[0])]
    for total, here, there in fits:
        for source in there.sources:
            if (here.iri, source) not in best or best[here.iri, source][0] < total:
                best[here.iri, source] = total, there
    better: dict[tuple[NamedNode, NamedNode], set[tuple[str, str]]] = defaultdict(set)
    for proposal, here, there in sides:
        for source in there.sources:
            total, rival = best[here.iri, source]
            if total >= _total(proposal) + _CLEARLY:
                better[proposal.key].add((here.label, rival.label))
    return [_with_rivals(proposal, better.get(proposal.key, set())) for proposal in found]


def _with_rivals(proposal: Proposal, better: set[tuple[str, str]]) -> Proposal:
    if not better:
        return proposal
    why = " and ".join(f"“{a}” is more like “{b}”" for a, b in sorted(better))
    return _with(proposal, Part("rival", BETTER, why))


def _total(proposal: Proposal) -> float:
    return sum(part.points for part in proposal.parts)


def _neighbours(
    found: Sequence[Proposal], same: Iterable[frozenset[NamedNode]], threshold: float
) -> list[Proposal]:
    """Give points to a pair whose neighbours are paired well, or were decided to be the same."""
    paired: Mapping[NamedNode, set[NamedNode]] = defaultdict(set)
    labels = {party.iri: party.label for p in found for party in (p.one, p.other)}
    for one, other in (*(p.key for p in found if p.score >= threshold), *map(tuple, same)):
        paired[one].add(other)
        paired[other].add(one)
    judged = []
    for proposal in found:
        shared = sorted(
            (labels.get(tie, tie.value), labels.get(match, match.value))
            for tie in proposal.one.ties
            for match in paired[tie] & proposal.other.ties
        )
        if shared and proposal.other.iri not in proposal.one.ties:
            why = f"one is tied to “{shared[0][0]}”, the other to “{shared[0][1]}”"
            judged.append(_with(proposal, Part("network", NETWORK, why)))
        else:
            judged.append(proposal)
    return judged


def _with(proposal: Proposal, part: Part) -> Proposal:
    return replace(proposal, parts=(*proposal.parts, part))
