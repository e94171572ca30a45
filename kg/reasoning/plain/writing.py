"""Conclusions as N-Triples: sorted by the numbers of their terms, joined to texts, in pieces."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import NamedNode

from kg.reasoning.plain.loading import numbers
from kg.reasoning.plain.timed_facts import node_parts, node_text
from kg.reasoning.running.fixpoint import OTHER
from kg.reasoning.running.sql import coalesced
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from kg.reasoning.running.fixpoint import Fixpoint

# Of these, that a thing stands so to itself tells a reader nothing.
REFLEXIVE = (OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch)
_PIECE = (100_000, 500_000)  # rows that a thread joins to their texts and sorts at once


def prepare(db: duckdb.DuckDBPyConnection, *, timed: bool) -> None:
    """Make the table ``result`` that conclusions are kept in."""
    more = ", f INTEGER, t INTEGER, mode INTEGER" if timed else ""
    db.execute(f"CREATE TABLE result (s INTEGER, p INTEGER, o INTEGER{more})")


def keep(db: duckdb.DuckDBPyConnection, fixpoint: Fixpoint, mode: int | None) -> None:
    """Add to ``result`` what a fixpoint holds that is neither given nor says nothing."""
    texts = list(_conclusions(db, fixpoint))
    if not texts:
        return
    union = " UNION ALL ".join(texts)
    if not fixpoint.timed:
        known = ("given", "stated")
        unknown = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {k} k WHERE {_SAME})" for k in known)
        db.execute(f"INSERT INTO result SELECT * FROM ({union}) x WHERE {unknown}")
        return
    told = coalesced("facts", ("s", "p", "o"))
    unknown = f"NOT EXISTS (SELECT 1 FROM ({told}) k WHERE {_SAME} AND k.f = x.f AND k.t = x.t)"
    of_mode = "NULL" if mode is None else str(mode)
    db.execute(f"INSERT INTO result SELECT *, {of_mode} FROM ({union}) x WHERE {unknown}")


_SAME = "k.s = x.s AND k.p = x.p AND k.o = x.o"


def _conclusions(db: duckdb.DuckDBPyConnection, fixpoint: Fixpoint) -> Iterator[str]:
    """Yield the SELECT of each relation that may hold conclusions, as s, p, o (and f, t)."""
    ids = numbers(db, (RDF.type, *REFLEXIVE))
    kind = ids[str(RDF.type)]
    loops = ", ".join(str(ids[str(term)]) for term in REFLEXIVE)
    row = db.execute("SELECT min(id) FROM terms WHERE term[1] = '_'").fetchone()
    where = [f"NOT (p IN ({loops}) AND s = o)"]
    if row and row[0] is not None:  # the blank nodes come last
        where.append(f"o < {row[0]}")
    for relation, source in fixpoint.derived():
        if not isinstance(relation[1], NamedNode):
            continue
        columns = "s, p, o"
        if relation != OTHER:
            number = fixpoint.number(relation[1])
            columns = f"s, {kind} AS p, {number} AS o"
            columns = columns if relation[0] == "class" else f"s, {number} AS p, o"
        if fixpoint.timed:
            columns += ", f, t" if source.dated else f", {ALWAYS[0]} AS f, {ALWAYS[1]} AS t"
        text = f"SELECT {columns} FROM {source.text}"
        yield f"SELECT * FROM ({text}) r WHERE {' AND '.join(where)}"


def write(
    db: duckdb.DuckDBPyConnection, out: Path | BinaryIO, *, with_given: bool, timed: bool
) -> None:
    """Write ``result``, sorted; a file is put in place once it is whole."""
    with TemporaryDirectory(dir=out.parent if isinstance(out, Path) else None) as folder:
        pieces = _pieces(db, Path(folder), with_given=with_given, timed=timed)
        if not isinstance(out, Path):
            for piece in pieces:
                _append(piece, out)
            return
        whole = Path(folder) / "whole"
        for piece in pieces:
            if whole.exists():
                with whole.open("ab") as file:
                    _append(piece, file)
            else:  # the first is not copied, and most often there is no other
                piece.rename(whole)
        whole.touch()
        whole.replace(out)


def _append(piece: Path, out: BinaryIO) -> None:
    with piece.open("rb") as lines:
        copyfileobj(lines, out, 1 << 20)
    piece.unlink()


def _pieces(
    db: duckdb.DuckDBPyConnection, folder: Path, *, with_given: bool, timed: bool
) -> Iterator[Path]:
    """Yield files that are the result one after the other; those to come are made meanwhile."""
    plain = ["SELECT s, p, o FROM result"]
    if timed:
        known = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {k} k WHERE {_SAME})" for k in ("given", "stated")
        )
        plain = [f"SELECT s, p, o FROM result x WHERE {known}"]
    if with_given:
        plain += ["SELECT s, p, o FROM given", *(["SELECT s, p, o FROM given_node"] * timed)]
    distinct = "DISTINCT " if with_given or timed else ""
    rows = f"SELECT {distinct}* FROM ({' UNION ALL '.join(plain)})"
    line = "concat(x.s, ' ', x.p, ' ', x.o, ' .') AS line"
    yield from _sorted(db, rows, line, "x.line", folder)
    if timed:
        yield from _sorted(db, "SELECT * FROM result", node_parts(), node_text(), folder)


def _sorted(
    db: duckdb.DuckDBPyConnection, rows: str, parts: str, text: str, folder: Path
) -> Iterator[Path]:
    """Yield files of the lines that SQL makes of rows, in the order of their numbers.

    `parts` is made of the rows' texts before they are sorted, `text` of that while it is written.
    One thread writes faster than several that have to keep an order; so each has its own piece.
    """
    db.execute(f"CREATE OR REPLACE TABLE unordered AS {rows}")
    db.execute(
        """CREATE OR REPLACE TABLE predicate AS
        SELECT * FROM terms WHERE id IN (SELECT DISTINCT p FROM unordered)"""
    )
    names = [name for name, *_ in db.execute("DESCRIBE unordered").fetchall()]
    threads = int(db.execute("SELECT current_setting('threads')").fetchall()[0][0])
    ranges = list(enumerate(_ranges(db, threads)))
    db.execute("SET threads = 1")  # of each connection
    with ThreadPoolExecutor(threads) as workers:
        made = partial(_piece, db, names, parts, text, folder / "piece")
        yield from workers.map(lambda piece: made(*piece), ranges)
    db.execute(f"SET threads = {threads}")


def _piece(  # noqa: PLR0913, PLR0917  (the first are the same for all)
    db: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    parts: str,
    text: str,
    path: Path,
    number: int,
    subjects: tuple[int, int],
) -> Path:
    """Write the rows of a range of subjects to a file."""
    order = ", ".join(f"x.number_{name}" for name in names)
    numbered = ", ".join(f"r.{name} AS number_{name}" for name in names)
    days = ", r.f, r.t, d.term AS mode" if "mode" in names else ""
    mode = "LEFT JOIN terms d ON r.mode = d.id" if days else ""
    path = path.with_suffix(f".{number}")
    with db.cursor() as cursor:
        cursor.execute(
            f"""CREATE TABLE ordered{number} AS SELECT {parts} FROM (
            SELECT {numbered}, a.term AS s, b.term AS p, c.term AS o{days}
            FROM (SELECT * FROM unordered WHERE s BETWEEN {subjects[0]} AND {subjects[1]}) r
            JOIN terms a ON r.s = a.id JOIN predicate b ON r.p = b.id JOIN terms c ON r.o = c.id
            {mode}) x ORDER BY {order}"""
        )
        cursor.execute(
            f"""COPY (SELECT {text} FROM ordered{number} x)
            TO '{str(path).replace("'", "''")}'
            (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"""
        )
        cursor.execute(f"DROP TABLE ordered{number}")
    return path


def _ranges(db: duckdb.DuckDBPyConnection, threads: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of subjects that have about as many rows each as one thread sorts at once."""
    rows = db.execute("SELECT count(*) FROM unordered").fetchall()[0][0]
    size = max(_PIECE[0], min(_PIECE[1], rows // threads + 1))
    found = db.execute(
        f"""SELECT min(s), max(s) FROM (
          SELECT s, (sum(number) OVER (ORDER BY s) - 1) // {size} AS piece
          FROM (SELECT s, count(*) AS number FROM unordered GROUP BY s)
        ) GROUP BY piece ORDER BY piece"""
    )
    yield from found.fetchall()
