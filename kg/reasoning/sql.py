"""Rules as SQL, in the part of it that DuckDB and Spark share.

A class is a table of subjects ``s``, a property one of ``s, o``; where facts have time, each row
also has ``f, t``: the first and the last day, as integers. Terms are integers too; those of
literals are negative, so that no rule makes one a subject. What filters ask of literals stands in
two tables more, see `kg.reasoning.measures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reasoning.rules import PropertyAtom, Variable
from kg.vocabulary import OWL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.reasoning.rules import Comparison, Constant, Rule, Term

ALWAYS = (-10_000_000, 10_000_000)  # days; every date of Python's lies well between


def columns(width: int, *, timed: bool) -> tuple[str, ...]:
    """Return the columns of a relation of one or two terms."""
    return ("s", "o")[:width] + (("f", "t") if timed else ())


def select(
    rule: Rule, tables: Sequence[str], number: Callable[[Constant], int], *, timed: bool
) -> str:
    """Return the SELECT that draws a rule's conclusions; `tables` has one for each body atom.

    A contradiction gives the values of the rule's variables, in the order of their names.

    >>> from kg.reasoning.rules import Rule
    >>> from kg.vocabulary import AG
    >>> x, y, z = map(Variable, "xyz")
    >>> step = lambda a, b: PropertyAtom(AG.within, a, b)
    >>> rule = Rule("prp-trp", step(x, z), (step(x, y), step(y, z)))
    >>> print(select(rule, ["new", "old"], lambda term: 0, timed=True))
    SELECT a0.s, a1.o, greatest(a0.f, a1.f), least(a0.t, a1.t)
    FROM new a0, old a1
    WHERE a1.s = a0.o AND greatest(a0.f, a1.f) <= least(a0.t, a1.t)
    """
    places: dict[Variable, str] = {}
    where = _joins(rule, places, number)

    def value(term: Term) -> str:
        return places[term] if isinstance(term, Variable) else str(number(term))

    where += [_comparison(c, value) for c in rule.filters]
    if rule.head is None:
        shown = [places[v] for v in sorted(places, key=str)] or ["0"]
    else:
        shown = [value(term) for term in rule.head.terms]
        where += _head(rule, shown)
    if timed:
        shown += _interval(len(rule.body))
        if len(rule.body) > 1:
            where.append(f"{shown[-2]} <= {shown[-1]}")
    text = f"SELECT {', '.join(shown)}"
    if tables:
        text += "\nFROM " + ", ".join(f"{table} a{n}" for n, table in enumerate(tables))
    return text + (f"\nWHERE {' AND '.join(where)}" if where else "")


def _joins(rule: Rule, places: dict[Variable, str], number: Callable[[Constant], int]) -> list[str]:
    """Return the conditions that the body's terms set, and note where each variable stands."""
    where = []
    for n, atom in enumerate(rule.body):
        for column, term in zip("so", atom.terms, strict=False):
            here = f"a{n}.{column}"
            if not isinstance(term, Variable):
                where.append(f"{here} = {number(term)}")
            elif term in places:
                where.append(f"{here} = {places[term]}")
            else:
                places[term] = here
    return where


def _head(rule: Rule, shown: Sequence[str]) -> list[str]:
    """Return what keeps literals from being subjects, and a thing from being said to be itself."""
    assert rule.head is not None
    where = [f"{shown[0]} > 0"] if shown[0].endswith(".o") else []
    if isinstance(rule.head, PropertyAtom) and rule.head.name == OWL.sameAs:
        where += [f"{shown[1]} > 0"] if shown[1].endswith(".o") else []
        where.append(f"{shown[0]} <> {shown[1]}")
    return where


def _interval(atoms: int) -> list[str]:
    """Return the first and the last day on which all premises hold."""
    if atoms == 0:
        return [str(day) for day in ALWAYS]
    if atoms == 1:
        return ["a0.f", "a0.t"]
    firsts = ", ".join(f"a{n}.f" for n in range(atoms))
    lasts = ", ".join(f"a{n}.t" for n in range(atoms))
    return [f"greatest({firsts})", f"least({lasts})"]


def _comparison(filter_: Comparison, value: Callable[[Term], str]) -> str:
    """Return the condition that a filter sets, by the two tables that say what literals say."""
    sign, left, right = filter_.operator, value(filter_.left), value(filter_.right)
    if sign in ("in", "not in"):
        told = f"l.id = {left} AND l.type = {right} AND l.has = {int(sign == 'in')}"
        return f"EXISTS (SELECT 1 FROM literal_type l WHERE {told})"
    if sign == "is not":  # that they say different things is looked at when they have been found
        return f"{left} < 0 AND {right} < 0 AND {left} <> {right}"
    if sign in ("=", "!=") and any(place.endswith(".s") for place in (left, right)):
        return f"{left} {sign} {right}"  # a subject is no literal
    said = "(SELECT {} FROM literal_value WHERE id = {})"
    one, two = said.format("v", left), said.format("v", right)
    if sign == "=":
        return f"({left} = {right} OR {one} = {two})"
    if sign == "!=":
        return f"({left} <> {right} AND ({left} > 0 OR {right} > 0 OR {one} <> {two}))"
    return f"{one} {sign} {two} AND {said.format('space', left)} = {said.format('space', right)}"


def coalesced(rows: str, key: Sequence[str]) -> str:
    """Return the SELECT of a table's rows with overlapping and adjoining intervals joined.

    The result has, for each key, the fewest intervals that cover the same days.
    """
    keys = ", ".join(key)
    # One piece for each first day: rows that tie would make the two windows disagree.
    return f"""
        WITH pieces AS (SELECT {keys}, f, max(t) AS t FROM {rows} GROUP BY {keys}, f),
        earlier AS (
          SELECT *, max(t) OVER (PARTITION BY {keys} ORDER BY f
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM pieces),
        islands AS (
          SELECT *, sum(CASE WHEN f <= reached + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY {keys} ORDER BY f ROWS UNBOUNDED PRECEDING) AS island FROM earlier)
        SELECT {keys}, min(f) AS f, max(t) AS t FROM islands GROUP BY {keys}, island"""
