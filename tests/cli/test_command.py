"""Every verb: its help, its exit codes, and what goes to which stream."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from kg.cli.command import VERBS
from tests.projects import of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

KG = [sys.executable, "-c", "from kg.cli import main; main()"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_a_verb_shows_an_example(run: Run, verb: str, option: str) -> None:
    code, out, err = run(verb, option)
    assert (code, err) == (0, "")
    assert re.search(rf"^  Example:  kg {verb} ", out, re.MULTILINE)
    assert out.startswith(f"Usage: kg {verb} ")


def test_the_help_lists_every_verb_with_what_it_does(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for verb in VERBS:
        assert re.search(rf"^  {verb}  +\w.{{20,}}", out, re.MULTILINE)
    assert "Exit codes:  0 good, 1 the data is at fault, 2 the call is at fault." in out


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"kg, version {version('allegiance-kg')}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["check", "--nonsense"], "No such option"),
        (["check", "--format", "xml"], "Invalid value for '--format'"),
        (["export"], "Missing argument"),
        (["export", "claims"], "Invalid value"),
        (["verify-evidence", "."], "Missing option '--text'"),
        (["verify-evidence", ".", "--text", "nowhere.txt"], "does not exist"),
        (["check", "nowhere"], "error: nowhere is not there; make a project with: kg init nowhere"),
        (["build", "nowhere"], "error: nowhere is not there; "),
        (["infer", "nowhere"], "Path 'nowhere' does not exist"),
        (["infer", "nowhere.ttl"], "Path 'nowhere.ttl' does not exist"),
        (["infer", ".", "--engine", "owlrl"], "error: --ontology, --engine and --all go with RDF"),
        (["whatif", "."], "error: nothing is left out; give --without SOURCE or --min-cred"),
        (["why", "a", "b", "c"], "Path 'release' does not exist"),
        (["queries", "nonsense"], "error: no stored query 'nonsense'; "),
    ],
)  # fmt: skip
def test_a_call_at_fault_ends_with_2_and_says_so_on_standard_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_bare_call_shows_the_help(run: Run) -> None:
    code, out, err = run()
    assert code in (0, 2)
    assert "Begin with:  kg init my-project && kg build my-project" in out + err


@pytest.mark.parametrize("verb", ["check", "build", "infer", "whatif"])
def test_an_interruption_is_told_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.checking.Checker.check", interrupted)
    more = ["--min-credibility", "3"] if verb == "whatif" else []
    code, out, err = run(verb, str(of_sheets(tmp_path)), *more)
    assert (code, out) == (130, "")
    assert err.strip() == "interrupted; nothing was written"


def test_help_answers_without_loading_the_libraries() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\nfrom kg.cli import main\n"
        "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "click" in loaded
    assert not loaded & {"rdflib", "pyoxigraph", "pyshacl", "owlrl", "pyld", "rich", "yaml"}


def on_a_terminal(arguments: list[str], folder: Path) -> str:
    """Run the command with a terminal for its output; return what it showed."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
    done = subprocess.Popen(
        [*KG, *arguments], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd=folder,
        env=environment,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert done.wait() == 0
    return shown.decode()


def test_a_terminal_is_shown_progress_and_tables_and_a_pipe_neither(tmp_path: Path) -> None:
    of_sheets(tmp_path)
    shown = on_a_terminal(["check"], tmp_path)
    assert "… reading ." in shown
    assert "… validating " in shown
    shown = on_a_terminal(["queries"], tmp_path)
    assert re.search(r"\d+ rows", shown)
    assert "name,question" not in shown
    for arguments in (["check"], ["queries"]):
        piped = subprocess.run(
            [*KG, *arguments], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        assert piped.stderr == ""
        assert "…" not in piped.stdout.partition("\n")[0]
    assert piped.stdout.startswith("name,question\n")
