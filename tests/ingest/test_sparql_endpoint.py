"""An endpoint that fails for a while, cuts its answers off, or stops: the import ends the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import EndpointError, InvalidQuery, UsageError
from kg.ingest import load
from kg.ingest.sparql import reader as sparql
from kg.ingest.sparql.endpoint import user_agent
from tests.ingest.endpoint import Server, Watch, serving
from tests.ingest.wikidata_graph import GRAPH
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from kg.ingest import Request

ALL = "Q101 Q102 Q103 Q105 Q106 Q107"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(GRAPH) as found:
        yield found


def asked(server: Server, folder: Path, **options: str) -> Request:
    """Ask of two items at once, in pages of seven rows: some sixteen requests in all."""
    given = {"profile": "wikidata", "items": ALL, "at_once": "2", "page": "7", "timeout": "1"}
    return server.request(folder, **{**given, **options})


def result(request: Request, watch: Watch | None = None) -> tuple[Quad, ...]:
    batches = list(sparql.read(request, (watch or Watch()).clock()))
    loaded = load(batches, request.mint, schema())
    assert not loaded.problems
    return loaded.quads


def test_pages_of_any_size_give_the_same(server: Server, tmp_path: Path) -> None:
    whole = result(asked(server, tmp_path, page="5000", at_once="50"))
    assert len(server.queries) == 2
    assert result(asked(server, tmp_path)) == whole
    assert len(server.queries) > 10


def test_a_limit_of_rows_that_the_endpoint_has_is_not_the_end(
    server: Server, tmp_path: Path
) -> None:
    whole = result(asked(server, tmp_path, page="5000"))
    server.most = 5
    assert result(asked(server, tmp_path, page="5000")) == whole


def test_an_endpoint_that_gives_no_more_rows_is_told(server: Server, tmp_path: Path) -> None:
    class Deaf(Server):
        def limited(self, sparql: str) -> str:
            return f"{sparql.rpartition('LIMIT')[0]} LIMIT {0 if 'OFFSET 7' in sparql else 7}"

    server.__class__ = Deaf
    with pytest.raises(EndpointError, match="no more than 7 rows of an answer that goes on"):
        result(asked(server, tmp_path))


PASSING = ["429", "503", "500", "502", "504", "hang", "cut", "close", "partial"]


@pytest.mark.parametrize("how", PASSING)
@pytest.mark.parametrize("nth", [1, 4])
def test_what_fails_for_a_while_is_asked_again(
    server: Server, tmp_path: Path, how: str, nth: int
) -> None:
    whole = result(asked(server, tmp_path))
    server.queries.clear()
    server.fail = {nth: how, nth + 1: how}
    watch = Watch()
    assert result(asked(server, tmp_path), watch) == whole
    assert watch.waits == [1, 2]


@pytest.mark.parametrize(
    ("value", "wait"),
    [("30", 30), ("Thu, 01 Jan 2026 00:00:45 GMT", 45), ("0", 1), ("soon", 1)],
)
def test_retry_after_is_kept_to(server: Server, tmp_path: Path, value: str, wait: float) -> None:
    server.fail = {1: f"429 {value}"}
    watch = Watch()
    result(asked(server, tmp_path), watch)
    assert watch.waits == [wait]


def test_an_endpoint_that_asks_to_wait_for_hours_ends_the_run(
    server: Server, tmp_path: Path
) -> None:
    server.fail = {1: "503 7200"}
    watch = Watch()
    with pytest.raises(EndpointError, match="asks to wait 7200 s; run the import again then"):
        result(asked(server, tmp_path), watch)
    assert watch.waits == []


def test_what_keeps_failing_is_told_with_what_was_said_last(server: Server, tmp_path: Path) -> None:
    server.fail = dict.fromkeys(range(1, 9), "503")
    watch = Watch()
    with pytest.raises(EndpointError, match="was asked 4 times, the last time: HTTP Error 503"):
        result(asked(server, tmp_path, retries="3"), watch)
    assert watch.waits == [1, 2, 4]


@pytest.mark.parametrize(("how", "told"), [("404", "check the address"), ("403", "403"),
                                           ("page", "answers with a web page")])  # fmt: skip
def test_what_does_not_pass_is_told_at_once(
    server: Server, tmp_path: Path, how: str, told: str
) -> None:
    server.fail = {1: how}
    watch = Watch()
    with pytest.raises(EndpointError, match=told):
        result(asked(server, tmp_path), watch)
    assert watch.waits == []


def test_a_query_that_is_not_accepted_is_told(server: Server, tmp_path: Path) -> None:
    server.fail = {1: "400"}
    with pytest.raises(InvalidQuery, match="does not accept the query"):
        result(asked(server, tmp_path))


@pytest.mark.parametrize("stops_at", [1, 2, 9, 16])
def test_an_interrupted_import_goes_on_where_it_stopped(
    server: Server, tmp_path: Path, stops_at: int
) -> None:
    whole = result(asked(server, tmp_path, pages="whole"))
    count = len(server.queries)
    names = sorted(path.name for path in (tmp_path / "whole").iterdir())
    server.queries.clear()
    server.fail = {stops_at: "503"}
    part = asked(server, tmp_path, pages="part", retries="0")
    with pytest.raises(EndpointError, match="with the option pages it goes on"):
        result(part)
    server.fail = {}
    assert result(part) == whole
    assert len(server.queries) == count + 1  # the one that failed
    kept = sorted(path.name for path in (tmp_path / "part").iterdir())
    assert kept == names
    assert all(
        (tmp_path / "part" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
        for name in names
    )


def test_with_all_pages_kept_nothing_is_sent(server: Server, tmp_path: Path) -> None:
    request = asked(server, tmp_path, pages="kept")
    whole = result(request)
    server.queries.clear()
    assert result(request) == whole
    assert server.queries == []


def test_a_page_that_was_cut_off_afterwards_is_told(server: Server, tmp_path: Path) -> None:
    request = asked(server, tmp_path, pages="kept")
    result(request)
    page = min((tmp_path / "kept").iterdir())
    page.write_bytes(page.read_bytes()[:-9])
    with pytest.raises(EndpointError, match="is no whole page; delete it"):
        result(request)
    page.unlink()
    assert result(request)


def test_the_endpoint_is_told_who_asks(server: Server, tmp_path: Path) -> None:
    result(asked(server, tmp_path))
    assert set(server.agents) == {user_agent()}
    assert user_agent().startswith("allegiance-kg/")
    result(asked(server, tmp_path, agent="me/1.0 (me@example.org)"))
    assert server.agents[-1] == "me/1.0 (me@example.org)"


CALLS = [
    ({"profile": ""}, "needs one of query, properties, profile"),
    ({"properties": "p.toml"}, "needs one of query, properties, profile"),
    ({"profile": "dbpedia"}, "no profile is called 'dbpedia'"),
    ({"items": ""}, "name the things to read"),
    ({"where": "?item ?p ?o"}, "name the things to read"),
    ({"items": "", "where": "?s ?p ?o"}, "does not bind [?]item"),
    ({"items": "Q1 Berlin"}, "'Berlin' is no item; write it as Q312"),
    ({"page": "many"}, "page is 'many'; write a whole number from 1 on"),
    ({"at_once": "0"}, "at_once is '0'"),
]


@pytest.mark.parametrize(("options", "told"), CALLS)
def test_a_call_that_is_at_fault(
    server: Server, tmp_path: Path, options: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        result(asked(server, tmp_path, **options))
    assert server.queries == []


def test_an_address_that_is_none(server: Server, tmp_path: Path) -> None:
    request = replace(asked(server, tmp_path), name="query.wikidata.org")
    with pytest.raises(UsageError, match="is no address"):
        result(request)


def test_items_are_read_from_a_file_or_found_by_a_pattern(server: Server, tmp_path: Path) -> None:
    whole = result(asked(server, tmp_path))
    (tmp_path / "items.txt").write_text(
        "# all of them\nQ101 # River Front\n"
        "http://www.wikidata.org/entity/Q102, Q103\nQ105 Q106\nQ107\nQ101\n"
    )
    assert result(asked(server, tmp_path, items="items.txt")) == whole
    where = "?item <http://www.wikidata.org/prop/direct/P31> ?class"
    assert set(result(asked(server, tmp_path, items="", where=where))) >= set(whole)
