"""OWL 2 RL by owlrl, the reference engine: right, slow, and without time.

It computes the rules of OWL 2 Profiles, section 4.3. What it adds about the ontology itself, or
about everything (each thing is an owl:Thing and the same as itself), is left out of the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import owlrl
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.store.convert import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable

_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_REFLEXIVE = {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch}
_EMPTY = {OWL.Thing, RDFS.Resource, OWL.NamedIndividual}


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows from the facts and was not given; and the contradictions, in owlrl's words."""

    triples: frozenset[Triple]
    contradictions: tuple[str, ...]


def closure(ontology: Iterable[Triple], facts: Iterable[Triple]) -> Closure:
    """Return what follows, under OWL 2 RL, from the facts by the ontology.

    Facts are triples between IRIs; a literal is never made a subject, so facts with literals
    could only yield the types of their subjects, which property domains give them elsewhere too.

    >>> from kg.vocabulary import AG
    >>> from kg.model import schema
    >>> a, b, c = (NamedNode(f"https://example.org/{x}") for x in "abc")
    >>> found = closure(schema.load().triples, [Triple(a, AG.within, b), Triple(b, AG.within, c)])
    >>> Triple(a, AG.within, c) in found.triples
    True
    """
    # Labels, definitions and examples have no part in it; without them it takes half the time.
    graph = to_rdflib(axiom for axiom in ontology if not isinstance(axiom.object, Literal))
    own = {term for s, _, o in graph for term in (s, o)}
    given = set(to_rdflib(fact for fact in facts if isinstance(fact.object, NamedNode)))
    for triple in given:
        graph.add(triple)
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    individuals = {term for s, p, o in given for term in ((s,) if p == RDF.type else (s, o))} - own
    new = (triple for triple in graph if triple not in given and _says_something(triple))
    found = frozenset(
        Triple(NamedNode(str(s)), NamedNode(str(p)), NamedNode(str(o)))
        for s, p, o in new
        if s in individuals and isinstance(o, rdflib.URIRef)
    )
    return Closure(found, tuple(sorted({str(o) for o in graph.objects(None, _ERROR)})))


def _says_something(triple: tuple[rdflib.term.Node, ...]) -> bool:
    subject, predicate, obj = triple
    if predicate == RDF.type:
        return obj not in _EMPTY
    return not (predicate in _REFLEXIVE and subject == obj)
