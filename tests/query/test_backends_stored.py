"""The stored queries give the same rows on every backend, of the dataset that is shipped."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.errors import EndpointError
from kg.query.library import Library

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from kg import Release, Session

LIBRARY = Library.load()
# What Virtuoso 7.2.5 makes of these, seen on each of three fresh servers.
ENDS_IT = {"disagreements": "Virtuoso 7.2.5 ends in the midst of compiling this query"}
CANNOT = {
    "lineage": "SQ142, other columns than expected in the sort; a row is missing without ORDER BY",
}


def example(name: str) -> dict[str, str]:
    """Return the parameters of the example that the query's header gives."""
    words = shlex.split(LIBRARY[name].example)
    pairs = [(key, value) for key, _, value in (word.partition("=") for word in words) if value]
    return dict(pairs)


def asked(*, without: dict[str, str], failing: dict[str, str]) -> list[ParameterSet]:
    """Return each query with its defaults and with its example, where that asks something else."""
    found = []
    for name in LIBRARY.queries:
        marks: list[pytest.MarkDecorator] = []
        if name in without:
            marks = [pytest.mark.skip(reason=without[name])]
        elif name in failing:
            reason = failing[name]
            marks = [pytest.mark.xfail(reason=reason, raises=EndpointError, strict=True)]
        found.append(pytest.param(name, {}, id=name, marks=marks))
        if asks := example(name):
            found.append(pytest.param(name, asks, id=f"{name}-example", marks=marks))
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


@pytest.mark.parametrize(("name", "parameters"), asked(without=ENDS_IT, failing=CANNOT))
def test_virtuoso(
    name: str, parameters: dict[str, str], release: Release, virtuoso_session: Session
) -> None:
    assert bag(virtuoso_session, name, parameters) == bag(release, name, parameters)
