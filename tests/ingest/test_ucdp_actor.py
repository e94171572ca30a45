"""UCDP Actor: what the columns hold is what the claims say, on an excerpt and on the whole file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.conclusions import Basis, figures
from kg.ingest.ucdp.actor import NOT_USED, REQUIRED, USED
from kg.vocabulary import AG
from tests.projects import SHIPPED, TOML, batches, loaded, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.ingest import Batch
    from kg.model.values import Claim

EXCERPT = SHIPPED / "ucdp-actor-excerpt.csv"
SPLINTERS, ALLIANCES, JOINS, RENAMES = "ActorIdPrev", "ActorIdAlliance", "ActorIdGroup", "NewName"
KINDS = {SPLINTERS: AG.Split, ALLIANCES: AG.Membership, JOINS: AG.Joining, RENAMES: AG.Rename}


def project(folder: Path, path: Path | str, more: str = "") -> Path:
    source = f'[[source]]\nid = "ucdp"\nformat = "ucdp-actor"\npath = "{path}"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def written(folder: Path, *rows: Mapping[str, str]) -> Path:
    """Make a project of a few rows; what is not given is blank, but for the level and version."""
    with (folder / "actors.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, REQUIRED)
        writer.writeheader()
        writer.writerows({"Org": "1", "Version": "22.1", **row} for row in rows)
    return project(folder, "actors.csv")


def read(folder: Path) -> Batch:
    (batch,) = batches(folder)
    return batch


def actor(number: int) -> NamedNode:
    return NamedNode(f"https://example.org/p/entity/ucdp-actor-{number}")


def of(claims: Iterable[Claim], number: int, kind: NamedNode) -> list[str]:
    """Return what an actor's claims of one class have as object, in order."""
    return [
        claim.object.value.rpartition("/")[2]
        for claim in claims
        if claim.subject == actor(number) and claim.relationship == kind and claim.object
    ]


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    batch = read(project(tmp_path_factory.mktemp("excerpt"), EXCERPT))
    assert not batch.problems
    return batch


def test_the_islamic_state_has_its_four_renames_in_order(excerpt: Batch) -> None:
    assert of(excerpt.claims, 234, AG.Rename) == ["TQJBR", "ISI", "ISIS", "IS"]
    namings = {
        claim.object.value: claim.role
        for claim in excerpt.claims
        if claim.subject == actor(234) and claim.relationship == AG.Naming and claim.object
    }
    assert namings == {
        "IS": "name used by UCDP",
        "Jama’at Al-Tawhid wa Al-Jihad": "original name",  # noqa: RUF001  (as UCDP writes it)
        "The Monotheism and Jihad Group": "name in English",
        "Organization of of Jihad’s Base in the Country of the Two Rivers":  # noqa: RUF001
            "name in English of TQJBR",
        "Islamic State of Iraq": "name in English of ISI",
        "Islamic State in Iraq and al-Sham": "name in English of ISIS",
        "Islamic State": "name in English of IS",
    }  # fmt: skip


def test_maute_and_six_others_join_the_islamic_state(excerpt: Batch) -> None:
    assert of(excerpt.claims, 6578, AG.Joining) == ["ucdp-actor-234"]
    assert of(excerpt.claims, 6578, AG.Rename) == ["Maute group"]
    joiners = {claim.subject for claim in excerpt.claims if claim.relationship == AG.Joining}
    assert joiners >= {actor(n) for n in (1146, 4319, 6037, 6194, 6578, 6998, 7032)}
    joined = [c for c in excerpt.claims if c.relationship == AG.Joining and c.object == actor(234)]
    assert len(joined) == 7


def test_6998_is_a_splinter_of_abu_sayyaf_that_joined(excerpt: Batch) -> None:
    assert of(excerpt.claims, 6998, AG.Split) == ["ucdp-actor-277"]
    assert of(excerpt.claims, 6998, AG.Joining) == ["ucdp-actor-234"]


def test_the_line_of_the_moro_fronts(excerpt: Batch) -> None:
    line = {(c.subject, c.object) for c in excerpt.claims if c.relationship == AG.Split}
    for child, parent in ((275, 274), (276, 275), (1146, 276), (278, 275)):
        assert (actor(child), actor(parent)) in line


def test_a_claim_of_the_excerpt_in_whole(excerpt: Batch) -> None:
    (claim,) = (c for c in excerpt.claims if c.subject == actor(6998) and c.object == actor(277))
    number = next(
        row
        for row, line in enumerate(EXCERPT.read_text(encoding="utf-8-sig").splitlines(), 1)
        if line.startswith("6998,")
    )
    assert claim.iri.value == ("https://example.org/p/claim/ucdp-actor-6998-split-ucdp-actor-277")
    assert claim.source.value == "https://example.org/p/source/ucdp"
    assert claim.graph.value == "https://example.org/p/graph/ucdp/22-1"
    assert (claim.stance, claim.modality, claim.status) == ("affirms", "stated", "accepted")
    assert claim.bounds.possible() == (None, None)  # nothing in the file has a date
    assert claim.bounds.certain() is None
    assert (claim.locator.row, claim.origin and claim.origin.row) == (number, number)


def test_the_source_has_the_version_of_its_rows_and_its_licence(excerpt: Batch) -> None:
    (source,) = excerpt.sources
    assert source.title == "UCDP Actor Dataset 22.1"
    assert source.licence.value == "https://creativecommons.org/licenses/by/4.0/"
    assert source.graph_licence == source.licence


def test_levels_of_organisation_are_classes(excerpt: Batch) -> None:
    kinds = {entity.iri: entity.kind for entity in excerpt.entities}
    assert kinds[actor(154)] == AG.Government
    assert kinds[actor(6578)] == AG.ArmedGroup


ACTOR = {"ActorId": "1", "NameData": "One"}
FAULTS: list[tuple[list[dict[str, str]], str, str, str]] = [
    ([{**ACTOR, "ActorId": ""}], "ActorId", "", "is blank; fill in the ActorId"),
    ([{**ACTOR, "ActorId": "IS"}], "ActorId", "IS", "is no actor id; write the number"),
    ([ACTOR, ACTOR], "ActorId", "1", "is the id of row 2 already; drop one row"),
    ([{**ACTOR, "NameData": ""}], "NameData", "", "is blank; "),
    ([{**ACTOR, "Org": "7"}], "Org", "7", "is no level of organisation; write 1, 2, 3 or 4"),
    ([{**ACTOR, SPLINTERS: "IS"}], SPLINTERS, "IS", "holds 'IS', which is no actor id; list"),
    ([ACTOR, {**ACTOR, "ActorId": "2", "Version": "23.1"}], "Version", "23.1",
     "differs from 22.1, the version of the rows above; keep each version in a file of its own"),
    ([{**ACTOR, "NameData": "\x02"}], "NameData", "\x02", "holds a control character; "),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "column", "value", "told"), FAULTS)
def test_a_fault_is_told_once(
    tmp_path: Path, rows: list[dict[str, str]], column: str, value: str, told: str
) -> None:
    problem = only(loaded(written(tmp_path, *rows)).problems)
    assert (problem.file, problem.row) == ("actors.csv", len(rows) + 1)
    assert (problem.column, problem.value) == (column, value)
    assert f"{problem.message}; {problem.remedy}".startswith(told)


def test_ties_to_an_actor_of_a_faulty_row_are_no_faults(tmp_path: Path) -> None:
    joins = [{**ACTOR, "ActorId": str(n), JOINS: "1", "GroupName": "One"} for n in range(2, 5)]
    project_ = written(tmp_path, {**ACTOR, "Org": "x"}, *joins)
    assert only(kg.check(project_).problems).column == "Org"


@pytest.mark.parametrize("missing", ["ActorId", "NewName", "Version"])
def test_a_file_of_another_layout_is_refused(tmp_path: Path, missing: str) -> None:
    written(tmp_path, ACTOR)
    text = (tmp_path / "actors.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "actors.csv").write_text(text.replace(missing, "Other", 1))
    problem = only(loaded(tmp_path).problems)
    assert (problem.row, problem.column) == (1, missing)
    assert problem.message == "is missing from the header"


def test_a_cell_that_lists_a_thing_twice_is_claimed_once(tmp_path: Path) -> None:
    row = {
        **ACTOR, RENAMES: "A, B, A", SPLINTERS: "2, 2", "NamePrev": "Two, Two",
    }  # fmt: skip
    found = loaded(written(tmp_path, row, {**ACTOR, "ActorId": "2"}))
    assert not found.problems
    batch = read(tmp_path)
    assert of(batch.claims, 1, AG.Rename) == ["A", "B"]
    assert of(batch.claims, 1, AG.Split) == ["ucdp-actor-2"]


def test_names_that_differ_in_marks_alone_are_claims_of_their_own(tmp_path: Path) -> None:
    names = ["Ansar al-Sunnah", "Ansar al Sunnah", "أنصار", "جبهة"]
    project_ = written(tmp_path, {**ACTOR, RENAMES: ", ".join(names)})
    assert not loaded(project_).problems
    claims = read(project_).claims
    assert of(claims, 1, AG.Rename) == names
    assert len({claim.iri for claim in claims}) == len(claims)


def test_a_name_is_claimed_under_the_first_column_that_has_it(tmp_path: Path) -> None:
    row = {**ACTOR, "NameOrig": "One", "NameOrigFull": "n/a", "NameOrigFullEng": "The One"}
    namings = [(c.object, c.role) for c in read(written(tmp_path, row)).claims]
    assert namings == [
        (Literal("One"), "name used by UCDP"),
        (Literal("The One"), "name in English"),
    ]


def test_a_label_is_a_collective_and_is_not_renamed(tmp_path: Path) -> None:
    rows = [
        {**ACTOR, "NameData": "Syrian insurgents", RENAMES: "Rebels"},
        {**ACTOR, "ActorId": "2", "Org": "2", "NameData": "Supporters of ANC"},
        {**ACTOR, "ActorId": "3", "NameData": "Non FARC groups"},
        {**ACTOR, "ActorId": "4", "NameData": "Insurgents of Kunar"},
    ]
    batch = read(written(tmp_path, *rows))
    kinds = [entity.kind for entity in batch.entities]
    assert kinds == [AG.CollectiveLabel] * 3 + [AG.ArmedGroup]
    assert not of(batch.claims, 1, AG.Rename)
    assert "Rebels" in of(batch.claims, 1, AG.Naming)


def test_lists_of_different_lengths_are_not_paired(tmp_path: Path) -> None:
    row = {**ACTOR, RENAMES: "A, B", "NewNameFullEng": "Alpha, the first"}
    batch = read(written(tmp_path, {**row, "NewNameFullEng": "Alpha, Beta, Gamma"}))
    later = [c.object for c in batch.claims if c.role == "later names in English"]
    assert later == [Literal("Alpha, Beta, Gamma")]


def test_an_actor_without_a_row_is_added_with_a_note(tmp_path: Path) -> None:
    row = {**ACTOR, SPLINTERS: "8, 9", "NamePrev": "Eight, Nine", JOINS: "7"}
    batch = read(written(tmp_path, row))
    assert [(e.name.value, e.kind, e.note) for e in batch.entities[1:]] == [
        (name, AG.Organisation, "Referred to in row 2; the file has no row for it.")
        for name in ("Eight", "Nine", "UCDP actor 7")
    ]


def test_a_reliability_given_in_the_project_is_that_of_all_claims(tmp_path: Path) -> None:
    batch = read(project(tmp_path, EXCERPT, 'reliability = "B"'))
    assert {claim.reliability for claim in batch.claims} == {"B"}


def listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def is_label(row: Mapping[str, str]) -> bool:
    name = row["NameData"].strip()
    return row["Org"] == "2" or name.endswith(" insurgents") or bool(
        re.fullmatch(r"Non \w+ groups", name)
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole_rows(real_data: Callable[[str], Path]) -> list[dict[str, str]]:
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def whole(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Batch:
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    return read(project(tmp_path_factory.mktemp("whole"), path))


def test_every_row_of_the_whole_file_is_an_entity(
    whole: Batch, whole_rows: list[dict[str, str]]
) -> None:
    assert not whole.problems
    assert len(whole_rows) == 1725
    others = (AG.Dyad, AG.Country)
    own = [e for e in whole.entities if not e.note and e.kind not in others]
    assert [entity.iri for entity in own] == [actor(int(row["ActorId"])) for row in whole_rows]
    assert [entity.name.value for entity in own] == [r["NameData"].strip() for r in whole_rows]
    levels = Counter(row["Org"] for row in whole_rows)
    kinds = Counter(entity.kind for entity in own)
    assert kinds[AG.Government] == levels["4"]
    assert kinds[AG.CollectiveLabel] == sum(map(is_label, whole_rows))
    assert kinds[AG.ArmedGroup] + kinds[AG.CommunalGroup] + kinds[AG.CollectiveLabel] == (
        levels["1"] + levels["2"] + levels["3"]
    )


@pytest.mark.parametrize(
    ("column", "rows"), [(SPLINTERS, 219), (ALLIANCES, 111), (JOINS, 76), (RENAMES, 70)]
)
def test_the_claims_of_the_whole_file_are_what_its_columns_hold(
    whole: Batch, whole_rows: list[dict[str, str]], column: str, rows: int
) -> None:
    assert sum(bool(row[column].strip()) for row in whole_rows) == rows
    expected = {
        (actor(int(row["ActorId"])), Literal(text) if column == RENAMES else actor(int(text)))
        for row in whole_rows
        for text in listed(row[column])
        if not (column == RENAMES and is_label(row))
    }
    claims = [c for c in whole.claims if c.relationship == KINDS[column] and c.role != "temporary"]
    assert {(claim.subject, claim.object) for claim in claims} == expected
    assert len(claims) == len(expected)


@pytest.mark.parametrize(
    ("columns", "kind", "prefix"),
    [
        (("ActorIdSplitTemp",), AG.Split, "actor"),
        (
            ("DyadId", "NSID", "OSID", "NSCoalitionID", "OSCoalitionID"),
            AG.Participation,
            "dyad",
        ),
        (("GWNOLoc",), AG.Presence, "country"),
    ],
)
def test_what_the_other_columns_hold_is_claimed_or_told_not_to_be(
    whole: Batch, whole_rows: list[dict[str, str]], columns: tuple[str, ...], kind: NamedNode,
    prefix: str,
) -> None:  # fmt: skip
    expected = {
        (actor(int(row["ActorId"])).value, f"ucdp-{prefix}-{text}")
        for row in whole_rows
        for column in columns
        for text in listed(row[column])
    }
    claims = [c for c in whole.claims if c.relationship == kind]
    if kind == AG.Split:
        claims = [claim for claim in claims if claim.role == "temporary"]
    found = {
        (claim.subject.value, claim.object.value.rpartition("/")[2])
        for claim in claims
        if isinstance(claim.object, NamedNode)
    }
    left_out = {
        (actor(int(whole_rows[(one.row or 0) - 2]["ActorId"])).value, f"ucdp-dyad-{one.value}")
        for one in whole.left_out
        if one.column in columns
    }
    assert found | left_out == expected
    assert not found & left_out
    assert kind != AG.Presence or {claim.modality for claim in claims} == {"likely"}


def test_coalitions_and_primary_parties_are_the_role_in_a_dyad(
    whole: Batch, whole_rows: list[dict[str, str]]
) -> None:
    roles = {
        (claim.subject, str(claim.object).rpartition("/")[2][:-1]): claim.role
        for claim in whole.claims
        if claim.relationship == AG.Participation
    }
    assert roles[actor(234), "ucdp-dyad-5540"] == "in a coalition"
    assert roles[actor(3), "ucdp-dyad-10589"] == "primary party"
    second = next(r for r in whole_rows if r["PrimaryParty"] == "0" and r["DyadId"])
    dyad = f"ucdp-dyad-{listed(second['DyadId'])[0]}"
    assert roles[actor(int(second["ActorId"])), dyad] == "secondary party"


def test_each_column_is_used_or_said_not_to_be(
    whole: Batch, whole_rows: list[dict[str, str]]
) -> None:
    told = {one.column: one.reason for one in whole.left_out if one.row is None}
    assert set(whole_rows[0]) == (USED & set(whole_rows[0])) | set(told)
    assert not USED & set(told)
    assert set(told.items()) <= set(NOT_USED.items())


def test_the_events_of_an_actor_bound_what_they_make_sure_of(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    events = real_data("data/ucdp/ged_phl_v22_1.csv").as_posix()
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    batch = read(project(tmp_path, path, f'events = "{events}"\nevents_id = "ged"\n'))
    bounded = [claim for claim in batch.claims if claim.bounded_by]
    assert {claim.bounded_by for claim in bounded} == {
        NamedNode("https://example.org/p/source/ged")
    }
    assert {claim.relationship for claim in bounded} == {AG.Naming, AG.Split}
    (splinter,) = [
        claim for claim in bounded if (claim.subject, claim.relationship) == (actor(6998), AG.Split)
    ]
    with Path(events).open(encoding="utf-8-sig", newline="") as file:
        days = [
            (row["date_end"][:10], row["date_start"][:10])
            for row in csv.DictReader(file)
            if row["side_b_new_id"] == "6998"
        ]
    assert days
    first, last = min(end for end, _ in days), max(start for _, start in days)
    assert (str(splinter.bounds.latest_start), str(splinter.bounds.earliest_end)) == (first, last)
    assert (splinter.bounds.earliest_start, splinter.bounds.latest_end) == (None, None)
    assert not [c for c in batch.claims if c.relationship == AG.Joining and c.bounded_by]


def test_a_fault_in_the_events_is_told(tmp_path: Path) -> None:
    (tmp_path / "ged.csv").write_text("id,best\n1,2\n", encoding="utf-8")
    written(tmp_path, {"ActorId": "1", "NameData": "One"})
    folder = project(tmp_path, "actors.csv", 'events = "ged.csv"\n')
    faults = [p for p in read(folder).problems if p.file == "ged.csv"]
    assert [fault.row for fault in faults] == [1] * len(faults)
    assert "date_start" in {fault.column for fault in faults}


def test_actors_without_a_row_in_the_whole_file_are_noted(
    whole: Batch, whole_rows: list[dict[str, str]]
) -> None:
    known = {row["ActorId"] for row in whole_rows}
    told = {
        other for r in whole_rows for c in (SPLINTERS, ALLIANCES, JOINS) for other in listed(r[c])
    }
    noted = {entity.iri: entity.note for entity in whole.entities if entity.note}
    assert set(noted) == {actor(int(other)) for other in told - known}
    assert noted
    assert all("the file has no row for it" in note for note in noted.values())


def test_the_readme_has_the_figures_of_the_whole_file(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    counts = figures(Basis.read(project(tmp_path, path)))
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text("utf-8").split())
    assert f"the {counts.timeless:,} conclusions from UCDP Actor 22.1, the same command" in readme
    assert (counts.never, counts.certain) == (0, 0)


def test_the_whole_file_builds_a_release_and_its_contradiction_is_told(
    real_data: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other syntaxes take half of the time, and are tested on the shipped dataset.
    monkeypatch.setattr("kg.project.SYNTAXES", ("nq",))
    path = real_data("data/ucdp/ucdp-actor-221.csv")
    release = kg.build(project(tmp_path, path))
    counts = release.manifest["counts"]
    others = ("Dyad", "Country")
    assert sum(n for kind, n in counts["entities"].items() if kind not in others) == 1725 + 4
    assert release.manifest["inputs"][0]["path"] == path.as_posix()
    report = (release.folder / "report" / "validation.txt").read_text(encoding="utf-8")
    assert report.splitlines()[-1].startswith("0 problems, ")
    contradictions = [line for line in report.splitlines() if "contradiction, " in line]
    assert counts["contradictions"] == {"certain": 0, "possible": len(contradictions)}
    assert contradictions
    for line in contradictions:  # actor 283 is coded as a splinter of itself
        assert ", row 281: contradiction, possible, all days: " in line
        told = line.partition("contradiction, ")[2]
        assert set(re.findall(r"ucdp-actor-\d+", told)) == {"ucdp-actor-283"}
