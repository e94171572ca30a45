"""A SPARQL endpoint on loopback, over a store in memory, that can be told to fail."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pyoxigraph as ox

from kg.ingest import Request
from kg.ingest.sparql.endpoint import Clock
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import Mint
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Watch:
    """A clock that stands still but for the waits, which it notes and does not wait."""

    waits: list[float] = field(default_factory=list)
    time: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


@dataclass
class Server:
    """`fail` says what becomes of the nth request, from 1; `most` is a limit of rows."""

    store: ox.Store
    url: str = ""
    fail: dict[int, str] = field(default_factory=dict)
    most: int = 0
    queries: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    def answer(self, sparql: str) -> bytes:
        found = self.store.query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        raw = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert raw is not None
        return raw

    def limited(self, sparql: str) -> str:
        head, _, rest = sparql.rpartition("LIMIT ")
        limit, offset = rest.split(" ", 1)
        return f"{head}LIMIT {min(int(limit), self.most or int(limit))} {offset}"

    def request(self, folder: Path, **options: str) -> Request:
        mint = Mint("https://example.org/p/")
        return Request(
            folder, self.url, "wd", "A test", mint, schema(), licence("CC-BY-4.0"), options,
            folder=folder,
        )  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_POST(self) -> None:
        told = self.server.told
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        (sparql,) = parse_qs(body)["query"]
        told.queries.append(sparql)
        told.agents.append(self.headers["User-Agent"])
        how, _, value = told.fail.get(len(told.queries), "").partition(" ")
        if how.isdecimal():
            self.send_response(int(how))
            if value:
                self.send_header("Retry-After", value)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if how == "hang":
            self.server.released.wait(30)
            return
        raw = told.answer(told.limited(sparql))
        self.send_response(200)
        kind = "text/html" if how == "page" else "application/sparql-results+json"
        self.send_header("Content-Type", kind)
        if how == "partial":
            self.send_header("X-SQL-State", "S1TAT")
        if how != "close":  # else the end of the connection is the end of the answer, or not
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if how in ("cut", "close") else raw)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Http(ThreadingHTTPServer):
    told: Server
    released: threading.Event
    daemon_threads = True


@contextmanager
def serving(turtle: str) -> Iterator[Server]:
    """Serve a graph while the block runs."""
    store = ox.Store()
    store.load(input=turtle.encode(), format=ox.RdfFormat.TURTLE)
    server = Server(store)
    http = _Http(("127.0.0.1", 0), _Handler)
    http.told, http.released = server, threading.Event()
    server.url = f"http://127.0.0.1:{http.server_address[1]}/sparql"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.released.set()
        http.shutdown()
        thread.join()
        http.server_close()
