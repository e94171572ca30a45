"""Security Force Monitor: what a row says is what its claims say; every row is accounted for.

All units, persons and citations here are made up, but for the one example row of the handbook.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.ingest.sfm import columns
from kg.ingest.sfm.reader import BATCH
from kg.model.bounds import Bounds
from kg.vocabulary import AG
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg.ingest import Batch
    from kg.model.values import Claim, Entity

U1, U2, U3 = (f"0000000{n}-aaaa-4aaa-8aaa-aaaaaaaaaaaa" for n in (1, 2, 3))
P1, P2 = (f"0000000{n}-bbbb-4bbb-8bbb-bbbbbbbbbbbb" for n in (1, 2))
X1, X2, X3 = (f"0000000{n}-cccc-4ccc-8ccc-cccccccccccc" for n in (1, 2, 3))
L1 = "00000001-dddd-4ddd-8ddd-dddddddddddd"
C1, C2, S1, PUB = (f"0000000{n}-eeee-4eee-8eee-eeeeeeeeeeee" for n in (1, 2, 3, 4))
BASE = "https://example.org/p/"

CLAIM = {
    "status:meta": "accepted", "citation:refs:claim": C1, "starting:range": "N",
    "ending:range": "N", "first_precise:range": "2014-08-01", "last_precise:range": "2014-08-05",
}  # fmt: skip
UNIT = {
    **CLAIM, "about_entity:ref:claim": U1, "name:annotation": "1 Brigade",
    "unit:names:assertion": "1st Brigade; Bde 1", "unit:classifications:assertion": "Army;Military",
    "country:annotation": "xx",
}  # fmt: skip
PERSON = {
    **CLAIM, "about_entity:ref:claim": P1, "name:annotation": "Ann Ex",
    "person:names:assertion": "A. Ex", "country:annotation": "xx", "starting:range": "Y",
}  # fmt: skip
POSTING = {
    **CLAIM, "about_entity:ref:claim": X1, "posting:person:refs:assertion": P1,
    "posting:unit:refs:assertion": U1, "posting:roles:assertion": "Commander",
    "posting:titles:assertion": "", "posting:ranks:assertion": "Brigadier General",
}  # fmt: skip
RELATION = {
    **CLAIM, "about_entity:ref:claim": X2, "relation:unit:refs:assertion": U1,
    "relation:types:assertion": "child-of", "relation:related_unit:refs:assertion": U2,
    "relation:related_unit_classes:assertion": "command",
}  # fmt: skip
POSITIONING = {
    **CLAIM, "about_entity:ref:claim": X3, "positioning:unit:refs:assertion": U1,
    "positioning:types:assertion": "site", "positioning:base_names:assertion": "Leopard Base",
    "positioning:location:refs:assertion": L1,
    "positioning:location:names:qa": f"Nowhere Town (osm, point) {L1}",
}  # fmt: skip
INCIDENT = {
    **CLAIM, "about_entity:ref:claim": X1, "about_entity:name:qa": "Shots in Nowhere Town",
    "incident:location:refs:assertion": L1, "incident:location:descriptions:assertion": "a mine",
    "incident:violation:types:assertion": "Torture", "country:annotation": "xx",
    "incident:perpetrator:refs:assertion": U1, "incident:victim:refs:assertion": P2,
    "incident:perpetrator:classifications:assertion": "Army; Police",
    "incident:violation:descriptions:assertion": "According to X organisation, …",
}  # fmt: skip
SOURCE = {
    "source:source_id:admin": S1, "source:title": "A report", "source:type": "document",
    "source:author": "N. N.", "source:published_timestamp": "2014-09-01T10:00:00Z",
    "source:url": "https://example.net/report", "source:publication_id:admin": PUB,
}  # fmt: skip
PUBLICATION = {
    "source:publication_id:admin": PUB, "source:publication_name": "The Nowhere Times",
    "source:publication_country": "xx",
}  # fmt: skip
CITATION = {
    "source:access_point_id:admin": C1, "source:access_point_type": "page",
    "source:access_point_trigger": "11-12", "source:source_id:admin": S1,
    "source:archive_url": "https://web.example.net/2015/report",
    "source:archive_timestamp": "2015-07-03T12:00:13Z",
}  # fmt: skip


def write(path: Path, rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> None:
    rows = list(rows)
    needed = [c for c in (*columns._CLAIMS_NEED, "type:claim") if "status:meta" in rows[0]]
    header = list(dict.fromkeys([*(c for row in rows for c in row), *needed]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)


def project(folder: Path, more: str = "", **sheets: Iterable[Mapping[str, str]]) -> Path:
    """Write the sheets, each into a file of its name; `more` are lines of the source's table."""
    for name, rows in sheets.items():
        write(folder / f"{name}.csv", rows)
    paths = ", ".join(f'"{name}.csv"' for name in sheets)
    source = f'[[source]]\nid = "sfm"\nformat = "sfm"\npath = [{paths}]\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def whole(folder: Path, **changes: Iterable[Mapping[str, str]]) -> Path:
    """Write a project with one row of each sheet, or with others in the place of some."""
    sheets: dict[str, Iterable[Mapping[str, str]]] = {
        "incidents": [{**INCIDENT, "about_entity:ref:claim": U3}], "postings": [POSTING],
        "relations": [RELATION],
        "positionings": [POSITIONING],
        "persons": [PERSON, {**PERSON, "about_entity:ref:claim": P2}],
        "units": [UNIT, {**UNIT, "about_entity:ref:claim": U2}], "citations": [CITATION],
        "sources": [SOURCE], "publications": [PUBLICATION],
    }  # fmt: skip
    return project(folder, 'licence = "CC-BY-4.0"', **{**sheets, **changes})


def entity(local_id: str) -> NamedNode:
    return NamedNode(f"{BASE}entity/sfm-{local_id}")


def of(found: Iterable[Batch], kind: NamedNode) -> list[Claim]:
    return [claim for batch in found for claim in batch.claims if claim.relationship == kind]


def things(found: Iterable[Batch]) -> dict[NamedNode, Entity]:
    return {thing.iri: thing for batch in found for thing in batch.entities}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Batch]:
    folder = whole(tmp_path_factory.mktemp("sfm"))
    found = batches(folder)
    assert not [problem for batch in found for problem in batch.problems]
    return found


def test_a_project_of_all_sheets_is_sound(tmp_path: Path) -> None:
    assert kg.check(whole(tmp_path)).problems == ()


def test_command_is_passed_up_and_an_allegation_is_no_fact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.project.SYNTAXES", ("nq",))
    folder = kg.build(whole(tmp_path)).folder / "data"
    stated, inferred = (
        (folder / f"{part}.nq").read_text("utf-8") for part in ("stated", "inferred")
    )
    person, superior = (f"<{BASE}entity/sfm-{i}>" for i in (P1, U2))
    assert f"{person} <{AG.iri('servesUnder')}> {superior} " in inferred
    assert AG.iri("participatedIn") not in stated + inferred


def test_a_unit_exists_and_is_named(read: list[Batch]) -> None:
    unit = things(read)[entity(U1)]
    assert (unit.kind, unit.name, unit.codes) == (
        AG.StateForce, Literal("1 Brigade"), (f"SFM {U1}",)
    )  # fmt: skip
    assert unit.description == "Army; Military"
    names = [(c.object, c.role) for c in of(read, AG.Naming) if c.subject == unit.iri]
    assert names == [
        (Literal("1st Brigade"), "name in a source"), (Literal("Bde 1"), "name in a source"),
        (Literal("1 Brigade"), "name used by the Monitor"),
    ]  # fmt: skip
    existence = next(c for c in of(read, AG.Existence) if c.subject == unit.iri)
    assert existence.attested == "2014-08-01/2014-08-05"
    assert existence.note == (
        "Classified as Army; Military. Grouped by the Monitor under the country xx."
    )


def test_that_a_person_was_born_is_no_start_of_the_name(read: list[Batch]) -> None:
    (existence,) = (c for c in of(read, AG.Existence) if c.subject == entity(P1))
    naming, _ = (c for c in of(read, AG.Naming) if c.subject == entity(P1))
    assert existence.start == "2014-08-01"
    assert existence.bounds.earliest_start is not None
    assert naming.start == ""
    assert naming.bounds.possible() == (None, None)
    assert naming.bounds.certain() == existence.bounds.certain()


def test_a_commander_leads_with_role_and_rank_in_the_words_of_the_source(read: list[Batch]) -> None:
    (claim,) = of(read, AG.Leadership)
    assert (claim.subject, claim.object) == (entity(P1), entity(U1))
    assert claim.role == "Commander, Brigadier General"
    assert (claim.modality, claim.status, claim.stance) == ("stated", "accepted", "affirms")
    assert claim.locator.record == "postings.csv, row 2"
    assert (claim.origin and claim.origin.file, claim.origin and claim.origin.row) == (
        "postings.csv", 2
    )  # fmt: skip


def test_what_is_cited_is_a_source_of_unknown_licence(read: list[Batch]) -> None:
    (claim,) = of(read, AG.Leadership)
    own, cited = (source for batch in read for source in batch.sources)
    assert claim.locator.cites == (cited.iri,)
    assert cited.iri.value == f"{BASE}source/sfm-{C1}"
    assert (cited.kind, cited.title, cited.creator, cited.publisher) == (
        AG.Source, "A report", "N. N.", "The Nowhere Times"
    )  # fmt: skip
    assert (cited.date, cited.version) == ("2014-09-01", "2015-07-03T12:00:13Z")
    assert cited.url == "https://web.example.net/2015/report"
    assert cited.note == (
        "Cited at page 11-12. First at https://example.net/report . Kind of source: document. "
        "Country of the publication: xx. Time of publication: 2014-09-01T10:00:00Z."
    )
    assert cited.licence.value == "http://rightsstatements.org/vocab/UND/1.0/"
    assert (cited.graph, cited.graph_licence) == (own.graph, own.graph_licence)


def test_the_licence_is_that_of_the_project_file(tmp_path: Path) -> None:
    folder = project(tmp_path, 'licence = "CC-BY-4.0"\nversion = "2024"\nreliability = "B"',
                     units=[UNIT])  # fmt: skip
    (found,) = batches(folder)
    assert found.sources[0].licence.value == "https://creativecommons.org/licenses/by/4.0/"
    assert found.sources[0].graph.value == f"{BASE}graph/sfm/2024"
    assert {claim.reliability for claim in found.claims} == {"B"}


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("Commander", AG.Leadership), ("commander", AG.Leadership),
        ("Chief of Staff", AG.Membership),
        ("Second in Command", AG.Membership), ("Deputy Commander", AG.Membership),
        ("", AG.Membership),
    ],
)  # fmt: skip
def test_only_a_commander_leads(tmp_path: Path, role: str, kind: NamedNode) -> None:
    folder = project(tmp_path, postings=[{**POSTING, "posting:roles:assertion": role}])
    (claim,) = (claim for batch in batches(folder) for claim in batch.claims)
    assert claim.relationship == kind


@pytest.mark.parametrize(
    ("type_", "class_", "kind", "role"),
    [
        ("child-of", "command", AG.Allegiance, "child-of, command"),
        ("child-of", "administrative", AG.Affiliation, "child-of, administrative"),
        ("child-of", "class", AG.Membership, "child-of, class"),
        ("child-of", "", AG.Affiliation, "child-of"),
        ("member-of", "command", AG.Affiliation, "member-of, command"),
    ],
)
def test_relations(tmp_path: Path, type_: str, class_: str, kind: NamedNode, role: str) -> None:
    row = {
        **RELATION, "relation:types:assertion": type_,
        "relation:related_unit_classes:assertion": class_,
    }  # fmt: skip
    (claim,) = (c for b in batches(project(tmp_path, relations=[row])) for c in b.claims)
    assert (claim.relationship, claim.role) == (kind, role)
    assert (claim.subject, claim.object) == (entity(U1), entity(U2))


def test_a_positioning_is_a_presence_at_a_place_without_a_sheet(read: list[Batch]) -> None:
    (claim,) = of(read, AG.Presence)
    assert (claim.subject, claim.object) == (entity(U1), entity(L1))
    assert claim.role == "site, Leopard Base"
    place = things(read)[entity(L1)]
    assert (place.kind, place.name) == (AG.Place, Literal("Nowhere Town (osm, point)"))
    assert place.note == (
        "Referred to in positionings.csv, row 2; no sheet of locations was given."
    )


def test_an_incident_accuses_nobody_for_certain(read: list[Batch]) -> None:
    event = things(read)[entity(U3)]
    assert (event.kind, event.description) == (AG.Event, "Alleged: Torture")
    assert {claim.note for claim in of(read, AG.Participation)} == {
        "Alleged: Torture. Place: a mine."
    }
    accused = of(read, AG.Participation)
    assert {claim.modality for claim in accused} == {"possible"}
    assert {claim.role for claim in accused} == {"alleged perpetrator"}
    assert {claim.subject for claim in accused} == {
        entity(U1), entity("branch-army-xx"), entity("branch-police-xx")
    }  # fmt: skip
    assert things(read)[entity("branch-army-xx")].kind == AG.CollectiveLabel
    (targeting,) = of(read, AG.Targeting)
    assert (targeting.subject, targeting.object) == (event.iri, entity(P2))
    (occurrence,) = of(read, AG.Occurrence)
    assert (occurrence.object, occurrence.attested) == (entity(L1), "2014-08-01/2014-08-05")


@pytest.mark.parametrize(
    ("status", "ours", "note"),
    [
        ("accepted", "accepted", ""),
        ("conflict", "contested", "Status at the Security Force Monitor: conflict."),
        ("work_needed", "contested", "Status at the Security Force Monitor: work_needed."),
        ("issue", "contested", "Status at the Security Force Monitor: issue."),
        ("3", "accepted", "Status at the Security Force Monitor: 3."),
    ],
)
def test_a_status_is_kept_and_mapped_where_it_is_documented(
    tmp_path: Path, status: str, ours: str, note: str
) -> None:
    row = {**UNIT, "status:meta": status}
    (found,) = batches(project(tmp_path, units=[row]))
    assert {claim.status for claim in found.claims} == {ours}
    told = f"{note} Citations there: {C1}.".strip()
    assert {claim.note for claim in found.claims if claim.relationship == AG.Naming} == {told}


def test_both_pairs_of_dates_and_what_is_said_of_them_are_kept(tmp_path: Path) -> None:
    row = {
        **POSTING, "first_imprecise:range": "2014-07-01", "last_imprecise:range": "2014-07-31",
        "starting:range": "Y", "starting_context:range": "ceremony",
        "public_notes:meta": "Last week.",
        "citation:refs:claim": f"{C1};{C2}",
    }  # fmt: skip
    (claim,) = (c for b in batches(project(tmp_path, postings=[row])) for c in b.claims)
    assert claim.start == "[2014-07-01..2014-07-31]"
    assert claim.attested == "2014-08-01/2014-08-05"
    assert claim.note == (
        "Imprecise range: 2014-07-01 to 2014-07-31. Start: ceremony. "
        f"Citations there: {C1}, {C2}. Last week."
    )


KEYS = {
    "status:meta": ":claim/statuses", "citation:refs:claim": ":claim/citation:refs",
    "about_entity:ref:claim": ":claim/about-entity:ref", "starting:range": ":range/starting?",
    "ending:range": ":range/ending?", "first_precise:range": ":range-precise/first",
    "last_precise:range": ":range-precise/last", "first_imprecise:range": ":range-imprecise/first",
    "last_imprecise:range": ":range-imprecise/last",
    "relation:unit:refs:assertion": ":assertion/relation:unit:refs",
    "relation:types:assertion": ":assertion/relation:types",
    "relation:related_unit:refs:assertion": ":assertion/relation:related-unit:refs",
    "relation:related_unit_classes:assertion": ":assertion/relation:related-unit-classes",
}  # fmt: skip


def test_the_other_spelling_and_tabs_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "keys").mkdir()
    labels = batches(project(tmp_path / "labels", relations=[RELATION]))
    folder = project(tmp_path / "keys", relations=[RELATION])
    row = {KEYS[column]: text for column, text in RELATION.items()}
    row |= {KEYS[column]: "" for column in columns._CLAIMS_NEED if column not in RELATION}
    write(folder / "relations.csv", [row], "\t")
    assert [b.claims for b in batches(folder)] == [b.claims for b in labels]


def test_a_fault_names_the_column_as_the_file_spells_it(tmp_path: Path) -> None:
    row = {KEYS[column]: text for column, text in RELATION.items()}
    row |= {":range-imprecise/first": "", ":range-imprecise/last": "", ":range/starting?": "maybe"}
    folder = project(tmp_path, relations=[RELATION])
    write(folder / "relations.csv", [row], ";")
    problem = only(loaded(folder).problems)
    assert (problem.row, problem.column, problem.value) == (2, ":range/starting?", "maybe")


REFERENCES = [
    ("postings", POSTING, "posting:person:refs:assertion", "person"),
    ("postings", POSTING, "posting:unit:refs:assertion", "unit"),
    ("relations", RELATION, "relation:related_unit:refs:assertion", "unit"),
    ("positionings", POSITIONING, "positioning:unit:refs:assertion", "unit"),
    ("incidents", {**INCIDENT, "about_entity:ref:claim": U3}, "incident:victim:refs:assertion",
     "person"),
    ("postings", POSTING, "citation:refs:claim", "citation"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column", "kind"), REFERENCES)
def test_a_reference_that_leads_nowhere_is_named(
    tmp_path: Path, sheet: str, row: dict[str, str], column: str, kind: str
) -> None:
    folder = whole(tmp_path, **{sheet: [{**row, column: C2}]})
    problem = only(loaded(folder).problems)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        f"{sheet}.csv", 2, column, C2
    )  # fmt: skip
    assert problem.message == f"names {C2}, which has no row in the sheets"
    assert f"add a row for it to the {kind}s" in problem.remedy


def test_a_reference_to_a_row_at_fault_is_left_out(tmp_path: Path) -> None:
    units = [{**UNIT, "starting:range": "maybe"}, {**UNIT, "about_entity:ref:claim": U2}]
    folder = whole(tmp_path, units=units)
    assert only(loaded(folder).problems).column == "starting:range"
    left_out = [each for b in batches(folder) for each in b.left_out if each.value == U1]
    assert {(left.file, left.row) for left in left_out} == {
        ("postings.csv", 2), ("relations.csv", 2), ("positionings.csv", 2), ("incidents.csv", 2)
    }  # fmt: skip


FAULTS: list[tuple[str, dict[str, str], str, str]] = [
    ("units", {"about_entity:ref:claim": "one"}, "about_entity:ref:claim", "is no id of the"),
    ("units", {"unit:names:assertion": ""}, "unit:names:assertion", "is blank"),
    ("units", {"status:meta": ""}, "status:meta", "is blank"),
    ("units", {"citation:refs:claim": ""}, "citation:refs:claim", "is blank"),
    ("units", {"last_precise:range": "2014-08"}, "last_precise:range", "is no full date"),
    ("units", {"type:claim": "posting"}, "type:claim", "stands in a sheet of units"),
    ("persons", {"about_entity:ref:claim": U1}, "about_entity:ref:claim", "is the id of a unit"),
    ("postings", {"posting:unit:refs:assertion": P1}, "posting:unit:refs:assertion",
     f"names {P1}, which is a person"),
    ("postings", {"posting:unit:refs:assertion": ""}, "posting:unit:refs:assertion", "is blank"),
    ("relations", {"relation:types:assertion": "sibling-of"}, "relation:types:assertion",
     "is not known here"),
    ("positionings", {"positioning:types:assertion": "depot"}, "positioning:types:assertion",
     "is not known here"),
    ("positionings", {"positioning:location:refs:assertion": "Nowhere"},
     "positioning:location:refs:assertion", "names 'nowhere', which is no id"),
    ("incidents", {"incident:violation:types:assertion": ""}, "incident:violation:types:assertion",
     "is blank"),
    ("sources", {"source:published_timestamp": "1 May 2014"}, "source:published_timestamp",
     "is no timestamp"),
    ("sources", {"source:url": "example.net"}, "source:url", "is no web address"),
    ("citations", {"source:access_point_id:admin": "11"}, "source:access_point_id:admin",
     "is no id of the"),
]  # fmt: skip
ROWS = {
    "units": [UNIT, {**UNIT, "about_entity:ref:claim": U2}],
    "persons": [PERSON, {**PERSON, "about_entity:ref:claim": P2}], "postings": [POSTING],
    "relations": [RELATION], "positionings": [POSITIONING],
    "incidents": [{**INCIDENT, "about_entity:ref:claim": U3}], "sources": [SOURCE],
    "citations": [CITATION],
}  # fmt: skip


@pytest.mark.parametrize(("sheet", "change", "column", "told"), FAULTS)
def test_a_fault_is_told_once(
    tmp_path: Path, sheet: str, change: dict[str, str], column: str, told: str
) -> None:
    rows = [*ROWS[sheet], {**ROWS[sheet][0], "last_precise:range": "2014-08-06", **change}]
    if sheet in ("sources", "citations"):
        rows[-1].pop("last_precise:range")
        rows[-1] = {**rows[-1], f"source:{'source' if sheet == 'sources' else 'access_point'}"
                    "_id:admin": C2, **change}  # fmt: skip
    problem = only(loaded(whole(tmp_path, **{sheet: rows})).problems)
    assert (problem.file, problem.row) == (f"{sheet}.csv", len(rows) + 1)
    assert problem.column == column
    assert problem.message.startswith(told)
    assert problem.remedy


def test_a_perpetrator_may_be_a_person_of_a_sheet_that_was_not_given(tmp_path: Path) -> None:
    row = {**INCIDENT, "about_entity:ref:claim": U3, "incident:perpetrator:refs:assertion": P1}
    folder = project(tmp_path, incidents=[row], units=[UNIT])
    assert kg.check(folder).problems == ()
    person = things(batches(folder))[entity(P1)]
    assert person.kind == AG.Party
    assert person.note == "Referred to in incidents.csv, row 2; no sheet of persons was given."


def test_a_row_that_says_what_another_says_is_told(tmp_path: Path) -> None:
    rows = [POSTING, {**POSTING, "public_notes:meta": "Again."}]
    problem = only(loaded(project(tmp_path, postings=rows)).problems)
    assert problem.message == "has all that postings.csv, row 2 says"


def test_rows_about_one_posting_are_claims_of_their_own(tmp_path: Path) -> None:
    rows = [POSTING, {**POSTING, "first_precise:range": "2014-08-02"}]
    claims = [c for b in batches(project(tmp_path, postings=rows)) for c in b.claims]
    assert len({claim.iri for claim in claims}) == 2
    assert [claim.bounds for claim in claims] != [Bounds(), Bounds()]


BROKEN = [
    (lambda text: text.replace(",", "|"), "is the only column", "separate the cells by"),
    (lambda text: text.replace("posting:unit:refs", "posting:unit:id"),
     "has the header of no sheet",
     "the nearest is that of postings, which lacks posting:unit:refs:assertion"),
    (lambda text: text.replace("posting:ranks:", "posting:rank:"),
     "is not a column of a sheet of postings", "did you mean 'posting:ranks:assertion'?"),
    (lambda text: text.replace("status:meta", "citation:refs:claim"), "stands twice", "remove one"),
    (lambda _: "", "is empty", "begin with the header row"),
    (lambda text: text.rstrip()[:-30], "has ", "end the row whole"),
    (lambda text: text.replace("Commander", '"Commander'), "cannot be read as CSV", "quotation"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "told", "remedy"), BROKEN)
def test_a_broken_file(
    tmp_path: Path, damage: Callable[[str], str], told: str, remedy: str
) -> None:
    folder = whole(tmp_path)
    path = folder / "postings.csv"
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8")
    problem = only(loaded(folder).problems)
    assert problem.file == "postings.csv"
    assert problem.message.startswith(told)
    assert remedy in problem.remedy


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    path = folder / "postings.csv"
    path.write_bytes(path.read_bytes().replace(b"Commander", b"Command\xe9"))
    problem = only(loaded(folder).problems)
    assert (problem.row, problem.value) == (2, "e9")
    assert problem.message == "are bytes that are not UTF-8"


def test_a_sheet_that_cannot_be_read_makes_no_faults_of_references_to_it(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    (folder / "units.csv").write_text("one,two\n", encoding="utf-8")
    assert only(loaded(folder).problems).file == "units.csv"


def test_every_row_is_used_or_at_fault_or_left_out(tmp_path: Path) -> None:
    citations = [CITATION, {**CITATION, "source:access_point_id:admin": C2}]
    units = [*ROWS["units"], {**UNIT, "about_entity:ref:claim": "?"}]
    found = batches(whole(tmp_path, citations=citations, units=units))
    rows = sum(batch.rows for batch in found)
    origins = [claim.origin for batch in found for claim in batch.claims]
    origins += [source.origin for batch in found for source in batch.sources]
    used = {(origin.file, origin.row) for origin in origins if origin}
    faulty = {(p.file, p.row) for b in found for p in b.problems}
    left = {(x.file, x.row) for b in found for x in b.left_out if x.row and not x.column}
    looked_up = {("sources.csv", 2), ("publications.csv", 2)}
    assert left == {("citations.csv", 3)}
    assert faulty == {("units.csv", 4)}
    assert rows == len(used | faulty | left | looked_up) == 13


def test_a_column_that_is_not_carried_is_named_once_with_the_reason(tmp_path: Path) -> None:
    rows = [{**UNIT, "researcher:meta": "TW", "colour": "red"},
            {**UNIT, "about_entity:ref:claim": U2, "researcher:meta": "TW"}]  # fmt: skip
    (found,) = batches(project(tmp_path, units=rows))
    assert [(left.row, left.column, left.value) for left in found.left_out] == [
        (None, "researcher:meta", ""), (None, "colour", "")
    ]  # fmt: skip
    assert "Research Handbook" in found.left_out[1].reason
    assert "TW" not in repr(found.claims)


def test_batches_do_not_grow_with_the_file(tmp_path: Path) -> None:
    ids = [f"{number:08}-aaaa-4aaa-8aaa-aaaaaaaaaaaa" for number in range(BATCH + 5)]
    found = batches(project(tmp_path, units=[{**UNIT, "about_entity:ref:claim": i} for i in ids]))
    assert [batch.rows for batch in found] == [BATCH, 5]
    assert len(found[0].sources) == 1
    assert len(found[1].sources) == 0
    assert len(things(found)) == BATCH + 5


def test_rows_of_files_of_one_name_are_places_of_their_own(tmp_path: Path) -> None:
    folder = project(tmp_path, postings=[POSTING])
    for country in ("one", "two"):
        (folder / country).mkdir()
        row = {**POSTING, "citation:refs:claim": C1 if country == "one" else C2}
        write(folder / country / "postings.csv", [row])
    toml = (folder / "kg.toml").read_text("utf-8")
    several = toml.replace('"postings.csv"', '"one/postings.csv", "two/postings.csv"')
    (folder / "kg.toml").write_text(several, encoding="utf-8")
    records = [claim.locator.record for batch in batches(folder) for claim in batch.claims]
    assert records == ["one/postings.csv, row 2", "two/postings.csv, row 2"]


def test_the_joined_sheet_of_sources_needs_no_other(tmp_path: Path) -> None:
    row = {**PUBLICATION, **SOURCE, **CITATION}
    found = batches(project(tmp_path, postings=[POSTING], sources=[row]))
    cited = [source for batch in found for source in batch.sources][1]
    assert (cited.title, cited.publisher) == ("A report", "The Nowhere Times")
    assert not [left for batch in found for left in batch.left_out]


def documented(real_data: Callable[[str], Path], kind: str) -> list[tuple[str, str]]:
    path = real_data(f"data/sfm/cluster-{kind}.csv")
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))[1:]
    return [(row[0].strip("` \t"), row[3].strip("` \t")) for row in rows if row]


SHEETS = {
    "unit-fields": "unit", "person-fields": "person", "postings-fields": "posting",
    "relation-fields": "relation", "positioning-fields": "positioning",
    "incident-fields": "incident", "source-sources": "source", "source-citations": "citation",
    "source-publications": "publication",
}  # fmt: skip


@pytest.mark.parametrize(("file", "kind"), SHEETS.items())
def test_every_documented_column_is_mapped_or_left_out(
    real_data: Callable[[str], Path], file: str, kind: str
) -> None:
    fields = documented(real_data, file)
    assert fields
    labels = {heading for heading, _ in fields}
    assert labels <= {*columns.MAPPED[kind], *columns.LEFT_OUT}
    assert not {*columns.MAPPED[kind]} & {*columns.LEFT_OUT}
    for heading, key in fields:
        assert columns.label(heading) == heading
        if key not in ("n/a", "proposed", ":entity/id"):
            assert columns.label(key) == heading, key
    sheet = columns.recognise(file, [heading for heading, _ in fields])
    assert sheet.kind == kind
    assert {*sheet.left_out} == labels & {*columns.LEFT_OUT}


def test_the_example_row_of_the_handbook(real_data: Callable[[str], Path], tmp_path: Path) -> None:
    path = real_data("data/sfm/example-claim-as-row.csv")
    folder = project(tmp_path, postings=[POSTING])
    (folder / "postings.csv").write_bytes(path.read_bytes())
    assert kg.check(folder).problems == ()
    (claim,) = (claim for batch in batches(folder) for claim in batch.claims)
    assert claim.relationship == AG.Leadership
    assert claim.role == "Commander, Brigadier General"
    assert claim.start == "[2012-09-01..2012-09-30]"
    assert claim.bounds == Bounds.read("[2012-09-01..2012-09-30]", "", claim.attested)
    assert claim.subject == entity("bcce8f1d-8336-466c-be8e-c6074f96cde4")
    assert claim.note.startswith("Status at the Security Force Monitor: 3.")
