"""RDF in a foreign vocabulary, brought into ours by CONSTRUCT queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.vocabulary import AG, DCTERMS, RDF, RDFS
from tests.projects import TOML, batches, only

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ingest import Batch

# Memberships by the Organization Ontology, their provenance by PROV-O, an event by SEM.
FOREIGN = """
@prefix org: <http://www.w3.org/ns/org#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <https://data.example/> .

x:front a org:Organization ; skos:prefLabel "River Front"@en .
x:rahim a foaf:Person ; foaf:name "Rahim"@en .
x:m1 a org:Membership ; org:member x:rahim ; org:organization x:front ;
    org:memberDuring [ sem:hasEarliestBeginTimeStamp "2014-03-01"^^xsd:date ;
                       sem:hasLatestBeginTimeStamp "2014-03-31"^^xsd:date ] ;
    prov:hadPrimarySource x:notes .
x:notes a prov:Entity ; rdfs:label "Field notes" .
x:clash a sem:Event ; rdfs:label "Clash at the ford"@en ; sem:hasActor x:front ;
    prov:hadPrimarySource x:notes .
x:weather rdfs:label "Rain" .
"""
HEAD = """
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
MAPPING = {
    "entities.rq": """
CONSTRUCT { ?party a ?kind ; rdfs:label ?label }
WHERE {
  { ?party a org:Organization ; skos:prefLabel ?label . BIND(ag:ArmedGroup AS ?kind) }
  UNION { ?party a foaf:Person ; foaf:name ?label . BIND(ag:Person AS ?kind) }
  UNION { ?party a sem:Event ; rdfs:label ?label . BIND(ag:Event AS ?kind) }
}""",
    "sources.rq": """
CONSTRUCT {
  ?source a ag:Report ; dcterms:title ?title ; ag:edtfDate "2014" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/>
}
WHERE { ?source a prov:Entity ; rdfs:label ?title }""",
    "claims.rq": """
CONSTRUCT {
  ?tie a ?class ; ?one ?party ; ?two ?other .
  ?claim a ag:Claim ; ag:about ?tie ; ag:statedIn ?source ; ag:stance ag:Affirms ;
    ag:modality ag:Stated ; ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityF ;
    ag:informationCredibility ag:Credibility6 ; ag:earliestStart ?from ; ag:latestStart ?by .
}
WHERE {
  {
    ?node org:member ?party ; org:organization ?other .
    OPTIONAL { ?node org:memberDuring [ sem:hasEarliestBeginTimeStamp ?from ;
                                        sem:hasLatestBeginTimeStamp ?by ] }
    BIND(ag:Membership AS ?class) BIND(ag:member AS ?one) BIND(ag:group AS ?two)
  } UNION {
    ?node sem:hasActor ?party . BIND(?node AS ?other)
    BIND(ag:Participation AS ?class) BIND(ag:participant AS ?one) BIND(ag:contest AS ?two)
  }
  ?node prov:hadPrimarySource ?source .
  BIND(IRI(CONCAT("https://example.org/p/relationship/", STRAFTER(STR(?node), "e/"))) AS ?tie)
  BIND(IRI(CONCAT("https://example.org/p/claim/", STRAFTER(STR(?node), "e/"))) AS ?claim)
}""",
}


def project(folder: Path, mapping: dict[str, str], more: str = 'mapping = "maps"') -> Path:
    (folder / "maps").mkdir()
    for name, text in mapping.items():
        (folder / "maps" / name).write_text(HEAD + text, encoding="utf-8")
    (folder / "data.ttl").write_text(FOREIGN, encoding="utf-8")
    source = f'[[source]]\nid = "data"\nformat = "rdf"\npath = "data.ttl"\n{more}\n'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def of(batch: Batch, predicate: NamedNode) -> dict[str, str]:
    return {
        str(q.subject).strip("<>").rpartition("/")[2]: q.object.value
        for q in batch.quads
        if q.predicate == predicate and isinstance(q.object, Literal)
    }


def test_org_prov_and_sem_become_claims_that_pass_the_shapes(tmp_path: Path) -> None:
    checked = kg.check(project(tmp_path, MAPPING))
    assert [str(problem) for problem in checked.problems] == []
    kinds = {q.object for q in checked.loaded.quads if q.predicate == RDF.type}
    assert {AG.Membership, AG.Participation, AG.Claim, AG.Person, AG.Event, AG.Report} <= kinds


def test_what_follows_is_drawn_from_it(tmp_path: Path) -> None:
    release = kg.build(project(tmp_path, MAPPING))
    assert release.session.ask(
        "ASK { <https://data.example/rahim> ag:memberOf <https://data.example/front> }"
    )
    inputs = [entry["path"] for entry in release.manifest["inputs"]]
    assert inputs == ["data.ttl", "kg.toml", *(f"maps/{name}" for name in sorted(MAPPING))]


def test_statements_lie_in_the_graph_of_the_source_with_its_licence(tmp_path: Path) -> None:
    more = 'mapping = "maps"\nlicence = "CC0-1.0"\nversion = "2"'
    batch = batches(project(tmp_path, MAPPING, more))[0]
    assert {q.graph_name for q in batch.quads} == {NamedNode("https://example.org/p/graph/data/2")}
    (licence,) = (
        q.object
        for q in batch.quads
        if q.subject == q.graph_name and q.predicate == DCTERMS.license
    )
    assert licence == NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")


def test_a_subject_that_no_query_uses_is_left_out(tmp_path: Path) -> None:
    first, second = batches(project(tmp_path, MAPPING))
    (left,) = second.left_out
    assert not first.left_out
    assert (left.file, left.value) == ("data.ttl", "https://data.example/weather")
    assert left.reason == "no mapping query uses it"


def test_a_blank_node_goes_with_what_leads_to_it(tmp_path: Path) -> None:
    """Without the claims nothing uses the membership, nor the node of its time."""
    mapping = {name: text for name, text in MAPPING.items() if name != "claims.rq"}
    left = batches(project(tmp_path, mapping))[1].left_out
    assert [value for value in (x.value for x in left) if value.startswith("_:")] == ["_:b1"]
    assert "https://data.example/m1" in {x.value for x in left}


def test_left_out_comes_in_batches(tmp_path: Path) -> None:
    folder = project(tmp_path, {"sources.rq": MAPPING["sources.rq"]})
    many = "".join(f"x:n{number} a x:Thing .\n" for number in range(4500))
    (folder / "data.ttl").write_text(FOREIGN + many, encoding="utf-8")
    sizes = [len(batch.left_out) for batch in batches(folder)]
    assert sizes[:3] == [0, 2000, 2000]
    assert sum(sizes) > 4500


def test_one_file_may_be_named(tmp_path: Path) -> None:
    more = 'mapping = "maps/entities.rq"'
    batch = batches(project(tmp_path, {"entities.rq": MAPPING["entities.rq"]}, more))[0]
    assert of(batch, RDFS.label) == {
        "front": "River Front", "rahim": "Rahim", "clash": "Clash at the ford",
    }  # fmt: skip


def test_new_nodes_are_the_same_on_each_run(tmp_path: Path) -> None:
    text = "CONSTRUCT { ?party ag:note [ rdfs:label ?label ] } WHERE { ?party rdfs:label ?label }"
    folder = project(tmp_path, {"notes.rq": text})
    once, twice = (batches(folder)[0].quads for _ in range(2))
    assert once == twice
    assert any("/.well-known/genid/data/" in str(q.subject) for q in once)


WRONG = [
    ("CONSTRUCT { ?s a ag:Event }\nWHERE { ?s a sem:Event . FILTR }", 8, "is no SPARQL 1.1"),
    ("SELECT ?s WHERE { ?s a sem:Event }", 1, "is no CONSTRUCT query"),
    ("CONSTRUCT { ?s a ag:Event }\nWHERE { SERVICE <http://x/> { ?s ?p ?o } }", 8,
     "SERVICE would call another server"),
    ("CONSTRUCT { ?s a ag:Event } FROM <http://x/>\nWHERE { ?s ?p ?o }", 7, "FROM may load"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "line", "told"), WRONG)
def test_a_fault_names_the_file_and_line_of_the_mapping(
    tmp_path: Path, query: str, line: int, told: str
) -> None:
    problem = only(kg.check(project(tmp_path, {"wrong.rq": query})).problems)
    assert (problem.file, problem.line) == ("maps/wrong.rq", line)
    assert problem.message.startswith(told)


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path, {"a.rq": "CONSTRUCT {", "b.rq": "ASK {}", **MAPPING})
    assert [p.file for p in kg.check(folder).problems] == ["maps/a.rq", "maps/b.rq"]


def test_a_folder_without_queries_is_told(tmp_path: Path) -> None:
    assert only(kg.check(project(tmp_path, {})).problems).message == "holds no query"


def test_a_term_that_is_none_is_told_as_ever(tmp_path: Path) -> None:
    text = "CONSTRUCT { ?s a ag:Evnt } WHERE { ?s a sem:Event }"
    problem = only(p for p in kg.check(project(tmp_path, {"a.rq": text})).problems)
    assert (problem.file, problem.message) == ("data.ttl", "is no term of the ontology")


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(FOREIGN.split("\n"), 1) if line.startswith(text))


def test_what_is_made_leads_to_the_line_of_what_it_is_made_of(tmp_path: Path) -> None:
    """Nodes keep their IRI, or have one that is made of that of one node."""
    batch = batches(project(tmp_path, MAPPING))[0]
    lines = {node.value: origin.line for node, origin in batch.origins.items()}
    assert {origin.file for origin in batch.origins.values()} == {"data.ttl"}
    assert lines["https://data.example/front"] == line_of("x:front")
    assert lines["https://data.example/notes"] == line_of("x:notes")
    for name, text in (("m1", "x:m1"), ("clash", "x:clash")):
        assert lines[f"https://example.org/p/claim/{name}"] == line_of(text)
        assert lines[f"https://example.org/p/relationship/{name}"] == line_of(text)


def test_what_is_made_of_several_nodes_or_of_none_has_no_line(tmp_path: Path) -> None:
    text = """
CONSTRUCT { ?pair rdfs:label "a" . ?one rdfs:label "b" . [] rdfs:label "c" }
WHERE { ?tie org:member ?a ; org:organization ?b .
  BIND(IRI(CONCAT("x:pair-", STRAFTER(STR(?a), "e/"), STRAFTER(STR(?b), "e/"))) AS ?pair)
  BIND(IRI("x:one") AS ?one) }"""
    batch = batches(project(tmp_path, {"pairs.rq": text}))[0]
    made = [origin for node, origin in batch.origins.items() if "graph" not in node.value]
    assert len(made) == 3
    assert {(origin.file, origin.line) for origin in made} == {("data.ttl", None)}


def test_what_is_left_out_is_told_with_its_line(tmp_path: Path) -> None:
    (left,) = batches(project(tmp_path, MAPPING))[1].left_out
    assert (left.row, left.line) == (None, line_of("x:weather"))


@pytest.mark.usefixtures("no_network")
def test_nothing_is_fetched(tmp_path: Path) -> None:
    assert batches(project(tmp_path, MAPPING))[0].quads
