"""From the axioms of an OWL 2 RL ontology to rules about facts, specialised to it.

The rules are those of OWL 2 Profiles, section 4.3 (tables 4 to 9), and bear their names. Their
premises about the ontology are met here, once; what is left speaks of facts alone. Rules that
only say something of the ontology itself (``scm-…``) are followed as far as facts show it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reasoning.rules import ClassAtom, PropertyAtom, Rule, Variable
from kg.vocabulary import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.reasoning.rules import Atom, Term

Node: TypeAlias = NamedNode | BlankNode
X, Y, Z = Variable("x"), Variable("y"), Variable("z")
_SAME = OWL.sameAs


class Ontology:
    """The triples of an ontology, by subject and predicate; lists are read whole."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.values: dict[tuple[Node, NamedNode], list[Node | Literal]] = defaultdict(list)
        self.pairs: dict[NamedNode, list[tuple[Node, Node | Literal]]] = defaultdict(list)
        for s, p, o in dict.fromkeys(triples):
            if not isinstance(s, Triple) and not isinstance(o, Triple):
                self.values[s, p].append(o)
                self.pairs[p].append((s, o))

    def nodes(self, predicate: NamedNode) -> Iterator[tuple[Node, Node]]:
        """Yield the subjects and objects of a predicate, where neither is a literal."""
        return ((s, o) for s, o in self.pairs[predicate] if not isinstance(o, Literal))

    def of_type(self, kind: NamedNode) -> list[Node]:
        """Return what is declared to be of a type."""
        return [s for s, o in self.pairs[RDF.type] if o == kind]

    def one(self, subject: Node, predicate: NamedNode) -> Node | None:
        """Return the first value that is no literal."""
        found = self.values.get((subject, predicate), [])
        return next((o for o in found if not isinstance(o, Literal)), None)

    def list(self, head: Node) -> list[Node]:
        """Return the members of an RDF list."""
        found: list[Node] = []
        while head != RDF.nil:
            first, rest = self.one(head, RDF.first), self.one(head, RDF.rest)
            if first is None or rest is None:
                break
            found.append(first)
            head = rest
        return found

    def number(self, subject: Node, predicate: NamedNode) -> int | None:
        """Return a cardinality."""
        found = self.values.get((subject, predicate), [])
        return next((int(o.value) for o in found if isinstance(o, Literal)), None)


def compile_rules(ontology: Ontology) -> list[Rule]:
    """Return the rules of an ontology, each once, in an order that follows from it alone.

    >>> from kg.model import schema
    >>> rules = compile_rules(Ontology(schema.load().triples))
    >>> print(next(r for r in rules if r.name == "prp-trp" and "within" in str(r)))
    prp-trp: ag:within(?x, ?z) ← ag:within(?x, ?y), ag:within(?y, ?z)
    """
    found = [rule for part in _PARTS for rule in part(ontology)]
    return sorted(dict.fromkeys(r for r in found if r.head not in r.body), key=str)


def _prop(property_: Node, subject: Term, obj: Term) -> PropertyAtom:
    return PropertyAtom(property_, subject, obj)


def _properties(o: Ontology) -> Iterator[Rule]:
    """Table 5, prp-dom to prp-trp: what one property says of its facts."""
    for p, c in o.nodes(RDFS.domain):
        yield Rule("prp-dom", ClassAtom(c, X), (_prop(p, X, Y),))
    for p, c in o.nodes(RDFS.range):
        yield Rule("prp-rng", ClassAtom(c, Y), (_prop(p, X, Y),))
    for p in o.of_type(OWL.FunctionalProperty):
        yield Rule("prp-fp", _prop(_SAME, Y, Z), (_prop(p, X, Y), _prop(p, X, Z)))
    for p in o.of_type(OWL.InverseFunctionalProperty):
        yield Rule("prp-ifp", _prop(_SAME, X, Y), (_prop(p, X, Z), _prop(p, Y, Z)))
    for p in o.of_type(OWL.IrreflexiveProperty):
        yield Rule("prp-irp", None, (_prop(p, X, X),))
    for p in o.of_type(OWL.SymmetricProperty):
        yield Rule("prp-symp", _prop(p, Y, X), (_prop(p, X, Y),))
    for p in o.of_type(OWL.AsymmetricProperty):
        yield Rule("prp-asyp", None, (_prop(p, X, Y), _prop(p, Y, X)))
    for p in o.of_type(OWL.TransitiveProperty):
        yield Rule("prp-trp", _prop(p, X, Z), (_prop(p, X, Y), _prop(p, Y, Z)))


def _property_pairs(o: Ontology) -> Iterator[Rule]:
    """Table 5, prp-spo1 to prp-inv2: what properties say of each other."""
    for p, q in o.nodes(RDFS.subPropertyOf):
        yield Rule("prp-spo1", _prop(q, X, Y), (_prop(p, X, Y),))
    for p, head in o.nodes(OWL.propertyChainAxiom):
        steps = o.list(head)
        names = [Variable(f"u{n}") for n in range(len(steps) + 1)]
        body = tuple(_prop(q, names[n], names[n + 1]) for n, q in enumerate(steps))
        yield Rule("prp-spo2", _prop(p, names[0], names[-1]), body)
    for p, q in o.nodes(OWL.equivalentProperty):
        yield Rule("prp-eqp1", _prop(q, X, Y), (_prop(p, X, Y),))
        yield Rule("prp-eqp2", _prop(p, X, Y), (_prop(q, X, Y),))
    for p, q in o.nodes(OWL.propertyDisjointWith):
        yield Rule("prp-pdw", None, (_prop(p, X, Y), _prop(q, X, Y)))
    for node in o.of_type(OWL.AllDisjointProperties):
        for p, q in combinations(_members(o, node), 2):
            yield Rule("prp-adp", None, (_prop(p, X, Y), _prop(q, X, Y)))
    for p, q in o.nodes(OWL.inverseOf):
        yield Rule("prp-inv1", _prop(q, Y, X), (_prop(p, X, Y),))
        yield Rule("prp-inv2", _prop(p, Y, X), (_prop(q, X, Y),))


def _keys_and_denials(o: Ontology) -> Iterator[Rule]:
    """Table 5, prp-key, prp-npa1 and prp-npa2."""
    for c, head in o.nodes(OWL.hasKey):
        values = [(p, Variable(f"z{n}")) for n, p in enumerate(o.list(head))]
        body: list[Atom] = [ClassAtom(c, X), *(_prop(p, X, z) for p, z in values)]
        body += [ClassAtom(c, Y), *(_prop(p, Y, z) for p, z in values)]
        yield Rule("prp-key", _prop(_SAME, X, Y), tuple(body))
    for node, source in o.nodes(OWL.sourceIndividual):
        p = o.one(node, OWL.assertionProperty)
        for name, where in (("prp-npa1", OWL.targetIndividual), ("prp-npa2", OWL.targetValue)):
            for target in o.values.get((node, where), []):
                if p is not None:
                    yield Rule(name, None, (_prop(p, source, target),))


def _members(o: Ontology, node: Node) -> list[Node]:
    head = o.one(node, OWL.members) or o.one(node, OWL.distinctMembers)
    return o.list(head) if head is not None else []


def _classes(o: Ontology) -> Iterator[Rule]:
    """Table 7: cax-sco, cax-eqc, cax-dw, cax-adc; and what table 9 (scm-…) adds to cax-sco."""
    for c, d in (*o.nodes(RDFS.subClassOf), *_schema_subclasses(o)):
        yield Rule("cax-sco", ClassAtom(d, X), (ClassAtom(c, X),))
    for c, d in o.nodes(OWL.equivalentClass):
        yield Rule("cax-eqc1", ClassAtom(d, X), (ClassAtom(c, X),))
        yield Rule("cax-eqc2", ClassAtom(c, X), (ClassAtom(d, X),))
    for c, d in o.nodes(OWL.disjointWith):
        yield Rule("cax-dw", None, (ClassAtom(c, X), ClassAtom(d, X)))
    for node in o.of_type(OWL.AllDisjointClasses):
        for c, d in combinations(_members(o, node), 2):
            yield Rule("cax-adc", None, (ClassAtom(c, X), ClassAtom(d, X)))


def _expressions(o: Ontology) -> Iterator[Rule]:
    """Table 6, cls-nothing2 to cls-uni and cls-oo: classes made of classes and individuals."""
    yield Rule("cls-nothing2", None, (ClassAtom(OWL.Nothing, X),))
    for c, head in o.nodes(OWL.intersectionOf):
        members = o.list(head)
        yield Rule("cls-int1", ClassAtom(c, X), tuple(ClassAtom(d, X) for d in members))
        for d in members:
            yield Rule("cls-int2", ClassAtom(d, X), (ClassAtom(c, X),))
    for c, head in o.nodes(OWL.unionOf):
        for d in o.list(head):
            yield Rule("cls-uni", ClassAtom(c, X), (ClassAtom(d, X),))
    for c, d in o.nodes(OWL.complementOf):
        yield Rule("cls-com", None, (ClassAtom(c, X), ClassAtom(d, X)))
    for c, head in o.nodes(OWL.oneOf):
        for member in o.list(head):
            yield Rule("cls-oo", ClassAtom(c, member), ())


def _restrictions(o: Ontology) -> Iterator[Rule]:
    """Table 6, cls-svf1 to cls-maxqc4: classes made of a property."""
    for c, p in o.nodes(OWL.onProperty):
        for d in o.values.get((c, OWL.someValuesFrom), []):
            if d == OWL.Thing:
                yield Rule("cls-svf2", ClassAtom(c, X), (_prop(p, X, Y),))
            elif not isinstance(d, Literal):
                yield Rule("cls-svf1", ClassAtom(c, X), (_prop(p, X, Y), ClassAtom(d, Y)))
        for d in o.values.get((c, OWL.allValuesFrom), []):
            if not isinstance(d, Literal):
                yield Rule("cls-avf", ClassAtom(d, Y), (ClassAtom(c, X), _prop(p, X, Y)))
        for value in o.values.get((c, OWL.hasValue), []):
            yield Rule("cls-hv1", _prop(p, X, value), (ClassAtom(c, X),))
            yield Rule("cls-hv2", ClassAtom(c, X), (_prop(p, X, value),))
        yield from _cardinalities(o, c, p)


def _cardinalities(o: Ontology, c: Node, p: Node) -> Iterator[Rule]:
    one, two = _prop(p, X, Y), _prop(p, X, Z)
    if o.number(c, OWL.maxCardinality) == 0:
        yield Rule("cls-maxc1", None, (ClassAtom(c, X), one))
    if o.number(c, OWL.maxCardinality) == 1:
        yield Rule("cls-maxc2", _prop(_SAME, Y, Z), (ClassAtom(c, X), one, two))
    d = o.one(c, OWL.onClass)
    if d is None:
        return
    of_class = () if d == OWL.Thing else (ClassAtom(d, Y),)
    both = () if d == OWL.Thing else (ClassAtom(d, Y), ClassAtom(d, Z))
    names = ("cls-maxqc2", "cls-maxqc4") if d == OWL.Thing else ("cls-maxqc1", "cls-maxqc3")
    if o.number(c, OWL.maxQualifiedCardinality) == 0:
        yield Rule(names[0], None, (ClassAtom(c, X), one, *of_class))
    if o.number(c, OWL.maxQualifiedCardinality) == 1:
        yield Rule(names[1], _prop(_SAME, Y, Z), (ClassAtom(c, X), one, two, *both))


def _differences(o: Ontology) -> Iterator[Rule]:
    """Table 4, eq-diff1 to eq-diff3, with AllDifferent written out as pairs."""
    yield Rule("eq-diff1", None, (_prop(_SAME, X, Y), _prop(OWL.differentFrom, X, Y)))
    # With eq-ref, which makes each thing the same as itself and is left out of the closure.
    yield Rule("eq-diff1", None, (_prop(OWL.differentFrom, X, X),))
    for node in o.of_type(OWL.AllDifferent):
        for x, y in combinations(_members(o, node), 2):
            yield Rule("eq-diff2", None, (_prop(_SAME, x, y),))


_PARTS: tuple[Callable[[Ontology], Iterator[Rule]], ...] = (
    _properties,
    _property_pairs,
    _keys_and_denials,
    _classes,
    _expressions,
    _restrictions,
    _differences,
)


def _schema_subclasses(o: Ontology) -> set[tuple[Node, Node]]:
    """Return the subclasses that follow by scm-svf1, scm-svf2, scm-avf1, scm-avf2 and scm-hv.

    Facts show them: RL has no rule that finds a value for a member of ``P some D``, yet makes it a
    member of ``P some E`` wherever D is a subclass of E.
    """
    found: set[tuple[Node, Node]] = set()
    kinds = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue)
    restrictions = [
        (c, p, kind, value)
        for c, p in o.nodes(OWL.onProperty)
        for kind in kinds
        for value in o.values.get((c, kind), [])
    ]
    while True:
        classes = _closed({*_class_edges(o), *found})
        properties = _closed(set(_property_edges(o)))
        new = {
            pair
            for one in restrictions
            for other in restrictions
            if one is not other and one[2] == other[2]
            for pair in _narrower(one, other, classes, properties)
        } - found
        if not new:
            return found
        found |= new


_Restriction: TypeAlias = tuple[Node, Node, NamedNode, Node | Literal]


def _narrower(
    one: _Restriction,
    other: _Restriction,
    classes: set[tuple[Node, Node]],
    properties: set[tuple[Node, Node]],
) -> Iterator[tuple[Node, Node]]:
    (c, p, kind, d), (e, q, _, f) = one, other
    below = d == f or (d, f) in classes
    if kind != OWL.hasValue and p == q and below:
        yield c, e  # scm-svf1, scm-avf1
    if d == f and (p, q) in properties:
        yield (e, c) if kind == OWL.allValuesFrom else (c, e)  # scm-avf2; scm-svf2, scm-hv


def _class_edges(o: Ontology) -> Iterator[tuple[Node, Node]]:
    yield from o.nodes(RDFS.subClassOf)
    for c, d in o.nodes(OWL.equivalentClass):
        yield from ((c, d), (d, c))
    for c, head in o.nodes(OWL.intersectionOf):
        yield from ((c, d) for d in o.list(head))
    for c, head in o.nodes(OWL.unionOf):
        yield from ((d, c) for d in o.list(head))


def _property_edges(o: Ontology) -> Iterator[tuple[Node, Node]]:
    yield from o.nodes(RDFS.subPropertyOf)
    for p, q in o.nodes(OWL.equivalentProperty):
        yield from ((p, q), (q, p))


def _closed(edges: set[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """Return the transitive closure."""
    after: dict[Node, set[Node]] = defaultdict(set)
    for a, b in edges:
        after[a].add(b)
    closed: set[tuple[Node, Node]] = set()
    for start in list(after):
        todo, seen = [start], set()
        while todo:
            for node in after.get(todo.pop(), ()):
                if node not in seen:
                    seen.add(node)
                    todo.append(node)
        closed.update((start, node) for node in seen)
    return closed
