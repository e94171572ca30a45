"""Random rows of RDF terms, for the tests of formats, and what a reader gives back as them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.query.formats import ROW_FORMATS
from kg.vocabulary import GEO, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Row
    from kg.store.base import Term

_HARD = [
    "", " ", "a,b", 'say "x"', "a\tb", "a\nb", "a\r\nb", "\r", "\\", "\\n", "<b>&amp;</b>", "a|b",
    "مراوي", "🏳", "_:b", "http://e/", "\u2028", "\x85", "'", "]]>", "\\|", "_a_ *b*", "`x", "a_b",
]  # fmt: skip
NOT_XML = frozenset("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\ufffe\uffff") | {
    chr(n) for n in range(0x0E, 0x20)
}


def texts(without: Iterable[str] = ()) -> st.SearchStrategy[str]:
    """Return texts of all characters but some."""
    characters = st.characters(codec="utf-8", exclude_characters=[*without])
    return st.sampled_from(_HARD) | st.text(characters, max_size=12)


_NUMBERS = st.one_of(
    st.integers().map(lambda n: Literal(str(n), datatype=XSD.integer)),
    st.integers(-9, 9).map(lambda n: Literal(f"{n:+04d}", datatype=XSD.nonNegativeInteger)),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
        lambda n: Literal(f"{n:f}", datatype=XSD.decimal)
    ),
    st.floats().map(Literal),
    st.sampled_from(["1.", ".5", "+5.50", "007", "1e5", "1E400", "1e-400", "-0", "INF", "x", ""])
    .flatmap(lambda t: st.sampled_from([XSD.integer, XSD.decimal, XSD.double, XSD.float])
             .map(lambda kind: Literal(t, datatype=kind))),
)  # fmt: skip
_OTHERS = st.sampled_from(
    [Literal(t, datatype=kind)
     for t in ("true", "0", "2017-05-23", "2017-02-30", "-0001-01-01", "POINT(1 2)", "20170523")
     for kind in (XSD.boolean, XSD.date, GEO.wktLiteral)]
)  # fmt: skip
_IRIS = st.sampled_from(
    [
        "http://e/a",
        "urn:x:y",
        "https://e/ü?a=b&c='d'#e",
        "x:y",
        "http://e/(_a_)",
    ]
).map(NamedNode)


def terms(without: Iterable[str] = ()) -> st.SearchStrategy[Term | None]:
    """Return terms of every kind, and unbound."""
    text = texts(without)
    return st.one_of(
        st.none(), _IRIS, _NUMBERS, _OTHERS, text.map(Literal),
        text.flatmap(lambda t: st.sampled_from(["en", "ar", "zh-hant"]).map(
            lambda language: Literal(t, language=language))),
        st.sampled_from(["b0", "x", "a1b2"]).map(BlankNode),
    )  # fmt: skip


def answers(without: Iterable[str] = ()) -> st.SearchStrategy[tuple[list[str], list[Row]]]:
    """Return answers: one to three columns, and up to five rows."""

    def of(columns: list[str]) -> st.SearchStrategy[tuple[list[str], list[Row]]]:
        row = st.tuples(*(terms(without) for _ in columns))
        return st.lists(row, max_size=5).map(lambda rows: (columns, [*rows]))

    return st.sampled_from([["x"], ["x", "name"], ["a", "b_iri", "c2"]]).flatmap(of)


def written(name: str, columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return what a format writes of the rows."""
    out = io.BytesIO()
    ROW_FORMATS[name].write(columns, rows, out)
    return out.getvalue()
