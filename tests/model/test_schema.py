"""What is read from the ontology, the shipped one and a project's additions to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.errors import InvalidProject
from kg.model import schema as schemas
from kg.vocabulary import AG
from tests.projects import schema

if TYPE_CHECKING:
    from pathlib import Path

KINSHIP = """
@prefix ag: <https://w3id.org/allegiance/ontology#> .
@prefix ex: <https://example.org/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Kinship a owl:Class ; rdfs:subClassOf ag:Affiliation, [ a owl:Class ; owl:unionOf () ] ;
    ag:subjectRole ex:kinsman ; ag:objectRole ex:kin ; ag:directProperty ex:kinOf .
ex:kinsman a owl:ObjectProperty ; rdfs:range ag:Person .
ex:kin a owl:ObjectProperty ; rdfs:range ag:Person .
ex:kinOf a owl:ObjectProperty, owl:SymmetricProperty .
"""
EX = "https://example.org/terms#"


def test_a_relationship_class_has_the_roles_that_the_ontology_gives_it() -> None:
    found = schema().relationship(AG.Control)
    assert (found.subject_role, found.object_role) == (AG.controller, AG.territory)
    assert found.direct == AG.controls
    assert not found.literal_object
    assert not found.symmetric


def test_one_party_two_parties_or_a_party_and_a_text() -> None:
    kinds = schema().relationships.values()
    assert {k.iri for k in kinds if k.object_role is None} == {AG.Existence, AG.Dissolution}
    assert {k.iri for k in kinds if k.literal_object} == {AG.Naming, AG.Rename}
    assert {k.iri for k in kinds if k.symmetric} == {
        AG.Alliance, AG.Rivalry, AG.Association, AG.ExactMatch, AG.CloseMatch,
    }  # fmt: skip


def test_classes_are_known_with_those_above_and_below() -> None:
    assert AG.Relationship in schema().superclasses[AG.Allegiance]
    assert AG.Affiliation in schema().superclasses[AG.Allegiance]
    assert AG.Allegiance not in schema().superclasses[AG.Allegiance]
    assert {AG.Entity, AG.ArmedGroup, AG.Measure} <= schema().entities
    assert AG.Allegiance not in schema().entities
    assert schema().sources == {
        AG.Source, AG.Article, AG.Report, AG.Dataset, AG.SanctionsList, AG.Curation,
    }  # fmt: skip
    assert schema().ranges[AG.territory] == AG.Place


def test_a_project_adds_a_relationship_class(tmp_path: Path) -> None:
    path = tmp_path / "kinship.ttl"
    path.write_text(KINSHIP)
    found = schemas.load([path]).relationship(NamedNode(f"{EX}Kinship"))
    assert found.direct == NamedNode(f"{EX}kinOf")
    assert found.symmetric


def test_blank_nodes_of_an_ontology_are_numbered_by_file_and_order(tmp_path: Path) -> None:
    path = tmp_path / "kinship.ttl"
    path.write_text(KINSHIP)
    first, second = (set(schemas.load([path]).triples) for _ in range(2))
    assert first == second
    assert BlankNode("o1n1") in {triple.object for triple in first}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "bad.ttl",
            "@prefix ag: <https://example.org/> .\nag:x a",
            "bad.ttl, line 2: cannot be read",
        ),
        ("bad.rdf", "<rdf:RDF", "bad.rdf: cannot be read as RDF"),
        ("bad.csv", "a,b", "bad.csv: cannot be read as RDF"),
        ("latin.ttl", '<a:a> <a:b> "\xe9" .', "latin.ttl, line 1: cannot be read"),
        ("star.ttl", "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", "star.ttl: cannot be read"),
        (
            "role.ttl",
            '<a:Kin> <https://w3id.org/allegiance/ontology#subjectRole> "kinsman" .',
            "<a:Kin>: its ag:subjectRole is no IRI",
        ),
    ],
)
def test_an_ontology_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(InvalidProject) as refused:
        schemas.load([tmp_path / name])
    assert message in str(refused.value)
