"""N-Triples and N-Quads: one statement a line (N-Triples section 2.1), so nothing is parsed."""

from __future__ import annotations

from array import array


def statement_lines(raw: bytes) -> array[int]:
    r"""Return the numbers of the lines that hold a statement.

    >>> statement_lines(b'<x:a> <x:p> "#" .\n\n  # none here\n<x:b> <x:p> <x:c> .').tolist()
    [1, 4]
    """
    found = array("I")
    for number, line in enumerate(raw.split(b"\n"), 1):
        text = line.lstrip()
        if text and not text.startswith(b"#"):
            found.append(number)
    return found
