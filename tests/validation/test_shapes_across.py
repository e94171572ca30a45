"""The checks that look across rows: each finds its fault, and not the case that comes near it.

Each is run by pySHACL, node by node with ``$this`` bound, and set-wise on Oxigraph with ``$this``
free; both must find the same.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.validation import shacl, shapes
from kg.vocabulary import AG, PREFIXES, RDFS, SH
from tests.projects import RDF as SOUND
from tests.projects import SHIPPED, TEMPLATE, TOML, loaded, schema
from tests.validation.across import CASES, HEAD, NEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import BlankNode

BASE = "https://example.org/p/"
_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_TARGETS = (
    "SELECT ?this { { <%s> sh:targetClass ?k . ?this a/rdfs:subClassOf* ?k } "
    "UNION { <%s> sh:targetSubjectsOf ?p . ?this ?p ?o } }"
)


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


def by_pyshacl(shape: NamedNode, data: set[Triple], all_shapes: list[Triple]) -> list[shacl.Result]:
    return shacl.validate({*data, *schema().triples}, list(whole(shape, all_shapes)))


def store_of(data: Iterable[Triple], all_shapes: list[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in {*data, *schema().triples, *all_shapes})
    return store


def rows(store: Store, sparql: str) -> list[dict[str, str]]:
    solutions = store.query(_PREFIXES + sparql)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{n: getattr(row[n], "value", "") for n in names} for row in solutions]


def set_wise(shape: NamedNode, store: Store, all_shapes: list[Triple]) -> set[tuple[str, str]]:
    """Run the SELECT once, and keep the rows about targets; return focus and value."""
    (constraint,) = (t.object for t in all_shapes if (t.subject, t.predicate) == (shape, SH.sparql))
    (select,) = (
        t.object for t in all_shapes if (t.subject, t.predicate) == (constraint, SH.select)
    )
    assert isinstance(select, Literal)
    targets = {row["this"] for row in rows(store, _TARGETS % (shape.value, shape.value))}
    found = rows(store, select.value)
    return {(row["this"], row.get("value", "")) for row in found if row["this"] in targets}


def test_every_sparql_shape_has_a_case_and_a_near_miss(all_shapes: list[Triple]) -> None:
    assert {shape for shape, *_ in CASES} == {*named(all_shapes)}
    assert {shape for shape, _ in NEAR} == {*named(all_shapes)}


@pytest.mark.parametrize(("shape", "focus", "value", "text"), CASES)
def test_a_fault_is_found_by_both_engines(
    all_shapes: list[Triple], shape: str, focus: str, value: str, text: str
) -> None:
    node, data = named(all_shapes)[shape], graph(SOUND + text)
    found = by_pyshacl(node, data, all_shapes)
    assert {r.focus.removeprefix(BASE) for r in found} == {*focus.split()}
    assert {r.shape for r in found} == {node.value}
    if value:
        assert {r.value.removeprefix(BASE) for r in found} == {value}
    ours = set_wise(node, store_of(data, all_shapes), all_shapes)
    assert {one for one, _ in ours} == {r.focus for r in found}
    if value:
        assert ours == {(r.focus, r.value) for r in found}
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
    assert by_pyshacl(node, data, all_shapes) == []
    assert set_wise(node, store_of(data, all_shapes), all_shapes) == set()


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
    store = store_of({quad.triple for quad in loaded(folder).quads}, all_shapes)
    found = {
        name: {focus.removeprefix(BASE) for focus, _ in set_wise(node, store, all_shapes)}
        for name, node in named(all_shapes).items()
    }
    return {name: nodes for name, nodes in found.items() if nodes}


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
