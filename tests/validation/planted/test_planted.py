"""Faults planted in a clean project, each of another kind: all are found, each at its place."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.checking import Checker, concluded, examine
from kg.project import Project
from tests.validation.planted.catalogue import CLEAN, Fault, faults, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.validation.findings import Finding
    from kg.validation.shacl import Engine

FAULTS = faults()
JOINT = [f for f in FAULTS if not f.alone and not f.fails and not f.is_concluded]
CONCLUDED = [f for f in FAULTS if f.is_concluded and not f.alone and not f.fails]


def copied(folder: Path) -> Path:
    shutil.copytree(CLEAN, folder)
    return folder


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """Return what checks one copy again and again, reading only what was changed."""
    folder = copied(tmp_path_factory.mktemp("planted") / "project")
    return Checker(Project.read(folder), "fast", is_repeated=True)


def require(planted: Iterable[Fault], found: Iterable[Finding], folder: Path) -> None:
    """Fail unless what is expected of the faults is found, each once, and nothing else."""
    findings = list(found)
    expected = [(one, one.key(folder)) for fault in planted for one in fault.expected]
    wanted, got = Counter(key for _, key in expected), Counter(map(key_of, findings))
    lacking = "\n".join(map(str, (wanted - got).elements()))
    more = "\n".join(map(str, (got - wanted).elements()))
    assert wanted == got, f"not found:\n{lacking}\nfound, and not planted:\n{more}"
    for one, key in expected:
        told = [finding for finding in findings if key_of(finding) == key]
        assert any(one.says in finding.message for finding in told), f"{one.says!r}: {told}"
        assert all(finding.message and finding.remedy for finding in told)


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_the_clean_project_has_no_finding(engine: Engine) -> None:
    assert examine(CLEAN, engine=engine).report.findings == ()


def test_there_are_sixty_of_as_many_kinds_in_files_of_all_formats() -> None:
    files = Counter(fault.file for fault in FAULTS if not fault.fails)
    assert sum(count for file, count in files.items() if file.startswith("sheets/")) >= 25
    assert files["memoir.ttl"] >= 12
    assert files["actors.csv"] + files["events.csv"] >= 10
    assert files["register.jsonl"] >= 8
    kinds = {(f.expected[0].check, f.expected[0].says) for f in FAULTS if not f.fails}
    assert len(kinds) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_alone_is_found_at_its_place_and_nothing_else(
    fault: Fault, checker: Checker, request: pytest.FixtureRequest
) -> None:
    if fault.fails:
        request.applymarker(pytest.mark.xfail(reason=fault.fails, strict=True))
    folder = checker.project.folder
    path = folder / fault.file
    before = path.read_bytes()
    try:
        fault.plant(folder)
        checked = checker.check()
        if fault.is_concluded:
            checked = concluded(checked)
        require([fault], checked.report.findings, folder)
    finally:
        path.write_bytes(before)


def test_all_at_once_are_found_and_none_is_invented(tmp_path: Path) -> None:
    folder = copied(tmp_path / "project")
    for fault in JOINT:
        fault.plant(folder)
    checked = Checker(Project.read(folder), "fast").check()
    require(JOINT, checked.report.findings, folder)


def test_all_contradictions_at_once_are_told_and_none_is_invented(tmp_path: Path) -> None:
    folder = copied(tmp_path / "project")
    for fault in CONCLUDED:
        fault.plant(folder)
    require(CONCLUDED, examine(folder, engine="fast").report.findings, folder)
