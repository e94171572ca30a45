"""For every date, what our closure holds then is what owlrl concludes from what holds then.

The ontologies and facts are random, the constructs all those of OWL 2 RL that facts can show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from kg.reasoning.compiling.axioms import Ontology
from kg.reasoning.compiling.schema import of_terms
from kg.vocabulary import OWL, RDFS
from tests.properties import worlds
from tests.properties.oracle import differences, reference
from tests.properties.worlds import drawn

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from tests.properties.worlds import TimedFact


ABOUT_TERMS = {
    RDFS.subClassOf, OWL.equivalentClass, RDFS.subPropertyOf, OWL.equivalentProperty,
    RDFS.domain, RDFS.range,
}  # fmt: skip


@drawn
@given(worlds.ontologies(), worlds.timed_facts(), worlds.several_days)
def test_slice_of_closure_is_closure_of_slice(
    ontology: list[Triple], timed: list[TimedFact], days: list[int]
) -> None:
    assert differences(ontology, timed, days, worlds.THINGS) == []


@drawn
@given(worlds.ontologies())
def test_what_follows_of_terms_is_what_owlrl_says_of_them(ontology: list[Triple]) -> None:
    facts, _ = reference(frozenset(ontology))
    theirs = {t for t in facts if t.predicate in ABOUT_TERMS and t.subject != OWL.Nothing}
    theirs = {t for t in theirs if t.object not in {t.subject, OWL.Thing}}
    assert {t for t in of_terms(Ontology(ontology)) if t.subject != t.object} == theirs
