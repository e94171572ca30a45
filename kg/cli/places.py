"""The verb places."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PROJECT
from kg.cli.output import progress, write_bytes
from kg.errors import UsageError


@click.command()
@PROJECT
@click.option(
    "--gazetteer", "gazetteers", multiple=True, required=True, metavar="SOURCE",
    help="The id of a source that is a gazetteer; more than one may be given.",
)  # fmt: skip
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True,
    help="A new folder, for the proposals as sheets.",
)  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path), help="What was not placed, as JSON.")
def places(project: Path, gazetteers: tuple[str, ...], out: Path, report: Path | None) -> None:
    """Propose which places of PROJECT's sources are which of its gazetteers, and what holds what.

    \b
    Example:  kg places sahel --gazetteer geonames --gazetteer iso-3166-2 -o placed
    """
    import json
    from dataclasses import asdict

    from kg import checking
    from kg.placing import resolve as gazetteer
    from kg.placing import sheet as gazetteer_sheet

    if out.exists():
        raise UsageError(f"{out} is there already, perhaps with decisions; name a new folder")
    read, _, loaded = checking.sources(project, progress())
    ids = {entry.id for entry in read.sources}
    for name in gazetteers:
        if name not in ids:
            raise UsageError(f"{name!r} is no source of the project; use {', '.join(sorted(ids))}")
    found = gazetteer.resolve(
        loaded.quads, read.mint, read.licence, gazetteers, origins=loaded.origins
    )
    gazetteer_sheet.write(found, out, read.mint)
    if report is not None:
        told = [asdict(one) for one in found.left_out]
        write_bytes(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode(), str(report))
    for what, count in found.counts.items():
        click.echo(f"{count} {what}", err=True)
