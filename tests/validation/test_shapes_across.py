"""The checks that look across rows: each finds its fault, and not the case that comes near it.

Each is run by pySHACL, node by node with ``$this`` bound, and set-wise on Oxigraph with ``$this``
free; both must find the same.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
)

from kg.validation import shacl, shapes
from kg.vocabulary import AG, RDFS, SH
from tests.projects import RDF as SOUND
from tests.projects import SHIPPED, TEMPLATE, TOML, loaded, schema
from tests.validation.across import CASES, HEAD, NEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pyoxigraph import BlankNode

BASE = "https://example.org/p/"
_TENTHS = re.compile(r"(?<=\d)\.0\b")


@pytest.fixture(scope="module")
def all_shapes() -> list[Triple]:
    return shapes.load(schema())


def named(all_shapes: list[Triple]) -> dict[str, NamedNode]:
    """Return the shapes with a SPARQL constraint, by local name."""
    found = (t.subject for t in all_shapes if t.predicate == SH.sparql)
    return {s.value.removeprefix(str(AG)): s for s in found if isinstance(s, NamedNode)}


def whole(shape: NamedNode, triples: list[Triple]) -> Iterator[Triple]:
    """Yield a shape with all that it leads to, so that pySHACL runs nothing else."""
    todo: list[NamedNode | BlankNode] = [shape]
    seen: set[NamedNode | BlankNode] = set()
    while todo:
        node = todo.pop()
        for triple in triples:
            if triple.subject == node:
                yield triple
                is_node = not isinstance(triple.object, Literal | Triple)
                if is_node and triple.object not in seen and triple.predicate != RDFS.isDefinedBy:
                    seen.add(triple.object)  # type: ignore[arg-type]
                    todo.append(triple.object)  # type: ignore[arg-type]


def graph(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(input=HEAD + text, format=RdfFormat.TURTLE)}


def by_both(shape: NamedNode, data: set[Triple], all_shapes: list[Triple]) -> list[shacl.Result]:
    """Return what pySHACL finds, and see that the fast engine finds the same."""
    everything, one = {*data, *schema().triples}, list(whole(shape, all_shapes))
    found = shacl.validate(everything, one, "reference")
    fast = shacl.validate(everything, one, "fast")
    # rdflib writes a sum of decimals as 9.0, Oxigraph as 9.
    assert [replace(r, message=_TENTHS.sub("", r.message)) for r in fast] == [
        replace(r, message=_TENTHS.sub("", r.message)) for r in found
    ]
    return found


def test_every_sparql_shape_has_a_case_and_a_near_miss(all_shapes: list[Triple]) -> None:
    assert {shape for shape, *_ in CASES} == {*named(all_shapes)}
    assert {shape for shape, _ in NEAR} == {*named(all_shapes)}


@pytest.mark.parametrize(("shape", "focus", "value", "text"), CASES)
def test_a_fault_is_found_by_both_engines(
    all_shapes: list[Triple], shape: str, focus: str, value: str, text: str
) -> None:
    node, data = named(all_shapes)[shape], graph(SOUND + text)
    found = by_both(node, data, all_shapes)
    assert {r.focus.removeprefix(BASE) for r in found} == {*focus.split()}
    assert {r.shape for r in found} == {node.value}
    if value:
        assert {r.value.removeprefix(BASE) for r in found} == {value}
    (severity,) = {
        str(t.object).strip("<>").rpartition("#")[2]
        for t in all_shapes
        if (t.subject, t.predicate) == (node, SH.severity)
    }
    for result in found:
        assert result.severity == severity
        assert result.message.count("; ") == 1, result.message
        assert not re.search(r"[{}]|\$this|None", result.message), result.message


@pytest.mark.parametrize(("shape", "text"), NEAR)
def test_what_comes_near_is_no_fault(all_shapes: list[Triple], shape: str, text: str) -> None:
    node, data = named(all_shapes)[shape], graph(SOUND + text)
    assert by_both(node, data, all_shapes) == []


def test_the_queries_keep_to_what_shacl_allows(all_shapes: list[Triple]) -> None:
    """SHACL section 5.2.1 and Appendix A: no MINUS, VALUES, SERVICE; $this is projected."""
    selects = [t.object.value for t in all_shapes if t.predicate == SH.select]  # type: ignore[union-attr]
    assert len(selects) == len(named(all_shapes))
    for select in selects:
        assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b", select)
        assert re.match(r"\s*SELECT (DISTINCT )?\$this ", select)
        assert select.upper().count("SELECT") == 1


def every(folder: Path, all_shapes: list[Triple]) -> dict[str, set[str]]:
    """Return the nodes that each check across rows finds at fault in a project."""
    data = {quad.triple for quad in loaded(folder).quads} | {*schema().triples}
    found: dict[str, set[str]] = {}
    for result in shacl.validate(data, all_shapes, "fast"):
        if (name := result.shape.removeprefix(str(AG))) in named(all_shapes):
            found.setdefault(name, set()).add(result.focus.removeprefix(BASE))
    return found


@pytest.mark.parametrize("folder", [SHIPPED, TEMPLATE], ids=lambda folder: folder.name)
def test_good_data_has_no_result(all_shapes: list[Triple], folder: Path) -> None:
    assert every(folder, all_shapes) == {}


def test_published_data_has_its_own_slip_alone(
    all_shapes: list[Triple], real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    """UCDP Actor 22.1 has one group split from itself; that groups share names is an Info."""
    shutil.copy(real_data("data/ucdp/ucdp-actor-221.csv"), tmp_path / "actor.csv")
    source = '[[source]]\nid = "actor"\nformat = "ucdp-actor"\npath = "actor.csv"\n'
    (tmp_path / "kg.toml").write_text(f"{TOML}\n{source}", encoding="utf-8")
    found = every(tmp_path, all_shapes)
    assert found.pop("SameNameShape")
    assert found == {"SelfRelationshipShape": {"relationship/split/ucdp-actor-283--ucdp-actor-283"}}
