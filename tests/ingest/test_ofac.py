"""OFAC's list: an excerpt, made-up rows, and the real files counted anew."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

import kg
from kg.errors import InvalidProject
from kg.ingest import load
from kg.ingest.sanctions.ofac import ARMED
from kg.ingest.sanctions.ofac_remarks import date as edtf_of
from kg.ingest.sanctions.ofac_remarks import remarks
from kg.project import Project
from kg.vocabulary import AG
from tests import projects
from tests.projects import TOML, loaded, only, schema

if TYPE_CHECKING:
    from collections.abc import Callable


EXCERPT = Path(__file__).parent / "data" / "ofac"
NULL = "-0- "
HEADER = "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\n"


def project(folder: Path, path: Path | str = "sdn.csv", more: str = "") -> Path:
    source = f'[[source]]\nid = "sdn"\nformat = "ofac"\npath = "{path}"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def row(
    number: str = "1", name: str = "A FRONT", kind: str = NULL, programme: str = "SDGT",
    remark: str = NULL, title: str = NULL,
) -> str:  # fmt: skip
    cells = (number, name, kind, programme, title, *[NULL] * 6, remark)
    return ",".join(f'"{cell}"' if cell != NULL else cell for cell in cells) + "\r\n"


def written(folder: Path, *rows: str, more: str = "") -> Path:
    (folder / "sdn.csv").write_text("".join(rows) + "\x1a", encoding="utf-8", newline="")
    return project(folder, more=more)


class Read(projects.Read):
    """What the list says, with the names of its parties."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.names = {entity.iri: entity.name.value for entity in self.entities}

    def said(self, kind: NamedNode) -> list[tuple[str, str]]:
        """Return role and object of each claim of a class."""
        return [
            (c.role, c.object.value if isinstance(c.object, Literal) else self.names[c.object])
            for c in self.of(kind) if c.object
        ]  # fmt: skip

    def left(self, column: str | None) -> list[tuple[str, str]]:
        return [(item.value, item.reason) for item in self.left_out if item.column == column]


def entity(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/p/entity/{name}")


def remark(folder: Path, text: str) -> Read:
    read = Read(written(folder, row(kind="individual", remark=text)))
    assert not read.problems
    return read


# The excerpt, as the Office writes it: no header, Ctrl-Z at the end


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Read:
    more = f'aliases = "{EXCERPT}/alt.csv"\naddresses = "{EXCERPT}/add.csv"\ndate = "2023-11"'
    read = Read(project(tmp_path_factory.mktemp("excerpt"), EXCERPT / "sdn.csv", more))
    assert not read.problems
    return read


def test_the_list_as_a_source(excerpt: Read) -> None:
    (source,) = excerpt.batches[0].sources
    assert (source.kind, source.date, source.version) == (AG.SanctionsList, "2023-11", "2023-11")
    assert source.licence.value == "https://creativecommons.org/publicdomain/mark/1.0/"
    assert source.graph_licence == source.licence
    assert source.graph.value == "https://example.org/p/graph/sdn/2023-11"


def test_abu_sayyaf_is_designated_by_two_programmes(excerpt: Read) -> None:
    group = entity("ofac-4688")
    listed = [claim for claim in excerpt.of(AG.Designation) if claim.object == group]
    assert [(claim.subject, claim.role) for claim in listed] == [
        (entity("ofac"), "FTO"), (entity("ofac"), "SDGT"),
    ]  # fmt: skip
    first = listed[0]
    assert first.iri.value == "https://example.org/p/claim/ofac-4688-designation-fto-ofac"
    assert (first.attested, first.start, first.end) == ("2023-11", "", "")
    assert first.bounds.possible() == (None, None)  # the list has no day of listing
    assert first.bounds.latest_start == date(2023, 11, 30)
    assert (first.locator.record, first.origin and first.origin.row) == ("4688", 3)
    (named,) = (claim for claim in excerpt.of(AG.Naming) if claim.subject == group)
    assert (named.role, named.object) == ("a.k.a.", Literal("AL HARAKAT AL ISLAMIYYA"))
    assert named.locator.record == "4688 alt 3869"
    assert named.origin
    assert named.origin.file.endswith("alt.csv")


def test_every_row_of_the_excerpt_is_used_or_left_out(excerpt: Read) -> None:
    lines = {
        name: len((EXCERPT / name).read_text(encoding="utf-8").splitlines()) - 1
        for name in ("sdn.csv", "alt.csv", "add.csv")
    }
    assert lines == {"sdn.csv": 11, "alt.csv": 55, "add.csv": 15}
    assert sum(batch.rows for batch in excerpt.batches) == sum(lines.values())
    assert Counter(item.reason for item in excerpt.left_out if item.column is None) == {
        "is on no programme that is taken: CUBA": 1,
        "is of the type vessel, which is not modelled": 1,
        "is of the type aircraft, which is not modelled": 1,
        "is of an entry that is not used": 4,
        "has no town and no country": 6,
    }
    groups = [e for e in excerpt.entities if e.codes]
    assert len(groups) == 8
    assert {group.kind for group in groups} == {AG.Organisation}
    assert len([c for c in excerpt.of(AG.Naming) if c.role == "a.k.a."]) == 55 - 1
    assert [c.role for c in excerpt.of(AG.Designation)].count("DRCONGO") == 1


def test_addresses_of_the_excerpt_lie_in_their_country(excerpt: Read) -> None:
    isis = entity("ofac-23844")
    found = [excerpt.names[c.object] for c in excerpt.of(AG.Presence)
             if c.subject == isis and isinstance(c.object, NamedNode)]  # fmt: skip
    assert found == ["Basilan, Philippines", "Lanao del Sur Province, Philippines"]
    parts = {excerpt.names[c.subject]: excerpt.names[c.object] for c in excerpt.of(AG.Containment)
             if isinstance(c.object, NamedNode)}  # fmt: skip
    assert parts["Basilan, Philippines"] == "Philippines"
    assert parts["North Kivu Province, Congo, Democratic Republic of the"] == (
        "Congo, Democratic Republic of the"
    )


def test_a_project_of_the_excerpt_conforms_to_the_shapes(tmp_path: Path) -> None:
    more = f'aliases = "{EXCERPT}/alt.csv"\naddresses = "{EXCERPT}/add.csv"\ndate = "2023-11"'
    assert not kg.check(project(tmp_path, EXCERPT / "sdn.csv", more)).problems


# Made-up rows


def test_a_header_that_a_copy_adds_is_read(tmp_path: Path) -> None:
    one, two = Read(written(tmp_path, row())), Read(written(tmp_path, HEADER, row()))
    assert [claim.iri for claim in one.claims] == [claim.iri for claim in two.claims]
    assert [e.origin.row for e in two.entities if e.origin] == [2]


def test_persons_organisations_and_things(tmp_path: Path) -> None:
    kinds = ("individual", NULL, "vessel", "aircraft")
    read = Read(written(tmp_path, *(row(str(n), f"N{n}", kind) for n, kind in enumerate(kinds, 1))))
    assert [(e.iri, e.kind) for e in read.entities[1:]] == [
        (entity("ofac-1"), AG.Person), (entity("ofac-2"), AG.Organisation),
    ]  # fmt: skip
    assert [value for value, _ in read.left(None)] == ["N3", "N4"]


def test_ranks_and_what_is_of_vessels_is_left_out(tmp_path: Path) -> None:
    line = row(title="Colonel").replace(f",{NULL}", ',"CL2192"', 2)  # the type, and the call sign
    read = Read(written(tmp_path, line.replace('"CL2192"', NULL, 1)))
    assert read.left("Title") == [("Colonel", "is a rank or office in the list's words")]
    assert read.left("Call_Sign") == [("CL2192", "is of vessels")]


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ("", ["SDGT"]),
        ('programmes = "CUBA, sdgt"', ["SDGT", "CUBA"]),
        ('programmes = "*"', ["SDGT", "IRGC", "CUBA"]),
    ],
)
def test_the_programmes_that_are_taken(tmp_path: Path, more: str, taken: list[str]) -> None:
    rows = row(programme="SDGT] [IRGC"), row("2", "TWO", programme="[CUBA]")
    read = Read(written(tmp_path, *rows, more=more))
    assert not read.problems
    assert [claim.role for claim in read.of(AG.Designation)] == taken
    left = [value for value, _ in read.left("Program")] + [value for value, _ in read.left(None)]
    assert len(left) == 3 - len(taken)


def test_a_programme_that_is_not_there_is_told(tmp_path: Path) -> None:
    problem = only(Read(written(tmp_path, row(), more='programmes = "SDGR"')).problems)
    assert str(problem).endswith("is no programme of this file; did you mean 'SDGT'?")


def test_without_a_date_a_designation_is_undated(tmp_path: Path) -> None:
    read = Read(written(tmp_path, row()))
    assert read.batches[0].sources[0].date == ""
    assert [claim.attested for claim in read.of(AG.Designation)] == [""]


@pytest.mark.parametrize("text", ["November 2023", "2023-13"])
def test_a_date_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    problem = only(Read(written(tmp_path, row(), more=f'date = "{text}"')).problems)
    assert (problem.column, problem.value) == ("date", text)


# Remarks


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("DOB 03 Mar 1966", "1966-03-03"),
        ("DOB Sep 1957; POB Cairo, Egypt", "1957-09"),
        ("DOB 1970; alt. DOB 12 Jan 1972; alt. DOB 1970.", "[1970,1972-01-12]"),
        ("DOB 03 March 1966", "1966-03-03"),
        ("DOB circa 1960", "1960~"),
        ("DOB circa 1979-1982.", "[1979~..1982~]"),
        ("DOB 1960 to 1962", "[1960..1962]"),
        ("DOB 01 Jan 1990 to 31 Dec 1991", "[1990-01-01..1991-12-31]"),
    ],
)
def test_dates_of_birth_are_one_start(tmp_path: Path, text: str, start: str) -> None:
    (claim,) = remark(tmp_path, text).of(AG.Existence)
    assert (claim.role, claim.start, claim.object) == ("date of birth", start, None)


@pytest.mark.parametrize(
    "text", ["66", "3 Jan 25", "1 Jan 0025", "03 Mrz 1966", "31 Feb 1966", "3 1966"]
)
def test_what_is_no_date_is_a_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="; "):
        edtf_of(text)
    read = Read(written(tmp_path, row(remark=f"DOB {text}."), row("2", "TWO")))
    problem = only(read.problems)
    assert (problem.row, problem.column, problem.value) == (1, "Remarks", text)
    assert [claim.object for claim in read.of(AG.Designation)] == [entity("ofac-2")]


def test_a_date_in_other_words_is_left_out(tmp_path: Path) -> None:
    read = remark(tmp_path, "DOB before 1970; alt. DOB 1971.")
    assert read.left("Remarks") == [("before 1970", "is no date that stands by itself")]
    assert [claim.start for claim in read.of(AG.Existence)] == ["1971"]


def test_an_organisation_says_when_it_was_established(tmp_path: Path) -> None:
    read = Read(written(tmp_path, row(remark="Organization Established Date 15 Feb 1992.")))
    assert [(c.role, c.start) for c in read.of(AG.Existence)] == [
        ("organization established", "1992-02-15")
    ]


def test_names_in_the_remarks_are_weak(tmp_path: Path) -> None:
    text = "a.k.a. 'ABU-'UMAR'; f.k.a. ''ABD-AL-'IZ'; n.k.a. 'A. B.'."
    assert remark(tmp_path, text).said(AG.Naming) == [
        ("weak a.k.a.", "ABU-'UMAR"), ("weak f.k.a.", "'ABD-AL-'IZ"), ("weak n.k.a.", "A. B."),
    ]  # fmt: skip


def test_places_of_birth_and_nationalities(tmp_path: Path) -> None:
    read = remark(
        tmp_path,
        "POB Gaza City, Gaza Strip; alt. POB Bunia, Congo, Democratic Republic of the; nationality "
        "Iraq; citizen Iraq; alt. nationality Korea, North; nationality possibly Palestinian.",
    )
    assert read.said(AG.Origin) == [
        ("place of birth", "Gaza City, Gaza Strip"),
        ("place of birth", "Bunia, Congo, Democratic Republic of the"),
        ("nationality", "Iraq"), ("citizen", "Iraq"), ("nationality", "Korea, North"),
    ]  # fmt: skip
    assert [claim.modality for claim in read.of(AG.Origin)] == ["possible"] * 2 + ["stated"] * 3
    assert [value for value, _ in read.left("Remarks")] == ["possibly Palestinian"]
    kinds = {e.name.value: e.kind for e in read.entities}
    assert kinds["Gaza City, Gaza Strip"] == AG.Place
    assert kinds["Korea, North"] == AG.Country


def test_what_is_personal_is_left_out_and_not_shown(tmp_path: Path) -> None:
    number = "X0042017"
    read = remark(
        tmp_path,
        f"Passport {number} (Iraq) expires 1 Jan 2020; Gender Male; alt. Passport {number}; "
        f"Digital Currency Address - XBT {number}; Email Address {number}@example.org; "
        "Secondary sanctions risk: section 1(b) of Executive Order 13224; Member of the council.",
    )
    assert read.left("Remarks") == [
        *[("", "is not modelled, and may be personal")],
        ("Gender Male", "is not modelled"),
        *[("", "is not modelled, and may be personal")] * 3,
        ("Secondary sanctions risk: section 1(b) of Executive Order 13224", "is not modelled"),
        ("", "is not modelled, and may be personal"),
    ]
    assert number not in repr((read.claims, read.left_out))


def test_semicolons_in_brackets_part_nothing_unless_they_never_close() -> None:
    found, _ = remarks("(from a passport: DOB 1; POB X; (Y; Z)); DOB 1970; Note (no end; DOB 1971.")
    assert [(part.kind, part.value) for part in found if part.kind == "birth"] == [
        ("birth", "1970"), ("birth", "1971"),
    ]  # fmt: skip
    assert found[0].value == "(from a passport: DOB 1; POB X; (Y; Z))"


@given(st.text(alphabet="ab ;().'", max_size=40))
def test_no_part_of_the_remarks_is_lost(text: str) -> None:
    found, cut = remarks(text)
    letters = re.sub(r"[^ab]", "", text)
    assert not cut
    assert re.sub(r"[^ab]", "", "".join(part.value for part in found)) == letters


def test_remarks_that_the_list_cuts_lose_their_last_part(tmp_path: Path) -> None:
    text = "DOB 1970; " + "a.k.a. 'X'; " * 81 + "Linked To: A FRO"
    text = text.ljust(1000, "N")
    found, cut = remarks(text)
    assert len(found) == 82
    assert cut.startswith("Linked To")
    read = remark(tmp_path, text)
    assert read.left("Remarks") == [
        ("", "is cut off where the list ends remarks, at 1000 characters")
    ]


def test_ties_are_found_by_name(tmp_path: Path) -> None:
    names = ("a  front, inc", "TWINS", "NOBODY", "A SHIP", "ONE", "A FRONT, INC.")
    linked = "; ".join(f"Linked To: {name}" for name in names)
    read = Read(
        written(
            tmp_path, row("1", "ONE", remark=linked), row("2", "A FRONT, INC."),
            row("3", "TWINS"), row("4", "TWINS", programme="CUBA"), row("5", "A SHIP", "vessel"),
        )
    )  # fmt: skip
    assert read.said(AG.Association) == [("linked to", "A FRONT, INC.")]
    assert dict(read.left("Remarks")) == {
        "TWINS": "is linked to, and is the name of several entries",
        "NOBODY": "is linked to, and is no name of an entry",
        "A SHIP": "is linked to, and is no entry that is used",
        "ONE": "is linked to, and is no entry that is used",
    }


# The other files


def beside(folder: Path, alt: str = "", add: str = "") -> Read:
    (folder / "alt.csv").write_text(alt, encoding="utf-8", newline="")
    (folder / "add.csv").write_text(add, encoding="utf-8", newline="")
    more = 'aliases = "alt.csv"\naddresses = "add.csv"'
    return Read(written(folder, row(), row("2", "TWO", programme="CUBA"), more=more))


def test_aliases_have_their_type(tmp_path: Path) -> None:
    kinds = ("aka", "fka", "nka")
    alt = "".join(f'1,{n},"{kind}","N{n}",-0- \r\n' for n, kind in enumerate(kinds, 5))
    read = beside(tmp_path, alt + '2,8,"aka","T",-0- \r\n9,9,"aka","U",-0- \r\n\x1a', "1,1,,,,\n")
    assert not read.problems
    assert read.said(AG.Naming) == [("a.k.a.", "N5"), ("f.k.a.", "N6"), ("n.k.a.", "N7")]
    assert read.left(None)[1:] == [
        ("2", "is of an entry that is not used"), ("9", "is of no entry of the list"),
        ("", "has no town and no country"),
    ]  # fmt: skip


def test_addresses_stop_at_the_town(tmp_path: Path) -> None:
    places = (
        ("9 Road", "Sebha", "Libya"), (NULL, "London EC3N 1DY", "United Kingdom"),
        (NULL, "Mexico, D.F. 11570", "Mexico"), (NULL, NULL, "Libya"), (NULL, "81000", "Libya"),
        (NULL, "Gaza", "Palestinian"), (NULL, NULL, "undetermined"),
    )  # fmt: skip
    add = "ID,Col_B,Address,City,Country,\n" + "".join(
        f'1,{n},"{street}","{town}","{country}",{NULL}\n'
        for n, (street, town, country) in enumerate(places)
    )
    read = beside(tmp_path, "1,1,aka,X,\n", add)
    assert not read.problems
    assert read.said(AG.Presence) == [
        ("address", "Sebha, Libya"), ("address", "London, United Kingdom"),
        ("address", "Mexico, D.F., Mexico"), ("address", "Libya"), ("address", "Libya"),
        ("address", "Gaza"),
    ]  # fmt: skip
    assert len(read.left("Address")) == 1
    assert len(read.left("City/State/Province/Postal Code")) == 3
    assert [value for value, _ in read.left("Country")] == ["Palestinian"]
    assert read.left(None)[1:] == [("", "has no town and no country")]
    assert "9 Road" not in repr(read.left_out)


# Faults


FAULTS = [
    ([row("")], 1, "ent_num", "is no number of an entry; write the number"),
    ([row("12a")], 1, "ent_num", "is no number of an entry; write the number"),
    ([row(), row(name="TWO")], 2, "ent_num", "is that of row 1 already; drop one row"),
    ([row(name=NULL)], 1, "SDN_Name", "is blank; fill in the name"),
    ([row(kind="Individual")], 1, "SDN_Type", "is no type of entry; did you mean 'individual'?"),
    ([row(), "2;TWO;-0- ;SDGT\r\n"], 2, None, "has 1 cells"),
    ([row(), '2,"TWO",-0- ,"SD'], 2, None, "cannot be read as CSV"),
    ([row(name="\x02")], 1, "SDN_Name", "holds a control character"),
    ([HEADER.replace("Details", "Text"), row()], 1, "Remarks", "is missing from the header"),
    (["1;ONE;-0- ;SDGT\r\n"], 1, None, "is separated by semicolons"),
]


@pytest.mark.parametrize(("rows", "number", "column", "told"), FAULTS)
def test_a_fault_is_told_with_its_row(
    tmp_path: Path, rows: list[str], number: int, column: str | None, told: str
) -> None:
    read = Read(written(tmp_path, *rows))
    problem = read.problems[0]
    assert (problem.file, problem.row, problem.column) == ("sdn.csv", number, column)
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    used = len({claim.object for claim in read.of(AG.Designation)})
    assert used == len(rows) - 1 - (rows[0].startswith("ID"))


def test_bytes_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    folder = written(tmp_path, row())
    (folder / "sdn.csv").write_bytes(row().encode() + row("2", "CAFÉ").encode("latin-1"))
    read = Read(folder)
    assert (only(read.problems).row, only(read.problems).value) == (2, "c9")
    assert not all(batch.is_whole for batch in read.batches)


def test_faults_of_the_other_files(tmp_path: Path) -> None:
    alt = '1,x,"aka","N",\n1,2,"also","N",\n1,3,"aka",-0- ,\n'
    read = beside(tmp_path, alt, "1,y,,Sebha,Libya,\n")
    assert [(p.file, p.row, p.column) for p in read.problems] == [
        ("alt.csv", 1, "alt_num"), ("alt.csv", 2, "alt_type"), ("alt.csv", 3, "alt_name"),
        ("add.csv", 1, "Add_num"),
    ]  # fmt: skip
    assert sum(batch.rows for batch in read.batches) == 2 + 3 + 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidProject, match=r"aliases: 'alt\.csv' is not there"):
        Read(written(tmp_path, row(), more='aliases = "alt.csv"'))


def test_a_fault_of_one_entry_takes_its_ties_without_more_faults(tmp_path: Path) -> None:
    rows = row(remark="DOB 66."), row("2", "TWO", remark="Linked To: A FRONT.")
    assert only(loaded(written(tmp_path, *rows)).problems).row == 1


def test_options_of_the_project(tmp_path: Path) -> None:
    more = 'licence = "CC0-1.0"\nversion = "a"\nreliability = "B"'
    read = Read(written(tmp_path, row(), more=more))
    (source,) = read.batches[0].sources
    assert source.licence.value == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert source.graph.value == "https://example.org/p/graph/sdn/a"
    assert {claim.reliability for claim in read.claims} == {"B"}


def test_batches_do_not_grow_with_the_file(tmp_path: Path) -> None:
    read = Read(written(tmp_path, *(row(str(n), f"N {n}") for n in range(5000))))
    assert [batch.rows for batch in read.batches] == [2000, 2000, 1000]


# The files of November 2023 and March 2026


@pytest.fixture(scope="module")
def files(real_data: Callable[[str], Path]) -> dict[str, Path]:
    return {
        "sdn": real_data("data/ofac/sdn_2023-11.csv"),
        "alt": real_data("data/ofac/alt_2026-03.csv"),
        "add": real_data("data/ofac/sdn_address_2023-11.csv"),
    }


@pytest.fixture(scope="module")
def sheets(files: dict[str, Path]) -> dict[str, list[list[str]]]:
    """Return the rows of the files by the csv module alone, without header and Ctrl-Z."""
    found = {}
    for name, path in files.items():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[cell.strip() for cell in cells] for cells in csv.reader(file)]
        assert rows[-1][0] in ("\x1a", "")
        found[name] = [cells for cells in rows if cells[0].isdigit()]
    return found


def options(files: dict[str, Path]) -> str:
    return f'aliases = "{files["alt"]}"\naddresses = "{files["add"]}"\ndate = "2023-11"'


@pytest.fixture(scope="module")
def real(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Read:
    read = Read(project(tmp_path_factory.mktemp("real"), files["sdn"], options(files)))
    assert not read.problems
    return read


def programmes(cells: list[str]) -> list[str]:
    return cells[3].split("] [")


@pytest.fixture(scope="module")
def chosen(sheets: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    """Return the rows of the parties that are taken, by their number."""
    return {
        cells[0]: cells for cells in sheets["sdn"]
        if cells[2] in ("individual", "-0-") and set(programmes(cells)) & {*ARMED}
    }  # fmt: skip


def test_every_row_of_the_real_files_is_used_or_left_out(
    real: Read, files: dict[str, Path], sheets: dict[str, list[list[str]]],
    chosen: dict[str, list[str]],
) -> None:  # fmt: skip
    assert {name: len(rows) for name, rows in sheets.items()} == {
        "sdn": 11443, "alt": 20202, "add": 16357,
    }  # fmt: skip
    assert sum(batch.rows for batch in real.batches) == 11443 + 20202 + 16357
    left = Counter(item.file for item in real.left_out if item.column is None)
    parties = [e for e in real.entities if e.codes]
    assert {e.iri for e in parties} == {entity(f"ofac-{number}") for number in chosen}
    assert len(parties) + left[str(files["sdn"])] == 11443
    used = Counter(c.origin.file for c in real.claims
                   if c.origin and c.relationship in (AG.Naming, AG.Presence))  # fmt: skip
    assert used[str(files["alt"])] + left[str(files["alt"])] == 20202
    assert used[str(files["add"])] + left[str(files["add"])] == 16357
    kinds = Counter(e.kind for e in parties)
    assert kinds[AG.Person] == sum(cells[2] == "individual" for cells in chosen.values())


def test_designations_of_the_real_list_by_programme(
    real: Read, chosen: dict[str, list[str]]
) -> None:
    expected = Counter(
        programme for cells in chosen.values() for programme in programmes(cells)
        if programme in ARMED
    )  # fmt: skip
    assert Counter(claim.role for claim in real.of(AG.Designation)) == expected
    assert expected["FTO"] == 70
    left = Counter(value for value, _ in real.left("Program"))
    assert left == Counter(
        programme for cells in chosen.values() for programme in programmes(cells)
        if programme not in ARMED
    )  # fmt: skip


def test_aliases_of_the_real_list(
    real: Read, sheets: dict[str, list[list[str]]], chosen: dict[str, list[str]]
) -> None:
    roles = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
    expected = Counter((c[0], roles[c[2]], c[3]) for c in sheets["alt"] if c[0] in chosen)
    weak = [
        part for cells in chosen.values() for part in cells[11].split(";")
        if re.match(r"\s*[afn]\.k\.a\. '", part) and len(cells[11]) < 1000
    ]  # fmt: skip
    found = [
        (c.subject.value.rpartition("-")[2], c.role, c.object.value)
        for c in real.of(AG.Naming) if isinstance(c.object, Literal)
    ]  # fmt: skip
    assert Counter(item for item in found if "weak" not in item[1]) == expected
    assert len([item for item in found if "weak" in item[1]]) == len(weak)


def test_ties_of_the_real_list(real: Read, chosen: dict[str, list[str]]) -> None:
    linked = {
        (number, part.strip().removeprefix("Linked To: ").rstrip("."))
        for number, cells in chosen.items() for part in cells[11].split(";")
        if part.strip().startswith("Linked To: ")
    }  # fmt: skip
    left = [reason for _, reason in real.left("Remarks") if reason.startswith("is linked to")]
    assert len(real.of(AG.Association)) + len(left) == len(linked)
    assert len(left) < 20


def test_births_of_the_real_list(real: Read, chosen: dict[str, list[str]]) -> None:
    born = {n for n, cells in chosen.items() if re.search(r"(?:^|; )DOB ", cells[11])}
    found = {c.locator.record for c in real.of(AG.Existence) if c.role == "date of birth"}
    assert found == born


def test_abu_sayyaf_in_the_real_list(real: Read) -> None:
    group = entity("ofac-4688")
    assert real.names[group] == "ABU SAYYAF GROUP"
    assert [c.role for c in real.of(AG.Designation) if c.object == group] == ["FTO", "SDGT"]


def test_no_passport_of_the_real_list_is_told(
    real: Read, sheets: dict[str, list[list[str]]]
) -> None:
    numbers = {
        number for cells in sheets["sdn"]
        for number in re.findall(r"Passport (\w*\d{6}\w*)", cells[11])
    }  # fmt: skip
    assert len(numbers) > 1000
    told = {item.value for item in real.left_out} | {e.name.value for e in real.entities}
    told |= {c.object.value for c in real.claims if isinstance(c.object, Literal)}
    words = {word for value in told for word in re.findall(r"\w+", value)}
    assert not words & numbers


def test_the_real_list_loads_and_nothing_dangles(
    files: dict[str, Path], real: Read, tmp_path: Path
) -> None:
    mint = Project.read(project(tmp_path, files["sdn"])).mint
    assert not load(real.batches, mint, schema()).problems
    assert len({claim.iri for claim in real.claims}) == len(real.claims)
    assert max(batch.rows for batch in real.batches) == 2000


def test_all_programmes_of_the_real_list(
    files: dict[str, Path], sheets: dict[str, list[list[str]]], tmp_path: Path
) -> None:
    read = Read(project(tmp_path, files["sdn"], 'programmes = "*"'))
    assert not read.problems
    parties = [c for c in sheets["sdn"] if c[2] not in ("vessel", "aircraft")]
    assert len(read.of(AG.Designation)) == sum(len(set(programmes(c))) for c in parties)
