"""Reasoning from file to file: what is read, what is written, and what is refused."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse, serialize

from benchmarks.generate import ONTOLOGY, n_triples
from kg.errors import DataError, InvalidRows
from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.plain import files
from kg.reasoning.plain.files import infer_files
from kg.reasoning.plain.graphs import reason
from kg.reasoning.running.encoding import database
from kg.store.convert import to_rdflib

PREFIXES = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ag: <https://w3id.org/allegiance/ontology#> .
"""
TERMS = """:within a owl:TransitiveProperty . :capital a owl:FunctionalProperty .
:label rdfs:subPropertyOf :name . :Town owl:disjointWith :Person . :label rdfs:label "a label" .
"""
EX = "https://example.org/"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def drawn(*paths: Path, ontology: str = "", folder: Path | None = None) -> str:
    out = io.BytesIO()
    terms = [written(folder, "terms.ttl", PREFIXES + ontology)] if folder else []
    infer_files(paths, terms, out=out)
    return out.getvalue().decode()


def nt(subject: str, predicate: str, obj: str) -> str:
    value = obj if obj[0] in '"_' else f"<{EX}{obj}>"
    node = subject if subject[0] == "_" else f"<{EX}{subject}>"
    return f"{node} <{EX}{predicate}> {value} .\n"


@pytest.mark.parametrize("suffix", ["nt", "nq", "ttl", "trig", "rdf", "jsonld"])
def test_every_syntax_gives_the_same(tmp_path: Path, suffix: str) -> None:
    text = """:a :within :b . :b :within :c . :a :label "one"@en-GB , "two \\"\\n\\u00e9" ,
        "3"^^xsd:integer , "four"^^xsd:string . :n :capital :a , :z . :z a :Town ."""
    quads = list(parse(input=PREFIXES + text, format=RdfFormat.TURTLE))
    syntax = RdfFormat.from_extension(suffix)
    assert syntax is not None
    path = tmp_path / f"facts.{suffix}"
    serialize(quads if syntax.supports_datasets else (q.triple for q in quads), path, syntax)
    found = drawn(path, ontology=TERMS, folder=tmp_path)
    ontology = [q.triple for q in parse(input=PREFIXES + TERMS, format=RdfFormat.TURTLE)]
    expected = reason([q.triple for q in quads], ontology).triples
    assert {q.triple for q in parse(input=found, format=RdfFormat.N_TRIPLES)} == expected
    assert len(found.splitlines()) == len(expected) > 10


def test_two_spellings_are_one_term(tmp_path: Path) -> None:
    lines = (
        r'<https://example.org/a> <https://example.org/label> "\u00e9" .'
        "\n"
        '<https://example.org/a> <https://example.org/label> "é" .\n'
        r"<https://example.org/\u0061>  <https://example.org/label>"
        '\t"é"^^<http://www.w3.org/2001/XMLSchema#string>. # the same again\n'
        '<https://example.org/a> <https://example.org/label> "x"@EN .\n'
        '<https://example.org/a> <https://example.org/label> "x"@en .\n'
    )
    found = drawn(written(tmp_path, "a.nt", lines), ontology=TERMS, folder=tmp_path)
    assert found == nt("a", "name", '"x"@en') + nt("a", "name", '"é"')


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_say_nothing_are_passed_over(tmp_path: Path, end: str) -> None:
    text = f"# one{end}{end}   {end}{nt('a', 'within', 'b')}  # two\n{nt('b', 'within', 'c')}"
    text = text.replace("\r\n", "\n").replace("\n", end)
    found = drawn(written(tmp_path, "a.nt", text), ontology=TERMS, folder=tmp_path)
    assert found == nt("a", "within", "c")


def test_graphs_are_taken_together(tmp_path: Path) -> None:
    text = nt("a", "label", '"b <c> . \\" d"').replace(" .\n", f" <{EX}g> .\n")
    text += nt("a", "within", "b").replace(" .\n", f" <{EX}g> .\n") + nt("b", "within", "c")
    found = drawn(written(tmp_path, "a.nq", text), ontology=TERMS, folder=tmp_path)
    assert found == nt("a", "name", '"b <c> . \\" d"') + nt("a", "within", "c")


def test_blank_nodes_of_two_files_are_apart(tmp_path: Path) -> None:
    one = written(tmp_path, "one.nt", nt("a", "within", "_:x"))
    two = written(tmp_path, "two.nt", nt("_:x", "within", "c"))
    assert drawn(one, two, ontology=TERMS, folder=tmp_path) == ""
    both = written(tmp_path, "both.nt", nt("a", "within", "_:x-y") + nt("_:x-y", "within", "c"))
    assert drawn(both, ontology=TERMS, folder=tmp_path) == nt("a", "within", "c")


@pytest.mark.parametrize(
    ("name", "text", "row"),
    [
        ("a.nt", nt("a", "within", "b") + "<x:a> <x:b> nonsense .\n", 2),
        ("a.nt", nt("a", "within", "b") * 3 + '<x:a> <x:b> "open .\n', 4),
        ("a.nq", "<x:a> <x:b> <x:c> <x:d> <x:e> .\n", 1),
        ("a.nt", "<relative> <x:b> <x:c> .\n", 1),
        ("a.ttl", "<x:a> <x:b> <x:c> .\n<x:a> nonsense", 2),
        ("a.nt", "<x:a> <x:b> \"\x01\x02\x03\x04\" .\nnonsense", 2),
    ],
)  # fmt: skip
def test_the_line_of_a_fault_is_told(tmp_path: Path, name: str, text: str, row: int) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(InvalidRows) as refused:
        drawn(path)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row) == (str(path), row)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(b'<x:a> <x:b> "\xff" .\n')
    with pytest.raises(InvalidRows, match=r"a\.nt"):
        drawn(path)


def test_a_triple_inside_a_triple_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match="inside a triple"):
        drawn(written(tmp_path, "a.nt", "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .\n"))


def test_what_is_given_is_written_on_request(tmp_path: Path) -> None:
    path = written(tmp_path, "a.nt", nt("b", "within", "c") + nt("a", "within", "b") * 2)
    terms = written(tmp_path, "terms.ttl", PREFIXES + TERMS + ":k :within :l .")
    infer_files([path], [terms], out=tmp_path / "out.nt", with_given=True)
    lines = (tmp_path / "out.nt").read_text().splitlines(keepends=True)
    assert lines == [nt("a", "within", x) for x in "bc"] + [nt("b", "within", "c")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "out.nt", "terms.ttl"]


def test_contradictions_and_rules(tmp_path: Path) -> None:
    rule = f"CONSTRUCT {{ ?a <{EX}near> ?b }} WHERE {{ ?a <{EX}within> ?b }}"
    path = written(tmp_path, "a.ttl", f"{PREFIXES}{TERMS} :a :within :b ; a :Town , :Person .")
    out = io.BytesIO()
    (found,) = infer_files([path], out=out, rules=compile_construct(rule, "near"))
    assert found.rule.name == "cax-dw"
    assert {str(t.subject) for t in found.premises} == {f"<{EX}a>"}
    assert out.getvalue().decode() == nt("a", "near", "b")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("graph")
    terms = written(folder, "terms.ttl", ONTOLOGY)
    return written(folder, "facts.nt", "".join(n_triples(20_000))), terms


def digest(graph: tuple[Path, Path], memory: str = "2GB", folder: Path | None = None) -> str:
    out = io.BytesIO()
    infer_files([graph[0]], [graph[1]], out=out, memory=memory, folder=folder)
    return hashlib.sha256(out.getvalue()).hexdigest()


def test_the_closure_is_that_of_the_triples_and_always_the_same_bytes(
    graph: tuple[Path, Path],
) -> None:
    out = io.BytesIO()
    infer_files([graph[0]], [graph[1]], out=out)
    given, ontology = ([q.triple for q in parse(path=path)] for path in graph)
    expected = reason(given, ontology).triples
    found = [q.triple for q in parse(input=out.getvalue(), format=RdfFormat.N_TRIPLES)]
    assert set(found) == expected
    keys = [tuple(str(term) for term in triple) for triple in found]
    assert keys == sorted(keys)
    assert digest(graph) == hashlib.sha256(out.getvalue()).hexdigest()


def test_little_memory_gives_the_same_from_a_folder(
    graph: tuple[Path, Path], tmp_path: Path
) -> None:
    assert digest(graph, "40MB", tmp_path) == digest(graph, "40MB") == digest(graph)
    assert not list(tmp_path.iterdir())


def test_a_full_memory_is_told(graph: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "database", lambda memory, _: database(memory))
    with pytest.raises(DataError, match="40MB of memory are too little"):
        digest(graph, "40MB")


def test_a_long_line_is_read(tmp_path: Path) -> None:
    text = '"' + "x" * (1 << 22) + '"'
    path = written(tmp_path, "a.nt", nt("a", "label", text) + nt("a", "within", "b"))
    assert drawn(path, ontology=TERMS, folder=tmp_path) == nt("a", "name", text)


def test_an_interruption_ends_the_run_and_leaves_no_file(tmp_path: Path) -> None:
    chain = "".join(nt(f"n{a}", "within", f"n{b}") for a, b in itertools.pairwise(range(1500)))
    path = written(tmp_path, "a.nt", chain)
    terms = written(tmp_path, "terms.ttl", PREFIXES + TERMS)
    code = (
        "import sys; from pathlib import Path; from kg.reasoning.plain.files import infer_files\n"
        "infer_files([Path(sys.argv[1])], [Path(sys.argv[2])], out=Path(sys.argv[3]), "
        "progress=lambda text: print(text, flush=True))"
    )
    command = [sys.executable, "-c", code, str(path), str(terms), str(tmp_path / "out.nt")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith(b"inference"):
                break
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) != 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "terms.ttl"]


def test_rdflib_can_read_what_is_written(tmp_path: Path) -> None:
    text = f"{PREFIXES}{TERMS} :a :within [ :within :c ] ."
    found = drawn(written(tmp_path, "a.ttl", text))
    triples = [q.triple for q in parse(input=found, format=RdfFormat.N_TRIPLES)]
    assert len(to_rdflib(triples)) == 1
    assert not any(isinstance(term, BlankNode) for term in triples[0])
    assert isinstance(Quad(*triples[0]).triple, Triple)
