"""Facts with their days as nodes of RDF, so that SPARQL can ask about time; and read from there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InvalidRows, Problem
from kg.reasoning.days import dates, span
from kg.vocabulary import AG, PROV, RDF, XSD
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.spans import Days

Mode: TypeAlias = Choice["certain", "possible"]
MODES: tuple[Mode, ...] = ("certain", "possible")
BASE = "https://w3id.org/allegiance/"
"""Under it lie the nodes of facts that belong to no project."""
MODE_NODES: dict[Mode, NamedNode] = {"certain": AG.CertainMode, "possible": AG.PossibleMode}
_NAMES: dict[object, Mode] = {node: mode for mode, node in MODE_NODES.items()}
_PARTS = (RDF.subject, RDF.predicate, RDF.object)


@dataclass(frozen=True, slots=True)
class TimedFact:
    """A triple that holds without a break on some days, in a mode (None: in either).

    `sources` are the claims that state it, or that it was derived from; `rule` is that of the last
    step of its derivation, and blank where it was not derived.
    """

    fact: Triple
    days: Days
    mode: Mode | None = None
    sources: tuple[NamedNode, ...] = ()
    rule: str = ""

    def node(self, base: str = BASE) -> NamedNode:
        """Return the IRI, which follows from the texts of the fact, its mode and its days."""
        mode = str(MODE_NODES[self.mode]) if self.mode else ""
        bounds = (str(_date(day)) if day else "" for day in dates(self.days))
        content = " ".join([*map(str, self.fact), mode, *bounds])
        return NamedNode(f"{base}fact/{digest(content, 32)}")

    def triples(self, base: str = BASE) -> Iterator[Triple]:
        """Yield the triples of the node.

        >>> a = NamedNode("https://example.org/a")
        >>> fact = TimedFact(Triple(a, a, a), (736472, 10000000), "certain")
        >>> [t.object.value for t in fact.triples("https://example.org/")][4:]
        ['2017-05-23', 'https://w3id.org/allegiance/ontology#CertainMode']
        """
        node = self.node(base)
        yield Triple(node, RDF.type, AG.TimedFact)
        for predicate, part in zip(_PARTS, self.fact, strict=True):
            yield Triple(node, predicate, part)
        for predicate, day in zip((AG.holdsFrom, AG.holdsUntil), dates(self.days), strict=True):
            if day:
                yield Triple(node, predicate, _date(day))
        if self.mode:
            yield Triple(node, AG.mode, MODE_NODES[self.mode])
        if self.rule:
            yield Triple(node, AG.derivedBy, Literal(self.rule))
        for source in self.sources:
            yield Triple(node, PROV.wasDerivedFrom, source)


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def read(triples: Iterable[Triple]) -> list[TimedFact]:
    """Read the nodes of facts among triples; raise `InvalidRows` for one that lacks a part.

    >>> a = NamedNode("https://example.org/a")
    >>> fact = TimedFact(Triple(a, a, a), (736472, 736480), "certain", (a,), "prp-trp")
    >>> read(fact.triples("https://example.org/")) == [fact]
    True
    """
    about: dict[object, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        about[subject][predicate].append(value)
    nodes = {node: values for node, values in about.items() if AG.TimedFact in values[RDF.type]}
    whole = "has not one rdf:subject, rdf:predicate and rdf:object"
    bad = [
        Problem(str(node), None, None, None, whole, "give one of each")
        for node, values in nodes.items()
        if any(len(values[part]) != 1 for part in _PARTS)
    ]
    if bad:
        raise InvalidRows(bad)
    return [_fact(values) for values in nodes.values()]


def _fact(values: dict[NamedNode, list[object]]) -> TimedFact:
    parts = [values[predicate][0] for predicate in _PARTS]
    first, last = (
        date.fromisoformat(values[bound][0].value) if values[bound] else None  # type: ignore[attr-defined]
        for bound in (AG.holdsFrom, AG.holdsUntil)
    )
    mode = next((_NAMES[value] for value in values[AG.mode]), None)
    rule = next((value.value for value in values[AG.derivedBy] if isinstance(value, Literal)), "")
    sources = sorted((v for v in values[PROV.wasDerivedFrom] if isinstance(v, NamedNode)), key=str)
    return TimedFact(Triple(*parts), span(first, last), mode, tuple(sources), rule)  # type: ignore[arg-type]
