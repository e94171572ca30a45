"""Small worlds of two lists, as quads of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.base import Batch
from kg.ingest.load import load
from kg.matching.propose import propose
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import Mint
from tests.projects import schema

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.matching.propose import Proposal

MINT = Mint("https://example.org/p/")


class World:
    """Lists of parties; what is said of them is said by their list."""

    def __init__(self) -> None:
        self.batch = Batch()
        self.lists: dict[str, Source] = {}
        self.count = 0

    def source(self, name: str) -> Source:
        if name not in self.lists:
            mine = licence("unknown")
            self.lists[name] = Source(
                MINT.source(name), AG.SanctionsList, name, MINT.graph(name), mine, mine
            )
            self.batch.sources.append(self.lists[name])
        return self.lists[name]

    def party(
        self, local_id: str, name: str, *others: str, kind: NamedNode = AG.ArmedGroup,
        of: str = "", code: str = "",
    ) -> World:  # fmt: skip
        """Add a party to the list that its id begins with, with its other names."""
        source = self.source(of or local_id.partition("-")[0])
        self.batch.entities.append(
            Entity(MINT.entity(local_id), kind, Literal(name), source.graph, country_code=code)
        )
        for other in others:
            self.claim(local_id, AG.Naming, Literal(other), role="a.k.a.")
        return self

    def claim(  # noqa: PLR0913  (as a claim has them)
        self, local_id: str, kind: NamedNode, obj: str | Literal | None = None, *, start: str = "",
        role: str = "", stance: str = "affirms", status: str = "accepted",
    ) -> World:  # fmt: skip
        self.count += 1
        source = self.source(local_id.partition("-")[0])
        self.batch.claims.append(
            Claim(
                MINT.claim(f"c{self.count}"), kind, MINT.entity(local_id),
                MINT.entity(obj) if isinstance(obj, str) else obj, source.iri, source.graph, role,
                stance=stance, status=status, bounds=Bounds.read(start=start), start=start,
            )
        )  # fmt: skip
        return self

    def quads(self) -> tuple[Quad, ...]:
        loaded = load([self.batch], MINT, schema())
        assert not loaded.problems
        return loaded.quads

    def proposals(self, threshold: float = 0.0) -> list[Proposal]:
        return propose(self.quads(), schema(), threshold=threshold)

    def pairs(self, threshold: float = 0.6) -> list[tuple[str, str]]:
        return [
            (p.one.iri.value.rpartition("/")[2], p.other.iri.value.rpartition("/")[2])
            for p in self.proposals(threshold)
        ]
