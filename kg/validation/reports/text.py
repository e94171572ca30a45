"""Lines of text, as an editor and grep can use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validation.findings import READING

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.reports.told import Told

SHOWN = 5
"""How many of the warnings that say the same are shown; the other formats have all."""


def write(told: Told) -> str:
    """Return a line for each problem, then the warnings, the first few of those that are alike."""
    lines = [
        str(problem) + _named(finding)
        for finding in told.findings
        if finding.is_violation
        for problem in finding.problems()
    ]
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in told.findings:
        if not finding.is_violation and not finding.excuse:
            alike.setdefault((finding.severity, finding.check), []).append(finding)
    for (severity, check), findings in alike.items():
        lines += [_mild(finding) for finding in findings[:SHOWN]]
        if rest := len(findings[SHOWN:]):
            lines.append(f"{severity}: {rest} more [{check}]")
    return "\n".join([*lines, told.summary()]) + "\n"


def _mild(finding: Finding) -> str:
    """Return a finding that is no violation as one line."""
    return f"{finding.severity}: {next(finding.problems())}{_named(finding)}"


def _named(finding: Finding) -> str:
    """Return the check, by which an exception or a severity names it; a row's faults have none."""
    return "" if finding.check == READING else f" [{finding.check}]"
