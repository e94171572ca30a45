"""Rules as values: what a body of facts and comparisons lets one conclude, or excludes.

Every relation of a rule is named: a class (facts ``x is a C``) or a property (facts ``x P y``).
A rule whose head is None says that its body cannot be: a contradiction wherever it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Constant: TypeAlias = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a rule."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


Term: TypeAlias = Variable | Constant


@dataclass(frozen=True, slots=True)
class ClassAtom:
    """``subject is a kind``."""

    kind: NamedNode | BlankNode
    subject: Term

    @property
    def relation(self) -> Relation:
        """The relation whose facts this atom matches."""
        return ("class", self.kind)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms, in the order of the relation's columns."""
        return (self.subject,)

    def __str__(self) -> str:
        return f"{show(self.kind)}({show(self.subject)})"


@dataclass(frozen=True, slots=True)
class PropertyAtom:
    """``subject property object``."""

    name: NamedNode | BlankNode
    subject: Term
    object: Term

    @property
    def relation(self) -> Relation:
        """The relation whose facts this atom matches."""
        return ("property", self.name)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms, in the order of the relation's columns."""
        return (self.subject, self.object)

    def __str__(self) -> str:
        return f"{show(self.name)}({show(self.subject)}, {show(self.object)})"


Relation: TypeAlias = tuple[str, NamedNode | BlankNode]
Atom: TypeAlias = ClassAtom | PropertyAtom
Needs: TypeAlias = "dict[Relation | None, set[Relation]]"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A filter: ``left operator right``.

    The operator is one of = != < <= > >=, which compare as SPARQL does; or says of a literal what
    the datatype rules of OWL 2 RL ask: ``in``, ``not in`` a datatype, ``is not`` another literal.
    What each means stands in `kg.reasoning.values.holds`.
    """

    left: Term
    operator: str
    right: Term

    def __str__(self) -> str:
        return f"{show(self.left)} {self.operator} {show(self.right)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, named as in OWL 2 Profiles, section 4.3, or by the file that it stands in.

    >>> x, y = Variable("x"), Variable("y")
    >>> leads, member = (NamedNode(f"{PREFIXES['ag']}{n}") for n in ("leads", "memberOf"))
    >>> print(Rule("prp-spo1", PropertyAtom(member, x, y), (PropertyAtom(leads, x, y),)))
    prp-spo1: ag:memberOf(?x, ?y) ← ag:leads(?x, ?y)
    """

    name: str
    head: Atom | None
    body: tuple[Atom, ...]
    filters: tuple[Comparison, ...] = ()

    def __str__(self) -> str:
        head = "contradiction" if self.head is None else str(self.head)
        body = ", ".join([*map(str, self.body), *map(str, self.filters)])
        return f"{self.name}: {head} ← {body}"


def show(term: Term) -> str:
    """Return a term as a person reads it, with the known prefixes."""
    if isinstance(term, NamedNode):
        for prefix, iri in PREFIXES.items():
            if term.value.startswith(iri):
                return f"{prefix}:{term.value.removeprefix(iri)}"
    return str(term)


def strata(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Order rules so that each group needs only its own heads and those of groups before it.

    The groups are the strongly connected components of the graph of relations (Tarjan); only a
    group that needs its own heads has to be repeated until nothing is new.
    """
    rules = list(rules)
    needs: Needs = {}
    for rule in rules:
        head = rule.head.relation if rule.head else None
        needs.setdefault(head, set()).update(atom.relation for atom in rule.body)
    order = {r: n for n, component in enumerate(_components(needs)) for r in component}
    groups: dict[int, list[Rule]] = {}
    for rule in rules:
        head = rule.head.relation if rule.head else None
        groups.setdefault(order[head], []).append(rule)
    return [groups[number] for number in sorted(groups)]


def _components(needs: Needs) -> Iterator[list[Relation | None]]:
    """Yield the strongly connected components, each after those that it needs."""
    reach = {node: _reached(node, needs) for node in needs}
    done: set[Relation | None] = set()
    # A component comes once all that it reaches has come: what reaches least comes first.
    for node in sorted(needs, key=lambda node: (len(reach[node] | {node}), str(node))):
        if node in done:
            continue
        same = [other for other in needs if other in reach[node] and node in reach[other]]
        component = same if node in same else [node]
        done.update(component)
        yield component


def _reached(start: Relation | None, needs: Needs) -> set[Relation | None]:
    """Return the relations that a relation rests on, through any number of rules."""
    found: set[Relation | None] = set()
    todo = list(needs[start])
    while todo:
        node = todo.pop()
        if node not in found and node in needs:
            found.add(node)
            todo += needs[node]
    return found
