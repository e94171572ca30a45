"""On which line of JSON-LD its fault stands; the parser does not say.

It is asked again for less and less of the document, until what is left is the part at fault: as
many questions as a search by halves takes, each about less than the one before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import RdfFormat, parse

from kg.ingest.rdf_guard import pinned
from kg.ingest.rdf_lines.json_tokens import Object, placed, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = TypeVar("Part")


def fault_line(raw: bytes, base: str, message: str) -> int | None:
    r"""Return the line of the key or object of which the parser says that; None if there is none.

    >>> raw = b'[{"@id": "x:a"},\n {"@id": "x:b",\n "x:p": [1,\n {"@value": [1]}]}]'
    >>> fault_line(raw, "x:", "@value value must be a string, number, boolean or null")
    4
    """
    search = _Search(placed(raw.decode(json.detect_encoding(raw))), base, message)
    return search.narrowed() if search.fails() else None


@dataclass(frozen=True, slots=True)
class _Search:
    document: object  # what is left of it
    base: str
    message: str

    def fails(self) -> bool:
        text = json.dumps(pinned(plain(self.document)))
        try:
            for _ in parse(input=text, format=RdfFormat.JSON_LD, base_iri=self.base):
                pass
        except SyntaxError as error:
            return str(error) == self.message
        return False

    def narrowed(self) -> int:
        """Go down into the part at fault, leaving out what is not; return its line."""
        line, value = 1, self.document
        while True:
            if isinstance(value, Object):
                contexts = [member for member in value.members if member[0] == "@context"]
                found = self._culprit(value.members, contexts)
                if found is None:
                    return self._of_context(value, contexts, line)
                _, line, value = found
            elif isinstance(value, list) and (items := self._culprit(value, ())) is not None:
                value = items
                line = value.line if isinstance(value, Object) else line
            else:
                return line

    def _culprit(self, parts: list[Part], fixed: Sequence[Part]) -> Part | None:
        """Return the first part with which the fault comes, and leave out the others.

        None if it is there without any of them. What is fixed stays.
        """
        rest = [part for part in parts if part not in fixed]
        low, high = -1, len(rest)  # so many parts are too few, so many have the fault
        while high - low > 1:
            middle = (low + high) // 2
            parts[:] = [*fixed, *rest[:middle]]
            low, high = (low, middle) if self.fails() else (middle, high)
        if high == 0:
            parts[:] = fixed
            return None
        parts[:] = [*fixed, rest[high - 1]]
        if not self.fails():  # it takes one of those before it as well
            parts[:] = [*fixed, *rest[:high]]
        return rest[high - 1]

    def _of_context(self, found: Object, contexts: list[tuple[str, int, object]], line: int) -> int:
        found.members.clear()
        return line if not contexts or self.fails() else contexts[-1][1]
