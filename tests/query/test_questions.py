"""What the questions over groups, places, persons and licences find in a made-up project."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg import Session
from kg.query.library import Library
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import AG, DCTERMS, RDF, VOID
from kg.vocabulary.licences import is_open, licence
from tests.query.questions import questions
from tests.query.servers import by_rdflib

if TYPE_CHECKING:
    from kg import Release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return kg.build(questions(tmp_path_factory.mktemp("questions") / "p"))


@pytest.fixture(scope="module")
def plain(made: Release) -> Session:
    return Session(by_rdflib(made), made.library, made.session.base)


def rows(release: Release, name: str, *columns: str, **asked: str) -> list[tuple[object, ...]]:
    """Ask, and return some columns of the answer, dates and IRIs as text."""
    found = release.query(name, **asked)
    places = [found.columns.index(column) for column in columns]
    base = release.session.base
    return [
        tuple(None if row[n] is None else str(row[n]).replace(base, "") for n in places)
        for row in found
    ]


def test_changes_in_order(made: Release) -> None:
    assert rows(made, "changes", "first_day", "step", "party", "other") == [
        ("2016-08-01", "Split", "Splinter", "North"),
        ("2019-02-01", "Merger", "North", "League"),
        ("2020-01-01", "Dissolution", "South", None),
    ]
    assert rows(made, "changes", "step", since="2016-09-01", until="2019-12-31") == [("Merger",)]
    assert rows(made, "changes", "party", kind="ag:Split") == [("Splinter",)]


def test_persons_in_two_groups(made: Release) -> None:
    columns = ("together", "from_day", "to_day", "person_name", "one", "other")
    assert rows(made, "in-two-groups", *columns) == [
        ("certain", "2016-06-01", "2016-12-31", "Chief", "North", "South"),
        ("possible", "2017-01-01", "2017-12-31", "Deputy", "North", "South"),
    ]
    assert rows(made, "in-two-groups", "person_name", overlap="possible") == [("Deputy",)]
    assert rows(made, "in-two-groups", "one_role", "other_role", person="chief") == [
        ("commander", "adviser")
    ]


def test_where_a_group_was_last_attested(made: Release) -> None:
    columns = ("location", "how", "seen_from", "seen_to")
    assert rows(made, "last-attested", *columns, party="north") == [
        ("Village", "Ambush", "2017-01-02", "2017-01-02")
    ]
    assert rows(made, "last-attested", *columns, party="south") == [
        ("Town", "Control", "2015-12-31", "2015-12-31"),
        ("Town", "Raid", "2015-01-01", "2015-12-31"),
    ]
    assert rows(made, "last-attested", *columns, party="deputy") == []


def test_who_held_a_place_over_time(made: Release) -> None:
    columns = ("holder_name", "surely_from", "surely_to", "meets", "other_holder")
    assert rows(made, "territory", *columns, place="town") == [
        ("Army", "2014-01-01", "2014-06-30", None, None),
        ("North", "2014-09-01", "2015-03-31", "certain", "South"),
        ("South", "2015-03-01", "2015-12-31", "certain", "North"),
    ]
    inside = rows(made, "territory", "held_place", "earliest_start", place="province")
    assert inside[-1] == ("Village", None)
    assert len(inside) == 4
    assert rows(made, "territory", "held_place", place="province", holder="south") == [("Town",)]


def test_when_nobody_is_known_to_hold_it(made: Release) -> None:
    columns = ("last_holder", "sure_until", "sure_again", "next_holder")
    assert rows(made, "control-gaps", *columns, place="province") == [
        ("Army", "2014-06-30", "2014-09-01", "North"),
        ("South", "2015-12-31", None, None),
    ]


def test_what_rests_on_one_voice(made: Release) -> None:
    columns = ("voice_name", "relation", "subject", "object")
    assert rows(made, "single-voice", *columns, party="") == [
        ("Army", "Participation", "North", "Ambush")
    ]
    assert rows(made, "single-voice", *columns, voice="South", party="") == []


def test_designations_that_ended(made: Release) -> None:
    columns = ("party", "programme", "told", "listed_from", "ended_from", "ended_to")
    assert rows(made, "delistings", *columns) == [
        ("North", "List A", "a source gives its end", "2014-02-01", "2016-08-01", "2016-08-01"),
        ("South", "List B", "a source denies it", None, "2018-01-01", "2018-01-01"),
    ]
    assert rows(made, "delistings", "party", under="List B") == [("South",)]


def test_who_changed_sides(made: Release) -> None:
    columns = ("sequence", "group_name", "former", "ended_to", "later", "begun_from")
    assert ("certain", "North", "League", "2015-12-31", "South", "2016-03-01") in rows(
        made, "changed-sides", *columns
    )
    sure = rows(made, "changed-sides", "group_name", "former_claim", "claim", order="certain")
    assert sure == [("North", "claim/left", "claim/follows")]
    # The deputy's tie to the north has no date: it may have come first, or last.
    assert Counter(rows(made, "changed-sides", "former", "later", group="deputy")) == Counter(
        [("North", "South"), ("South", "North")]
    )


def test_the_first_and_last_fight(made: Release) -> None:
    columns = ("other_name", "events", "which", "event")
    assert rows(made, "dyad", *columns, one="north") == [
        ("Army", "2", "first", "Siege"), ("Army", "2", "last", "Ambush"),
    ]  # fmt: skip
    assert rows(made, "dyad", *columns, one="army", other="south") == [
        ("South", "2", "both", "Raid")  # of the skirmish no day is known
    ]


def test_who_fought_whom_in_a_province_in_a_year(made: Release) -> None:
    columns = ("event", "in_year", "party", "opponent")
    assert rows(made, "fought-in", *columns, place="province", year="2017") == [
        ("Ambush", "certain", "Army", "North")
    ]
    assert rows(made, "fought-in", "event", place="town", year="2015") == [("Raid",)]
    assert rows(made, "fought-in", "event", place="province", year="") == [
        ("Siege",), ("Raid",), ("Ambush",)
    ]  # fmt: skip


def test_groups_without_a_leader(made: Release) -> None:
    # A label is nobody; and by July 2017 the chief leads no more.
    columns = ("group", "leader", "latest_end")
    found = dict.fromkeys(rows(made, "no-leader", *columns, date="2017-07-01"))
    assert ("South", "Elders", "2018-12-31") in found
    assert ("North", "Chief", "2016-12-31") in found
    assert ("League", None, None) in found
    assert ("North",) not in rows(made, "no-leader", "group", date="2016-01-01")


def test_the_roles_of_persons(made: Release) -> None:
    columns = ("first_day", "relation", "role", "group")
    assert rows(made, "roles", *columns, person="chief") == [
        ("2015-01-01", "Leadership", "commander", "North"),
        ("2016-06-01", "Membership", "adviser", "South"),
    ]
    assert {name for (name,) in rows(made, "roles", "person_name", person="", changed="true")} == {
        "Chief", "Deputy"
    }  # fmt: skip


def test_the_chain_up_to_the_top(made: Release) -> None:
    columns = ("step", "lower", "upper", "top", "holds")
    day = {"group": "chief", "date": "2016-05-01"}
    assert rows(made, "chain-of-command", *columns, **day) == [
        ("1", "Chief", "North", "False", "certain"),
        ("2", "North", "South", "False", "possible"),
        ("2", "South", "League", "True", "certain"),
    ]
    links = rows(made, "chain-of-command", "step", "lower", "upper", group="deputy")
    assert ("2", "North", "League") in links


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("changes", {}), ("in-two-groups", {}), ("last-attested", {"party": ""}),
        ("territory", {"place": "province"}), ("control-gaps", {}), ("single-voice", {"party": ""}),
        ("delistings", {}), ("republishing", {"party": "north"}), ("changed-sides", {}),
        ("dyad", {"one": "army"}), ("fought-in", {"place": "province", "year": "2015"}),
        ("no-leader", {"date": "2017-07-01"}), ("roles", {"person": "", "changed": "true"}),
        ("chain-of-command", {"group": "chief", "date": "2016-07-01"}),
    ],
)  # fmt: skip
def test_rdflib_finds_the_same_rows(
    name: str, asked: dict[str, str], made: Release, plain: Session
) -> None:
    found = made.query(name, **asked)
    assert len(found)
    assert list(plain.query(name, **asked)) == list(found)


LICENCES = [
    licence(text).value
    for text in ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0", "public-domain",
                 "unknown", "ODbL-1.0", "CC-BY-NC-SA-3.0", "https://example.org/terms")
]  # fmt: skip
BASE = "https://example.org/"


@given(
    st.sampled_from(LICENCES)
    | st.from_regex(
        r"https?://(creativecommons\.org/(licenses/(by|by-sa|by-nd|by-nc)|publicdomain/mark)/"
        r"|spdx\.org/licenses/CC-BY(-NC|-ND|-SA|-NCX)?|opendatacommons\.org/licenses/by)"
        r"(/|-)?[0-9.]{0,3}",
        fullmatch=True,
    )
)
def test_what_may_be_republished_is_what_the_exporter_takes_for_open(terms: str) -> None:
    graph, source, party, tie, claim = (NamedNode(BASE + n) for n in "gspre")
    store = OxigraphStore([
        Quad(graph, RDF.type, VOID.Dataset, graph), Quad(graph, DCTERMS.source, source, graph),
        Quad(graph, DCTERMS.license, NamedNode(terms), graph),
        Quad(source, DCTERMS.title, Literal("S"), graph), Quad(tie, AG.member, party, graph),
        Quad(claim, AG.about, tie, graph), Quad(claim, AG.statedIn, source, graph),
    ])  # fmt: skip
    (row,) = Session(store, LIBRARY, BASE).query("republishing", party=party).to_dicts()
    assert (row["may_be"] == "yes") == is_open(NamedNode(terms))
    assert (row["may_be"] == "unknown") == (terms == licence("unknown").value)


LIBRARY = Library.load()
