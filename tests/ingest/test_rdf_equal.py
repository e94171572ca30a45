"""RDF can say what sheets can: what was exported is read again, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Triple

import kg
from kg.publish.serialise import serialise
from kg.vocabulary import DCTERMS, RDF, VOID
from tests.projects import SHIPPED, TEMPLATE, loaded, of_rdf

if TYPE_CHECKING:
    from pathlib import Path

    from kg import Release

CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def of_export(folder: Path, origin: Path, raw: bytes, name: str) -> Path:
    """Make a project of one exported file, with the table [project] of where it came from."""
    of_rdf(folder, raw, name)
    head = (origin / "kg.toml").read_text(encoding="utf-8").partition("[[source]]")[0]
    source = f'[[source]]\nid = "export"\nformat = "rdf"\npath = "{name}"\n'
    (folder / "kg.toml").write_text(head + source, encoding="utf-8")
    return folder


def test_a_release_built_from_its_own_export_is_the_same(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.project.SYNTAXES", ("nq",))  # what is compared
    raw = (release.folder / "data" / "asserted.trig").read_bytes()
    again = kg.build(of_export(tmp_path, SHIPPED, raw, "asserted.trig"))
    for part in ("asserted", "stated", "inferred"):
        file = f"data/{part}.nq"
        assert (again.folder / file).read_bytes() == (release.folder / file).read_bytes()
    assert again.manifest["counts"] == release.manifest["counts"]


@pytest.mark.parametrize("suffix", ["nq", "jsonld"])
def test_the_other_exports_with_graphs_read_the_same(
    release: Release, tmp_path: Path, suffix: str
) -> None:
    raw = (release.folder / "data" / f"asserted.{suffix}").read_bytes()
    found = loaded(of_export(tmp_path, SHIPPED, raw, f"asserted.{suffix}"))
    assert not found.problems
    assert set(found.quads) == set(release.quads("asserted"))


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf"])
def test_the_exports_without_graphs_say_the_same_in_one_graph(tmp_path: Path, suffix: str) -> None:
    expected = {quad.triple for quad in loaded(TEMPLATE).quads}
    raw = serialise(loaded(TEMPLATE).quads, suffix)
    project = of_export(tmp_path, TEMPLATE, raw, f"asserted.{suffix}")
    checked = kg.check(project)
    assert not checked.problems
    graph = NamedNode("https://example.org/my-project/graph/export")
    expected |= {Triple(graph, RDF.type, VOID.Dataset), Triple(graph, DCTERMS.license, CC_BY)}
    assert {quad.triple for quad in checked.loaded.quads} == expected
