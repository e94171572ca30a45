"""The verb export: one part of a release, in one syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.output import write_bytes
from kg.cli.queries import RELEASE

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad


@click.command()
@click.argument("part", type=click.Choice(["asserted", "stated", "inferred", "ontology"]))
@RELEASE
@click.option("--graph", help="Only the graph of this IRI.")
@click.option(
    "--format", "format_", type=click.Choice(["ttl", "trig", "nt", "nq", "rdf", "jsonld", "ftm"]),
    default="trig", show_default=True,
)  # fmt: skip
@click.option("-o", "--out", default="-", help="A file; default: standard output.")
@click.option("--reifiers", is_flag=True, help="Timed facts as reifiers, as RDF 1.2 has them.")
def export(
    part: str, release: Path, graph: str | None, format_: str, reifiers: bool, out: str
) -> None:
    """Write a PART of a release: asserted, stated, inferred or ontology.

    \b
    Example:  kg export asserted --format jsonld -o asserted.jsonld
              kg export asserted --format ftm -o entities.ftm.json
    """
    import kg
    from kg.errors import UsageError
    from kg.publish import reify
    from kg.publish.serialise import serialise

    opened = kg.open(release)
    quads = list(opened.quads(part))
    if graph is not None:
        names = sorted({str(quad.graph_name)[1:-1] for quad in quads})
        quads = [quad for quad in quads if str(quad.graph_name) == f"<{graph}>"]
        if not quads:
            raise UsageError(f"{part} has no graph {graph!r}; it has: {', '.join(names)}")
    if format_ == "ftm":
        if part != "asserted" or reifiers:
            raise UsageError("FollowTheMoney says what sources claim: export asserted, no reifiers")
        _export_ftm(quads, list(opened.quads("ontology")), out)
        return
    if reifiers:
        if format_ not in reify.SYNTAXES:
            raise UsageError(f"{format_} has no reifiers; use {', '.join(reify.SYNTAXES)}")
        quads = list(reify.reified(quads))
    write_bytes(serialise(quads, format_), out)


def _export_ftm(quads: list[Quad], ontology: list[Quad], out: str) -> None:
    """Write FollowTheMoney entities, and tell what it has no words for."""
    from kg.publish.ftm import export as ftm

    found = ftm.export([*quads, *ontology])
    write_bytes(ftm.to_json_lines(ftm.together(found.statements)), out)
    for reason, count in sorted(found.left_out.items()):
        click.echo(f"left out: {count} {reason}", err=True)
