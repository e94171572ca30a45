"""For every date, what rules conclude is what their queries construct from what holds then.

The reference is naive: the CONSTRUCT queries as they are, run by Oxigraph until nothing is new, and
where there are axioms too, owlrl in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, Triple

from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.running.closure import close
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import OWL, XSD
from tests.properties import worlds
from tests.properties.oracle import reference, said
from tests.properties.worlds import THINGS, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.properties.worlds import TimedFact

# Numbers that are equal though written otherwise, dates, and texts, which have another order.
MEASURES = [
    *worlds.LITERALS,
    Literal("10", datatype=XSD.integer), Literal("1.0", datatype=XSD.decimal),
    Literal("2014-06-29", datatype=XSD.date), Literal("2017-07-09", datatype=XSD.date),
]  # fmt: skip
VARIABLES = ["?a", "?b", "?c"]
SIGNS = ["=", "!=", "<", ">", "<=", ">="]


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Draw a query that is a rule: one to three triples, comparisons of their variables."""
    variables = st.sampled_from(VARIABLES)
    ends = st.one_of(variables, variables, worlds.things.map(str))
    objects = st.one_of(ends, st.sampled_from(MEASURES).map(str))

    def pattern(subjects: st.SearchStrategy[str], objects: st.SearchStrategy[str]) -> str:
        if draw(st.integers(0, 3)) == 0:
            return f"{draw(subjects)} a {draw(worlds.classes)}"
        return f"{draw(subjects)} {draw(worlds.properties)} {draw(objects)}"

    body = [pattern(ends, objects) for _ in range(draw(st.integers(1, 3)))]
    known = [v for v in VARIABLES if any(v in triple.split() for triple in body)]
    bound = st.sampled_from(known) if known else worlds.things.map(str)
    measures = st.sampled_from(MEASURES).map(str)
    compared = st.one_of(
        # Oxigraph has <= true of an IRI and itself, where SPARQL 1.1 (17.3) has no order of IRIs.
        st.tuples(bound, st.sampled_from(SIGNS[:4]), st.one_of(bound, worlds.things.map(str))),
        st.tuples(bound, st.sampled_from(SIGNS), measures),
    ).map(" ".join)
    filters = [f"FILTER({text})" for text in draw(st.lists(compared, max_size=2))]
    where = f"{' . '.join(body)} {' '.join(filters)}"
    return f"CONSTRUCT {{ {pattern(bound, bound)} }} WHERE {{ {where} }}"


def built(store: OxigraphStore, query: str) -> list[Triple]:
    answer = store.query(query)
    assert isinstance(answer, list)
    return answer


def constructed(
    queries: Iterable[str], held: Iterable[Triple], conclude: Callable[[set[Triple]], set[Triple]]
) -> set[Triple]:
    """Return all that queries and conclusions draw in turn, from one day's facts."""
    known = conclude(set(held))
    while True:
        store = OxigraphStore(Quad(*triple) for triple in known)
        new = {triple for query in queries for triple in built(store, query)} - known
        if not new:
            return known
        known = conclude(known | new)


def timed_rules(
    queries: list[str],
    ontology: list[Triple],
    timed: list[TimedFact],
    days: list[int],
    conclude: Callable[[set[Triple]], set[Triple]],
) -> None:
    rules = [rule for n, query in enumerate(queries) for rule in compile_construct(query, f"r{n}")]
    closed = close(ontology, timed, rules)
    for day in days:
        held = [triple for triple, (first, last) in timed if first <= day <= last]
        theirs = said(constructed(queries, held, conclude), THINGS)
        assert said(closed.on(day), THINGS) == theirs, day


some_queries = st.lists(queries(), min_size=1, max_size=3)


@drawn
@given(some_queries, worlds.timed_facts(MEASURES), worlds.several_days)
def test_rules_alone(queries: list[str], timed: list[TimedFact], days: list[int]) -> None:
    plain = [(t, span) for t, span in timed if t.predicate not in (OWL.sameAs, OWL.differentFrom)]
    timed_rules(queries, [], plain, days, lambda known: known)


@drawn
@given(worlds.ontologies(4), some_queries, worlds.timed_facts(), st.integers(0, worlds.DAYS))
def test_rules_beside_axioms(
    ontology: list[Triple], queries: list[str], timed: list[TimedFact], day: int
) -> None:
    def conclude(known: set[Triple]) -> set[Triple]:
        return said(reference(frozenset([*ontology, *known]))[0], THINGS)

    timed_rules(queries, ontology, timed, [day], conclude)
