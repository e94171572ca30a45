"""After a change, what is validated again gives what validating everything gives."""

from __future__ import annotations

from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.validation.incremental import revalidate, validate_whole
from kg.validation.shacl import validate
from kg.vocabulary import AG, RDF, RDFS, XSD
from tests.validation.mutations import Mutator, ontology, sound
from tests.validation.test_engines import FURTHER, TARGETS, ZOO, our_shapes, turtle, wild

QUESTION = '''
x:Names sh:declare [ sh:prefix "x" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
x:Q sh:targetClass x:Above ; sh:sparql [ sh:prefixes x:Names ;
  sh:select """SELECT $this ?value {
    $this x:p/x:q ?value FILTER NOT EXISTS { ?value x:p $this } }""" ] .
'''
# Every component, path and target, with a question beside them.
EVERYTHING = QUESTION + "".join(
    f"x:S{number}{letter} {target} ; "
    + (f"sh:property [ {text} ] .\n" if text.startswith("sh:path") else f"{text} .\n")
    for number, text in enumerate([*ZOO.values(), *FURTHER.values()])
    for letter, target in zip("abcd", TARGETS[:4], strict=True)
)


def parsed(text: str) -> frozenset[Triple]:
    """Parse, with the same blank nodes each time."""
    return frozenset(turtle(text.replace("_:", "x:blank-")))


@pytest.mark.parametrize("seed", range(12))
def test_random_edits_of_wild_graphs(seed: int) -> None:
    """Types, inverse and alternative paths, sh:class, sh:not, sh:closed: all that the zoo has."""
    shapes, random = turtle(EVERYTHING), Random(seed)  # noqa: S311
    others = sorted(parsed(wild(seed + 100)), key=str)
    now = validate_whole(parsed(wild(seed)), shapes)
    whole, partly = now.focus, 0
    for _ in range(12):
        data = set(now.triples)
        editable = [t for t in sorted(data, key=str) if t.predicate != RDFS.subClassOf]
        for triple in random.sample(editable, random.randint(0, 2)):
            data.discard(triple)
        data.update(random.sample(others, random.randint(0, 2)))
        now = revalidate(now, data)
        assert now.results == validate(data, shapes, "fast")
        assert now.why == ""
        assert now.focus <= whole * 1.5
        partly += now.focus < whole / 2
    assert partly > 0


@pytest.mark.parametrize("seed", range(8))
def test_random_edits_of_a_graph_of_claims(seed: int) -> None:
    shapes, random = our_shapes(), Random(seed)  # noqa: S311
    mutator = Mutator.of(shapes)
    now = validate_whole([*sound(), *ontology()], shapes)
    ours = sound()
    for _ in range(6):
        ours = mutator.once(ours, random)
        now = revalidate(now, [*ours, *ontology()])
        assert now.results == validate([*ours, *ontology()], shapes, "fast")


def test_a_date_concerns_its_claim_alone() -> None:
    triples = [t for n in range(50) for t in sound(f"https://example.org/p{n}/")] + ontology()
    before = validate_whole(triples, our_shapes())
    claim = NamedNode("https://example.org/p7/claim/2")
    late = Triple(claim, AG.earliestStart, Literal("2030-01-01", datatype=XSD.date))
    early = Triple(claim, AG.latestEnd, Literal("2020-01-01", datatype=XSD.date))
    after = revalidate(before, [*triples, late, early])
    known = set(before.results)  # brigades of one name, fifty times over
    assert {r.focus for r in after.results if r not in known} == {claim.value}
    assert known < {*after.results}
    assert (before.why, after.why) == ("for the first time", "")
    assert before.focus > 500
    assert after.focus == 1
    assert revalidate(after, triples).results == before.results


def test_a_type_concerns_those_that_point_at_the_node() -> None:
    triples = [*sound(), *ontology()]
    before = validate_whole(triples, our_shapes())
    notes = NamedNode("https://example.org/p/source/notes")
    after = revalidate(before, [t for t in triples if t != Triple(notes, RDF.type, AG.Report)])
    told = {r.shape.rpartition("#")[2] for r in after.results}
    assert {"ClaimShape-statedIn", "LocatorShape-source", "GeometryShape-source"} <= told
    assert 0 < after.focus < before.focus


def test_nothing_changed_is_nothing_validated() -> None:
    before = validate_whole(parsed(wild(3)), turtle(EVERYTHING))
    after = revalidate(before, set(before.triples), before.shapes)
    assert (after.focus, after.asked) == (0, 0)
    assert after.results == before.results != []


def test_a_question_is_asked_again_only_if_what_it_reads_has_changed() -> None:
    before = validate_whole(parsed(wild(3)), turtle(EVERYTHING))
    assert before.asked == 1
    label = turtle('x:a rdfs:label "A" .')
    assert revalidate(before, {*before.triples, *label}).asked == 0
    edge = turtle("x:a x:q x:zz .")
    assert revalidate(before, {*before.triples, *edge}).asked == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x:Other rdfs:subClassOf x:Above .", "the class hierarchy has changed"),
        ('x:a x:p "aldi"^^xsd:integer .',
         "there are, or were, values that are not of their datatype"),
    ],
)  # fmt: skip
def test_where_a_change_cannot_be_followed_everything_is_validated(text: str, why: str) -> None:
    shapes = turtle(EVERYTHING)
    before = validate_whole(parsed(wild(3)), shapes)
    after = revalidate(before, {*before.triples, *turtle(text)})
    assert after.why == why
    assert after.results == validate(after.triples, shapes, "fast") != before.results
    again = revalidate(after, before.triples)
    assert again.why == why
    assert again.results == before.results


def test_other_shapes_and_what_is_left_to_pyshacl_are_validated_whole() -> None:
    one = turtle("x:S sh:targetClass x:Above ; sh:property [ sh:path x:p ; sh:maxCount 0 ] .")
    recursive = turtle(
        "x:S sh:targetClass x:Above ; sh:property x:P . "
        "x:P sh:path x:p ; sh:node x:S ; sh:maxCount 0 ."
    )
    before = validate_whole(parsed(wild(3)), one)
    after = revalidate(before, before.triples, recursive)
    assert after.why == "the shapes have changed"
    assert after.results == validate(after.triples, recursive, "fast")
    last = revalidate(after, {*after.triples, *turtle("x:a x:p x:zz .")})
    assert last.why == "some shapes are left to pySHACL"
    assert last.results == validate(last.triples, recursive, "fast")
