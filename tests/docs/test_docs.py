"""Every command and every example of README.md and docs/ runs, and does what its page says.

A page is read from top to bottom in a folder of its own that holds a copy of ``data/``:

- ```` ```console ````: lines ``$ command``, each followed by its output; ``> `` continues one. A
  command that fails is followed by ``$ echo $?``, and so its exit code is part of the page.
- ```` ```python ```` runs and prints nothing; ```` ```pycon ```` is compared by doctest. One
  namespace for the whole page.
- ```` ```csv title=sahel/claims.csv ```` (toml, turtle, …) writes that file; ``append=`` adds.

``...`` in an output stands for anything. A page that names ``data/mosul-marawi/release`` finds the
shipped dataset built there. ``KG_WRITE_DOCS=1 pytest tests/docs`` writes what commands print now
into the pages, to be read before it is committed.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHIPPED = "data/mosul-marawi/release"
# Shown, and not run: what a command begins with, and why.
NOT_RUN = {
    "git clone": "fetches",
    "pip install": "fetches",
    "make": "builds and tests everything, this page too",
    "oxigraph": "its server runs until it is stopped",
    "kg query allegiances --endpoint http://localhost": "needs the server of the line before",
}
RUN = ("console", "python", "pycon")
FILES = ("csv", "json", "sparql", "toml", "trig", "turtle", "txt")
_FENCE = re.compile(r"^```(?P<info>.*)\n(?P<text>(?:(?!```).*\n)*)```$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ (?P<text>.*(?:\n> .*)*)\n?(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_LINK = re.compile(r"(?<!`)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
pages = pytest.mark.parametrize(
    "page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES]
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where its text begins, its line, its language, its options, its text."""

    start: int
    line: int
    language: str
    options: dict[str, str]
    text: str


def blocks(page: str) -> Iterator[Block]:
    for match in _FENCE.finditer(page):
        language, *options = match["info"].split() or [""]
        pairs = (option.partition("=") for option in options)
        line = page.count("\n", 0, match.start("text"))
        yield Block(
            match.start("text"), line, language, {key: value for key, _, value in pairs},
            match["text"],
        )  # fmt: skip


def trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def same(want: str, got: str) -> bool:
    return doctest.OutputChecker().check_output(trimmed(want), trimmed(got), doctest.ELLIPSIS)


def merged(want: str, got: str) -> str:
    """Return what is to stand in the page: what is printed now, with the ellipses that fit."""
    old, new = want.splitlines(), got.splitlines()
    if len(old) == len(new):
        new = [a if same(a, b) else b for a, b in zip(old, new, strict=True)]
    return "".join(f"{line}\n" for line in new)


def difference(want: str, got: str) -> str:
    return "\n".join(difflib.ndiff(want.splitlines(), got.splitlines()))


@dataclass
class Reader:
    """Follows a page, and keeps what turns out differently and what would put it right."""

    page: str
    folder: Path
    environment: dict[str, str]
    status: int = 0
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "page"})
    faults: list[str] = field(default_factory=list)
    corrections: list[tuple[int, int, str]] = field(default_factory=list)

    def follow(self) -> None:
        for block in blocks(self.page):
            if block.language in RUN:
                getattr(self, block.language)(block)
            elif "title" in block.options or "append" in block.options:
                self.write(block)

    def write(self, block: Block) -> None:
        path = self.folder / (block.options.get("title") or block.options["append"])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if "title" in block.options else "a", encoding="utf-8") as file:
            file.write(block.text)

    def console(self, block: Block) -> None:
        for match in _COMMAND.finditer(block.text):
            line = block.line + 1 + block.text.count("\n", 0, match.start())
            command, want = match["text"].replace("\n> ", "\n"), match["output"]
            if any(command.startswith(start) for start in NOT_RUN):
                assert not want, f"line {line}: the output of {command!r} is not checked"
                continue
            if self.status and command != "echo $?":
                self.faults.append(f"line {line}: show the exit code {self.status} before it")
            got = trimmed(self.run(command))
            if not same(want, got):
                self.faults.append(f"line {line}: {command}\n{difference(want, got)}")
                start, end = (block.start + offset for offset in match.span("output"))
                self.corrections.append((start, end, merged(want, got)))
        if self.status:
            self.faults.append(f"line {block.line}: show the exit code {self.status} at the end")
            self.status = 0

    def run(self, command: str) -> str:
        """Run a command, ``kg`` alone in this process, else in bash; return what it prints."""
        if command.startswith("kg ") and not set(command) & set("|&;<>$`*\n"):
            return self.call(shlex.split(command))
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{command}"],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120,
        )  # fmt: skip
        self.status = done.returncode
        return done.stdout

    def call(self, arguments: list[str]) -> str:
        stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("argv", arguments), ("stdout", stream), ("stderr", stream)):
                patch.setattr(sys, name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        assert isinstance(ended.value.code, int)
        self.status = ended.value.code
        stream.seek(0)
        return stream.read()

    def python(self, block: Block) -> None:
        code = compile("\n" * block.line + block.text, "page", "exec")
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, self.namespace)  # noqa: S102  (the examples of our own pages)
        if printed.getvalue():
            self.faults.append(f"line {block.line}: it prints; make it a pycon block")

    def pycon(self, block: Block) -> None:
        told: list[str] = []
        parsed = doctest.DocTestParser().get_doctest(
            block.text, self.namespace, "page", "page", block.line
        )
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(parsed, out=told.append, clear_globs=False)
        self.namespace.update(parsed.globs)
        self.faults += told

    def corrected(self) -> str:
        text = self.page
        for start, end, right in sorted(self.corrections, reverse=True):
            text = text[:start] + right + text[end:]
        return text


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which ``kg`` and ``python`` are those of this very run."""
    programs = tmp_path_factory.mktemp("bin")
    for name, arguments in (("kg", "-c 'from kg.cli import main; main()' "), ("python", "")):
        path = programs / name
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -W error {arguments}"$@"\n')
        path.chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(programs), "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }  # fmt: skip


@pages
def test_a_page_does_what_it_says(
    page: Path,
    tmp_path: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    text = page.read_text(encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("release"))
    if SHIPPED in text:
        shutil.copytree(request.getfixturevalue("release").folder, tmp_path / SHIPPED)
    monkeypatch.chdir(tmp_path)
    reader = Reader(text, tmp_path, environment)
    reader.follow()
    if reader.corrections and os.environ.get("KG_WRITE_DOCS"):
        page.write_text(reader.corrected(), encoding="utf-8")
    assert not reader.faults, "\n\n".join([f"{page.name} does not do what it says", *reader.faults])


@pages
def test_every_block_is_run_or_written_or_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(blocks(text))
    assert text.count("```") == 2 * len(found) + text.count("````"), "a fence is not closed"
    for block in found:
        where = f"{page.name}, line {block.line}"
        assert block.language in (*RUN, *FILES, "text"), where
        if block.language == "console":
            assert block.text.startswith("$ "), where
        if block.language in FILES:
            assert set(block.options) <= {"title", "append"}, where
            assert block.options, f"{where}: name the file"


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for match in _LINK.finditer(text):
        path, _, anchor = match["target"].partition("#")
        if path.startswith(("http://", "https://", "mailto:")):
            continue
        target = page.parent / path if path else page
        assert target.exists(), match["target"]
        assert not anchor or anchor in anchors(target), match["target"]


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    listed = {match["target"] for match in _LINK.finditer(index)}
    assert listed == {page.name for page in PAGES if page.name != "README.md"}


def test_every_room_is_described() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").iterdir()
        if path.name not in ("__init__.py", "__pycache__", "py.typed")
    }
    assert {room for room in rooms if f"](../{room})" not in text} == set()
