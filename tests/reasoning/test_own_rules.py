"""A project's own rules: what is none is told with its file, and all rules feed each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import pipeline
from kg.conclusions import Basis
from kg.errors import InvalidQuery
from kg.vocabulary import AG
from tests.projects import of_sheets, tie

if TYPE_CHECKING:
    from pathlib import Path

WHERE = "WHERE { ?x a ag:ArmedGroup }"


def project(folder: Path, **rules: str | bytes) -> Path:
    names = ", ".join(f'"{name}.rq"' for name in rules)
    made = of_sheets(folder, toml=f"[extend]\nrules = [{names}]\n")
    for name, text in rules.items():
        (made / f"{name}.rq").write_bytes(text if isinstance(text, bytes) else text.encode())
    return made


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("CONSTRUCT { ?x ag:note", "rule own, line 1: not SPARQL: "),
        (f"SELECT ?x\n{WHERE}", "line 1: SELECT has no place in a rule"),
        (f"CONSTRUCT {{ ?x ag:affiliatedWith [] }}\n{WHERE}", "rule own, line 1: "),
        ("CONSTRUCT { ?s ag:note ?o }\nWHERE { SERVICE <http://127.0.0.1:1/> { ?s ag:note ?o } }",
         "rule own, line 2: SERVICE has no place in a rule"),
        (b"CONSTRUCT { ?x ag:note '\xff' }", "is not UTF-8: "),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_told_with_its_file_and_nothing_is_written(
    tmp_path: Path, rule: str | bytes, message: str
) -> None:
    folder = project(tmp_path, own=rule)
    with pytest.raises(InvalidQuery) as refused:
        pipeline.build(folder)
    assert str(refused.value).startswith(str(folder / "own.rq"))
    assert message in str(refused.value)
    assert not (folder / "release").exists()


def test_rules_are_applied_until_nothing_new_follows(tmp_path: Path) -> None:
    """Each of these rules waits for what the other one draws."""
    folder = project(
        tmp_path,
        one="CONSTRUCT { ?x ag:rivalOf ?y } WHERE { ?x ag:alliedWith ?y }",
        other="CONSTRUCT { ?y ag:alliedWith ?x } WHERE { ?x ag:allegiantTo ?y }",
        third="CONSTRUCT { ?y ag:targets ?x } WHERE { ?x ag:rivalOf ?y . FILTER(?x != ?y) }",
    )
    drawn = Basis.read(folder).infer().certain.conclusions
    for predicate in (AG.alliedWith, AG.rivalOf, AG.targets):
        for pair in (("northern-brigade", "river-front"), ("river-front", "northern-brigade")):
            assert drawn[tie(pair[0], predicate, pair[1])]


def test_a_rule_of_the_name_of_a_shipped_one_takes_its_place(tmp_path: Path) -> None:
    folder = project(
        tmp_path, **{"harbour-by-own-control": f"CONSTRUCT {{ ?x a ag:Party }} {WHERE}"}
    )
    names = {rule.name for rule in Basis.read(folder).theory.constructs}
    assert "harbour-by-own-control" in names
    drawn = Basis.read(folder).infer().possible.conclusions
    assert tie("old-town", AG.couldHarbourByControl, "northern-brigade") not in drawn
