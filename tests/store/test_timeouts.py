"""Time-outs that hold in this process's stores: a child answers, and is gone when it is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import InvalidQuery, KgError, QueryTimeout, UsageError
from kg.store.base import Solutions, Stream
from kg.store.convert import to_rdflib
from kg.store.deadline import Deadline
from kg.store.forked import forked
from kg.store.oxigraph import OxigraphStore
from kg.store.rdflib import RdflibStore

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from kg.store.base import Row, Store

P = NamedNode("https://example.org/p")
MANY = 450
"""Things in a store; pairs of them are 202 500 rows, triples of them take minutes."""
PAIRS = "SELECT ?a ?b { ?x ?p ?a . ?y ?q ?b }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def store_of(kind: str, count: int) -> Store:
    things = [
        Triple(NamedNode(f"https://example.org/{n}"), P, Literal(str(n))) for n in range(count)
    ]
    if kind == "oxigraph":
        return OxigraphStore(Quad(*thing) for thing in things)
    return RdflibStore(to_rdflib(things))


@pytest.fixture(params=["oxigraph", "rdflib"])
def store(request: pytest.FixtureRequest) -> Store:
    return store_of(request.param, MANY)


class Children:
    """The processes that were forked in a test."""

    def __init__(self) -> None:
        self.begun: list[int] = []

    def left(self) -> list[int]:
        """Return those that run, or ended and were not waited for."""
        return [pid for pid in self.begun if self._is_left(pid)]

    def _is_left(self, pid: int) -> bool:
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return False
        return True


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    """Return the children that are forked from now on."""
    found, fork = Children(), os.fork

    def told() -> int:
        pid = fork()
        if pid:
            found.begun.append(pid)
        return pid

    monkeypatch.setattr(os, "fork", told)
    return found


def test_a_query_that_takes_too_long_is_ended(store: Store, children: Children) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"the query has no whole answer after 0\.3 s; allow"):
        store.query(ENDLESS, timeout=0.3)
    assert time.monotonic() - began < 20
    assert children.begun
    assert not children.left()


def test_the_time_is_kept_here_and_not_by_the_child(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.forked._GRACE", 60.0)  # it would end itself a minute later

    def silent() -> bool:
        time.sleep(120)
        return True

    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        forked(silent, 0.3)
    assert time.monotonic() - started < 30
    assert children.left() == []


def test_rows_that_came_in_time_are_not_the_answer(store: Store, children: Children) -> None:
    endless = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    answer = store.stream(endless, timeout=1)
    assert isinstance(answer, Stream)
    assert next(answer.rows)
    with pytest.raises(QueryTimeout):
        sum(1 for _ in answer.rows)
    assert children.begun
    assert not children.left()


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?o", "SELECT ?s { ?s ?p 'nothing' }",
        "ASK { ?s ?p '7' }", "ASK { ?s ?p 'nothing' }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p '7' , ?o }",
    ],
)  # fmt: skip
def test_an_answer_in_time_is_the_same(store: Store, sparql: str, children: Children) -> None:
    assert store.query(sparql, timeout=60) == store.query(sparql)
    assert children.begun
    assert not children.left()


def test_what_is_no_query_is_told_as_ever(store: Store) -> None:
    with pytest.raises(InvalidQuery, match="not a SPARQL query"):
        store.query("SELECT", timeout=60)


def test_an_error_in_the_child_is_raised_here() -> None:
    def ask() -> Stream:
        def rows() -> Generator[Row, None, None]:
            yield (P,)
            raise InvalidQuery("at the second row")

        return Stream(("a",), rows())

    answer = forked(ask, 60)
    assert isinstance(answer, Stream)
    with pytest.raises(InvalidQuery, match="at the second row"):
        list(answer.rows)


def test_a_child_that_dies_is_no_answer(children: Children) -> None:
    def ask() -> Stream:
        def rows() -> Generator[Row, None, None]:
            yield from [(P,)] * 1000
            os.kill(os.getpid(), signal.SIGKILL)

        return Stream(("a",), rows())

    with pytest.raises(KgError, match="ended before it had the whole answer"):
        list(forked(ask, 60).rows)  # type: ignore[union-attr]
    assert children.begun
    assert not children.left()


def test_who_reads_no_more_ends_it(store: Store, children: Children) -> None:
    with store.stream(PAIRS, timeout=60) as answer:  # type: ignore[union-attr]
        next(answer.rows)
        assert children.left()
    assert children.begun
    assert not children.left()
    store.stream(PAIRS, timeout=60).close()  # type: ignore[union-attr]
    assert children.begun
    assert not children.left()


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 1e300])
def test_a_time_that_is_none_is_refused(store: Store, seconds: float) -> None:
    with pytest.raises(UsageError, match="give seconds above 0"):
        store.query("ASK {}", timeout=seconds)


def test_without_a_time_nothing_is_forked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr(os, "fork", refuse)
    assert store.query("ASK { ?s ?p '7' }") is True
    with pytest.raises(AssertionError, match="forked"):
        store.query("ASK { ?s ?p '7' }", timeout=60)


def test_a_system_that_cannot_fork_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(UsageError, match=r"needs os\.fork, which this system lacks; ask without"):
        store.query("ASK {}", timeout=60)


SCRIPT = f"""
import os, sys
from pyoxigraph import Literal, NamedNode, Quad
from kg.store.oxigraph import OxigraphStore
a = NamedNode("https://example.org/a")
store = OxigraphStore(Quad(a, a, Literal(str(n))) for n in range({MANY}))
fork = os.fork
def told():
    pid = fork()
    if pid:
        print(pid, flush=True)
    return pid
os.fork = told
store.query("{ENDLESS}", timeout=float(sys.argv[1]))
"""


def is_alive(pid: int) -> bool:
    """Tell whether a process runs, and is no zombie that waits for its parent."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def begun(folder: Path, seconds: float) -> tuple[subprocess.Popen[str], int]:
    script = folder / "ask.py"
    script.write_text(SCRIPT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script), str(seconds)], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert parent.stdout
    return parent, int(parent.stdout.readline())


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    parent, child = begun(tmp_path, 300)
    assert is_alive(child)
    time.sleep(0.2)
    parent.send_signal(signal.SIGINT)
    _, err = parent.communicate(timeout=60)
    assert "KeyboardInterrupt" in err
    assert not is_alive(child)


def test_an_orphan_ends_itself(tmp_path: Path) -> None:
    parent, child = begun(tmp_path, 1)
    parent.kill()
    parent.communicate(timeout=60)
    until = time.monotonic() + 60
    while is_alive(child):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("kind", "count", "timeout"),
    [("oxigraph", MANY, None), ("oxigraph", 150, 300), ("rdflib", 100, None)],
)
def test_rows_are_not_held(kind: str, count: int, timeout: float | None) -> None:
    """Whoever reads a stream holds a row, or a batch of them; who asks for all, all."""
    store = store_of(kind, count)
    store.query("ASK {}")  # what is imported and compiled once is not counted
    tracemalloc.start()
    try:
        with store.stream(PAIRS, timeout) as answer:  # type: ignore[union-attr]
            assert sum(1 for _ in answer.rows) == count * count
        streaming = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        found = store.query(PAIRS)
        holding = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(found, Solutions)
    assert len(found.rows) == count * count
    assert streaming < holding / 3


def test_the_time_left_is_counted_by_the_clock_that_is_given() -> None:
    deadline = Deadline.after(2, "it", clock=iter([0.0, 1.0, 1.5, 2.0]).__next__)
    assert deadline.left() == 1.0
    assert not deadline.is_over()
    assert deadline.is_over()
