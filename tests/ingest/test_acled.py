"""ACLED: what the columns hold is what the claims say. Every row here is made up.

ACLED's terms do not let its rows be passed on: none may ever stand in this repository.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.ingest.acled import codes
from kg.ingest.acled.reader import BATCH, TERMS
from kg.model import schema as schemas
from kg.model.bounds import Bounds
from kg.vocabulary import AG
from tests.projects import TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg.ingest import Batch
    from kg.model.values import Claim, Entity

BASE = "https://example.org/p/"
# As in the exports of 2024; the country and all who fight in it are invented.
COLUMNS = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
]  # fmt: skip
SENTENCE = "On 3 May, the lancers clashed with the army near the old mill."
ROW = {
    "event_id_cnty": "ZZZ1", "event_date": "2021-05-03", "year": "2021", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Zubrowka (2015-)",
    "inter1": "State forces", "actor2": "Lancers of Lutz", "inter2": "Rebel group",
    "interaction": "State forces-Rebel group", "iso": "999", "region": "Inner Marches",
    "country": "Zubrowka", "admin1": "Upper Zub", "admin2": "Lutz District", "location": "Lutz",
    "latitude": "47.5000", "longitude": "12.2500", "geo_precision": "1",
    "source": "Zub Daily; Radio Lutz", "source_scale": "National", "notes": SENTENCE,
    "fatalities": "0", "tags": "crowd size=no report", "timestamp": "1620000000",
}  # fmt: skip


def project(
    folder: Path, *rows: Mapping[str, str], delimiter: str = ",", more: str = "",
    spelt: Callable[[str], str] = str,
) -> Path:  # fmt: skip
    """Write an export of rows that differ from `ROW`; without an id they are numbered."""
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        extra = dict.fromkeys(c for row in rows for c in row if c not in COLUMNS)
        writer = csv.DictWriter(file, [*COLUMNS, *extra], restval="", delimiter=delimiter)
        file.write(delimiter.join(spelt(column) for column in [*COLUMNS, *extra]) + "\r\n")
        for number, row in enumerate(rows, 1):
            writer.writerow({**ROW, "event_id_cnty": f"ZZZ{number}", **row})
    source = f'[[source]]\nid = "acled"\nformat = "acled"\npath = "export.csv"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def entity(local_id: str) -> NamedNode:
    return NamedNode(f"{BASE}entity/acled-{local_id}")


EVENT, ARMY, LANCERS = (
    entity("event-zzz1"), entity("military-forces-of-zubrowka-2015"), entity("lancers-of-lutz")
)  # fmt: skip
LUTZ = entity("place-zubrowka-upper-zub-lutz-district-lutz")


def claims(found: Iterable[Batch], *kinds: NamedNode) -> list[Claim]:
    return [c for b in found for c in b.claims if not kinds or c.relationship in kinds]


def things(found: Iterable[Batch]) -> dict[NamedNode, Entity]:
    return {thing.iri: thing for batch in found for thing in batch.entities}


def left_out(found: Iterable[Batch]) -> list[tuple[int | None, str | None, str]]:
    return [(x.row, x.column, x.reason) for b in found for x in b.left_out if x.row]


def test_an_export_is_sound_and_its_sentences_are_nowhere(tmp_path: Path) -> None:
    checked = kg.check(project(tmp_path, {}, {"actor2": "Civilians (Zubrowka)", "inter2": "7",
                                              "event_type": "Violence against civilians",
                                              "sub_event_type": "Attack"}))  # fmt: skip
    assert checked.problems == ()
    assert not [quad for quad in checked.loaded.quads if "old mill" in str(quad)]


def test_the_licence_is_the_address_of_the_terms_unless_the_project_says_otherwise(
    tmp_path: Path,
) -> None:
    (found,) = batches(project(tmp_path, {}))
    assert found.sources[0].licence.value == TERMS
    assert found.sources[0].graph_licence.value == TERMS
    (found,) = batches(project(tmp_path, {}, more='licence = "https://example.org/deal"'))
    assert found.sources[0].graph_licence.value == "https://example.org/deal"


def test_an_event_in_whole(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {}))
    event = things(found)[EVENT]
    assert event.kind == AG.Battle
    assert event.name == Literal("Armed clash, Lutz, 2021-05-03", language="en")
    assert event.description == "Political violence; Battles; Armed clash"
    assert event.codes == ("ACLED ZZZ1",)
    assert event.note == "Tags: crowd size=no report. Timestamp of the row: 1620000000."
    parties = [(c.subject, c.side, c.role) for c in claims(found, AG.Participation)]
    assert parties == [(ARMY, "1", ""), (LANCERS, "2", "")]
    (occurrence,) = claims(found, AG.Occurrence)
    assert (occurrence.subject, occurrence.object) == (EVENT, LUTZ)
    assert occurrence.precision == AG.WithinSettlement
    assert occurrence.iri.value == f"{BASE}claim/acled-zzz1-at"
    assert occurrence.locator.record == "ZZZ1"
    assert occurrence.locator.informant == "Zub Daily; Radio Lutz (source scale: National)"
    (deaths,) = claims(found, AG.Estimate)
    assert deaths.object == AG.Deaths
    assert (deaths.low, deaths.best, deaths.high) == (None, Decimal(0), None)
    day = date(2021, 5, 3)
    assert {c.bounds for c in claims(found) if c.relationship != AG.Containment} == {
        Bounds(day, day, day, day)
    }


def test_places_lie_in_each_other(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {"admin3": "Lutz Ward"}, {"location": "Nebel"}))
    inside = {c.subject: c.object for c in claims(found, AG.Containment)}
    ward = entity("admin3-zubrowka-upper-zub-lutz-district-lutz-ward")
    district = entity("admin2-zubrowka-upper-zub-lutz-district")
    upper = entity("admin1-zubrowka-upper-zub")
    assert inside == {
        entity("place-zubrowka-upper-zub-lutz-district-lutz-ward-lutz"): ward,
        entity("place-zubrowka-upper-zub-lutz-district-nebel"): district,
        ward: district, district: upper, upper: entity("country-zubrowka"),
        entity("country-zubrowka"): entity("region-inner-marches"),
    }  # fmt: skip
    country = things(found)[entity("country-zubrowka")]
    assert (country.kind, country.codes) == (AG.Country, ("ISO 3166-1 999",))


def test_places_of_one_name_at_other_coordinates_are_two(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {}, {"latitude": "47.9"}, {}))
    scenes = [claim.object for claim in claims(found, AG.Occurrence)]
    assert scenes[0] == scenes[2] == LUTZ
    assert scenes[1] != LUTZ
    place = things(found)[LUTZ]
    assert place.coordinates
    assert (str(place.coordinates.latitude), str(place.coordinates.longitude)) == (
        "47.5000", "12.2500"
    )  # fmt: skip


def test_an_event_somewhere_in_an_area_is_in_the_area(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {"geo_precision": "3"}, {"geo_precision": "3", "admin1": ""},
                            {"geo_precision": "2"}))  # fmt: skip
    area, country, near = claims(found, AG.Occurrence)
    assert (area.object, area.precision) == (entity("admin1-zubrowka-upper-zub"), AG.AreaCentroid)
    assert area.note == "Coded at Lutz, which stands for the area."
    assert country.object == entity("country-zubrowka")
    assert (near.object, near.precision) == (LUTZ, AG.NearPoint)


@pytest.mark.parametrize(
    ("text", "precision", "edtf"),
    [
        ("2021-05-03", "1", "2021-05-03"), ("03 May 2021", "1", "2021-05-03"),
        ("3 May 2021", "1", "2021-05-03"), ("03-May-2021", "1", "2021-05-03"),
        ("03 September 2021", "1", "2021-09-03"),
        ("2021-05-03", "2", "[2021-04-30..2021-05-06]"), ("2021-05-16", "3", "2021-05"),
    ],
)  # fmt: skip
def test_dates_are_no_more_precise_than_their_code(
    tmp_path: Path, text: str, precision: str, edtf: str
) -> None:
    row = {"event_date": text, "time_precision": precision}
    (occurrence,) = claims(batches(project(tmp_path, row)), AG.Occurrence)
    assert (occurrence.start, occurrence.end) == (edtf, edtf)
    assert occurrence.bounds == Bounds.read(edtf, edtf)
    if precision != "1":
        assert occurrence.bounds.certain() is None


def test_the_week_of_an_event_has_seven_days(tmp_path: Path) -> None:
    (occurrence,) = claims(batches(project(tmp_path, {"time_precision": "2"})), AG.Occurrence)
    first, last = occurrence.bounds.possible()
    assert first
    assert last
    assert last - first == timedelta(days=6)


@pytest.mark.parametrize(
    "text", ["3-May-21", "03/05/2021", "05.03.2021", "2021", "May 2021", "03 Moy 2021",
             "2021-02-29", "0021-05-03"],
)  # fmt: skip
def test_a_date_that_may_be_another_is_a_fault(tmp_path: Path, text: str) -> None:
    problem = only(loaded(project(tmp_path, {"event_date": text})).problems)
    assert (problem.column, problem.value) == ("event_date", text)
    assert problem.remedy


KINDS = [
    ("Military Forces of Zubrowka (2015-)", "1", AG.StateForce),
    ("Military Forces of Zubrowka (2015-)", "8", AG.StateForce),
    ("Police Forces of Zubrowka (2015-)", "State Forces", AG.StateForce),
    ("Gendarmes of Lutz", "1", AG.StateForce),
    ("Government of Zubrowka (2015-)", "1", AG.Government),
    ("Lancers of Lutz", "2", AG.ArmedGroup), ("Lancers of Lutz", "Rebel Groups", AG.ArmedGroup),
    ("Sons of Zub", "Political militia", AG.ArmedGroup),
    ("Nebel Communal Militia", "4", AG.CommunalGroup),
    ("Nebel Communal Militia", "Identity Militias", AG.CommunalGroup),
    ("Rioters (Zubrowka)", "5", AG.CollectiveLabel),
    ("Protesters (Zubrowka)", "Protesters", AG.CollectiveLabel),
    ("Civilians (Zubrowka)", "7", AG.CollectiveLabel),
    ("Unidentified Armed Group (Zubrowka)", "3", AG.CollectiveLabel),
    ("Guards Ltd", "External/Other forces", AG.Organisation),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inter", "kind"), KINDS)
def test_types_of_actors_are_classes(
    tmp_path: Path, name: str, inter: str, kind: NamedNode
) -> None:
    found = batches(project(tmp_path, {"actor2": name, "inter2": inter}))
    (actor,) = (thing for thing in things(found).values() if thing.name.value == name)
    assert actor.kind == kind


def test_a_class_follows_from_all_rows_together(tmp_path: Path) -> None:
    rows = [{"assoc_actor_1": "Sons of Zub; Guild of Bakers"},
            {"actor2": "Sons of Zub", "inter2": "3"}]  # fmt: skip
    found = things(batches(project(tmp_path, *rows)))
    assert found[entity("sons-of-zub")].kind == AG.ArmedGroup
    assert found[entity("sons-of-zub")].note == "Type of actor at ACLED: political militia."
    assert found[entity("guild-of-bakers")].kind == AG.Party


def test_associated_actors_are_on_the_side_and_may_not_have_been_there(tmp_path: Path) -> None:
    row = {"assoc_actor_2": "Guild of Bakers; Sons of Zub; Guild of Bakers"}
    found = batches(project(tmp_path, row))
    associated = [c for c in claims(found, AG.Participation) if c.role == "associated actor"]
    assert [(c.subject, c.side, c.modality) for c in associated] == [
        (entity("guild-of-bakers"), "2", "possible"), (entity("sons-of-zub"), "2", "possible")
    ]  # fmt: skip


def test_civilians_are_a_target_and_take_no_part(tmp_path: Path) -> None:
    row = {
        "event_type": codes.CIVILIANS, "sub_event_type": "Attack", "actor2": "Civilians (Zubrowka)",
        "inter2": "Civilians", "assoc_actor_2": "Bakers (Zubrowka)",
        "civilian_targeting": "Civilian targeting",
    }  # fmt: skip
    found = batches(project(tmp_path, row))
    assert things(found)[EVENT].kind == AG.Attack
    assert [c.subject for c in claims(found, AG.Participation)] == [ARMY]
    targets = [(c.subject, c.object, c.role, c.modality) for c in claims(found, AG.Targeting)]
    assert targets == [
        (EVENT, entity("civilians-zubrowka"), "", "stated"),
        (EVENT, entity("bakers-zubrowka"), "associated actor", "possible"),
    ]


def test_protesters_who_are_targeted_take_part_and_are_a_target(tmp_path: Path) -> None:
    row = {
        "event_type": codes.PROTESTS, "sub_event_type": "Excessive force against protesters",
        "actor2": "Protesters (Zubrowka)", "inter2": "6",
        "civilian_targeting": "Civilian targeting",
    }  # fmt: skip
    found = batches(project(tmp_path, row))
    parties = [(c.side, c.role) for c in claims(found, AG.Participation)]
    assert parties == [("", "actor 1"), ("", "actor 2")]  # a protest has no sides that fight
    assert [c.object for c in claims(found, AG.Targeting)] == [entity("protesters-zubrowka")]


def test_targets_that_no_actor_can_be_are_left_out(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {"civilian_targeting": "Civilian targeting"}))
    assert not claims(found, AG.Targeting)
    assert left_out(found) == [
        (2, "civilian_targeting", "does not tell which of the actors they are")
    ]


def test_parties_to_an_agreement_did_not_fight_each_other(tmp_path: Path) -> None:
    row = {"event_type": codes.STRATEGIC, "sub_event_type": "Agreement"}
    found = batches(project(tmp_path, row))
    assert [(c.side, c.role) for c in claims(found, AG.Participation)] == [
        ("", "actor 1"), ("", "actor 2")
    ]  # fmt: skip


def test_who_agreed_is_not_concluded_to_have_fought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.project.SYNTAXES", ("nq",))
    rows = [{}, {"event_type": codes.STRATEGIC, "sub_event_type": "Agreement",
                 "actor2": "Sons of Zub", "inter2": "3"}]  # fmt: skip
    more = 'licence = "CC-BY-4.0"\n'  # as if by an agreement
    folder = kg.build(project(tmp_path, *rows, more=more)).folder / "data"
    inferred = (folder / "inferred.nq").read_text("utf-8")
    fought = f"<{AG.iri('foughtAgainst')}>"
    assert f"{LANCERS} {fought} {ARMY} " in inferred
    assert f"{entity('sons-of-zub')} {fought}" not in inferred


HANDS = [
    (codes.REGAINED, "1", "2", ARMY), (codes.REGAINED, "2", "1", LANCERS),
    (codes.REGAINED, "8", "2", ARMY), (codes.REGAINED, "2", "3", None),
    (codes.REGAINED, "1", "1", None),
    (codes.OVERTAKEN, "1", "2", LANCERS), (codes.OVERTAKEN, "3", "1", ARMY),
    (codes.OVERTAKEN, "2", "3", None), (codes.OVERTAKEN, "8", "1", ARMY),
    (codes.TRANSFERRED, "2", "1", ARMY), (codes.TRANSFERRED, "1", "2", ARMY),
]  # fmt: skip


@pytest.mark.parametrize(("sub_type", "inter1", "inter2", "holder"), HANDS)
def test_who_holds_a_place_after_it_changed_hands(
    tmp_path: Path, sub_type: str, inter1: str, inter2: str, holder: NamedNode | None
) -> None:
    row = {"sub_event_type": sub_type, "inter1": inter1, "inter2": inter2}
    found = batches(project(tmp_path, row))
    held = claims(found, AG.Control)
    assert [claim.subject for claim in held] == ([holder] if holder else [])
    if holder:
        (claim,) = held
        day = date(2021, 5, 3)
        assert claim.object == LUTZ
        assert (claim.start, claim.end) == ("2021-05-03", "")
        assert claim.bounds == Bounds(day, day, day, None)
    else:
        assert left_out(found) == [
            (2, "sub_event_type", "does not tell which actor took the place")
        ]


@pytest.mark.parametrize("precision", ["2", "3"])
def test_territory_that_is_not_told_exactly_is_nobodys(tmp_path: Path, precision: str) -> None:
    row = {"sub_event_type": codes.REGAINED, "geo_precision": precision}
    found = batches(project(tmp_path, row))
    assert not claims(found, AG.Control)
    assert left_out(found) == [(2, "sub_event_type", "is of territory that is not told exactly")]


def test_a_base_is_a_presence_and_a_change_of_group_is_left_out(tmp_path: Path) -> None:
    rows = [{"event_type": codes.STRATEGIC, "sub_event_type": kind, "actor2": "", "inter2": "0"}
            for kind in (codes.BASE, codes.CHANGED)]  # fmt: skip
    found = batches(project(tmp_path, *rows))
    (presence,) = claims(found, AG.Presence)
    assert (presence.subject, presence.object, presence.role) == (
        ARMY, LUTZ, "headquarters or base"
    )  # fmt: skip
    assert left_out(found) == [(3, "sub_event_type", "says that a group changed, and not how")]


def test_classes_of_events_are_those_of_the_alignments() -> None:
    aligned: dict[str, set[object]] = {}
    for triple in schemas.alignments():
        if triple.predicate == AG.acledCode and isinstance(triple.object, Literal):
            aligned.setdefault(triple.object.value, set()).add(triple.subject)
    ours = {f"event_type={name}": kind for name, kind in codes.EVENT_TYPES.items()}
    ours |= {f"sub_event_type={name}": kind for name, kind in codes.SUB_EVENT_TYPES.items()}
    assert {*ours} == {code for code in aligned if "event_type=" in code}
    beside = {AG.Control, AG.Presence, AG.ChangeEvent}
    for code, kind in ours.items():
        assert aligned[code] - beside in ({kind}, set()), code
    assert {code for code, kinds in aligned.items() if AG.Control in kinds} == {
        f"sub_event_type={name}" for name in (codes.REGAINED, codes.OVERTAKEN, codes.TRANSFERRED)
    }  # fmt: skip


def test_every_column_is_mapped_or_left_out() -> None:
    mapped = {*codes.REQUIRED, *codes.OPTIONAL}
    assert {*COLUMNS} <= mapped | {*codes.LEFT_OUT}
    assert not mapped & {*codes.LEFT_OUT}
    assert [codes.usual(column) for column in COLUMNS] == COLUMNS


def test_columns_that_are_not_carried_are_named_once(tmp_path: Path) -> None:
    found = batches(project(tmp_path, {"data_id": "7"}, {"colour": "red"}))
    columns = [(x.row, x.column, x.value, x.reason) for b in found for x in b.left_out]
    assert [column for _, column, _, _ in columns] == ["interaction", "notes", "data_id", "colour"]
    assert {(row, value) for row, _, value, _ in columns} == {(None, "")}
    assert "terms do not let" in columns[1][3]


def test_semicolons_and_capitals_say_the_same(tmp_path: Path) -> None:
    row = {"assoc_actor_1": "Sons of Zub; Guild of Bakers"}
    plain = batches(project(tmp_path, row))
    other = batches(project(tmp_path, row, delimiter=";", spelt=str.upper))
    assert (claims(plain), things(plain)) == (claims(other), things(other))


FAULTS: list[tuple[dict[str, str], str, str]] = [
    ({"event_id_cnty": "?"}, "event_id_cnty", "is no id of ACLED"),
    ({"event_id_cnty": ""}, "event_id_cnty", "is blank"),
    ({"event_id_cnty": "ZZZ1"}, "event_id_cnty", "stands in export.csv, row 2 already"),
    ({"year": "2020"}, "year", "is not the year of 2021-05-03"),
    ({"time_precision": "4"}, "time_precision", "is not known here"),
    ({"geo_precision": ""}, "geo_precision", "is blank"),
    ({"event_type": "Battle"}, "event_type", "is not known here"),
    ({"sub_event_type": "Armed clashes"}, "sub_event_type", "is not known here"),
    ({"fatalities": "1,200"}, "fatalities", "is written with a separator"),
    ({"fatalities": "1.200"}, "fatalities", "is written with a separator"),
    ({"fatalities": ""}, "fatalities", "is blank"),
    ({"fatalities": "-1"}, "fatalities", "is no whole number"),
    ({"latitude": "47,5"}, "latitude", "has a comma"),
    ({"latitude": "475000"}, "latitude", "is out of range"),
    ({"longitude": "NaN"}, "longitude", "is out of range"),
    ({"longitude": "east"}, "longitude", "is no number"),
    ({"actor1": "", "inter1": ""}, "actor1", "is blank"),
    ({"actor2": ""}, "inter2", "does not go with the actor"),
    ({"inter2": ""}, "inter2", "does not go with the actor"),
    ({"inter1": "9"}, "inter1", "is no type of actor"),
    ({"iso": "ZU"}, "iso", "is no whole number"),
    ({"timestamp": "1.62E+09"}, "timestamp", "is no whole number"),
    ({"country": ""}, "country", "is blank"),
    ({"tags": "a\x02b"}, "tags", "holds a control character"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "column", "told"), FAULTS)
def test_a_fault_is_told_once(
    tmp_path: Path, change: dict[str, str], column: str, told: str
) -> None:
    problem = only(loaded(project(tmp_path, {}, change)).problems)
    assert (problem.file, problem.row, problem.column) == ("export.csv", 3, column)
    assert problem.message.startswith(told)
    assert problem.remedy


BROKEN = [
    (lambda text: text.replace(",", "|"), "is the only column", 1),
    (lambda text: text.replace("actor1", "actor_1", 1), "is missing from the header", 2),
    (lambda text: text.replace("disorder_type", "disorder_typ"), "is not a column of ACLED", 1),
    (lambda text: text.replace("notes", "actor1"), "stands twice in the header", 1),
    (lambda _: "", "is empty", 1),
    (lambda text: text.rstrip()[:-20], "has ", 1),
    (lambda text: text.replace("Lancers", '"Lancers'), "cannot be read as CSV", 1),
    (lambda text: text.replace("Armed clash,", "Armed clash;"), "has ", 1),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "told", "number"), BROKEN)
def test_a_broken_file(
    tmp_path: Path, damage: Callable[[str], str], told: str, number: int
) -> None:
    folder = project(tmp_path, {})
    path = folder / "export.csv"
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8")
    problems = loaded(folder).problems
    assert len(problems) == number
    assert problems[0].message.startswith(told)
    assert {problem.file for problem in problems} == {"export.csv"}


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = project(tmp_path, {"location": "Lützen"})
    path = folder / "export.csv"
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    problem = only(loaded(folder).problems)
    assert (problem.row, problem.value) == (2, "fc 74 7a 65")
    assert problem.remedy == "save the file as CSV in UTF-8"


def test_every_row_is_an_event_or_at_fault(tmp_path: Path) -> None:
    rows = [{}, {"fatalities": "x"}, {"latitude": "x"}, {}]
    found = batches(project(tmp_path, *rows))
    events = {c.origin.row for c in claims(found, AG.Occurrence) if c.origin}
    assert events == {2, 5}
    assert {p.row for b in found for p in b.problems} == {3, 4}
    assert sum(batch.rows for batch in found) == 4


def test_batches_do_not_grow_with_the_file(tmp_path: Path) -> None:
    rows = [{"actor2": f"Lancers of {number}"} for number in range(BATCH + 3)]
    found = batches(project(tmp_path, *rows))
    assert [batch.rows for batch in found] == [BATCH, 3, 0]
    assert max(len(batch.entities) for batch in found) <= BATCH + 10
    assert len({claim.iri for claim in claims(found)}) == len(claims(found))


def test_several_exports_are_one_source(tmp_path: Path) -> None:
    folder = project(tmp_path, {})
    first = (folder / "export.csv").read_text("utf-8")
    (folder / "more.csv").write_text(first.replace("ZZZ1", "ZZZ2"), encoding="utf-8")
    toml = (folder / "kg.toml").read_text("utf-8")
    (folder / "kg.toml").write_text(
        toml.replace('path = "export.csv"', 'path = ["export.csv", "more.csv"]'), encoding="utf-8"
    )
    found = batches(folder)
    assert not loaded(folder).problems
    assert len([source for batch in found for source in batch.sources]) == 1
    assert [c.locator.record for c in claims(found, AG.Occurrence)] == ["ZZZ1", "ZZZ2"]
    assert len(things(found)) == 2 + 2 + 5  # events, actors, and the places


def test_names_of_the_same_letters_stay_apart(tmp_path: Path) -> None:
    rows = [{"actor2": name} for name in ("Ansar-Zub", "Ansar Zub", "أنصار", "جبهة")]
    found = batches(project(tmp_path, *rows))
    assert not loaded(tmp_path).problems
    assert len([t for t in things(found).values() if t.kind == AG.ArmedGroup]) == 4
