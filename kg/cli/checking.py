"""The verb check: what is wrong with a project, and where."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path  # noqa: TC003  (click reads the annotation)
from typing import TYPE_CHECKING

import click

from kg.cli.options import PROJECT, day
from kg.cli.output import progress, write_bytes
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.checking import Checked
    from kg.validation.shacl import Engine

_PAUSE = 0.4
"""Seconds between two looks at the files; short enough to seem at once."""
FORMATS = ("text", "table", "json", "sarif", "junit", "html", "ttl")


@click.command()
@PROJECT
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--out", default="-", help="The file to write to; - is standard output.")
@click.option(
    "--reasoning/--no-reasoning",
    default=True,
    show_default=True,
    help="Draw conclusions too, and tell what contradicts itself.",
)
@click.option(
    "--today", metavar="DATE", help="The day on which exceptions are judged; default: now."
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "pyshacl", "fast", "reference"]),
    default="auto",
    show_default=True,
    help="What validates; auto: pySHACL if small.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file of the project changes.")
def check(  # noqa: PLR0913  (each is an option of the command)
    project: Path,
    format_: str,
    out: str,
    today: str | None,
    engine: Engine,
    *,
    reasoning: bool,
    watch: bool,
) -> None:
    """Read and validate PROJECT (a folder or kg.toml); name every fault with its row.

    \b
    Example:  kg check sahel --format sarif -o sahel.sarif
    """
    from kg import checking

    judged_on = day(today) if today else date.today()
    if watch:
        if out != "-" or engine not in ("auto", "fast"):
            raise UsageError("--watch prints what the fast engine finds; leave out -o and --engine")
        _watch(project, format_, judged_on, reasoning=reasoning)
        return
    examined = checking.examine if reasoning else checking.check
    checked = examined(project, progress(), today=judged_on, engine=engine)
    _write(checked, format_, out)
    if not checked.report.is_sound:
        raise click.exceptions.Exit(1)


def _watch(project: Path, format_: str, judged_on: date, *, reasoning: bool) -> None:
    """Print the report at once and after each change, until it is interrupted."""
    import time

    from kg import checking
    from kg.errors import InvalidProject

    found = checking.watch(project, lambda: time.sleep(_PAUSE), progress(), today=judged_on)
    for checked in found:
        if isinstance(checked, InvalidProject):
            click.echo(f"error: {checked}")
            continue
        _write(checking.concluded(checked, progress()) if reasoning else checked, format_, "-")
        sys.stdout.flush()


def _write(checked: Checked, format_: str, out: str) -> None:
    if format_ == "table":
        if out != "-":
            raise UsageError("--format table is for the terminal; write html or text to a file")
        _print_table(checked)
    else:
        write_bytes(_text(checked, format_).encode(), out)


def _text(checked: Checked, format_: str) -> str:
    from pyoxigraph import Quad

    from kg.publish.serialise import serialise
    from kg.validation.reports.registry import FORMATS as WRITERS

    if format_ == "ttl":
        return serialise((Quad(*triple) for triple in checked.report.triples()), "ttl").decode()
    return WRITERS[format_](checked.told())


def _print_table(checked: Checked) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    told = checked.told()
    table = Table(header_style="bold", caption=told.summary())
    for name in ("severity", "where", "value", "what", "what to do", "check"):
        table.add_column(name, overflow="fold")
    for finding in told.findings:
        where = "\n".join(map(str, finding.places)) or finding.focus
        kind = "excused" if finding.excuse else finding.severity
        cells = (kind, where, finding.value or "", finding.message, finding.remedy, finding.check)
        table.add_row(*map(Text, cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
