"""JSON-LD: where the ``@id`` of each node object stands, and where its properties stand.

What an id and a key mean is left to the parser: it is given them alone, in the contexts in which
they stand. Nodes without an ``@id``, those that a map has by their key, and reversed properties
have no lines of their own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.ingest.rdf_guard import context
from kg.ingest.rdf_lines.json_tokens import Object, placed, plain
from kg.ingest.rdf_lines.lines import Places
from kg.ingest.rdf_lines.turtle import LostError
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

_INDEX, _KEY = "urn:kg:lines:index", "urn:kg:lines:key:"
_Chain = tuple[str, ...]  # the contexts in force, as JSON, the outermost first


@dataclass(slots=True)
class _Told:
    """What stands in one chain of contexts: ids with their lines, and the keys of each."""

    ids: list[tuple[str, int, list[tuple[str, int]]]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)  # each with its number


def places(raw: bytes, quads: Iterable[Quad], base: str) -> Iterator[Places]:
    r"""Yield the places of the statements that the parser found in a document.

    >>> raw = b'{"@id": "x:a",\n "x:p": 1}'
    >>> list(places(raw, parse(input=raw, format=RdfFormat.JSON_LD), "x:"))
    [Places(node=1, predicate=2, value=2, graph=0)]
    """
    walk = _Walk()
    walk.all(placed(raw.decode(json.detect_encoding(raw))))
    nodes, properties, graphs = _found(walk, base)
    for subject, predicate, _, graph in quads:
        node = subject.value if isinstance(subject, NamedNode) else ""
        where = graphs.get(graph.value, 0) if isinstance(graph, NamedNode) else 0
        at = properties.get((node, predicate.value), 0)
        yield Places(nodes.get(node, 0), at, at, where)


def _found(
    walk: _Walk, base: str
) -> tuple[dict[str, int], dict[tuple[str, str], int], dict[str, int]]:
    """Return the first lines of nodes, of their properties, and of graphs, by IRI."""
    nodes: dict[str, int] = {}
    properties: dict[tuple[str, str], int] = {}
    graphs: dict[str, int] = {}
    for chain, told in walk.told.items():
        ids, keys = _meanings(chain, told, base)
        for number, (_, line, members) in enumerate(told.ids):
            if (node := ids.get(number)) is None:
                continue
            for key, at in members:
                if key == "@graph":
                    graphs.setdefault(node, line)
                    continue
                nodes.setdefault(node, line)
                if key in keys:
                    properties.setdefault((node, keys[key]), at)
    return nodes, properties, graphs


def _meanings(chain: _Chain, told: _Told, base: str) -> tuple[dict[int, str], dict[str, str]]:
    """Return the IRI of each id, by its number, and that of each key, as the parser reads them."""
    graph = [
        {"@id": text, _INDEX: {"@value": str(number)}}
        for number, (text, _, _) in enumerate(told.ids)
    ]
    # A type is expanded as a key is (JSON-LD 1.1 API, section 5.2: both by the vocabulary).
    graph += [{"@id": f"{_KEY}{number}", "@type": key} for key, number in told.keys.items()]
    document = {"@context": [json.loads(part) for part in chain], "@graph": graph}
    named = list(told.keys)
    ids: dict[int, str] = {}
    keys = {"@type": RDF.type.value}
    try:
        found = parse(input=json.dumps(document), format=RdfFormat.JSON_LD, base_iri=base)
        for subject, predicate, value, _ in found:
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(value, Literal) and predicate.value == _INDEX:
                ids[int(value.value)] = subject.value
            elif isinstance(value, NamedNode) and subject.value.startswith(_KEY):
                keys[named[int(subject.value.removeprefix(_KEY))]] = value.value
    except SyntaxError as error:
        raise LostError from error
    return ids, keys


class _Walk:
    """Goes through a document, keeping the contexts that are in force."""

    def __init__(self) -> None:
        self.told: dict[_Chain, _Told] = {}
        self.todo: list[tuple[object, _Chain]] = []

    def all(self, document: object) -> None:
        self.todo.append((document, ()))
        while self.todo:
            value, chain = self.todo.pop()
            if isinstance(value, list):
                self.todo += ((item, chain) for item in reversed(value))
            elif isinstance(value, Object):
                self._object(value, chain)

    def _object(self, found: Object, outer: _Chain) -> None:
        chain = outer
        for key, _, value in found.members:
            if key == "@context":
                chain += _contexts(plain(value))
        terms = [_definition(chain, key) for key, _, _ in found.members]
        means = [_keyword(m[0], term) for m, term in zip(found.members, terms, strict=True)]
        self._named(found, means, chain)
        for (_, _, value), term, meaning in zip(found.members, terms, means, strict=True):
            if term.get("@type") != "@json" and meaning not in ("@context", "@value"):
                scoped = _contexts(term["@context"]) if "@context" in term else ()
                self.todo.append((value, chain + scoped))

    def _named(self, found: Object, means: list[str], chain: _Chain) -> None:
        """Note what stands in an object, if it is a node that has an id and says something."""
        node: tuple[str, int] | None = None
        members = []
        for (key, line, value), meaning in zip(found.members, means, strict=True):
            if meaning == "@type":  # its context holds in the node alone, not in what that leads to
                chain += _of_types(chain, plain(value))
            if meaning == "@id" and isinstance(value, str):
                node = value, line
            elif meaning in ("@type", "@graph"):
                members.append((meaning, line))
            elif not meaning.startswith("@"):
                members.append((key, line))
        if node and members:
            told = self.told.setdefault(chain, _Told())
            told.ids.append((*node, members))
            for name, _ in members:
                if not name.startswith("@"):
                    told.keys.setdefault(name, len(told.keys))


def _contexts(value: object) -> _Chain:
    return tuple(json.dumps(context(part)) for part in _listed(value))


@lru_cache(maxsize=64)
def _terms(part: str) -> dict[str, object] | None:
    """Return the terms of a context; None of the one that undoes all before it."""
    terms: dict[str, object] | None = json.loads(part)
    return terms


def _definition(chain: _Chain, term: str) -> dict[str, object]:
    """Return what the innermost context says of a term, as an object; empty if it says nothing."""
    for part in reversed(chain):
        terms = _terms(part)
        if terms is None:
            break
        if term in terms:
            known = terms[term]
            return known if isinstance(known, dict) else {"@id": known}
    return {}


def _keyword(key: str, term: dict[str, object]) -> str:
    """Return the keyword that a key is, or is another name for; else the key."""
    named = term.get("@id")
    return named if isinstance(named, str) and named.startswith("@") else key


def _of_types(chain: _Chain, value: object) -> _Chain:
    """Return the contexts that the types of a node bring, in the order of their names."""
    found: _Chain = ()
    for name in sorted(item for item in _listed(value) if isinstance(item, str)):
        term = _definition(chain, name)
        if "@context" in term:
            found += _contexts(term["@context"])
    return found


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
