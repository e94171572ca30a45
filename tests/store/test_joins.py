"""The order in which rdflib joins: few triples looked at, and the answers of rdflib's own order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.store.joins import arranged

if TYPE_CHECKING:
    from collections.abc import Iterator

EX = Namespace("https://example.org/")
MANY = 200
PATTERNS = {
    "one group": "?claim :stance :Affirms ; :about ?tie . ?tie a :Tie ; :lesser :g7 ; :greater ?x",
    "many groups": "{ ?tie :lesser :g7 } { ?tie :greater ?x } { ?tie a :Tie }"
                   " { ?claim :stance :Affirms } { ?claim :about ?tie }",
    "after a sub-select": "{ SELECT DISTINCT ?g { ?g :same :g6 } } ?tie :lesser ?g ; a :Tie ."
                          " ?claim :stance :Affirms ; :about ?tie",
    "before a sub-select": "?claim :stance :Affirms ; :about ?tie . ?tie a :Tie ; :lesser ?g ."
                           " { SELECT DISTINCT ?g { ?g :same :g6 } }",
    "optional": "?tie :lesser :g7 OPTIONAL { ?claim :stance :Affirms ; :about ?tie }",
    "not exists": "?tie :lesser :g7"
                  " FILTER NOT EXISTS { ?claim :stance :Denies . ?claim :about ?tie }",
    "after a value": "BIND(:g7 AS ?g) ?tie a :Tie ; :lesser ?g",
    "of a list": "VALUES ?g { :g7 :g8 } ?tie a :Tie ; :lesser ?g",
    "predicates found": "?end a :End . ?tie a :Tie ; ?end :g7",
}  # fmt: skip
OTHERS = {
    "all": "?tie :lesser ?x ; :greater ?y",
    "nothing": "",
    "both ways": "{ ?tie :lesser :g7 } { { ?tie :greater ?x } UNION { ?tie :lesser ?x } }",
    "twice": "?tie :lesser ?x . ?tie :lesser ?x",
    "no node of a name": "?tie :lesser :g7 . [] :about ?tie ; :stance ?stance",
    "path": "?x :same* ?y . ?tie :lesser ?y . ?tie :greater :g1",
    "filter inside": "{ ?tie :lesser ?x } { ?tie :greater ?y FILTER(?y = :g7) } ?claim :about ?tie",
    "minus": "?tie :lesser ?x MINUS { ?tie :greater :g7 . ?claim :about ?tie }",
    "optionals": "{ ?t :lesser ?x OPTIONAL { ?x :same ?y } } { ?t :greater ?z } { ?z :same ?y }",
    "grouped": "{ SELECT ?x (COUNT(?tie) AS ?n) { ?tie :lesser ?x } GROUP BY ?x } ?x :same ?y",
}


class Counting(Graph):
    """A graph that counts the triples that it gave."""

    given = 0

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]  # noqa: ANN401
        for found in super().triples(triple):
            self.given += 1
            yield found


@pytest.fixture(scope="module")
def graph() -> Counting:
    """Make ties of many groups, each affirmed by one claim."""
    graph = Counting()
    graph.add((EX.lesser, RDF.type, EX.End))
    for n in range(MANY):
        tie, claim = EX[f"tie{n}"], EX[f"claim{n}"]
        graph.add((EX[f"g{n}"], EX.same, EX[f"g{n - n % 2}"]))
        graph.add((tie, RDF.type, EX.Tie))
        graph.add((tie, EX.lesser, EX[f"g{n}"]))
        graph.add((tie, EX.greater, EX[f"g{n // 4}"]))
        graph.add((claim, EX.about, tie))
        graph.add((claim, EX.stance, EX.Affirms))
    return graph


def rows(graph: Graph, pattern: str, *, ours: bool) -> Counter[Any]:
    text = f"SELECT * {{ {pattern} }}"
    query = translateQuery(parseQuery(f"PREFIX : <{EX}> {text}"))
    if ours:
        query.algebra = arranged(query.algebra)
    return Counter(frozenset(row.items()) for row in evalQuery(graph, query)["bindings"])


@pytest.mark.parametrize("pattern", [*PATTERNS.values(), *OTHERS.values()], ids=PATTERNS | OTHERS)
def test_the_rows_are_those_of_rdflibs_own_order(graph: Graph, pattern: str) -> None:
    found = rows(graph, pattern, ours=True)
    assert found
    assert found == rows(graph, pattern, ours=False)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_what_is_not_asked_for_is_not_looked_at(graph: Counting, pattern: str) -> None:
    graph.given = 0
    rows(graph, pattern, ours=True)
    assert 0 < graph.given < MANY / 4
