"""From the batches of all sources to one set of quads, with the faults that only show together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Problem
from kg.ingest.whereabouts import Whereabouts, part
from kg.model.triples import geometry_nodes, is_swapped, locator_node, quads, relationship_node
from kg.vocabulary import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.ingest.base import Batch
    from kg.ingest.rdf_lines import Located
    from kg.model.schema import Schema
    from kg.model.values import Claim, Entity, Origin, Source
    from kg.vocabulary.minting import Mint


@dataclass(frozen=True, slots=True)
class Loaded:
    """The quads of all sources, sorted; each place where a node was read; every fault."""

    quads: tuple[Quad, ...]
    origins: Mapping[NamedNode, tuple[Origin, ...]]
    problems: tuple[Problem, ...]
    located: tuple[Located, ...] = ()

    def whereabouts(self, nodes: Iterable[NamedNode]) -> Whereabouts:
        """Return where what is said of some nodes was read, down to the line of a statement."""
        return Whereabouts.of(nodes, self.origins, self.located)


def load(batches: Sequence[Batch], mint: Mint, schema: Schema) -> Loaded:
    """Put the batches together; claims that refer to nothing are faults, and are left out."""
    claims = [claim for batch in batches for claim in batch.claims]
    values: list[Source | Entity] = [source for batch in batches for source in batch.sources]
    values += [entity for batch in batches for entity in batch.entities]
    problems = [problem for batch in batches for problem in batch.problems]
    problems += found_twice([*values, *claims])
    known = _Known(batches, mint)
    left_out: set[NamedNode] = set()
    for claim in claims:
        dangling = list(known.dangling(claim))
        problems += [problem for problem in dangling if problem is not None]
        if dangling:
            left_out.add(claim.iri)
    while more := {c.iri for c in claims if left_out & {*c.conditional_on}} - left_out:
        left_out |= more
    sound = [claim for claim in claims if claim.iri not in left_out]
    found = {quad for batch in batches for quad in batch.quads}
    for value in (*values, *sound):
        found.update(quads(value, mint, schema))
    found -= _told_with_language(found)
    origins = _origins(batches, values, sound, mint, schema)
    located = tuple(batch.located for batch in batches if batch.located)
    return Loaded(tuple(sorted(found, key=str)), origins, tuple(problems), located)


def _told_with_language(quads: set[Quad]) -> set[Quad]:
    """Return the labels without a language that another source gives with one, of the same text."""
    labels = [
        (quad, quad.object)
        for quad in quads
        if quad.predicate == RDFS.label and isinstance(quad.object, Literal)
    ]
    told = {(quad.subject, label.value) for quad, label in labels if label.language}
    return {
        quad for quad, label in labels if not label.language and (quad.subject, label.value) in told
    }


def _origins(
    batches: Sequence[Batch],
    values: Sequence[Source | Entity],
    claims: Sequence[Claim],
    mint: Mint,
    schema: Schema,
) -> dict[NamedNode, tuple[Origin, ...]]:
    """Say of each node where it was read: the node of a relationship in the row of each claim."""
    found: dict[NamedNode, dict[Origin, None]] = {}
    for value in (*values, *claims):
        if value.origin:
            for node in (value.iri, *geometry_nodes(value)):
                found.setdefault(node, {})[value.origin] = None
    for claim in claims:
        if claim.origin:
            origin = replace(claim.origin, is_swapped=is_swapped(claim, schema))
            found.setdefault(relationship_node(claim, mint, schema), {})[origin] = None
            if locator := locator_node(claim):
                found.setdefault(locator, {})[claim.origin] = None
    for batch in batches:
        for node, origin in batch.origins.items():
            found.setdefault(node, {})[origin] = None
    return {node: tuple(origins) for node, origins in found.items()}


def found_twice(values: Iterable[Source | Entity | Claim]) -> Iterator[Problem]:
    """Report an IRI that two values have; within one sheet its importer has done so already."""
    first: dict[NamedNode, Origin | None] = {}
    for value in values:
        if value.iri not in first:
            first[value.iri] = value.origin
            continue
        before, here = first[value.iri], value.origin
        if here is None:
            before, here = here, before
        place = f"{before.file}, {part(before)}" if before else "another source"
        yield Problem(
            here.file if here else "?", here.row if here else None, "id", value.iri.value,
            f"stands in {place} already", "give one of the two another id",
            here.line if here else None,
        )  # fmt: skip


class _Known:
    """What claims may refer to: the entities and claims of all sources together."""

    def __init__(self, batches: Sequence[Batch], mint: Mint) -> None:
        self.own = (mint.entity("").value, mint.claim("").value)
        self.is_whole = all(batch.is_whole for batch in batches)
        self.nodes = {entity.iri for b in batches for entity in b.entities}
        self.nodes |= {claim.iri for b in batches for claim in b.claims}
        self.nodes |= {
            q.subject
            for b in batches
            for q in b.quads
            if q.predicate == RDF.type and isinstance(q.subject, NamedNode)
        }
        self.broken = {node for b in batches for node in b.broken}

    def dangling(self, claim: Claim) -> Iterator[Problem | None]:
        """Yield a problem for each reference to nothing; None for one whose row may be faulty."""
        references = [("subject", claim.subject), ("claimer", claim.claimer)]
        if isinstance(claim.object, NamedNode):
            references.append(("object", claim.object))
        references += [("conditional_on", condition) for condition in claim.conditional_on]
        for column, node in references:
            if node is None or node in self.nodes or not node.value.startswith(self.own):
                continue
            if node in self.broken or not self.is_whole:
                yield None
                continue
            what = "claim" if node.value.startswith(self.own[1]) else "entity"
            origin = claim.origin
            yield Problem(
                origin.file if origin else claim.iri.value, origin.row if origin else None, column,
                node.value.rpartition("/")[2], f"is no {what} of any source",
                f"add the {what}, or correct the id", origin.line if origin else None,
            )  # fmt: skip
