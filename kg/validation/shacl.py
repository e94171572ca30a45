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
from rdflib.namespace import RDF, SH

from kg.store.convert import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_LOCK = threading.Lock()


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
    """Validate the data, which includes the ontology for `sh:class`; return all results, sorted."""
    data_graph, shapes_graph = to_rdflib(data), to_rdflib(shapes)
    with _LOCK:
        before = rdflib.NORMALIZE_LITERALS
        try:
            _, report, text = pyshacl.validate(
                data_graph, shacl_graph=shapes_graph, inference="none", inplace=True,
                allow_warnings=True, do_owl_imports=False,
            )  # fmt: skip
        finally:
            rdflib.NORMALIZE_LITERALS = before
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(f"pySHACL gave no report: {text}")
    return sorted(_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    def text(predicate: rdflib.URIRef) -> str:
        return str(report.value(node, predicate) or "")

    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        text(SH.resultSeverity).rpartition("#")[2], text(SH.focusNode), text(SH.resultPath),
        text(SH.value), " / ".join(messages), text(SH.sourceConstraintComponent),
        text(SH.sourceShape),
    )  # fmt: skip
