"""The shipped dataset: our closure on a day is what owlrl and the queries make of that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from kg.conclusions import Basis
from kg.reasoning.claims.infer import shipped_rules
from kg.reasoning.plain.owl_rl import closure
from kg.reasoning.spans import around
from kg.store.lexical import with_prefixes
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import OWL, RDF, RDFS, SKOS
from tests.projects import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.facts import Mode

QUERIES = [with_prefixes(path.read_text(encoding="utf-8")) for path in shipped_rules()]
REFLEXIVE = {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch}


@pytest.fixture(scope="module")
def basis() -> Basis:
    return Basis.read(SHIPPED)


def constructed(facts: Iterable[Triple]) -> set[Triple]:
    store = OxigraphStore(Quad(*fact) for fact in facts)
    built: set[Triple] = set()
    for query in QUERIES:
        answer = store.query(query)
        assert isinstance(answer, list)
        built.update(answer)
    return built


def told(facts: Iterable[Triple], things: set[object]) -> set[Triple]:
    """Leave out texts, what is said of the ontology's own terms, and what is said of everything."""
    return {
        f
        for f in facts
        if f.subject in things
        and isinstance(f.object, NamedNode)
        and not (f.predicate == RDF.type and f.object in (OWL.Thing, RDFS.Resource))
        and not (f.predicate in REFLEXIVE and f.subject == f.object)
    }


@pytest.mark.parametrize(
    ("mode", "day"), [("certain", date(2017, 5, 23)), ("possible", date(2015, 1, 1))]
)
def test_what_holds_on_a_day_is_the_closure_of_what_is_given_of_that_day(
    basis: Basis, mode: Mode, day: date
) -> None:
    reading = basis.reading(mode)
    given = {f for f, spans in reading.given.spans.items() if around(spans, day.toordinal())}
    known = set(given)
    while True:
        known |= closure(basis.theory.schema.triples, known).triples
        drawn = constructed(known) - known
        if not drawn:
            break
        known |= drawn
    own = basis.theory.schema.terms
    things = {t for f in given for t in (f.subject, f.object) if isinstance(t, NamedNode)} - own
    ours = told(reading.closed.on(day.toordinal()), set(things))
    theirs = told(known, set(things))
    assert ours == theirs
    assert len(ours - given) > 500
