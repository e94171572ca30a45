"""What the library offers beside building: opening releases, asking endpoints, reasoning on RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Contradicted, UsageError
from kg.publish.release import Release
from kg.publish.views import Views
from kg.query.library import Library
from kg.query.session import Session
from kg.reasoning.claims.infer import shipped_rules
from kg.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import rdflib


def reason(graph: rdflib.Graph) -> rdflib.Graph:
    """Return what follows from an rdflib graph, facts and OWL 2 RL axioms alike, as a new graph.

    Raises `Contradicted` where the facts exclude each other.

    >>> import kg, rdflib
    >>> graph = rdflib.Graph().parse(format="turtle", data='''
    ...     @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://e.org/> .
    ...     :Siege rdfs:subClassOf :Battle . :marawi a :Siege .''')
    >>> [str(kind) for kind in kg.reason(graph).objects()]
    ['http://e.org/Battle']
    """
    from kg.reasoning.plain.graphs import reason as draw  # noqa: PLC0415
    from kg.store.convert import from_rdflib, to_rdflib  # noqa: PLC0415

    found = draw(from_rdflib(graph))
    if found.contradictions:
        raise Contradicted(found.contradictions)
    return to_rdflib(found.triples)


def open(folder: Path | str) -> Release:  # noqa: A001
    """Open a release folder; raise `InvalidRelease` if it is not whole."""
    return Release.open(folder)


def connect(
    url: str,
    base: str,
    *,
    queries: Sequence[Path] = (),
    rules: Sequence[Path] = (),
    timeout: float | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Session:
    """Ask a SPARQL 1.1 endpoint at `url` the stored queries, over HTTP and with a time-out in s.

    `base` is the base IRI of the project whose release it serves; `queries` and `rules` are its own
    beside those shipped. Nothing is sent before the first query. Without `timeout`, an answer
    may take 60 s. Asked of a day, a mode or a source, the whole release is read over first, and
    `progress` is told how much that is.
    """
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url!r} is no endpoint; give its http(s) address")
    store = RemoteStore(url) if timeout is None else RemoteStore(url, timeout)
    own = {path.stem: path for path in (*shipped_rules(), *rules)}
    return Session(store, Library.load(queries), base, timeout, Views(list(own.values())), progress)
