"""The four formats of SPARQL's own, read back by readers of others."""

from __future__ import annotations

import csv
import io
import json
import logging
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.plugins.sparql.results.csvresults import CSVResultParser
from rdflib.plugins.sparql.results.jsonresults import JSONResultParser
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser

from kg.errors import UsageError
from kg.query.formats import ROW_FORMATS, by_suffix, row_format
from kg.query.formats.base import Row
from kg.query.formats.terms import plain
from kg.vocabulary import XSD
from tests.query.format_terms import NOT_XML, answers, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.query import ResultParser

CUT = frozenset("\x0b\x1c\x1d\x1e\x85\u2028\u2029")  # where Python's readers end a line
Answer = tuple[list[str], list[Row]]
OXIGRAPH = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDFLIB: dict[str, Callable[[], ResultParser]] = {
    "json": JSONResultParser, "xml": XMLResultParser,
    "tsv": TSVResultParser, "csv": CSVResultParser,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _literals_as_they_stand() -> Iterator[None]:
    """Keep rdflib from writing 007 as 7, and from telling of each literal that it cannot read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        patch.setattr(logging.getLogger("rdflib.term"), "disabled", True)
        yield


def by_oxigraph(name: str, raw: bytes) -> Answer:
    found = ox.parse_query_results(raw, format=OXIGRAPH[name])
    assert isinstance(found, ox.QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return columns, [tuple(row[column] for column in columns) for row in found]


def by_rdflib(name: str, raw: bytes) -> tuple[list[str], list[tuple[object, ...]]]:
    found = RDFLIB[name]().parse(io.BytesIO(raw))
    assert found.vars is not None
    rows: list[tuple[object, ...]]
    rows = [tuple(binding.get(v) for v in found.vars) for binding in found.bindings]
    return [str(v) for v in found.vars], rows


def as_rdflib(term: object) -> object:
    """Make a term of rdflib's of one of Oxigraph's."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        kind = None if term.datatype.value.endswith("#string") else term.datatype.value
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(kind) if kind else None)
    return None


def is_read_by_rdflib(row: Row) -> bool:
    """Tell whether rdflib's reader of TSV takes a row.

    It skips blank lines, which is how a row of one unbound column is written, raises TypeError for
    decimals and doubles with a sign (rdflib 7.6, `Literal.__neg__`), knows no numbered escapes.
    """
    if any(isinstance(t, Literal) and CUT.intersection(t.value) for t in row):
        return False
    signed = (t for t in row if isinstance(t, Literal) and t.value[:1] in ("+", "-"))
    return row != (None,) and not any("XMLSchema#" in t.datatype.value for t in signed)


def alike(one: Answer, other: Answer) -> bool:
    """Tell whether two answers have the same terms, blank nodes under whatever names."""
    if one[0] != other[0] or len(one[1]) != len(other[1]):
        return False
    names: dict[object, object] = {}
    for mine, theirs in zip(one[1], other[1], strict=True):
        for a, b in zip(mine, theirs, strict=True):
            if isinstance(a, BlankNode | rdflib.BNode) and isinstance(b, BlankNode | rdflib.BNode):
                if names.setdefault(a, b) != b:
                    return False
            elif type(a) is not type(b) or a != b:
                return False
    return len(set(names.values())) == len(names)


@given(answers())
@pytest.mark.parametrize("name", ["json", "tsv"])
def test_oxigraph_reads_the_same_terms(name: str, answer: Answer) -> None:
    assert alike(by_oxigraph(name, written(name, *answer)), answer)


@given(answers(without=NOT_XML))
def test_oxigraph_reads_the_same_terms_of_xml(answer: Answer) -> None:
    assert alike(by_oxigraph("xml", written("xml", *answer)), answer)


@given(answers(without=NOT_XML))
@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_rdflib_reads_the_same_terms(name: str, answer: Answer) -> None:
    columns, rows = answer
    if name == "tsv":
        rows = [row for row in rows if is_read_by_rdflib(row)]
    expected = [tuple(as_rdflib(term) for term in row) for row in rows]
    found = by_rdflib(name, written(name, columns, rows))
    assert alike(found, (columns, expected))  # type: ignore[arg-type]


@given(answers())
def test_csv_reads_back_as_plain_values(answer: Answer) -> None:
    columns, rows = answer
    raw = written("csv", columns, rows)
    read = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    assert read == [columns, *([plain(term) for term in row] for row in rows)]
    assert len(RDFLIB["csv"]().parse(io.BytesIO(raw)).bindings) == len(rows)


@given(answers())
def test_the_json_is_that_of_the_whole_document(answer: Answer) -> None:
    raw = written("json", *answer).decode()
    assert raw == json.dumps(json.loads(raw), ensure_ascii=False, indent=1) + "\n"


def test_tsv_has_terms_in_the_syntax_of_turtle() -> None:
    rows: list[Row] = [
        (
            NamedNode("http://e/a"),
            Literal("a\tb\n"),
            Literal("7", datatype=XSD.integer),
        ),
        (BlankNode("b"), None, Literal("0.5", datatype=XSD.decimal)),
        (
            Literal('"', language="en"),
            Literal("\x85"),
            Literal("5.", datatype=XSD.decimal),
        ),
    ]
    assert written("tsv", ["x", "y", "z"], rows).decode() == (
        "?x\t?y\t?z\n"
        '<http://e/a>\t"a\\tb\\n"\t7\n'
        "_:b\t\t0.5\n"
        f'"\\""@en\t"\\u0085"\t"5."^^<{XSD.decimal.value}>\n'
    )


def test_an_iri_that_a_reader_of_lines_would_cut() -> None:
    row = (NamedNode("http://e/\u2028x"),)
    assert written("tsv", ["x"], [row]) == b"?x\n<http://e/\\u2028x>\n"
    for name in OXIGRAPH:
        assert by_oxigraph(name, written(name, ["x"], [row])) == (["x"], [row])


def test_csv_is_rfc_4180() -> None:
    rows = [(Literal('a "b", c'), None), (Literal("l1\r\nl2"), BlankNode("b"))]
    assert written("csv", ["x", "y"], rows) == b'x,y\r\n"a ""b"", c",\r\n"l1\r\nl2",_:b\r\n'
    assert written("csv", ["x"], [(Literal("a\rb"),)]) == b'x\r\n"a\rb"\r\n'
    assert written("csv", ["x"], [(None,)]) == b'x\r\n""\r\n'


@pytest.mark.parametrize("character", sorted(NOT_XML))
def test_xml_refuses_what_it_cannot_hold(character: str) -> None:
    rows: list[Row] = [(Literal("a"), Literal("b")), (None, Literal(f"x{character}y"))]
    with pytest.raises(
        UsageError, match=f"row 2, column y: .* U\\+{ord(character):04X}; .*json or"
    ):
        written("xml", ["x", "y"], rows)
    triple = Triple(NamedNode("http://e/a"), NamedNode("http://e/b"), Literal(character))
    nested = Triple(NamedNode("http://e/a"), NamedNode("http://e/b"), triple)
    with pytest.raises(UsageError, match="row 1, column x: "):
        written("xml", ["x"], [(nested,)])


@pytest.mark.parametrize("name", sorted(OXIGRAPH))
def test_what_rdf_1_2_adds_reads_back(name: str) -> None:
    directed = Literal("مراوي", language="ar", direction=ox.BaseDirection.RTL)
    row = (directed, Triple(NamedNode("http://e/a"), NamedNode("http://e/b"), directed))
    assert by_oxigraph(name, written(name, ["x", "y"], [row])) == (["x", "y"], [row])


@pytest.mark.parametrize("name", ["json", "xml"])
@pytest.mark.parametrize("answer", [True, False])
def test_the_answer_to_an_ask(name: str, answer: bool) -> None:
    out = io.BytesIO()
    write = ROW_FORMATS[name].write_answer
    assert write is not None
    write(answer, out)
    found = ox.parse_query_results(out.getvalue(), format=OXIGRAPH[name])
    assert isinstance(found, ox.QueryBoolean)
    assert bool(found) is answer
    assert RDFLIB[name]().parse(io.BytesIO(out.getvalue())).askAnswer is answer


@pytest.mark.parametrize("name", sorted(OXIGRAPH))
def test_no_rows_and_no_columns(name: str) -> None:
    assert by_oxigraph(name, written(name, ["x"], [])) == (["x"], [])
    if name != "tsv":  # where a row of no columns is a blank line
        assert by_oxigraph(name, written(name, [], [()])) == ([], [()])


def test_formats_are_found_by_name_and_by_suffix() -> None:
    assert row_format("tsv") is ROW_FORMATS["tsv"]
    with pytest.raises(UsageError, match="called 'xlsx'; there are: csv, tsv, json, xml, markdown"):
        row_format("xlsx")
    suffixes = [suffix for found in ROW_FORMATS.values() for suffix in found.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert [by_suffix(s) for s in (".TSV", ".xlsx", "")] == [ROW_FORMATS["tsv"], None, None]
