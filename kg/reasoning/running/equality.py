"""What is the same: of things that always are, one name stands for all while rules run.

It is the least in number; facts, and the constants of rules, are moved to it, and at the end all
facts are told of all names. What is the same on some days alone is not moved: the facts of each are
told of the other on those days (eq-rep-s, eq-rep-o).

Where a rule looks at names (a FILTER with = or !=, or owl:sameAs in its body), nothing is moved,
and all facts are told of all names at once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.reasoning.rules import PropertyAtom, Rule, Variable
from kg.reasoning.running.planning import SAME, Group
from kg.reasoning.running.sql import interval, kept
from kg.reasoning.spans import ALWAYS
from kg.vocabulary import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.rules import Relation
    from kg.reasoning.running.fixpoint import Fixpoint

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


def by_name(rules: Iterable[Rule]) -> bool:
    """Whether some rule tells the names of one thing apart."""
    return any(
        any(f.operator in ("=", "!=") for f in rule.filters)
        or (rule.head is not None and any(atom.relation == SAME for atom in rule.body))
        for rule in rules
    )


class Equality:
    """The names that stand for others, and what is done with them to the tables of a fixpoint."""

    def __init__(self, fixpoint: Fixpoint, *, is_by_name: bool) -> None:
        self.fixpoint, self.is_by_name = fixpoint, is_by_name
        self.names: dict[int, int] = {}  # the name that stands for a thing, where another does

    def step(self) -> None:
        """Bring the tables up to what is the same by now; the fixpoint's delta is what changed."""
        fixpoint = self.fixpoint
        fixpoint.delta = {}
        if not fixpoint.has_facts(SAME):
            return
        fixpoint.complete()
        fixpoint.delta = {}
        if not self.is_by_name:
            self._unite()
        if SAME in fixpoint.tables:
            self._replace()

    def _unite(self) -> None:
        """Move all facts of things that are always the same to one name."""
        fixpoint = self.fixpoint
        transitive = Group((SAME,), (EQUALITY[1],))
        while SAME in fixpoint.tables:
            if fixpoint.is_dated(SAME):
                # What is given as the same as itself comes back when all names are told.
                fixpoint.db.execute(f"DELETE FROM {fixpoint.tables[SAME]} WHERE s = o")
                before, fixpoint.delta = fixpoint.delta, {SAME: fixpoint.tables[SAME]}
                fixpoint.saturate(transitive)
                fixpoint.delta = before
            always = f"f = {ALWAYS[0]} AND t = {ALWAYS[1]}"
            where = f"{always} AND s <> o" if fixpoint.is_dated(SAME) else "s <> o"
            table = fixpoint.tables[SAME]
            pairs = fixpoint.db.execute(f"SELECT s, o FROM {table} WHERE {where}").fetchall()
            moved = self._united(pairs)
            if not moved:
                break
            self._list("moved", list(moved.items()))
            for relation in list(fixpoint.tables):
                self._move(relation)
            self._renew_constants(moved)
        if SAME in fixpoint.tables and not fixpoint.is_dated(SAME):
            fixpoint.db.execute(f"DROP TABLE {fixpoint.tables.pop(SAME)}")
            fixpoint.delta.pop(SAME, None)

    def _united(self, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Return the names that now give way, each with the one that stands for it."""
        parent: dict[int, int] = {}

        def root(name: int) -> int:
            while (above := parent.get(name, name)) != name:
                parent[name] = parent.get(above, above)
                name = above
            return name

        for one, two in pairs:
            least, greatest = sorted((root(one), root(two)))
            if least != greatest:
                parent[greatest] = least
        moved = {name: root(name) for name in parent if root(name) != name}
        self.names = {name: moved.get(by, by) for name, by in self.names.items()} | moved
        return moved

    def _list(self, table: str, pairs: list[tuple[int, int]]) -> None:
        """Make a table of pairs."""
        values = [list(column) for column in zip(*pairs, strict=True)]
        listed = "unnest(?::INTEGER[]) AS name, unnest(?::INTEGER[]) AS other"
        self.fixpoint.db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {listed}", values)

    def _places(self, relation: Relation) -> dict[str, str]:
        """Return the columns whose terms have other names, each with the condition that it has."""
        if relation[0] != "other":
            return dict.fromkeys(self.fixpoint.key(relation), "TRUE")
        # A class is not told of what is the same as it.
        return {"s": "TRUE", "o": f"x.p <> {self.fixpoint.number(RDF.type)}"}

    def _renamed(self, relation: Relation, names: str) -> str:
        """Return the SELECT of a table's rows that have names in a list, with those put in."""
        fixpoint, places = self.fixpoint, self._places(relation)
        shown = [
            f"coalesce(n{c}.other, x.{c})" if c in places else f"x.{c}"
            for c in fixpoint.key(relation)
        ]
        if relation[0] == "property":
            shown = kept(shown, fixpoint.form(relation))
        days = ["x.f", "x.t"] if fixpoint.is_dated(relation) else []
        joins = " ".join(
            f"LEFT JOIN {names} n{c} ON x.{c} = n{c}.name AND {condition}"
            for c, condition in places.items()
        )
        changed = " OR ".join(f"n{c}.name IS NOT NULL" for c in places)
        table = fixpoint.tables[relation]
        return f"SELECT {', '.join([*shown, *days])} FROM {table} x {joins} WHERE {changed}"

    def _move(self, relation: Relation) -> None:
        """Move the rows of a table from the names that give way."""
        fixpoint, name = self.fixpoint, self.fixpoint.tables[relation]
        text = f"CREATE OR REPLACE TABLE changed AS {self._renamed(relation, 'moved')}"
        made = fixpoint.db.execute(text).fetchone()
        if not made or not made[0]:
            return
        gone = " OR ".join(
            f"(x.{c} IN (SELECT name FROM moved) AND {condition})"
            for c, condition in self._places(relation).items()
        )
        fixpoint.db.execute(f"DELETE FROM {name} x WHERE {gone}")
        loops = " WHERE s <> o" if relation == SAME else ""
        names = ", ".join(fixpoint.columns(relation))
        fixpoint.absorb(relation, [f"SELECT * FROM (SELECT * FROM changed) c({names}){loops}"])

    def _renew_constants(self, moved: dict[int, int]) -> None:
        """Mark as new all that is read by a constant which has another number now."""
        fixpoint = self.fixpoint
        moved_to = set(moved.values())
        for rule in fixpoint.rules:
            for atom in rule.body:
                constants = [t for t in atom.terms if not isinstance(t, Variable)]
                table = fixpoint.form(atom.relation).kept
                if table in fixpoint.tables and moved_to & set(map(fixpoint.number, constants)):
                    fixpoint.delta[table] = fixpoint.tables[table]

    def _replace(self) -> None:
        """Tell the facts of each thing of what is the same as it (eq-rep-s, eq-rep-o)."""
        for relation in list(self.fixpoint.tables):
            if relation != SAME:
                texts = [self._told(relation, *place) for place in self._places(relation).items()]
                self.fixpoint.absorb(relation, texts)

    def _told(self, relation: Relation, column: str, condition: str) -> str:
        """Return the SELECT of a table's rows with one term put for another, while they are one."""
        fixpoint, source = self.fixpoint, self.fixpoint.source(SAME)
        shown = [f"{'e.o' if name == column else f'x.{name}'}" for name in fixpoint.key(relation)]
        if relation[0] == "property":
            shown = kept(shown, fixpoint.form(relation))
        where = [f"x.{column} = e.s", condition, *(["e.o > 0"] if column == "s" else [])]
        if fixpoint.is_dated(relation):
            days = ["x", *(["e"] if source.dated else [])]
            shown += interval(days)
            where += [f"{shown[-2]} <= {shown[-1]}"] if source.dated else []
        rows = f"{fixpoint.tables[relation]} x, {source.text} e"
        return f"SELECT {', '.join(shown)} FROM {rows} WHERE {' AND '.join(where)}"

    def expand(self) -> None:
        """Tell all facts of all names, and say which names are the same."""
        if self.names:
            self._tell_names()
        if not self.is_by_name:
            self._tell_same()

    def _tell_names(self) -> None:
        """Tell the facts of all tables of all names of the things in them."""
        fixpoint = self.fixpoint
        groups: dict[int, list[int]] = defaultdict(list)
        for name, by in self.names.items():
            groups[by].append(name)
        pairs = [(by, name) for by, names in groups.items() for name in (by, *names)]
        self._list("named", sorted(pairs))
        for relation in list(fixpoint.tables):
            fixpoint.absorb(relation, [self._renamed(relation, "named")])

    def _tell_same(self) -> None:
        """Say of each two names of one thing that they are the same, and what was given."""
        fixpoint = self.fixpoint
        days = [str(day) for day in ALWAYS] if fixpoint.is_dated(SAME) else []
        form = fixpoint.form(SAME)
        shown = ", ".join([*kept(["a.other", "b.other"], form), *days])
        pairs = "named a, named b WHERE a.name = b.name AND a.other <> b.other"
        texts = [f"SELECT {shown} FROM {pairs}"] if self.names else []
        if where := fixpoint.where.get(SAME):
            given = ", ".join(["s", "o", *(["f", "t"] if days else [])])
            texts.append(f"SELECT {given} FROM facts WHERE {where} AND s = o")
        fixpoint.absorb(SAME, texts)
