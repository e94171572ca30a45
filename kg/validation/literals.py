"""Terms as N-Triples writes them: what a literal says, whether it may say so, and what is less.

The fast engine holds every term as this text, since Python hashes and compares text quickly.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_NUMERIC = {
    f"{XSD}{name}"
    for name in (
        "integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte", "unsignedLong",
        "unsignedInt", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
Value: TypeAlias = tuple[str, object]


def is_literal(term: str) -> bool:
    """Whether it is a literal.

    >>> [is_literal(term) for term in ('"x"@en', "<https://example.org/x>", "_:b")]
    [True, False, False]
    """
    return term[0] == '"'


def lexical(term: str) -> str:
    r"""Return the text of a literal or of an IRI; "" for a blank node.

    >>> lexical('"a \\"b\\""@en'), lexical("<https://example.org/>"), lexical("_:b")
    ('a "b"', 'https://example.org/', '')
    """
    if term[0] == "<":
        return term[1:-1]
    if term[0] == "_":
        return ""
    body = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])


def datatype(term: str) -> str:
    """Return the datatype's IRI of a literal; "" for what is none.

    >>> datatype('"x"'), datatype('"1"^^<http://www.w3.org/2001/XMLSchema#integer>')[-7:]
    ('http://www.w3.org/2001/XMLSchema#string', 'integer')
    """
    if term[0] != '"':
        return ""
    if term[-1] == ">":
        return term[term.rindex("^^<") + 3 : -1]
    return f"{XSD}string" if term[-1] == '"' else RDF_LANG_STRING


def language(term: str) -> str:
    """Return the language tag of a literal in small letters, "" if it has none.

    >>> language('"x"@de-AT'), language('"x"')
    ('de-at', '')
    """
    return "" if term[0] != '"' or term[-1] in '">' else term[term.rindex("@") + 1 :].lower()


@lru_cache(maxsize=1 << 16)
def is_ill_typed(term: str) -> bool:
    """Whether a literal's text is none that its datatype has.

    What is plainly right is seen at a glance; rdflib, as for pySHACL, judges the rest.

    >>> [is_ill_typed(f'"{day}"^^<{XSD}date>') for day in ("2017-05-23", "2017-02-29")]
    [False, True]
    """
    kind, text = datatype(term), lexical(term)
    if kind == f"{XSD}date" and _DATE.fullmatch(text):
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return True
        return False
    if kind in (f"{XSD}decimal", f"{XSD}double") and _NUMBER.fullmatch(text):
        return False
    if kind == f"{XSD}integer" and _NUMBER.fullmatch(text) and "." not in text:
        return False
    if kind in (f"{XSD}string", RDF_LANG_STRING):
        return False
    if kind == f"{XSD}boolean":
        return text not in {"true", "false", "1", "0"}
    return bool(rdflib.Literal(text, datatype=rdflib.URIRef(kind), normalize=False).ill_typed)


@lru_cache(maxsize=1 << 16)
def _value(term: str) -> Value | None:
    """Return what a literal is compared by: its kind, and a value that has an order."""
    kind, text = datatype(term), lexical(term)
    if kind == f"{XSD}string":
        return "text", text
    if not kind or is_ill_typed(term):
        return None
    if kind == f"{XSD}date" and _DATE.fullmatch(text):
        return "date", text
    if kind in (f"{XSD}integer", f"{XSD}decimal") and _NUMBER.fullmatch(text):
        return "number", Decimal(text)
    value = rdflib.Literal(text, datatype=rdflib.URIRef(kind), normalize=False).value
    if kind in _NUMERIC:
        return "number", value
    if kind == f"{XSD}boolean":
        return "boolean", value
    if isinstance(value, dt.datetime):
        return ("instant" if value.tzinfo else "moment"), value
    return None


@lru_cache(maxsize=1 << 16)
def is_less(one: str, other: str, *, or_equal: bool) -> bool:
    """Whether SPARQL's ``<`` (``<=``) holds of two literals; False where it is an error.

    Dates without a time zone, numbers, times and texts have an order, each among themselves.

    >>> one, two = (f'"{n}"^^<{XSD}integer>' for n in (9, 10))
    >>> is_less(one, two, or_equal=False), is_less(one, '"10"', or_equal=True)
    (True, False)
    """
    left, right = _value(one), _value(other)
    if left is None or right is None or left[0] != right[0]:
        return False
    a, b = left[1], right[1]
    return bool(a <= b if or_equal else a < b)  # type: ignore[operator]  # of one kind
