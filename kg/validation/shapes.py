"""The shapes: those of ``shapes/``, a project's own, and those that the ontology implies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import resources
from kg.model.blank import read_triples
from kg.vocabulary import AG, OWL, RDF, RDFS, SH, XSD
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model.schema import RelationshipClass, Schema
    from kg.validation.shacl import Result

_ONE = Literal("1", datatype=XSD.integer)
FAMILY = "https://w3id.org/allegiance/shapes/"
"""What the IRI of a family of shapes begins with; the name of its file follows."""
ROLES = "roles"
"""The family of the shapes that are made from the ontology."""


def load(schema: Schema, extensions: Sequence[Path] = ()) -> list[Triple]:
    """Read all shapes, and make those of the relationship classes from their roles.

    Each named shape is said to be defined by its family (rdfs:isDefinedBy), which is its file.
    """
    files = [*sorted(resources.folder("shapes").glob("*.ttl")), *extensions]
    triples: list[Triple] = []
    for number, path in enumerate(files):
        found = read_triples(path, f"s{number}n")
        triples += [*found, *_in_family(found, path.stem)]
    made: list[Triple] = []
    inverses = _inverses(schema)
    for kind in sorted(schema.relationships.values(), key=lambda k: k.iri.value):
        made += role_shapes(kind, schema)
        made += bare_statement_shape(kind, inverses)
    return [*triples, *made, *_in_family(made, ROLES)]


def _in_family(triples: Iterable[Triple], name: str) -> Iterator[Triple]:
    family = NamedNode(FAMILY + quote(name))
    for subject in dict.fromkeys(t.subject for t in triples):
        if isinstance(subject, NamedNode):
            yield Triple(subject, RDFS.isDefinedBy, family)


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
        what = local_name(own.value)
        where = local_name(kind.iri.value)
        yield Triple(part, SH.minCount, _ONE)
        yield Triple(part, SH.maxCount, _ONE)
        range_ = schema.ranges.get(own)
        wanted = f"one {what}"
        if name == "object" and kind.literal_object:
            yield Triple(part, SH.nodeKind, SH.Literal)
        elif range_ is not None:
            yield Triple(part, SH["class"], range_)
            wanted += f", of the class {local_name(range_.value)}"
        yield from _told(
            part,
            f"The {name} of {where}",
            f"{where} needs {wanted}; correct the {name}, or choose another relationship",
            f"Each relationship of the class {where} leads by {what} to {wanted}. Here it leads to "
            "none, to several, or to a thing of another class, and no direct fact can be drawn.",
            f"Correct the {name} of the claim, describe it as an entity of the right class, or "
            "choose the relationship that the source means.",
        )


def bare_statement_shape(
    kind: RelationshipClass, inverses: Mapping[NamedNode, NamedNode]
) -> Iterator[Triple]:
    """Yield the shape that keeps a direct property, and its inverse, out of what is asserted.

    A bare triple has no source, no date and no doubt: a release draws it from claims itself.
    """
    if kind.direct is None:
        return
    shape = NamedNode(f"{kind.iri.value}BareShape")
    where = local_name(kind.iri.value)
    yield Triple(shape, RDF.type, SH.NodeShape)
    for name, property_ in (("direct", kind.direct), ("inverse", inverses.get(kind.direct))):
        if property_ is None:
            continue
        what = local_name(property_.value)
        part = NamedNode(f"{shape.value}-{name}")
        yield Triple(shape, SH.targetSubjectsOf, property_)
        yield Triple(shape, SH.property, part)
        yield Triple(part, SH.path, property_)
        yield Triple(part, SH.maxCount, Literal("0", datatype=XSD.integer))
        yield from _told(
            part,
            f"{what} without a claim",
            f"{what} is stated without a claim, and so without a source; "
            f"write a claim about a relationship of the class {where}",
            "A bare triple has no source, no date and no doubt. Readers could not tell it from the "
            "direct facts that a release draws from claims.",
            f"Write a claim about a relationship of the class {where}; the release then "
            "draws the triple itself.",
        )


def _inverses(schema: Schema) -> dict[NamedNode, NamedNode]:
    """Return the inverse of each property that has one beside itself, the first that is named."""
    found: dict[NamedNode, NamedNode] = {}
    for triple in schema.triples:
        if triple.predicate == OWL.inverseOf:
            one, other = triple.subject, triple.object
            if isinstance(one, NamedNode) and isinstance(other, NamedNode) and one != other:
                found.setdefault(one, other)
                found.setdefault(other, one)
    return found


def _told(
    shape: NamedNode, title: str, message: str, problem: str, solution: str
) -> Iterator[Triple]:
    """Yield what a shape says for people: to whom it finds at fault, and in the catalogue."""
    for predicate, text in (
        (RDFS.label, title), (SH.message, message), (AG.problem, problem), (AG.solution, solution),
    ):  # fmt: skip
        yield Triple(shape, predicate, Literal(text, language="en"))


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
    alternative = BlankNode(f"{local_name(shape.value)}-path")
    yield Triple(shape, SH.path, alternative)
    cells = [BlankNode(f"{local_name(shape.value)}-path-{number}") for number in range(len(roles))]
    yield Triple(alternative, SH.alternativePath, cells[0])
    tails: list[BlankNode | NamedNode] = [*cells[1:], RDF.nil]
    for cell, role, rest in zip(cells, roles, tails, strict=True):
        yield Triple(cell, RDF.first, role)
        yield Triple(cell, RDF.rest, rest)
