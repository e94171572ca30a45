"""The words of a query: what is code, and what stands in a string, an IRI or a comment."""

from __future__ import annotations

import pytest

from kg.store.lexical import parameters, replace_parameters, with_prefixes, words
from kg.vocabulary import PREFIXES

NOT_CODE = [
    '"$day and ag:Battle"',
    "'$day and ag:Battle'",
    r'"a \" $day ag:Battle"',
    '"""a "$day" \n ag:Battle"""',
    "'''a '$day' \n ag:Battle'''",
    "<https://example.org/$day/ag:Battle>",
    "# $day ag:Battle\n",
    "# $day ag:Battle\r",
]


@pytest.mark.parametrize("text", NOT_CODE)
def test_what_is_not_code_is_left_alone(text: str) -> None:
    query = f"SELECT * {{ ?s ?p ?o }} {text}"
    assert parameters(query) == set()
    assert replace_parameters(query, lambda _: "<x:y>") == query
    assert with_prefixes(query) == query
    assert words(query) == {"SELECT": 1}


@pytest.mark.parametrize("text", NOT_CODE)
def test_what_follows_is_code_again(text: str) -> None:
    query = f"SELECT * {{ ?s ?p {text} . ?t ag:about $day }}"
    assert parameters(query) == {"day"}
    assert replace_parameters(query, lambda _: "<x:y>").endswith("?t ag:about <x:y> }")
    assert with_prefixes(query) == f"PREFIX ag: <{PREFIXES['ag']}>\n{query}"


def test_a_quote_that_is_escaped_in_a_name_opens_no_string() -> None:
    assert parameters(r"SELECT * { ?s ex:it\'s $one . ?s ex:a\#b $two }") == {"one", "two"}


def test_each_parameter_is_replaced_wherever_it_stands() -> None:
    query = "SELECT * { ?s ?p $a . FILTER($a<$b) ?x$c ?d }"
    assert replace_parameters(query, lambda name: f"<x:{name}>") == (
        "SELECT * { ?s ?p <x:a> . FILTER(<x:a><<x:b>) ?x<x:c> ?d }"
    )


def test_prefixes_are_declared_where_used_and_not_declared() -> None:
    query = "prefix rdfs: <https://example.org/>\nASK { ?x rdfs:label ?y ; a ag:Battle ; my:p 1 }"
    assert with_prefixes(query) == f"PREFIX ag: <{PREFIXES['ag']}>\n{query}"


def test_prefixes_are_declared_in_order_and_once() -> None:
    query = "ASK { ?x skos:notation ?y ; ag:note ?z ; ag:role ?w ; rdfs:label ?v }"
    declared = [line.split()[1] for line in with_prefixes(query).splitlines()[:-1]]
    assert declared == ["ag:", "rdfs:", "skos:"]


def test_words_are_those_of_the_code_in_capitals() -> None:
    query = "select ?x {\n?x a ag:Battle .\nFilter(?x != 'from') }"
    assert words(query) == {"SELECT": 1, "A": 2, "FILTER": 3}
