"""``docs/checks`` says of every check what the shapes say.

After a change, ``KG_WRITE_DOCS=1 pytest tests/docs/test_checks.py`` writes the pages anew.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.validation import shapes
from kg.validation.catalogue import Check, catalogue
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

FOLDER = Path(__file__).parent.parent.parent / "docs" / "checks"
_HINT = "write it anew: KG_WRITE_DOCS=1 pytest tests/docs/test_checks.py"
# A statement of ours begins at the margin; so does SPARQL, but not with these.
_STATEMENT = re.compile(r"^ag:([\w-]+) .*?(?=^(?:ag:|#|@|\Z))", re.MULTILINE | re.DOTALL)
_TOLD = re.compile(
    r"^ *(rdfs:label|ag:problem|ag:solution) \"(?:[^\"\\]|\\.)*\"@en ;\n", re.MULTILINE
)


@cache
def checks() -> dict[NamedNode, Check]:
    return catalogue(shapes.load(schema()))


@cache
def sources() -> dict[str, str]:
    """Return by the local name of each shape how its file writes it, without its texts."""
    found: dict[str, str] = {}
    for path in sorted(resources.folder("shapes").glob("*.ttl")):
        for match in _STATEMENT.finditer(path.read_text(encoding="utf-8")):
            found[match[1]] = _TOLD.sub("", match[0]).rstrip()
    return found


def title(family: str) -> tuple[str, str]:
    """Return a family's name, and what the first line of its file says of it."""
    if family == shapes.ROLES:
        return family, "Made from the ontology: the parties of each relationship class."
    text = (resources.folder("shapes") / f"{family}.ttl").read_text(encoding="utf-8")
    lines = re.match(r"(?:# .*\n)+", text)
    assert lines, f"shapes/{family}.ttl does not say what it is for"
    return family, " ".join(line[2:] for line in lines[0].splitlines())


def families() -> dict[str, list[tuple[NamedNode, Check]]]:
    found: dict[str, list[tuple[NamedNode, Check]]] = {}
    for shape, check in checks().items():
        found.setdefault(check.family, []).append((shape, check))
    return dict(sorted(found.items(), key=lambda item: (item[0] == shapes.ROLES, item[0])))


def code(text: str) -> str:
    return f"`{text}`"


def page(family: str) -> str:
    name, what = title(family)
    return "\n".join([f"# Checks: {name}", "", what, "", "[All checks](README.md)", *body(family)])


def body(family: str) -> Iterator[str]:
    for shape, check in families()[family]:
        yield from ("", f"## {check.id}", "", f"**{check.title}.** {check.severity}.", "")
        yield from (f"*Problem.* {check.problem}", "", f"*Solution.* {check.solution}", "")
        yield f"It says: {code(check.message)}"
        if written := sources().get(shape.value.rpartition("#")[2]):
            yield from ("", "```turtle", *written.splitlines(), "```")
    yield ""


def index() -> str:
    lines = [
        "# Checks", "",
        f"What `kg check` looks for, {len(checks())} checks by family. A violation stops a build; "
        "a warning is told and stops nothing; an info is a lead. The id is how reports name the "
        "check.", "",
        "These pages are written from the [shapes](../../shapes), and a test keeps them so.",
    ]  # fmt: skip
    for family, found in families().items():
        lines += ["", f"## {family}", "", title(family)[1], ""]
        lines += ["| check | severity | what it finds |", "|---|---|---|"]
        lines += [
            f"| [{check.id}]({family}.md#{check.id}) | {check.severity} | {check.title} |"
            for _, check in found
        ]
    return "\n".join([*lines, ""])


def expected() -> dict[str, str]:
    return {"README.md": index(), **{f"{family}.md": page(family) for family in families()}}


def test_the_pages_are_as_generated() -> None:
    pages = expected()
    if os.environ.get("KG_WRITE_DOCS"):
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.md"):
            old.unlink()
        for name, text in pages.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert there.keys() == pages.keys(), _HINT
    assert [name for name, text in pages.items() if there[name] != text] == [], _HINT


def test_every_written_shape_shows_its_source() -> None:
    shown = {shape.value.rpartition("#")[2] for shape, c in checks().items() if c.family != "roles"}
    assert shown <= sources().keys()
    for name, text in sources().items():
        assert text.endswith("."), name
