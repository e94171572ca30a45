"""The tokens of Turtle and TriG, each with its line (RDF 1.1 Turtle, section 6.5).

What a token holds is not looked at: escapes stay as they are written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = rf"{_BASE}_0-9\u00b7\u0300-\u036f\u203f\u2040\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# A dot is part of a name unless it ends it.
_DOTS = rf"\.+(?=[{_CHAR}:%\\])"
_LOCAL = rf"(?:(?:[{_BASE}_:0-9]|{_ESCAPED})[{_CHAR}:]*(?:(?:{_DOTS}|{_ESCAPED})[{_CHAR}:]*)*)?"
_LABEL = rf"[{_CHAR}]*(?:\.+(?=[{_CHAR}])[{_CHAR}]*)*"
_TOKEN = re.compile(
    "|".join((
        r"(?P<space>(?:[ \t\r\n]+|\#[^\n]*)+)",
        r"(?P<triple><<|>>|\{\||\|\}|~)",
        r"(?P<iri><[^\x00-\x20<>\"{}|^`]*>)",
        r'(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
        r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
        r'|"(?:[^"\\\n\r]|\\.)*"'
        r"|'(?:[^'\\\n\r]|\\.)*')",
        rf"(?P<blank>_:[{_BASE}_0-9]{_LABEL})",
        rf"(?P<name>(?:[{_BASE}]{_LABEL})?:{_LOCAL})",
        r"(?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+"
        r"|[0-9]*\.[0-9]+|[0-9]+))",
        r"(?P<word>[A-Za-z]+)",
        r"(?P<at>@[A-Za-z][A-Za-z0-9\-]*)",
        r"(?P<type>\^\^)",
        r"(?P<mark>[.;,\[\](){}])",
        r"(?P<other>.)",
    )),
    re.DOTALL,
)  # fmt: skip


Token = tuple[str, str, int]  # its kind, as it is written, and the line on which it begins


def tokens(text: str) -> Iterator[Token]:
    r"""Yield the tokens of a file; what is none comes as of the kind ``other``.

    >>> [(kind, line) for kind, _, line in tokens('x:a # "\n <x:p> "#"@en.')]
    [('name', 1), ('iri', 2), ('string', 2), ('at', 2), ('mark', 2)]
    """
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "", match.group()
        if kind != "space":
            yield kind, found, line
        if kind in ("space", "string"):
            line += found.count("\n")
