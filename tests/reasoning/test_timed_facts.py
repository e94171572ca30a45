"""Facts with dates in plain RDF: read, closed over their days, each mode apart, and written so."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import InvalidRows
from kg.reasoning.plain.files import infer_files
from kg.reasoning.plain.timed_facts import (
    CERTAIN,
    FROM,
    MODE,
    OBJECT,
    POSSIBLE,
    PREDICATE,
    SUBJECT,
    UNTIL,
)
from kg.reasoning.running.closure import close
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ag: <https://w3id.org/allegiance/ontology#> .
:within a owl:TransitiveProperty ; owl:inverseOf :contains . :Town owl:disjointWith :Person .
"""
EX = "https://example.org/"
_KEYS = {FROM: "from", UNTIL: "until", MODE: "mode", SUBJECT: "s", PREDICATE: "p", OBJECT: "o"}


def node(name: str, fact: str, days: str = "/", mode: str = "") -> str:
    """Write a timed fact: `fact` is its three terms, `days` its first and last day."""
    s, p, o = fact.split()
    first, last = days.split("/")
    text = f":{name} a ag:TimedFact ; rdf:subject {s} ; rdf:predicate {p} ; rdf:object {o}"
    text += f' ; ag:holdsFrom "{first}"^^xsd:date' if first else ""
    text += f' ; ag:holdsUntil "{last}"^^xsd:date' if last else ""
    return text + (f" ; ag:mode ag:{mode}Mode" if mode else "") + " .\n"


def run(folder: Path, text: str, **options: bool) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the plain triples that follow, shortened, and the parts of the nodes by their IRI."""
    path = folder / "facts.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    out = io.BytesIO()
    infer_files([path], out=out, **options)  # type: ignore[arg-type]
    plain, nodes = [], dict[str, dict[str, str]]()
    for quad in parse(input=out.getvalue(), format=RdfFormat.N_TRIPLES):
        subject = str(quad.subject)
        if subject.startswith("<https://w3id.org/allegiance/fact/"):
            parts = nodes.setdefault(subject.strip("<>"), {})
            if quad.predicate != RDF.type:
                parts[_KEYS[quad.predicate]] = str(quad.object)
        else:
            plain.append(" ".join(str(t).strip("<>").removeprefix(EX) for t in quad.triple))
    return plain, nodes


def test_conclusions_hold_on_the_days_that_their_premises_share(tmp_path: Path) -> None:
    text = node("one", ":a :within :b", "2014-06-10/2017-07-09")
    text += node("two", ":b :within :c", "2015-01-01/") + ":c :within :d ."
    plain, nodes = run(tmp_path, text)
    assert "a within d" in plain
    assert "a within b" not in plain
    (found,) = (
        parts for parts in nodes.values() if parts["s"] == f"<{EX}a>" and parts["o"].endswith("d>")
    )
    xsd = "^^<http://www.w3.org/2001/XMLSchema#date>"
    assert found["from"] == f'"2015-01-01"{xsd}'
    assert found["until"] == f'"2017-07-09"{xsd}'
    assert not [parts for parts in nodes.values() if "mode" in parts]


def test_the_nodes_are_those_of_the_closure(tmp_path: Path) -> None:
    text = node("one", ":a :within :b", "2014-06-10/2017-07-09")
    text += node("two", ":a :within :b", "2017-07-10/2018-01-01")
    text += node("three", ":b :within :c", "/2018-06-01") + ":c :within :d ."
    _, nodes = run(tmp_path, text)
    quads = parse(input=PREFIXES + ":a :within :b . :b :within :c . :c :within :d .",
                  format=RdfFormat.TURTLE)  # fmt: skip
    *axioms, one, two, three = (q.triple for q in quads)
    days = [
        (date(2014, 6, 10).toordinal(), date(2018, 1, 1).toordinal()),
        (ALWAYS[0], date(2018, 6, 1).toordinal()),
        ALWAYS,
    ]
    given = dict(zip((one, two, three), days, strict=True))
    closed = close(
        [t for t in axioms if t.object == OWL.TransitiveProperty or t.predicate == OWL.inverseOf],
        given.items(),
    )
    expected = {
        (fact, span) for fact, spans in closed.facts.items() for span in spans
        if given.get(fact) != span or fact == one
    }  # fmt: skip
    expected -= {(one, days[0])}
    assert {said(parts) for parts in nodes.values()} == {
        (" ".join(map(str, fact)), span) for fact, span in expected
    }


def said(parts: dict[str, str]) -> tuple[str, tuple[int, int]]:
    first, last = (
        date.fromisoformat(parts[key][1:11]).toordinal() if key in parts else open_
        for key, open_ in zip(("from", "until"), ALWAYS, strict=True)
    )
    return f"{parts['s']} {parts['p']} {parts['o']}", (first, last)


def test_the_iri_is_made_of_what_is_said(tmp_path: Path) -> None:
    _, nodes = run(tmp_path, node("one", ":a :within :b", "2014-06-10/", "Certain"))
    (iri, parts), *_ = (item for item in nodes.items() if item[1]["s"] == f"<{EX}b>")
    text = " ".join(parts.get(key, "") for key in ("s", "p", "o", "mode", "from", "until"))
    assert (
        iri == f"https://w3id.org/allegiance/fact/{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    )
    assert parts["mode"] == str(CERTAIN)


def test_modes_are_closed_apart(tmp_path: Path) -> None:
    text = node("one", ":a :within :b", "2014-01-01/2014-12-31", "Certain")
    text += node("two", ":b :within :c", "2014-01-01/2014-12-31", "Possible")
    text += node("three", ":z :within :a", "2014-06-01/2015-12-31")
    _, nodes = run(tmp_path, text)
    chained = {
        (parts["s"][-2], parts["o"][-2], parts["mode"])
        for parts in nodes.values()
        if parts["p"] == f"<{EX}within>"
    }
    assert chained == {("z", "b", str(CERTAIN))}
    assert {parts["mode"] for parts in nodes.values()} == {str(CERTAIN), str(POSSIBLE)}


def test_a_contradiction_is_one_only_while_both_hold(tmp_path: Path) -> None:
    path, out = tmp_path / "facts.ttl", io.BytesIO()
    text = PREFIXES + node("one", ":a rdf:type :Town", "2014-01-01/2014-12-31")
    path.write_text(text + node("two", ":a rdf:type :Person", "2015-01-01/"), encoding="utf-8")
    assert infer_files([path], out=out) == ()
    path.write_text(text + node("two", ":a rdf:type :Person", "2014-12-31/"), encoding="utf-8")
    (found,) = infer_files([path], out=out)
    assert found.days == (date(2014, 12, 31).toordinal(),) * 2


def test_what_is_given_is_written_as_it_was(tmp_path: Path) -> None:
    text = node("one", ":a :within :b", "2014-06-10/2017-07-09") + ":one :note :kept ."
    plain, _ = run(tmp_path, text, with_given=True)
    assert {"b contains a", "one note kept"} < set(plain)
    assert len([line for line in plain if line.startswith("one ")]) == 7


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":n a ag:TimedFact .", "does not have one rdf:subject"),
        (node("n", ":a :within :b") + ":n rdf:object :c .", "does not have one rdf:subject"),
        (node("n", ":a :within :b", "2014-02-30/"), "that is no date"),
        (node("n", ":a :within :b", "2014/"), "that is no date"),
        (node("n", ":a :within :b") + ":n ag:holdsUntil 2014 .", "that is no date"),
        (node("n", ":a :within :b", "2014-02-02/2014-02-01"), "ends before it begins"),
        (node("n", ":a :within :b", "2014-02-02/") + ':n ag:holdsFrom "2014-02-03"^^xsd:date .',
         "has two dates"),
        (node("n", ":a :within :b", "/", "Some"), "has a mode that is none"),
        (node("n", '"a" :within :b'), "has a text"),
    ],
)  # fmt: skip
def test_a_node_that_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidRows, match=message) as refused:
        run(tmp_path, text)
    assert [problem.file for problem in refused.value.problems] == [f"<{EX}n>"]
