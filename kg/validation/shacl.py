"""SHACL by pySHACL: the one module that calls it.

pySHACL leaves `rdflib.NORMALIZE_LITERALS` changed after a run; here it is put back, and a lock
keeps two runs of one process apart.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH, XSD

from kg.errors import InvalidProject
from kg.store.convert import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

_LOCK = threading.Lock()
# pySHACL breaks off where it compares a value that is not of the datatype that it bears.
_COMPARED = {XSD.date, XSD.dateTime, XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.double}


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation, as SHACL section 3.6 lays down; IRIs and values as text."""

    severity: str
    focus: str
    path: str
    value: str
    message: str
    component: str
    shape: str

    @property
    def is_violation(self) -> bool:
        """Whether it makes the graph invalid; warnings and infos do not."""
        return self.severity == "Violation"


def validate(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """Validate the data, which includes the ontology for `sh:class`; return all results, sorted.

    Values that are not of their datatype are the only results, as long as there are any. Raises
    `InvalidProject` for shapes that cannot be applied.
    """
    data_graph, shapes_graph = to_rdflib(data), to_rdflib(shapes)
    if faults := sorted(_ill_typed(data_graph)):
        return faults
    with _LOCK:
        before = rdflib.NORMALIZE_LITERALS
        try:
            _, report, text = pyshacl.validate(
                data_graph, shacl_graph=shapes_graph, inference="none", inplace=True,
                allow_warnings=True, do_owl_imports=False,
            )  # fmt: skip
        except Exception as error:  # a shape that is not well formed raises one of many types
            raise InvalidProject(f"the shapes cannot be applied: {error}; correct them") from error
        finally:
            rdflib.NORMALIZE_LITERALS = before
    if not isinstance(report, rdflib.Graph):
        raise InvalidProject(f"the shapes cannot be applied: {text}; correct them")
    return sorted(_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))


def _ill_typed(graph: rdflib.Graph) -> Iterator[Result]:
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.ill_typed and value.datatype in _COMPARED:
            message = f"is no xsd:{value.datatype.fragment}; write it as XML Schema lays down"
            yield Result(
                "Violation", str(subject), str(predicate), str(value), message,
                str(SH.DatatypeConstraintComponent), "",
            )  # fmt: skip


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    def text(predicate: rdflib.URIRef) -> str:
        value = report.value(node, predicate)
        # The name of a blank node (a shape or a path without a name) differs from run to run.
        return "" if value is None or isinstance(value, rdflib.BNode) else str(value)

    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        text(SH.resultSeverity).rpartition("#")[2], text(SH.focusNode), text(SH.resultPath),
        text(SH.value), " / ".join(messages), text(SH.sourceConstraintComponent),
        text(SH.sourceShape),
    )  # fmt: skip
