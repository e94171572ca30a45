"""A sheet with ten faults of ten kinds: all ten are told, no others are, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import InvalidRows
from tests.projects import CLAIM, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Rows 4 to 12, after the template's own; row 13 is the one that is too short.
FAULTS: list[tuple[dict[str, str], str, str, str]] = [
    ({"id": "c1"}, "id", "c1", "give each row its own"),
    ({"relationship": "Allegance"}, "relationship", "Allegance", "did you mean 'Allegiance'?"),
    ({"object": ""}, "object", "", "fill in the object"),
    ({"subject": "the-brigade"}, "subject", "the-brigade", "add the entity, or correct the id"),
    ({"source": "field"}, "source", "field", "did you mean 'field-notes'?"),
    ({"start": "10/06/2014"}, "start", "10/06/2014", "write 2014, 2014-06, 2014-06-10, 2014-06~, "
     "2014/2017 or [..2014]"),
    ({"end": "2015", "attested": "2016"}, "attested", "2016", "correct one of them"),
    ({"low": "60,000"}, "low", "60,000", "write digits alone, 60000 and not 60,000 or 60k"),
    ({"object": "old-town"}, "object", "old-town", "correct the object, or choose another "
     "relationship"),
]  # fmt: skip
RAGGED = "c20,Control,northern-brigade\n"
# Good rows that lean on faulty ones: none of them is a fault.
LEANING = [
    {"id": "c30", "conditional_on": "f4|f5"},
    {"id": "c31", "conditional_on": "c30"},
    {"id": "c32", "conditional_on": "c20"},
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    rows = [{**CLAIM, "id": f"f{n}", **cells} for n, (cells, *_) in enumerate(FAULTS)]
    folder = of_sheets(tmp_path / "project", claims=rows)
    columns = (folder / "claims.csv").read_text().partition("\n")[0].split(",")
    with (folder / "claims.csv").open("a") as file:
        file.write(RAGGED)
        for cells in LEANING:
            row = {**CLAIM, "relationship": "Support", **cells}
            file.write(",".join(row.get(column, "") for column in columns) + "\n")
    return folder


def test_all_ten_are_told_and_no_others(project: Path) -> None:
    problems = kg.check(project).problems
    told = {(p.file, p.row, p.column, p.value, p.remedy) for p in problems}
    planted = {
        ("claims.csv", row, column, value, remedy)
        for row, (_, column, value, remedy) in enumerate(FAULTS, 4)
    }
    ragged = ("claims.csv", 13, None, None, "quote cells that contain a comma; end the row whole")
    assert told == planted | {ragged}
    assert len(problems) == 10


def test_a_build_tells_them_too_and_writes_nothing(project: Path) -> None:
    before = sorted(project.parent.rglob("*"))
    with pytest.raises(InvalidRows) as refused:
        kg.build(project)
    assert [problem.row for problem in refused.value.problems] == list(range(4, 14))
    assert str(refused.value).startswith(
        "10 problems in the sources; nothing was written\n  claims"
    )
    assert sorted(project.parent.rglob("*")) == before


def test_the_command_ends_with_1_and_tells_them_on_standard_error(
    project: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    before = sorted(project.parent.rglob("*"))
    code, out, err = run("build", str(project))
    assert code == 1
    assert out == ""
    assert [line for line in err.splitlines() if "claims.csv, row" in line][9].startswith(
        "  claims.csv, row 13: has 3 cells"
    )
    assert sorted(project.parent.rglob("*")) == before
