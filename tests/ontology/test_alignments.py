"""The ontology is consistent, alone and with its alignments, which name only what there is."""

from __future__ import annotations

import owlrl
import pytest
from rdflib import Graph, Literal, URIRef

from kg.vocabulary import AG, OWL, RDF, RDFS

ag, owl, rdf, rdfs = (n.rdflib for n in (AG, OWL, RDF, RDFS))
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


# Inference


def closure(*graphs: Graph) -> Graph:
    merged = Graph()
    for graph in graphs:
        merged += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(merged)
    return merged


def contradictions(graph: Graph) -> list[object]:
    return [*graph.objects(None, OWLRL_ERROR), *graph.subjects(rdf.type, owl.Nothing)]


DATA = """
    @prefix ag: <https://w3id.org/allegiance/ontology#> . @prefix e: <https://example.org/> .
    e:maute a ag:ArmedGroup ; ag:allegiantTo e:is . e:is a ag:ArmedGroup .
    e:omar a ag:Person ; ag:memberOf e:maute .
    e:maute ag:participatedIn e:battle . e:battle ag:occurredAt e:marawi .
    e:marawi a ag:Settlement ; ag:within e:lanao . e:lanao ag:within e:philippines .
    e:philippines a ag:Country .
"""


def test_the_ontology_is_consistent(ontology: Graph, alignments: Graph) -> None:
    data = Graph().parse(data=DATA, format="turtle")
    inferred = closure(ontology, alignments, data)
    assert contradictions(inferred) == []
    e = "https://example.org/"
    for subject, predicate, value in (
        ("omar", "servesUnder", "is"), ("maute", "activeIn", "philippines"),
        ("is", "hasAffiliate", "maute"), ("battle", "occurredAt", "philippines"),
    ):  # fmt: skip
        assert (URIRef(e + subject), ag[predicate], URIRef(e + value)) in inferred
    same = [(s, o) for s, o in inferred.subject_objects(owl.sameAs) if s != o]
    assert [pair for pair in same if isinstance(pair[0], URIRef)] == []


@pytest.mark.parametrize(
    "data",
    [
        "e:a a ag:Person , ag:Organisation .",
        "e:a a ag:CollectiveLabel ; ag:allegiantTo e:b .",
        "e:a ag:splinterOf e:a .",
        "e:a ag:splinterOf e:b . e:b ag:splinterOf e:a .",
        "e:c ag:stance ag:Affirms , ag:Denies .",
        "e:c ag:status ag:Accepted , ag:Contested .",
        "e:a a ag:Country , ag:Site .",
    ],
)
def test_contradictory_data_is_found_out(ontology: Graph, data: str) -> None:
    prefixes = f"@prefix ag: <{AG}> . @prefix e: <https://example.org/> . "
    assert contradictions(closure(ontology, Graph().parse(data=prefixes + data, format="turtle")))


# Alignments


def test_alignments_mention_only_terms_that_exist(alignments: Graph, terms: set[URIRef]) -> None:
    used = {term for triple in alignments for term in triple if str(term).startswith(str(AG))}
    assert used <= terms


def test_alignments_mint_nothing_for_ucdp_and_acled(alignments: Graph) -> None:
    for term in alignments.all_nodes():
        assert not (isinstance(term, URIRef) and ("ucdp" in term or "acled" in term)), term
    for predicate in (ag.ucdpCode, ag.acledCode):
        codes = list(alignments.objects(None, predicate))
        assert codes
        assert all(isinstance(code, Literal) and code.language is None for code in codes)


def test_every_ucdp_place_precision_and_kind_of_actor_is_mapped_once(alignments: Graph) -> None:
    codes = [str(code) for code in alignments.objects(None, ag.ucdpCode)]
    for variable, last in (("where_prec", 7), ("Org", 4), ("type_of_violence", 3)):
        found = sorted(code for code in codes if code.startswith(variable + "="))
        assert found == [f"{variable}={number}" for number in range(1, last + 1)]


def test_owl_axioms_of_the_alignments_name_declared_terms(alignments: Graph) -> None:
    for predicate in (rdfs.subClassOf, rdfs.subPropertyOf):
        for value in alignments.objects(None, predicate):
            assert (value, rdf.type, None) in alignments, value
