"""A release: a folder that is built aside, verified, swapped in whole, and never edited."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InvalidRelease, UsageError
from kg.model import schema as schemas
from kg.publish.datasets import DATASETS
from kg.publish.inquiry import Inquiry
from kg.publish.views import Views
from kg.query.library import Library
from kg.query.session import Session
from kg.reasoning.claims.infer import Theory
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import rdflib

    from kg.query.parameters import Value
    from kg.query.results import Rows
    from kg.query.view import Sources
    from kg.reasoning.facts import Mode
    from kg.reasoning.telling.explain import Explanation

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Release:
    """An opened release: its manifest, its quads in an embedded store, its stored queries.

    ``release.query(name, **parameters)`` answers a stored query, ``release.select(sparql)`` one of
    your own; ``release.dataset`` is the same store as an `rdflib.Dataset`, without a copy.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path | str) -> Release:
        """Open a release; raise `InvalidRelease` if a file is missing or was changed."""
        folder = Path(folder)
        manifest = _manifest(folder)
        for entry in manifest["files"]:
            file = folder / entry["path"]
            if not file.is_file():
                raise InvalidRelease(f"{file} is missing; build the release again")
            if sha256(file.read_bytes()) != entry["sha256"]:
                raise InvalidRelease(f"{file} was changed after the build; build it again")
        return cls(folder, manifest)

    @cached_property
    def store(self) -> OxigraphStore:
        """All quads of the release, in memory."""
        store = OxigraphStore()
        for name in DATASETS:
            store.add(self.quads(name))
        return store

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an `rdflib.Dataset`; its default graph holds what any graph holds."""
        import oxrdflib  # noqa: PLC0415  (rdflib is slow to import; many uses do without)
        import rdflib  # noqa: PLC0415

        store = oxrdflib.OxigraphStore(store=self.store.quads)
        return rdflib.Dataset(store=store)

    @cached_property
    def library(self) -> Library:
        """The stored queries as they were when the release was built."""
        return Library.from_files(sorted((self.folder / "queries").glob("*.rq")))

    @cached_property
    def session(self) -> Session:
        """What asks: the store, the stored queries, the base IRI."""
        base = self.manifest["project"]["base"]
        return Session(self.store, self.library, base, views=Views(self._rules))

    @property
    def _rules(self) -> list[Path]:
        return sorted((self.folder / "rules").glob("*.rq"))

    @cached_property
    def theory(self) -> Theory:
        """The ontology and the rules that its conclusions were drawn by."""
        terms = ox.NamedNode(PREFIXES["ag"].rstrip("#"))
        axioms = (q.triple for q in self.quads("ontology") if q.graph_name == terms)
        schema = schemas.from_triples(axioms)
        return Theory.read(schema, self._rules)

    @cached_property
    def inquiry(self) -> Inquiry:
        """What answers why a fact holds."""
        base = self.manifest["project"]["base"]
        return Inquiry(list(self.quads("asserted")), self.theory, base)

    def why(
        self,
        subject: ox.NamedNode | str,
        predicate: ox.NamedNode | str,
        obj: ox.NamedNode | ox.Literal | str,
        *,
        at: date | None = None,
        mode: Mode | None = None,
        limit: int = 1,
    ) -> Explanation:
        """Say why a fact holds, down to the claims it rests on, or what it lacks.

        See `kg.publish.inquiry.Inquiry.why`; the answer has ``text()``, ``to_json()``,
        ``triples()`` (PROV-O) and ``svg()``.
        """
        return self.inquiry.why(subject, predicate, obj, at=at, mode=mode, limit=limit)

    def as_of(self, day: date, mode: Mode = "possible") -> Session:
        """Return what asks of what held on a day: surely (``certain``), or perhaps (``possible``).

        Claims and triples that do not hold then are left out, so that queries which do not speak
        of time answer for that day. More: `kg.query.session.Session.view`.
        """
        return self.session.view(day, mode)

    def query(self, name: str, /, **parameters: Value | Sources) -> Rows:
        """Answer a stored query, with typed rows.

        It takes its own parameters, and `as_of`, `mode` and `source`; see
        `kg.query.session.Session.query`.
        """
        return self.session.query(name, **parameters)  # type: ignore[arg-type]

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT of your own; known prefixes need no declaration."""
        return self.session.select(sparql)

    def quads(self, dataset: str) -> Iterator[ox.Quad]:
        """Yield the quads of one of `kg.publish.datasets.DATASETS`."""
        if dataset not in DATASETS:
            raise UsageError(f"{dataset!r} is no part of a release; use {', '.join(DATASETS)}")
        yield from ox.parse(path=self.folder / "data" / f"{dataset}.nq")


def _manifest(folder: Path) -> dict[str, Any]:
    """Read a release's manifest; raise `InvalidRelease` if the folder has none of ours."""
    path = folder / MANIFEST
    if not path.is_file():
        raise InvalidRelease(f"{folder} is no release: it has no {MANIFEST}; make one: kg build")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidRelease(f"{path} is not JSON: {error}; build the release again") from error
    if not isinstance(manifest, dict) or not {"project", "counts", "files"} <= manifest.keys():
        raise InvalidRelease(f"{path} is not that of a release; build it again, or elsewhere")
    return manifest


def sha256(raw: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """List every file of a release folder with its size and digest, beside what is given."""
    files = [
        {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size,
         "sha256": sha256(path.read_bytes())}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]  # fmt: skip
    text = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """Give a new folder to build in; at the end, and only if all went well, put it at `target`.

    What stood there is replaced only if it is a release. An exception, or an interruption, leaves
    the target as it was.
    """
    target = target.absolute()
    require_free(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as aside:
        new, old = Path(aside) / "new", Path(aside) / "old"
        new.mkdir()
        yield new
        Release.open(new)
        try:
            if target.exists():
                target.rename(old)
            new.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise


def require_free(target: Path) -> None:
    """Raise `UsageError` unless a release can be put there: over nothing, or over a release."""
    if target.exists() and not (target.is_dir() and _may_be_replaced(target)):
        raise UsageError(f"{target} is not empty and no release; give another folder with -o")


def _may_be_replaced(folder: Path) -> bool:
    """Tell whether a folder is empty or a release, if perhaps a damaged one."""
    if not any(folder.iterdir()):
        return True
    try:
        return bool(_manifest(folder))
    except InvalidRelease:
        return False
