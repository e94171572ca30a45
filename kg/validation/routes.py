"""Which part of the shapes is checked where, and why; nothing is dropped in silence.

Three places: **columns**, our own set-wise checks of SHACL Core; **oxigraph**, SELECTs asked once
for all focus nodes; **pyshacl**, the reference, for all that the two are not sure to do alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.validation.compiled import LIST_PARAMETERS, SHAPE_PARAMETERS, Shape, Shapes, plain, sh
from kg.validation.components import COMPONENTS
from kg.validation.literals import lexical
from kg.validation.of_values import NODE_KINDS
from kg.validation.questions import Question, question
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_COUNTS = (
    "minCount",
    "maxCount",
    "minLength",
    "maxLength",
    "qualifiedMinCount",
    "qualifiedMaxCount",
)
_ON_PATHS = (
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
)
_SINGLE = (*_COUNTS, "datatype", "nodeKind", "languageIn", "in", "uniqueLang", "closed", "flags")
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_CLASS_TYPES = {
    "<http://www.w3.org/2000/01/rdf-schema#Class>", "<http://www.w3.org/2002/07/owl#Class>"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """Where one constraint component, or one shape, is checked by the fast engine, and why."""

    what: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes parted by place: roots for columns, questions for Oxigraph, the rest for pySHACL."""

    shapes: Shapes
    core: tuple[Shape, ...]
    questions: tuple[Question, ...]
    others: tuple[tuple[Shape, str], ...]


def components() -> tuple[Route, ...]:
    """Return where the fast engine checks each constraint parameter of SHACL.

    >>> next(r for r in components() if r.what == "sh:lessThan").where
    'columns'
    """
    core = (*COMPONENTS, "property")
    equal = "equal to pySHACL on the W3C suite and on mutated graphs"
    own = {
        "lessThan": "by SPARQL's order; IRIs and unlike kinds are not comparable",
        "lessThanOrEquals": "by SPARQL's order; IRIs and unlike kinds are not comparable",
        "uniqueLang": "only the literal true, as the W3C suite has it",
        "languageIn": "by langMatches; pySHACL looks at the first subtag only",
    }
    return (
        *(Route(f"sh:{name}", "columns", own.get(name, equal)) for name in sorted(core)),
        Route("sh:sparql", "oxigraph", "one SELECT for all focus nodes, where that means the same"),
        Route(
            "sh:sparql, else", "pyshacl", "$PATH, $shapesGraph, LIMIT, below sh:not and the like"
        ),
        Route("custom components", "pyshacl", "their validators are asked once for each node"),
        Route("recursive shapes", "pyshacl", "SHACL leaves their meaning open"),
        Route("not well formed", "pyshacl", "it says what is wrong"),
    )


def plan(triples: Iterable[Triple], *, fast: bool = True) -> Plan:
    """Part the shapes; with `fast` false, only the questions are taken from pySHACL.

    Raises `InvalidProject` for shapes that cannot be applied.
    """
    shapes = Shapes(triples)
    custom = _custom(shapes)
    apart = _judged(shapes)
    core, questions, others = [], [], []
    for root in shapes.roots():
        asked, doubts = _questions(shapes, root, apart)
        questions += asked
        reason = next(
            (why for s in _closure(shapes, root) if (why := _fault(shapes, s, custom))), None
        )
        reason = reason or next(iter(doubts), None)
        if reason is None and _is_recursive(shapes, root):
            reason = "it is recursive"
        if not fast:
            others.append((root, reason or "pySHACL was asked for"))
        elif reason:
            others.append((root, reason))
        else:
            core.append(root)
    return Plan(shapes, tuple(core), tuple(questions), tuple(others))


def routes(triples: Iterable[Triple]) -> tuple[Route, ...]:
    """Return where the fast engine checks each shape that has targets, and each sh:sparql.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = '''PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <https://example.org/>
    ... x:Shape sh:targetClass x:C ; sh:node x:Shape .'''
    >>> [(r.where, r.why) for r in routes(q.triple for q in parse(text, format=RdfFormat.TURTLE))]
    [('pyshacl', 'it is recursive')]
    """
    parted = plan(triples)
    return (
        *(Route(plain(s.node), "columns", "SHACL Core") for s in parted.core),
        *(
            Route(f"{plain(q.owner.node)} sh:sparql", "oxigraph", "asked once for all focus nodes")
            for q in parted.questions
        ),
        *(Route(plain(s.node), "pyshacl", why) for s, why in parted.others),
    )


def left_for_pyshacl(triples: Iterable[Triple], parted: Plan) -> list[Triple]:
    """Return the shapes without what is checked elsewhere: targets of core roots, and questions."""
    elsewhere = {s.node for s in parted.core}
    asked = {(q.owner.node, q.node) for q in parted.questions}
    return [t for t in triples if not _is_elsewhere(t, elsewhere, asked)]


def _is_elsewhere(triple: Triple, roots: set[str], asked: set[tuple[str, str]]) -> bool:
    node, predicate, value = (str(term) for term in triple)
    if predicate == sh("sparql"):
        return (node, value) in asked
    if node not in roots:
        return False
    implicit = predicate == f"<{RDF.type.value}>" and value in _CLASS_TYPES
    return implicit or predicate in {sh(name) for name in _TARGETS}


def _closure(shapes: Shapes, root: Shape) -> list[Shape]:
    found, open_ = {root.node: root}, [root]
    while open_:
        for part in shapes.parts(open_.pop()):
            if part.node not in found:
                found[part.node] = part
                open_.append(part)
    return list(found.values())


def _is_recursive(shapes: Shapes, root: Shape) -> bool:
    return any(
        shape.node
        in {below.node for part in shapes.parts(shape) for below in _closure(shapes, part)}
        for shape in _closure(shapes, root)
    )


def _judged(shapes: Shapes) -> set[str]:
    """Return the shapes of which others ask whether nodes conform, or that lie below a path.

    A constraint cannot be taken away from these: that a node conforms may rest on it.
    """
    named: set[str] = set()
    for shape in shapes.by_node.values():
        for name in SHAPE_PARAMETERS:
            if name != "property" or shape.path is not None or not shape.targets:
                named.update(shape.values(name))
        for name in LIST_PARAMETERS:
            named.update(n for head in shape.values(name) for n in shapes.items(head))
    return named


def _questions(shapes: Shapes, root: Shape, judged: set[str]) -> tuple[list[Question], list[str]]:
    """Return the questions of a root, and why other sh:sparql below it cannot be questions."""
    asked, doubts = [], []
    direct = {root.node}
    if root.path is None:
        direct |= set(root.values("property"))
    for owner in _closure(shapes, root):
        for node in () if owner.deactivated else owner.values("sparql"):
            if owner.node not in direct or {owner.node, root.node} & judged:
                doubts.append("its sh:sparql stands where only conformance is asked")
                continue
            found = question(shapes, root, owner, node)
            if isinstance(found, Question):
                asked.append(found)
            elif found:
                doubts.append(f"its sh:sparql cannot be asked at once: {found}")
    return asked, doubts


def _custom(shapes: Shapes) -> set[str]:
    """Return the mandatory and optional parameters of components that the shapes declare."""
    return {
        path
        for properties in shapes.about.values()
        for parameter in properties.get(sh("parameter"), ())
        for path in shapes.objects(parameter, sh("path"))
    }


def _fault(shapes: Shapes, shape: Shape, custom: set[str]) -> str | None:
    """Return why a shape is not for columns, if it is not."""
    on_node = [n for n in _ON_PATHS if shape.values(n) and shape.path is None]
    several = [n for n in _SINGLE if len(shape.values(n)) > 1]
    no_number = [n for n in _COUNTS if not all(lexical(v).isdigit() for v in shape.values(n))]
    no_kind = set(shape.values("nodeKind")) - NODE_KINDS
    with_path = [n for n in shape.values("node") if shapes.shape(n).path is not None]
    pathless = [n for n in shape.values("property") if shapes.shape(n).path is None]
    found = [
        *("it uses a component that the shapes declare" for _ in custom & set(shape.parameters)),
        *(f"sh:{name} stands on a node shape" for name in on_node),
        *(f"it has more than one sh:{name}" for name in several),
        *(f"its sh:{name} is no number" for name in no_number),
        *("its sh:nodeKind is none of SHACL's" for _ in no_kind),
        *("its sh:node has a path" for _ in with_path),
        *("its sh:property has no path" for _ in pathless),
    ]
    return found[0] if found else None
