"""What the tests share: the shipped dataset as a release, the real data, and no network."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

import kg
from kg.cli import main
from tests.projects import SHIPPED, dated_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg import Release

hypothesis.settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the shipped dataset, once."""
    return kg.build(SHIPPED, tmp_path_factory.mktemp("shipped") / "release")


@pytest.fixture(scope="session")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build a small project whose ties hold at different times, once."""
    return kg.build(dated_project(tmp_path_factory.mktemp("dated")))


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Return what finds a file of real data, kept beside the repository, or skips the test."""

    def find(name: str) -> Path:
        path = Path(__file__).parents[2] / "shared" / name
        if not path.is_file():
            pytest.skip(f"../shared/{name} is not there: it is no part of the repository")
        return path

    return find


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail that looks up a host or opens a connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return what runs the command in this process: exit code, standard output and error."""

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call
