"""RDF in a vocabulary of its own, brought into ours by CONSTRUCT queries.

The file is loaded into a store of its own, where its default graph and its named graphs are asked
as one. What the queries construct is all that the source says; a subject of the file that none of
them uses is told as left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import InvalidRows, Problem
from kg.ingest.base import LeftOut
from kg.ingest.construct import read_construct, taken_apart, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.ingest.base import Request

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


def mapped(
    quads: Iterable[Quad], sparql: Sequence[str]
) -> tuple[list[Quad], list[NamedNode | BlankNode]]:
    """Return what the queries construct from the quads, and the subjects that none of them uses.

    Used is a subject that stands in a solution of a query, whatever its template makes of it, and
    a blank node that such a subject leads to: a pattern can pass through it without a variable.
    """
    store = ox.Store()
    kept = list(quads)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in kept)
    made: dict[Quad, None] = {}
    used: set[object] = set()
    for query in sparql:
        triples = store.query(query)
        assert isinstance(triples, ox.QueryTriples)
        made.update(dict.fromkeys(Quad(*triple) for triple in triples))
        used.update(_bound(store, query))
    _follow_blank_nodes(store, used)
    subjects = dict.fromkeys(q.subject for q in kept if not isinstance(q.subject, Triple))
    return list(made), [term for term in subjects if term not in used]


def _bound(store: ox.Store, query: str) -> Iterator[object]:
    """Yield every term that a variable of the query's pattern is bound to."""
    parts = taken_apart(query)
    rest = [token.text.upper() for token in parts.rest]
    values = parts.rest[rest.index("VALUES") :] if "VALUES" in rest else ()
    pattern = f"SELECT * WHERE {{ {parts.pattern} }} {written(values)}"
    solutions = store.query(f"{parts.prologue} {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield from solution


def _follow_blank_nodes(store: ox.Store, used: set[object]) -> None:
    todo = [node for node in used if isinstance(node, (NamedNode, BlankNode))]
    while todo:
        for quad in store.quads_for_pattern(todo.pop(), None, None):
            if isinstance(quad.object, BlankNode) and quad.object not in used:
                used.add(quad.object)
                todo.append(quad.object)


def left_out(
    subjects: Iterable[NamedNode | BlankNode], request: Request
) -> Iterator[list[LeftOut]]:
    """Yield the subjects that no query uses, some thousands at a time."""
    part: list[LeftOut] = []
    for term in subjects:
        value = str(term) if isinstance(term, BlankNode) else term.value
        part.append(LeftOut(request.name, None, None, value, "no mapping query uses it"))
        if len(part) == _SIZE:
            yield part
            part = []
    if part:
        yield part
