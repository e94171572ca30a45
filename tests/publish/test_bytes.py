"""The same input gives the same bytes, in another process, folder, language and order of hashes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from kg import resources
from kg.publish.serialise import FORMATS, serialise
from tests.projects import SHIPPED, TEMPLATE, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from kg import Release

BUILD = "import sys, kg; kg.build(sys.argv[1], sys.argv[2])"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_is_the_same_byte_for_byte_wherever_it_is_built(
    release: Release, tmp_path: Path
) -> None:
    here = os.environ.get("PYTHONHASHSEED", "random")
    project = tmp_path / "another name" / "of the folder"
    shutil.copytree(SHIPPED, project, ignore=shutil.ignore_patterns("release"))
    environment = {
        "PYTHONHASHSEED": "1" if here != "1" else "2",
        "PYTHONPATH": str(resources.folder("data").parent),
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PATH": os.environ["PATH"],
    }
    out = tmp_path / "out"
    subprocess.run(
        [sys.executable, "-c", BUILD, str(project), str(out)],
        check=True, cwd=tmp_path, env=environment,
    )  # fmt: skip
    one, other = files(release.folder), files(out)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_order_of_the_quads_does_not_matter() -> None:
    quads = list(loaded(TEMPLATE).quads)
    for suffix in FORMATS:
        assert serialise(quads, suffix) == serialise(reversed(quads + quads), suffix)
