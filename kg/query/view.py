"""The part of the data that a query is asked of: what holds on a day, in a mode, by some sources.

Every stored query understands these three beside its own parameters. How the part is made is not
this room's affair, since it takes reasoning: a session is given what makes it (`MakeView`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from pyoxigraph import NamedNode

from kg.errors import InvalidParameter
from kg.query.parameters import Parameter

if TYPE_CHECKING:
    from typing import Self

    from kg.store.base import Store

Mode: TypeAlias = Literal["certain", "possible"]
Sources: TypeAlias = str | NamedNode | Iterable[str | NamedNode]
MakeView: TypeAlias = "Callable[[Store, View, str, Callable[[str], None]], Store]"
"""Makes the store of a view, of a store, the view, a project's base IRI, and who hears of it."""

_DAY = Parameter("as_of", "date", "What holds on this day alone.")
_MODE = Parameter("mode", "string", "What surely or perhaps holds.", "", ("certain", "possible"))
_SOURCE = Parameter("source", "source", "The claims of this source alone.")


@dataclass(frozen=True, slots=True)
class View:
    """What is left of the data: on a day (None: on any), in a mode (None: in both), by sources.

    Without sources, those of all. A day without a mode means what may have held then.
    """

    as_of: date | None = None
    mode: Mode | None = None
    sources: tuple[NamedNode, ...] = ()

    @classmethod
    def of(
        cls, base: str, as_of: date | str | None, mode: str | None, source: Sources = ()
    ) -> Self:
        """Take what a person gives; raise `InvalidParameter` for what is no day, mode or source.

        >>> View.of("https://example.org/", "2017-05-23", None).told()
        'as of 2017-05-23, possible: what may have held on that day'
        >>> View.of("https://example.org/", "May", None)
        Traceback (most recent call last):
        kg.errors.InvalidParameter: parameter as_of: 'May' is no date; write it as 2017-05-23
        """
        day = date.fromisoformat(_DAY.term(as_of, base).value) if as_of else None
        given = [source] if isinstance(source, (str, NamedNode)) else list(source)
        sources = {_SOURCE.term(one, base) for one in given if one != ""}
        chosen = _MODE.term(mode, base).value if mode else "possible" if day else None
        ordered = sorted((s for s in sources if isinstance(s, NamedNode)), key=str)
        return cls(day, cast("Mode | None", chosen), tuple(ordered))

    def __bool__(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.as_of or self.mode or self.sources)

    def told(self) -> str:
        """Say it in words, for those who read the answer."""
        parts = []
        surely = "surely held" if self.mode == "certain" else "may have held"
        if self.as_of:
            parts.append(f"as of {self.as_of}, {self.mode}: what {surely} on that day")
        elif self.mode:
            parts.append(f"{self.mode}: what {surely} on some day")
        if self.sources:
            names = ", ".join(source.value for source in self.sources)
            parts.append(f"by the claims of {names} alone, and what follows from these")
        return "; ".join(parts)


def no_views(*_: object) -> Store:
    """Refuse, for a session that was not told how to make views."""
    raise InvalidParameter(
        "this session cannot leave data out; give it views=kg.publish.views.Views(rules), "
        "or open the release with kg.open, the server with kg.connect"
    )
