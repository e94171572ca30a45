"""Verbs that ask: query, queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import MODE, day
from kg.cli.output import ALL_FORMATS, ROW_FORMATS, print_answer, print_graph, print_rows
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.library import StoredQuery
    from kg.query.results import Rows
    from kg.query.session import Session
    from kg.reasoning.facts import Mode

RELEASE = click.option(
    "--release", type=click.Path(path_type=Path), default="release", show_default=True,
    help="The release to ask.",
)  # fmt: skip


@click.command()
@click.argument("query")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE")
@RELEASE
@click.option("--endpoint", help="Ask this SPARQL endpoint instead; give --base with it.")
@click.option("--base", help="The base IRI of the project that the endpoint serves.")
@click.option("--as-of", metavar="DATE", help="Ask of what held on this day alone.")
@MODE
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
    mode: Mode,
    columns: str,
    format_: str | None,
    out: str,
) -> None:
    """Answer QUERY: the name of a stored query, a file with SPARQL, or - for standard input.

    \b
    Example:  kg query allegiances -p date=2017-06-15
              echo 'SELECT * { ?x a ag:Battle }' | kg query -
    """
    if as_of and endpoint:
        raise UsageError("--as-of goes with a release; an endpoint has all days in one")
    session = _as_of(release, as_of, mode) if as_of else _session(release, endpoint, base)
    if query in session.library.queries:
        rows = session.query(query, **_parameters(params))
        _print_rows(rows, columns, format_, session.base, out)
        return
    if params:
        raise UsageError("-p goes with a stored query alone; write the values into your own")
    text = sys.stdin.read() if query == "-" else _file(query)
    if text is None:
        session.library[query]  # raises with the names there are
        return
    _print_answer(session, text, columns, format_, out)


def _print_rows(rows: Rows, columns: str, format_: str | None, base: str, out: str) -> None:
    names = [name.strip() for name in columns.split(",") if name.strip()]
    print_rows(rows.only(names) if names else rows, format_, base, out)


def _file(name: str) -> str | None:
    """Return what a file holds; None if there is no file of that name."""
    try:
        return Path(name).read_text(encoding="utf-8") if Path(name).is_file() else None
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8: {error}; save it as UTF-8") from error
    except OSError:  # a whole query is too long for the name of a file
        return None


def _session(release: Path, endpoint: str | None, base: str | None) -> Session:
    import kg

    if endpoint is None:
        return kg.open(release).session
    if base is None:
        raise UsageError("--endpoint needs --base, the base IRI of the project that it serves")
    return kg.connect(endpoint, base)


def _as_of(release: Path, text: str, mode: Mode) -> Session:
    """Return what asks of one day, and say on standard error which of the two modes it is."""
    import kg

    session = kg.open(release).as_of(day(text), mode)
    what = "what surely held" if mode == "certain" else "what may have held"
    click.echo(f"as of {text}, {mode}: {what} on that day", err=True)
    return session


def _parameters(params: tuple[str, ...]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"-p {name}: write it as NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _print_answer(session: Session, text: str, columns: str, format_: str | None, out: str) -> None:
    from kg.query.results import Rows
    from kg.store.base import Solutions

    answer = session.ask(text)
    if isinstance(answer, Solutions):
        _print_rows(Rows.of(answer), columns, format_, session.base, out)
    elif isinstance(answer, bool):
        print_answer(answer, format_, out)
    else:
        print_graph(answer, format_, out)


@click.command()
@click.argument("name", required=False)
@click.option("--release", type=click.Path(path_type=Path), help="Those of a release instead.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS))
def queries(name: str | None, release: Path | None, format_: str | None) -> None:
    """List the stored queries that are shipped, or show one with its parameters.

    \b
    Example:  kg queries allegiances
    """
    from pyoxigraph import Literal

    from kg.query.library import Library
    from kg.query.results import Rows

    library = _session(release, None, None).library if release else Library.load()
    if name:
        _show(library[name])
        return
    listed = [(Literal(q.name), Literal(q.question)) for q in library.queries.values()]
    print_rows(Rows(("name", "question"), listed), format_)


def _show(query: StoredQuery) -> None:
    click.echo(f"{query.name}: {query.title}\n{query.question}\n")
    for parameter in query.parameters:
        default = f"default {parameter.default}" if parameter.default else "may be left open"
        click.echo(f"  -p {parameter.name}=  {parameter.type}, {default}: {parameter.description}")
    for column, meaning in query.columns:
        click.echo(f"  {column}: {meaning}")
    if query.example:
        click.echo(f"\nExample:  {query.example}")
    click.echo(f"\n{query.text}", nl=False)
