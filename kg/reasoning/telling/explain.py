"""Why a fact is said to hold, or is not: told in words, as JSON, as PROV-O and as a picture.

Every statement is marked: CLAIMED, with the claims, their sources and places, or DERIVED, with the
rule and what it was applied to, or GIVEN, as what a thing is of itself is. Nothing is said of
anybody beyond what claims say and rules make of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.reasoning.spans import ALL
from kg.reasoning.telling import picture, provenance
from kg.reasoning.telling.telling import Evidence, Told, short, tell, tell_facts
from kg.reasoning.telling.wording import day_name, pattern, period, periods, reason, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Triple

    from kg.reasoning.proving.missing import Gap
    from kg.reasoning.proving.proofs import Proof
    from kg.reasoning.rules import Constant
    from kg.reasoning.spans import Days, Spans

__all__ = ["Evidence", "Explanation"]


@dataclass(frozen=True)
class Explanation:
    """A fact on a day, with its proofs, or with what it lacks if it has none.

    `mode` says which bounds of the claims were asked, ``certain`` or ``possible``, None where
    facts have no time; `days` are those on which the fact holds; `evidence` has the claims of the
    leaves; `contradiction` says that the fact takes part in one on the day.
    """

    goal: Triple
    day: int
    mode: str | None
    proofs: tuple[Proof, ...]
    days: Spans = ()
    evidence: Mapping[Triple, tuple[Evidence, ...]] = field(default_factory=dict)
    labels: Mapping[Constant, str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    contradiction: bool = False

    @property
    def told(self) -> tuple[Told, ...]:
        """Each proof, ready to be told."""
        return tuple(tell(p, self.evidence, self.labels, self.day) for p in self.proofs)

    @property
    def status(self) -> str:
        """``claimed``, ``derived`` or ``given`` by the first proof; ``lacking`` without one."""
        return self.told[0].kind if self.proofs else "lacking"

    def text(self) -> str:
        """Return it as indented lines."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        words = sentence(self.goal, self.labels)
        if not self.proofs:
            yield f"{words}: neither CLAIMED nor DERIVED{self._when()}"
            for gap in self.gaps:
                yield from self._gap(gap)
            if not self.gaps:
                yield "  no rule leads to it: only a claim could say it"
            return
        yield f"{self.status.upper()}: {words}{self._when()}"
        yield f"  holds: {periods(self.days)}"
        if self.contradiction:
            yield "  takes part in a contradiction: other facts exclude it on this day"
        for number, told in enumerate(self.told, 1):
            yield ""
            yield f"Proof {number} of {len(self.proofs)}:"
            yield from _indented(told, 1)

    def _when(self) -> str:
        day = day_name(self.day)
        parts = [f"on {day}" if day else "", self.mode or ""]
        return "".join(f", {part}" for part in parts if part)

    def _gap(self, gap: Gap) -> Iterator[str]:
        if gap.rule is None:
            yield f"  it holds on other days: {periods(gap.elsewhere[0][1])}"
            return
        yield f"  not by {gap.rule.name} ({reason(gap.rule)}):"
        yield from (f"    missing: {pattern(atom, self.labels)}" for atom in gap.missing)
        elsewhere = dict(gap.elsewhere)
        facts = [*elsewhere, *gap.held]
        for told in tell_facts(facts, self.evidence, self.labels, self.day):
            away = [f"{periods(elsewhere[fact])}" for fact in told.facts if fact in elsewhere]
            place = f"only at other times ({'; '.join(away)})" if away else "there is"
            claims = ", ".join(f"claim {short(e.claim)}" for e in told.evidence)
            yield f"    {place}: {told.words}{f' [{claims}]' if claims else ''}"
        yield from (f"    not so: {filter_}" for filter_ in gap.failed)

    def to_json(self) -> str:
        """Return it as JSON: dates as texts, null for an open end; always in the same order."""
        document = {
            "goal": _terms(self.goal),
            "words": sentence(self.goal, self.labels),
            "day": day_name(self.day),
            "mode": self.mode,
            "status": self.status,
            "days": [_dates(span) for span in self.days],
            "contradiction": self.contradiction,
            "proofs": [_as_json(told) for told in self.told],
            "gaps": [self._gap_as_json(gap) for gap in self.gaps],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def _gap_as_json(self, gap: Gap) -> dict[str, Any]:
        return {
            "rule": gap.rule and gap.rule.name,
            "because": gap.rule and reason(gap.rule),
            "held": [_terms(fact) for fact in gap.held],
            "missing": [pattern(atom, self.labels) for atom in gap.missing],
            "elsewhere": [
                {"fact": _terms(fact), "days": [_dates(span) for span in days]}
                for fact, days in gap.elsewhere
            ],
            "failed": [str(filter_) for filter_ in gap.failed],
        }

    def triples(self) -> list[Triple]:
        """Return the proofs as PROV-O: facts are entities, steps activities, rules plans."""
        return provenance.triples(self.proofs, self.evidence, self.labels)

    def svg(self) -> str:
        """Return a picture: the fact at the top, the claims that it rests on at the bottom."""
        words = f"{sentence(self.goal, self.labels)}{self._when()}"
        if not self.proofs:
            below = tuple(self._gap_box(gap) for gap in self.gaps)
            box = picture.Box("neither claimed nor derived", words, below=below)
            return picture.draw([box], f"Why not: {words}", "What is lacking for it.", self.day)
        claims = len({e.claim for told in self.told for e in told.all_evidence()})
        counts = (_count(len(self.proofs), "proof"), self.status, _count(claims, "claim"))
        described = "{} of a {} fact, resting on {}.".format(*counts)
        boxes = [_box(told) for told in self.told]
        return picture.draw(boxes, f"Why: {words}", described, self.day)

    def _gap_box(self, gap: Gap) -> picture.Box:
        head, *lines = (line.strip() for line in self._gap(gap))
        return picture.Box("lacking" if gap.rule else "other days", head.rstrip(":"), tuple(lines))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _indented(told: Told, depth: int) -> Iterator[str]:
    margin = "  " * depth
    because = f", because {told.because}" if told.because else ""
    rule = f" [{told.rule}]" if told.rule else ""
    yield f"{margin}{told.kind.upper()}: {told.words}{because}{rule}"
    if told.rule and told.days != ALL:
        yield f"{margin}  on these days: {periods(told.days)}"
    for evidence in told.evidence:
        yield f"{margin}  {evidence}"
    for premise in told.premises:
        yield from _indented(premise, depth + 1)


def _as_json(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "facts": [_terms(fact) for fact in told.facts],
        "words": told.words,
        "rule": told.rule or None,
        "because": told.because or None,
        "days": [_dates(span) for span in told.days],
        "evidence": [
            {
                "claim": e.claim.value,
                "source": e.source.value,
                "title": e.title,
                "locator": e.locator,
                "reliability": e.reliability,
                "credibility": e.credibility,
                "days": _dates(e.days),
            }
            for e in told.evidence
        ],
        "premises": [_as_json(premise) for premise in told.premises],
    }


def _terms(fact: Triple) -> list[str]:
    return [str(term) for term in fact]


def _dates(days: Days) -> list[str | None]:
    return [day_name(day) for day in days]


def _box(told: Told) -> picture.Box:
    notes = [f"because {told.because}"] if told.because else []
    for e in told.evidence:
        grades = f"reliability {e.reliability}, credibility {e.credibility}"
        place = f"{e.title}, {e.locator}" if e.locator else e.title
        notes += [f"claim {short(e.claim)}: {place}", f"{grades}; {period(e.days)}"]
    spans = told.days if told.days != ALL else ()
    return picture.Box(told.kind, told.words, tuple(notes), spans, tuple(map(_box, told.premises)))
