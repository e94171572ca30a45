"""The header of a stored query as it stands in its file: YAML in comments, value by line.

Lines that begin with ``#+`` are the header (grlc's notation); what they mean is read in
`kg.query.contract`. A fault is kept with its place, and reading goes on, so that all are told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = "str | tuple[Entry, ...] | dict[str, Entry]"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a stored query: file, line, key of the header, value, and what to do.

    >>> print(Fault("mine.rq", 3, "version", "1", "is no version", "write it as 1.0.0"))
    mine.rq, line 3, version: '1' is no version; write it as 1.0.0
    """

    file: str
    line: int | None
    key: str
    value: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        place += f", {self.key}" if self.key else ""
        value = "" if self.value is None else f"{self.value!r} "
        return f"{place}: {value}{self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the header: a text, a list or a mapping, under its whole key, at its line."""

    key: str
    line: int | None
    value: Value


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a stored query: its header, its SPARQL, and the faults that were found so far."""

    file: str
    header: Mapping[str, Entry]
    body: str
    lines: Sequence[int]  # of each line of the body, in the file
    faults: list[Fault] = field(default_factory=list)

    def fault(self, at: Entry | str, message: str, remedy: str, value: str | None = None) -> None:
        """Keep a fault of an entry, or of a key that is not there."""
        if isinstance(at, str):
            found = Fault(self.file, None, at, value, message, remedy)
        else:
            shown = at.value if value is None and isinstance(at.value, str) else value
            found = Fault(self.file, at.line, at.key, shown, message, remedy)
        self.faults.append(found)

    def text(self, entry: Entry | None) -> str:
        """Return the text of an entry, blank if there is none; a fault if it is no text."""
        if entry is None:
            return ""
        if isinstance(entry.value, str):
            return entry.value
        self.fault(entry, "must be a text", "write it in one piece, in quotes if need be")
        return ""

    def mapping(self, entry: Entry | None, of: str) -> Mapping[str, Entry]:
        """Return the entries of an entry by their names; a fault if it has no names."""
        if entry is None or entry.value == "":
            return {}
        if isinstance(entry.value, dict):
            return entry.value
        self.fault(entry, f"must be a mapping, {of}", "write each on a line, as name: …")
        return {}

    def known(self, entries: Mapping[str, Entry], allowed: Sequence[str]) -> None:
        """Find fault with keys that mean nothing."""
        for name, entry in entries.items():
            if name not in allowed:
                self.fault(entry, "is no key that is known here", f"use {', '.join(allowed)}", name)


def has_header(text: str) -> bool:
    """Tell whether a text has lines of a header."""
    return any(line.startswith("#+") for line in text.splitlines())


def written(text: str, file: str) -> Written:
    r"""Part the header from the query, and read it.

    >>> found = written("#+ title: A\nASK {}", "a.rq")
    >>> found.header["title"], found.body
    (Entry(key='title', line=1, value='A'), 'ASK {}\n')
    """
    lines = text.splitlines()
    head = [n for n, line in enumerate(lines) if line.startswith("#+")]
    body = [n for n, line in enumerate(lines) if not line.startswith("#+")]
    while body and not lines[body[0]].strip():
        del body[0]
    sparql = "\n".join(lines[n] for n in body).strip() + "\n"
    faults: list[Fault] = []
    header: dict[str, Entry] = {}
    source = "\n".join(lines[n][2:].removeprefix(" ") for n in head)
    try:
        node = yaml.compose(source, Loader=yaml.BaseLoader)  # (it makes strings alone)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = head[min(mark.line, len(head) - 1)] + 1 if mark else None
        told = getattr(error, "problem", None) or str(error)
        faults.append(Fault(file, line, "", None, f"its header is not YAML: {told}", "correct it"))
    else:
        reading = _Reading(file, [n + 1 for n in head], faults)
        entry = reading.entry("", node) if node is not None else None
        if entry is not None and isinstance(entry.value, dict):
            header = entry.value
        elif entry is not None:
            told = "its header is no mapping"
            faults.append(Fault(file, entry.line, "", None, told, "write lines such as title: …"))
    return Written(file, header, sparql, [n + 1 for n in body], faults)


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str
    lines: Sequence[int]
    faults: list[Fault]
    seen: set[int] = field(default_factory=set)

    def entry(self, key: str, node: yaml.Node, line: int | None = None) -> Entry:
        line = line or self.lines[node.start_mark.line]
        if id(node) in self.seen:  # a small file of such could make a huge value
            self._fault(line, key, "is a reference to another value", "write the value out")
            return Entry(key, line, "")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Entry(key, line, self._mapping(key, node))
        if isinstance(node, yaml.SequenceNode):
            return Entry(key, line, tuple(self.entry(key, item) for item in node.value))
        return Entry(key, line, str(node.value))

    def _mapping(self, key: str, node: yaml.MappingNode) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for name, value in node.value:
            line = self.lines[name.start_mark.line]
            if not isinstance(name, yaml.ScalarNode):
                self._fault(line, key, "has a key that is no text", "write name: …")
                continue
            inner = f"{key}.{name.value}" if key else str(name.value)
            if name.value in found:
                self._fault(line, inner, "stands twice", "write it once")
            found[str(name.value)] = self.entry(inner, value, line)
        return found

    def _fault(self, line: int | None, key: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, line, key, None, message, remedy))
