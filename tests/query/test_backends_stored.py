"""The stored queries give the same rows on every backend, of the dataset that is shipped."""

from __future__ import annotations

import re
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
_POINT = re.compile(r"POINT\((\S+) (\S+)\)")
# What Virtuoso 7.2.5 makes of these on each of many fresh servers.
ENDS_IT = {"disagreements": "Virtuoso 7.2.5 ends in the midst of compiling this query"}
CANNOT = {
    "lineage": "SQ142, other columns than expected in the sort; a row is missing without ORDER BY",
}
# Right on one fresh server and wrong on the next, of the same data.
UNSTEADY = {
    "changed-sides": "VECSL, an internal error: ssl refd before set; elsewhere it is right",
    "changes": "rows are missing, or all; they come with the OPTIONALs of the locator left out",
    "no-leader": "a known day comes back as none, in an OPTIONAL within an OPTIONAL",
    "plot": "a known figure comes back as none",
    "said-by": "one row of 28 is another; elsewhere it is right",
    "timeline": "rows are missing; a filter by != lost more than NOT IN; not followed further",
}


def example(name: str) -> dict[str, str]:
    """Return the parameters of the example that the query's header gives."""
    words = shlex.split(LIBRARY[name].example)
    pairs = [(key, value) for key, _, value in (word.partition("=") for word in words) if value]
    return dict(pairs)


def asked(
    *,
    without: dict[str, str] | None = None,
    failing: dict[str, str] | None = None,
    unsteady: dict[str, str] | None = None,
) -> list[ParameterSet]:
    """Return each query with its defaults and with its example, where that asks something else."""
    both = (AssertionError, EndpointError)
    marks = {
        **{n: pytest.mark.skip(reason=r) for n, r in (without or {}).items()},
        **{
            n: pytest.mark.xfail(reason=r, raises=EndpointError, strict=True)
            for n, r in (failing or {}).items()
        },
        **{
            n: pytest.mark.xfail(reason=r, raises=both, strict=False)
            for n, r in (unsteady or {}).items()
        },
    }
    found = []
    for name in LIBRARY.queries:
        own = [marks[name]] if name in marks else []
        found.append(pytest.param(name, {}, id=name, marks=own))
        if asks := example(name):
            found.append(pytest.param(name, asks, id=f"{name}-example", marks=own))
    return found


def bag(session: Session | Release, name: str, parameters: dict[str, str]) -> Counter[object]:
    return Counter(session.query(name, **parameters))


@pytest.mark.parametrize(("name", "parameters"), asked())
def test_rdflib(
    name: str, parameters: dict[str, str], release: Release, shipped_plain: Session
) -> None:
    assert bag(shipped_plain, name, parameters) == bag(release, name, parameters)


@pytest.mark.parametrize(("name", "parameters"), asked())
def test_oxigraphs_server(
    name: str, parameters: dict[str, str], release: Release, remote: Session
) -> None:
    assert bag(remote, name, parameters) == bag(release, name, parameters)


@pytest.mark.parametrize(
    ("name", "parameters"), asked(without=ENDS_IT, failing=CANNOT, unsteady=UNSTEADY)
)
def test_virtuoso(
    name: str, parameters: dict[str, str], release: Release, virtuoso_session: Session
) -> None:
    found, right = (bag(s, name, parameters) for s in (virtuoso_session, release))
    assert rounded(found) == rounded(right)


def rounded(rows: Counter[object]) -> Counter[object]:
    """Write points to four decimals, since Virtuoso keeps them as numbers of 32 bits."""
    found: Counter[object] = Counter()
    for row, count in rows.items():
        assert isinstance(row, tuple)
        found[tuple(_POINT.sub(_four_decimals, v) if isinstance(v, str) else v for v in row)] += (
            count
        )
    return found


def _four_decimals(point: re.Match[str]) -> str:
    return f"POINT({float(point[1]):.4f} {float(point[2]):.4f})"
