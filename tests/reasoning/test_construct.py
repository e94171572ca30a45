"""Rules from CONSTRUCT queries: what is one, and what is refused, with the line it stands on."""

from __future__ import annotations

import pytest

from kg.errors import InvalidQuery
from kg.reasoning.compiling.construct import compile_construct

HEAD = "CONSTRUCT { ?a ag:leads ?b }\n"


def compiled(sparql: str) -> list[str]:
    return [str(rule).removeprefix("r: ") for rule in compile_construct(sparql, "r")]


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("?a ag:ledBy ?b", "ag:ledBy(?a, ?b)"),
        ("?a ag:ledBy ?b ; a ag:Actor , ag:Person .",
         "ag:ledBy(?a, ?b), ag:Actor(?a), ag:Person(?a)"),
        ("?a ag:ledBy ?b ; .", "ag:ledBy(?a, ?b)"),
        ("?a ag:ledBy [ ag:ledBy ?b ]", "ag:ledBy(?_1, ?b), ag:ledBy(?a, ?_1)"),
        ("[ ag:ledBy ?a , ?b ] FILTER(?a != ?b)",
         "ag:ledBy(?_1, ?a), ag:ledBy(?_1, ?b), ?a != ?b"),
        ("?a ag:ledBy _:x . _:x ag:ledBy ?b", "ag:ledBy(?a, ?_:x), ag:ledBy(?_:x, ?b)"),
        ("$a ag:ledBy $b", "ag:ledBy(?a, ?b)"),
        ("?a rdf:type ag:Actor ; ag:ledBy ?b", "ag:Actor(?a), ag:ledBy(?a, ?b)"),
        ("?a ag:name 'x y'@en , \"\"\"z\"\"\" ; ag:ledBy ?b",
         'ag:name(?a, "x y"@en), ag:name(?a, "z"), ag:ledBy(?a, ?b)'),
        ("?a ag:ledBy ?b FILTER(?a != ?b && (?a < 5 && ?b >= 1.5))",
         'ag:ledBy(?a, ?b), ?a != ?b, '
         '?a < "5"^^<http://www.w3.org/2001/XMLSchema#integer>, '
         '?b >= "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("?a ag:ledBy ?b FILTER(?a = '2014-06-29'^^xsd:date) FILTER(?b = true)",
         'ag:ledBy(?a, ?b), ?a = "2014-06-29"^^<http://www.w3.org/2001/XMLSchema#date>, '
         '?b = "true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("{ ?a ag:ledBy ?c FILTER(?a != ?c) } ?c ag:ledBy ?b # OPTIONAL",
         "ag:ledBy(?a, ?c), ag:ledBy(?c, ?b), ?a != ?c"),
    ],
)  # fmt: skip
def test_a_pattern_with_comparisons_is_a_rule(where: str, body: str) -> None:
    assert compiled(f"{HEAD}WHERE {{ {where} \n}}") == [f"ag:leads(?a, ?b) ← {body}"]


def test_each_triple_of_a_template_is_a_rule() -> None:
    query = """PREFIX own: <https://example.org/>
    construct { ?a own:knows ?b ; a own:Known . own:one own:knows ?b }
    { ?b own:met ?a }"""
    own = "<https://example.org/{}>".format
    body = f"{own('met')}(?b, ?a)"
    assert compiled(query) == [
        f"{own('knows')}(?a, ?b) ← {body}",
        f"{own('Known')}(?a) ← {body}",
        f"{own('knows')}({own('one')}, ?b) ← {body}",
    ]


IN = f"{HEAD}WHERE {{ ?a ag:ledBy ?b .\n"
PLACE = "has no place in a rule; use triple patterns and FILTER"
PATH = "a property path has no place in a rule; write each step"
COMPARE = "a FILTER compares two terms; combine several with &&"
BLANK = "a rule makes no blank nodes, they would never end; use an IRI"


@pytest.mark.parametrize(
    ("query", "line", "message"),
    [
        *((f"{IN}{part} }}", 3, f"{part.split()[0]} {PLACE}") for part in (
            "OPTIONAL { ?a ag:ledBy ?c }", "MINUS { ?a ag:ledBy ?c }", "BIND (?a AS ?c)",
            "VALUES ?a { ag:x }", "GRAPH ?g { ?a ag:ledBy ?c }",
            "SERVICE <https://example.org/> { ?a ag:ledBy ?c }",
        )),
        (f"{HEAD}WHERE {{ {{ ?a ag:ledBy ?b }}\nUNION {{ ?b ag:ledBy ?a }} }}", 3,
         f"UNION {PLACE}"),
        (f"{IN}FILTER NOT EXISTS {{ ?b ag:ledBy ?a }} }}", 3, f"NOT {PLACE}"),
        (f"{IN}FILTER EXISTS {{ ?b ag:ledBy ?a }} }}", 3, f"EXISTS {PLACE}"),
        (f"{IN}FILTER(STR(?a) = 'x') }}", 3, f"STR {PLACE}"),
        (f"{IN}FILTER(?a IN (ag:x)) }}", 3, f"IN {PLACE}"),
        (f"{HEAD}WHERE {{ {{ SELECT ?a ?b {{ ?a ag:ledBy ?b }} }} }}", 2, f"SELECT {PLACE}"),
        (f"{HEAD}WHERE {{ ?a ag:ledBy ?b }}\nGROUP BY ?a ?b", 3, f"GROUP {PLACE}"),
        (f"{HEAD}WHERE {{ ?a ag:ledBy ?b }}\n\nLIMIT 5", 4, f"LIMIT {PLACE}"),
        (f"BASE <https://example.org/>\n{HEAD}WHERE {{ ?a <p> ?b }}", 1, f"BASE {PLACE}"),
        ("SELECT (COUNT(?a) AS ?n) { ?a ag:ledBy ?b }", 1, f"SELECT {PLACE}"),
        ("\nASK { ?a ag:ledBy ?b }", 2, f"ASK {PLACE}"),
        (f"{HEAD}FROM <https://example.org/g>\nWHERE {{ ?a ag:ledBy ?b }}", 2, f"FROM {PLACE}"),
        ("\nCONSTRUCT WHERE { ?a ag:ledBy ?b }", 2,
         "a rule is a CONSTRUCT query that has a template; write it out"),
        ("CONSTRUCT { }\nWHERE { ?a ag:ledBy ?b }", 1,
         "the template is empty; write what the rule concludes"),
        (f"{HEAD}WHERE {{ ?a ag:ledBy ?p .\n?p ag:ledBy ?b .\n?a ?p ?b }}", 4,
         "a property must be named, it cannot be a variable"),
        ("CONSTRUCT { ?a ag:leads ?b .\n?a ?p ?b }\nWHERE { ?p ag:in ?a , ?b }", 2,
         "a property must be named, it cannot be a variable"),
        (f"{IN}?a a ?kind }}", 3,
         "a class must be named, it cannot be a variable or a literal"),
        (f"{HEAD}WHERE {{ ?a ag:ledBy ?b ;\na 'x' }}", 3,
         "a class must be named, it cannot be a variable or a literal"),
        *((f"{HEAD}WHERE {{ ?a ag:ledBy ?b ;\n{path} ?b }}", 3, PATH) for path in (
            "ag:ledBy/ag:ledBy", "ag:ledBy+", "ag:ledBy*", "ag:ledBy?", "^ag:ledBy",
            "ag:ledBy|ag:knows", "!ag:ledBy", "(ag:ledBy)", "a/ag:ledBy",
        )),
        ("CONSTRUCT { ?a ag:leads ?b .\n?a ag:leads [] }\nWHERE { ?a ag:ledBy ?b }", 2, BLANK),
        ("CONSTRUCT {\n_:x ag:leads ?b }\nWHERE { _:x ag:ledBy ?b }", 2, BLANK),
        ("CONSTRUCT {\n[ ag:leads ?b ] }\nWHERE { ?a ag:ledBy ?b }", 2, BLANK),
        ("CONSTRUCT { ?a ag:leads\n( ?b ) }\nWHERE { ?a ag:ledBy ?b }", 2, BLANK),
        (f"{HEAD}WHERE {{ ?a ag:ledBy\n( ?b ) }}", 3,
         "a list has no place in a rule; name its members"),
        ("CONSTRUCT { ?a ag:leads ?b .\n?a ag:leads ?c }\nWHERE { ?a ag:ledBy ?b }", 2,
         "?c is in no triple pattern of the WHERE"),
        (f"{IN}FILTER(?a != ?c) }}", 3,
         "?c is in no triple pattern of the FILTER's group"),
        (f"{IN}{{ ?b ag:ledBy ?c\nFILTER(?a != ?c) }} }}", 4,
         "?a is in no triple pattern of the FILTER's group"),
        (f"{IN}'x' ag:ledBy ?b }}", 3,
         "a literal is no subject; turn the pattern round"),
        ("CONSTRUCT {\n5 ag:leads ?b }\nWHERE { ?a ag:ledBy ?b }", 2,
         "a literal is no subject; turn the pattern round"),
        *((f"{IN}FILTER{expression} }}", 3, COMPARE) for expression in (
            "(?a = ?b || ?a = ag:x)", "(!(?a = ?b))", "(?a)", "(?a + 1 = ?b)", "(?a = ?b * 2)",
            "(xsd:integer(?a) = ?b)", "(?a = xsd:integer(?b))", "((?a) = ?b)", "(-?a = ?b)",
        )),
        (f"{IN}?a own:ledBy ?b }}", 3, "not SPARQL: "),
        (f"{IN}?a <ledBy> ?b }}", 3, "not SPARQL: "),
        (f"{HEAD}WHERE {{ ?a ag:ledBy\n", 3, "not SPARQL: "),
        ("", 1, "not SPARQL: "),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_its_line(query: str, line: int, message: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        compile_construct(query, "r")
    assert str(refused.value).startswith(f"rule r, line {line}: {message}")
