"""From a project to all that is wrong with it: its rows, its shapes, and what excludes itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import InvalidGraph, InvalidProject, InvalidRows, in_order
from kg.ingest import load, read
from kg.model import schema as schemas
from kg.project import FILE, Project
from kg.publish.inquiry import labels
from kg.reasoning.claims.clashes import EXCLUSIONS
from kg.reasoning.claims.infer import Theory, infer, shipped_rules
from kg.validation import evidence, shacl, shapes
from kg.validation.catalogue import catalogue
from kg.validation.findings import (
    CONTRADICTION,
    Finding,
    node_of,
    of_problem,
    of_result,
    places_of,
)
from kg.validation.incremental import revalidate, validate_whole
from kg.validation.report import Report
from kg.validation.reports.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.errors import Problem
    from kg.ingest import Batch, Loaded
    from kg.model.schema import Schema
    from kg.reasoning.claims.clashes import Clash
    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.rules import Constant
    from kg.validation.catalogue import Check
    from kg.validation.findings import Severity
    from kg.validation.incremental import Validated
    from kg.validation.shacl import Engine, Result

    Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Take a step of long work and show nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A project whose sources were read and validated; `today` is the day it was judged on."""

    project: Project
    schema: Schema
    loaded: Loaded
    report: Report
    checks: Mapping[str, Check]
    today: date | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All faults: of the rows, and of the graph that the good rows make."""
        return in_order(self.report.problems)

    @property
    def names(self) -> Mapping[Constant, str]:
        """What things and terms are called."""
        triples = (*(q.triple for q in self.loaded.quads), *self.schema.triples)
        return labels(triples, self.project.base)

    def told(self) -> Told:
        """Return what the formats of a report are given."""
        project, quads = self.project, len(self.loaded.quads)
        return Told(self.report, project.title, quads, project.folder, self.checks)

    def with_contradictions(self, inference: Inference) -> Checked:
        """Return it with what conclusions show: facts that exclude each other while both hold."""
        names = self.names if inference.clashes else {}
        found = [_contradicted(clash, self, names) for clash in inference.clashes]
        judged = self.project.profile.judge(
            found, self.project.base, self.today, contradictions=True
        )
        return replace(self, report=self.report.with_more(judged))


def check(
    project: Project | Path | str,
    progress: Progress = silent,
    *,
    today: date | None = None,
    engine: Engine = "auto",
) -> Checked:
    """Read and validate all sources of a project; nothing is written and nothing raised for faults.

    `engine` is one of `kg.validation.shacl.ENGINES`. `today` is the day on which exceptions are
    judged; without it, the day of the project's release.

    >>> from kg import resources
    >>> check(resources.folder("data") / "template").problems
    ()
    """
    return Checker(opened(project), engine).check(progress, today=today)


def examine(
    project: Project | Path | str,
    progress: Progress = silent,
    *,
    today: date | None = None,
    engine: Engine = "auto",
) -> Checked:
    """Check a project, and if it is sound, draw conclusions and tell what excludes itself."""
    return concluded(check(project, progress, today=today, engine=engine), progress)


def concluded(checked: Checked, progress: Progress = silent) -> Checked:
    """Add what excludes itself to a sound check; an unsound one is returned as it is."""
    if not checked.report.is_sound:
        return checked
    return checked.with_contradictions(infer(checked.loaded.quads, theory(checked), progress))


@dataclass(slots=True)
class Checker:
    """Checks one project, again and again: a source that has not changed is not read again.

    If it `is_repeated`, only what a change can affect is validated again, by the fast engine.
    """

    project: Project
    engine: Engine = "auto"
    is_repeated: bool = False
    _read: dict[str, tuple[object, list[Batch]]] = field(default_factory=dict)
    _validated: Validated | None = None

    def check(self, progress: Progress = silent, *, today: date | None = None) -> Checked:
        """Read what changed, and validate."""
        project = self.project
        schema = schemas.load(project.ontology)
        checks = shapes.load(schema, project.shapes)
        about = {check.id: check for check in catalogue(checks).values()}
        project.profile.require_known({*about, *(f"{CONTRADICTION}{rule}" for rule in EXCLUSIONS)})
        loaded = load(self.batches(schema, progress), project.mint, schema)
        progress(f"validating {len(loaded.quads)} quads")
        data = {quad.triple for quad in loaded.quads}.union(schema.triples)
        results = shapes.without_repeats(self._results(data, checks), schema)
        nodes = {node_of(text) for r in results for text in (r.focus, r.value)} - {None}
        whereabouts = loaded.whereabouts(node for node in nodes if node)
        found = [of_problem(problem) for problem in loaded.problems]
        found += (of_result(result, whereabouts, project.base) for result in results)
        day = today or _released(project)
        judged = project.profile.judge(found, project.base, day)
        report = Report(tuple(judged), project.base)
        return Checked(project, schema, loaded, report, about, day)

    def _results(self, data: set[Triple], checks: list[Triple]) -> list[Result]:
        if not self.is_repeated:
            return shacl.validate(data, checks, self.engine)
        before = self._validated
        after = revalidate(before, data, checks) if before else validate_whole(data, checks)
        self._validated = after
        return after.results

    def batches(self, schema: Schema, progress: Progress = silent) -> list[Batch]:
        """Return what all sources hold; read are those whose files have changed."""
        requests = self.project.requests(schema)
        for entry, (format_, request) in zip(self.project.sources, requests, strict=True):
            state = stamps(self.project.folder, entry.files(self.project.folder))
            if entry.id not in self._read or self._read[entry.id][0] != state:
                progress(f"reading {request.name}")
                self._read[entry.id] = (state, list(read(format_, request)))
        return [batch for entry in self.project.sources for batch in self._read[entry.id][1]]


def sources(
    project: Project | Path | str, progress: Progress = silent
) -> tuple[Project, Schema, Loaded]:
    """Read all sources of a project, before any shapes; raise `InvalidRows` with their faults."""
    project = opened(project)
    schema = schemas.load(project.ontology)
    loaded = load(Checker(project).batches(schema, progress), project.mint, schema)
    if loaded.problems:
        raise InvalidRows(loaded.problems)
    return project, schema, loaded


def opened(project: Project | Path | str) -> Project:
    """Return a project that is given, or read from its kg.toml or the folder of that."""
    return project if isinstance(project, Project) else Project.read(project)


def _released(project: Project) -> date | None:
    """Return the day that the project gives its release, if it is one day."""
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", project.released)
    return date.fromisoformat(project.released) if is_day else None


def stamps(folder: Path, names: Iterable[str]) -> dict[str, tuple[int, int] | None]:
    """Return when each file was written last, in ns, and its size in bytes; None if it is gone."""
    found: dict[str, tuple[int, int] | None] = {}
    for name in names:
        path = folder / name
        stat = path.stat() if path.is_file() else None
        found[name] = (stat.st_mtime_ns, stat.st_size) if stat else None
    return found


def watch(
    path: Path,
    pause: Callable[[], None],
    progress: Progress = silent,
    *,
    today: date | None = None,
) -> Iterator[Checked | InvalidProject]:
    """Check a project at once, and again whenever one of its files has changed.

    `pause` waits between two looks at the files, and ends the watch by an exception of its own. A
    kg.toml that cannot be read is yielded as its error, and the watch goes on.
    """
    checker: Checker | None = None
    seen: object = None
    while True:
        file = path / FILE if path.is_dir() else path
        names = [file.name] if checker is None else checker.project.inputs
        if stamps(file.parent, names) != seen:
            try:
                project = Project.read(path)
                if checker is None or checker.project != project:
                    checker = Checker(project, is_repeated=True)
                seen = stamps(file.parent, project.inputs)
                yield checker.check(progress, today=today)
            except InvalidProject as error:
                checker, seen = None, stamps(file.parent, [file.name])
                yield error
        pause()


def verify_evidence(project: Project | Path | str, text: bytes) -> int:
    """Return how many claims point rightly into a text; see `kg.validation.evidence.verify`."""
    project = opened(project)
    batches = Checker(project).batches(schemas.load(project.ontology))
    if problems := [problem for batch in batches for problem in batch.problems]:
        raise InvalidRows(problems)
    found = [source for batch in batches for source in batch.sources]
    return evidence.verify(text, found, [claim for batch in batches for claim in batch.claims])


def theory(checked: Checked) -> Theory:
    """Return what a project draws conclusions by: its ontology, the shipped rules and its own."""
    return Theory.read(checked.schema, list(rules(checked.project).values()))


def rules(project: Project) -> dict[str, Path]:
    """Return the files of the shipped rules and of the project's own, which may replace them."""
    return {path.stem: path for path in (*shipped_rules(), *project.rules)}


def require_sound(checked: Checked) -> None:
    """Raise `InvalidRows` or `InvalidGraph` with all problems, if there are any."""
    if checked.loaded.problems:
        raise InvalidRows(checked.problems)
    if not checked.report.is_sound:
        raise InvalidGraph(checked.problems, "the graph breaks its shapes; nothing was written")


def _contradicted(clash: Clash, checked: Checked, names: Mapping[Constant, str]) -> Finding:
    """Take a contradiction; it stands where the claims that it rests on were read."""
    fails = {clash.mode, clash.rule.name} & {*checked.project.fail_on}
    severity: Severity = "violation" if fails else "warning" if clash.mode == "certain" else "info"
    nodes: list[object] = [claim for _, claims in clash.premises for claim in claims]
    nodes = nodes or [fact.subject for fact, _ in clash.premises]
    origins = checked.loaded.origins
    return Finding(
        f"{CONTRADICTION}{clash.rule.name}", severity, f"contradiction, {clash.told(names)}",
        "correct one of the claims, or the days that they hold on", str(nodes[0])[1:-1],
        places=tuple(dict.fromkeys(
            place for node in nodes for place in places_of(str(node)[1:-1], origins)
        )),
    )  # fmt: skip
