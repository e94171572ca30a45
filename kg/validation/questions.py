"""sh:sparql constraints as questions: a SELECT asked once for all focus nodes (SHACL section 5)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InvalidProject, InvalidQuery
from kg.store.guard import refuse_fetching
from kg.store.lexical import tokens
from kg.validation.compiled import TRUE, plain, sh
from kg.validation.literals import lexical
from kg.validation.prebinding import NotSetwise, algebra, predicates, require_setwise
from kg.validation.result import Result, default_message
from kg.vocabulary import OWL, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.validation.compiled import Shape, Shapes

COMPONENT = f"{SH}SPARQLConstraintComponent"
# What pre-binding does not go with (SHACL section 5.2.1), and what sees more than one focus node.
_REFUSED = ("MINUS", "VALUES", "SERVICE")
_WHOLE = ("LIMIT", "OFFSET", "GRAPH")
_BOUND_BEFORE = {"PATH", "shapesGraph", "currentShape", "failure"}
# The graph that holds the focus nodes of a question which does not name them itself.
_FOCUS = "urn:x-kg:focus"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A constraint that can be asked at once.

    `owner` has the constraint, `root` the targets; `text` the SELECT with its prefixes; `reads` are the
    predicates it looks at, None for any; `joined` tells that the focus nodes must be given to it.
    """

    root: Shape
    owner: Shape
    node: str
    text: str
    messages: tuple[str, ...]
    reads: frozenset[str] | None
    joined: bool


def question(shapes: Shapes, root: Shape, owner: Shape, node: str) -> Question | str | None:
    """Return a constraint as a question, or why it cannot be one; None if it is deactivated.

    Raises `InvalidProject` for a query that SHACL or we do not allow.
    """
    if TRUE in shapes.objects(node, sh("deactivated")):
        return None
    selects = shapes.objects(node, sh("select"))
    if len(selects) != 1:
        return f"it has {len(selects)} sh:select, not one"
    text = _prefixes(shapes, node) + lexical(selects[0])
    messages = sorted(map(lexical, shapes.objects(node, sh("message"))))
    try:
        _require_allowed(text)
        if reason := _beyond(text):
            return reason
        joined = False
        if reason := _reason(text):
            joined, given = True, _given(text)  # with its focus nodes given, it may be
            if reason := _reason(given):
                return reason
        reads = predicates(algebra(text))
    except InvalidQuery as error:
        name = plain(owner.node) or "a shape without a name"
        raise InvalidProject(
            f"the shapes cannot be applied: the sh:sparql of {name}: {error}"
        ) from error
    told = tuple(messages) or owner.messages
    return Question(root, owner, node, given if joined else text, told, reads, joined)


def _beyond(text: str) -> str | None:
    """Return what a query uses that sees one focus node at a time, or what only pySHACL knows."""
    used = list(tokens(text))
    words = {t.text.upper() for t in used if t.kind == "word"}
    names = {t.text[1:] for t in used if t.kind in ("variable", "parameter")}
    found = [*sorted(words & {*_WHOLE}), *(f"${name}" for name in sorted(names & _BOUND_BEFORE))]
    return f"it uses {found[0]}" if found else None


def _reason(text: str) -> str | None:
    try:
        require_setwise(algebra(text))
    except NotSetwise as reason:
        return str(reason)
    return None


def _prefixes(shapes: Shapes, node: str) -> str:
    """Return the PREFIX lines that sh:prefixes leads to, through owl:imports (section 5.2.1)."""
    open_, seen = list(shapes.objects(node, sh("prefixes"))), set()
    lines = set()
    while open_:
        ontology = open_.pop()
        if ontology not in seen:
            seen.add(ontology)
            open_ += shapes.objects(ontology, f"<{OWL.imports.value}>")
            for declared in shapes.objects(ontology, sh("declare")):
                for prefix in shapes.objects(declared, sh("prefix")):
                    for namespace in shapes.objects(declared, sh("namespace")):
                        lines.add(f"PREFIX {lexical(prefix)}: <{lexical(namespace)}>\n")
    return "".join(sorted(lines))


def _require_allowed(text: str) -> None:
    """Raise `InvalidQuery` for what does not go with pre-binding, or would use the network."""
    used = list(tokens(text))
    words = {t.text.upper() for t in used if t.kind == "word"}
    for word in _REFUSED:
        if word in words:
            raise InvalidQuery(f"{word} is not allowed (SHACL section 5.2.1); write it without")
    for one, other in itertools.pairwise(used):
        if one.text.upper() == "AS" and other.text[1:] == "this":
            raise InvalidQuery("it binds $this anew; use another name")
    refuse_fetching(text)
    algebra(text)


def _given(text: str) -> str:
    """Have the first group of a query begin with the focus nodes."""
    words = [token.text for token in tokens(text)]
    begin = words.index("{") + 1
    joined = f"GRAPH <{_FOCUS}> {{ ?this <{_FOCUS}> <{_FOCUS}> }}"
    return " ".join([*words[:begin], joined, *words[begin:]])


def ask(
    questions: Collection[Question],
    data: Iterable[ox.Triple],
    focus: Mapping[str, Collection[str]],
) -> dict[Question, list[Result]]:
    """Return the results of each question; `focus` are the focus nodes of each root shape.

    Only the triples that the questions may read are given to the store.
    """
    if not questions:
        return {}
    reads = [q.reads for q in questions]
    wanted = None if None in reads else frozenset().union(*(r for r in reads if r is not None))
    store = ox.Store()
    store.bulk_extend(ox.Quad(s, p, o) for s, p, o in data if wanted is None or p.value in wanted)
    return {q: list(_results(q, store, focus[q.root.node])) for q in questions}


def _results(question: Question, store: ox.Store, focus: Collection[str]) -> Iterator[Result]:
    graph = ox.NamedNode(_FOCUS)
    if question.joined:
        store.clear_graph(graph)
        store.bulk_extend(ox.Quad(_node(n), graph, graph, graph) for n in focus if n[0] != '"')
    rows = store.query(question.text)
    assert isinstance(rows, ox.QuerySolutions)
    names = [v.value for v in rows.variables]
    seen = set()
    for row in rows:
        terms = {name: value for name in names if (value := row[name]) is not None}
        key = tuple(terms.items())
        if str(terms["this"]) in focus and key not in seen:
            seen.add(key)
            yield _result(question, {name: str(term) for name, term in terms.items()})


def _node(term: str) -> ox.NamedNode | ox.BlankNode:
    return ox.NamedNode(term[1:-1]) if term[0] == "<" else ox.BlankNode(term[2:])


def _result(question: Question, row: dict[str, str]) -> Result:
    owner = question.owner
    if "value" not in row and owner.path is None:
        row = {**row, "value": row["this"]}
    messages = [plain(row["message"])] if "message" in row else list(question.messages)
    told = " / ".join(sorted({_filled(m, row) for m in messages})) or default_message(COMPONENT)
    path = row.get("path", "")
    return Result(
        owner.severity, plain(row["this"]), plain(path) if path[:1] == "<" else owner.path_text,
        plain(row["value"]) if "value" in row else "", told, COMPONENT, plain(owner.node),
    )  # fmt: skip


def _filled(message: str, row: Mapping[str, str]) -> str:
    """Put the values of a row into ``{?name}`` and ``{$name}`` (SHACL section 5.3.2)."""
    for name, term in row.items():
        for mark in "?$":
            message = message.replace(f"{{{mark}{name}}}", plain(term))
    return message
