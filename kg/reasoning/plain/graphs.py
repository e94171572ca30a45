"""Reasoning on plain RDF in memory, outside any project: triples and an OWL 2 RL ontology.

Files are reasoned over by `kg.reasoning.plain.files`, in columns; what has timed
facts goes that way too.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Literal as Choice

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize

from kg.reasoning.plain import owl_rl
from kg.reasoning.plain.files import infer_files
from kg.reasoning.running.closure import close, is_fact
from kg.reasoning.spans import ALWAYS
from kg.reasoning.telling.wording import period
from kg.vocabulary import AG, OWL, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from kg.reasoning.rules import Rule
    from kg.reasoning.running.closure import Contradiction

Engine = Choice["duckdb", "owlrl"]
_REFLEXIVE = {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch}


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows and was not given, and what cannot be, each contradiction in words."""

    triples: frozenset[Triple]
    contradictions: tuple[str, ...]


def reason(
    triples: Iterable[Triple],
    ontology: Iterable[Triple] = (),
    rules: Sequence[Rule] = (),
    *,
    engine: Engine = "duckdb",
    progress: Callable[[str], None] = lambda _: None,
) -> Conclusions:
    """Draw what follows from triples, by the axioms among them and those of an ontology.

    Nothing has a time, but for timed facts (see `kg.reasoning.plain.timed_facts`); where there are
    any, conclusions are such nodes too. ``owlrl`` is the reference: slow, timeless, without rules.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://e.org/> .
    ... :within a owl:TransitiveProperty . :a :within :b . :b :within :c .'''
    >>> found = reason(q.triple for q in parse(input=text, format=RdfFormat.TURTLE))
    >>> [str(triple) for triple in found.triples]
    ['<http://e.org/a> <http://e.org/within> <http://e.org/c>']
    """
    facts = dict.fromkeys(triples)
    if engine == "duckdb" and any(triple.object == AG.TimedFact for triple in facts):
        return _timed(facts, ontology, rules, progress)
    axioms = [*dict.fromkeys(ontology), *(triple for triple in facts if not is_fact(triple))]
    given = [triple for triple in facts if is_fact(triple)]
    if engine == "owlrl":
        found = owl_rl.closure(axioms, given)
        return Conclusions(frozenset(found.triples - facts.keys()), found.contradictions)
    timeless = [(triple, ALWAYS) for triple in given]
    same = (triple for triple in given if triple.predicate == OWL.sameAs)  # of terms, it is both
    closed = close([*axioms, *same], timeless, rules, timed=False, progress=progress)
    known = {*facts, *axioms}
    new = frozenset(t for t in closed.facts if t not in known and _says_something(t))
    return Conclusions(new, tuple(dict.fromkeys(map(describe, closed.contradictions))))


def _timed(
    triples: Iterable[Triple],
    ontology: Iterable[Triple],
    rules: Sequence[Rule],
    progress: Callable[[str], None],
) -> Conclusions:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("facts.nt", "ontology.nt")]
        for path, content in zip(files, (triples, ontology), strict=True):
            serialize((Quad(*triple) for triple in content), path, RdfFormat.N_TRIPLES)
        out = io.BytesIO()
        found = infer_files(files[:1], files[1:], out=out, rules=rules, progress=progress)
    quads = parse(input=out.getvalue(), format=RdfFormat.N_TRIPLES)
    return Conclusions(frozenset(q.triple for q in quads), tuple(map(describe, found)))


def _says_something(triple: Triple) -> bool:
    """Whether a triple can be written and tells a reader anything."""
    is_named = isinstance(triple.predicate, NamedNode) and not isinstance(triple.object, BlankNode)
    return is_named and not (triple.predicate in _REFLEXIVE and triple.subject == triple.object)


def describe(contradiction: Contradiction) -> str:
    """Say which facts exclude each other, and by which rule."""
    facts = " and ".join(dict.fromkeys(str(premise) for premise in contradiction.premises))
    when = "" if contradiction.days == ALWAYS else f", {period(contradiction.days)}"
    return f"{contradiction.rule.name}{when}: {facts} cannot be together ({contradiction.rule})"
