"""Validation: the same results from each engine, and which engine is chosen.

pySHACL is the reference. Above `FAST_ABOVE` triples our own set-wise checks take its place
(`kg.validation.routes` says for what); sh:sparql is asked once for all focus nodes in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.errors import InvalidProject
from kg.validation import columns, questions, reference
from kg.validation.compiled import plain
from kg.validation.literals import XSD, is_ill_typed
from kg.validation.result import Result
from kg.validation.routes import left_for_pyshacl, plan
from kg.validation.setwise import Run, focus_nodes
from kg.vocabulary import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.validation.columns import Columns

__all__ = ["ENGINES", "FAST_ABOVE", "Engine", "Result", "ill_typed", "validate"]

Engine = Literal["auto", "pyshacl", "fast", "reference"]
ENGINES: tuple[Engine, ...] = ("auto", "pyshacl", "fast", "reference")
FAST_ABOVE = 20_000
"""Triples, the ontology's among them; pySHACL takes a few seconds for so many."""
# pySHACL breaks off where it compares a value that is not of the datatype that it bears.
_COMPARED = frozenset(
    f"{XSD}{name}"
    for name in ("date", "dateTime", "decimal", "integer", "nonNegativeInteger", "double")
)


def validate(
    data: Iterable[Triple], shapes: Iterable[Triple], engine: Engine = "auto"
) -> list[Result]:
    """Validate the data, which includes the ontology for `sh:class`; return all results, sorted.

    `engine` is "auto", "pyshacl", "fast", or "reference", which leaves everything to pySHACL.
    Values that are not of their datatype are the only results, as long as there are any. Raises
    `InvalidProject` for shapes that cannot be applied.
    """
    if engine not in ENGINES:
        raise InvalidProject(f"there is no engine {engine!r}; choose one of {', '.join(ENGINES)}")
    triples = data if isinstance(data, (set, frozenset)) else frozenset(data)
    given = list(shapes)
    read = columns.read(triples)
    if faults := sorted(ill_typed(read)):
        return faults
    if engine == "reference":
        return sorted(reference.run(triples, given))
    parted = plan(given, fast=engine == "fast" or (engine == "auto" and len(triples) > FAST_ABOVE))
    run = Run(parted.shapes, read)
    results = [
        result
        for root in parted.core
        for _, result in run.results(root, focus_nodes(root.targets, read))
    ]
    focus = {q.root.node: focus_nodes(q.root.targets, read) for q in parted.questions}
    for found in questions.ask(parted.questions, triples, read, focus).values():
        results += found
    if parted.others:
        results += reference.run(triples, left_for_pyshacl(given, parted))
    return sorted(results)


def ill_typed(read: Columns) -> Iterator[Result]:
    """Yield a result for each literal whose text its datatype does not have."""
    for subject, predicate, value in read.literals(_COMPARED, is_ill_typed):
        name = value.rpartition("#")[2].removesuffix(">")
        yield Result(
            "Violation", plain(subject), plain(predicate), plain(value),
            f"is no xsd:{name}; write it as XML Schema lays down",
            f"{SH}DatatypeConstraintComponent", "",
        )  # fmt: skip
