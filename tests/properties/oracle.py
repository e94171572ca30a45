"""What owlrl says of a day, and where we say anything else: the oracle of the tests.

owlrl applies the rules of OWL 2 Profiles, section 4.3, one by one. `DEPARTURES` lists all in which
the comparison does not take it at its word, each with the reason; nothing else is left out.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import owlrl
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import OWL as R_OWL
from rdflib.namespace import RDF as R_RDF
from rdflib.namespace import RDFS as R_RDFS
from rdflib.namespace import XSD as R_XSD

from kg.reasoning.running.closure import close
from kg.store.convert import to_rdflib
from kg.vocabulary import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rdflib.term import Node

    from kg.reasoning.running.closure import Closed

DEPARTURES = {
    # Left out of the closure, by us on purpose.
    "each thing is the same as itself": "eq-ref: said of everything, it says nothing",
    "each thing is an owl:Thing or an rdfs:Resource": "scm-cls with cax-sco: says nothing",
    "who is nothing is everything": "scm-cls: a member of owl:Nothing is a contradiction already",
    "a literal is a subject": "RDF has no such triples; owlrl makes them, and draws on from them",
    "a thing is the same as a literal": "the same, read from the other end",
    # Faults of owlrl 7.6, mended here; `test_departures.py` shows each.
    "the last member of a list is not looked at": (
        "eq-diff2, eq-diff3, prp-adp: the inner loop of OWLRL.py ends at len(list) - 1; the list "
        "gets one more member, which is nowhere else"
    ),
    "the last property of a key is not looked at": "prp-key: likewise; the key gets it twice",
    "different literals are the same": "dt-diff is skipped; done here for what is said to be same",
    "a literal is in any datatype": (
        "dt-not-type looks at a literal's own datatype alone; done here for those that rules give"
    ),
    "plain literals have no datatype": "as before RDF 1.1, so dt-type2 misses them: xsd:string",
    "datatypes exclude each other": "in no rule of table 8: a thing typed by two is no literal",
}
LISTS = (R_OWL.AllDifferent, R_OWL.AllDisjointProperties, R_OWL.AllDisjointClasses)
EVERYTHING = {R_OWL.Thing, R_RDFS.Resource}


class Reference(owlrl.OWLRL_Semantics):  # type: ignore[misc]
    """owlrl's rules; what they would say of literals is kept apart, and judged by table 8."""

    def __init__(self, graph: rdflib.Graph) -> None:
        super().__init__(graph, False, False)  # no axiomatic triples
        self.begun = False
        self.clashes: set[tuple[Node, ...]] = set()

    def one_time_rules(self) -> None:
        super().one_time_rules()  # gives each literal its datatype, and those above it (dt-type2)
        self.flush_stored_triples()
        self.begun = True

    def store_triple(self, t: tuple[Node, Node, Node]) -> None:
        subject, predicate, obj = t
        if subject == R_OWL.Nothing and predicate == R_RDFS.subClassOf:
            return
        if not self.begun and predicate == R_OWL.disjointWith:
            return
        is_same = predicate == R_OWL.sameAs
        if isinstance(subject, rdflib.Literal) and self.begun:
            is_typed = predicate == R_RDF.type and str(obj).startswith(str(R_XSD))
            if is_typed and t not in self.graph:
                self.clashes.add(t)
            if is_same and isinstance(obj, rdflib.Literal) and subject.value != obj.value:
                self.clashes.add(t)
        elif not (is_same and isinstance(obj, rdflib.Literal)):
            super().store_triple(t)


@lru_cache(maxsize=1000)
def reference(triples: frozenset[Triple]) -> tuple[frozenset[Triple], bool]:
    """Return what owlrl concludes of things, and whether there is a contradiction."""
    graph = rdflib.Graph()
    for s, p, o in to_rdflib(triples):
        plain = isinstance(o, rdflib.Literal) and not (o.datatype or o.language)
        graph.add((s, p, rdflib.Literal(str(o), datatype=R_XSD.string) if plain else o))
    _lengthen(graph)
    rules = Reference(graph)
    rules.closure()
    found = frozenset(
        Triple(NamedNode(str(s)), NamedNode(str(p)), _term(o))
        for s, p, o in graph
        if isinstance(s, rdflib.URIRef) and isinstance(o, rdflib.URIRef | rdflib.Literal)
    )
    return found, bool(rules.error_messages or rules.clashes)


def _term(node: Node) -> NamedNode | Literal:
    if isinstance(node, rdflib.Literal):
        return Literal(str(node), datatype=NamedNode(str(node.datatype)))
    return NamedNode(str(node))


def _lengthen(graph: rdflib.Graph) -> None:
    """Add one more member to the lists whose last member owlrl never looks at."""
    heads: list[tuple[Node, rdflib.URIRef | None]] = [
        (head, rdflib.URIRef(f"urn:nobody:{node}"))
        for kind in LISTS
        for node in graph.subjects(R_RDF.type, kind)
        for where in (R_OWL.members, R_OWL.distinctMembers)
        for head in graph.objects(node, where)
    ]
    heads += [(head, None) for head in graph.objects(None, R_OWL.hasKey)]
    for head, more in heads:
        cell: Node = head
        while (rest := graph.value(cell, R_RDF.rest)) not in (None, R_RDF.nil):
            assert rest is not None
            cell = rest
        last = rdflib.URIRef(f"urn:last:{cell}")
        member = more or graph.value(cell, R_RDF.first)
        assert member is not None
        graph.set((cell, R_RDF.rest, last))
        graph.add((last, R_RDF.first, member))
        graph.add((last, R_RDF.rest, R_RDF.nil))


Days = tuple[int, int]


def differences(
    ontology: Sequence[Triple],
    timed: Sequence[tuple[Triple, Days]],
    days: Collection[int],
    things: Collection[NamedNode],
    *,
    closed: Closed | None = None,
) -> list[str]:
    """Say where our closure is not owlrl's, on some days, of some things: nothing if it is right.

    On each day, owlrl has what was given of that day. Both must draw the same facts, and both or
    neither find a contradiction. No two intervals of a fact may overlap or adjoin.
    """
    ours = closed or close(ontology, timed)
    told = [
        f"not the fewest intervals: {fact} on {spans}"
        for fact, spans in ours.facts.items()
        if any(b[0] <= a[1] + 1 for a, b in pairwise(sorted(spans)))
    ]
    for day in sorted(days):
        held = frozenset(triple for triple, (first, last) in timed if first <= day <= last)
        facts, contradiction = reference(held.union(ontology))
        mine, theirs = said(ours.on(day), things), said(facts, things)
        told += [f"day {day}, only ours: {fact}" for fact in sorted(mine - theirs, key=str)]
        told += [f"day {day}, only owlrl's: {fact}" for fact in sorted(theirs - mine, key=str)]
        clashes = [c for c in ours.contradictions if c.days[0] <= day <= c.days[1]]
        if bool(clashes) != contradiction:
            told.append(f"day {day}, contradiction: ours {clashes}, owlrl's {contradiction}")
    return told


def said(facts: Iterable[Triple], things: Collection[NamedNode]) -> set[Triple]:
    """Return what is said of the things, without what is said of everything."""
    return {
        fact
        for fact in facts
        if fact.subject in things
        and not (fact.predicate == RDF.type and fact.object in (OWL.Thing, RDFS.Resource))
        and not (fact.predicate == OWL.sameAs and fact.subject == fact.object)
    }
