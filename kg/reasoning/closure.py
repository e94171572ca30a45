"""The closure of timed facts under an ontology and rules, with what contradicts itself in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.reasoning.axioms import Ontology, compile_rules
from kg.reasoning.fixpoint import Dictionary, Fixpoint
from kg.reasoning.rules import ClassAtom, PropertyAtom, Variable
from kg.reasoning.sql import ALWAYS
from kg.vocabulary import OWL, PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.reasoning.rules import Atom, Constant, Relation, Rule, Term

Days = tuple[int, int]
_LANGUAGE = (PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"])
_FACTUAL = {OWL.sameAs, OWL.differentFrom}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that exclude each other on some days, and the rule that says so."""

    rule: Rule
    premises: tuple[Triple, ...]
    days: Days


@dataclass(frozen=True, slots=True)
class Closed:
    """All facts that hold, each with the fewest intervals that cover its days."""

    facts: Mapping[Triple, tuple[Days, ...]]
    contradictions: tuple[Contradiction, ...]

    def on(self, day: int) -> set[Triple]:
        """Return the facts that hold on a day."""
        return {f for f, spans in self.facts.items() if any(a <= day <= b for a, b in spans)}


def close(
    ontology: Iterable[Triple],
    facts: Iterable[tuple[Triple, Days]],
    rules: Iterable[Rule] = (),
    *,
    timed: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Closed:
    """Return the closure; without time, days are not looked at and are all days.

    >>> from kg.model import schema
    >>> from kg.vocabulary import AG
    >>> a, b, c = (NamedNode(f"https://example.org/{x}") for x in "abc")
    >>> one, two = Triple(a, AG.answersTo, b), Triple(b, AG.answersTo, c)
    >>> closed = close(schema.load().triples, [(one, (1, 5)), (two, (4, 9))])
    >>> closed.facts[Triple(a, AG.answersTo, c)]
    ((4, 5),)
    """
    axioms = tuple(ontology)
    dictionary = Dictionary()
    compiled = [*compile_rules(Ontology(axioms)), *rules]
    fixpoint = Fixpoint(compiled, dictionary, timed=timed)
    given: dict[Relation, list[tuple[int, ...]]] = defaultdict(list)
    stated = ((axiom, ALWAYS) for axiom in axioms if is_fact(axiom))
    for triple, days in (*facts, *stated):
        relation, terms = _relation(triple)
        row = tuple(dictionary.number(term) for term in terms)
        given[relation].append((*row, *days) if timed else row)
    for relation, rows in given.items():
        fixpoint.add(relation, rows)
    fixpoint.run(progress)
    found: dict[Triple, list[Days]] = defaultdict(list)
    for relation, row in fixpoint.facts():
        triple, days = _triple(relation, row, dictionary, timed=timed)
        found[triple].append(days)
    return Closed(
        {triple: tuple(sorted(spans)) for triple, spans in found.items()},
        tuple(sorted(_contradictions(fixpoint, dictionary, timed=timed), key=str)),
    )


def is_fact(triple: Triple) -> bool:
    """Whether a triple of an ontology speaks of individuals, and not of its terms."""
    if triple.predicate == RDF.type:
        kind = triple.object
        return isinstance(kind, NamedNode) and not kind.value.startswith(_LANGUAGE)
    return triple.predicate in _FACTUAL or not triple.predicate.value.startswith(_LANGUAGE)


def _relation(triple: Triple) -> tuple[Relation, tuple[Constant, ...]]:
    subject, predicate, obj = triple
    assert not isinstance(subject, Triple)
    assert not isinstance(obj, Triple)
    if predicate == RDF.type and not isinstance(obj, Literal):
        return ("class", obj), (subject,)
    return ("property", predicate), (subject, obj)


def _triple(
    relation: Relation, row: tuple[int, ...], dictionary: Dictionary, *, timed: bool
) -> tuple[Triple, Days]:
    kind, name = relation
    days = (row[-2], row[-1]) if timed else ALWAYS
    subject = dictionary.terms[row[0]]
    assert not isinstance(subject, Literal)
    if kind == "class":
        return Triple(subject, RDF.type, name), days
    return Triple(subject, name, dictionary.terms[row[1]]), days  # type: ignore[arg-type]


def _contradictions(
    fixpoint: Fixpoint, dictionary: Dictionary, *, timed: bool
) -> Iterator[Contradiction]:
    for rule, row in fixpoint.contradictions():
        names = sorted({t for a in rule.body for t in a.terms if isinstance(t, Variable)}, key=str)
        values: dict[Term, Constant] = {
            v: dictionary.terms[n] for v, n in zip(names, row, strict=False)
        }
        premises = tuple(_instance(atom, values) for atom in rule.body)
        yield Contradiction(rule, premises, (row[-2], row[-1]) if timed else ALWAYS)


def _instance(atom: Atom, values: Mapping[Term, Constant]) -> Triple:
    """Return the fact that an atom is, once its variables have values."""
    terms = [t if not isinstance(t, Variable) else values[t] for t in atom.terms]
    if isinstance(atom, ClassAtom):
        return Triple(terms[0], RDF.type, atom.kind)  # type: ignore[arg-type]
    assert isinstance(atom, PropertyAtom)
    return Triple(terms[0], atom.name, terms[1])  # type: ignore[arg-type]
