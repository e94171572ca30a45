"""The example of a stored query: a command line, and what it asks."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

_OF_VIEWS = ("--as-of", "--mode", "--source")
_OTHERS = ("--columns", "--format", "--timeout")


@dataclass(frozen=True, slots=True)
class Example:
    """What a command line asks of a stored query: its parameters, and of which part of the data."""

    query: str
    parameters: dict[str, str]
    as_of: str = ""
    mode: str = ""
    source: tuple[str, ...] = ()


def parse(command: str) -> Example:
    """Read a command line; raise ValueError that says what is wrong with it.

    >>> parse("kg query control -p place=marawi --as-of 2017-06-15").parameters
    {'place': 'marawi'}
    >>> parse("kg query control --fast")
    Traceback (most recent call last):
    ValueError: --fast is no option of an example
    """
    given = shlex.split(command)
    if given[:2] != ["kg", "query"] or not given[2:]:
        raise ValueError("an example begins with kg query and the name of the query")
    parameters: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    words = iter(given[3:])
    for option in words:
        value = next(words, None)
        if option not in ("-p", "--param", *_OF_VIEWS, *_OTHERS):
            raise ValueError(f"{option} is no option of an example")
        if value is None:
            raise ValueError(f"{option} lacks its value")
        if option in ("-p", "--param"):
            name, equals, text = value.partition("=")
            if not equals:
                raise ValueError(f"-p {value} is not written as NAME=VALUE")
            parameters[name] = text
        else:
            found[option] = (*found.get(option, ()), value)
    as_of, mode = (found.get(option, ("",))[-1] for option in ("--as-of", "--mode"))
    return Example(given[2], parameters, as_of, mode, found.get("--source", ()))
