"""Why a fact holds on a day: the smallest proofs, found backwards over what holds that day.

On one day facts have no time, so a proof is a tree of plain facts: rules inside, given facts at the
leaves. The smallest is found by Knuth's algorithm (`smallest`), others by search from there
(`alternatives`). `Known` is the index of a closure, made once; a `Prover` is a light view of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.reasoning.compiling.values import holds
from kg.reasoning.proving.alternatives import Search
from kg.reasoning.proving.known import Known
from kg.reasoning.proving.smallest import Smallest
from kg.reasoning.proving.steps import Steps
from kg.reasoning.rules import instance, relation_of
from kg.reasoning.spans import ALL, ALWAYS, Days, around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Triple

    from kg.reasoning.proving.alternatives import Choice
    from kg.reasoning.proving.smallest import Piece
    from kg.reasoning.rules import Rule

__all__ = ["Days", "Known", "Proof", "Prover", "grounds", "holds", "instance", "proof_days",
           "relation_of"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact, and what it follows from; a leaf, given as a fact, has neither rule nor premises."""

    fact: Triple
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()

    @property
    def size(self) -> int:
        """The number of rule applications."""
        return sum(proof.rule is not None for proof in self.walk())

    def walk(self) -> Iterator[Proof]:
        """Yield the proof and the proofs in it, each before its premises, from left to right."""
        todo = [self]
        while todo:
            proof = todo.pop()
            yield proof
            todo += reversed(proof.premises)

    def leaves(self) -> Iterator[Triple]:
        """Yield the given facts that it rests on, from left to right."""
        return (proof.fact for proof in self.walk() if proof.rule is None)


class Prover:
    """Finds proofs on one day, under rules; those of equality need not be among them.

    >>> from kg.reasoning.rules import PropertyAtom, Rule, Variable
    >>> from kg.vocabulary import AG
    >>> from pyoxigraph import NamedNode, Triple
    >>> x, y = Variable("x"), Variable("y")
    >>> rule = Rule("prp-inv1", PropertyAtom(AG.ledBy, y, x), (PropertyAtom(AG.leads, x, y),))
    >>> a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    >>> leads, led = Triple(a, AG.leads, b), Triple(b, AG.ledBy, a)
    >>> known = Known({leads: [(1, 5)], led: [(1, 5)]}, {leads: [(1, 5)]})
    >>> [proof.rule.name for proof in Prover([rule], known, 3).proofs(led)]
    ['prp-inv1']
    """

    def __init__(self, rules: Iterable[Rule], known: Known, day: int) -> None:
        self.known, self.day = known, day
        self.steps = Steps(rules, known, ((day, day),))
        self.smallest = Smallest(self.steps)

    def proofs(self, goal: Triple, limit: int = 1) -> list[Proof]:
        """Return up to `limit` proofs of the goal, the smallest first; none if it has none.

        Each further proof is the next smallest that rests on something else: of two with the same
        last rule, no leaves of the earlier are all among those of the later. None goes in a
        circle. The search for further proofs ends after `alternatives.WORK` states, found or not.
        """
        fact = self.known.facts.get(goal)
        piece = None if fact is None else self.smallest.on(fact, self.day)
        if piece is None:
            return []
        if limit == 1:
            return [self._proof(piece)]
        return [self._tree(choices) for choices in Search(self.smallest, self.day).of(piece, limit)]

    def _proof(self, top: Piece) -> Proof:
        """Write out a piece; the smaller first, since the greater rest on them."""
        todo, pieces = [top], {id(top): top}
        while todo:
            new = {id(p): p for p in todo.pop().premises if id(p) not in pieces}
            pieces |= new
            todo += new.values()
        made: dict[int, Proof] = {}
        for piece in sorted(pieces.values(), key=lambda p: p.size):
            rule = self.steps.rules[piece.rule] if piece.rule >= 0 else None
            premises = tuple(made[id(p)] for p in piece.premises)
            made[id(piece)] = Proof(self.known.triples[piece.fact], rule, premises)
        return made[id(top)]

    def _tree(self, choices: Sequence[Choice]) -> Proof:
        """Write out choices, made from the root to the leaves and from left to right."""
        done: list[Proof] = []
        for fact, step in reversed(choices):
            triple = self.known.triples[fact]
            if step is None:
                done.append(Proof(triple))
                continue
            premises = tuple(done.pop() for _ in step[1])
            done.append(Proof(triple, self.steps.rules[step[0]], premises))
        (proof,) = done
        return proof


def proof_days(proof: Proof, known: Known, day: int) -> Days:
    """Return the days around `day` on which all leaves hold at once, so that the proof holds.

    Raises `UsageError` for a leaf that is not given on the day.
    """
    first, last = ALWAYS
    for leaf in dict.fromkeys(proof.leaves()):
        span = around(known.when_given(leaf), day)
        if span is None:
            raise UsageError(f"{leaf} is not given on day {day}; ask of a day of the proof")
        first, last = max(first, span[0]), min(last, span[1])
    return first, last


def grounds(
    rules: Iterable[Rule], known: Known, goals: Iterable[Triple] | None = None
) -> Iterator[tuple[Triple, Days, frozenset[Triple], str]]:
    """Yield what each conclusion rests on: fact, interval, given facts, its last rule's name.

    One row for each maximal interval of each fact (all, or the goals) that is not given on the
    whole of it. The given facts are the leaves of the smallest proof on its first day, of the
    smallest on the day after that proof ends, and so on, so that they prove the fact on all its
    days. The rule is that of the first of these proofs that has one. Raises `UsageError` for a
    fact that holds on a day by no proof: facts that are no closure under the rules.
    """
    smallest = Smallest(Steps(rules, known, ALL))
    every = range(len(known.triples))
    facts = every if goals is None else sorted({known.facts[g] for g in goals if g in known.facts})
    smallest.reach(facts)
    for fact in facts:
        for first, last in known.days[fact]:
            leaves, day, rule = frozenset[int](), first, ""
            while day <= last:
                piece = smallest.on(fact, day)
                if piece is None:
                    told = known.triples[fact]
                    raise UsageError(f"{told} has no proof on day {day}; give its rules and facts")
                leaves |= piece.leaves
                rule = rule or (smallest.source.rules[piece.rule].name if piece.rule >= 0 else "")
                day = piece.days[1] + 1
            if rule:
                rests_on = frozenset(known.triples[leaf] for leaf in leaves)
                yield known.triples[fact], (first, last), rests_on, rule
