"""The engines that reasoning is measured with; one function each, run in a process of its own.

Each returns the seconds of its steps and, where it can be had, the size of the closure: facts about
individuals, given and concluded, each once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks.generate import EX

if TYPE_CHECKING:
    from pathlib import Path

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LANGUAGE = (RDF, "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#")
MODULES = {"owlrl": "owlrl", "reasonable": "reasonable", "sparq": "sparq"}
Figures = dict[str, Any]


def is_fact(subject: str, predicate: str, obj: str) -> bool:
    """Whether a triple, its terms as plain text, speaks of an individual of ours."""
    if not subject.startswith(EX) or (predicate.endswith("#sameAs") and subject == obj):
        return False
    return obj.startswith(EX) if predicate == f"{RDF}type" else not predicate.startswith(LANGUAGE)


def ours(data: Path, ontology: Path, out: Path) -> Figures:
    from kg.reasoning.plain.files import infer_files

    steps: list[tuple[str, float]] = [("load", time.perf_counter())]

    def note(text: str) -> None:
        names = {"reading": "load", "numbering": "load", "writing": "write"}
        name = names.get(text.split(maxsplit=1)[0], "reason")
        if name != steps[-1][0]:
            steps.append((name, time.perf_counter()))

    found = infer_files([data], [ontology], out=out, progress=note)
    ends = [start for _, start in steps[1:]] + [time.perf_counter()]
    spent = {name: end - start for (name, start), end in zip(steps, ends, strict=True)}
    return {**spent, "contradictions": len(found)}


def _figures(start: float, loaded: float, end: float, closure: int) -> Figures:
    """Return the seconds of the steps; those of counting are to be taken off the whole."""
    counting = time.perf_counter() - end
    return {
        "load": loaded - start, "reason": end - loaded, "closure": closure, "counting": counting
    }  # fmt: skip


def sparq(data: Path, ontology: Path, _: Path) -> Figures:
    import sparq as engine

    start = time.perf_counter()
    graph = engine.Graph.load(data)
    text = ontology.read_text(encoding="utf-8")
    prefixes = [line[8:-2] for line in text.splitlines() if line.startswith("@prefix")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    graph.update("\n".join(f"PREFIX {p}" for p in prefixes) + f"\nINSERT DATA {{ {body} }}")
    loaded = time.perf_counter()
    graph.reason("owl")
    end = time.perf_counter()
    other = " && ".join(f'!STRSTARTS(STR(?p), "{prefix}")' for prefix in LANGUAGE)
    rows = graph.query(
        f'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{EX}") && (({other}) || '
        f'(?p = <{RDF}type> && STRSTARTS(STR(?o), "{EX}")))) }}'
    ).rows
    closure = int(rows[0]["n"].value)
    return _figures(start, loaded, end, closure)


def reasonable(data: Path, ontology: Path, out: Path) -> Figures:
    import reasonable as engine

    start = time.perf_counter()
    reasoner = engine.PyReasoner()
    reasoner.load_file(str(ontology))
    turtle = out.with_suffix(".ttl")  # it takes N-Triples under the name of Turtle alone
    turtle.symlink_to(data)
    reasoner.load_file(str(turtle))
    turtle.unlink()
    loaded = time.perf_counter()
    found = reasoner.reason()
    end = time.perf_counter()
    closure = {t for t in (tuple(map(str, triple)) for triple in found) if is_fact(*t)}
    return _figures(start, loaded, end, len(closure))


def owlrl(data: Path, ontology: Path, _: Path) -> Figures:
    import owlrl as engine
    import rdflib

    start = time.perf_counter()
    graph = rdflib.Graph().parse(data, format="nt").parse(ontology)
    loaded = time.perf_counter()
    engine.DeductiveClosure(
        engine.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    end = time.perf_counter()
    closure = sum(is_fact(*map(str, triple)) for triple in graph)
    return _figures(start, loaded, end, closure)


ENGINES = {
    "timeless": ours, "timed": ours, "sparq": sparq, "reasonable": reasonable, "owlrl": owlrl,
}  # fmt: skip
