"""The verb import: files of a format to N-Quads."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.output import progress, write_bytes
from kg.errors import UsageError


@click.command("import")
@click.argument("format", required=False)
@click.argument("files", nargs=-1)
@click.option("-o", "--out", default="-", help="A file of N-Quads; default: standard output.")
@click.option("--base", help="Where the IRIs lie; default: https://w3id.org/allegiance/import/")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE",
    help="What kg.toml would say of the source: id, licence, version, or the format's own.",
)  # fmt: skip
@click.option("--skip-faulty", is_flag=True, help="Write the rows without faults; report the rest.")
@click.option("--report", type=click.Path(path_type=Path), help="What became of each row, as JSON.")
@click.option("--formats", is_flag=True, help="List the formats with what each takes.")
def import_(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    format: str | None,  # noqa: A002  (what kg.toml calls it)
    files: tuple[str, ...],
    out: str,
    base: str | None,
    settings: tuple[str, ...],
    skip_faulty: bool,
    report: Path | None,
    formats: bool,
) -> None:
    """Write what FILES of a FORMAT say as N-Quads, outside any project.

    Every row is used, at fault, or left out with the reason: --report tells each. A fault fails the
    import, and nothing is written, unless --skip-faulty. A project takes the same files by a
    [[source]] table of kg.toml.

    \b
    Example:  kg import ucdp-ged ged.csv --set version=22.1 -o events.nq
    """
    from kg import importing

    if formats:
        _list()
        return
    if format is None or not files:
        raise UsageError("name a format and a file: kg import ucdp-ged ged.csv; see --formats")
    options = dict(_pair(setting) for setting in settings)
    told = importing.import_files(
        format, files, sys.stdout.buffer if out == "-" else Path(out),
        base=base or importing.BASE, options=options, skip_faulty=skip_faulty,
        progress=progress(),
    )  # fmt: skip
    if report is not None:
        write_bytes(told.to_json().encode(), str(report))
    for problem in told.problems:
        click.echo(str(problem), err=True)
    rest = told.rows - told.used
    click.echo(
        f"{told.used} of {told.rows} rows used, {rest} left out or at fault; {told.quads} quads",
        err=True,
    )
    if told.problems:
        raise click.exceptions.Exit(1)


def _pair(setting: str) -> tuple[str, str]:
    key, equals, value = setting.partition("=")
    if not equals or not value:
        raise UsageError(f"--set {setting}: write KEY=VALUE, such as version=22.1")
    return key, value


def _list() -> None:
    from kg.ingest import format_of, formats

    for name in formats():
        format_ = format_of(name)
        click.echo(f"{name}: {format_.title}; takes {_TAKES[format_.takes]}")
        for key, meaning in format_.options.items():
            click.echo(f"    {key}: {meaning}")


_TAKES = {
    "file": "a file",
    "files": "one or more files",
    "folder": "a folder",
    "address": "an address",
}
