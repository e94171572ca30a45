"""Turtle and TriG: where each statement stands, in the order in which the parser gives them.

That order follows from the tokens: a statement is given as soon as its object is known, that of a
list in brackets when the brackets close, that of a list in parentheses when its first item begins;
and if one token completes several, the last of them comes first. An object that is a string is
known one token later, since a language or a datatype may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ingest.rdf_lines.turtle_tokens import tokens
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.rdf_lines.turtle_tokens import Token

_FIRST, _REST = (f"<{term.value}>" for term in (RDF.first, RDF.rest))
_DIRECTIVES = {"prefix": 2, "base": 1, "version": 1}  # how many tokens follow the word
_TERMS = frozenset(("iri", "name", "blank", "number", "word"))

# A statement: the lines of its node, predicate, value and graph, and how its subject and predicate
# are written. Files have millions of them: it is a plain tuple.
Found = tuple[int, int, int, int, str, str]


class LostError(Exception):
    """The scanner does not know where it is; the file's lines are not told."""


class _Node:
    """Something whose statements are being read: a subject, or a list in parentheses."""

    __slots__ = ("is_begun", "is_list", "line", "predicate", "predicate_line", "text", "wants")

    def __init__(self, text: str, line: int, *, is_list: bool = False) -> None:
        self.text, self.line, self.is_list = text, line, is_list
        self.predicate, self.predicate_line = _FIRST, 0
        self.wants = "object" if is_list else "verb"
        self.is_begun = False


def statements(text: str) -> Iterator[Found]:
    r"""Yield the statements of a file, with the lines of their parts.

    Raises `LostError` where it is no Turtle or TriG, or has a triple inside a triple.

    >>> for found in statements("x:a x:p 1 ;\n x:q [ x:r 2 ] ."):
    ...     print(found)
    (1, 1, 1, 0, 'x:a', 'x:p')
    (2, 2, 2, 0, '', 'x:r')
    (1, 2, 2, 0, 'x:a', 'x:q')
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
        if self.string and self._ends_string(token):
            return
        if not self.nodes:
            self._outside(token)
            return
        kind, text, line = token
        node = self.nodes[-1]
        if node.is_list:
            self._item(node, token)
        elif kind == "mark" and not (node.wants == "object" and text in "[("):
            self._mark(node, text)
        elif node.wants == "verb" and kind in _TERMS:
            node.predicate, node.predicate_line, node.wants = text, line, "object"
        elif node.wants == "object":
            self._object(token)
        else:
            raise LostError

    def _ends_string(self, token: Token) -> bool:
        """Complete the statement whose object is a string; say whether the token belongs to it."""
        if token[0] == "type":
            self.is_typed = True
            return True
        belongs = self.is_typed or token[0] == "at"
        line, self.string, self.is_typed = self.string, 0, False
        self._found(line)
        return belongs

    def _outside(self, token: Token) -> None:
        """Take a token between two statements: a directive, a graph, or the next subject."""
        kind, text, line = token
        word = text.lower().lstrip("@")
        if self.skip:
            self.skip -= 1
        elif kind in ("word", "at") and word in _DIRECTIVES:
            self.skip = _DIRECTIVES[word] + (kind == "at")  # and a dot
        elif kind in ("iri", "name", "blank"):
            self.nodes.append(_Node(text, line))
        elif text in ("[", "("):
            self.nodes += [_Node("", line), _Node("", line, is_list=text == "(")]
        elif text in ("{", "}"):
            self.graph = self.graph if text == "{" else 0
        elif word != "graph" and text != ".":
            raise LostError

    def _mark(self, node: _Node, text: str) -> None:
        if text in ";,":
            node.wants = "verb" if text == ";" else "object"
        elif text == "]":
            self.nodes.pop()
            self._closed(node)
        elif text in ".}" and len(self.nodes) == 1:
            self.nodes.pop()
            if text == "}":
                self.graph = 0
        elif text == "{" and len(self.nodes) == 1:  # the node was the name of a graph
            self.graph = node.line
            self.nodes.pop()
        else:
            raise LostError

    def _object(self, token: Token) -> None:
        kind, text, line = token
        if kind in _TERMS:
            self._found(line)
        elif kind == "string":
            self.string = line
        elif text in ("[", "("):
            self.nodes.append(_Node("", line, is_list=text == "("))
        else:
            raise LostError

    def _item(self, node: _Node, token: Token) -> None:
        """Take an item of a list, or its end: each item has a cell, which leads to the next."""
        _, text, line = token
        if node.is_begun:
            self.step.append((node.line, node.line, line, self.graph, "", _REST))
        if text == ")":
            self.nodes.pop()
            if not node.is_begun:
                self._closed(node)
            return
        if node.is_begun:
            node.line = line
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
        at = node.predicate_line or node.line
        self.step.append((node.line, at, line, self.graph, node.text, node.predicate))
        if not node.is_list:
            node.wants = "mark"
