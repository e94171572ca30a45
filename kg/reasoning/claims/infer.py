"""What follows from claims, over time: OWL 2 RL and the rules, once in each mode.

A conclusion holds on the days on which all that it rests on holds at once, and on no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import resources
from kg.reasoning.claims.asserted import Asserted
from kg.reasoning.claims.clashes import Clash, told
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.compiling.construct import read_rules
from kg.reasoning.facts import MODES, TimedFact
from kg.reasoning.proving.known import Known
from kg.reasoning.proving.proofs import grounds
from kg.reasoning.running.closure import close, is_fact
from kg.reasoning.spans import ALWAYS, meet, without
from kg.vocabulary import OWL, RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Quad

    from kg.model.schema import Schema
    from kg.reasoning.claims.asserted import Given
    from kg.reasoning.facts import Mode
    from kg.reasoning.rules import Relation, Rule
    from kg.reasoning.running.closure import Closed, Contradiction
    from kg.reasoning.spans import Days

_REFLEXIVE = {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch}


def shipped_rules() -> list[Path]:
    """Return the files of the rules that come with the package."""
    return sorted((resources.folder("queries") / "rules").glob("*.rq"))


@dataclass(frozen=True)
class Theory:
    """What conclusions are drawn by: an ontology and CONSTRUCT rules."""

    schema: Schema
    constructs: tuple[Rule, ...]

    @classmethod
    def read(cls, schema: Schema, files: Sequence[Path]) -> Theory:
        """Compile rules from files; raise `InvalidQuery`, with the line, for what is no rule."""
        return cls(schema, tuple(read_rules(files)))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules: those of the axioms, and the CONSTRUCT rules."""
        return (*compile_rules(Ontology(self.schema.triples)), *self.constructs)

    @cached_property
    def heads(self) -> frozenset[Relation]:
        """What CONSTRUCT rules conclude."""
        return frozenset(rule.head.relation for rule in self.constructs if rule.head)


@dataclass(frozen=True)
class Reading:
    """What holds in one mode, and why it can be asked for: the facts given, and their closure."""

    mode: Mode
    given: Given
    closed: Closed
    theory: Theory

    @cached_property
    def conclusions(self) -> Mapping[Triple, tuple[Days, ...]]:
        """What was derived: each fact with those of its spans that are not given as they are.

        A conclusion is about things that claims are about, or is what a CONSTRUCT rule concludes;
        what follows of claims and of the ontology's own terms is left out.
        """
        given, spoken_of = self.given.spans, self._spoken_of()
        found = {}
        for fact, spans in self.closed.facts.items():
            if _says_something(fact) and self._is_told(fact, spoken_of):
                stated = given.get(fact, ())
                if new := tuple(s for s in spans if without([s], stated)):
                    found[fact] = new
        return found

    @cached_property
    def known(self) -> Known:
        """The closure, ready for proofs."""
        own = dict.fromkeys(axiomatic(self.theory.schema), (ALWAYS,))
        return Known(self.closed.facts, {**own, **self.given.spans})

    def stated_facts(self) -> Iterator[TimedFact]:
        """Yield the direct facts, each with its days and the claims that state it then."""
        for fact in sorted(self.given.direct, key=str):
            for days in self.given.spans[fact]:
                yield TimedFact(fact, days, self.mode, self.claims([fact], days))

    def derived_facts(self) -> Iterator[TimedFact]:
        """Yield the conclusions with their days and the claims that their smallest proofs rest on.

        That a thing is of a kind on all days has no node: it rests on no claim.
        """
        wanted = {
            (fact, days)
            for fact, spans in self.conclusions.items()
            for days in spans
            if fact.predicate != RDF.type or days != ALWAYS
        }
        goals = {fact for fact, _ in wanted}
        for fact, days, leaves, rule in grounds(self.theory.rules, self.known, goals):
            if (fact, days) in wanted:
                yield TimedFact(fact, days, self.mode, self.claims(leaves, days), rule)

    def claims(self, facts: Iterable[Triple], days: Days) -> tuple[NamedNode, ...]:
        """Return the claims that given facts rest on, on some of the days."""
        found = {
            claim
            for fact in facts
            for claim, held in self.given.claims.get(fact, ())
            if meet((held,), (days,))
        }
        return tuple(sorted(found, key=str))

    def _spoken_of(self) -> set[object]:
        terms: set[object] = {t for f in self.given.direct for t in (f.subject, f.object)}
        entities = self.theory.schema.entities
        terms.update(f.subject for f in self.given.spans if f.object in entities)
        return terms.difference(self.theory.schema.terms)

    def _is_told(self, fact: Triple, spoken_of: set[object]) -> bool:
        if fact.subject in spoken_of:
            return True
        kind = fact.predicate == RDF.type
        relation = ("class", fact.object) if kind else ("property", fact.predicate)
        return relation in self.theory.heads


@dataclass(frozen=True)
class Inference:
    """What holds for certain, and what may hold; and what contradicts itself, in either mode."""

    certain: Reading
    possible: Reading

    def __getitem__(self, mode: Mode) -> Reading:
        return self.certain if mode == "certain" else self.possible

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """What excludes itself, the certain first; what is so already is not told as possible."""
        sure = tuple(self.certain.closed.contradictions)
        known = {(c.rule, c.premises) for c in sure}
        found: dict[Mode, tuple[Contradiction, ...]] = {
            "certain": sure,
            "possible": tuple(
                c for c in self.possible.closed.contradictions if (c.rule, c.premises) not in known
            ),
        }
        return tuple(clash for mode in MODES for clash in told(found[mode], self[mode]))


def infer(
    quads: Iterable[Quad], theory: Theory, progress: Callable[[str], None] = lambda _: None
) -> Inference:
    """Draw all conclusions from what quads assert, in both modes."""
    asserted = Asserted.read(quads, theory.schema, theory.constructs)
    certain, possible = (reading(asserted, mode, theory, progress) for mode in MODES)
    return Inference(certain, possible)


def reading(
    asserted: Asserted,
    mode: Mode,
    theory: Theory,
    progress: Callable[[str], None] = lambda _: None,
) -> Reading:
    """Draw all conclusions in one mode."""
    given = asserted.given(mode)
    facts = [(fact, days) for fact, spans in given.spans.items() for days in spans]
    closed = close(
        theory.schema.triples, facts, theory.constructs,
        progress=lambda step: progress(f"{mode}: {step}"),
    )  # fmt: skip
    return Reading(mode, given, closed, theory)


def timeless(quads: Iterable[Quad], theory: Theory) -> Reading:
    """Draw what follows if time is not looked at, as other reasoners do: all holds at once."""
    possible = Asserted.read(quads, theory.schema, theory.constructs).given("possible")
    given = replace(possible, spans=dict.fromkeys(possible.spans, (ALWAYS,)))
    facts = [(fact, ALWAYS) for fact in given.spans]
    closed = close(theory.schema.triples, facts, theory.constructs, timed=False)
    return Reading("possible", given, closed, theory)


def axiomatic(schema: Schema) -> list[Triple]:
    """Return the facts that the ontology itself states, of its own individuals."""
    return [axiom for axiom in schema.triples if is_fact(axiom)]


def _says_something(fact: Triple) -> bool:
    """Tell whether a fact can be published and tells a reader anything."""
    if isinstance(fact.subject, BlankNode) or isinstance(fact.object, BlankNode):
        return False
    if not isinstance(fact.predicate, NamedNode) or fact.object == OWL.Thing:
        return False
    return isinstance(fact.object, Literal) or not (
        fact.predicate in _REFLEXIVE and fact.subject == fact.object
    )
