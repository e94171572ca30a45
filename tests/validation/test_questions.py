"""sh:sparql constraints asked once for all focus nodes say what pySHACL says of each."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import InvalidProject
from kg.validation.routes import plan, routes
from kg.validation.shacl import Result, validate

PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""
DATA = """
x:Below rdfs:subClassOf x:C .
x:a a x:C ; x:p x:b, x:c ; x:n 4.0 ; x:m 2.0 ; x:day "2014-05-01"^^xsd:date ; x:name "A"@en .
x:b a x:Below ; x:p x:a ; x:n 1 ; x:m 2.5 ; x:day "2016-05-01"^^xsd:date .
x:c a x:Below ; x:n 7 ; x:q x:a .
x:d a x:C ; x:p x:c ; x:n 9 ; x:m 3 .
x:e a x:Other ; x:p x:a ; x:n 9 ; x:m 3 .
"""
DECLARED = (
    'x:Names sh:declare [ sh:prefix "x" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
)
# What can be asked at once: the name, the SELECT, how many results it has on DATA.
ASKED = {
    "a join": ("$this ?value { $this x:n ?value ; x:m ?m . FILTER(?value > ?m) }", 2),
    "no value": ("$this { $this x:n ?n . FILTER(?n > 5) }", 2),
    "question marks": ("?this { ?this x:n ?n . FILTER(?n > 5) }", 2),
    "a path": ("$this ?value ?path { $this ?path ?value . FILTER(?path = x:q) }", 1),
    "a lack, given the focus nodes": ("$this { FILTER NOT EXISTS { $this x:p ?any } }", 1),
    "a lack": (
        "$this { $this x:n ?n FILTER NOT EXISTS { ?x x:p $this . FILTER(?x != $this) } }", 1),
    "an option": ("$this ?value { $this x:n ?n . OPTIONAL { $this x:day ?value } }", 4),
    "an option first": (
        "$this ?value { OPTIONAL { $this x:day ?value } FILTER(!BOUND(?value)) }", 2),
    "ways": ("$this ?value { { $this x:p ?value } UNION { ?value x:q $this } }", 4),
    "one way alone": ("$this ?value { { $this x:p ?value } UNION { ?value x:q x:a } }", 6),
    "a count": (
        "$this (COUNT(?o) AS ?value) { $this x:p ?o } GROUP BY $this HAVING (COUNT(?o) > 1)", 1),
    "a SELECT inside": (
        "$this ?value { { SELECT $this (MAX(?d) AS ?value) { $this x:day ?d } GROUP BY $this } }",
        2),
    "a variable made": (
        "$this ?value { $this x:n ?n . BIND(?n * 2 AS ?value) FILTER(?value > 10) }", 2),
    "classes": ("$this ?value { $this x:p ?value . ?value a/rdfs:subClassOf* x:C }", 4),
    "any number of steps": ("$this ?value { $this x:p+ ?value }", 7),
    "no step or some": ("$this ?value { $this x:n ?n ; x:q* ?value }", 5),
    "one of two steps": ("$this ?value { $this x:p|x:q ?value }", 5),
    "rows that are alike": ("$this { $this x:p ?o }", 3),
}  # fmt: skip
# What is left to pySHACL, and why.
LEFT = {
    "it uses $PATH": "$this ?value { $this $PATH ?value }",
    "it uses LIMIT": "$this { $this x:p ?o } LIMIT 1",
    "it uses GRAPH": "$this { $this x:p ?o . FILTER NOT EXISTS { GRAPH x:g { $this ?p ?o } } }",
    "$this is used where no pattern beside it binds it":
        "$this { $this x:p ?o . OPTIONAL { ?o x:n ?n . { ?o x:m ?m FILTER($this != x:a) } } }",
    "it aggregates without GROUP BY $this":
        "$this { $this x:p ?o { SELECT $this (COUNT(*) AS ?n) { ?s x:q ?z } GROUP BY ?s } }",
    "a SELECT stands inside EXISTS":
        "$this { $this x:p ?o FILTER EXISTS { SELECT $this { $this x:p ?o } } }",
}  # fmt: skip


def turtle(text: str) -> list[Triple]:
    return [q.triple for q in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def shape(select: str, more: str = "", message: str = "{$this} has {?value}") -> list[Triple]:
    """Return a shape with one constraint: what follows the word SELECT."""
    text = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT {select}"
    return turtle(
        f"{DECLARED} x:S a sh:NodeShape ; sh:targetClass x:C {more} ; sh:sparql [ "
        f'sh:prefixes x:Names ; sh:message "{message}" ; sh:select """{text}""" ] .'
    )


@pytest.mark.parametrize(("select", "count"), ASKED.values(), ids=list(ASKED))
def test_a_question_is_answered_as_pyshacl_does(select: str, count: int) -> None:
    triples, shapes = turtle(DATA), shape(select)
    assert {r.where for r in routes(shapes)} == {"columns", "oxigraph"}
    found = validate(triples, shapes, "fast")
    assert found == validate(triples, shapes, "pyshacl")
    assert found == validate(triples, shapes, "reference")
    assert len(found) == count


@pytest.mark.parametrize("select", [select for select, _ in ASKED.values()], ids=list(ASKED))
def test_a_question_is_left_out_only_where_it_has_no_answer(select: str) -> None:
    """One whose triples the data lacks is not asked: so lack each predicate, and each one alone."""
    triples, shapes = turtle(DATA), shape(select)
    for predicate in {t.predicate.value for t in triples if t.predicate.value[-4:] != "type"}:
        for one in (True, False):
            some = [
                t for t in triples
                if t.predicate.value[-4:] == "type" or (t.predicate.value == predicate) == one
            ]  # fmt: skip
            assert validate(some, shapes, "fast") == validate(some, shapes, "reference")


@pytest.mark.parametrize(("why", "select"), LEFT.items())
def test_what_cannot_be_asked_at_once_goes_to_pyshacl_and_is_told(why: str, select: str) -> None:
    reasons = [r.why for r in routes(shape(select)) if r.where == "pyshacl"]
    assert len(reasons) == 1
    assert why in reasons[0]


def test_what_is_left_to_pyshacl_is_answered_beside_the_rest() -> None:
    select = "SELECT $this ?value { $this $PATH ?value . FILTER(isIRI(?value)) }"
    shapes = turtle(
        f"{DECLARED} x:S sh:targetClass x:C ; sh:property x:P . x:P sh:path x:p ; sh:sparql [ "
        f'sh:message "no IRI" ; sh:select """{select}""" ] . '
        "x:T sh:targetClass x:C ; sh:property [ sh:path x:day ; sh:minCount 1 ] ."
    )
    found = validate(turtle(DATA), shapes, "fast")
    assert found == validate(turtle(DATA), shapes, "reference")
    assert {r.shape for r in found} == {"https://example.org/P", ""}
    assert [s.node for s, _ in plan(shapes).others] == ["<https://example.org/S>"]


def test_the_name_of_a_blank_node_is_not_told() -> None:
    triples = turtle("_:d a x:C ; x:q x:a .")
    (one,) = validate(triples, shape("$this { $this x:q ?o }"), "fast")
    assert (one.focus, one.value, one.message) == ("", "", "a blank node has a blank node")


def test_values_are_told_as_the_data_writes_them() -> None:
    """Oxigraph's store writes 4.0 as 4."""
    shapes = shape("$this ?value { $this x:n ?value ; x:m ?m . FILTER(?value > ?m) }")
    (one, *_) = [r for r in validate(turtle(DATA), shapes, "fast") if r.focus]
    assert (one.value, one.message) == ("4.0", "https://example.org/a has 4.0")


def test_a_message_that_the_query_binds_comes_first() -> None:
    shapes = shape('$this ?message { $this x:q ?o . BIND("told" AS ?message) }')
    assert [r.message for r in validate(turtle(DATA), shapes, "fast")] == ["told"]


def test_the_constraint_of_a_property_shape_has_its_path_and_no_value() -> None:
    shapes = turtle(
        f"{DECLARED} x:S sh:targetClass x:C ; sh:property x:P . x:P sh:path x:p ; "
        'sh:severity sh:Warning ; sh:sparql [ sh:prefixes x:Names ; sh:message "m" ; '
        'sh:select "SELECT $this { $this x:q ?o }" ] .'
    )
    found = validate(turtle(DATA), shapes, "fast")
    assert found == validate(turtle(DATA), shapes, "reference")
    component = "http://www.w3.org/ns/shacl#SPARQLConstraintComponent"
    assert found == [
        Result("Warning", "https://example.org/c", "https://example.org/p", "", "m", component,
               "https://example.org/P")
    ]  # fmt: skip


@pytest.mark.parametrize("more", ["; sh:deactivated true", ""])
def test_a_question_that_is_deactivated_is_not_asked(more: str) -> None:
    shapes = shape("$this { $this x:p ?o }", more)
    inner = [*shapes, *turtle("x:unused sh:path x:p .")]
    assert bool(validate(turtle(DATA), inner, "fast")) == (not more)


def test_a_constraint_below_a_negation_is_not_taken_away_from_pyshacl() -> None:
    shapes = turtle(
        f"{DECLARED} x:S sh:targetClass x:C ; sh:not x:N . x:N a sh:NodeShape ; sh:sparql [ "
        'sh:prefixes x:Names ; sh:select "SELECT $this { $this x:p ?o }" ] .'
    )
    for engine in ("fast", "pyshacl"):
        found = validate(turtle(DATA), shapes, engine)
        assert [r.focus for r in found] == ["https://example.org/c"]


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    "select",
    ["$this { SERVICE x:s { $this ?p ?o } }", "$this { $this ?p ?o MINUS { $this a ?o } }",
     "$this { VALUES $this { x:a } }", "(x:a AS $this) { ?s ?p ?o }",
     "$this { $this ?p ?o { SELECT ?o { ?s x:p ?o } } }", "$this { $this x:p }"],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_what_shacl_does_not_allow_is_refused(select: str, engine: str) -> None:
    with pytest.raises(InvalidProject, match=r"cannot be applied: the sh:sparql of .*S: "):
        validate(turtle(DATA), shape(select), engine)  # type: ignore[arg-type]
