"""SARIF 2.1.0, for code hosts, which show each result beside its line."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from pathlib import Path

    from kg.errors import Place
    from kg.validation.findings import Finding
    from kg.validation.reports.told import Told

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_TABLES = {".csv", ".tsv", ".txt"}


def write(told: Told) -> str:
    """Return one run, whose rules are the checks, and a result for each finding."""
    lines = _Lines(told.folder)
    used = sorted({finding.check for finding in told.findings})
    driver = {
        "name": "Allegiance",
        "informationUri": "https://w3id.org/allegiance",
        "semanticVersion": version("allegiance-kg"),
        "rules": [_rule(told, check) for check in used],
    }
    results = [_result(finding, used.index(finding.check), lines) for finding in told.findings]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": told.title}}},
        "results": results,
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _rule(told: Told, check: str) -> dict[str, Any]:
    about = told.checks.get(check)
    rule: dict[str, Any] = {"id": check}
    if about is not None:
        rule["shortDescription"] = {"text": about.title}
        rule["fullDescription"] = {"text": about.problem}
        rule["help"] = {"text": about.solution}
    return rule


def _result(finding: Finding, rule: int, lines: _Lines) -> dict[str, Any]:
    value = f"{finding.value!r} " if finding.value else ""
    found: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{value}{finding.message}; {finding.remedy}"},
        "locations": [_location(place, lines) for place in finding.places],
        # By it a code host knows a result again when rows above it come and go.
        "partialFingerprints": {
            "finding/v1": digest(f"{finding.check} {finding.focus} {finding.value} {finding.path}")
        },
    }
    if finding.related:
        found["relatedLocations"] = [_location(place, lines) for place in finding.related]
    if finding.excuse:
        found["suppressions"] = [{"kind": "external", "justification": finding.excuse}]
    return found


def _location(place: Place, lines: _Lines) -> dict[str, Any]:
    artifact = {"uri": quote(place.file), "uriBaseId": "PROJECT"}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if (line := lines.of(place)) is not None:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.row is not None:
        location["message"] = {"text": str(place)}
    return location


@dataclass(slots=True)
class _Lines:
    """On which line of its file a row begins: a cell may hold several lines."""

    folder: Path
    _starts: dict[str, list[int]] = field(default_factory=dict)

    def of(self, place: Place) -> int | None:
        if place.line is not None or place.row is None:
            return place.line
        path = self.folder / place.file
        if path.suffix.lower() not in _TABLES or not path.is_file():
            return None
        if place.file not in self._starts:
            self._starts[place.file] = _starts(path)
        starts = self._starts[place.file]
        # A row that could not be read to its end is where the last one that could be ended.
        return starts[min(place.row, len(starts)) - 1]


def _starts(path: Path) -> list[int]:
    """Return the line on which each row of a CSV file begins."""
    starts = [1]
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        starts += [reader.line_num + 1 for _ in reader]
    return starts
