"""From the axioms of an OWL 2 RL ontology to rules about facts, specialised to it.

The rules are those of OWL 2 Profiles, section 4.3 (tables 4 to 9), and bear their names. Their
premises about the ontology are met here, once; what is left speaks of facts alone. Rules that
only say something of the ontology itself (``scm-…``) are followed as far as facts show it.

A literal is never a subject, so none is a member of a class. The datatype rules (table 8) come in
where facts show them: a literal outside the range of its property (dt-not-type), two different
values where one is allowed (dt-diff), a value in a datatype (dt-type2, within cls-svf1). Literals
join as they are written: ``"1"`` and ``"01"`` are not different, but no key or hasValue takes one
for the other (dt-eq), as it does not with owlrl. A literal that its own datatype does not have
is told of only where the ontology gives a range.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reasoning.compiling.schema import hidden_subclasses, same_terms
from kg.reasoning.compiling.values import DATATYPES
from kg.reasoning.rules import ClassAtom, Comparison, PropertyAtom, Rule, Variable
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
        """Return the members of an RDF list, up to where it is broken or comes back to itself."""
        found: list[Node] = []
        seen: set[Node] = {RDF.nil}
        while head not in seen:
            seen.add(head)
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
    found += _things(ontology, found)
    return sorted(dict.fromkeys(r for r in found if r.head not in r.body), key=str)


def _prop(property_: Node, subject: Term, obj: Term) -> PropertyAtom:
    return PropertyAtom(property_, subject, obj)


def _one_value(name: str, p: Node, *more: Atom) -> Iterator[Rule]:
    """Yield that two values of a property are the same, or contradict each other as literals."""
    two = (_prop(p, X, Y), _prop(p, X, Z))
    yield Rule(name, _prop(_SAME, Y, Z), (*two, *more))
    yield Rule("dt-diff", None, (*two, *more), (Comparison(Y, "is not", Z),))


def _all_values(name: str, o: Ontology, d: Node, *body: Atom) -> Iterator[Rule]:
    """Yield that the values Y are in a class, or contradict a datatype by not being in it."""
    yield Rule(name, ClassAtom(d, Y), body)
    for datatype in _datatypes(o, d):
        yield Rule("dt-not-type", None, body, (Comparison(Y, "not in", datatype),))


def _datatypes(o: Ontology, d: Node) -> list[NamedNode]:
    """Return the datatypes that a data range is the intersection of; none if it is a class."""
    if isinstance(d, NamedNode) and d in DATATYPES:
        return [d]
    head = o.one(d, OWL.intersectionOf)
    members = o.list(head) if head is not None else []
    known = [m for m in members if isinstance(m, NamedNode) and m in DATATYPES]
    return known if len(known) == len(members) else []


def _properties(o: Ontology) -> Iterator[Rule]:
    """Table 5, prp-dom to prp-trp: what one property says of its facts."""
    for p, c in o.nodes(RDFS.domain):
        yield Rule("prp-dom", ClassAtom(c, X), (_prop(p, X, Y),))
    for p, c in o.nodes(RDFS.range):
        yield from _all_values("prp-rng", o, c, _prop(p, X, Y))
    for p in o.of_type(OWL.FunctionalProperty):
        yield from _one_value("prp-fp", p)
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
        if body:
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
        if values:
            yield Rule("prp-key", _prop(_SAME, X, Y), tuple(body))
    for node, source in o.nodes(OWL.sourceIndividual):
        p = o.one(node, OWL.assertionProperty)
        for name, where in (("prp-npa1", OWL.targetIndividual), ("prp-npa2", OWL.targetValue)):
            for target in o.values.get((node, where), []):
                if p is not None:
                    yield Rule(name, None, (_prop(p, source, target),))


def _members(o: Ontology, node: Node, predicate: NamedNode = OWL.members) -> list[Node]:
    head = o.one(node, predicate)
    return o.list(head) if head is not None else []


def _classes(o: Ontology) -> Iterator[Rule]:
    """Table 7: cax-sco, cax-eqc, cax-dw, cax-adc; and what table 9 (scm-…) adds to cax-sco."""
    for c, d in (*o.nodes(RDFS.subClassOf), *hidden_subclasses(o)):
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
        if members:
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
                if types := tuple(Comparison(Y, "in", t) for t in _datatypes(o, d)):
                    yield Rule("cls-svf1", ClassAtom(c, X), (_prop(p, X, Y),), types)
        for d in o.values.get((c, OWL.allValuesFrom), []):
            if not isinstance(d, Literal):
                yield from _all_values("cls-avf", o, d, ClassAtom(c, X), _prop(p, X, Y))
        for value in o.values.get((c, OWL.hasValue), []):
            yield Rule("cls-hv1", _prop(p, X, value), (ClassAtom(c, X),))
            yield Rule("cls-hv2", ClassAtom(c, X), (_prop(p, X, value),))
        yield from _cardinalities(o, c, p)


def _cardinalities(o: Ontology, c: Node, p: Node) -> Iterator[Rule]:
    one = _prop(p, X, Y)
    if o.number(c, OWL.maxCardinality) == 0:
        yield Rule("cls-maxc1", None, (ClassAtom(c, X), one))
    if o.number(c, OWL.maxCardinality) == 1:
        yield from _one_value("cls-maxc2", p, ClassAtom(c, X))
    d = o.one(c, OWL.onClass)
    if d is None:
        return
    of_class = () if d == OWL.Thing else (ClassAtom(d, Y),)
    both = () if d == OWL.Thing else (ClassAtom(d, Y), ClassAtom(d, Z))
    names = ("cls-maxqc2", "cls-maxqc4") if d == OWL.Thing else ("cls-maxqc1", "cls-maxqc3")
    if o.number(c, OWL.maxQualifiedCardinality) == 0:
        yield Rule(names[0], None, (ClassAtom(c, X), one, *of_class))
    if o.number(c, OWL.maxQualifiedCardinality) == 1:
        yield from _one_value(names[1], p, ClassAtom(c, X), *both)


def _differences(o: Ontology) -> Iterator[Rule]:
    """Table 4: eq-rep where it names classes and properties; eq-diff1 to eq-diff3 in pairs."""
    for a, b in same_terms(o):
        yield Rule("eq-rep-p", _prop(b, X, Y), (_prop(a, X, Y),))
        yield Rule("eq-rep-o", ClassAtom(b, X), (ClassAtom(a, X),))
    yield Rule("eq-diff1", None, (_prop(_SAME, X, Y), _prop(OWL.differentFrom, X, Y)))
    # With eq-ref, which makes each thing the same as itself and is left out of the closure.
    yield Rule("eq-diff1", None, (_prop(OWL.differentFrom, X, X),))
    for name, predicate in (("eq-diff2", OWL.members), ("eq-diff3", OWL.distinctMembers)):
        for node in o.of_type(OWL.AllDifferent):
            for x, y in combinations(_members(o, node, predicate), 2):
                yield Rule(name, None, () if x == y else (_prop(_SAME, x, y),))


def _things(o: Ontology, rules: list[Rule]) -> list[Rule]:
    """Return that members of classes are things (scm-cls), where some rule asks whether they are.

    That nothing is a member of all classes is left out: who is a member of it is a contradiction.
    """
    if not any(atom.relation == ("class", OWL.Thing) for rule in rules for atom in rule.body):
        return []
    thing = ClassAtom(OWL.Thing, X)
    return [Rule("cax-sco", thing, (ClassAtom(c, X),)) for c in o.of_type(OWL.Class)]


_PARTS: tuple[Callable[[Ontology], Iterator[Rule]], ...] = (
    _properties,
    _property_pairs,
    _keys_and_denials,
    _classes,
    _expressions,
    _restrictions,
    _differences,
)
