"""Contradictions as they are told: on which days, by which rule, and which claims they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.reasoning.days import dates, in_words
from kg.reasoning.proofs import Prover
from kg.reasoning.rules import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode, Triple

    from kg.reasoning.asserted import Mode
    from kg.reasoning.closure import Contradiction
    from kg.reasoning.infer import Reading
    from kg.reasoning.rules import Rule
    from kg.reasoning.spans import Days

EXCLUSIONS = {
    "cax-adc", "cax-dw", "cls-com", "cls-maxc1", "cls-maxqc1", "cls-maxqc2", "cls-nothing2",
    "eq-diff1", "eq-diff2", "prp-adp", "prp-asyp", "prp-irp", "prp-npa1", "prp-npa2", "prp-pdw",
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

    def __str__(self) -> str:
        told = " and ".join(
            f"{fact_in_words(fact)} (claims: {', '.join(map(show, claims)) or 'none'})"
            for fact, claims in self.premises
        )
        return f"{self.mode}, {in_words(self.days)}: {told} cannot be together, by {self.rule}"

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
    """Yield contradictions of a reading with the claims that their premises rest on."""
    provers: dict[int, Prover] = {}
    for found in contradictions:
        day = found.days[0]
        if day not in provers:
            provers[day] = Prover(reading.theory.rules, reading.known, day)
        premises = []
        for fact in dict.fromkeys(found.premises):
            leaves = [leaf for proof in provers[day].proofs(fact) for leaf in proof.leaves()]
            premises.append((fact, reading.claims(leaves, (day, day))))
        yield Clash(reading.mode, found.days, found.rule, tuple(premises))


def fact_in_words(fact: Triple) -> str:
    """Return a triple with the known prefixes.

    >>> from kg.vocabulary import AG, RDF
    >>> from pyoxigraph import Triple
    >>> fact_in_words(Triple(AG.Stated, RDF.type, AG.Modality))
    'ag:Stated rdf:type ag:Modality'
    """
    return " ".join(show(term) for term in fact)
