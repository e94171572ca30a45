"""Values of literals: which are equal, which differ, which come first, which datatype has them."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from pyoxigraph import Literal, NamedNode

from kg.reasoning.compiling.values import differ, holds, is_of, value
from kg.reasoning.rules import Comparison
from kg.reasoning.running.measures import ranks
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import RDF, RDFS, XSD


def lit(text: str, datatype: str = "string") -> Literal:
    return Literal(text, datatype=XSD[datatype])


UNKNOWN = NamedNode("https://example.org/unknown")
TERMS: list[Literal | NamedNode] = [
    Literal("a"), Literal("b"), Literal("a", language="en"), Literal("b", language="en"),
    Literal("a", language="fr"), lit("1", "integer"), lit("01", "integer"), lit("-5", "long"),
    lit("1.0", "decimal"), lit("1.5", "decimal"), lit("1e0", "double"), lit("NaN", "double"),
    lit("INF", "double"), lit("1", "float"), lit("true", "boolean"), lit("1", "boolean"),
    lit("2014-06-29", "date"), lit("2017-07-09", "date"), lit("2017-07-09T10:00:00", "dateTime"),
    lit("2017-07-09T10:00:00Z", "dateTime"), lit("2017-07-09T12:00:00+02:00", "dateTime"),
    lit("2017-07-10T00:00:00Z", "dateTime"), lit("one", "integer"), lit("1.5", "integer"),
    Literal("x", datatype=UNKNOWN), Literal("y", datatype=UNKNOWN), UNKNOWN, RDF.nil,
]  # fmt: skip


@pytest.mark.parametrize("sign", ["=", "!=", "<", ">"])
def test_terms_compare_as_oxigraph_has_them(sign: str) -> None:
    """All pairs but NaN with itself, and a text in a language with what has no value.

    Oxigraph has the former different and the latter too; to us both are unknown.
    """
    store = OxigraphStore()
    for one, two in product(TERMS, TERMS):
        both = [t for t in (one, two) if isinstance(t, Literal)]
        if any(t.language for t in both) and any(value(t) is None for t in both):
            continue
        if one == two == lit("NaN", "double"):
            continue
        found = store.query(f"ASK {{ FILTER({one} {sign} {two}) }}")
        assert holds(Comparison(one, sign, two), {}) == found, (one, sign, two)


def test_what_is_different_is_told_only_of_known_values() -> None:
    different = {(a, b) for a, b in combinations(TERMS, 2)
                 if isinstance(a, Literal) and isinstance(b, Literal) and differ(a, b)}  # fmt: skip
    one, double = lit("1", "integer"), lit("1e0", "double")
    assert (one, double) in different  # OWL 2: decimals and doubles have no value in common
    assert (one, lit("1.0", "decimal")) not in different
    assert (one, lit("01", "integer")) not in different
    assert (lit("2017-07-09T10:00:00Z", "dateTime"),
            lit("2017-07-09T12:00:00+02:00", "dateTime")) not in different  # fmt: skip
    for pair in different:
        assert not {lit("one", "integer"), lit("1.5", "integer")} & set(pair)
        assert UNKNOWN not in {term.datatype for term in pair}


def test_ranks_order_as_the_comparisons_do() -> None:
    literals = {-n: term for n, term in enumerate(TERMS, 1) if isinstance(term, Literal)}
    ranked = {number: (rank, space) for number, rank, space in ranks(literals)}
    for one, two in product(literals, literals):
        if one in ranked and two in ranked:
            (a, space), (b, other) = ranked[one], ranked[two]
            left, right = literals[one], literals[two]
            below = space is not None and space == other and a < b
            assert below == holds(Comparison(left, "<", right), {})
            assert (a == b) == holds(Comparison(left, "=", right), {})


@pytest.mark.parametrize(
    ("literal", "datatype", "has"),
    [
        (lit("5", "integer"), XSD.byte, True),
        (lit("128", "integer"), XSD.byte, False),
        (lit("128", "byte"), XSD.byte, False),
        (lit("-1", "integer"), XSD.unsignedInt, False),
        (lit("5.0", "decimal"), XSD.integer, True),
        (lit("5.5", "decimal"), XSD.integer, False),
        (lit("5", "integer"), XSD.decimal, True),
        (lit("5", "integer"), XSD.double, False),
        (lit("5e0", "double"), XSD.decimal, False),
        (lit("\u0665", "integer"), XSD.integer, False),
        (lit(" 5 ", "integer"), XSD.integer, True),
        (Literal("a b"), XSD.token, True),
        (Literal("a  b"), XSD.token, False),
        (Literal("a\nb"), XSD.normalizedString, False),
        (Literal("a\nb"), XSD.string, True),
        (Literal("de-AT"), XSD.language, True),
        (Literal("a b"), XSD.NCName, False),
        (Literal("a"), XSD.anyURI, False),
        (Literal("a", language="en"), XSD.string, False),
        (Literal("a", language="en"), RDF.langString, True),
        (Literal("a", language="en"), RDF.PlainLiteral, True),
        (Literal("a"), RDF.PlainLiteral, True),
        (lit("5", "integer"), RDF.PlainLiteral, False),
        (Literal("a"), RDF.langString, False),
        (lit("2017-07-09T10:00:00", "dateTime"), XSD.dateTimeStamp, False),
        (lit("2017-07-09T10:00:00Z", "dateTime"), XSD.dateTimeStamp, True),
        (lit("2017-07-09", "date"), XSD.dateTime, False),
        (Literal("a"), RDFS.Literal, True),
        (Literal("a"), UNKNOWN, None),
        (Literal("a", datatype=UNKNOWN), UNKNOWN, True),
        (Literal("a", datatype=UNKNOWN), XSD.string, None),
    ],
)  # fmt: skip
def test_a_datatype_has_a_value_or_not(
    literal: Literal, datatype: NamedNode, has: bool | None
) -> None:
    assert is_of(literal, datatype) is has


@pytest.mark.parametrize(
    "literal",
    [
        lit("2017-02-30", "date"), lit("one", "integer"), lit("300", "byte"), lit("", "decimal"),
        lit("yes", "boolean"), lit("2017-07-09T25:00:00", "dateTime"), lit("0g", "hexBinary"),
        lit("99999-01-01", "date"),
    ],
)  # fmt: skip
def test_what_says_nothing_has_no_value(literal: Literal) -> None:
    assert value(literal) is None
