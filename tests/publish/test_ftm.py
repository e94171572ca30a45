"""FollowTheMoney's own library takes what we write as it is; what is no fact is not written."""

from __future__ import annotations

import json
import random
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.publish.ftm import export as ftm
from kg.publish.ftm import words as ftm_words
from kg.vocabulary import AG, RDF, RDFS
from tests.projects import (
    CLAIM,
    SHIPPED,
    SOURCE,
    TOML,
    batches,
    dated_project,
    loaded,
    of_sheets,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.ingest import Batch

IS_THERE = find_spec("followthemoney") is not None  # it needs PyICU, which is hard to build
if IS_THERE:
    from followthemoney import model
    from followthemoney.statement import Statement

needs_ftm = pytest.mark.skipif(not IS_THERE, reason="followthemoney is not installed")
Line = dict[str, Any]

PEOPLE = [
    {"id": "ana", "type": "Person", "name": "Ana  “Red” Example"},
    {"id": "army", "type": "StateForce", "name": '"The Army"', "lang": "fa",
     "description": "An army.", "note": "Of the north.", "code": "wikidataId Q42|UCDP 7"},
    {"id": "town", "type": "Settlement", "name": "Old Town; North", "country_code": "PH"},
    {"id": "land", "type": "Country", "name": "Land", "country_code": "PH"},
    {"id": "fight", "type": "Battle", "name": "The fight"},
    {"id": "rumour", "type": "Battle", "name": "A rumoured fight"},
    {"id": "scheme", "type": "Plot", "name": "The scheme"},
    {"id": "council", "type": "Organisation", "name": "Council"},
    {"id": "fighters", "type": "CollectiveLabel", "name": "Fighters"},
]  # fmt: skip
NB, RF = "northern-brigade", "river-front"


def c(relationship: str, subject: str, obj: str = "", **more: str) -> dict[str, str]:
    return {**CLAIM, "relationship": relationship, "subject": subject, "object": obj,
            "source": "s9", **more}  # fmt: skip


FACTS = [
    c("Membership", "ana", NB, role="courier", start="2014-06", end="2016", note="As told."),
    c("Leadership", "ana", RF, role="emir", start="[2013-12-01..2014-01-15]", attested="2015-02"),
    c("Allegiance", NB, RF, start="2014-06-29", claimer="ana"),
    c("Alliance", NB, "army", attested="2014~"),
    c("Affiliation", NB, "army"),
    c("Rivalry", "army", RF),
    c("Support", "army", RF, role="arms"),
    c("Recognition", RF, "ana", role="emir"),
    c("Founding", RF, "ana", start="2010"),
    c("Joining", "ana", RF),
    c("Split", NB, RF, start="2012"),
    c("Merger", NB, RF),
    c("Designation", "council", NB, role="Program", start="2015-03-04", page="7"),
    c("Naming", NB, "NB", role="acronym"),
    c("Naming", NB, "Northern Brigade", role="name"),
    c("Naming", NB, "The Brigade"),
    c("Rename", RF, "Delta Front"),
    c("Existence", "ana", start="1980-02-03"),
    c("Existence", "fight", start="2016-05-01", end="2016-05"),
    c("Dissolution", NB, start="2019"),
    c("Origin", "ana", "town", role="born"),
    c("Origin", NB, "land"),
    c("Presence", RF, "town"),
    c("Occurrence", "fight", "town"),
    c("Participation", NB, "fight", side="one"),
]  # fmt: skip
NO_FACTS = [
    c("Membership", "ana", NB, role="spy", stance="denies"),
    c("Membership", "ana", NB, role="guest", modality="likely"),
    c("Membership", "ana", NB, role="cook", status="contested"),
    c("Membership", "ana", NB, role="guard", conditional_on="k0"),
    c("Membership", "fighters", NB, role="crowd"),
    c("Control", NB, "town"),
    c("Occurrence", "rumour", "town", modality="expected"),
    c("Participation", NB, "scheme"),
    c("Planning", NB, "rumour"),
    c("Alliance", RF, NB, stance="denies") | {"source": "field-notes"},
    c("Alliance", RF, NB),
]  # fmt: skip


def made(folder: Path, claims: Iterable[dict[str, str]]) -> tuple[Quad, ...]:
    source = {**SOURCE, "publisher": "The Post", "url": "https://example.org"}
    rows = [{**one, "id": f"k{n}"} for n, one in enumerate(claims)]
    found = loaded(of_sheets(folder, sources=[source], entities=PEOPLE, claims=rows))
    assert not found.problems
    return found.quads


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> tuple[Quad, ...]:
    return made(tmp_path_factory.mktemp("facts"), [*FACTS, *NO_FACTS])


@pytest.fixture(scope="module")
def written(quads: tuple[Quad, ...]) -> dict[str, Line]:
    return {line["id"]: line for line in ftm.entities(quads)}


def judged(lines: Iterable[Line]) -> int:
    """Fail unless the library takes each entity without a change; return how many there were."""
    count = 0
    for line in lines:
        proxy = model.get_proxy(line, cleaned=False)
        kept = {prop: sorted(values) for prop, values in proxy.to_dict()["properties"].items()}
        assert kept == line["properties"], line["id"]
        assert proxy.id == line["id"]
        proxy.schema.validate(cast("Any", line))
        count += 1
    return count


@needs_ftm
def test_the_library_loses_nothing_of_what_we_write(
    written: dict[str, Line], tmp_path: Path
) -> None:
    assert judged(written.values()) > 20
    assert judged(ftm.entities(loaded(SHIPPED).quads)) > 80
    assert judged(ftm.entities(loaded(dated_project(tmp_path)).quads)) > 5


@needs_ftm
def test_the_library_loses_nothing_of_all_the_actors_of_ucdp(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    source = f'[[source]]\nid = "ucdp"\nformat = "ucdp-actor"\npath = "{path}"\n'
    (tmp_path / "kg.toml").write_text(TOML + source, encoding="utf-8")
    export = ftm.export(loaded(tmp_path).quads)
    lines = list(ftm.together(export.statements))
    assert judged(lines) > 1725
    things = sum(n for why, n in export.left_out.items() if why.startswith("collective"))
    actors = [line for line in lines if "ucdp-actor-" in line["id"] and ".claim" not in line["id"]]
    assert sum(not line["id"].startswith("claim.") for line in actors) + things == 1725 + 4


@needs_ftm
def test_edges_join_what_their_schema_allows(written: dict[str, Line]) -> None:
    for line in written.values():
        for prop, values in line["properties"].items():
            found = model.schemata[line["schema"]].properties[prop]
            for value in values if found.range else ():
                assert model.schemata[written[value]["schema"]].is_a(found.range)


@needs_ftm
def test_statements_have_the_ids_that_the_library_computes(quads: tuple[Quad, ...]) -> None:
    lines = list(ftm.statements(quads))
    for line in lines:
        without = {**line, "id": None}
        assert Statement.from_dict(cast("Any", without)).to_dict() == line
    assert len({line["id"] for line in lines}) == len(lines)


def test_statements_about_one_thing_stand_together(quads: tuple[Quad, ...]) -> None:
    lines = list(ftm.statements(quads))
    order = [line["canonical_id"] for line in lines]
    assert order == sorted(order)
    first = {line["canonical_id"]: line["prop"] for line in reversed(lines)}
    assert set(first.values()) == {"id"}
    assert {line["dataset"] for line in lines} == {"s9", "sheets", "field_notes"}


def test_a_membership_in_whole(written: dict[str, Line]) -> None:
    assert written["claim.k0"] == {
        "id": "claim.k0", "schema": "Membership", "datasets": ["s9"],
        "properties": {
            "member": ["ana"], "organization": [NB], "role": ["courier"],
            "startDate": ["2014-06"], "endDate": ["2016"], "description": ["As told."],
            "publisher": ["The Post"], "sourceUrl": ["https://example.org/"],
            "summary": ["Claimed by Nine"],
        },
    }  # fmt: skip


def test_a_date_is_no_more_precise_than_its_bounds(written: dict[str, Line]) -> None:
    leader = written["claim.k1"]["properties"]
    assert "startDate" not in leader  # a year's end lies between its bounds
    assert leader["date"] == ["2015-02"]
    assert leader["summary"] == ["Claimed by Nine; start [2013-12-01..2014-01-15]"]
    ally = written["claim.k3"]["properties"]
    assert "date" not in ally
    assert ally["summary"] == ["Claimed by Nine; attested 2014~"]
    denied = written[f"claim.k{len(FACTS) + len(NO_FACTS) - 1}"]["properties"]
    assert denied["summary"] == ["Claimed by Nine; denied by Field notes"]
    assert written["claim.k2"]["properties"]["summary"] == [
        "Claimed by Ana  “Red” Example, according to Nine"
    ]


def test_a_thing_has_what_its_claims_say(written: dict[str, Line]) -> None:
    group = written[NB]["properties"]
    assert written[NB]["schema"] == "Organization"
    assert set(group["name"]) >= {"Northern Brigade"}
    assert (group["abbreviation"], group["alias"]) == (["NB"], ["The Brigade"])
    assert (group["dissolutionDate"], group["country"]) == (["2019"], ["ph"])
    army = written["army"]
    assert army["schema"] == "PublicBody"
    assert army["properties"] == {
        "name": ["The Army"], "description": ["An army."], "notes": ["Of the north."],
        "wikidataId": ["Q42"],
    }  # fmt: skip
    ana = written["ana"]["properties"]
    assert (ana["birthDate"], ana["birthPlace"]) == (["1980-02-03"], ["Old Town; North"])
    assert ana["name"] == ["Ana “Red” Example"]
    fight = written["fight"]["properties"]
    assert (fight["location"], fight["country"]) == (["Old Town, North"], ["ph"])
    assert (fight["startDate"], fight["endDate"]) == (["2016-05-01"], ["2016-05"])
    assert fight["involved"] == [NB]
    listing = written["claim.k12"]
    assert listing["schema"] == "Sanction"
    assert listing["properties"]["authority"] == ["Council"]
    assert listing["properties"]["entity"] == [NB]
    assert listing["properties"]["recordId"] == ["page 7"]


def test_what_is_no_fact_is_not_written_and_counted(
    quads: tuple[Quad, ...], written: dict[str, Line]
) -> None:
    text = json.dumps(list(written.values()))
    for word in ("spy", "guest", "cook", "guard", "crowd", "umour", "cheme", "Fighters"):
        assert word not in text
    assert dict(ftm.export(quads).left_out) == {
        "claims about a thing that is not written, a place of no country, or no bounded day": 2,
        "claims of Control": 2,
        "claims of Planning": 1,
        "claims that are contested, superseded or retracted": 1,
        "claims that deny": 2,
        "claims that expect, plan or think possible": 2,
        "claims that hold on a condition": 1,
        "collective labels, which are no organisations": 1,
        "events that no stated claim speaks of": 1,
        "places, of which names of scenes and countries remain": 3,
        "plots, which may never have come to anything": 1,
    }


def test_every_claim_is_written_or_counted(quads: tuple[Quad, ...]) -> None:
    claims = {q.subject for q in quads if q.predicate == RDF.type and q.object == AG.Claim}
    counted = sum(n for why, n in ftm.export(quads).left_out.items() if why.startswith("claims"))
    edges = [line for line in ftm.entities(quads) if line["id"].startswith("claim.")]
    of_things = [one for one in FACTS if one["relationship"] in (
        "Naming", "Rename", "Existence", "Dissolution", "Origin", "Presence", "Occurrence",
        "Participation",
    )]  # fmt: skip
    assert len(edges) + len(of_things) + counted == len(claims)


@given(seed=st.integers())
def test_the_order_of_the_quads_changes_no_byte(quads: tuple[Quad, ...], seed: int) -> None:
    mixed = list(quads)
    random.Random(seed).shuffle(mixed)  # noqa: S311
    assert ftm.to_json_lines(ftm.entities(mixed)) == ftm.to_json_lines(ftm.entities(quads))


def test_a_class_of_the_projects_own_is_what_its_superclass_is(quads: tuple[Quad, ...]) -> None:
    own = NamedNode("https://example.org/terms#Militia")
    node = NamedNode("https://example.org/my-project/entity/river-front")
    of_it = [q for q in quads if not (q.subject == node and q.predicate == RDF.type)]
    of_it.append(Quad(node, RDF.type, own, quads[0].graph_name))
    assert RF not in {line["id"] for line in ftm.entities(of_it)}
    of_it.append(Quad(own, RDFS.subClassOf, AG.ArmedGroup))
    assert RF in {line["id"] for line in ftm.entities(of_it)}


def test_a_thing_whose_name_cannot_be_seen_is_not_written(quads: tuple[Quad, ...]) -> None:
    node = NamedNode("https://example.org/my-project/entity/ana")
    blank = [
        Quad(node, RDFS.label, Literal("\u200e"), q.graph_name)
        if (q.subject, q.predicate) == (node, RDFS.label) else q
        for q in quads
    ]  # fmt: skip
    assert "ana" not in {line["id"] for line in ftm.entities(blank)}
    assert ftm.export(blank).left_out["things whose name holds nothing that can be seen"] == 1


def back(folder: Path, lines: Iterable[Line]) -> Batch:
    folder.mkdir()
    (folder / "out.json").write_bytes(ftm.to_json_lines(lines))
    (folder / "kg.toml").write_text(
        TOML + '[[source]]\nid = "ftm"\nformat = "ftm"\npath = "out.json"\n', encoding="utf-8"
    )
    (batch,) = batches(folder)
    assert not loaded(folder).problems
    return batch


@pytest.mark.parametrize("way", [ftm.entities, ftm.statements])
def test_persons_names_ties_and_dates_come_back(
    quads: tuple[Quad, ...], tmp_path: Path, way: Any  # noqa: ANN401
) -> None:  # fmt: skip
    batch = back(tmp_path / "back", way(quads))
    names = {e.iri.value.rpartition("/ftm-")[2].rpartition("/")[2]: e for e in batch.entities}
    assert names["ana"].kind == AG.Person
    assert names["ana"].name.value == "Ana “Red” Example"
    ties = {
        (
            claim.relationship, claim.subject.value.rpartition("/ftm-")[2],
            claim.object.value.rpartition("/ftm-")[2] if claim.object else "", claim.start,
            claim.end, claim.attested,
        )
        for claim in batch.claims
    }  # fmt: skip
    for relationship, one, other, start, end, attested in [
        (AG.Membership, "ana", NB, "2014-06", "2016", ""),
        (AG.Leadership, "ana", RF, "", "", "2015-02"),
        (AG.Allegiance, NB, RF, "2014-06-29", "", ""),
        (AG.Alliance, "army", NB, "", "", ""),
        (AG.Affiliation, NB, "army", "", "", ""),
        (AG.Rivalry, "army", RF, "", "", ""),
        (AG.Support, "army", RF, "", "", ""),
        (AG.Recognition, RF, "ana", "", "", ""),
        (AG.Founding, RF, "ana", "2010", "", ""),
        (AG.Joining, "ana", RF, "", "", ""),
        (AG.Split, NB, RF, "2012", "", ""),
        (AG.Merger, NB, RF, "", "", ""),
        (AG.Existence, "ana", "", "1980-02-03", "", ""),
        (AG.Existence, "fight", "", "2016-05-01", "2016-05", ""),
        (AG.Participation, NB, "fight", "", "", ""),
    ]:
        assert (relationship, one, other, start, end, attested) in ties, relationship
    designation = next(x for x in batch.claims if x.relationship == AG.Designation)
    assert (designation.start, designation.role) == ("2015-03-04", "Program")
    called = {
        (claim.subject.value.rpartition("/ftm-")[2], claim.object)
        for claim in batch.claims if claim.relationship == AG.Naming
    }  # fmt: skip
    for name in ("Northern Brigade", "The Brigade", "NB"):
        assert (NB, Literal(name)) in called
    assert (RF, Literal("Delta Front")) in called
    roles = {claim.role for claim in batch.claims}
    assert {"courier", "emir", "arms"} <= roles


@needs_ftm
@given(st.data())
def test_any_part_of_it_is_taken_by_the_library(
    quads: tuple[Quad, ...], data: st.DataObject
) -> None:
    some = data.draw(st.sets(st.sampled_from(quads)))
    export = ftm.export(some)
    judged(ftm.together(export.statements))
    assert set(export.statements[0] if export.statements else {}) <= {
        "canonical_id", "entity_id", "prop", "schema", "value", "dataset", "lang",
        "original_value", "external", "first_seen", "last_seen", "origin", "id",
    }  # fmt: skip


WEIRD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@needs_ftm
@given(WEIRD, st.sampled_from(["Person", "Event", "Membership"]), st.data())
def test_texts_are_written_as_the_library_cleans_them(
    raw: str, schema: str, data: st.DataObject
) -> None:
    properties: dict[str, list[str]] = {}
    urls = st.text("abZ0-._~:/?#[]@!$&;=% é\u00a0\u212a", max_size=12)
    address = f"{data.draw(st.sampled_from(['http', 'HTTPS', 'ftp']))}://{data.draw(urls)}"
    for prop, value in (
        ("name", ftm_words.name(raw)), ("location", ftm_words.address(raw)),
        ("summary", ftm_words.text(raw)), ("sourceUrl", ftm_words.url(address)),
    ):  # fmt: skip
        if value and prop in model.schemata[schema].properties:
            properties[prop] = [value]
    judged([{"id": "x", "schema": schema, "properties": properties}])
