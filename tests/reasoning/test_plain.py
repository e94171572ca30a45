"""Reasoning on plain RDF: by both engines, from the command and from rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse

import kg
from kg.errors import Contradicted
from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.plain.graphs import reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.reasoning.plain.graphs import Engine

PREFIXES = """
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
ONTOLOGY = """
:within a owl:TransitiveProperty ; owl:inverseOf :contains ; rdfs:range :Place .
:presentIn owl:propertyChainAxiom ( :presentIn :within ) .
:Holder owl:onProperty :holds ; owl:someValuesFrom :Place .
:Town rdfs:subClassOf :Place ; owl:disjointWith :Person .
"""
FACTS = """
:market :within :town . :town :within :north ; a :Town . :group :presentIn :market ; :holds :town .
"""


def triples(text: str) -> list[Triple]:
    return [q.triple for q in parse(input=PREFIXES + text, format=RdfFormat.TURTLE)]


def named(found: frozenset[Triple]) -> set[tuple[str, ...]]:
    return {tuple(str(t).strip("<>").rpartition("/")[2] for t in triple) for triple in found}


EXPECTED = {
    ("market", "within", "north"),
    ("town", "contains", "market"),
    ("north", "contains", "town"),
    ("north", "contains", "market"),
    ("group", "presentIn", "town"),
    ("group", "presentIn", "north"),
    ("town", "22-rdf-syntax-ns#type", "Place"),
    ("north", "22-rdf-syntax-ns#type", "Place"),
    ("group", "22-rdf-syntax-ns#type", "Holder"),
}


@pytest.mark.parametrize("engine", ["duckdb", "owlrl"])
def test_both_engines_draw_the_same(engine: Engine) -> None:
    found = reason(triples(FACTS), triples(ONTOLOGY), engine=engine)
    assert named(found.triples) == EXPECTED
    assert not found.contradictions


@pytest.mark.parametrize("engine", ["duckdb", "owlrl"])
def test_both_engines_find_the_contradiction(engine: Engine) -> None:
    found = reason(triples(f"{ONTOLOGY} {FACTS} :town a :Person ."), engine=engine)
    assert len(found.contradictions) == 1
    assert "https://example.org/town" in found.contradictions[0]


@pytest.mark.parametrize("engine", ["duckdb", "owlrl"])
def test_nothing_is_a_member_of_the_empty_class(engine: Engine) -> None:
    found = reason(triples(":market a owl:Nothing . :town a owl:Thing ."), engine=engine)
    assert len(found.contradictions) == 1
    assert "https://example.org/market" in found.contradictions[0]
    assert not found.triples


def test_rules_go_beside_the_ontology() -> None:
    rule = """CONSTRUCT { ?a <https://example.org/borders> ?b }
              WHERE { ?a <https://example.org/within> ?c . ?b <https://example.org/within> ?c .
                      FILTER(?a != ?b) }"""
    facts = triples(":a :within :c . :b :within :c .")
    found = reason(facts, rules=compile_construct(rule, "borders"))
    assert named(found.triples) == {("a", "borders", "b"), ("b", "borders", "a")}


def test_a_literal_is_no_subject() -> None:
    found = reason(triples(':says rdfs:range :Text . :group :says "no" , :something .'))
    assert named(found.triples) == {("something", "22-rdf-syntax-ns#type", "Text")}


def test_names_for_one_thing_share_their_facts() -> None:
    facts = ":capital a owl:FunctionalProperty . :n :capital :x , :y . :x :within :z ."
    found = named(reason(triples(facts)).triples)
    assert {("y", "within", "z"), ("x", "owl#sameAs", "y"), ("y", "owl#sameAs", "x")} <= found


def test_an_rdflib_graph_gives_an_rdflib_graph() -> None:
    graph = rdflib.Graph().parse(data=PREFIXES + ONTOLOGY + FACTS, format="turtle")
    before = len(graph)
    assert len(kg.reason(graph)) == len(EXPECTED)
    assert len(graph) == before
    graph.parse(data=f"{PREFIXES} :town a :Person .", format="turtle")
    with pytest.raises(Contradicted, match="1 contradiction; correct one fact of each"):
        kg.reason(graph)


def test_the_command_reads_several_files(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    for name, text in (("terms.ttl", ONTOLOGY), ("facts.ttl", FACTS)):
        (tmp_path / name).write_text(PREFIXES + text, encoding="utf-8")
    facts, terms = str(tmp_path / "facts.ttl"), str(tmp_path / "terms.ttl")
    code, out, err = run("infer", facts, "--ontology", terms)
    assert (code, len(out.splitlines()), err) == (0, len(EXPECTED), "")
    code, more, _ = run("infer", facts, "--ontology", terms, "--all")
    assert set(out.splitlines()) < set(more.splitlines())
    assert len(more.splitlines()) == len(EXPECTED) + len(triples(FACTS))


def test_the_command_tells_of_a_contradiction(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    file = tmp_path / "all.ttl"
    file.write_text(f"{PREFIXES} {ONTOLOGY} {FACTS} :town a :Person .", encoding="utf-8")
    code, _, err = run("infer", str(file))
    assert code == 1
    assert "cax-dw" in err


def test_the_command_names_the_line_of_a_fault(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<x:a> <x:b> <x:c> .\n<x:a> nonsense", encoding="utf-8")
    code, out, err = run("infer", str(file))
    assert (code, out) == (1, "")
    assert "row 2" in err
