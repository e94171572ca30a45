"""What would fall if some claims were wrong, and what would stay on other evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.reasoning.spans import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Triple

    from kg.reasoning.claims.infer import Reading
    from kg.reasoning.spans import Spans

Outcome: TypeAlias = Literal["falls", "shortened", "stays"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a conclusion without some claims.

    It falls, or holds on fewer days, or stays on all its days though its smallest proofs used them.
    `before` and `after` are the claims that its smallest proofs rest on, with all claims and
    without some.
    """

    outcome: Outcome
    fact: Triple
    lost: Spans
    left: Spans
    before: tuple[NamedNode, ...]
    after: tuple[NamedNode, ...]


def changes(full: Reading, less: Reading) -> Iterator[Change]:
    """Yield what changes between the conclusions from all claims and those from fewer.

    A conclusion that used none of the claims that are gone is not told of; nor is that a thing is
    of a kind on all days, which rests on no claim.
    """
    gone = _claims(full) - _claims(less)
    before, after = _rests_on(full), _rests_on(less)
    for fact, claims in before.items():
        had, left = full.closed.facts[fact], less.closed.facts.get(fact, ())
        lost = without(had, left)
        if not lost and not claims & gone:
            continue
        outcome: Outcome = "falls" if not left else "shortened" if lost else "stays"
        now = after.get(fact, set()) or {c for c, _ in less.given.claims.get(fact, ())}
        yield Change(outcome, fact, lost, left, _ordered(claims), _ordered(now))


def _claims(reading: Reading) -> set[NamedNode]:
    return {claim for found in reading.given.claims.values() for claim, _ in found}


def _rests_on(reading: Reading) -> dict[Triple, set[NamedNode]]:
    found: dict[Triple, set[NamedNode]] = {}
    for fact in reading.derived_facts():
        found.setdefault(fact.fact, set()).update(fact.sources)
    return found


def _ordered(claims: set[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(sorted(claims, key=str))
