"""Reading the Security Council's XML entry by entry, with the line of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from kg.errors import InvalidRows, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

ROOT = "CONSOLIDATED_LIST"
PARTS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
_CHUNK = 1 << 16
_UNFINISHED = (
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
)


class Reader:
    """Yields the entries of a file; the attributes of its root are known from the first one on.

    A DOCTYPE is refused, since its entities can grow without end and lead to other files. Raises
    `InvalidRows` with the line where the rest of the file cannot be read.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.root: Mapping[str, str] = {}
        self._open: list[str] = []
        self._line = 0
        self._builder: TreeBuilder | None = None
        self._done: list[tuple[int, Element]] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def entries(self) -> Iterator[tuple[int, Element]]:
        """Yield the line and the element of each entry."""
        with self.path.open("rb") as file:
            while True:
                chunk = file.read(_CHUNK)
                try:
                    self._parser.Parse(chunk, not chunk)
                except expat.ExpatError as error:
                    yield from self._drain()
                    self._broken(error)
                except InvalidRows:
                    yield from self._drain()
                    raise
                yield from self._drain()
                if not chunk:
                    return

    def _drain(self) -> Iterator[tuple[int, Element]]:
        done, self._done = self._done, []
        yield from done

    def _broken(self, error: expat.ExpatError) -> NoReturn:
        what = expat.ErrorString(error.code)
        if error.code in _UNFINISHED:
            self._stop(error.lineno, f"ends in the middle of the list ({what})",
                       "get the whole file again", error)  # fmt: skip
        self._stop(error.lineno, f"cannot be read as XML ({what})",
                   "correct it there, or get the file again", error)  # fmt: skip

    def _stop(
        self, line: int, message: str, remedy: str, cause: Exception | None = None
    ) -> NoReturn:
        raise InvalidRows([Problem(self.name, line, None, None, message, remedy)]) from cause

    def _doctype(self, *_: object) -> None:
        self._stop(self._parser.CurrentLineNumber, "has a DOCTYPE, which is not read",
                   "get the file again: the list has none")  # fmt: skip

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line, depth = self._parser.CurrentLineNumber, len(self._open)
        if depth == 0:
            if tag != ROOT:
                self._stop(line, f"is a {tag}, not the {ROOT}",
                           "give the XML of the consolidated list")  # fmt: skip
            self.root = attributes
        elif depth == 1 and tag not in PARTS:
            self._stop(line, f"has a part {tag}, which is not known", f"use {', '.join(PARTS)}")
        elif depth == 2:  # noqa: PLR2004
            if tag != PARTS[self._open[-1]]:
                self._stop(line, f"has a {tag} among the {self._open[-1]}", "correct the element")
            self._line, self._builder = line, TreeBuilder()
        self._open.append(tag)
        if self._builder:
            self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._open.pop()
        if self._builder:
            self._builder.end(tag)
            if len(self._open) == 2:  # noqa: PLR2004
                self._done.append((self._line, self._builder.close()))
                self._builder = None

    def _text(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)
