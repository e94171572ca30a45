"""What follows from RDF files, from file to file in columns: no triple becomes a Python object."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import duckdb
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import DataError
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.plain import loading, timed_facts, writing
from kg.reasoning.rules import FACTUAL, LANGUAGE
from kg.reasoning.running.closure import Contradiction, contradictions, is_fact
from kg.reasoning.running.encoding import BATCH, database
from kg.reasoning.running.fixpoint import Fixpoint
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.reasoning.rules import Constant, Rule

# What an ontology says for people, which may be most of a file, and what timed facts are told by.
_NOTES = (
    *(f"<{RDFS}{name}>" for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *map(str, (timed_facts.SUBJECT, timed_facts.PREDICATE, timed_facts.OBJECT)),
)


def infer_files(  # noqa: PLR0913  (each is an option of the command)
    files: Sequence[Path],
    ontology: Sequence[Path] = (),
    *,
    out: Path | BinaryIO,
    rules: Sequence[Rule] = (),
    with_given: bool = False,
    memory: str = "2GB",
    folder: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Contradiction, ...]:
    r"""Write what follows from files, as sorted N-Triples; return what contradicts itself.

    Axioms are those of the files and of `ontology`. Where a file has timed facts (see
    `timed_facts`) the run is timed, and each conclusion is written as such a node too. `memory`
    bounds the database, which goes on in `folder`, or one of its own, when that is full. Raises
    `InvalidRows` for what cannot be read, `DataError` where even so memory does not suffice.

    >>> import io, tempfile
    >>> from pathlib import Path
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://e.org/> .
    ... :within a owl:TransitiveProperty . :a :within :b . :b :within :c .'''
    >>> out = io.BytesIO()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.ttl").write_text(text, encoding="utf-8")
    ...     found = infer_files([Path(folder) / "a.ttl"], out=out)
    >>> out.getvalue().decode(), found
    ('<http://e.org/a> <http://e.org/within> <http://e.org/c> .\n', ())
    """
    with TemporaryDirectory() as own:
        db = database(memory, folder or Path(own))
        try:
            return _inferred(db, files, ontology, out, rules, with_given, progress)
        except duckdb.OutOfMemoryException as error:
            message = f"{memory} of memory are too little for these facts; allow more"
            raise DataError(message) from error
        finally:
            db.close()


def _inferred(  # noqa: PLR0913, PLR0917  (what `infer_files` was given)
    db: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    ontology: Sequence[Path],
    out: Path | BinaryIO,
    rules: Sequence[Rule],
    with_given: bool,
    progress: Callable[[str], None],
) -> tuple[Contradiction, ...]:
    """Read, close and write by a database; see `infer_files`."""
    db.execute("CREATE TABLE raw (s VARCHAR, p VARCHAR, o VARCHAR)")
    for number, path in enumerate(files):
        progress(f"reading {path}")
        loading.load(db, path, number)
    axioms = [t for n, path in enumerate(ontology, len(files)) for t in _axioms(path, n)]
    compiled = [*compile_rules(Ontology([*axioms, *_axioms_among(db)])), *rules]
    progress("numbering the terms")
    loading.encode(db, [*_constants(compiled), *(t for axiom in axioms for t in axiom)])
    is_timed = timed_facts.take_timed(db)
    _state(db, axioms)
    writing.prepare(db, timed=is_timed)
    found: list[Contradiction] = []
    for mode in timed_facts.modes(db):
        found += _close(db, compiled, mode, timed=is_timed, progress=progress)
    progress("writing")
    writing.write(db, out, with_given=with_given, timed=is_timed)
    return tuple(sorted(dict.fromkeys(found), key=str))


def rules_of(files: Sequence[Path], ontology: Sequence[Path] = ()) -> list[Rule]:
    """Return the rules that the axioms of files are compiled to."""
    axioms = (t for n, path in enumerate((*files, *ontology)) for t in _axioms(path, n))
    return compile_rules(Ontology(t for t in axioms if not is_fact(t)))


def _axioms(path: Path, number: int) -> list[Triple]:
    """Read a file of an ontology; its blank nodes are apart from those of other files."""

    def apart(term: Constant | Triple) -> Constant | Triple:
        return BlankNode(f"f{number}x{term.value}") if isinstance(term, BlankNode) else term

    return [
        Triple(apart(q.subject), q.predicate, apart(q.object))  # type: ignore[arg-type]
        for q in loading.parsed(path)
    ]


def _axioms_among(db: duckdb.DuckDBPyConnection) -> list[Triple]:
    """Return the triples of ``raw`` that speak of terms, and not of individuals."""
    kinds = _of_language("o")
    notes = ", ".join(f"'{note}'" for note in _NOTES)
    rows = db.execute(
        f"""SELECT DISTINCT s, p, o FROM raw WHERE {_of_language("p")} AND p NOT IN ({notes})
        AND (p <> '{RDF.type}' OR {kinds}) ORDER BY s, p, o"""
    )
    found: list[Triple] = []
    while batch := rows.fetchmany(BATCH):
        text = "".join(f"{s} {p} {o} .\n" for s, p, o in batch)
        found += [quad.triple for quad in parse(input=text, format=RdfFormat.N_TRIPLES)]
    return found


def _of_language(column: str) -> str:
    """Return the SQL that tells a term of RDF, RDFS or OWL from one that names a relation."""
    begun = " OR ".join(f"starts_with({column}, '<{prefix}')" for prefix in LANGUAGE)
    factual = ", ".join(f"'<{name}>'" for name in sorted(FACTUAL))
    return f"(({begun}) AND {column} NOT IN ({factual}))"


def _constants(rules: Iterable[Rule]) -> list[Constant | NamedNode]:
    """Return the terms that rules name, and those that are needed whatever the rules are."""
    found: list[Constant] = [OWL.sameAs, OWL.differentFrom, *timed_facts.TERMS, *writing.REFLEXIVE]
    for rule in rules:
        for atom in (*rule.body, *([rule.head] if rule.head else [])):
            terms = (atom.relation[1], *atom.terms)
            found += [t for t in terms if isinstance(t, NamedNode | BlankNode | Literal)]
        sides = [side for f in rule.filters for side in (f.left, f.right)]
        found += [t for t in sides if isinstance(t, NamedNode | BlankNode | Literal)]
    return list(dict.fromkeys(found))


def _state(db: duckdb.DuckDBPyConnection, axioms: Sequence[Triple]) -> None:
    """Make ``stated`` of the ontology's triples, and ``fact`` of all that speaks of individuals."""
    ids = loading.numbers(db, (term for axiom in axioms for term in axiom))
    columns = [[ids[str(axiom[place])] for axiom in axioms] for place in range(3)]
    listed = ", ".join(f"unnest(?::INTEGER[]) AS {name}" for name in "spo")
    db.execute(f"CREATE TABLE stated AS SELECT {listed}", columns)
    language = db.execute(f"SELECT id FROM terms WHERE {_of_language('term')}").fetchall()
    terms = ", ".join(str(n) for (n,) in language)
    kind = loading.numbers(db, [RDF.type])[str(RDF.type)]
    is_fact = f"(p NOT IN ({terms}) OR (p = {kind} AND o > 0 AND o NOT IN ({terms})))"
    db.execute(
        f"""CREATE VIEW fact AS SELECT s, p, o FROM given WHERE {is_fact}
        UNION ALL SELECT s, p, o FROM stated WHERE {is_fact}"""
    )


def _close(
    db: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    mode: int | None,
    *,
    timed: bool,
    progress: Callable[[str], None],
) -> list[Contradiction]:
    """Close the facts of one mode, keep what follows for writing, return the contradictions."""
    facts = "SELECT s, p, o FROM fact"
    if timed:
        of_mode = f" WHERE mode IS NULL OR mode = {mode}" if mode is not None else ""
        facts = f"""SELECT s, p, o, {ALWAYS[0]} AS f, {ALWAYS[1]} AS t FROM fact
            UNION ALL SELECT s, p, o, f, t FROM timed_fact{of_mode}"""
    # In order, so that what is not of a relation need not be read for it.
    db.execute(f"CREATE OR REPLACE TABLE facts AS SELECT * FROM ({facts}) ORDER BY p, o")
    ids = loading.numbers(db, _constants(rules))
    terms = partial(loading.terms, db)
    fixpoint = Fixpoint(db, rules, lambda term: ids[str(term)], terms, timed=timed)
    fixpoint.run(progress)
    writing.keep(db, fixpoint, mode)
    rows = list(fixpoint.contradictions())
    width = -2 if timed else None
    numbers = {number for _, row in rows for number in row[:width]}
    return contradictions(rows, loading.terms(db, numbers), timed=timed)
