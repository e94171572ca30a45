"""The Security Council's list: made-up entries of its shape, and the real list counted anew."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

import kg
from kg.ingest import load
from kg.ingest.sanctions.un_sc import ARMED
from kg.ingest.sanctions.un_sc_comments import REFERENCE, ties
from kg.ingest.sanctions.un_sc_dates import stay
from kg.project import Project
from kg.vocabulary import AG
from tests import projects
from tests.projects import TOML, loaded, only, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


REAL = "data/un_sc/consolidated_2020-11-30.xml"
PERSON = """
<INDIVIDUAL><DATAID>11</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME> ANA </FIRST_NAME>
<SECOND_NAME>BEA</SECOND_NAME><THIRD_NAME/><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDi.901 </REFERENCE_NUMBER><LISTED_ON>2015-04-14-04:00</LISTED_ON>
<COMMENTS1/>{}<SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>"""
GROUP = """
<ENTITY><DATAID>12</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>A FRONT</FIRST_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDe.902</REFERENCE_NUMBER>
<LISTED_ON>2001-10-06</LISTED_ON><COMMENTS1>{}</COMMENTS1>{}</ENTITY>"""


def xml(persons: str = "", groups: str = "", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<CONSOLIDATED_LIST '
        f'dateGenerated="2020-11-30T20:31:19.923-05:00">\n<INDIVIDUALS>{persons}</INDIVIDUALS>'
        f"<ENTITIES>{groups}</ENTITIES></CONSOLIDATED_LIST>"
    )


def project(folder: Path, path: Path | str = "list.xml", more: str = "") -> Path:
    source = f'[[source]]\nid = "un"\nformat = "un-sc"\npath = "{path}"\n{more}'
    (folder / "kg.toml").write_text(TOML + source, encoding="utf-8")
    return folder


def written(folder: Path, text: str, more: str = "") -> Path:
    (folder / "list.xml").write_text(text, encoding="utf-8")
    return project(folder, more=more)


class Read(projects.Read):
    """What the list says, by the names of its parties."""

    def name(self, iri: NamedNode | Literal | None) -> str:
        if isinstance(iri, Literal):
            return iri.value
        return {entity.iri: entity.name.value for entity in self.entities}[iri] if iri else ""

    def said(self, kind: NamedNode) -> list[tuple[str, str, str]]:
        """Return role, object and modality of each claim of a class."""
        return [(c.role, self.name(c.object), c.modality) for c in self.of(kind)]

    def left(self, column: str) -> list[tuple[str, str]]:
        return [(item.value, item.reason) for item in self.left_out if item.column == column]


def person(folder: Path, inner: str) -> Read:
    read = Read(written(folder, xml(PERSON.format(inner))))
    assert not read.problems
    return read


def entity(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/p/entity/{name}")


# Made-up entries


def test_an_entry_in_whole(tmp_path: Path) -> None:
    updates = "<LAST_DAY_UPDATED><VALUE>2016-01-02</VALUE><VALUE/></LAST_DAY_UPDATED>"
    read = person(tmp_path, updates)
    (source,) = read.batches[0].sources
    assert (source.kind, source.date, source.version) == (
        AG.SanctionsList, "2020-11-30", "2020-11-30",
    )  # fmt: skip
    assert source.licence.value == "https://www.un.org/en/about-us/terms-of-use"
    assert source.graph_licence == source.licence
    council, ana = read.entities
    assert (council.iri, council.kind) == (entity("un-security-council"), AG.Organisation)
    assert (ana.iri, ana.kind, ana.name.value) == (entity("un-sc-qdi-901"), AG.Person, "ANA BEA")
    assert ana.codes == ("UN QDi.901", "UN DATAID 11")
    (claim,) = read.claims
    assert claim.iri.value == (
        "https://example.org/p/claim/un-sc-qdi-901-designation-al-qaida-un-security-council"
    )
    assert (claim.subject, claim.object) == (council.iri, ana.iri)
    assert (claim.role, claim.start, claim.note) == (
        "Al-Qaida", "2015-04-14", "Amended on 2016-01-02.",
    )  # fmt: skip
    assert claim.bounds.possible() == (date(2015, 4, 14), None)
    assert claim.locator.record == "QDi.901"
    assert claim.origin
    assert claim.origin.row == 3  # the line of the element, not of the list
    assert not read.left_out


def test_an_entry_that_was_taken_off_is_designated_until_then(tmp_path: Path) -> None:
    (claim,) = person(tmp_path, "<DELISTED_ON>2019-03-01</DELISTED_ON>").claims
    assert (claim.start, claim.end) == ("2015-04-14", "2019-03-01")


def test_a_group_is_an_organisation_and_no_more(tmp_path: Path) -> None:
    read = Read(written(tmp_path, xml("", GROUP.format("", ""))))
    assert read.entities[1].kind == AG.Organisation


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ([("EXACT", "<DATE>1964-07-17</DATE>")], "1964-07-17"),
        ([("EXACT", "<YEAR>1964</YEAR>")], "1964"),
        ([("APPROXIMATELY", "<YEAR>1964</YEAR>")], "1964~"),
        ([("BETWEEN", "<FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR>")], "[1955..1958]"),
        ([("BETWEEN", "<NOTE>Approximately </NOTE><FROM_YEAR>1955</FROM_YEAR>"
           "<TO_YEAR>1958</TO_YEAR>")], "[1955~..1958~]"),
        ([("EXACT", "<NOTE>Nov. 1973 </NOTE>")], "1973-11"),
        ([("EXACT", "<NOTE>Sep.</NOTE><YEAR>1958</YEAR>")], "1958-09"),
        ([("EXACT", "<YEAR>1958</YEAR>"), ("EXACT", "<DATE>1960-02-01</DATE>"),
          ("EXACT", "<YEAR>1958</YEAR>")], "[1958,1960-02-01]"),
    ],
)  # fmt: skip
def test_dates_of_birth_are_one_start(
    tmp_path: Path, given: list[tuple[str, str]], start: str
) -> None:
    inner = "".join(
        f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>{kind}</TYPE_OF_DATE>{cells}"
        "</INDIVIDUAL_DATE_OF_BIRTH>"
        for kind, cells in given
    )
    (claim,) = person(tmp_path, inner).of(AG.Existence)
    assert (claim.role, claim.start, claim.object) == ("date of birth", start, None)
    assert (claim.bounds.latest_start is None) == ("~" in start)


def test_what_is_no_date_of_birth_is_left_out(tmp_path: Path) -> None:
    inner = "".join(
        f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>{cells}"
        "</INDIVIDUAL_DATE_OF_BIRTH>"
        for cells in (
            "<NOTE>from false passport</NOTE><DATE>1979-03-03</DATE>",
            "<NOTE>29 years old</NOTE>", "",
        )
    )  # fmt: skip
    read = person(tmp_path, inner)
    assert not read.of(AG.Existence)
    assert [value for value, _ in read.left("INDIVIDUAL_DATE_OF_BIRTH")] == [
        "from false passport", "29 years old",
    ]  # fmt: skip


def aliases(*given: tuple[str, str, str]) -> str:
    return "".join(
        f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>{more}"
        "</INDIVIDUAL_ALIAS>"
        for quality, name, more in given
    )


def test_aliases_carry_their_quality(tmp_path: Path) -> None:
    read = person(
        tmp_path,
        "<NAME_ORIGINAL_SCRIPT>آنا</NAME_ORIGINAL_SCRIPT>"
        + aliases(
            ("Good", "Ana B", ""), ("Low", "Anna; Anya", ""), ("f.k.a.", "Old", ""),
            ("a.k.a.", "آن (An; Ann)", ""), ("", "", ""),
            ("n.k.a.", "New", ""), ("", "Any", ""),
            ("Good", "Listed", "<NOTE>previously listed as</NOTE>"),
            ("Low", "Vostok", "<NOTE>original script: Восток</NOTE>"),
        ),
    )  # fmt: skip
    assert [(c.role, read.name(c.object)) for c in read.of(AG.Naming)] == [
        ("name in original script", "آنا"),
        ("alias of good quality", "Ana B"),
        ("alias of low quality", "Anna"), ("alias of low quality", "Anya"),
        ("f.k.a.", "Old"),
        ("a.k.a.", "آن"), ("a.k.a.", "An"), ("a.k.a.", "Ann"),
        ("n.k.a.", "New"), ("alias", "Any"),
        ("previously listed as", "Listed"),
        ("alias in original script", "Восток"),
        ("alias of low quality", "Vostok"),
    ]  # fmt: skip


def test_what_is_personal_is_left_out_and_not_shown(tmp_path: Path) -> None:
    number = "X0042017"
    read = person(
        tmp_path,
        f"<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>{number}"
        "</NUMBER></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/>"
        + aliases(("Good", f"Ana (passport {number})", ""),
                  ("Good", "Anne", f"<NOTE>ID {number}</NOTE><DATE_OF_BIRTH>1970</DATE_OF_BIRTH>"))
        + f"<INDIVIDUAL_ADDRESS><STREET>{number} Road</STREET><ZIP_CODE>{number}</ZIP_CODE>"
        f"<CITY>Sebha</CITY><COUNTRY>Libya</COUNTRY><NOTE>Tel. {number}</NOTE></INDIVIDUAL_ADDRESS>"
        f"<PHONE>{number}</PHONE>",
    )  # fmt: skip
    columns = [item.column for item in read.left_out]
    assert columns == [
        "INDIVIDUAL_DOCUMENT", "ALIAS_NAME", "DATE_OF_BIRTH", "INDIVIDUAL_ALIAS NOTE",
        "INDIVIDUAL_ADDRESS STREET", "INDIVIDUAL_ADDRESS ZIP_CODE", "INDIVIDUAL_ADDRESS NOTE",
        "PHONE",
    ]  # fmt: skip
    assert all(item.value == "" for item in read.left_out)
    assert number not in repr(read.claims)
    assert [read.name(c.object) for c in read.of(AG.Naming)] == ["Anne"]
    assert read.said(AG.Presence) == [("address", "Sebha, Libya", "stated")]


def test_an_unknown_element_is_left_out(tmp_path: Path) -> None:
    reason = "is an element that is not known here"
    assert person(tmp_path, "<EYES>brown</EYES>").left("EYES") == [("", reason)]


def test_places_lie_in_their_country_and_are_told_once(tmp_path: Path) -> None:
    places = "".join(
        f"<INDIVIDUAL_ADDRESS>{inner}</INDIVIDUAL_ADDRESS>"
        for inner in (
            "<CITY>Sebha</CITY><STATE_PROVINCE>Fezzan</STATE_PROVINCE><COUNTRY>Libya</COUNTRY>",
            "<CITY>Sebha</CITY><STATE_PROVINCE>Fezzan</STATE_PROVINCE><COUNTRY>Libya</COUNTRY>"
            "<NOTE>previous address</NOTE>",
            "<COUNTRY>Libya</COUNTRY><NOTE>possible location as at Jul. 2017</NOTE>",
            "<COUNTRY>Sudan/South Sudan</COUNTRY>", "<COUNTRY/>",
        )
    )  # fmt: skip
    read = person(tmp_path, places)
    assert [(e.kind, e.name.value) for e in read.entities[2:]] == [
        (AG.Place, "Sebha, Fezzan, Libya"), (AG.Country, "Libya"),
    ]  # fmt: skip
    assert read.said(AG.Containment) == [("", "Libya", "stated")]
    assert read.said(AG.Presence) == [
        ("address", "Sebha, Fezzan, Libya", "stated"),
        ("previous address", "Sebha, Fezzan, Libya", "stated"),
        ("address", "Libya", "possible"),
    ]  # fmt: skip
    assert read.of(AG.Presence)[2].attested == "2017-07"
    assert [value for value, _ in read.left("INDIVIDUAL_ADDRESS COUNTRY")] == ["Sudan/South Sudan"]


def test_places_of_the_same_letters_are_two(tmp_path: Path) -> None:
    address = "<INDIVIDUAL_ADDRESS><CITY>{}</CITY></INDIVIDUAL_ADDRESS>"
    names = ("Al-Bab", "Al Bab", "AL-BAB", "الباب", "باب")
    read = person(tmp_path, "".join(map(address.format, names)))
    assert [e.name.value for e in read.entities[2:]] == ["Al-Bab", "Al Bab", "الباب", "باب"]
    assert len({e.iri for e in read.entities}) == len(read.entities)
    assert len({claim.iri for claim in read.claims}) == len(read.claims) == 5


def test_one_of_several_places_of_birth_is_possible(tmp_path: Path) -> None:
    place = "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>{}</CITY></INDIVIDUAL_PLACE_OF_BIRTH>"
    read = person(tmp_path, place.format("One") + place.format("Two") + place.format(""))
    assert read.said(AG.Origin) == [
        ("place of birth", "One", "possible"), ("place of birth", "Two", "possible"),
    ]  # fmt: skip
    assert {c.note for c in read.of(AG.Origin)} == {"One of 2 that the list gives."}


def test_nationalities_that_are_no_plain_country_are_left_out(tmp_path: Path) -> None:
    given = ("Mali", "Yemeni", "Possibly Ethiopian", "Bahrain (citizenship revoked in 2015)", "na")
    values = "".join(f"<VALUE>{value}</VALUE>" for value in given)
    read = person(tmp_path, f"<NATIONALITY>{values}<VALUE/></NATIONALITY>")
    assert read.said(AG.Origin) == [
        ("nationality", "Mali", "stated"), ("nationality", "Yemen", "stated"),
        ("nationality", "Ethiopia", "possible"),
    ]  # fmt: skip
    assert [claim.note for claim in read.of(AG.Origin)] == [
        "", 'The list says "Yemeni".', 'The list says "Possibly Ethiopian".',
    ]  # fmt: skip
    assert [value for value, _ in read.left("NATIONALITY")] == list(given[3:])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Associated with A Front (QDe.1). And B (QDe.002).", []),
        ("Associated with A Front, listed as B (QDe.001), C (AQ) (QDi.002), and D (QDe.003).",
         [("associated with", "QDe.001"), ("associated with", "QDi.002"),
          ("associated with", "QDe.003")]),
        ("Also associated with Acme Ltd. (TAe.913).", [("associated with", "TAe.913")]),
        ("Member of A Front (QDe.001) and linked to the B Group (QDe.002).",
         [("member", "QDe.001"), ("linked to", "QDe.002")]),
        ("Former member of A Front (QDe.001).", []),
        ("Not associated with A Front (QDe.001).", []),
        ("Member of the Council and advisor to Somebody (TAi.904).", []),
        ("Member of the Shura Council of A Front (QDe.001).", []),
        ("Member of Somebody (TAi.904).", []),
        ("Leader of A Front (QDe.001).", [("leader", "QDe.001")]),
        ("Leader of A Front (QDe.001) for the coast.", []),
        ("Leader of local affiliates of A Front (QDe.001).", []),
        ("Associated with A Front (QDe.001) and led by B (QDi.002).",
         [("associated with", "QDe.001")]),
        ("His brother B (QDi.002) is associated with A Front (QDe.001).", []),
    ],
)  # fmt: skip
def test_only_set_phrases_are_ties(text: str, found: list[tuple[str, str]]) -> None:
    assert [(tie.role, tie.reference) for tie in ties(text)] == found


def test_ties_meet_whichever_entry_names_the_other(tmp_path: Path) -> None:
    one = PERSON.replace(
        "<COMMENTS1/>", "<COMMENTS1>Associated with A Front (QDe.902).</COMMENTS1>"
    )
    comment = (
        "Associated with Ana Bea (QDi.901), C (QDe.999). Led by Ana (QDi.901) and D (QDi.903)."
    )
    folder = written(tmp_path, xml(one.format(""), GROUP.format(comment, "")))
    read = Read(folder)
    assert read.said(AG.Association) == [
        ("associated with", "A FRONT", "stated"), ("associated with", "ANA BEA", "stated"),
    ]  # fmt: skip
    told = {value: reason for value, reason in read.left("COMMENTS1") if value}
    assert told == {
        "QDe.999": "is no entry that is used", "QDi.903": "is named in a sentence that is not read",
    }  # fmt: skip
    quads = loaded(folder).quads
    assert len({q.subject for q in quads if q.object == AG.Association}) == 1


def test_a_splinter_and_a_leader_since_a_month(tmp_path: Path) -> None:
    person_ = PERSON.replace(
        "<COMMENTS1/>", "<COMMENTS1>Leader of A Front (QDe.902) since Jun. 2015.</COMMENTS1>"
    )
    other = GROUP.replace("QDe.902", "QDe.904").format("Splinter group of A Front (QDe.902).", "")
    read = Read(written(tmp_path, xml(person_.format(""), GROUP.format("", "") + other)))
    (led,), (split,) = read.of(AG.Leadership), read.of(AG.Split)
    assert (led.role, led.start, led.object) == ("leader", "2015-06", entity("un-sc-qde-902"))
    assert (split.subject, split.object) == (entity("un-sc-qde-904"), entity("un-sc-qde-902"))


@pytest.mark.parametrize(
    ("note", "dates"),
    [
        ("residence as at Mar. 2009", ("", "", "2009-03")),
        ("as at 30 Jan. 2014", ("", "", "2014-01-30")),
        ("previous location until 2016", ("", "2016", "")),
        ("located in between 2012 and 2016", ("2012", "2016", "")),
        ("in prison since 2013", ("", "", "")),
        ("As of January 2015, 500 fighters were expelled", ("", "", "")),
    ],
)
def test_dates_of_a_stay(note: str, dates: tuple[str, str, str]) -> None:
    assert stay(note) == dates


# Which lists


def lists(folder: Path, more: str = "") -> Read:
    others = ("Taliban", "DPRK", "GB")
    entries = "".join(
        GROUP.replace("Al-Qaida", name).replace("QDe.902", f"XXe.00{n}").format("", "")
        for n, name in enumerate(others)
    )
    return Read(written(folder, xml(PERSON.format(""), entries), more))


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ("", ["Al-Qaida", "Taliban"]),
        ('lists = "DPRK, taliban"', ["Taliban", "DPRK"]),
        ('lists = "*"', ["Al-Qaida", "Taliban", "DPRK", "GB"]),
    ],
)
def test_the_lists_that_are_taken(tmp_path: Path, more: str, taken: list[str]) -> None:
    read = lists(tmp_path, more)
    assert not read.problems
    assert [claim.role for claim in read.of(AG.Designation)] == taken
    rows_left = [item for item in read.left_out if item.column is None]
    assert len(rows_left) == 4 - len(taken)
    assert sum(batch.rows for batch in read.batches) == 4


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    problem = only(lists(tmp_path, 'lists = "Talban"').problems)
    assert (problem.column, problem.value) == ("lists", "Talban")
    assert str(problem).endswith("is no list of this file; did you mean 'Taliban'?")


# Faults


FAULTS = [
    ("QDi.901 ", "", "REFERENCE_NUMBER", "is blank; fill in the reference number"),
    ("Al-Qaida", "", "UN_LIST_TYPE", "is blank; fill in the list"),
    ("2015-04-14-04:00", "14 April 2015", "LISTED_ON", "is no date; write it as 2015-04-14"),
    ("2015-04-14-04:00", "2015-02-30", "LISTED_ON", "February 2015 has 28 days; correct the day"),
    ("2015-04-14-04:00", "0015-04-14", "LISTED_ON", "is in the year 15; write all four digits"),
    ("2015-04-14-04:00", "", "LISTED_ON", "is blank; fill in the day of listing"),
]


@pytest.mark.parametrize(("old", "new", "column", "told"), FAULTS)
def test_a_fault_is_told_once_and_its_entry_is_not_used(
    tmp_path: Path, old: str, new: str, column: str, told: str
) -> None:
    read = Read(written(tmp_path, xml(PERSON.replace(old, new).format(""), GROUP.format("", ""))))
    problem = only(read.problems)
    assert (problem.file, problem.row, problem.column) == ("list.xml", 3, column)
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    assert [claim.object for claim in read.claims] == [entity("un-sc-qde-902")]
    assert sum(batch.rows for batch in read.batches) == 2


def test_faults_of_names_and_births(tmp_path: Path) -> None:
    birth = "<INDIVIDUAL_DATE_OF_BIRTH><YEAR>{}</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
    nameless = PERSON.replace(" ANA ", "").replace("BEA", "")
    inner = birth.format("64") + birth.format("0025")
    problems = Read(written(tmp_path, xml(nameless.format(inner)))).problems
    assert [(p.column, p.value) for p in problems] == [
        ("FIRST_NAME", ""), ("INDIVIDUAL_DATE_OF_BIRTH", "64"),
        ("INDIVIDUAL_DATE_OF_BIRTH", "0025"),
    ]  # fmt: skip


def test_a_reference_number_that_stands_twice(tmp_path: Path) -> None:
    read = Read(written(tmp_path, xml(PERSON.format("") * 2)))
    problem = only(read.problems)
    assert (problem.row, problem.message) == (7, "is that of line 3 already")


def test_a_tie_to_a_faulty_entry_is_no_second_fault(tmp_path: Path) -> None:
    faulty = PERSON.replace("2015-04-14-04:00", "soon").format("")
    comment = "Associated with Ana Bea (QDi.901)."
    assert only(loaded(written(tmp_path, xml(faulty, GROUP.format(comment, "")))).problems)


BROKEN = [
    (
        lambda text: text[: text.index("2001-10-06") - 3],
        "ends in the middle of the list (unclosed token)",
    ),
    (lambda text: text[: text.index("</ENTITIES>")], "ends in the middle of the list (no element"),
    (lambda _: "", "ends in the middle of the list (no element found)"),
    (lambda text: text.replace("</SECOND_NAME>", "", 1), "cannot be read as XML (mismatched tag)"),
    (lambda text: text.replace("BEA", "B & A", 1), "cannot be read as XML (not well-formed"),
    (lambda text: text.replace("<INDIVIDUALS>", "<PEOPLE>", 1), "has a part PEOPLE"),
    (lambda text: text.replace("INDIVIDUAL>", "PERSON>"), "has a PERSON among the INDIVIDUALS"),
    (lambda _: "<html><body/></html>", "is a html, not the CONSOLIDATED_LIST; give the XML"),
    (lambda text: text.replace("2020-11-30T", "someday"), "is no day; get the file again"),
    (lambda _: xml(), "has no entry; get the whole file again"),
]


@pytest.mark.parametrize(("breaking", "told"), BROKEN)
def test_a_broken_file_is_told_with_its_line(
    tmp_path: Path, breaking: Callable[[str], str], told: str
) -> None:
    text = breaking(xml(PERSON.format(""), GROUP.format("", "")))
    read = Read(written(tmp_path, text))
    problem = only(read.problems)
    assert f"{problem.message}; {problem.remedy}".startswith(told)
    assert problem.row or "no entry" in problem.message
    assert not all(batch.is_whole for batch in read.batches)
    assert only(kg.check(tmp_path).problems) == problem


def test_what_stands_before_the_fault_is_read(tmp_path: Path) -> None:
    text = xml(PERSON.format(""), GROUP.format("", ""))
    read = Read(written(tmp_path, text[: text.index("<ENTITIES>")]))
    assert [batch.rows for batch in read.batches] == [1]
    assert read.of(AG.Designation)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "https://example.org/list.dtd">',
    ],
)
def test_a_doctype_is_refused(tmp_path: Path, doctype: str) -> None:
    text = xml(PERSON.replace("BEA", "&b;").format(""), head=doctype)
    problem = only(Read(written(tmp_path, text)).problems)
    assert (problem.row, problem.message) == (1, "has a DOCTYPE, which is not read")


def test_latin_1_that_says_so_is_read_and_bytes_that_lie_are_not(tmp_path: Path) -> None:
    text = xml(PERSON.replace("BEA", "BÉA").format(""))
    folder = written(tmp_path, "")
    latin = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    (folder / "list.xml").write_bytes(latin)
    assert Read(folder).entities[1].name.value == "ANA BÉA"
    (folder / "list.xml").write_bytes(text.encode("latin-1"))
    problem = only(Read(folder).problems)
    assert (problem.row, problem.message) == (4, "cannot be read as XML (not well-formed (invalid "
                                                 "token))")  # fmt: skip


def test_options_of_the_project(tmp_path: Path) -> None:
    more = 'licence = "CC0-1.0"\nversion = "a"\nreliability = "B"'
    read = Read(written(tmp_path, xml(PERSON.format("")), more))
    (source,) = read.batches[0].sources
    assert source.licence.value == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert (source.version, source.graph.value) == ("a", "https://example.org/p/graph/un/a")
    assert {claim.reliability for claim in read.claims} == {"B"}


def test_batches_do_not_grow_with_the_file(tmp_path: Path) -> None:
    entries = "".join(
        GROUP.replace("QDe.902", f"QDe.{n}").format("Associated with A (QDe.1002).", "")
        for n in range(1000, 3500)
    )
    read = Read(written(tmp_path, xml("", entries)))
    assert [batch.rows for batch in read.batches] == [1000, 1000, 500]
    assert not read.of(AG.Association)  # a reference number has three digits


def test_a_project_of_the_list_conforms_to_the_shapes(tmp_path: Path) -> None:
    comment = "Associated with Ana Bea (QDi.901)."
    address = "<ENTITY_ADDRESS><CITY>Sebha</CITY><COUNTRY>Libya</COUNTRY></ENTITY_ADDRESS>"
    birth = "<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1964</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
    text = xml(PERSON.format(birth + aliases(("Good", "Anna", ""))), GROUP.format(comment, address))
    assert not kg.check(written(tmp_path, text)).problems


def test_both_lists_of_one_project_stand_side_by_side(tmp_path: Path) -> None:
    folder = written(tmp_path, xml(PERSON.format(""), GROUP.format("", "")))
    path = Path(__file__).parent / "data" / "ofac" / "sdn.csv"
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "sdn"\nformat = "ofac"\npath = "{path}"\n')
    found = loaded(folder)
    assert not found.problems
    designators = {q.object for q in found.quads if q.predicate == AG.designator}
    assert designators == {entity("un-security-council"), entity("ofac")}


# The list of 30 November 2020


@pytest.fixture(scope="module")
def path(real_data: Callable[[str], Path]) -> Path:
    return real_data(REAL)


@pytest.fixture(scope="module")
def elements(path: Path) -> list[ET.Element]:
    root = ET.parse(path).getroot()  # noqa: S314  (a file of our own, read here by another parser)
    return [*root.iterfind("INDIVIDUALS/INDIVIDUAL"), *root.iterfind("ENTITIES/ENTITY")]


@pytest.fixture(scope="module")
def real(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Read:
    read = Read(project(tmp_path_factory.mktemp("real"), path))
    assert not read.problems
    return read


def text(element: ET.Element, tag: str) -> str:
    return " ".join((element.findtext(tag) or "").split())


def taken(elements: Iterable[ET.Element]) -> list[ET.Element]:
    return [element for element in elements if text(element, "UN_LIST_TYPE") in ARMED]


def test_every_entry_of_the_real_list_is_used_or_left_out(
    real: Read, elements: list[ET.Element]
) -> None:
    assert len(elements) == 713 + 305 == sum(batch.rows for batch in real.batches)
    left = [item.value for item in real.left_out if item.column is None]
    used = [c.locator.record for c in real.of(AG.Designation)]
    assert len(used) == len(taken(elements)) == 622
    assert Counter(used + left) == Counter(text(e, "REFERENCE_NUMBER") for e in elements)
    listed = [e for e in real.entities if e.iri.value.startswith(str(entity("un-sc-")).strip("<>"))]
    people = Counter(e.kind for e in listed if e.codes)
    assert people == {AG.Person: 514, AG.Organisation: 108}


def test_designations_of_the_real_list_by_list_and_day(
    real: Read, elements: list[ET.Element]
) -> None:
    assert {(c.locator.record, c.role, c.start) for c in real.of(AG.Designation)} == {
        (text(e, "REFERENCE_NUMBER"), text(e, "UN_LIST_TYPE"), text(e, "LISTED_ON")[:10])
        for e in taken(elements)
    }


def test_every_alias_of_the_real_list_is_named_or_left_out(
    real: Read, elements: list[ET.Element]
) -> None:
    given = [a for e in taken(elements) for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS")
             for a in e.iterfind(tag) if text(a, "ALIAS_NAME")]  # fmt: skip
    personal = len([value for value, _ in real.left("ALIAS_NAME") if not value])
    several = [a for a in given if ";" in text(a, "ALIAS_NAME")]
    names = {(c.subject, c.object) for c in real.of(AG.Naming)}
    single = 0
    for element in taken(elements):
        iri = entity(f"un-sc-{text(element, 'REFERENCE_NUMBER').lower().replace('.', '-')}")
        for alias in (*element.iterfind("INDIVIDUAL_ALIAS"), *element.iterfind("ENTITY_ALIAS")):
            name = text(alias, "ALIAS_NAME")
            single += bool(name) and (iri, Literal(name)) in names
    assert single + personal == len(given) - len(several)
    assert (len(given), personal, len(several)) == (2372, 8, 9)


def test_births_and_nationalities_of_the_real_list(real: Read, elements: list[ET.Element]) -> None:
    dated = [
        e for e in taken(elements)
        if any(d.find(tag) is not None and not text(d, "NOTE")
               for d in e.iterfind("INDIVIDUAL_DATE_OF_BIRTH")
               for tag in ("DATE", "YEAR", "FROM_YEAR"))
    ]  # fmt: skip
    born = {c.locator.record for c in real.of(AG.Existence)}
    assert born >= {text(e, "REFERENCE_NUMBER") for e in dated}
    assert len(born) == len(real.of(AG.Existence)) == 502
    values = [" ".join((v.text or "").split()) for e in taken(elements)
              for v in e.iterfind("NATIONALITY/VALUE")]  # fmt: skip
    nationalities = [c for c in real.of(AG.Origin) if c.role == "nationality"]
    assert len(nationalities) + len(real.left("NATIONALITY")) == len([v for v in values if v])


def test_every_reference_in_the_comments_is_a_tie_or_left_out(
    real: Read, elements: list[ET.Element]
) -> None:
    pairs = {
        (text(e, "REFERENCE_NUMBER"), reference)
        for e in taken(elements)
        for reference in REFERENCE.findall(text(e, "COMMENTS1"))
    }
    kinds = (AG.Association, AG.Membership, AG.Leadership, AG.Split)
    tied = [claim for kind in kinds for claim in real.of(kind)]
    told = {
        (c.locator.record, re.sub(r".*-(..)(.)-(\d+)$", lambda m: f"{m[1].upper()}{m[2]}.{m[3]}",
                                  c.object.value))
        for c in tied if isinstance(c.object, NamedNode)
    }  # fmt: skip
    left = {(item.row, item.value) for item in real.left_out if item.column == "COMMENTS1"}
    rows = {c.locator.record: c.origin and c.origin.row for c in real.of(AG.Designation)}
    assert told <= pairs
    assert {(rows[record], value) for record, value in pairs - told} <= left
    assert len(tied) > 150


def test_abu_sayyaf_in_the_real_list(real: Read) -> None:
    group = entity("un-sc-qde-001")
    (listed,) = (c for c in real.of(AG.Designation) if c.object == group)
    assert (listed.role, listed.start) == ("Al-Qaida", "2001-10-06")
    assert real.name(group) == "ABU SAYYAF GROUP"
    assert [c.role for c in real.of(AG.Naming) if c.subject == group] == ["a.k.a."]
    assert [real.name(c.object) for c in real.of(AG.Presence) if c.subject == group] == [
        "Philippines"
    ]


def test_no_number_of_a_document_of_the_real_list_is_told(
    real: Read, elements: list[ET.Element]
) -> None:
    numbers = {
        number for e in elements for d in e.iterfind("INDIVIDUAL_DOCUMENT")
        if re.fullmatch(r"(?=.*\d{4}).{6,}", number := text(d, "NUMBER").partition(" ")[0])
    }  # fmt: skip
    assert len(numbers) > 300
    told = {item.value for item in real.left_out}
    told |= {c.note for c in real.claims} | {e.name.value for e in real.entities}
    told |= {c.object.value for c in real.claims if isinstance(c.object, Literal)}
    assert not [number for number in numbers if any(number in value for value in told)]


def test_the_real_list_loads_and_nothing_dangles(path: Path, real: Read, tmp_path: Path) -> None:
    mint = Project.read(project(tmp_path, path)).mint
    assert not load(real.batches, mint, schema()).problems
    assert len({claim.iri for claim in real.claims}) == len(real.claims)


def test_all_lists_of_the_real_list(path: Path, tmp_path: Path, elements: list[ET.Element]) -> None:
    read = Read(project(tmp_path, path, 'lists = "*"'))
    assert not read.problems
    assert len(read.of(AG.Designation)) == len(elements)
    assert not [item for item in read.left_out if item.column is None]
