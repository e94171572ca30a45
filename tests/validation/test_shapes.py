"""Each shape is broken by a small graph, and says what is wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import resources
from kg.validation import shacl, shapes
from kg.vocabulary import AG, RDF, SH
from tests.projects import RDF as SOUND
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg import Release
    from kg.validation.shacl import Result

BASE = "https://example.org/p/"
CLAIM, ENTITY, PLACE = f"{BASE}claim/1", f"{BASE}entity/brigade", f"{BASE}entity/town"
NOTES = f"{BASE}source/notes"
PLACED = "e:town geo:hasGeometry <g> . <g> a sf:Point"
LOCATED = "claim:1 ag:locator <l> . <l> a ag:Locator"
HEAD = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix sf: <http://www.opengis.net/ont/sf#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
FACT = (
    "ag:mode ag:CertainMode", "prov:wasDerivedFrom claim:1", "rdf:subject e:brigade",
    "rdf:predicate ag:allegiantTo", "rdf:object e:front",
)  # fmt: skip


def fact(lacks: str = "") -> str:
    """Write a fact with its days, but for what it lacks."""
    return f"<f> a ag:TimedFact ; {' ; '.join(part for part in FACT if part != lacks)} ."


def wkt(text: str) -> str:
    """Place the town by a geometry that is sound but for its text."""
    return (
        f'{PLACED} ; geo:asWKT "{text}"^^geo:wktLiteral ; ag:placePrecision ag:NearPoint ; '
        "dcterms:source source:notes ."
    )


def without(text: str) -> tuple[str, str]:
    return text, ""


# The shape, the node it finds at fault, what to replace in the sound graph and by what, or what to
# add to it.
BROKEN: list[tuple[str, str, tuple[str, str] | str]] = [
    ("ClaimShape-about", CLAIM, without("ag:about r:1 ;")),
    ("ClaimShape-about", CLAIM, ("ag:about r:1", "ag:about e:town")),
    ("ClaimShape-about", CLAIM, ("ag:about r:1", "ag:about r:1, r:2")),
    ("ClaimShape-statedIn", CLAIM, without("ag:statedIn source:notes ;")),
    ("ClaimShape-statedIn", CLAIM, ("ag:statedIn source:notes", "ag:statedIn e:town")),
    ("ClaimShape-stance", CLAIM, without("ag:stance ag:Affirms ;")),
    ("ClaimShape-stance", CLAIM, ("ag:Affirms", "ag:Affirms, ag:Denies")),
    ("ClaimShape-modality", CLAIM, ("ag:modality ag:Stated", "ag:modality ag:Affirms")),
    ("ClaimShape-status", CLAIM, without("ag:status ag:Accepted ;")),
    ("ClaimShape-reliability", CLAIM, without("ag:sourceReliability ag:ReliabilityB ;")),
    ("ClaimShape-credibility", CLAIM, ("ag:Credibility2", "ag:ReliabilityB")),
    ("ClaimShape-locator", CLAIM, "claim:1 ag:locator e:town ."),
    ("ClaimShape-claimer", CLAIM, "claim:1 ag:claimer e:town ."),
    ("ClaimShape-claimer", CLAIM, "claim:1 ag:claimer e:brigade, e:front ."),
    ("ClaimShape-condition", CLAIM, "claim:1 ag:conditionalOn r:1 ."),
    ("ClaimShape-earliestStart", CLAIM, 'claim:1 ag:earliestStart "2014" .'),
    ("ClaimShape-latestStart", CLAIM, 'claim:1 ag:latestStart "2014" .'),
    ("ClaimShape-earliestEnd", CLAIM, 'claim:1 ag:earliestEnd "2014" .'),
    ("ClaimShape-latestEnd", CLAIM, 'claim:1 ag:latestEnd "2014" .'),
    ("ClaimShape-latestEnd", CLAIM,
     'claim:1 ag:latestEnd "2014-01-01"^^xsd:date, "2015-01-01"^^xsd:date .'),
    ("ClaimShape-order", CLAIM,
     'claim:1 ag:earliestStart "2015-01-01"^^xsd:date ; ag:latestEnd "2014-01-01"^^xsd:date .'),
    ("ClaimShape-startOrder", CLAIM,
     'claim:1 ag:earliestStart "2015-01-01"^^xsd:date ; ag:latestStart "2014-01-01"^^xsd:date .'),
    ("ClaimShape-endOrder", CLAIM,
     'claim:1 ag:earliestEnd "2015-01-01"^^xsd:date ; ag:latestEnd "2014-01-01"^^xsd:date .'),
    ("ClaimShape-low", CLAIM, "claim:1 ag:low -1.0 ."),
    ("ClaimShape-lowOrder", CLAIM, "claim:1 ag:low 2.0 ; ag:best 1.0 ."),
    ("ClaimShape-lowOrder", CLAIM, "claim:1 ag:low 2.0 ; ag:high 1.0 ."),
    ("ClaimShape-low", CLAIM, 'claim:1 ag:low "2" .'),
    ("ClaimShape-bestOrder", CLAIM, "claim:1 ag:best 2.0 ; ag:high 1.0 ."),
    ("ClaimShape-best", CLAIM, "claim:1 ag:best -1.0 ."),
    ("ClaimShape-high", CLAIM, "claim:1 ag:high 2 ."),
    ("RelationshipClaimedShape-about", f"{BASE}relationship/2",
     "r:2 a ag:Presence ; ag:present e:brigade ; ag:location e:town ."),
    ("EntityShape-label", ENTITY, without('; rdfs:label "Brigade"@en')),
    ("EntityShape-label", ENTITY, 'e:brigade rdfs:label "The Brigade"@en .'),
    ("EntityShape-label", ENTITY, ('"Brigade"@en', "e:front")),
    ("CollectiveLabelShape", ENTITY, "e:brigade a ag:CollectiveLabel ."),
    ("CountryShape-code", PLACE, 'e:town a ag:Country ; ag:countryCode "PHL" .'),
    ("CountryShape-code", PLACE, 'e:town a ag:Country ; ag:countryCode "PH", "MY" .'),
    ("GeometryShape-wkt", f"{BASE}g",
     f'{PLACED} ; geo:asWKT "POINT(1 2)" ; ag:placePrecision ag:NearPoint ; '
     "dcterms:source source:notes ."),
    ("GeometryShape-precision", f"{BASE}g",
     f'{PLACED} ; geo:asWKT "POINT(1 2)"^^geo:wktLiteral ; dcterms:source source:notes .'),
    ("GeometryShape-source", f"{BASE}g",
     f'{PLACED} ; geo:asWKT "POINT(1 2)"^^geo:wktLiteral ; ag:placePrecision ag:NearPoint .'),
    ("SourceShape-title", NOTES, without('dcterms:title "Notes" ;')),
    ("SourceShape-license", NOTES, ("<https://creativecommons.org/licenses/by/4.0/>", '"CC BY"')),
    ("SourceShape-digest", NOTES, 'source:notes ag:textDigest "abc" .'),
    ("SourceDateShape", NOTES, without('ag:edtfDate "2017" ;')),
    ("GraphShape-license", f"{BASE}graph/a", "<graph/a> a void:Dataset ."),
    ("GraphShape-license", f"{BASE}graph/a",
     "<graph/a> a void:Dataset ; dcterms:license <x:a>, <x:b> ."),
    ("LocatorShape-source", f"{BASE}l", f"{LOCATED} ."),
    ("LocatorShape-start", f"{BASE}l",
     f'{LOCATED} ; ag:inSource source:notes ; oa:start "9"^^xsd:nonNegativeInteger ; '
     'oa:end "5"^^xsd:nonNegativeInteger .'),
    ("LocatorShape-end", f"{BASE}l", f"{LOCATED} ; ag:inSource source:notes ; oa:end 5 ."),
    ("ClaimShape-boundedBy", CLAIM, "claim:1 ag:boundedBy e:town ."),
    ("ClaimShape-precision", CLAIM, "claim:1 ag:placePrecision ag:Affirms ."),
    ("RelationshipClaimedShape-role", f"{BASE}relationship/1", 'r:1 ag:role "emir", "deputy" .'),
    ("RelationshipClaimedShape-side", f"{BASE}relationship/1", 'r:1 ag:side "one", "other" .'),
    ("EntityShape-labelText", ENTITY, ('"Brigade"@en', '" Brigade"@en')),
    ("EntityShape-labelText", ENTITY, ('"Brigade"@en', '"B"@en')),
    ("EntityShape-placeholder", ENTITY, ('"Brigade"@en', '"Unknown"@en')),
    ("CountryShape-known", PLACE, 'e:town ag:countryCode "UK" .'),
    ("GeometryShape-range", f"{BASE}g", wkt("POINT(7.5 124.25)")),
    ("GeometryShape-range", f"{BASE}g", wkt("POINT(190 1)")),
    ("GeometryShape-null", f"{BASE}g", wkt("POINT(0.000000 0.000000)")),
    ("SourceShape-edtf", NOTES, ('ag:edtfDate "2017"', 'ag:edtfDate "July 2017"')),
    ("SourceShape-page", NOTES, 'source:notes foaf:page "https://example.org/" .'),
    ("SourceShape-reliability", NOTES, "source:notes ag:defaultReliability ag:Affirms ."),
    ("LocatorShape-paragraph", f"{BASE}l",
     f"{LOCATED} ; ag:inSource source:notes ; ag:paragraph 0 ."),
    ("LocatorShape-page", f"{BASE}l", f'{LOCATED} ; ag:inSource source:notes ; ag:page "iv" .'),
    ("LocatorShape-row", f"{BASE}l", f"{LOCATED} ; ag:inSource source:notes ; ag:row 1, 2 ."),
    ("TimedFactShape-claims", f"{BASE}f", fact("prov:wasDerivedFrom claim:1")),
    ("TimedFactShape-mode", f"{BASE}f", fact("ag:mode ag:CertainMode")),
    ("TimedFactShape-subject", f"{BASE}f", fact("rdf:subject e:brigade")),
    ("TimedFactShape-predicate", f"{BASE}f", fact("rdf:predicate ag:allegiantTo")),
    ("TimedFactShape-object", f"{BASE}f", fact("rdf:object e:front")),
    ("LocatorShape-digest", f"{BASE}l", f'{LOCATED} ; ag:inSource source:notes ; '
     'ag:spanDigest "0123456789abcdef", "fedcba9876543210" .'),
]  # fmt: skip
# Nodes that must be IRIs: no blank node comes this far, since the reader of RDF names it.
NODE_KINDS = {"ClaimShape", "EntityShape", "SourceShape"}


@pytest.fixture(scope="module")
def all_shapes() -> list[Triple]:
    """Return all shapes but what looks across rows: see test_shapes_across."""
    return [triple for triple in shapes.load(schema()) if triple.predicate != SH.sparql]


def results(triples: Iterable[Triple], all_shapes: list[Triple]) -> list[Result]:
    return shacl.validate({*triples, *schema().triples}, all_shapes)


def graph(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(input=HEAD + text, format=RdfFormat.TURTLE)}


def messages(triples: Iterable[Triple]) -> list[str]:
    return [
        triple.object.value
        for triple in triples
        if triple.predicate == SH.message and isinstance(triple.object, Literal)
    ]


def test_the_sound_graph_has_no_result(all_shapes: list[Triple]) -> None:
    assert results(graph(SOUND), all_shapes) == []


@pytest.mark.parametrize(("shape", "focus", "change"), BROKEN)
def test_a_shape_is_broken(
    all_shapes: list[Triple], shape: str, focus: str, change: tuple[str, str] | str
) -> None:
    if isinstance(change, tuple):
        assert SOUND.count(change[0]) == 1
        text = SOUND.replace(*change)
    else:
        text = SOUND + change
    name = f"{AG}{shape}"
    (expected,) = messages(t for t in all_shapes if t.subject == NamedNode(name))
    found = [r for r in results(graph(text), all_shapes) if r.shape == name]
    assert {(result.focus, result.message) for result in found} == {(focus, expected)}


def test_every_shape_with_a_message_is_broken_above() -> None:
    written = {
        quad.subject.value.removeprefix(str(AG))
        for path in resources.folder("shapes").glob("*.ttl")
        for quad in parse(path=path)
        if quad.predicate == SH.message and isinstance(quad.subject, NamedNode)
    }
    assert {shape for shape, _, _ in BROKEN} == written - NODE_KINDS


def test_every_message_says_what_is_wrong_and_what_to_do(all_shapes: list[Triple]) -> None:
    told = messages(all_shapes)
    assert [message for message in told if message.count("; ") != 1] == []
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("shape", sorted(NODE_KINDS))
def test_what_must_be_an_iri_is_one(all_shapes: list[Triple], shape: str) -> None:
    name = NamedNode(f"{AG}{shape}")
    assert Triple(name, SH.nodeKind, SH.IRI) in all_shapes
    (kind,) = (t.object for t in all_shapes if t.subject == name and t.predicate == SH.targetClass)
    assert isinstance(kind, NamedNode)
    found = results(graph(f"[] a <{kind.value}> ."), all_shapes)
    assert name.value in {
        r.shape for r in found if r.component.endswith("NodeKindConstraintComponent")
    }


NEAR = [
    fact(),
    wkt("POINT(-180 90)"), wkt("POINT(124.29 8.00)"), wkt("POINT(0 51.5)"), wkt("point( 0.5  0 )"),
    wkt("MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"),
    'e:town ag:countryCode "PH" .', 'e:town ag:countryCode "XK" .',
    'e:town rdfs:label "Bayan ng Marawi"@tl .',
    'e:x a ag:ArmedGroup ; rdfs:label "Unknown Soldiers"@en, "Test Brigade"@tl .',
    'source:two a ag:Report ; dcterms:title "2" ; ag:edtfDate "[2017-07-01..2017-07-10]" ; '
    "dcterms:license <https://example.org/l> ; foaf:page <https://example.org/> .",
    'source:two a ag:Report ; dcterms:title "2" ; ag:edtfDate "201X~" ; '
    "dcterms:license <https://example.org/l> .",
    f"{LOCATED} ; ag:inSource source:notes ; ag:paragraph 1 ; ag:page 37 .",
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR)
def test_what_comes_near_is_no_fault(all_shapes: list[Triple], text: str) -> None:
    assert results(graph(SOUND + text), all_shapes) == []


def test_a_warning_does_not_make_a_graph_invalid(all_shapes: list[Triple]) -> None:
    text = SOUND.replace('ag:edtfDate "2017" ;', "")
    (result,) = results(graph(text), all_shapes)
    assert (result.severity, result.is_violation) == ("Warning", False)


def test_a_version_serves_as_well_as_a_date(all_shapes: list[Triple]) -> None:
    text = SOUND.replace("ag:edtfDate", "<http://www.w3.org/ns/dcat#version>")
    assert results(graph(text), all_shapes) == []


def relationships(
    *, wrong: bool = False, missing: bool = False, twice: bool = False
) -> set[Triple]:
    """Return one relationship of every class, claimed, with parties of the class of its roles."""
    found = graph(SOUND)
    for number, kind in enumerate(sorted(schema().relationships.values(), key=str)):
        node = NamedNode(f"{BASE}relationship/all-{number}")
        claim = NamedNode(f"{BASE}claim/all-{number}")
        found |= {Triple(node, RDF.type, kind.iri), Triple(claim, AG.about, node)}
        found |= {
            Triple(claim, t.predicate, t.object)
            for t in graph(SOUND)
            if t.subject == NamedNode(CLAIM) and t.predicate != AG.about
        }
        for role in (kind.subject_role, kind.object_role):
            if role is None or missing:
                continue
            for name in ("one", "two") if twice else ("one",):
                party = NamedNode(f"{node.value}/{role.value.rpartition('#')[2]}/{name}")
                range_ = schema().ranges.get(role, AG.Entity)
                found.add(Triple(party, RDF.type, AG.Locator if wrong else range_))
                is_text = role == kind.object_role and kind.literal_object
                found.add(Triple(node, role, Literal(name) if is_text != wrong else party))
    return found


def role_shapes(found: list[Result]) -> set[str]:
    return {r.shape for r in found if r.shape.endswith(("Shape-subject", "Shape-object"))}


def test_every_relationship_class_is_sound_with_the_parties_of_its_roles(
    all_shapes: list[Triple],
) -> None:
    assert role_shapes(results(relationships(), all_shapes)) == set()


@pytest.mark.parametrize("fault", ["wrong", "missing", "twice"])
def test_every_role_of_every_relationship_class_is_checked(
    all_shapes: list[Triple], fault: str
) -> None:
    found = results(relationships(**{fault: True}), all_shapes)
    expected = {
        f"{kind.iri.value}Shape-{part}"
        for kind in schema().relationships.values()
        for part, role in (("subject", kind.subject_role), ("object", kind.object_role))
        if role is not None and (fault != "wrong" or role in schema().ranges or kind.literal_object)
    }
    assert role_shapes(found) == expected


def test_what_the_shape_of_a_superclass_says_again_is_left_out(all_shapes: list[Triple]) -> None:
    text = SOUND.replace("ag:superior e:front", "ag:superior e:town")
    found = results(graph(text), all_shapes)
    assert role_shapes(found) == {f"{AG}AllegianceShape-object", f"{AG}AffiliationShape-object"}
    kept = shapes.without_repeats(found, schema())
    assert role_shapes(kept) == {f"{AG}AllegianceShape-object"}


def test_the_shipped_dataset_has_no_result(release: Release) -> None:
    report = (release.folder / "report" / "validation.txt").read_text(encoding="utf-8")
    assert report.startswith("0 problems in ")
    assert report.count("\n") == 1
