"""What follows: the direct facts that claims state, OWL 2 RL over them, and the rules.

Timeless: facts that held at different times are joined as if they had held at once. Whatever is
asked of a date is asked of the claims, which carry their bounds, and not of these triples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Quad, Triple

from kg import resources
from kg.errors import InvalidQuery
from kg.reasoning.owl_rl import closure
from kg.store.lexical import with_prefixes
from kg.store.oxigraph import OxigraphStore
from kg.vocabulary import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from kg.model.schema import Schema


@dataclass(frozen=True, slots=True)
class Inference:
    """Direct facts, what follows from them, and the contradictions found on the way."""

    stated: frozenset[Triple]
    inferred: frozenset[Triple]
    contradictions: tuple[str, ...]


def infer(
    quads: Iterable[Quad],
    schema: Schema,
    rules: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Inference:
    """Draw all conclusions; `rules` are a project's own CONSTRUCT queries, beside those shipped."""
    asserted = OxigraphStore(quads)
    asserted.quads.extend(Quad(*triple) for triple in schema.triples)
    views = resources.folder("queries") / "views"
    stated = frozenset(_construct(asserted, [views / "stated.rq"]))
    types = {quad.triple for quad in asserted.quads.quads_for_pattern(None, RDF.type, None)}
    entities = {t for t in types if t.object in schema.entities} - set(schema.triples)
    rule_files = [*sorted((resources.folder("queries") / "rules").glob("*.rq")), *rules]
    known = entities | stated
    asserted.quads.extend(Quad(*triple) for triple in stated)
    round_ = 0
    while True:
        round_ += 1
        progress(f"inference, round {round_}: {len(known)} facts")
        found = closure(schema.triples, known)
        asserted.quads.extend(Quad(*triple) for triple in found.triples)
        drawn = set(_construct(asserted, rule_files)) - known - found.triples
        if not drawn:
            break
        asserted.quads.extend(Quad(*triple) for triple in drawn)
        known |= drawn
    inferred = frozenset((known | found.triples) - stated - entities)
    return Inference(stated, inferred, found.contradictions)


def _construct(store: OxigraphStore, files: Iterable[Path]) -> Collection[Triple]:
    """Return what the CONSTRUCT queries in the files build."""
    built: set[Triple] = set()
    for path in files:
        try:
            answer = store.query(with_prefixes(path.read_text(encoding="utf-8")))
        except (InvalidQuery, UnicodeDecodeError) as error:
            raise InvalidQuery(f"{path}: {error}") from error
        if not isinstance(answer, list):
            raise InvalidQuery(f"{path}: a rule is a CONSTRUCT query")
        if any(isinstance(term, BlankNode) for triple in answer for term in triple):
            raise InvalidQuery(f"{path}: a rule makes no blank nodes; they would never end")
        built.update(answer)
    return built
