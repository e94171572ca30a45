"""From a project to a release: load, validate, infer, answer, export; one way, never back."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad

from kg import resources
from kg.checking import check, opened, require_sound, rules, silent, theory
from kg.errors import Contradicted
from kg.publish.datasets import datasets as all_datasets
from kg.publish.licensing import require_open
from kg.publish.ontology_page import page
from kg.publish.release import Release, require_free, sha256, swapped_in, write_manifest
from kg.publish.serialise import serialise
from kg.query.library import Library
from kg.query.session import Session
from kg.reasoning.claims.infer import infer
from kg.reasoning.facts import MODES
from kg.store.oxigraph import OxigraphStore
from kg.validation.reports.registry import FORMATS
from kg.vocabulary import AG, RDF

if TYPE_CHECKING:
    from kg.checking import Checked, Progress
    from kg.project import Project
    from kg.reasoning.claims.infer import Inference


def build(
    project: Project | Path | str, out: Path | str | None = None, progress: Progress = silent
) -> Release:
    """Build a project into a release folder, ``release`` beside its kg.toml unless `out` is given.

    Raises `InvalidRows` or `InvalidGraph` with every problem, `Contradicted` where the project
    says what it is to fail on, or `NotOpen` where a graph may not be published under its licence;
    then nothing is written.
    """
    project = opened(project)
    target = Path(out) if out is not None else project.folder / "release"
    require_free(target)
    checked = check(project, progress)
    require_sound(checked)
    require_open(checked.loaded.quads, project.licence)
    inference = infer(checked.loaded.quads, theory(checked), progress)
    checked = checked.with_contradictions(inference)
    if barred := [finding.told() for finding in checked.report.findings if finding.is_violation]:
        raise Contradicted(barred)
    with swapped_in(target) as folder:
        _write(folder, checked, inference, progress)
    return Release.open(target)


def _write(folder: Path, checked: Checked, inference: Inference, progress: Progress) -> None:
    project = checked.project
    datasets = all_datasets(
        checked.loaded.quads, checked.schema, inference, project.mint, project.licence
    )
    for name, quads in datasets.items():
        progress(f"writing {name}: {len(quads)} quads")
        (folder / "data").mkdir(exist_ok=True)
        for suffix in project.syntaxes:
            (folder / "data" / f"{name}.{suffix}").write_bytes(serialise(quads, suffix))
    html = page(checked.schema.triples, "The Allegiance ontology")
    (folder / "data" / "ontology.html").write_text(html, encoding="utf-8")
    context = resources.folder("ontology") / "context.jsonld"
    shutil.copyfile(context, folder / "data" / "context.jsonld")
    _write_report(folder / "report", checked, inference)
    queries = _queries(project)
    for kind, files in (("queries", queries), ("rules", rules(project))):
        (folder / kind).mkdir()
        for name, path in files.items():
            shutil.copyfile(path, folder / kind / f"{name}.rq")
    store = OxigraphStore(quad for quads in datasets.values() for quad in quads)
    session = Session(store, Library.from_files(queries.values()), project.base)
    _write_answers(folder / "answers", session, progress)
    write_manifest(folder, _about(checked, datasets, inference))


def _queries(project: Project) -> dict[str, Path]:
    shipped = (resources.folder("queries") / "competency").glob("*.rq")
    return {path.stem: path for path in (*sorted(shipped), *project.queries)}


def _write_report(folder: Path, checked: Checked, inference: Inference) -> None:
    folder.mkdir()
    quads = [Quad(*triple) for triple in checked.report.triples()]
    (folder / "validation.ttl").write_bytes(serialise(quads, "ttl"))
    for name, suffix in (("text", "txt"), ("json", "json"), ("html", "html")):
        text = FORMATS[name](checked.told())
        (folder / f"validation.{suffix}").write_text(text, encoding="utf-8")
    told = json.dumps([c.to_dict() for c in inference.clashes], ensure_ascii=False, indent=1)
    (folder / "contradictions.json").write_text(f"{told}\n", encoding="utf-8")


def _write_answers(folder: Path, session: Session, progress: Progress) -> None:
    """Answer every stored query with its defaults."""
    folder.mkdir()
    for name in session.library.queries:
        progress(f"answering {name}")
        rows = session.query(name)
        (folder / f"{name}.csv").write_bytes(rows.to_csv().encode())
        (folder / f"{name}.srj").write_text(rows.to_json(), encoding="utf-8")


def _about(
    checked: Checked, datasets: dict[str, list[Quad]], inference: Inference
) -> dict[str, Any]:
    project = checked.project
    kinds = Counter(
        q.object.value.rpartition("#")[2]
        for q in checked.loaded.quads
        if q.predicate == RDF.type
        and isinstance(q.object, NamedNode)
        and (q.object in checked.schema.entities or q.object == AG.Claim)
    )
    return {
        "project": {
            "base": project.base, "title": project.title, "publisher": project.publisher,
            "licence": project.licence.value, "version": project.version,
            "released": project.released, "description": project.description,
        },
        "generator": f"allegiance-kg {version('allegiance-kg')}",
        "counts": {
            "quads": {name: len(set(quads)) for name, quads in datasets.items()},
            "entities": {kind: kinds[kind] for kind in sorted(kinds) if kind != "Claim"},
            "claims": kinds["Claim"],
            "conclusions": {mode: len(inference[mode].conclusions) for mode in MODES},
            "contradictions": {
                mode: sum(c.mode == mode for c in inference.clashes) for mode in MODES
            },
        },
        "inputs": [
            {"path": path, "sha256": sha256((project.folder / path).read_bytes())}
            for path in project.inputs
        ],
    }  # fmt: skip
