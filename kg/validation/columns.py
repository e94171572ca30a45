"""A graph as columns, a predicate at a time: what the fast engine reads.

Oxigraph writes N-Triples quickly, and a line splits at its first two spaces; so the graph is read
without making one Python object a term. A column becomes a mapping when a shape first asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kg.validation.literals import datatype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
Nodes = tuple[str, ...]
Column = tuple[list[str], list[str]]


def read(triples: Iterable[Triple]) -> Columns:
    """Return triples, each given once, as columns of N-Triples terms.

    >>> from pyoxigraph import Literal, NamedNode, Triple
    >>> a = NamedNode("https://example.org/a")
    >>> read([Triple(a, a, Literal("x y"))]).forward("<https://example.org/a>")
    {'<https://example.org/a>': ('"x y"',)}
    """
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None  # it is written to a file only if one is given
    columns: dict[str, Column] = {}
    for line in text.decode().split(" .\n"):
        if not line:
            continue
        subject, predicate, obj = line.split(" ", 2)
        column = columns.get(predicate)
        if column is None:
            column = columns[predicate] = ([], [])
        column[0].append(subject)
        column[1].append(obj)
    return Columns(columns)


class Columns:
    """The triples of a graph by predicate; nothing of it changes once it is made."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._forward: dict[str, dict[str, Nodes]] = {}
        self._backward: dict[str, dict[str, Nodes]] = {}
        self._objects: dict[str, frozenset[str]] = {}
        self._instances: dict[str, frozenset[str]] = {}

    def changed(self, added: Columns, removed: Columns) -> Columns:
        """Return the graph after a change; the columns it leaves alone are shared, not copied."""
        columns = dict(self._columns)
        touched = {*added.predicates(), *removed.predicates()}
        for predicate in touched:
            gone = set(removed.pairs(predicate))
            pairs = [p for p in self.pairs(predicate) if p not in gone]
            pairs += added.pairs(predicate)
            columns[predicate] = ([s for s, _ in pairs], [o for _, o in pairs])
        after = Columns(columns)
        after._forward = {p: m for p, m in self._forward.items() if p not in touched}
        after._backward = {p: m for p, m in self._backward.items() if p not in touched}
        after._objects = {p: found for p, found in self._objects.items() if p not in touched}
        if not touched & {TYPE, SUBCLASS}:
            after._instances = dict(self._instances)
        return after

    def predicates(self) -> Iterable[str]:
        """Return the predicates that the graph uses."""
        return self._columns.keys()

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield subject and object of each triple of a predicate."""
        return zip(*self._columns.get(predicate, ((), ())), strict=True)

    def forward(self, predicate: str) -> dict[str, Nodes]:
        """Return the objects of each subject."""
        if predicate not in self._forward:
            subjects, objects = self._columns.get(predicate, ([], []))
            self._forward[predicate] = _grouped(subjects, objects)
        return self._forward[predicate]

    def backward(self, predicate: str) -> dict[str, Nodes]:
        """Return the subjects of each object."""
        if predicate not in self._backward:
            subjects, objects = self._columns.get(predicate, ([], []))
            self._backward[predicate] = _grouped(objects, subjects)
        return self._backward[predicate]

    def instances(self, class_: str) -> frozenset[str]:
        """Return the SHACL instances of a class: of it, or of a class below it."""
        if class_ not in self._instances:
            above, seen, open_ = self.backward(SUBCLASS), {class_}, [class_]
            while open_:
                new = set(above.get(open_.pop(), ())) - seen
                seen |= new
                open_ += new
            types = self.backward(TYPE)
            self._instances[class_] = frozenset(n for c in seen for n in types.get(c, ()))
        return self._instances[class_]

    def objects(self, predicate: str) -> frozenset[str]:
        """Return the objects of all triples of a predicate."""
        if predicate not in self._objects:
            self._objects[predicate] = frozenset(self._columns.get(predicate, ((), ()))[1])
        return self._objects[predicate]

    def literals(
        self, datatypes: frozenset[str], is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield each triple whose object is a literal of a datatype (an IRI) that is wanted."""
        for predicate in self._columns:
            typed = (o for o in self.objects(predicate) if o[0] == '"' and o[-1] == ">")
            wanted = {o for o in typed if datatype(o) in datatypes and is_wanted(o)}
            if wanted:
                for subject, obj in self.pairs(predicate):
                    if obj in wanted:
                        yield subject, predicate, obj


def _grouped(keys: list[str], values: list[str]) -> dict[str, Nodes]:
    """Return the values of each key; nearly every key has but one."""
    grouped: dict[str, Nodes] = dict(zip(keys, zip(values), strict=True))
    if len(grouped) < len(keys):
        several: dict[str, list[str]] = {}
        for key, value in zip(keys, values, strict=True):
            several.setdefault(key, []).append(value)
        grouped = {key: tuple(found) for key, found in several.items()}
    return grouped
