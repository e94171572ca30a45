"""What every backend must answer: a few quads, questions on them, and the terms that come back."""

from __future__ import annotations

from dataclasses import dataclass

EX = "https://example.org/"
ROWS = 20_000
MAX_ROWS = 30_000  # at which Virtuoso is told to cut an answer
_XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = {
    "plain": '"a \\"quoted\\" line\\nand \\\\ a tab\\t"',
    "unicode": '"Мосул الموصل 𐍈 é"',
    "language": '"al-Mawsil"@en-GB',
    "integer": f'"42"^^<{_XSD}integer>',
    "negative": f'"-7"^^<{_XSD}integer>',
    "decimal": f'"0.25"^^<{_XSD}decimal>',
    "trailing-zero": f'"1.50"^^<{_XSD}decimal>',
    "boolean": f'"true"^^<{_XSD}boolean>',
    "date": f'"2017-05-23"^^<{_XSD}date>',
    "year": f'"2017"^^<{_XSD}gYear>',
    "wkt": '"POINT(124.3 8.0)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
}


def quads() -> str:
    """Return the quads: groups tied to each other, one triple in two graphs, and many numbers."""
    lines = [
        f"<{EX}{s}> <{EX}{p}> {o} <{EX}{g}> ."
        for s, p, o, g in (
            ("a", "ledBy", f"<{EX}b>", "one"), ("a", "ledBy", f"<{EX}b>", "two"),
            ("b", "ledBy", f"<{EX}c>", "one"), ("d", "matches", f"<{EX}a>", "two"),
            ("a", "size", LITERALS["integer"], "one"), ("b", "size", LITERALS["negative"], "one"),
            ("a", "since", LITERALS["date"], "one"), ("b", "name", '"Brigade"@en', "one"),
            ("b", "name", '"Brigade"@fr', "one"),
        )
    ]  # fmt: skip
    lines += [f"<{EX}value> <{EX}{n}> {text} <{EX}one> ." for n, text in LITERALS.items()]
    lines += [f'<{EX}n{n}> <{EX}number> "{n}"^^<{_XSD}integer> <{EX}one> .' for n in range(ROWS)]
    return "\n".join(lines) + "\n"


def iri(name: str) -> str:
    """Return how an IRI of these quads is written."""
    return f"<{EX}{name}>"


def integer(value: int) -> str:
    """Return how an integer is written."""
    return f'"{value}"^^<{_XSD}integer>'


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its rows as terms in N-Triples, and whether they come in that order."""

    sparql: str
    rows: tuple[tuple[str | None, ...], ...]
    ordered: bool = False


A, B, C, D = map(iri, "abcd")
SELECTS = {
    "unbound": Case("?x :ledBy ?y OPTIONAL { ?x :since ?day }",
                    ((A, B, LITERALS["date"]), (B, C, None))),
    "once in two graphs": Case("?x :ledBy :b", ((A,),)),
    "counted once": Case("SELECT (COUNT(*) AS ?n) { ?x :ledBy ?y }", ((integer(2),),)),
    "graphs by name": Case("GRAPH ?g { :a :ledBy ?y }", ((B, iri("one")), (B, iri("two")))),
    "distinct": Case("SELECT DISTINCT ?y { ?x :name ?n BIND(:a AS ?y) }", ((A,),)),
    "order": Case("SELECT ?x { ?x :size ?n } ORDER BY DESC(?n)", ((A,), (B,)), ordered=True),
    "slice": Case("SELECT ?x { ?x :size ?n } ORDER BY ?n LIMIT 1 OFFSET 1", ((A,),)),
    "path of steps": Case("?x :ledBy/:ledBy ?y", ((A, C),)),
    "path of any length": Case(":a :ledBy+ ?y", ((B,), (C,))),
    "path of no step": Case(":a :ledBy* ?y", ((A,), (B,), (C,))),
    "path both ways": Case(":a (:matches|^:matches)? ?y", ((A,), (D,))),
    "negated path": Case("?x !:ledBy :a", ((D,),)),
    "not exists": Case("?x :size ?n FILTER NOT EXISTS { ?x :since ?day }",
                       ((B, LITERALS["negative"]),)),
    "minus": Case("SELECT ?x { ?x :size ?n MINUS { ?x :since ?day } }", ((B,),)),
    "union": Case("{ ?x :since ?v } UNION { ?x :matches ?v }",
                  ((A, LITERALS["date"]), (D, A))),
    "values": Case("VALUES ?x { :a :d } ?x :size ?n", ((A, LITERALS["integer"]),)),
    "subselect": Case("{ SELECT (MAX(?n) AS ?m) { ?s :size ?n } } ?x :size ?m",
                      ((LITERALS["integer"], A),)),
    "sum": Case("SELECT (SUM(?n) AS ?s) { ?x :size ?n }", ((integer(35),),)),
    "groups": Case("SELECT ?x (COUNT(?n) AS ?c) { ?x :name|:size ?n } GROUP BY ?x",
                   ((A, integer(1)), (B, integer(3)))),
    "group of nothing": Case("SELECT (COUNT(?x) AS ?c) { ?x :nothing ?y }", ((integer(0),),)),
    "no groups": Case("SELECT ?x (COUNT(?y) AS ?c) { ?x :nothing ?y } GROUP BY ?x", ()),
    "having": Case("SELECT ?x { ?x :name ?n } GROUP BY ?x HAVING (COUNT(*) > 1)", ((B,),)),
    "languages": Case("SELECT ?x { ?x :name ?n FILTER(LANG(?n) = 'fr') }", ((B,),)),
    "dates": Case('SELECT ?x { ?x :since ?d FILTER(?d < "2017-06-01"^^xsd:date) }', ((A,),)),
    "open parameter": Case("SELECT ?x { ?x :size ?n FILTER(?x = COALESCE(?open, ?x)) }",
                           ((A,), (B,))),
    "given parameter": Case("SELECT ?x { ?x :size ?n FILTER(?x = COALESCE(:b, ?x)) }", ((B,),)),
    "coalesce of an error": Case("SELECT ?x { ?x :size ?n FILTER(COALESCE(?x = ?open, true)) }",
                                 ((A,), (B,))),
    "text of nothing": Case('SELECT ?x ?t { ?x :size ?n BIND(CONCAT("p", ?open) AS ?t) }',
                            ((A, None), (B, None))),
    "truth as a value": Case("SELECT (1 = 1 AS ?t) { }", ((LITERALS["boolean"],),)),
}  # fmt: skip
