"""The grammar of OWL 2 RL as tables, for the profile checker.

Sections are those of the OWL 2 Profiles recommendation (https://www.w3.org/TR/owl2-profiles/).
Terms are rdflib's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.vocabulary import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from rdflib import URIRef
    from rdflib.term import Node

_OWL, _RDF, _RDFS, _XSD = OWL.rdflib, RDF.rdflib, RDFS.rdflib, XSD.rdflib

DATATYPES: Final = frozenset(
    _XSD[name]
    for name in (
        "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
        "negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt",
        "unsignedShort", "unsignedByte", "float", "double", "string", "normalizedString", "token",
        "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary", "base64Binary", "anyURI",
        "dateTime", "dateTimeStamp",
    )
) | {_RDF.PlainLiteral, _RDF.XMLLiteral, _RDF.langString, _RDFS.Literal}  # fmt: skip
"""The datatypes of OWL 2 RL (section 4.2.1): no owl:real, no owl:rational, nor any that OWL 2
lacks, such as xsd:date. RDF 1.1 calls rdf:langString what was rdf:PlainLiteral with a language."""

# Section 4.2.3: what may stand where, and what may then stand inside it (None: no expression).
SUB, SUPER, EQUIV = "subClassExpression", "superClassExpression", "equivClassExpression"
GRAMMAR: Final[dict[str, dict[Node, str | None]]] = {
    SUB: {
        _OWL.intersectionOf: SUB, _OWL.unionOf: SUB, _OWL.oneOf: None,
        _OWL.someValuesFrom: SUB, _OWL.hasValue: None,
    },
    SUPER: {
        _OWL.intersectionOf: SUPER, _OWL.complementOf: SUB, _OWL.allValuesFrom: SUPER,
        _OWL.hasValue: None, _OWL.maxCardinality: None, _OWL.maxQualifiedCardinality: SUB,
    },
    EQUIV: {_OWL.intersectionOf: EQUIV, _OWL.hasValue: None},
}  # fmt: skip
BOOLEAN = {_OWL.intersectionOf, _OWL.unionOf, _OWL.complementOf, _OWL.oneOf}
CONSTRUCTORS: Final[set[Node]] = BOOLEAN | {
    _OWL.someValuesFrom, _OWL.allValuesFrom, _OWL.hasValue, _OWL.hasSelf, _OWL.minCardinality,
    _OWL.maxCardinality, _OWL.cardinality, _OWL.minQualifiedCardinality, _OWL.onDatatype,
    _OWL.maxQualifiedCardinality, _OWL.qualifiedCardinality, _OWL.datatypeComplementOf,
}  # fmt: skip
# Section 4.2.5: the axioms that are one triple: what must stand before and behind the predicate.
PROPERTY, OBJECTS, SIMPLE, RANGE = "property", "object property", "simple property", "range"
AXIOMS: Final[dict[Node, tuple[str, str, str]]] = {
    _RDFS.subClassOf: ("SubClassOf", SUB, SUPER),
    _OWL.equivalentClass: ("EquivalentClasses", EQUIV, EQUIV),
    _OWL.disjointWith: ("DisjointClasses", SUB, SUB),
    _RDFS.domain: ("PropertyDomain", PROPERTY, SUPER),
    _RDFS.range: ("PropertyRange", PROPERTY, RANGE),
    _RDFS.subPropertyOf: ("SubPropertyOf", PROPERTY, PROPERTY),
    _OWL.equivalentProperty: ("EquivalentProperties", PROPERTY, PROPERTY),
    _OWL.propertyDisjointWith: ("DisjointProperties", SIMPLE, SIMPLE),
    _OWL.inverseOf: ("InverseObjectProperties", OBJECTS, OBJECTS),
}
LISTS: Final[dict[Node, tuple[str, str, str]]] = {
    _OWL.hasKey: ("HasKey", SUB, PROPERTY),
    _OWL.propertyChainAxiom: ("SubPropertyOf", OBJECTS, OBJECTS),
}
GROUPS: Final[dict[Node, str]] = {
    _OWL.AllDisjointClasses: SUB,
    _OWL.AllDisjointProperties: SIMPLE,
}
SIMPLE_ONLY: Final[set[Node]] = {
    _OWL.FunctionalProperty, _OWL.InverseFunctionalProperty, _OWL.IrreflexiveProperty,
    _OWL.AsymmetricProperty,
}  # fmt: skip
OBJECT, DATA, NOTE = _OWL.ObjectProperty, _OWL.DatatypeProperty, _OWL.AnnotationProperty
# These types say what kind of property it is (OWL 2 Mapping to RDF Graphs, table 6).
IMPLIED: Final[dict[Node, Node]] = {
    _OWL.InverseFunctionalProperty: OBJECT, _OWL.TransitiveProperty: OBJECT,
    _OWL.SymmetricProperty: OBJECT, _OWL.OntologyProperty: NOTE,
}  # fmt: skip
BUILT_IN: Final[dict[Node, set[URIRef] | frozenset[URIRef]]] = {
    _OWL.Class: {_OWL.Thing, _OWL.Nothing},
    _RDFS.Datatype: DATATYPES,
    OBJECT: {_OWL.topObjectProperty, _OWL.bottomObjectProperty},
    DATA: {_OWL.topDataProperty, _OWL.bottomDataProperty},
    NOTE: {_RDFS.label, _RDFS.comment, _RDFS.seeAlso, _RDFS.isDefinedBy},
}
