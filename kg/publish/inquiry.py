"""Why a fact is said to hold: asked of quads, answered by proofs whose leaves are claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import UsageError
from kg.query.parameters import TYPES
from kg.reasoning.claims.asserted import Asserted
from kg.reasoning.claims.infer import reading
from kg.reasoning.facts import MODES
from kg.reasoning.proving.missing import why_not
from kg.reasoning.proving.proofs import Prover
from kg.reasoning.spans import ALWAYS, around
from kg.reasoning.telling.explain import Explanation
from kg.reasoning.telling.telling import Evidence
from kg.vocabulary import AG, DCTERMS, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kg.reasoning.claims.infer import Reading, Theory
    from kg.reasoning.facts import Mode
    from kg.reasoning.rules import Constant
    from kg.reasoning.spans import Days

_PLACES = {AG.page: "page", AG.paragraph: "paragraph", AG.row: "row"}


@dataclass(frozen=True)
class Inquiry:
    """Quads, what conclusions are drawn from them by, and the base IRI of their project."""

    quads: Sequence[Quad]
    theory: Theory
    base: str
    _readings: dict[Mode, Reading] = field(default_factory=dict, repr=False)

    def why(
        self,
        subject: NamedNode | str,
        predicate: NamedNode | str,
        obj: NamedNode | Literal | str,
        *,
        at: date | None = None,
        mode: Mode | None = None,
        limit: int = 1,
    ) -> Explanation:
        """Return up to `limit` proofs of a fact, the shortest first, or what it lacks.

        Things are named by ids, prefixed names or IRIs, our properties and classes by their names
        alone. Without a day, the first on which it holds is taken; without a mode, the certain one
        if the fact holds then, else the possible one.
        """
        goal = self.fact(subject, predicate, obj)
        for chosen in (mode,) if mode else MODES:
            found = self.reading(chosen)
            spans = found.closed.facts.get(goal, ())
            day = at.toordinal() if at else spans[0][0] if spans else ALWAYS[0]
            if around(spans, day):
                break
        proofs = Prover(self.theory.rules, found.known, day).proofs(goal, limit)
        gaps = () if proofs else tuple(why_not(self.theory.rules, found.known, goal, day))
        clashes = [c for c in found.closed.contradictions if around([c.days], day)]
        leaves = dict.fromkeys(leaf for proof in proofs for leaf in proof.leaves())
        return Explanation(
            goal, day, chosen, tuple(proofs), spans,
            {leaf: self._evidence(leaf, found) for leaf in leaves},
            self.labels, gaps, any(goal in clash.premises for clash in clashes),
        )  # fmt: skip

    def reading(self, mode: Mode) -> Reading:
        """Return what holds in a mode; drawn once."""
        if mode not in self._readings:
            self._readings[mode] = reading(self._asserted, mode, self.theory)
        return self._readings[mode]

    def fact(
        self,
        subject: NamedNode | str,
        predicate: NamedNode | str,
        obj: NamedNode | Literal | str,
    ) -> Triple:
        """Return the triple that three names stand for; raise `UsageError` for what is no name."""
        verb = RDF.type if predicate == "a" else self._term(predicate, of_ontology=True)
        one = self._term(subject)
        other = self._term(obj, of_ontology=verb == RDF.type)
        if not isinstance(verb, NamedNode) or not isinstance(one, NamedNode):
            raise UsageError(f"{subject!r} {predicate!r}: only an object can be a text")
        return Triple(one, verb, other)

    def _term(
        self, name: NamedNode | Literal | str, *, of_ontology: bool = False
    ) -> NamedNode | Literal:
        if not isinstance(name, str):
            return name
        if of_ontology and name in AG:
            return AG[name]
        if name.startswith('"'):
            return _text(name)
        term = TYPES["entity"](name, self.base)
        if term is None:
            remedy = 'give an id, a prefixed name, an IRI or a "text"'
            raise UsageError(f"{name!r} names nothing; {remedy}")
        if term.value.startswith(own := f"{self.base}entity/") and term not in self._nodes:
            known = [node.value.removeprefix(own) for node in self._nodes]
            near = get_close_matches(term.value.removeprefix(own), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "no claim speaks of it"
            raise UsageError(f"{name!r} is no entity of the data; {hint}")
        return term

    @cached_property
    def labels(self) -> dict[Constant, str]:
        """What things and terms are called."""
        triples = [*(q.triple for q in self.quads), *self.theory.schema.triples]
        return labels(triples, self.base)

    @cached_property
    def _nodes(self) -> set[NamedNode]:
        terms = (term for q in self.quads for term in (q.subject, q.object))
        return {term for term in terms if isinstance(term, NamedNode)}

    @cached_property
    def _asserted(self) -> Asserted:
        return Asserted.read(self.quads, self.theory.schema, self.theory.constructs)

    @cached_property
    def _values(self) -> dict[tuple[object, NamedNode], object]:
        wanted = {
            AG.statedIn, AG.locator, AG.sourceReliability, AG.informationCredibility,
            DCTERMS.title, *_PLACES,
        }  # fmt: skip
        return {(q.subject, q.predicate): q.object for q in self.quads if q.predicate in wanted}

    def _evidence(self, fact: Triple, found: Reading) -> tuple[Evidence, ...]:
        return tuple(self._claim(*one) for one in found.given.claims.get(fact, ()))

    def _claim(self, claim: NamedNode, days: Days) -> Evidence:
        values = self._values
        source = values[claim, AG.statedIn]
        title, locator = values.get((source, DCTERMS.title)), values.get((claim, AG.locator))
        places = ((text, values.get((locator, predicate))) for predicate, text in _PLACES.items())
        assert isinstance(source, NamedNode)
        return Evidence(
            claim, source, title.value if isinstance(title, Literal) else source.value,
            ", ".join(f"{text} {n.value}" for text, n in places if isinstance(n, Literal)),
            _grade(values[claim, AG.sourceReliability], "Reliability"),
            _grade(values[claim, AG.informationCredibility], "Credibility"), days,
        )  # fmt: skip


def labels(triples: Iterable[Triple], base: str) -> dict[Constant, str]:
    """Return what things are called; where there are several names, the first of them.

    What has no name, such as a claim or a relationship, is called by its IRI after the base.
    """
    everything = list(triples)
    label = RDFS.label
    named = sorted((t for t in everything if t.predicate == label), key=str, reverse=True)
    own = {
        term
        for t in everything
        for term in (t.subject, t.object)
        if isinstance(term, NamedNode) and term.value.startswith(base)
    }
    names: dict[Constant, str] = {node: node.value.removeprefix(base) for node in own}
    for t in named:
        if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal):
            names[t.subject] = t.object.value
    return names


def _grade(term: object, scale: str) -> str:
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(AG.iri(f"{scale}{'A' if scale == 'Reliability' else 1}")[:-1])


def _text(name: str) -> Literal:
    """Read a text as N-Triples writes it."""
    try:
        (quad,) = parse(input=f"<x:s> <x:p> {name} .", format=RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f'{name} is no text; write it as "text" or "text"@en') from error
    assert isinstance(quad.object, Literal)
    return quad.object
