"""kg.toml, read into a frozen `Project`; below this floor everything takes plain arguments."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import InvalidProject, UsageError
from kg.ingest import Request, format_of, formats
from kg.ingest.sheets import RELIABILITIES
from kg.publish.serialise import FORMATS
from kg.reasoning.claims.clashes import EXCLUSIONS
from kg.reasoning.facts import MODES
from kg.validation.findings import SEVERITIES
from kg.validation.profile import OFF, Excuse, Profile
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import BASE_IRI, DRAWN, LOCAL_ID, Mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.ingest import Format
    from kg.model.schema import Schema
    from kg.validation.findings import Severity
    from kg.validation.profile import Off

FILE = "kg.toml"
_TABLES = {"project", "source", "extend", "reasoning", "validation", "exception", "release"}
_PROJECT_KEYS = {"base", "title", "publisher", "licence", "version", "released", "description"}
_SOURCE_KEYS = {"id", "format", "path", "licence", "version", "reliability"}
_REASONING_KEYS = {"fail_on"}
_VALIDATION_KEYS = {"severities"}
_EXCUSE_KEYS = {"check", "focus", "reason", "expires"}
_RELEASE_KEYS = {"syntaxes"}
SYNTAXES = tuple(FORMATS)
_NEEDED = "nq"  # what a release is opened by
_EXTENSIONS = ("ontology", "shapes", "rules", "queries")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One ``[[source]]`` table of kg.toml."""

    id: str
    format: str
    paths: tuple[str, ...]
    options: Mapping[str, str]

    def files(self, folder: Path) -> list[str]:
        """Return its files, as kg.toml names them; `folder` is where that lies."""
        format_ = format_of(self.format)
        if format_.takes == "folder":
            names = ("claims.csv", "entities.csv", "sources.csv")
            return [PurePosixPath(self.paths[0], name).as_posix() for name in names]
        further = [self.options[key] for key in format_.files if key in self.options]
        for given in (self.options[key] for key in format_.queries if key in self.options):
            inside = sorted((folder / given).glob("*.rq")) if (folder / given).is_dir() else []
            further += [PurePosixPath(given, path.name).as_posix() for path in inside] or [given]
        return [*self.paths, *further]


@dataclass(frozen=True, slots=True)
class Project:
    """What kg.toml says. `ontology`, `shapes`, `rules`, `queries` are files the project adds.

    `fail_on` are the contradictions that a build is to fail on: those of a mode, or of a rule;
    `profile` is how grave each check is to it, and what it lets pass;
    `syntaxes` those of `SYNTAXES` that a release is written in.
    """

    folder: Path
    base: str
    title: str
    publisher: str
    licence: NamedNode
    version: str
    released: str
    description: str
    sources: tuple[SourceEntry, ...]
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    fail_on: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    syntaxes: tuple[str, ...] = SYNTAXES
    file: str = FILE
    mint: Mint = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mint", Mint(self.base))

    @property
    def extensions(self) -> tuple[Path, ...]:
        """All files that the project adds to what is shipped."""
        return (*self.ontology, *self.shapes, *self.rules, *self.queries)

    @property
    def inputs(self) -> list[str]:
        """The names of all files that a release is made of, kg.toml among them, sorted."""
        own = {path for entry in self.sources for path in entry.files(self.folder)}
        return sorted({self.file, *own, *(_name(path, self.folder) for path in self.extensions)})

    @classmethod
    def read(cls, path: Path | str) -> Project:
        """Read a kg.toml, or the one in a folder; raise `InvalidProject` with the remedy."""
        file = Path(path)
        file = file / FILE if file.is_dir() else file
        if not file.is_file():
            raise InvalidProject(f"{file} is not there; make a project with: kg init {Path(path)}")
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InvalidProject(f"{file} is not TOML: {error}") from error
        return _Reader(file).project(content)

    def requests(self, schema: Schema) -> list[tuple[str, Request]]:
        """Return what each importer is to be given, in the order of kg.toml."""
        return [
            (
                entry.format,
                Request(
                    self.folder / entry.paths[0], entry.paths[0], entry.id, self.title, self.mint,
                    schema, self.licence, entry.options,
                    tuple((self.folder / path, path) for path in entry.paths[1:]), self.folder,
                ),
            )
            for entry in self.sources
        ]  # fmt: skip


class _Reader:
    """Reads the tables of one kg.toml; every error names the file and the key."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def wrong(self, key: str, message: str) -> InvalidProject:
        return InvalidProject(f"{self.file}, {key}: {message}")

    def project(self, content: dict[str, Any]) -> Project:
        self.only(content, _TABLES, "top level")
        table = content.get("project")
        if not isinstance(table, dict):
            raise self.wrong("[project]", "is missing; give it base, title, publisher, licence")
        self.only(table, _PROJECT_KEYS, "[project]")
        text = {key: self.text(table, key, "[project]") for key in _PROJECT_KEYS}
        base = text["base"]
        if not BASE_IRI.fullmatch(base) or not _is_iri(base):
            raise self.wrong("[project] base", f"{base!r} must be an http(s) IRI that ends in /")
        for key in ("title", "publisher", "licence"):
            if not text[key]:
                raise self.wrong(f"[project] {key}", "is missing; a release cannot be cited so")
        extend = content.get("extend", {})
        if not isinstance(extend, dict):
            raise self.wrong("[extend]", f"must be a table; use {', '.join(_EXTENSIONS)}")
        self.only(extend, set(_EXTENSIONS), "[extend]")
        return Project(
            self.file.parent, base, text["title"], text["publisher"],
            self.licence("[project] licence", text["licence"]), text["version"], text["released"],
            text["description"], self.sources(content.get("source", [])),
            **{key: self.files(extend, key) for key in _EXTENSIONS},
            fail_on=self.fail_on(content.get("reasoning", {})),
            profile=Profile(
                self.severities(content.get("validation", {})),
                tuple(self.excuses(content.get("exception", []))), self.file.name,
            ),
            syntaxes=self.syntaxes(content.get("release", {})), file=self.file.name,
        )  # fmt: skip

    def fail_on(self, table: object) -> tuple[str, ...]:
        where = "[reasoning]"
        if not isinstance(table, dict):
            raise self.wrong(where, "must be a table; use fail_on")
        self.only(table, _REASONING_KEYS, where)
        named = table.get("fail_on", [])
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            raise self.wrong(f"{where} fail_on", 'must be a list, such as ["certain"]')
        for name in named:
            if name not in MODES and name not in EXCLUSIONS:
                known = ", ".join((*MODES, *sorted(EXCLUSIONS)))
                raise self.wrong(f"{where} fail_on", f"{name!r} is no mode or rule; use {known}")
        return tuple(named)

    def severities(self, table: object) -> dict[str, Severity | Off]:
        where = "[validation]"
        if not isinstance(table, dict):
            raise self.wrong(where, "must be a table; use severities")
        self.only(table, _VALIDATION_KEYS, where)
        named = table.get("severities", {})
        if not isinstance(named, dict):
            raise self.wrong(
                f"{where} severities", 'must be a table, such as {source-date = "off"}'
            )
        found: dict[str, Severity | Off] = {}
        for check, word in named.items():
            chosen = next((s for s in (*SEVERITIES, OFF) if s == word), None)
            if chosen is None:
                known = ", ".join((*SEVERITIES, OFF))
                raise self.wrong(f"{where} severities, {check}", f"{word!r}: use one of {known}")
            found[check] = chosen
        return found

    def excuses(self, tables: object) -> Iterator[Excuse]:
        if not isinstance(tables, list):
            raise self.wrong("[[exception]]", "must be a list of tables, with [[ and ]]")
        for number, table in enumerate(tables, 1):
            where = f"[[exception]] {number}"
            if not isinstance(table, dict):
                raise self.wrong(where, "must be a table; give it check, focus and reason")
            self.only(table, _EXCUSE_KEYS, where)
            text = {key: self.text(table, key, where) for key in ("check", "focus", "reason")}
            for key, value in text.items():
                if not value:
                    raise self.wrong(f"{where} {key}", "is missing")
            expires = table.get("expires")
            if expires is not None and type(expires) is not date:
                raise self.wrong(f"{where} expires", f"{expires!r}: write a date, 2027-01-31")
            yield Excuse(text["check"], text["focus"], text["reason"], expires)

    def syntaxes(self, table: object) -> tuple[str, ...]:
        where = "[release]"
        if not isinstance(table, dict):
            raise self.wrong(where, "must be a table; use syntaxes")
        self.only(table, _RELEASE_KEYS, where)
        named = table.get("syntaxes", list(SYNTAXES))
        known = ", ".join(SYNTAXES)
        if not isinstance(named, list) or not set(map(str, named)) <= set(SYNTAXES):
            raise self.wrong(f"{where} syntaxes", f"must be a list of some of: {known}")
        if _NEEDED not in named:
            raise self.wrong(f"{where} syntaxes", f"must have {_NEEDED!r}, as it is read by that")
        return tuple(name for name in SYNTAXES if name in named)

    def sources(self, tables: object) -> tuple[SourceEntry, ...]:
        if not isinstance(tables, list) or not tables:
            raise self.wrong("[[source]]", "is missing; name at least one, with format and path")
        entries = [self.source(number, table) for number, table in enumerate(tables, 1)]
        ids = [entry.id for entry in entries]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            raise self.wrong("[[source]] id", f"{twice!r} stands twice; give each source its own")
        return tuple(entries)

    def source(self, number: int, table: object) -> SourceEntry:
        where = f"[[source]] {number}"
        if not isinstance(table, dict):
            raise self.wrong(where, "must be a table; give it id, format and path")
        format_ = self.format(self.text(table, "format", where), where)
        self.only(table, _SOURCE_KEYS | set(format_.options), where)
        paths = self.paths(table.get("path", ""), format_, where)
        text = {key: self.text(table, key, where) for key in table if key != "path"}
        del text["format"]
        for key in format_.files:
            if key in text:
                self.path(text[key], f"{where} {key}", is_folder=False)
        source_id = text.pop("id", format_.name)
        if not LOCAL_ID.fullmatch(source_id):
            raise self.wrong(f"{where} id", f"{source_id!r}: use a-z, 0-9 and single dashes")
        if source_id in DRAWN:
            raise self.wrong(f"{where} id", f"{source_id!r} names a graph that each release adds")
        if "licence" in text:
            self.licence(f"{where} licence", text["licence"])
        if text.get("reliability", "F") not in RELIABILITIES:
            known = ", ".join(RELIABILITIES)
            raise self.wrong(f"{where} reliability", f"{text['reliability']!r}: use one of {known}")
        return SourceEntry(source_id, format_.name, paths, text)

    def format(self, name: str, where: str) -> Format:
        try:
            found = format_of(name)
        except UsageError as error:
            known = ", ".join(formats())
            raise self.wrong(f"{where} format", f"{name!r} is not one of {known}") from error
        if found.takes == "address":
            raise self.wrong(
                f"{where} format",
                f"{name!r} reads from the network, which a build does not; write a file with: "
                f"kg import {name} ADDRESS -o FILE.nq, and name that with format 'rdf'",
            )
        return found

    def paths(self, value: object, format_: Format, where: str) -> tuple[str, ...]:
        """Read the path, or the list of paths, of a source."""
        given = value if isinstance(value, list) else [value]
        if format_.takes != "files" and len(given) != 1:
            raise self.wrong(f"{where} path", f"must be one {format_.takes}")
        paths = tuple(str(path) for path in given)
        for path in paths:
            self.path(path, f"{where} path", is_folder=format_.takes == "folder")
        if not paths:
            raise self.wrong(f"{where} path", "names no file")
        return paths

    def path(self, path: str, key: str, *, is_folder: bool) -> None:
        if not path or not (self.file.parent / path).exists():
            raise self.wrong(key, f"{path!r} is not there")
        if (self.file.parent / path).is_dir() != is_folder:
            kind = "folder with the three sheets" if is_folder else "file"
            raise self.wrong(key, f"{path!r} must be a {kind}")

    def licence(self, key: str, text: str) -> NamedNode:
        try:
            return licence(text)
        except ValueError as error:
            raise self.wrong(key, f"{text!r} {error}") from error

    def files(self, table: dict[str, Any], key: str) -> tuple[Path, ...]:
        names = table.get(key, [])
        if not isinstance(names, list):
            raise self.wrong(f"[extend] {key}", "must be a list of files")
        paths = tuple(self.file.parent / str(name) for name in names)
        for path in paths:
            if not path.is_file():
                raise self.wrong(f"[extend] {key}", f"{path} is not there")
        return paths

    def text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key, "")
        if isinstance(value, (dict, list)):
            raise self.wrong(f"{where} {key}", "must be one value")
        return str(value)

    def only(self, table: dict[str, Any], allowed: set[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                raise self.wrong(where, f"{key!r} is not known; use {', '.join(sorted(allowed))}")


def _name(path: Path, folder: Path) -> str:
    inside = path.is_relative_to(folder)
    return (path.relative_to(folder) if inside else path).as_posix()


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
