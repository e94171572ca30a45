"""Rules as SQL, in the part of it that DuckDB and Spark share.

A class is a table of subjects ``s``, a property one of ``s, o``; where facts have dates, each row
also has ``f, t``: the first and the last day, as integers. Terms are integers too; those of
literals are negative, so that no rule makes one a subject. What filters ask of literals stands in
two tables more, see `kg.reasoning.running.measures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.reasoning.rules import ClassAtom, PropertyAtom, Variable
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.reasoning.rules import Comparison, Constant, Relation, Rule, Term
    from kg.reasoning.running.planning import Form


@dataclass(frozen=True, slots=True)
class Source:
    """What an atom is read from: a table or a SELECT in brackets; whether its rows have days."""

    text: str
    dated: bool = False


def width(relation: Relation) -> int:
    """Return the number of terms that a fact of the relation has."""
    return 1 if relation[0] == "class" else 2


def columns(width: int, *, dated: bool) -> tuple[str, ...]:
    """Return the columns of a relation of one or two terms."""
    return ("s", "o")[:width] + (("f", "t") if dated else ())


def reading(table: str, form: Form, *, dated: bool) -> Source:
    """Return a relation as its atoms are to read it, whatever way it is kept in."""
    days = ", f, t" if dated else ""
    turned = f"SELECT o AS s, s AS o{days} FROM {table}"
    if form.symmetric:
        both = f"SELECT s, o{days} FROM {table} UNION ALL {turned} WHERE s <> o"
        return Source(f"({both})", dated)
    return Source(f"({turned})" if form.swapped else table, dated)


def kept(values: Sequence[str], form: Form) -> list[str]:
    """Return the terms of a fact as its table keeps them."""
    if form.symmetric:
        one, two = values
        return [f"least({one}, {two})", f"greatest({one}, {two})"]
    return list(reversed(values)) if form.swapped else list(values)


def select(
    rule: Rule,
    sources: Sequence[Source],
    number: Callable[[Constant], str | int],
    *,
    form: Form | None = None,
    dated: bool,
) -> str:
    """Return the SELECT that draws a rule's conclusions; `sources` has one for each body atom.

    The columns are those of the head's table, as `form` keeps it. A contradiction gives the values
    of the rule's variables, in the order of their names. With `dated`, days come last.

    >>> from kg.reasoning.rules import Rule
    >>> from kg.vocabulary import AG
    >>> x, y, z = map(Variable, "xyz")
    >>> step = lambda a, b: PropertyAtom(AG.within, a, b)
    >>> rule = Rule("prp-trp", step(x, z), (step(x, y), step(y, z)))
    >>> print(select(rule, [Source("new", True), Source("old", True)], lambda term: 0, dated=True))
    SELECT a0.s, a1.o, greatest(a0.f, a1.f), least(a0.t, a1.t)
    FROM new a0, old a1
    WHERE a1.s = a0.o AND greatest(a0.f, a1.f) <= least(a0.t, a1.t)
    """
    places: dict[Variable, str] = {}
    where = _joins(rule, places, number)

    def value(term: Term) -> str:
        return places[term] if isinstance(term, Variable) else str(number(term))

    where += [_plainly(c, value) for c in rule.filters if _is_plain(c, places)]
    measured = [c for c in rule.filters if not _is_plain(c, places)]
    if rule.head is None:
        shown = [places[v] for v in sorted(places, key=str)] or ["0"]
    else:
        shown = [value(term) for term in rule.head.terms]
        where += _head(rule, shown)
        shown = kept(shown, form) if form and not isinstance(rule.head, ClassAtom) else shown
    if dated:
        with_days = [f"a{n}" for n, source in enumerate(sources) if source.dated]
        shown += interval(with_days)
        if len(with_days) > 1:
            where.append(f"{shown[-2]} <= {shown[-1]}")
    if measured:
        sides = dict.fromkeys(value(side) for c in measured for side in _literals(c))
        asked = {place: f"v{n}" for n, place in enumerate(sides)}
        named = [f"{place} AS c{n}" for n, place in enumerate(shown)]
        shown = [*named, *(f"{place} AS {name}" for place, name in asked.items())]
    text = f"SELECT {', '.join(shown)}"
    if sources:
        text += "\nFROM " + ", ".join(f"{source.text} a{n}" for n, source in enumerate(sources))
    text += f"\nWHERE {' AND '.join(where)}" if where else ""
    if not measured:
        return text

    def name(side: Term) -> str:
        return asked.get(value(side), value(side))

    told = [(c.operator, name(c.left), name(c.right)) for c in measured]
    return _measured(text, len(named), told)


def _literals(filter_: Comparison) -> tuple[Term, ...]:
    """Return the sides of a filter that are looked up among literals; a datatype is none."""
    return (filter_.left,) if "in" in filter_.operator else (filter_.left, filter_.right)


def _joins(
    rule: Rule, places: dict[Variable, str], number: Callable[[Constant], str | int]
) -> list[str]:
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


def interval(tables: Sequence[str]) -> list[str]:
    """Return the first and the last day on which rows of all these tables hold."""
    if not tables:
        return [str(day) for day in ALWAYS]
    if len(tables) == 1:
        return [f"{tables[0]}.f", f"{tables[0]}.t"]
    firsts = ", ".join(f"{table}.f" for table in tables)
    lasts = ", ".join(f"{table}.t" for table in tables)
    return [f"greatest({firsts})", f"least({lasts})"]


def _is_plain(filter_: Comparison, places: Mapping[Variable, str]) -> bool:
    """Whether numbers alone decide a filter: a subject is no literal, nor is an IRI."""
    if filter_.operator == "is not":
        return True  # that they say different things is looked at when they have been found
    sides = (filter_.left, filter_.right)
    return filter_.operator in ("=", "!=") and any(
        places[t].endswith(".s") if isinstance(t, Variable) else not isinstance(t, Literal)
        for t in sides
    )


def _plainly(filter_: Comparison, value: Callable[[Term], str]) -> str:
    left, right = value(filter_.left), value(filter_.right)
    if filter_.operator == "is not":
        return f"{left} < 0 AND {right} < 0 AND {left} <> {right}"
    return f"{left} {filter_.operator} {right}"


def _measured(drawn: str, width: int, filters: Sequence[tuple[str, str, str]]) -> str:
    """Return a SELECT over what was drawn, by the two tables that say what literals say.

    It stands around the joins, so that these are planned without it. `filters` are operators with
    the names of their two sides, or the number of a datatype.
    """
    columns = [f"c{n}" for n in range(width)]
    compared = [both for sign, *both in filters if "in" not in sign]
    sides = sorted({side for both in compared for side in both})
    tables = "".join(f"\nLEFT JOIN literal_value l{v} ON l{v}.id = r.{v}" for v in sides)
    where = [_by_value(*one) for one in filters]
    names = ", ".join(f"r.{column}" for column in columns)
    return f"SELECT {names}\nFROM ({drawn}) r{tables}\nWHERE {' AND '.join(where)}"


def _by_value(sign: str, left: str, right: str) -> str:
    if sign in ("in", "not in"):
        told = f"l.id = r.{left} AND l.type = {right} AND l.has = {int(sign == 'in')}"
        return f"EXISTS (SELECT 1 FROM literal_type l WHERE {told})"
    one, two = f"l{left}.v", f"l{right}.v"
    if sign == "=":
        return f"(r.{left} = r.{right} OR {one} = {two})"
    if sign == "!=":
        return f"(r.{left} <> r.{right} AND (r.{left} > 0 OR r.{right} > 0 OR {one} <> {two}))"
    return f"{one} {sign} {two} AND l{left}.space = l{right}.space"


def coalesced(rows: str, key: Sequence[str]) -> str:
    """Return the SELECT of rows with overlapping and adjoining intervals joined.

    The result has, for each key, the fewest intervals that cover the same days.
    """
    keys = ", ".join(key)
    part = f"PARTITION BY {keys}"
    # An interval begins where all before it have ended; it ends with the last of those that come
    # before the next one begins.
    return f"""
        SELECT {keys}, f, coalesce(lead(reached) OVER ({part} ORDER BY f), final) AS t FROM (
          SELECT {keys}, f,
            max(t) OVER ({part} ORDER BY f, t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
              AS reached,
            max(t) OVER ({part}) AS final
          FROM {rows})
        WHERE reached IS NULL OR f > reached + 1"""


def same(one: str, two: str, columns: Sequence[str]) -> str:
    """Return the condition that two tables agree in some columns."""
    return " AND ".join(f"{one}.{column} = {two}.{column}" for column in columns)
