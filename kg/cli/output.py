"""Printing: a table on a terminal, data when piped; progress on a terminal alone."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kg.errors import UsageError
from kg.query.formats import ROW_FORMATS as WRITTEN
from kg.query.formats import by_suffix, row_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Triple

    from kg.query.results import Rows
    from kg.store.base import Row, Stream

ROW_FORMATS = ("table", *WRITTEN)
ANSWER_FORMATS = tuple(name for name, found in WRITTEN.items() if found.has_answers)
GRAPH_FORMATS = ("ttl", "nt", "nq", "jsonld", "rdf")
ALL_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS)
_FOR_MACHINES = ("_iri", "_wkt", "_precision")


def print_rows(rows: Rows | Stream, format_: str | None, base: str = "", out: str = "-") -> None:
    """Print rows, or a stream as it comes, to a file, or to standard output for ``-``.

    In a format of `ROW_FORMATS`; by default that of the file's suffix, else a table on a terminal,
    else CSV. A table shows what lies under the project's base IRI by the rest of its IRI. On
    standard output, a line of CSV ends as lines do there, for the tools that it is piped to; in a
    file with CRLF, by RFC 4180.
    """
    format_ = format_ or _named_by(out) or ("table" if _is_terminal(out) else "csv")
    _check_fits(format_, ROW_FORMATS, "a SELECT gives rows")
    if format_ == "table":
        _print_table(_held(rows), base, out)
        return
    if row_format(format_).is_binary and _is_terminal(out):
        raise UsageError(f"--format {format_} is no text for a terminal; add -o FILE, or pipe it")
    from kg.query.formats import sparql_csv

    columns, terms = _parts(rows)
    with written(out) as stream:
        if format_ == "csv" and out == "-":
            sparql_csv.write(columns, terms, stream, end="\n")
        else:
            row_format(format_).write(columns, terms, stream)


def _held(rows: Rows | Stream) -> Rows:
    from kg.query.results import Rows
    from kg.store.base import Solutions, Stream, whole

    if not isinstance(rows, Stream):
        return rows
    found = whole(rows)
    assert isinstance(found, Solutions)
    return Rows.of(found)


def _parts(rows: Rows | Stream) -> tuple[tuple[str, ...], Iterable[Row]]:
    from kg.store.base import Stream

    return (rows.variables, rows.rows) if isinstance(rows, Stream) else (rows.columns, rows.terms)


def print_answer(answer: bool, format_: str | None, out: str = "-") -> None:
    """Print the answer to an ASK: a word, or a document of `ANSWER_FORMATS`."""
    format_ = format_ or _named_by(out)
    if format_ is None:
        write_bytes(b"true\n" if answer else b"false\n", out)
        return
    _check_fits(format_, ANSWER_FORMATS, "an ASK gives true or false")
    write = row_format(format_).write_answer
    assert write is not None
    with written(out) as stream:
        write(answer, stream)


def print_graph(triples: Iterable[Triple], format_: str | None, out: str = "-") -> None:
    """Print triples in a format of `GRAPH_FORMATS`, by default Turtle."""
    from pyoxigraph import Quad

    from kg.publish.serialise import serialise

    format_ = format_ or _named_by(out) or "ttl"
    _check_fits(format_, GRAPH_FORMATS, "CONSTRUCT and DESCRIBE give a graph")
    write_bytes(serialise((Quad(*triple) for triple in triples), format_), out)


def _named_by(out: str) -> str | None:
    """Return the format that the suffix of a file stands for, if any."""
    suffix = Path(out).suffix.lower()
    if suffix[1:] in GRAPH_FORMATS:
        return suffix[1:]
    found = by_suffix(suffix)
    return found.name if found else None


def _check_fits(format_: str, fitting: Sequence[str], why: str) -> None:
    if format_ not in fitting:
        raise UsageError(f"the format {format_} does not fit: {why}; take {', '.join(fitting)}")


def _is_terminal(out: str) -> bool:
    return out == "-" and sys.stdout.isatty()


def _print_table(rows: Rows, base: str, out: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    count = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
    table = Table(show_lines=False, header_style="bold", caption=count)
    # IRIs and points of what is named in another column are for machines; CSV and JSON have them.
    shown = [n for n, column in enumerate(rows.columns) if not column.endswith(_FOR_MACHINES)]
    for n in shown:
        table.add_column(rows.columns[n], overflow="fold")
    for row in rows:
        texts = ("" if row[n] is None else str(row[n]) for n in shown)
        # As Text: in a plain string, rich takes what stands in brackets for its own markup.
        table.add_row(*(Text(text.removeprefix(base)) for text in texts))
    if _is_terminal(out):
        Console().print(table)
        return
    text = io.StringIO()
    Console(width=160, file=text).print(table)
    write_bytes(text.getvalue().encode(), out)


@contextmanager
def written(out: str) -> Iterator[BinaryIO]:
    """Yield a stream to a file, or to standard output for ``-``.

    The file is put in place once it is whole; after an error the former one is as it was. What is
    no regular file (a device, a named pipe) takes the bytes as they come.
    """
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out).resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as part:
            yield part
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_bytes(raw: bytes, out: str) -> None:
    """Write bytes to a file, or to standard output for ``-``."""
    with written(out) as stream:
        stream.write(raw)


def progress() -> Callable[[str], None]:
    """Return what shows the steps of long work: on a terminal, on standard error; else nothing."""
    if not sys.stderr.isatty():
        return lambda _: None

    def show(step: str) -> None:
        click.echo(click.style(f"… {step}", dim=True), err=True)

    return show
