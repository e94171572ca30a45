"""Conclusions from claims hold when what they rest on holds at once, in each of the two modes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from kg.conclusions import Basis, figures
from kg.errors import InvalidRows, UsageError
from kg.reasoning import facts
from kg.reasoning.claims.asserted import Asserted
from kg.reasoning.claims.infer import timeless
from kg.reasoning.days import dates
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import AG, PROV, RDF
from tests.projects import PLEDGES, claim, entity, tie

if TYPE_CHECKING:
    from kg import Release
    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.spans import Spans

BASE = "https://example.org/my-project/"


@pytest.fixture(scope="module")
def basis(dated: Release) -> Basis:
    return Basis.read(dated.folder)


@pytest.fixture(scope="module")
def inference(basis: Basis) -> Inference:
    return basis.infer()


def written(spans: Spans) -> list[tuple[str, str]]:
    return [(str(first), str(last)) for first, last in map(dates, spans)]


CHAIN = tie("cell", AG.answersTo, "front")
NEVER = tie("commander", AG.servesUnder, "group")


def test_a_conclusion_holds_while_its_premises_do(inference: Inference) -> None:
    assert written(inference.certain.conclusions[CHAIN]) == [("2014-07-01", "2015-03-01")]
    # The end of the older pledge lies somewhere in March, so it may have lasted to its last day.
    assert written(inference.possible.conclusions[CHAIN]) == [("2014-07-01", "2015-03-31")]


def test_what_never_met_in_time_is_not_concluded(basis: Basis, inference: Inference) -> None:
    assert NEVER in timeless(basis.quads, basis.theory).conclusions
    for mode in (inference.certain, inference.possible):
        assert NEVER not in mode.closed.facts


def test_an_undated_claim_is_possible_on_all_days_and_certain_on_none(inference: Inference) -> None:
    undated = tie("river-front", AG.hasAllegianceOf, "front")
    assert inference.possible.conclusions[undated] == (ALWAYS,)
    assert undated not in inference.certain.closed.facts
    farther = tie("group", AG.answersTo, "river-front")
    assert written(inference.possible.conclusions[farther]) == [("2010-01-01", "2015-03-31")]


def test_what_is_certain_is_possible(inference: Inference) -> None:
    for fact, spans in inference.certain.closed.facts.items():
        held = inference.possible.closed.facts[fact]
        assert all(any(a <= first and last <= b for a, b in held) for first, last in spans)


def test_a_fact_rests_on_the_claims_of_its_days(inference: Inference) -> None:
    told = {f.fact: f for f in inference.certain.derived_facts()}
    assert told[CHAIN].sources == (claim("old-pledge"), claim("pledge"), claim("same-pledge"))
    assert told[CHAIN].rule == "prp-trp"
    stated = {f.fact: f for f in inference.possible.stated_facts()}
    both = stated[tie("cell", AG.allegiantTo, "group")]
    assert both.sources == (claim("pledge"), claim("same-pledge"))
    assert both.rule == ""


def test_that_a_claim_is_about_something_holds_on_its_days(basis: Basis) -> None:
    asserted = Asserted.read(basis.quads, basis.theory.schema)
    about = [f for _, f in asserted.claimed if f.predicate == AG.about]
    assert len(about) == len(PLEDGES) + 2
    certain, possible = asserted.given("certain"), asserted.given("possible")
    undated = next(f for f in about if f.subject == claim("undated"))
    assert undated not in certain.spans
    assert possible.spans[undated] == (ALWAYS,)


def test_figures_count_what_never_held(basis: Basis, inference: Inference) -> None:
    found = figures(basis)
    assert found.never >= 1
    assert found.timeless == found.possible + found.never
    assert found.certain < found.possible
    assert found.certain == sum(1 for _ in {f.fact for f in inference.certain.derived_facts()})


def test_facts_are_written_as_nodes_and_read_back(dated: Release, inference: Inference) -> None:
    quads = [*dated.quads("stated"), *dated.quads("inferred")]
    expected = [
        fact
        for mode in (inference.certain, inference.possible)
        for fact in (*mode.stated_facts(), *mode.derived_facts())
    ]
    assert set(facts.read(quad.triple for quad in quads)) == set(expected)
    nodes = [q.subject for q in quads if q.predicate == RDF.type and q.object == AG.TimedFact]
    assert len(set(nodes)) == len(nodes) == len(expected)


def test_each_fact_that_is_bounded_or_rests_on_claims_has_a_node(dated: Release) -> None:
    """All plain triples but kinds that hold on all days, which rest on no claim."""
    quads = list(dated.quads("inferred"))
    told = {fact.fact for fact in facts.read(quad.triple for quad in quads)}
    for quad in quads:
        graph = str(quad.graph_name)
        if graph.endswith(("certain>", "possible>")) and quad.subject != quad.graph_name:
            assert quad.triple in told or quad.predicate == RDF.type


def test_sparql_can_ask_about_time(dated: Release) -> None:
    rows = dated.select("""
        SELECT ?from ?until ?rule (GROUP_CONCAT(STR(?claim)) AS ?claims) {
          ?fact a ag:TimedFact ; rdf:subject ?one ; rdf:predicate ag:answersTo ; rdf:object ?other ;
                ag:mode ag:CertainMode ; ag:holdsFrom ?from ; ag:holdsUntil ?until ;
                ag:derivedBy ?rule ; prov:wasDerivedFrom ?claim .
          ?one rdfs:label "Cell"@en . ?other rdfs:label "Front"@en .
        } GROUP BY ?from ?until ?rule""")
    ((first, last, rule, claims),) = rows
    assert (first, last, rule) == (date(2014, 7, 1), date(2015, 3, 1), "prp-trp")
    expected = [claim(name).value for name in ("old-pledge", "pledge", "same-pledge")]
    assert sorted(str(claims).split()) == expected


def test_a_node_that_lacks_a_part_is_told() -> None:
    node = NamedNode("https://example.org/fact")
    half = [Triple(node, RDF.type, AG.TimedFact), Triple(node, RDF.subject, node)]
    with pytest.raises(InvalidRows, match="has not one rdf:subject, rdf:predicate and rdf:object"):
        facts.read(half)


def test_claims_of_a_source_and_of_little_credibility_can_be_left_out(basis: Basis) -> None:
    def claims(less: Basis) -> set[str]:
        return {
            q.subject.value.rpartition("/")[2]
            for q in less.quads
            if q.predicate == AG.about and isinstance(q.subject, NamedNode)
        }

    everything = claims(basis)
    assert claims(basis.less(["s9"])) == everything - {"same-pledge"}
    assert claims(basis.less([f"{BASE}source/s9"])) == everything - {"same-pledge"}
    assert claims(basis.less(min_credibility=2)) == {"pledge", "c1"}
    assert claims(basis.less(min_credibility=6)) == everything
    with pytest.raises(UsageError, match="no claim is stated in 'nobody'; there are: field-notes"):
        basis.less(["nobody"])


def test_a_release_gives_the_same_conclusions_as_its_project(
    dated: Release, inference: Inference
) -> None:
    again = Basis.read(dated.folder.parent).infer()
    for mode in ("certain", "possible"):
        assert again[mode].closed.facts.keys() >= inference[mode].conclusions.keys()
        assert again[mode].conclusions == inference[mode].conclusions


def test_no_conclusion_speaks_of_a_claim(dated: Release) -> None:
    subjects = {q.subject for q in dated.quads("inferred") if q.predicate != PROV.wasDerivedFrom}
    assert not [s for s in subjects if isinstance(s, NamedNode) and "/claim/" in s.value]
    assert Quad(entity("cell"), RDF.type, AG.Actor) not in subjects
