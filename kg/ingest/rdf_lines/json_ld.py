"""JSON-LD: where each node object with an ``@id`` begins, and where its properties stand.

What an id and a key mean is left to the parser: it is given them alone, in the contexts in which
they stand. Nodes without an ``@id``, those that a map has by their key, and reversed properties have
no lines of their own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
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
    """Yield the places of the statements that the parser found in a document.

    >>> raw = b'{"@id": "x:a",\\n "x:p": 1}'
    >>> list(places(raw, parse(input=raw, format=RdfFormat.JSON_LD), "x:"))
    [Places(node=1, predicate=2, value=2, graph=0)]
    """
    walk = _Walk()
    walk.all(placed(raw.decode()))
    nodes: dict[str, int] = {}
    properties: dict[tuple[str, str], int] = {}
    for chain, told in walk.told.items():
        ids, keys = _meanings(chain, told, base)
        for number, (_, line, members) in enumerate(told.ids):
            if (node := ids.get(number)) is None:
                continue
            nodes.setdefault(node, line)
            for key, at in members:
                if key in keys:
                    properties.setdefault((node, keys[key]), at)
    for subject, predicate, _, graph in quads:
        assert isinstance(predicate, NamedNode)
        node = subject.value if isinstance(subject, NamedNode) else ""
        where = nodes.get(graph.value, 0) if isinstance(graph, NamedNode) else 0
        at = properties.get((node, predicate.value), 0)
        yield Places(nodes.get(node, 0), at, at, where)


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
        chain = outer + _chain(plain(found.get("@context")), is_given="@context" in _names(found))
        terms = {key: _definition(chain, key) for key, _, _ in found.members}
        means = {key: _keyword(key, term) for key, term in terms.items()}
        own = chain  # a context of a type holds in the node alone, not in what it leads to
        for key, _, value in found.members:
            if means[key] == "@type":
                own += _of_types(chain, plain(value))
        members = []
        for key, line, value in found.members:
            term = terms[key]
            if means[key] == "@type" or not means[key].startswith("@"):
                members.append((key if means[key] != "@type" else "@type", line))
            if _is_json(term) or means[key] in ("@context", "@value"):
                continue
            scoped = _chain(term.get("@context"), is_given="@context" in term)
            self.todo.append((value, chain + scoped))
        for key, _, value in found.members:
            if means[key] == "@id" and isinstance(value, str) and members:
                told = self.told.setdefault(own, _Told())
                told.ids.append((value, found.line, members))
                for name, _ in members:
                    told.keys.setdefault(name, len(told.keys))


def _names(found: Object) -> set[str]:
    return {name for name, _, _ in found.members}


def _chain(value: object, *, is_given: bool) -> _Chain:
    if not is_given:
        return ()
    parts = value if isinstance(value, list) else [value]
    return tuple(json.dumps(context(part)) for part in parts)


def _definition(chain: _Chain, term: str) -> dict[str, object]:
    """Return what the innermost context says of a term, as an object; empty if it says nothing."""
    for part in reversed(chain):
        known = json.loads(part)
        if known is None:
            break
        if term in known:
            return known[term] if isinstance(known[term], dict) else {"@id": known[term]}
    return {}


def _keyword(key: str, term: dict[str, object]) -> str:
    """Return the keyword that a key is, or is another name for; else the key."""
    named = term.get("@id")
    return named if isinstance(named, str) and named.startswith("@") else key


def _is_json(term: dict[str, object]) -> bool:
    return term.get("@type") == "@json"


def _of_types(chain: _Chain, value: object) -> _Chain:
    types = sorted(item for item in (value if isinstance(value, list) else [value])
                   if isinstance(item, str))  # fmt: skip
    found: _Chain = ()
    for name in types:
        term = _definition(chain, name)
        found += _chain(term.get("@context"), is_given="@context" in term)
    return found
