"""Every term is described, and the relationships are those of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import URIRef

from kg.vocabulary import AG, OWL, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from rdflib import Graph

ag, owl, rdf, rdfs, skos = (n.rdflib for n in (AG, OWL, RDF, RDFS, SKOS))
ONTOLOGY = URIRef("https://w3id.org/allegiance/ontology")


def name(term: object) -> str:
    return str(term).removeprefix(str(AG))


# Every term is described


def test_the_closed_namespace_is_the_ontology(terms: set[URIRef]) -> None:
    assert {name(term) for term in terms} == set(AG)


@pytest.mark.parametrize("predicate", [rdfs.label, skos.definition, skos.example], ids=str)
def test_every_term_has_one_text_in_english(
    ontology: Graph, predicate: URIRef, terms: set[URIRef]
) -> None:
    for term in terms:
        texts = list(ontology.objects(term, predicate))
        assert [getattr(text, "language", None) for text in texts] == ["en"], name(term)
        assert all(str(text).strip() == str(text) != "" for text in texts), name(term)


def test_every_term_is_defined_by_the_ontology(ontology: Graph, terms: set[URIRef]) -> None:
    for term in terms:
        assert list(ontology.objects(term, rdfs.isDefinedBy)) == [ONTOLOGY], name(term)


def test_definitions_are_sentences_and_differ(ontology: Graph, terms: set[URIRef]) -> None:
    texts = [str(text) for term in terms for text in ontology[term : skos.definition]]
    assert [text for text in texts if not text.endswith(".")] == []
    assert len(set(texts)) == len(texts)


def test_labels_differ_within_a_kind(ontology: Graph, terms: set[URIRef]) -> None:
    for kind in (owl.Class, owl.ObjectProperty, owl.DatatypeProperty, owl.NamedIndividual):
        found = [t for t in terms if (t, rdf.type, kind) in ontology]
        labels = [str(label) for term in found for label in ontology[term : rdfs.label]]
        assert len(set(labels)) == len(labels), kind


def test_reused_terms_are_declared_and_name_their_home(ontology: Graph) -> None:
    mentioned = {
        term
        for triple in ontology
        for term in triple[1:]
        if isinstance(term, URIRef) and "#" in term and not term.startswith(str(AG))
    }
    built_in = (str(OWL), str(RDF), str(RDFS), str(XSD))
    for term in mentioned:
        if not str(term).startswith(built_in) and (None, rdfs.isDefinedBy, term) not in ontology:
            declared = (term, rdfs.isDefinedBy, None) in ontology
            assert declared or (None, rdfs.seeAlso, term) in ontology, term


# Relationships


class Expected(NamedTuple):
    """A row of the model's table: roles with their ranges, the direct property with its own."""

    subject_role: str
    subject: str
    object_role: str | None = None
    object: str | None = None
    direct: str | None = None
    domain: str | None = None
    range: str | None = None
    inverse: str | None = None


def _ties(*names: str) -> Expected:
    subject, obj, direct, *inverse = names
    return Expected(subject, "Party", obj, "Party", direct, "Actor", "Actor", *inverse)


RELATIONSHIPS = {
    "Affiliation": _ties("affiliate", "principal", "affiliatedWith", "hasAffiliate"),
    "Allegiance": _ties("subordinate", "superior", "allegiantTo", "hasAllegianceOf"),
    "Membership": _ties("member", "group", "memberOf", "hasMember"),
    "Leadership": _ties("leader", "led", "leads", "ledBy"),
    "Alliance": _ties("ally", "alliedParty", "alliedWith"),
    "Rivalry": _ties("rival", "rivalParty", "rivalOf"),
    "Support": _ties("supporter", "supported", "supports", "supportedBy"),
    "Recognition": _ties("recogniser", "recognised", "recognises", "recognisedBy"),
    "Designation": _ties("designator", "designee", "designates", "designatedBy"),
    "Association": _ties("associate", "associatedParty", "associatedWith"),
    "Joining": _ties("joiner", "joinedGroup", "joined", "joinedBy"),
    "Control": Expected(
        "controller", "Party", "territory", "Place", "controls", "Actor", "Place", "controlledBy"
    ),
    "Presence": Expected(
        "present", "Party", "location", "Place", "presentIn", "Actor", "Place", "hasPresenceOf"
    ),
    "Origin": Expected(
        "originating", "Party", "origin", "Place", "originatesFrom", "Actor", "Place", "originOf"
    ),
    "Harbouring": Expected(
        "harbour", "Place", "guest", "Party", "harbours", "Place", "Actor", "harbouredIn"
    ),
    "Containment": Expected(
        "part", "Place", "whole", "Place", "within", "Place", "Place", "containsPlace"
    ),
    "Participation": Expected(
        "participant", "Party", "contest", "Event",
        "participatedIn", "Actor", "Event", "hasParticipant",
    ),
    "Planning": Expected(
        "planner", "Party", "plannedEvent", "Event", "hasPlanned", "Actor", "Event", "plannedBy"
    ),
    "Targeting": Expected(
        "targeting", "Entity", "target", "Entity", "targets", "Entity", "Entity", "targetedBy"
    ),
    "Occurrence": Expected(
        "occurring", "Event", "scene", "Place", "occurredAt", "Event", "Place", "sceneOf"
    ),
    "Inclusion": Expected(
        "subEvent", "Event", "superEvent", "Event", "partOfEvent", "Event", "Event", "hasSubEvent"
    ),
    "Estimate": Expected(
        "estimated", "Entity", "measure", "Measure", "hasEstimateOf", "Entity", "Measure"
    ),
    "Naming": Expected("named", "Entity", "name", "string", "knownAs", "Entity", "string"),
    "ExactMatch": Expected("matched", "Entity", "match", None, "exactMatch"),
    "CloseMatch": Expected("closelyMatched", "Entity", "nearMatch", None, "closeMatch"),
    "Existence": Expected("existing", "Entity"),
    "Founding": Expected(
        "founded", "Organisation", "founder", "Actor",
        "foundedBy", "Organisation", "Actor", "founderOf",
    ),
    "Rename": Expected(
        "renamed", "Organisation", "newName", "string", "renamedTo", "Organisation", "string"
    ),
    "Split": Expected(
        "splinter", "Organisation", "parentOrganisation", "Organisation",
        "splinterOf", "Organisation", "Organisation", "hasSplinter",
    ),
    "Merger": Expected(
        "mergedOrganisation", "Organisation", "mergerResult", "Organisation",
        "mergedInto", "Organisation", "Organisation", "mergerOf",
    ),
    "Dissolution": Expected("dissolved", "Organisation"),
    "Succession": Expected(
        "successor", "Organisation", "predecessor", "Organisation",
        "succeeds", "Organisation", "Organisation", "succeededBy",
    ),
}  # fmt: skip
ABSTRACT = {"ChangeEvent"}
CHANGES = {"Founding", "Rename", "Split", "Merger", "Joining", "Dissolution", "Succession"}


def local(graph: Graph, subject: URIRef, predicate: URIRef) -> str | None:
    """Return the local name of the one value, None if there is none."""
    values = [str(value) for value in graph.objects(subject, predicate)]
    assert len(values) <= 1, (subject, predicate)
    return values[0].rsplit("#", 1)[-1] if values else None


def test_the_relationship_classes_are_those_of_the_model(ontology: Graph) -> None:
    below = set(ontology.transitive_subjects(rdfs.subClassOf, ag.Relationship))
    assert {name(term) for term in below} - {"Relationship"} == set(RELATIONSHIPS) | ABSTRACT
    below = set(ontology.transitive_subjects(rdfs.subClassOf, ag.ChangeEvent))
    assert {name(term) for term in below} - {"ChangeEvent"} == CHANGES


@pytest.mark.parametrize("kind", RELATIONSHIPS)
def test_a_relationship_class_declares_its_roles(ontology: Graph, kind: str) -> None:
    expected, term = RELATIONSHIPS[kind], ag[kind]
    found = [local(ontology, term, p) for p in (ag.subjectRole, ag.objectRole, ag.directProperty)]
    assert found == [expected.subject_role, expected.object_role, expected.direct]


@pytest.mark.parametrize("kind", RELATIONSHIPS)
def test_roles_lead_from_the_class_to_their_range(ontology: Graph, kind: str) -> None:
    row = RELATIONSHIPS[kind]
    for role, target in ((row.subject_role, row.subject), (row.object_role, row.object)):
        if role:
            wanted = owl.DatatypeProperty if target == "string" else owl.ObjectProperty
            assert {wanted, owl.FunctionalProperty} <= set(ontology.objects(ag[role], rdf.type))
            assert local(ontology, ag[role], rdfs.domain) == kind
            assert local(ontology, ag[role], rdfs.range) == target


@pytest.mark.parametrize("kind", [k for k, row in RELATIONSHIPS.items() if row.domain])
def test_direct_properties_and_their_inverses(ontology: Graph, kind: str) -> None:
    row = RELATIONSHIPS[kind]
    direct = ag[str(row.direct)]
    assert local(ontology, direct, rdfs.domain) == row.domain
    assert local(ontology, direct, rdfs.range) == row.range
    assert local(ontology, direct, owl.inverseOf) == row.inverse
    symmetric = (direct, rdf.type, owl.SymmetricProperty) in ontology
    assert symmetric == (kind in {"Alliance", "Rivalry", "Association"})
    if row.inverse:
        assert local(ontology, ag[row.inverse], rdfs.domain) == row.range
        assert local(ontology, ag[row.inverse], rdfs.range) == row.domain


def test_role_names_are_unique_and_no_direct_property_has_one() -> None:
    roles = [r for row in RELATIONSHIPS.values() for r in (row.subject_role, row.object_role) if r]
    directs = {name for row in RELATIONSHIPS.values() for name in (row.direct, row.inverse) if name}
    assert len(set(roles)) == len(roles)
    assert not set(roles) & directs


def test_the_hierarchy_and_the_chains_of_the_model(ontology: Graph) -> None:
    for sub, sup in (
        ("allegiantTo", "affiliatedWith"), ("allegiantTo", "answersTo"), ("leads", "memberOf"),
        ("memberOf", "affiliatedWith"), ("joined", "affiliatedWith"), ("controls", "presentIn"),
        ("presentIn", "activeIn"), ("couldHarbourByControl", "couldHarbour"),
        ("couldHarbourByPresence", "couldHarbour"), ("couldHarbourByAssessment", "couldHarbour"),
    ):  # fmt: skip
        assert (ag[sub], rdfs.subPropertyOf, ag[sup]) in ontology
    chains = {
        name(s): [name(part) for part in ontology.items(head)]
        for s, head in ontology.subject_objects(owl.propertyChainAxiom)
    }
    assert chains == {
        "presentIn": ["presentIn", "within"],
        "occurredAt": ["occurredAt", "within"],
        "participatedIn": ["participatedIn", "partOfEvent"],
        "servesUnder": ["memberOf", "answersTo"],
        "activeIn": ["participatedIn", "occurredAt"],
    }


def test_values_of_enumerations_are_in_the_scheme_of_their_class(ontology: Graph) -> None:
    schemes = {
        "Stance": ("Stances", 2), "Status": ("Statuses", 4), "Modality": ("Modalities", 5),
        "Reliability": ("ReliabilityScale", 6), "Credibility": ("CredibilityScale", 6),
        "PlacePrecision": ("PlacePrecisions", 6), "Measure": ("Measures", 10), "Mode": ("Modes", 2),
        "SoleOffice": ("SoleOffices", 1),
    }  # fmt: skip
    for kind, (scheme, size) in schemes.items():
        values = set(ontology.subjects(rdf.type, ag[kind]))
        assert values == set(ontology.subjects(skos.inScheme, ag[scheme])), kind
        assert len(values) == size, kind
