"""A small made-up graph in the shape of Wikidata's: statements, ranks, qualifiers, references."""

from __future__ import annotations

HEAD = """
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> .
@prefix prv: <http://www.wikidata.org/prop/reference/value/> .
@prefix wdno: <http://www.wikidata.org/prop/novalue/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix ref: <http://www.wikidata.org/reference/> .
@prefix v: <http://www.wikidata.org/value/> .
@prefix genid: <http://www.wikidata.org/.well-known/genid/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def item(number: int, kind: str, **labels: str) -> str:
    """Write an item, its class and its labels by language."""
    names = "".join(f'wd:Q{number} rdfs:label "{text}"@{tag} .\n' for tag, text in labels.items())
    return names + (f"wd:Q{number} wdt:P31 wd:{kind} .\n" if kind else "")


def statement(
    name: str, subject: int, prop: str, value: str = "", more: str = "", rank: str = "Normal"
) -> str:
    """Write a statement node; `more` goes on after a semicolon."""
    main = f"ps:{prop} {value} ; " if value else f"a wdno:{prop} ; "
    return (
        f"wd:Q{subject} p:{prop} s:{name} .\n"
        f"s:{name} {main}wikibase:rank wikibase:{rank}Rank {more} .\n"
    )


def time(prop: str, date: str, precision: int, kind: str = "pq") -> str:
    """Write a qualifier (or what a reference has) that is a time, as it goes on in a node."""
    node = f"{prop}-{date}-{precision}"
    return (
        f'; {kind}:{prop} "{date}T00:00:00Z"^^xsd:dateTime ; {kind}v:{prop} v:{node} .\n'
        f'v:{node} wikibase:timeValue "{date}T00:00:00Z"^^xsd:dateTime ; '
        f"wikibase:timePrecision {precision}"
    )


def dated(name: str, *times: tuple[str, str, int], more: str = "") -> str:
    """Write a membership of Q102 in Q101 with dates."""
    qualifiers = "".join(f" .\ns:{name} rdfs:seeAlso s:{name} {time(*t)}" for t in times)
    return statement(name, 102, "P463", "wd:Q101", f"{more}{qualifiers}")


def reference(name: str, of: str, content: str) -> str:
    """Write a reference of a statement."""
    return f"s:{of} prov:wasDerivedFrom ref:{name} .\nref:{name} {content} .\n"


ITEMS = (
    item(101, "Q17149090", en="River Front", ar="جبهة النهر")
    + item(102, "Q5", en="Rahim")
    + item(103, "Q178561", en="Clash at the ford")
    + item(104, "Q6256", en="Northland")
    + item(105, "Q17149090", en="Old Front")
    + item(106, "Q999", ar="شيء")
    + item(107, "Q198", mul="War of the rivers")
    + item(201, "", en="commander")
    + item(202, "", en="The Daily Ford")
    + item(203, "", en="error in the source")
)
STATEMENTS = (
    statement(
        "Q102-A", 102, "P463", "wd:Q101",
        f"; pq:P3831 wd:Q201 {time('P580', '2014-06-01', 10)}",
    )
    + reference("r1", "Q102-A", 'pr:P248 wd:Q202 ; pr:P854 <https://news.example/1> ; '
                f'pr:P1476 "Front grows"@en {time("P813", "2019-05-01", 11, "pr")}')
    + reference("r2", "Q102-A", "pr:P143 wd:Q328")
    + statement("Q101-B", 101, "P749", "wd:Q105", rank="Preferred")
    + statement("Q101-C", 101, "P527", "wd:Q102", "; pq:P2241 wd:Q203", rank="Deprecated")
    + statement("Q107-D", 107, "P527", "wd:Q103")
    + statement("Q102-E", 102, "P945", "wd:Q104")
    + statement("Q101-F", 101, "P607", "wd:Q107")
    + statement("Q103-G", 103, "P710", "wd:Q101", "; pq:P1352 \"1\"")
    + statement("Q101-H", 101, "P1365", "wd:Q105")
    + statement("Q105-I", 105, "P1366", "wd:Q101")
    + statement("Q102-J", 102, "P463")
    + statement("Q102-K", 102, "P463", "genid:abc")
    + statement("Q101-L", 101, "P361", "wd:Q106")
    + statement("Q106-M", 106, "P463", "wd:Q101")
)  # fmt: skip
GRAPH = HEAD + ITEMS + STATEMENTS
