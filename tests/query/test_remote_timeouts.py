"""One deadline for all of a server's answer, and answers that are read as they come."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from kg.errors import EndpointError, InvalidQuery, QueryTimeout
from kg.store.base import Stream
from kg.store.remote import RemoteStore
from tests.query.servers import answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SELECT = "SELECT ?a { ?a ?p ?o }"
HEAD = b'{"head":{"vars":["a"]},"results":{"bindings":['
JSON = "application/sparql-results+json"


def row(number: int) -> bytes:
    return json.dumps({"a": {"type": "literal", "value": str(number)}}).encode()


def handler(body: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    """Make a handler whose answer is written by a function; who hangs up ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                body(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def begin(to: BaseHTTPRequestHandler, kind: str = JSON, status: int = 200) -> None:
    to.send_response(status)
    to.send_header("Content-Type", kind)
    to.end_headers()


def drip(to: BaseHTTPRequestHandler, parts: Iterator[bytes]) -> None:
    """Send a byte or so every 50 ms, for a minute: no read waits long, and all of them do."""
    until = time.monotonic() + 60
    for part in parts:
        if time.monotonic() > until:
            return
        to.wfile.write(part)
        to.wfile.flush()
        time.sleep(0.05)


def endless(first: bytes, more: bytes) -> Iterator[bytes]:
    yield first
    while True:
        yield more


def dripping_status(to: BaseHTTPRequestHandler) -> None:
    drip(to, endless(b"H", b"T"))


def dripping_headers(to: BaseHTTPRequestHandler) -> None:
    drip(to, endless(b"HTTP/1.1 200 OK\r\nX: ", b"x"))


def dripping_rows(to: BaseHTTPRequestHandler) -> None:
    begin(to)
    drip(to, endless(HEAD + row(0), b"," + row(1)))


def dripping_spaces(to: BaseHTTPRequestHandler) -> None:
    begin(to)
    drip(to, endless(b"", b" "))


def dripping_error(to: BaseHTTPRequestHandler) -> None:
    begin(to, "text/plain", 500)
    drip(to, endless(b"", b"sorry "))


def silent(to: BaseHTTPRequestHandler) -> None:
    time.sleep(3)
    begin(to)


@pytest.mark.parametrize(
    "how",
    [dripping_status, dripping_headers, dripping_rows, dripping_spaces, dripping_error, silent],
    ids=lambda how: how.__name__,
)
def test_a_server_that_drips_is_cut(how: Callable[[BaseHTTPRequestHandler], None]) -> None:
    with answering(handler(how)) as url:
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match=rf"{url} has no whole answer after 0\.7 s; allow"):
            RemoteStore(url, timeout=0.7).query(SELECT)
        assert time.monotonic() - began < 30


def test_a_graph_is_cut_too() -> None:
    def dripping(to: BaseHTTPRequestHandler) -> None:
        begin(to, "text/turtle")
        drip(to, endless(b"", b"<x:a> <x:a> <x:a> .\n"))

    with answering(handler(dripping)) as url, pytest.raises(QueryTimeout):
        RemoteStore(url, timeout=0.5).query("CONSTRUCT WHERE { ?a ?b ?c }")


def test_the_time_of_one_question_goes_before_that_of_the_store() -> None:
    with (
        answering(handler(dripping_rows)) as url,
        pytest.raises(QueryTimeout, match=r"after 0\.4 s"),
    ):
        RemoteStore(url).query(SELECT, timeout=0.4)


def test_rows_are_read_as_they_come() -> None:
    """The server counts the rows it could send; the reader's first row comes long before its last.

    What is in between are the buffers of the system, a few megabytes at most.
    """
    count, sent = 200_000, [0]

    def many(to: BaseHTTPRequestHandler) -> None:
        begin(to)
        to.wfile.write(HEAD + row(0))
        for number in range(1, count):
            to.wfile.write(b"," + row(number) + b" " * 200)
            sent[0] = number
        to.wfile.write(b"]}}")

    with answering(handler(many)) as url:
        answer = RemoteStore(url).stream(SELECT)
        assert isinstance(answer, Stream)
        with answer:
            next(answer.rows)
            time.sleep(1)
            assert sent[0] < count / 2
            assert sum(1 for _ in answer.rows) == count - 1


def test_who_reads_no_more_hangs_up() -> None:
    ended = []

    def many(to: BaseHTTPRequestHandler) -> None:
        begin(to)
        try:
            drip(to, endless(HEAD + row(0), (b"," + row(1)) * 100))
        finally:
            ended.append(True)

    with answering(handler(many)) as url:
        answer = RemoteStore(url).stream(SELECT)
        assert isinstance(answer, Stream)
        answer.close()
        until = time.monotonic() + 30
        while not ended:
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.parametrize("length", [False, True])
def test_an_answer_that_breaks_off_is_none(*, length: bool) -> None:
    def broken(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", JSON)
        if length:
            to.send_header("Content-Length", "100000")
        to.end_headers()
        to.wfile.write(HEAD + row(0) + b"," + row(1))

    with answering(handler(broken)) as url:
        answer = RemoteStore(url).stream(SELECT)
        assert isinstance(answer, Stream)
        with pytest.raises(EndpointError, match=r"did not answer as SPARQL 1\.1 lays down"):
            list(answer.rows)


def test_a_graph_that_breaks_off_is_none() -> None:
    def broken(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/turtle")
        to.send_header("Content-Length", "1000")
        to.end_headers()
        to.wfile.write(b"<x:a> <x:a> <x:a> .\n")

    with answering(handler(broken)) as url, pytest.raises(EndpointError, match="IncompleteRead"):
        RemoteStore(url).query("CONSTRUCT WHERE { ?a ?b ?c }")


@pytest.mark.parametrize(
    ("status", "error", "message"),
    [
        (400, InvalidQuery, "does not accept the query: too long"),
        (500, EndpointError, "HTTP Error 500: Internal Server Error: too long"),
        (401, EndpointError, "HTTP Error 401"), (503, EndpointError, "HTTP Error 503"),
    ],
)  # fmt: skip
def test_what_a_server_says_is_told(status: int, error: type[Exception], message: str) -> None:
    def refuse(to: BaseHTTPRequestHandler) -> None:
        begin(to, "text/plain", status)
        to.wfile.write(b"too long")

    for timeout in (5, None):
        with answering(handler(refuse)) as url, pytest.raises(error, match=message):
            RemoteStore(url, timeout).query(SELECT)


def test_a_secure_address_has_the_same_deadline() -> None:
    with answering(handler(silent)) as url, socket.create_server(("127.0.0.1", 0)) as deaf:
        with pytest.raises(EndpointError, match=r"cannot be reached within 5 s: .*SSL"):
            RemoteStore(url.replace("http:", "https:"), timeout=5).query(SELECT)
        with pytest.raises(QueryTimeout, match=r"after 0\.4 s"):
            RemoteStore(f"https://127.0.0.1:{deaf.getsockname()[1]}/", 0.4).query(SELECT)


def test_an_update_is_not_sent() -> None:
    with pytest.raises(InvalidQuery, match="only queries are sent"):
        RemoteStore("http://127.0.0.1:1/").query("DELETE WHERE { ?a ?b ?c }")
