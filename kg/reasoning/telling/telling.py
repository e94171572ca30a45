"""A proof ready to be told: each statement with its kind, its words and its claims.

What a rule reads off one claim (`claim ag:about r`, `claim ag:stance ag:Affirms`, `r ag:side …`) is
one statement here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reasoning.spans import ALL, around, meet, merged
from kg.reasoning.telling.wording import name, period, reason, sentence
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode, Triple

    from kg.reasoning.proving.proofs import Proof
    from kg.reasoning.rules import Constant
    from kg.reasoning.spans import Days, Spans


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim that says a fact: whose, where, how reliable, and the days it gives.

    >>> from pyoxigraph import NamedNode
    >>> c1, s1 = (NamedNode(f"https://example.org/{x}") for x in ("claim/c1", "source/s1"))
    >>> print(Evidence(c1, s1, "Field notes", "row 12", "B", "2", (736472, 736472)))
    claim c1: Field notes, row 12; reliability B, credibility 2; 2017-05-23
    """

    claim: NamedNode
    source: NamedNode
    title: str
    locator: str
    reliability: str
    credibility: str
    days: Days

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.title, self.locator) if part)
        grades = f"reliability {self.reliability}, credibility {self.credibility}"
        return f"claim {short(self.claim)}: {place}; {grades}; {period(self.days)}"


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a proof; `days` are those around the day on which what is below it holds."""

    kind: str  # derived, claimed or given
    facts: tuple[Triple, ...]
    words: str
    days: Spans
    rule: str = ""
    because: str = ""
    evidence: tuple[Evidence, ...] = ()
    premises: tuple[Told, ...] = ()

    def all_evidence(self) -> Iterator[Evidence]:
        """Yield the claims of all that is below it."""
        yield from self.evidence
        for premise in self.premises:
            yield from premise.all_evidence()


def short(claim: NamedNode) -> str:
    """Return the id of a claim: what its IRI ends with."""
    return claim.value.rstrip("/").rpartition("/")[2]


def tell(
    proof: Proof,
    evidence: Mapping[Triple, tuple[Evidence, ...]],
    labels: Mapping[Constant, str],
    day: int,
) -> Told:
    """Return a proof ready to be told."""
    if proof.rule is None:
        return _leaf(proof.fact, evidence, labels, day)
    leaves = [p.fact for p in proof.premises if p.rule is None]
    premises = tell_facts(leaves, evidence, labels, day)
    inner = {p.fact: p for p in proof.premises if p.rule is not None}
    premises += [tell(premise, evidence, labels, day) for premise in inner.values()]
    days = ALL
    for premise in premises:
        days = meet(days, premise.days)
    return Told(
        "derived",
        (proof.fact,),
        sentence(proof.fact, labels),
        days,
        proof.rule.name,
        reason(proof.rule),
        premises=tuple(premises),
    )


def tell_facts(
    facts: Sequence[Triple],
    evidence: Mapping[Triple, tuple[Evidence, ...]],
    labels: Mapping[Constant, str],
    day: int,
) -> list[Told]:
    """Return given facts ready to be told: those read off one claim as one, then the others."""
    of_claims = _of_claims(facts)
    folded = {fact for part in of_claims for fact in part}
    others = [fact for fact in dict.fromkeys(facts) if fact not in folded]
    return [
        *(_claim(part, evidence, labels, day) for part in of_claims),
        *(_leaf(fact, evidence, labels, day) for fact in others),
    ]


def _leaf(
    fact: Triple,
    evidence: Mapping[Triple, tuple[Evidence, ...]],
    labels: Mapping[Constant, str],
    day: int,
) -> Told:
    found = evidence.get(fact, ())
    kind = "claimed" if found else "given"
    return Told(kind, (fact,), sentence(fact, labels), _days(found, day), evidence=found)


def _days(found: Sequence[Evidence], day: int) -> Spans:
    """Return the days of claims around the day; what needs no claim holds always."""
    span = around(merged(e.days for e in found), day) if found else None
    return (span,) if span else ALL


def _of_claims(leaves: Sequence[Triple]) -> list[tuple[Triple, ...]]:
    """Return the leaves that say what one claim is about, for each claim among them."""
    abouts = dict.fromkeys(leaf for leaf in leaves if leaf.predicate == AG.about)
    return [
        (about, *dict.fromkeys(
            leaf for leaf in leaves
            if leaf.subject in (about.subject, about.object) and leaf.predicate != AG.about
        ))
        for about in abouts
    ]  # fmt: skip


def _claim(
    facts: Sequence[Triple],
    evidence: Mapping[Triple, tuple[Evidence, ...]],
    labels: Mapping[Constant, str],
    day: int,
) -> Told:
    """Return what was read off one claim as one statement."""
    about = facts[0]
    found = tuple(dict.fromkeys(e for fact in facts for e in evidence.get(fact, ())))
    own = tuple(e for e in found if e.claim == about.subject)
    said = [
        f"{name(fact.predicate, labels)} {name(fact.object, labels)}"  # type: ignore[arg-type]
        for fact in facts
        if fact.subject == about.object
    ]
    what = "; ".join(said) or name(about.object, labels)  # type: ignore[arg-type]
    return Told("claimed", tuple(facts), what, _days(own, day), evidence=own)
