"""Proposals: what speaks for two parties being one and what against, and that it can be read."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import Literal, NamedNode

from kg.matching.propose import propose
from kg.vocabulary import AG
from tests.matching.worlds import MINT, World
from tests.projects import schema


def test_one_name_in_two_lists_is_proposed_with_its_evidence() -> None:
    world = World().party("a-1", "Maute group").party("b-1", "MAUTE GROUP", "IS-Ranao")
    (proposal,) = world.proposals(0.6)
    assert proposal.key == (MINT.entity("a-1"), MINT.entity("b-1"))
    assert "“Maute group” (label) ~ “MAUTE GROUP” (label), 1.00 alike" in proposal.evidence
    told = round(min(1, sum(part.points for part in proposal.parts)), 2)
    assert proposal.score == told <= 1


def test_parties_of_one_list_are_not_compared() -> None:
    world = World().party("a-1", "Maute group").party("a-2", "Maute group")
    assert world.pairs(0) == []


def test_an_abbreviation_finds_the_name_in_full() -> None:
    world = World().party("a-1", "MILF", code="PH")
    world.party("b-1", "Moro Islamic Liberation Front", code="PH").party("b-2", "Khmer Front")
    (proposal,) = world.proposals(0.3)
    assert proposal.other.label == "Moro Islamic Liberation Front"
    assert [part.about for part in proposal.parts] == ["acronym", "country"]
    assert proposal.score < 0.6  # by itself an abbreviation is a lead, and no more


def test_a_splinter_is_not_its_whole() -> None:
    world = World().party("a-1", "Abu Sayyaf Group")
    world.party("b-1", "Abu Sayyaf").party("b-2", "Abu Sayyaf - Radullan Sahiron faction")
    assert world.pairs() == [("a-1", "b-1")]


def test_what_a_source_relates_to_each_other_is_not_one() -> None:
    world = World().party("a-1", "Northern Brigade").party("b-1", "Northern Brigade")
    (before,) = world.proposals()
    world.claim("a-1", AG.Split, "b-1")
    (after,) = world.proposals()
    assert after.score == pytest.approx(before.score - 0.4)


@pytest.mark.parametrize(
    ("one", "other", "is_proposed"),
    [
        (AG.ArmedGroup, AG.Organisation, True),
        (AG.ArmedGroup, AG.Actor, True),
        (AG.ArmedGroup, AG.Person, False),
        (AG.ArmedGroup, AG.Government, False),
        (AG.StateForce, AG.Government, True),
        (AG.ArmedGroup, AG.CollectiveLabel, False),
    ],
)
def test_kinds_that_cannot_be_one_are_not_compared(
    one: NamedNode, other: NamedNode, is_proposed: bool
) -> None:
    world = World().party("a-1", "River Front", kind=one).party("b-1", "River Front", kind=other)
    assert bool(world.pairs()) == is_proposed


def test_dates_and_countries_speak_for_and_against() -> None:
    def score(code: str, born: str) -> float:
        world = World().party("a-1", "Ali Hassan Omar", kind=AG.Person, code="SO")
        world.party("b-1", "OMAR, Ali Hassan", kind=AG.Person, code=code)
        world.claim("a-1", AG.Existence, start="1970-05-02", role="birth")
        world.claim("b-1", AG.Existence, start=born, role="birth")
        return world.proposals()[0].score

    assert score("SO", "1970") > score("KE", "1970") > score("KE", "1973") > score("KE", "1990")


def test_a_name_that_many_have_tells_less() -> None:
    world = World().party("a-1", "National Liberation Army")
    world.party("b-1", "National Liberation Army")
    (alone,) = world.proposals()
    world.party("b-2", "National Liberation Army").party("b-3", "National Liberation Army")
    assert {p.score < alone.score - 0.1 for p in world.proposals()} == {True}


def test_the_better_fit_is_told_to_the_other() -> None:
    world = World().party("a-1", "Armed Islamic Group", "Groupe islamique armé")
    world.party("b-1", "Armed Islamic Group", "Groupe islamique armé")
    world.party("b-2", "Armed Islamic Group of Jijel")
    rival = {p.other.iri: p.evidence for p in world.proposals()}[MINT.entity("b-2")]
    assert "rival -0.15: “Armed Islamic Group” is more like “Armed Islamic Group”" in rival


def test_what_was_decided_is_the_better_fit() -> None:
    world = World().party("a-1", "Islamic State").party("b-1", "Daesh")
    world.party("b-2", "Islamic State Mindanao")
    (before,) = world.proposals()
    world.claim("b-1", AG.ExactMatch, "a-1")
    (after,) = world.proposals()
    assert after.evidence.endswith("rival -0.15: “Islamic State” is more like “Daesh”")
    assert after.score == pytest.approx(before.score - 0.15)


def test_a_denied_match_of_neighbours_does_not_speak_for_a_pair() -> None:
    world = World()
    for name, other in (("a", "Ranao Front"), ("b", "Delta Army")):
        world.party(f"{name}-1", other).party(f"{name}-2", "Lanao Movement")
        world.claim(f"{name}-2", AG.Allegiance, f"{name}-1")
    world.claim("b-1", AG.ExactMatch, "a-1", stance="denies")
    (proposal,) = world.proposals(0.6)
    assert "network" not in proposal.evidence


def test_neighbours_that_are_paired_speak_for_a_pair() -> None:
    world = World()
    for name in ("a", "b"):
        world.party(f"{name}-1", "Ranao Front").party(f"{name}-2", "Lanao Movement")
    scores = {p.key: p.score for p in world.proposals()}
    for name in ("a", "b"):
        world.claim(f"{name}-2", AG.Allegiance, f"{name}-1")
    for proposal in world.proposals(0.6):
        assert "network +0.10: one is tied to" in proposal.evidence
        assert proposal.score == pytest.approx(min(1, scores[proposal.key] + 0.1))


def test_a_denied_or_retracted_name_is_none() -> None:
    for stance, status in (("denies", "accepted"), ("affirms", "retracted")):
        world = World().party("a-1", "Qrx").party("b-1", "Maute group")
        world.claim("a-1", AG.Naming, Literal("Maute group"), stance=stance, status=status)
        assert world.pairs(0) == []


@pytest.mark.parametrize("kind", [AG.ExactMatch, AG.CloseMatch])
@pytest.mark.parametrize("stance", ["affirms", "denies"])
def test_what_is_decided_is_left_out_until_it_is_retracted(kind: NamedNode, stance: str) -> None:
    world = World().party("a-1", "Maute group").party("b-1", "Maute group")
    world.claim("b-1", kind, "a-1", stance=stance)
    assert world.pairs(0) == []
    world = World().party("a-1", "Maute group").party("b-1", "Maute group")
    world.claim("b-1", kind, "a-1", stance=stance, status="retracted")
    assert world.pairs() == [("a-1", "b-1")]


def test_only_two_sources_are_compared_if_asked() -> None:
    world = World().party("a-1", "Maute").party("b-1", "Maute").party("c-1", "Maute")
    assert len(world.pairs()) == 3
    sources = (MINT.source("c"), MINT.source("a"))
    (proposal,) = propose(world.quads(), schema(), sources=sources)
    assert proposal.key == (MINT.entity("a-1"), MINT.entity("c-1"))


def test_two_parties_of_one_source_are_compared_if_asked() -> None:
    world = World().party("a-1", "Maute group").party("a-2", "The Maute").party("b-1", "Maute")
    (proposal,) = propose(
        world.quads(), schema(), threshold=0.4, sources=(MINT.source("a"), MINT.source("a"))
    )
    assert proposal.key == (MINT.entity("a-1"), MINT.entity("a-2"))


def test_a_community_is_less_likely_a_group_of_its_name() -> None:
    def score(kind: NamedNode) -> float:
        world = World().party("a-1", "Delta Men", kind=kind)
        (proposal,) = world.party("b-1", "Delta Men", kind=AG.Organisation).proposals()
        return proposal.score

    assert score(AG.CommunalGroup) == pytest.approx(score(AG.ArmedGroup) - 0.1)


def test_the_order_of_the_quads_does_not_matter() -> None:
    world = World()
    for number in range(12):
        world.party(f"a-{number}", f"Liberation Army {number} of the Delta", "Delta Front")
        world.party(f"b-{number}", f"Delta Liberation Army {number}", "Front of the Delta")
    quads = list(world.quads())
    first = [(p.key, p.evidence) for p in propose(quads, schema(), threshold=0)]
    assert first
    random.Random(5).shuffle(quads)  # noqa: S311  (no secret)
    assert [(p.key, p.evidence) for p in propose(quads, schema(), threshold=0)] == first
