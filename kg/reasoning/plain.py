"""Reasoning on plain RDF, outside any project: triples and an OWL 2 RL ontology, no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as Choice

from pyoxigraph import BlankNode, NamedNode

from kg.reasoning import owl_rl
from kg.reasoning.closure import close, is_fact
from kg.reasoning.sql import ALWAYS
from kg.vocabulary import OWL, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from kg.reasoning.closure import Contradiction
    from kg.reasoning.rules import Rule

Engine = Choice["duckdb", "owlrl"]
_REFLEXIVE = {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch}


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows and was not given, and what cannot be, each contradiction in words."""

    triples: frozenset[Triple]
    contradictions: tuple[str, ...]


def reason(
    triples: Iterable[Triple],
    ontology: Iterable[Triple] = (),
    rules: Sequence[Rule] = (),
    *,
    engine: Engine = "duckdb",
    progress: Callable[[str], None] = lambda _: None,
) -> Conclusions:
    """Draw what follows from triples, by the axioms among them and those of an ontology.

    Nothing has a time here. ``owlrl`` is the reference, slow; it takes no rules beside OWL 2 RL.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://e.org/> .
    ... :within a owl:TransitiveProperty . :a :within :b . :b :within :c .'''
    >>> found = reason(q.triple for q in parse(input=text, format=RdfFormat.TURTLE))
    >>> [str(triple) for triple in found.triples]
    ['<http://e.org/a> <http://e.org/within> <http://e.org/c>']
    """
    facts = dict.fromkeys(triples)
    axioms = [*dict.fromkeys(ontology), *(triple for triple in facts if not is_fact(triple))]
    given = [triple for triple in facts if is_fact(triple)]
    if engine == "owlrl":
        found = owl_rl.closure(axioms, given)
        return Conclusions(frozenset(found.triples - facts.keys()), found.contradictions)
    timeless = [(triple, ALWAYS) for triple in given]
    same = (triple for triple in given if triple.predicate == OWL.sameAs)  # of terms, it is both
    closed = close([*axioms, *same], timeless, rules, timed=False, progress=progress)
    known = {*facts, *axioms}
    new = frozenset(t for t in closed.facts if t not in known and _says_something(t))
    return Conclusions(new, tuple(dict.fromkeys(map(describe, closed.contradictions))))


def _says_something(triple: Triple) -> bool:
    """Whether a triple can be written and tells a reader anything."""
    is_named = isinstance(triple.predicate, NamedNode) and not isinstance(triple.object, BlankNode)
    return is_named and not (triple.predicate in _REFLEXIVE and triple.subject == triple.object)


def describe(contradiction: Contradiction) -> str:
    """Say which facts exclude each other, and by which rule."""
    facts = " and ".join(dict.fromkeys(str(premise) for premise in contradiction.premises))
    return f"{contradiction.rule.name}: {facts} cannot be together ({contradiction.rule})"
