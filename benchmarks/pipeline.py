"""How long each step of a build takes, and what one plain alternative takes beside it.

Run with ``make bench``. Figures are of one machine and one run: quote ratios, and measure again.
"""

from __future__ import annotations

import argparse
import io
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyshacl
import rdflib

from kg import pipeline, resources
from kg.ingest import FORMATS, load
from kg.model import schema as schemas
from kg.project import Project
from kg.publish.serialise import serialise
from kg.reasoning.claims.infer import infer
from kg.store.convert import to_rdflib
from kg.store.oxigraph import OxigraphStore
from kg.validation import shacl, shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

T = TypeVar("T")


def timed(name: str, work: Callable[[], T]) -> tuple[T, float]:
    """Run once, print the time, return the result and the seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{name:<52} {seconds:8.2f} s")
    return result, seconds


def main() -> None:
    """Time the steps on the project given, by default the shipped dataset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", type=Path)
    given = parser.parse_args().project
    project = Project.read(given or resources.folder("data") / "mosul-marawi")
    schema, _ = timed("read the ontology", schemas.load)
    requests = project.requests(schema)
    batches, _ = timed("read the sources", lambda: [FORMATS[f](r) for f, r in requests])
    loaded, _ = timed("make the quads", lambda: load(batches, project.mint, schema))
    print(f"{'':<52} {len(loaded.quads):8} quads")
    data = {quad.triple for quad in loaded.quads}.union(schema.triples)
    all_shapes = shapes.load(schema)
    _, ours = timed(
        "validate (pySHACL on a copied graph)", lambda: shacl.validate(data, all_shapes)
    )
    text = (
        serialise(loaded.quads, "ttl")
        + b"\n"
        + serialise(
            pipeline._in_graph(schema.triples, project.mint.graph("x")),
            "ttl",
        )
    )
    _, plain = timed("  beside: pySHACL, rdflib parsing Turtle", lambda: _pyshacl(text, all_shapes))
    print(f"{'  ratio':<52} {plain / ours:8.2f}")
    timed("infer", lambda: infer(loaded.quads, schema))
    for suffix in ("nq", "ttl", "jsonld"):
        timed(f"write {suffix}", lambda suffix=suffix: serialise(loaded.quads, suffix))
    graph = to_rdflib(quad.triple for quad in loaded.quads)
    timed("  beside: rdflib writing Turtle", lambda: graph.serialize(format="turtle"))
    store = OxigraphStore(loaded.quads)
    question = "SELECT ?c ?s { ?c a ag:Claim ; ag:statedIn/dcterms:title ?s } ORDER BY ?c"
    prefixes = (
        "PREFIX ag: <https://w3id.org/allegiance/ontology#> "
        "PREFIX dcterms: <http://purl.org/dc/terms/> "
    )
    _, fast = timed("query (Oxigraph)", lambda: store.query(prefixes + question))
    _, slow = timed("  beside: query (rdflib)", lambda: list(graph.query(prefixes + question)))
    print(f"{'  ratio':<52} {slow / fast:8.2f}")


def _pyshacl(text: bytes, all_shapes: list[Triple]) -> object:
    data = rdflib.Graph().parse(io.BytesIO(text), format="turtle")
    return pyshacl.validate(data, shacl_graph=to_rdflib(all_shapes), allow_warnings=True)


if __name__ == "__main__":
    main()
