"""Stored queries: ``.rq`` files whose header says what they answer.

The header stands in comments that begin with ``#+`` (grlc's notation), in YAML: title, question,
parameters (type, description, default, choices), columns (what each means), example.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from kg import resources
from kg.errors import InvalidParameter, InvalidQuery, UnknownQuery
from kg.query.parameters import TYPES, Parameter
from kg.store.lexical import parameters, replace_parameters, with_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.query.parameters import Value

_KEYS = {"title", "question", "parameters", "columns", "example"}
_PARAMETER_KEYS = {"type", "description", "default", "choices"}


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with its name (of the file), what it answers, and its typed parameters."""

    name: str
    title: str
    question: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    example: str = ""

    def bind(self, values: Mapping[str, Value], base: str) -> str:
        """Return the SPARQL with its parameters in place and the known prefixes declared.

        Raises `InvalidParameter` for a name it does not know or a value of another type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                have = ", ".join(known) or "none"
                raise InvalidParameter(f"{self.name} has no parameter {name!r}; it has: {have}")
        terms = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            if value != "":
                terms[name] = str(parameter.term(value, base))
        bound = replace_parameters(self.text, lambda name: terms.get(name, f"?{name}"))
        return with_prefixes(bound)


class Library:
    """Stored queries by name: those shipped, and a project's own, which may replace them.

    >>> library = Library.load()
    >>> library["allegiances"].parameters[0].type
    'date'
    """

    def __init__(self, queries: Iterable[StoredQuery]) -> None:
        self.queries = {query.name: query for query in sorted(queries, key=lambda q: q.name)}

    @classmethod
    def load(cls, extensions: Sequence[Path] = ()) -> Library:
        """Read the shipped queries and the project's own."""
        folder = resources.folder("queries") / "competency"
        return cls.from_files([*sorted(folder.glob("*.rq")), *extensions])

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> Library:
        """Read queries from files; a later file replaces an earlier one of the same name."""
        return cls({path.stem: read(path) for path in paths}.values())

    def __getitem__(self, name: str) -> StoredQuery:
        if name not in self.queries:
            near = difflib.get_close_matches(name, self.queries, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            have = ", ".join(self.queries)
            raise UnknownQuery(f"no stored query {name!r}; {hint}There are: {have}")
        return self.queries[name]


def read(path: Path) -> StoredQuery:
    """Read a ``.rq`` file; raise `InvalidQuery` if its header does not fit the query."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    head = "".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    body = "".join(line for line in lines if not line.startswith("#+"))
    try:
        header = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506  (it makes strings alone)
    except yaml.YAMLError as error:
        raise InvalidQuery(f"{path.name}: its header is not YAML: {error}") from error
    if not isinstance(header, dict) or not header.get("title") or not header.get("question"):
        raise InvalidQuery(f"{path.name}: its header must give at least a title and a question")
    if unknown := set(header) - _KEYS:
        raise InvalidQuery(
            f"{path.name}: its header has unknown keys: {', '.join(sorted(unknown))}"
        )
    query = StoredQuery(
        path.stem, header["title"], header["question"], body.strip() + "\n",
        tuple(_parameter(path, n, p) for n, p in (header.get("parameters") or {}).items()),
        tuple((header.get("columns") or {}).items()), header.get("example", ""),
    )  # fmt: skip
    _check(path, query)
    return query


def _parameter(path: Path, name: str, about: object) -> Parameter:
    if not isinstance(about, dict) or set(about) - _PARAMETER_KEYS:
        allowed = ", ".join(sorted(_PARAMETER_KEYS))
        raise InvalidQuery(f"{path.name}: parameter {name} may have {allowed}")
    if about.get("type") not in TYPES:
        raise InvalidQuery(f"{path.name}: parameter {name}: type must be one of {', '.join(TYPES)}")
    return Parameter(
        name, about["type"], about.get("description", ""), about.get("default", ""),
        tuple(about.get("choices", ())),
    )  # fmt: skip


def _check(path: Path, query: StoredQuery) -> None:
    declared, used = {p.name for p in query.parameters}, parameters(query.text)
    if declared != used:
        differ = ", ".join(sorted(declared ^ used))
        raise InvalidQuery(f"{path.name}: header and query disagree on the parameters: {differ}")
    if shown := used & {name for name, _ in query.columns}:
        raise InvalidQuery(f"{path.name}: a parameter cannot be a column: {', '.join(shown)}")
