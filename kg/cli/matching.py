"""The verb match."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PROJECT
from kg.cli.output import progress, write_bytes
from kg.errors import InvalidRows, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode, Quad

    from kg.model.schema import Schema


@click.command()
@PROJECT
@click.option("-o", "--out", default="-", help="A new file; default: standard output.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The least score.  [default: 0.65]")
@click.option("--between", nargs=2, metavar="SOURCE SOURCE", help="Only between these two.")
@click.option("--decide", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Instead, make claims of a decided sheet.")  # fmt: skip
@click.option("--source", default="", help="With --decide: the source that the claims stand in.")
@click.option("--by", default="", help="With --decide: who decided, for the note.")
def match(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    project: Path,
    out: str,
    threshold: float | None,
    between: tuple[str, str] | None,
    decide: Path | None,
    source: str,
    by: str,
) -> None:
    """Propose which entities of two sources of PROJECT, or a release, may be the same.

    \b
    Example:  kg match sahel -o proposals.csv
              kg match --decide proposals.csv --source curation -o decided.csv
    """
    from kg.matching import sheet
    from kg.matching.propose import THRESHOLD, propose

    if out != "-" and Path(out).exists():
        raise UsageError(f"{out} is there already, perhaps with decisions; name a new file")
    if decide is not None:
        if threshold is not None or between is not None:
            raise UsageError("--threshold and --between go with proposals, not with --decide")
        decided = sheet.decide(decide, str(decide), source=source, by=by)
        if decided.problems:
            raise InvalidRows(decided.problems)
        write_bytes(decided.to_csv(), out)
        click.echo(f"{len(decided.rows)} decided, {decided.undecided} not", err=True)
        return
    if source or by:
        raise UsageError("--source and --by go with --decide")
    quads, schema, base = _read(project)
    pair = _pair(quads, base, between) if between else None
    progress()(f"comparing the parties in {len(quads)} quads")
    least = THRESHOLD if threshold is None else threshold
    proposals = propose(quads, schema, threshold=least, sources=pair)
    write_bytes(sheet.write(proposals, base), out)
    count = f"{len(proposals)} proposal{'s' if len(proposals) != 1 else ''}"
    click.echo(f"{count}; nothing is decided yet", err=True)


def _read(path: Path) -> tuple[Sequence[Quad], Schema, str]:
    """Take what is asserted in a release, or what a project's sources say, before any shapes."""
    from kg import checking
    from kg.publish.release import MANIFEST, Release

    if (path / MANIFEST).is_file():
        release = Release.open(path)
        base: str = release.manifest["project"]["base"]
        return list(release.quads("asserted")), release.theory.schema, base
    project, schema, loaded = checking.sources(path, progress())
    return loaded.quads, schema, project.base


def _pair(quads: Sequence[Quad], base: str, names: tuple[str, str]) -> tuple[NamedNode, NamedNode]:
    """Return the two sources, given by id or IRI; one that is not described is its own graph."""
    from pyoxigraph import NamedNode

    from kg.vocabulary import DCTERMS

    described = {
        q.subject.value: q.object.value
        for q in quads
        if q.predicate == DCTERMS.source
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
    }
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)}
    there = {described.get(graph, graph) for graph in graphs}
    found = []
    for name in names:
        iris = [name, f"{base}source/{name}", f"{base}graph/{name}"]
        mine = [iri for iri in iris if iri in there]
        if not mine:
            short = sorted(iri.removeprefix(base).partition("/")[2] or iri for iri in there)
            raise UsageError(f"{name!r} is no source; there are: {', '.join(short)}")
        found.append(NamedNode(mine[0]))
    return found[0], found[1]
