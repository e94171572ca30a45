"""Facts with dates in plain RDF: a node ag:TimedFact that says what holds, from when, until when.

The fact is told by rdf:subject, rdf:predicate and rdf:object; ag:holdsFrom and ag:holdsUntil are
its first and last day (xsd:date), open if left out. With ag:mode, facts of ag:CertainMode and of
ag:PossibleMode are closed apart; a fact without a mode counts in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import InvalidRows, Problem
from kg.reasoning.facts import BASE
from kg.reasoning.plain.loading import numbers
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

TIMED, FROM, UNTIL, MODE, CERTAIN, POSSIBLE = (
    NamedNode(f"{PREFIXES['ag']}{name}")
    for name in (
        "TimedFact", "holdsFrom", "holdsUntil", "mode", "CertainMode", "PossibleMode",
    )
)  # fmt: skip
SUBJECT, PREDICATE, OBJECT = (
    NamedNode(f"{PREFIXES['rdf']}{name}") for name in ("subject", "predicate", "object")
)
_PARTS = {"s": SUBJECT, "p": PREDICATE, "o": OBJECT, "f": FROM, "t": UNTIL, "mode": MODE}
TERMS = (RDF.type, TIMED, *_PARTS.values(), CERTAIN, POSSIBLE)
_DATE = f"^^<{PREFIXES['xsd']}date>"


def take_timed(db: duckdb.DuckDBPyConnection) -> bool:
    """Move the timed facts of ``given`` to ``timed_fact`` (s, p, o, f, t, mode); tell if any.

    Days are those of ``date.toordinal()``, mode is an id or null. Raises `InvalidRows` for a node
    that lacks a part, has two of one, or has dates that are none or the wrong way round.
    """
    ids = numbers(db, TERMS)
    nodes = f"SELECT s FROM given WHERE p = {ids[str(RDF.type)]} AND o = {ids[str(TIMED)]}"
    db.execute(f"CREATE TABLE timed_node AS SELECT DISTINCT s FROM ({nodes})")
    parts = {column: ids[str(term)] for column, term in _PARTS.items()}
    values = ", ".join(
        f"max(o) FILTER (p = {n}) AS {c}, {_count(n)} AS {c}_count" for c, n in parts.items()
    )
    listed = ", ".join(map(str, parts.values()))
    db.execute(
        f"""CREATE TABLE timed_part AS SELECT s AS node, {values} FROM given
        WHERE s IN (SELECT s FROM timed_node) AND p IN ({listed}) GROUP BY s"""
    )
    db.execute(
        f"""CREATE TABLE timed_fact AS SELECT node, x.s, x.p, x.o, x.mode,
          {_day("x.f", "a", ALWAYS[0])} AS f, {_day("x.t", "b", ALWAYS[1])} AS t,
          s_count, p_count, o_count, f_count, t_count, mode_count
        FROM timed_part x LEFT JOIN terms a ON x.f = a.id LEFT JOIN terms b ON x.t = b.id"""
    )
    _refuse_faults(db, [ids[str(CERTAIN)], ids[str(POSSIBLE)]])
    gone = f"s IN (SELECT s FROM timed_node) AND (p IN ({listed}) OR o = {ids[str(TIMED)]})"
    row = db.execute("SELECT count(*) FROM timed_node").fetchone()
    if row and row[0]:
        db.execute(f"CREATE TABLE given_node AS SELECT * FROM given WHERE {gone}")
        db.execute(f"DELETE FROM given WHERE {gone}")
    return bool(row and row[0])


def _count(predicate: int) -> str:
    """Return the SQL of how many different objects a predicate has: none, one, or 2 for more."""
    least, greatest = (f"{of}(o) FILTER (p = {predicate})" for of in ("min", "max"))
    return f"CASE WHEN {least} IS NULL THEN 0 WHEN {least} = {greatest} THEN 1 ELSE 2 END"


def _day(column: str, term: str, default: int) -> str:
    """Return the SQL of a day's number; null for what is no date."""
    date = f"try_cast({term}.term[2:-{len(_DATE) + 2}] AS DATE)"
    is_date = f"ends_with({term}.term, '{_DATE}')"
    number = f"(CASE WHEN {is_date} THEN {date} - DATE '0001-01-01' + 1 END)"
    return f"CASE WHEN {column} IS NULL THEN {default} ELSE {number} END::INTEGER"


def _refuse_faults(db: duckdb.DuckDBPyConnection, modes: Sequence[int]) -> None:
    """Raise `InvalidRows` with the nodes that cannot be used."""
    checks = {
        "s_count <> 1 OR p_count <> 1 OR o_count <> 1": (
            "does not have one rdf:subject, rdf:predicate and rdf:object", "write each once",
        ),
        "x.s < 0 OR x.p < 0": (
            "has a text for its rdf:subject or rdf:predicate", "write an IRI",
        ),
        "f_count > 1 OR t_count > 1 OR mode_count > 1": (
            "has two dates or modes of one kind", "make a node of its own for each span",
        ),
        "x.f IS NULL OR x.t IS NULL": (
            "has an ag:holdsFrom or ag:holdsUntil that is no date", "write an xsd:date",
        ),
        "x.f > x.t": ("ends before it begins", "correct ag:holdsFrom or ag:holdsUntil"),
        f"x.mode NOT IN ({modes[0]}, {modes[1]})": (
            "has a mode that is none", "write ag:CertainMode or ag:PossibleMode",
        ),
    }  # fmt: skip
    missing = "SELECT s FROM timed_node WHERE s NOT IN (SELECT node FROM timed_fact)"
    bad = [(f"SELECT id FROM ({missing}) JOIN terms ON s = id", next(iter(checks.values())))]
    bad += [(f"SELECT node FROM timed_fact x WHERE {test}", said) for test, said in checks.items()]
    problems = [
        Problem(term, None, None, None, message, remedy)
        for nodes, (message, remedy) in bad
        for (term,) in db.execute(
            f"SELECT term FROM terms WHERE id IN ({nodes}) ORDER BY term"
        ).fetchall()
    ]
    if problems:
        raise InvalidRows(problems)


def modes(db: duckdb.DuckDBPyConnection) -> list[int | None]:
    """Return the modes to be closed apart: none, if no fact has a mode."""
    rows = db.execute("SELECT DISTINCT mode FROM timed_fact WHERE mode IS NOT NULL").fetchall()
    if not rows:
        return [None]
    ids = numbers(db, (CERTAIN, POSSIBLE))
    return [ids[str(CERTAIN)], ids[str(POSSIBLE)]]


def node_parts() -> str:
    """Return the SQL of what `node_text` needs of a fact ``x`` of texts s, p, o, mode, days f, t.

    The node's IRI is that of `kg.reasoning.facts.TimedFact.node`.
    """
    first, last = (_date_text(c, open_) for c, open_ in zip("ft", ALWAYS, strict=True))
    said = ", ' ', ".join(["x.s", "x.p", "x.o", "coalesce(x.mode, '')", first, last])
    node = f"concat('<{BASE}fact/', sha256(concat({said}))[:32], '> ') AS node"
    return f"{node}, x.s, x.p, x.o, x.mode, {first} AS f, {last} AS t"


def node_text() -> str:
    """Return the SQL of the lines that tell of a fact, from ``x`` as `node_parts` gives it."""
    lines = [f"x.node, '{RDF.type} {TIMED} .'"]
    lines += [f"x.node, '{_PARTS[c]} ', x.{c}, ' .'" for c in "spo"]
    open_ = [
        f"CASE WHEN x.{c} <> '' THEN concat(chr(10), x.node, '{_PARTS[c]} ', x.{c}, ' .') END"
        for c in ("f", "t", "mode")
    ]
    return f"concat({', chr(10), '.join(lines)}, {', '.join(open_)})"


def _date_text(column: str, open_: int) -> str:
    day = f"(DATE '0001-01-01' + (x.{column} - 1))"
    text = f"""concat('"', {day}::VARCHAR, '"{_DATE}')"""
    return f"CASE WHEN x.{column} = {open_} THEN '' ELSE {text} END"
