"""Is an ontology inside OWL 2 RL? A checker over the RDF of the ontology.

It follows the grammar of the OWL 2 Profiles recommendation, section 4.2
(https://www.w3.org/TR/owl2-profiles/#OWL_2_RL), as mapped to RDF, and adds what OWL 2 DL asks of
an ontology as a whole where our rules rely on it (OWL 2 Structural Specification, sections 5.8.1
and 11.2): terms are declared, each as one kind of property; properties that are transitive or
implied by a chain are neither functional, asymmetric, irreflexive, disjoint nor counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

from kg.reasoning.compiling import grammar as rl
from kg.vocabulary import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

_OWL, _RDF, _RDFS = OWL.rdflib, RDF.rdflib, RDFS.rdflib
_TYPING, _CLOSURE = (f"OWL 2 Structural Specification {section}" for section in ("5.8.1", "11.2"))


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
    >>> for violation in profile_violations(Graph().parse(format="turtle", data='''
    ...     @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e.org/> .
    ...     @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ...     e:Battle a owl:Class ; rdfs:subClassOf [ owl:unionOf ( e:Siege e:Clash ) ] .
    ...     e:Siege a owl:Class . e:Clash a owl:Class .''')):
    ...     print(violation.axiom, violation.clause, violation.message, sep=" | ")
    SubClassOf | OWL 2 Profiles 4.2.3 | owl:unionOf may not stand in a superClassExpression
    """
    checker = _Checker(graph)
    for subject in graph.subjects(unique=True):
        checker.check(subject)
    return sorted(set(checker.found))


@dataclass
class _Checker:
    graph: Graph
    found: list[Violation] = field(default_factory=list)
    subject: Node = _OWL.Thing
    axiom: str = ""
    inside: list[Node] = field(default_factory=list)

    def check(self, subject: Node) -> None:
        self.subject, self.axiom = subject, "Declaration"
        for together in ((rl.OBJECT, rl.DATA, rl.NOTE), (_OWL.Class, _RDFS.Datatype)):
            kinds = [_name(kind) for kind in together if self.is_a(subject, kind)]
            if len(kinds) > 1:
                self.report(_TYPING, f"one term cannot be {' and '.join(kinds)}")
        for predicate, value in self.graph.predicate_objects(subject):
            self.triple(predicate, value)

    def report(self, clause: str, message: str) -> None:
        self.found.append(Violation(_name(self.subject), self.axiom, clause, message))

    def triple(self, predicate: Node, value: Node) -> None:
        """Check the axiom that this triple is the main triple of, if it is one."""
        is_blank = isinstance(self.subject, BNode)
        if predicate == _RDF.type:
            self.type(value)
        elif predicate in rl.AXIOMS and not (predicate == _OWL.inverseOf and is_blank):
            self.pair(*rl.AXIOMS[predicate], value)
        elif predicate in rl.LISTS:
            self.axiom, role, each = rl.LISTS[predicate]
            self.place(self.subject, role)
            self.all(value, each)
        elif predicate == _OWL.disjointUnionOf:
            self.axiom = "DisjointUnion"
            self.report("OWL 2 Profiles 4.2.5", "is not in OWL 2 RL")
        elif predicate in rl.BOOLEAN and not is_blank:
            self.axiom = "EquivalentClasses"
            self.expression(self.subject, predicate, rl.EQUIV)
        elif not _is_reserved(predicate):
            self.assertion(predicate, value)
        if isinstance(value, Literal) and value.datatype:
            self.axiom = "Literal"
            self.datatype(value.datatype)

    def type(self, kind: Node) -> None:
        self.axiom = _name(kind).removeprefix("owl:")
        if kind in rl.SIMPLE_ONLY:
            self.place(self.subject, rl.SIMPLE)
            if kind != _OWL.FunctionalProperty:
                self.need(self.subject, rl.OBJECT)
        elif kind == _OWL.ReflexiveProperty:
            self.report("OWL 2 Profiles 4.2.5", "is not in OWL 2 RL")
        elif kind in rl.GROUPS:
            for head in self.graph.objects(self.subject, _OWL.members):
                self.all(head, rl.GROUPS[kind])
        elif kind == _OWL.NegativePropertyAssertion:
            self.negative_assertion()
        elif kind in rl.BUILT_IN[_OWL.Class] or not _is_reserved(kind):
            self.axiom = "ClassAssertion"
            self.place(kind, rl.SUPER)

    def pair(self, name: str, before: str, behind: str, value: Node) -> None:
        self.axiom = name
        if behind in (rl.SUPER, rl.RANGE) and self.is_a(self.subject, rl.NOTE):
            return  # the domain or range of an annotation property is any IRI
        if before == rl.EQUIV and self.is_a(self.subject, _RDFS.Datatype):
            self.axiom = "DatatypeDefinition"
            self.data_range(value)
            return
        self.place(self.subject, before)
        self.place(value, behind)
        if before == behind and before in (rl.PROPERTY, rl.SIMPLE):
            kinds = (rl.OBJECT, rl.DATA, rl.NOTE)
            if not any(self.is_a(self.subject, k) and self.is_a(value, k) for k in kinds):
                self.report(_TYPING, f"{_name(value)} is another kind of property")

    def assertion(self, predicate: Node, value: Node) -> None:
        self.axiom = "PropertyAssertion"
        self.need(predicate, rl.OBJECT, rl.DATA, rl.NOTE)
        wrong = rl.OBJECT if isinstance(value, Literal) else rl.DATA
        if self.is_a(predicate, wrong):
            self.report(_TYPING, f"{_name(predicate)}, an {_name(wrong)}, leads to {value!r}")

    def negative_assertion(self) -> None:
        parts = dict(self.graph.predicate_objects(self.subject))
        target, value = parts.get(_OWL.targetIndividual), parts.get(_OWL.targetValue)
        if _OWL.sourceIndividual not in parts or (target is None) == (value is None):
            self.report(_TYPING, "needs a source and one target")
        kind = rl.OBJECT if value is None else rl.DATA
        self.need(parts.get(_OWL.assertionProperty, _RDF.nil), kind)

    def place(self, term: Node, role: str) -> None:
        """Check that a term can stand in a place of an axiom."""
        if role == rl.RANGE:
            role = rl.RANGE if self.is_a(self.subject, rl.DATA) else rl.SUPER
        if role == rl.RANGE:
            self.data_range(term)
        elif role in rl.GRAMMAR:
            self.class_(term, role)
        elif role == rl.OBJECTS or isinstance(term, BNode):
            self.need(self.graph.value(term, _OWL.inverseOf) or term, rl.OBJECT)
        else:
            notes = [rl.NOTE] if self.axiom == "SubPropertyOf" else []
            self.need(term, rl.OBJECT, rl.DATA, *notes)
        if role == rl.SIMPLE and term in self.composite:
            self.report(_CLOSURE, f"{_name(term)} is transitive or implied by a chain")

    def all(self, head: Node, role: str) -> None:
        for each in self.members(head):
            self.place(each, role)

    def is_a(self, term: Node, kind: Node) -> bool:
        """Tell whether the term is built in or declared as of that kind."""
        types = set(self.graph.objects(term, _RDF.type))
        return term in rl.BUILT_IN[kind] or any(kind in (t, rl.IMPLIED.get(t)) for t in types)

    def need(self, term: Node, *kinds: Node) -> None:
        if not any(self.is_a(term, kind) for kind in kinds):
            wanted = " or ".join(map(_name, kinds))
            self.report(_TYPING, f"{_name(term)} is not declared as {wanted}")

    @cached_property
    def composite(self) -> set[Node]:
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

    def class_(self, term: Node, grammar: str, *, thing: bool = False) -> None:
        if isinstance(term, URIRef):
            self.need(term, _OWL.Class)
            if term == _OWL.Thing and not thing:
                self.report("OWL 2 Profiles 4.2.3", f"owl:Thing may not stand in a {grammar}")
            return
        used = self.constructors(term)
        if not used or term in self.inside:
            self.report(_TYPING, "a blank node stands for a class but describes none")
            return
        self.inside.append(term)
        for constructor in used:
            self.expression(term, constructor, grammar)
        self.inside.pop()

    def constructors(self, term: Node) -> list[Node]:
        return sorted(rl.CONSTRUCTORS & set(self.graph.predicates(term)), key=str)

    def expression(self, term: Node, constructor: Node, grammar: str) -> None:
        if constructor not in rl.GRAMMAR[grammar]:
            text = f"{_name(constructor)} may not stand in a {grammar}"
            self.report("OWL 2 Profiles 4.2.3", text)
            return
        inner = rl.GRAMMAR[grammar][constructor]
        for value in self.graph.objects(term, constructor):
            if constructor not in rl.BOOLEAN:
                self.restriction(term, constructor, value, inner)
            elif constructor == _OWL.complementOf and inner:
                self.class_(value, inner)
            elif inner:
                self.all(value, inner)

    def restriction(self, term: Node, constructor: Node, value: Node, inner: str | None) -> None:
        is_count = constructor in (_OWL.maxCardinality, _OWL.maxQualifiedCardinality)
        on = self.graph.value(term, _OWL.onProperty) or _RDF.nil
        self.place(on, rl.SIMPLE if is_count else rl.PROPERTY)
        if is_count and str(value) not in ("0", "1"):
            text = f"{_name(constructor)} must be 0 or 1, not {value}"
            self.report("OWL 2 Profiles 4.2.3", text)
        fillers = [value] if inner and not is_count else [
            *self.graph.objects(term, _OWL.onClass), *self.graph.objects(term, _OWL.onDataRange)
        ]  # fmt: skip
        for filler in fillers:
            if self.is_a(on, rl.DATA):
                self.data_range(filler)
            elif inner:
                self.class_(filler, inner, thing=inner == rl.SUB)

    def data_range(self, term: Node) -> None:
        used = self.constructors(term)
        if isinstance(term, URIRef):
            self.datatype(term)
        elif used == [_OWL.intersectionOf]:
            for part in self.members(self.graph.value(term, _OWL.intersectionOf) or _RDF.nil):
                self.data_range(part)
        else:
            names = " and ".join(map(_name, used)) or "a blank node"
            self.report("OWL 2 Profiles 4.2.4", f"{names} may not stand in a DataRange")

    def datatype(self, term: Node) -> None:
        is_defined = (term, _OWL.equivalentClass, None) in self.graph
        if term not in rl.DATATYPES and not (is_defined and self.is_a(term, _RDFS.Datatype)):
            self.report("OWL 2 Profiles 4.2.1", f"{_name(term)} is no datatype of OWL 2 RL")

    def members(self, head: Node) -> Iterator[Node]:
        seen: set[Node] = set()
        while head != _RDF.nil:
            first, rest = self.graph.value(head, _RDF.first), self.graph.value(head, _RDF.rest)
            if first is None or rest is None or head in seen:
                self.report(_TYPING, "the list is not well formed")
                return
            seen.add(head)
            yield first
            head = rest


def _is_reserved(term: Node) -> bool:
    return str(term).startswith((str(OWL), str(RDF), str(RDFS)))


def _name(term: Node) -> str:
    for prefix, namespace in (("owl:", OWL), ("rdf:", RDF), ("rdfs:", RDFS), ("xsd:", XSD)):
        if str(term).startswith(str(namespace)):
            return str(term).replace(str(namespace), prefix)
    return f"_:{term}" if isinstance(term, BNode) else str(term)
