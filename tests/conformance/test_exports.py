"""Each file of a release says the same to rdflib, to Oxigraph and, where it is JSON-LD, to PyLD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from kg.ingest.rdf import _faults
from kg.publish.datasets import DATASETS
from kg.publish.serialise import FORMATS, serialise
from kg.vocabulary import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg import Release

RDFLIB = {
    "ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "rdf": "xml", "jsonld": "json-ld",
}  # fmt: skip
# rdflib reads and writes graphs by classes and properties that it has itself deprecated.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:(ConjunctiveGraph|Dataset\.\w+) is deprecated:DeprecationWarning"
)
WITH_GRAPHS = {"trig", "nq", "jsonld"}
FILES = [(part, suffix) for part in DATASETS for suffix in FORMATS]


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch, no_network: None) -> None:  # noqa: ARG001
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def canonical(quads: Iterable[Quad], suffix: str) -> set[Quad]:
    """Return quads with blank nodes named by their place, without graphs where there are none."""
    if suffix not in WITH_GRAPHS:
        quads = (Quad(*quad.triple) for quad in quads)
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def by_rdflib(raw: bytes, suffix: str) -> Iterator[Quad]:
    graph = rdflib.Dataset() if suffix in WITH_GRAPHS else rdflib.Graph()
    graph.parse(data=raw, format=RDFLIB[suffix])
    syntax = "nquads" if suffix in WITH_GRAPHS else "nt"
    yield from ox.parse(input=graph.serialize(format=syntax), format=RdfFormat.N_QUADS)


def by_pyld(raw: bytes) -> Iterator[Quad]:
    def refuse(url: str, _: object) -> None:
        raise AssertionError(f"{url} would be fetched")

    options = {"format": "application/n-quads", "documentLoader": refuse}
    text = jsonld.to_rdf(json.loads(raw), options)
    yield from ox.parse(input=text, format=RdfFormat.N_QUADS)


@pytest.mark.parametrize(("part", "suffix"), FILES)
def test_a_file_says_the_same_to_every_reader(release: Release, part: str, suffix: str) -> None:
    expected = canonical(release.quads(part), suffix)
    raw = (release.folder / "data" / f"{part}.{suffix}").read_bytes()
    assert canonical(ox.parse(input=raw, format=FORMATS[suffix]), suffix) == expected
    assert canonical(by_rdflib(raw, suffix), suffix) == expected
    if suffix == "jsonld":
        assert canonical(by_pyld(raw), suffix) == expected


@pytest.mark.parametrize("part", ["asserted", "stated", "inferred"])
def test_published_data_have_no_blank_nodes(release: Release, part: str) -> None:
    assert not [q for q in release.quads(part) for term in q if isinstance(term, BlankNode)]


def test_blank_nodes_of_the_ontology_are_numbered(release: Release) -> None:
    text = (release.folder / "data" / "ontology.nq").read_text(encoding="utf-8")
    assert "_:o0n1 " in text


@pytest.mark.parametrize("part", DATASETS)
def test_turtle_declares_the_prefixes_that_it_uses_and_no_others(
    release: Release, part: str
) -> None:
    text = (release.folder / "data" / f"{part}.ttl").read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    iris = (release.folder / "data" / f"{part}.nt").read_text(encoding="utf-8")
    assert head
    for line in head:
        assert line.split()[2].rstrip(">") in iris
    for prefix, iri in PREFIXES.items():
        assert (f"@prefix {prefix}: <{iri}> ." in head) == (iri in iris)


def test_the_json_ld_holds_its_context_and_our_names(release: Release) -> None:
    document = json.loads((release.folder / "data" / "asserted.jsonld").read_bytes())
    shipped = json.loads((release.folder / "data" / "context.jsonld").read_bytes())
    assert document["@context"] == shipped["@context"]
    text = json.dumps(document["@graph"])
    assert '"type": "Affiliation"' in text
    assert PREFIXES["ag"] not in text
    assert "rdf:type" not in text


IRIS = st.sampled_from(
    [
        "https://example.org/a", "https://example.org/a#b", "https://example.org/a/b-c.d",
        "https://example.org/é", "https://example.org/a?b=c&d='e'", "https://example.org/%C3%A9",
        "https://example.org/a(b)", "urn:x:y", "mailto:a@example.org", "x:_1", "id:x", "Claim:x",
        *(f"{iri}x1" for iri in PREFIXES.values()), PREFIXES["ag"] + "Deaths",
        PREFIXES["rdf"] + "type", PREFIXES["rdf"] + "_1", PREFIXES["ag"] + "measure",
        PREFIXES["ag"] + "earliestStart", PREFIXES["rdfs"] + "label", "ag:x", "rdfs:label",
        PREFIXES["rdf"] + "li", "https://example.org/1", "https://example.org/",
    ]
).map(NamedNode)  # fmt: skip
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["", " ", "a\r\nb", "\r", "\t", "]]>", "<&>\"'", "@id", "\\u0041", "\x85\u2028", "😀", "007"]
)
TYPES = st.sampled_from(["date", "gYear", "string", "anyURI"])
# Numbers as they are usually written: rdflib reads 007 as 7.
NUMBERS = st.sampled_from(
    [("integer", "70"), ("integer", "-7"), ("decimal", "2500.50"), ("decimal", "70"),
     ("double", "1.0E3"), ("boolean", "true"), ("nonNegativeInteger", "0")]
)  # fmt: skip
LITERALS = (
    st.builds(Literal, TEXTS)
    | st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(
        ["en", "zh-hant", "sr-latn-rs"]
    ))
    | st.builds(lambda text, name: Literal(text, datatype=NamedNode(f"{XSD}{name}")), TEXTS, TYPES)
    | NUMBERS.map(lambda pair: Literal(pair[1], datatype=NamedNode(f"{XSD}{pair[0]}")))
)  # fmt: skip
QUADS = st.lists(st.builds(Quad, IRIS, IRIS, IRIS | LITERALS, IRIS), min_size=1, max_size=5)


@settings(max_examples=150)
@given(QUADS)
def test_what_the_reader_lets_pass_is_the_same_in_every_syntax(quads: list[Quad]) -> None:
    """The reader refuses, with a message, what some syntax of a release cannot hold."""
    assume(not [fault for quad in quads for fault in _faults(quad, ())])
    for suffix, syntax in FORMATS.items():
        expected = canonical(quads, suffix)
        raw = serialise(quads, suffix)
        assert set(ox.parse(input=raw, format=syntax)) == expected, suffix
        assert canonical(by_rdflib(raw, suffix), suffix) == expected, suffix
        if suffix == "jsonld":
            assert set(by_pyld(raw)) == expected
