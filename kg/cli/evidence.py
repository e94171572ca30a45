"""The verb verify-evidence."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PROJECT


@click.command("verify-evidence")
@PROJECT
@click.option("--text", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True)
@click.option("--find", help="Instead, print where these words stand, as columns of claims.csv.")
def verify_evidence(project: Path, text: Path, find: str | None) -> None:
    """Check that PROJECT's claims point at the right words of a source's text, for who has it.

    \b
    Example:  kg verify-evidence sahel --text article.txt
              kg verify-evidence --text article.txt --find "the words"
    """
    from kg import checking
    from kg.errors import EvidenceMismatch
    from kg.validation.evidence import locate, read_text

    if find is None:
        count = checking.verify_evidence(project, text.read_bytes())
        click.echo(f"{count} claims point at the words they were drawn from")
        return
    spans = locate(read_text(text.read_bytes()), find)
    if not spans:
        raise EvidenceMismatch(
            f"no paragraph of {text} holds {find!r}; copy the words exactly, from one paragraph"
        )
    click.echo("paragraph,from_char,to_char,digest")
    for span in spans:
        click.echo(f"{span.paragraph},{span.from_char},{span.to_char},{span.digest}")
