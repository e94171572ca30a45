"""Claims point at the words that they were drawn from; whoever has the text can tell."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import checking
from kg.errors import EvidenceMismatch, InvalidRows
from kg.validation.evidence import locate, paragraphs, span_digest
from tests.projects import CLAIM, SHIPPED, SOURCE, of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Made up. Letters outside ASCII and beyond the first plane, so that bytes and code points differ.
TEXT = "The brigade’s oath\n\n  Old Town 𝄞 fell.\r\nالبلدة fell too.\n\n"  # noqa: RUF001


def columns(words: str, paragraph: int, **changed: str) -> dict[str, str]:
    """Return the columns that point at the first such words, computed without the code at test."""
    start = TEXT.index(words)
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    span = {"paragraph": str(paragraph), "from_char": str(start), "digest": digest}
    return {**CLAIM, "source": "s9", "to_char": str(start + len(words)), **span, **changed}


def project(folder: Path, *claims: dict[str, str]) -> Path:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    rows = [{**claim, "id": f"e{n}"} for n, claim in enumerate(claims)]
    return of_sheets(folder, sources=[{**SOURCE, "text_sha256": digest}], claims=rows)


RIGHT = [columns("brigade’s oath", 1), columns("𝄞 fell", 2), columns("البلدة", 3)]  # noqa: RUF001


def test_right_spans_are_counted(tmp_path: Path) -> None:
    no_span = {**CLAIM, "source": "s9", "page": "3"}
    of_another_source = {**columns("fell", 2), "source": "field-notes"}
    folder = project(tmp_path, *RIGHT, no_span, of_another_source)
    assert checking.verify_evidence(folder, TEXT.encode()) == 3


WRONG = [
    (columns("oath", 1, digest="0" * 16), "digest", "'0000000000000000' is not that of the span, "),
    (columns("oath", 1, digest=""), "digest", "'' is not that of the span"),
    (columns("oath", 1, from_char="13"), "digest", "is not that of the span"),
    (columns("oath", 2), "from_char", "'14' is not in paragraph 2, 20-38"),
    (columns("oath", 4), "paragraph", "'4' is not there: the text has 3"),
    (columns("oath", 0), "paragraph", "'0' is not there: the text has 3"),
    (columns("fell too.", 3, to_char="900"), "from_char", "is not in paragraph 3"),
    (
        {**columns("fell too.", 3, to_char="900"), "paragraph": ""},
        "digest",
        "is not that of the span",
    ),
]


@pytest.mark.parametrize(("claim", "column", "message"), WRONG)
def test_a_wrong_span_is_told_with_its_row(
    tmp_path: Path, claim: dict[str, str], column: str, message: str
) -> None:
    with pytest.raises(EvidenceMismatch) as told:
        checking.verify_evidence(project(tmp_path, RIGHT[0], claim), TEXT.encode())
    head, line = str(told.value).splitlines()
    assert head == "1 of 2 spans differ"
    assert line.startswith(f"  claims.csv, row 5, column {column}: ")
    assert message in line
    assert line.endswith("; find the words again with verify-evidence --find")


def test_all_wrong_spans_are_told(tmp_path: Path) -> None:
    folder = project(tmp_path, *(claim for claim, _, _ in WRONG))
    with pytest.raises(EvidenceMismatch, match=f"{len(WRONG)} of {len(WRONG)} spans differ"):
        checking.verify_evidence(folder, TEXT.encode())


@pytest.mark.parametrize(
    "other", [TEXT + "\n", TEXT.replace("\r\n", "\n"), "\ufeff" + TEXT, TEXT.lower(), ""]
)
def test_another_text_is_refused(tmp_path: Path, other: str) -> None:
    digest = hashlib.sha256(other.encode()).hexdigest()
    with pytest.raises(EvidenceMismatch) as told:
        checking.verify_evidence(project(tmp_path, *RIGHT), other.encode())
    message = str(told.value)
    assert message.startswith(f"the text has the SHA-256 {digest}, that of no source (known: Nine ")
    assert message.endswith("take the very file that the offsets were counted in")


def test_two_sources_of_one_text_are_both_checked(tmp_path: Path) -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    sources = [{**SOURCE, "id": name, "text_sha256": digest} for name in ("s8", "s9")]
    claims = [
        {**claim, "source": name} for name, claim in zip(("s8", "s9", "s8"), RIGHT, strict=True)
    ]
    folder = of_sheets(
        tmp_path,
        sources=sources,
        claims=[{**claim, "id": f"e{n}"} for n, claim in enumerate(claims)],
    )
    assert checking.verify_evidence(folder, TEXT.encode()) == 3


def test_a_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    raw = "Müller".encode("latin-1")
    source = {**SOURCE, "text_sha256": hashlib.sha256(raw).hexdigest()}
    with pytest.raises(EvidenceMismatch, match=r"the text is not UTF-8: .*; save it as UTF-8"):
        checking.verify_evidence(of_sheets(tmp_path, sources=[source]), raw)


def test_rows_that_cannot_be_used_are_told_first(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows):
        checking.verify_evidence(project(tmp_path, {**RIGHT[0], "start": "soon"}), TEXT.encode())


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    found = [TEXT[first:last] for first, last in paragraphs(TEXT)]
    assert found == ["The brigade’s oath", "  Old Town 𝄞 fell.", "البلدة fell too."]  # noqa: RUF001
    assert paragraphs("") == paragraphs("\n \n") == []


@given(st.text("ab \n\r", max_size=40), st.text("ab ", min_size=1, max_size=3))
def test_words_are_located_wherever_a_paragraph_holds_them(text: str, words: str) -> None:
    spans = locate(text, words)
    for span in spans:
        first, last = paragraphs(text)[span.paragraph - 1]
        assert first <= span.from_char < span.to_char <= last
        assert text[span.from_char : span.to_char] == words
        assert span.digest == hashlib.sha256(words.encode()).hexdigest()[:16]
    held = [
        start
        for first, last in paragraphs(text)
        for start in range(first, last - len(words) + 1)
        if text.startswith(words, start)
    ]
    assert [span.from_char for span in spans] == held


def test_no_words_are_nowhere() -> None:
    assert locate(TEXT, "") == []
    assert locate(TEXT, "oath\n") == []
    assert span_digest(TEXT, 14, 18) == hashlib.sha256(b"oath").hexdigest()[:16]


def test_the_shipped_claims_point_at_the_words_of_the_article(
    real_data: Callable[[str], Path],
) -> None:
    raw = real_data("seeds/article.txt").read_bytes()
    with (SHIPPED / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == "article"]
    assert checking.verify_evidence(SHIPPED, raw) == len(rows) == 202
    text = raw.decode()
    for row in rows:  # and once more, without the code at test
        words = text[int(row["from_char"]) : int(row["to_char"])]
        assert hashlib.sha256(words.encode()).hexdigest()[:16] == row["digest"], row["id"]
