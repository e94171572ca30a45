"""What changed between two releases: claims, entities, sources, and what follows from them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.errors import UsageError
from kg.publish.sayings import column, sayings
from kg.query.results import Rows
from kg.reasoning.days import dates
from kg.reasoning.facts import read
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.publish.release import Release
    from kg.publish.sayings import Columns, Term
    from kg.reasoning.facts import TimedFact

Kind = Literal["source", "entity", "claim", "conclusion", "term", "rule"]
What = Literal["added", "removed", "changed"]
COLUMNS = ("kind", "what", "thing", "column", "before", "after")
# In the order in which they are told: what a conclusion rests on stands before it.
_KINDS: tuple[Kind, ...] = ("source", "entity", "claim", "term", "rule", "conclusion")
_PLURALS = {"entity": "entities"}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that is new, gone, or said otherwise in one column; texts as they are published.

    Of what is new or gone, the column is blank and ``before`` or ``after`` tells briefly what it
    is. Of a conclusion, ``thing`` is the triple as N-Triples writes it, ``column`` the mode, and
    ``before`` and ``after`` are the days on which it holds.
    """

    kind: Kind
    what: What
    thing: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from one release to another of the same project, in a fixed order."""

    base: str
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Return those of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    def rows(self) -> Rows:
        """Return a row a change, with the columns of `COLUMNS`; IRIs of the project shortened."""
        texts = (
            (c.kind, c.what, *(self._short(t) for t in (c.thing, c.column, c.before, c.after)))
            for c in self.changes
        )
        return Rows(COLUMNS, [tuple(ox.Literal(t) if t else None for t in row) for row in texts])

    def text(self) -> str:
        """Say in one line a kind how many were added, removed and changed.

        A thing that is said otherwise in several columns counts once.
        """
        lines = []
        for kind in _KINDS:
            things = {(c.what, c.thing, c.column if kind == "conclusion" else "")
                      for c in self.of(kind)}  # fmt: skip
            count = Counter(what for what, _, _ in things)
            if things:
                told = ", ".join(f"{count[w]} {w}" for w in ("added", "removed", "changed"))
                lines.append(f"{_PLURALS.get(kind, f'{kind}s')}: {told}\n")
        return "".join(lines) or "nothing differs\n"

    def to_json(self) -> str:
        """Return the changes as JSON: a list of objects with the keys of `COLUMNS`, IRIs whole."""
        found = [{name: getattr(c, name) for name in COLUMNS} for c in self.changes]
        return (
            json.dumps({"base": self.base, "changes": found}, ensure_ascii=False, indent=1) + "\n"
        )

    def _short(self, text: str) -> str:
        return text.replace(self.base, "").replace(PREFIXES["ag"], "ag:")


def diff(old: Release, new: Release) -> Changes:
    """Compare two releases of one project, by their N-Quads.

    Claims, entities and sources are the same where their IRIs are, and are compared column by
    column; conclusions where triple and mode are, and are compared by their days. A changed
    ontology or rule is told as well, since conclusions may come and go with it.

    Raises `UsageError` where the two have different bases: nothing in them would be the same.
    """
    base = new.manifest["project"]["base"]
    if (other := old.manifest["project"]["base"]) != base:
        raise UsageError(f"{other} and {base} are two projects; compare two releases of one")
    found = [*_said(old, new), *_drawn(old, new), *_ground(old, new)]
    return Changes(base, tuple(sorted(found, key=lambda c: (_KINDS.index(c.kind), c))))


def _said(old: Release, new: Release) -> Iterator[Change]:
    before, after = (sayings(r.quads("asserted"), r.theory.schema) for r in (old, new))
    kinds: tuple[Kind, ...] = ("source", "entity", "claim")
    for kind in kinds:
        yield from _compared(kind, before[kind], after[kind])


def _compared(
    kind: Kind, before: Mapping[ox.NamedNode, Columns], after: Mapping[ox.NamedNode, Columns]
) -> Iterator[Change]:
    for thing in before.keys() | after.keys():
        one, other = before.get(thing), after.get(thing)
        if one is None:
            yield Change(kind, "added", thing.value, after=_brief(after[thing]))
        elif other is None:
            yield Change(kind, "removed", thing.value, before=_brief(one))
        else:
            for name in one.keys() | other.keys():
                a, b = one.get(name, frozenset()), other.get(name, frozenset())
                if a != b:
                    yield Change(kind, "changed", thing.value, name, *_texts(a, b))


def _brief(columns: Columns) -> str:
    """Say what a claim is about, or what an entity or source is called."""
    names = ("relationship", "subject", "object") if "subject" in columns else ("name", "title")
    return " ".join(_text(columns[name]) for name in names if name in columns)


def _texts(one: frozenset[Term], other: frozenset[Term]) -> tuple[str, str]:
    """Return the texts of two values; with their datatypes, where they differ by these alone."""
    texts = _text(one), _text(other)
    return texts if texts[0] != texts[1] else (_joined(map(str, one)), _joined(map(str, other)))


def _text(values: frozenset[Term]) -> str:
    return _joined(
        f"{v.value}@{v.language}" if isinstance(v, ox.Literal) and v.language
        else str(v) if isinstance(v, ox.Triple) else v.value
        for v in values
    )  # fmt: skip


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(sorted(texts))


def _drawn(old: Release, new: Release) -> Iterator[Change]:
    before, after = _conclusions(old), _conclusions(new)
    for fact, mode in before.keys() | after.keys():
        one, other = before.get((fact, mode), ""), after.get((fact, mode), "")
        if one != other:
            what: What = "changed" if one and other else "added" if other else "removed"
            yield Change("conclusion", what, fact, mode, one, other)


def _conclusions(release: Release) -> dict[tuple[str, str], str]:
    """Return on which days each conclusion holds in each mode, as one text."""
    found: dict[tuple[str, str], list[TimedFact]] = defaultdict(list)
    for timed in read(quad.triple for quad in release.quads("inferred")):
        found[_n_triple(timed.fact), timed.mode or ""].append(timed)
    return {
        key: ", ".join(_days(timed) for timed in sorted(facts, key=lambda timed: timed.days))
        for key, facts in found.items()
    }


def _n_triple(fact: ox.Triple) -> str:
    return f"{fact.subject} {fact.predicate} {fact.object}"


def _days(timed: TimedFact) -> str:
    """Write days as EDTF does: two points for an open end.

    >>> from kg.reasoning.facts import TimedFact
    >>> a = ox.NamedNode("https://example.org/a")
    >>> _days(TimedFact(ox.Triple(a, a, a), (736472, 10000000)))
    '2017-05-23/..'
    """
    return "/".join(day.isoformat() if day else ".." for day in dates(timed.days))


def _ground(old: Release, new: Release) -> Iterator[Change]:
    """Tell what differs in that by which conclusions are drawn: terms, and rules by their files."""
    yield from _compared("term", _terms(old), _terms(new))
    before, after = _rules(old), _rules(new)
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            gone, fresh = name not in after, name not in before
            yield Change("rule", "removed" if gone else "added" if fresh else "changed", name)


def _terms(release: Release) -> dict[ox.NamedNode, Columns]:
    found: dict[ox.NamedNode, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for quad in release.quads("ontology"):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            found[quad.subject][column(quad.predicate)].add(quad.object)
    return {
        term: {name: frozenset(values) for name, values in said.items()}
        for term, said in found.items()
    }


def _rules(release: Release) -> dict[str, str]:
    """Return the digests of the rules, by the names of their files."""
    files = {entry["path"]: entry["sha256"] for entry in release.manifest["files"]}
    return {p.removeprefix("rules/"): d for p, d in files.items() if p.startswith("rules/")}
