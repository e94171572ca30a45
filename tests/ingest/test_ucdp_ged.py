"""UCDP GED: figures, counts and doubts are those of the file; faults are named by row."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.ingest.ucdp.ged import COLUMNS, NOT_USED, REQUIRED
from kg.vocabulary import PREFIXES
from tests.projects import TOML, batches, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.ingest import Batch

FILE = "data/ucdp/ged_phl_v22_1.csv"
EVENT = {
    "id": "1", "relid": "XX-1", "code_status": "Clear", "type_of_violence": "1",
    "conflict_new_id": "9", "conflict_name": "Exland: Government", "dyad_new_id": "10",
    "dyad_name": "Government of Exland - Front", "side_a_new_id": "20",
    "side_a": "Government of Exland", "side_b_new_id": "30", "side_b": "Front",
    "source_article": '"Gazette,2016-02-21,Four killed; two hurt";"Herald, The,2016-02-22,Clash"',
    "source_original": "army", "where_prec": "1", "where_coordinates": "Old town",
    "where_description": "north of the market", "adm_1": "North province", "adm_2": "Vale district",
    "latitude": "7.5000", "longitude": "124.25", "country": "Exland", "country_id": "840",
    "iso3": "EXL", "region": "Asia", "event_clarity": "1", "date_prec": "1",
    "date_start": "2016-02-20 00:00:00.000", "date_end": "2016-02-20 00:00:00.000",
    "deaths_a": "2", "deaths_b": "0", "deaths_civilians": "1", "deaths_unknown": "1",
    "best": "4", "high": "7", "low": "3", "gwnoa": "840", "gwnob": "",
}  # fmt: skip
NAMES = {f"{column}_new_id": f"{column}_id" for column in ("conflict", "dyad", "side_a", "side_b")}


def project(folder: Path, path: Path | str, more: str = "") -> Path:
    source = (
        f'[[source]]\nid = "ged"\nformat = "ucdp-ged"\npath = "{path}"\nversion = "22.1"\n{more}'
    )
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def written(folder: Path, *rows: dict[str, str], header: dict[str, str] | None = None) -> Path:
    """Make a project of events; what is not given is that of `EVENT`."""
    names = header or {}
    with (folder / "ged.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([names.get(column, column) for column in EVENT])
        writer.writerows([(EVENT | row)[column] for column in EVENT] for row in rows)
    return project(folder, "ged.csv")


def read(folder: Path) -> Batch:
    (batch,) = batches(folder)
    return batch


def ask(quads: list[Quad], query: str) -> list[tuple[str | None, ...]]:
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    found = store.query(prefixes + query)
    return sorted(
        (tuple(term.value if term else None for term in row) for row in found),  # type: ignore[union-attr]
        key=str,
    )


@pytest.fixture(scope="module")
def real(
    real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[dict[str, str]], Batch]:
    path = real_data(FILE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, read(project(tmp_path_factory.mktemp("ged"), path.as_posix()))


def test_no_row_is_lost(real: tuple[list[dict[str, str]], Batch]) -> None:
    rows, batch = real
    used = {quad.object.value for quad in batch.quads if quad.predicate.value.endswith("#row")}  # type: ignore[union-attr]
    left_out = {str(one.row) for one in batch.left_out if one.row is not None}
    assert batch.problems == []
    assert batch.rows == len(rows) == 4036
    assert used | left_out == {str(number) for number in range(2, len(rows) + 2)}
    assert not used & left_out
    assert [(one.row, one.reason) for one in batch.left_out if one.row] == [
        (2, "holds HXL tags, which describe the columns")
    ]


def test_each_column_is_used_or_said_not_to_be(real: tuple[list[dict[str, str]], Batch]) -> None:
    rows, batch = real
    names = {alias for aliases in COLUMNS.values() for alias in aliases}
    unused = {one.column: one.reason for one in batch.left_out if one.row is None}
    assert set(rows[0]) == (names & set(rows[0])) | set(unused)
    assert not names & set(unused)
    assert set(unused.items()) <= set(NOT_USED.items())


def by_year(rows: list[dict[str, str]], column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row["date_start"][:4]] += int(row[column])
    return found


@pytest.mark.parametrize(
    ("figure", "column"), [("ag:low", "low"), ("ag:best", "best"), ("ag:high", "high")]
)
def test_deaths_by_year_add_up(
    real: tuple[list[dict[str, str]], Batch], figure: str, column: str
) -> None:
    rows, batch = real
    expected = by_year(rows[1:], column)
    found = ask(
        batch.quads,
        f"""SELECT ?year (SUM(?n) AS ?sum) WHERE {{
          ?claim ag:about ?r ; {figure} ?n ; ag:earliestStart ?day . ?r ag:measure ag:Deaths .
          FILTER NOT EXISTS {{ ?r ag:role ?role }} BIND(STR(YEAR(?day)) AS ?year) }}
        GROUP BY ?year""",
    )
    assert {year: int(total or 0) for year, total in found} == dict(expected)


@pytest.mark.parametrize(
    ("pattern", "column"),
    [
        ('?r ag:measure ag:CombatantDeaths ; ag:side "A"', "deaths_a"),
        ('?r ag:measure ag:CombatantDeaths ; ag:side "B"', "deaths_b"),
        ("?r ag:measure ag:CivilianDeaths", "deaths_civilians"),
        ("?r ag:measure ag:Deaths ; ag:role ?role", "deaths_unknown"),
    ],
)
def test_deaths_by_year_and_side_add_up(
    real: tuple[list[dict[str, str]], Batch], pattern: str, column: str
) -> None:
    rows, batch = real
    expected = by_year(rows[1:], column)
    found = ask(
        batch.quads,
        f"""SELECT ?year (SUM(?n) AS ?sum) WHERE {{
          ?claim ag:about ?r ; ag:best ?n ; ag:earliestStart ?day . {pattern} .
          BIND(STR(YEAR(?day)) AS ?year) }} GROUP BY ?year""",
    )
    assert {year: int(total or 0) for year, total in found} == {
        y: n for y, n in expected.items() if n
    }


def test_events_by_actor_and_precision_are_as_many(
    real: tuple[list[dict[str, str]], Batch],
) -> None:
    rows, batch = real
    names = {
        "1": "WithinSettlement", "2": "NearPoint", "3": "AreaCentroid", "4": "AreaCentroid",
        "5": "AreaCentroid", "6": "CountryCentroid", "7": "UnknownPrecision",
    }  # fmt: skip
    expected: Counter[tuple[str, str]] = Counter()
    for row in rows[1:]:
        for side in "ab":
            if not (row["type_of_violence"] == "3" and side == "b"):
                key = f"ucdp-actor-{row[f'side_{side}_new_id']}"
                expected[key, names[row["where_prec"]]] += 1
    found = ask(
        batch.quads,
        """SELECT ?actor ?precision (COUNT(DISTINCT ?event) AS ?n) WHERE {
          ?p ag:participant ?actor ; ag:contest ?event . ?o ag:occurring ?event .
          ?claim ag:about ?o ; ag:placePrecision ?precision } GROUP BY ?actor ?precision""",
    )
    assert {
        (str(a).rpartition("/")[2], str(p).rpartition("#")[2]): int(n or 0) for a, p, n in found
    } == dict(expected)


def test_no_point_is_published_of_an_area(real: tuple[list[dict[str, str]], Batch]) -> None:
    _, batch = real
    found = ask(
        batch.quads,
        """SELECT DISTINCT ?claimed ?drawn WHERE { ?o ag:scene ?place . ?c ag:about ?o ;
        ag:placePrecision ?claimed . ?place geo:hasGeometry/ag:placePrecision ?drawn }""",
    )
    assert {(a and a.rpartition("#")[2], b and b.rpartition("#")[2]) for a, b in found} == {
        ("WithinSettlement", "WithinSettlement"), ("NearPoint", "NearPoint"),
    }  # fmt: skip


def test_dates_are_as_sure_as_the_file_has_them(real: tuple[list[dict[str, str]], Batch]) -> None:
    rows, batch = real
    found = ask(
        batch.quads,
        """SELECT ?event ?a ?b ?c ?d WHERE { ?o ag:occurring ?event . ?claim ag:about ?o ;
        ag:earliestStart ?a ; ag:latestStart ?b ; ag:earliestEnd ?c ; ag:latestEnd ?d }""",
    )
    by_id = {str(row[0]).rpartition("-")[2]: row[1:] for row in found}
    for row in rows[1:]:
        start, end = row["date_start"][:10], row["date_end"][:10]
        assert by_id[row["id"]] == (start, end, start, end)
        assert (start == end) == (row["date_prec"] == "1")


def test_known_facts_of_the_philippines(real: tuple[list[dict[str, str]], Batch]) -> None:
    _, batch = real
    found = ask(
        batch.quads,
        """SELECT ?actor (MIN(?day) AS ?first) WHERE { ?p ag:participant ?actor . ?c ag:about ?p ;
        ag:earliestStart ?day . FILTER(STRENDS(STR(?actor), "ucdp-actor-234")) } GROUP BY ?actor""",
    )
    assert [day for _, day in found] == ["2016-05-26"]
    marawi = ask(
        batch.quads,
        """SELECT DISTINCT ?actor WHERE { ?o ag:occurring ?event ; ag:scene ?place .
        ?place rdfs:label ?name . ?c ag:about ?o ; ag:earliestStart ?day .
        ?p ag:contest ?event ; ag:participant ?actor ; ag:side "B"
        FILTER(CONTAINS(?name, "Marawi") && YEAR(?day) = 2017) }""",
    )
    assert [a and a.rpartition("-")[2] for (a,) in marawi] == ["234"]


def claimed(batch: Batch) -> Iterator[str]:
    """Yield each claim about two things of the batch, in words."""
    roles = (
        ("occurring", "scene"), ("participant", "contest"), ("targeting", "target"),
        ("part", "whole"), ("subEvent", "superEvent"), ("estimated", "measure"),
    )  # fmt: skip
    for one, other in roles:
        for row in ask(
            batch.quads,
            f"""SELECT ?a ?b ?modality ?low ?best ?high WHERE {{ ?r ag:{one} ?a ; ag:{other} ?b .
            ?c ag:about ?r ; ag:modality ?modality OPTIONAL {{ ?c ag:low ?low ; ag:high ?high }}
            OPTIONAL {{ ?c ag:best ?best }} }}""",
        ):
            short = [str(part).rpartition("/")[2].rpartition("#")[2] for part in row if part]
            yield " ".join([other, *short])


def test_one_event_says_what_its_row_says(tmp_path: Path) -> None:
    assert list(claimed(read(written(tmp_path, {})))) == [
        "scene ucdp-ged-1 ucdp-840-old-town-938524f2 Stated",
        "contest ucdp-actor-20 ucdp-ged-1 Stated",
        "contest ucdp-actor-30 ucdp-ged-1 Stated",
        "whole ucdp-840-north-province ucdp-country-840 Stated",
        "whole ucdp-840-north-province-vale-district ucdp-840-north-province Stated",
        "whole ucdp-840-old-town-938524f2 ucdp-840-north-province-vale-district Stated",
        "whole ucdp-country-840 ucdp-region-asia Stated",
        "superEvent ucdp-dyad-10 ucdp-conflict-9 Stated",
        "superEvent ucdp-ged-1 ucdp-dyad-10 Stated",
        "measure ucdp-ged-1 CivilianDeaths Stated 1",
        "measure ucdp-ged-1 CombatantDeaths Stated 2",
        "measure ucdp-ged-1 Deaths Stated 3 4 7",
        "measure ucdp-ged-1 Deaths Stated 1",
    ]


def test_the_reports_that_a_row_cites_are_sources(tmp_path: Path) -> None:
    batch = read(written(tmp_path, {}))
    assert ask(
        batch.quads,
        """SELECT ?title ?publisher ?date ?informant WHERE {
        ?l ag:cites ?s ; ag:informant ?informant .
        ?s a ag:Article ; dcterms:title ?title ; dcterms:publisher ?publisher ; ag:edtfDate ?date
        }""",
    ) == [
        ("Clash", "Herald, The", "2016-02-22", "army"),
        ("Four killed; two hurt", "Gazette", "2016-02-21", "army"),
    ]


def test_surroundings_lie_only_possibly_in_the_province(tmp_path: Path) -> None:
    batch = read(written(tmp_path, {"where_prec": "2"}))
    assert [text for text in claimed(batch) if "around" in text] == [
        "scene ucdp-ged-1 ucdp-840-old-town-938524f2-around Stated",
        "whole ucdp-840-old-town-938524f2-around ucdp-840-north-province Possible",
        "whole ucdp-840-old-town-938524f2-around ucdp-840-north-province-vale-district Possible",
        "whole ucdp-840-old-town-938524f2-around ucdp-country-840 Stated",
    ]


@pytest.mark.parametrize(
    ("precision", "more", "scene"),
    [
        ("3", {}, "ucdp-840-north-province-vale-district"),
        ("3", {"adm_2": ""}, "ucdp-840-north-province-old-town"),
        ("4", {}, "ucdp-840-north-province"),
        ("4", {"adm_1": ""}, "ucdp-840-old-town"),
        ("5", {}, "ucdp-840-old-town-stretch"),
        ("6", {}, "ucdp-country-840"),
        ("7", {"where_coordinates": "Sulu Sea"}, "ucdp-waters-sulu-sea"),
    ],
)
def test_the_scene_is_as_large_as_the_precision_leaves_open(
    tmp_path: Path, precision: str, more: dict[str, str], scene: str
) -> None:
    batch = read(written(tmp_path, {"where_prec": precision, **more}))
    assert [text for text in claimed(batch) if text.startswith("scene")] == [
        f"scene ucdp-ged-1 {scene} Stated"
    ]
    assert ask(batch.quads, "SELECT ?wkt WHERE { ?g geo:asWKT ?wkt }") == []
    kinds = ask(batch.quads, "SELECT ?k WHERE { ?o ag:scene ?p . ?p a ?k }")
    assert len(kinds) == 1


def test_civilians_are_a_target_and_no_side(tmp_path: Path) -> None:
    row = {"type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "9999"}
    batch = read(written(tmp_path, row))
    found = list(claimed(batch))
    assert "target ucdp-ged-1 ucdp-actor-9999 Stated" in found
    assert "contest ucdp-actor-9999 ucdp-ged-1 Stated" not in found
    assert ask(batch.quads, "SELECT ?e WHERE { ?e a ag:Attack }")
    assert ask(batch.quads, "SELECT ?e WHERE { ?e a ag:CollectiveLabel }") == [
        ("https://example.org/p/entity/ucdp-actor-9999",)
    ]


def test_a_side_may_be_a_list(tmp_path: Path) -> None:
    row = {"side_a": "Government of Exland, Government of Wyland", "side_a_new_id": "20, 21"}
    batch = read(written(tmp_path, row))
    assert ask(batch.quads, "SELECT ?a WHERE { ?p ag:participant ?a ; ag:side 'A' }") == [
        ("https://example.org/p/entity/ucdp-actor-20",),
        ("https://example.org/p/entity/ucdp-actor-21",),
    ]
    assert ("Government of Wyland",) in ask(batch.quads, "SELECT ?n WHERE { ?a rdfs:label ?n }")


def test_an_actor_existed_from_its_first_to_its_last_event_by_these(tmp_path: Path) -> None:
    later = {"id": "2", "date_start": "2018-01-01", "date_end": "2018-01-31"}
    batch = read(written(tmp_path, {}, later))
    assert ask(
        batch.quads,
        """SELECT ?who ?latest ?earliest ?by WHERE { ?r a ag:Existence ; ag:existing ?who .
        ?c ag:about ?r ; ag:latestStart ?latest ; ag:earliestEnd ?earliest ; ag:boundedBy ?by }""",
    ) == [
        (f"https://example.org/p/entity/ucdp-actor-{n}", "2016-02-20", "2018-01-01",
         "https://example.org/p/source/ged")
        for n in (20, 30)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [NAMES, NAMES | {"best": "best_est", "high": "high_est", "low": "low_est"}],
    ids=["later names", "names of version 5"],
)
def test_the_names_of_other_versions_are_taken(tmp_path: Path, header: dict[str, str]) -> None:
    (tmp_path / "now").mkdir()
    (tmp_path / "then").mkdir()
    now = read(written(tmp_path / "now", {}))
    assert set(read(written(tmp_path / "then", {}, header=header)).quads) == set(now.quads)


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        ({"best": "1,024"}, "best", "1,024", "is no whole number"),
        ({"deaths_b": ""}, "deaths_b", None, "is blank"),
        ({"date_start": "0025-02-20"}, "date_start", "0025-02-20", "is in the year 25"),
        ({"date_start": "25-02-20"}, "date_start", "25-02-20", "is no date"),
        ({"date_start": "2016-02-30"}, "date_start", "2016-02-30", "is no day of the calendar"),
        ({"date_end": "2016-02-19"}, "date_end", "2016-02-19", "is before the start, 2016-02-20"),
        ({"where_prec": "8"}, "where_prec", "8", "is no code of it"),
        ({"latitude": "124.3"}, "latitude", "124.3", "is no such angle"),
        ({"longitude": "12°"}, "longitude", "12°", "is no such angle"),
        ({"side_b_new_id": "XXX"}, "side_b_id", "XXX", "is no list of actor ids"),
        ({"dyad_name": "a\x00b"}, "dyad_name", "a\x00b", "holds a control character"),
    ],
)
def test_a_faulty_cell_is_named(
    tmp_path: Path, row: dict[str, str], column: str, value: str | None, message: str
) -> None:
    batch = read(written(tmp_path, {}, {"id": "2", **row}, {"id": "3"}))
    problems = [p for p in batch.problems if not p.message.startswith("is before the start")]
    problem = only(problems or batch.problems)
    assert (problem.file, problem.row, problem.column) == ("ged.csv", 3, column)
    assert (problem.value or None, problem.message) == (value, message)
    events = ask(batch.quads, "SELECT ?c WHERE { ?e a ag:Battle ; dcterms:identifier ?c }")
    assert ("UCDP GED 2",) not in events
    assert ("UCDP GED 3",) in events


def test_an_id_stands_once(tmp_path: Path) -> None:
    problem = only(read(written(tmp_path, {}, {"id": "2"}, {})).problems)
    assert (problem.row, problem.value, problem.message) == (4, "1", "is the id of row 2 already")


@pytest.mark.parametrize(
    ("change", "row", "message"),
    [
        (lambda raw: raw[: len(raw) - 60], 3, "has 28 cells, the header has 38"),
        (lambda raw: raw.replace(b",", b";"), 1, "is separated by semicolons"),
        (lambda raw: raw.replace(b"Front", b"Fr\xf6nt"), 2, "are bytes that are not UTF-8"),
        (lambda raw: raw.replace(b"best,", b"bestest,", 1), 1, "is missing from the header"),
        (lambda raw: raw + b'4,"open', 4, "cannot be read as CSV (unexpected end of data)"),
        (lambda _: b"", None, "is empty"),
    ],
)
def test_a_broken_file_is_refused_whole(
    tmp_path: Path, change: Callable[[bytes], bytes], row: int | None, message: str
) -> None:
    folder = written(tmp_path, {}, {"id": "2"})
    path = tmp_path / "ged.csv"
    path.write_bytes(change(path.read_bytes()))
    batch = read(folder)
    problem = batch.problems[0]
    assert (problem.file, problem.row) == ("ged.csv", row)
    assert problem.message == message
    assert problem.remedy
    assert batch.quads == []
    assert not batch.is_whole


def test_blank_rows_do_not_move_the_numbers(tmp_path: Path) -> None:
    folder = written(tmp_path, *({"id": str(n), "best": "x"} for n in (1, 2, 3)))
    path = tmp_path / "ged.csv"
    first, *others = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([first, b"", others[0], b"", b"", *others[1:]]))
    assert [problem.row for problem in read(folder).problems] == [3, 6, 7]


def test_required_columns_are_columns() -> None:
    assert set(REQUIRED) <= set(COLUMNS)
    assert not set(NOT_USED) & {alias for aliases in COLUMNS.values() for alias in aliases}


def test_the_same_file_gives_the_same_quads(real: tuple[list[dict[str, str]], Batch]) -> None:
    _, batch = real
    assert len(batch.quads) == len(set(batch.quads))
    assert not any(isinstance(q.object, Literal) and q.object.value == "" for q in batch.quads)
    assert {q.graph_name for q in batch.quads} == {
        NamedNode("https://example.org/p/graph/ged/22-1")
    }
