"""The formats of a report by name; ``table`` and ``ttl`` are printed by those who call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validation.reports import html, junit, sarif, text
from kg.validation.reports import json as as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.validation.reports.told import Told

FORMATS: Mapping[str, Callable[[Told], str]] = {
    "text": text.write,
    "json": as_json.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "html": html.write,
}
