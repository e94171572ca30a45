"""The answer of every stored query on the shipped dataset, whole, as it was read and found right.

``KG_WRITE_GOLDEN=1`` writes the files anew; read what changed before it is committed: each row must
be borne out by the sheets of the dataset. An answer to the defaults is ``NAME.csv``; one to the
header's example, where that asks for something else, ``NAME-example.csv``.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.query.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg import Release

GOLDEN = Path(__file__).parent / "golden"
WRITE = bool(os.environ.get("KG_WRITE_GOLDEN"))
LIBRARY = Library.load()


def asked_in(example: str) -> dict[str, str]:
    """Return the parameters of an example, which is a call: ``kg query NAME -p name=value``."""
    kg, query, _name, *rest = shlex.split(example)
    assert (kg, query) == ("kg", "query")
    flags, pairs = rest[::2], rest[1::2]
    assert set(flags) <= {"-p"}
    return dict(pair.split("=", 1) for pair in pairs)


ANSWERS: Mapping[str, tuple[str, dict[str, str]]] = {
    **{name: (name, {}) for name in LIBRARY.queries},
    **{
        f"{name}-example": (name, asked)
        for name, query in LIBRARY.queries.items()
        if (asked := asked_in(query.example))
    },
}


@pytest.mark.parametrize("file", ANSWERS)
def test_the_answer_is_the_golden_one(file: str, release: Release) -> None:
    name, asked = ANSWERS[file]
    found = release.query(name, **asked).to_csv().replace("\r\n", "\n")
    path = GOLDEN / f"{file}.csv"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="")
    assert found == path.read_text(encoding="utf-8")


def test_no_answer_is_kept_that_nobody_asks_for() -> None:
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(ANSWERS)


def test_the_example_is_answered_by_the_command_as_in_python(
    release: Release, run: Callable[..., tuple[int, str, str]]
) -> None:
    words = shlex.split(LIBRARY["allegiances"].example)
    code, out, err = run(*words[1:], "--release", str(release.folder))
    assert (code, err) == (0, "")
    assert out == (GOLDEN / "allegiances-example.csv").read_text(encoding="utf-8")
