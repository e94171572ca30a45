"""Every statement that the parser finds has its line, in each syntax, and no line is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.ingest.rdf_lines import Lines, Places, lines_of
from kg.ingest.rdf_lines.json_tokens import placed, plain
from kg.vocabulary import RDF
from tests.ingest.turtle_writer import TurtleWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

BASE = "https://example.org/p/"
SYNTAXES = {
    "ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD,
}  # fmt: skip
RDFLIB = {
    "ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "rdf": "xml", "jsonld": "json-ld",
}  # fmt: skip
# Names are of one length, so that none is part of another.
NODES = [NamedNode(f"https://e.org/n/{name}") for name in ("n001", "n002", "n003", "n004")]
PREDICATES = [NamedNode(f"https://e.org/p#p{number:03}") for number in range(4)]
NASTY = [
    "#", ".", "; ] ) }", '"', "'", '"""', "'''", "\\", "\n", "a\nb # c\n", "<https://e.org/n/n001>",
    "\t", "\u00e9\u2028\u0085", "\U0001f600", "[ ( {|", "@en", "^^", "n:n001 p:p001 .", "_:b0",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(NASTY), max_size=4).map("".join)
VALUES = st.one_of(
    st.sampled_from(NODES),
    st.sampled_from([BlankNode("b0"), BlankNode("b1")]),
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en")),
    st.integers(-5, 5).map(Literal),
    st.sampled_from(NODES).map(lambda node: Literal("x", datatype=node)),
)
TRIPLES = st.builds(
    Triple,
    st.one_of(st.sampled_from(NODES), st.just(BlankNode("b0"))),
    st.sampled_from([*PREDICATES, RDF.type]),
    VALUES,
).filter(lambda t: t.predicate != RDF.type or isinstance(t.object, NamedNode))
GRAPHS = st.lists(TRIPLES, min_size=1, max_size=12, unique=True)


def found(raw: bytes, syntax: RdfFormat) -> tuple[list[Quad], Lines]:
    quads = list(parse(input=raw, format=syntax, base_iri=BASE))
    return quads, lines_of(raw, syntax, quads, BASE)


def by_rdflib(triples: Sequence[Triple], suffix: str) -> bytes:
    graph = rdflib.Dataset() if suffix in ("trig", "nq") else rdflib.Graph()
    raw = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert raw is not None
    graph.parse(data=raw, format="nt")
    graph.bind("n", "https://e.org/n/")
    graph.bind("p", "https://e.org/p#")
    return graph.serialize(format=RDFLIB[suffix], encoding="utf-8")


def by_pyoxigraph(triples: Sequence[Triple], suffix: str) -> bytes:
    has_prefixes = suffix in ("ttl", "trig", "rdf", "jsonld")
    prefixes = {"n": "https://e.org/n/", "p": "https://e.org/p#"} if has_prefixes else None
    raw = serialize(triples, format=SYNTAXES[suffix], prefixes=prefixes)
    assert raw is not None
    return raw


def names(term: object) -> tuple[str, ...]:
    """Return how a term may be written, at least in part; "" if it need not be written at all."""
    if term == RDF.type:
        return "a ", "a\t", "type"
    if isinstance(term, NamedNode):
        return (term.value[-4:],)
    return ("",)


def stands(line: str, term: object) -> bool:
    return any(name in line for name in names(term))


# rdflib's own writers of datasets call what it has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@pytest.mark.parametrize("suffix", SYNTAXES)
@pytest.mark.parametrize("writer", [by_pyoxigraph, by_rdflib])
@settings(deadline=None, max_examples=60)
@given(triples=GRAPHS)
def test_each_statement_of_a_random_graph_has_a_line_that_holds_it(
    triples: list[Triple], suffix: str, writer: object
) -> None:
    assert callable(writer)
    raw = writer(triples, suffix)
    quads, lines = found(raw, SYNTAXES[suffix])
    assert len(quads) == len(lines)
    text = ["", *raw.decode().split("\n")]
    for quad, places in zip(quads, lines, strict=True):
        # RDF/XML can write a type as the name of the element.
        is_element = suffix == "rdf" and quad.predicate == RDF.type
        written = quad.object if is_element else quad.predicate
        if isinstance(quad.subject, NamedNode) or suffix != "jsonld":
            assert places.node, (quad, raw)
            assert places.predicate, (quad, raw)
            assert stands(text[places.predicate], written), (quad, raw)
        if places.node:
            assert stands(text[places.node], quad.subject), (quad, raw)
        if suffix in ("ttl", "trig", "nt", "nq"):
            assert stands(text[places.value], quad.object), (quad, raw)


@settings(deadline=None, max_examples=300)
@given(chance=st.randoms(use_true_random=True), has_graphs=st.booleans())
def test_lines_are_the_very_lines_that_were_written(chance: Random, *, has_graphs: bool) -> None:
    """Against a writer of Turtle and TriG that knows where it put each subject and predicate."""
    written = TurtleWriter(chance, has_graphs=has_graphs).document()
    syntax = RdfFormat.TRIG if has_graphs else RdfFormat.TURTLE
    quads, lines = found(written.text.encode(), syntax)
    told = {
        quad.predicate.value: (places.predicate, places.graph)
        for quad, places in zip(quads, lines, strict=True)
        if quad.predicate not in (RDF.first, RDF.rest)
    }
    assert told == written.predicates, written.text
    nodes = {
        quad.subject.value: places.node
        for quad, places in zip(quads, lines, strict=True)
        if isinstance(quad.subject, NamedNode) and quad.subject != RDF.nil
    }
    assert nodes == written.subjects, written.text
    values = {
        quad.object.value: places.value
        for quad, places in zip(quads, lines, strict=True)
        if isinstance(quad.object, Literal)
    }
    assert values == written.values, written.text


DOCUMENTS = [
    # directives in both notations, names with dots and escapes, a base
    ("ttl", "@prefix x: <x:> . @base <https://b.org/> .\nPREFIX y: <y:>\nBASE <https://c.org/>\n"
     "x:a.b x:p\n x:c\\.d, y:%41 .\n<r> a <s> .", [(4, 4, 5), (4, 4, 5), (6, 6, 6)]),
    ("ttl", "<x:a> <x:p> 'it''s' .", None),
    ("ttl", "VERSION \"1.2\"\n@version '1.2' .\n<x:a> <x:p> 1 .", [(3, 3, 3)]),
    # a byte that no comment of UTF-8 could have
    ("ttl", b"# \xff\n<x:a> <x:p> 1 .", [(2, 2, 2)]),
    ("ttl", "<x:a> <x:p> \"\"\"\n\n\"\"\" ;\n<x:q> 1.5e3, -.5, 7 . <x:b> <x:p> true",
     None),
    ("ttl", "<x:a> <x:p> \"\"\"\n\n\"\"\"@en ;\n<x:q> 1.5e3, -.5, 7 . <x:b> <x:p> true .",
     [(1, 1, 1), (1, 4, 4), (1, 4, 4), (1, 4, 4), (4, 4, 4)]),
    ("nt", "\n# no\n<x:a> <x:p> \"\\n#\" . # yes\n\t\n  <x:b> <x:p> <x:c> .", [(3,) * 3, (5,) * 3]),
    ("nq", "# \n<x:a> <x:p> <x:b> <x:g> .\r\n\r\n_:a <x:p> <x:b> .",
     [(2,) * 3, (4,) * 3]),
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "content", "expected"), DOCUMENTS)
def test_lines_of_documents(
    suffix: str, content: str | bytes, expected: list[tuple[int, int, int]] | None
) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    if expected is None:
        with pytest.raises(SyntaxError):
            found(raw, SYNTAXES[suffix])
        return
    assert [tuple(places)[:3] for places in found(raw, SYNTAXES[suffix])[1]] == expected


XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:"
    xml:base="https://b.org/">
<x:T rdf:about="x:a"
     x:attr="v" rdf:type="x:T2">
  <x:p xml:lang="en">lit &amp; more
  </x:p>
  <x:q>
    <x:U rdf:ID="b"><x:r
      rdf:resource="c"/></x:U></x:q>
  <x:s rdf:parseType="Resource">
    <x:t>1</x:t></x:s>
  <x:c rdf:parseType="Collection">
    <x:Z/>
    <rdf:Description rdf:about="x:z"><x:zz rdf:ID="reified">1</x:zz></rdf:Description>
  </x:c>
  <x:l rdf:parseType="Literal">
    <x:no><x:no>1</x:no></x:no></x:l>
  <x:e x:a1="1" x:a2="2" rdf:resource="x:e"/>
  <rdf:li>1</rdf:li>
  <x:f rdf:nodeID="n" x:a3="3"/>
</x:T>
</rdf:RDF>"""


def test_lines_of_all_that_rdf_xml_has() -> None:
    quads, lines = found(XML.encode(), RdfFormat.RDF_XML)
    told = {
        (quad.predicate.value.removeprefix(str(RDF)), places.node, places.predicate)
        for quad, places in zip(quads, lines, strict=True)
    }
    assert told == {
        ("type", 4, 4), ("x:attr", 4, 4), ("x:p", 4, 6), ("x:q", 4, 8), ("type", 9, 9),
        ("x:r", 9, 9), ("x:s", 4, 11), ("x:t", 11, 12), ("x:c", 4, 13), ("type", 14, 14),
        ("x:zz", 15, 15), ("subject", 15, 15), ("predicate", 15, 15), ("object", 15, 15),
        ("type", 15, 15), ("first", 14, 14), ("first", 15, 15), ("rest", 14, 14),
        ("rest", 15, 15), ("x:l", 4, 17), ("x:e", 4, 19), ("x:a1", 19, 19), ("x:a2", 19, 19),
        ("_1", 4, 20), ("x:f", 4, 21), ("x:a3", 21, 21),
    }  # fmt: skip


JSON_LD = """{
  "@context": [{"id": "@id", "x": "https://x.org/", "name": "x:name",
    "knows": {"@id": "x:knows", "@type": "@id"},
    "raw": {"@id": "x:raw", "@type": "@json"},
    "place": {"@id": "x:place", "@context": {"name": "x:placeName"}},
    "Ship": {"@id": "x:Ship", "@context": {"name": "x:shipName"}}}],
  "@graph": [
    {
      "name": "first",
      "id": "x:a",
      "place": {
        "id": "x:b",
        "name": "there"},
      "raw": {"id": "x:c",
        "name": "no node"},
      "knows": "x:d"
    },
    {"@context": {"name": "x:other"}, "id": "d/e",
      "name": "second", "@type": "x:T"},
    {"@type": "Ship",
      "name": "third", "id": "x:s"},
    {"name": "nameless"},
    {"id": "x:g", "@graph": [
       {"id": "x:h",
        "x:p": [
          1]}]}
  ]
}"""


def short(term: NamedNode | BlankNode) -> str:
    return term.value.removeprefix(BASE).replace("https://x.org/", "x:")


def test_lines_of_json_ld_follow_its_contexts() -> None:
    quads, lines = found(JSON_LD.encode(), RdfFormat.JSON_LD)
    told = {
        (short(quad.subject), short(quad.predicate), *places)
        for quad, places in zip(quads, lines, strict=True)
        if isinstance(quad.subject, NamedNode)
    }
    assert told == {
        ("x:a", "x:name", 10, 9, 9, 0), ("x:a", "x:place", 10, 11, 11, 0),
        ("x:b", "x:placeName", 12, 13, 13, 0), ("x:a", "x:raw", 10, 14, 14, 0),
        ("x:a", "x:knows", 10, 16, 16, 0), ("d/e", "x:other", 18, 19, 19, 0),
        ("d/e", short(RDF.type), 18, 19, 19, 0), ("x:s", short(RDF.type), 21, 20, 20, 0),
        ("x:s", "x:shipName", 21, 21, 21, 0), ("x:h", "x:p", 24, 25, 25, 23),
    }  # fmt: skip
    nameless = [i for i, quad in enumerate(quads) if isinstance(quad.subject, BlankNode)]
    assert [lines[index] for index in nameless] == [Places()]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXTS, inner)),
)


@given(value=JSON, indent=st.sampled_from([None, 1]), is_ascii=st.booleans())
def test_a_document_with_its_lines_is_what_json_reads(
    value: object, *, indent: int | None, is_ascii: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert plain(placed(text)) == value


WRONG_LINES = [
    # The statements of another file, one fewer, one more, another predicate, another subject.
    "<x:a> <x:p> 1 .", "<x:a> <x:p> 1 . <x:a> <x:p> 2, 3 .", "<x:a> <x:q> 1 ; <x:p> 2 .",
    "<x:b> <x:p> 1, 2 .", "_:a <x:p> 1, 2 .",
]  # fmt: skip


@pytest.mark.parametrize("other", WRONG_LINES)
def test_no_line_is_told_where_the_scanner_and_the_parser_disagree(other: str) -> None:
    raw = b"<x:a> <x:p> 1, 2 ."
    quads = list(parse(input=other, format=RdfFormat.TURTLE))
    assert set(lines_of(raw, RdfFormat.TURTLE, quads, BASE)) == {Places()}
    assert len(lines_of(raw, RdfFormat.TURTLE, quads, BASE)) == len(quads)
