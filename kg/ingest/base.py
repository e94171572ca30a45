"""What every importer is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode, Quad

    from kg.errors import Problem
    from kg.model.schema import Schema
    from kg.model.values import Claim, Entity, Origin, Source
    from kg.vocabulary.minting import Mint


@dataclass(frozen=True, slots=True)
class Request:
    """One source to read: where it lies, under which id, and what its project says of it.

    `path` is the file or folder; `name` is how errors name it (relative to the project); `title`
    is the project's, unless the source gives its own;
    `licence` is the project's, for what a sheet of the project's own says; `options` are the
    remaining keys of its ``[[source]]`` table.
    """

    path: Path
    name: str
    source_id: str
    title: str
    mint: Mint
    schema: Schema
    licence: NamedNode
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """What was read: values of the model, or statements that are RDF already; and the faults.

    `origins` lead from a node that appears in `quads` to the place where it was read; `broken`
    are the sources, entities and claims whose row is there but faulty, so that what refers to them
    is not reported as well. A batch that is not whole has a file that could not be read to its end:
    what seems to be missing may stand there.
    """

    sources: list[Source] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    quads: list[Quad] = field(default_factory=list)
    origins: dict[NamedNode, Origin] = field(default_factory=dict)
    broken: set[NamedNode] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = True


class Importer(Protocol):
    """Reads one format."""

    def __call__(self, request: Request) -> Batch:
        """Read the whole source; faults go to the batch's problems, none is skipped."""
        ...
