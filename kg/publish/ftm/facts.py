"""Which claims are facts enough to be written as FollowTheMoney, and about which things."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.publish.ftm import words
from kg.publish.ftm.claims import EDGES, Telling, kind_of
from kg.publish.ftm.reading import EVENT
from kg.vocabulary import AG, RDF, RDFS
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.ftm.claims import Said
    from kg.publish.ftm.reading import Reading

_NO_SIGN = (AG.Planning, AG.Naming, AG.ExactMatch, AG.CloseMatch)  # that an event took place
_NOTHING = "claims about a thing that is not written, a place of no country, or no bounded day"


class Facts:
    """The claims that state something outright, and the entities that are written."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.left_out: Counter[str] = Counter()
        self.denied: dict[NamedNode, set[str]] = defaultdict(set)
        self.claims = [claim for claim in reading.claims if self._is_fact(claim)]
        self.claim_ids = words.ids(self.claims, "claim")
        self.schemata = dict(self._written())

    def _is_fact(self, claim: NamedNode) -> bool:
        """Tell whether a claim is among those that give direct facts, and holds on no condition."""
        one = self.reading.one
        if one(claim, AG.stance) != AG.Affirms:
            about, source = one(claim, AG.about), one(claim, AG.statedIn)
            if about and source and one(claim, AG.status) == AG.Accepted:
                self.denied[about].add(self.reading.title(source))
            reason = "claims that deny"
        elif one(claim, AG.status) != AG.Accepted:
            reason = "claims that are contested, superseded or retracted"
        elif one(claim, AG.modality) != AG.Stated:
            reason = "claims that expect, plan or think possible"
        elif one(claim, AG.conditionalOn):
            reason = "claims that hold on a condition"
        elif one(claim, AG.statedIn) and one(claim, AG.about):
            return True
        else:
            reason = "claims without a source or a relationship"
        self.left_out[reason] += 1
        return False

    def _written(self) -> Iterator[tuple[NamedNode, str]]:
        reading = self.reading
        took_place = self._spoken_of()
        for node in reading.nodes:
            schema, reason = reading.schema(node)
            if not any(reading.kinds(node)):
                continue  # a source, a relationship, a term: nothing that is an entity
            if schema == EVENT and node not in took_place:
                schema, reason = "", "events that no stated claim speaks of"
            if not any(words.name(v.value) for v, _ in reading.texts(node, RDFS.label)):
                schema, reason = "", "things whose name holds nothing that can be seen"
            if schema:
                yield node, schema
            else:
                self.left_out[reason] += 1

    def _spoken_of(self) -> set[NamedNode]:
        """Return what is an end of a relationship that a fact is about, names and plans apart."""
        abouts = {self.reading.one(claim, AG.about) for claim in self.claims}
        return {
            term
            for (node, predicate), found in self.reading.found.items()
            if node in abouts and predicate != RDF.type
            and not set(_NO_SIGN) & set(self.reading.all(node, RDF.type))
            for term, _ in found
            if isinstance(term, NamedNode)
        }  # fmt: skip

    def said(self) -> Iterator[Said]:
        """Yield what the facts say, claim by claim; count those that cannot be said."""
        for claim in self.claims:
            found = list(Telling(self, claim).said())
            if found:
                yield from found
            else:
                kind = kind_of(self.reading, claim)
                is_known = kind in EDGES or kind in Telling.OTHER
                name = local_name(kind.value) if kind else "no kind"
                self.left_out[_NOTHING if is_known else f"claims of {name}"] += 1
