"""Boxes joined as trees, drawn as SVG: what follows at the top, what it rests on below.

Sizes are reckoned from the number of characters, not measured, so that the same boxes always give
the same bytes. Kinds differ by shape and by the word in the box, not by colour alone.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.reasoning.telling.wording import periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reasoning.spans import Days

CHARACTERS, LINE, WIDTH, PADDING, GAP, RISE = 34, 17, 262, 11, 22, 46
KINDS = ("derived", "claimed", "given")
BAR = 12  # the height that a time bar takes
_STYLE = (
    "text{font:13px sans-serif;fill:#1b1b1b}.kind{font-weight:bold;letter-spacing:.5px}"
    ".small{font-size:11px;fill:#444}.box{fill:#fff;stroke:#333;stroke-width:1.3}"
    ".derived{fill:#eef3fb}.claimed{fill:#fdf6e3}.lacking{stroke-dasharray:5 4}"
    ".edge{fill:none;stroke:#555;stroke-width:1.2}.axis{stroke:#bbb;stroke-width:2}"
    ".span{stroke:#245;stroke-width:5}.day{stroke:#a00;stroke-width:1.5}"
)


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, its lines, its days, what is below; kinds of no shape here are dashed."""

    kind: str
    text: str
    notes: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()
    below: tuple[Box, ...] = ()


@dataclass(slots=True)
class _Placed:
    """A box with its lines wrapped and its place found."""

    box: Box
    lines: list[tuple[str, str]]  # class of the text, text
    below: list[_Placed]
    left: float = 0
    top: float = 0

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2 * PADDING + (BAR if self.box.days else 0)

    @property
    def middle(self) -> float:
        return self.left + WIDTH / 2

    def walk(self) -> Iterator[_Placed]:
        yield self
        for placed in self.below:
            yield from placed.walk()


def draw(boxes: Sequence[Box], title: str, description: str, day: int | None = None) -> str:
    """Return an SVG document of trees one below the other; a line in each time bar marks the day.

    >>> svg = draw([Box("claimed", "Alpha & Beta")], "Why", "One claim")
    >>> "Alpha &amp; Beta" in svg and svg.startswith("<svg ")
    True
    """
    trees, parts, top = [_wrapped(box) for box in boxes], [], float(GAP)
    placed = [one for tree in trees for one in tree.walk()]
    scale = _scale(placed, day)
    for number, tree in enumerate(trees, 1):
        if len(trees) > 1:
            top += LINE
            text = f"Proof {number} of {len(trees)}"
            parts.append(f'<text class="kind" x="{GAP}" y="{top - 4:.1f}">{text}</text>')
        _across(tree, GAP)
        top = _down(tree, top) + GAP
        parts += [part for one in tree.walk() for part in _edges(one)]
        parts += [part for one in tree.walk() for part in _drawn(one, scale, day)]
    width, height = max(p.left for p in placed) + WIDTH + GAP, top
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">',
            f'<title id="title">{_xml(title)}</title>',
            f'<desc id="desc">{_xml(description)}</desc>',
            f"<style>{_STYLE}</style>",
            *parts,
            "</svg>\n",
        ]
    )


def _wrapped(box: Box) -> _Placed:
    lines = [("kind", box.kind.upper()), *_lines("", box.text, CHARACTERS)]
    notes = list(box.notes)
    if box.days and box.kind == "derived":
        notes.append(periods(box.days))
    lines += [line for note in notes for line in _lines("small", note, CHARACTERS + 6)]
    return _Placed(box, lines, [_wrapped(below) for below in box.below])


def _lines(style: str, text: str, most: int) -> Iterator[tuple[str, str]]:
    """Yield a text in lines; Chinese and its like are twice as wide."""
    is_wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    yield from ((style, line) for line in textwrap.wrap(text, most // 2 if is_wide else most))


def _xml(text: str) -> str:
    """Return a text as XML may have it (XML 1.0, production 2)."""
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text))


def _across(tree: _Placed, left: float) -> float:
    """Put a tree's boxes from left to right, each above the middle of those below it."""
    if not tree.below:
        tree.left = left
        return left + WIDTH
    edge = left
    for below in tree.below:
        edge = _across(below, edge) + GAP
    tree.left = (tree.below[0].left + tree.below[-1].left) / 2
    return edge - GAP


def _down(tree: _Placed, top: float) -> float:
    """Put the boxes of each depth on one line, under the tallest of the line above."""
    row, bottom = [tree], top
    while row:
        for placed in row:
            placed.top = top
        bottom = max(placed.top + placed.height for placed in row)
        top = bottom + RISE
        row = [below for placed in row for below in placed.below]
    return bottom


def _scale(placed: Sequence[_Placed], day: int | None) -> Days | None:
    """Return the first and the last day of all time bars, with room for open ends."""
    ends = {end for p in placed for span in p.box.days for end in span if abs(end) < 10**7}
    if not ends:
        return None
    ends |= set() if day is None else {day}
    margin = max(1, (max(ends) - min(ends)) // 12)
    return min(ends) - margin, max(ends) + margin


def _edges(placed: _Placed) -> Iterator[str]:
    bottom = placed.top + placed.height
    for below in placed.below:
        half = (bottom + below.top) / 2
        yield (
            f'<path class="edge" d="M{placed.middle:.1f} {bottom:.1f} '
            f"C{placed.middle:.1f} {half:.1f} {below.middle:.1f} {half:.1f} "
            f'{below.middle:.1f} {below.top:.1f}"/>'
        )


def _drawn(placed: _Placed, scale: Days | None, day: int | None) -> Iterator[str]:
    left, top, kind = (
        placed.left,
        placed.top,
        placed.box.kind if placed.box.kind in KINDS else "lacking",
    )
    right, bottom = left + WIDTH, top + placed.height
    if kind == "claimed":  # a sheet of paper with its corner turned down
        corner = f"M{right - 16:.1f} {top:.1f}v16h16"
        yield (
            f'<path class="box {kind}" d="M{left:.1f} {top:.1f}H{right - 16:.1f}l16 16V{bottom:.1f}'
            f'H{left:.1f}Z"/><path class="edge" d="{corner}"/>'
        )
    else:
        rounded = 16 if kind == "derived" else 0
        yield (
            f'<rect class="box {kind}" x="{left:.1f}" y="{top:.1f}" width="{WIDTH}" '
            f'height="{placed.height:.1f}" rx="{rounded}"/>'
        )
    for number, (style, text) in enumerate(placed.lines, 1):
        y = top + PADDING + number * LINE - 4
        x = left + PADDING + 3
        yield f'<text class="{style}" x="{x:.1f}" y="{y:.1f}">{_xml(text)}</text>'
    if placed.box.days and scale:
        yield from _bar(placed, scale, day)


def _bar(placed: _Placed, scale: Days, day: int | None) -> Iterator[str]:
    y = placed.top + placed.height - PADDING
    start, length = placed.left + PADDING + 3, WIDTH - 2 * PADDING - 6
    yield _line("axis", start, start + length, y)
    for first, last in placed.box.days:
        begin, end = max(first, scale[0]), min(last + 1, scale[1])
        yield _line(
            "span", start + length * _share(begin, scale), start + length * _share(end, scale), y
        )
    if day is not None and scale[0] <= day <= scale[1]:
        x = start + length * _share(day, scale)
        yield f'<path class="day" d="M{x:.1f} {y - 6:.1f}v12"/>'


def _share(day: int, scale: Days) -> float:
    return (day - scale[0]) / (scale[1] - scale[0])


def _line(style: str, start: float, end: float, y: float) -> str:
    return f'<path class="{style}" d="M{start:.1f} {y:.1f}H{max(end, start + 2):.1f}"/>'
