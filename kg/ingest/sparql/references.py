"""What Wikidata's statements rest on: each reference that names a work or an address, as a source.

P248 is the work that it is stated in, P854 the address, P1476 the title, P813 the day on which it
was retrieved, P577 that of its publication. Nothing is said there of the licence of the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ingest.sparql import dates, wikidata
from kg.ingest.sparql.facts import key
from kg.model.values import Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from kg.ingest.sparql.facts import Facts, Names
    from kg.vocabulary.minting import Mint


def cited(reference: str, facts: Facts, names: Names, mint: Mint, within: Source) -> Source | None:
    """Return the source that a reference names; None where it names none."""
    works, addresses = (
        sorted(
            term.value
            for term in facts.of(reference, f"{wikidata.REFERENCE}{number}")
            if isinstance(term, NamedNode) and not term.value.startswith(wikidata.UNKNOWN)
        )
        for number in ("P248", "P854")
    )
    if not works and not addresses:
        return None
    titles = sorted(key(term) for term in facts.of(reference, f"{wikidata.REFERENCE}P1476"))
    retrieved, published = (_day(reference, number, facts) for number in ("P813", "P577"))
    called = [names.of(work) for work in works]
    title = (titles or called or addresses)[0]
    told = "\n".join([*works, *addresses, *titles, retrieved, published])
    return Source(
        mint.source(f"wikidata-cites-{digest(told)}"),
        AG.Article if addresses else AG.Source,
        title, within.graph, licence("unknown"), within.graph_licence,
        publisher="; ".join(name for name in called if name != title),
        date=published, version=f"retrieved {retrieved}" if retrieved else "",
        url=(addresses or works)[0], origin=within.origin,
    )  # fmt: skip


def _day(reference: str, number: str, facts: Facts) -> str:
    for time in facts.of(reference, f"{wikidata.REFERENCE_NODE}{number}"):
        written = facts.of(key(time), f"{wikidata.ONTOLOGY}timeValue")
        precise = facts.of(key(time), f"{wikidata.ONTOLOGY}timePrecision")
        if written and precise and dates.is_told(key(written[0]), int(key(precise[0]))):
            return dates.one_of([dates.of_wikibase(key(written[0]), int(key(precise[0])))])
    return ""
