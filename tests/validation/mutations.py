"""Sound graphs and random mutations of them, for what must hold of every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.vocabulary import AG, RDF, RDFS, SH, XSD
from tests.projects import RDF as ONE_CLAIM
from tests.projects import schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from kg.store.base import Term

BASE = "https://example.org/p/"
# Two claims with dates, figures, locators and coordinates, so that every shape has a focus node.
MORE = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix sf: <http://www.opengis.net/ont/sf#> .
@prefix void: <http://rdfs.org/ns/void#> .
e:land a ag:Country ; ag:countryCode "PH" ; rdfs:label "Land"@en ; geo:hasGeometry <geometry/land> .
<geometry/land> a sf:Point ; geo:asWKT "POINT(1 2)"^^geo:wktLiteral ;
    ag:placePrecision ag:AreaCentroid ; dcterms:source source:notes .
e:rebels a ag:CollectiveLabel ; rdfs:label "Rebels"@en .
e:chief a ag:Person ; rdfs:label "Chief"@en .
r:2 a ag:Leadership ; ag:leader e:chief ; ag:led e:brigade .
r:3 a ag:Presence ; ag:present e:brigade ; ag:location e:town .
claim:1 ag:earliestStart "2014-01-01"^^xsd:date ; ag:latestStart "2014-12-31"^^xsd:date ;
    ag:earliestEnd "2016-01-01"^^xsd:date ; ag:latestEnd "2016-12-31"^^xsd:date ;
    ag:claimer e:chief ; ag:locator <locator/1> .
r:4 a ag:Estimate ; ag:estimated e:brigade ; ag:measure ag:Fighters .
claim:4 a ag:Claim ; ag:about r:4 ; ag:statedIn source:notes ; ag:stance ag:Affirms ;
    ag:modality ag:Stated ; ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityC ;
    ag:informationCredibility ag:Credibility3 ; ag:low 1.0 ; ag:best 2.0 ; ag:high 3.0 ;
    ag:unit "persons" .
source:notes ag:textDigest "DIGEST" .
claim:2 a ag:Claim ; ag:about r:2 ; ag:statedIn source:notes ; ag:stance ag:Affirms ;
    ag:modality ag:Likely ; ag:status ag:Contested ; ag:sourceReliability ag:ReliabilityC ;
    ag:informationCredibility ag:Credibility3 ; ag:conditionalOn claim:1 .
claim:3 a ag:Claim ; ag:about r:3 ; ag:statedIn source:notes ; ag:stance ag:Denies ;
    ag:modality ag:Stated ; ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityC ;
    ag:informationCredibility ag:Credibility3 .
<locator/1> a ag:Locator ; ag:inSource source:notes ; ag:paragraph 1 ;
    oa:start "3"^^xsd:nonNegativeInteger ; oa:end "9"^^xsd:nonNegativeInteger ;
    ag:spanDigest "0123456789abcdef" .
<graph/notes> a void:Dataset ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""
CLASSES = (
    AG.Claim, AG.Actor, AG.ArmedGroup, AG.CollectiveLabel, AG.Country, AG.Locator, AG.Report,
    AG.Allegiance, AG.Person, AG.Settlement,
)  # fmt: skip
# Statements without a claim, which the shapes of relationship classes forbid.
DIRECT = tuple(k.direct for k in schema().relationships.values() if k.direct is not None)


def sound(base: str = BASE) -> list[Triple]:
    """Return a graph that conforms, with its names below a base."""
    text = (ONE_CLAIM + MORE).replace(BASE, base).replace("DIGEST", "0" * 64)
    return sorted((q.triple for q in parse(text, format=RdfFormat.TURTLE, base_iri=base)), key=str)


def ontology() -> list[Triple]:
    """Return what shapes look at in the ontology: classes, terms of lists, labels."""
    wanted = {RDFS.subClassOf, RDF.type, RDFS.label}
    return [t for t in schema().triples if t.predicate in wanted]


@dataclass(frozen=True)
class Mutator:
    """Mutates a graph where the shapes look: the predicates that they name.

    The values of `compared` predicates stay of one kind, since engines differ, as they may, on
    whether unlike kinds have an order.
    """

    predicates: frozenset[NamedNode]
    compared: frozenset[NamedNode]

    @classmethod
    def of(cls, shapes: Iterable[Triple]) -> Mutator:
        """Read off the shapes what they look at."""
        triples = list(shapes)
        order = {SH.lessThan, SH.lessThanOrEquals}
        pairs = [(t.subject, t.object) for t in triples if t.predicate in order]
        owners = {shape for shape, _ in pairs}
        paths = {t.subject: t.object for t in triples if t.predicate == SH.path}
        compared = {other for _, other in pairs} | {paths[o] for o in owners}
        named = {t.object for t in triples if isinstance(t.object, NamedNode)}
        return cls(
            frozenset(n for n in named if isinstance(n, NamedNode)),
            frozenset(n for n in compared if isinstance(n, NamedNode)),
        )

    def mutate(self, graph: Iterable[Triple], random: Random) -> list[Triple]:
        """Return the graph after one to three changes."""
        triples = list(graph)
        for _ in range(random.randint(1, 3)):
            triples = self.once(triples, random)
        return triples

    def once(self, triples: list[Triple], random: Random) -> list[Triple]:
        """Return the graph after one change: a triple lost, changed, doubled or added."""
        seen = [t for t in triples if t.predicate in self.predicates] or triples
        triple = random.choice(seen)
        kind = random.random()
        rest = [t for t in triples if t != triple]
        if kind < 0.25:
            return rest
        if kind < 0.35:
            subject = random.choice(triples).subject
            return [*triples, Triple(subject, RDF.type, random.choice(CLASSES))]
        if kind < 0.45:
            direct = random.choice(DIRECT)
            return [*triples, Triple(triple.subject, direct, random.choice(triples).subject)]
        value = self._other(triple, triples, random)
        changed = Triple(triple.subject, triple.predicate, value)
        return [*(rest if kind < 0.75 else triples), changed]

    def _other(self, triple: Triple, triples: list[Triple], random: Random) -> Term:
        value = triple.object
        if isinstance(value, Literal) and (
            triple.predicate in self.compared or random.random() < 0.5
        ):
            return _tweaked(value, random)
        if triple.predicate in self.compared or triple.predicate == RDF.type:
            return random.choice(CLASSES) if triple.predicate == RDF.type else Literal("x")
        pool: list[Term] = [
            random.choice([t.subject for t in triples if isinstance(t.subject, NamedNode)]),
            Literal("x"), Literal("Name", language="en"),
            Literal("1", datatype=XSD.integer), Literal("true", datatype=XSD.boolean),
            BlankNode(f"b{random.randrange(10**9)}"), random.choice(CLASSES),
        ]  # fmt: skip
        return random.choice(pool)


def _tweaked(value: Literal, random: Random) -> Literal:
    """Return another literal of the same datatype, or one of no datatype."""
    number = random.randint(-3, 12)
    if random.random() < 0.1:
        return Literal(value.value)
    if value.datatype == XSD.date:
        return Literal(f"20{random.randint(10, 20)}-0{random.randint(1, 9)}-15", datatype=XSD.date)
    if value.datatype == XSD.decimal:
        return Literal(f"{number}.0", datatype=XSD.decimal)
    if value.datatype == XSD.nonNegativeInteger:
        return Literal(str(abs(number)), datatype=XSD.nonNegativeInteger)
    if value.language:
        return Literal(value.value + random.choice("XY"), language=random.choice(["en", "de"]))
    return Literal(value.value + random.choice("XY"))
