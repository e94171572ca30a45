"""Printing: a table on a terminal, data when piped; progress on a terminal alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.query.results import Rows

ROW_FORMATS = ("table", "csv", "json")


def print_rows(rows: Rows, format_: str | None, base: str = "") -> None:
    """Print rows in a format of `ROW_FORMATS`; by default a table, or CSV when piped.

    A table shows what lies under the project's base IRI by the rest of its IRI.
    """
    format_ = format_ or ("table" if sys.stdout.isatty() else "csv")
    if format_ == "csv":
        click.echo(rows.to_csv().replace("\r\n", "\n"), nl=False)
    elif format_ == "json":
        click.echo(rows.to_json(), nl=False)
    else:
        _print_table(rows, base)


def _print_table(rows: Rows, base: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    count = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
    table = Table(show_lines=False, header_style="bold", caption=count)
    # IRIs of what is named in another column are for machines; CSV and JSON have them.
    shown = [n for n, column in enumerate(rows.columns) if not column.endswith("_iri")]
    for n in shown:
        table.add_column(rows.columns[n], overflow="fold")
    for row in rows:
        texts = ("" if row[n] is None else str(row[n]) for n in shown)
        # As Text: in a plain string, rich takes what stands in brackets for its own markup.
        table.add_row(*(Text(text.removeprefix(base)) for text in texts))
    width = None if sys.stdout.isatty() else 160
    Console(width=width).print(table)


def write_bytes(raw: bytes, out: str) -> None:
    """Write bytes to a file, or to standard output for ``-``."""
    with click.open_file(out, "wb", atomic=out != "-") as stream:
        stream.write(raw)


def progress() -> Callable[[str], None]:
    """Return what shows the steps of long work: on a terminal, on standard error; else nothing."""
    if not sys.stderr.isatty():
        return lambda _: None

    def show(step: str) -> None:
        click.echo(click.style(f"… {step}", dim=True), err=True)

    return show
