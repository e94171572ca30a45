"""Proofs as PROV-O: each fact an entity, each step an activity, each rule a plan, no blank nodes.

IRIs follow from what they name, by SHA-256, as RFC 6920 writes it: the same step of two proofs is
one node.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reasoning.telling.wording import reason, sentence
from kg.vocabulary import PROV, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.reasoning.proving.proofs import Proof
    from kg.reasoning.rules import Constant
    from kg.reasoning.telling.telling import Evidence


def triples(
    proofs: Iterable[Proof],
    evidence: Mapping[Triple, tuple[Evidence, ...]],
    labels: Mapping[Constant, str],
) -> list[Triple]:
    """Return all that proofs say of how facts came about, each triple once, in their order."""
    parts = dict.fromkeys((p.fact, p.rule, tuple(q.fact for q in p.premises))
                          for proof in proofs for p in proof.walk())  # fmt: skip
    found: list[Triple] = []
    for fact, rule, premises in parts:
        node = minted("fact", str(fact))
        found += _fact(node, fact, labels)
        if rule is None:
            claims = dict.fromkeys(e.claim for e in evidence.get(fact, ()))
            found += (Triple(node, PROV.wasDerivedFrom, claim) for claim in claims)
            continue
        used = [minted("fact", str(premise)) for premise in premises]
        plan = minted("rule", str(rule))
        step = minted("step", "\n".join(map(str, (rule, fact, *premises))))
        how = minted("association", step.value)
        found += [
            Triple(step, RDF.type, PROV.Activity),
            Triple(step, RDFS.label, Literal(rule.name)),
            Triple(step, PROV.qualifiedAssociation, how),
            Triple(how, RDF.type, PROV.Association),
            Triple(how, PROV.hadPlan, plan),
            Triple(plan, RDF.type, PROV.Plan),
            Triple(plan, RDFS.label, Literal(f"{rule.name}: {reason(rule)}", language="en")),
            Triple(node, PROV.wasGeneratedBy, step),
        ]
        for premise in used:
            found.append(Triple(step, PROV.used, premise))
            found.append(Triple(node, PROV.wasDerivedFrom, premise))
    return list(dict.fromkeys(found))


def minted(kind: str, text: str) -> NamedNode:
    """Return the IRI of something by its content.

    >>> minted("fact", "a").value
    'ni:///sha-256;xGp9ExMxz_aB25yQpn_CwTEXREIvgHRlyKsrZLSdlLg'
    """
    raw = hashlib.sha256(f"{kind}\n{text}".encode()).digest()
    return NamedNode(f"ni:///sha-256;{base64.urlsafe_b64encode(raw).decode().rstrip('=')}")


def _fact(node: NamedNode, fact: Triple, labels: Mapping[Constant, str]) -> Iterator[Triple]:
    yield Triple(node, RDF.type, PROV.Entity)
    yield Triple(node, RDFS.label, Literal(sentence(fact, labels), language="en"))
    if isinstance(fact.subject, BlankNode) or isinstance(fact.object, BlankNode):
        return  # classes of an ontology that have no name: the label has to do
    yield Triple(node, RDF.type, RDF.Statement)
    yield Triple(node, RDF.subject, fact.subject)
    yield Triple(node, RDF.predicate, fact.predicate)
    yield Triple(node, RDF.object, fact.object)
