"""How a project judges findings: how grave each check is to it, and what it lets pass, and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as Choice

from kg.errors import InvalidProject, Place
from kg.validation.findings import CONTRADICTION, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from kg.validation.findings import Severity

Off: TypeAlias = Choice["off"]
OFF: Off = "off"
"""What stands for a severity where a check is not wanted at all."""
EXCEPTIONS = ("exception-expired", "exception-unused")
"""The checks of the exceptions themselves."""


@dataclass(frozen=True, slots=True)
class Excuse:
    """An exception: findings of one check, about one thing, that are known and let pass.

    `focus` is an IRI, or an id of an entity, claim or source of the project; after the day
    `expires`, if there is one, it counts no longer.
    """

    check: str
    focus: str
    reason: str
    expires: date | None = None

    def fits(self, finding: Finding, base: str) -> bool:
        """Tell whether a finding is what it speaks of."""
        own = {f"{base}{kind}/{self.focus}" for kind in ("entity", "claim", "source")}
        return finding.check == self.check and finding.focus in {self.focus, *own}

    def has_expired(self, today: date | None) -> bool:
        """Tell whether its time is over; where it is not known what day it is, it is not."""
        return today is not None and self.expires is not None and today > self.expires


@dataclass(frozen=True, slots=True)
class Profile:
    """The severities that a project gives to checks, ``off`` among them, and its exceptions.

    `file` is where it stands, for findings about the exceptions themselves.
    """

    severities: Mapping[str, Severity | Off] = field(default_factory=dict)
    excuses: tuple[Excuse, ...] = ()
    file: str = "kg.toml"

    def require_known(self, checks: Collection[str]) -> None:
        """Raise `InvalidProject` for a check that is none, with the nearest that is."""
        for name in (*self.severities, *(excuse.check for excuse in self.excuses)):
            if name not in checks:
                near = get_close_matches(name, checks, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "see docs/checks"
                raise InvalidProject(f"{self.file}, [validation]: {name!r} is no check; {hint}")

    def judge(
        self,
        findings: Iterable[Finding],
        base: str,
        today: date | None,
        *,
        contradictions: bool = False,
    ) -> list[Finding]:
        """Return the findings as the project judges them, and what is wrong with its exceptions.

        Contradictions come later than all else, and are judged with the exceptions for them.
        """
        judged = []
        excuses = [e for e in self.excuses if e.check.startswith(CONTRADICTION) == contradictions]
        used: set[Excuse] = set()
        for finding in findings:
            severity = self.severities.get(finding.check, finding.severity)
            if severity == OFF:
                continue
            fitting = [excuse for excuse in excuses if excuse.fits(finding, base)]
            used.update(fitting)
            reason = next((e.reason for e in fitting if not e.has_expired(today)), "")
            judged.append(replace(finding, severity=severity, excuse=reason))
        for excuse in excuses:
            if excuse.has_expired(today):
                message = f"the exception expired on {excuse.expires}"
                remedy = "look at it again: mend what it excused, or give it another day"
                judged.append(self._about(excuse, EXCEPTIONS[0], message, remedy))
            elif excuse not in used:
                message = "nothing is found that the exception speaks of"
                judged.append(self._about(excuse, EXCEPTIONS[1], message, "take it out"))
        return judged

    def _about(self, excuse: Excuse, check: str, message: str, remedy: str) -> Finding:
        value = f"{excuse.check} {excuse.focus}"
        return Finding(check, "warning", message, remedy, value=value, places=(Place(self.file),))
