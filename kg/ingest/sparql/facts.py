"""What an endpoint says of some items: their statements, and what the things in them are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import EndpointError, InvalidRows, Problem
from kg.ingest.sparql import wikidata
from kg.ingest.tables.table import UNWRITABLE
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ingest.sparql.pages import Pages
    from kg.ingest.sparql.properties import PropertyList
    from kg.store.base import Term

_ANY = ("mul", "")  # Wikidata's label for all languages; one without any
_AT_ONCE = 200  # things whose labels one query asks for
_REFERENCE_DATES = ("P813", "P577")  # retrieved, publication date


@dataclass(slots=True)
class Facts:
    """Triples by subject and predicate, in the order of the answers, which is sorted."""

    found: dict[str, dict[str, list[Term]]] = field(default_factory=dict)

    def add(self, subject: Term, predicate: Term, obj: Term) -> None:
        """Add a triple, once."""
        values = self.found.setdefault(key(subject), {}).setdefault(key(predicate), [])
        if obj not in values:
            values.append(obj)

    def of(self, subject: str, *predicates: str) -> list[Term]:
        """Return the objects of a subject under the predicates."""
        here = self.found.get(subject, {})
        return [obj for predicate in predicates for obj in here.get(predicate, ())]

    def predicates(self, subject: str) -> list[str]:
        """Return the predicates of a subject, in order."""
        return sorted(self.found.get(subject, {}))


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, in the languages asked for, the first of them first."""

    facts: Facts
    properties: tuple[str, ...]
    languages: tuple[str, ...]

    def of(self, thing: str) -> str:
        """Return what a thing is called; the last part of its IRI where it has no label."""
        labels = self.all(thing)
        return labels[0].value if labels else local_name(thing)

    def all(self, thing: str) -> list[Literal]:
        """Return one label for each language that has one, in the order of the languages."""
        given: dict[str, Literal] = {}
        for term in self.facts.of(thing, *self.properties):
            if isinstance(term, Literal):
                given.setdefault((term.language or "").lower(), term)
        wanted = dict.fromkeys((*self.languages, *_ANY))
        labels = [given[language.lower()] for language in wanted if language.lower() in given]
        named = [label for label in labels if (label.language or "") not in _ANY]
        return named or labels[:1]


def key(term: Term) -> str:
    """Return how a term is looked up: an IRI without its brackets."""
    return str(term) if isinstance(term, BlankNode) else term.value


def statements(items: Sequence[str], listed: PropertyList, pages: Pages) -> Facts:
    """Ask for the statements of the items, with all that hangs on them."""
    return _asked(" UNION ".join(_branches(items, listed)), pages)


def _asked(pattern: str, pages: Pages) -> Facts:
    """Ask for triples; a blank node has another name in each answer, so one must hold them all."""
    facts, has_blank = Facts(), False
    for number, rows in enumerate(pages.rows("", ("s", "p", "o"), pattern)):
        for subject, predicate, obj in rows:
            assert subject is not None
            assert predicate is not None
            assert obj is not None
            if isinstance(obj, Literal) and UNWRITABLE.search(obj.value):
                raise InvalidRows([
                    Problem(pages.endpoint.url, None, key(predicate), obj.value,
                            f"holds a control character (of {key(subject)})",
                            "delete it at the source, or leave the item out")
                ])  # fmt: skip
            facts.add(subject, predicate, obj)
            has_blank = has_blank or isinstance(subject, BlankNode)
        if number and has_blank:
            raise EndpointError(
                f"{pages.endpoint.url} has blank nodes, which cannot be followed from page to "
                "page; ask of fewer items at once (at_once), or for larger pages (page)"
            )
    return facts


def _branches(items: Sequence[str], listed: PropertyList) -> Iterator[str]:
    if listed.direct:
        yield f"{{ {_values('s', items)} {_values('p', listed.direct)} ?s ?p ?o }}"
    if not listed.through_nodes:
        return
    via = _values("via", listed.through_nodes)
    node = f"{_values('item', items)} {via} ?item ?via"
    yield f"{{ {_values('s', items)} {_values('p', listed.through_nodes)} ?s ?p ?o }}"
    yield f"{{ {node} ?s . ?s ?p ?o }}"
    if listed.is_wikibase:
        dates = {p for one in listed.properties for p in (one.start, one.end, one.attested)}
        dates |= {p for pair in wikidata.BOUNDS.values() for p in pair}
        times = _values("at", sorted(_node(predicate) for predicate in dates))
        yield f"{{ {node} ?node . {times} ?node ?at ?s . {_TIME} ?s ?p ?o }}"
        reference = f"{node} ?node . ?node <{wikidata.DERIVED_FROM}>"
        yield f"{{ {reference} ?s . ?s ?p ?o }}"
        times = _values("at", [f"{wikidata.REFERENCE_NODE}{name}" for name in _REFERENCE_DATES])
        yield f"{{ {reference} ?ref . {times} ?ref ?at ?s . {_TIME} ?s ?p ?o }}"


def _node(predicate: str) -> str:
    return predicate.replace(wikidata.QUALIFIER, wikidata.QUALIFIER_NODE)


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(str(NamedNode(iri)) for iri in iris)} }}"


_TIME = _values("p", [f"{wikidata.ONTOLOGY}time{part}" for part in ("Value", "Precision")])


def describe(
    things: Sequence[str], listed: PropertyList, languages: Sequence[str], pages: Pages
) -> Facts:
    """Ask for the kinds of some things and for their labels in the languages."""
    facts = Facts()
    wanted = ", ".join(str(Literal(language)) for language in (*languages, *_ANY))
    for start in range(0, len(things), _AT_ONCE):
        subjects = _values("s", things[start : start + _AT_ONCE])
        labels = f"{_values('p', listed.labels)} ?s ?p ?o FILTER(LANG(?o) IN ({wanted}))"
        pattern = (
            f"{{ {subjects} {labels} }} UNION {{ {subjects} {_values('p', [listed.kind])} "
            "?s ?p ?o }"
        )
        facts.found.update(_asked(pattern, pages).found)
    return facts
