"""The stored queries give the same rows on every backend, of the dataset that is shipped."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.query.library import Library

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from kg import Release, Session

LIBRARY = Library.load()
ENDS_IT = {
    "disagreements": "Virtuoso 7.2.5 ends in the midst of compiling this query",
    "no-leader": "Virtuoso's answer was right in one run, and wrong in another",
    "plot": "Virtuoso's answer was right in one run; in another, a figure came back as none",
}
# What Virtuoso 7.2.5 makes of these, seen to fail: its own error, or rows that differ.
CANNOT = {
    "could-harbour": "rows that the filter on the tie should have left out come back",
    "lineage": "SQ142: different number of expected and generated columns in a select",
    "said-by": "the kind of the claimer is lost: a NOT EXISTS over a path inside OPTIONAL",
    "single-report": "SQ156: internal optimized compiler error: bad dfe in sqlo_place_exp",
    "sources": "claims behind nested OPTIONALs are counted differently",
    "timeline": "rows of a path of many alternatives are missing",
    **dict.fromkeys(
        (
            "chain-of-command",
            "changed-sides",
            "changes",
            "dyad",
            "fought-in",
            "republishing",
            "single-voice",
            "territory",
        ),
        "rows differ, or an error of its own; why was not looked into",
    ),
}


def example(name: str) -> dict[str, str]:
    """Return the parameters of the example that the query's header gives."""
    words = shlex.split(LIBRARY[name].example)
    pairs = [(key, value) for key, _, value in (word.partition("=") for word in words) if value]
    return dict(pairs)


def asked(
    *, without: dict[str, str], failing: dict[str, str], strict: bool = True
) -> list[ParameterSet]:
    """Return each query with its defaults and with its example, where that asks something else.

    Not `strict` is only what differs from run to run.
    """
    found = []
    for name in LIBRARY.queries:
        marks: list[pytest.MarkDecorator] = []
        if name in without:
            marks.append(pytest.mark.skip(reason=without[name]))
        elif name in failing:
            marks.append(pytest.mark.xfail(reason=failing[name], strict=strict))
        found.append(pytest.param(name, {}, id=name, marks=marks))
        if example(name) and name not in failing:
            key = f"{name}-example"
            own = (
                [pytest.mark.xfail(reason=failing[key], strict=strict)] if key in failing else marks
            )
            found.append(pytest.param(name, example(name), id=key, marks=own))
    return found


def bag(session: Session | Release, name: str, parameters: dict[str, str]) -> Counter[object]:
    return Counter(session.query(name, **parameters))


@pytest.mark.parametrize(("name", "parameters"), asked(without={}, failing={}))
def test_rdflib(
    name: str, parameters: dict[str, str], release: Release, shipped_plain: Session
) -> None:
    assert bag(shipped_plain, name, parameters) == bag(release, name, parameters)


@pytest.mark.parametrize(("name", "parameters"), asked(without={}, failing={}))
def test_oxigraphs_server(
    name: str, parameters: dict[str, str], release: Release, remote: Session
) -> None:
    assert bag(remote, name, parameters) == bag(release, name, parameters)


@pytest.mark.parametrize(
    ("name", "parameters"), asked(without=ENDS_IT, failing=CANNOT, strict=False)
)
def test_virtuoso(
    name: str, parameters: dict[str, str], release: Release, virtuoso_session: Session
) -> None:
    assert bag(virtuoso_session, name, parameters) == bag(release, name, parameters)
