"""The command itself: its verbs, and how errors become messages and exit codes."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from importlib.metadata import version

import click

from kg.errors import KgError

# Verb -> module; each is imported only when it is called, so that `kg --help` answers at once.
VERBS = {
    "init": "kg.cli.project",
    "import": "kg.cli.importing",
    "check": "kg.cli.checking",
    "build": "kg.cli.project",
    "infer": "kg.cli.reasoning",
    "why": "kg.cli.reasoning",
    "whatif": "kg.cli.reasoning",
    "query": "kg.cli.queries",
    "queries": "kg.cli.queries",
    "export": "kg.cli.export",
    "diff": "kg.cli.diff",
    "verify-evidence": "kg.cli.evidence",
    "match": "kg.cli.matching",
    "places": "kg.cli.places",
}

_NAMES = {"import": "import_"}  # where a verb is a word of Python's own


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        found = getattr(
            import_module(VERBS[cmd_name]), _NAMES.get(cmd_name, cmd_name.replace("-", "_"))
        )
        assert isinstance(found, click.Command)
        return found


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("allegiance-kg"), prog_name="kg")
def kg() -> None:
    """Sourced statements about armed groups: check them, see what follows, publish them.

    \b
    Begin with:  kg init my-project && kg build my-project
    Exit codes:  0 good, 1 the data is at fault, 2 the call is at fault.
    """


def main() -> None:
    """Run the command; an error of ours is one message on standard error and an exit code."""
    # rdflib tells of every ill-typed literal with a traceback; the shapes report them better.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    try:
        # Not standalone, click returns the code of an Exit in place of raising it.
        code = kg(standalone_mode=False, prog_name="kg")
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KgError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:  # a file that the call names cannot be read or written
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
