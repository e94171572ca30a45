"""A release: whole or refused, replaced as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad

import kg
from kg.errors import InvalidRelease, UsageError
from kg.publish.datasets import DATASETS
from kg.publish.release import MANIFEST, swapped_in, write_manifest
from kg.reasoning.claims.infer import shipped_rules
from tests.projects import SHIPPED, TEMPLATE, of_rdf, of_sheets

if TYPE_CHECKING:
    from kg import Release

ABOUT: dict[str, Any] = {"project": {}, "counts": {}}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the template, once."""
    return kg.build(TEMPLATE, tmp_path_factory.mktemp("small") / "release")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def made(folder: Path, content: str = "old") -> Path:
    """Make what passes for a release: one file and a manifest."""
    folder.mkdir(parents=True)
    (folder / "file.txt").write_text(content)
    write_manifest(folder, ABOUT)
    return folder


def test_the_manifest_lists_every_file_with_its_size_and_digest(release: Release) -> None:
    manifest = json.loads((release.folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest == release.manifest
    files = {path: raw for path, raw in tree(release.folder).items() if raw and path != MANIFEST}
    assert manifest["files"] == [
        {"path": path, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        for path, raw in files.items()
    ]


def test_the_manifest_lists_the_inputs_with_their_digests(release: Release) -> None:
    names = ("claims.csv", "entities.csv", "kg.toml", "sources.csv", "ucdp-actor-excerpt.csv")
    assert release.manifest["inputs"] == [
        {"path": name, "sha256": hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest()}
        for name in names
    ]


def test_the_manifest_counts_what_the_release_holds(release: Release) -> None:
    counts = release.manifest["counts"]
    for part in DATASETS:
        assert counts["quads"][part] == len(set(release.quads(part)))
    assert counts["claims"] == len(release.select("SELECT ?c { ?c a ag:Claim }"))
    persons = release.select("SELECT DISTINCT ?e { GRAPH ?g { ?e a ag:Person } }")
    assert counts["entities"]["Person"] == len(persons)
    assert release.manifest["project"]["base"] == "https://w3id.org/allegiance/mosul-marawi/"


def test_inputs_outside_the_project_are_named_as_kg_toml_names_them(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    of_rdf(elsewhere)
    shapes = elsewhere / "own.ttl"
    shapes.write_text("")
    project = of_rdf(tmp_path / "project", toml=f'[extend]\nshapes = ["{shapes.as_posix()}"]')
    text = (project / "kg.toml").read_text()
    (project / "kg.toml").write_text(text.replace('"data.ttl"', '"../elsewhere/data.ttl"'))
    release = kg.build(project)
    assert [entry["path"] for entry in release.manifest["inputs"]] == sorted(
        ["../elsewhere/data.ttl", shapes.as_posix(), "kg.toml"]
    )


def test_the_parts_of_a_release(release: Release) -> None:
    found = {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*.*")}
    suffixes = ("ttl", "trig", "nt", "nq", "rdf", "jsonld")
    expected = {f"data/{part}.{suffix}" for part in DATASETS for suffix in suffixes}
    expected |= {"data/context.jsonld", "data/ontology.html", MANIFEST}
    expected |= {f"report/validation.{suffix}" for suffix in ("html", "json", "ttl", "txt")}
    expected |= {"report/contradictions.json"}
    expected |= {f"rules/{path.name}" for path in shipped_rules()}
    for name in release.library.queries:
        expected |= {f"queries/{name}.rq", f"answers/{name}.csv", f"answers/{name}.srj"}
    assert found == expected


def test_what_was_drawn_has_a_graph_with_a_licence_and_its_origins(release: Release) -> None:
    base = release.manifest["project"]["base"]
    for part in ("stated", "inferred"):
        quads = set(release.quads(part))
        graphs = {
            NamedNode(f"{base}graph/{part}/{kind}") for kind in ("certain", "possible", "facts")
        }
        assert {quad.graph_name for quad in quads} == graphs
        for graph in graphs:
            assert {q.predicate.value.rpartition("/")[2] for q in quads if q.subject == graph} == {
                "22-rdf-syntax-ns#type", "license", "prov#wasDerivedFrom",
            }  # fmt: skip


@pytest.mark.parametrize("name", ["data/asserted.nq", "answers/allegiances.csv", "data/stated.ttl"])
@pytest.mark.parametrize("how", ["changed", "missing", "cut short", "empty"])
def test_a_changed_or_missing_file_is_refused(
    small: Release, tmp_path: Path, name: str, how: str
) -> None:
    folder = shutil.copytree(small.folder, tmp_path / "release")
    file = folder / name
    raw = file.read_bytes()
    if how == "missing":
        file.unlink()
    else:
        changed = {"changed": raw.replace(b"e", b"a", 1), "cut short": raw[:-1], "empty": b""}
        file.write_bytes(changed[how])
    message = "is missing; build" if how == "missing" else "was changed after the build; build it"
    with pytest.raises(InvalidRelease, match=message) as refused:
        kg.open(folder)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "is no release: it has no manifest.json; make one: kg build"),
        ("", "is not JSON: "),
        ('{"project": {}', "is not JSON: "),
        ("[]", "is not that of a release; build it again, or elsewhere"),
        ('{"name": "An app", "icons": []}', "is not that of a release; "),
    ],
)
def test_a_folder_without_a_manifest_of_ours_is_refused(
    tmp_path: Path, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InvalidRelease, match=message):
        kg.open(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRelease, match="is no release"):
        kg.open(tmp_path / "nowhere")


def test_a_release_is_opened_by_path_or_text(small: Release) -> None:
    assert kg.open(small.folder) == kg.open(str(small.folder))


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib's own use
def test_the_dataset_is_one_of_rdflibs_over_the_same_store(small: Release) -> None:
    opened = kg.open(small.folder)
    dataset = opened.dataset
    assert isinstance(dataset, rdflib.Dataset)
    question = "SELECT ?c { ?c a <https://w3id.org/allegiance/ontology#Claim> }"
    assert len(dataset.query(question)) == len(opened.select(question)) == 2
    new = NamedNode("https://example.org/new")
    opened.store.quads.add(Quad(new, new, new, new))
    assert (rdflib.URIRef(new.value),) * 3 in dataset.graph(rdflib.URIRef(new.value))
    assert opened.dataset is dataset


def test_the_parts_are_read_one_by_one(small: Release) -> None:
    assert len(list(small.quads("stated"))) == small.manifest["counts"]["quads"]["stated"]
    with pytest.raises(UsageError, match="'claims' is no part of a release; use asserted, stated"):
        list(small.quads("claims"))


REFUSED = "is not empty and no release; give another folder with -o"


@pytest.mark.parametrize(
    "there",
    [
        {"notes.txt": "mine"},
        {"sub/notes.txt": "mine"},
        {MANIFEST: '{"name": "An app", "icons": []}', "index.html": "mine"},
        {MANIFEST: "mine"},
    ],
)
def test_what_is_no_release_is_never_built_over(tmp_path: Path, there: dict[str, str]) -> None:
    target = tmp_path / "public"
    for name, text in there.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text)
    before = tree(tmp_path)
    with pytest.raises(UsageError, match=REFUSED), swapped_in(target):
        pytest.fail("a folder to build in was given")
    assert tree(tmp_path) == before


def test_a_file_is_never_built_over(tmp_path: Path) -> None:
    (tmp_path / "release").write_text("mine")
    with pytest.raises(UsageError, match=REFUSED), swapped_in(tmp_path / "release"):
        pytest.fail("a folder to build in was given")
    assert (tmp_path / "release").read_text() == "mine"


def test_a_project_is_never_built_over_itself(tmp_path: Path) -> None:
    project = of_sheets(tmp_path)
    before = tree(project)
    steps: list[str] = []
    with pytest.raises(UsageError, match=REFUSED):
        kg.build(project, project, steps.append)
    assert tree(project) == before
    assert not steps  # told before the work, not after it


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a release", "a damaged release"])
def test_what_is_new_takes_the_place_of_what_was(tmp_path: Path, there: str) -> None:
    target = tmp_path / "deep" / "release"
    if there == "an empty folder":
        target.mkdir(parents=True)
    elif there != "nothing":
        made(target)
    if there == "a damaged release":
        (target / "file.txt").write_text("changed")
    with swapped_in(target) as folder:
        (folder / "file.txt").write_text("new")
        write_manifest(folder, ABOUT)
    assert (target / "file.txt").read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def test_what_is_not_whole_takes_no_place(tmp_path: Path) -> None:
    target = made(tmp_path / "release")
    before = tree(tmp_path)
    with pytest.raises(InvalidRelease), swapped_in(target) as folder:  # noqa: PT012
        (folder / "file.txt").write_text("new")
        write_manifest(folder, ABOUT)
        (folder / "file.txt").write_text("changed since")
    with pytest.raises(InvalidRelease), swapped_in(target):
        pass  # nothing was written, so there is no manifest
    assert tree(tmp_path) == before


def test_the_target_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with swapped_in(Path("release")) as folder:
        write_manifest(folder, ABOUT)
    assert (tmp_path / "release" / MANIFEST).is_file()
