"""Opening what has been published: a release's folder, or an endpoint that serves one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.publish.release import Release
from kg.query.library import Library
from kg.query.session import Session
from kg.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def open(folder: Path | str) -> Release:  # noqa: A001  (read as kg.open)
    """Open a release folder; raise `InvalidRelease` if it is not whole."""
    return Release.open(folder)


def connect(url: str, base: str, *, queries: Sequence[Path] = (), timeout: int = 60) -> Session:
    """Ask a SPARQL 1.1 endpoint at `url` the stored queries, over HTTP and with a time-out in s.

    `base` is the base IRI of the project whose release it serves; `queries` are stored queries
    beside those shipped. Nothing is sent before the first query.
    """
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url!r} is no endpoint; give its http(s) address")
    return Session(RemoteStore(url, timeout), Library.load(queries), base)
