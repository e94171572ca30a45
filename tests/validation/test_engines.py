"""Engines give the same results: on 500 graphs mutated at random, and for each kind of shape."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple, parse
from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

from kg.validation import columns, shapes
from kg.validation.compiled import Shapes, sh
from kg.validation.components import COMPONENTS
from kg.validation.paths import Alternative, Path, Repeat, Sequence, Step, inverse, walk
from kg.validation.prebinding import algebra
from kg.validation.routes import components, plan, routes
from kg.validation.shacl import ENGINES, Result, validate
from kg.vocabulary import SH
from tests.projects import schema
from tests.validation.mutations import Mutator, ontology, sound

if TYPE_CHECKING:
    from kg.validation.shacl import Engine

GRAPHS, AT_ONCE = 500, 50
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""


@cache
def our_shapes() -> list[Triple]:
    return shapes.load(schema())


@cache
def mutated(group: int) -> frozenset[Triple]:
    """Return some mutated graphs as one; their names are apart, so that each stays itself."""
    mutator = Mutator.of(our_shapes())
    union = set(ontology())
    for number in range(group * AT_ONCE, (group + 1) * AT_ONCE):
        base = f"https://example.org/p{number}/"
        union.update(mutator.mutate(sound(base), Random(number)))  # noqa: S311
    return frozenset(union)


def turtle(text: str) -> list[Triple]:
    return [q.triple for q in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def both(data: str, shape: str, other: Engine = "reference") -> list[Result]:
    """Return the results of the fast engine, after comparing them with another's."""
    found = validate(turtle(data), turtle(shape), "fast")
    assert found == validate(turtle(data), turtle(shape), other)
    return found


def test_the_sound_graph_conforms() -> None:
    for engine in ENGINES:
        assert validate([*sound(), *ontology()], our_shapes(), engine) == []


@pytest.mark.parametrize("group", range(GRAPHS // AT_ONCE))
def test_mutated_graphs_give_the_same_results(group: int) -> None:
    found = validate(mutated(group), our_shapes(), "fast")
    assert found
    assert found == validate(mutated(group), our_shapes(), "pyshacl")


def test_questions_give_what_pyshacl_gives_focus_node_by_focus_node() -> None:
    data = set(ontology())
    for number in range(6):
        base = f"https://example.org/p{number}/"
        data.update(Mutator.of(our_shapes()).mutate(sound(base), Random(number)))  # noqa: S311
    found = validate(data, our_shapes(), "fast")
    assert found == validate(data, our_shapes(), "reference")


def test_every_kind_of_constraint_that_our_shapes_use_was_violated() -> None:
    """A kind that comes into use fails this, until a mutation breaks it."""
    compiled = Shapes(our_shapes())
    told = {
        name
        for shape in compiled.by_node.values()
        for name in COMPONENTS
        if shape.values(name) and _reports(compiled, shape.node)
    }
    broken = Counter(
        r.component.rpartition("#")[2].removesuffix("ConstraintComponent").lower()
        for group in range(GRAPHS // AT_ONCE)
        for r in validate(mutated(group), our_shapes(), "fast")
    )
    assert {name for name in told if not broken[name.lower()]} == set()


def _reports(compiled: Shapes, node: str) -> bool:
    """Whether a shape's results come into a report: it has targets, or lies below one that has."""
    shape = compiled.shape(node)
    above = (s for s in compiled.by_node.values() if node in s.values("property"))
    return bool(shape.targets) or any(_reports(compiled, s.node) for s in above)


# A shape for each parameter; what it says of the path x:p, or of the node itself.
ZOO = {
    "minCount": "sh:path x:p ; sh:minCount 2",
    "maxCount": "sh:path x:p ; sh:maxCount 1",
    "class": "sh:path x:p ; sh:class x:Above, x:Other",
    "datatype": "sh:path x:p ; sh:datatype xsd:integer",
    "nodeKind": "sh:path x:p ; sh:nodeKind sh:BlankNodeOrIRI",
    "minExclusive": "sh:path x:n ; sh:minExclusive 3",
    "minInclusive": "sh:path x:n ; sh:minInclusive 3",
    "maxExclusive": "sh:path x:n ; sh:maxExclusive 3",
    "maxInclusive": "sh:path x:n ; sh:maxInclusive 3.0",
    "minLength": "sh:path x:p ; sh:minLength 3",
    "maxLength": "sh:path x:p ; sh:maxLength 3",
    "pattern": 'sh:path x:p ; sh:pattern "^A" ; sh:flags "i"',
    "languageIn": 'sh:path x:p ; sh:languageIn ("de" "en")',
    "uniqueLang": "sh:path [ sh:alternativePath (x:p x:q) ] ; sh:uniqueLang true",
    "in": 'sh:path x:p ; sh:in (x:a "a" 3)',
    "hasValue": "sh:path x:p ; sh:hasValue x:a, x:b",
    "equals": "sh:path x:p ; sh:equals x:q",
    "disjoint": "sh:path x:p ; sh:disjoint x:q",
    "lessThan": "sh:path x:n ; sh:lessThan x:m",
    "lessThanOrEquals": "sh:path x:n ; sh:lessThanOrEquals x:m",
    "not": "sh:path x:p ; sh:not [ sh:class x:Above ]",
    "and": "sh:path x:p ; sh:and ([ sh:class x:Above ] [ sh:path x:q ; sh:minCount 1 ])",
    "or": "sh:path x:p ; sh:or ([ sh:class x:Above ] [ sh:path x:q ; sh:minCount 1 ])",
    "xone": "sh:path x:p ; sh:xone ([ sh:class x:Above ] [ sh:path x:q ; sh:minCount 1 ])",
    "node": "sh:path x:p ; sh:node [ sh:property [ sh:path x:q ; sh:minCount 1 ] ]",
    "qualifiedValueShape": (
        "sh:path x:p ; sh:qualifiedValueShape [ sh:class x:Above ] ; "
        "sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1"
    ),
    "closed": "sh:closed true ; sh:ignoredProperties (x:q x:n) ; sh:property [ sh:path x:p ]",
}
FURTHER = {
    "property below a path": "sh:path x:p ; sh:property [ sh:path x:q ; sh:minCount 1 ]",
    "inverse": "sh:path [ sh:inversePath x:p ] ; sh:maxCount 1",
    "alternative": "sh:path [ sh:alternativePath (x:p x:q) ] ; sh:maxCount 1",
    "sequence": "sh:path (x:p x:q) ; sh:maxCount 0",
    "zero or more": "sh:path [ sh:zeroOrMorePath x:p ] ; sh:maxCount 2",
    "one or more": "sh:path [ sh:oneOrMorePath x:p ] ; sh:maxCount 1",
    "zero or one": "sh:path [ sh:zeroOrOnePath x:p ] ; sh:maxCount 1",
    "severity": "sh:path x:p ; sh:minCount 2 ; sh:severity sh:Info ; sh:message 'b'@en, 'a'",
    "deactivated": "sh:path x:p ; sh:minCount 9 ; sh:deactivated true",
    "a warning is a fault too": (
        "sh:path x:p ; sh:not [ sh:class x:Above ; sh:severity sh:Warning ]"
    ),
    "a node": "sh:class x:Above ; sh:nodeKind sh:IRI ; sh:not [ sh:hasValue x:a ]",
    "siblings": (
        "sh:property [ sh:path x:p ; sh:qualifiedValueShapesDisjoint true ; "
        "sh:qualifiedValueShape [ sh:class x:Above ] ; sh:qualifiedMinCount 1 ] , "
        "[ sh:path x:p ; sh:qualifiedValueShapesDisjoint true ; "
        "sh:qualifiedValueShape [ sh:class x:Other ] ; sh:qualifiedMinCount 1 ]"
    ),
}
TARGETS = (
    "sh:targetClass x:Above", "sh:targetNode x:a, x:nowhere", "sh:targetSubjectsOf x:p",
    "sh:targetObjectsOf x:p", "a sh:NodeShape, rdfs:Class",
)  # fmt: skip


def wild(seed: int) -> str:
    """Return a small graph in which nearly everything is at fault somewhere."""
    random = Random(seed)  # noqa: S311
    nodes = [f"x:{letter}" for letter in "abcdef"] + ["_:b1", "_:b2"]
    values = [
        *nodes,
        '"a"',
        '"Ab"@en',
        '"c"@en',
        '"e"@en',
        '"d"@de',
        "3",
        "4.0",
        "true",
        '"abcd"',
        '"3"',
    ]
    lines = ["x:Below rdfs:subClassOf x:Middle . x:Middle rdfs:subClassOf x:Above ."]
    for node in nodes:
        lines.append(f"{node} a {random.choice(['x:Below', 'x:Above', 'x:Other'])} .")
        for predicate in ("x:p", "x:q"):
            lines += [
                f"{node} {predicate} {value} ."
                for value in random.sample(values, random.randint(0, 5))
            ]
        for predicate in ("x:n", "x:m"):
            number = random.choice(["2", "3", "3.0", "4.5", "5e0"])
            lines.append(f"{node} {predicate} {number} ." if random.random() < 0.7 else "")
    return "\n".join(lines)


def test_the_zoo_has_every_component() -> None:
    assert set(ZOO) == set(COMPONENTS)
    compiled = Shapes(our_shapes())
    used = {p for s in compiled.by_node.values() for p in s.parameters if p.startswith(f"<{SH}")}
    unknown = used - {sh(name) for name in (*COMPONENTS, *_SAID)}
    assert unknown == set()


# What shapes say that is no constraint, or is one of the fast engine's other places.
_SAID = (
    "path", "property", "message", "severity", "deactivated", "targetClass", "targetNode",
    "targetSubjectsOf", "targetObjectsOf", "flags", "ignoredProperties", "sparql", "name",
    "description", "order", "group", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
)  # fmt: skip


@pytest.mark.parametrize("name", [*ZOO, *FURTHER])
def test_each_kind_of_constraint_gives_the_same_results(name: str) -> None:
    shape = f"x:S {TARGETS[0]} ; " + {**ZOO, **FURTHER}[name] + " ."
    if "sh:path" in shape.partition("[")[0]:
        shape = shape.replace(f"x:S {TARGETS[0]} ;", f"x:S {TARGETS[0]} ; sh:property x:P . x:P")
    found = [both(wild(seed), shape) for seed in range(5)]
    assert any(found) or name == "deactivated"
    assert {r.where for r in routes(turtle(shape))} == {"columns"}


def test_pyshacl_walks_an_inverse_sequence_in_the_wrong_order_and_columns_do_not() -> None:
    path = "[ sh:inversePath (x:p x:q) ]"
    shape = f"x:S sh:targetNode x:c ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    data = "x:a x:p x:b . x:b x:q x:c ."
    assert validate(turtle(data), turtle(shape), "fast") == []
    assert validate(turtle(data), turtle(shape), "reference") != []


PATHS = (
    "x:p", "^x:p", "x:p/x:q", "^(x:p/x:q)", "(x:p|^x:q)/x:p", "x:p*", "x:p+", "x:p?", "(x:p/x:q)*",
    "^(x:p|x:q)+", "(x:p?/x:q)*", "(x:p*)?",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_where_oxigraph_says(path: str) -> None:
    """SPARQL's property paths are the other reading of the same definition."""
    for seed in range(6):
        triples = turtle(wild(seed).replace("4.0", "4.5"))  # its store writes 4.0 as 4
        store = Store()
        store.extend(Quad(*triple) for triple in triples)
        prefix = "PREFIX x: <https://example.org/> "
        for start in ("a", "b", "f"):
            rows = store.query(f"{prefix} SELECT DISTINCT ?end {{ x:{start} {path} ?end }}")
            assert isinstance(rows, QuerySolutions)
            there = {str(row["end"]) for row in rows}
            node = f"<https://example.org/{start}>"
            found = walk(_path(path), [node], columns.read(set(triples)))
            assert set(found.get(node, ())) == there


def _path(text: str) -> Path:
    """Read a path in SPARQL's notation."""
    query = f"PREFIX x: <https://example.org/> SELECT * {{ ?s {text} ?o }}"
    return _of_sparql(algebra(query).p.p.triples[0][1])


def _of_sparql(path: object) -> Path:
    if isinstance(path, URIRef):
        return Step(f"<{path}>")
    if isinstance(path, InvPath):
        return inverse(_of_sparql(path.arg))
    if isinstance(path, SequencePath):
        return Sequence(tuple(map(_of_sparql, path.args)))
    if isinstance(path, AlternativePath):
        return Alternative(tuple(map(_of_sparql, path.args)))
    assert isinstance(path, MulPath)
    part = _of_sparql(path.path)
    again = Repeat(part, path.more)
    return again if path.zero else Sequence((part, again))


@pytest.mark.parametrize("target", TARGETS)
def test_each_kind_of_target_selects_the_same_nodes(target: str) -> None:
    data = wild(1) + " x:e a x:S ."
    assert both(data, f"x:S {target} ; sh:property [ sh:path x:p ; sh:minCount 9 ] .")


def test_many_shapes_at_once_on_wild_graphs() -> None:
    shape = "".join(
        f"x:S{number} {TARGETS[number % 4]} ; sh:property [ {text} ] .\n"
        for number, text in enumerate([*ZOO.values(), *FURTHER.values()])
        if text.startswith("sh:path")
    )
    for seed in range(20, 40):
        assert both(wild(seed), shape)


def test_values_without_their_datatype_are_told_alone_by_every_engine() -> None:
    data = turtle('x:a a x:Above ; x:p "2014-02-31"^^xsd:date, "aldi"^^xsd:integer .')
    shape = turtle("x:S sh:targetClass x:Above ; sh:property [ sh:path x:p ; sh:maxCount 1 ] .")
    for engine in ENGINES:
        found = validate(data, shape, engine)
        assert [r.value for r in found] == ["2014-02-31", "aldi"]
        assert found[0].message == "is no xsd:date; write it as XML Schema lays down"


def test_literals_that_are_written_differently_stay_apart() -> None:
    found = both(
        'x:a x:p "1"^^xsd:integer, "01"^^xsd:integer .',
        "x:S sh:targetNode x:a ; sh:property [ sh:path x:p ; sh:maxCount 1 ; sh:in (1) ] .",
    )
    assert [r.value for r in found] == ["", "01"]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ("x:S sh:targetClass x:Above ; sh:property [ sh:path x:p ; sh:node x:S ] .",
         "it is recursive"),
        ("x:S sh:targetClass x:Above ; x:size 3 . x:C a sh:ConstraintComponent ; "
         "sh:parameter [ sh:path x:size ] ; sh:validator [ a sh:SPARQLAskValidator ; "
         'sh:ask "ASK { FILTER(true) }" ] .', "it uses a component that the shapes declare"),
    ],
)  # fmt: skip
def test_what_columns_are_not_for_goes_to_pyshacl_and_is_told(shape: str, why: str) -> None:
    assert [(r.where, r.why) for r in routes(turtle(shape))] == [("pyshacl", why)]


@pytest.mark.parametrize(
    "text", ["sh:minCount 1", "sh:property [ sh:path x:p ; sh:maxCount 1, 2 ]"]
)
def test_shapes_that_are_not_well_formed_are_judged_by_pyshacl(text: str) -> None:
    parted = plan(turtle(f"x:S sh:targetClass x:Above ; {text} ."))
    assert not parted.core
    assert len(parted.others) == 1


def test_components_say_where_each_parameter_is_checked() -> None:
    where = {route.what: route.where for route in components()}
    assert {f"sh:{name}" for name in COMPONENTS} < set(where)
    assert where["sh:sparql"] == "oxigraph"
