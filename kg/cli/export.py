"""The verb export: one part of a release, in one syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.output import write_bytes
from kg.cli.queries import RELEASE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("part", type=click.Choice(["asserted", "stated", "inferred", "ontology"]))
@RELEASE
@click.option("--graph", help="Only the graph of this IRI.")
@click.option(
    "--format", "format_", type=click.Choice(["ttl", "trig", "nt", "nq", "rdf", "jsonld"]),
    default="trig", show_default=True,
)  # fmt: skip
@click.option("-o", "--out", default="-", help="A file; default: standard output.")
def export(part: str, release: Path, graph: str | None, format_: str, out: str) -> None:
    """Write a PART of a release: asserted, stated, inferred or ontology.

    \b
    Example:  kg export asserted --format jsonld -o asserted.jsonld
    """
    import kg
    from kg.errors import UsageError
    from kg.publish.serialise import serialise

    opened = kg.open(release)
    quads = list(opened.quads(part))
    if graph is not None:
        names = sorted({str(quad.graph_name)[1:-1] for quad in quads})
        quads = [quad for quad in quads if str(quad.graph_name) == f"<{graph}>"]
        if not quads:
            raise UsageError(f"{part} has no graph {graph!r}; it has: {', '.join(names)}")
    write_bytes(serialise(quads, format_), out)
