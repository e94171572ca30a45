"""No query makes this process call another server, however its words are hidden.

Port 1 is one that Oxigraph refuses before it opens a connection: so a query that gets past the
guard is told by an OSError, and nothing leaves this machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Dataset, Graph

from kg.errors import InvalidQuery
from kg.store.guard import refuse_fetching
from kg.store.oxigraph import OxigraphStore
from kg.store.rdflib import RdflibStore

if TYPE_CHECKING:
    from kg.store.base import Store

HOST = "http://127.0.0.1:1/"
CALL = f"SERVICE <{HOST}> {{ ?x ?y ?z }}"
A = NamedNode("https://example.org/a")
PREFIX = f"PREFIX ex: <{HOST}> "

SERVICES = {
    "plain": f"SELECT * {{ {CALL} }}",
    "small letters": f"SELECT * {{ {CALL.replace('SERVICE', 'service')} }}",
    "silent": f"SELECT * {{ SERVICE SILENT <{HOST}> {{ ?x ?y ?z }} }}",
    "by prefix": f"{PREFIX} SELECT * {{ SERVICE ex:foo {{ ?x ?y ?z }} }}",
    "by variable": f"SELECT * {{ VALUES ?s {{ <{HOST}> }} SERVICE ?s {{ ?x ?y ?z }} }}",
    "without spaces": f"SELECT*{{SERVICE<{HOST}>{{?x?y?z}}}}",
    "in a subquery": f"SELECT * {{ {{ SELECT * {{ {CALL} }} }} }}",
    "in an optional part": f"SELECT * {{ OPTIONAL {{ {CALL} }} }}",
    "in a union": f"SELECT * {{ {{}} UNION {{ {CALL} }} }}",
    "in an exists": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {CALL} }} }}",
    "in a graph": f"SELECT * {{ GRAPH ?g {{ {CALL} }} }}",
    "in an ask": f"ASK {{ {CALL} }}",
    "in a construct": f"CONSTRUCT {{ ?x ?y ?z }} WHERE {{ {CALL} }}",
    "in a describe": f"DESCRIBE ?x WHERE {{ {CALL} }}",
    "behind a comment": f"SELECT * {{ # nothing\n{CALL} }}",
    "behind a comment that a carriage return ends": f"SELECT * {{ # x\r{CALL} }}",
    "behind a quote that is escaped in a name":
        rf"{PREFIX} SELECT * {{ OPTIONAL {{ ?s ?p ex:a\'b }} {CALL} FILTER(?x != 'z') }}",
    "behind a hash that is escaped in a name":
        rf"{PREFIX} SELECT * {{ OPTIONAL {{ ?s ?p ex:a\#b }} {CALL} }}",
    "behind a comparison that looks like an IRI":
        f"SELECT * {{ FILTER(1<'>') {CALL} FILTER('a'='b') }}",
    "behind a call that looks like an IRI":
        f"{PREFIX} SELECT * {{ FILTER(1<ex:f('>')) {CALL} FILTER('a'='b') }}",
    "behind a comment that looks like an IRI": f"SELECT * {{ FILTER(1 <#>\n 2) {CALL} }}",
    "behind an IRI with an escape": rf"SELECT * {{ OPTIONAL {{ ?s ?p <{HOST}\u0041#'> }} {CALL} }}",
    "behind strings of all kinds":
        f"""SELECT * {{ FILTER('a' != "b" && '''c''' != \"\"\"d'"e\"\"\") {CALL} }}""",
    "joined to its name": f"{PREFIX} SELECT * {{ SERVICEex:foo {{ ?x ?y ?z }} }}",
    "joined to silent": f"SELECT * {{ SERVICESILENT<{HOST}> {{ ?x ?y ?z }} }}",
    "joined to a number": f"SELECT * {{ OPTIONAL {{ ?s ?p 1e1{CALL} }} }}",
    "joined to a truth value": f"SELECT * {{ OPTIONAL {{ ?s ?p true{CALL} }} }}",
    "written with an escape": f"SELECT * {{ SERV\\u0049CE <{HOST}> {{ ?x ?y ?z }} }}",
    "written with a long escape": f"SELECT * {{ \\U00000053ERVICE <{HOST}> {{ ?x ?y ?z }} }}",
    "out of a string by an escape":
        rf'SELECT * {{ FILTER("a" != "\u0022) {CALL} FILTER("a" != "\u0022") }}',
}  # fmt: skip
FROMS = {
    "from": f"SELECT * FROM <{HOST}> {{ ?s ?p ?o }}",  # noqa: S608  (this is no SQL)
    "from named": f"SELECT * FROM NAMED <{HOST}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",  # noqa: S608
    "from, small letters": f"ask from <{HOST}> {{ ?s ?p ?o }}",
    "from in a describe": f"DESCRIBE ?s FROM <{HOST}> {{ ?s ?p ?o }}",
    "from, by an escape": f"SELECT * FR\\u004FM <{HOST}> {{ ?s ?p ?o }}",
}
# The words stand in these as well, but not as code.
HARMLESS = {
    "in a string": 'SELECT * { ?s ?p "Counter Terrorism Service, from Baghdad" }',
    "in a string, quoted": "SELECT * { ?s ?p 'a \"service\" \\' from' }",
    "in a long string": 'SELECT * { ?s ?p """SERVICE <x:y> { }\n from "them" """ }',
    "in an IRI": "SELECT * { ?s ?p <https://example.org/service/from#service> }",
    "in a comment": "SELECT * { # SERVICE <x:y> FROM\n ?s ?p ?o }",
    "in a variable": "SELECT ?service { ?service ?from ?o }",
    "in a name": "PREFIX e: <https://example.org/> SELECT * { ?s ?p e:counter-terrorism-service }",
    "with line ends of two characters": "SELECT * { # from\r\n ?s ?p 'service' }\r\n",
}


@pytest.fixture(params=["oxigraph", "rdflib graph", "rdflib dataset"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "oxigraph":
        return OxigraphStore([Quad(A, A, Literal("service"), A)])
    return RdflibStore(Graph() if request.param == "rdflib graph" else Dataset())


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("sparql", [*SERVICES.values(), *FROMS.values()], ids=[*SERVICES, *FROMS])
def test_a_query_that_fetches_is_refused(store: Store, sparql: str) -> None:
    with pytest.raises(InvalidQuery):
        store.query(sparql)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            SERVICES["plain"],
            "SERVICE would call another server; query that endpoint with kg.connect",
        ),
        (FROMS["from"], "FROM may load a graph; name it with GRAPH <…> { … } instead"),
    ],
)
def test_the_refusal_says_what_to_do_instead(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        store.query(sparql)
    assert str(refused.value) == message


@pytest.mark.parametrize("sparql", HARMLESS.values(), ids=HARMLESS)
def test_the_words_alone_do_no_harm(store: Store, sparql: str) -> None:
    assert not isinstance(store.query(sparql), bool)


def test_a_carriage_return_alone_is_told(store: Store) -> None:
    if isinstance(store, OxigraphStore):
        with pytest.raises(InvalidQuery, match="a carriage return ends no line; end lines with"):
            store.query("SELECT * { # x\r?s ?p 'service' }")


def test_what_is_no_query_is_told(store: Store) -> None:
    for sparql in ("SELECT", "SELECT * { ?s ?p }", "SELECT * { ?s nowhere:p ?o }"):
        with pytest.raises(InvalidQuery, match="not a SPARQL query: "):
            store.query(sparql)


def test_an_update_is_no_query(store: Store) -> None:
    for sparql in (
        f"LOAD <{HOST}>",
        "DELETE WHERE { ?s ?p ?o }",
        f"INSERT DATA {{ <{HOST}> a 1 }}",
    ):
        with pytest.raises(InvalidQuery):
            store.query(sparql)


FRAGMENTS = [
    CALL, f"SERVICE<{HOST}>{{?x ?y ?z}}", "service ex:foo {?x ?y ?z}", "SERVICEex:foo{?x ?y ?z}",
    f"SERVICESILENT<{HOST}>{{?x ?y ?z}}", "'", '"', "'''", '"""', "#", "\r", "\n", "\\'", "\\u0027",
    "<", ">", "<'>'", "FILTER(1<'", "')", "FILTER('a'='b')", "FILTER(1<2)", "<#>", "ex:a\\'b",
    "ex:a\\#b", "?s ?p ", "ex:a", "'x'", "1", "1e1", "true", ".", " ", "VALUES ?v {", "}", "{",
    "<http://e/#a'b>", "OPTIONAL {", "# '''\n", "\r'''\n",
]  # fmt: skip


@settings(max_examples=600)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map("".join))
def test_what_passes_the_guard_calls_nobody(body: str) -> None:
    sparql = f"{PREFIX} SELECT * {{ {body} }}"
    try:
        refuse_fetching(sparql)
        OxigraphStore([Quad(A, A, A, A)]).query(sparql)
    except InvalidQuery:
        pass
