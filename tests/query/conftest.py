"""Releases asked three ways: by embedded Oxigraph, by rdflib alone, by a server on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import rdflib

import kg
from kg import Session
from kg.store.rdflib import RdflibStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg import Release


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the template of `kg init`: on the shipped dataset rdflib takes minutes for a query."""
    template = kg.resources.folder("data") / "template"
    return kg.build(template, tmp_path_factory.mktemp("small") / "release")


@pytest.fixture(scope="session")
def plain(small: Release) -> Session:
    """Ask the small release as a plain rdflib dataset in memory."""
    dataset = rdflib.Dataset(default_union=True)
    for name in ("asserted", "stated", "inferred", "ontology"):
        dataset.parse(small.folder / "data" / f"{name}.nq", format="nquads")
    return Session(RdflibStore(dataset), small.library, small.session.base)


@pytest.fixture(scope="session")
def endpoint(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the release by `oxigraph serve`, and yield the address of its SPARQL endpoint."""
    program = Path(sys.executable).parent / "oxigraph"
    store = tmp_path_factory.mktemp("store")
    for name in ("asserted", "stated", "inferred", "ontology"):
        file = release.folder / "data" / f"{name}.nq"
        subprocess.run(
            [program, "load", "--location", store, "--file", file], check=True, capture_output=True
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ["--location", str(store), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(
        [str(program), "serve-read-only", *where],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


def _wait(url: str) -> None:
    """Wait until a server answers, half a minute at the most."""
    until = time.monotonic() + 30
    while True:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  (an address of our own)
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.fixture(scope="session")
def remote(endpoint: str, release: Release) -> Session:
    """Ask the server."""
    return kg.connect(endpoint, release.session.base)
