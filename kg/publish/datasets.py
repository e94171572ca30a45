"""What a release holds, as quads: asserted, stated, inferred and the ontology, each in its graphs.

What is stated by claims and what is inferred from them lie in three graphs each: plain triples of
what holds at some time for certain (``…/certain``), of what may hold at some time (``…/possible``),
and the facts with their days as nodes, in both modes (``…/facts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.model import schema as schemas
from kg.reasoning.facts import MODES
from kg.vocabulary import DCTERMS, PREFIXES, PROV, RDF, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.model.schema import Schema
    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.facts import TimedFact
    from kg.vocabulary.minting import Mint

DATASETS = ("asserted", "stated", "inferred", "ontology")


def datasets(
    asserted: Iterable[Quad], schema: Schema, inference: Inference, mint: Mint, licence: NamedNode
) -> dict[str, list[Quad]]:
    """Return the quads of each of `DATASETS`; `licence` is that of what is drawn from claims."""
    given = list(asserted)
    sources = {q.subject for q in given if q.predicate == RDF.type and q.object == VOID.Dataset}
    ontology = NamedNode(PREFIXES["ag"].rstrip("#"))

    def drawn(name: str, part: str, triples: Iterable[Triple]) -> list[Quad]:
        graph = mint.graph(name, part)
        return [
            Quad(graph, RDF.type, VOID.Dataset, graph),
            Quad(graph, DCTERMS.license, licence, graph),
            *(Quad(graph, PROV.wasDerivedFrom, source, graph) for source in sources),
            *in_graph(triples, graph),
        ]

    found: dict[str, list[Quad]] = {"asserted": given, "stated": [], "inferred": []}
    facts: dict[str, list[TimedFact]] = {"stated": [], "inferred": []}
    for mode in MODES:
        reading = inference[mode]
        found["stated"] += drawn("stated", mode, reading.given.direct)
        found["inferred"] += drawn("inferred", mode, reading.conclusions)
        facts["stated"] += reading.stated_facts()
        facts["inferred"] += reading.derived_facts()
    for name, nodes in facts.items():
        found[name] += drawn(name, "facts", (t for node in nodes for t in node.triples(mint.base)))
    found["ontology"] = [
        *in_graph(schema.triples, ontology),
        *in_graph(schemas.alignments(), NamedNode(f"{ontology.value}/alignments")),
    ]
    return found


def in_graph(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    """Put triples into a graph."""
    return (Quad(t.subject, t.predicate, t.object, graph) for t in triples)
