"""The quads of a release by subject, with the schemata that FollowTheMoney has for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.publish.ftm import words
from kg.vocabulary import AG, DCTERMS, FOAF, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

EVENT = "Event"
ORGANISATIONS = ("Organization", "PublicBody")
PARTIES = ("LegalEntity", "Person", *ORGANISATIONS)
SCHEMATA = {
    AG.Person: "Person",
    AG.Government: "PublicBody",
    AG.StateForce: "PublicBody",
    AG.Organisation: "Organization",
    AG.ArmedGroup: "Organization",
    AG.Coalition: "Organization",
    AG.CommunalGroup: "Organization",
    AG.MediaOutlet: "Organization",
    AG.Actor: "LegalEntity",
    AG.Event: EVENT,
    AG.Conflict: EVENT,
    AG.Dyad: EVENT,
    AG.Campaign: EVENT,
    AG.Battle: EVENT,
    AG.Attack: EVENT,
    AG.Bombing: EVENT,
    AG.AirStrike: EVENT,
}
NOT_WRITTEN = {
    AG.CollectiveLabel: "collective labels, which are no organisations",
    AG.Plot: "plots, which may never have come to anything",
    AG.Place: "places, of which names of scenes and countries remain",
    AG.Measure: "measures",
    AG.Party: "parties of no known kind",
    AG.Entity: "things of no known kind",
}
_PLACES = ("Country", "AdministrativeArea", "Settlement", "District", "Island", "Region", "Site")
_KNOWN = {
    **SCHEMATA, **NOT_WRITTEN, **{AG[name]: NOT_WRITTEN[AG.Place] for name in _PLACES}
}  # fmt: skip

_Found = tuple[NamedNode | Literal, NamedNode]


@dataclass(frozen=True)
class Reading:
    """What the quads say of each node, and in which graph."""

    found: Mapping[tuple[NamedNode, NamedNode], list[_Found]]
    nodes: tuple[NamedNode, ...]
    claims: tuple[NamedNode, ...]
    ids: Mapping[NamedNode, str]
    datasets: Mapping[NamedNode, str]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Reading:
        """Read quads; what is not an IRI as subject or graph is no part of our model."""
        found: dict[tuple[NamedNode, NamedNode], list[_Found]] = defaultdict(list)
        for q in sorted(set(quads), key=str):
            if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal):
                graph = q.graph_name if isinstance(q.graph_name, NamedNode) else NamedNode("urn:x")
                found[q.subject, q.predicate].append((q.object, graph))
        typed = sorted({node for node, predicate in found if predicate == RDF.type}, key=str)
        claims = tuple(n for n in typed if any(o == AG.Claim for o, _ in found[n, RDF.type]))
        sources = {
            term
            for (_, predicate), objects in found.items()
            if predicate in (AG.statedIn, DCTERMS.source)
            for term, _ in objects
            if isinstance(term, NamedNode)
        }
        named = {n for n, predicate in found if predicate == RDFS.label}
        graphs = {graph for objects in found.values() for _, graph in objects}
        datasets = {
            node: local.replace("-", "_").replace(".", "_")
            for nodes, folder in ((sources, "source"), (graphs, "graph"))
            for node, local in words.ids(sorted(nodes, key=str), folder).items()
        }
        return cls(
            found, tuple(node for node in typed if node in named), claims,
            words.ids(sorted(named, key=str), "entity"), datasets,
        )  # fmt: skip

    def all(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the nodes that a property leads to."""
        objects = self.found.get((node, predicate), ())
        return [term for term, _ in objects if isinstance(term, NamedNode)]

    def one(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """Return the first node that a property leads to."""
        return next(iter(self.all(node, predicate)), None)

    def texts(self, node: NamedNode, predicate: NamedNode) -> Iterator[tuple[Literal, NamedNode]]:
        """Yield the texts of a property, each with its graph."""
        for term, graph in self.found.get((node, predicate), ()):
            if isinstance(term, Literal):
                yield term, graph

    def text(self, node: NamedNode | None, predicate: NamedNode) -> str:
        """Return the first text of a property, "" if it has none."""
        found = self.texts(node, predicate) if node else ()
        return next((value.value for value, _ in found), "")

    def source(self, graph: NamedNode) -> NamedNode:
        """Return the source that a graph was drawn from; the graph itself where it names none."""
        return self.one(graph, DCTERMS.source) or graph

    def dataset(self, graph: NamedNode) -> str:
        """Return the dataset that the source of a graph is."""
        return self.datasets[self.source(graph)]

    def title(self, source: NamedNode) -> str:
        """Return what a source is called."""
        return self.text(source, DCTERMS.title) or source.value

    def publisher(self, source: NamedNode) -> str:
        """Return who published a source, "" if it does not say."""
        return words.text(self.text(source, DCTERMS.publisher))

    def page(self, source: NamedNode) -> str:
        """Return the address of a source, "" if it has none that can be written."""
        page = self.one(source, FOAF.page)
        return words.url(page.value) if page else ""

    def kinds(self, node: NamedNode) -> Iterator[NamedNode]:
        """Yield the classes of a node that are known here, or else those above its own."""
        todo, seen = self.all(node, RDF.type), set[NamedNode]()
        while todo:
            kind = todo.pop(0)
            if kind in seen:
                continue
            seen.add(kind)
            if kind in _KNOWN:
                yield kind
            else:
                todo += self.all(kind, RDFS.subClassOf)

    def schema(self, node: NamedNode) -> tuple[str, str]:
        """Return the schema of an entity, or why it has none: one of the two is blank."""
        kinds = list(self.kinds(node))
        for kind in kinds:
            if kind not in SCHEMATA:
                return "", _KNOWN[kind]
        schemata = {SCHEMATA[kind] for kind in kinds}
        narrower = schemata - {"LegalEntity"} if len(schemata) > 1 else schemata
        narrower = narrower - {"Organization"} if "PublicBody" in narrower else narrower
        if len(narrower) == 1:
            return narrower.pop(), ""
        return "", "things of no one kind"
