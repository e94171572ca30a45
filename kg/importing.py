"""Files of any format to N-Quads, alone, outside any project.

Each batch is written and forgotten, so that memory depends on a batch, not on the file; the output
is put in place once it is whole.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, UsageError, in_order
from kg.ingest import Request, format_of
from kg.ingest.load import found_twice, load
from kg.model import schema as schemas
from kg.model.triples import quads
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import BASE_IRI, LOCAL_ID, Mint, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from kg.errors import Problem
    from kg.ingest import Batch, LeftOut
    from kg.model.schema import Schema
    from kg.model.values import Claim, Entity, Source

BASE = "https://w3id.org/allegiance/import/"
_COMMON = ("id", "licence", "version", "reliability")


@dataclass(slots=True)
class Report:
    """What became of each row that was read: used, at fault, or left out with the reason."""

    rows: int = 0
    quads: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    is_whole: bool = True

    @property
    def used(self) -> int:
        """How many rows say something in the output."""
        faulty = {(p.file, p.row, p.line) for p in self.problems if p.row or p.line}
        omitted = {(o.file, o.row, o.line) for o in self.left_out if o.column is None}
        return max(self.rows - len(faulty | omitted), 0)  # RDF has faults, and no rows

    def to_json(self) -> str:
        """Return the report as JSON."""
        told = {
            "rows": self.rows, "used": self.used, "quads": self.quads,
            "problems": [asdict(problem) for problem in in_order(self.problems)],
            "left_out": [asdict(one) for one in self.left_out],
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def import_files(  # noqa: PLR0913  (what the command is given)
    name: str,
    paths: Sequence[str],
    out: Path | BinaryIO,
    *,
    base: str = BASE,
    options: Mapping[str, str] | None = None,
    skip_faulty: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Write what files of a format say as N-Quads; return what became of their rows.

    Raises `InvalidRows` with every fault, and nothing is written, unless faulty rows are to be
    skipped; `UsageError` for options that the format does not have.
    """
    if not BASE_IRI.fullmatch(base):
        raise UsageError(f"{base!r} is no base; write an http(s) IRI that ends in /")
    schema, report = schemas.load(), Report()
    requests = _requests(name, paths, Mint(base), schema, dict(options or {}))
    with TemporaryDirectory(dir=out.parent if isinstance(out, Path) else None) as folder:
        whole = Path(folder) / "whole.nq"
        with whole.open("wb") as target:
            for request in requests:
                progress(f"reading {request.name}")
                if format_of(name).takes == "folder":
                    _take_all(list(format_of(name).read(request)), report, target, request)
                    continue
                for batch in format_of(name).read(request):
                    _take(batch, report, target, request)
                    progress(f"{request.name}: {report.rows} rows, {report.quads} quads")
        if report.problems and not (skip_faulty and report.is_whole):
            raise InvalidRows(in_order(report.problems))
        if isinstance(out, Path):
            whole.replace(out)
        else:
            with whole.open("rb") as lines:
                copyfileobj(lines, out)
    return report


def _take_all(batches: Sequence[Batch], report: Report, out: BinaryIO, request: Request) -> None:
    """Write sheets, whose rows refer to each other: a reference that leads nowhere is a fault."""
    loaded = load(batches, request.mint, request.schema)
    report.rows += sum(batch.rows for batch in batches)
    report.problems += loaded.problems
    out.write("".join(f"{quad} .\n" for quad in loaded.quads).encode())
    report.quads += len(loaded.quads)


def _take(batch: Batch, report: Report, out: BinaryIO, request: Request) -> None:
    """Write what a batch says, and remember what became of its rows."""
    report.rows += batch.rows
    report.left_out += batch.left_out
    report.is_whole &= batch.is_whole
    report.problems += batch.problems
    report.problems += found_twice([*batch.sources, *batch.entities, *batch.claims])
    if batch.columns is not None:
        report.quads += batch.columns.write(out)
    values: Iterator[Source | Entity | Claim]
    values = chain(batch.sources, batch.entities, batch.claims)
    said = chain(
        batch.quads, (quad for v in values for quad in quads(v, request.mint, request.schema))
    )
    found = dict.fromkeys(f"{quad} .\n" for quad in said)
    out.write("".join(found).encode())
    report.quads += len(found)


def _requests(
    name: str, paths: Sequence[str], mint: Mint, schema: Schema, options: dict[str, str]
) -> Iterator[Request]:
    """Yield what the importer is to be given: all files at once, or one after the other."""
    format_ = format_of(name)
    for key in options:
        if key not in format_.options and key not in _COMMON:
            known = ", ".join((*_COMMON, *format_.options))
            raise UsageError(f"{name} has no option {key!r}; use {known}")
    source_id = options.pop("id", "")
    if source_id and not LOCAL_ID.fullmatch(source_id):
        raise UsageError(f"{source_id!r} is no id; use a-z, 0-9 and single dashes")
    for path in (*paths, *(options[key] for key in format_.files if key in options)):
        if format_.takes != "address" and not Path(path).exists():
            raise UsageError(f"{path} is not there")
    by = licence(options.get("licence", "unknown"))
    files = [(Path(path), path) for path in paths]
    groups = [files] if format_.takes == "files" else [[file] for file in files]
    for group in groups:
        one = len(groups) == 1
        own_id = source_id or (name if one else slug(group[0][0].stem))
        yield Request(*group[0], own_id, group[0][1], mint, schema, by, options, tuple(group[1:]))
