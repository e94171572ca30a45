"""The header of a stored query is a contract: whatever does not fit is told, each at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib.plugins.sparql.algebra import translateQuery

from kg.errors import InvalidQuery
from kg.query.form import FORMS, form, projection
from kg.query.library import Column, Library, parse, read
from kg.query.parameters import Parameter
from kg.store.guard import parse as parse_tree
from kg.store.lexical import replace_parameters, with_prefixes

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "#+ title: A\n#+ question: B?\n"
SELECT = "SELECT ?a ?b { ?a ?p ?b }\n"
COLUMNS = "#+ columns: {a: one, b: other}\n"
GOOD = """\
#+ title: Who is where
#+ question: Who is at a place?
#+ version: 1.2.0
#+ parameters:
#+   place: {type: entity, description: The place., example: old-town}
#+   since: {type: date, default: "2017-01-01"}
#+   how: {type: string, choices: [surely, perhaps], example: surely}
#+ columns:
#+   a: who
#+   b: {meaning: how many, unit: people}
#+ endpoint: the union of all graphs is its default graph
#+ tags: [read by grlc alone]
#+ example: kg query mine -p place=old-town -p how=perhaps --as-of 2017-05-23
# What else is to be said.
SELECT ?a ?b { ?a ?p ?b . FILTER(?p != $place && ?p != $since && ?p != $how) }
"""


def parameter(text: str, *, used: str = "$o") -> str:
    """Write a query with one parameter, o, from line 4 on."""
    return f"{HEAD}#+ parameters:\n#+   o: {text}\n{COLUMNS}SELECT ?a ?b {{ ?a {used} ?b }}\n"


def faults(text: str, name: str = "mine") -> list[str]:
    with pytest.raises(InvalidQuery) as refused:
        parse(text, name)
    assert all(str(fault) in str(refused.value) for fault in refused.value.faults)
    return [str(fault) for fault in refused.value.faults]


def test_a_header_is_read_whole() -> None:
    query = parse(GOOD, "mine")
    assert (query.title, query.question) == ("Who is where", "Who is at a place?")
    assert (query.version, query.form) == ("1.2.0", "SELECT")
    assert query.endpoint == "the union of all graphs is its default graph"
    assert query.parameters == (
        Parameter("place", "entity", "The place.", "", (), "old-town"),
        Parameter("since", "date", "", "2017-01-01"),
        Parameter("how", "string", "", "", ("surely", "perhaps"), "surely"),
    )
    assert query.columns == (Column("a", "who"), Column("b", "how many", "people"))
    assert query.text.startswith("# What else is to be said.\nSELECT")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{SELECT}#+ question: B?\n{COLUMNS}", "title: is missing; give a few words"),
        (f"#+ title: A\n{COLUMNS}{SELECT}", "question: is missing; give what it answers, for"),
        (f"{HEAD}#+ colour: red\n{COLUMNS}{SELECT}",
         "line 3, colour: 'colour' is no key that is known here; use title, question, version"),
        (f"{HEAD}#+ title: C\n{COLUMNS}{SELECT}", "line 3, title: stands twice; write it once"),
        (f"{HEAD}#+ endpoint: [x]\n{COLUMNS}{SELECT}", "line 3, endpoint: must be a text;"),
        (f"{HEAD}#+ version: 1.0\n{COLUMNS}{SELECT}",
         "line 3, version: '1.0' is no version; write it as 1.0.0"),
        (f"{HEAD}#+ version: 01.0.0\n{COLUMNS}{SELECT}", "line 3, version: '01.0.0' is no"),
        (f"{HEAD}#+ parameters: o\n{COLUMNS}{SELECT}", "line 3, parameters: 'o' must be a mapping"),
        (f"{HEAD}#+ columns: [a, b]\n{SELECT}", "line 3, columns: must be a mapping"),
        (f"{HEAD}#+ endpoint: &x y\n#+ example: *x\n{COLUMNS}{SELECT}",
         "line 4, example: is a reference to another value; write the value out"),
        # parameters
        (parameter("date"), "line 4, parameters.o: 'date' must be a mapping, of type,"),
        (parameter("{type: day, example: x}"),
         "line 4, parameters.o.type: 'day' is no type; use one of entity, class, source, iri,"),
        (parameter("{type: date}"),
         "line 4, parameters.o: 'o' has neither a default nor an example; give one of them"),
        (parameter("{type: date, default: May}"),
         "line 4, parameters.o.default: 'May' is no date; write it as 2017-05-23"),
        (parameter("{type: integer, example: many}"),
         "line 4, parameters.o.example: 'many' is no integer; write it as 10"),
        (parameter("{type: string, choices: [x, y], default: z}"),
         "line 4, parameters.o.default: 'z' is not a choice; use one of x, y"),
        (parameter("{type: string, choices: [x, y], example: z}"),
         "line 4, parameters.o.example: 'z' is not a choice; use one of x, y"),
        (parameter("{type: integer, choices: [1, two], default: 1}"),
         "line 4, parameters.o.choices: 'two' is no integer; write it as 10"),
        (parameter("{type: string, choices: x, default: x}"),
         "line 4, parameters.o.choices: 'x' must be a list; write it as [one, other]"),
        (parameter("{type: string, default: x, size: 3}"),
         "line 4, parameters.o.size: 'size' is no key that is known here; use type, description,"),
        (parameter("{type: string, default: x}", used="?o"),
         "line 4, parameters.o: 'o' is not used: the query has no $o; use it, or leave it out"),
        (f"{HEAD}{COLUMNS}SELECT ?a ?b {{ ?a ?p ?b, $o }}",
         "parameters: '$o' is used by the query and not declared; declare it with its type"),
        *(
            (parameter("{type: string, default: x}").replace("   o:", f"   {name}:")
             .replace("$o", f"${name}"),
             f"line 4, parameters.{name}: '{name}' is understood by every query, and can be no")
            for name in ("as_of", "mode", "source")
        ),
        # columns
        (f"{HEAD}#+ columns:\n#+   a: one\n{SELECT}",
         "line 3, columns: 'a' are not what SELECT gives: a, b; declare these, in this order"),
        (f"{HEAD}#+ columns: {{b: x, a: y}}\n{SELECT}", "columns: 'b, a' are not what SELECT"),
        (f"{HEAD}{SELECT}", "columns: '' are not what SELECT gives: a, b;"),
        (f"{HEAD}{COLUMNS}SELECT * {{ ?a ?p ?b }}",
         "line 3, columns: SELECT * promises nothing; name the variables"),
        (f"{HEAD}{COLUMNS}ASK {{ ?a ?p ?b }}",
         "line 3, columns: are not what ASK gives; leave them out"),
        (f"{HEAD}#+ columns: {{a: '', b: x}}\n{SELECT}",
         "line 3, columns.a: 'a' has no meaning; say in a few words what it holds"),
        (f"{HEAD}#+ columns: {{a: {{unit: people}}, b: x}}\n{SELECT}", "columns.a: 'a' has no"),
        (f"{HEAD}#+ columns: {{a: {{meaning: x, size: 3}}, b: x}}\n{SELECT}",
         "columns.a.size: 'size' is no key that is known here; use meaning, unit"),
        (parameter("{type: date, default: '2017-01-01'}").replace("a: one", "o: day, a: one")
         .replace("SELECT ?a", "SELECT $o ?a"),
         "columns: 'o' is a parameter, and cannot be a column; leave it out of SELECT"),
        # the example
        (f"{HEAD}{COLUMNS}#+ example: kg query other\n{SELECT}",
         "line 4, example: 'kg query other' is of another query; write it as kg query mine"),
        (f"{HEAD}{COLUMNS}#+ example: kg ask mine\n{SELECT}", "is no example: an example begins"),
        (f"{HEAD}{COLUMNS}#+ example: kg query mine -p\n{SELECT}", "is no example: -p lacks its"),
        (f"{HEAD}{COLUMNS}#+ example: kg query mine -p x\n{SELECT}", "-p x is not written as NAME"),
        (f"{HEAD}{COLUMNS}#+ example: kg query mine -q x\n{SELECT}", "-q is no option of an"),
        (f"{HEAD}{COLUMNS}#+ example: kg query 'mine\n{SELECT}", "is no example: No closing"),
        (f"{HEAD}{COLUMNS}#+ example: kg query mine -p x=y\n{SELECT}",
         "line 4, example: '-p' has no parameter 'x'; there are: none"),
        (parameter("{type: date, example: '2017-01-01'}") + "#+ example: kg query mine -p o=May\n",
         "line 7, example: 'o=May' is no date; write it as 2017-05-23"),
        # the query
        (f"{HEAD}{COLUMNS}\n\nSELECT ?a ?b {{\n  ?a ag:size ?b FILTER }}",
         "line 7: it is no SPARQL: error at"),
        (f"{HEAD}DELETE WHERE {{ ?a ?p ?b }}", "holds no query; begin it with SELECT, ASK,"),
        (HEAD, "holds no query; begin it with"),
        ("#+ title: [\nASK {}", "line 1: its header is not YAML: "),
        ("#+ - title\nASK {}", "line 1: its header is no mapping; write lines such as title: …"),
        ("#+ {[a]: b}\nASK {}", "line 1: has a key that is no text; write name: …"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_key(text: str, fault: str) -> None:
    found = faults(text)
    assert any(fault in one and one.startswith("mine") for one in found), found


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("1.2.0", "1").replace("type: date", "type: day").replace("unit:", "size:")
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "mine, line 3, version", "mine, line 6, parameters.since.type",
        "mine, line 10, columns.b.size",
    ]  # fmt: skip


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.rq").write_text(f"#+ title: A\n{COLUMNS}{SELECT}", encoding="utf-8")
    (tmp_path / "three.rq").write_bytes(b"#+ title: \xff")
    with pytest.raises(InvalidQuery) as refused:
        Library.from_files(sorted(tmp_path.glob("*.rq")))
    lines = str(refused.value).splitlines()
    assert lines[0] == "3 faults in stored queries"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "one.rq, question", "three.rq", "two.rq, question",
    ]  # fmt: skip
    with pytest.raises(InvalidQuery, match=r"^one\.rq, question: is missing"):
        read(tmp_path / "one.rq")


@pytest.mark.parametrize("kind", FORMS[1:])
def test_other_forms_have_no_columns(kind: str) -> None:
    body = {
        "ASK": "ASK {}",
        "CONSTRUCT": "CONSTRUCT WHERE { ?a ?b ?c }",
        "DESCRIBE": "DESCRIBE <x:a>",
    }
    query = parse(f"{HEAD}{body[kind]}", "mine")
    assert (query.form, query.columns) == (kind, ())


def test_a_query_for_a_server_may_fetch() -> None:
    text = f"{HEAD}{COLUMNS}SELECT ?a ?b {{ SERVICE <http://127.0.0.1:1/> {{ ?a ?p ?b }} }}"
    assert parse(text, "mine").form == "SELECT"


@pytest.mark.parametrize(
    ("sparql", "names"),
    [
        ("SELECT ?a { }", ("a",)),
        ("select distinct ?a$b where { }", ("a", "b")),
        ("SELECT (1 + (2) AS ?a) ?b FROM <x:g> { }", ("a", "b")),
        ("SELECT (IF(EXISTS { ?x ?y ?z }, ?x, ?q) AS ?a) WHERE { SELECT ?c { } }", ("a",)),
        ("PREFIX as: <x:> SELECT (?x AS ?as) { }", ("as",)),
        ("SELECT REDUCED * { }", None),
        ("SELECT (COUNT(*) AS ?n) { }", ("n",)),
        ("SELECT ('AS ?x' AS ?y) # ?z\n { }", ("y",)),
    ],
)
def test_the_projection_is_read(sparql: str, names: tuple[str, ...] | None) -> None:
    assert form(sparql) == "SELECT"
    assert projection(sparql) == names


@pytest.mark.parametrize("name", Library.load().queries)
def test_the_shipped_ones_project_what_a_parser_says(name: str) -> None:
    query = Library.load()[name]
    plain = with_prefixes(replace_parameters(query.text, lambda name: f"?{name}"))
    algebra = translateQuery(parse_tree(plain)).algebra
    assert projection(query.text) == tuple(map(str, algebra.PV))


def test_the_shipped_ones_are_whole_contracts() -> None:
    for query in Library.load().queries.values():
        assert query.version
        assert query.endpoint
        assert query.example
        assert all(parameter.description for parameter in query.parameters)
