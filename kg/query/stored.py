"""A stored query: what it answers, what can be asked of it, and what it promises to give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InvalidParameter
from kg.query.form import Form, form
from kg.store.lexical import replace_parameters, with_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.parameters import Parameter, Value


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: what it means, and the unit of its figures where it has one."""

    name: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with its name (of the file), what it answers, and its typed parameters.

    Its parameters and columns are what is promised, as `version` counts it (1.0.0): the last number
    for what changes neither, the middle one for what is added, the first for all else. `endpoint`
    says what a server must have that it is asked of.
    """

    name: str
    title: str
    question: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    example: str = ""
    version: str = ""
    endpoint: str = ""

    @property
    def form(self) -> Form | None:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return form(self.text)

    def bind(self, values: Mapping[str, Value], base: str) -> str:
        """Return the SPARQL with its parameters in place and the known prefixes declared.

        Raises `InvalidParameter` for a name it does not know or a value of another type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                have = ", ".join(known) or "none"
                raise InvalidParameter(f"{self.name} has no parameter {name!r}; it has: {have}")
        terms = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            if value != "":
                terms[name] = str(parameter.term(value, base))
        bound = replace_parameters(self.text, lambda name: terms.get(name, f"?{name}"))
        return with_prefixes(bound)
