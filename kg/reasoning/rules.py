"""Rules as values: what a body of facts and comparisons lets one conclude, or excludes.

Every relation of a rule is named: a class (facts ``x is a C``) or a property (facts ``x P y``).
A rule whose head is None says that its body cannot be: a contradiction wherever it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.vocabulary import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """A filter: ``left operator right``.

    The operator is one of = != < <= > >=, which compare as SPARQL does; or says of a literal what
    the datatype rules of OWL 2 RL ask: ``in``, ``not in`` a datatype, ``is not`` another literal.
    What each means stands in `kg.reasoning.compiling.values.holds`.
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


LANGUAGE = tuple(PREFIXES[name] for name in ("owl", "rdfs", "rdf"))
FACTUAL = {f"{PREFIXES['owl']}{name}" for name in ("sameAs", "differentFrom", "Thing", "Nothing")}


def is_factual(relation: Relation) -> bool:
    """Whether a relation speaks of individuals, and not of the terms of an ontology."""
    name = relation[1].value
    return isinstance(relation[1], BlankNode) or name in FACTUAL or not name.startswith(LANGUAGE)


def relation_of(fact: Triple) -> tuple[Relation, tuple[Constant, ...]]:
    """Return the relation that a fact belongs to, and its terms."""
    subject, predicate, obj = fact
    assert not isinstance(subject, Triple)
    assert not isinstance(obj, Triple)
    if predicate == RDF.type and not isinstance(obj, Literal):
        return ("class", obj), (subject,)
    return ("property", predicate), (subject, obj)


def instance(atom: Atom, binding: Mapping[Variable, Constant]) -> Triple:
    """Return the fact that an atom is, once its variables have values."""
    values: Mapping[object, Constant] = binding  # type: ignore[assignment]
    terms = [values.get(t, t) for t in atom.terms]
    if isinstance(atom, ClassAtom):
        return Triple(terms[0], RDF.type, atom.kind)  # type: ignore[arg-type]
    return Triple(terms[0], atom.name, terms[1])  # type: ignore[arg-type]
