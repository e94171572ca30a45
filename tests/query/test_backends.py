"""One contract for every backend; what one of them cannot do stands in a table, with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import EndpointError, InvalidQuery
from kg.store.base import Solutions
from kg.store.lexical import with_prefixes
from kg.store.oxigraph import OxigraphStore
from kg.store.rdflib import RdflibStore
from kg.store.remote import RemoteStore
from tests.query.contract import EX, LITERALS, MAX_ROWS, ROWS, SELECTS, iri
from tests.query.servers import oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _pytest.mark import ParameterSet

    from kg.store.base import Store

EMBEDDED = ("embedded", "graph", "dataset")
REMOTE = ("oxigraph", "virtuoso")
# What a backend answers otherwise than SPARQL 1.1 lays down. Each is seen to fail; the stored
# queries are written so that none of it touches them.
CANNOT: dict[tuple[str, str], str] = {}


def cases(*names: str, backends: tuple[str, ...] = (*EMBEDDED, *REMOTE)) -> list[ParameterSet]:
    """Pair each backend with each name; those it cannot do are expected to fail."""
    return [
        pytest.param(
            backend, name, id=f"{backend}-{name}",
            marks=[pytest.mark.xfail(reason=CANNOT[backend, name], strict=True)]
            if (backend, name) in CANNOT else [],
        )
        for backend in backends for name in names
    ]  # fmt: skip


@pytest.fixture(scope="module")
def embedded(contract_file: Path) -> Store:
    return OxigraphStore(ox.parse(path=str(contract_file), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def dataset(contract_file: Path) -> Store:
    return RdflibStore(rdflib.Dataset().parse(contract_file, format="nquads"))


@pytest.fixture(scope="module")
def graph(contract_file: Path) -> Store:
    """The triples of all graphs in one graph without a name."""
    found = rdflib.Graph()
    for s, p, o, _ in rdflib.Dataset().parse(contract_file, format="nquads").quads():
        found.add((s, p, o))
    return RdflibStore(found)


@pytest.fixture(scope="module", name="oxigraph")
def oxigraph_store(
    contract_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    with oxigraph(tmp_path_factory.mktemp("served"), [contract_file]) as url:
        yield RemoteStore(url)


@pytest.fixture(scope="module")
def virtuoso(virtuoso_url: str) -> Store:
    return RemoteStore(virtuoso_url)


def ask(request: pytest.FixtureRequest, backend: str, sparql: str) -> object:
    store: Store = request.getfixturevalue(backend)
    return store.query(f"PREFIX : <{EX}>\n{with_prefixes(sparql)}")


def rows_of(answer: object) -> list[tuple[str | None, ...]]:
    assert isinstance(answer, Solutions)
    places = sorted(range(len(answer.variables)), key=lambda n: answer.variables[n])
    return [tuple(None if row[n] is None else str(row[n]) for n in places) for row in answer.rows]


@pytest.mark.parametrize(("backend", "name"), cases(*SELECTS))
def test_select(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    case = SELECTS[name]
    whole = case.sparql.startswith("SELECT")
    text = case.sparql if whole else f"SELECT * {{ {case.sparql} }}"
    if whole or "?g" not in case.sparql:
        found = rows_of(ask(request, backend, text))
    else:
        found = [(y, g) for g, y in rows_of(ask(request, backend, text))]
    expected = [tuple(row) for row in case.rows]
    if case.ordered:
        assert found == expected
    else:
        assert Counter(map(frozenset, found)) == Counter(map(frozenset, expected))


@pytest.mark.parametrize(("backend", "name"), cases(*LITERALS))
def test_a_term_comes_back_as_it_was(
    backend: str, name: str, request: pytest.FixtureRequest
) -> None:
    answer = ask(request, backend, f"SELECT ?o {{ :value <{EX}{name}> ?o }}")
    (line,) = ox.parse(f"<{EX}x> <{EX}x> {LITERALS[name]} .", format=ox.RdfFormat.N_TRIPLES)
    assert rows_of(answer) == [(str(line.object),)]


@pytest.mark.parametrize(("backend", "name"), cases("ask"))
def test_ask(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    assert name
    assert ask(request, backend, "ASK { :a :ledBy :b }") is True
    assert ask(request, backend, "ASK { :b :ledBy :a }") is False


@pytest.mark.parametrize(("backend", "name"), cases("construct"))
def test_construct(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    assert name
    found = ask(request, backend, "CONSTRUCT { ?y :leads ?x } WHERE { ?x :ledBy ?y }")
    assert isinstance(found, list)
    assert {str(t) for t in found} == {
        f"{iri('b')} {iri('leads')} {iri('a')}", f"{iri('c')} {iri('leads')} {iri('b')}"
    }  # fmt: skip


@pytest.mark.parametrize(("backend", "name"), cases("describe"))
def test_describe(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    assert name
    found = ask(request, backend, "DESCRIBE :d")
    assert isinstance(found, list)
    assert f"{iri('d')} {iri('matches')} {iri('a')}" in {str(t) for t in found}


@pytest.mark.parametrize(("backend", "name"), cases("many rows"))
def test_many_rows(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    assert name
    found = rows_of(ask(request, backend, "SELECT ?s ?o { ?s :number ?o }"))
    assert len(set(found)) == len(found) == ROWS


@pytest.mark.parametrize(("backend", "name"), cases("bad syntax"))
def test_bad_syntax(backend: str, name: str, request: pytest.FixtureRequest) -> None:
    assert name
    with pytest.raises(InvalidQuery):
        ask(request, backend, "SELECT ?x { ?x :ledBy }")


@pytest.mark.parametrize("backend", EMBEDDED)
@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE would call"),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "FROM may load"),
    ],
)
@pytest.mark.usefixtures("no_network")
def test_nothing_is_fetched(
    backend: str, sparql: str, message: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(InvalidQuery, match=message):
        ask(request, backend, sparql)


def test_an_answer_that_virtuoso_cuts_is_no_answer(virtuoso: Store) -> None:
    pairs = f"PREFIX : <{EX}> SELECT ?s ?v {{ ?s :number ?n . :value ?p ?v }}"
    with pytest.raises(EndpointError, match=f"no more than {MAX_ROWS} rows"):
        virtuoso.query(pairs)
    answer = virtuoso.query(f"{pairs} LIMIT 100")
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 100


@pytest.mark.xfail(strict=True, reason="Virtuoso cuts a graph and says nothing of it")
def test_a_graph_that_virtuoso_cuts_is_no_answer(virtuoso: Store) -> None:
    with pytest.raises(EndpointError):
        virtuoso.query(
            f"PREFIX : <{EX}> CONSTRUCT {{ ?s ?p ?v }} WHERE {{ ?s :number ?n . :value ?p ?v }}"
        )
