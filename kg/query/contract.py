"""What a stored query promises, read from its header and held against its SPARQL.

Keys that grlc reads and we do not are let stand. What does not fit is a fault with its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InvalidQuery
from kg.query import example as examples
from kg.query.form import FORMS, form, projection
from kg.query.header import Fault
from kg.query.parameters import RESERVED, TYPES, Parameter
from kg.query.stored import Column, StoredQuery
from kg.store.guard import refuse_fetching
from kg.store.lexical import parameters, replace_parameters, with_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.header import Entry, Written

_GRLC = (
    "summary", "description", "tags", "defaults", "method", "pagination", "enumerate",
    "endpoint_in_url", "transform",
)  # fmt: skip
KEYS = ("title", "question", "version", "parameters", "columns", "endpoint", "example")
_PARAMETER_KEYS = ("type", "description", "default", "choices", "example")
_COLUMN_KEYS = ("meaning", "unit")
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")
_BASE = "https://example.org/"  # any would do: only the types of values are asked for


def agreed(written: Written, name: str) -> StoredQuery:
    """Return the query that a file holds; what is at fault is added to the faults of the file."""
    header = written.header
    written.known(header, (*KEYS, *_GRLC))
    for key, what in (("title", "a few words"), ("question", "what it answers, for people")):
        if not written.text(header.get(key)):
            written.fault(header.get(key, key), "is missing", f"give {what}")
    version = written.text(header.get("version"))
    if version and not _VERSION.fullmatch(version):
        written.fault(header["version"], "is no version", "write it as 1.0.0")
    declared = written.mapping(header.get("parameters"), "of parameters by their names")
    columns = written.mapping(header.get("columns"), "of columns by their names")
    query = StoredQuery(
        name, written.text(header.get("title")), written.text(header.get("question")),
        written.body,
        tuple(_parameter(written, name, entry) for name, entry in declared.items()),
        tuple(_column(written, name, entry) for name, entry in columns.items()),
        written.text(header.get("example")), version, written.text(header.get("endpoint")),
    )  # fmt: skip
    _check_names(written, query)
    _check_columns(written, query)
    _check_example(written, query)
    _check_syntax(written, query)
    return query


def _parameter(written: Written, name: str, entry: Entry) -> Parameter:
    about = written.mapping(entry, f"of {', '.join(_PARAMETER_KEYS)}")
    written.known(about, _PARAMETER_KEYS)
    if name in RESERVED:
        told = "is understood by every query, and can be no parameter of one"
        written.fault(entry, told, "give it another name", name)
    kind = written.text(about.get("type"))
    if kind not in TYPES:
        written.fault(
            about.get("type", entry), "is no type", f"use one of {', '.join(TYPES)}", kind
        )
    parameter = Parameter(
        name, kind, written.text(about.get("description")), written.text(about.get("default")),
        _choices(written, about.get("choices")), written.text(about.get("example")),
    )  # fmt: skip
    if not parameter.default and not parameter.example:
        written.fault(entry, "has neither a default nor an example", "give one of them", name)
    if kind in TYPES:
        _check_values(written, parameter, about)
    return parameter


def _choices(written: Written, entry: Entry | None) -> tuple[str, ...]:
    if entry is None:
        return ()
    if isinstance(entry.value, tuple) and entry.value:
        return tuple(written.text(item) for item in entry.value)
    written.fault(entry, "must be a list", "write it as [one, other]")
    return ()


def _check_values(written: Written, parameter: Parameter, about: Mapping[str, Entry]) -> None:
    """Find fault with a default, an example or a choice that could not be given."""
    plain = Parameter(parameter.name, parameter.type, "")
    listed = about["choices"].value if "choices" in about else ()
    for item in listed if isinstance(listed, tuple) else ():
        if wrong := plain.wrong(written.text(item), _BASE):
            written.fault(item, wrong.message, wrong.remedy)
    for key, value in (("default", parameter.default), ("example", parameter.example)):
        if value and (wrong := parameter.wrong(value, _BASE)):
            written.fault(about[key], wrong.message, wrong.remedy)


def _column(written: Written, name: str, entry: Entry) -> Column:
    if isinstance(entry.value, str):
        column = Column(name, entry.value)
    else:
        about = written.mapping(entry, f"of {', '.join(_COLUMN_KEYS)}")
        written.known(about, _COLUMN_KEYS)
        meaning, unit = (written.text(about.get(key)) for key in _COLUMN_KEYS)
        column = Column(name, meaning, unit)
    if not column.meaning:
        written.fault(entry, "has no meaning", "say in a few words what it holds", name)
    return column


def _check_names(written: Written, query: StoredQuery) -> None:
    """Find fault with parameters that the header and the query do not both have."""
    declared, used = {p.name for p in query.parameters}, parameters(query.text)
    entries = written.mapping(written.header.get("parameters"), "")
    for name in sorted(declared - used):
        told = f"is not used: the query has no ${name}"
        written.fault(entries[name], told, "use it, or leave it out", name)
    for name in sorted(used - declared):
        told = "is used by the query and not declared"
        written.fault("parameters", told, "declare it with its type", f"${name}")


def _check_columns(written: Written, query: StoredQuery) -> None:
    found, kind = tuple(column.name for column in query.columns), query.form
    entry = written.header.get("columns", "columns")
    if kind != "SELECT":
        if found and kind:
            written.fault(entry, f"are not what {kind} gives", "leave them out")
        return
    given = projection(query.text)
    if given is None:
        told = "SELECT * promises nothing"
        written.fault(entry, told, "name the variables, and declare them as columns")
    elif shown := sorted(parameters(query.text) & {*given}):
        told = "is a parameter, and cannot be a column"
        written.fault(entry, told, "leave it out of SELECT", shown[0])
    elif given != found:
        told = f"are not what SELECT gives: {', '.join(given)}"
        written.fault(entry, told, "declare these, in this order", ", ".join(found))


def _check_example(written: Written, query: StoredQuery) -> None:
    entry = written.header.get("example")
    if entry is None or not query.example:
        return
    try:
        found = examples.parse(query.example)
    except ValueError as error:
        told = f"is no example: {error}"
        written.fault(entry, told, f"write it as kg query {query.name} -p NAME=VALUE")
        return
    if found.query != query.name:
        written.fault(entry, "is of another query", f"write it as kg query {query.name} …")
    known = {parameter.name: parameter for parameter in query.parameters}
    for name, value in found.parameters.items():
        if name not in known:
            have = ", ".join(known) or "none"
            written.fault(entry, f"has no parameter {name!r}", f"there are: {have}", "-p")
        elif value and known[name].type in TYPES and (wrong := known[name].wrong(value, _BASE)):
            written.fault(entry, wrong.message, wrong.remedy, f"{name}={value}")


def _check_syntax(written: Written, query: StoredQuery) -> None:
    if form(query.text) is None:
        written.fault("", "holds no query", f"begin it with {', '.join(FORMS)}")
        return
    plain = replace_parameters(query.text, lambda name: f"?{name}")
    whole = with_prefixes(plain)
    try:
        refuse_fetching(whole)
    except InvalidQuery:
        return  # a server that it is sent to may do what this process may not: it reads it then
    try:
        ox.Store().query(whole)
    except SyntaxError as error:
        line = None
        if at := re.search(r"error at (\d+):", str(error)):
            before = whole.count("\n") - plain.count("\n")
            line = written.lines[max(0, min(int(at[1]) - before, len(written.lines)) - 1)]
        told = f"it is no SPARQL: {error}"
        written.faults.append(Fault(written.file, line, "", None, told, "correct it"))
