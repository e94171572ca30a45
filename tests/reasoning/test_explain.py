"""Explanations: each statement is marked, leaves lead to their claims, nothing is by chance."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.model import schema
from kg.reasoning.compiling.axioms import Ontology, compile_rules
from kg.reasoning.compiling.construct import compile_construct
from kg.reasoning.proving.known import Known
from kg.reasoning.proving.missing import why_not
from kg.reasoning.proving.proofs import Prover
from kg.reasoning.running.closure import close
from kg.reasoning.spans import ALWAYS
from kg.reasoning.telling.explain import Evidence, Explanation
from kg.reasoning.telling.wording import reason
from kg.vocabulary import AG, PROV, RDF, RDFS

if TYPE_CHECKING:
    from kg.reasoning.rules import Constant, Rule
    from kg.reasoning.spans import Days

AXIOMS = schema.load().triples
OWN = compile_construct(
    "CONSTRUCT { ?one ag:foughtAgainst ?other } WHERE { ?claim ag:about ?r . "
    "?claim ag:stance ag:Affirms . ?r ag:participant ?one . ?r ag:contest ?e . "
    "?claim2 ag:about ?r2 . ?claim2 ag:stance ag:Affirms . ?r2 ag:participant ?other . "
    "?r2 ag:contest ?e . FILTER(?one != ?other) }",
    "fought-against",
)
RULES = [*compile_rules(Ontology(AXIOMS)), *OWN]


def thing(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def span(first: str, last: str) -> Days:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


BRIGADE, FRONT, STATE = (thing(n) for n in ("brigade", "front", "state"))
LABELS: dict[Constant, str] = {
    BRIGADE: "The <Brigade>",
    FRONT: "Front & Co",
    AG.answersTo: "answers to",
}
ONE, TWO = Triple(BRIGADE, AG.allegiantTo, FRONT), Triple(FRONT, AG.allegiantTo, STATE)
GOAL = Triple(BRIGADE, AG.answersTo, STATE)
GIVEN: dict[Triple, list[Days]] = {
    ONE: [span("2014-06-29", "2017-05-23")],
    TWO: [span("2016-01-09", "2018-12-31")],
}
NOTES = thing("source/notes")


def claim(name: str, days: Days, locator: str = "paragraph 4") -> Evidence:
    return Evidence(thing(f"claim/{name}"), NOTES, "Field notes", locator, "B", "2", days)


EVIDENCE: dict[Triple, tuple[Evidence, ...]] = {
    ONE: (claim("c1", GIVEN[ONE][0]),),
    TWO: (claim("c2", GIVEN[TWO][0], "row 12"),),
}
DAY = date(2017, 1, 1).toordinal()


def explained(
    given: dict[Triple, list[Days]] = GIVEN,
    evidence: dict[Triple, tuple[Evidence, ...]] = EVIDENCE,
    goal: Triple = GOAL,
    day: int = DAY,
) -> Explanation:
    closed = close(AXIOMS, [(t, d) for t, spans in given.items() for d in spans], OWN)
    known = Known(closed.facts, given)
    proofs = tuple(Prover(RULES, known, day).proofs(goal, 3))
    gaps = tuple(why_not(RULES, known, goal, day))
    return Explanation(goal, day, "certain", proofs, known.when(goal), evidence, LABELS, gaps)


def test_the_text_goes_from_the_fact_to_the_claims() -> None:
    brigade, front, state = "The <Brigade>", "Front & Co", "<https://example.org/state>"
    implied = "because ag:allegiantTo implies ag:answersTo [prp-spo1]"
    assert explained().text().splitlines() == [
        f"DERIVED: {brigade} answers to {state}, on 2017-01-01, certain",
        "  holds: 2016-01-09 to 2017-05-23",
        "",
        "Proof 1 of 1:",
        f"  DERIVED: {brigade} answers to {state}, because ag:answersTo is transitive [prp-trp]",
        "    on these days: 2016-01-09 to 2017-05-23",
        f"    DERIVED: {brigade} answers to {front}, {implied}",
        "      on these days: 2014-06-29 to 2017-05-23",
        f"      CLAIMED: {brigade} ag:allegiantTo {front}",
        "        claim c1: Field notes, paragraph 4; reliability B, credibility 2; "
        "2014-06-29 to 2017-05-23",
        f"    DERIVED: {front} answers to {state}, {implied}",
        "      on these days: 2016-01-09 to 2018-12-31",
        f"      CLAIMED: {front} ag:allegiantTo {state}",
        "        claim c2: Field notes, row 12; reliability B, credibility 2; "
        "2016-01-09 to 2018-12-31",
    ]


def test_what_is_claimed_says_so() -> None:
    told = explained(goal=ONE)
    assert told.status == "claimed"
    assert told.text().startswith("CLAIMED: ")
    assert "DERIVED" not in told.text()


def test_what_is_neither_says_what_is_lacking() -> None:
    told = explained(day=date(2015, 1, 1).toordinal())
    lines = [line.strip() for line in told.text().splitlines()]
    assert told.status == "lacking"
    assert lines[0].endswith("neither CLAIMED nor DERIVED, on 2015-01-01, certain")
    assert lines[1] == "it holds on other days: 2016-01-09 to 2017-05-23"
    assert lines[2] == "not by prp-trp (ag:answersTo is transitive):"
    assert lines[3].startswith("only at other times (2016-01-09 to 2018-12-31): Front & Co answers")
    assert "lacking" in told.svg().lower()
    assert json.loads(told.to_json())["gaps"][1]["rule"] == "prp-trp"


def test_a_contradiction_is_mentioned() -> None:
    whole = explained()
    told = Explanation(GOAL, DAY, None, whole.proofs, whole.days, contradiction=True)
    assert "takes part in a contradiction" in told.text()
    assert "takes part in a contradiction" not in whole.text()
    assert json.loads(told.to_json())["contradiction"] is True


def test_what_a_rule_reads_off_a_claim_is_one_statement() -> None:
    given: dict[Triple, list[Days]] = {}
    evidence: dict[Triple, tuple[Evidence, ...]] = {}
    days = span("2017-05-23", "2017-10-23")
    for name, party in (("c1", BRIGADE), ("c2", STATE)):
        node, relationship = thing(f"claim/{name}"), thing(f"participation/{name}")
        about = Triple(node, AG.about, relationship)
        given |= {
            about: [days],
            Triple(node, AG.stance, AG.Affirms): [ALWAYS],
            Triple(relationship, AG.participant, party): [ALWAYS],
            Triple(relationship, AG.contest, thing("siege")): [ALWAYS],
        }
        evidence[about] = (claim(name, days),)
    told = explained(given, evidence, Triple(BRIGADE, AG.foughtAgainst, STATE), days[0])
    top = told.told[0]
    assert [premise.kind for premise in top.premises] == ["claimed", "claimed"]
    assert [len(premise.facts) for premise in top.premises] == [4, 4]
    assert top.premises[0].evidence == (claim("c1", days),)
    assert top.days == (days,)
    text = told.text().split("Proof 2")[0]
    assert text.count("CLAIMED:") == 2
    assert "because the rule fought-against.rq concludes it" in text


def test_json_has_the_proof_and_its_evidence() -> None:
    document = json.loads(explained().to_json())
    assert (document["status"], document["day"], document["mode"]) == (
        "derived", "2017-01-01", "certain",
    )  # fmt: skip
    (proof,) = document["proofs"]
    assert proof["days"] == document["days"] == [["2016-01-09", "2017-05-23"]]
    leaf = proof["premises"][1]["premises"][0]
    assert leaf["kind"] == "claimed"
    assert leaf["evidence"][0]["locator"] == "row 12"
    assert leaf["facts"] == [[str(term) for term in TWO]]


def test_prov_o_leads_from_the_fact_to_the_claims() -> None:
    triples = explained().triples()
    assert not [t for triple in triples for t in triple if isinstance(t, BlankNode)]
    parts = {(RDF.subject, BRIGADE), (RDF.predicate, AG.answersTo), (RDF.object, STATE)}
    (top,) = {
        node
        for node in {t.subject for t in triples}
        if parts <= {(t.predicate, t.object) for t in triples if t.subject == node}
    }
    (step,) = [t.object for t in triples if (t.subject, t.predicate) == (top, PROV.wasGeneratedBy)]
    used = {t.object for t in triples if (t.subject, t.predicate) == (step, PROV.used)}
    assert used == {
        t.object for t in triples if (t.subject, t.predicate) == (top, PROV.wasDerivedFrom)
    }
    assert len(used) == 2
    labels = [t.object for t in triples if (t.subject, t.predicate) == (step, RDFS.label)]
    assert labels == [Literal("prp-trp")]
    reached: set[object] = {top}
    for _ in triples:  # no path is longer than there are triples
        reached |= {
            t.object for t in triples if t.predicate == PROV.wasDerivedFrom and t.subject in reached
        }
    assert {thing("claim/c1"), thing("claim/c2")} <= reached


def test_the_picture_is_xml_that_says_what_each_box_is() -> None:
    root = ET.fromstring(explained().svg())  # noqa: S314  (we wrote it)
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("DERIVED") == 3
    assert texts.count("CLAIMED") == 2
    assert any("The <Brigade>" in text for text in texts)
    title, desc = root[0], root[1]
    assert (
        title.text
        == "Why: The <Brigade> answers to <https://example.org/state>, on 2017-01-01, certain"
    )
    assert desc.text == "1 proof of a derived fact, resting on 2 claims."


def test_boxes_of_a_picture_do_not_overlap() -> None:
    root = ET.fromstring(explained().svg())  # noqa: S314
    boxes = [
        tuple(float(e.attrib[name]) for name in ("x", "y", "width", "height"))
        for e in root.iter("{http://www.w3.org/2000/svg}rect")
    ]
    assert len(boxes) == 3
    for n, (x, y, w, h) in enumerate(boxes):
        for left, top, width, height in boxes[:n]:
            apart = x >= left + width or left >= x + w or y >= top + height or top >= y + h
            assert apart


@pytest.mark.parametrize("form", ["text", "to_json", "svg", "triples"])
def test_it_is_the_same_from_facts_in_another_order(form: str) -> None:
    other = explained(dict(reversed(GIVEN.items())), dict(reversed(EVIDENCE.items())))
    assert getattr(explained(), form)() == getattr(other, form)()


def test_letters_that_xml_cannot_have_are_replaced() -> None:
    whole = explained()
    told = Explanation(GOAL, DAY, None, whole.proofs, labels={BRIGADE: "a\x00b", STATE: "國" * 40})
    texts = [e.text or "" for e in ET.fromstring(told.svg()).iter()]  # noqa: S314
    assert any("a�b" in text for text in texts)
    assert max(len(text) for text in texts if "國" in text and "Why" not in text) <= 20


@pytest.mark.parametrize("rule", {r.name: r for r in RULES}.values(), ids=lambda r: str(r.name))
def test_every_rule_of_our_ontology_has_words_of_its_own(rule: Rule) -> None:
    words = reason(rule)
    assert "{" not in words
    assert "rdf:nil" not in words
    if rule.name != "fought-against":
        assert ".rq" not in words
