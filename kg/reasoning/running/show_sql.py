"""The SQL that rules run as, to be read by people: each rule, then its SELECT, in running order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reasoning.rules import show
from kg.reasoning.running.equality import EQUALITY, by_name
from kg.reasoning.running.planning import plan
from kg.reasoning.running.sql import reading, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reasoning.rules import Constant, Relation, Rule
    from kg.reasoning.running.planning import Plan


def explain_sql(rules: Sequence[Rule], *, timed: bool) -> str:
    """Return the rules in the order in which they run, each as a comment above its SQL.

    Tables bear the names of their relations, and terms stand as they are written where a run has
    their numbers. A group that needs its own heads is repeated on what is new until nothing is.

    >>> from kg.reasoning.compiling.construct import compile_construct
    >>> where = "{ ?a ag:memberOf ?c . ?c ag:allegiantTo ?b }"
    >>> rules = compile_construct(f"CONSTRUCT {{ ?a ag:servesUnder ?b }} WHERE {where}", "serves")
    >>> print(explain_sql(rules, timed=False))
    -- serves: ag:servesUnder(?a, ?b) ← ag:memberOf(?a, ?c), ag:allegiantTo(?c, ?b)
    INSERT INTO "ag:servesUnder"
    SELECT a0.s, a1.o
    FROM "ag:memberOf" a0, "ag:allegiantTo" a1
    WHERE a1.s = a0.o;
    """
    return "\n\n".join(_blocks(rules, timed=timed))


def _blocks(rules: Sequence[Rule], *, timed: bool) -> list[str]:
    more = EQUALITY if by_name(rules) else EQUALITY[:1]
    named = [atom.relation for rule in rules for atom in rule.body]
    planned = plan([*rules, *more], dated=named if timed else ())
    found = [_as_one(planned)]
    for group in planned.groups:
        heads = set(group.heads)
        again = any(planned.forms[a.relation].kept in heads for r in group.rules for a in r.body)
        names = ", ".join(_name(head) for head in group.heads)
        found.append(f"-- {names}: repeated until nothing is new" if again else "")
        found += [_block(rule, planned) for rule in group.rules]
    found += [_block(rule, planned) for rule in rules if rule.head is None]
    return [block for block in found if block]


def _as_one(planned: Plan) -> str:
    """Return the comments that say which relations are kept in the table of another."""
    lines = []
    for relation, form in sorted(planned.forms.items(), key=str):
        if relation != form.kept:
            way = " read backwards" if form.swapped else ""
            lines.append(f"-- {_name(relation)} is {_name(form.kept)}{way}")
        elif form.symmetric and relation != EQUALITY[0].body[0].relation:
            lines.append(f"-- {_name(relation)} has each pair once, read both ways")
    return "\n".join(lines)


def _block(rule: Rule, planned: Plan) -> str:
    sources = []
    for atom in rule.body:
        form = planned.forms[atom.relation]
        sources.append(reading(_name(form.kept), form, dated=form.kept in planned.dated))
    if rule.head is None:
        return f"-- {rule}\n{select(rule, sources, _term, dated=bool(planned.dated))};"
    form = planned.forms[rule.head.relation]
    text = select(rule, sources, _term, form=form, dated=form.kept in planned.dated)
    return f"-- {rule}\nINSERT INTO {_name(form.kept)}\n{text};"


def _name(relation: Relation) -> str:
    """Return the name of a relation's table, that of a class as Turtle has it.

    SQL does not tell capitals from small letters, and so not ag:Origin from ag:origin.
    """
    name = ("a " if relation[0] == "class" else "") + show(relation[1])
    return '"' + name.replace('"', '""') + '"'


def _term(term: Constant) -> str:
    """Return what stands for a term; the comment gives quotes, so that it reads as a text."""
    return "'" + show(term).replace("'", "''") + "'"
