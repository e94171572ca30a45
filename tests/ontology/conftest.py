"""The ontology's files, read once."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from kg import resources
from kg.vocabulary import AG, RDF


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return Graph().parse(resources.folder("ontology") / "allegiance.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    return Graph().parse(resources.folder("ontology") / "alignments.ttl")


@pytest.fixture(scope="session")
def terms(ontology: Graph) -> set[URIRef]:
    """Return the terms of our own that the ontology gives a type."""
    return {
        subject
        for subject in ontology.subjects(RDF.rdflib.type)
        if isinstance(subject, URIRef) and subject.startswith(str(AG))
    }
