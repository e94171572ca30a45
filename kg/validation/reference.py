"""SHACL by pySHACL, the reference: the one module that calls it.

pySHACL leaves `rdflib.NORMALIZE_LITERALS` changed after a run; here it is put back, and a lock
keeps two runs of one process apart. Literals stay as they are written.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Triple
from rdflib.namespace import RDF, SH

from kg.errors import InvalidProject
from kg.store.convert import to_rdflib
from kg.validation.compiled import Shapes
from kg.validation.geography import known_to_rdflib
from kg.validation.result import Result, default_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOCK = threading.Lock()
# The names that shapes without a name are given for the run; a result does not tell them.
_NAMELESS = "urn:x-kg:nameless-shape:"
_SPARQL = str(SH.SPARQLConstraintComponent)


def run(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """Return all results, unsorted; raise `InvalidProject` for shapes that cannot be applied."""
    given = list(shapes)
    compiled = Shapes(given)
    with _LOCK, known_to_rdflib():
        before = rdflib.NORMALIZE_LITERALS
        rdflib.NORMALIZE_LITERALS = False
        try:
            _, report, text = pyshacl.validate(
                to_rdflib(data), shacl_graph=to_rdflib(_named(given, compiled)),
                inference="none", inplace=True, do_owl_imports=False,
            )  # fmt: skip
        except Exception as error:  # a shape that is not well formed raises one of many types
            raise InvalidProject(f"the shapes cannot be applied: {error}; correct them") from error
        finally:
            rdflib.NORMALIZE_LITERALS = before
    if not isinstance(report, rdflib.Graph):
        raise InvalidProject(f"the shapes cannot be applied: {text}; correct them")
    silent = {_name(s.node) for s in compiled.by_node.values() if not s.messages}
    # Only what the report itself names: below a result of sh:node lie those that it rests on.
    return [
        _result(report, node, silent)
        for top in report.subjects(RDF.type, SH.ValidationReport)
        for node in report.objects(top, SH.result)
    ]


def _named(triples: Iterable[Triple], shapes: Shapes) -> Iterator[Triple]:
    """Give shapes without a name one, so that a result tells which shape it is of."""
    names = {node: NamedNode(_name(node)) for node in shapes.by_node if node.startswith("_:")}
    for subject, predicate, obj in triples:
        one, other = names.get(str(subject), subject), names.get(str(obj), obj)
        yield Triple(one, predicate, other)


def _name(node: str) -> str:
    return f"{_NAMELESS}{node[2:]}" if node.startswith("_:") else node[1:-1]


def _result(report: rdflib.Graph, node: rdflib.term.Node, silent: set[str]) -> Result:
    def text(predicate: rdflib.URIRef) -> str:
        value = report.value(node, predicate)
        return "" if value is None or isinstance(value, rdflib.BNode) else str(value)

    shape, component = text(SH.sourceShape), text(SH.sourceConstraintComponent)
    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    told = " / ".join(messages)
    return Result(
        text(SH.resultSeverity).rpartition("#")[2], text(SH.focusNode), text(SH.resultPath),
        text(SH.value),
        default_message(component) if shape in silent and component != _SPARQL else told,
        component, "" if shape.startswith(_NAMELESS) else shape,
    )  # fmt: skip
