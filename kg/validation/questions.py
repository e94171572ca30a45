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
from kg.validation.geography import FUNCTIONS
from kg.validation.literals import lexical
from kg.validation.prebinding import (
    Needed,
    NotSetwise,
    algebra,
    needed,
    predicates,
    require_setwise,
)
from kg.validation.result import Result, default_message
from kg.vocabulary import OWL, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.validation.columns import Columns
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

    `owner` has the constraint, `root` the targets; `text` is the SELECT with its prefixes; `reads`
    are the predicates it looks at, None for any, `needs` what the data must have for it to have a
    solution; `joined` tells that its focus nodes must be given.
    """

    root: Shape
    owner: Shape
    node: str
    text: str
    messages: tuple[str, ...]
    reads: frozenset[str] | None
    needs: Needed
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
            joined, text = True, _given(text)  # with its focus nodes given, it may be
            if reason := _reason(text):
                return reason
        reads, needs = predicates(algebra(text)), needed(algebra(text))
    except InvalidQuery as error:
        name = plain(owner.node) or "a shape without a name"
        raise InvalidProject(
            f"the shapes cannot be applied: the sh:sparql of {name}: {error}"
        ) from error
    told = tuple(messages) or owner.messages
    return Question(root, owner, node, text, told, reads, needs, joined)


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
    read: Columns,
    focus: Mapping[str, Collection[str]],
) -> dict[Question, list[Result]]:
    """Return the results of each question; `focus` are the focus nodes of each root shape.

    `read` are the same triples as `data`. Only what the questions may read is given to the store;
    one that can have no solution, as the data lacks what it needs, is not asked.
    """
    asked = [q for q in questions if focus[q.root.node] and _has(read, q.needs)]
    answered: dict[Question, list[Result]] = {q: [] for q in questions}
    if not asked:
        return answered
    reads = [q.reads for q in asked]
    wanted = None if None in reads else frozenset().union(*(r for r in reads if r is not None))
    triples = [t for t in data if wanted is None or t.predicate.value in wanted]
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples)
    rows = {q: _rows(q, store, focus[q.root.node]) for q in asked}
    told = {term for found in rows.values() for row in found for term in row.values()}
    written = as_written(triples) if any(_is_rewritten(term, read) for term in told) else {}
    for question, found in rows.items():
        answered[question] = [
            _result(question, {name: written.get(term, term) for name, term in row.items()})
            for row in found
        ]
    return answered


def _has(read: Columns, needs: Needed) -> bool:
    """Whether a graph has each of some predicates, with an object where one is named."""
    return all(
        bool(found := read.objects(f"<{predicate}>")) and (obj is None or f"<{obj}>" in found)
        for predicate, obj in needs
    )


def _may_be_rewritten(term: str) -> bool:
    return term[0] == '"' and term[-1] == ">"


def _is_rewritten(term: str, read: Columns) -> bool:
    """Tell whether the data has no such literal, so that the store wrote it anew or made it."""
    return _may_be_rewritten(term) and not any(term in read.objects(p) for p in read.predicates())


def as_written(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return how the data writes what Oxigraph's store writes anew, such as 4 for 4.0.

    Where the data writes one number in several other ways, the first in order is told.

    >>> one = ox.Literal("4.0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    >>> as_written([ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), one)])
    {'"4"^^<http://www.w3.org/2001/XMLSchema#decimal>': '"4.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'}
    """
    literals = {t.object for t in triples if isinstance(t.object, ox.Literal)}
    given = sorted(text for term in literals if _may_be_rewritten(text := str(term)))
    terms = {str(term): term for term in literals}
    store, mark = ox.Store(), ox.NamedNode(_FOCUS)
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"{_FOCUS}:{n}"), mark, terms[text]) for n, text in enumerate(given)
    )
    found: dict[str, str] = {}
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        text, kept = given[int(quad.subject.value.rpartition(":")[2])], str(quad.object)
        if kept not in found or text < found[kept]:
            found[kept] = text
    return {kept: text for kept, text in sorted(found.items()) if kept != text}


def _rows(question: Question, store: ox.Store, focus: Collection[str]) -> list[dict[str, str]]:
    """Return the solutions about a focus node, each once, as N-Triples terms."""
    graph = ox.NamedNode(_FOCUS)
    if question.joined:
        store.clear_graph(graph)
        store.bulk_extend(ox.Quad(_node(n), graph, graph, graph) for n in focus if n[0] != '"')
    solutions = store.query(question.text, custom_functions=FUNCTIONS)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    rows = (
        {name: str(term) for name in names if (term := row[name]) is not None} for row in solutions
    )
    once = {tuple(row.items()): row for row in rows if row["this"] in focus}
    return list(once.values())


def _node(term: str) -> ox.NamedNode | ox.BlankNode:
    return ox.NamedNode(term[1:-1]) if term[0] == "<" else ox.BlankNode(term[2:])


def _result(question: Question, row: Mapping[str, str]) -> Result:
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
            message = message.replace(f"{{{mark}{name}}}", plain(term) or _unnamed(term))
    return message


def _unnamed(term: str) -> str:
    return "a blank node" if term[0] == "_" else ""
