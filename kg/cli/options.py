"""Options that several verbs have, and how what is written there is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.errors import UsageError

PROJECT = click.argument("project", type=click.Path(path_type=Path), default=".")
MODE = click.option(
    "--mode", type=click.Choice(["certain", "possible"]), default="possible", show_default=True,
    help="What surely held, or what may have held.",
)  # fmt: skip


def day(text: str) -> date:
    """Return the date of an option; raise `UsageError` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date; write it as 2017-05-23") from error
