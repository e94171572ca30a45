"""A mutation of any single rule is caught, and any of how rules treat time.

The oracle is that of the theorem: owlrl, day by day. Each rule that the axioms give is left out,
and is broken in all ways that `_broken` knows; each time, the oracle must find a difference.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.reasoning.compiling import axioms
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.rules import ClassAtom, PropertyAtom, Rule, Variable
from kg.reasoning.running import closure, fixpoint, sql
from tests.properties.oracle import differences
from tests.reasoning.rule_kinds import DAYS, EXAMPLES, THINGS, example, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.reasoning.rules import Atom


def found(name: str) -> list[str]:
    ontology, timed = example(name)
    return differences(ontology, timed, DAYS, THINGS)


def kind(name: str) -> str:
    return name.partition(",")[0]


def rules_of(name: str) -> list[Rule]:
    """Return the rules that an example is there to show."""
    ontology, _ = example(name)
    return [rule for rule in compile_rules(Ontology(ontology)) if rule.name == kind(name)]


def test_every_kind_of_rule_has_an_example() -> None:
    """The names that stand in the source are those that the examples' rules have."""
    source = ast.parse(Path(axioms.__file__).read_text(encoding="utf-8"))
    texts = {n.value for n in ast.walk(source) if isinstance(n, ast.Constant)}
    kinds = {
        t for t in texts if isinstance(t, str) and re.fullmatch(r"(eq|prp|cls|cax|dt)-[a-z\d-]+", t)
    }
    assert {kind(name) for name in EXAMPLES} == kinds
    assert all(rules_of(name) for name in EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_oracle_agrees_with_the_rules_as_they_are(name: str) -> None:
    assert found(name) == []


def _broken(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield a rule with one thing wrong, for all things that can be wrong with it."""
    known = {t for atom in rule.body for t in atom.terms if isinstance(t, Variable)}
    if isinstance(rule.head, PropertyAtom):
        yield "swapped", replace(rule, head=replace(
            rule.head, subject=rule.head.object, object=rule.head.subject))  # fmt: skip
    if isinstance(rule.head, ClassAtom):
        for other in sorted(known - {rule.head.subject}, key=str):
            yield f"of {other}", replace(rule, head=replace(rule.head, subject=other))
    if rule.head is not None and len(rule.body) == 1 and not rule.filters:
        yield "reversed", replace(rule, head=rule.body[0], body=(rule.head,))
    for n, atom in enumerate(rule.body):
        before, after = rule.body[:n], rule.body[n + 1 :]
        yield f"without {n}", replace(rule, body=(*before, *after))
        for free in _freed(atom):
            yield f"with {free}", replace(rule, body=(*before, free, *after))
    if rule.filters:
        yield "unfiltered", replace(rule, filters=())


def _freed(atom: Atom) -> Iterator[Atom]:
    free = Variable("free")
    yield replace(atom, subject=free)
    if isinstance(atom, PropertyAtom):
        yield replace(atom, object=free)


def _is_rule(rule: Rule) -> bool:
    """Whether what a rule concludes and compares is in its body."""
    known = {t for atom in rule.body for t in atom.terms}
    wanted = {t for f in rule.filters for t in (f.left, f.right)}
    wanted |= set(rule.head.terms) if rule.head else set()
    return bool(rule.body) and all(t in known for t in wanted if isinstance(t, Variable))


def _is_same(rule: Rule, wrong: Rule) -> bool:
    """Whether a rule says what it said: by other letters, or of what is the same both ways."""
    letters = {str(wrong).replace("?free", f"?{letter}") for letter in "xy"}
    letters.add(re.sub(r"\?[xy]\b", lambda m: {"?x": "?y", "?y": "?x"}[m[0]], str(wrong)))
    turned = str(wrong.head) != str(rule.head) and str(wrong.head).startswith("owl:sameAs")
    return str(rule) in letters or turned


# What is the same as b and differs from b differs from itself, by eq-rep: the other rule of
# eq-diff1 sees it. This one tells of it in the words of the facts.
NOT_MISSED = ["eq-diff1: contradiction \u2190 owl:sameAs(?x, ?y), owl:differentFrom(?x, ?y)"]


def mutants() -> Iterator[tuple[str, Rule, Rule | None, str]]:
    for name in EXAMPLES:
        for rule in rules_of(name):
            if str(rule) not in NOT_MISSED:
                yield name, rule, None, f"{name}, left out: {rule}"
            for how, wrong in _broken(rule):
                if _is_rule(wrong) and not _is_same(rule, wrong):
                    yield name, rule, wrong, f"{name}, {how}: {rule}"


@pytest.mark.parametrize(
    ("name", "rule", "wrong"),
    [pytest.param(name, rule, wrong, id=id_) for name, rule, wrong, id_ in mutants()],
)
def test_a_rule_that_is_wrong_is_caught(
    name: str, rule: Rule, wrong: Rule | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mutated(ontology: Ontology) -> list[Rule]:
        rules = compile_rules(ontology)
        assert rule in rules
        return [r for r in rules if r != rule] + ([wrong] if wrong else [])

    monkeypatch.setattr(closure, "compile_rules", mutated)
    assert found(name)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if len(rules_of(name)) > 1])
def test_a_kind_of_rule_that_is_left_out_is_caught(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fewer(ontology: Ontology) -> list[Rule]:
        return [rule for rule in compile_rules(ontology) if rule.name != kind(name)]

    monkeypatch.setattr(closure, "compile_rules", fewer)
    assert found(name)


def _turned(text: str) -> str:
    """Return a SELECT that joins on the days on which any premise holds."""
    days = re.compile(r"(greatest|least)\(((?:a\d\.[ft](?:, )?)+)\)")
    other = {"greatest": "least", "least": "greatest"}
    return days.sub(lambda m: f"{other[m[1]]}({m[2]})", text)


def _first(text: str) -> str:
    """Return a SELECT that takes the days of the first premise for those of all."""
    return re.sub(r"(?:greatest|least)\((a0\.[ft])(?:, a\d\.[ft])+\)", r"\1", text)


@pytest.mark.parametrize("wrong", [_turned, _first])
@pytest.mark.parametrize(
    "name", ["prp-trp", "prp-spo2", "cls-int1", "prp-key", "cax-dw", "prp-pdw"]
)
def test_premises_that_need_not_hold_at_once_are_caught(
    name: str, wrong: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Conclusions of the first four, contradictions of the last two."""
    select: Callable[..., str] = sql.select
    changed = []

    def other(*args: object, **kwargs: object) -> str:
        text = select(*args, **kwargs)
        changed.append(wrong(text) != text)
        return wrong(text)

    monkeypatch.setattr(fixpoint, "select", other)
    assert found(name)
    assert any(changed)


def test_intervals_that_are_not_joined_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(rows: str, _: Sequence[str]) -> str:
        return f"SELECT DISTINCT * FROM {rows}"  # noqa: S608  (as in sql.py)

    def told() -> list[str]:
        ontology = read(":p rdfs:subPropertyOf :q .")
        timed = [(fact, days) for fact in read(":a :p :b .") for days in ((1, 3), (4, 6), (5, 8))]
        return differences(ontology, timed, DAYS, THINGS)

    assert told() == []
    monkeypatch.setattr(fixpoint, "coalesced", parts)
    assert any("not the fewest intervals" in line for line in told())
