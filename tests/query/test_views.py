"""Every stored query, asked of a day, a mode and sources, of every store: the same answers."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import kg
from kg import Session
from kg.conclusions import Basis
from kg.errors import InvalidParameter, InvalidQuery, KgError, QueryTimeout, UsageError
from kg.publish.datasets import DATASETS
from kg.publish.views import Views
from kg.query.library import Library
from kg.query.view import View
from kg.reasoning.claims.infer import shipped_rules
from kg.store.base import Stream
from kg.store.oxigraph import OxigraphStore
from kg.store.rdflib import RdflibStore
from kg.vocabulary import AG
from tests.joined import joined
from tests.query.servers import by_rdflib, data_of, oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from kg import Release, Rows
    from kg.store.base import Row, Store, Streamed

# rdflib itself asks its Dataset for what it has deprecated, for GRAPH ?g.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")

NAMES = list(Library.load().queries)
VIEWS: dict[str, dict[str, Any]] = {
    "a day": {"as_of": "2017-05-23"},
    "a day, surely": {"as_of": date(2017, 5, 23), "mode": "certain"},
    "another day": {"as_of": "2018-01-01"},
    "surely": {"mode": "certain"},
    "perhaps": {"mode": "possible"},
    "a source": {"source": "ged"},
    "two sources, surely": {"source": ["field-notes", "ged"], "mode": "certain"},
    "a source on a day": {"source": "field-notes", "as_of": "2017-05-23"},
}
# What to ask for, where the defaults are of the shipped dataset; open parameters match all.
ASKED = {
    "aliases": {"entity": "river-front"}, "control": {"place": "old-town"},
    "could-harbour": {"group": "river-front"}, "events-inside": {"place": "old-town"},
    "evidence": {"one": "river-front", "other": ""}, "leaders": {"group": ""},
    "lineage": {"group": "river-front"}, "names": {"entity": "river-front"},
    "participants": {"event": "ucdp-ged-2"}, "plot": {"event": "battle"},
    "presence": {"group": ""}, "second-source": {"of": "battle"},
    "seen-in-events": {"of": "river-front"}, "timeline": {"group": "river-front"},
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return kg.build(joined(tmp_path_factory.mktemp("views") / "p"))


@pytest.fixture(scope="module")
def plain(made: Release) -> Session:
    views = Views(shipped_rules())
    return Session(by_rdflib(made), made.library, made.session.base, views=views)


@pytest.fixture(scope="module")
def remote(made: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with oxigraph(tmp_path_factory.mktemp("views-store"), data_of(made)) as url:
        yield kg.connect(url, made.session.base)


def bag(rows: Rows) -> Counter[tuple[object, ...]]:
    return Counter(rows)


def own_triples(session: Session) -> set[Quad]:
    """Return the quads of a view, but for the lists of the ontology, whose nodes have no names."""
    store = session.store
    assert isinstance(store, OxigraphStore)
    return {
        quad
        for quad in store.quads
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    }


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_part_is_the_same_of_every_store(
    made: Release, plain: Session, remote: Session, view: dict[str, Any]
) -> None:
    part = own_triples(made.session.view(**view))
    assert len(part) < len(made.session.store.quads)  # type: ignore[attr-defined]
    assert own_triples(plain.view(**view)) == part
    assert own_triples(remote.view(**view)) == part


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_every_query_answers_the_same(
    made: Release, plain: Session, remote: Session, name: str, view: dict[str, Any]
) -> None:
    asked = ASKED.get(name, {})
    rows = bag(made.query(name, **view, **asked))
    assert bag(plain.query(name, **view, **asked)) == rows
    assert bag(remote.query(name, **view, **asked)) == rows


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_part_answers_some_queries(made: Release, view: dict[str, Any]) -> None:
    found = [name for name in NAMES if len(made.query(name, **view, **ASKED.get(name, {})))]
    assert len(found) >= 5


BOUNDS = """SELECT ?claim ?from ?last_start ?first_end ?to {
  ?claim a ag:Claim
  OPTIONAL { ?claim ag:earliestStart ?from } OPTIONAL { ?claim ag:latestStart ?last_start }
  OPTIONAL { ?claim ag:earliestEnd ?first_end } OPTIONAL { ?claim ag:latestEnd ?to }
}"""


@pytest.mark.parametrize("mode", ["certain", "possible"])
@pytest.mark.parametrize("day", [date(2016, 2, 21), date(2017, 5, 23), date(2018, 1, 1), None])
def test_answers_rest_on_claims_of_the_day_alone(
    made: Release, day: date | None, mode: str
) -> None:
    def holds(row: tuple[Any, ...]) -> bool:
        _, earliest, latest, first, last = row
        if mode == "possible":
            return day is None or (earliest or day) <= day <= (last or day)
        if latest is None or first is None or latest > first:
            return False
        return day is None or latest <= day <= first

    claims = {row[0] for row in made.select(BOUNDS) if holds(row)}
    asked = 0
    for name in NAMES:
        for row in made.query(name, as_of=day or "", mode=mode, **ASKED.get(name, {})).to_dicts():
            for column, claim in row.items():
                if column.endswith("claim") and claim is not None:
                    assert claim in claims, (name, column)
                    asked += 1
    assert asked > 5


@pytest.mark.parametrize("source", ["field-notes", "ged", "ofac"])
def test_answers_by_a_source_name_no_other(made: Release, source: str) -> None:
    titles = {str(row[1]): row[0] for row in made.query("sources")}
    base = f"{made.session.base}source/"
    own = titles.pop(f"{base}{source}")
    assert len(titles) >= 2
    told = set()
    for name in NAMES:
        for row in made.query(name, source=source, **ASKED.get(name, {})):
            told |= {str(value) for value in row}
    assert own in told
    assert not told & {*titles, *titles.values()}


@pytest.mark.parametrize("sources", [["field-notes"], ["ged", "ofac"]])
def test_conclusions_are_those_drawn_without_the_others(made: Release, sources: list[str]) -> None:
    """As by `kg infer --without`, which goes another way."""
    others = {"field-notes", "ged", "ofac"}.difference(sources)
    basis = Basis.read(made.folder).less(sorted(others)).infer()
    part = made.session.view(source=sources).store
    assert isinstance(part, OxigraphStore)
    for mode in ("certain", "possible"):
        for name, drawn in (
            ("inferred", basis[mode].conclusions.keys()),
            ("stated", basis[mode].given.direct),
        ):
            graph = NamedNode(f"{made.session.base}graph/{name}/{mode}")
            there = {q.triple for q in part.quads if q.graph_name == graph}
            assert {t for t in there if t.subject != graph} == set(drawn)


def test_a_source_that_bounds_a_kept_claim_is_still_named(dated: Release) -> None:
    """Its days rest on it; see `_of_sources`."""
    base = dated.session.base
    claim, source = NamedNode(f"{base}claim/pledge"), NamedNode(f"{base}source/s9")
    graph = NamedNode(f"{base}graph/field-notes")
    store = OxigraphStore(q for q in dated.store.quads if isinstance(q.graph_name, NamedNode))
    session = Session(store, dated.library, base, views=Views(shipped_rules()))
    title = f"SELECT ?title {{ <{source.value}> dcterms:title ?title }}"
    assert not list(session.view(source="field-notes").select(title))
    store.add([Quad(claim, AG.boundedBy, source, graph)])
    again = Session(store, dated.library, base, views=Views(shipped_rules()))
    assert list(again.view(source="field-notes").select(title)) == [("Nine",)]


def test_timed_facts_of_a_mode_stay_where_no_day_is_asked_about(dated: Release) -> None:
    modes = "SELECT DISTINCT ?mode { ?fact a ag:TimedFact ; ag:mode ?mode }"
    certain = f"{kg.vocabulary.AG.CertainMode.value}"
    assert list(dated.session.view(mode="certain").select(modes)) == [(certain,)]
    assert list(dated.session.view("2015-01-01", "certain").select(modes)) == []
    assert len(dated.session.view(source="s9").select(modes)) == 2


def test_the_day_stands_for_a_date_that_is_not_given(made: Release) -> None:
    def days(**asked: str) -> set[object]:
        rows = made.query("control", place="", as_of="2017-05-23", **asked).to_dicts()
        return {row["holds"] for row in rows}

    assert days() == {"certain"}
    assert days(date="") == {""}


def test_a_part_is_made_once(made: Release) -> None:
    session = Session(made.store, made.library, made.session.base, views=Views(shipped_rules()))
    first = session.view(as_of="2017-05-23").store
    assert session.view(as_of=date(2017, 5, 23), mode="possible").store is first
    assert session.view(as_of="2017-05-24").store is not first
    assert session.view().store is made.store
    assert session.view(source=[]).store is made.store


def test_what_is_read_over_is_told_and_read_once(made: Release, plain: Session) -> None:
    told: list[str] = []
    views = Views(shipped_rules())
    session = Session(plain.store, made.library, plain.base, views=views, progress=told.append)
    session.view(mode="certain")
    session.view(mode="possible")
    count = sum(made.manifest["counts"]["quads"].values())
    assert [text for text in told if "reading" in text] == [f"reading {count} quads over"]


def test_too_much_is_not_read_over(made: Release, plain: Session) -> None:
    session = Session(plain.store, made.library, plain.base, views=Views(shipped_rules(), most=99))
    with pytest.raises(UsageError, match="quads, and at most 99 are read over to make a part"):
        session.view(mode="certain")


class Cutting(OxigraphStore):
    """A store that gives some rows and then says that these were all, as some servers do."""

    def stream(self, sparql: str, timeout: float | None = None) -> Streamed:
        answer = super().stream(sparql, timeout)
        if not isinstance(answer, Stream) or "COUNT" in sparql:
            return answer
        rows = answer.rows

        def some() -> Generator[Row, None, None]:
            for _ in range(100):
                yield next(rows)

        return Stream(answer.variables, some())


def test_an_answer_that_was_cut_is_noticed(made: Release) -> None:
    store = Cutting(q for name in DATASETS for q in made.quads(name))
    session = Session(store, made.library, made.session.base, views=Views(shipped_rules()))
    with pytest.raises(KgError, match=r"has \d+ quads and gave 100; it may cut long answers"):
        session.view(mode="certain")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"as_of": "May"}, "parameter as_of: 'May' is no date; write it as 2017-05-23"),
        ({"mode": "surely"}, "parameter mode: 'surely' is not a choice; use one of certain, pos"),
        ({"source": "two words"}, "parameter source: 'two words' is no source; write it as an id"),
        ({"source": "nobody"}, "no claim is stated in .*/nobody; there are: field-notes, ged, of"),
        ({"source": ["ged", "http://e.org/x"]}, "no claim is stated in http://e.org/x; there are"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_refused(made: Release, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        made.query("control", **asked)


def test_a_store_that_is_no_release_has_no_parts(made: Release, plain: Session) -> None:
    views = Views(shipped_rules())
    other = Session(plain.store, made.library, "https://example.org/other/", views=views)
    with pytest.raises(UsageError, match="takes a whole release in its named graphs, and its"):
        other.view(mode="certain")
    graph = Session(RdflibStore(rdflib.Graph()), made.library, made.session.base, views=views)
    with pytest.raises(InvalidQuery, match=r"give an rdflib\.Dataset"):
        graph.view(mode="certain")
    with pytest.raises(InvalidParameter, match="give it views=kg"):
        Session(made.store, made.library, made.session.base).view(mode="certain")


def test_the_time_out_holds_while_a_part_is_made(made: Release) -> None:
    def slow(_: Store, __: View, ___: str, progress: Callable[[str], None]) -> OxigraphStore:
        while True:
            time.sleep(0.05)
            progress("still at it")

    session = Session(made.store, made.library, made.session.base, timeout=0.3, views=slow)
    with pytest.raises(QueryTimeout):
        session.query("control", mode="certain")
    timed = Session(made.store, made.library, made.session.base, 300, Views(shipped_rules()))
    view = {"as_of": "2017-05-23", "place": ""}
    assert bag(timed.query("control", **view)) == bag(made.query("control", **view))


def test_a_part_is_told_in_words() -> None:
    base = "https://example.org/"
    assert View.of(base, None, "certain", "a").told() == (
        "certain: what surely held on some day; by the claims of https://example.org/source/a "
        "alone, and what follows from these"
    )
    assert not View.of(base, None, None, ())
    assert View.of(base, "", "", ["b", NamedNode("x:a"), "b"]).sources == (
        NamedNode("https://example.org/source/b"), NamedNode("x:a"),
    )  # fmt: skip


def test_rows_of_a_stored_query_come_one_by_one(made: Release) -> None:
    answer = made.session.stream("sources")
    assert isinstance(answer, Stream)
    with answer:
        assert answer.variables[:2] == ("source", "source_iri")
        assert isinstance(next(answer.rows)[0], Literal)
