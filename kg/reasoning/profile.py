"""Is an ontology inside OWL 2 RL? A checker over the RDF of the ontology.

It follows the grammar of the OWL 2 Profiles recommendation, section 4.2
(https://www.w3.org/TR/owl2-profiles/#OWL_2_RL), as mapped to RDF, and adds what OWL 2 DL asks of
an ontology as a whole where our rules rely on it (OWL 2 Structural Specification, sections 5.8
and 11.2): terms are declared, each as one kind of property; properties that are transitive or
implied by a chain are neither functional, asymmetric, irreflexive, disjoint nor counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rdflib import BNode, Literal, URIRef

from kg.vocabulary import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

_OWL, _RDF, _RDFS, _XSD = OWL.rdflib, RDF.rdflib, RDFS.rdflib, XSD.rdflib

DATATYPES: Final = frozenset(
    {_RDF.PlainLiteral, _RDF.XMLLiteral, _RDF.langString, _RDFS.Literal}
    | {
        _XSD[name]
        for name in (
            "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger "
            "long int short byte unsignedLong unsignedInt unsignedShort unsignedByte float double "
            "string normalizedString token language Name NCName NMTOKEN boolean hexBinary "
            "base64Binary anyURI dateTime dateTimeStamp"
        ).split()
    }
)
"""The datatypes of OWL 2 RL (section 4.2.1); rdf:langString is what RDF 1.1 calls the literals
that were rdf:PlainLiteral. No owl:real, owl:rational, nor any that OWL 2 lacks, as xsd:date."""

_SUB, _SUPER, _EQUIV = "subClassExpression", "superClassExpression", "equivClassExpression"
# Section 4.2.3: what may stand where, and what then may stand inside it (None: no expression).
_GRAMMAR: Final[dict[str, dict[URIRef, str | None]]] = {
    _SUB: {
        _OWL.intersectionOf: _SUB, _OWL.unionOf: _SUB, _OWL.oneOf: None,
        _OWL.someValuesFrom: _SUB, _OWL.hasValue: None,
    },
    _SUPER: {
        _OWL.intersectionOf: _SUPER, _OWL.complementOf: _SUB, _OWL.allValuesFrom: _SUPER,
        _OWL.hasValue: None, _OWL.maxCardinality: None, _OWL.maxQualifiedCardinality: _SUB,
    },
    _EQUIV: {_OWL.intersectionOf: _EQUIV, _OWL.hasValue: None},
}  # fmt: skip
_BOOLEAN = (_OWL.intersectionOf, _OWL.unionOf, _OWL.complementOf, _OWL.oneOf)
_MAXIMUM = (_OWL.maxCardinality, _OWL.maxQualifiedCardinality)
_CONSTRUCTORS = (
    *_BOOLEAN, _OWL.someValuesFrom, _OWL.allValuesFrom, _OWL.hasValue, _OWL.hasSelf, *_MAXIMUM,
    _OWL.minCardinality, _OWL.minQualifiedCardinality, _OWL.cardinality,
    _OWL.qualifiedCardinality, _OWL.datatypeComplementOf, _OWL.onDatatype,
)  # fmt: skip
_OBJECT, _DATA, _NOTE = _OWL.ObjectProperty, _OWL.DatatypeProperty, _OWL.AnnotationProperty
# These say what kind of property they are of (OWL 2 Mapping to RDF Graphs, section 3.1.2).
_IMPLIED = {
    _OWL.InverseFunctionalProperty: _OBJECT, _OWL.TransitiveProperty: _OBJECT,
    _OWL.SymmetricProperty: _OBJECT, _OWL.OntologyProperty: _NOTE,
}  # fmt: skip
_SIMPLE_ONLY = {
    _OWL.FunctionalProperty: "FunctionalObjectProperty",
    _OWL.InverseFunctionalProperty: "InverseFunctionalObjectProperty",
    _OWL.IrreflexiveProperty: "IrreflexiveObjectProperty",
    _OWL.AsymmetricProperty: "AsymmetricObjectProperty",
}
_BUILT_IN_NOTES = {
    _RDFS.label, _RDFS.comment, _RDFS.seeAlso, _RDFS.isDefinedBy, _OWL.versionInfo,
    _OWL.deprecated, _OWL.priorVersion, _OWL.backwardCompatibleWith, _OWL.incompatibleWith,
}  # fmt: skip
_BUILT_IN = {
    _OWL.Class: {_OWL.Thing, _OWL.Nothing},
    _RDFS.Datatype: DATATYPES,
    _OBJECT: {_OWL.topObjectProperty, _OWL.bottomObjectProperty},
    _DATA: {_OWL.topDataProperty, _OWL.bottomDataProperty},
    _NOTE: _BUILT_IN_NOTES,
}
_DECLARED, _SIMPLE = "OWL 2 Structural Specification 5.8.1", "OWL 2 Structural Specification 11.2"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """An axiom that is not in the profile: whose it is, its name, the clause it breaks, and how.

    >>> print(Violation("http://e.org/C", "DisjointUnion", "OWL 2 Profiles 4.2.5", "not in RL"))
    http://e.org/C: DisjointUnion: not in RL (OWL 2 Profiles 4.2.5)
    """

    subject: str
    axiom: str
    clause: str
    message: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.subject}: {self.axiom}: {self.message} ({self.clause})"


def profile_violations(graph: Graph) -> list[Violation]:
    """Return every violation of OWL 2 RL in an ontology, in order; none if it is inside.

    >>> from rdflib import Graph
    >>> ontology = Graph().parse(format="turtle", data='''
    ...     @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e.org/> .
    ...     @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ...     e:Battle a owl:Class ; rdfs:subClassOf [ owl:unionOf ( e:Siege e:Clash ) ] .
    ...     e:Siege a owl:Class . e:Clash a owl:Class .''')
    >>> for violation in profile_violations(ontology):
    ...     print(violation.axiom, violation.clause, violation.message, sep=" | ")
    SubClassOf | OWL 2 Profiles 4.2.3 | owl:unionOf may not stand in a superClassExpression
    """
    checker = _Checker(graph)
    checker.run()
    return sorted(set(checker.found))


@dataclass
class _Checker:
    graph: Graph
    found: list[Violation] = field(default_factory=list)
    subject: Node = _OWL.Ontology
    axiom: str = ""
    _inside: list[Node] = field(default_factory=list)

    def run(self) -> None:
        for self.subject in self.graph.subjects(unique=True):
            self._kinds(self.subject)
            for predicate, value in self.graph.predicate_objects(self.subject):
                self._triple(predicate, value)

    def _report(self, clause: str, message: str) -> None:
        self.found.append(Violation(_name(self.subject), self.axiom, clause, message))

    def _triple(self, predicate: Node, value: Node) -> None:
        self.axiom = "Literal"
        if isinstance(value, Literal) and value.datatype:
            self._datatype(value.datatype)
        if predicate == _RDF.type:
            self._type(value)
        elif predicate in _AXIOMS:
            self.axiom, check = _AXIOMS[predicate]
            check(self, value)
        elif predicate in _BOOLEAN and isinstance(self.subject, URIRef):
            self.axiom = "EquivalentClasses"
            self._expression(self.subject, predicate, _EQUIV)
        elif not str(predicate).startswith((str(OWL), str(RDF))):
            self._assertion(predicate, value)

    # Declarations

    def _is(self, term: Node, kind: URIRef) -> bool:
        """Tell whether the term is built in or declared as of that kind."""
        types = set(self.graph.objects(term, _RDF.type))
        return term in _BUILT_IN[kind] or kind in types or kind in map(_IMPLIED.get, types)

    def _need(self, term: Node, *kinds: URIRef) -> bool:
        if any(self._is(term, kind) for kind in kinds):
            return True
        wanted = " or ".join(_name(kind) for kind in kinds)
        self._report(_DECLARED, f"{_name(term)} is not declared as {wanted}")
        return False

    def _kinds(self, term: Node) -> None:
        self.axiom = "Declaration"
        for together in ((_OBJECT, _DATA, _NOTE), (_OWL.Class, _RDFS.Datatype)):
            kinds = [_name(kind) for kind in together if self._is(term, kind)]
            if len(kinds) > 1:
                self._report(_DECLARED, f"one term cannot be {' and '.join(kinds)}")

    # Property expressions (section 4.2.2)

    def _object_property(self, term: Node) -> bool:
        inverse = self.graph.value(term, _OWL.inverseOf) if isinstance(term, BNode) else None
        return self._need(inverse or term, _OBJECT)

    def _either_property(self, term: Node) -> bool:
        """Check a property, and tell whether it is an object property."""
        if isinstance(term, BNode):
            return self._object_property(term)
        return self._need(term, _OBJECT, _DATA) and self._is(term, _OBJECT)

    @cached_property
    def _composite(self) -> set[Node]:
        """The properties that are transitive or implied by a chain, with all that these imply."""
        found: set[Node] = set()
        todo = [*self.graph.subjects(_RDF.type, _OWL.TransitiveProperty),
                *self.graph.subjects(_OWL.propertyChainAxiom)]  # fmt: skip
        while todo:
            term = todo.pop()
            if term not in found:
                found.add(term)
                todo += self.graph.objects(term, _RDFS.subPropertyOf)
                for link in (_OWL.equivalentProperty, _OWL.inverseOf):
                    todo += [*self.graph.objects(term, link), *self.graph.subjects(link, term)]
        return found

    def _simple(self, term: Node) -> None:
        if term in self._composite:
            self._report(_SIMPLE, f"{_name(term)} is transitive or implied by a chain")

    # Class expressions (section 4.2.3)

    def _class(self, term: Node, grammar: str, *, thing: bool = False) -> None:
        if term == _OWL.Thing and not thing:
            self._report("OWL 2 Profiles 4.2.3", f"owl:Thing may not stand in a {grammar}")
        elif isinstance(term, URIRef):
            self._need(term, _OWL.Class)
        elif term in self._inside:
            self._report(_SIMPLE, "the expression contains itself")
        else:
            used = [c for c in _CONSTRUCTORS if (term, c, None) in self.graph]
            if not used:
                self._report(_DECLARED, "a blank node stands for a class but describes none")
            self._inside.append(term)
            for constructor in used:
                self._expression(term, constructor, grammar)
            self._inside.pop()

    def _expression(self, term: Node, constructor: Node, grammar: str) -> None:
        allowed = _GRAMMAR[grammar]
        if not isinstance(constructor, URIRef) or constructor not in allowed:
            text = f"{_name(constructor)} may not stand in a {grammar}"
            self._report("OWL 2 Profiles 4.2.3", text)
            return
        inner, value = allowed[constructor], self.graph.value(term, constructor)
        if value is None:
            return
        if constructor in (_OWL.intersectionOf, _OWL.unionOf) and inner:
            for part in self._list(value):
                self._class(part, inner)
        elif constructor == _OWL.complementOf and inner:
            self._class(value, inner)
        elif constructor != _OWL.oneOf:
            self._restriction(term, constructor, value, inner)

    def _restriction(self, term: Node, constructor: Node, value: Node, inner: str | None) -> None:
        properties = list(self.graph.objects(term, _OWL.onProperty))
        if len(properties) != 1:
            self._report(_DECLARED, "a restriction must be on one property")
        is_object = [self._either_property(each) for each in properties] == [True]
        if constructor in _MAXIMUM:
            for each in properties:
                self._simple(each)
            if str(value) not in ("0", "1"):
                text = f"{_name(constructor)} must be 0 or 1, not {value}"
                self._report("OWL 2 Profiles 4.2.3", text)
            for kind in self.graph.objects(term, _OWL.onClass):
                self._class(kind, _SUB, thing=True)
            for kind in self.graph.objects(term, _OWL.onDataRange):
                self._data_range(kind)
        elif inner and is_object:
            self._class(value, inner, thing=constructor == _OWL.someValuesFrom)
        elif inner:
            self._data_range(value)

    # Data ranges (sections 4.2.1 and 4.2.4)

    def _datatype(self, term: Node) -> None:
        defined = (term, _RDF.type, _RDFS.Datatype) in self.graph and any(
            self.graph.objects(term, _OWL.equivalentClass)
        )
        if term not in DATATYPES and not defined:
            self._report("OWL 2 Profiles 4.2.1", f"{_name(term)} is no datatype of OWL 2 RL")

    def _data_range(self, term: Node) -> None:
        used = [c for c in _CONSTRUCTORS if (term, c, None) in self.graph]
        if isinstance(term, URIRef):
            self._datatype(term)
        elif used != [_OWL.intersectionOf]:
            names = " and ".join(map(_name, used)) or "a blank node"
            self._report("OWL 2 Profiles 4.2.4", f"{names} may not stand in a DataRange")
        else:
            for parts in self.graph.objects(term, _OWL.intersectionOf):
                for part in self._list(parts):
                    self._data_range(part)

    # Axioms (section 4.2.5)

    def _type(self, kind: Node) -> None:
        if kind in _SIMPLE_ONLY:
            self.axiom = _SIMPLE_ONLY[URIRef(kind)]
            self._simple(self.subject)
        elif kind == _OWL.ReflexiveProperty:
            self.axiom = "ReflexiveObjectProperty"
            self._report("OWL 2 Profiles 4.2.5", "is not in OWL 2 RL")
        elif kind in _NODES:
            self.axiom, check = _NODES[kind]
            check(self)
        elif kind in _BUILT_IN[_OWL.Class] or not _is_reserved(kind):
            self.axiom = "ClassAssertion"
            self._class(kind, _SUPER)

    def _assertion(self, predicate: Node, value: Node) -> None:
        if self._is(predicate, _NOTE):
            return
        self.axiom = "PropertyAssertion"
        if self._need(predicate, _OBJECT, _DATA, _NOTE) and (
            self._is(predicate, _DATA) != isinstance(value, Literal)
        ):
            self._report(_DECLARED, f"{_name(predicate)} leads to a value of the wrong kind")

    def _sub_class(self, value: Node) -> None:
        self._class(self.subject, _SUB)
        self._class(value, _SUPER)

    def _equivalent_classes(self, value: Node) -> None:
        if self._is(self.subject, _RDFS.Datatype):
            self.axiom = "DatatypeDefinition"
            self._data_range(value)
        else:
            self._class(self.subject, _EQUIV)
            self._class(value, _EQUIV)

    def _disjoint_classes(self, value: Node) -> None:
        self._class(self.subject, _SUB)
        self._class(value, _SUB)

    def _disjoint_union(self, value: Node) -> None:  # noqa: ARG002
        self._report("OWL 2 Profiles 4.2.5", "is not in OWL 2 RL")

    def _key(self, value: Node) -> None:
        self._class(self.subject, _SUB)
        for each in self._list(value):
            self._either_property(each)

    def _domain(self, value: Node) -> None:
        if not self._is(self.subject, _NOTE):
            self._need(self.subject, _OBJECT, _DATA)
            self._class(value, _SUPER)

    def _range(self, value: Node) -> None:
        if self._is(self.subject, _DATA):
            self._data_range(value)
        elif not self._is(self.subject, _NOTE) and self._need(self.subject, _OBJECT):
            self._class(value, _SUPER)

    def _property_pair(self, value: Node) -> None:
        for kind in (_DATA, _NOTE):
            if self._is(self.subject, kind):
                self._need(value, kind)
                return
        self._object_property(self.subject)
        self._object_property(value)

    def _inverse(self, value: Node) -> None:
        if isinstance(self.subject, URIRef):
            self._object_property(self.subject)
            self._object_property(value)

    def _disjoint_properties(self, value: Node) -> None:
        self._property_pair(value)
        self._simple(self.subject)
        self._simple(value)

    def _chain(self, value: Node) -> None:
        for each in (self.subject, *self._list(value)):
            self._object_property(each)

    def _all_disjoint_classes(self) -> None:
        for each in self._members(_OWL.members):
            self._class(each, _SUB)

    def _all_disjoint_properties(self) -> None:
        for each in self._members(_OWL.members):
            self._either_property(each)
            self._simple(each)

    def _negative_assertion(self) -> None:
        source = self.graph.value(self.subject, _OWL.sourceIndividual)
        target = self.graph.value(self.subject, _OWL.targetIndividual)
        value = self.graph.value(self.subject, _OWL.targetValue)
        predicate = self.graph.value(self.subject, _OWL.assertionProperty)
        if source is None or predicate is None or (target is None) == (value is None):
            self._report(_DECLARED, "needs a source, a property and one target")
        else:
            self._need(predicate, _OBJECT if value is None else _DATA)

    # Lists

    def _members(self, predicate: URIRef) -> Iterator[Node]:
        for head in self.graph.objects(self.subject, predicate):
            yield from self._list(head)

    def _list(self, head: Node) -> Iterator[Node]:
        seen: set[Node] = set()
        while head != _RDF.nil and head not in seen:
            seen.add(head)
            first, rest = self.graph.value(head, _RDF.first), self.graph.value(head, _RDF.rest)
            if first is None or rest is None:
                self._report(_DECLARED, "the list is not well formed")
                return
            yield first
            head = rest


_AXIOMS = {
    _RDFS.subClassOf: ("SubClassOf", _Checker._sub_class),
    _OWL.equivalentClass: ("EquivalentClasses", _Checker._equivalent_classes),
    _OWL.disjointWith: ("DisjointClasses", _Checker._disjoint_classes),
    _OWL.disjointUnionOf: ("DisjointUnion", _Checker._disjoint_union),
    _OWL.hasKey: ("HasKey", _Checker._key),
    _RDFS.domain: ("PropertyDomain", _Checker._domain),
    _RDFS.range: ("PropertyRange", _Checker._range),
    _RDFS.subPropertyOf: ("SubPropertyOf", _Checker._property_pair),
    _OWL.equivalentProperty: ("EquivalentProperties", _Checker._property_pair),
    _OWL.inverseOf: ("InverseObjectProperties", _Checker._inverse),
    _OWL.propertyDisjointWith: ("DisjointProperties", _Checker._disjoint_properties),
    _OWL.propertyChainAxiom: ("SubPropertyOf", _Checker._chain),
}
_NODES = {
    _OWL.AllDisjointClasses: ("DisjointClasses", _Checker._all_disjoint_classes),
    _OWL.AllDisjointProperties: ("DisjointProperties", _Checker._all_disjoint_properties),
    _OWL.NegativePropertyAssertion: ("NegativePropertyAssertion", _Checker._negative_assertion),
}


def _is_reserved(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith((str(OWL), str(RDF), str(RDFS)))


def _name(term: Node) -> str:
    for prefix, namespace in (("owl", OWL), ("rdf", RDF), ("rdfs", RDFS), ("xsd", XSD)):
        if str(term).startswith(str(namespace)):
            return f"{prefix}:{str(term).removeprefix(str(namespace))}"
    return f"_:{term}" if isinstance(term, BNode) else str(term)
