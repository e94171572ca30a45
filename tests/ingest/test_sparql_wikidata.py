"""Wikidata's statements as claims: parties, dates, ranks, doubt, references, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.ingest import Batch, load
from kg.ingest.sparql import reader as sparql
from kg.publish.serialise import serialise
from kg.validation import shacl, shapes
from kg.vocabulary import AG, RDFS
from kg.vocabulary.minting import Mint
from tests.ingest.endpoint import Server, serving
from tests.ingest.wikidata_graph import GRAPH, HEAD, ITEMS, dated, statement
from tests.projects import of_rdf, schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.ingest import Request
    from kg.model.values import Claim

ALL = "Q101 Q102, Q103 Q105 Q106 Q107"
WIKIDATA = "http://www.wikidata.org/entity/"


def entity(number: int | str) -> NamedNode:
    return NamedNode(f"https://example.org/p/entity/wikidata-q{number}")


def joined(batches: Iterator[Batch]) -> Batch:
    whole = Batch()
    for batch in batches:
        for name in ("sources", "entities", "claims", "quads", "problems", "left_out"):
            getattr(whole, name).extend(getattr(batch, name))
        whole.rows += batch.rows
    return whole


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(GRAPH) as found:
        yield found


@pytest.fixture
def request_(server: Server, tmp_path: Path) -> Request:
    return server.request(tmp_path, profile="wikidata", items=ALL, languages="en, ar")


@pytest.fixture
def batch(request_: Request) -> Batch:
    return joined(sparql.read(request_))


def of(batch: Batch, name: str) -> Claim:
    (found,) = (c for c in batch.claims if c.locator.record == f"{WIKIDATA}statement/{name}")
    return found


TIES = [
    ("Q102-A", AG.Membership, 102, 101),
    ("Q101-B", AG.Affiliation, 101, 105),
    ("Q101-C", AG.Membership, 102, 101),
    ("Q107-D", AG.Inclusion, 103, 107),
    ("Q102-E", AG.Allegiance, 102, "104-state"),
    ("Q101-F", AG.Participation, 101, 107),
    ("Q103-G", AG.Participation, 101, 103),
    ("Q101-H", AG.Succession, 101, 105),
    ("Q105-I", AG.Succession, 101, 105),
    ("Q106-M", AG.Membership, 106, 101),
]


@pytest.mark.parametrize(("name", "kind", "subject", "obj"), TIES)
def test_a_property_says_a_relationship(
    batch: Batch, name: str, kind: NamedNode, subject: int | str, obj: int | str
) -> None:
    claim = of(batch, name)
    assert (claim.relationship, claim.subject, claim.object) == (kind, entity(subject), entity(obj))
    assert claim.iri.value == f"https://example.org/p/claim/wikidata-{name.lower()}"


def test_items_are_entities_of_their_kind_with_their_number(batch: Batch) -> None:
    kinds = {e.iri: (e.kind, e.name, e.codes) for e in batch.entities}
    front = Literal("River Front", language="en")
    assert kinds[entity(101)] == (AG.ArmedGroup, front, ("Wikidata Q101",))
    assert kinds[entity(102)][0] == AG.Person
    assert kinds[entity(103)][0] == AG.Battle
    assert kinds[entity(106)][0] == AG.Party  # of a class that no table has: no more is said
    assert kinds[entity(107)][1] == Literal("War of the rivers", language="mul")
    assert len(kinds) == len(batch.entities)


def test_labels_are_there_in_the_languages_asked_for(batch: Batch, request_: Request) -> None:
    more = [(q.subject, q.object) for q in batch.quads if q.predicate == RDFS.label]
    assert more == [(entity(101), Literal("جبهة النهر", language="ar"))]
    only = replace(request_, options={**request_.options, "languages": "ar"})
    names = {e.iri: e.name for e in joined(sparql.read(only)).entities}
    assert names[entity(101)] == Literal("جبهة النهر", language="ar")
    assert names[entity(102)] == Literal("Q102")


def test_a_country_named_as_a_party_is_the_state_beside_the_place(batch: Batch) -> None:
    found = {e.iri: e for e in batch.entities}
    assert found[entity(104)].kind == AG.Country
    assert found[entity("104-state")].kind == AG.Party
    assert "The state" in found[entity("104-state")].note


def test_ranks_are_kept(batch: Batch) -> None:
    withdrawn = of(batch, "Q101-C")
    assert withdrawn.status == "retracted"
    assert withdrawn.note == "Deprecated at Wikidata: error in the source."
    assert of(batch, "Q101-B").note == "Preferred rank at Wikidata."
    assert {c.status for c in batch.claims if c is not withdrawn} == {"accepted"}


def test_a_claim_has_its_role_its_dates_and_what_it_rests_on(batch: Batch) -> None:
    claim = of(batch, "Q102-A")
    assert (claim.role, claim.start) == ("commander", "2014-06")
    assert claim.bounds.earliest_start == date(2014, 6, 1)
    assert claim.bounds.latest_start == date(2014, 6, 30)
    (cited,) = (s for s in batch.sources if s.iri in claim.locator.cites)
    assert (cited.kind, cited.title, cited.publisher, cited.url, cited.version) == (
        AG.Article, "Front grows", "The Daily Ford", "https://news.example/1",
        "retrieved 2019-05-01",
    )  # fmt: skip
    assert cited.licence.value == "http://rightsstatements.org/vocab/UND/1.0/"


def test_the_source_is_wikidata_under_its_licence(batch: Batch) -> None:
    source = batch.sources[0]
    assert (source.title, source.kind) == ("Wikidata", AG.Dataset)
    assert source.licence.value == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_every_statement_is_a_claim_or_left_out(batch: Batch) -> None:
    assert not batch.problems
    told = {
        (x.column, x.value.rpartition("/statement/")[2].partition(" ")[0]): x.reason
        for x in batch.left_out
    }
    unknown = "between ArmedGroup and a thing of unknown kind it says none of our relationships"
    assert told == {
        ("P361", "Q101-L"): unknown,
        ("reference", "Q102-A"): "names neither a work nor an address",
        ("P463", "Q102-J"): "says that there is none, or leads nowhere",
        ("P463", "Q102-K"): "says that it is not known which",
        ("P1352", "Q103-G"): "a qualifier that is not read",
    }
    assert batch.rows == 13 == len(batch.claims) + 3


def test_what_was_read_passes_the_shapes(batch: Batch, request_: Request) -> None:
    loaded = load([batch], request_.mint, schema())
    assert not loaded.problems
    data = {quad.triple for quad in loaded.quads}.union(schema().triples)
    results = shapes.without_repeats(shacl.validate(data, shapes.load(schema())), schema())
    assert [r.message for r in results if r.is_violation] == []


def test_an_import_written_to_a_file_is_built_as_rdf(batch: Batch, tmp_path: Path) -> None:
    mint = Mint("https://example.org/p/")
    quads = load([batch], mint, schema()).quads
    project = of_rdf(tmp_path / "project", serialise(list(quads), "nq"), "wikidata.nq")
    release = kg.build(project)
    member = f"ASK {{ {entity(102)} ag:allegiantTo {entity('104-state')} }}"
    assert release.session.ask(f"ASK {{ {entity(106)} ag:memberOf {entity(101)} }}")
    assert release.session.ask(member)
    assert release.session.ask(f"ASK {{ {entity(101)} ag:succeeds {entity(105)} }}")


def test_an_item_that_is_not_there_is_left_out(server: Server, tmp_path: Path) -> None:
    found = joined(sparql.read(server.request(tmp_path, profile="wikidata", items="Q404")))
    assert [x.reason for x in found.left_out] == ["the endpoint says nothing of it"]
    assert not found.entities


def one(tmp_path: Path, more: str, name: str = "X") -> tuple[Claim | None, Batch]:
    with serving(HEAD + ITEMS + more) as server:
        found = joined(sparql.read(server.request(tmp_path, profile="wikidata", items="Q102")))
    claims = [c for c in found.claims if c.locator.record.endswith(f"/{name}")]
    return (claims[0] if claims else None), found


DATES = [
    ([("P580", "2014-06-29", 11)], "2014-06-29", ""),
    ([("P580", "2014-01-01", 9), ("P582", "2017-05-01", 10)], "2014", "2017-05"),
    ([("P580", "2010-01-01", 8)], "201X", ""),
    ([("P580", "1950-01-01", 7)], "[1901..2000]", ""),
    ([("P580", "2000-01-01", 7)], "[1901..2099]", ""),
    ([("P580", "2014-06-29", 14)], "2014-06-29", ""),
    ([("P580", "2001-01-01", 9), ("P580", "2005-01-01", 9)], "[2001,2005]", ""),
    ([("P1319", "2013-01-01", 9), ("P8555", "2014-06-01", 10)], "[2013..2014-06]", ""),
    ([("P1326", "2016-01-01", 9)], "", "[..2016]"),
]  # fmt: skip


@pytest.mark.parametrize(("times", "start", "end"), DATES)
def test_dates_are_as_precise_as_they_are_told(
    tmp_path: Path, times: list[tuple[str, str, int]], start: str, end: str
) -> None:
    claim, found = one(tmp_path, dated("X", *times))
    assert claim is not None
    assert (claim.start, claim.end) == (start, end)
    assert not found.left_out


def test_a_point_in_time_attests(tmp_path: Path) -> None:
    claim, _ = one(tmp_path, dated("X", ("P585", "2016-10-16", 11)))
    assert claim is not None
    assert claim.attested == "2016-10-16"
    assert claim.bounds.certain() == (date(2016, 10, 16), date(2016, 10, 16))


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ([("P580", "1000-01-01", 6)], "is told to the millennium, or less"),
        ([("P580", "0700-01-01", 9)], "is in the year 700"),
        ([("P580", "2014-01-01", 9), ("P1319", "2013-01-01", 9)], "a bound of a date that is told"),
    ],
)
def test_a_date_that_cannot_be_told_is_left_out(
    tmp_path: Path, times: list[tuple[str, str, int]], reason: str
) -> None:
    claim, found = one(tmp_path, dated("X", *times))
    assert claim is not None
    assert [reason in x.reason for x in found.left_out] == [True]


DOUBTS = [
    ("; pq:P1480 wd:Q5727902", "stated", "accepted", "2014~"),
    ("; pq:P5102 wd:Q18122778", "likely", "accepted", "2014"),
    ("; pq:P5102 wd:Q30230067, wd:Q56644435", "possible", "accepted", "2014"),
    ("; pq:P5102 wd:Q18912752", "stated", "contested", "2014"),
    ("; pq:P1480 wd:Q777", "possible", "accepted", "2014"),
]


@pytest.mark.parametrize(("more", "modality", "status", "start"), DOUBTS)
def test_doubt_is_kept(tmp_path: Path, more: str, modality: str, status: str, start: str) -> None:
    claim, found = one(tmp_path, dated("X", ("P580", "2014-01-01", 9), more=more))
    assert claim is not None
    assert (claim.modality, claim.status, claim.start) == (modality, status, start)
    assert len(found.left_out) == ("Q777" in more)


def test_no_end_and_an_unknown_end_are_told_apart(tmp_path: Path) -> None:
    claim, found = one(tmp_path, statement("X", 102, "P463", "wd:Q101", "; a wdno:P582"))
    assert claim is not None
    assert (claim.end, found.left_out) == ("..", [])
    more = statement("X", 102, "P463", "wd:Q101", "; pq:P582 genid:x")
    claim, found = one(tmp_path, more)
    assert claim is not None
    assert claim.end == ""
    assert [x.reason for x in found.left_out] == ["is told to be unknown"]


def test_an_end_before_the_start_is_a_fault(tmp_path: Path) -> None:
    more = dated("X", ("P580", "2017-01-01", 9), ("P582", "2014-01-01", 9))
    claim, found = one(tmp_path, more)
    assert claim is None
    (problem,) = found.problems
    assert problem.value == f"{WIKIDATA}statement/X"
    assert problem.message == "the end, 2014, is before the start, 2017"


def test_a_party_of_the_wrong_kind_is_left_out(tmp_path: Path) -> None:
    claim, found = one(tmp_path, statement("X", 102, "P607", "wd:Q101"))
    assert claim is None
    (left,) = found.left_out
    assert left.reason == "between Person and ArmedGroup it says none of our relationships"
