"""The model as RDF: what each value says, as quads in the graph of its source."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.model.values import Claim, Entity, Source
from kg.vocabulary import AG, DCAT, DCTERMS, FOAF, GEO, OA, RDF, RDFS, SF, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.schema import Schema
    from kg.model.values import Area, Coordinates
    from kg.vocabulary.minting import Mint

type_ = RDF.type


def quads(value: Source | Entity | Claim, mint: Mint, schema: Schema) -> Iterator[Quad]:
    """Yield the quads that say what the value says."""
    for graph, subject, predicate, obj in _statements(value, mint, schema):
        yield Quad(subject, predicate, obj, graph)


_Statement = tuple[NamedNode, NamedNode, NamedNode, NamedNode | Literal]


@singledispatch
def _statements(value: object, _mint: Mint, _schema: Schema) -> Iterator[_Statement]:
    raise TypeError(f"not a value of the model: {value!r}")


@_statements.register(Source)
def _source(source: Source, _mint: Mint, _schema: Schema) -> Iterator[_Statement]:
    graph, iri = source.graph, source.iri
    yield graph, graph, type_, VOID.Dataset
    yield graph, graph, DCTERMS.source, iri
    yield graph, iri, type_, source.kind
    yield graph, iri, DCTERMS.title, _text(source.title, source.language)
    yield graph, graph, DCTERMS.license, source.graph_licence
    yield graph, iri, DCTERMS.license, source.licence
    if source.url:
        yield graph, iri, FOAF.page, NamedNode(source.url)
    if source.reliability:
        yield graph, iri, AG.defaultReliability, AG[f"Reliability{source.reliability}"]
    for predicate, text in (
        (DCTERMS.creator, source.creator),
        (DCTERMS.publisher, source.publisher),
        (AG.edtfDate, source.date),
        (DCAT.version, source.version),
        (DCTERMS.language, source.language),
        (AG.textDigest, source.text_digest),
        (AG.note, source.note),
    ):
        if text:
            yield graph, iri, predicate, Literal(text)


@_statements.register(Entity)
def _entity(entity: Entity, _mint: Mint, _schema: Schema) -> Iterator[_Statement]:
    graph, iri = entity.graph, entity.iri
    yield graph, iri, type_, entity.kind
    yield graph, iri, RDFS.label, entity.name
    for code in entity.codes:
        yield graph, iri, DCTERMS.identifier, Literal(code)
    for predicate, text in (
        (DCTERMS.description, _text(entity.description, "en")),
        (AG.countryCode, Literal(entity.country_code)),
        (AG.note, Literal(entity.note)),
    ):
        if text.value:
            yield graph, iri, predicate, text
    if point := entity.coordinates:
        wkt = f"POINT({point.longitude:f} {point.latitude:f})"
        yield from _geometry(iri, "geometry", SF.Point, wkt, point)
    if entity.area:
        yield from _geometry(iri, "area", SF.MultiPolygon, entity.area.wkt, entity.area)


def geometry_nodes(value: Source | Entity | Claim) -> list[NamedNode]:
    """Return the nodes that say where a place is; other values have none."""
    if not isinstance(value, Entity):
        return []
    given = {"geometry": value.coordinates, "area": value.area}
    return [NamedNode(f"{value.iri.value}/{name}") for name, what in given.items() if what]


def _geometry(
    iri: NamedNode, name: str, kind: NamedNode, wkt: str, given: Coordinates | Area
) -> Iterator[_Statement]:
    """Say where a place is, in the graph of the source that gives it."""
    geometry = NamedNode(f"{iri.value}/{name}")
    yield given.graph, iri, GEO.hasGeometry, geometry
    yield given.graph, geometry, type_, kind
    yield given.graph, geometry, GEO.asWKT, Literal(wkt, datatype=GEO.wktLiteral)
    yield given.graph, geometry, AG.placePrecision, given.precision
    yield given.graph, geometry, DCTERMS.source, given.source


@_statements.register(Claim)
def _claim(claim: Claim, mint: Mint, schema: Schema) -> Iterator[_Statement]:
    graph, iri = claim.graph, claim.iri
    kind = schema.relationship(claim.relationship)
    node = relationship_node(claim, mint, schema)
    subject, obj = _parties(claim, schema)
    yield graph, node, type_, kind.iri
    yield graph, node, kind.subject_role, subject
    if kind.object_role is not None and obj is not None:
        yield graph, node, kind.object_role, obj
    for predicate, text in ((AG.role, claim.role), (AG.side, claim.side)):
        if text:
            yield graph, node, predicate, Literal(text)
    yield graph, iri, type_, AG.Claim
    yield graph, iri, AG.about, node
    yield graph, iri, AG.statedIn, claim.source
    yield graph, iri, AG.stance, AG[claim.stance.capitalize()]
    yield graph, iri, AG.modality, AG[claim.modality.capitalize()]
    yield graph, iri, AG.status, AG[claim.status.capitalize()]
    yield graph, iri, AG.sourceReliability, AG[f"Reliability{claim.reliability or 'F'}"]
    yield graph, iri, AG.informationCredibility, AG[f"Credibility{claim.credibility or '6'}"]
    for predicate, node_ in (
        (AG.claimer, claim.claimer),
        (AG.placePrecision, claim.precision),
        (AG.boundedBy, claim.bounded_by),
    ):
        if node_:
            yield graph, iri, predicate, node_
    for condition in claim.conditional_on:
        yield graph, iri, AG.conditionalOn, condition
    yield from _details(claim)
    yield from _locator(claim)


def _details(claim: Claim) -> Iterator[_Statement]:
    bounds = claim.bounds
    for predicate, day in (
        (AG.earliestStart, bounds.earliest_start),
        (AG.latestStart, bounds.latest_start),
        (AG.earliestEnd, bounds.earliest_end),
        (AG.latestEnd, bounds.latest_end),
    ):
        if day:
            value = Literal(day.isoformat(), datatype=XSD.date)
            yield claim.graph, claim.iri, predicate, value
    for predicate, number in ((AG.low, claim.low), (AG.best, claim.best), (AG.high, claim.high)):
        if number is not None:
            value = Literal(f"{number:f}", datatype=XSD.decimal)
            yield claim.graph, claim.iri, predicate, value
    for predicate, text in (
        (AG.edtfStart, claim.start),
        (AG.edtfEnd, claim.end),
        (AG.edtfAttested, claim.attested),
        (AG.unit, claim.unit),
        (AG.note, claim.note),
    ):
        if text:
            yield claim.graph, claim.iri, predicate, Literal(text)


def _locator(claim: Claim) -> Iterator[_Statement]:
    """Point into the source; claims that rest on the same passage or row share the locator."""
    locator, node, graph = claim.locator, locator_node(claim), claim.graph
    if node is None:
        return
    yield graph, claim.iri, AG.locator, node
    yield graph, node, type_, AG.Locator
    yield graph, node, AG.inSource, claim.source
    for predicate, number in (
        (AG.paragraph, locator.paragraph),
        (AG.page, locator.page),
        (AG.row, locator.row),
    ):
        if number is not None:
            yield graph, node, predicate, Literal(str(number), datatype=XSD.integer)
    for predicate, offset in ((OA.start, locator.start), (OA.end, locator.end)):
        if offset is not None:
            yield graph, node, predicate, Literal(str(offset), datatype=XSD.nonNegativeInteger)
    for predicate, text in (
        (AG.spanDigest, locator.digest),
        (AG.record, locator.record),
        (AG.informant, locator.informant),
    ):
        if text:
            yield graph, node, predicate, Literal(text)
    for cited in locator.cites:
        yield graph, node, AG.cites, cited


def locator_node(claim: Claim) -> NamedNode | None:
    """Return the node of the place that a claim points at; None where it points at nothing."""
    fragment = claim.locator.fragment
    return NamedNode(f"{claim.source.value}#{fragment}") if fragment else None


def relationship_node(claim: Claim, mint: Mint, schema: Schema) -> NamedNode:
    """Return the node that all claims about this relationship share."""
    subject, obj = _parties(claim, schema)
    return mint.relationship(claim.relationship, subject, obj, claim.role, claim.side)


def is_swapped(claim: Claim, schema: Schema) -> bool:
    """Tell whether the node has the parties the other way round than the claim names them."""
    return _parties(claim, schema)[0] != claim.subject


def _parties(claim: Claim, schema: Schema) -> tuple[NamedNode, NamedNode | Literal | None]:
    """Order the parties of a symmetric relationship, whichever a source names first."""
    subject, obj = claim.subject, claim.object
    if (
        schema.relationship(claim.relationship).symmetric
        and isinstance(obj, NamedNode)
        and obj.value < subject.value
    ):
        return obj, subject
    return subject, obj


def _text(text: str, language: str) -> Literal:
    return Literal(text, language=language) if language else Literal(text)
