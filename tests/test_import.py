"""What ``import kg`` gives and costs, and which module may import which."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli as importlinter

import kg

ROOT = Path(__file__).parents[1]
NAMES = [
    "KgError", "Project", "Release", "Rows", "Session", "build", "check", "connect", "errors",
    "open", "reason", "resources",
]  # fmt: skip
HEAVY = {
    "SPARQLWrapper", "click", "owlrl", "oxrdflib", "pandas", "pyld", "pyoxigraph", "pyshacl",
    "rdflib", "rich", "tomllib", "yaml",
}  # fmt: skip


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code", ["import kg", "import kg.errors", "from kg import resources", "import kg; dir(kg)"]
)
def test_importing_loads_no_library(code: str) -> None:
    loaded = modules_after(code)
    assert "kg" in loaded
    assert not loaded & HEAVY


def test_opening_a_release_does_without_the_slow_libraries() -> None:
    loaded = modules_after("import kg; kg.open")
    assert "pyoxigraph" in loaded
    assert not loaded & {"owlrl", "oxrdflib", "pandas", "pyld", "pyshacl", "rdflib", "rich"}


def test_the_public_names_are_these() -> None:
    assert kg.__all__ == NAMES
    for name in NAMES:
        assert getattr(kg, name) is not None
    assert set(NAMES) <= set(dir(kg))


def test_the_public_names_are_told_to_type_checkers_too() -> None:
    tree = ast.parse(Path(kg.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    told = {
        alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == set(NAMES)


def test_another_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018


def test_all_errors_are_of_one_tree_with_an_exit_code() -> None:
    errors = [
        value
        for value in vars(kg.errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(errors) > 10
    for error in errors:
        assert issubclass(error, kg.KgError)
        assert error.exit_code == (2 if issubclass(error, kg.errors.UsageError) else 1)
        assert error.__name__ in (kg.errors.__doc__ or "")


def test_imports_only_point_down(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert importlinter.lint_imports(no_cache=True) == importlinter.EXIT_STATUS_SUCCESS
    assert re.search(r"[2-9] kept, 0 broken", capfd.readouterr().out)
