"""Verbs that make: init, build."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import resources
from kg.cli.options import PROJECT
from kg.cli.output import progress
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.publish.release import Release


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new project in FOLDER: kg.toml and three sheets, ready to build.

    \b
    Example:  kg init sahel
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and is not an empty folder; name another")
    folder.mkdir(parents=True, exist_ok=True)
    for path in (resources.folder("data") / "template").iterdir():
        if path.is_file():  # and no release that was built there
            shutil.copyfile(path, folder / path.name)
    name = shlex.quote(str(folder))
    click.echo(f"Made {folder}: edit kg.toml, entities.csv, claims.csv, sources.csv")
    click.echo(f"Then:  kg check {name}  and  kg build {name}")


@click.command()
@PROJECT
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Default: PROJECT/release.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def build(project: Path, out: Path | None, format_: str) -> None:
    """Build PROJECT (a folder or kg.toml) into a release: checked, inferred, answered, exported.

    \b
    Example:  kg build sahel -o sahel-2026.1
    """
    import json

    from kg import pipeline

    release = pipeline.build(project, out, progress())
    if format_ == "json":
        click.echo(json.dumps(release.manifest, ensure_ascii=False, indent=1))
    else:
        _describe(release)


def _describe(release: Release) -> None:
    counts = release.manifest["counts"]
    entities = sum(counts["entities"].values())
    click.echo(f"Release: {release.folder}")
    click.echo(f"  {counts['claims']} claims about {entities} entities")
    for name, number in counts["quads"].items():
        click.echo(f"  {number} quads {name}")
    drawn, clashes = counts["conclusions"], counts["contradictions"]
    click.echo(f"  {drawn['certain']} conclusions certain, {drawn['possible']} possible")
    if any(clashes.values()):
        told = f"{clashes['certain']} contradictions certain, {clashes['possible']} possible"
        click.echo(f"  {told}: see report/validation.txt")
    click.echo(f"  {len(release.library.queries)} stored queries answered in answers/")
