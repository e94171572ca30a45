"""From a project to a release: load, validate, infer, answer, export; one way, never back."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad

from kg import resources
from kg.errors import Contradicted, InvalidGraph, InvalidRows, in_order
from kg.ingest import format_of, load, read
from kg.model import schema as schemas
from kg.project import Project
from kg.publish.datasets import datasets as all_datasets
from kg.publish.inquiry import labels
from kg.publish.licensing import require_open
from kg.publish.ontology_page import page
from kg.publish.release import Release, require_free, sha256, swapped_in, write_manifest
from kg.publish.serialise import serialise
from kg.query.library import Library
from kg.query.session import Session
from kg.reasoning.claims.infer import Theory, infer, shipped_rules
from kg.reasoning.facts import MODES
from kg.store.oxigraph import OxigraphStore
from kg.validation import evidence, shacl, shapes
from kg.validation.report import Report
from kg.vocabulary import AG, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.errors import Problem
    from kg.ingest import Batch, Loaded
    from kg.model.schema import Schema
    from kg.project import SourceEntry
    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.rules import Constant

    Progress = Callable[[str], None]


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Checked:
    """A project whose sources were read and validated; `problems` are those of both steps."""

    project: Project
    schema: Schema
    loaded: Loaded
    report: Report

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All faults: of the rows, and of the graph that the good rows make."""
        return in_order((*self.loaded.problems, *self.report.problems(self.loaded.origins)))


def check(project: Project | Path | str, progress: Progress = _silent) -> Checked:
    """Read and validate all sources of a project; nothing is written and nothing raised for faults.

    >>> check(resources.folder("data") / "template").problems
    ()
    """
    project = _read(project)
    schema = schemas.load(project.ontology)
    loaded = load(_batches(project, schema, progress), project.mint, schema)
    progress(f"validating {len(loaded.quads)} quads")
    data = {quad.triple for quad in loaded.quads}.union(schema.triples)
    results = shacl.validate(data, shapes.load(schema, project.shapes))
    report = Report(tuple(shapes.without_repeats(results, schema)), project.base)
    return Checked(project, schema, loaded, report)


def sources(
    project: Project | Path | str, progress: Progress = _silent
) -> tuple[Project, Schema, Loaded]:
    """Read all sources of a project, before any shapes; raise `InvalidRows` with their faults."""
    project = _read(project)
    schema = schemas.load(project.ontology)
    loaded = load(_batches(project, schema, progress), project.mint, schema)
    if loaded.problems:
        raise InvalidRows(loaded.problems)
    return project, schema, loaded


def _read(project: Project | Path | str) -> Project:
    return project if isinstance(project, Project) else Project.read(project)


def _batches(project: Project, schema: Schema, progress: Progress) -> list[Batch]:
    batches: list[Batch] = []
    for format_, request in project.requests(schema):
        progress(f"reading {request.name}")
        batches += read(format_, request)
    return batches


def verify_evidence(project: Project | Path | str, text: bytes) -> int:
    """Return how many claims point rightly into a text; see `kg.validation.evidence.verify`."""
    project = _read(project)
    batches = _batches(project, schemas.load(project.ontology), _silent)
    if problems := [problem for batch in batches for problem in batch.problems]:
        raise InvalidRows(problems)
    sources = [source for batch in batches for source in batch.sources]
    return evidence.verify(text, sources, [claim for batch in batches for claim in batch.claims])


def theory(checked: Checked) -> Theory:
    """Return what a project draws conclusions by: its ontology, the shipped rules and its own."""
    return Theory.read(checked.schema, list(_rules(checked.project).values()))


def require_sound(checked: Checked) -> None:
    """Raise `InvalidRows` or `InvalidGraph` with all problems, if there are any."""
    if checked.loaded.problems:
        raise InvalidRows(checked.problems)
    if not checked.report.conforms:
        raise InvalidGraph(checked.problems, "the graph breaks its shapes; nothing was written")


def build(
    project: Project | Path | str, out: Path | str | None = None, progress: Progress = _silent
) -> Release:
    """Build a project into a release folder, ``release`` beside its kg.toml unless `out` is given.

    Raises `InvalidRows` or `InvalidGraph` with every problem, `Contradicted` where the project
    says what it is to fail on, or `NotOpen` where a graph may not be published under its licence;
    then nothing is written.
    """
    project = _read(project)
    target = Path(out) if out is not None else project.folder / "release"
    require_free(target)
    checked = check(project, progress)
    require_sound(checked)
    require_open(checked.loaded.quads, project.licence)
    inference = infer(checked.loaded.quads, theory(checked), progress)
    barred = [c for c in inference.clashes if {c.mode, c.rule.name} & {*project.fail_on}]
    if barred:
        names = _labels(checked)
        raise Contradicted([clash.told(names) for clash in barred])
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
    for kind, files in (("queries", queries), ("rules", _rules(project))):
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


def _rules(project: Project) -> dict[str, Path]:
    return {path.stem: path for path in (*shipped_rules(), *project.rules)}


def _labels(checked: Checked) -> Mapping[Constant, str]:
    triples = (*(q.triple for q in checked.loaded.quads), *checked.schema.triples)
    return labels(triples, checked.project.base)


def _write_report(folder: Path, checked: Checked, inference: Inference) -> None:
    folder.mkdir()
    quads = [Quad(*triple) for triple in checked.report.triples()]
    (folder / "validation.ttl").write_bytes(serialise(quads, "ttl"))
    results = checked.report.results
    lines = [f"{r.severity}: {r.focus}: {r.message}" for r in results]
    names = _labels(checked)
    lines += [f"Contradiction: {clash.told(names)}" for clash in inference.clashes]
    told = json.dumps([c.to_dict() for c in inference.clashes], ensure_ascii=False, indent=1)
    (folder / "contradictions.json").write_text(f"{told}\n", encoding="utf-8")
    lines.append(f"{len(results)} results; conforms: {str(checked.report.conforms).lower()}")
    (folder / "validation.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


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
    inputs = sorted({
        project.file,
        *(path for entry in project.sources for path in _input_files(entry, project.folder)),
        *(_name(path, project.folder) for path in project.extensions),
    })  # fmt: skip
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
            for path in inputs
        ],
    }  # fmt: skip


def _name(path: Path, folder: Path) -> str:
    inside = path.is_relative_to(folder)
    return (path.relative_to(folder) if inside else path).as_posix()


def _input_files(entry: SourceEntry, folder: Path) -> list[str]:
    """Return the files of a source, as kg.toml names them."""
    format_ = format_of(entry.format)
    if format_.takes == "folder":
        names = ("claims.csv", "entities.csv", "sources.csv")
        return [PurePosixPath(entry.paths[0], name).as_posix() for name in names]
    further = [entry.options[key] for key in format_.files if key in entry.options]
    for given in (entry.options[key] for key in format_.queries if key in entry.options):
        inside = sorted((folder / given).glob("*.rq")) if (folder / given).is_dir() else []
        further += [PurePosixPath(given, path.name).as_posix() for path in inside] or [given]
    return [*entry.paths, *further]
