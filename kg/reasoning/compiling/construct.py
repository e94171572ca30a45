"""CONSTRUCT queries as rules: a basic graph pattern with comparisons, and nothing else.

Whatever SPARQL has beyond that (OPTIONAL, UNION, negation, paths, variables for properties, blank
nodes to be made) has no place in a rule whose conclusions must have a time and a proof, and is
refused with the line that it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.errors import InvalidQuery
from kg.reasoning.rules import ClassAtom, Comparison, PropertyAtom, Rule, Variable
from kg.store.lexical import Token, tokens, with_prefixes
from kg.vocabulary import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.reasoning.rules import Atom, Constant, Term

_ALLOWED = {"CONSTRUCT", "WHERE", "FILTER", "PREFIX", "A", "TRUE", "FALSE"}
_SIGNS = {"=", "!=", "<", "<=", ">", ">="}
_PATHS = {"/", "|", "^", "*", "+", "?", "!", "("}
_ENDS = ("}", "{", "FILTER")
_CONSTANTS = ("string", "iri", "prefixed", "number", "word")
_ONE_PATTERN = "use triple patterns and FILTER with = != < <= > >="
_COMPARE = "a FILTER compares two terms; combine several with &&"


def read_rules(paths: Iterable[Path]) -> list[Rule]:
    """Read the rules of ``.rq`` files; each triple of a template is a rule of its file's name.

    Raises `InvalidQuery` that names the file, and the line of what is no rule.
    """
    return [rule for path in paths for rule in _read(path)]


def _read(path: Path) -> list[Rule]:
    try:
        return compile_construct(path.read_text(encoding="utf-8"), path.stem)
    except UnicodeDecodeError as error:
        raise InvalidQuery(f"{path} is not UTF-8: {error}; save it as UTF-8") from error
    except InvalidQuery as error:
        raise InvalidQuery(f"{path}: {error}") from error


def compile_construct(sparql: str, name: str) -> list[Rule]:
    r"""Compile one CONSTRUCT query; raise `InvalidQuery` for what is no rule, with its line.

    >>> print(compile_construct("CONSTRUCT { ?a ag:leads ?b } WHERE { ?b ag:ledBy ?a }", "x")[0])
    x: ag:leads(?a, ?b) ← ag:ledBy(?b, ?a)
    >>> compile_construct("CONSTRUCT { ?a ag:leads ?b }\nWHERE { OPTIONAL { ?a ?p ?b } }", "x")
    Traceback (most recent call last):
    kg.errors.InvalidQuery: rule x, line 2: OPTIONAL has no place in a rule; use triple patterns ...
    """
    return _Parser(sparql, name).rules()


class _Parser:
    """One query, read from left to right; pyoxigraph has seen to it that it is SPARQL."""

    def __init__(self, sparql: str, name: str) -> None:
        self.name = name
        self.tokens = [*tokens(sparql), Token("end", "", sparql.count("\n") + 1)]
        self.place = 0
        self.blanks = 0
        self.prefixes = dict(PREFIXES)
        self.atoms: list[Atom] = []
        for token in self.tokens:
            if token.kind == "word" and token.text.upper() not in _ALLOWED:
                self.refuse(token, f"{token.text.upper()} has no place in a rule; {_ONE_PATTERN}")
        self._check(sparql)

    def _check(self, sparql: str) -> None:
        """Refuse what is not SPARQL, in the words of a parser that knows all of it."""
        whole = with_prefixes(sparql)
        try:
            pyoxigraph.Store().query(whole)
        except SyntaxError as error:
            place, _, problem = str(error).removeprefix("error at ").partition(": ")
            line = int(place.partition(":")[0]) - whole.count("\n") + sparql.count("\n")
            problem = problem.partition("\n")[0][:80]
            raise InvalidQuery(f"rule {self.name}, line {line}: not SPARQL: {problem}") from error

    def refuse(self, token: Token, message: str) -> NoReturn:
        raise InvalidQuery(f"rule {self.name}, line {token.line}: {message}")

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """Step over the next token if it is one of these."""
        if self.next.text.upper() not in texts:
            return None
        self.place += 1
        return self.tokens[self.place - 1]

    def step(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def rules(self) -> list[Rule]:
        while self.take("PREFIX"):
            prefix, iri = self.step(), self.step()
            self.prefixes[prefix.text.removesuffix(":")] = iri.text[1:-1]
        start = self.step()
        if not self.take("{"):
            self.refuse(start, "a rule is a CONSTRUCT query that has a template; write it out")
        first = self.place
        self.triples(is_template=True)
        heads, self.atoms = self.atoms, []
        if not heads:
            self.refuse(start, "the template is empty; write what the rule concludes")
        last = self.place
        self.place += 1
        self.take("WHERE")
        filters = self.group()
        known = {term for atom in self.atoms for term in atom.terms}
        for token in self.tokens[first:last]:
            if token.kind in ("variable", "parameter") and Variable(token.text[1:]) not in known:
                self.refuse(token, f"?{token.text[1:]} is in no triple pattern of the WHERE")
        return [Rule(self.name, head, tuple(self.atoms), tuple(filters)) for head in heads]

    def group(self) -> list[Comparison]:
        """Read ``{ … }``: add its patterns, return its filters."""
        self.step()
        first = len(self.atoms)
        filters: list[Comparison] = []
        own: list[tuple[Token, Comparison]] = []
        while not self.take("}"):
            if token := self.take("FILTER"):
                own += [(token, comparison) for comparison in self.filter()]
            elif self.next.text == "{":
                filters += self.group()
            elif not self.take("."):
                self.triples()
        known = {term for atom in self.atoms[first:] for term in atom.terms}
        for token, comparison in own:
            for term in (comparison.left, comparison.right):
                if isinstance(term, Variable) and term not in known:
                    self.refuse(token, f"{term} is in no triple pattern of the FILTER's group")
        return [*filters, *(comparison for _, comparison in own)]

    def filter(self) -> list[Comparison]:
        """Read ``( one && other … )``."""
        if not self.take("("):
            self.refuse(self.next, _COMPARE)
        found = []
        while True:
            if self.next.text == "(":
                found += self.filter()
            else:
                left = self.operand()
                sign = self.step()
                if sign.text not in _SIGNS:
                    self.refuse(sign, _COMPARE)
                found.append(Comparison(left, sign.text, self.operand()))
            if self.take(")"):
                return found
            if not self.take("&&"):
                self.refuse(self.next, _COMPARE)

    def operand(self) -> Term:
        if self.next.kind not in ("variable", "parameter", *_CONSTANTS):
            self.refuse(self.next, _COMPARE)
        return self.term()

    def triples(self, *, is_template: bool = False) -> None:
        """Read triples up to what cannot belong to them."""
        while self.next.text.upper() not in _ENDS:
            if self.take("."):
                continue
            token = self.next
            subject = self.term(is_template=is_template)
            if isinstance(subject, Literal):
                self.refuse(token, "a literal is no subject; turn the pattern round")
            if self.next.text.upper() not in (".", *_ENDS):  # `[ … ] .` has said all inside
                self.properties(subject, is_template=is_template)

    def properties(self, subject: Term, *, is_template: bool) -> None:
        """Read ``predicate object , object ; predicate …``."""
        while True:
            predicate = self.predicate()
            while True:
                token = self.next
                obj = self.term(is_template=is_template)
                self.add(subject, predicate, obj, token)
                if not self.take(","):
                    break
            while self.take(";"):
                pass
            if self.tokens[self.place - 1].text != ";" or self.next.text in (".", "}", "]"):
                return

    def predicate(self) -> NamedNode:
        token = self.next
        if token.kind in ("variable", "parameter"):
            self.refuse(token, "a property must be named, it cannot be a variable")
        if token.text in _PATHS:
            self.refuse(token, "a property path has no place in a rule; write each step")
        found = RDF.type if self.take("a", "A") else self.term()
        assert isinstance(found, NamedNode)
        if self.next.kind == "sign" and self.next.text in _PATHS - {"("}:
            self.refuse(self.next, "a property path has no place in a rule; write each step")
        return found

    def add(self, subject: Term, predicate: NamedNode, obj: Term, token: Token) -> None:
        assert not isinstance(subject, Literal)
        if predicate != RDF.type:
            self.atoms.append(PropertyAtom(predicate, subject, obj))
        elif isinstance(obj, NamedNode):
            self.atoms.append(ClassAtom(obj, subject))
        else:
            self.refuse(token, "a class must be named, it cannot be a variable or a literal")

    def term(self, *, is_template: bool = False) -> Term:
        """Read a term; in a pattern, a blank node is a variable without a name."""
        token = self.step()
        if token.kind in ("variable", "parameter"):
            return Variable(token.text[1:])
        if token.text in ("[", "(") or token.text.startswith("_:"):
            if is_template:
                self.refuse(token, "a rule makes no blank nodes, they would never end; use an IRI")
            return self.blank(token)
        text = token.text.lower() if token.kind == "word" else token.text
        if token.kind == "string" and self.next.kind == "language":
            text += self.step().text
        elif token.kind == "string" and self.take("^^"):
            text += f"^^{self.step().text}"
        return self.constant(text)

    def blank(self, token: Token) -> Term:
        if token.text.startswith("_:"):
            return Variable(token.text)
        if token.text == "(":
            self.refuse(token, "a list has no place in a rule; name its members")
        self.blanks += 1
        node = Variable(f"_{self.blanks}")
        if not self.take("]"):
            self.properties(node, is_template=False)
            self.step()
        return node

    def constant(self, text: str) -> Constant:
        """Return the term that a text is, which Turtle writes as SPARQL does."""
        declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in self.prefixes.items())
        turtle = f"{declared}<x:s> <x:p> {text} ."
        (found,) = pyoxigraph.parse(input=turtle, format=RdfFormat.TURTLE)
        assert isinstance(found.object, NamedNode | Literal)
        return found.object
