"""ISO 3166-2: each division has its code, its country and the division around it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import kg
from kg.vocabulary import AG
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.ingest import Batch

# Made up: QX is a code that ISO leaves to its users.
DIVISIONS = """code,name,type,parent
QX-1,North,Region,
QX-NOR,Nørre,Province,QX-1
QX-SOU,Sør,Province,QX-9
"""


def project(folder: Path, content: str, path: str = "iso.csv") -> Path:
    if path == "iso.csv":
        (folder / path).write_text(content, encoding="utf-8")
    source = f'[[source]]\nid = "iso"\nformat = "iso-3166-2"\npath = "{path}"\n'
    (folder / "kg.toml").write_text(f'{TOML}{source}licence = "CC0-1.0"\n', encoding="utf-8")
    return folder


def read(folder: Path) -> Batch:
    (batch,) = batches(folder)
    return batch


def test_a_division_lies_in_its_parent_and_that_in_its_country(tmp_path: Path) -> None:
    folder = project(tmp_path, DIVISIONS)
    batch = read(folder)
    assert {e.iri.value.rpartition("/")[2]: (e.name.value, e.codes) for e in batch.entities} == {
        "iso-3166-1-qx": ("QX", ("ISO 3166-1 QX",)),
        "iso-3166-2-qx-1": ("North", ("ISO 3166-2 QX-1",)),
        "iso-3166-2-qx-nor": ("Nørre", ("ISO 3166-2 QX-NOR",)),
        "iso-3166-2-qx-sou": ("Sør", ("ISO 3166-2 QX-SOU",)),
        "iso-3166-2-qx-9": ("QX-9", ("ISO 3166-2 QX-9",)),
    }
    within = {
        c.subject.value.rpartition("/")[2]: c.object.value.rpartition("/")[2]
        for c in batch.claims
        if c.object
    }
    assert within == {
        "iso-3166-2-qx-1": "iso-3166-1-qx",
        "iso-3166-2-qx-nor": "iso-3166-2-qx-1",
        "iso-3166-2-qx-sou": "iso-3166-2-qx-9",
    }
    assert {claim.relationship for claim in batch.claims} == {AG.Containment}
    assert batch.entities[-1].note == "Referred to in row 4; the table has no row for it."
    assert batch.entities[2].description == "Province"
    assert batch.sources[0].licence.value == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert not kg.check(folder).problems


@pytest.mark.parametrize(
    ("line", "column", "told"),
    [
        ("QX,North,Region,", "code", "is no code of ISO 3166-2; write it as PH-LAS"),
        (",North,Region,", "code", "is blank; "), ("QX-2,,Region,", "name", "is blank; "),
        ("QX-1,Again,Region,", "code", "is the code of row 2 already; drop one row"),
        ("QX-2,Two,Region,9", "parent", "is no code of ISO 3166-2; write PH-14"),
        ("QX-2,Two,Region,QY-1", "parent", "is in another country; write one of QX"),
        ("QX-2,Two,Region,QX-2", "parent", "is the division itself; "),
    ],
)  # fmt: skip
def test_a_fault_is_told(tmp_path: Path, line: str, column: str, told: str) -> None:
    content = f"code,name,type,parent\nQX-1,One,Region,\n{line}\n"
    problem = only(loaded(project(tmp_path, content)).problems)
    assert (problem.row, problem.column) == (3, column)
    assert f"{problem.message}; {problem.remedy}".startswith(told)


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    batch = read(project(tmp_path, "code,name,type\nQX-1,One,Region\n"))
    assert only(batch.problems).message == "is missing from the header"
    assert not batch.is_whole


def test_every_row_of_the_real_subset_is_read(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("data/geo/iso3166_2_subset.csv")
    batch = read(project(tmp_path, "", str(path)))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not batch.problems
    assert batch.rows == len(rows) == 181
    assert len(batch.claims) == 181
    assert len(batch.entities) == 181 + 5  # and the five countries
    parents = {row["code"]: row["parent"] for row in rows}
    assert parents["PH-LAS"] == "PH-14"
    assert parents["IQ-AR"] == "IQ-KR"
