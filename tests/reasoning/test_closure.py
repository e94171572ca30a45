"""OWL 2 RL: transitive, inverse, symmetric, chains, classes, contradictions; nothing trivial."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.reasoning.plain.owl_rl import Closure, closure
from kg.vocabulary import AG, OWL, RDF, RDFS, SKOS, XSD
from tests.projects import schema

NAMES = (
    "cell group front person town province country battle campaign war match1 match2 match3 one two"
)
THING = {name: NamedNode(f"https://example.org/{name}") for name in NAMES.split()}


def fact(subject: str, predicate: NamedNode, obj: str) -> Triple:
    return Triple(THING[subject], predicate, THING[obj])


GIVEN = {
    fact("town", AG.within, "province"),
    fact("province", AG.within, "country"),
    fact("cell", AG.allegiantTo, "group"),
    fact("group", AG.allegiantTo, "front"),
    fact("person", AG.leads, "cell"),
    fact("cell", AG.presentIn, "town"),
    fact("group", AG.controls, "province"),
    fact("cell", AG.participatedIn, "battle"),
    fact("battle", AG.partOfEvent, "campaign"),
    fact("campaign", AG.partOfEvent, "war"),
    fact("battle", AG.occurredAt, "town"),
    fact("one", AG.alliedWith, "two"),
    fact("match1", SKOS.exactMatch, "match2"),
    fact("match2", SKOS.exactMatch, "match3"),
    fact("match1", SKOS.closeMatch, "one"),
    Triple(THING["front"], AG.knownAs, Literal("The Front")),
    Triple(THING["town"], RDF.type, AG.Settlement),
}
EXPECTED = [
    ("transitive", fact("town", AG.within, "country")),
    ("transitive, twice", fact("cell", AG.answersTo, "front")),
    ("inverse", fact("country", AG.containsPlace, "town")),
    ("inverse of what is given", fact("group", AG.hasAllegianceOf, "cell")),
    ("symmetric", fact("two", AG.alliedWith, "one")),
    ("implied property", fact("cell", AG.affiliatedWith, "group")),
    ("implied twice over", fact("person", AG.memberOf, "cell")),
    ("chain: present in a part", fact("cell", AG.presentIn, "country")),
    ("chain: member of one that answers", fact("person", AG.servesUnder, "front")),
    ("chain: took part in a part", fact("cell", AG.participatedIn, "war")),
    ("chain: occurred in a part", fact("battle", AG.occurredAt, "country")),
    ("chain over a chain", fact("cell", AG.activeIn, "country")),
    ("class above", Triple(THING["town"], RDF.type, AG.Place)),
    ("class by domain", Triple(THING["person"], RDF.type, AG.Actor)),
    ("class by range", Triple(THING["province"], RDF.type, AG.Place)),
    ("exact match both ways", fact("match3", SKOS.exactMatch, "match1")),
    ("close match both ways", fact("one", SKOS.closeMatch, "match1")),
]
NOT_EXPECTED = [
    ("affiliation is not transitive", fact("cell", AG.affiliatedWith, "front")),
    ("membership is not allegiance", fact("person", AG.answersTo, "group")),
    ("close matches do not chain", fact("two", SKOS.closeMatch, "match1")),
    ("what holds of a whole does not hold of its part", fact("group", AG.presentIn, "town")),
    ("a match is not the same", fact("match1", OWL.sameAs, "match2")),
    ("a leader is not led", fact("cell", AG.memberOf, "person")),
]


@pytest.fixture(scope="module")
def found() -> Closure:
    return closure(schema().triples, GIVEN)


@pytest.mark.parametrize("triple", [t for _, t in EXPECTED], ids=[why for why, _ in EXPECTED])
def test_what_follows_is_found(found: Closure, triple: Triple) -> None:
    assert triple in found.triples


@pytest.mark.parametrize(
    "triple", [t for _, t in NOT_EXPECTED], ids=[why for why, _ in NOT_EXPECTED]
)
def test_what_does_not_follow_is_not(found: Closure, triple: Triple) -> None:
    assert triple not in found.triples


def test_what_was_given_is_no_conclusion(found: Closure) -> None:
    assert not found.triples & GIVEN


def test_conclusions_are_about_the_things_given_and_not_about_the_ontology(found: Closure) -> None:
    given = {triple.subject for triple in GIVEN} | {triple.object for triple in GIVEN}
    assert {triple.subject for triple in found.triples} <= given
    assert not any(isinstance(triple.subject, Literal) for triple in found.triples)
    assert not any(isinstance(triple.object, Literal) for triple in found.triples)


def test_nothing_trivial_is_concluded(found: Closure) -> None:
    assert not [t for t in found.triples if t.subject == t.object]
    types = {t.object for t in found.triples if t.predicate == RDF.type}
    assert not types & {OWL.Thing, RDFS.Resource, OWL.NamedIndividual, XSD.string}


def test_there_is_no_contradiction_in_them(found: Closure) -> None:
    assert found.contradictions == ()


def test_every_contradiction_is_told_with_the_things_it_is_about() -> None:
    found = closure(
        schema().triples,
        {
            Triple(THING["one"], RDF.type, AG.ArmedGroup),
            Triple(THING["one"], RDF.type, AG.Person),
            Triple(THING["town"], RDF.type, AG.Place),
            Triple(THING["town"], RDF.type, AG.Battle),
            fact("cell", AG.splinterOf, "group"),
            fact("group", AG.splinterOf, "cell"),
            fact("two", AG.splinterOf, "two"),
        },
    )
    told = "\n".join(found.contradictions)
    for expected in ("one", "town", "cell and https://example.org/group", "two"):
        assert f"https://example.org/{expected}" in told
    assert list(found.contradictions) == sorted(set(found.contradictions))
