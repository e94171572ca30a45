"""kg.toml: what it says, and what it cannot say, each with the file, the key and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg import Project
from kg.errors import InvalidProject
from kg.project import SYNTAXES
from tests.projects import SHIPPED, TEMPLATE, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = """[project]
base = "https://example.org/"
title = "A title"
publisher = "A publisher"
licence = "CC-BY-4.0"
"""
SOURCE = """[[source]]
id = "sheets"
format = "sheets"
path = "."
"""


def read(folder: Path, text: str) -> Project:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return Project.read(folder)


def changed(old: str, new: str) -> str:
    whole = PROJECT + SOURCE
    assert whole.count(old) == 1
    return whole.replace(old, new)


def test_what_kg_toml_says(tmp_path: Path) -> None:
    for name in ("o.ttl", "s.ttl", "r.rq", "q.rq", "more.ttl"):
        (tmp_path / name).touch()
    project = read(
        tmp_path,
        PROJECT
        + 'version = 0.2\nreleased = 2026-01-31\ndescription = "Words"\n'
        + SOURCE
        + '[[source]]\nformat = "rdf"\npath = "more.ttl"\nlicence = "CC0-1.0"\nversion = "3"\n'
        + '[extend]\nontology = ["o.ttl"]\nshapes = ["s.ttl"]\n'
        + 'rules = ["r.rq"]\nqueries = ["q.rq"]\n',
    )
    assert project.folder == tmp_path
    assert (project.title, project.publisher) == ("A title", "A publisher")
    assert project.licence.value == "https://creativecommons.org/licenses/by/4.0/"
    assert (project.version, project.released) == ("0.2", "2026-01-31")
    assert project.description == "Words"
    assert [(s.id, s.format, s.paths) for s in project.sources] == [
        ("sheets", "sheets", (".",)),
        ("rdf", "rdf", ("more.ttl",)),  # the format is the id of a source without one
    ]
    assert project.sources[1].options == {"licence": "CC0-1.0", "version": "3"}
    assert project.ontology == (tmp_path / "o.ttl",)
    assert project.shapes == (tmp_path / "s.ttl",)
    assert project.rules == (tmp_path / "r.rq",)
    assert project.queries == (tmp_path / "q.rq",)
    assert project.mint.entity("a").value == "https://example.org/entity/a"


@pytest.mark.parametrize("folder", [TEMPLATE, SHIPPED])
def test_a_project_is_read_from_its_folder_or_its_file(folder: Path) -> None:
    assert Project.read(folder) == Project.read(folder / "kg.toml") == Project.read(str(folder))


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + PROJECT + SOURCE).title == "A title"


FAULTS = [
    ("", "[project]: is missing; give it base, title, publisher, licence"),
    (SOURCE, "[project]: is missing; "),
    (f"project = 1\n{SOURCE}", "[project]: is missing; "),
    (PROJECT, "[[source]]: is missing; name at least one, with format and path"),
    (f"[projct]\n{SOURCE}", "top level: 'projct' is not known; use exception, extend, "),
    (f"reasoning = 3\n{PROJECT}{SOURCE}", "[reasoning]: must be a table; use fail_on"),
    (f"{PROJECT}{SOURCE}[reasoning]\nfail_on = 1", "[reasoning] fail_on: must be a list, such as"),
    (f"{PROJECT}{SOURCE}[reasoning]\nfail_on = ['sure']", "[reasoning] fail_on: 'sure' is no mode "
     "or rule; use certain, possible, cax-adc, "),
    (changed("title =", "titel ="), "[project]: 'titel' is not known; use base, description,"),
    (changed('title = "A title"\n', ""), "[project] title: is missing; a release cannot be cited"),
    (changed('publisher = "A publisher"\n', ""), "[project] publisher: is missing; "),
    (changed('licence = "CC-BY-4.0"\n', ""), "[project] licence: is missing; "),
    (changed('"CC-BY-4.0"', '"mine"'), "[project] licence: 'mine' is no licence; write an SPDX id"),
    (changed('"A title"', "[1]"), "[project] title: must be one value"),
    (changed('base = "https://example.org/"\n', ""), "[project] base: '' must be an http(s) IRI "
     "that ends in /"),
    (changed("https://example.org/", "https://example.org"), "[project] base: 'https://example.org'"
     " must be an http(s) IRI that ends in /"),
    (changed("https://example.org/", "urn:x/"), "[project] base: 'urn:x/' must be an http(s) IRI"),
    (changed("https://example.org/", "https://e.org/?a/"), "[project] base: "),
    (changed("https://example.org/", "https://e.org/a b/"), "[project] base: "),
    (changed("https://example.org/", "https://e.org/100%/"), "[project] base: "),
    (changed("https://example.org/", "https://[e/"), "[project] base: "),
    (changed("[[source]]", "[source]"), "[[source]]: is missing; "),
    (f"source = [1]\n{PROJECT}", "[[source]] 1: must be a table; give it id, format and path"),
    (changed('format = "sheets"\n', ""), "[[source]] 1 format: '' is not one of sheets, rdf,"),
    (changed('"sheets"\npath', '"xlsx"\npath'), "[[source]] 1 format: 'xlsx' is not one of sheets"),
    (changed('path = "."', ""), "[[source]] 1 path: '' is not there"),
    (changed('path = "."', 'path = "nowhere"'), "[[source]] 1 path: 'nowhere' is not there"),
    (changed('path = "."', 'path = "kg.toml"'), "[[source]] 1 path: 'kg.toml' must be a folder"),
    (changed('"sheets"\npath', '"rdf"\npath'), "[[source]] 1 path: '.' must be a file"),
    (changed('id = "sheets"', 'id = "My Sheets"'), "[[source]] 1 id: 'My Sheets': use a-z, 0-9"),
    (changed('id = "sheets"', 'id = "stated"'), "[[source]] 1 id: 'stated' names a graph that"),
    (changed('path = "."', 'path = "."\nlicense = "CC0-1.0"'), "[[source]] 1: 'license' is not "
     "known; use format, id, licence, path, reliability, version"),
    (changed('path = "."', 'path = "."\nlicence = "mine"'), "[[source]] 1 licence: 'mine' is no"),
    (changed('path = "."', 'path = "."\nreliability = "G"'), "[[source]] 1 reliability: 'G': use "
     "one of A, B, C, D, E, F"),
    (PROJECT + SOURCE + SOURCE, "[[source]] id: 'sheets' stands twice; give each source its own"),
    (PROJECT + SOURCE + "[extend]\nshape = []", "[extend]: 'shape' is not known; use ontology,"),
    (PROJECT + SOURCE + '[extend]\nshapes = "s.ttl"', "[extend] shapes: must be a list of files"),
    (PROJECT + SOURCE + '[extend]\nrules = ["r.rq"]', "[extend] rules: "),
    (f"extend = 3\n{PROJECT}{SOURCE}", "[extend]: must be a table; use ontology, shapes, rules"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_what_cannot_be_is_told_with_file_key_and_remedy(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InvalidProject) as refused:
        read(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path / 'kg.toml'}, {message}")
    assert refused.value.exit_code == 2


def test_a_file_to_extend_with_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidProject, match=r"\[extend\] queries: .*gone\.rq is not there"):
        read(tmp_path, PROJECT + SOURCE + '[extend]\nqueries = ["gone.rq"]')


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"[project\n", "kg.toml is not TOML: .*line 1"),
        (b'title = "M\xfcller"', "kg.toml is not TOML: "),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "kg.toml").write_bytes(raw)
    with pytest.raises(InvalidProject, match=message):
        Project.read(tmp_path)


def test_where_there_is_no_project_init_makes_one(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidProject, match=f"is not there; make a project with: kg init {tmp_path}"
    ):
        Project.read(tmp_path)


def test_init_makes_a_project_that_builds(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    folder = tmp_path / "deep" / "my project"
    code, out, err = run("init", str(folder))
    assert (code, err) == (0, "")
    assert f"kg build '{folder}'" in out
    assert sorted(path.name for path in folder.iterdir()) == [
        "claims.csv", "entities.csv", "kg.toml", "sources.csv",
    ]  # fmt: skip
    release = kg.build(folder)
    assert release.manifest["counts"]["claims"] == 2
    assert release.folder == folder / "release"


def test_init_takes_an_empty_folder(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    assert run("init", str(tmp_path))[0] == 0
    assert (tmp_path / "kg.toml").is_file()


def test_init_copies_the_template_and_not_its_permissions(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = of_sheets(tmp_path / "data" / "template")
    (installed / "release").mkdir()
    for path in (*installed.iterdir(), installed):
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr("kg.resources.folder", lambda name: tmp_path / name)
    assert run("init", str(tmp_path / "new"))[0] == 0
    installed.chmod(0o755)  # so that it can be removed
    assert not (tmp_path / "new" / "release").exists()
    for path in ((tmp_path / "new"), *(tmp_path / "new").iterdir()):
        assert path.stat().st_mode & 0o200


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_init_refuses_what_is_there_already(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], kind: str
) -> None:
    if kind == "file":
        target = tmp_path / "notes"
        target.write_text("mine")
    else:
        target = of_sheets(tmp_path / "mine")
        (target / "kg.toml").write_text("mine")
    code, out, err = run("init", str(target))
    assert (code, out) == (2, "")
    assert err == f"error: {target} is there already and is not an empty folder; name another\n"
    kept = target if kind == "file" else target / "kg.toml"
    assert kept.read_text() == "mine"


def test_the_syntaxes_of_a_release_can_be_chosen(tmp_path: Path) -> None:
    assert set(Project.read(of_sheets(tmp_path / "all")).syntaxes) == set(SYNTAXES)
    folder = of_sheets(tmp_path / "some", toml='[release]\nsyntaxes = ["ttl", "nq"]\n')
    assert Project.read(folder).syntaxes == ("ttl", "nq")
    release = kg.build(folder)
    found = {path.suffix for path in (release.folder / "data").glob("asserted.*")}
    assert found == {".nq", ".ttl"}


@pytest.mark.parametrize(
    ("syntaxes", "message"),
    [
        ('["ttl"]', "must have 'nq', as it is read by that"),
        ('["nq", "docx"]', "must be a list of some of: "),
        ('"nq"', "must be a list of some of: "),
    ],
)
def test_a_syntax_that_is_none_is_refused(tmp_path: Path, syntaxes: str, message: str) -> None:
    folder = of_sheets(tmp_path / "p", toml=f"[release]\nsyntaxes = {syntaxes}\n")
    with pytest.raises(InvalidProject, match=message):
        Project.read(folder)
