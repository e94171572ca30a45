"""The SQL that is shown: every rule is in it, and it is SQL that runs."""

from __future__ import annotations

import re

import duckdb
import pytest

from kg.model import schema
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.rules import show
from kg.reasoning.running.planning import plan
from kg.reasoning.running.show_sql import explain_sql

RULES = compile_rules(Ontology(schema.load().triples))


@pytest.mark.parametrize("timed", [True, False])
def test_what_is_shown_runs(timed: bool) -> None:
    text = explain_sql(RULES, timed=timed)
    db = duckdb.connect()
    planned = plan(RULES)
    for relation in {form.kept for form in planned.forms.values()}:
        columns = ["s", "o"][: 1 if relation[0] == "class" else 2] + ["f", "t"] * timed
        listed = ", ".join(f"{column} INTEGER" for column in columns)
        kind = "a " if relation[0] == "class" else ""
        db.execute(f'CREATE TABLE "{kind}{show(relation[1])}" ({listed})')
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    # A run has the numbers of terms where their names are shown.
    numbered = re.sub(r"'(?:[^']|'')*'", "0", "\n".join(lines))
    statements = [s for s in re.split(r";(?:\n|$)", numbered) if s.strip()]
    for statement in statements[:80] + statements[-20:]:
        db.execute(statement)
    assert len(statements) > 300


def test_each_rule_stands_above_its_sql_once_or_is_said_to_be_kept() -> None:
    text = explain_sql(RULES, timed=True)
    planned = plan(RULES)
    shown = {rule for group in planned.groups for rule in group.rules}
    for rule in RULES:
        assert text.count(f"-- {rule}\n") == (1 if rule in shown or rule.head is None else 0)
    assert '-- "ag:ledBy" is "ag:leads"' in text or '-- "ag:leads" is "ag:ledBy"' in text
    assert '"ag:rivalOf" has each pair once, read both ways' in text
