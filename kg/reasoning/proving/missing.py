"""Why a fact does not hold on a day: how near each rule came, and what it lacked."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reasoning.compiling.values import holds
from kg.reasoning.proving.steps import replacements
from kg.reasoning.rules import ClassAtom, Comparison, Variable, instance, relation_of
from kg.reasoning.running.fixpoint import EQUALITY
from kg.reasoning.spans import around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.reasoning.proving.known import Known
    from kg.reasoning.rules import Atom, Constant, Rule
    from kg.reasoning.spans import Spans

WORK = 300  # states looked into for each rule; what is open then counts as missing
WIDTH = 40  # facts tried for each premise: those that hold on the day come first
_MISSING, _ELSEWHERE, _FAILED = 2, 1, 1  # how far each leaves a rule from its conclusion


@dataclass(frozen=True, slots=True)
class Gap:
    """What a rule had on a day and what it lacked; without a rule, the other days of the fact.

    `missing` are premises that hold on no day, their variables bound as far as the others bind
    them; `elsewhere` are premises that hold on other days only, with these; `failed` are filters.
    """

    rule: Rule | None
    held: tuple[Triple, ...] = ()
    missing: tuple[Atom, ...] = ()
    elsewhere: tuple[tuple[Triple, Spans], ...] = ()
    failed: tuple[Comparison, ...] = ()

    @property
    def distance(self) -> int:
        """How far the rule was from its conclusion; 0 for the fact itself, on other days."""
        lacks = _MISSING * len(self.missing) + _FAILED * len(self.failed)
        return lacks + _ELSEWHERE * len(self.elsewhere) if self.rule else 0


@dataclass(frozen=True, slots=True)
class _State:
    """A rule's body half gone through."""

    gap: Gap
    binding: dict[Variable, Constant]
    rest: tuple[Atom, ...]


def why_not(
    rules: Iterable[Rule], known: Known, goal: Triple, day: int, limit: int = 5
) -> list[Gap]:
    """Return how near rules came to a fact on a day, the nearest first; nothing if it holds then.

    One gap for each rule whose head the fact can be: the match of its body that lacks least. A
    fact that holds on other days has these as its first gap. The work for each rule is bounded
    (`WORK`, `WIDTH`), so that of a long body over many facts a nearer match may be overlooked.

    >>> from kg.reasoning.proving.known import Known
    >>> from kg.reasoning.rules import PropertyAtom, Rule
    >>> from kg.vocabulary import AG
    >>> from pyoxigraph import NamedNode, Triple
    >>> x, y = Variable("x"), Variable("y")
    >>> rule = Rule("prp-inv1", PropertyAtom(AG.ledBy, y, x), (PropertyAtom(AG.leads, x, y),))
    >>> a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    >>> leads = Triple(a, AG.leads, b)
    >>> known = Known({leads: [(1, 5)]}, {leads: [(1, 5)]})
    >>> why_not([rule], known, Triple(b, AG.ledBy, a), 9)[0].elsewhere == ((leads, ((1, 5),)),)
    True
    """
    days = known.when(goal)
    if around(days, day):
        return []
    found = [Gap(None, elsewhere=((goal, days),))] if days else []
    every = dict.fromkeys((*rules, *EQUALITY, *replacements(known)))
    gaps = [gap for rule in every for gap in _nearest(rule, known, goal, day)]
    found += sorted(gaps, key=lambda gap: (gap.distance, -len(gap.held), str(gap.rule)))
    return found[:limit]


def _nearest(rule: Rule, known: Known, goal: Triple, day: int) -> Iterator[Gap]:
    """Yield the gap of a rule, if it can have the goal as its conclusion."""
    relation, row = relation_of(goal)
    if rule.head is None or rule.head.relation != relation:
        return
    start: dict[Variable, Constant] = {}
    for term, value in zip(rule.head.terms, row, strict=True):
        if (start.setdefault(term, value) if isinstance(term, Variable) else term) != value:
            return
    serial = itertools.count()
    queue = [(0, 0, next(serial), _State(Gap(rule), start, rule.body))]
    for turn in itertools.count():
        if not queue:
            return
        state = heapq.heappop(queue)[-1]
        if not state.rest or turn == WORK:
            open_ = tuple(_bound(atom, state.binding) for atom in state.rest)
            yield replace(state.gap, missing=(*state.gap.missing, *open_))
            return
        for more in _further(state, known, goal, day):
            if not more.rest:
                failed = tuple(_failed(rule, more.binding))
                missing = tuple(_bound(atom, more.binding) for atom in more.gap.missing)
                more = replace(more, gap=replace(more.gap, failed=failed, missing=missing))  # noqa: PLW2901
            if not any(_is(atom, goal) for atom in more.gap.missing):
                heapq.heappush(queue, (more.gap.distance, -len(more.gap.held), next(serial), more))


def _further(state: _State, known: Known, goal: Triple, day: int) -> Iterator[_State]:
    """Yield the states after one premise more: that with the fewest facts to try."""
    tried = [_candidates(atom, state.binding, known) for atom in state.rest]
    place = min(range(len(tried)), key=lambda n: (len(tried[n]), n))
    rest = (*state.rest[:place], *state.rest[place + 1 :])
    atom, gap = state.rest[place], state.gap
    yield replace(state, gap=replace(gap, missing=(*gap.missing, atom)), rest=rest)
    facts = sorted(tried[place], key=lambda n: (around(known.days[n], day) is None, n))
    for fact in facts[:WIDTH]:
        triple = known.triples[fact]
        binding = _unified(atom, triple, state.binding)
        if binding is None or triple == goal:
            continue
        if around(known.days[fact], day):
            more = replace(gap, held=(*gap.held, triple))
        else:
            more = replace(gap, elsewhere=(*gap.elsewhere, (triple, known.days[fact])))
        yield _State(more, binding, rest)


def _candidates(atom: Atom, binding: dict[Variable, Constant], known: Known) -> list[int]:
    """Return the facts that an atom might be, by the term of it that narrows them most."""
    table = known.tables.get(atom.relation)
    if table is None:
        return []
    values = [binding.get(t) if isinstance(t, Variable) else t for t in atom.terms]
    lists = [
        [fact for fact, _ in table.by[place].get(known.number.get(value, -1), ())]
        for place, value in enumerate(values)
        if value is not None
    ]
    return min(lists, key=len) if lists else list(table.rows.values())


def _unified(
    atom: Atom, fact: Triple, binding: dict[Variable, Constant]
) -> dict[Variable, Constant] | None:
    more = dict(binding)
    for term, value in zip(atom.terms, relation_of(fact)[1], strict=True):
        if (more.setdefault(term, value) if isinstance(term, Variable) else term) != value:
            return None
    return more


def _bound(atom: Atom, binding: dict[Variable, Constant]) -> Atom:
    """Return an atom with the values of its variables put in, where they have any."""
    terms = [binding.get(t, t) if isinstance(t, Variable) else t for t in atom.terms]
    if isinstance(atom, ClassAtom):
        return replace(atom, subject=terms[0])
    return replace(atom, subject=terms[0], object=terms[1])


def _is(atom: Atom, goal: Triple) -> bool:
    """Whether an atom without variables is the goal: nothing is near for lack of itself."""
    return not any(isinstance(t, Variable) for t in atom.terms) and instance(atom, {}) == goal


def _failed(rule: Rule, binding: dict[Variable, Constant]) -> Iterator[Comparison]:
    """Yield the filters that are false, of those whose terms are known, with their values."""
    for filter_ in rule.filters:
        left, right = (
            binding.get(t, t) if isinstance(t, Variable) else t
            for t in (filter_.left, filter_.right)
        )
        bound = Comparison(left, filter_.operator, right)
        is_bound = not isinstance(left, Variable) and not isinstance(right, Variable)
        if is_bound and not holds(bound, {}):
            yield bound
