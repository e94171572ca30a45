"""What every importer is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Protocol

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode, Quad

    from kg.errors import Problem
    from kg.ingest.rdf_lines import Located
    from kg.ingest.tables.columns import Columns
    from kg.model.schema import Schema
    from kg.model.values import Claim, Entity, Origin, Source
    from kg.vocabulary.minting import Mint


@dataclass(frozen=True, slots=True)
class Request:
    """One source to read: where it lies, under which id, and what its project says of it.

    `path` is the file or folder; `name` is how errors name it (relative to the project); `others`
    are the further files of the same kind, with their names. `title` is the project's, unless the
    source gives its own; `licence` is the project's, for what a sheet of the project's own says.
    `options` are the remaining keys of its ``[[source]]`` table; the files that they name lie
    relative to `folder`.
    """

    path: Path
    name: str
    source_id: str
    title: str
    mint: Mint
    schema: Schema
    licence: NamedNode
    options: Mapping[str, str] = field(default_factory=dict)
    others: tuple[tuple[Path, str], ...] = ()
    folder: Path = Path()

    @property
    def files(self) -> tuple[tuple[Path, str], ...]:
        """All files of the source, each with the name that errors give it."""
        return ((self.path, self.name), *self.others)

    def file(self, option: str) -> Path | None:
        """Return the file that an option names; None where it is not given."""
        name = self.options.get(option, "")
        return self.folder / name if name else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was read and is not used, and why: a whole row, or the value in one column of it.

    `line` is for files of RDF or of JSON lines, which have no rows.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Batch:
    """What was read: values of the model, or statements that are RDF already; and the faults.

    `origins` lead from a node that appears in `quads` to the place where it was read; `broken`
    are the sources, entities and claims whose row is there but faulty, so that what refers to them
    is not reported as well. A batch that is not whole has a file that could not be read to its end:
    what seems to be missing may stand there. `rows` counts the rows (or records) that were read,
    and `left_out` lists those that are sound and not used: every row is used, at fault, or there.
    `located` says on which lines of a file of RDF its statements stand.
    `columns` is for files too large for a value a row; they live until the next batch is asked for.
    """

    sources: list[Source] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    quads: list[Quad] = field(default_factory=list)
    origins: dict[NamedNode, Origin] = field(default_factory=dict)
    broken: set[NamedNode] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = True
    rows: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    columns: Columns | None = None
    located: Located | None = None

    def settle(self) -> Batch:
        """Turn columns into quads, while their database is there; return the batch."""
        if self.columns is not None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "columns.nq"
                with path.open("wb") as out:
                    self.columns.write(out)
                self.quads += parse(path=path, format=RdfFormat.N_QUADS)
            self.origins |= self.columns.origins()
            self.columns = None
        return self


class Importer(Protocol):
    """Reads one format."""

    def __call__(self, request: Request) -> Iterable[Batch]:
        """Read the whole source, batch by batch; faults go to their problems, none is skipped.

        What a batch holds depends on the size of the batch, not on that of the file.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read: its name, what it is, and what its ``[[source]]`` table takes.

    `options` are its own keys, with what each says; `files` those of them that name a further file,
    `queries` those that name a file, or a folder, of queries (``.rq``).
    `takes` is what it reads: one file, one or more of a kind, a folder, or an address, which only
    `kg import` is given, since a build reads nothing from the network.
    """

    name: str
    title: str
    read: Importer
    options: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    takes: Literal["file", "files", "folder", "address"] = "file"
