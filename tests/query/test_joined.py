"""Questions over sources that were joined: on a made-up project, and on the real files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import kg
from tests.joined import joined
from tests.projects import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return kg.build(joined(tmp_path_factory.mktemp("joined") / "p"))


def rows(release: Release, name: str, *columns: str, **asked: str) -> list[tuple[object, ...]]:
    """Ask, and return some columns of the answer, dates and IRIs as text."""
    found = release.query(name, **asked)
    places = [found.columns.index(column) for column in columns]
    base = f"{release.session.base}entity/"
    return [
        tuple(None if row[n] is None else str(row[n]).removeprefix(base) for n in places)
        for row in found
    ]


def test_events_are_certainly_or_possibly_inside(small: Release) -> None:
    assert rows(small, "events-inside", "how", "event_iri", "precision", place="old-town") == [
        ("certainly", "battle", None),
        ("certainly", "ucdp-ged-2", "within settlement"),
        ("certainly", "siege", None),
        ("possibly", "ucdp-ged-3", "area centroid"),
    ]
    province = {"place": "ucdp-840-north-province"}
    assert rows(small, "events-inside", "how", "event_iri", **province) == [
        ("certainly", "battle"), ("certainly", "ucdp-ged-2"), ("certainly", "ucdp-ged-3"),
        ("certainly", "siege"), ("possibly", "ucdp-ged-1"),
    ]  # fmt: skip
    country = {"place": "ucdp-country-840", "sure": "possibly"}
    assert rows(small, "events-inside", "event_iri", **country) == []


def test_what_another_source_says_of_the_same_battle(small: Release) -> None:
    columns = ("event_iri", "by", "low", "best", "high")
    assert rows(small, "second-source", *columns, of="battle") == [
        ("ucdp-ged-2", "place and days", "2", "2", "2")
    ]
    assert rows(small, "second-source", "event_iri", of="ucdp-ged-2") == [("battle",)]
    # Those of other days are not: the battle came before the one, the siege after the other.
    assert rows(small, "second-source", "event_iri", of="ucdp-ged-3") == []
    assert rows(small, "second-source", "event_iri", of="siege") == []


def test_designations_by_programme(small: Release) -> None:
    assert rows(small, "designations", "party", "programme", "latest_start", "earliest_end") == [
        ("OTHERS", "SDGT", "2023-11-30", "2023-11-01"),
        ("RIVER FRONT", "FTO", "2023-11-30", "2023-11-01"),
        ("RIVER FRONT", "SDGT", "2023-11-30", "2023-11-01"),
    ]
    assert rows(small, "designations", "party", under="FTO") == [("RIVER FRONT",)]


def test_how_long_after_the_first_attack(small: Release) -> None:
    columns = ("party_iri", "first_event_from", "programme", "listed_to", "years_at_most")
    assert rows(small, "designated-after", *columns) == [
        ("ucdp-actor-30", "2016-02-20", programme, "2023-11-30", "7")
        for programme in ("FTO", "SDGT")
    ]


def test_figures_whose_bounds_lie_far_apart(small: Release) -> None:
    assert rows(small, "unsure-figures", "thing_iri", "low", "high") == [("ucdp-ged-1", "1", "9")]
    assert rows(small, "unsure-figures", "thing_iri", share="0.7") == [
        ("ucdp-ged-3",), ("ucdp-ged-1",)
    ]  # fmt: skip


def test_deaths_by_year(small: Release) -> None:
    columns = ("year", "events", "low", "best", "high")
    assert rows(small, "deaths-by-year", *columns, of="river-front") == [
        ("2016", "1", "1", "4", "9"), ("2017", "1", "2", "2", "2"), ("2018", "1", "8", "10", "12"),
    ]  # fmt: skip
    assert rows(small, "deaths-by-year", "year", of="river-front", from_year="2018") == [("2018",)]


def test_where_a_group_was_last_seen(small: Release) -> None:
    columns = ("place_iri", "events", "first", "last")
    assert rows(small, "seen-in-events", *columns, of="river-front") == [
        ("ucdp-840-north-province", "1", "2018-01-01", "2018-01-01"),
        ("ucdp-840-old-town-938524f2", "1", "2017-05-23", "2017-05-24"),
        ("ucdp-840-old-town-938524f2-around", "1", "2016-02-20", "2016-02-20"),
    ]


def test_what_rests_on_one_publisher_alone(small: Release) -> None:
    # Of the second the file cites two, of the third none whose publisher it names.
    columns = ("event_iri", "publisher", "reports", "high", "row")
    assert rows(small, "single-report", *columns) == [("ucdp-ged-1", "Gazette", "1", "9", "2")]
    assert rows(small, "single-report", "event_iri", by="Herald") == []


def test_names_over_time(small: Release) -> None:
    assert rows(small, "aliases", "name", "kind", entity="river-front") == [
        ("Front", "name used by UCDP"), ("RF", "weak a.k.a."),
    ]  # fmt: skip


def test_who_split_from_whom(release: Release) -> None:
    found = rows(release, "splits", "step", "group", "origin", parent="ucdp-actor-277")
    assert found
    assert {step for step, *_ in found} == {"Split"}


DECIDED = {
    "abu-sayyaf": ("ucdp-actor-277", "ofac-4688"),
    "islamic-state": ("ucdp-actor-234",),
    "maute-group": ("ucdp-actor-6578",),
}


@pytest.fixture(scope="module")
def real(
    real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Release]:
    """Join the shipped dataset, UCDP's events of four years and its actors, and OFAC's list."""
    folder = tmp_path_factory.mktemp("real")
    files = {
        name: real_data(f"data/{path}")
        for name, path in (
            ("ged", "ucdp/ged_phl_v22_1.csv"), ("actors", "ucdp/ucdp-actor-221.csv"),
            ("sdn", "ofac/sdn_2023-11.csv"), ("alt", "ofac/alt_2026-03.csv"),
            ("add", "ofac/sdn_address_2023-11.csv"),
        )
    }  # fmt: skip
    files["ged"] = _of_years(files["ged"], range(2015, 2019), folder / "ged.csv")
    toml = (SHIPPED / "kg.toml").read_text(encoding="utf-8")
    base = toml.partition("[[source]]")[0]
    (folder / "decided").mkdir()
    header = (SHIPPED / "claims.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    with (folder / "decided" / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for one, others in DECIDED.items():
            for other in others:
                writer.writerow({
                    "id": f"same-{one}-{other}", "relationship": "ExactMatch", "subject": one,
                    "object": other, "source": "decisions",
                })  # fmt: skip
    for sheet in ("entities", "sources"):
        text = (SHIPPED / f"{sheet}.csv").read_text(encoding="utf-8").partition("\n")[0]
        (folder / "decided" / f"{sheet}.csv").write_text(text + "\n", encoding="utf-8")
    with (folder / "decided" / "sources.csv").open("a", encoding="utf-8") as file:
        row = {"id": "decisions", "type": "Curation", "title": "Decisions", "licence": "CC0-1.0"}
        csv.DictWriter(file, text.split(","), lineterminator="\n").writerow(row)
    (folder / "kg.toml").write_text(
        f"""{base}
[release]
syntaxes = ["nq"]
[[source]]
id = "sheets"
format = "sheets"
path = "{SHIPPED.as_posix()}"
[[source]]
id = "matches"
format = "sheets"
path = "decided"
[[source]]
id = "ged"
format = "ucdp-ged"
path = "{files["ged"].as_posix()}"
version = "22.1"
[[source]]
id = "actors"
format = "ucdp-actor"
path = "{files["actors"].as_posix()}"
events = "{files["ged"].as_posix()}"
events_id = "ged"
[[source]]
id = "ofac"
format = "ofac"
path = "{files["sdn"].as_posix()}"
aliases = "{files["alt"].as_posix()}"
addresses = "{files["add"].as_posix()}"
date = "2023-11"
programmes = "FTO"
""",
        encoding="utf-8",
    )
    return files["ged"], kg.build(folder)


def _of_years(path: Path, years: range, out: Path) -> Path:
    """Copy the events of some years, with both lines of headings."""
    with (
        path.open(encoding="utf-8-sig", newline="") as file,
        out.open("w", encoding="utf-8", newline="") as copy,
    ):
        rows_ = csv.reader(file)
        header = next(rows_)
        writer = csv.writer(copy)
        writer.writerow(header)
        writer.writerow(next(rows_))
        year = header.index("year")
        writer.writerows(row for row in rows_ if int(row[year]) in years)
    return out


def test_the_real_sources_join(real: tuple[Path, Release]) -> None:
    path, release = real
    with path.open(encoding="utf-8-sig", newline="") as file:
        events = list(csv.DictReader(file))[1:]
    of_group = [e for e in events if "277" in (e["side_a_new_id"], e["side_b_new_id"])]
    figures = rows(release, "deaths-by-year", "events", "low", "best", "high", of="abu-sayyaf")
    counted = [len(of_group), *(sum(int(e[c]) for e in of_group) for c in ("low", "best", "high"))]
    assert [sum(int(str(n)) for n in column) for column in zip(*figures, strict=True)] == counted
    unsure = rows(release, "unsure-figures", "thing_iri", measure="ag:Deaths")
    expected = [e for e in events if int(e["high"]) and int(e["low"]) <= int(e["high"]) / 2]
    assert {iri for (iri,) in unsure} == {f"ucdp-ged-{e['id']}" for e in expected}
    asked = {"place": "ucdp-840-lanao-del-sur-province", "sure": "certainly"}
    inside = rows(release, "events-inside", "event_iri", **asked)
    known = [
        e for e in events
        if e["adm_1"] == "Lanao del Sur province" and e["where_prec"] in ("1", "3", "4")
    ]  # fmt: skip
    assert {iri for (iri,) in inside} == {f"ucdp-ged-{e['id']}" for e in known}
    listed = rows(release, "designated-after", "programme", of="ucdp-actor-277")
    assert {programme for (programme,) in listed} == {"FTO"}
    names = rows(release, "aliases", "name", entity="abu-sayyaf")
    assert {("ASG",), ("AL HARAKAT AL ISLAMIYYA",)} <= set(names)
    assert any(by for (by,) in rows(release, "splits", "bounded_by", parent="ucdp-actor-277"))
    # Each stored query was answered once in the build; most have rows here.
    answers = {path.stem: path for path in (release.folder / "answers").glob("*.csv")}
    empty = [name for name, path in answers.items() if path.read_text("utf-8").count("\n") < 2]
    assert sorted(empty) == [
        "control-gaps",  # of no place two holders are known
        "delistings",  # the list is of one month: what ended before is not on it
        "in-two-groups",  # no one's place in two groups has days that can meet
        "second-source",  # the town's record is matched with none of UCDP's
    ]


def test_the_real_sources_validate(real: tuple[Path, Release]) -> None:
    _, release = real
    report = (release.folder / "report" / "validation.txt").read_text(encoding="utf-8")
    assert report.splitlines()[-1].startswith("0 problems, ")
