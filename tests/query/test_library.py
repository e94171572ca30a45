"""Every stored query is what its header says, and answers alike wherever it is asked."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownQuery
from kg.query.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg import Release, Rows, Session

NAMES = list(Library.load().queries)
# What these ask for, the shipped dataset has not; test_joined.py asks them of sources that have it,
# and test_questions.py those of the last line: no person in two groups, no end of a designation,
# no control whose days are sure.
OF_OTHERS = {
    "designations", "designated-after", "unsure-figures", "second-source", "deaths-by-year",
    "single-report", "in-two-groups", "delistings", "control-gaps",
}  # fmt: skip
OF_SHIPPED = [name for name in NAMES if name not in OF_OTHERS]


def test_there_are_as_many_as_were_asked_for() -> None:
    assert len(NAMES) >= 44


@pytest.mark.parametrize("name", NAMES)
def test_the_header_tells_of_each_parameter_and_column(name: str, release: Release) -> None:
    query = release.library[name]
    assert query.question.endswith("?")
    assert all(parameter.description for parameter in query.parameters)
    assert tuple(column.name for column in query.columns) == release.query(name).columns
    assert all(column.meaning for column in query.columns)


@pytest.mark.parametrize("name", OF_SHIPPED)
def test_the_example_gives_rows(
    name: str, release: Release, run: Callable[..., tuple[int, str, str]]
) -> None:
    words = shlex.split(release.library[name].example)
    assert words[:3] == ["kg", "query", name]
    code, out, err = run(*words[1:], "--release", str(release.folder))
    assert (code, err) == (0, "")
    assert len(out.splitlines()) > 1


@pytest.mark.parametrize("name", OF_SHIPPED)
def test_the_defaults_give_rows(name: str, release: Release) -> None:
    assert len(release.query(name))


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_answers_the_same(name: str, small: Release, plain: Session) -> None:
    assert _bag(plain.query(name)) == _bag(small.query(name))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("allegiances", {"date": "2017-01-01"}),
        ("control", {"place": "old-town", "date": "2017-03-01"}),
        ("timeline", {"group": "northern-brigade"}),
        ("could-harbour", {"group": "river-front"}),
    ],
)
def test_rdflib_finds_the_same_rows(
    name: str, asked: dict[str, str], small: Release, plain: Session
) -> None:
    rows = small.query(name, **asked)
    assert len(rows)
    assert _bag(plain.query(name, **asked)) == _bag(rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_server_answers_the_same(name: str, release: Release, remote: Session) -> None:
    assert _bag(remote.query(name)) == _bag(release.query(name))


def _bag(rows: Rows) -> Counter[tuple[object, ...]]:
    return Counter(rows)


@pytest.mark.parametrize("name", NAMES)
def test_no_row_stands_twice(name: str, release: Release) -> None:
    assert max(_bag(release.query(name)).values(), default=1) == 1


@pytest.mark.parametrize("name", sorted(OF_OTHERS))
def test_the_shipped_dataset_has_no_answer_to_the_others(name: str, release: Release) -> None:
    assert len(release.query(name)) == 0
    assert shlex.split(release.library[name].example)[:3] == ["kg", "query", name]


def test_an_unknown_name_is_told_with_the_nearest(release: Release) -> None:
    with pytest.raises(UnknownQuery, match="did you mean 'allegiances'"):
        release.query("alegiances")
