"""The JSON-LD context has every term, and no statement is lost or changed on the way through it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyld import jsonld
from rdflib import Graph
from rdflib.compare import isomorphic

from kg import resources
from kg.vocabulary import AG, OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from rdflib import URIRef

ag, owl, rdf, rdfs, xsd = (n.rdflib for n in (AG, OWL, RDF, RDFS, XSD))


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    path = resources.folder("ontology") / "context.jsonld"
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def name(term: object) -> str:
    return str(term).removeprefix(str(AG))


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
    context: dict[str, Any], terms: set[URIRef]
) -> None:
    entries = context["@context"]
    for term in terms:
        entry = entries[name(term)]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"ag:{name(term)}"


def test_the_context_coerces_what_is_fixed_and_nothing_else(
    ontology: Graph, context: dict[str, Any], terms: set[URIRef]
) -> None:
    entries, fixed = context["@context"], {xsd.integer: "xsd:integer", xsd.decimal: "xsd:decimal"}
    bounds = {"earliestStart", "latestStart", "earliestEnd", "latestEnd", "holdsFrom", "holdsUntil"}
    for term in terms:
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


@pytest.mark.parametrize("data", [CLAIM_TURTLE, UNUSUAL], ids=["claim", "unusual"])
def test_compacting_and_expanding_loses_nothing(context: dict[str, Any], data: str) -> None:
    graph = Graph().parse(data=data, format="turtle")
    assert isomorphic(graph_of(compacted(graph, context)), graph)


def test_the_ontology_itself_survives_the_context(ontology: Graph, context: dict[str, Any]) -> None:
    assert isomorphic(graph_of(compacted(ontology, context)), ontology)
