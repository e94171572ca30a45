"""Which rules lead to a fact in one step, found backwards among the facts that are known.

Each rule is laid out once: its body in the order that leaves least to look at when its head is
known. Equality is rules too: what holds of one name of a thing holds of the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.compiling.values import holds
from kg.reasoning.rules import ClassAtom, PropertyAtom, Rule, Variable
from kg.reasoning.running.equality import EQUALITY
from kg.reasoning.running.planning import SAME
from kg.reasoning.spans import ALL, meet
from kg.vocabulary import OWL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reasoning.proving.known import Known, Table
    from kg.reasoning.rules import Atom, Comparison, Constant, Relation, Term
    from kg.reasoning.spans import Spans

# The rule's number; the premises, in its order; the days on which all of them hold.
Step: TypeAlias = "tuple[int, tuple[int, ...], Spans]"
_X, _Y, _Z = Variable("x"), Variable("y"), Variable("z")


@dataclass(frozen=True, slots=True)
class _Look:
    """An atom where its turn comes: where to look, what is known by then, what is checked after.

    A term is the number of a constant, or ``-1 - slot`` of a variable.
    """

    place: int  # in the rule's body
    table: Table
    terms: tuple[int, ...]
    bound: tuple[bool, ...]
    filters: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """A rule over the numbers of terms: slots for its variables, its head, its body in order."""

    number: int
    slots: dict[Variable, int]
    head: tuple[int, ...]
    looks: tuple[_Look, ...]


class Steps:
    """The steps that lead to known facts, under rules, on some days.

    The rules of equality (OWL 2 Profiles, table 4) need not be among the rules.
    """

    def __init__(self, rules: Iterable[Rule], known: Known, days: Spans = ALL) -> None:
        self.known, self.days = known, days
        self.rules = tuple(dict.fromkeys((*rules, *EQUALITY, *replacements(known))))
        self.heads: dict[Relation, list[tuple[int, Rule]]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            if rule.head is not None:
                self.heads[rule.head.relation].append((number, rule))
        self.layouts: dict[Relation, list[_Layout]] = {}

    def of(self, fact: int) -> list[Step]:
        """Return every way in which a rule leads to a fact, in the order of the rules."""
        relation = self.known.relations[fact]
        if relation not in self.layouts:
            laid_out = (self._lay_out(number, rule) for number, rule in self.heads[relation])
            self.layouts[relation] = [layout for layout in laid_out if layout is not None]
        start = meet(self.known.days[fact], self.days)
        found = []
        for layout in self.layouts[relation]:
            slots = _unified(layout.head, self.known.rows[fact], len(layout.slots))
            if slots is not None:
                premises = sorted(self._bodies(layout, slots, start))
                found += [
                    (layout.number, body, days) for body, days in premises if fact not in body
                ]
        return found

    def _lay_out(self, number: int, rule: Rule) -> _Layout | None:
        """Order a rule's body; None if it asks for a term or a relation that no fact has."""
        assert rule.head is not None
        names = dict.fromkeys(
            t for a in (rule.head, *rule.body) for t in a.terms if isinstance(t, Variable)
        )
        slots = {name: n for n, name in enumerate(names)}
        try:
            coded = [self._coded(atom, slots) for atom in (rule.head, *rule.body)]
            tables = [self.known.tables[atom.relation] for atom in rule.body]
        except KeyError:
            return None
        bound = {term for term in coded[0] if term < 0}
        looks: list[_Look] = []
        rest, filters = dict(enumerate(coded[1:])), list(rule.filters)
        while rest:
            place = min(rest, key=lambda n: (_cost(tables[n], rest[n], bound), n))
            terms = rest.pop(place)
            flags = tuple(term >= 0 or term in bound for term in terms)
            bound.update(term for term in terms if term < 0)
            ready = tuple(f for f in filters if rest == {} or _is_ready(f, slots, bound))
            filters = [f for f in filters if f not in ready]
            looks.append(_Look(place, tables[place], terms, flags, ready))
        return _Layout(number, slots, coded[0], tuple(looks))

    def _coded(self, atom: Atom, slots: dict[Variable, int]) -> tuple[int, ...]:
        return tuple(
            -1 - slots[t] if isinstance(t, Variable) else self.known.number[t] for t in atom.terms
        )

    def _bodies(
        self, layout: _Layout, slots: list[int], start: Spans
    ) -> Iterator[tuple[tuple[int, ...], Spans]]:
        """Yield the premises under which a rule's whole body holds at once, and when it does."""
        looks, days = layout.looks, self.known.days
        todo = [(0, slots, (0,) * len(looks), start)]
        while todo:
            turn, slots, chosen, spans = todo.pop()
            if turn == len(looks):
                yield chosen, spans
                continue
            look = looks[turn]
            place = look.place
            for fact, bound in _matches(look, slots):
                shared = meet(spans, days[fact])
                if shared and (not look.filters or self._holds(look, layout, bound)):
                    more = (*chosen[:place], fact, *chosen[place + 1 :])
                    todo.append((turn + 1, bound, more, shared))

    def _holds(self, look: _Look, layout: _Layout, slots: Sequence[int]) -> bool:
        values: dict[Variable, Constant] = {
            name: self.known.terms[slots[n]] for name, n in layout.slots.items() if slots[n] >= 0
        }
        return all(holds(filter_, values) for filter_ in look.filters)


def _matches(look: _Look, slots: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield the facts that an atom may be, with the slots filled accordingly."""
    values = [term if term >= 0 else slots[-1 - term] for term in look.terms]
    if all(look.bound):
        fact = look.table.rows.get(tuple(values))
        if fact is not None:
            yield fact, slots
    elif any(look.bound):
        known = look.bound.index(True)
        slot = -1 - look.terms[1 - known]
        for fact, other in look.table.by[known].get(values[known], ()):
            more = slots.copy()
            more[slot] = other
            yield fact, more
    else:
        for row, fact in look.table.rows.items():
            unified = _unified(look.terms, row, len(slots), slots)
            if unified is not None:
                yield fact, unified


def _unified(
    terms: Sequence[int], row: Sequence[int], count: int, slots: Sequence[int] = ()
) -> list[int] | None:
    """Return the slots with a row's terms put in; None where they cannot be."""
    more = list(slots) or [-1] * count
    for term, value in zip(terms, row, strict=True):
        if term >= 0:
            if term != value:
                return None
        elif more[-1 - term] not in (-1, value):
            return None
        else:
            more[-1 - term] = value
    return more


def _cost(table: Table, terms: Sequence[int], bound: set[int]) -> float:
    """Estimate how many facts an atom will match."""
    costs: list[float] = [len(table.rows)]
    for place, term in enumerate(terms):
        if term >= 0:
            costs.append(len(table.by[place].get(term, ())))
        elif term in bound:
            costs.append(len(table.rows) / len(table.by[place]))
    return 0 if all(t >= 0 or t in bound for t in terms) else min(costs)


def _is_ready(filter_: Comparison, slots: dict[Variable, int], bound: set[int]) -> bool:
    terms = (filter_.left, filter_.right)
    return all(-1 - slots[t] in bound for t in terms if isinstance(t, Variable))


def replacements(known: Known) -> Iterator[Rule]:
    """Yield eq-rep-s and eq-rep-o for each relation, where two names for one thing are known."""
    if SAME not in known.tables:
        return
    same = PropertyAtom(OWL.sameAs, _X, _Y)
    for kind, name in known.tables:
        if kind == "class":
            yield Rule("eq-rep-s", ClassAtom(name, _Y), (same, ClassAtom(name, _X)))
        elif name != OWL.sameAs:

            def said(subject: Term, obj: Term, name: object = name) -> PropertyAtom:
                return PropertyAtom(name, subject, obj)  # type: ignore[arg-type]

            yield Rule("eq-rep-s", said(_Y, _Z), (same, said(_X, _Z)))
            yield Rule("eq-rep-o", said(_Z, _Y), (same, said(_Z, _X)))
