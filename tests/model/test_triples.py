"""Each value of the model says what it says as RDF, and no more."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.model.bounds import Bounds
from kg.model.triples import is_swapped, locator_node, quads, relationship_node
from kg.model.values import Area, Claim, Coordinates, Entity, Locator, Source
from kg.vocabulary import AG, OA, PREFIXES, XSD
from kg.vocabulary.minting import Mint
from tests.projects import schema

MINT = Mint("https://example.org/")
GRAPH, NOTES = MINT.graph("notes", "2"), MINT.source("notes")
CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
CC0 = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + (
    "@base <https://example.org/> .\n"
)


def trig(text: str) -> set[Quad]:
    return set(parse(input=HEAD + text, format=RdfFormat.TRIG))


def claim(kind: NamedNode, subject: str, obj: str | Literal | None = None) -> Claim:
    other = MINT.entity(obj) if isinstance(obj, str) else obj
    return Claim(MINT.claim("c1"), kind, MINT.entity(subject), other, NOTES, GRAPH)


FULL_SOURCE = Source(
    NOTES, AG.Report, "Notes", GRAPH, CC_BY, CC0, creator="A. Author", publisher="A Press",
    date="2017-07", version="2", url="https://example.com/notes", language="en", reliability="B",
    text_digest="0" * 64, note="A note.",
)  # fmt: skip
FULL_ENTITY = Entity(
    MINT.entity("town"), AG.Settlement, Literal("البلدة", language="ar"), GRAPH,
    description="A town.", codes=("GeoNames:1", "HASC:XX"), country_code="PH",
    coordinates=Coordinates(
        Decimal("0.00000001"), Decimal("-5.50"), AG.NearPoint, NOTES, MINT.graph("places")
    ),
    note="A note.",
    area=Area(
        "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", AG.UnknownPrecision, NOTES, MINT.graph("bounds")
    ),
)  # fmt: skip
FULL_CLAIM = Claim(
    MINT.claim("c1"), AG.Estimate, MINT.entity("battle"), AG.Deaths, NOTES, GRAPH, role="fallen",
    side="government", stance="denies", modality="expected", status="contested",
    conditional_on=(MINT.claim("c2"), MINT.claim("c3")), claimer=MINT.entity("general"),
    reliability="C", credibility="4",
    bounds=Bounds(date(2017, 5, 1), date(2017, 5, 31), date(2017, 6, 1), date(2017, 6, 30)),
    start="2017-05", end="2017-06", attested="2017-05-23", low=Decimal("2E+3"),
    best=Decimal("2500.5"), high=Decimal(3000), unit="people",
    locator=Locator(
        3, 4, 5, 120, 180, "0123456789abcdef", "R7", (MINT.source("report"),), "a spokesman"
    ),
    note="A note.", precision=AG.NearPoint, bounded_by=MINT.source("events"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            FULL_SOURCE,
            """<graph/notes/2> {
            <graph/notes/2> a void:Dataset ; dcterms:source <source/notes> ;
                dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> .
            <source/notes> a ag:Report ; dcterms:title "Notes"@en ; dcterms:creator "A. Author" ;
                dcterms:publisher "A Press" ; ag:edtfDate "2017-07" ; dcat:version "2" ;
                foaf:page <https://example.com/notes> ; dcterms:language "en" ;
                ag:defaultReliability ag:ReliabilityB ; ag:textDigest "%s" ; ag:note "A note." ;
                dcterms:license <https://creativecommons.org/licenses/by/4.0/> . }"""
            % ("0" * 64),
            id="a source with all there is to it",
        ),
        pytest.param(
            Source(NOTES, AG.Dataset, "Notes", GRAPH, CC_BY, CC_BY),
            """<graph/notes/2> {
            <graph/notes/2> a void:Dataset ; dcterms:source <source/notes> ;
                dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
            <source/notes> a ag:Dataset ; dcterms:title "Notes" ;
                dcterms:license <https://creativecommons.org/licenses/by/4.0/> . }""",
            id="a source with what it must have",
        ),
        pytest.param(
            FULL_ENTITY,
            """<graph/notes/2> { <entity/town> a ag:Settlement ; rdfs:label "البلدة"@ar ;
                dcterms:description "A town."@en ; dcterms:identifier "GeoNames:1", "HASC:XX" ;
                ag:countryCode "PH" ; ag:note "A note." . }
            <graph/places> { <entity/town> geo:hasGeometry <entity/town/geometry> .
                <entity/town/geometry> a sf:Point ; ag:placePrecision ag:NearPoint ;
                    geo:asWKT "POINT(-5.50 0.00000001)"^^geo:wktLiteral ;
                    dcterms:source <source/notes> . }
            <graph/bounds> { <entity/town> geo:hasGeometry <entity/town/area> .
                <entity/town/area> a sf:MultiPolygon ; ag:placePrecision ag:UnknownPrecision ;
                    geo:asWKT "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"^^geo:wktLiteral ;
                    dcterms:source <source/notes> . }""",
            id="an entity with all there is to it",
        ),
        pytest.param(
            Entity(MINT.entity("g"), AG.ArmedGroup, Literal("G", language="en"), GRAPH),
            '<graph/notes/2> { <entity/g> a ag:ArmedGroup ; rdfs:label "G"@en . }',
            id="an entity with what it must have",
        ),
        pytest.param(
            FULL_CLAIM,
            """<graph/notes/2> {
            <relationship/estimate/battle--_74bc94f40e37cc81--bcd0b5ca> a ag:Estimate ;
                ag:estimated <entity/battle> ; ag:measure ag:Deaths ; ag:role "fallen" ;
                ag:side "government" .
            <claim/c1> a ag:Claim ; ag:statedIn <source/notes> ; ag:claimer <entity/general> ;
                ag:about <relationship/estimate/battle--_74bc94f40e37cc81--bcd0b5ca> ;
                ag:stance ag:Denies ; ag:modality ag:Expected ; ag:status ag:Contested ;
                ag:sourceReliability ag:ReliabilityC ; ag:informationCredibility ag:Credibility4 ;
                ag:conditionalOn <claim/c2>, <claim/c3> ;
                ag:earliestStart "2017-05-01"^^xsd:date ; ag:latestStart "2017-05-31"^^xsd:date ;
                ag:earliestEnd "2017-06-01"^^xsd:date ; ag:latestEnd "2017-06-30"^^xsd:date ;
                ag:edtfStart "2017-05" ; ag:edtfEnd "2017-06" ; ag:edtfAttested "2017-05-23" ;
                ag:low "2000"^^xsd:decimal ; ag:best "2500.5"^^xsd:decimal ;
                ag:high "3000"^^xsd:decimal ; ag:unit "people" ; ag:note "A note." ;
                ag:locator <source/notes#char=120,180> .
            <source/notes#char=120,180> a ag:Locator ; ag:inSource <source/notes> ;
                ag:paragraph "3"^^xsd:integer ; ag:page "4"^^xsd:integer ;
                ag:row "5"^^xsd:integer ; oa:start "120"^^xsd:nonNegativeInteger ;
                oa:end "180"^^xsd:nonNegativeInteger ; ag:spanDigest "0123456789abcdef" ;
                ag:record "R7" ; ag:cites <source/report> ; ag:informant "a spokesman" .
            <claim/c1> ag:placePrecision ag:NearPoint ; ag:boundedBy <source/events> . }""",
            id="a claim with all there is to it",
        ),
        pytest.param(
            claim(AG.Allegiance, "brigade", "front"),
            """<graph/notes/2> {
            <relationship/allegiance/brigade--front> a ag:Allegiance ;
                ag:subordinate <entity/brigade> ; ag:superior <entity/front> .
            <claim/c1> a ag:Claim ; ag:statedIn <source/notes> ; ag:stance ag:Affirms ;
                ag:about <relationship/allegiance/brigade--front> ; ag:modality ag:Stated ;
                ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityF ;
                ag:informationCredibility ag:Credibility6 . }""",
            id="a claim with what it must have",
        ),
        pytest.param(
            claim(AG.Dissolution, "front"),
            """<graph/notes/2> {
            <relationship/dissolution/front> a ag:Dissolution ; ag:dissolved <entity/front> .
            <claim/c1> a ag:Claim ; ag:statedIn <source/notes> ; ag:stance ag:Affirms ;
                ag:about <relationship/dissolution/front> ; ag:modality ag:Stated ;
                ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityF ;
                ag:informationCredibility ag:Credibility6 . }""",
            id="a claim about one party",
        ),
    ],
)
def test_a_value_says_what_it_says(value: Source | Entity | Claim, expected: str) -> None:
    assert set(quads(value, MINT, schema())) == trig(expected)


@pytest.mark.parametrize("value", [FULL_SOURCE, FULL_ENTITY, FULL_CLAIM])
def test_the_full_values_leave_no_field_out(value: Source | Entity | Claim) -> None:
    blank = {f.name for f in fields(value) if not getattr(value, f.name) and f.name != "origin"}
    assert not blank


def test_a_figure_or_an_offset_of_zero_is_said() -> None:
    said = replace(claim(AG.Existence, "battle"), low=Decimal(0), locator=Locator(start=0, end=1))
    values = {(quad.predicate, str(quad.object)) for quad in quads(said, MINT, schema())}
    assert (AG.low, f'"0"^^{XSD.decimal}') in values
    assert (OA.start, f'"0"^^{XSD.nonNegativeInteger}') in values


def test_a_literal_is_the_object_of_a_naming() -> None:
    said = claim(AG.Naming, "front", Literal("The Front"))
    assert Quad(
        relationship_node(said, MINT, schema()), AG.name, Literal("The Front"), GRAPH
    ) in set(quads(said, MINT, schema()))


@pytest.mark.parametrize("kind", [AG.Alliance, AG.Rivalry, AG.ExactMatch, AG.CloseMatch])
def test_a_symmetric_relationship_is_one_node_whichever_party_is_first(kind: NamedNode) -> None:
    one, other = claim(kind, "brigade", "front"), claim(kind, "front", "brigade")
    nodes = {relationship_node(said, MINT, schema()) for said in (one, other)}
    assert len(nodes) == 1
    assert set(quads(one, MINT, schema())) == set(quads(other, MINT, schema()))
    assert (is_swapped(one, schema()), is_swapped(other, schema())) == (False, True)


def test_a_relationship_with_a_direction_is_two_nodes() -> None:
    one, other = (claim(AG.Allegiance, *p) for p in permutations(("brigade", "front")))
    assert relationship_node(one, MINT, schema()) != relationship_node(other, MINT, schema())
    assert not is_swapped(one, schema())
    assert not is_swapped(other, schema())


def test_claims_that_differ_in_stance_or_time_share_the_relationship() -> None:
    said = [
        claim(AG.Allegiance, "brigade", "front"),
        replace(claim(AG.Allegiance, "brigade", "front"), stance="denies", start="2014"),
    ]
    assert len({relationship_node(each, MINT, schema()) for each in said}) == 1


def test_relationships_that_differ_in_class_party_role_or_side_are_apart() -> None:
    said = [
        claim(AG.Allegiance, "brigade", "front"),
        claim(AG.Membership, "brigade", "front"),
        claim(AG.Allegiance, "brigade", "town"),
        replace(claim(AG.Allegiance, "brigade", "front"), role="emir"),
        replace(claim(AG.Allegiance, "brigade", "front"), side="emir"),
        claim(AG.Naming, "brigade", Literal("front")),
        claim(AG.Naming, "brigade", Literal("Front")),
    ]
    assert len({relationship_node(each, MINT, schema()) for each in said}) == len(said)


@pytest.mark.parametrize(
    ("locator", "fragment"),
    [
        (Locator(paragraph=3, start=120, end=180), "char=120,180"),
        (Locator(start=0, end=4), "char=0,4"),
        (Locator(paragraph=3, page=2, row=7), "row=7"),
        (Locator(paragraph=3, page=2), "page=2"),
        (Locator(paragraph=3), "paragraph=3"),
        (Locator(), None),
    ],
)
def test_a_locator_is_named_by_the_finest_place(locator: Locator, fragment: str | None) -> None:
    said = Claim(
        MINT.claim("c1"), AG.Existence, MINT.entity("e"), None, NOTES, GRAPH, locator=locator
    )
    node = locator_node(said)
    assert (node.value if node else None) == (
        fragment and f"https://example.org/source/notes#{fragment}"
    )


def test_what_is_no_value_of_the_model_is_refused() -> None:
    with pytest.raises(TypeError, match="not a value of the model: 'text'"):
        list(quads("text", MINT, schema()))  # type: ignore[arg-type]


def test_a_relationship_that_the_ontology_does_not_declare_is_refused() -> None:
    with pytest.raises(KeyError):
        list(quads(claim(AG.Entity, "a", "b"), MINT, schema()))
