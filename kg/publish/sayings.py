"""What a release says of each thing, column by column, so that two releases can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.vocabulary import AG, DCTERMS, RDF, RDFS, VOID
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import BlankNode, Literal, Quad, Triple

    from kg.model.schema import Schema

    Term = NamedNode | BlankNode | Literal | Triple
    # A column may hold several values, such as the conditions of a claim or the names of a group.
    Columns = Mapping[str, frozenset[Term]]
    _Triples = Mapping[object, list[tuple[NamedNode, Term]]]

# What the sheets call a column, where that is not the name of the property.
_NAMES = {
    RDFS.label: "name", RDF.type: "type", DCTERMS.license: "licence", DCTERMS.identifier: "code",
    AG.statedIn: "source", AG.sourceReliability: "reliability",
    AG.informationCredibility: "credibility",
}  # fmt: skip
_OF_LOCATORS = {RDF.type, AG.inSource}


def sayings(quads: Iterable[Quad], schema: Schema) -> dict[str, dict[NamedNode, Columns]]:
    """Return what is asserted of each claim, entity and source, by these three words.

    A claim has the columns of its relationship and its locator too, and the two ends by ``subject``
    and ``object``; a source that of the licence of its claims.
    """
    about: dict[object, list[tuple[NamedNode, Term]]] = defaultdict(list)
    for quad in quads:
        about[quad.subject].append((quad.predicate, quad.object))
    found: dict[str, dict[NamedNode, Columns]] = {"claim": {}, "entity": {}, "source": {}}
    terms = _claims_licences(about)
    for node, said in about.items():
        assert isinstance(node, NamedNode)  # what is published has no blank nodes
        kinds = {value for predicate, value in said if predicate == RDF.type}
        if AG.Claim in kinds:
            found["claim"][node] = _columns(_claim(said, about, schema))
        elif kinds & schema.entities:
            found["entity"][node] = _columns((column(p), value) for p, value in said)
        elif kinds & schema.sources:
            pairs = [(column(p), value) for p, value in said]
            found["source"][node] = _columns([*pairs, *terms.get(node, ())])
    return found


def column(predicate: NamedNode) -> str:
    """Return the name of the column that a property fills.

    >>> column(AG.earliestStart), column(RDFS.label)
    ('earliest_start', 'name')
    """
    local = local_name(predicate.value)
    return _NAMES.get(predicate, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).lower())


def _claims_licences(about: _Triples) -> dict[object, list[tuple[str, Term]]]:
    """Return, by source, the licence that stands on the graph of its claims."""
    found: dict[object, list[tuple[str, Term]]] = defaultdict(list)
    for said in about.values():
        if (RDF.type, VOID.Dataset) in said:
            licences = [("claims_licence", v) for p, v in said if p == DCTERMS.license]
            for source in (v for p, v in said if p == DCTERMS.source):
                found[source] += licences
    return found


def _claim(
    said: list[tuple[NamedNode, Term]], about: _Triples, schema: Schema
) -> Iterator[tuple[str, Term]]:
    for predicate, value in said:
        if predicate == AG.about:
            yield from _relationship(about.get(value, []), schema)
        elif predicate == AG.locator:
            parts = about.get(value, [])
            yield from ((column(p), v) for p, v in parts if p not in _OF_LOCATORS)
        elif predicate != RDF.type:
            yield column(predicate), value


def _relationship(said: list[tuple[NamedNode, Term]], schema: Schema) -> Iterator[tuple[str, Term]]:
    kinds = [v for p, v in said if p == RDF.type and v in schema.relationships]
    ends = {}
    for kind in (schema.relationships[k] for k in kinds if isinstance(k, NamedNode)):
        ends[kind.subject_role] = "subject"
        if kind.object_role is not None:
            ends[kind.object_role] = "object"
    for predicate, value in said:
        if predicate == RDF.type:
            yield "relationship", value
        else:
            yield ends.get(predicate, column(predicate)), value


def _columns(pairs: Iterable[tuple[str, Term]]) -> Columns:
    found: dict[str, set[Term]] = defaultdict(set)
    for name, value in pairs:
        found[name].add(value)
    return {name: frozenset(values) for name, values in found.items()}
