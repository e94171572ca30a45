"""Every shipped check says what is wrong, why it matters and what to do, under an id of its own."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.validation import shapes
from kg.validation.catalogue import Check, catalogue
from kg.vocabulary import AG, RDFS, SH
from tests.projects import schema

OWN = """
@prefix ex: <https://example.org/terms#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ag: <https://w3id.org/allegiance/ontology#> .
ex:LocatedShape a sh:NodeShape ; sh:targetClass ag:Claim ; sh:property ex:LocatedShape-locator ;
    sh:not ex:PlainShape .
ex:LocatedShape-locator sh:path ag:locator ; sh:minCount 1 ; sh:severity sh:Info ;
    sh:message "says nothing of where it stands; give a page" .
ex:PlainShape sh:class ag:Place .
"""


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return shapes.load(schema())


@pytest.fixture(scope="module")
def checks(triples: list[Triple]) -> dict[NamedNode, Check]:
    return catalogue(triples)


def test_each_check_has_texts_of_its_own_and_a_family(
    triples: list[Triple], checks: dict[NamedNode, Check]
) -> None:
    for predicate in (RDFS.label, AG.problem, AG.solution):
        told = {t.subject for t in triples if t.predicate == predicate}
        assert {shape for shape in checks if shape not in told} == set(), predicate
    for check in checks.values():
        assert check.title[0].isupper() or check.family == shapes.ROLES, check.id
        assert check.problem.endswith("."), check.id
        assert check.solution.endswith((".", '"')), check.id
        assert check.message.count("; ") == 1, check.id
        assert check.severity in ("Violation", "Warning", "Info"), check.id
        assert check.family, check.id


def test_ids_are_unique_and_so_are_titles(checks: dict[NamedNode, Check]) -> None:
    for texts in ([c.id for c in checks.values()], [c.title for c in checks.values()]):
        assert sorted(set(texts)) == sorted(texts)


def test_whatever_a_result_can_name_is_in_the_catalogue(
    triples: list[Triple], checks: dict[NamedNode, Check]
) -> None:
    with_message = {t.subject for t in triples if t.predicate in (SH.message, SH.sparql)}
    assert {node for node in with_message if isinstance(node, NamedNode)} == set(checks)


@pytest.mark.parametrize(
    ("shape", "id_", "family", "severity"),
    [
        ("ClaimShape-lowOrder", "claim-low-order", "claims", "Warning"),
        ("TwoLeadersShape", "two-leaders", "ties", "Warning"),
        ("ClaimShape", "claim", "claims", "Violation"),
        ("AllegianceShape-subject", "allegiance-subject", "roles", "Violation"),
        ("AllegianceBareShape-inverse", "allegiance-bare-inverse", "roles", "Violation"),
    ],
)
def test_ids_and_families_follow_from_the_shapes(
    checks: dict[NamedNode, Check], shape: str, id_: str, family: str, severity: str
) -> None:
    check = checks[NamedNode(f"{AG}{shape}")]
    assert (check.id, check.family, check.severity) == (id_, family, severity)


def test_a_shape_of_ones_own_is_told_by_its_message() -> None:
    found = catalogue(quad.triple for quad in parse(input=OWN, format=RdfFormat.TURTLE))
    node = found[NamedNode("https://example.org/terms#LocatedShape-locator")]
    assert node == Check(
        "located-locator", "says nothing of where it stands", "Info",
        "says nothing of where it stands", "give a page",
        "says nothing of where it stands; give a page", "",
    )  # fmt: skip
    bare = found[NamedNode("https://example.org/terms#LocatedShape")]
    assert (bare.id, bare.title, bare.solution) == ("located", "located", "correct it")
    assert NamedNode("https://example.org/terms#PlainShape") not in found
