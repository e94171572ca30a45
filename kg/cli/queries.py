"""Verbs that ask: query, queries."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import (
    ALL_FORMATS,
    ROW_FORMATS,
    print_answer,
    print_graph,
    print_rows,
    progress,
)
from kg.cli.stored import described
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg import Release
    from kg.query.session import Session
    from kg.query.stored import StoredQuery
    from kg.store.base import Streamed

_DEFAULT = "release"
_SHOWN = 5
"""Rows of an example's answer that are shown."""

RELEASE = click.option(
    "--release", type=click.Path(path_type=Path), default=_DEFAULT, show_default=True,
    help="The release to ask.",
)  # fmt: skip


@click.command()
@click.argument("query")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE")
@RELEASE
@click.option("--endpoint", help="Ask this SPARQL endpoint instead; give --base with it.")
@click.option("--base", help="The base IRI of the project that the endpoint serves.")
@click.option("--as-of", metavar="DATE", help="Ask of what held on this day alone.")
@click.option(
    "--mode",
    type=click.Choice(["certain", "possible"]),
    help="Ask of what surely held, or what may have held; with --as-of, possible if not given.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="Ask of the claims of this source alone, and what follows from them; may be repeated.",
)
@click.option("--timeout", type=float, metavar="SECONDS", help="Give up after so many seconds.")
@click.option("--columns", default="", help="Only these columns, parted by commas.")
@click.option(
    "--format", "format_", type=click.Choice(ALL_FORMATS),
    help="By default what the suffix of FILE says; else a table on a terminal, csv, or ttl.",
)  # fmt: skip
@click.option("-o", "--out", default="-", metavar="FILE", help="Write there, whole or not at all.")
def query(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    query: str,
    params: tuple[str, ...],
    release: Path,
    endpoint: str | None,
    base: str | None,
    as_of: str | None,
    mode: str | None,
    sources: tuple[str, ...],
    timeout: float | None,
    columns: str,
    format_: str | None,
    out: str,
) -> None:
    """Answer QUERY: the name of a stored query, a file with SPARQL, or - for standard input.

    A file, or what comes in, may begin with the header of a stored query, and then takes -p.

    \b
    Example:  kg query allegiances -p date=2017-06-15
              kg query control -p place=marawi --as-of 2017-06-15 --mode certain
              echo 'SELECT * { ?x a ag:Battle }' | kg query -
    """
    from kg.query.view import View

    session = _session(release, endpoint, base, timeout)
    view = View.of(session.base, as_of, mode, sources)
    if view:
        click.echo(view.told(), err=True)
    found = _found(session, query)
    if isinstance(found, str):
        if params:
            raise UsageError("-p goes with a stored query alone; write the values into your own")
        answer = session.view(as_of, mode, sources).send(found)
    else:
        given: dict[str, Any] = _parameters(params)
        own: dict[str, Any] = {"as_of": as_of, "mode": mode, "source": sources}
        for name in own.keys() & given.keys():
            raise UsageError(f"-p {name}: write --{name.replace('_', '-')} {given[name]}")
        answer = session.stream(found, **own, **given)
    _print_answer(answer, columns, format_, session.base, out)


def _found(session: Session, query: str) -> StoredQuery | str:
    """Return a stored query, by its name, from a file or standard input; or SPARQL without one."""
    from kg.query.header import has_header
    from kg.query.library import parse

    if query in session.library.queries:
        return session.library[query]
    text = _input() if query == "-" else _file(query)
    if text is None:
        return session.library[query]  # raises with the names there are
    name = "standard-input" if query == "-" else Path(query).stem
    return parse(text, name) if has_header(text) else text


def _input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not UTF-8: {error}; send it as UTF-8") from error


def _file(name: str) -> str | None:
    """Return what a file holds; None if there is no file of that name."""
    try:
        return Path(name).read_text(encoding="utf-8") if Path(name).is_file() else None
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8: {error}; save it as UTF-8") from error
    except OSError:  # a whole query is too long for the name of a file
        return None


def _session(
    release: Path, endpoint: str | None, base: str | None, timeout: float | None
) -> Session:
    import kg

    if endpoint is None:
        return replace(kg.open(release).session, timeout=timeout, progress=progress())
    if base is None:
        raise UsageError("--endpoint needs --base, the base IRI of the project that it serves")
    return kg.connect(endpoint, base, timeout=timeout, progress=progress())


def _parameters(params: tuple[str, ...]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"-p {name}: write it as NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _print_answer(answer: Streamed, columns: str, format_: str | None, base: str, out: str) -> None:
    from kg.query.results import Rows
    from kg.store.base import Solutions, Stream, whole

    names = [name.strip() for name in columns.split(",") if name.strip()]
    if isinstance(answer, Stream) and names:
        found = whole(answer)
        assert isinstance(found, Solutions)
        print_rows(Rows.of(found).only(names), format_, base, out)
    elif isinstance(answer, Stream):
        with answer:
            print_rows(answer, format_, base, out)
    elif isinstance(answer, bool):
        print_answer(answer, format_, out)
    else:
        print_graph(answer, format_, out)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--release",
    type=click.Path(path_type=Path),
    help="Those of a release instead, and its answer to the example.",
)
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS))
def queries(name: str | None, release: Path | None, format_: str | None) -> None:
    """List the stored queries that are shipped, or show one whole, with an example and its answer.

    The answer is that of --release, or of the folder release where there is one.

    \b
    Example:  kg queries allegiances
    """
    from pyoxigraph import Literal

    import kg
    from kg.query.library import Library
    from kg.query.results import Rows

    opened = kg.open(release) if release else None
    library = opened.library if opened else Library.load()
    if name is None:
        listed = [(Literal(q.name), Literal(q.question)) for q in library.queries.values()]
        print_rows(Rows(("name", "question"), listed), format_)
        return
    if format_ is not None:
        raise UsageError("--format is for the list of queries; one is shown as text")
    found = library[name]
    click.echo("\n".join(described(found)))
    if opened is None and (Path(_DEFAULT) / "manifest.json").is_file():
        opened = kg.open(_DEFAULT)
    _run_example(found, opened)


def _run_example(query: StoredQuery, release: Release | None) -> None:
    """Print the example and the first rows of its answer, or say how to get one."""
    from kg.query.example import parse
    from kg.query.results import Rows
    from kg.store.base import Stream

    if not query.example:
        return
    click.echo(f"\nExample:  {query.example}")
    if release is None:
        click.echo("Its answer is shown for a release: kg build, or --release FOLDER")
        return
    asked = parse(query.example)
    own: dict[str, Any] = {"as_of": asked.as_of, "mode": asked.mode, "source": asked.source}
    answer = release.session.stream(query, **own, **asked.parameters)
    if not isinstance(answer, Stream):
        told = str(answer).lower() if isinstance(answer, bool) else f"{len(answer)} triples"
        click.echo(f"Answer of {release.folder}: {told}")
        return
    with answer:
        rows = list(islice(answer.rows, _SHOWN + 1))
    more = "the first rows" if len(rows) > _SHOWN else "all rows" if rows else "no rows"
    click.echo(f"Answer of {release.folder}, {more}:")
    if rows:
        print_rows(Rows(answer.variables, rows[:_SHOWN]), "table", release.session.base)
