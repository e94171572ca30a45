"""RDF files as columns of integers: lines of N-Triples and N-Quads are read by DuckDB itself.

A line is read so if it is as the canonical form has it (RDF 1.2 N-Triples, section 4): then two
spellings of one term cannot meet. All other lines, and all other syntaxes, go through the parser of
Oxigraph, which writes terms canonically and tells what is wrong in which line.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import duckdb
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.errors import InvalidRows, Problem
from kg.model.blank import numbered
from kg.reasoning.running.encoding import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from kg.reasoning.rules import Constant

_REIFY = "write it as an ag:TimedFact"
BASE = "https://example.org/"
_LINES = {".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS}
_NESTED = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}
_IRI = r"""<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|^`\\%\[\]]*>"""
_NODE = rf"({_IRI}|_:[A-Za-z0-9]+)"
_LITERAL = rf"""("([^"\\\x00-\x1f\x7f]|\\["\\nr])*"(@[a-z]+(-[a-z0-9]+)*|\^\^{_IRI})?)"""
_OBJECT = f"({_NODE}|{_LITERAL})"
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"  # which the canonical form leaves out
# No text has these four in a row; if one does, the parser reads the file.
_NO_SEPARATOR = "\x01\x02\x03\x04"
# Bytes that a thread reads at once: few enough that small files too are read by all threads. The
# parser reads a file with a line that is longer than half of that.
_BUFFER = 1 << 22


def load(db: duckdb.DuckDBPyConnection, path: Path, number: int) -> None:
    """Add the triples of a file to the table ``raw`` (s, p, o as texts), its blank nodes apart.

    Raises `InvalidRows` with the line of the fault.
    """
    suffix = path.suffix.lower()
    if suffix not in _LINES:
        return _insert(db, path, parsed(path), number)
    try:
        _read_lines(db, path, number)
    except (duckdb.InvalidInputException, duckdb.NotImplementedException):
        # No text of short lines: the parser tells why, or reads it.
        _insert(db, path, parsed(path), number)
    return None


def _read_lines(db: duckdb.DuckDBPyConnection, path: Path, number: int) -> None:
    """Add the lines in canonical form by columns, and then the others."""
    has_graphs = path.suffix.lower() == ".nq"
    graph = f"( {_NODE})?" if has_graphs else ""
    rest = "line[length(s) + length(p) + 3 : -3]"
    obj = f"regexp_extract({rest}, {_quoted('^' + _OBJECT)})" if has_graphs else rest
    pattern = rf"{_NODE} {_IRI} {_OBJECT}{graph} \."
    name = str(path).replace("'", "''")
    # An unusual line has no predicate at first, and stands where its subject will.
    db.execute(
        f"""INSERT INTO raw
        SELECT CASE WHEN is_usual THEN {_apart("s", number)} ELSE line END,
          CASE WHEN is_usual THEN p END, {_apart("o", number)}
        FROM (
          SELECT line, s, p, is_usual, {obj} AS o FROM (
            SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p,
              regexp_full_match(line, {_quoted(pattern)})
                AND NOT contains(line, {_quoted(_STRING)}) AS is_usual
            FROM read_csv('{name}', columns = {{'line': 'VARCHAR'}}, delim = '{_NO_SEPARATOR}',
              quote = '', escape = '', header = false, auto_detect = false,
              max_line_size = {_BUFFER // 2}, buffer_size = {_BUFFER})
            WHERE line IS NOT NULL AND NOT starts_with(line, '#')))"""
    )
    db.execute("CREATE OR REPLACE TABLE unusual AS SELECT s FROM raw WHERE p IS NULL")
    found = db.cursor().execute("SELECT s FROM unusual")
    if rows := found.fetchmany(BATCH):
        db.execute("DELETE FROM raw WHERE p IS NULL")
    while rows:
        _insert(db, path, _parsed_lines(path, [line for (line,) in rows]), number)
        rows = found.fetchmany(BATCH)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _apart(term: str, number: int) -> str:
    """Return the SQL of a column of terms, blank nodes with the number of their file."""
    return f"CASE WHEN starts_with({term}, '_') THEN '_:f{number}x' || {term}[3:] ELSE {term} END"


def _parsed_lines(path: Path, lines: list[str]) -> list[Quad]:
    try:
        return list(parse(input="\n".join(lines), format=_LINES[path.suffix.lower()]))
    except SyntaxError as error:
        for _ in parsed(path):  # raises, with the number of the line in the file
            pass
        raise _fault(path, error) from error


def parsed(path: Path) -> Iterator[Quad]:
    """Yield the quads of a file; of the syntaxes that can lead elsewhere, guarded."""
    suffix = path.suffix.lower()
    if suffix not in _LINES and suffix not in _NESTED:
        from kg.ingest import rdf  # noqa: PLC0415  (takes as long as reading 100,000 lines)

        yield from rdf.quads(path, str(path), BASE)
        return
    try:
        if suffix in _LINES:
            yield from parse(path=path, format=_LINES[suffix])
        else:
            found = parse(path=path, format=_NESTED[suffix], base_iri=BASE)
            yield from numbered(found, lambda n: BlankNode(f"b{n}"))
    except (SyntaxError, ValueError) as error:
        raise _fault(path, error) from error


def _fault(path: Path, error: Exception) -> InvalidRows:
    row = getattr(error, "lineno", None)
    return InvalidRows([Problem(str(path), row, None, None, str(error), "correct this line")])


def _insert(db: duckdb.DuckDBPyConnection, path: Path, quads: Iterable[Quad], number: int) -> None:
    """Add parsed quads to ``raw``, in batches."""

    def text(term: object) -> str:
        if isinstance(term, Triple):
            raise InvalidRows(
                [Problem(str(path), None, None, str(term), "is a triple inside a triple", _REIFY)]
            )
        return f"_:f{number}x{term.value}" if isinstance(term, BlankNode) else str(term)

    rows = iter(quads)
    while batch := list(islice(rows, BATCH)):
        columns = [
            [text(q.subject) for q in batch],
            [str(q.predicate) for q in batch],
            [text(q.object) for q in batch],
        ]
        listed = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
        db.execute(f"INSERT INTO raw SELECT {listed}", columns)


def encode(db: duckdb.DuckDBPyConnection, constants: Iterable[object]) -> None:
    """Make ``terms`` (id, term) of all texts in ``raw`` and of the constants, and ``given`` of ids.

    The ids stand in the order of the texts; those of literals, which come first, below zero.
    """
    db.execute(
        "CREATE TABLE constant AS SELECT unnest(?::VARCHAR[]) AS term", [list(map(str, constants))]
    )
    db.execute(
        """CREATE TABLE distinct_terms AS SELECT DISTINCT term FROM (
        SELECT s AS term FROM raw UNION ALL SELECT o FROM raw
        UNION ALL (SELECT DISTINCT p FROM raw) UNION ALL SELECT term FROM constant)"""
    )
    literals = _one(db, "SELECT count(*) FROM distinct_terms WHERE term[1] = '\"'")
    db.execute(
        f"""CREATE TABLE terms AS SELECT (row_number() OVER (ORDER BY term) - {literals}
        - CASE WHEN term[1] = '"' THEN 1 ELSE 0 END)::INTEGER AS id, term FROM distinct_terms"""
    )
    db.execute("DROP TABLE distinct_terms")
    db.execute(
        """CREATE TABLE given AS SELECT a.id AS s, b.id AS p, c.id AS o
        FROM raw JOIN terms a ON raw.s = a.term
        JOIN (SELECT * FROM terms WHERE term IN (SELECT DISTINCT p FROM raw)) b ON raw.p = b.term
        JOIN terms c ON raw.o = c.term"""
    )
    db.execute("DROP TABLE raw")


def _one(db: duckdb.DuckDBPyConnection, text: str) -> int:
    row = db.execute(text).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def numbers(db: duckdb.DuckDBPyConnection, terms: Iterable[object]) -> dict[str, int]:
    """Return the ids of terms, by their texts."""
    texts = list(dict.fromkeys(map(str, terms)))
    found = db.execute(
        "SELECT term, id FROM terms WHERE term IN (SELECT unnest(?::VARCHAR[]))", [texts]
    )
    return dict(found.fetchall())


def terms(db: duckdb.DuckDBPyConnection, ids: Iterable[int]) -> dict[int, Constant]:
    """Return the terms of ids."""
    asked = "SELECT id, term FROM terms WHERE id IN (SELECT unnest(?::INTEGER[]))"
    rows = db.execute(asked, [list(ids)]).fetchall()
    text = "".join(f"<x:s> <x:p> {term} .\n" for _, term in rows)
    quads = parse(input=text, format=RdfFormat.N_TRIPLES)
    return {n: quad.object for (n, _), quad in zip(rows, quads, strict=True)}
