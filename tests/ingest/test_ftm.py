"""FollowTheMoney: what entities and statements say is what the claims say; nothing vanishes."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

import kg
from kg.ingest.ftm import schemas as ftm_schemas
from kg.ingest.ftm.reader import ROWS
from kg.vocabulary import AG, DCTERMS
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.ingest import Batch
    from kg.model.values import Claim, Entity, Source

IS_THERE = find_spec("followthemoney") is not None  # it needs PyICU, which is hard to build
if IS_THERE:
    import followthemoney
    from followthemoney.statement import Statement

Line = dict[str, Any]

GROUP: Line = {
    "id": "NK-aB1", "schema": "Organization", "caption": "River Front", "datasets": ["lists"],
    "referents": ["old-rf"], "first_seen": "2020-01-01",
    "properties": {
        "name": ["The Front", "River Front"], "alias": ["RF"], "weakAlias": ["Front"],
        "previousName": ["Delta Front"], "incorporationDate": ["2009", "2010-03"],
        "country": ["ph"], "notes": ["Of the river."], "wikidataId": ["Q42"],
        "registrationNumber": ["77"], "topics": ["crime.terror"],
    },
}  # fmt: skip
MEMBER: Line = {
    "id": "p1", "schema": "Person", "datasets": ["lists"],
    "properties": {
        "name": ["Ana Example"], "birthDate": ["1980-02-03T00:00:00"], "birthPlace": ["Old Town"],
        "nationality": ["ph"], "gender": ["female"],
    },
}  # fmt: skip
MEMBERSHIP: Line = {
    "id": "m1", "schema": "Membership", "datasets": ["lists"],
    "properties": {
        "member": ["p1"], "organization": ["old-rf"], "role": ["courier"], "startDate": ["2014-06"],
        "endDate": ["2016"], "date": ["2015-01-05"], "sourceUrl": ["https://example.org/a"],
        "publisher": ["The Post"], "recordId": ["7"], "summary": ["As told."],
    },
}  # fmt: skip
SANCTION: Line = {
    "id": "s1", "schema": "Sanction", "datasets": ["lists"],
    "properties": {
        "entity": ["NK-aB1"], "authority": ["Council of Lists"], "program": ["River"],
        "listingDate": ["2015-03-04"], "reason": ["Attacks."], "country": ["us"],
    },
}  # fmt: skip
EVENT: Line = {
    "id": "e1", "schema": "Event", "datasets": ["lists"],
    "properties": {
        "name": ["Battle of Old Town"], "location": ["Old Town"], "date": ["2016-05"],
        "involved": ["NK-aB1", "gone"],
    },
}  # fmt: skip


def edge(schema: str, **properties: str) -> Line:
    return {"id": f"{schema.lower()}-1", "schema": schema, "datasets": ["lists"],
            "properties": {key: [value] for key, value in properties.items()}}  # fmt: skip


def project(folder: Path, more: str = "", *names: str) -> Path:
    paths = json.dumps(list(names) or ["data.ftm.json"])
    source = f'[[source]]\nid = "ftm"\nformat = "ftm"\npath = {paths}\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def written(folder: Path, *lines: Line | str | bytes, more: str = "") -> Path:
    raw = (
        line if isinstance(line, bytes) else
        f"{line if isinstance(line, str) else json.dumps(line)}\n".encode()
        for line in lines
    )  # fmt: skip
    (folder / "data.ftm.json").write_bytes(b"".join(raw))
    return project(folder, more)


def read(folder: Path, *lines: Line | str | bytes) -> Batch:
    (batch,) = batches(written(folder, *lines))
    return batch


def node(local: str) -> NamedNode:
    return NamedNode(f"https://example.org/p/entity/ftm-{local}")


def of(batch: Batch, kind: NamedNode) -> list[Claim]:
    return [claim for claim in batch.claims if claim.relationship == kind]


def the(batch: Batch, kind: NamedNode) -> Claim:
    (claim,) = of(batch, kind)
    return claim


FRONT = node("nk-ab1-55313b05")


def test_a_party_has_its_names_by_kind_and_its_label(tmp_path: Path) -> None:
    batch = read(tmp_path, GROUP)
    (entity,) = batch.entities
    assert (entity.iri, entity.kind, entity.name) == (
        FRONT, AG.Organisation, Literal("River Front")
    )  # fmt: skip
    assert entity.codes == ("NK-aB1",)
    assert {(c.object, c.role) for c in of(batch, AG.Naming)} == {
        (Literal("The Front"), "name"), (Literal("River Front"), "name"),
        (Literal("RF"), "alias"), (Literal("Front"), "weak alias"),
        (Literal("Delta Front"), "previous name"),
    }  # fmt: skip
    told = {(q.predicate, q.object) for q in batch.quads if q.subject == FRONT}
    assert told == {
        (AG.note, Literal("Of the river.")), (DCTERMS.identifier, Literal("registrationNumber 77")),
        (DCTERMS.identifier, Literal("wikidataId Q42")),
    }  # fmt: skip
    assert {(one.column, one.value) for one in batch.left_out} == {
        ("country", "ph"), ("topics", "crime.terror"),
    }  # fmt: skip
    assert all(one.reason for one in batch.left_out)


def test_several_values_of_one_date_are_one_of_them(tmp_path: Path) -> None:
    claim = the(read(tmp_path, GROUP), AG.Existence)
    assert claim.start == "[2009,2010-03]"
    assert claim.bounds.earliest_start == date(2009, 1, 1)
    assert claim.bounds.latest_start == date(2010, 3, 31)
    assert claim.bounds.latest_end is None


def test_a_person_has_days_of_birth_and_origins(tmp_path: Path) -> None:
    batch = read(tmp_path, MEMBER)
    existence = the(batch, AG.Existence)
    assert (existence.start, existence.end) == ("1980-02-03", "")
    origins = {(claim.role, claim.object) for claim in of(batch, AG.Origin)}
    places = {entity.iri: entity for entity in batch.entities}
    assert {role for role, _ in origins} == {"born", "nationality"}
    named = {places[iri].name.value for _, iri in origins if isinstance(iri, NamedNode)}
    assert named == {"Old Town", "PH"}
    assert places[node("country-ph")].country_code == "PH"


def test_a_membership_in_whole(tmp_path: Path) -> None:
    batch = read(tmp_path, MEMBERSHIP, GROUP, MEMBER)
    claim = the(batch, AG.Membership)
    assert (claim.subject, claim.object) == (node("p1"), FRONT)  # by a referent of the group
    assert (claim.role, claim.note) == ("courier", "As told.")
    assert (claim.start, claim.end, claim.attested) == ("2014-06", "2016", "2015-01-05")
    assert claim.bounds.certain() == (date(2014, 6, 30), date(2016, 1, 1))
    assert claim.locator.record == "m1"
    assert claim.locator.informant == "The Post; https://example.org/a; 7"
    assert claim.source.value == "https://example.org/p/source/ftm-lists"
    assert claim.graph.value == "https://example.org/p/graph/ftm-lists"
    assert (claim.stance, claim.modality) == ("affirms", "stated")
    assert claim.origin is not None
    assert (claim.origin.file, claim.origin.row, claim.origin.line) == ("data.ftm.json", None, 1)


def test_a_sanction_is_a_designation_by_its_authority(tmp_path: Path) -> None:
    batch = read(tmp_path, GROUP, SANCTION)
    claim = the(batch, AG.Designation)
    names = {entity.iri: entity.name.value for entity in batch.entities}
    assert names[claim.subject] == "Council of Lists"
    assert (claim.object, claim.role, claim.note) == (FRONT, "River", "Attacks.")
    assert claim.start == "2015-03-04"
    assert ("country", "us") in {(one.column, one.value) for one in batch.left_out}


def test_an_event_has_its_place_its_day_and_who_took_part(tmp_path: Path) -> None:
    batch = read(tmp_path, EVENT, GROUP)
    names = {entity.iri: entity.name.value for entity in batch.entities}
    scene = the(batch, AG.Occurrence).object
    assert isinstance(scene, NamedNode)
    assert names[scene] == "Old Town"
    assert the(batch, AG.Participation).subject == FRONT
    when = next(c for c in of(batch, AG.Existence) if c.subject == node("e1"))
    assert (when.start, when.end) == ("2016-05", "2016-05")
    assert ("involved", "gone") in {(one.column, one.value) for one in batch.left_out}


def test_an_address_is_a_place_with_its_point(tmp_path: Path) -> None:
    address = edge("Address", full="1 Road", country="ph", latitude="7.5", longitude="124")
    event = {**EVENT, "properties": {"name": ["Battle"], "addressEntity": ["address-1"]}}
    batch = read(tmp_path, address, event)
    place = next(entity for entity in batch.entities if entity.iri == node("address-1"))
    assert (place.name, place.country_code) == (Literal("1 Road"), "PH")
    assert place.coordinates is not None
    assert (place.coordinates.latitude, place.coordinates.longitude) == (
        Decimal("7.5"), Decimal(124)
    )  # fmt: skip
    assert the(batch, AG.Occurrence).object == node("address-1")


def test_a_document_is_a_source_that_claims_cite(tmp_path: Path) -> None:
    article = edge("Article", title="On the Front", author="Bo", publishedAt="2016-01-02",
                   sourceUrl="https://example.org/x", fileName="x.html")  # fmt: skip
    proof = edge("Membership", member="p1", organization="NK-aB1", proof="article-1")
    batch = read(tmp_path, GROUP, MEMBER, article, proof)
    source = next(one for one in batch.sources if one.kind == AG.Article)
    assert (source.title, source.creator, source.date) == ("On the Front", "Bo", "2016-01-02")
    assert source.url == "https://example.org/x"
    assert the(batch, AG.Membership).locator.cites == (source.iri,)


P1, P2, RF = "p1", "p2", "NK-aB1"
TIES = [
    (edge("Directorship", director=P1, organization=RF, role="emir"), AG.Leadership, "emir"),
    (edge("Employment", employee=P1, employer=RF), AG.Membership, "employee"),
    (edge("Representation", agent=P1, client=RF), AG.Affiliation, "representative"),
    (edge("Similar", candidate=P1, match=RF), AG.CloseMatch, ""),
    (edge("UnknownLink", subject=P1, object=RF, role="Allegiance"), AG.Allegiance, ""),
    (edge("UnknownLink", subject=P1, object=RF, role="support"), AG.Support, ""),
    (edge("Control", controller=RF, controlled="c1"), AG.Affiliation, "controlled"),
    (edge("Ownership", owner=P1, asset="c1", percentage="30"), AG.Affiliation, "owned"),
    (edge("Succession", predecessor=RF, successor="c1", role="split"), AG.Split, ""),
    (edge("Succession", predecessor="c1", successor=RF, role="merger"), AG.Merger, ""),
]
COMPANY: Line = {"id": "c1", "schema": "Company", "properties": {"name": ["Co"]}}


@pytest.mark.parametrize(("line", "kind", "role"), TIES)
def test_edges_are_ties(tmp_path: Path, line: Line, kind: NamedNode, role: str) -> None:
    batch = read(tmp_path, line, GROUP, MEMBER, COMPANY)
    claim = the(batch, kind)
    assert claim.role == role
    assert claim.modality == ("possible" if kind == AG.CloseMatch else "stated")
    ends = {"p1": node("p1"), "NK-aB1": FRONT, "c1": node("c1")}
    own = {ends[v[0]] for v in line["properties"].values() if v[0] in ends}
    assert {claim.subject, claim.object} == own
    order = {
        AG.Affiliation: {"agent": 0, "client": 1, "owner": 1, "asset": 0, "controller": 1,
                         "controlled": 0},
        AG.Split: {"successor": 0, "predecessor": 1},
        AG.Merger: {"predecessor": 0, "successor": 1},
    }.get(kind, {})  # fmt: skip
    for prop, end in order.items():
        if prop in line["properties"]:
            value = ends[line["properties"][prop][0]]
            assert (claim.subject, claim.object)[end] == value
    assert not loaded(tmp_path).problems


LEFT = [
    (edge("UnknownLink", subject=P1, object=RF), "has no direction"),
    (edge("UnknownLink", subject=P1, object=RF, role="friend"), "names no tie of ours: friend"),
    (edge("Succession", predecessor="c1", successor=RF), "by a split or a merger"),
    (edge("Ownership", owner=RF, asset="v1"), "is a Vessel, and no party"),
    (edge("Associate", person=P1, associate=P2), "makes neither the lesser party"),
    (edge("Family", person=P1, relative=P2), "makes neither the lesser party"),
    (edge("Sanction", entity=RF), "does not name its authority"),
    (edge("Sanction"), "does not name its entity"),
    (edge("UnknownLink"), "it has none"),
    (edge("Sanction", entity="v1", authority="A"), "is a Vessel, and no party"),
    (edge("Membership", member=RF, organization=RF), "is tied to itself"),
    (edge("Succession", predecessor=P1, successor=RF, role="merger"), "takes Organisation"),
]


@pytest.mark.parametrize(("line", "reason"), LEFT)
def test_what_says_too_little_is_left_out_with_the_reason(
    tmp_path: Path, line: Line, reason: str
) -> None:
    vessel = edge("Vessel", name="Boat") | {"id": "v1"}
    batch = read(tmp_path, line, GROUP, MEMBER, COMPANY, vessel)
    assert not batch.problems
    about = [one.reason for one in batch.left_out if one.line == 1]
    assert any(reason in one for one in about)
    assert not [c for c in batch.claims if c.origin and c.origin.line == 1]
    assert not loaded(tmp_path).problems


def test_a_parent_is_an_affiliation(tmp_path: Path) -> None:
    child = {**COMPANY, "properties": {"name": ["Co"], "parent": ["NK-aB1"]}}
    claim = the(read(tmp_path, child, GROUP), AG.Affiliation)
    assert (claim.subject, claim.object, claim.role) == (node("c1"), FRONT, "parent")


def test_a_party_without_a_record_is_added_with_a_note(tmp_path: Path) -> None:
    batch = read(tmp_path, edge("Membership", member="x9", organization="NK-aB1"), GROUP)
    added = next(entity for entity in batch.entities if entity.iri == node("x9"))
    assert (added.kind, added.name) == (AG.Actor, Literal("x9"))
    assert "there is no record of it" in added.note
    assert not loaded(tmp_path).problems


def test_of_an_entity_merged_from_datasets_the_file_is_the_source(tmp_path: Path) -> None:
    batch = read(tmp_path, {**COMPANY, "datasets": ["a", "b"]})
    claim = the(batch, AG.Naming)
    assert claim.source.value == "https://example.org/p/source/ftm"
    assert {cited.value.rpartition("/")[2] for cited in claim.locator.cites} == {"ftm-a", "ftm-b"}
    assert {one.iri for one in batch.sources} == {claim.source, *claim.locator.cites}


def statement(entity: str, prop: str, value: str, **more: Any) -> Line:  # noqa: ANN401
    return {
        "canonical_id": entity, "entity_id": entity, "prop": prop, "schema": "Organization",
        "value": value, "dataset": "a", "lang": None, "original_value": None, "external": False,
        "first_seen": "2020-01-01", "last_seen": "2020-01-01", "id": "x", **more,
    }  # fmt: skip


STATEMENTS = [
    statement("g1", "id", "g1", schema="LegalEntity"),
    statement("g1", "name", "Front", lang="eng"),
    statement("g1", "name", "Frente", dataset="b_2", entity_id="old", lang="spa"),
    statement("g1", "alias", "Guess", external=True),
    statement("m1", "member", "p1", schema="Membership"),
    statement("m1", "organization", "old", schema="Membership"),
    statement("m1", "startDate", "2014", schema="Membership"),
    statement("m1", "member", "p1", schema="Membership", dataset="b_2"),
    statement("m1", "organization", "g1", schema="Membership", dataset="b_2"),
    statement("m1", "startDate", "2015", schema="Membership", dataset="b_2"),
    statement("m1", "endDate", "2016", schema="Membership", dataset="c"),
    statement("p1", "name", "Ana", schema="Person"),
]


def check_statements(batch: Batch) -> None:
    assert not batch.problems
    assert batch.rows == len(STATEMENTS)
    group = next(entity for entity in batch.entities if entity.iri == node("g1"))
    assert (group.kind, group.name) == (AG.Organisation, Literal("Front", language="en"))
    names = {(c.object, c.source.value.rpartition("/")[2]) for c in of(batch, AG.Naming)}
    (by,) = {source for name, source in names if name == Literal("Frente")}
    assert by.startswith("ftm-b-2-")
    ties = {c.source.value.rpartition("/")[2][:5]: c for c in of(batch, AG.Membership)}
    assert {source: claim.start for source, claim in ties.items()} == {
        "ftm-a": "2014", "ftm-b": "2015",
    }  # fmt: skip
    assert all(claim.object == node("g1") for claim in ties.values())
    assert {(one.column, one.value) for one in batch.left_out} == {
        ("alias", "Guess"), ("endDate", "2016"),
    }  # fmt: skip
    assert len({source.graph for source in batch.sources}) == 2


def test_statements_are_claims_each_of_its_dataset(tmp_path: Path) -> None:
    check_statements(read(tmp_path, *STATEMENTS))
    assert kg.check(tmp_path).report.is_sound


def test_statements_as_csv_say_the_same(tmp_path: Path) -> None:
    with (tmp_path / "data.ftm.json").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, STATEMENTS[0].keys())
        writer.writeheader()
        for one in STATEMENTS:
            writer.writerow({**one, "external": "t" if one["external"] else "f"})
    (batch,) = batches(project(tmp_path))
    check_statements(batch)
    places = {(claim.origin.row, claim.origin.line) for claim in batch.claims if claim.origin}
    assert places
    assert all(row and line is None for row, line in places)  # a table has rows, and no lines


def test_the_licence_is_unknown_unless_the_project_gives_it(tmp_path: Path) -> None:
    (batch,) = batches(written(tmp_path, GROUP))
    assert {s.licence.value for s in batch.sources} == {
        "http://rightsstatements.org/vocab/UND/1.0/"
    }
    more = 'licence = "CC-BY-NC-4.0"\nversion = "2026-01-02"\nreliability = "B"\n'
    (batch,) = batches(written(tmp_path, GROUP, more=more))
    (source,) = batch.sources
    assert source.licence.value == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert (source.version, source.reliability) == ("2026-01-02", "B")
    assert {claim.reliability for claim in batch.claims} == {"B"}


def line_of(**changes: Any) -> str:  # noqa: ANN401
    return json.dumps({**COMPANY, **changes})


FAULTS: list[tuple[str | bytes, str | None, str]] = [
    ('{"id": "x", "schema"', None, "is no JSON"),
    ("[1]", None, "is no object"),
    (b'{"id": "x\xff"}\n', None, "are bytes that are not UTF-8; write it in UTF-8"),
    (line_of(id=None), "id", "is missing; give the id"),
    (line_of(id=7), "id", "is no text"),
    (line_of(schema="Compny"), "schema",
     "is no schema of FollowTheMoney 4; did you mean 'Company'?"),
    (line_of(properties=[]), "properties", "is no object of lists"),
    (line_of(properties={"name": [{"id": "x"}]}), "name", "is no text"),
    (line_of(properties={"name": ["A\x02"]}), "name", "holds a control character"),
    (line_of(properties={"name": ["A\ud800"]}), "name", "holds a control character"),
    (line_of(properties={"alias": []}), "name", "has no name; give its name"),
    (line_of(properties={"name": ["A"], "incorporationDate": ["25-01-01"]}),
     "incorporationDate", "is not an EDTF date"),
    (line_of(properties={"name": ["A"], "incorporationDate": ["0025-01-01"]}),
     "incorporationDate", "is in the year 25; write all four digits of the year"),
    (line_of(properties={"name": ["A"], "incorporationDate": ["2014-02-30"]}),
     "incorporationDate", "February 2014 has 28 days; correct the day"),
    (line_of(properties={"name": ["A"], "incorporationDate": ["2014/2015"]}),
     "incorporationDate", "is no partial ISO date"),
    (line_of(properties={"name": ["A"], "incorporationDate": ["2014"],
                         "dissolutionDate": ["2013"]}),
     "dissolutionDate", "cannot be: the end, 2013, is before the start, 2014"),
    (line_of(id="NK-aB1"), "id", "is the id of line 1 of data.ftm.json already; sort statements"),
    (json.dumps(edge("Membership", member="NK-aB1")), "organization",
     "is a Membership without organization; name its organization"),
    (json.dumps(edge("Address", full="x", latitude="7,5", longitude="1")), "latitude",
     "is no number of degrees"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "told"), FAULTS)
def test_a_fault_is_told_once_with_its_line(
    tmp_path: Path, line: str | bytes, column: str | None, told: str
) -> None:
    problem = only(loaded(written(tmp_path, GROUP, line, "")).problems)
    assert (problem.file, problem.line, problem.column) == ("data.ftm.json", 2, column)
    assert told in f"{problem.message}; {problem.remedy}"


STATEMENT_FAULTS = [
    (statement("g2", "name", "x", schema="Vesel"), "schema", "did you mean 'Vessel'?"),
    (statement("g2", "name", "x", entity_id=""), "entity_id", "is no text or blank"),
    ({**statement("g2", "name", "x"), "value": None}, "value", "is missing"),
    (statement("g2", "name", "x", dataset=None), "dataset", "is missing"),
    (statement("g1", "name", "x", schema="Person"), "schema",
     "is not what line 1 says of g1, Organization; part the two things that were merged"),
    (GROUP, "entity_id", "is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "told"), STATEMENT_FAULTS)
def test_a_fault_of_a_statement_is_told(tmp_path: Path, line: Line, column: str, told: str) -> None:
    problems = loaded(written(tmp_path, statement("g1", "name", "Front"), line)).problems
    found = [one for one in problems if one.column == column]
    assert {one.line for one in problems} == {2}
    assert told in f"{found[0].message}; {found[0].remedy}"


def test_statements_that_do_not_stand_together_are_a_fault(tmp_path: Path) -> None:
    lines = [
        statement("g1", "name", "A"),
        statement("g2", "name", "B"),
        statement("g1", "alias", "C"),
    ]
    problem = only(loaded(written(tmp_path, *lines)).problems)
    assert (problem.line, problem.value) == (3, "g1")
    assert "sort statements by canonical_id" in problem.remedy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"[\n", "begins no line of JSON"),
        (b'{\n "id": 1\n}\n', "begins no line of JSON"),
        (b"\x1f\x8b\x08", "begins no line of JSON"),
        (b"id;name\n", "begins no line of JSON"),
        (b"entity_id,prop,schema\nx,name,Person\n", "is missing from the header"),
    ],
)  # fmt: skip
def test_a_file_of_another_layout_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "data.ftm.json").write_bytes(content)
    found = loaded(project(tmp_path))
    assert all(
        problem.message == message or message in problem.message for problem in found.problems
    )
    assert found.problems
    assert not any(batch.is_whole for batch in batches(tmp_path))


def test_a_last_line_that_is_cut_off_is_told(tmp_path: Path) -> None:
    (batch,) = batches(written(tmp_path, GROUP, json.dumps(MEMBER).encode()[:40]))
    assert not batch.is_whole
    problem = only(batch.problems)
    assert (problem.line, problem.message, problem.remedy) == (
        2, "is cut off", "fetch the file again"
    )  # fmt: skip
    assert batch.entities


def test_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(GROUP).encode() + b"\r\n\r\n" + json.dumps(MEMBER).encode()
    (tmp_path / "data.ftm.json").write_bytes(raw)
    (batch,) = batches(project(tmp_path))
    assert not batch.problems
    assert batch.rows == 2
    assert {claim.origin.line for claim in batch.claims if claim.origin} == {1, 3}


def test_a_file_is_read_in_batches_of_a_bounded_size(tmp_path: Path) -> None:
    lines = [{**COMPANY, "id": f"c{n}"} for n in range(2 * ROWS + 5)]
    found = batches(written(tmp_path, *lines))
    assert [batch.rows for batch in found] == [ROWS, ROWS, 5]
    assert [len(batch.entities) for batch in found] == [ROWS, ROWS, 5]
    assert [len(batch.sources) for batch in found] == [1, 0, 0]


def test_an_id_in_two_files_is_told_and_ties_cross_files(tmp_path: Path) -> None:
    written(tmp_path, MEMBERSHIP, MEMBER)
    (tmp_path / "two.json").write_text(json.dumps(GROUP) + "\n" + json.dumps(MEMBER))
    project(tmp_path, "", "data.ftm.json", "two.json")
    found = loaded(tmp_path)
    assert only(found.problems).file == "two.json"
    (batch,) = batches(tmp_path)
    assert the(batch, AG.Membership).object == FRONT


def test_ids_that_differ_in_case_alone_are_two_entities(tmp_path: Path) -> None:
    batch = read(tmp_path, {**COMPANY, "id": "NK-ab"}, {**COMPANY, "id": "NK-aB"})
    assert len({entity.iri for entity in batch.entities}) == 2
    assert not loaded(tmp_path).problems


def test_the_whole_fixture_conforms_to_the_shapes(tmp_path: Path) -> None:
    lines = [GROUP, MEMBER, MEMBERSHIP, SANCTION, EVENT, COMPANY,
             *({**line, "id": f"t{n}"} for n, (line, *_) in enumerate(TIES))]  # fmt: skip
    checked = kg.check(written(tmp_path, *lines, more='version = "1"'))
    assert not checked.problems
    assert checked.report.is_sound


def accounted(batch: Batch, lines: Iterable[int]) -> None:
    """Fail unless each line is used, at fault, or left out."""
    read_: list[Entity | Claim | Source] = [*batch.entities, *batch.claims, *batch.sources]
    used = {one.origin.line for one in read_ if one.origin}
    rest = {one.line for one in batch.left_out} | {one.line for one in batch.problems}
    assert used | rest >= set(lines)


needs_ftm = pytest.mark.skipif(not IS_THERE, reason="followthemoney is not installed")
SAMPLES = {
    "date": "2014-06", "country": "ph", "entity": "NK-aB1", "url": "https://example.org/u",
    "number": "7", "identifier": "Q77", "topic": "crime.terror", "gender": "female",
    "language": "eng", "ip": "127.0.0.1", "email": "a@example.org", "phone": "+4930123456",
    "mimetype": "text/html", "checksum": "0" * 40, "json": "{}",
}  # fmt: skip


def sample(schema: followthemoney.Schema, number: int) -> Line:
    """Make up a record of a schema with a value for each of its properties."""
    properties = {
        prop.name: [SAMPLES.get(prop.type.name, f"{prop.name} of it")]
        for prop in schema.properties.values()
        if not prop.stub
    }
    return {"id": f"r{number}", "schema": schema.name, "properties": properties}


@needs_ftm
def test_the_table_of_schemata_is_that_of_the_library() -> None:
    concrete = {schema.name for schema in followthemoney.model if not schema.abstract}
    assert ftm_schemas.KNOWN - {"Thing"} == concrete
    names = {schema.name: schema for schema in followthemoney.model}
    for below, above in ftm_schemas._ABOVE.items():
        if below in names:
            assert {a.name for a in names[below].schemata} >= set(above)
    for schema, tie in ftm_schemas.TIES.items():
        assert {tie.subject, tie.object} <= set(names[schema].properties)
    for tie in ftm_schemas.SUCCESSION.values():
        assert {tie.subject, tie.object} <= set(names["Succession"].properties)
    parties = names["Company"].properties.keys() | names["Person"].properties.keys()
    assert {*ftm_schemas.NAMES, *ftm_schemas.CODES} <= parties
    every = {prop for schema in followthemoney.model for prop in schema.properties}
    assert set(ftm_schemas.REASONS) <= every


@needs_ftm
def test_a_record_of_every_schema_is_used_or_left_out(tmp_path: Path) -> None:
    kinds = sorted((s for s in followthemoney.model if not s.abstract), key=lambda s: s.name)
    lines = [GROUP, *(sample(schema, number) for number, schema in enumerate(kinds))]
    batch = read(tmp_path, *lines)
    assert not batch.problems
    assert batch.rows == len(lines)
    accounted(batch, range(1, len(lines) + 1))
    assert not loaded(tmp_path).problems
    assert kg.check(tmp_path).report.is_sound


@needs_ftm
def test_every_statement_of_every_schema_is_used_or_left_out(tmp_path: Path) -> None:
    kinds = sorted((s for s in followthemoney.model if not s.abstract), key=lambda s: s.name)
    lines = [GROUP, *(sample(schema, number) for number, schema in enumerate(kinds))]
    said = [
        dict(one.to_dict())
        for line in lines
        for one in Statement.from_entity(followthemoney.model.get_proxy(line), "a")
    ]
    found = batches(written(tmp_path, *said))
    assert not [problem for batch in found for problem in batch.problems]
    assert sum(batch.rows for batch in found) == len(said)
    left = {(one.line, one.column) for batch in found for one in batch.left_out}
    made = repr([(b.entities, b.claims, b.quads, b.sources) for b in found])
    for row, one in enumerate(said, 1):
        value = {"NK-aB1": "nk-ab1", "eng": "'en'"}.get(str(one["value"]), str(one["value"]))
        known = value in made or value.upper() in made
        assert (row, one["prop"]) in left or (row, None) in left or known, one


TEXTS = st.sampled_from(["", "x", "NK-aB1", "p1", "2014", "2014-13", "ph", "split", "\x00", "Q1"])
VALUES = st.one_of(TEXTS, st.none(), st.integers(0, 3000), st.lists(TEXTS, max_size=2))


@st.composite
def records(draw: st.DrawFn) -> Line:
    line = draw(st.sampled_from([GROUP, MEMBER, MEMBERSHIP, SANCTION, EVENT, COMPANY,
                                 *(one for one, *_ in TIES)]))  # fmt: skip
    properties = dict(line["properties"])
    for prop in draw(st.lists(st.sampled_from(sorted(properties)), max_size=3)):
        properties[prop] = draw(VALUES)
    changed: Line = {**line, "id": f"{line['id']}", "properties": properties}
    if draw(st.booleans()):
        changed["datasets"] = draw(st.lists(st.sampled_from(["a", "b"]), max_size=2))
    return changed


@given(st.lists(records(), min_size=1, max_size=6))
def test_every_line_is_used_at_fault_or_left_out(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line]
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    batch = read(folder, *lines)
    assert batch.rows == len(lines)
    accounted(batch, range(1, len(lines) + 1))
    claims = [claim.iri for claim in batch.claims]
    assert len(claims) == len(set(claims))
    told = {problem.message for problem in loaded(folder).problems}
    assert told == {problem.message for problem in batch.problems}
