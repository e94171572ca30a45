"""The verb diff: what changed between two releases."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True
)
def diff(old: Path, new: Path, format_: str) -> None:
    """Say what changed from release OLD to release NEW: claims, entities, sources, conclusions.

    \b
    Example:  kg diff release-2017-06 release-2017-07
    """
    import kg
    from kg.cli.output import print_rows
    from kg.publish import delta

    found = delta.diff(kg.open(old), kg.open(new))
    if format_ == "json":
        click.echo(found.to_json(), nl=False)
        return
    click.echo(found.text(), nl=False)
    if found.changes:
        print_rows(found.rows(), "table")
