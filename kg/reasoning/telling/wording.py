"""Facts, rules and days in plain words, for those who read why something is said to hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.reasoning.rules import ClassAtom, Variable, show
from kg.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Triple

    from kg.reasoning.rules import Atom, Constant, Rule, Term
    from kg.reasoning.spans import Days

# {0} is the relation concluded, {1} and {2} are the first two of the body, {all} is the whole body;
# {a0}, {a1} and {a2} the same with an article, as classes have it: "an ag:Actor".
_RULES = {
    "eq-sym": "what is the same as another, that is the same as it",
    "eq-trans": "what is the same as one and the same thing is the same",
    "eq-rep-s": "what holds of one name of a thing holds of the other",
    "eq-rep-o": "what holds of one name of a thing holds of the other",
    "eq-diff1": "nothing is both the same as another and different from it",
    "eq-rep-p": "{1} and {0} name the same property",
    "eq-diff2": "they are declared to be different things",
    "eq-diff3": "they are declared to be different things",
    "dt-diff": "one value at most is allowed, and these differ",
    "dt-not-type": "the value is none of the datatype that is asked for",
    "prp-dom": "whatever has {1} is {a0}",
    "prp-rng": "whatever is a value of {1} is {a0}",
    "prp-fp": "{1} has one value at most",
    "prp-ifp": "{1} has a value in common with nothing else",
    "prp-irp": "nothing has {1} to itself",
    "prp-symp": "{0} is symmetric",
    "prp-asyp": "{1} never goes both ways",
    "prp-trp": "{0} is transitive",
    "prp-spo1": "{1} implies {0}",
    "prp-spo2": "{all}, one after the other, imply {0}",
    "prp-eqp1": "{1} and {0} mean the same",
    "prp-eqp2": "{1} and {0} mean the same",
    "prp-pdw": "{1} and {2} exclude each other",
    "prp-adp": "{1} and {2} exclude each other",
    "prp-inv1": "{0} is the inverse of {1}",
    "prp-inv2": "{0} is the inverse of {1}",
    "prp-key": "{a1} with the same key is the same",
    "prp-npa1": "it is denied outright",
    "prp-npa2": "it is denied outright",
    "cls-nothing2": "nothing is {a1}",
    "cls-int1": "whatever is {all_a} is {a0}",
    "cls-int2": "whatever is {a1} is {a0}",
    "cls-uni": "whatever is {a1} is {a0}",
    "cls-com": "{1} and {2} exclude each other",
    "cls-svf1": "whatever has {1} to {a2} is {a0}",
    "cls-svf2": "whatever has {1} is {a0}",
    "cls-avf": "whatever {a1} has as {2} is {a0}",
    "cls-hv1": "whatever is {a1} has this {0}",
    "cls-hv2": "whatever has this {1} is {a0}",
    "cls-maxc1": "nothing that is {a1} has {2}",
    "cls-maxc2": "whatever is {a1} has one {2} at most",
    "cls-maxqc1": "nothing that is {a1} has such {2}",
    "cls-maxqc2": "nothing that is {a1} has {2}",
    "cls-maxqc3": "whatever is {a1} has one such {2} at most",
    "cls-maxqc4": "whatever is {a1} has one {2} at most",
    "cls-oo": "it is listed among {0}",
    "cax-sco": "whatever is {a1} is {a0}",
    "cax-eqc1": "{1} and {0} are the same class",
    "cax-eqc2": "{1} and {0} are the same class",
    "cax-dw": "{1} and {2} exclude each other",
    "cax-adc": "{1} and {2} exclude each other",
}
_NUMBERS = {XSD.integer, XSD.decimal, XSD.double}


def name(term: Term, labels: Mapping[Constant, str]) -> str:
    """Return a term's label, else its prefixed name; text in quotes.

    >>> name(Literal("red"), {})
    '“red”'
    """
    if isinstance(term, Variable):
        return str(term)
    if term in labels:
        return labels[term]
    if isinstance(term, Literal):
        return term.value if term.datatype in _NUMBERS else f"“{term.value}”"
    return "a class without a name" if isinstance(term, BlankNode) else show(term)


def sentence(fact: Triple, labels: Mapping[Constant, str]) -> str:
    """Return a fact in words.

    >>> from kg.vocabulary import AG
    >>> from pyoxigraph import NamedNode, Triple
    >>> a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    >>> sentence(Triple(a, AG.answersTo, b), {a: "Alpha", b: "Beta", AG.answersTo: "answers to"})
    'Alpha answers to Beta'
    """
    subject, predicate, obj = (name(term, labels) for term in fact)
    if fact.predicate == RDF.type:
        return f"{subject} is {_kind(fact.object, labels)}"  # type: ignore[arg-type]
    return f"{subject} {predicate} {obj}"


def pattern(atom: Atom, labels: Mapping[Constant, str]) -> str:
    """Return an atom in words; what is not bound is "something", then "something else"."""
    unbound = dict.fromkeys(t for t in atom.terms if isinstance(t, Variable))
    some: dict[Term, str] = dict(zip(unbound, ("something", "something else"), strict=False))
    subject, *rest = (some.get(t) or name(t, labels) for t in atom.terms)
    if isinstance(atom, ClassAtom):
        return f"{subject} is {_kind(atom.kind, labels)}"
    return f"{subject} {name(atom.name, labels)} {rest[0]}"


def reason(rule: Rule) -> str:
    """Return why a rule concludes what it does, in words; a rule of a file by the file's name.

    >>> from kg.reasoning.rules import PropertyAtom, Rule, Variable
    >>> from kg.vocabulary import AG
    >>> x, y, z = map(Variable, "xyz")
    >>> within = lambda a, b: PropertyAtom(AG.within, a, b)
    >>> reason(Rule("prp-trp", within(x, z), (within(x, y), within(y, z))))
    'ag:within is transitive'
    """
    if rule.name not in _RULES:
        return f"the rule {rule.name}.rq concludes it"
    named = [atom.relation[1] for atom in (rule.head, *rule.body) if atom is not None]
    named += [c.right for c in rule.filters if isinstance(c.right, NamedNode)]  # a datatype
    if rule.head is None:
        named.insert(0, RDF.nil)  # never shown: these speak of their body alone
    articled = {f"a{n}": _kind(term, {}) for n, term in enumerate(named)}
    listed = _listed([name(term, {}) for term in named[1:]])
    all_a = _listed([_kind(term, {}) for term in named[1:]])
    names = (name(term, {}) for term in named)
    return _RULES[rule.name].format(*names, all=listed, all_a=all_a, **articled)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _kind(term: Term, labels: Mapping[Constant, str]) -> str:
    """Return a class with its article."""
    if isinstance(term, BlankNode) and term not in labels:
        return "one of a class without a name"
    called = name(term, labels)
    return f"{'an' if called[:1].lower() in 'aeiou' else 'a'} {called}"


def day_name(day: int) -> str | None:
    """Return a day as a date; None for one beyond the calendar, as open ends are.

    >>> day_name(736472)
    '2017-05-23'
    """
    return date.fromordinal(day).isoformat() if 1 <= day <= date.max.toordinal() else None


def period(days: Days) -> str:
    """Return an interval in words.

    >>> from kg.reasoning.running.sql import ALWAYS
    >>> period((736472, 736473)), period((ALWAYS[0], 736472)), period(ALWAYS)
    ('2017-05-23 to 2017-05-24', 'until 2017-05-23', 'all days')
    """
    first, last = map(day_name, days)
    if first and last:
        return first if first == last else f"{first} to {last}"
    if first or last:
        return f"from {first}" if first else f"until {last}"
    return "all days"


def periods(spans: Sequence[Days]) -> str:
    """Return days in words.

    >>> periods(())
    'no day'
    """
    return ", ".join(map(period, spans)) or "no day"
