"""Direct facts: what some accepted claim states outright, and nothing else."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.reasoning.claims.asserted import Asserted
from kg.vocabulary import AG
from tests.projects import RDF, schema

BASE = "https://example.org/p/"
BRIGADE, FRONT = (NamedNode(f"{BASE}entity/{name}") for name in ("brigade", "front"))
FACT = Triple(BRIGADE, AG.allegiantTo, FRONT)


def stated(text: str) -> set[Triple]:
    quads = parse(input=text, format=RdfFormat.TURTLE)
    return set(Asserted.read(quads, schema()).direct)


def relationship(kind: str, *parties: str) -> str:
    """Return a second relationship and an accepted claim about it."""
    claim = RDF[RDF.index("claim:1 a") :].replace("claim:1", "claim:2").replace("r:1", "r:2")
    return f"{RDF} r:2 a ag:{kind} ; {' ; '.join(parties)} . {claim}"


def test_an_accepted_claim_that_states_it_makes_a_fact() -> None:
    assert stated(RDF) == {FACT}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ag:Affirms", "ag:Denies"),
        ("ag:Stated", "ag:Expected"),
        ("ag:Stated", "ag:Likely"),
        ("ag:Stated", "ag:Possible"),
        ("ag:Stated", "ag:Planned"),
        ("ag:Accepted", "ag:Contested"),
        ("ag:Accepted", "ag:Superseded"),
        ("ag:Accepted", "ag:Retracted"),
        ("e:brigade a ag:ArmedGroup", "e:brigade a ag:CollectiveLabel"),
        ("e:front a ag:ArmedGroup", "e:front a ag:CollectiveLabel"),
        ("e:front a ag:ArmedGroup", "<C> rdfs:subClassOf ag:CollectiveLabel . e:front a <C>"),
        ("ag:about r:1", "ag:about r:2"),
    ],
)
def test_one_that_does_not_makes_none(old: str, new: str) -> None:
    assert RDF.count(old) == 1
    assert stated(RDF.replace(old, new)) == set()


def test_one_claim_that_states_it_is_enough_whatever_others_say() -> None:
    claim = RDF[RDF.index("claim:1 a") :].replace("claim:1", "claim:2")
    assert stated(RDF + claim.replace("ag:Affirms", "ag:Denies")) == {FACT}
    assert stated(RDF + claim) == {FACT}


def test_a_fact_may_lead_to_a_text() -> None:
    found = stated(relationship("Naming", "ag:named e:front", 'ag:name "The Front"'))
    assert Triple(FRONT, AG.knownAs, Literal("The Front")) in found


@pytest.mark.parametrize(
    ("kind", "parties"),
    [
        ("Dissolution", ["ag:dissolved e:front"]),
        ("Estimate", ["ag:estimated e:front", "ag:measure ag:Fighters"]),
    ],
)
def test_a_relationship_without_a_direct_property_makes_no_fact(
    kind: str, parties: list[str]
) -> None:
    kinds = {k.iri: k for k in schema().relationships.values()}
    if kinds[AG[kind]].direct is None:
        assert stated(relationship(kind, *parties)) == {FACT}


def test_every_direct_property_is_stated_by_its_class() -> None:
    for kind in schema().relationships.values():
        if kind.direct is None or kind.object_role is None:
            continue
        obj = '"A name"' if kind.literal_object else "e:front"
        name = kind.iri.value.removeprefix(str(AG))
        roles = [f"<{kind.subject_role.value}> e:brigade", f"<{kind.object_role.value}> {obj}"]
        node = Literal("A name") if kind.literal_object else FRONT
        assert stated(relationship(name, *roles)) == {FACT, Triple(BRIGADE, kind.direct, node)}
