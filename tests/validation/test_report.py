"""Results lead back to the rows that they come from, and to a report that is RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

import kg
from kg.errors import InvalidGraph, InvalidProject
from kg.publish.serialise import serialise
from kg.validation import shacl, shapes
from kg.vocabulary import RDF, SH
from tests.projects import CLAIM, ENTITY, SOURCE, of_rdf, of_sheets, only, schema
from tests.projects import RDF as SOUND

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.validation.shacl import Engine

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ag: <https://w3id.org/allegiance/ontology#> .
@prefix x: <https://example.org/shapes#> .
"""


def with_shapes(folder: Path, text: str, data: str = SOUND) -> Path:
    of_rdf(folder, data, toml='[extend]\nshapes = ["own.ttl"]\n')
    (folder / "own.ttl").write_text(HEAD + text, encoding="utf-8")
    return folder


ROWS = [
    ({"object": "old-town"}, "object", "old-town", "Allegiance needs one superior, of the class"),
    ({"subject": "old-town"}, "subject", "old-town", "Allegiance needs one subordinate, of the"),
    ({"relationship": "Control"}, "object", "river-front", "Control needs one territory, of the"),
    ({"relationship": "Alliance", "object": "old-town"}, "object", "old-town", "Alliance needs"),
    # The parties of a symmetric relationship are put in order; the column is still that of the row.
    ({"relationship": "Alliance", "subject": "river-front", "object": "old-town"}, "object",
     "old-town", "Alliance needs one "),
    ({"relationship": "Alliance", "subject": "old-town", "object": "northern-brigade"}, "subject",
     "old-town", "Alliance needs one "),
    ({"relationship": "Estimate", "object": "ag:Affirms"}, "object",
     "https://w3id.org/allegiance/ontology#Affirms", "Estimate needs one measure, of the class"),
    ({"object": "https://example.com/nobody"}, "object", "https://example.com/nobody",
     "Allegiance needs one superior, of the class Party"),
    ({"claimer": "old-town"}, "claimer", "old-town", "a claimer is a person, an organisation or a"),
    ({"relationship": "Estimate", "object": "ag:Deaths", "low": "-5"}, "low", "-5", "the low"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "value", "message"), ROWS)
def test_a_result_leads_to_its_row_and_column_once(
    tmp_path: Path, cells: dict[str, str], column: str, value: str, message: str
) -> None:
    problem = only(kg.check(of_sheets(tmp_path, claims=[{**CLAIM, **cells}])).problems)
    assert (problem.file, problem.row, problem.column) == ("claims.csv", 4, column)
    assert problem.value == value
    assert problem.message.startswith(message)
    assert problem.remedy


def test_a_relationship_that_many_rows_name_is_told_of_each_row(tmp_path: Path) -> None:
    rows = [{**CLAIM, "id": f"c{n}", "object": "old-town"} for n in range(7, 12)]
    problems = kg.check(of_sheets(tmp_path, claims=rows)).problems
    assert [problem.row for problem in problems] == [4, 5, 6, 7, 8]
    assert len({(p.column, p.value, p.message) for p in problems}) == 1


def test_a_digest_that_two_rows_give_differently_is_told_of_both(tmp_path: Path) -> None:
    span = {"from_char": "1", "to_char": "5"}
    rows = [
        {**CLAIM, **span, "digest": "0" * 16},
        {**CLAIM, **span, "id": "c10", "digest": "1" * 16},
    ]
    problems = kg.check(of_sheets(tmp_path, claims=rows)).problems
    assert [(problem.row, problem.column) for problem in problems] == [(4, "digest"), (5, "digest")]


def test_faults_of_rows_and_of_the_graph_are_told_together(tmp_path: Path) -> None:
    rows = [{**CLAIM, "object": "old-town"}, {**CLAIM, "id": "c10", "start": "soon"}]
    checked = kg.check(of_sheets(tmp_path, claims=rows))
    assert sorted(problem.row or 0 for problem in checked.problems) == [4, 5]


def test_a_build_of_a_graph_that_breaks_its_shapes_is_refused(tmp_path: Path) -> None:
    project = of_sheets(tmp_path, claims=[{**CLAIM, "object": "old-town"}])
    with pytest.raises(InvalidGraph) as refused:
        kg.build(project)
    assert only(refused.value.problems).row == 4
    assert str(refused.value).startswith("the graph breaks its shapes; nothing was written\n  cl")
    assert not (project / "release").exists()


def test_a_fault_in_rdf_is_told_with_its_file_and_node(tmp_path: Path) -> None:
    text = SOUND.replace("ag:superior e:front", "ag:superior e:town")
    problem = only(kg.check(of_rdf(tmp_path, text)).problems)
    assert (problem.file, problem.row) == ("data.ttl", None)
    assert problem.value == "https://example.org/p/relationship/1"


@pytest.mark.parametrize(
    ("more", "column", "message"),
    [
        ('ag:earliestStart "2014-13-01"^^xsd:date ; ag:latestEnd "2015-01-01"^^xsd:date',
         "earliestStart", "is no xsd:date"),
        ('ag:low "many"^^xsd:decimal ; ag:high 5.0', "low", "is no xsd:decimal"),
        ('ag:note "x"^^xsd:integer', "note", "is no xsd:integer"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_of_its_datatype_is_told(
    tmp_path: Path, more: str, column: str, message: str
) -> None:
    problem = only(kg.check(of_rdf(tmp_path, f"{SOUND}\nclaim:1 {more} .")).problems)
    assert (problem.file, problem.column, problem.message) == ("data.ttl", column, message)
    assert problem.value == "https://example.org/p/claim/1"
    assert problem.remedy == "write it as XML Schema lays down"


def test_the_normalisation_of_literals_is_as_it_was() -> None:
    triples = {*schema().triples, *(q.triple for q in parse(input=SOUND, format=RdfFormat.TURTLE))}
    for setting in (True, False):
        before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, setting
        try:
            assert shacl.validate(triples, shapes.load(schema())) == []
            assert rdflib.NORMALIZE_LITERALS is setting
            with pytest.raises(InvalidProject):
                shacl.validate(triples, ill_formed())
            assert rdflib.NORMALIZE_LITERALS is setting
        finally:
            rdflib.NORMALIZE_LITERALS = before


def ill_formed() -> set[Triple]:
    text = HEAD + "x:S a sh:NodeShape ; sh:targetClass ag:Claim ; sh:property x:P ."
    return {quad.triple for quad in parse(input=text, format=RdfFormat.TURTLE)}


REPORTED = """
[] a sh:NodeShape ; sh:targetClass ag:Claim ; sh:severity sh:Info ;
    sh:property [ sh:path [ sh:inversePath ag:about ] ; sh:minCount 1 ; sh:message "odd; see" ;
        sh:severity sh:Warning ] .
[] a sh:NodeShape ; sh:targetObjectsOf ag:note ; sh:maxLength 3 ; sh:message "long; cut it" ;
    sh:severity sh:Warning .
"""
NOTED = SOUND + 'claim:1 ag:note "http://not an IRI" .'


def test_the_report_is_rdf_without_blank_nodes_and_parses(tmp_path: Path) -> None:
    text = NOTED.replace("ag:superior e:front", "ag:superior e:town")
    report = kg.check(with_shapes(tmp_path, REPORTED, text)).report
    raw = serialise((Quad(*triple) for triple in report.triples()), "ttl")
    triples = {quad.triple for quad in parse(input=raw, format=RdfFormat.TURTLE)}
    assert triples == set(report.triples())
    assert not any(isinstance(term, BlankNode) for triple in triples for term in triple)
    graph = rdflib.Graph().parse(data=raw, format="turtle")
    assert len(set(graph.subjects(RDF.rdflib.type, SH.rdflib.ValidationResult))) == 3
    (node,) = graph.subjects(RDF.rdflib.type, SH.rdflib.ValidationReport)
    conforms = graph.value(node, SH.rdflib.conforms)
    assert isinstance(conforms, rdflib.Literal)
    assert conforms.toPython() is False
    for predicate in (SH.sourceShape, SH.resultPath):  # what has no name is left out
        named = {triple.object for triple in triples if triple.predicate == predicate}
        assert named
        assert all(isinstance(term, NamedNode) for term in named)
    focus = {triple.object for triple in triples if triple.predicate == SH.focusNode}
    assert focus == {
        NamedNode("https://example.org/p/relationship/1"),
        NamedNode("https://example.org/p/claim/1"),
        Literal("http://not an IRI"),
    }


def test_shapes_without_names_give_the_same_report_each_time(tmp_path: Path) -> None:
    project = with_shapes(tmp_path, REPORTED, NOTED)
    first, second = (list(kg.check(project).report.triples()) for _ in range(2))
    assert first == second
    assert kg.check(project).report.is_sound


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_a_severity_of_nobody_is_told(tmp_path: Path, engine: Engine) -> None:
    text = """x:S a sh:NodeShape ; sh:targetClass ag:Claim ; sh:property x:P .
        x:P sh:path ag:note ; sh:minCount 1 ; sh:severity x:Grave ; sh:message "no; add one" ."""
    with pytest.raises(InvalidProject, match="#P has the severity 'Grave'; use sh:Violation, sh:W"):
        kg.check(with_shapes(tmp_path, text), engine=engine)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x:S a", "own.ttl, line 5: cannot be read as RDF"),
        ("x:S a sh:NodeShape ; sh:targetClass ag:Claim ; sh:property x:P .", "cannot be applied"),
        ('x:S a sh:NodeShape ; sh:targetClass ag:Claim ; sh:sparql [ sh:message "no" ; '
         'sh:select "SELECT $this { SERVICE <http://127.0.0.1:1/> { $this ?p ?o } }" ] .',
         "cannot be applied: "),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_network")
def test_shapes_that_cannot_be_used_are_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidProject, match=message):
        kg.check(with_shapes(tmp_path, text))


def test_a_projects_own_shape_is_applied_and_leads_to_the_row(tmp_path: Path) -> None:
    project = of_sheets(tmp_path, toml='[extend]\nshapes = ["own.ttl"]\n', claims=[CLAIM])
    (project / "own.ttl").write_text(
        f"{HEAD} x:S a sh:NodeShape ; sh:targetClass ag:Claim ; sh:property x:S-note ."
        ' x:S-note sh:path ag:note ; sh:minCount 1 ; sh:message "needs a note; write one" .'
    )
    problems = kg.check(project).problems
    assert [(p.row, p.column, p.remedy) for p in problems] == [
        (row, "note", "write one") for row in (2, 3, 4)
    ]


def test_entities_and_sources_lead_to_their_rows_too(tmp_path: Path) -> None:
    project = of_sheets(
        tmp_path, toml='[extend]\nshapes = ["own.ttl"]\n', sources=[SOURCE], entities=[ENTITY]
    )
    (project / "own.ttl").write_text(
        f"{HEAD} x:E a sh:NodeShape ; sh:targetClass ag:Entity, ag:Report ; sh:property x:E-note ."
        ' x:E-note sh:path ag:note ; sh:minCount 1 ; sh:message "needs a note; write one" .'
    )
    places = {(p.file, p.row, p.column) for p in kg.check(project).problems}
    assert ("entities.csv", 5, "note") in places
    assert ("sources.csv", 3, "note") in places
    assert ("sources.csv", 2, "note") not in places
