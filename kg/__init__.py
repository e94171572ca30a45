"""Allegiance: sourced statements about armed groups, checked, reasoned over and published.

>>> import kg
>>> kg.check(kg.resources.folder("data") / "template").report.is_sound
True

Names are loaded when they are first used, so that ``import kg`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg import errors, resources
    from kg.api import connect, open, reason  # noqa: A004
    from kg.checking import check
    from kg.errors import KgError
    from kg.pipeline import build
    from kg.project import Project
    from kg.publish.release import Release
    from kg.query.results import Rows
    from kg.query.session import Session

_HOMES = {
    "KgError": "kg.errors",
    "Project": "kg.project",
    "Release": "kg.publish.release",
    "Rows": "kg.query.results",
    "Session": "kg.query.session",
    "build": "kg.pipeline",
    "check": "kg.checking",
    "connect": "kg.api",
    "open": "kg.api",
    "reason": "kg.api",
}
_MODULES = {"errors", "resources", "vocabulary"}

__all__ = [
    "KgError",
    "Project",
    "Release",
    "Rows",
    "Session",
    "build",
    "check",
    "connect",
    "errors",
    "open",
    "reason",
    "resources",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    elif name in _MODULES:
        value = import_module(f"kg.{name}")
    else:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
