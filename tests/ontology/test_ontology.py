"""The ontology, its alignments and its JSON-LD context say what the model asks of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import owlrl
import pytest
from pyld import jsonld
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg import resources
from kg.vocabulary import AG, OWL, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from pathlib import Path

ag, owl, rdf, rdfs, skos, xsd = (n.rdflib for n in (AG, OWL, RDF, RDFS, SKOS, XSD))
FOLDER: Path = resources.folder("ontology")
ONTOLOGY = URIRef("https://w3id.org/allegiance/ontology")
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(FOLDER / "allegiance.ttl")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(FOLDER / "alignments.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))
    return document


def terms(graph: Graph) -> set[URIRef]:
    return {
        subject
        for subject in graph.subjects(rdf.type, unique=True)
        if isinstance(subject, URIRef) and subject.startswith(str(AG))
    }


def name(term: object) -> str:
    return str(term).removeprefix(str(AG))


# Every term is described


def test_the_closed_namespace_is_the_ontology(ontology: Graph) -> None:
    assert {name(term) for term in terms(ontology)} == set(AG)


@pytest.mark.parametrize("predicate", [rdfs.label, skos.definition, skos.example], ids=str)
def test_every_term_has_one_text_in_english(ontology: Graph, predicate: URIRef) -> None:
    for term in terms(ontology):
        texts = list(ontology.objects(term, predicate))
        assert [getattr(text, "language", None) for text in texts] == ["en"], name(term)
        assert all(str(text).strip() == str(text) != "" for text in texts), name(term)


def test_every_term_is_defined_by_the_ontology(ontology: Graph) -> None:
    for term in terms(ontology):
        assert list(ontology.objects(term, rdfs.isDefinedBy)) == [ONTOLOGY], name(term)


def test_definitions_are_sentences_and_differ(ontology: Graph) -> None:
    texts = [str(text) for term in terms(ontology) for text in ontology[term : skos.definition]]
    assert [text for text in texts if not text.endswith(".")] == []
    assert len(set(texts)) == len(texts)


def test_labels_differ_within_a_kind(ontology: Graph) -> None:
    for kind in (owl.Class, owl.ObjectProperty, owl.DatatypeProperty, owl.NamedIndividual):
        found = [t for t in terms(ontology) if (t, rdf.type, kind) in ontology]
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
}  # fmt: skip
ABSTRACT = {"ChangeEvent"}
CHANGES = {"Founding", "Rename", "Split", "Merger", "Joining", "Dissolution"}


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
    assert symmetric == (kind in {"Alliance", "Rivalry"})
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
        "PlacePrecision": ("PlacePrecisions", 6), "Measure": ("Measures", 10),
    }  # fmt: skip
    for kind, (scheme, size) in schemes.items():
        values = set(ontology.subjects(rdf.type, ag[kind]))
        assert values == set(ontology.subjects(skos.inScheme, ag[scheme])), kind
        assert len(values) == size, kind


# Inference


def closure(*graphs: Graph) -> Graph:
    merged = Graph()
    for graph in graphs:
        merged += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(merged)
    return merged


def contradictions(graph: Graph) -> list[object]:
    return [*graph.objects(None, OWLRL_ERROR), *graph.subjects(rdf.type, owl.Nothing)]


DATA = """
    @prefix ag: <https://w3id.org/allegiance/ontology#> . @prefix e: <https://example.org/> .
    e:maute a ag:ArmedGroup ; ag:allegiantTo e:is . e:is a ag:ArmedGroup .
    e:omar a ag:Person ; ag:memberOf e:maute .
    e:maute ag:participatedIn e:battle . e:battle ag:occurredAt e:marawi .
    e:marawi a ag:Settlement ; ag:within e:lanao . e:lanao ag:within e:philippines .
    e:philippines a ag:Country .
"""


def test_the_ontology_is_consistent(ontology: Graph, alignments: Graph) -> None:
    data = Graph().parse(data=DATA, format="turtle")
    inferred = closure(ontology, alignments, data)
    assert contradictions(inferred) == []
    e = "https://example.org/"
    for subject, predicate, value in (
        ("omar", "servesUnder", "is"), ("maute", "activeIn", "philippines"),
        ("is", "hasAffiliate", "maute"), ("battle", "occurredAt", "philippines"),
    ):  # fmt: skip
        assert (URIRef(e + subject), ag[predicate], URIRef(e + value)) in inferred
    same = [(s, o) for s, o in inferred.subject_objects(owl.sameAs) if s != o]
    assert [pair for pair in same if isinstance(pair[0], URIRef)] == []


@pytest.mark.parametrize(
    "data",
    [
        "e:a a ag:Person , ag:Organisation .",
        "e:a a ag:CollectiveLabel ; ag:allegiantTo e:b .",
        "e:a ag:splinterOf e:a .",
        "e:a ag:splinterOf e:b . e:b ag:splinterOf e:a .",
        "e:c ag:stance ag:Affirms , ag:Denies .",
        "e:c ag:status ag:Accepted , ag:Contested .",
        "e:a a ag:Country , ag:Site .",
    ],
)
def test_contradictory_data_is_found_out(ontology: Graph, data: str) -> None:
    prefixes = f"@prefix ag: <{AG}> . @prefix e: <https://example.org/> . "
    assert contradictions(closure(ontology, Graph().parse(data=prefixes + data, format="turtle")))


# Alignments


def test_alignments_mention_only_terms_that_exist(ontology: Graph, alignments: Graph) -> None:
    used = {term for triple in alignments for term in triple if str(term).startswith(str(AG))}
    assert used <= terms(ontology)


def test_alignments_mint_nothing_for_ucdp_and_acled(alignments: Graph) -> None:
    for term in alignments.all_nodes():
        assert not (isinstance(term, URIRef) and ("ucdp" in term or "acled" in term)), term
    for predicate in (ag.ucdpCode, ag.acledCode):
        codes = list(alignments.objects(None, predicate))
        assert codes
        assert all(isinstance(code, Literal) and code.language is None for code in codes)


def test_every_ucdp_place_precision_and_kind_of_actor_is_mapped_once(alignments: Graph) -> None:
    codes = [str(code) for code in alignments.objects(None, ag.ucdpCode)]
    for variable, last in (("where_prec", 7), ("Org", 4), ("type_of_violence", 3)):
        found = sorted(code for code in codes if code.startswith(variable + "="))
        assert found == [f"{variable}={number}" for number in range(1, last + 1)]


def test_owl_axioms_of_the_alignments_name_declared_terms(alignments: Graph) -> None:
    for predicate in (rdfs.subClassOf, rdfs.subPropertyOf):
        for value in alignments.objects(None, predicate):
            assert (value, rdf.type, None) in alignments, value


# The JSON-LD context


def offline(url: str, _options: object) -> dict[str, Any]:
    raise AssertionError(f"a test must not fetch {url}")


def graph_of(document: dict[str, Any]) -> Graph:
    options = {"format": "application/n-quads", "documentLoader": offline}
    return Graph().parse(data=jsonld.to_rdf(document, options), format="nt")


def compacted(graph: Graph, context: dict[str, Any]) -> dict[str, Any]:
    expanded = jsonld.from_rdf(graph.serialize(format="nt"), {"format": "application/n-quads"})
    document: dict[str, Any] = jsonld.compact(expanded, context, {"documentLoader": offline})
    return document


def test_every_term_has_its_own_name_in_the_context(
    ontology: Graph, context: dict[str, Any]
) -> None:
    entries = context["@context"]
    for term in terms(ontology):
        entry = entries[name(term)]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"ag:{name(term)}"


def test_the_context_coerces_what_is_fixed_and_nothing_else(
    ontology: Graph, context: dict[str, Any]
) -> None:
    entries, fixed = context["@context"], {xsd.integer: "xsd:integer", xsd.decimal: "xsd:decimal"}
    bounds = {"earliestStart", "latestStart", "earliestEnd", "latestEnd"}
    for term in terms(ontology):
        entry = entries[name(term)]
        coercion = entry.get("@type") if isinstance(entry, dict) else None
        if (term, rdf.type, owl.ObjectProperty) in ontology:
            assert coercion in {"@id", "@vocab"}, term
        elif (term, rdf.type, owl.DatatypeProperty) in ontology:
            target = next(ontology.objects(term, rdfs.range), None)
            wanted = "xsd:date" if name(term) in bounds else fixed.get(target)  # type: ignore[call-overload]
            assert coercion == wanted, term


CLAIM = {
    "id": "https://example.org/claim/1",
    "type": "Claim",
    "about": {
        "id": "https://example.org/relationship/1",
        "type": "Allegiance",
        "subordinate": "https://example.org/maute",
        "superior": "https://example.org/is",
    },
    "stance": "Affirms",
    "latestStart": "2016-01-31",
    "best": "500",
    "statedIn": {"id": "https://example.org/article", "type": "Article", "title": "Affiliates"},
    "locator": {"id": "https://example.org/article#p14", "paragraph": "14", "start": "0"},
    "note": "in the curator's words",
}
CLAIM_TURTLE = """
    @prefix ag: <https://w3id.org/allegiance/ontology#> . @prefix e: <https://example.org/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <https://example.org/claim/1> a ag:Claim ; ag:about <https://example.org/relationship/1> ;
        ag:stance ag:Affirms ; ag:latestStart "2016-01-31"^^xsd:date ; ag:best "500"^^xsd:decimal ;
        ag:statedIn e:article ; ag:locator <https://example.org/article#p14> ;
        ag:note "in the curator's words" .
    <https://example.org/relationship/1> a ag:Allegiance ;
        ag:subordinate e:maute ; ag:superior e:is .
    e:article a ag:Article ; dcterms:title "Affiliates" .
    <https://example.org/article#p14> ag:paragraph 14 ; oa:start "0"^^xsd:nonNegativeInteger .
"""
UNUSUAL = """
    @prefix ag: <https://w3id.org/allegiance/ontology#> . @prefix e: <https://example.org/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    e:c ag:earliestStart "2014"^^xsd:gYear , "2014-07-01"^^xsd:date ; ag:low 5 , 5.5 , 1e3 ;
        ag:paragraph "14"^^xsd:nonNegativeInteger , "xiv" ; ag:note "nota"@la , "note" , true ;
        ag:stance e:maybe , ag:Denies , "literal" ; ag:about "literal" , e:r ;
        dcterms:source e:s , "a book" ; dcterms:issued "2017"^^xsd:gYear ;
        foaf:page <https://example.org/page> ; ag:page 3 .
    e:m a org:Membership , ag:Membership , e:Affirms .
"""


def test_a_document_expands_to_the_right_graph(context: dict[str, Any]) -> None:
    expected = Graph().parse(data=CLAIM_TURTLE, format="turtle")
    assert isomorphic(graph_of({**context, **CLAIM}), expected)
    assert compacted(expected, context)["@graph"]


@pytest.mark.parametrize("data", [CLAIM_TURTLE, UNUSUAL, DATA], ids=["claim", "unusual", "facts"])
def test_compacting_and_expanding_loses_nothing(context: dict[str, Any], data: str) -> None:
    graph = Graph().parse(data=data, format="turtle")
    assert isomorphic(graph_of(compacted(graph, context)), graph)


def test_the_ontology_itself_survives_the_context(ontology: Graph, context: dict[str, Any]) -> None:
    assert isomorphic(graph_of(compacted(ontology, context)), ontology)
