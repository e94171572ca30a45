"""Markdown, by the splitting rules of GFM, and as another's renderer shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import UsageError
from kg.query.formats.terms import plain
from tests.query.format_terms import answers, written

if TYPE_CHECKING:
    from markdown_it.token import Token

    from kg.query.formats.base import Row

READER = MarkdownIt("commonmark").enable("table")


def cells(line: str) -> list[str]:
    """Split a line as GFM does (4.10), at pipes without a backslash before them."""
    assert line.startswith("| ")
    assert line.endswith(" |")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def shown(token: Token) -> str:
    """Return the text that a reader sees of a cell; nothing in it may be any other markup."""
    text = ""
    for child in token.children or []:
        if child.type in ("text", "text_special"):
            text += child.content
        elif child.type == "html_inline":
            assert child.content == "<br>"
            text += "\n"
        else:
            assert child.type in ("link_open", "link_close"), child.type
    return text


def seen(text: str) -> str:
    """Return a text as a page can show it: no line end but one, nothing white at the ends."""
    return re.sub("\r\n|\r", "\n", text).replace("\0", "\ufffd").strip()


@given(answers())
def test_each_row_is_a_line_of_as_many_cells(answer: tuple[list[str], list[Row]]) -> None:
    columns, rows = answer
    head, dashes, *lines = re.split("[\r\n]", written("markdown", *answer).decode())[:-1]
    assert len(cells(head)) == len(cells(dashes)) == len(columns)
    assert set(cells(dashes)) == {"---"}
    assert [len(cells(line)) for line in lines] == [len(columns)] * len(rows)


@given(answers())
def test_a_renderer_shows_the_same_text(answer: tuple[list[str], list[Row]]) -> None:
    columns, rows = answer
    tokens = READER.parse(written("markdown", *answer).decode())
    assert tokens[0].type == "table_open"
    found = [seen(shown(token)) for token in tokens if token.type == "inline"]
    expected = [*columns, *(seen(plain(term)) for row in rows for term in row)]
    # A reader may show what is not of ASCII in a link by its letters or by their codes.
    assert [READER.normalizeLinkText(text) for text in found] == [
        READER.normalizeLinkText(text) for text in expected
    ]


def test_what_is_escaped() -> None:
    row = (
        NamedNode("https://e/a_b"), Literal("a|b\\c <i>\r\n*d* field_notes _e_ [f](g) `h` &amp;"),
        BlankNode("b"), None,
    )  # fmt: skip
    assert written("markdown", ["a", "b_iri", "c", "d"], [row]).decode() == (
        "| a | b_iri | c | d |\n| --- | --- | --- | --- |\n"
        r"| <https://e/a_b> | a\|b\\c \<i\><br>\*d\* field_notes \_e\_ \[f\](g) \`h\` \&amp;"
        " | \\_:b |  |\n"
    )


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(UsageError, match="no columns"):
        written("markdown", [], [()])
