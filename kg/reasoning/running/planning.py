"""How rules are to be run: which relations are kept as one, in which order, and which have dates.

Relations that always hold the same facts (equivalent classes and properties, cycles of them) or
the same facts read backwards (inverses) are kept in one table; of a symmetric property each pair is
kept once. The rules between them then have nothing left to do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Literal

from kg.reasoning.rules import PropertyAtom, Variable
from kg.vocabulary import OWL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.reasoning.rules import Relation, Rule

Node = TypeVar("Node")
SAME: Relation = ("property", OWL.sameAs)


@dataclass(frozen=True, slots=True)
class Form:
    """How a relation is kept: in whose table, its columns swapped or not, each pair once or not."""

    kept: Relation
    swapped: bool = False
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that need their own heads or those of groups before; `heads` are tables."""

    heads: tuple[Relation, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The forms of all relations, the groups in their order, and the tables that have dates."""

    forms: Mapping[Relation, Form]
    groups: tuple[Group, ...]
    dated: frozenset[Relation]

    def members(self) -> dict[Relation, list[Relation]]:
        """Return, for each table, the relations that it keeps."""
        found: dict[Relation, list[Relation]] = defaultdict(list)
        for relation, form in self.forms.items():
            found[form.kept].append(relation)
        return found


def plan(
    rules: Sequence[Rule],
    literals: Collection[Relation] = (),
    dated: Collection[Relation] = (),
) -> Plan:
    """Plan the rules, given the relations whose facts have literals, and those that have dates.

    >>> from kg.reasoning.compiling.axioms import Ontology, compile_rules
    >>> from kg.model import schema
    >>> from kg.vocabulary import AG
    >>> planned = plan(compile_rules(Ontology(schema.load().triples)))
    >>> planned.forms["property", AG.ledBy].swapped, planned.forms["property", AG.rivalOf].symmetric
    (True, True)
    """
    forms = _forms(rules, _with_literals(rules, literals))
    lasting = [r for r in rules if r.head is None or not _is_kept(r, forms)]
    return Plan(forms, tuple(_groups(lasting, forms)), frozenset(_dated(lasting, forms, dated)))


def _forms(rules: Sequence[Rule], literals: Collection[Relation]) -> dict[Relation, Form]:
    """Return the form of every relation that the rules name."""
    names = {r for rule in rules for r in _relations(rule)}
    after: dict[tuple[Relation, bool], list[tuple[Relation, bool]]] = {
        (name, swapped): [] for name in sorted(names, key=str) for swapped in (False, True)
    }
    for rule in rules:
        turned = _renaming(rule)
        if turned is None:
            continue
        assert rule.head is not None
        head, body = rule.head.relation, rule.body[0].relation
        # What is the same is told by rules of its own; a literal cannot be read backwards.
        if (head == body or SAME not in (head, body)) and not (
            turned and (head in literals or body in literals)
        ):
            after[body, False].append((head, turned))
            after[body, True].append((head, not turned))
    forms: dict[Relation, Form] = {}
    for component in components(after):
        kept = min((name for name, _ in component), key=str)
        if (kept, False) in component:
            symmetric = (kept, True) in component
            for name, swapped in component:
                forms[name] = Form(kept, swapped and not symmetric, symmetric)
    return forms


def _renaming(rule: Rule) -> bool | None:
    """Tell whether a rule only renames facts: False as they stand, True swapped, None if not."""
    if rule.head is None or len(rule.body) != 1 or rule.filters:
        return None
    head, body = rule.head.terms, rule.body[0].terms
    if len(head) != len(body) or len(set(body)) != len(body):
        return None
    if not all(isinstance(term, Variable) for term in body):
        return None
    return None if set(head) != set(body) else head != body


def _is_kept(rule: Rule, forms: Mapping[Relation, Form]) -> bool:
    """Whether a rule holds by the way in which its relations are kept."""
    turned = _renaming(rule)
    if turned is None or rule.head is None:
        return False
    head, body = forms[rule.head.relation], forms[rule.body[0].relation]
    way = turned == (head.swapped != body.swapped)
    return head.kept == body.kept and (head.symmetric or way)


def _with_literals(rules: Sequence[Rule], given: Collection[Relation]) -> set[Relation]:
    """Return the relations that may come to have a literal for an object."""
    found = set(given)
    todo = [rule for rule in rules if isinstance(rule.head, PropertyAtom)]
    while True:
        more = {rule.head.relation for rule in todo if rule.head and _gives_literal(rule, found)}
        if more <= found:
            # What is the same as a literal may hand it to any property.
            return found if SAME not in found else {r for rule in rules for r in _relations(rule)}
        found |= more


def _gives_literal(rule: Rule, literals: Collection[Relation]) -> bool:
    assert isinstance(rule.head, PropertyAtom)
    value = rule.head.object
    if isinstance(value, Variable):
        return any(
            isinstance(a, PropertyAtom) and a.object == value and a.relation in literals
            for a in rule.body
        )
    return isinstance(value, Literal)


def _dated(
    rules: Sequence[Rule], forms: Mapping[Relation, Form], given: Collection[Relation]
) -> set[Relation]:
    """Return the tables of which some fact may not always hold."""
    uses: dict[Relation, set[Relation]] = defaultdict(set)
    for rule in rules:
        if rule.head is not None:
            for atom in rule.body:
                uses[forms[atom.relation].kept].add(forms[rule.head.relation].kept)
    found = {forms[relation].kept for relation in given if relation in forms}
    todo = list(found)
    while todo:
        new = uses[todo.pop()] - found
        found |= new
        todo += new
    # What is the same on some days tells all facts anew on those days.
    is_all = SAME in given or (SAME in forms and forms[SAME].kept in found)
    return {form.kept for form in forms.values()} if is_all else found


def _groups(rules: Sequence[Rule], forms: Mapping[Relation, Form]) -> Iterator[Group]:
    """Yield rules so that each group needs only its own heads and those of groups before it."""
    by_head: dict[Relation, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.head is not None:
            by_head[forms[rule.head.relation].kept].append(rule)
    needs = {
        head: sorted({forms[a.relation].kept for r in of_head for a in r.body}, key=str)
        for head, of_head in by_head.items()
    }
    for component in components(needs):
        heads = [head for head in component if head in by_head]
        if heads:
            yield Group(tuple(heads), tuple(r for head in heads for r in by_head[head]))


def _relations(rule: Rule) -> Iterator[Relation]:
    yield from (atom.relation for atom in rule.body)
    if rule.head is not None:
        yield rule.head.relation


def components(after: Mapping[Node, Iterable[Node]]) -> Iterator[list[Node]]:
    """Yield the strongly connected components of a graph, each after all that it leads to.

    Tarjan's algorithm (1972), without recursion.

    >>> list(components({"a": "b", "b": "ac", "c": ""}))
    [['c'], ['b', 'a']]
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    waiting: list[Node] = []  # those seen whose component is not complete
    open_: set[Node] = set()
    for root in after:
        if root in index:
            continue
        path = [(root, iter(after[root]))]
        index[root] = low[root] = len(index)
        waiting.append(root)
        open_.add(root)
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    waiting.append(other)
                    open_.add(other)
                    path.append((other, iter(after.get(other, ()))))
                    break
                if other in open_:
                    low[node] = min(low[node], index[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    found = [waiting.pop()]
                    while found[-1] != node:
                        found.append(waiting.pop())
                    open_.difference_update(found)
                    yield found
