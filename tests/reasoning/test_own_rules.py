"""A project's own rules: what cannot be a rule is told with the file it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InvalidQuery
from kg.reasoning import infer as inference
from kg.reasoning.owl_rl import Closure
from tests.projects import TEMPLATE, loaded, schema

if TYPE_CHECKING:
    from pathlib import Path

WHERE = "WHERE { ?x a ag:ArmedGroup }"


@pytest.fixture(autouse=True)
def no_closure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave OWL out: it takes seconds, and no rule here needs it."""
    monkeypatch.setattr(inference, "closure", lambda *_: Closure(frozenset(), ()))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("CONSTRUCT { ?x ag:note", "not a SPARQL query: "),
        (f"SELECT ?x {WHERE}", "a rule is a CONSTRUCT query"),
        ("ASK { ?x a ag:ArmedGroup }", "a rule is a CONSTRUCT query"),
        (f"CONSTRUCT {{ ?x ag:affiliatedWith [] }} {WHERE}", "a rule makes no blank nodes"),
        (f"CONSTRUCT {{ [] ag:affiliatedWith ?x }} {WHERE}", "a rule makes no blank nodes; "),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        (b"CONSTRUCT { ?x ag:note '\xff' }", "can't decode byte 0xff"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_told(tmp_path: Path, rule: str | bytes, message: str) -> None:
    path = tmp_path / "own.rq"
    path.write_bytes(rule if isinstance(rule, bytes) else rule.encode())
    with pytest.raises(InvalidQuery) as refused:
        inference.infer(loaded(TEMPLATE).quads, schema(), [path])
    assert str(refused.value).startswith(f"{path}: ")
    assert message in str(refused.value)


def test_rules_are_applied_until_nothing_new_follows(tmp_path: Path) -> None:
    """Each of these rules waits for what the other one draws."""
    one, other = tmp_path / "one.rq", tmp_path / "other.rq"
    one.write_text("CONSTRUCT { ?x ag:rivalOf ?y } WHERE { ?x ag:alliedWith ?y }")
    other.write_text(
        "CONSTRUCT { ?y ag:alliedWith ?x } "
        "WHERE { { ?x ag:allegiantTo ?y } UNION { ?x ag:rivalOf ?y } }"
    )
    steps: list[str] = []
    found = inference.infer(loaded(TEMPLATE).quads, schema(), [one, other], steps.append)
    drawn = {
        (t.predicate.value.rpartition("#")[2], t.subject != t.object)
        for t in found.inferred
        if t.predicate.value.endswith(("rivalOf", "alliedWith"))
    }
    assert drawn == {("rivalOf", True), ("alliedWith", True)}
    assert sum(t.predicate.value.endswith("alliedWith") for t in found.inferred) == 2
    assert len(steps) > 2
