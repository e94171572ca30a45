"""A seeded graph of armed groups, pledges, places, events and persons, of any size, with its ontology.

The ontology has about 60 classes and 50 properties and uses every construct of OWL 2 RL that the
reasoner reads. A tenth of the facts have no date; the others hold for some span between 2000 and 2026.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EX = "https://example.org/bench/"
FIRST, LAST = 730_120, 739_800  # 2000 to 2026, as ordinals
Fact = tuple[str, str, str]
Days = tuple[int, int]

ONTOLOGY = """\
@prefix : <https://example.org/bench/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:Agent a owl:Class . :Organisation rdfs:subClassOf :Agent . :Person rdfs:subClassOf :Agent .
:ArmedGroup rdfs:subClassOf :Organisation . :StateForce rdfs:subClassOf :Organisation .
:Militia rdfs:subClassOf :ArmedGroup . :Rebels rdfs:subClassOf :ArmedGroup .
:Unit rdfs:subClassOf :StateForce . :Brigade rdfs:subClassOf :Unit . :Battalion rdfs:subClassOf :Unit .
:Place a owl:Class . :Country rdfs:subClassOf :Place . :Province rdfs:subClassOf :Place .
:Town rdfs:subClassOf :Place . :Village rdfs:subClassOf :Place . :District rdfs:subClassOf :Place .
:Event a owl:Class . :Battle rdfs:subClassOf :Event . :Raid rdfs:subClassOf :Event .
:Bombing rdfs:subClassOf :Event . :Siege rdfs:subClassOf :Battle . :Ambush rdfs:subClassOf :Raid .
:Commander rdfs:subClassOf :Person . :Fighter rdfs:subClassOf :Person . :Emir rdfs:subClassOf :Commander .
[] a owl:AllDisjointClasses ; owl:members ( :Agent :Place :Event ) .
:Person owl:disjointWith :Organisation .

:Actor owl:equivalentClass :Agent . :Belligerent owl:unionOf ( :ArmedGroup :StateForce ) .
:Warlord owl:intersectionOf ( :Commander :LandHolder ) .
:LandHolder a owl:Class . :Civilian owl:complementOf :Combatant .
:HasLeader owl:onProperty :ledBy ; owl:someValuesFrom :Commander . :HasLeader rdfs:subClassOf :LedBody .
:Member owl:onProperty :memberOf ; owl:someValuesFrom owl:Thing . :Member rdfs:subClassOf :Affiliated .
:CapitalHolder owl:onProperty :controls ; owl:hasValue :capital .
:CapitalHolder rdfs:subClassOf :Ruler .
:Secret owl:onProperty :knownAs ; owl:allValuesFrom :Alias . :Covert rdfs:subClassOf :Secret .
:Solo owl:onProperty :commands ; owl:maxCardinality "0"^^xsd:nonNegativeInteger .
:Loner rdfs:subClassOf :Solo .
:OneBase owl:onProperty :basedIn ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass :Town .
:Garrison rdfs:subClassOf :OneBase .
:Superpower owl:oneOf ( :power1 :power2 ) .
:Identified owl:hasKey ( :serial ) .

:controls rdfs:domain :Organisation ; rdfs:range :Place ; rdfs:subPropertyOf :presentIn .
:presentIn rdfs:domain :Agent ; rdfs:range :Place ; owl:propertyChainAxiom ( :presentIn :within ) .
:within a owl:TransitiveProperty ; rdfs:domain :Place ; rdfs:range :Place ; owl:inverseOf :contains .
:allegiantTo rdfs:domain :Organisation ; rdfs:range :Organisation ; rdfs:subPropertyOf :answersTo .
:answersTo a owl:TransitiveProperty . :memberOf rdfs:range :Organisation ; rdfs:subPropertyOf :tiedTo .
:servesUnder owl:propertyChainAxiom ( :memberOf :answersTo ) .
:leads rdfs:subPropertyOf :memberOf ; owl:inverseOf :ledBy . :leads rdfs:domain :Commander .
:commands owl:equivalentProperty :leads2 . :leads2 rdfs:domain :Commander .
:alliedWith a owl:SymmetricProperty ; rdfs:subPropertyOf :tiedTo .
:rivalOf a owl:SymmetricProperty , owl:IrreflexiveProperty ; owl:propertyDisjointWith :sameBlocAs .
:splinterOf a owl:AsymmetricProperty ; rdfs:domain :ArmedGroup ; rdfs:range :Organisation .
:participatedIn rdfs:range :Event ; owl:propertyChainAxiom ( :participatedIn :partOf ) .
:partOf a owl:TransitiveProperty ; rdfs:domain :Event ; rdfs:range :Event .
:occurredAt rdfs:domain :Event ; rdfs:range :Place ; owl:propertyChainAxiom ( :occurredAt :within ) .
:activeIn owl:propertyChainAxiom ( :participatedIn :occurredAt ) . :presentIn rdfs:subPropertyOf :activeIn .
:twiceRemoved owl:propertyChainAxiom ( :memberOf :allegiantTo :presentIn ) .
:capitalOf a owl:FunctionalProperty . :flag a owl:InverseFunctionalProperty .
:serial a owl:DatatypeProperty . :basedIn rdfs:range :Place . :knownAs a owl:ObjectProperty .
[] a owl:AllDisjointProperties ; owl:members ( :within :partOf :memberOf ) .
[] owl:sourceIndividual :power1 ; owl:assertionProperty :alliedWith ; owl:targetIndividual :power2 .
"""


def facts(count: int, seed: int = 1) -> Iterator[tuple[Fact, Days | None]]:
    """Yield that many facts as local names, each with its days, None for one that always holds."""
    pick = random.Random(seed)
    scale = max(count // 10, 20)
    groups, persons = scale, scale * 3
    places, events = scale, scale * 2

    def days() -> Days | None:
        if pick.random() < 0.1:
            return None
        first = pick.randrange(FIRST, LAST)
        return first, min(LAST, first + pick.randrange(30, 2500))

    kinds = ("Militia", "Rebels", "Brigade", "Battalion", "ArmedGroup")
    towns = ("Town", "Village", "District")
    acts = ("Siege", "Ambush", "Bombing", "Raid", "Battle")
    for number in range(count):
        g = pick.randrange(groups)
        kind = number % 10
        if kind == 0:
            yield (f"g{g}", "a", pick.choice(kinds)), None
        elif kind == 1:
            yield (f"p{pick.randrange(persons)}", "memberOf", f"g{g}"), days()
        elif kind == 2:
            # A forest of pledges, a few levels deep: each group answers to one of smaller number.
            yield (f"g{g}", "allegiantTo", f"g{g // 8}"), days()
        elif kind == 3:
            yield (
                (f"g{g}", pick.choice(("controls", "presentIn")), f"l{pick.randrange(places)}"),
                days(),
            )
        elif kind == 4:
            place = pick.randrange(places)
            yield (f"l{place}", "within", f"l{place // 12}"), None
        elif kind == 5:
            yield (f"g{g}", "participatedIn", f"e{pick.randrange(events)}"), days()
        elif kind == 6:
            yield (f"e{pick.randrange(events)}", "occurredAt", f"l{pick.randrange(places)}"), days()
        elif kind == 7:
            yield (f"l{pick.randrange(places)}", "a", pick.choice(towns)), None
        elif kind == 8:
            yield (f"e{pick.randrange(events)}", "a", pick.choice(acts)), None
        else:
            what = pick.choice(("alliedWith", "rivalOf", "leads"))
            if what == "leads":
                yield (f"p{pick.randrange(persons)}", "leads", f"g{g}"), days()
            else:
                yield (f"g{g}", what, f"g{(g + 1 + pick.randrange(groups - 1)) % groups}"), days()


def n_triples(count: int, seed: int = 1) -> Iterator[str]:
    """Yield the same facts as lines of N-Triples, without their days."""
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    for (s, p, o), _ in facts(count, seed):
        predicate = kind if p == "a" else EX + p
        yield f"<{EX}{s}> <{predicate}> <{EX}{o}> .\n"
