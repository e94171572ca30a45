"""Whether claims point at the words they were drawn from, for whoever has the text.

The text itself is not published; its SHA-256 and that of each span are (Web Annotation Data
Model, section 4.2.5, Text Position Selector: offsets in code points).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import EvidenceMismatch, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model.values import Claim, Source


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a text, as the columns of a sheet hold it."""

    paragraph: int
    from_char: int
    to_char: int
    digest: str


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the paragraphs: the lines that are not blank, in order.

    >>> paragraphs("One.\n\nTwo.")
    [(0, 4), (6, 10)]
    """
    found, offset = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((offset, offset + len(line.rstrip())))
        offset += len(line)
    return found


def locate(text: str, words: str) -> list[Span]:
    r"""Return every span of the text that reads so, ready for the columns of a sheet.

    >>> locate("One.\n\nTwo, two.", "two")[0].from_char
    11
    """
    spans, start, places = [], text.find(words), paragraphs(text)
    while words and start >= 0:
        end = start + len(words)
        for number, (first, last) in enumerate(places, 1):
            if first <= start and end <= last:
                spans.append(Span(number, start, end, span_digest(text, start, end)))
        start = text.find(words, start + 1)
    return spans


def read_text(raw: bytes) -> str:
    """Return the text, whose offsets count code points; raise `EvidenceMismatch` if not UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise EvidenceMismatch(f"the text is not UTF-8: {error}; save it as UTF-8") from error


def span_digest(text: str, start: int, end: int) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the span, in UTF-8."""
    return hashlib.sha256(text[start:end].encode()).hexdigest()[:16]


def verify(raw: bytes, sources: Iterable[Source], claims: Iterable[Claim]) -> int:
    """Check all claims of the source whose text this is; return how many point into it rightly.

    Raises `EvidenceMismatch` if it is the text of no source, or names each span that differs.
    """
    digest = hashlib.sha256(raw).hexdigest()
    known = [source for source in sources if source.text_digest]
    described = {source.iri for source in known if source.text_digest == digest}
    if not described:
        have = ", ".join(f"{s.title} {s.text_digest[:12]}…" for s in known) or "none"
        raise EvidenceMismatch(
            f"the text has the SHA-256 {digest}, that of no source (known: {have}); "
            "take the very file that the offsets were counted in"
        )
    text = read_text(raw)
    mine = [c for c in claims if c.source in described and c.locator.start is not None]
    problems = [problem for claim in mine if (problem := _fault(claim, text))]
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise EvidenceMismatch(f"{len(problems)} of {len(mine)} spans differ\n{listed}")
    return len(mine)


def _fault(claim: Claim, text: str) -> Problem | None:
    locator, origin = claim.locator, claim.origin
    assert locator.start is not None
    assert locator.end is not None
    ends = paragraphs(text)
    number = locator.paragraph
    if number is not None and not 1 <= number <= len(ends):
        fault = ("paragraph", str(number), f"is not there: the text has {len(ends)}")
    elif number is not None and not (
        ends[number - 1][0] <= locator.start and locator.end <= ends[number - 1][1]
    ):
        first, last = ends[number - 1]
        fault = ("from_char", str(locator.start), f"is not in paragraph {number}, {first}-{last}")
    elif locator.digest != (found := span_digest(text, locator.start, locator.end)):
        fault = ("digest", locator.digest, f"is not that of the span, {found}")
    else:
        return None
    file, row = (origin.file, origin.row) if origin else (claim.iri.value, None)
    return Problem(file, row, *fault, "find the words again with verify-evidence --find")
