"""Reading CSV that people wrote: whatever is wrong with a file is told with its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidRows, Problem
from kg.ingest.tables.table import Row, rows, suggest
from tests.projects import only

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, raw: bytes | str, *, extra: bool = False) -> tuple[list[Row], list[Problem]]:
    """Read a file with the columns id, name (both needed) and note."""
    path = folder / "x.csv"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    problems: list[Problem] = []
    found = []
    try:
        for row in rows(
            path, "x.csv", ("id", "name", "note"), ("id", "name"), problems, extra_columns=extra
        ):
            found.append(row)  # noqa: PERF402  (those before the error are kept)
    except InvalidRows as error:
        problems += error.problems
    return found, problems


def cells(found: list[Row]) -> list[list[str]]:
    return [list(row.cells.values()) for row in found]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    found, problems = read(tmp_path, 'id,name\na,"one\nand a half"\n\nb, two \n')
    assert [(row.number, row["id"], row["name"]) for row in found] == [
        (2, "a", "one\nand a half"),
        (4, "b", "two"),
    ]
    assert not problems


@pytest.mark.parametrize("blank", [",\n", "\n", " , \n", "\u00a0,\t\n"])
def test_blank_rows_are_passed_over(tmp_path: Path, blank: str) -> None:
    found, problems = read(tmp_path, f"id,name\na,one\n{blank}b,two\n{blank}")
    assert [row.number for row in found] == [2, 4]
    assert not problems


def test_a_column_that_need_not_be_there_is_blank(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "id,name\na,one\n")
    assert found[0]["note"] == ""


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_any_line_end_are_taken(
    tmp_path: Path, mark: bytes, end: bytes
) -> None:
    found, problems = read(tmp_path, mark + b"id,name" + end + "a,Müller".encode() + end)
    assert cells(found) == [["a", "Müller"]]
    assert not problems


def test_line_ends_inside_a_cell_become_line_feeds(tmp_path: Path) -> None:
    found, _ = read(tmp_path, 'id,name\r\na,"one\r\ntwo\rthree"\r\n')
    assert found[0]["name"] == "one\ntwo\nthree"


FILES = [
    ("", "x.csv: is empty; begin with the header row"),
    ("\ufeff", "x.csv: is empty; begin with the header row"),
    ("id;name;note\na;one;\n", "x.csv, row 1: is separated by semicolons; save the file with"),
    ("id\tname\na\tone\n", "x.csv, row 1: is separated by tabs; save the file with commas"),
    ("id,note\na,\n", "x.csv, row 1, column name: is missing from the header; add a column 'name'"),
    ("id,name,nmae\na,b,c\n", "x.csv, row 1, column nmae: 'nmae' is not a column of this sheet; "
     "did you mean 'name'?"),
    ("id,name,colour\na,b,c\n", "x.csv, row 1, column colour: 'colour' is not a column of this "
     "sheet; use one of: id, name, note"),
    ("id,name,name\na,b,c\n", "x.csv, row 1, column name: 'name' stands twice in the header; "),
    ("id,name,,\na,b,,\n", "x.csv, row 1: has a blank cell, 2 in all; delete the columns"),
    ('id,name\na,"one\nb,two\n', "x.csv, row 2: cannot be read as CSV (unexpected end of data); "
     "close the quotation mark"),
    ('id,name\na,"one" and two\n', "x.csv, row 2: cannot be read as CSV"),
    ("id,name\na\n", "x.csv, row 2: has 1 cells, the header has 2; quote cells that contain a"),
    ("id,name\na,b,c\n", "x.csv, row 2: has 3 cells, the header has 2; quote cells"),
    ("id,name\na,b\x0bc\n", "x.csv, row 2, column name: 'b\\x0bc' holds a control character; "),
    ("id,name\na,b\x00c\n", "x.csv, row 2, column name: 'b\\x00c' holds a control character; "),
    ("id,name\na,b\ufffec\n", "x.csv, row 2, column name: 'b\\ufffec' holds a control character; "),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "message"), FILES)
def test_what_is_wrong_with_a_file_is_told_once_with_its_row(
    tmp_path: Path, raw: str, message: str
) -> None:
    _, problems = read(tmp_path, raw)
    assert str(only(problems)).startswith(message)


def test_bytes_that_are_not_utf8_are_told_with_the_first_row_they_stand_in(tmp_path: Path) -> None:
    head = b'id,name\na,"one\nand a half"\n'
    found, problems = read(tmp_path, head + b"b,M\xfcller\nc,M\xf6ller\n")
    assert str(only(problems)) == (
        "x.csv, row 3: 'fc 6c 6c 65' are bytes that are not UTF-8; save the file as CSV in UTF-8"
    )
    assert [row["id"] for row in found] == ["a"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_of_another_encoding_is_told_in_its_first_row(tmp_path: Path, encoding: str) -> None:
    _, problems = read(tmp_path, "id,name\na,one\n".encode(encoding))
    assert problems
    assert {problem.row for problem in problems} == {1}


def test_the_byte_order_mark_does_not_shift_the_row_of_a_bad_byte(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"\xef\xbb\xbfid,name\n\xfca,one\n")
    assert only(problems).row == 2


def test_further_columns_are_taken_where_they_may_be(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "id,name,colour,\na,one,red,\n", extra=True)
    assert found[0]["colour"] == "red"
    assert not problems


def test_a_row_of_the_wrong_length_comes_with_its_id_and_the_rest_is_read(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "id,name\na\nb,two\n")
    assert [(row["id"], row.faulty) for row in found] == [("a", True), ("b", False)]
    assert only(problems).row == 2


def test_every_fault_of_every_row_is_kept(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "id,name\na\nb,\x01\nc,d,e\n")
    assert [problem.row for problem in problems] == [2, 3, 4]


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    found, problems = read(tmp_path_factory.getbasetemp(), b"id,name\n" + raw)
    for row in found:
        assert row.faulty or all("\x00" not in text for text in row.cells.values())
    assert all(problem.remedy for problem in problems)


def row(**cells: str) -> Row:
    return Row("x.csv", 7, cells, [])


def test_a_cell_that_must_be_filled_in() -> None:
    one = row(name="")
    assert one.need("name") == ""
    assert str(only(one.problems)) == "x.csv, row 7, column name: '' is blank; fill in the name"
    assert one.faulty


def test_a_cell_that_must_be_one_of_some_words() -> None:
    one = row(stance="Affirms", other="")
    assert one.one_of("other", ("affirms", "denies"), "affirms") == "affirms"
    assert not one.problems
    one.one_of("stance", ("affirms", "denies"))
    assert only(one.problems).remedy == "did you mean 'affirms'?"


def test_a_reader_of_a_cell_tells_what_is_wrong_and_what_to_write() -> None:
    def reader(text: str) -> int:
        if not text.isdigit():
            raise ValueError("is no number; write digits")
        return int(text)

    one = row(a="5", b="", c="five")
    assert [one.read(column, reader) for column in "abc"] == [5, None, None]
    assert str(only(one.problems)) == "x.csv, row 7, column c: 'five' is no number; write digits"


def test_a_long_list_of_words_is_cut_short() -> None:
    assert suggest("zzz", [f"word{n:02}" for n in range(13)]).endswith("word11, …")
    assert suggest("zzz", ["b", "a"]) == "use one of: a, b"


# Files that may lack a header

LAYOUT = (("num", "ID"), ("name", "Title"), ("note", ""))


def laid_out(folder: Path, raw: str) -> tuple[list[Row], list[Problem]]:
    path = folder / "x.csv"
    path.write_bytes(raw.encode())
    problems: list[Problem] = []
    names = [names[0] for names in LAYOUT]
    try:
        return list(rows(path, "x.csv", names, names, problems, layout=LAYOUT)), problems
    except InvalidRows as error:
        return [], [*problems, *error.problems]


@pytest.mark.parametrize(
    ("head", "first"), [("", 1), ("num,name,note\n", 2), ("ID,Title,\n", 2), ("id,NAME,\n", 2)]
)
@pytest.mark.parametrize("end", ["", "\n", "\x1a", "\r\n\x1a", "\n\x1a,,\n", "\n\x1a,,\r\n\r\n"])
def test_a_header_may_be_there_and_ctrl_z_is_no_row(
    tmp_path: Path, head: str, first: int, end: str
) -> None:
    found, problems = laid_out(tmp_path, f"{head}1,one,a\n2,two,b{end}")
    assert not problems
    assert [(row.number, row["num"], row["name"], row["note"]) for row in found] == [
        (first, "1", "one", "a"), (first + 1, "2", "two", "b"),
    ]  # fmt: skip


def test_a_ctrl_z_that_rows_follow_is_told(tmp_path: Path) -> None:
    found, problems = laid_out(tmp_path, "1,one,a\n\x1a,,\n\n2,two,b\n\x1a\n")
    assert [row.number for row in found] == [1, 2, 4]
    assert only(problems).row == 2


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("", "x.csv: is empty; begin with the header row"),
        ("1;one;a\n", "x.csv, row 1: is separated by semicolons; save the file with commas"),
        ("ID,Label,note\n1,one,a\n", "x.csv, row 1, column Label: 'Label' is not a column of"),
        ("1,one,a\n2,two\n", "x.csv, row 2: has 2 cells, the header has 3; quote cells"),
        ("1,one,a\n2,\x1a,b\n", "x.csv, row 2, column name: '\\x1a' holds a control"),
    ],
)
def test_faults_of_a_file_that_may_lack_a_header(tmp_path: Path, raw: str, told: str) -> None:
    _, problems = laid_out(tmp_path, raw)
    assert str(problems[0]).startswith(told)
