"""A project's own relationship class goes all the way, from sheets to conclusions, without code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Triple

import kg
from kg.conclusions import Basis
from kg.vocabulary import AG, RDF
from tests.projects import CLAIM, of_sheets, only

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reasoning.claims.infer import Inference

EX = "https://example.org/terms#"
ONTOLOGY = """
@prefix ag: <https://w3id.org/allegiance/ontology#> .
@prefix ex: <https://example.org/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:Kinship a owl:Class ; rdfs:subClassOf ag:Relationship ; rdfs:label "Kinship"@en ;
    ag:subjectRole ex:relative ; ag:objectRole ex:head ; ag:directProperty ex:kinOf .
ex:relative a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range ag:Person .
ex:head a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range ag:Person .
ex:kinOf a owl:ObjectProperty, owl:TransitiveProperty ; owl:inverseOf ex:hasKin .
ex:hasKin a owl:ObjectProperty .

ex:Militia a owl:Class ; rdfs:subClassOf ag:ArmedGroup ; rdfs:label "Militia"@en .
ex:Crowd a owl:Class ; rdfs:subClassOf ag:CollectiveLabel ; rdfs:label "Crowd"@en .
"""
RULE = """#+ title: In-laws
CONSTRUCT { ?one <https://example.org/terms#couldKnow> ?other }
WHERE { ?one <https://example.org/terms#kinOf> ?head . ?head ag:leads ?group .
        ?other ag:memberOf ?group . FILTER(?one != ?other && ?head != ?other) }
"""
PEOPLE = [
    {"id": name, "type": "Person", "name": name.title()} for name in ("ana", "ben", "cem", "dia")
]
GROUPS = [
    {"id": "militia", "type": "Militia", "name": "Militia"},
    {"id": "crowd", "type": "Crowd", "name": "Crowd"},
]
KIN = {**CLAIM, "relationship": "Kinship"}


def extended(folder: Path, *claims: dict[str, str]) -> Path:
    rows = [{**claim, "id": f"k{n}"} for n, claim in enumerate(claims)]
    toml = '[extend]\nontology = ["terms.ttl"]\nrules = ["in-laws.rq"]\n'
    of_sheets(folder, entities=[*PEOPLE, *GROUPS], claims=rows, toml=toml)
    (folder / "terms.ttl").write_text(ONTOLOGY)
    (folder / "in-laws.rq").write_text(RULE)
    return folder


def term(name: str) -> NamedNode:
    return NamedNode(EX + name)


def entity(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/my-project/entity/{name}")


@pytest.fixture(scope="module")
def inference(tmp_path_factory: pytest.TempPathFactory) -> Inference:
    return Basis.read(
        extended(
            tmp_path_factory.mktemp("extended"),
            {**KIN, "subject": "ana", "object": "ben"},
            {**KIN, "subject": "ben", "object": "cem"},
            {**KIN, "subject": "cem", "object": "dia", "stance": "denies"},
            {**CLAIM, "relationship": "Leadership", "subject": "ben", "object": "militia"},
            {**CLAIM, "relationship": "Membership", "subject": "dia", "object": "militia"},
            {**CLAIM, "relationship": "Affiliation", "subject": "crowd", "object": "militia"},
        )
    ).infer()


def test_the_class_is_known_to_the_sheets_and_its_roles_to_the_graph(tmp_path: Path) -> None:
    checked = kg.check(extended(tmp_path, {**KIN, "subject": "ana", "object": "ben"}))
    assert not checked.problems
    node = NamedNode("https://example.org/my-project/relationship/kinship/ana--ben")
    triples = {quad.triple for quad in checked.loaded.quads}
    assert {
        Triple(node, RDF.type, term("Kinship")),
        Triple(node, term("relative"), entity("ana")),
        Triple(node, term("head"), entity("ben")),
        Triple(entity("militia"), RDF.type, term("Militia")),
    } <= triples


@pytest.mark.parametrize(("column", "role"), [("subject", "relative"), ("object", "head")])
def test_a_role_of_the_wrong_class_is_told_at_its_row(
    tmp_path: Path, column: str, role: str
) -> None:
    cells = {**KIN, "subject": "ana", "object": "ben", column: "militia"}
    problem = only(kg.check(extended(tmp_path, cells)).problems)
    assert (problem.file, problem.row, problem.column) == ("claims.csv", 4, column)
    assert problem.value == "militia"
    assert problem.message == f"Kinship needs one {role}, of the class Person"


def test_without_the_ontology_the_class_is_not_known(tmp_path: Path) -> None:
    project = of_sheets(tmp_path, claims=[{**KIN, "subject": "northern-brigade"}])
    assert only(kg.check(project).problems).message == "is not a class of the ontology"


def test_its_direct_property_is_stated_and_what_is_denied_is_not(inference: Inference) -> None:
    assert {t for t in inference.possible.given.direct if t.predicate == term("kinOf")} == {
        Triple(entity("ana"), term("kinOf"), entity("ben")),
        Triple(entity("ben"), term("kinOf"), entity("cem")),
    }


def test_its_axioms_and_rules_are_applied(inference: Inference) -> None:
    assert {
        Triple(entity("ana"), term("kinOf"), entity("cem")),
        Triple(entity("cem"), term("hasKin"), entity("ana")),
        Triple(entity("ana"), term("couldKnow"), entity("dia")),
        Triple(entity("militia"), RDF.type, AG.Actor),
    } <= inference.possible.conclusions.keys()
    assert (
        Triple(entity("ana"), term("couldKnow"), entity("ben"))
        not in inference.possible.conclusions
    )


def test_nothing_is_stated_over_a_collective_label_of_its_own(inference: Inference) -> None:
    assert not [t for t in inference.possible.given.direct if t.subject == entity("crowd")]
    about = {t for t in inference.possible.conclusions if entity("crowd") in (t.subject, t.object)}
    assert {t.predicate for t in about} == {RDF.type}
