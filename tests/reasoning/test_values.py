"""Comparisons in rules: numbers, dates and texts by value, other terms by identity alone."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.reasoning.rules import Comparison, Variable
from kg.reasoning.values import holds
from kg.vocabulary import XSD


def typed(text: str) -> Literal:
    value, kind = text.split("^")
    return Literal(value, datatype=XSD[kind])


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("9^integer", "10^integer"),
        ("-10^integer", "-9.5^decimal"),
        ("2.5^decimal", "3^nonNegativeInteger"),
        ("0.1^decimal", "1e0^double"),
        ("1E-2^double", "0.02^float"),
        ("7^byte", "+8.^decimal"),
        ("-INF^double", "-1000000^integer"),
        ("9999999999^integer", "INF^float"),
        ("2017-05-23^date", "2017-10-01^date"),
        ("2017-05-23T09:00:00^dateTime", "2017-05-23T10:00:00.5^dateTime"),
        ("2017-05-23T12:00:00+08:00^dateTime", "2017-05-23T05:00:00Z^dateTime"),
    ],
)
def test_order_is_that_of_values(less: str, more: str) -> None:
    one, two = typed(less), typed(more)
    for operator, true in (("<", True), ("<=", True), (">", False), (">=", False)):
        assert holds(Comparison(one, operator, two), {}) == true
        assert holds(Comparison(two, operator, one), {}) != true


def test_equal_values_are_no_more_and_no_less() -> None:
    one, two = typed("2.50^decimal"), typed("25e-1^double")
    assert [holds(Comparison(one, o, two), {}) for o in ("<", "<=", ">", ">=")] == [
        False, True, False, True,
    ]  # fmt: skip
    assert holds(Comparison(one, "=", two), {})
    assert not holds(Comparison(one, "!=", two), {})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1^integer", "2017-05-23^date"),
        ("2017-05-23^date", "2017-05-24T00:00:00^dateTime"),
        ("2017-05-23^date", "2017-05-25Z^date"),
        ("2017-02-30^date", "2018-01-01^date"),
        ("20170101^date", "2018-01-01^date"),
        ("1_0^integer", "11^integer"),
        ("1.5^integer", "2^integer"),
        ("NaN^double", "1^integer"),
        ("true^boolean", "2^integer"),
    ],
)
def test_what_cannot_be_compared_is_false_both_ways(one: str, two: str) -> None:
    for operator in ("<", "<=", ">", ">="):
        assert not holds(Comparison(typed(one), operator, typed(two)), {})
        assert not holds(Comparison(typed(two), operator, typed(one)), {})


def test_iris_are_equal_or_not_and_have_no_order() -> None:
    a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    x = Variable("x")
    assert holds(Comparison(x, "!=", b), {x: a})
    assert holds(Comparison(x, "=", b), {x: b})
    assert not holds(Comparison(x, "<", b), {x: a})
