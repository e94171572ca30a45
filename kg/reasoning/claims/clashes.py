"""Contradictions as they are told: on which days, by which rule, and which claims they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.reasoning.days import dates
from kg.reasoning.proving.proofs import Prover
from kg.reasoning.telling.wording import name, period, reason, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode, Triple

    from kg.reasoning.claims.infer import Reading
    from kg.reasoning.facts import Mode
    from kg.reasoning.rules import Constant, Rule
    from kg.reasoning.running.closure import Contradiction
    from kg.reasoning.spans import Days

EXCLUSIONS = {
    "cax-adc", "cax-dw", "cls-com", "cls-maxc1", "cls-maxqc1", "cls-maxqc2", "cls-nothing2",
    "dt-diff", "dt-not-type", "eq-diff1", "eq-diff2", "eq-diff3", "prp-adp", "prp-asyp", "prp-irp",
    "prp-npa1", "prp-npa2", "prp-pdw",
}  # fmt: skip
"""The rules of OWL 2 Profiles, section 4.3, that say what cannot be together."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Facts that exclude each other on some days, each with the claims that it rests on.

    In the possible mode it says that the facts may have held at once, and then exclude each other.
    """

    mode: Mode
    days: Days
    rule: Rule
    premises: tuple[tuple[Triple, tuple[NamedNode, ...]], ...]

    def told(self, labels: Mapping[Constant, str]) -> str:
        """Say it in words; things and claims by their names where they have any."""
        facts = " and ".join(
            f"{sentence(fact, labels)} ({self._claims(claims, labels)})"
            for fact, claims in self.premises
        )
        return f"{self.mode}, {period(self.days)}: {facts}: {reason(self.rule)} [{self.rule.name}]"

    def _claims(self, claims: Sequence[NamedNode], labels: Mapping[Constant, str]) -> str:
        return ", ".join(name(claim, labels) for claim in claims) or "no claim"

    def to_dict(self) -> dict[str, Any]:
        """Return what it says as JSON can hold it."""
        first, last = dates(self.days)
        return {
            "mode": self.mode,
            "from": first and first.isoformat(),
            "until": last and last.isoformat(),
            "rule": self.rule.name,
            "because": str(self.rule),
            "premises": [
                {"fact": str(fact), "claims": [claim.value for claim in claims]}
                for fact, claims in self.premises
            ],
        }


def told(contradictions: Iterable[Contradiction], reading: Reading) -> Iterator[Clash]:
    """Yield contradictions of a reading with the claims that their premises rest on.

    Two that name the same facts in another order are one.
    """
    provers: dict[int, Prover] = {}
    once = {(c.rule, frozenset(c.premises), c.days): c for c in reversed([*contradictions])}
    for found in reversed(once.values()):
        day = found.days[0]
        if day not in provers:
            provers[day] = Prover(reading.theory.rules, reading.known, day)
        premises = []
        for fact in dict.fromkeys(found.premises):
            leaves = [leaf for proof in provers[day].proofs(fact) for leaf in proof.leaves()]
            premises.append((fact, reading.claims(leaves, (day, day))))
        yield Clash(reading.mode, found.days, found.rule, tuple(premises))
