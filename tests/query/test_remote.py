"""A real SPARQL server on loopback, and addresses that are none."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import EndpointError, InvalidQuery, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg import Release, Session

BASE = "https://w3id.org/allegiance/mosul-marawi/"


def test_typed_rows_come_back(remote: Session) -> None:
    (row,) = remote.select("SELECT (7 AS ?n) ?kind { BIND(ag:Battle AS ?kind) }")
    assert row == (7, "https://w3id.org/allegiance/ontology#Battle")


def test_truth_and_graphs_come_back(remote: Session) -> None:
    assert remote.ask("ASK { ?x a ag:Battle }") is True
    graph = remote.ask("CONSTRUCT { ?x a ag:Battle } WHERE { ?x a ag:Battle }")
    assert isinstance(graph, list)
    assert len(graph) == 5


def test_parameters_are_those_of_the_project(remote: Session, release: Release) -> None:
    asked = {"place": "marawi", "date": "2017-06-15"}
    assert (
        remote.query("control", **asked).to_dicts() == release.query("control", **asked).to_dicts()
    )


def test_a_bad_query_is_told_as_such(remote: Session) -> None:
    with pytest.raises(InvalidQuery, match="does not accept the query"):
        remote.ask("SELECT * {")


def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    session = kg.connect(f"http://127.0.0.1:{port}/query", BASE, timeout=5)
    with pytest.raises(EndpointError, match="cannot be reached within 5 s"):
        session.ask("ASK { ?s ?p ?o }")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="give its http"):
        kg.connect("localhost:7878", BASE)


class _Page(BaseHTTPRequestHandler):
    """Answers everything with a web page, as a wrong address does."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>Welcome</html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.filterwarnings("ignore:unknown response content type:RuntimeWarning")
def test_a_web_page_is_no_endpoint(page: str) -> None:
    with pytest.raises(EndpointError, match=r"did not answer as SPARQL 1\.1 lays down"):
        kg.connect(page, BASE).ask("ASK { ?s ?p ?o }")
