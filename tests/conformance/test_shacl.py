"""The W3C SHACL test suite, by pySHACL and by the fast engine; read from ../shared, if it is there.

A case passes if the whole report is the one expected: each result's focus node, path, value,
component and severity (blank nodes without their names), as often as the suite has it; or if the
shapes are refused where the suite expects a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Triple
from rdflib import RDF
from rdflib.namespace import SH

from kg.errors import InvalidProject
from kg.store.convert import from_term
from kg.validation.shacl import Engine, validate

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "shacl" / "tests"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
ALL: tuple[Engine, ...] = ("reference", "pyshacl", "fast")
GUARD = "values that are not of their datatype are told alone, before any shape is applied"
BOOLEAN = "pySHACL takes the literal 1 of xsd:boolean for true, where the suite has only true"
SHAPES_GRAPH = "pySHACL, which this is left to, has no $shapesGraph"
KNOWN_FAILURES: dict[tuple[Engine, str], str] = {
    **{(engine, "core/node/datatype-001"): GUARD for engine in ALL},
    **{(engine, "sparql/pre-binding/shapesGraph-001"): SHAPES_GRAPH for engine in ALL},
    ("reference", "core/property/uniqueLang-002"): BOOLEAN,
    ("pyshacl", "core/property/uniqueLang-002"): BOOLEAN,
    ("reference", "sparql/node/prefixes-001"): "pySHACL does not follow owl:imports to sh:declare",
}
Report = list[tuple[str, str, str, str, str]] | None


@dataclass(frozen=True)
class Case:
    data: Path
    shapes: Path
    expected: Report  # None: the shapes are to be refused


def _cases() -> dict[str, Case]:
    cases = {}
    for path in sorted(SUITE.rglob("*.ttl")):
        graph = rdflib.Graph().parse(path, publicID=path.as_uri())
        for test in graph.subjects(RDF.type, SHT.Validate):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            data, shapes = (
                Path(str(graph.value(action, kind)).removeprefix("file://"))
                for kind in (SHT.dataGraph, SHT.shapesGraph)
            )
            name = path.relative_to(SUITE).with_suffix("").as_posix()
            expected = None if result == SHT.Failure else _report(graph, result)
            cases[name] = Case(data, shapes, expected)
    return cases


def _report(graph: rdflib.Graph, report: rdflib.term.Node | None) -> Report:
    def text(result: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
        value = graph.value(result, predicate)
        return "" if value is None or isinstance(value, rdflib.BNode) else str(value)

    return sorted(
        (
            text(result, SH.focusNode), text(result, SH.resultPath), text(result, SH.value),
            text(result, SH.sourceConstraintComponent),
            text(result, SH.resultSeverity).rpartition("#")[2],
        )
        for result in graph.objects(report, SH.result)
    )  # fmt: skip


def _triples(path: Path) -> list[Triple]:
    """Read a file of the suite; its relative IRIs need a base, and literals keep their text."""
    graph = rdflib.Graph().parse(path, publicID=path.as_uri())
    return [Triple(*(from_term(term) for term in triple)) for triple in graph]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def _params() -> list[Any]:
    params = []
    for engine in ALL:
        for name in CASES:
            reason = KNOWN_FAILURES.get((engine, name))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            params.append(pytest.param(engine, name, id=f"{engine}-{name}", marks=marks))
    return params


with pytest.MonkeyPatch.context() as patch:
    patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    CASES = _cases()


@pytest.mark.filterwarnings("ignore")  # of rdflib and pySHACL, about what the suite does on purpose
@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
@pytest.mark.parametrize(("engine", "name"), _params())
def test_case(engine: Engine, name: str) -> None:
    case = CASES[name]
    try:
        results = validate(_triples(case.data), _triples(case.shapes), engine)
    except InvalidProject:
        found: Report = None
    else:
        found = sorted((r.focus, r.path, r.value, r.component, r.severity) for r in results)
    assert found == case.expected


@pytest.mark.skipif(not CASES, reason=f"{SUITE} is not there")
def test_suite_is_whole() -> None:
    assert len(CASES) >= 121  # a suite that shrinks would pass without a word
    assert sum(name.startswith("core/") for name in CASES) >= 98
