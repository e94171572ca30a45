"""Releases asked by embedded Oxigraph, by rdflib alone, and by servers on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg import Session
from tests.query import contract
from tests.query.servers import NO_VIRTUOSO, VIRTUOSO, by_rdflib, data_of, oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg import Release


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the template of `kg init`."""
    template = kg.resources.folder("data") / "template"
    return kg.build(template, tmp_path_factory.mktemp("small") / "release")


@pytest.fixture(scope="session")
def plain(small: Release) -> Session:
    """Ask the small release as a plain rdflib dataset in memory."""
    return Session(by_rdflib(small), small.library, small.session.base)


@pytest.fixture(scope="session")
def endpoint(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the release by `oxigraph serve`, and yield the address of its SPARQL endpoint."""
    with oxigraph(tmp_path_factory.mktemp("store"), data_of(release)) as url:
        yield url


@pytest.fixture(scope="session")
def remote(endpoint: str, release: Release) -> Session:
    """Ask the server."""
    return kg.connect(endpoint, release.session.base)


@pytest.fixture(scope="session")
def shipped_plain(release: Release) -> Session:
    """Ask the shipped dataset as a plain rdflib dataset in memory."""
    return Session(by_rdflib(release), release.library, release.session.base)


@pytest.fixture(scope="session")
def contract_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the quads that every backend is asked about."""
    path = tmp_path_factory.mktemp("contract") / "contract.nq"
    path.write_text(contract.quads(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def virtuoso_url(
    release: Release, contract_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve the release and the contract's quads by Debian's Virtuoso, which cuts long answers."""
    if VIRTUOSO is None:
        pytest.skip(NO_VIRTUOSO)
    allowed = tmp_path_factory.getbasetemp()
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso(folder, allowed=allowed, max_rows=contract.MAX_ROWS) as server:
        server.load([*data_of(release), contract_file])
        yield server.url


@pytest.fixture(scope="session")
def virtuoso_session(virtuoso_url: str, release: Release) -> Session:
    """Ask Virtuoso."""
    return kg.connect(virtuoso_url, release.session.base)
