"""The closure of timed facts under an ontology and rules, with what contradicts itself in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.rules import Variable, instance, is_factual
from kg.reasoning.running.encoding import Dictionary, database, insert
from kg.reasoning.running.fixpoint import OTHER, Fixpoint
from kg.reasoning.running.measures import differs
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.reasoning.rules import Constant, Rule
    from kg.reasoning.spans import Days


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that exclude each other on some days, and the rule that says so."""

    rule: Rule
    premises: tuple[Triple, ...]
    days: Days


@dataclass(frozen=True, slots=True)
class Closed:
    """All facts that hold, each with the fewest intervals that cover its days."""

    facts: Mapping[Triple, tuple[Days, ...]]
    contradictions: tuple[Contradiction, ...]

    def on(self, day: int) -> set[Triple]:
        """Return the facts that hold on a day."""
        return {f for f, spans in self.facts.items() if any(a <= day <= b for a, b in spans)}


def close(
    ontology: Iterable[Triple],
    facts: Iterable[tuple[Triple, Days]],
    rules: Iterable[Rule] = (),
    *,
    timed: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Closed:
    """Return the closure; without time, days are not looked at and are all days.

    >>> from pyoxigraph import NamedNode
    >>> from kg.model import schema
    >>> from kg.vocabulary import AG
    >>> a, b, c = (NamedNode(f"https://example.org/{x}") for x in "abc")
    >>> one, two = Triple(a, AG.answersTo, b), Triple(b, AG.answersTo, c)
    >>> closed = close(schema.load().triples, [(one, (1, 5)), (two, (4, 9))])
    >>> closed.facts[Triple(a, AG.answersTo, c)]
    ((4, 5),)
    """
    axioms = tuple(ontology)
    dictionary = Dictionary()
    stated = ((axiom, ALWAYS) for axiom in axioms if is_fact(axiom))
    compiled = [*compile_rules(Ontology(axioms)), *rules]
    found: dict[Triple, list[Days]] = defaultdict(list)
    # The folder is where the database goes on once its memory is full.
    with TemporaryDirectory() as folder, database(folder=Path(folder)) as db:
        insert(db, chain(facts, stated), dictionary, timed=timed)
        fixpoint = Fixpoint(db, compiled, dictionary.number, dictionary.some, timed=timed)
        fixpoint.run(progress)
        for triple, days in _facts(fixpoint, dictionary):
            found[triple].append(days)
        clashes = list(fixpoint.contradictions())
    return Closed(
        {triple: tuple(sorted(spans)) for triple, spans in found.items()},
        tuple(contradictions(clashes, dictionary.terms, timed=timed)),
    )


def is_fact(triple: Triple) -> bool:
    """Whether a triple of an ontology speaks of individuals, and not of its terms."""
    if triple.predicate == RDF.type and not isinstance(triple.object, Literal):
        assert not isinstance(triple.object, Triple)
        return is_factual(("class", triple.object))
    return is_factual(("property", triple.predicate))


def _facts(fixpoint: Fixpoint, dictionary: Dictionary) -> Iterator[tuple[Triple, Days]]:
    """Yield the facts of all tables."""
    terms = dictionary.terms
    for relation, source in fixpoint.facts():
        width = len(fixpoint.key(relation))
        for row in fixpoint.db.execute(f"SELECT * FROM {source.text}").fetchall():
            values = [terms[number] for number in row[:width]]
            if relation == OTHER:
                triple = Triple(*values)  # type: ignore[arg-type]
            elif relation[0] == "class":
                triple = Triple(values[0], RDF.type, relation[1])  # type: ignore[arg-type]
            else:
                triple = Triple(values[0], relation[1], values[1])  # type: ignore[arg-type]
            yield triple, (row[-2], row[-1]) if source.dated else ALWAYS


def contradictions(
    found: Iterable[tuple[Rule, tuple[int, ...]]], terms: Mapping[int, Constant], *, timed: bool
) -> list[Contradiction]:
    """Return the contradictions that a fixpoint found, in an order of their own."""
    told = []
    for rule, row in found:
        names = sorted({t for a in rule.body for t in a.terms if isinstance(t, Variable)}, key=str)
        values = {v: terms[n] for v, n in zip(names, row, strict=False)}
        if not differs(rule, values):
            continue
        premises = tuple(instance(atom, values) for atom in rule.body)
        told.append(Contradiction(rule, premises, (row[-2], row[-1]) if timed else ALWAYS))
    return sorted(told, key=str)
