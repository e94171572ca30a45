"""What a format is: a name, and a function that writes rows to a stream as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

# A store gives triples as terms where RDF 1.2 is asked of it.
Cell: TypeAlias = NamedNode | BlankNode | Literal | Triple | None
Row: TypeAlias = Sequence[Cell]


class Out(Protocol):
    """Where the bytes go: a file, standard output, a socket."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""
        ...


Write: TypeAlias = Callable[[Sequence[str], Iterable[Row], Out], None]


@dataclass(frozen=True, slots=True)
class RowFormat:
    """One way to write the answer to a SELECT.

    `write` takes the columns, an iterable of rows, each of as many terms (None: unbound), and the
    stream. It reads each row once; whether it holds them, its module says. `write_answer` writes
    the answer to an ASK, where the format has a form for it.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    write: Write
    write_answer: Callable[[bool, Out], None] | None = None
    is_binary: bool = False
