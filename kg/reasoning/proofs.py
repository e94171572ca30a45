"""Why a fact holds on a day: the smallest proof, found backwards over what holds that day.

On one day facts have no time, so a proof is a tree of plain facts: rules inside, given facts at the
leaves. Which rule instances lead to a fact is found by matching rule bodies against the closure;
the smallest proof among them by Knuth's generalisation of Dijkstra's algorithm (1977).
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.reasoning.rules import ClassAtom, PropertyAtom, Rule, Variable
from kg.reasoning.values import holds
from kg.vocabulary import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.reasoning.rules import Atom, Constant, Relation, Term

Binding = dict[Variable, "Constant"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact, and what it follows from; a leaf, given as a fact, has neither rule nor premises."""

    fact: Triple
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()

    @property
    def size(self) -> int:
        """The number of rule applications."""
        return (1 if self.rule else 0) + sum(premise.size for premise in self.premises)

    def leaves(self) -> Iterator[Triple]:
        """Yield the given facts that it rests on, from left to right."""
        if self.rule is None:
            yield self.fact
        for premise in self.premises:
            yield from premise.leaves()


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with its variables bound: from these premises, this conclusion."""

    rule: Rule
    conclusion: Triple
    premises: tuple[Triple, ...]


class Slice:
    """The facts that hold on one day, given and derived, ready to be matched."""

    def __init__(self, facts: Iterable[Triple], given: Iterable[Triple]) -> None:
        self.given = frozenset(given)
        self.rows: dict[Relation, set[tuple[Constant, ...]]] = defaultdict(set)
        self.by: dict[tuple[Relation, int, Constant], list[tuple[Constant, ...]]] = defaultdict(
            list
        )
        for fact in facts:
            relation, row = relation_of(fact)
            if row not in self.rows[relation]:
                self.rows[relation].add(row)
                for place, term in enumerate(row):
                    self.by[relation, place, term].append(row)

    def matches(self, atom: Atom, binding: Binding) -> Iterator[Binding]:
        """Yield the ways in which an atom's variables can be bound further."""
        terms = [binding.get(t, t) if isinstance(t, Variable) else t for t in atom.terms]
        rows: Iterable[tuple[Constant, ...]] = self.rows.get(atom.relation, ())
        for place, term in enumerate(terms):
            if not isinstance(term, Variable):
                found = self.by.get((atom.relation, place, term), [])
                rows = found if not isinstance(rows, list) or len(found) < len(rows) else rows
        for row in rows:
            more = _unified(terms, row, binding)
            if more is not None:
                yield more


def relation_of(fact: Triple) -> tuple[Relation, tuple[Constant, ...]]:
    """Return the relation that a fact belongs to, and its terms."""
    subject, predicate, obj = fact
    assert not isinstance(subject, Triple)
    assert not isinstance(obj, Triple)
    if predicate == RDF.type and isinstance(obj, NamedNode):
        return ("class", obj), (subject,)
    return ("property", predicate), (subject, obj)


def _unified(terms: Sequence[Term], row: Sequence[Constant], binding: Binding) -> Binding | None:
    more = dict(binding)
    for term, value in zip(terms, row, strict=True):
        if not isinstance(term, Variable):
            if term != value:
                return None
        elif more.setdefault(term, value) != value:
            return None
    return more


class Prover:
    """Finds proofs in one slice, under rules."""

    def __init__(self, rules: Iterable[Rule], slice_: Slice) -> None:
        self.slice = slice_
        self.steps: dict[Triple, list[Instance]] = {}
        self.best: dict[Triple, Proof] = {}
        self.by_head: dict[Relation, list[Rule]] = defaultdict(list)
        for rule in rules:
            if rule.head is not None:
                self.by_head[rule.head.relation].append(rule)

    def instances(self, fact: Triple) -> Iterator[Instance]:
        """Yield every way in which a rule leads to the fact in one step."""
        relation, row = relation_of(fact)
        for rule in self.by_head.get(relation, []):
            assert rule.head is not None
            start = _unified(rule.head.terms, row, {})
            if start is not None:
                for binding in self._bodies(rule, start):
                    premises = tuple(instance(atom, binding) for atom in rule.body)
                    if fact not in premises:
                        yield Instance(rule, fact, premises)
        yield from self._replacements(fact)

    def _bodies(self, rule: Rule, start: Binding) -> Iterator[Binding]:
        """Yield the bindings under which the rule's whole body holds, most bound atom first."""
        todo: list[tuple[Binding, tuple[Atom, ...]]] = [(start, rule.body)]
        while todo:
            binding, rest = todo.pop()
            if not rest:
                if all(holds(c, binding) for c in rule.filters):
                    yield binding
                continue
            bound = [
                sum(not isinstance(t, Variable) or t in binding for t in a.terms) for a in rest
            ]
            first = bound.index(max(bound))
            others = (*rest[:first], *rest[first + 1 :])
            todo += [(more, others) for more in self.slice.matches(rest[first], binding)]

    def _replacements(self, fact: Triple) -> Iterator[Instance]:
        """Yield the steps by equality: the same said of another name (eq-rep-s, eq-rep-o)."""
        subject, predicate, obj = fact
        if predicate == OWL.sameAs:
            return
        x, y = Variable("x"), Variable("y")
        same = PropertyAtom(OWL.sameAs, x, y)
        places = [(0, subject, "eq-rep-s")]
        if predicate != RDF.type:
            places.append((2, obj, "eq-rep-o"))
        for place, term, name in places:
            if isinstance(term, Triple):
                continue
            rule = Rule(name, None, (same,))
            for binding in self.slice.matches(same, {y: term}):
                parts = [subject, predicate, obj]
                parts[place] = binding[x]
                other = Triple(*parts)
                relation, row = relation_of(other)
                if row in self.slice.rows.get(relation, ()):
                    yield Instance(rule, fact, (instance(same, binding), other))

    def proofs(self, goal: Triple, limit: int = 1) -> list[Proof]:
        """Return up to `limit` proofs of the goal, the smallest first, each by another last step.

        An empty list means that the goal does not hold on the day.
        """
        if goal not in self.steps:
            self._reach(goal)
        found = [Proof(goal)] if goal in self.slice.given else []
        for step in self.steps[goal]:
            premises = [self.best.get(premise) for premise in step.premises]
            if all(p is not None and goal not in _facts(p) for p in premises):
                found.append(Proof(goal, step.rule, tuple(p for p in premises if p is not None)))
        return sorted(found, key=lambda proof: (proof.size, str(proof)))[:limit]

    def _reach(self, goal: Triple) -> None:
        """Find all that leads to the goal, and the smallest proof of each fact among it."""
        todo, found = [goal], {}
        while todo:
            fact = todo.pop()
            if fact not in self.steps and fact not in found:
                found[fact] = list(self.instances(fact))
                todo += [premise for step in found[fact] for premise in step.premises]
        self.steps |= found
        self.best |= self._smallest(found)

    def _smallest(  # noqa: C901  (one queue, fed from three places)
        self, reach: Mapping[Triple, Sequence[Instance]]
    ) -> dict[Triple, Proof]:
        """Return the smallest proof of each fact that has one, given those found before."""
        uses: dict[Triple, list[Instance]] = defaultdict(list)
        queue: list[tuple[int, str, int, Proof]] = []  # size, fact, order of arrival
        serial = itertools.count()

        def offer(proof: Proof) -> None:
            heapq.heappush(queue, (proof.size, str(proof.fact), next(serial), proof))

        all_steps = [step for steps in reach.values() for step in steps]
        for fact in self.slice.given & reach.keys():
            offer(Proof(fact))
        for step in all_steps:
            for premise in set(step.premises):
                uses[premise].append(step)
            if not step.premises:
                offer(Proof(step.conclusion, step.rule))
        for premise in uses.keys() & self.best.keys():
            offer(self.best[premise])
        best: dict[Triple, Proof] = {}
        while queue:
            proof = heapq.heappop(queue)[-1]
            fact = proof.fact
            if fact in best:
                continue
            best[fact] = proof
            for step in uses[fact]:
                if step.conclusion not in best and all(p in best for p in step.premises):
                    premises = tuple(best[premise] for premise in step.premises)
                    offer(Proof(step.conclusion, step.rule, premises))
        return best


def _facts(proof: Proof) -> set[Triple]:
    return {proof.fact}.union(*(_facts(premise) for premise in proof.premises))


def instance(atom: Atom, binding: Mapping[Variable, Constant]) -> Triple:
    """Return the fact that an atom is, once its variables have values."""
    terms = [binding[t] if isinstance(t, Variable) else t for t in atom.terms]
    if isinstance(atom, ClassAtom):
        return Triple(terms[0], RDF.type, atom.kind)  # type: ignore[arg-type]
    return Triple(terms[0], atom.name, terms[1])  # type: ignore[arg-type]
