"""Shapes as values: read once from their triples, with targets, paths and parameters (SHACL 2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InvalidProject
from kg.validation.literals import lexical
from kg.validation.paths import Alternative, Path, Repeat, Sequence, Step, inverse
from kg.vocabulary import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

_FIRST, _REST, _NIL = (f"<{RDF[name].value}>" for name in ("first", "rest", "nil"))
_TYPE = f"<{RDF.type.value}>"
_CLASSES = {f"<{RDFS.Class.value}>", "<http://www.w3.org/2002/07/owl#Class>"}
TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_ONE = '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'
# The parameters whose values are shapes, and those whose values are lists of shapes.
SHAPE_PARAMETERS = ("property", "node", "not", "qualifiedValueShape")
LIST_PARAMETERS = ("and", "or", "xone")


def sh(name: str) -> str:
    """Return a term of SHACL as N-Triples writes it."""
    return f"<{SH}{name}>"


def plain(term: str) -> str:
    """Return a term as a `Result` holds it: an IRI or a literal's text; "" for a blank node."""
    return lexical(term)


@dataclass(frozen=True, slots=True)
class Targets:
    """What a shape is about, as N-Triples terms (SHACL section 2.1.3)."""

    nodes: frozenset[str]
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape; `parameters` are the values of each property it has, by predicate."""

    node: str
    path: Path | None
    path_text: str
    severity: str
    messages: tuple[str, ...]
    deactivated: bool
    targets: Targets
    parameters: Mapping[str, tuple[str, ...]]

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a parameter of SHACL's, by its local name."""
        return self.parameters.get(sh(name), ())


class Shapes:
    """All shapes of a shapes graph, by node, in the order of their names."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, obj in triples:
            values = about[str(subject)][str(predicate)]
            if (value := str(obj)) not in values:
                values.append(value)
        self.about: Mapping[str, Mapping[str, list[str]]] = {n: dict(p) for n, p in about.items()}
        self.by_node = {node: self._shape(node) for node in sorted(self._nodes())}

    def roots(self) -> list[Shape]:
        """Return the shapes that have targets of their own, and are not deactivated."""
        return [s for s in self.by_node.values() if s.targets and not s.deactivated]

    def shape(self, node: str) -> Shape:
        """Return a shape; raise `InvalidProject` if there is none of that name."""
        if node not in self.by_node:
            raise InvalidProject(
                f"the shapes cannot be applied: {node} is named as a shape, and is none; correct it"
            )
        return self.by_node[node]

    def objects(self, node: str, predicate: str) -> list[str]:
        """Return the objects of a node of the shapes graph."""
        return self.about.get(node, {}).get(predicate, [])

    def items(self, head: str) -> tuple[str, ...]:
        """Return the members of a list; raise `InvalidProject` if it is none."""
        found, seen = [], set()
        while head != _NIL:
            first, rest = self.objects(head, _FIRST), self.objects(head, _REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise InvalidProject(
                    f"the shapes cannot be applied: {head} is no list of RDF; correct it"
                )
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def parts(self, shape: Shape) -> list[Shape]:
        """Return the shapes that a shape refers to."""
        named = [n for name in SHAPE_PARAMETERS for n in shape.values(name)]
        named += [n for name in LIST_PARAMETERS for v in shape.values(name) for n in self.items(v)]
        return [self.shape(node) for node in dict.fromkeys(named)]

    def _nodes(self) -> set[str]:
        """Return what is a shape, by SHACL section 2.1's definition."""
        found = set()
        types = {sh("NodeShape"), sh("PropertyShape")}
        marks = {
            sh(n)
            for n in (
                *SHAPE_PARAMETERS, *LIST_PARAMETERS, "targetClass", "targetNode",
                "targetSubjectsOf", "targetObjectsOf",
            )
        }  # fmt: skip
        for node, properties in self.about.items():
            if types & set(properties.get(_TYPE, ())) or marks & set(properties):
                found.add(node)
            for name in SHAPE_PARAMETERS:
                found.update(properties.get(sh(name), ()))
            for name in LIST_PARAMETERS:
                found.update(n for v in properties.get(sh(name), ()) for n in self.items(v))
        return found

    def _shape(self, node: str) -> Shape:
        properties = self.about.get(node, {})

        def terms(name: str) -> frozenset[str]:
            return frozenset(properties.get(sh(name), ()))

        classes = terms("targetClass")
        types = set(properties.get(_TYPE, ()))
        if types & _CLASSES and types & {sh("NodeShape"), sh("PropertyShape")}:
            classes |= {node}
        severities = sorted(terms("severity")) or [sh("Violation")]
        paths = properties.get(sh("path"), [])
        if len(paths) > 1:
            raise InvalidProject(
                f"the shapes cannot be applied: {node} has {len(paths)} paths; keep one"
            )
        return Shape(
            node=node,
            path=self.path(paths[0]) if paths else None,
            path_text=plain(paths[0]) if paths else "",
            severity=plain(severities[0]).rpartition("#")[2],
            messages=tuple(sorted(lexical(m) for m in terms("message"))),
            deactivated=bool(terms("deactivated") & {TRUE, _ONE}),
            targets=Targets(
                terms("targetNode"), classes, terms("targetSubjectsOf"), terms("targetObjectsOf")
            ),
            parameters={p: tuple(sorted(v)) for p, v in properties.items()},
        )

    def path(self, node: str) -> Path:
        """Return the path that a node of the shapes graph stands for (SHACL section 2.3.1)."""
        if node[0] == "<" and node != _NIL:
            return Step(node)
        if self.objects(node, _FIRST):
            return Sequence(tuple(self.path(part) for part in self.items(node)))
        for name in ("inversePath", "alternativePath", *_REPEATS):
            for value in self.objects(node, sh(name)):
                return self._path_of(name, value)
        raise InvalidProject(f"the shapes cannot be applied: {node} is no path; correct it")

    def _path_of(self, name: str, value: str) -> Path:
        if name == "inversePath":
            return inverse(self.path(value))
        if name == "alternativePath":
            return Alternative(tuple(self.path(part) for part in self.items(value)))
        part = self.path(value)
        again = Repeat(part, many=_REPEATS[name])
        return Sequence((part, again)) if name == "oneOrMorePath" else again


_REPEATS = {"zeroOrMorePath": True, "oneOrMorePath": True, "zeroOrOnePath": False}
