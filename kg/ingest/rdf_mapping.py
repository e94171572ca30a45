"""RDF in a vocabulary of its own, brought into ours by CONSTRUCT queries.

The file is loaded into a store of its own, where its default graph and its named graphs are asked
as one. What the queries construct is all that the source says; a subject of the file that none of
them uses is told as left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import InvalidRows, Problem
from kg.ingest.base import LeftOut
from kg.ingest.construct import read_construct, taken_apart, written
from kg.store.lexical import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.ingest.base import Request
    from kg.ingest.rdf_lines import Located

_SIZE = 2000


def queries(request: Request) -> list[str]:
    """Read the queries of the option `mapping`: one file, or all ``.rq`` files of a folder."""
    given = request.file("mapping")
    assert given is not None, "is asked for only where the option is given"
    name = request.options["mapping"].rstrip("/")
    if given.is_file():
        return [read_construct(given, name)]
    files = sorted(given.glob("*.rq")) if given.is_dir() else []
    if not files:
        remedy = "name a file with a CONSTRUCT query, or a folder of such files (.rq)"
        raise InvalidRows([Problem(name, None, None, None, "holds no query", remedy)])
    return _all_read([(path, f"{name}/{path.name}") for path in files])


def _all_read(files: Sequence[tuple[Path, str]]) -> list[str]:
    """Read every file, so that the faults of all are told at once."""
    found: list[str] = []
    problems: list[Problem] = []
    for path, name in files:
        try:
            found.append(read_construct(path, name))
        except InvalidRows as error:
            problems += error.problems
    if problems:
        raise InvalidRows(problems)
    return found


@dataclass(frozen=True, slots=True)
class Mapped:
    """What queries make of a file: statements, the lines of what they are about, and the rest.

    `lines` has the nodes that the file has too, and those whose IRI a query makes (``BIND``) of one
    node of the file alone; `unused` are the subjects that no query uses, with their lines.
    """

    quads: list[Quad]
    lines: Mapping[NamedNode, int]
    unused: list[tuple[NamedNode | BlankNode, int | None]]


def mapped(found: Located, sparql: Sequence[str]) -> Mapped:
    """Return what the queries construct from the statements of a file.

    Used is a subject that stands in a solution of a query, whatever its template makes of it, and
    a blank node that such a subject leads to: a pattern can pass through it without a variable.
    """
    store = ox.Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in found.quads)
    subjects: dict[NamedNode | BlankNode, int] = {}
    for quad, places in found:
        if not isinstance(quad.subject, Triple):
            subjects.setdefault(quad.subject, places.node)
    made: dict[Quad, None] = {}
    used: set[object] = set()
    lines: dict[NamedNode, set[int]] = {}
    for query in sparql:
        triples = store.query(query)
        assert isinstance(triples, ox.QueryTriples)
        made.update(dict.fromkeys(Quad(*triple) for triple in triples))
        _solve(store, query, subjects, used, lines)
    _follow_blank_nodes(store, used)
    kept = {node: line for node, line in subjects.items() if line and isinstance(node, NamedNode)}
    known = {node: next(iter(of)) for node, of in lines.items() if len(of) == 1 and 0 not in of}
    unused = [(term, line or None) for term, line in subjects.items() if term not in used]
    return Mapped(list(made), known | kept, unused)


def _solve(
    store: ox.Store,
    query: str,
    subjects: Mapping[NamedNode | BlankNode, int],
    used: set[object],
    lines: dict[NamedNode, set[int]],
) -> None:
    """Note every term that a variable of the pattern is bound to, and the lines it is made of."""
    parts = taken_apart(query)
    rest = [token.text.upper() for token in parts.rest]
    values = parts.rest[rest.index("VALUES") :] if "VALUES" in rest else ()
    pattern = f"SELECT * WHERE {{ {parts.pattern} }} {written(values)}"
    solutions = store.query(f"{parts.prologue} {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    names = {variable.value for variable in solutions.variables}
    makings = {name: sorted(of & names) for name, of in _makings(parts.pattern).items()}
    for solution in solutions:
        used.update(solution)
        for name, of in makings.items():
            node = solution[name] if name in names else None
            if isinstance(node, NamedNode) and node not in subjects:
                terms = {solution[other] for other in of}
                at = {subjects[term] for term in terms if term in subjects}
                lines.setdefault(node, set()).update(at or {0})


def _makings(pattern: str) -> dict[str, set[str]]:
    """Return the variables that a pattern makes with ``BIND``, and all that each is made of.

    >>> makings = _makings("?s ?p ?o . BIND(STR(?s) AS ?t) BIND(IRI(?t) AS ?u)")
    >>> {name: sorted(of) for name, of in makings.items()}
    {'t': ['s'], 'u': ['s', 't']}
    """
    found: dict[str, set[str]] = {}
    texts = [token.text for token in tokens(pattern)]
    for number, text in enumerate(texts):
        if text.upper() != "BIND":
            continue
        depth, end = 0, number + 1
        while True:
            depth += (texts[end] == "(") - (texts[end] == ")")
            if depth == 0:
                break
            end += 1
        *inner, name = (t[1:] for t in texts[number:end] if t[0] in "?$" and len(t) > 1)
        found.setdefault(name, set()).update(inner)
    for _ in found:  # what is made of something made is made of that too
        for of in found.values():
            of |= {other for name in tuple(of) for other in found.get(name, ())}
    return found


def _follow_blank_nodes(store: ox.Store, used: set[object]) -> None:
    todo = [node for node in used if isinstance(node, (NamedNode, BlankNode))]
    while todo:
        for quad in store.quads_for_pattern(todo.pop(), None, None):
            if isinstance(quad.object, BlankNode) and quad.object not in used:
                used.add(quad.object)
                todo.append(quad.object)


def left_out(made: Mapped, request: Request) -> Iterator[list[LeftOut]]:
    """Yield the subjects that no query uses, some thousands at a time."""
    part: list[LeftOut] = []
    for term, line in made.unused:
        value = str(term) if isinstance(term, BlankNode) else term.value
        part.append(LeftOut(request.name, None, None, value, "no mapping query uses it", line))
        if len(part) == _SIZE:
            yield part
            part = []
    if part:
        yield part
