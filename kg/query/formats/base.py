"""What every format writes: rows of terms, to a stream, as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
