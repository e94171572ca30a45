"""The shipped dataset: its curators' matches, taken out, are found anew."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.matching.propose import propose
from kg.vocabulary import AG
from tests.matching.test_lists import judged
from tests.projects import SHIPPED, batches, loaded, schema

MATCHES = (AG.ExactMatch, AG.CloseMatch)


def test_what_the_curators_decided_is_not_proposed() -> None:
    assert propose(loaded(SHIPPED).quads, schema(), threshold=0.5) == []


def test_their_matches_are_found_anew() -> None:
    claims = [c for b in batches(SHIPPED) for c in b.claims if c.relationship in MATCHES]
    pairs: dict[tuple[NamedNode, str], set[frozenset[NamedNode]]] = {}
    for claim in claims:
        assert isinstance(claim.object, NamedNode)
        pair = frozenset((claim.subject, claim.object))
        pairs.setdefault((claim.relationship, claim.stance), set()).add(pair)
    matches = ("/exact-match/", "/close-match/")
    quads = [q for q in loaded(SHIPPED).quads if not any(m in str(q.subject) for m in matches)]
    found = {frozenset(p.key) for p in propose(quads, schema())}
    assert len(pairs[AG.ExactMatch, "affirms"]) == 5
    assert pairs[AG.ExactMatch, "affirms"] <= found
    assert found <= pairs[AG.ExactMatch, "affirms"] | pairs[AG.CloseMatch, "affirms"]
    assert not found & pairs[AG.ExactMatch, "denies"]


def test_the_pairs_by_hand_name_no_record_of_the_shipped_dataset_alone() -> None:
    names = {name for pair in judged() for name in pair}
    assert all(name.startswith(("ucdp-actor-", "ofac-", "un-sc-")) for name in names)
