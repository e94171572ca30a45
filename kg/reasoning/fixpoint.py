"""The closure of facts under rules, over intervals or without time: semi-naive, in DuckDB.

Each relation is a table. Groups of rules that need their own heads are repeated on what is new
until nothing is; a join keeps the days on which all premises hold; what is derived is joined with
what is known into the fewest intervals. Equality comes last: where it finds two names for one
thing, the facts of each are told of the other, on the days they are the same, and all begins anew
with those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb
from pyoxigraph import Literal

from kg.reasoning.measures import differs, measure
from kg.reasoning.rules import PropertyAtom, Rule, Variable, strata
from kg.reasoning.sql import coalesced, columns, select
from kg.vocabulary import OWL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.reasoning.rules import Constant, Relation

SAME: Relation = ("property", OWL.sameAs)
_X, _Y, _Z = Variable("x"), Variable("y"), Variable("z")
# Table 4, eq-sym and eq-trans; eq-rep is told of all relations at once, below.
EQUALITY = (
    Rule("eq-sym", PropertyAtom(OWL.sameAs, _Y, _X), (PropertyAtom(OWL.sameAs, _X, _Y),)),
    Rule(
        "eq-trans",
        PropertyAtom(OWL.sameAs, _X, _Z),
        (PropertyAtom(OWL.sameAs, _X, _Y), PropertyAtom(OWL.sameAs, _Y, _Z)),
    ),
)


@dataclass(slots=True)
class Dictionary:
    """Terms as integers: IRIs and blank nodes from 1 up, literals from -1 down."""

    numbers: dict[Constant, int] = field(default_factory=dict)
    terms: dict[int, Constant] = field(default_factory=dict)

    def number(self, term: Constant) -> int:
        """Return the number of a term, a new one if it is new."""
        if term not in self.numbers:
            number = len(self.numbers) + 1
            self.numbers[term] = -number if isinstance(term, Literal) else number
            self.terms[self.numbers[term]] = term
        return self.numbers[term]


class Fixpoint:
    """Facts in tables, and the rules that are to hold over them; an empty relation has no table."""

    def __init__(
        self, rules: Iterable[Rule], dictionary: Dictionary, *, timed: bool, memory: str = "2GB"
    ) -> None:
        self.timed, self.dictionary = timed, dictionary
        rules = [*rules, *EQUALITY]
        self.exclusions = [rule for rule in rules if rule.head is None]
        self.groups = strata(rule for rule in rules if rule.head is not None)
        self.db = duckdb.connect(":memory:", config={"memory_limit": memory})
        self.db.execute("SET preserve_insertion_order = false")
        self.tables: dict[Relation, str] = {}
        self.delta: dict[Relation, str] = {}
        self.given: dict[Relation, str] = {}
        self.turn = 0

    def columns(self, relation: Relation) -> tuple[str, ...]:
        """Return the columns of a relation's table."""
        return columns(1 if relation[0] == "class" else 2, timed=self.timed)

    def key(self, relation: Relation) -> tuple[str, ...]:
        """Return the columns that hold terms."""
        return columns(1 if relation[0] == "class" else 2, timed=False)

    def add(self, relation: Relation, rows: Sequence[tuple[int, ...]]) -> None:
        """Add given facts: one or two terms, and where there is time the first and last day."""
        if not rows:
            return
        listed = ", ".join(f"unnest(?::BIGINT[]) AS {c}" for c in self.columns(relation))
        values = [list(column) for column in zip(*rows, strict=True)]
        name = self.given.get(relation)
        if name is None:
            name = self.given[relation] = f"given_{len(self.given)}"
            self.db.execute(f"CREATE TEMP TABLE {name} AS SELECT {listed}", values)
        else:
            self.db.execute(f"INSERT INTO {name} SELECT {listed}", values)

    def run(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Derive all that follows."""
        for relation, name in self.given.items():
            self._absorb(relation, [f"SELECT * FROM {name}"])
        derive = [rule for group in self.groups for rule in group]
        measure(self.db, derive, self.dictionary.number, self.dictionary.terms)
        while self.delta:
            for number, group in enumerate(self.groups, 1):
                progress(f"inference, group {number} of {len(self.groups)}")
                self._saturate(group)
            self.delta = self._replaced()

    def _saturate(self, group: Sequence[Rule]) -> None:
        """Apply a group of rules until nothing is new."""
        delta = dict(self.delta)
        while delta:
            # What is new goes to tables of other names than what was: rules still read the latter.
            self.turn = 1 - self.turn
            found: dict[Relation, list[str]] = {}
            for rule in group:
                assert rule.head is not None
                if texts := self._variants(rule, delta):
                    found.setdefault(rule.head.relation, []).extend(texts)
            delta = {}
            for relation, texts in found.items():
                if new := self._absorb(relation, texts):
                    delta[relation] = new

    def _variants(self, rule: Rule, delta: dict[Relation, str]) -> list[str]:
        """Return the rule's SELECTs, each with one body atom over what is new."""
        relations = [atom.relation for atom in rule.body]
        if not all(relation in self.tables for relation in relations):
            return []
        full = [self.tables[relation] for relation in relations]
        new = [delta.get(relation) for relation in relations]
        if new == full:
            return [select(rule, full, self.dictionary.number, timed=self.timed)]
        chosen = [(*full[:n], table, *full[n + 1 :]) for n, table in enumerate(new) if table]
        number = self.dictionary.number
        return [select(rule, t, number, timed=self.timed) for t in dict.fromkeys(chosen)]

    def _absorb(self, relation: Relation, texts: Sequence[str]) -> str | None:
        """Add what the SELECTs find; return the table of what is new, None if nothing is."""
        key, all_ = self.key(relation), self.columns(relation)
        union = "\nUNION ALL\n".join(texts)
        drawn = f"SELECT DISTINCT * FROM ({union}) x({', '.join(all_)})"
        table = self.tables.get(relation)
        is_first = table is None
        name = table or f"{relation[0][0]}{len(self.tables)}"
        new = name if is_first else f"new{self.turn}_{name}"
        if not is_first:
            covered = _same("x", "d", key)
            if self.timed:
                covered += " AND x.f <= d.f AND d.t <= x.t"
            known = f"EXISTS (SELECT 1 FROM {name} x WHERE {covered})"
            drawn = f"SELECT d.* FROM ({drawn}) d WHERE NOT {known}"
        if not self._make(new, drawn):
            self.db.execute(f"DROP TABLE {new}")
            return None
        if self.timed:
            self._merge(name, new, key)
        if is_first:
            self.tables[relation] = name
            self.delta[relation] = name
            return name
        self.db.execute(f"INSERT INTO {name} SELECT * FROM {new}")
        self._note(relation, name, new)
        return new

    def _make(self, name: str, text: str) -> int:
        """Make a table of what a SELECT finds; return the number of rows."""
        made = self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}").fetchone()
        return int(made[0]) if made else 0

    def _note(self, relation: Relation, name: str, new: str) -> None:
        """Keep what is new for the groups that come later; a whole table is new all the same."""
        since = f"since_{name}"
        if relation not in self.delta:
            self._make(since, f"SELECT * FROM {new}")
            self.delta[relation] = since
        elif self.delta[relation] == since:
            self.db.execute(f"INSERT INTO {since} SELECT * FROM {new}")

    def _merge(self, table: str, new: str, key: Sequence[str]) -> None:
        """Join new intervals with each other and with those known into maximal ones.

        Those known that take part leave the table. Most facts have one interval alone, and are
        left as they are.
        """
        keys = ", ".join(key)
        several = f"SELECT {keys} FROM {new} GROUP BY {keys} HAVING count(*) > 1"
        if table != new:
            known = f"EXISTS (SELECT 1 FROM {table} x WHERE {_same('x', 'd', key)})"
            several += f" UNION SELECT {keys} FROM {new} d WHERE {known}"
        if not self._make("several", several):
            return
        take_part = f"EXISTS (SELECT 1 FROM several e WHERE {_same('x', 'e', key)})"
        rows = f"SELECT x.* FROM {new} x WHERE {take_part}"
        if table != new:
            rows += f" UNION ALL SELECT x.* FROM {table} x WHERE {take_part}"
        self._make("parts", rows)
        if table != new:
            self.db.execute(f"DELETE FROM {table} x WHERE {take_part}")
        self._make("whole", coalesced("parts", key))
        self.db.execute(f"DELETE FROM {new} x WHERE {take_part}")
        self.db.execute(f"INSERT INTO {new} SELECT * FROM whole")

    def _replaced(self) -> dict[Relation, str]:
        """Tell the facts of each thing of what is the same as it (eq-rep-s, eq-rep-o)."""
        self.delta = {}
        same = self.tables.get(SAME)
        if same is None:
            return {}
        for relation, table in list(self.tables.items()):
            if relation == SAME:
                continue
            key, texts = self.key(relation), []
            for column in key:
                shown = [("e.o" if k == column else f"a.{k}") for k in key]
                text = f"SELECT {', '.join(shown)}"
                if self.timed:
                    text += ", greatest(a.f, e.f), least(a.t, e.t)"
                text += f" FROM {table} a, {same} e WHERE a.{column} = e.s"
                if self.timed:
                    text += " AND greatest(a.f, e.f) <= least(a.t, e.t)"
                texts.append(text)
            self._absorb(relation, texts)
        return self.delta

    def facts(self) -> Iterator[tuple[Relation, tuple[int, ...]]]:
        """Yield all facts, those given and those derived."""
        for relation, table in self.tables.items():
            for row in self.db.execute(f"SELECT * FROM {table}").fetchall():
                yield relation, row

    def contradictions(self) -> Iterator[tuple[Rule, tuple[int, ...]]]:
        """Yield each exclusion that facts break: the rule, its variables' values, the days."""
        rules = [r for r in self.exclusions if all(a.relation in self.tables for a in r.body)]
        measure(self.db, rules, self.dictionary.number, self._asked(rules))
        for rule in rules:
            tables = [self.tables[atom.relation] for atom in rule.body]
            text = select(rule, tables, self.dictionary.number, timed=self.timed)
            for row in self.db.execute(text.replace("SELECT", "SELECT DISTINCT", 1)).fetchall():
                if not rule.filters or differs(rule, self._values(rule, row)):
                    yield rule, row

    def _asked(self, rules: Sequence[Rule]) -> dict[int, Constant]:
        """Return the literals that the tables have where rules ask for their datatypes."""
        asking = [r for r in rules if any(f.operator != "is not" for f in r.filters)]
        bodies = [a for r in asking for a in r.body if isinstance(a, PropertyAtom)]
        found: dict[int, Constant] = {}
        for table in dict.fromkeys(self.tables[atom.relation] for atom in bodies):
            rows = self.db.execute(f"SELECT DISTINCT o FROM {table} WHERE o < 0").fetchall()
            found.update((number, self.dictionary.terms[number]) for (number,) in rows)
        return found

    def _values(self, rule: Rule, row: Sequence[int]) -> dict[Variable, Constant]:
        """Return the terms of a rule's variables, which a row has in the order of their names."""
        found = {t for atom in rule.body for t in atom.terms if isinstance(t, Variable)}
        terms = (self.dictionary.terms[n] for n in row)
        return dict(zip(sorted(found, key=str), terms, strict=False))


def _same(one: str, two: str, key: Sequence[str]) -> str:
    return " AND ".join(f"{one}.{column} = {two}.{column}" for column in key)
