"""Severities and exceptions of a project: what it lets pass, why, and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import InvalidGraph, InvalidProject
from tests.projects import CLAIM, ENTITY, SOURCE, of_sheets

if TYPE_CHECKING:
    from pathlib import Path

BAD = {**CLAIM, "object": "old-town"}
EXCUSED = """
[[exception]]
check = "allegiance-object"
focus = "FOCUS"
reason = "the source does say a town"
expires = 2026-06-30
"""


def relationship(folder: Path) -> str:
    (found,) = kg.check(of_sheets(folder, claims=[BAD])).report.findings
    return found.focus


def test_a_check_can_be_made_milder_graver_or_put_out(tmp_path: Path) -> None:
    for number, (word, violations, others) in enumerate(
        [("violation", 1, 0), ("warning", 0, 1), ("info", 0, 1), ("off", 0, 0)]
    ):
        toml = f'[validation.severities]\nsource-date = "{word}"\n'
        folder = of_sheets(tmp_path / str(number), sources=[SOURCE], toml=toml)
        report = kg.check(folder).report
        assert len(report.problems) == violations
        assert len(report.findings) == violations + others
        assert [f.severity for f in report.findings] == [word] * len(report.findings)
        assert report.is_sound == (violations == 0)


def test_what_an_exception_names_is_let_pass_and_stays_in_the_report(tmp_path: Path) -> None:
    focus = relationship(tmp_path / "a")
    folder = of_sheets(tmp_path / "b", claims=[BAD], toml=EXCUSED.replace("FOCUS", focus))
    (found,) = kg.check(folder, today=date(2026, 6, 30)).report.findings
    assert (found.check, found.severity) == ("allegiance-object", "violation")
    assert found.excuse == "the source does say a town"
    assert not found.is_violation
    text = (kg.build(folder).folder / "report" / "validation.txt").read_text("utf-8")
    assert text.splitlines()[-1].startswith("0 problems, 1 info, 1 excused in ")


def test_an_exception_ends_on_its_day(tmp_path: Path) -> None:
    focus = relationship(tmp_path / "a")
    folder = of_sheets(tmp_path / "b", claims=[BAD], toml=EXCUSED.replace("FOCUS", focus))
    checked = kg.check(folder, today=date(2026, 7, 1))
    assert [f.check for f in checked.report.findings] == ["allegiance-object", "exception-expired"]
    assert [problem.row for problem in checked.problems] == [4]
    # A build is judged on the day that its release bears, not on that of the clock.
    kg.build(folder)
    toml = folder / "kg.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("version =", 'released = "2026-07-01"\nversion ='), "utf-8")
    with pytest.raises(InvalidGraph, match="old-town"):
        kg.build(folder)


def test_an_exception_that_nothing_needs_is_told(tmp_path: Path) -> None:
    folder = of_sheets(tmp_path, toml=EXCUSED.replace("FOCUS", "river-front"))
    (found,) = kg.check(folder).report.findings
    assert (found.check, found.severity) == ("exception-unused", "warning")
    assert [str(place) for place in found.places] == ["kg.toml"]
    assert found.value == "allegiance-object river-front"


def test_an_exception_of_another_thing_or_check_excuses_nothing(tmp_path: Path) -> None:
    focus = relationship(tmp_path / "a")
    other = EXCUSED.replace("-object", "-subject").replace("FOCUS", focus)
    for number, toml in enumerate((EXCUSED.replace("FOCUS", "old-town"), other)):
        checked = kg.check(of_sheets(tmp_path / f"b{number}", claims=[BAD], toml=toml))
        assert len(checked.problems) == 1


def test_an_exception_names_an_entity_a_claim_or_a_source_by_its_id(tmp_path: Path) -> None:
    toml = '[[exception]]\ncheck = "source-date"\nfocus = "s9"\nreason = "undated leaflet"\n'
    report = kg.check(of_sheets(tmp_path, sources=[SOURCE], toml=toml)).report
    assert [f.excuse for f in report.findings] == ["undated leaflet"]


def test_a_contradiction_can_be_excused_and_fails_no_build_then(tmp_path: Path) -> None:
    splits = [
        {**CLAIM, "id": "x1", "relationship": "Split", "subject": "e9", "object": "e9"},
    ]
    toml = '[reasoning]\nfail_on = ["prp-irp"]\n'
    folder = of_sheets(tmp_path / "a", entities=[ENTITY], claims=splits, toml=toml)
    from kg import checking  # noqa: PLC0415

    found = [f for f in checking.examine(folder).report.findings if f.is_violation]
    assert [f.check for f in found] == ["contradiction-prp-irp"]
    assert [place.row for place in found[0].places] == [4]
    toml += (
        '[[exception]]\ncheck = "contradiction-prp-irp"\nfocus = "x1"\nreason = "as published"\n'
    )
    excused = of_sheets(tmp_path / "b", entities=[ENTITY], claims=splits, toml=toml)
    known = [f.check for f in kg.check(excused).report.findings]
    assert known == ["self-relationship"]  # whether the exception is needed, reasoning tells
    report = checking.examine(excused).report
    assert [f.check for f in report.findings if f.excuse] == ["contradiction-prp-irp"]
    kg.build(excused)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[validation]\nx = 1", r"\[validation\]: 'x' is not known; use severities"),
        ("[validation]\nseverities = 1", r"\[validation\] severities: must be a table, such as"),
        ('[validation.severities]\nsource-date = "error"',
         "source-date: 'error': use one of violation, warning, info, off"),
        ('[validation.severities]\nsource-dates = "off"',
         "'source-dates' is no check; did you mean 'source-date'"),
        ('[exception]\ncheck = "source-date"', r"\[\[exception\]\]: must be a list of tables"),
        ('[[exception]]\ncheck = "source-date"\nfocus = "x"', "1 reason: is missing"),
        ('[[exception]]\ncheck = "source-date"\nfocus = "x"\nreason = "y"\nexpires = "soon"',
         "1 expires: 'soon': write a date, 2027-01-31"),
        ('[[exception]]\ncheck = "source-date"\nfocus = "x"\nreason = "y"\nuntil = 2027-01-01',
         r"\[\[exception\]\] 1: 'until' is not known"),
        ('[[exception]]\ncheck = "nothing"\nfocus = "x"\nreason = "y"', "'nothing' is no check"),
    ],
)  # fmt: skip
def test_what_a_profile_cannot_say_is_told(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(InvalidProject, match=message):
        kg.check(of_sheets(tmp_path, toml=f"{toml}\n"))
