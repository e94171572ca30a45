"""What is asserted, made ready for reasoning: facts, each on the days of the claims that state it.

A claim gives a direct fact where it states a relationship outright (``queries/views/stated.rq``).
It holds on the days of the claim: in the certain mode on those on which it surely held, in the
possible mode on those on which it may have held. That the claim is about its relationship,
``ag:about``, holds on the same days, so that rules which read claims join them as time allows. The
kinds of entities, and whatever else rules read, hold on all days.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import resources
from kg.model.bounds import Bounds
from kg.reasoning.days import span
from kg.reasoning.spans import ALWAYS, merged
from kg.store.base import Solutions
from kg.store.lexical import with_prefixes
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import AG, RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.model.schema import Schema
    from kg.reasoning.facts import Mode
    from kg.reasoning.rules import Rule
    from kg.reasoning.spans import Days

# Looking a term up in a namespace takes longer than comparing it; these are asked of every triple.
_ABOUT, _TYPE = AG.about, RDF.type
_BOUNDS = (AG.earliestStart, AG.latestStart, AG.earliestEnd, AG.latestEnd)


@dataclass(frozen=True, slots=True)
class Given:
    """Facts to reason from, in one mode, each with the fewest spans that cover its days.

    `claims` are those that a fact rests on, each with its days; a fact that holds on all days by
    the kind of a thing alone rests on none. `direct` are the facts that claims state outright.
    """

    spans: Mapping[Triple, tuple[Days, ...]]
    claims: Mapping[Triple, tuple[tuple[NamedNode, Days], ...]]
    direct: frozenset[Triple]


@dataclass(frozen=True, slots=True)
class Asserted:
    """What is asserted: facts of all days, facts of claims (claim, fact), the claims' bounds."""

    always: frozenset[Triple]
    claimed: tuple[tuple[NamedNode, Triple], ...]
    direct: frozenset[Triple]
    bounds: Mapping[NamedNode, Bounds]

    @classmethod
    def read(cls, quads: Iterable[Quad], schema: Schema, rules: Sequence[Rule] = ()) -> Asserted:
        """Sort what quads assert; `rules` are those whose premises may be asserted too."""
        found = {quad.triple for quad in quads}.difference(schema.triples)
        stated = _stated(found, schema)
        premises = {atom.relation for rule in rules for atom in rule.body}
        about = [(t.subject, t) for t in found if t.predicate == _ABOUT]
        always = {
            t
            for t in found
            if t.predicate != _ABOUT and (_is_kind(t, schema) or _relation(t) in premises)
        }
        return cls(
            frozenset(always),
            (*stated, *((claim, t) for claim, t in about if isinstance(claim, NamedNode))),
            frozenset(fact for _, fact in stated),
            bounds(found),
        )

    def given(self, mode: Mode) -> Given:
        """Return the facts to reason from in a mode."""
        claims: dict[Triple, list[tuple[NamedNode, Days]]] = defaultdict(list)
        for claim, fact in self.claimed:
            if found := days(self.bounds.get(claim), mode):
                claims[fact].append((claim, found))
        spans = {fact: merged(days_ for _, days_ in found) for fact, found in claims.items()}
        spans |= dict.fromkeys(self.always, (ALWAYS,))
        ordered = {f: tuple(sorted(c, key=lambda one: one[0].value)) for f, c in claims.items()}
        return Given(spans, ordered, self.direct & spans.keys())


def days(known: Bounds | None, mode: Mode) -> Days | None:
    """Return the days of a claim with these bounds in a mode; None where there is none.

    >>> days(None, "possible"), days(None, "certain")
    ((-10000000, 10000000), None)
    """
    four = known or Bounds()
    if mode == "possible":
        return span(*four.possible())
    certain = four.certain()
    return span(*certain) if certain else None


def _stated(triples: Collection[Triple], schema: Schema) -> list[tuple[NamedNode, Triple]]:
    """Return the direct facts, each with the claim that states it."""
    store = OxigraphStore()
    store.quads.bulk_extend(Quad(*triple) for triple in (*triples, *schema.triples))
    view = (resources.folder("queries") / "views" / "stated.rq").read_text(encoding="utf-8")
    answer = store.query(with_prefixes(view))
    assert isinstance(answer, Solutions)
    return sorted(
        {(claim, Triple(*fact)) for claim, *fact in answer.rows},  # type: ignore[arg-type,misc]
        key=str,
    )


def _is_kind(triple: Triple, schema: Schema) -> bool:
    return triple.predicate == _TYPE and triple.object in schema.entities


def _relation(triple: Triple) -> tuple[str, object]:
    if triple.predicate == _TYPE:
        return ("class", triple.object)
    return ("property", triple.predicate)


def bounds(triples: Iterable[Triple]) -> dict[NamedNode, Bounds]:
    """Read the four dates of each claim; that each is one date, the shapes have made sure."""
    found: dict[NamedNode, dict[NamedNode, date]] = defaultdict(dict)
    for subject, predicate, value in triples:
        if predicate in _BOUNDS and isinstance(subject, NamedNode) and isinstance(value, Literal):
            found[subject][predicate] = date.fromisoformat(value.value)
    return {claim: Bounds(*map(dates.get, _BOUNDS)) for claim, dates in found.items()}


def kept(
    quads: Iterable[Quad],
    *,
    without: Collection[NamedNode] = (),
    min_credibility: int | None = None,
) -> list[Quad]:
    """Return the quads but for the claims of some sources, and those of too little credibility.

    Credibility is the Admiralty scale's: 1 is confirmed, 6 cannot be judged. A claim is kept where
    its grade is `min_credibility` or a smaller number.
    """
    everything = list(quads)
    grades = {AG[f"Credibility{n}"] for n in range((min_credibility or 6) + 1, 7)}
    dropped = {
        q.subject
        for q in everything
        if (q.predicate == AG.statedIn and q.object in without)
        or (q.predicate == AG.informationCredibility and q.object in grades)
    }
    return [quad for quad in everything if quad.subject not in dropped]
