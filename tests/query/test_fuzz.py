"""Whatever is given for a parameter of a stored query, the query stays the one that is stored.

A value is refused with `InvalidParameter`, or it becomes one term: the bound query has the tokens
of the template, each ``$name`` in it one term and nothing else changed, and so its parse tree is
that of the template with a term in that place. Nothing else comes out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InvalidParameter
from kg.query.library import Library, StoredQuery
from kg.query.parameters import TYPES, Parameter
from kg.store.guard import parse, refuse_fetching
from kg.store.lexical import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg import Release

BASE = "https://example.org/p/"
LIBRARY = Library.load()
# Each parameter of each query once.
PARAMETERS = [(query, p) for query in LIBRARY.queries.values() for p in query.parameters]

INJECTIONS = (
    '"} SELECT * {', '" } UNION { ?s ?p ?o', "> . ?s ?p <http://e.org/x",
    "maute-group> <x:p> <x:o", 'x"^^<http://www.w3.org/2001/XMLSchema#date>', "'''", '"""', "\\",
    '\\"', 'a\\" . ?s ?p "b', "line\nfeed", "carriage\rreturn", "\t", "# comment\n}", "\\u0022",
    "\\u003E . ?s ?p ?o", "\\U0000003E", "\x00", "\x1f", "\x7f", "\x85", "\u2028", "\u202e",
    "\ufeff", "\ufffe", "\U0010ffff", "\ud800", "a\udfff", "$date", "?claim", "} ; DROP ALL ; #",
    "SERVICE <http://e.org/> { ?s ?p ?o }", "ag:", "ag:Deaths ; a ag:X", "ag:\u0663", ":x", "_:b",
    "http://e.org/a b", "http://e.org/\u00e9", "http://e.org/%", "http://e.org/%GG", "http://[",
    "http://e.org:port/", "javascript:alert(1)", "urn:x:y", "file:///etc/passwd", "a:", "A:b",
    "2017-02-30", "0000-01-01", "10000-01-01", "-2017-01-01", "\u0662\u0660\u0661\u0667-01-01",
    "2017-05-23Z", "2017-05-23T00:00:00", "1e999", "-0", "+7", "007", "9" * 400, "NaN", "INF",
    "0x10", "1_000", ".5", "5.", "true ", "TRUE", "x" * 100_000, "..", "../..", "a/../../b",
)  # fmt: skip
TEXTS = (
    st.sampled_from(INJECTIONS)
    | st.text(st.characters(exclude_categories=()), max_size=40)  # lone surrogates too
    | st.text(st.sampled_from("\"'\\<>{}()[]|^`$?#:;.,@% \n\r\t\x00ux0A_-"), max_size=30)
    | st.builds(
        "{}{}{}".format, st.text(max_size=5), st.sampled_from(INJECTIONS), st.text(max_size=5)
    )
    | st.dates().map(str)
    | st.from_regex(r"[a-z][a-z0-9+.-]{0,5}:[ -~]{0,20}", fullmatch=True)
    | st.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,20})?", fullmatch=True)
)
VALUES = (
    TEXTS
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.decimals()
    | st.from_regex(r"https?://[a-z]{1,8}\.org/[a-z0-9/#_-]{0,20}", fullmatch=True).map(
        ox.NamedNode
    )
)


def _one_term(query: StoredQuery, name: str, value: Any) -> str | None:  # noqa: ANN401
    """Bind a parameter, and return the term it became; None if it was refused or left open."""
    try:
        bound = query.bind({name: value}, BASE)
    except InvalidParameter:
        return None
    # Everything else has its default, in this query and in that to compare with.
    template = query.bind({name: ""}, BASE)
    if bound == template:
        return None
    (parameter,) = (p for p in query.parameters if p.name == name)
    term = str(parameter.term(value, BASE))
    given, stored = list(tokens(bound)), list(tokens(template))
    inside = [token.text for token in tokens(term)]
    at = 0
    for token in stored:
        if token.text == f"?{name}":
            assert [t.text for t in given[at : at + len(inside)]] == inside
            at += len(inside)
        else:
            assert given[at].text == token.text
            at += 1
    assert at == len(given)
    return term


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS, ids=lambda v: v.name)
@settings(max_examples=25)
@given(value=VALUES)
def test_a_value_is_one_term_or_is_refused(
    query: StoredQuery, parameter: Parameter, value: Any  # noqa: ANN401
) -> None:  # fmt: skip
    term = _one_term(query, parameter.name, value)
    if term is not None:
        _reads_as(term)


def _reads_as(term: str) -> None:
    """A term of a bound query is one term to the parser of N-Triples as well."""
    (quad,) = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    assert str(quad.object) == term


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
def test_an_injection_stays_one_term_in_the_parse_tree(kind: str, text: str) -> None:
    query = StoredQuery(
        "q", "Q", "Q?", "SELECT ?o { ?s ?p ?o FILTER(?o = $p1) }", (Parameter("p1", kind, ""),)
    )
    term = _one_term(query, "p1", text)
    # rdflib, whose parser this is, takes an escape for its character before it reads a query, even
    # one whose backslash is itself escaped, and then finds no SPARQL.
    if term is None or re.search(r"\\\\u|x{9}", term, re.IGNORECASE):
        return
    bound = query.bind({"p1": text}, BASE)
    sound = query.bind({"p1": SOUND[kind]}, BASE)
    assert _shape(parse(bound)) == _shape(parse(sound))
    refuse_fetching(bound)  # no SERVICE outside the text


SOUND = {
    "entity": "maute-group", "date": "2017-05-23", "integer": "1", "decimal": "0.5",
    "boolean": "true", "string": "text", "class": "ag:Split", "source": "article",
    "iri": "http://e.org/", "year": "2017",
}  # fmt: skip


def _shape(tree: object) -> object:
    """Return a parse tree by the names of its parts, without what its leaves say."""
    from pyparsing import ParseResults  # noqa: PLC0415
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    if isinstance(tree, CompValue):
        if tree.name in {"literal", "pname"}:
            return "term"
        return tree.name, tuple((k, _shape(v)) for k, v in tree.items())
    if isinstance(tree, (list, tuple, ParseResults)):
        return tuple(_shape(part) for part in tree)
    return "term"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"} SELECT * {', 2), ("> . ?s ?p <http://e.org/x", 2), ("line\nfeed", 2), ("\udcff", 2),
        ("http://e.org/%", 2), ("ag:Deaths ; a ag:X", 2), ("northern-brigade=x", 2),
        ("http://e.org/a", 0), ("northern-brigade", 0),
    ],
)  # fmt: skip
def test_the_command_refuses_the_same(
    value: str, code: int, small: Release, run: Callable[..., tuple[int, str, str]]
) -> None:
    got, out, err = run("query", "names", "-p", f"entity={value}", "--release", str(small.folder))
    assert got == code, err
    assert bool(out) == (code == 0)
    assert err == "" if code == 0 else err.startswith("error: parameter entity: ")
    assert "Traceback" not in err


def test_a_text_comes_through_the_command_as_it_is(
    small: Release, run: Callable[..., tuple[int, str, str]]
) -> None:
    where = ("--release", str(small.folder))
    for text in INJECTIONS[:17]:
        code, out, err = run("query", "single-voice", "-p", f"voice={text}", *where)
        assert (code, err, len(out.splitlines())) == (0, "", 1), text
