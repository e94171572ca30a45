"""JUnit's XML, for build servers: a test case a check, a failure for what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.validation.findings import READING

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.reports.told import Told


def write(told: Told) -> str:
    """Return one suite: each check passes, fails by its violations, or bears warnings as output."""
    by_check: dict[str, list[Finding]] = {name: [] for name in (READING, *told.checks)}
    for finding in told.findings:
        by_check.setdefault(finding.check, []).append(finding)
    suite = Element("testsuite", name=told.title, tests=str(len(by_check)))
    failed = 0
    for check, findings in by_check.items():
        case = SubElement(suite, "testcase", classname="kg.check", name=check)
        bad = [p for f in findings if f.is_violation for p in f.problems()]
        if bad:
            failed += 1
            counted = f"{len(bad)} problem{'s' if len(bad) != 1 else ''}"
            failure = SubElement(case, "failure", type="violation", message=counted)
            failure.text = "\n".join(map(str, bad))
        if mild := [f for f in findings if not f.is_violation]:
            told_out = SubElement(case, "system-out")
            told_out.text = "\n".join(
                f"{'excused' if f.excuse else f.severity}: {next(f.problems())}" for f in mild
            )
    suite.set("failures", str(failed))
    suite.set("errors", "0")
    indent(suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suite, encoding="unicode")}\n'
