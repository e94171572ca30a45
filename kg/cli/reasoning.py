"""Verbs on what follows: infer, whatif, why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import MODE, day
from kg.cli.output import ROW_FORMATS, print_rows, progress, write_bytes
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from kg.conclusions import Basis
    from kg.reasoning.claims.clashes import Clash
    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.facts import Mode
    from kg.reasoning.plain.graphs import Engine
    from kg.reasoning.rules import Rule

WITHOUT = click.option(
    "--without", multiple=True, metavar="SOURCE", help="Leave out the claims of this source."
)
CREDIBILITY = click.option(
    "--min-credibility", type=click.IntRange(1, 6),
    help="Leave out claims of less credibility than this grade; 1 is confirmed.",
)  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@MODE
@click.option("--as-of", metavar="DATE", help="Only what holds on this day.")
@click.option("--timed", is_flag=True, help="Facts with their days, as nodes, in both modes.")
@WITHOUT
@CREDIBILITY
@click.option("--summary", is_flag=True, help="Count conclusions, and those that never held.")
@click.option("--show-sql", is_flag=True, help="Print the rules and their SQL instead.")
@click.option("--ontology", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--engine", type=click.Choice(["duckdb", "owlrl"]), help="For RDF files; default: duckdb."
)
@click.option("--all", "with_given", is_flag=True, help="For RDF files: write the given ones too.")
@click.option("-o", "--out", default="-", help="A file; default: standard output.")
@click.option(
    "--format", "format_", type=click.Choice(["ttl", "nt", "nq", "rdf", "jsonld"]), default="nt"
)
def infer(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    paths: tuple[Path, ...],
    mode: Mode,
    as_of: str | None,
    timed: bool,
    without: tuple[str, ...],
    min_credibility: int | None,
    summary: bool,
    show_sql: bool,
    ontology: tuple[Path, ...],
    engine: Engine | None,
    with_given: bool,
    out: str,
    format_: str,
) -> None:
    """Write what follows: from a project's claims, or from plain RDF files with their axioms.

    PATHS is a project (a folder or kg.toml; default: this folder) or a release; or RDF files, whose
    axioms, and those of --ontology, are followed under OWL 2 RL. A contradiction is told, with exit
    code 1.

    \b
    Example:  kg infer sahel --as-of 2017-05-23 --mode certain
              kg infer facts.ttl --ontology terms.ttl
    """
    if not all(path.is_dir() or path.suffix == ".toml" for path in paths):
        if as_of or timed or without or min_credibility or summary:
            raise UsageError(
                "--as-of, --timed, --without, --min-credibility and --summary go with claims"
            )
        _infer_files(paths, ontology, engine, with_given, show_sql, out, format_)
        return
    if len(paths) > 1 or ontology or engine or with_given:
        raise UsageError("--ontology, --engine and --all go with RDF files; name one project")
    basis = _basis(paths[0] if paths else Path(), without, min_credibility)
    if show_sql:
        _show_sql(basis.theory.rules, out, timed=True)
    elif summary:
        _summary(basis)
    else:
        triples, clashes = _holding(basis.infer(progress()), mode, as_of, timed, basis.base)
        _write(triples, [clash.told(basis.labels) for clash in clashes], out, format_)


def _infer_files(  # noqa: PLR0913, PLR0917  (what `infer` was given)
    paths: tuple[Path, ...],
    ontology: tuple[Path, ...],
    engine: Engine | None,
    with_given: bool,
    show_sql: bool,
    out: str,
    format_: str,
) -> None:
    """Write what follows from files: as N-Triples while it is found, else once all is there."""
    import io
    import sys

    from pyoxigraph import RdfFormat, parse

    from kg import conclusions
    from kg.publish.serialise import serialise
    from kg.reasoning.plain.files import rules_of

    if show_sql:
        _show_sql(rules_of(paths, ontology), out, timed=False)
        return
    held = io.BytesIO()
    is_lines = format_ in ("nt", "nq")  # each line of N-Triples is one of N-Quads
    target = held if not is_lines else sys.stdout.buffer if out == "-" else Path(out)
    contradictions = conclusions.of_files(
        paths, ontology, out=target, engine=engine or "duckdb", with_given=with_given,
        progress=progress(),
    )  # fmt: skip
    if not is_lines:
        quads = parse(input=held.getvalue(), format=RdfFormat.N_TRIPLES)
        write_bytes(serialise(quads, format_), out)
    _tell(contradictions)


def _show_sql(rules: Sequence[Rule], out: str, *, timed: bool) -> None:
    from kg.reasoning.running.show_sql import explain_sql

    write_bytes(f"{explain_sql(rules, timed=timed)}\n".encode(), out)


def _basis(path: Path, without: Sequence[str], min_credibility: int | None) -> Basis:
    from kg.conclusions import Basis

    return Basis.read(path, progress()).less(without, min_credibility)


def _holding(
    inference: Inference, mode: Mode, as_of: str | None, timed: bool, base: str
) -> tuple[list[Triple], list[Clash]]:
    """Return the conclusions that are asked for, and the contradictions that concern them."""
    from kg.reasoning.facts import MODES
    from kg.reasoning.spans import around

    ordinal = day(as_of).toordinal() if as_of else None
    clashes = [c for c in inference.clashes if c.mode in (mode, "certain")]
    if ordinal is not None:
        clashes = [clash for clash in clashes if around([clash.days], ordinal)]
    if timed:
        facts = [fact for m in MODES for fact in inference[m].derived_facts()]
        if ordinal is not None:
            facts = [fact for fact in facts if around([fact.days], ordinal)]
        return [triple for fact in facts for triple in fact.triples(base)], clashes
    found = inference[mode].conclusions
    return [f for f, s in found.items() if ordinal is None or around(s, ordinal)], clashes


def _write(triples: Sequence[Triple], clashes: Sequence[str], out: str, format_: str) -> None:
    from pyoxigraph import Quad

    from kg.publish.serialise import serialise

    write_bytes(serialise((Quad(*triple) for triple in triples), format_), out)
    _tell(clashes)


def _tell(clashes: Sequence[str]) -> None:
    """Tell contradictions, and end with exit code 1 if there are any."""
    for text in clashes:
        click.echo(f"contradiction: {text}", err=True)
    if clashes:
        raise click.exceptions.Exit(1)


def _summary(basis: Basis) -> None:
    from kg import conclusions

    counts = conclusions.figures(basis)
    click.echo(f"{counts.timeless} conclusions from claims, if time is not looked at; of these")
    click.echo(f"{counts.never} that held on no day, by any reading of the claims' dates")
    click.echo(f"{counts.possible} that may have held on some day")
    click.echo(f"{counts.certain} that surely held on some day")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=".")
@WITHOUT
@CREDIBILITY
@MODE
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS))
def whatif(
    path: Path,
    without: tuple[str, ...],
    min_credibility: int | None,
    mode: Mode,
    format_: str | None,
) -> None:
    """List the conclusions that fall without a source, and those that stay on other evidence.

    PATH is a project (a folder or kg.toml) or a release.

    \b
    Example:  kg whatif sahel --without field-notes
    """
    from kg import conclusions

    if not without and min_credibility is None:
        raise UsageError("nothing is left out; give --without SOURCE or --min-credibility GRADE")
    basis = conclusions.Basis.read(path, progress())
    changes = conclusions.what_if(basis, without, min_credibility, mode)
    print_rows(conclusions.rows(changes, basis), format_, basis.base)


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("object")
@click.option("--at", metavar="DATE", help="On this day; default: the first on which it holds.")
@click.option(
    "--mode", type=click.Choice(["certain", "possible"]),
    help="Default: certain if it holds then, else possible.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 100), default=1, help="Up to this many proofs.")
@click.option(
    "--release", type=click.Path(path_type=Path, exists=True), default="release",
    show_default=True, help="The release to ask, or a project.",
)  # fmt: skip
@click.option("-o", "--out", default="-", help="A file; default: standard output.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "ttl", "svg"]), default="text"
)
def why(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    subject: str,
    predicate: str,
    object: str,  # noqa: A002  (what RDF calls it)
    at: str | None,
    mode: Mode | None,
    limit: int,
    release: Path,
    out: str,
    format_: str,
) -> None:
    """Say why SUBJECT PREDICATE OBJECT holds, down to the claims, or what it lacks.

    Things are named by their ids, properties and classes of the ontology by their names, others by
    prefixed names or IRIs. The exit code is 1 if the fact does not hold.

    \b
    Example:  kg why maute-group answersTo islamic-state --at 2017-05-23
    """
    from pyoxigraph import Quad

    from kg.conclusions import Basis
    from kg.publish.serialise import serialise

    found = Basis.read(release, progress()).why(
        subject, predicate, object, at=day(at) if at else None, mode=mode, limit=limit
    )
    if format_ == "ttl":
        write_bytes(serialise((Quad(*triple) for triple in found.triples()), "ttl"), out)
    else:
        told = {"text": found.text, "json": found.to_json, "svg": found.svg}[format_]()
        write_bytes(told.encode(), out)
    if not found.proofs:
        raise click.exceptions.Exit(1)
