"""Any endpoint: a CONSTRUCT query over pages, and a list of its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import EndpointError
from kg.ingest import format_of, load
from kg.ingest.sparql import reader as sparql
from kg.vocabulary import AG, DCTERMS, RDFS
from tests.ingest.endpoint import Server, Watch, serving
from tests.projects import only, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.ingest import Batch, Request
    from kg.model.values import Claim

X = "https://data.example/"
FOREIGN = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://data.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

x:front a x:Militia ; rdfs:label "River Front"@en .
x:army a x:Army ; rdfs:label "The Army" .
x:rahim a x:Human ; rdfs:label "Rahim"@en ; x:memberOf x:front ; x:alias "The Heron" ;
    x:service [ x:force x:army ; x:from "2001"^^xsd:gYear ; x:until "2004-05-30"^^xsd:date ;
                x:rank "sergeant" ] .
x:salim a x:Human ; rdfs:label "Salim"@en ; x:memberOf "the front" ;
    x:service x:s1 , x:s2 .
x:s1 x:force x:army ; x:from "0025-01-01"^^xsd:date .
x:s2 x:from "2001"^^xsd:gYear .
x:front x:leader x:rahim .
"""
LIST = """
[kinds]
"https://data.example/Militia" = "ArmedGroup"
"https://data.example/Army" = "StateForce"
"https://data.example/Human" = "Person"

[[property]]
iri = "https://data.example/memberOf"
relationship = "Membership"

[[property]]
iri = "https://data.example/alias"
relationship = "Naming"

[[property]]
iri = "https://data.example/leader"
relationship = "Leadership"
subject = "value"

[[property]]
iri = "https://data.example/service"
value = "https://data.example/force"
relationship = "Allegiance"
start = "https://data.example/from"
end = "https://data.example/until"
role = "https://data.example/rank"
"""
QUERY = """
PREFIX x: <https://data.example/>
# CONSTRUCT { in a comment is none.
CONSTRUCT { ?who rdfs:label ?name ; a ag:Person ; ag:note [ rdfs:label ?other ] }
WHERE {
  ?who a x:Human ; rdfs:label ?name .
  OPTIONAL { ?who x:service ?node . ?node x:force/rdfs:label ?other }
  BIND(CONCAT(STR(?name), "") AS ?unused)
}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(FOREIGN) as found:
        yield found


def read(request: Request) -> list[Batch]:
    return list(sparql.read(request, Watch().clock()))


def queried(server: Server, folder: Path, query: str = QUERY, **options: str) -> Request:
    (folder / "q.rq").write_text(query, encoding="utf-8")
    return server.request(folder, query="q.rq", **options)


def listed(server: Server, folder: Path, text: str = LIST, **options: str) -> Request:
    (folder / "p.toml").write_text(text, encoding="utf-8")
    given = {"properties": "p.toml", "items": f"{X}front {X}rahim {X}salim", **options}
    return server.request(folder, **given)


def test_a_query_gives_what_the_endpoint_would_construct(server: Server, tmp_path: Path) -> None:
    (batch,) = read(queried(server, tmp_path, licence="CC0-1.0"))
    assert not batch.problems
    names = {
        (str(q.subject), q.object) for q in batch.quads
        if q.predicate == RDFS.label and "genid" not in str(q.subject)
    }  # fmt: skip
    assert names == {
        (f"<{X}rahim>", Literal("Rahim", language="en")),
        (f"<{X}salim>", Literal("Salim", language="en")),
    }
    graph = NamedNode("https://example.org/p/graph/wd")
    assert {q.graph_name for q in batch.quads} == {graph}
    (licence,) = (q.object for q in batch.quads if q.predicate == DCTERMS.license)
    assert licence == NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")


def test_blank_nodes_of_a_query_become_iris(server: Server, tmp_path: Path) -> None:
    once, twice = (read(queried(server, tmp_path))[0].quads for _ in range(2))
    assert once == twice
    noted = {str(q.object) for q in once if q.predicate == AG.note}
    genid = "<https://example.org/p/.well-known/genid/wd/1-"
    assert noted
    assert all(node.startswith(genid) for node in noted)


def test_a_query_read_in_pages_gives_the_same_statements(server: Server, tmp_path: Path) -> None:
    text = QUERY.replace("; ag:note [ rdfs:label ?other ] ", "")
    whole = {q for b in read(queried(server, tmp_path, text)) for q in b.quads}
    batches = read(queried(server, tmp_path, text, page="1"))
    assert [b.rows for b in batches] == [1, 1]
    assert {q for b in batches for q in b.quads} == whole


QUERIES = [
    ("SELECT ?x { ?x ?p ?o }", "is no CONSTRUCT query"),
    (f"{QUERY} LIMIT 5", "LIMIT stands behind WHERE { … }, where the pages are asked for"),
    ("CONSTRUCT { <x:a> a ag:Event } WHERE { ?s ?p ?o }", "has no variable in its template"),
    ("CONSTRUCT { ?s a ag:Event } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
     "SERVICE would call another server"),
    ("CONSTRUCT { ?s a wd:Q5 } WHERE { ?s ?p ?o }", "is no SPARQL 1.1"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "told"), QUERIES)
def test_a_query_that_cannot_be_asked_in_pages(
    server: Server, tmp_path: Path, query: str, told: str
) -> None:
    (batch,) = read(queried(server, tmp_path, query))
    problem = only(batch.problems)
    assert problem.file == "q.rq"
    assert problem.message.startswith(told)
    assert not batch.is_whole
    assert server.queries == []


def test_terms_that_are_none_are_told_once(server: Server, tmp_path: Path) -> None:
    text = QUERY.replace("ag:Person", "ag:Persn")
    told = [p for b in read(queried(server, tmp_path, text, page="1")) for p in b.problems]
    assert [p.message for p in told] == ["is no term of the ontology"]


def claims(batches: Sequence[Batch]) -> dict[str, Claim]:
    return {c.relationship.value.rpartition("#")[2]: c for b in batches for c in b.claims}


def test_a_list_says_which_properties_are_which_relationships(
    server: Server, tmp_path: Path
) -> None:
    found = claims(read(listed(server, tmp_path)))
    member = found["Membership"]
    assert (str(member.subject), str(member.object)) != (str(member.object), str(member.subject))
    assert member.subject.value.startswith("https://example.org/p/entity/wd-rahim-")
    assert str(member.object).startswith("<https://example.org/p/entity/wd-front-")
    assert found["Naming"].object == Literal("The Heron")
    assert found["Leadership"].subject == member.subject
    service = found["Allegiance"]
    assert (service.start, service.end, service.role) == ("2001", "2004-05-30", "sergeant")


def test_kinds_and_names_come_from_the_endpoint(server: Server, tmp_path: Path) -> None:
    entities = [e for b in read(listed(server, tmp_path)) for e in b.entities]
    assert {(e.kind, e.name) for e in entities} == {
        (AG.ArmedGroup, Literal("River Front", language="en")),
        (AG.Person, Literal("Rahim", language="en")),
        (AG.Person, Literal("Salim", language="en")),
        (AG.StateForce, Literal("The Army")),
    }


def test_faults_and_what_is_left_out(server: Server, tmp_path: Path) -> None:
    batches = read(listed(server, tmp_path))
    problem = only(p for b in batches for p in b.problems)
    assert (problem.column, problem.value) == (f"{X}from", "0025-01-01")
    assert problem.message.startswith("is in the year 25")
    assert [(x.column, x.reason) for b in batches for x in b.left_out] == [
        ("memberOf", '"the front" cannot be a party'),
        ("service", "says that there is none, or leads nowhere"),
    ]
    assert sum(b.rows for b in batches) == 7 == 4 + 1 + 2


def test_two_statements_without_names_are_two_claims(tmp_path: Path) -> None:
    twice = "x:rahim x:service [ x:force x:army ; x:from 2006 ] ."
    with serving(FOREIGN + twice) as server:
        request = listed(server, tmp_path, items=f"{X}rahim")
        loaded = load(read(request), request.mint, schema())
    assert not loaded.problems
    starts = sorted((q.object for q in loaded.quads if q.predicate == AG.edtfStart), key=str)
    assert starts == [Literal("2001"), Literal("2006")]


def test_blank_nodes_are_not_followed_from_page_to_page(server: Server, tmp_path: Path) -> None:
    with pytest.raises(EndpointError, match="cannot be followed from page to page"):
        read(listed(server, tmp_path, page="3"))


def test_a_control_character_is_a_fault(tmp_path: Path) -> None:
    with serving(FOREIGN + 'x:rahim x:alias "\\u0002" .') as server:
        problem = only(p for b in read(listed(server, tmp_path)) for p in b.problems)
    assert problem.message == f"holds a control character (of {X}rahim)"


def test_an_item_of_no_known_kind_in_no_claim_is_left_out(tmp_path: Path) -> None:
    with serving(FOREIGN + 'x:rain rdfs:label "Rain"@en .') as server:
        batches = read(listed(server, tmp_path, items=f"{X}rain"))
    (left,) = (x for b in batches for x in b.left_out)
    assert (left.value, left.reason) == (
        f"{X}rain", "is of no kind that is known here, and in no claim",
    )  # fmt: skip


def test_the_licence_of_an_endpoint_is_unknown_until_told(server: Server, tmp_path: Path) -> None:
    source = read(listed(server, tmp_path))[0].sources[0]
    assert source.licence.value == "http://rightsstatements.org/vocab/UND/1.0/"
    assert (source.title, source.url) == (server.url, server.url)


def test_an_import_makes_one_graph_without_faults(server: Server, tmp_path: Path) -> None:
    request = listed(server, tmp_path, items="", where=f"?item <{X}alias> ?name")
    loaded = load(read(request), request.mint, schema())
    assert not loaded.problems
    assert len({q.graph_name for q in loaded.quads}) == 1


LISTS = [
    ('[[property]]\niri = "https://x.example/p"\nrelationship = "Membrship"',
     "relationship", "is no class of the ontology that fits here"),
    ('[[property]]\nrelationship = "Membership"', "iri", "is missing"),
    ('[[property]]\niri = "p q"\nrelationship = "Membership"', "iri", "is no IRI"),
    ('[[property]]\niri = "x:p"\nrelationship = "Dissolution"', "relationship",
     "has no second party"),
    ('[[property]]\niri = "x:p"\nrelationship = "Membership"\nsubject = "left"', "subject",
     "is no side"),
    ('[[property]]\niri = "x:p"\nrelationship = "Naming"\nsubject = "value"', "subject",
     "is a text, which has no name of its own"),
    ('[[property]]\niri = "x:p"\nrelationship = "Membership"\nstart = "x:s"', "value",
     "is missing, so that no date or role can be read"),
    ('[[property]]\niri = "x:p"\nrelationship = "Membership"\nuntil = "x:s"', "property until",
     "is not known here"),
    ("[kinds]\n\"x:K\" = \"Militia\"\n" + LIST.partition("\n\n")[2], "kinds",
     "is no class of the ontology that fits here"),
    ("labels = []", "property", "is missing"),
    ("[[property", None, "cannot be read: "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "told"), LISTS)
def test_a_list_that_is_at_fault(
    server: Server, tmp_path: Path, text: str, key: str | None, told: str
) -> None:
    problem = only(p for b in read(listed(server, tmp_path, text)) for p in b.problems)
    assert (problem.file, problem.column) == ("p.toml", key)
    assert problem.message.startswith(told)
    assert server.queries == []


def test_it_is_registered() -> None:
    assert format_of("sparql").takes == "address"
