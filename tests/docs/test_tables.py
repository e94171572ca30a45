"""The tables of the documentation say what the ontology, the sheets and the queries say.

``<!-- name -->`` stands before a table that is generated, whole, by the function of that name in
`TABLES`. After a change, ``KG_WRITE_DOCS=1 pytest tests/docs/test_tables.py`` writes them anew.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from kg import project
from kg.cli.command import VERBS, kg
from kg.ingest import format_of, formats, sheets
from kg.model import schema as schemas
from kg.model.bounds import Bounds
from kg.query.library import Library
from kg.query.parameters import EXAMPLES, TYPES
from kg.validation.routes import components
from kg.vocabulary import AG, PREFIXES, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model.schema import Schema
    from kg.query.library import StoredQuery

DOCS = Path(__file__).parent.parent.parent / "docs"


def local(term: NamedNode | None) -> str:
    return "" if term is None else re.split(r"[#/]", term.value)[-1]


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def table(head: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    columns = head.split(" | ")
    lines = [columns, ["---"] * len(columns), *([cell(text) for text in row] for row in rows)]
    return [f"| {' | '.join(line)} |".replace("| ---", "|---").replace("--- |", "---|")
            for line in lines]  # fmt: skip


@cache
def schema() -> Schema:
    return schemas.load()


def about(term: NamedNode, predicate: NamedNode) -> str:
    texts = (t.object for t in schema().triples if (t.subject, t.predicate) == (term, predicate))
    return next((text.value for text in texts if isinstance(text, Literal)), "")


def in_order(predicate: NamedNode, value: NamedNode | None = None) -> list[NamedNode]:
    """Return the subjects of a predicate in the order of the ontology."""
    found = (
        t.subject
        for t in schema().triples
        if t.predicate == predicate and (value is None or t.object == value)
    )
    return [s for s in dict.fromkeys(found) if isinstance(s, NamedNode)]


def relationships() -> list[str]:
    def role(term: NamedNode | None, *, text: bool = False) -> str:
        if term is None:
            return "none"
        range_ = schema().ranges.get(term)
        return f"`{local(term)}`: {'text' if text else local(range_) or 'any IRI'}"

    kinds = (schema().relationship(kind) for kind in in_order(AG.subjectRole))
    return table(
        "class | subject role | object role | direct property | what it is",
        (
            (f"`{local(k.iri)}`", role(k.subject_role), role(k.object_role, text=k.literal_object),
             f"`{local(k.direct)}`" if k.direct else "none", about(k.iri, SKOS.definition))
            for k in kinds
        ),
    )  # fmt: skip


def classes(root: NamedNode) -> list[str]:
    members = schema().entities if root == AG.Entity else schema().sources
    kinds = [kind for kind in in_order(RDFS.subClassOf) if kind in members]
    return table(
        "type | what it is | for example",
        ((f"`{local(k)}`", about(k, SKOS.definition), about(k, SKOS.example)) for k in kinds),
    )


def values(kind: str) -> list[str]:
    """Return an enumeration's values, as the sheets write them."""

    def written(term: NamedNode) -> str:
        if kind == "Measure":
            return f"ag:{local(term)}"
        grade = about(term, SKOS.notation)
        return grade or (local(term) if kind == "PlacePrecision" else local(term).lower())

    def meaning(term: NamedNode) -> str:
        label = about(term, RDFS.label).partition(": ")[2]
        definition = about(term, SKOS.definition)
        return f"{label.capitalize()}. {definition}" if label else definition

    terms = in_order(RDF.type, AG[kind])
    return table(
        "write | what it says | for example",
        ((f"`{written(term)}`", meaning(term), about(term, SKOS.example)) for term in terms),
    )


def queries() -> list[str]:
    def parameters(query: StoredQuery) -> str:
        return ", ".join(
            f"`{p.name}` ({p.type}{f', {p.default}' if p.default else ''})"
            for p in query.parameters
        )

    return table(
        "name | question | parameters (type, default)",
        ((f"`{q.name}`", q.question, parameters(q)) for q in Library.load().queries.values()),
    )


def parameter_types() -> list[str]:
    return table("type | write it as", ((f"`{name}`", EXAMPLES[name]) for name in TYPES))


def prefixes() -> list[str]:
    return table("prefix | namespace", ((f"`{p}:`", f"`{iri}`") for p, iri in PREFIXES.items()))


def routes() -> list[str]:
    """Return the routes of what shapes demand; those that go one way for one reason are a row."""
    alike: dict[tuple[str, str], list[str]] = {}
    for route in components():
        alike.setdefault((route.where, route.why), []).append(route.what)
    return table(
        "what | where | why", ((", ".join(w), where, why) for (where, why), w in alike.items())
    )


TABLES: dict[tuple[str, str], Callable[[], list[str]]] = {
    ("checking.md", "validation routes"): routes,
    ("model.md", "relationships"): relationships,
    ("queries.md", "queries"): queries,
    ("queries.md", "parameter types"): parameter_types,
    ("rdf.md", "prefixes"): prefixes,
    ("sheets.md", "entities"): lambda: classes(AG.Entity),
    ("sheets.md", "sources"): lambda: classes(AG.Source),
    **{
        ("sheets.md", kind): lambda kind=kind: values(kind)  # type: ignore[misc]
        for kind in (
            "Stance", "Modality", "Status", "Measure", "Reliability", "Credibility",
            "PlacePrecision",
        )
    },
}  # fmt: skip


def written(page: str, name: str) -> list[str]:
    """Return the lines of the table that follows a marker."""
    _, marker, rest = (DOCS / page).read_text(encoding="utf-8").partition(f"<!-- {name} -->\n\n")
    assert marker, f"docs/{page} has no table <!-- {name} -->"
    return re.match(r"(\|.*\n)*", rest)[0].splitlines()  # type: ignore[index]


def columns(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    section = (DOCS / page).read_text(encoding="utf-8").partition(f"\n{heading}\n")[2]
    lines = re.search(r"(\|.*\n)+", section)
    assert lines, f"docs/{page} has no table below {heading!r}"
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[0].splitlines()[2:]]
    return [[text.strip().strip("`") for text in row] for row in rows]


@pytest.mark.parametrize(("page", "name"), TABLES)
def test_a_generated_table_is_as_generated(page: str, name: str) -> None:
    right, there = TABLES[page, name](), written(page, name)
    if right != there and os.environ.get("KG_WRITE_DOCS"):
        path, marker = DOCS / page, f"<!-- {name} -->\n\n"
        text = path.read_text(encoding="utf-8")
        old, new = ("".join(f"{line}\n" for line in lines) for lines in (there, right))
        path.write_text(text.replace(marker + old, marker + new), encoding="utf-8")
    assert there == right, "write it anew: KG_WRITE_DOCS=1 pytest tests/docs/test_tables.py"


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("## sources.csv", sheets.SOURCE_COLUMNS),
        ("## entities.csv", sheets.ENTITY_COLUMNS),
        ("## claims.csv", sheets.CLAIM_COLUMNS),
    ],
)
def test_the_columns_of_the_sheets_are_documented(heading: str, names: tuple[str, ...]) -> None:
    rows = columns("sheets.md", heading)
    assert tuple(row[0] for row in rows) == names
    assert all(row[2] for row in rows), "say what to write"


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("Stance", sheets.STANCES), ("Modality", sheets.MODALITIES), ("Status", sheets.STATUSES),
        ("Reliability", sheets.RELIABILITIES), ("Credibility", sheets.CREDIBILITIES),
        ("PlacePrecision", sheets.PRECISIONS),
    ],
)  # fmt: skip
def test_the_sheets_allow_what_the_ontology_has(kind: str, allowed: tuple[str, ...]) -> None:
    listed = [line.split("`")[1] for line in written("sheets.md", kind)[2:]]
    assert sorted(listed) == sorted(allowed)


def test_the_dates_have_the_bounds_that_the_page_gives() -> None:
    rows = columns("sheets.md", "## Dates")
    assert len(rows) > 10
    for start, end, attested, *told in rows:
        bounds = Bounds.read(start, end, attested)
        days = (bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end)
        assert told == [str(day or "") for day in days], (start, end, attested)


def test_every_verb_and_every_option_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    for verb in VERBS:
        section = text.partition(f"\n## kg {verb}\n")[2].partition("\n## ")[0]
        command = kg.get_command(None, verb)  # type: ignore[arg-type]
        assert section, verb
        assert command is not None
        for parameter in command.params:
            name = parameter.opts[-1] if parameter.param_type_name == "option" else (
                str(parameter.name).upper())  # fmt: skip
            assert f"`{name}`" in section, f"kg {verb} {name}"


def test_every_key_of_kg_toml_is_documented() -> None:
    keys = [row[1] for row in columns("commands.md", "## kg.toml")]
    tables = [
        project._PROJECT_KEYS, project._SOURCE_KEYS, set(project._EXTENSIONS),
        project._REASONING_KEYS, project._VALIDATION_KEYS, project._EXCUSE_KEYS,
        project._RELEASE_KEYS,
    ]  # fmt: skip
    in_order = [len(table) for table in tables]
    parts = [set(keys[sum(in_order[:n]) : sum(in_order[: n + 1])]) for n in range(len(tables))]
    assert parts == tables
    assert len(keys) == sum(in_order)


def test_every_format_is_documented() -> None:
    text = (DOCS / "sources.md").read_text(encoding="utf-8")
    for name in formats():
        assert f"`{name}`" in text
        options = format_of(name).options
        assert [key for key in options if f"`{key}`" not in text and f"{key}=" not in text] == []
