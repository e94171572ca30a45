"""The closure of facts under rules, over intervals or without time: semi-naive, in DuckDB.

Each relation that is kept (see `planning`) is a table. Groups of rules that need their own heads
are repeated on what is new until nothing is; a join keeps the days on which all premises hold; what
is derived is joined with what is known into the fewest intervals. Equality comes last (see
`equality`): what it changes is new, and all begins anew with that.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from kg.reasoning.rules import is_factual
from kg.reasoning.running.equality import EQUALITY, Equality, by_name
from kg.reasoning.running.measures import measure
from kg.reasoning.running.planning import SAME, Form, Group, plan
from kg.reasoning.running.sql import (
    Source,
    coalesced,
    columns,
    kept,
    reading,
    same,
    select,
    width,
)
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import duckdb

    from kg.reasoning.rules import Constant, Relation, Rule

__all__ = ["EQUALITY", "OTHER", "Fixpoint"]

OTHER: Relation = ("other", RDF.type)  # the facts that no rule speaks of, as s, p, o


class Fixpoint:
    """The facts of the table ``facts`` (s, p, o, with time f, t), and the rules to hold over them.

    A relation that has no facts has no table. `number` gives the number of a term, `terms` the
    terms of some numbers; they are asked for only where rules look at what literals say.
    """

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        rules: Iterable[Rule],
        number: Callable[[Constant], int],
        terms: Callable[[Iterable[int]], Mapping[int, Constant]],
        *,
        timed: bool,
    ) -> None:
        self.db, self.timed, self._number, self._terms = db, timed, number, terms
        rules = list(rules)
        self.exclusions = [rule for rule in rules if rule.head is None]
        self.tables: dict[Relation, str] = {}
        self.delta: dict[Relation, str] = {}
        self.taken: set[Relation] = set()  # the tables that have what is given
        self.serial = count(1)
        self.turn = 0
        named = {a.relation for r in rules for a in (*r.body, *([r.head] if r.head else []))}
        self._find_given({*named, SAME})
        self.equality = Equality(self, is_by_name=by_name(rules) or SAME in self.literals)
        more = EQUALITY if self.equality.is_by_name else EQUALITY[:1]
        self.plan = plan([*rules, *more], self.literals, self.dated_given)
        self.members = self.plan.members()
        self.heads = {head for group in self.plan.groups for head in group.heads}
        self.rules = [rule for group in self.plan.groups for rule in group.rules]

    def _find_given(self, named: Iterable[Relation]) -> None:
        """Note which relations have given facts, and whether with literals, and with dates."""
        type_ = self._number(RDF.type)
        dated = f"min(f) > {ALWAYS[0]} OR max(f) > {ALWAYS[0]} OR min(t) < {ALWAYS[1]}"
        found = self.db.execute(
            f"SELECT p, CASE WHEN p = {type_} AND o > 0 THEN o END, min(o) < 0, "
            f"{dated if self.timed else 'false'} FROM facts GROUP BY ALL"
        ).fetchall()
        by_number = {
            (type_, self._number(name)) if kind == "class" else (self._number(name), None): (
                kind,
                name,
            )
            for kind, name in named
            if is_factual((kind, name))
        }
        self.where: dict[Relation, str] = {}
        self.literals: set[Relation] = set()
        self.dated_given: set[Relation] = set()
        for predicate, kind, has_literals, has_dates in found:
            relation = by_number.get((predicate, kind), OTHER)
            if has_literals:
                self.literals.add(relation)
            if has_dates:
                self.dated_given.add(relation)
            if relation != OTHER:
                of_class = f" AND o = {kind}" if kind is not None else ""
                self.where[relation] = f"p = {predicate}{of_class}"
            else:
                self.where.setdefault(OTHER, "")

    def number(self, term: Constant) -> int:
        """Return the number that stands for a term now."""
        number = self._number(term)
        return self.equality.names.get(number, number)

    def is_dated(self, table: Relation) -> bool:
        """Whether the rows of a table have days; if not, they hold always."""
        if table == OTHER:
            return self.timed
        return self.timed and table in self.plan.dated

    def key(self, table: Relation) -> tuple[str, ...]:
        """Return the columns of a table that hold terms."""
        return ("s", "p", "o") if table == OTHER else columns(width(table), dated=False)

    def columns(self, table: Relation) -> tuple[str, ...]:
        """Return the columns of a table."""
        return (*self.key(table), *(("f", "t") if self.is_dated(table) else ()))

    def form(self, relation: Relation) -> Form:
        """Return how a relation is kept."""
        return self.plan.forms[relation]

    def source(self, relation: Relation, table: str | None = None) -> Source:
        """Return a relation as atoms read it, from its table or from a part of it."""
        form = self.form(relation)
        return reading(table or self.tables[form.kept], form, dated=self.is_dated(form.kept))

    def run(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Derive all that follows."""
        self._measure(self.rules, ["SELECT o FROM facts WHERE o < 0"])
        is_first = True
        while is_first or self.delta:
            for number, group in enumerate(self.plan.groups, 1):
                progress(f"inference, group {number} of {len(self.plan.groups)}")
                self.saturate(group, is_first=is_first)
            self.equality.step()
            is_first = False
        self.equality.expand()

    def saturate(self, group: Group, *, is_first: bool = False) -> None:
        """Apply a group of rules until nothing is new."""
        found: Mapping[Relation, Sequence[str]] = self._drawn(group.rules, self.delta)
        if is_first:
            drawn = self._drawn(group.rules, None)
            found = {head: [*self._given(head), *drawn.get(head, ())] for head in group.heads}
        while found:
            # What is new goes to tables of other names than what was: rules still read the latter.
            self.turn = 1 - self.turn
            delta = {}
            for table, texts in found.items():
                if new := self.absorb(table, texts):
                    delta[table] = new
            found = self._drawn(group.rules, delta) if delta else {}

    def _drawn(
        self, rules: Sequence[Rule], delta: Mapping[Relation, str] | None
    ) -> dict[Relation, list[str]]:
        """Return the SELECTs of the rules by table, each over what is new, or None for all."""
        found: dict[Relation, list[str]] = {}
        for rule in rules:
            assert rule.head is not None
            form = self.form(rule.head.relation)
            dated = self.is_dated(form.kept)
            for sources in self._sources(rule, delta):
                text = select(rule, sources, self.number, form=form, dated=dated)
                found.setdefault(form.kept, []).append(text)
        return {table: list(dict.fromkeys(texts)) for table, texts in found.items()}

    def _sources(
        self, rule: Rule, delta: Mapping[Relation, str] | None
    ) -> list[tuple[Source, ...]]:
        """Return what the body atoms are to be read from, in each way that gives what is new."""
        relations = [atom.relation for atom in rule.body]
        if not all(self.has_facts(relation) for relation in relations):
            return []
        full = tuple(self.source(relation) for relation in relations)
        if delta is None:
            return [full]
        new = [delta.get(self.form(relation).kept) for relation in relations]
        if new == [self.tables[self.form(relation).kept] for relation in relations]:
            return [full] if new else []
        return [
            (*full[:n], self.source(relations[n], name), *full[n + 1 :])
            for n, name in enumerate(new)
            if name
        ]

    def has_facts(self, relation: Relation) -> bool:
        """Whether a relation has facts; a given one gets its table here, when it is first read."""
        table = self.form(relation).kept
        if table not in self.heads:
            self.absorb(table, self._given(table))
        return table in self.tables

    def _given(self, table: Relation) -> list[str]:
        """Return the SELECTs of the given facts that a table keeps; each is taken up once."""
        if table in self.taken:
            return []
        self.taken.add(table)
        days = ["f", "t"] if self.is_dated(table) else []
        if table == OTHER:
            spoken = [self.where[r] for r in self.where if r != OTHER]
            unspoken = f" WHERE NOT ({' OR '.join(spoken)})" if spoken else ""
            return [f"SELECT {', '.join(['s', 'p', 'o', *days])} FROM facts{unspoken}"]
        texts = []
        for relation in self.members[table]:
            if where := self.where.get(relation):
                names = ["s"] if width(table) == 1 else kept(["s", "o"], self.form(relation))
                texts.append(f"SELECT {', '.join([*names, *days])} FROM facts WHERE {where}")
        return texts

    def absorb(self, table: Relation, texts: Sequence[str]) -> str | None:
        """Add what the SELECTs find; return the table of what is new, None if nothing is."""
        if not texts:
            return None
        union = "\nUNION ALL\n".join(texts)
        rows = f"({union}) x({', '.join(self.columns(table))})"
        if table not in self.tables:
            name = f"{table[0][0]}{next(self.serial)}"
            if not self._make(name, self._distinct(table, f"(SELECT * FROM {rows})")):
                return None
            self.tables[table] = self.delta[table] = name
            return name
        name = self.tables[table]
        new = f"new{self.turn}_{name}"
        covered = same("x", "d", self.key(table))
        if self.is_dated(table):
            covered += " AND x.f <= d.f AND d.t <= x.t"
        known = f"EXISTS (SELECT 1 FROM {name} x WHERE {covered})"
        drawn = f"SELECT DISTINCT * FROM (SELECT * FROM {rows}) d WHERE NOT {known}"
        if not self._make(new, drawn):
            return None
        if self.is_dated(table):
            self._merge(table, new)
        self.db.execute(f"INSERT INTO {name} SELECT * FROM {new}")
        self._note(table, new)
        return new

    def _distinct(self, table: Relation, rows: str) -> str:
        if self.is_dated(table):
            return coalesced(rows, self.key(table))
        return f"SELECT DISTINCT * FROM {rows}"

    def _make(self, name: str, text: str) -> int:
        """Make a table of what a SELECT finds, unless that is nothing; return its row count."""
        made = self.db.execute(f"CREATE OR REPLACE TABLE {name} AS {text}").fetchone()
        rows = int(made[0]) if made else 0
        if not rows:
            self.db.execute(f"DROP TABLE {name}")
        return rows

    def _note(self, table: Relation, new: str) -> None:
        """Keep what is new for the groups that come later; a whole table is new all the same."""
        since = f"since_{self.tables[table]}"
        if table not in self.delta:
            self._make(since, f"SELECT * FROM {new}")
            self.delta[table] = since
        elif self.delta[table] == since:
            self.db.execute(f"INSERT INTO {since} SELECT * FROM {new}")

    def _merge(self, table: Relation, new: str) -> None:
        """Join new intervals with each other and with those known; what they cover is taken out."""
        name, key, all_ = self.tables[table], self.key(table), self.columns(table)
        take_part = f"EXISTS (SELECT 1 FROM {new} e WHERE {same('x', 'e', key)})"
        rows = f"(SELECT * FROM {new} UNION ALL SELECT * FROM {name} x WHERE {take_part})"
        whole = f"SELECT * FROM ({coalesced(rows, key)}) w"
        known = f"EXISTS (SELECT 1 FROM {name} x WHERE {same('x', 'w', all_)})"
        self._make(new, f"{whole} WHERE NOT {known}")
        within = f"{same('x', 'e', key)} AND e.f <= x.f AND x.t <= e.t"
        self.db.execute(f"DELETE FROM {name} x WHERE EXISTS (SELECT 1 FROM {new} e WHERE {within})")

    def complete(self) -> None:
        """Give every relation that has facts its table, those too that no rule speaks of."""
        for table in self.members:
            self.absorb(table, self._given(table))
        if OTHER in self.where:
            self.absorb(OTHER, self._given(OTHER))

    def facts(self) -> Iterator[tuple[Relation, Source]]:
        """Yield what each relation is read from, and last, as s, p, o, what no rule speaks of."""
        self.complete()
        for relation, form in self.plan.forms.items():
            if form.kept in self.tables:
                yield relation, self.source(relation)
        if OTHER in self.tables:
            yield OTHER, Source(self.tables[OTHER], self.is_dated(OTHER))

    def derived(self) -> Iterator[tuple[Relation, Source]]:
        """Yield those of `facts` that may hold more than what is given."""
        if SAME in self.tables:
            yield from self.facts()
            return
        for relation, form in self.plan.forms.items():
            is_shared = form.symmetric or len(self.members[form.kept]) > 1
            if (is_shared or form.kept in self.heads) and self.has_facts(relation):
                yield relation, self.source(relation)

    def _measure(self, rules: Sequence[Rule], literals: Sequence[str]) -> None:
        """Have the literals that SELECTs give measured, where filters of the rules ask for it."""
        asking = [rule for rule in rules if any(f.operator != "is not" for f in rule.filters)]
        if not asking:
            return
        found = self.db.execute(" UNION ".join(literals)).fetchall() if literals else []
        measure(self.db, asking, self._number, self._terms(number for (number,) in found))

    def contradictions(self) -> Iterator[tuple[Rule, tuple[int, ...]]]:
        """Yield each exclusion that facts break: the rule, its variables' values, the days.

        Whether literals that a rule wants different say different things is for the caller to ask.
        """
        asked = {
            f"SELECT o FROM {self.source(atom.relation).text} WHERE o < 0"
            for rule in self.exclusions
            if rule.filters and all(self.has_facts(atom.relation) for atom in rule.body)
            for atom in rule.body
            if atom.relation[0] == "property"
        }
        self._measure(self.exclusions, sorted(asked))
        for rule in self.exclusions:
            for sources in self._sources(rule, None):
                text = select(rule, sources, self._number, dated=self.timed)
                text = text.replace("SELECT", "SELECT DISTINCT", 1)
                for row in self.db.execute(text).fetchall():
                    yield rule, row
