"""Every fact of a closure has a true and smallest proof on every day that it holds; no other has.

Beside the prover stands the plainest reckoning there is: all instances of all rules on one day, and
the size of each fact's smallest proof by going over them until nothing changes.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.compiling.values import holds
from kg.reasoning.proving.proofs import Known, Prover, grounds, proof_days
from kg.reasoning.rules import ClassAtom, Rule, Variable
from kg.reasoning.running.closure import close, is_fact
from kg.reasoning.running.fixpoint import EQUALITY
from kg.reasoning.spans import ALWAYS, around, merged
from kg.vocabulary import OWL, RDF
from tests.properties.worlds import DAYS, EX, PROPERTIES, THINGS, ontologies, timed_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from kg.reasoning.proving.proofs import Days, Proof
    from kg.reasoning.rules import Atom

P, Q, R = (f"<{p.value}>" for p in PROPERTIES)
OWN_RULES = (
    *compile_construct(
        f"CONSTRUCT {{ ?a {R} ?b }} WHERE {{ ?a {P} ?c . ?b {P} ?c . FILTER(?a != ?b) }}", "apart"
    ),
    *compile_construct(
        f"CONSTRUCT {{ ?a {P} ?a }} WHERE {{ ?a {Q} ?b . ?b {Q} ?c . FILTER(?a = ?c) }}", "back"
    ),
)
Timed = list[tuple[Triple, tuple[int, int]]]
Step = tuple[Triple, tuple[Triple, ...]]


def fits(
    atom: Atom, fact: Triple, binding: dict[Variable, object]
) -> dict[Variable, object] | None:
    """Match one atom, written down anew: not by the code that is tested."""
    if isinstance(atom, ClassAtom):
        parts = [(RDF.type, fact.predicate), (atom.kind, fact.object), (atom.subject, fact.subject)]
    else:
        parts = [(atom.name, fact.predicate), (atom.subject, fact.subject)]
        parts.append((atom.object, fact.object))
    more = dict(binding)
    for term, value in parts:
        if (more.setdefault(term, value) if isinstance(term, Variable) else term) != value:
            return None
    return more


def is_true(rule: Rule, binding: dict[Variable, object]) -> bool:
    return all(holds(filter_, binding) for filter_ in rule.filters)  # type: ignore[arg-type]


def concluded(head: Atom, binding: dict[Variable, object]) -> Triple | None:
    """Return the conclusion, None where a literal would be its subject."""
    subject, *rest = [binding[t] if isinstance(t, Variable) else t for t in head.terms]
    if not isinstance(subject, NamedNode):
        return None
    if isinstance(head, ClassAtom):
        return Triple(subject, RDF.type, head.kind)
    return Triple(subject, head.name, rest[0])  # type: ignore[arg-type]


def bodies(
    rule: Rule, by: dict[object, list[Triple]]
) -> Iterator[tuple[dict[Variable, object], list[Triple]]]:
    found: list[tuple[dict[Variable, object], list[Triple]]] = [({}, [])]
    for atom in rule.body:
        found = [
            (more, [*premises, fact])
            for binding, premises in found
            for fact in by.get(atom.kind if isinstance(atom, ClassAtom) else atom.name, ())
            if (more := fits(atom, fact, binding)) is not None
        ]
    return ((binding, premises) for binding, premises in found if is_true(rule, binding))


def all_steps(rules: Iterable[Rule], held: Set[Triple]) -> list[Step]:
    """Return all instances of rules among facts, those of equality too."""
    steps: list[Step] = []
    by: dict[object, list[Triple]] = {}
    for fact in held:
        by.setdefault(fact.object if fact.predicate == RDF.type else fact.predicate, []).append(
            fact
        )
    for rule in rules:
        if rule.head is None:
            continue
        for binding, premises in bodies(rule, by):
            conclusion = concluded(rule.head, binding)
            if conclusion is not None:
                steps.append((conclusion, tuple(premises)))
    for same, fact in itertools.product(held, held):
        if same.predicate != OWL.sameAs or fact.predicate == OWL.sameAs:
            continue
        s, p, o = fact
        if s == same.subject and not isinstance(same.object, Literal):
            steps.append((Triple(same.object, p, o), (same, fact)))
        if o == same.subject and p != RDF.type:
            steps.append((Triple(s, p, same.object), (same, fact)))
    return [step for step in steps if step[0] in held]


def sizes(steps: list[Step], leaves: set[Triple]) -> dict[Triple, int]:
    """Return the size of the smallest proof of each fact that has one."""
    size = dict.fromkeys(leaves, 0)
    while True:
        before = dict(size)
        for fact, premises in steps:
            if all(premise in size for premise in premises):
                total = 1 + sum(size[premise] for premise in premises)
                size[fact] = min(total, size.get(fact, total))
        if size == before:
            return size


def assert_true(proof: Proof, leaves: set[Triple]) -> None:
    for part in proof.walk():
        if part.rule is None:
            assert part.fact in leaves
            continue
        assert part.rule.head is not None
        binding: dict[Variable, object] | None = {}
        for atom, premise in zip(part.rule.body, part.premises, strict=True):
            assert binding is not None
            binding = fits(atom, premise.fact, binding)
        assert binding is not None
        assert fits(part.rule.head, part.fact, binding) == binding
        assert is_true(part.rule, binding)


def world(
    triples: list[Triple], timed: Timed
) -> tuple[list[Rule], Known, dict[Triple, list[Days]]]:
    stated: dict[Triple, list[Days]] = {t: [ALWAYS] for t in triples if is_fact(t)}
    for triple, days in timed:
        stated.setdefault(triple, []).append(days)
    closed = close(triples, timed, OWN_RULES)
    rules = [*compile_rules(Ontology(triples)), *OWN_RULES]
    return rules, Known(closed.facts, stated), stated


checked = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@checked
@given(ontologies(), timed_facts(), st.integers(-1, DAYS + 1))
def test_on_each_day_what_holds_has_true_and_smallest_proofs_and_nothing_else_has(
    ontology: list[Triple], timed: Timed, day: int
) -> None:
    rules, known, stated = world(ontology, timed)
    held = {t for t in known.triples if around(known.when(t), day)}
    leaves = {t for t, spans in stated.items() if around(spans, day)}
    least = sizes(all_steps([*rules, *EQUALITY], held), leaves)
    prover = Prover(rules, known, day)
    assert held == set(least)
    for fact in known.triples:
        proofs = prover.proofs(fact, limit=3)
        assert bool(proofs) == (fact in held)
        for number, proof in enumerate(proofs):
            assert proof.fact == fact
            assert_true(proof, leaves)
            first, last = proof_days(proof, known, day)
            assert first <= day <= last
            for before in proofs[:number]:
                assert before.size <= proof.size
                assert before.rule != proof.rule or not set(before.leaves()) <= set(proof.leaves())
        if proofs:
            assert proofs[0].size == prover.proofs(fact)[0].size == least[fact]
    for s, o in itertools.product(THINGS, THINGS):
        absent = Triple(s, PROPERTIES[0], o)
        assert absent in held or prover.proofs(absent) == []


@checked
@given(ontologies(), timed_facts())
def test_grounds_prove_a_conclusion_on_all_its_days(ontology: list[Triple], timed: Timed) -> None:
    rules, known, stated = world(ontology, timed)
    rows = list(grounds(rules, known))
    names = {rule.name for rule in (*rules, *EQUALITY)} | {"eq-rep-s", "eq-rep-o"}
    steps: dict[frozenset[Triple], list[Step]] = {}
    for day in range(-1, DAYS + 2):
        held = frozenset(t for t in known.triples if around(known.when(t), day))
        if held not in steps:
            steps[held] = all_steps([*rules, *EQUALITY], held)
        for fact, (first, last), leaves, name in rows:
            assert name in names
            if first <= day <= last:
                given_then = {t for t in leaves if around(stated[t], day)}
                assert fact in sizes(steps[held], given_then)
    # What is given on all its days is no conclusion; every other fact is, on each of its intervals.
    assert {(fact, days) for fact, days, *_ in rows} == {
        (fact, days)
        for fact in known.triples
        for days in known.when(fact)
        if days not in merged(stated.get(fact, ()))
    }
    for fact, days, leaves, _ in rows[:: max(1, len(rows) // 2)]:
        # From no facts at all close() draws nothing, not even cls-oo: there is one beside them.
        beside = (Triple(THINGS[0], NamedNode(f"{EX}beside"), THINGS[0]), ALWAYS)
        alone = close(ontology, [beside, *((t, d) for t in leaves for d in stated[t])], OWN_RULES)
        assert any(a <= days[0] and days[1] <= b for a, b in alone.facts[fact])


@checked
@given(ontologies(), timed_facts())
def test_the_same_facts_in_another_order_give_the_same_grounds(
    ontology: list[Triple], timed: Timed
) -> None:
    rules, known, stated = world(ontology, timed)
    backwards = dict(reversed([(t, known.when(t)) for t in known.triples]))
    other = Known(backwards, dict(reversed(stated.items())))
    assert list(grounds(rules, known)) == list(grounds(rules, other))
    assert all(isinstance(t.predicate, NamedNode) for t in other.triples)
