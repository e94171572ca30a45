"""What every format of a report is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.validation.findings import Finding
    from kg.validation.report import Report


class Check(Protocol):
    """What a check is about, in words."""

    @property
    def title(self) -> str:
        """Its name for people."""

    @property
    def problem(self) -> str:
        """What is wrong where it finds something, and why that matters."""

    @property
    def solution(self) -> str:
        """What to do then."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what is needed to tell it: what was checked, and what each check is.

    `title` is the project's; `quads` is how many were checked; `folder` is where its files lie, for
    formats that point at lines.
    """

    report: Report
    title: str
    quads: int
    folder: Path
    checks: Mapping[str, Check] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """The findings as one would mend them: the gravest first, then by file and row."""
        order = {"violation": 0, "warning": 1, "info": 2}

        def place(finding: Finding) -> tuple[bool, int, str, int, str, str]:
            where = finding.places[0] if finding.places else None
            file, number = ("", 0) if where is None else (where.file, where.row or where.line or 0)
            column = (where.column if where else None) or ""
            excused = bool(finding.excuse)
            return (excused, order[finding.severity], file, number, column, finding.message)

        return sorted(self.report.findings, key=place)

    def summary(self) -> str:
        """Say how many problems and warnings there are, and in how many quads."""
        counts = self.report.counts()
        excused = sum(bool(finding.excuse) for finding in self.report.findings)
        parts = [_counted(len(self.report.problems), "problem")]
        parts += [_counted(counts[kind], kind) for kind in ("warning", "info") if counts[kind]]
        parts += [f"{excused} excused"] if excused else []
        return f"{', '.join(parts)} in {self.quads} quads"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 and what != 'info' else ''}"
