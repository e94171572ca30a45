"""JSON, for programs: one object a finding, with all its places."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.reports.told import Told


def write(told: Told) -> str:
    """Return the counts and all findings, excused ones too."""
    document = {
        "project": told.title,
        "quads": told.quads,
        "counts": told.report.counts(),
        "findings": [_finding(finding) for finding in told.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    """Return a finding without what it does not have."""
    found = {key: value for key, value in asdict(finding).items() if value}
    for key in ("places", "related"):
        if key in found:
            found[key] = [{k: v for k, v in place.items() if v is not None} for place in found[key]]
    return found
