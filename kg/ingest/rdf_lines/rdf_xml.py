"""RDF/XML: where each statement stands, in the order in which the parser gives them.

The elements are those of RDF 1.1 XML Syntax, section 7: a node holds properties, a property holds
a node, a text, or a list of nodes. Statements of attributes stand where their element begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat  # a DOCTYPE, with its entities, was refused before

from kg.ingest.rdf_lines.turtle import LostError
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.rdf_lines.turtle import Found

_RDF = str(RDF)
_XML = "http://www.w3.org/XML/1998/namespace"
# Attributes that make no statement of their own.
_SILENT = {
    f"{_RDF} {name}"
    for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "version")
} | {f"http://www.w3.org/2005/11/its {name}" for name in ("dir", "version")}
# Attributes of RDF 1.2 for a statement about a statement.
_ABOUT_A_STATEMENT = (f"{_RDF} annotation", f"{_RDF} annotationNodeID")


class _Node:
    """A node whose properties are being read."""

    def __init__(self, line: int) -> None:
        self.line = line


class _Property:
    """A property whose value is being read; `items` are the lines of the nodes that it holds."""

    def __init__(self, node: _Node, name: str, line: int, attributes: dict[str, str]) -> None:
        self.node, self.line = node, line
        # rdf:li stands for rdf:_1, rdf:_2, …
        self.name = "" if name == f"{_RDF} li" else f"<{name.replace(' ', '')}>"
        self.parse = attributes.get(f"{_RDF} parseType", "")
        self.is_reified = f"{_RDF} ID" in attributes
        self.items: list[int] = []


def statements(raw: bytes) -> Iterator[Found]:
    """Yield the statements of a file, with the lines of their parts.

    Raises `LostError` where expat, whose lines they are, does not read what the parser read.

    >>> rdf = b'''<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">
    ...   <r:Description r:about="x:a">
    ...     <x:p>1</x:p>
    ...   </r:Description></r:RDF>'''
    >>> list(statements(rdf))
    [(2, 3, 3, 0, '', '<x:p>')]
    """
    walk = _Walk()
    try:
        walk.parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise LostError from error
    yield from walk.found


def triple_term_line(raw: bytes) -> int | None:
    """Return the line of the first element with a triple inside a triple (RDF 1.2)."""
    lines: list[int] = []

    def start(_name: str, attributes: dict[str, str]) -> None:
        is_one = attributes.get(f"{_RDF} parseType") == "Triple"
        if is_one or any(name in attributes for name in _ABOUT_A_STATEMENT):
            lines.append(parser.CurrentLineNumber)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(raw, True)
    return lines[0] if lines else None


class _Walk:
    def __init__(self) -> None:
        self.found: list[Found] = []
        self.open: list[_Node | _Property | None] = []  # None: what makes no statement
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        above = self.open[-1] if self.open else None
        if name == f"{_RDF} RDF" and not self.open:
            self.open.append(None)
        elif isinstance(above, _Node):
            self._property(above, name, line, attributes)
        elif isinstance(above, _Property) and above.parse not in ("", "Collection"):
            self.open.append(None)  # what a literal of XML holds
        elif above is None and len(self.open) > 1:
            self.open.append(None)
        else:
            if above is not None:
                above.items.append(line)
            node = _Node(line)
            count = len(_stated(attributes)) + (name != f"{_RDF} Description")
            self.found += [_all_at(line)] * count
            self.open.append(node)

    def _property(self, node: _Node, name: str, line: int, attributes: dict[str, str]) -> None:
        found = _Property(node, name, line, attributes)
        if found.parse == "Resource":
            self._say(found)
            self.open.append(_Node(line))
            return
        if not found.parse:
            own = _all_at(line)  # of what the property leads to
            self.found += [own] * len(_stated(attributes))
        self.open.append(found)

    def end(self, _name: str) -> None:
        closed = self.open.pop()
        if isinstance(closed, _Property):
            self._say(closed)

    def _say(self, closed: _Property) -> None:
        """Add the statement of a property, those of its list, and those of its reification."""
        line, items = closed.line, closed.items
        is_list = closed.parse == "Collection"
        value = line if is_list or not items else items[0]
        self.found.append((closed.node.line, line, value, 0, "", closed.name))
        if closed.is_reified:
            self.found += [_all_at(line)] * 4
        for item in items if is_list else ():
            for term in (RDF.rest, RDF.first):
                self.found.append(_all_at(item, f"<{term.value}>"))


def _all_at(line: int, predicate: str = "") -> Found:
    return line, line, line, 0, "", predicate


def _stated(attributes: dict[str, str]) -> list[str]:
    return [name for name in attributes if name not in _SILENT and not name.startswith(_XML)]
