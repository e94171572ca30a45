"""The shapes: those of ``shapes/``, a project's own, and those that the ontology implies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import resources
from kg.model.blank import read_triples
from kg.validation.findings import check_id
from kg.vocabulary import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model.schema import RelationshipClass, Schema
    from kg.validation.shacl import Result

_ONE = Literal("1", datatype=XSD.integer)


def load(schema: Schema, extensions: Sequence[Path] = ()) -> list[Triple]:
    """Read all shapes, and make those of the relationship classes from their roles."""
    files = [*sorted(resources.folder("shapes").glob("*.ttl")), *extensions]
    triples = [t for n, path in enumerate(files) for t in read_triples(path, f"s{n}n")]
    for kind in sorted(schema.relationships.values(), key=lambda k: k.iri.value):
        triples += role_shapes(kind, schema)
        triples += bare_statement_shape(kind)
    return triples


def role_shapes(kind: RelationshipClass, schema: Schema) -> Iterator[Triple]:
    """Yield the shape of a relationship class: one party in each role, of the role's range.

    Made from the ontology, so that a new relationship class is checked without a new shape. The
    roles of its subclasses count too: an ag:Allegiance is an ag:Affiliation.
    """
    shape = NamedNode(f"{kind.iri.value}Shape")
    yield Triple(shape, RDF.type, SH.NodeShape)
    yield Triple(shape, SH.targetClass, kind.iri)
    below = [k for k in schema.relationships.values() if kind.iri in schema.superclasses[k.iri]]
    for name in ("subject", "object"):
        roles = [getattr(k, f"{name}_role") for k in (kind, *below)]
        own = roles[0]
        if own is None:
            continue
        part = NamedNode(f"{shape.value}-{name}")
        yield Triple(shape, SH.property, part)
        yield from _path(part, list(dict.fromkeys(r for r in roles if r is not None)))
        what = _local(own)
        where = _local(kind.iri)
        yield Triple(part, SH.minCount, _ONE)
        yield Triple(part, SH.maxCount, _ONE)
        range_ = schema.ranges.get(own)
        wanted = f"one {what}"
        if name == "object" and kind.literal_object:
            yield Triple(part, SH.nodeKind, SH.Literal)
        elif range_ is not None:
            yield Triple(part, SH["class"], range_)
            wanted += f", of the class {_local(range_)}"
        message = f"{where} needs {wanted}; correct the {name}, or choose another relationship"
        yield Triple(part, SH.message, Literal(message, language="en"))


def bare_statement_shape(kind: RelationshipClass) -> Iterator[Triple]:
    """Yield the shape that keeps a class's direct property out of what is asserted.

    A bare triple has no source, no date and no doubt: a release draws it from claims itself.
    """
    if kind.direct is None:
        return
    shape = NamedNode(f"{kind.iri.value}BareShape")
    part = NamedNode(f"{shape.value}-direct")
    yield Triple(shape, RDF.type, SH.NodeShape)
    yield Triple(shape, SH.targetSubjectsOf, kind.direct)
    yield Triple(shape, SH.property, part)
    yield Triple(part, SH.path, kind.direct)
    yield Triple(part, SH.maxCount, Literal("0", datatype=XSD.integer))
    message = (
        f"{_local(kind.direct)} is stated without a claim, and so without a source; "
        f"write a claim about a relationship of the class {_local(kind.iri)}"
    )
    yield Triple(part, SH.message, Literal(message, language="en"))


def check_ids(triples: Iterable[Triple]) -> set[str]:
    """Return the ids of all checks that shapes make; a shape without a name has none of its own."""
    kinds = {SH.NodeShape, SH.PropertyShape}
    named: set[object] = {t.object for t in triples if t.predicate == SH.property}
    named |= {t.subject for t in triples if t.predicate == RDF.type and t.object in kinds}
    return {check_id(shape.value) for shape in named if isinstance(shape, NamedNode)}


def without_repeats(results: Iterable[Result], schema: Schema) -> list[Result]:
    """Leave out what a superclass's shape says again, as ag:Affiliation's of an ag:Allegiance."""
    found = list(results)
    said = {(result.focus, result.shape) for result in found}
    repeats = {
        (focus, f"{above.value}Shape-{part}")
        for kind, superclasses in schema.superclasses.items()
        for part in ("subject", "object")
        for focus, shape in said
        if shape == f"{kind.value}Shape-{part}"
        for above in superclasses
    }
    return [result for result in found if (result.focus, result.shape) not in repeats]


def _path(shape: NamedNode, roles: list[NamedNode]) -> Iterator[Triple]:
    """Yield the path of a shape: one property, or an alternative of several."""
    if len(roles) == 1:
        yield Triple(shape, SH.path, roles[0])
        return
    # A blank node, since pySHACL takes every IRI in this place for a property.
    alternative = BlankNode(f"{_local(shape)}-path")
    yield Triple(shape, SH.path, alternative)
    cells = [BlankNode(f"{_local(shape)}-path-{number}") for number in range(len(roles))]
    yield Triple(alternative, SH.alternativePath, cells[0])
    tails: list[BlankNode | NamedNode] = [*cells[1:], RDF.nil]
    for cell, role, rest in zip(cells, roles, tails, strict=True):
        yield Triple(cell, RDF.first, role)
        yield Triple(cell, RDF.rest, rest)


def _local(term: NamedNode) -> str:
    return term.value.replace("#", "/").rpartition("/")[2]
