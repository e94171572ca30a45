"""RDF in six syntaxes: the same graph from each, nothing fetched, each fault a clear problem."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize

import kg
from kg import resources
from kg.ingest.rdf_guard import CONTEXT_IRI, SUFFIXES
from kg.model.values import Origin
from kg.vocabulary import AG, DCTERMS, RDF, VOID
from tests.projects import RDF as TURTLE
from tests.projects import batches, loaded, of_rdf, only

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/p/"
GRAPH = NamedNode(f"{BASE}graph/data")
FORMATS = {
    ".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD, ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML,
}  # fmt: skip


def quads(folder: Path, content: str | bytes, name: str = "data.ttl", toml: str = "") -> set[Quad]:
    found = loaded(of_rdf(folder, content, name, toml))
    assert not found.problems, found.problems[0]
    return set(found.quads)


def problem(folder: Path, content: str | bytes, name: str = "data.ttl") -> str:
    found = only(loaded(of_rdf(folder, content, name)).problems)
    assert found.file == name
    assert found.row is None
    return str(found)


def test_every_suffix_is_tried() -> None:
    assert set(FORMATS) == set(SUFFIXES)


@pytest.mark.parametrize("suffix", [*FORMATS, ".TTL", ".JSONLD"])
def test_the_same_graph_comes_from_every_syntax(tmp_path: Path, suffix: str) -> None:
    expected = {quad.triple for quad in parse(input=TURTLE, format=RdfFormat.TURTLE)}
    raw = serialize(expected, format=FORMATS[suffix.lower()])
    assert raw is not None
    assert quads(tmp_path, raw, f"data{suffix}") == {
        *(Quad(t.subject, t.predicate, t.object, GRAPH) for t in expected),
        Quad(GRAPH, RDF.type, VOID.Dataset, GRAPH),
        Quad(
            GRAPH, DCTERMS.license, NamedNode("https://creativecommons.org/licenses/by/4.0/"), GRAPH
        ),
    }


def test_the_same_project_is_sound_from_turtle(tmp_path: Path) -> None:
    assert not kg.check(of_rdf(tmp_path)).problems


@pytest.mark.parametrize("name", ["data.trig", "data.nq", "data.jsonld"])
def test_named_graphs_stay_as_they_are(tmp_path: Path, name: str) -> None:
    graph = NamedNode("x:g")
    named = {
        Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("x"), graph),
        Quad(graph, DCTERMS.license, NamedNode("x:licence"), graph),
    }
    raw = serialize(named, format=FORMATS[f".{name.partition('.')[2]}"])
    assert raw is not None
    assert quads(tmp_path, raw, name) == named


def test_the_graph_of_a_file_has_its_version_and_licence(tmp_path: Path) -> None:
    graph = NamedNode(f"{BASE}graph/data/2-1")
    licence = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
    found = quads(tmp_path, "<x:a> <x:p> <x:b> .", toml='licence = "CC0-1.0"\nversion = "2.1"')
    assert Quad(graph, DCTERMS.license, licence, graph) in found
    assert {quad.graph_name for quad in found} == {graph}


def test_relative_iris_lie_under_the_base_of_the_project(tmp_path: Path) -> None:
    assert NamedNode(f"{BASE}entity/a") in {
        quad.subject for quad in quads(tmp_path, "<entity/a> <x:p> <x:b> .")
    }


def test_blank_nodes_become_iris_by_their_order(tmp_path: Path) -> None:
    first = quads(tmp_path / "one", "_:a <x:p> [ <x:q> _:a ] .")
    second = quads(tmp_path / "two", "_:zz <x:p> [ <x:q> _:zz ] .")
    assert first == second
    assert not any(isinstance(term, BlankNode) for quad in first for term in quad)
    assert NamedNode(f"{BASE}.well-known/genid/data/1") in {quad.subject for quad in first}


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.ttl", "a.nt", "a.jsonld"):
        content = '{"@id": "x:a", "x:p": "x"}' if "json" in name else '<x:a> <x:p> "x" .'
        raw = b"\xef\xbb\xbf" + content.encode()
        literal = Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("x"), GRAPH)
        assert literal in quads(tmp_path / name, raw, name)


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">{}</rdf:RDF>'
ENTITIES = '<!{} r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("word", ["DOCTYPE", "doctype", "DocType"])
@pytest.mark.parametrize("suffix", ["rdf", "xml", "owl"])
def test_rdf_xml_with_a_doctype_is_refused(tmp_path: Path, word: str, suffix: str) -> None:
    content = ENTITIES.format(word) + XML.format(
        '<rdf:Description rdf:about="x:a"><x:p>&b;</x:p></rdf:Description>'
    )
    told = problem(tmp_path, content, f"data.{suffix}")
    assert told == (
        f"data.{suffix}, line 1: cannot be read: RDF/XML with a DOCTYPE is not read; "
        "write its entities out"
    )


REMOTE = "https://example.com/context.jsonld"
CONTEXTS = {
    "text": REMOTE,
    "our own, at another address": CONTEXT_IRI.replace("https", "http"),
    "in a list": [CONTEXT_IRI, REMOTE],
    "in a list in a list": [[{}, [REMOTE]]],
    "import": {"@version": 1.1, "@import": REMOTE},
    "import in a list": [{}, {"@import": REMOTE}],
    "of a property": {"p": {"@id": "x:p", "@context": REMOTE}},
    "of a property, in a list": {"p": {"@id": "x:p", "@context": [{}, REMOTE]}},
    "of a type": {"@version": 1.1, "T": {"@id": "x:T", "@context": {"@import": REMOTE}}},
    "of a property of a property": {
        "p": {"@id": "x:p", "@context": {"q": {"@id": "x:q", "@context": REMOTE}}}
    },
}


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("context", CONTEXTS.values(), ids=CONTEXTS)
@pytest.mark.parametrize("nested", [False, True])
def test_a_context_that_would_be_fetched_is_refused(
    tmp_path: Path, context: object, *, nested: bool
) -> None:
    document: dict[str, object] = {"@context": context, "@id": "x:a", "x:p": "x"}
    if nested:
        document = {"@graph": [{"@id": "x:b", "x:q": document}]}
    told = problem(tmp_path, json.dumps(document), "data.jsonld")
    assert "would be fetched; write it into the file" in told


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    "context", [CONTEXT_IRI, [CONTEXT_IRI], [CONTEXT_IRI, {"y": "https://e.org/"}]]
)
def test_our_own_context_is_at_hand(tmp_path: Path, context: object) -> None:
    document = {"@context": context, "id": f"{BASE}entity/a", "type": "ArmedGroup"}
    expected = Quad(NamedNode(f"{BASE}entity/a"), RDF.type, AG.ArmedGroup, GRAPH)
    assert expected in quads(tmp_path, json.dumps(document), "data.jsonld")


@pytest.mark.usefixtures("no_network")
def test_our_own_context_in_a_property_and_null_are_at_hand(tmp_path: Path) -> None:
    document = {
        "@context": {"p": {"@id": "x:p", "@context": CONTEXT_IRI}},
        "@id": "x:a",
        "p": {"@context": None, "@id": "x:b", "x:q": {"@context": CONTEXT_IRI, "type": "Person"}},
    }
    found = quads(tmp_path, json.dumps(document), "data.jsonld")
    assert AG.Person in {quad.object for quad in found}


XML12 = XML.replace("xmlns:x", 'rdf:version="1.2" xmlns:x').format(
    '\n<rdf:Description rdf:about="x:a">{}</rdf:Description>'
)
FAULTS = [
    ("data.ttl", "<x:a> <x:p> <x:b> .\n\n<x:a> <x:p> ", "data.ttl, line 3: cannot be read: "),
    ("data.trig", "<x:g> {\n<x:a> <x:p> }", "data.trig, line 2: cannot be read: "),
    ("data.nt", '<x:a> <x:p> "x" .\n<x:a> "x" <x:p> .', "data.nt, line 2: cannot be read: "),
    ("data.nq", "<x:a> <x:p> <x:b> <x:g> <x:h> .", "data.nq, line 1: cannot be read: "),
    ("data.rdf", XML.format("\n<x:a>\n<x:b"), "data.rdf, line 3: cannot be read: "),
    ("data.owl", XML.format('\n<x:a>\n<x:p r:q="x"/>\n\n</x:a>\n'), "data.owl, line 3: "),
    ("data.xml", XML.format('\n<x:a>\n<x:p rdf:li="x"/>\n\n</x:a>\n'), "data.xml, line 3: "),
    ("data.jsonld", '{"a": 1,\n"b" 2}', "data.jsonld, line 2: cannot be read: "
     "Expecting ':' delimiter: line 2 column 5"),
    ("data.jsonld", '{"x:p": "x",\n"@id":\n5,\n"x:q": 1}', "data.jsonld, line 2: cannot be read: "),
    ("data.jsonld", '{"@graph": [{"@id": "x:a", "x:p": [1,\n{"@value": {}}]}\n\n,{"@id": "x:b"}]}',
     "data.jsonld, line 2: cannot be read: "),
    ("data.jsonld", '[\n{"@id": "x:a"}, {"x:p": {\n"@context":\n{"x": 5}, "x:q": [1]}}\n\n]',
     "data.jsonld, line 3: cannot be read: "),
    ("data.jsonld", '{"@context": {"e": "https://e.org/"},\n"e:p": [{"@id": "e:a"},\n"x", {"e:q":\n'
     '{"@value": "y",\n"@language": 3}}]}', "data.jsonld, line 5: cannot be read: "),
    ("data.jsonld", "[" * 100_000, "data.jsonld: cannot be read: maximum recursion depth"),
    ("data.jsonld", '{"@context":' * 5000, "data.jsonld: cannot be read: "),
    ("data.txt", "x", "data.txt: cannot be read: no RDF syntax has the suffix '.txt'; use .ttl, "),
    ("data", "x", "data: cannot be read: no RDF syntax has the suffix ''; use .ttl, "),
    ("data.ttl", b'<x:a> <x:p>\n"\xff" .', "data.ttl, line 2: cannot be read: "),
    ("data.ttl", '<x:a> <x:p> "x" .'.encode("utf-16"), "data.ttl, line 1: cannot be read: "),
    ("data.rdf", XML.format("").encode("utf-16"), "data.rdf, line 1: cannot be read: "),
    ("data.ttl", "<x:a> <x:p> <<( <x:a> <x:p> <x:b> )>> .", "data.ttl, line 1: cannot be read: "
     "a triple inside a triple at <x:a>; state it as a claim instead"),
    ("data.ttl", '<x:a> <x:p>\n"x" {| <x:q> "y" |} .', "data.ttl, line 2: cannot be read: "),
    ("data.nt", "# <<(\n<x:a> <x:p> <<( <x:a> <x:p> <x:b> )>> .", "data.nt, line 2: "),
    ("data.rdf", XML12.format(
        '<x:p\nrdf:parseType="Triple">\n<x:T\nrdf:about="x:b"/></x:p>'
    ), "data.rdf, line 2: cannot be read: a triple inside a triple"),
    ("data.rdf", XML12.format('\n<x:p rdf:annotation="x:t">1</x:p>\n'),
     "data.rdf, line 3: cannot be read: a triple inside a triple"),
    ("data.jsonld", b'{"@id": "x:a",\n"x:p":\n"\xff"}', "data.jsonld, line 3: cannot be read: "),
]  # fmt: skip


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(("name", "content", "message"), FAULTS)
def test_what_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    told = problem(tmp_path, content, name)
    assert told.startswith(message)
    assert "; " in told


DRAWN = f"<{BASE}graph/{{0}}> <{DCTERMS.license.value}> <x:licence> <{BASE}graph/{{0}}> ."
UNFIT = [
    ("data.jsonld", '{"@id": "x:a", "dcterms:title": "x"}',
     "'<dcterms:title>' is a prefixed name, not expanded; declare the prefix dcterms"),
    ("data.nt", "<x:a> <x:p> <ag:Battle> .", "'<ag:Battle>' is a prefixed name, not expanded; "),
    ("data.nt", "<ag:a> <x:p> <x:b> .", "'<ag:a>' is a prefixed name, not expanded; "),
    ("data.ttl", r'<x:a> <x:p> "a\u000Bb" .', "holds a control character; delete it"),
    ("data.ttl", r'<x:a> <x:p> "a\uFFFFb" .', "holds a control character; delete it"),
    ("data.ttl", '<x:a> <x:p> "x"@ar--rtl .', "has a base direction, as RDF 1.1 has none; leave"),
    ("data.ttl", "<x:a> <x:p1/2> <x:b> .", "'<x:p1/2>' cannot be an element of RDF/XML; use an"),
    ("data.ttl", "<x:a> <https://e.org/> <x:b> .", "'<https://e.org/>' cannot be an element of"),
    ("data.nt", f"<x:a> <{RDF}type> <https://e.org/1> .", "<https://e.org/1>' cannot be an"),
    ("data.nt", f"<x:a> <{RDF}li> <x:b> .", "cannot be an element of RDF/XML; "),
    ("data.nq", "<x:a> <x:p> <x:b> <x:g> .", "'<x:g>' is a graph without a licence; state its "),
    ("data.ttl", f"<x:a> a <{AG}ArmedGruop> .", "ontology#ArmedGruop>' is no term of the ontology; "
     "did you mean 'ArmedGroup'?"),
    ("data.ttl", f"<x:a> <{AG}zzz> <x:b> .", "ontology#zzz>' is no term of the ontology; use one"),
    ("data.nq", DRAWN.format("stated"), "graph/stated>' is a graph that each release adds; rename"),
    ("data.nq", DRAWN.format("inferred"), "graph/inferred>' is a graph that each release adds; "),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), UNFIT)
def test_what_a_release_cannot_hold_in_all_syntaxes_is_told(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    assert message in problem(tmp_path, content, name)


def test_each_unfit_term_is_told_once_and_all_of_them(tmp_path: Path) -> None:
    text = '<ag:a> <x:1> "\\u0001" . <ag:b> <x:1> "\\u0001" .'
    found = loaded(of_rdf(tmp_path, text)).problems
    assert sorted(p.value or "" for p in found) == ['"\\u0001"', "<ag:a>", "<ag:b>", "<x:1>"]


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    for name, content in (("a.ttl", ""), ("a.nq", "# nothing\n"), ("a.jsonld", "[]")):
        assert quads(tmp_path / name, content, name) == set()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_where_a_node_was_read_is_known_by_line(tmp_path: Path, suffix: str) -> None:
    raw = TURTLE.encode()
    if suffix != ".ttl":
        quads = list(parse(input=TURTLE, format=RdfFormat.TURTLE))
        raw = serialize([quad.triple for quad in quads], format=FORMATS[suffix]) or b""
    if suffix == ".jsonld":
        raw = json.dumps(json.loads(raw), indent=1).encode()
    (batch,) = batches(of_rdf(tmp_path, raw, f"data{suffix}"))
    text = raw.decode().split("\n")
    subjects = {quad.subject for quad in batch.quads} - {GRAPH}
    assert len(subjects) > 5
    for node in subjects:
        assert isinstance(node, NamedNode)
        origin = batch.origins[node]
        assert (origin.file, origin.row) == (f"data{suffix}", None)
        assert origin.line
        assert node.value.rpartition("/")[2] in text[origin.line - 1]


def test_a_node_that_was_not_read_has_no_line(tmp_path: Path) -> None:
    (batch,) = batches(of_rdf(tmp_path))
    assert batch.origins[GRAPH] == Origin("data.ttl")


def test_a_blank_node_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    (batch,) = batches(of_rdf(tmp_path, "<x:a> <x:p>\n [\n <x:q> 1 ] ."))
    node = NamedNode(f"{BASE}.well-known/genid/data/1")
    assert batch.origins[node] == Origin("data.ttl", line=2)


PLACED = [
    ("data.rdf", XML12.format('<x:q>1</x:q>\n<x:p xmlns:its="http://www.w3.org/2005/11/its"'
     ' its:version="2.0" its:dir="rtl" xml:lang="ar">1</x:p>'), 3),
    ("data.ttl", f"<x:a>\n  a\n <{AG}Battle>,\n <{AG}Batle> .", 4),
    ("data.ttl", f"<x:a> <x:p> 1 ;\n <{AG}zzz> 2 .", 2),
    ("data.ttl", '<x:a> <x:p> 1,\n\n"""\n \\u0001""" .', 3),
    ("data.ttl", "<x:a>\n<x:p1/2> 1 .", 2),
    ("data.trig", "\n<x:g>\n{ <x:a> <x:p> 1 }", 2),
    ("data.nq", "\n<x:a> <x:p> <x:b> <x:g> .", 2),
    ("data.trig", f"<{BASE}graph/stated> {{\n <x:a> <x:p> <x:b> }}\n"
     f"<{BASE}graph/stated> <{DCTERMS.license.value}> <x:l> .", 1),
    ("data.jsonld", '[{"@id": "x:b", "x:p": 1},\n{"@id": "x:a",\n"dcterms:title": "x"}]', 3),
    ("data.rdf", f'<r:RDF xmlns:r="{RDF}"\n xmlns:ag="{AG}">\n'
     '<r:Description r:about="x:a">\n<ag:zzz>1</ag:zzz></r:Description></r:RDF>', 4),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "line"), PLACED)
def test_what_a_release_cannot_hold_is_told_with_its_line(
    tmp_path: Path, name: str, content: str, line: int
) -> None:
    assert problem(tmp_path, content, name).startswith(f"{name}, line {line}: ")


def test_a_remote_context_is_told_with_its_line(tmp_path: Path) -> None:
    text = f'{{"@id": "x:a",\n"x:p": {{"@context": {{}}}},\n"x:q": [{{"@context": "{REMOTE}"}}]}}'
    assert problem(tmp_path, text, "data.jsonld").startswith("data.jsonld, line 3: cannot be read")


def test_the_shipped_context_is_the_one_that_is_pinned() -> None:
    assert (resources.folder("ontology") / "context.jsonld").is_file()
    assert CONTEXT_IRI.endswith("context.jsonld")
