"""Where what is said of a node was read: the row of a table, the very line of a file of RDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model.values import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.ingest.rdf_lines import Located, Places


def part(origin: Origin) -> str:
    """Return the part of a file that an origin names, for people.

    >>> part(Origin("a.ttl", line=3)), part(Origin("a.csv", 3))
    ('line 3', 'row 3')
    """
    return f"row {origin.row}" if origin.line is None else f"line {origin.line}"


@dataclass(frozen=True, slots=True)
class _Statement:
    file: str
    predicate: str
    value: str
    places: Places


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of some nodes: where they were read, and every statement of theirs whose line is known."""

    origins: Mapping[NamedNode, Sequence[Origin]]
    statements: Mapping[NamedNode, Sequence[_Statement]]

    @classmethod
    def of(
        cls,
        nodes: Iterable[NamedNode],
        origins: Mapping[NamedNode, Sequence[Origin]],
        located: Iterable[Located],
    ) -> Whereabouts:
        """Look up the nodes, all of them in one pass over the statements of files of RDF."""
        found: dict[NamedNode, list[_Statement]] = {node: [] for node in nodes}
        for file in located if found else ():
            for quad, places in file:
                subject, predicate, value = quad.subject, quad.predicate, quad.object
                if isinstance(subject, NamedNode) and subject in found:
                    assert isinstance(predicate, NamedNode)
                    text = str(value) if not hasattr(value, "value") else value.value
                    found[subject].append(_Statement(file.file, predicate.value, text, places))
        return cls({node: origins.get(node, ()) for node in found}, found)

    def places(self, node: NamedNode, predicate: str = "", value: str = "") -> tuple[Origin, ...]:
        """Return where a node was read; if it can be told, where that property or value stands.

        Of a file of RDF that states the property, its lines take the place of the node's; of one
        that does not, no line is told where another does. Rows of tables are told in any case.
        A property that no file states, as where it is missing, leads to the node itself.

        `predicate` is an IRI; `value` the IRI or the lexical form of what the node has there.
        """
        stated = [s for s in self.statements.get(node, ()) if s.predicate == predicate]
        exact = [s for s in stated if s.value == value] if value else []
        lines = {s.file: None for s in self.statements.get(node, ())} if stated else {}
        found: dict[Origin, None] = {}
        for origin in self.origins.get(node, ()):
            if origin.file not in lines:
                found[origin] = None
            for statement in exact or stated:
                if statement.file == origin.file:
                    line = statement.places.value if exact else statement.places.predicate
                    line = line or statement.places.node
                    found[replace(origin, line=line) if line else Origin(origin.file)] = None
        return tuple(found)
