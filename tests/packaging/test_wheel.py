"""The wheel holds what the checkout holds, and its command runs where no checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.resources import FOLDERS

ROOT = Path(__file__).parents[2]
# Without `site` no .pth file is read, so that an editable install of the checkout is not found.
PYTHON = [sys.executable, "-S", "-W", "error::ResourceWarning"]


def content(folder: Path) -> dict[str, bytes]:
    """Return what git would have of a folder: no caches, no release that was built there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "release"} & {*path.relative_to(folder).parts}
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own, without its dependencies."""
    target = tmp_path_factory.mktemp("installed")
    if find_spec("pip") is None:  # as in an environment that uv made; to unpack it is to install it
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
        return target
    command = ["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run(
        [sys.executable, *command, "--target", str(target), str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    return target


def run(installed: Path, folder: Path, *arguments: str) -> str:
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    environment = {
        "PYTHONPATH": os.pathsep.join([str(installed), *sorted(libraries)]),
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [*PYTHON, *arguments], capture_output=True, text=True, check=False, cwd=folder,
        env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_resources_of_the_wheel_are_those_of_the_checkout(installed: Path, folder: str) -> None:
    shipped = content(installed / "kg" / "_resources" / folder)
    assert shipped == content(ROOT / folder)
    assert shipped


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    (info,) = {name.partition("/")[0] for name in names if ".dist-info/" in name}
    assert {name.partition("/")[0] for name in names} == {"kg", info}
    modules = {name.removeprefix("kg/") for name in names if name.endswith(".py")}
    assert modules == {path for path in content(ROOT / "kg") if path.endswith(".py")}
    assert "kg/py.typed" in names
    assert not [name for name in names if "_resources" in name and name.endswith(".py")]
    assert {f"{info}/licenses/LICENSE"} <= {*names}


def test_the_command_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    code = "import kg; print(kg.__file__); print(kg.resources.folder('data'))"
    package, data = run(installed, tmp_path, "-c", code).split()
    assert Path(package) == installed / "kg" / "__init__.py"
    assert Path(data) == installed / "kg" / "_resources" / "data"
    main = "import sys; from kg.cli import main; main()"
    run(installed, tmp_path, "-c", main, "init", "project")
    out = run(installed, tmp_path, "-c", main, "build", "project")
    assert "2 claims about 3 entities" in out
    out = run(
        installed, tmp_path, "-c", main, "query", "allegiances", "--release", "project/release"
    )
    header, *rows = out.splitlines()
    assert "superior" in header.split(",")
    assert rows
