"""The ontology's documentation: one HTML page, written from the ontology's own annotations.

pyLODE was tried first and left: it takes our concept schemes for the ontology, and its page
differs from run to run.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.vocabulary import AG, DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_SECTIONS = (
    ("Classes", (OWL.Class,)),
    ("Properties between things", (OWL.ObjectProperty,)),
    ("Properties with values", (OWL.DatatypeProperty,)),
    ("Annotations", (OWL.AnnotationProperty,)),
)
_ROWS = (
    ("Kind of", RDFS.subClassOf),
    ("Implies", RDFS.subPropertyOf),
    ("Subject role", AG.subjectRole),
    ("Object role", AG.objectRole),
    ("Direct property", AG.directProperty),
    ("From", RDFS.domain),
    ("To", RDFS.range),
    ("Inverse", OWL.inverseOf),
    ("Source", DCTERMS.source),
)
_TRAITS = {
    OWL.TransitiveProperty: "transitive",
    OWL.SymmetricProperty: "symmetric",
    OWL.AsymmetricProperty: "asymmetric",
    OWL.FunctionalProperty: "functional",
    OWL.IrreflexiveProperty: "irreflexive",
}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
h2{border-bottom:1px solid #ccc;margin-top:3rem} h3{margin-bottom:.2rem} code{background:#f3f3f3}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.1rem .8rem;margin:.3rem 0} dt{color:#555}
dd{margin:0} .iri,.trait{color:#555;font-size:.85rem} nav{columns:14rem} nav a{display:block}
"""


def page(triples: Iterable[Triple], title: str) -> str:
    """Return the page of an ontology's own terms, those under ``ag:``, sections in fixed order.

    >>> "Control" in page([], "Empty")
    False
    """
    about: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(dict)
    for s, p, o in triples:
        if isinstance(s, NamedNode) and isinstance(o, (NamedNode, Literal)):
            about[s].setdefault(p, []).append(o)
    sections = [
        (name, [t for t in sorted(about, key=_key) if _is(about[t], kinds) and _own(t)])
        for name, kinds in _SECTIONS
    ]
    listed = {term for _, terms in sections for term in terms}
    rest = [t for t in sorted(about, key=_key) if _own(t) and t not in listed]
    sections.append(("Individuals", rest))
    body = "".join(_section(name, terms, about) for name, terms in sections if terms)
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>\n"
        f"<p>Namespace <code>{escape(PREFIXES['ag'])}</code>, prefix <code>ag:</code>. "
        f"The same terms as data: <a href='ontology.ttl'>Turtle</a>, "
        f"<a href='ontology.jsonld'>JSON-LD</a>.</p>\n{body}</html>\n"
    )


def _section(
    name: str,
    terms: list[NamedNode],
    about: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]],
) -> str:
    links = "".join(f'<a href="#{_local(t)}">{escape(_local(t))}</a>' for t in terms)
    parts = "".join(_term(term, about[term]) for term in terms)
    return f"<h2>{name} ({len(terms)})</h2>\n<nav>{links}</nav>\n{parts}"


def _term(term: NamedNode, facts: dict[NamedNode, list[NamedNode | Literal]]) -> str:
    traits = ", ".join(sorted(_TRAITS[t] for t in facts.get(RDF.type, []) if t in _TRAITS))  # type: ignore[index]
    rows = "".join(
        f"<dt>{label}</dt><dd>{', '.join(sorted(_show(v) for v in facts[predicate]))}</dd>"
        for label, predicate in _ROWS
        if predicate in facts
    )
    definition = _text(facts, SKOS.definition)
    example = _text(facts, SKOS.example)
    return (
        f'<section id="{_local(term)}"><h3>{escape(_text(facts, RDFS.label) or _local(term))}</h3>'
        f'<div class="iri">ag:{_local(term)} <span class="trait">{traits}</span></div>'
        f"<p>{escape(definition)}</p><dl><dt>Example</dt><dd>{escape(example)}</dd>{rows}</dl>"
        "</section>\n"
    )


def _show(value: NamedNode | Literal) -> str:
    if isinstance(value, Literal):
        return escape(value.value)
    if _own(value):
        return f'<a href="#{_local(value)}">ag:{_local(value)}</a>'
    for prefix, iri in PREFIXES.items():
        if value.value.startswith(iri):
            shown = f"{prefix}:{value.value.removeprefix(iri)}"
            return f'<a href="{escape(value.value)}">{escape(shown)}</a>'
    return f'<a href="{escape(value.value)}">{escape(value.value)}</a>'


def _text(facts: dict[NamedNode, list[NamedNode | Literal]], predicate: NamedNode) -> str:
    return " ".join(sorted(value.value for value in facts.get(predicate, [])))


def _is(facts: dict[NamedNode, list[NamedNode | Literal]], kinds: tuple[NamedNode, ...]) -> bool:
    return any(kind in facts.get(RDF.type, []) for kind in kinds)


def _own(term: NamedNode) -> bool:
    return term.value.startswith(PREFIXES["ag"])


def _local(term: NamedNode) -> str:
    return term.value.rpartition("#")[2]


def _key(term: NamedNode) -> str:
    return _local(term).lower()
