"""A build that is interrupted, at any step, leaves the former release whole and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg import pipeline
from kg.conclusions import Basis
from kg.publish import release as releases
from tests.projects import of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.reasoning.claims.infer import Inference

STEPS = [
    "reading", "validating", "certain: inference", "writing asserted", "writing stated",
    "writing inferred", "writing ontology", "answering",
]  # fmt: skip


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Inference, list[str]]:
    """Build a project once: its folder, what was inferred, and the steps that were told."""
    folder = of_sheets(tmp_path_factory.mktemp("former"))
    steps: list[str] = []
    inference = Basis.read(folder).infer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "infer", told(inference))
        kg.build(folder, progress=steps.append)
    return folder, inference, steps


def told(inference: Inference) -> Callable[..., Inference]:
    """Return what stands in for the inference, which takes seconds, and tells its step."""

    def infer(*arguments: object) -> Inference:
        progress = arguments[-1]
        assert callable(progress)
        progress("certain: inference, group 1")
        return inference

    return infer


@pytest.fixture
def project(
    former: tuple[Path, Inference, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder, inference, _ = former
    monkeypatch.setattr(pipeline, "infer", told(inference))
    return Path(shutil.copytree(folder, tmp_path / "project"))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def test_the_steps_below_are_those_of_a_build(
    former: tuple[Path, Inference, list[str]],
) -> None:
    steps = former[2]
    assert [next(s for s in STEPS if step.startswith(s)) for step in steps] == [
        *STEPS[:-1], *[STEPS[-1]] * (len(steps) - len(STEPS) + 1),
    ]  # fmt: skip


@pytest.mark.parametrize("has_former", [True, False])
@pytest.mark.parametrize("step", [*STEPS, "the last answer"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interruption_changes_nothing(
    former: tuple[Path, Inference, list[str]],
    project: Path,
    step: str,
    error: type[BaseException],
    *,
    has_former: bool,
) -> None:
    if not has_former:
        shutil.rmtree(project / "release")
    before = tree(project)
    last = former[2][-1]

    def progress(name: str) -> None:
        if name == last if step == "the last answer" else name.startswith(step):
            raise error(28, "No space left on device")

    with pytest.raises(error):
        kg.build(project, progress=progress)
    assert tree(project) == before
    if has_former:
        assert kg.open(project / "release").manifest["counts"]["claims"] == 2


@pytest.mark.parametrize("has_former", [True, False])
@pytest.mark.parametrize("call", [1, 2])
def test_an_interruption_of_the_swap_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, call: int, *, has_former: bool
) -> None:
    """Interrupt after the former release was put aside, and after the new one took its place."""
    target = project / "release"
    if not has_former:
        shutil.rmtree(target)
    before = tree(project)
    calls = 0
    rename = Path.rename

    def interrupted(path: Path, other: Path) -> Path:
        nonlocal calls
        calls += 1
        renamed = rename(path, other)
        if calls == call:
            raise KeyboardInterrupt
        return renamed

    monkeypatch.setattr(Path, "rename", interrupted)
    if call == 2 and not has_former:  # there is nothing to put aside: it is over after one
        kg.build(project)
        assert kg.open(target)
        return
    with pytest.raises(KeyboardInterrupt):
        kg.build(project)
    assert {path.name for path in project.iterdir()} <= {*before, "release"}
    if target.exists():  # the former one, or the new one, but whole
        assert kg.open(target).manifest["counts"]["claims"] == 2
    else:
        assert not has_former
    assert not list(project.glob(".release*"))


def test_a_fault_while_it_is_verified_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(project)

    def broken(_: bytes) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(releases, "sha256", broken)
    with pytest.raises(KeyboardInterrupt):
        kg.build(project)
    assert tree(project) == before


def test_a_build_after_an_interruption_is_as_any_other(project: Path) -> None:
    def progress(step: str) -> None:
        if step.startswith("writing ontology"):
            raise KeyboardInterrupt

    former_tree = tree(project / "release")
    with pytest.raises(KeyboardInterrupt):
        kg.build(project, progress=progress)
    kg.build(project)
    assert tree(project / "release") == former_tree
