"""Turtle and TriG: where each statement stands, in the order in which the parser gives them.

That order follows from the tokens: a statement is given as soon as its object is known, that of a
list in brackets when the brackets close, that of a list in parentheses when its first item begins;
and if one token completes several, the last of them comes first. An object that is a string is
known one token later, since a language or a datatype may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.ingest.rdf_lines.lines import Places
from kg.ingest.rdf_lines.turtle_tokens import Token, tokens
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST, _REST = (Token("iri", f"<{term.value}>", 0) for term in (RDF.first, RDF.rest))
_DIRECTIVES = {"prefix": 2, "base": 1, "version": 1}  # how many tokens follow the word
_TERMS = ("iri", "name", "blank", "number", "word")


class LostError(Exception):
    """The scanner does not know where it is; the file's lines are not told."""


class Found(NamedTuple):
    """A statement: its places, and how its subject and predicate are written, to be checked."""

    places: Places
    subject: str
    predicate: str


class _Node:
    """Something whose statements are being read: a subject, or a list in parentheses."""

    __slots__ = ("is_begun", "is_list", "line", "predicate", "text", "wants")

    def __init__(self, text: str, line: int, *, is_list: bool = False) -> None:
        self.text, self.line, self.is_list = text, line, is_list
        self.predicate = _FIRST
        self.wants = "object" if is_list else "verb"
        self.is_begun = False


def statements(text: str) -> Iterator[Found]:
    r"""Yield the statements of a file, with the lines of their parts.

    Raises `LostError` where it is no Turtle or TriG, or has a triple inside a triple.

    >>> found = statements("x:a x:p 1 ;\n x:q [ x:r 2 ] .")
    >>> [(s.predicate, s.places.node, s.places.predicate) for s in found]
    [('x:p', 1, 1), ('x:r', 2, 2), ('x:q', 1, 2)]
    """
    walk = _Walk()
    for token in tokens(text):
        walk.take(token)
        if walk.step:
            yield from reversed(walk.step)
            walk.step.clear()
    if walk.nodes or walk.string:
        raise LostError


class _Walk:
    def __init__(self) -> None:
        self.nodes: list[_Node] = []
        self.step: list[Found] = []  # the statements that one token completes
        self.string = 0  # the line of a string that may go on with a language or datatype
        self.is_typed = False  # its datatype follows
        self.skip = 0  # so many tokens of a directive follow
        self.graph = 0  # the line of the graph's name

    def take(self, token: Token) -> None:
        if token.kind in ("triple", "other"):
            raise LostError
        if self.skip:
            self.skip -= 1
        elif self.string and self._ends_string(token):
            return
        elif self.nodes:
            self._inside(token)
        else:
            self._outside(token)

    def _ends_string(self, token: Token) -> bool:
        """Complete the statement whose object is a string; say whether the token belongs to it."""
        if token.kind == "type":
            self.is_typed = True
            return True
        belongs = self.is_typed or token.kind == "at"
        line, self.string, self.is_typed = self.string, 0, False
        self._found(line)
        return belongs

    def _outside(self, token: Token) -> None:
        """Take a token between two statements: a directive, a graph, or the next subject."""
        word = token.text.lower().lstrip("@")
        if token.kind in ("word", "at") and word in _DIRECTIVES:
            self.skip = _DIRECTIVES[word] + (token.kind == "at")  # and a dot
        elif token.text in "{}":
            self.graph = self.graph if token.text == "{" else 0
        elif token.text in ("[", "("):
            self.nodes += [
                _Node("", token.line),
                _Node("", token.line, is_list=token.text == "("),
            ]
        elif token.kind in ("iri", "name", "blank"):
            self.nodes.append(_Node(token.text, token.line))
        elif word != "graph" and token.text != ".":
            raise LostError

    def _inside(self, token: Token) -> None:
        node = self.nodes[-1]
        if node.is_list:
            self._item(node, token)
        elif token.kind == "mark" and not (node.wants == "object" and token.text in "[("):
            self._mark(node, token)
        elif node.wants == "verb":
            node.predicate, node.wants = token, "object"
        elif node.wants == "object":
            self._object(token)
        else:
            raise LostError

    def _mark(self, node: _Node, token: Token) -> None:
        if token.text == "{" and len(self.nodes) == 1:  # the node was the name of a graph
            self.graph = node.line
            self.nodes.pop()
        elif token.text == "]":
            self.nodes.pop()
            self._closed(node)
        elif token.text in ".}" and len(self.nodes) == 1:
            self.nodes.pop()
            if token.text == "}":
                self.graph = 0
        elif token.text in ";,":
            node.wants = "verb" if token.text == ";" else "object"
        else:
            raise LostError

    def _object(self, token: Token) -> None:
        if token.text in ("[", "("):
            self.nodes.append(_Node("", token.line, is_list=token.text == "("))
        elif token.kind == "string":
            self.string = token.line
        elif token.kind in _TERMS:
            self._found(token.line)
        else:
            raise LostError

    def _item(self, node: _Node, token: Token) -> None:
        """Take an item of a list, or its end: each item has a cell, which leads to the next."""
        if node.is_begun:
            self._add(node, _REST, node.line, token.line)
        if token.text == ")":
            self.nodes.pop()
            if not node.is_begun:
                self._closed(node)
            return
        if node.is_begun:
            node.line = token.line
        else:
            node.is_begun = True
            self.nodes.pop()
            self._closed(node)
            self.nodes.append(node)
        self._object(token)

    def _closed(self, node: _Node) -> None:
        """Complete the statement that leads to a node without a name, unless it is a subject."""
        if self.nodes and self.nodes[-1].wants == "object":
            self._found(node.line)

    def _found(self, line: int) -> None:
        """Complete the statement whose object stands on that line."""
        node = self.nodes[-1]
        self._add(node, node.predicate, node.predicate.line or node.line, line)
        if not node.is_list:
            node.wants = "mark"

    def _add(self, node: _Node, predicate: Token, line: int, value: int) -> None:
        places = Places(node.line, line, value, self.graph)
        self.step.append(Found(places, node.text, predicate.text))
