"""Whatever is given as a parameter becomes one RDF term, or is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from kg.errors import InvalidParameter
from kg.query.library import Library, StoredQuery
from kg.query.parameters import EXAMPLES, TYPES, Parameter
from kg.vocabulary import XSD

BASE = "https://example.org/"


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("entity", "maute-group", NamedNode("https://example.org/entity/maute-group")),
        ("entity", "ag:Deaths", NamedNode("https://w3id.org/allegiance/ontology#Deaths")),
        ("entity", "http://e.org/x", NamedNode("http://e.org/x")),
        ("class", "Membership", NamedNode("https://w3id.org/allegiance/ontology#Membership")),
        ("class", "ag:Membership", NamedNode("https://w3id.org/allegiance/ontology#Membership")),
        ("class", "http://e.org/X", NamedNode("http://e.org/X")),
        ("source", "ucdp-actor", NamedNode("https://example.org/source/ucdp-actor")),
        ("source", "http://e.org/s", NamedNode("http://e.org/s")),
        ("iri", "ag:Deaths", NamedNode("https://w3id.org/allegiance/ontology#Deaths")),
        ("iri", "http://e.org/x", NamedNode("http://e.org/x")),
        ("year", "2017", Literal("2017", datatype=XSD.integer)),
        ("year", "0950", Literal("950", datatype=XSD.integer)),
        ("date", "2017-05-23", Literal("2017-05-23", datatype=XSD.date)),
        ("date", date(2017, 5, 23), Literal("2017-05-23", datatype=XSD.date)),
        ("integer", 7, Literal("7", datatype=XSD.integer)),
        ("decimal", Decimal("0.50"), Literal("0.50", datatype=XSD.decimal)),
        ("boolean", True, Literal("true", datatype=XSD.boolean)),
        ("string", 'a "b"', Literal('a "b"')),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: str, term: NamedNode | Literal) -> None:
    assert Parameter("p", kind, "").term(value, BASE) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("entity", "two words"), ("entity", "http://e.org/> . ?s ?p ?o"), ("entity", ""),
        ("entity", "http://["), ("class", "Obedience"), ("class", "memberOf"),
        ("class", "maute-group"), ("class", "ag:Obedience"), ("class", ""), ("source", "two words"),
        ("iri", "maute-group"), ("iri", "nowhere"), ("year", "17"), ("year", "0000"),
        ("year", "20170"), ("date", "2017-02-30"), ("date", "2017-05"),
        ("integer", "1.5"), ("integer", "٣"),
        ("decimal", "1e5"), ("boolean", "yes"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(kind: str, value: str) -> None:
    with pytest.raises(InvalidParameter, match=f"is no {kind}; write it as"):
        Parameter("p", kind, "").term(value, BASE)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="holds half a character; give text"):
        Parameter("p", "string", "").term("a\ud800", BASE)


def test_choices_are_kept_to() -> None:
    parameter = Parameter("mode", "string", "", choices=("certain", "possible"))
    assert parameter.term("certain", BASE) == Literal("certain")
    with pytest.raises(InvalidParameter, match="use one of certain, possible"):
        parameter.term("surely", BASE)


def test_every_type_has_an_example() -> None:
    assert set(TYPES) == set(EXAMPLES)


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=30))
def test_any_text_becomes_one_term_or_is_refused(kind: str, text: str) -> None:
    """The query keeps its structure: what was given is the object of its one row, whole."""
    query = StoredQuery("q", "", "", "SELECT ?o { BIND($p AS ?o) }", (Parameter("p", kind, ""),))
    try:
        term = query.parameters[0].term(text, BASE)
        bound = query.bind({"p": text}, BASE)
    except InvalidParameter:
        return
    if text:  # a blank value leaves the parameter open
        rows = list(Store().query(bound))  # type: ignore[arg-type]
        assert [row["o"] for row in rows] == [term]


def test_an_unknown_parameter_is_told_with_those_there_are() -> None:
    query = Library.load()["allegiances"]
    with pytest.raises(InvalidParameter, match="has no parameter 'day'; it has: date"):
        query.bind({"day": "2017-05-23"}, BASE)
