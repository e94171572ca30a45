"""A JSON document as values, with the line on which each object and each key stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'([ \t\r\n]+)|("(?:[^"\\]|\\.)*")|([\[\]{}:,])|([^\s\[\]{}:,"]+)')


@dataclass(slots=True)
class Object:
    """An object: its line, from 1, and its members, each with the line of its key."""

    line: int
    members: list[tuple[str, int, object]] = field(default_factory=list)

    def get(self, key: str) -> object:
        """Return the value of a key, the last where it stands twice; None where it does not."""
        return next((value for name, _, value in reversed(self.members) if name == key), None)


def placed(text: str) -> object:
    r"""Return a document of which Python's `json` knows that it is one.

    >>> found = placed('{"a":\n [{"b": 1}, 2]}')
    >>> found.members[0][0], found.members[0][2][0].line
    ('a', 2)
    """
    tops: list[object] = []
    stack: list[Object | list[object]] = []
    keys: list[tuple[str, int]] = []  # of the objects on the stack, what has no value yet
    is_key = False
    for line, written in _tokens(text):
        if written in "]}":
            stack.pop()
            is_key = False
        elif written == ",":
            is_key = isinstance(stack[-1], Object)
        elif is_key and written != ":":
            keys.append((json.loads(written), line))
            is_key = False
        elif written != ":":
            value = _value(written, line)
            above = stack[-1] if stack else tops
            if isinstance(above, Object):
                above.members.append((*keys.pop(), value))
            else:
                above.append(value)
            if isinstance(value, (Object, list)):
                stack.append(value)
            is_key = isinstance(value, Object)
    return tops[0]


def plain(value: object) -> object:
    """Return a value as `json` would have given it, without lines."""
    if isinstance(value, Object):
        return {name: plain(item) for name, _, item in value.members}
    return [plain(item) for item in value] if isinstance(value, list) else value


def _value(written: str, line: int) -> object:
    if written == "{":
        return Object(line)
    return [] if written == "[" else json.loads(written)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastindex == 1:
            line += match.group().count("\n")
        else:
            yield line, match.group()
