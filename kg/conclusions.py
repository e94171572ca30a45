"""What follows, asked for outside a build: from a project, a release, or plain files of RDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import checking
from kg.errors import UsageError
from kg.ingest import rdf
from kg.model.blank import numbered
from kg.publish.inquiry import Inquiry
from kg.publish.release import MANIFEST, Release
from kg.publish.serialise import serialise
from kg.query.results import Rows
from kg.reasoning.claims import whatif
from kg.reasoning.claims.asserted import kept
from kg.reasoning.claims.infer import infer, timeless
from kg.reasoning.plain import files
from kg.reasoning.plain import graphs as plain
from kg.reasoning.rules import show
from kg.reasoning.telling.wording import period
from kg.vocabulary import AG, RDF
from kg.vocabulary.minting import LOCAL_ID, Mint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.reasoning.claims.infer import Inference
    from kg.reasoning.claims.whatif import Change
    from kg.reasoning.facts import Mode
    from kg.reasoning.plain.graphs import Engine

    Progress = Callable[[str], None]


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True)
class Basis(Inquiry):
    """What conclusions are drawn from and by: quads, the ontology and rules; whose they are."""

    @classmethod
    def read(cls, path: Path, progress: Progress = _silent) -> Basis:
        """Take a release folder, or a project (a folder or kg.toml), which must be sound."""
        if (path / MANIFEST).is_file():
            release = Release.open(path)
            base = release.manifest["project"]["base"]
            return cls(list(release.quads("asserted")), release.theory, base)
        checked = checking.check(path, progress)
        checking.require_sound(checked)
        return cls(checked.loaded.quads, checking.theory(checked), checked.project.base)

    def less(self, without: Sequence[str] = (), min_credibility: int | None = None) -> Basis:
        """Leave out the claims of some sources (ids or IRIs), and those of too little credibility.

        Raises `UsageError` for a source in which no claim is stated.
        """
        there = {q.object for q in self.quads if q.predicate == AG.statedIn}
        sources = [self._source(name) for name in without]
        for name, source in zip(without, sources, strict=True):
            if source not in there:
                own = f"{self.base}source/"
                known = ", ".join(sorted(str(s)[1:-1].removeprefix(own) for s in there))
                raise UsageError(f"no claim is stated in {name!r}; there are: {known}")
        quads = kept(self.quads, without=sources, min_credibility=min_credibility)
        return Basis(quads, self.theory, self.base)

    def _source(self, name: str) -> NamedNode:
        if LOCAL_ID.fullmatch(name):
            return Mint(self.base).source(name)
        try:
            return NamedNode(name)
        except ValueError as error:
            raise UsageError(f"{name!r} is neither the id nor the IRI of a source") from error

    def infer(self, progress: Progress = _silent) -> Inference:
        """Draw all conclusions, in both modes."""
        return infer(self.quads, self.theory, progress)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many conclusions there are, by how time is looked at."""

    timeless: int
    possible: int
    certain: int
    never: int


def figures(basis: Basis) -> Figures:
    """Count what a reasoner concludes that knows no time, and how much of that ever held.

    Counted are conclusions that rest on claims: that a thing is of a kind on all days is left out.
    """
    inference = basis.infer()
    everything = timeless(basis.quads, basis.theory)
    kinds = {f for f in inference.possible.conclusions if f.predicate == RDF.type}
    drawn = everything.conclusions.keys() - kinds
    return Figures(
        len(drawn),
        len(drawn & inference.possible.closed.facts.keys()),
        len(drawn & inference.certain.closed.facts.keys()),
        len(drawn - inference.possible.closed.facts.keys()),
    )


def what_if(
    basis: Basis,
    without: Sequence[str] = (),
    min_credibility: int | None = None,
    mode: Mode = "possible",
) -> list[Change]:
    """Return which conclusions fall without some claims, which hold on fewer days, which stay."""
    less = basis.less(without, min_credibility)
    return list(whatif.changes(basis.reading(mode), less.reading(mode)))


def rows(changes: Sequence[Change], basis: Basis) -> Rows:
    """Return changes as a table, those that fall first; things by their names, claims by their ids.

    `_iri` columns have the same in full.
    """
    labels, own = basis.labels, f"{basis.base}claim/"
    order = ("falls", "shortened", "stays")
    listed = []
    for change in sorted(changes, key=lambda c: (order.index(c.outcome), str(c.fact))):
        names = [labels.get(term, show(term)) for term in change.fact]
        spans = ["; ".join(map(period, spans)) or "no day" for spans in (change.lost, change.left)]
        claims = [
            " ".join(claim.value.removeprefix(own) for claim in found)
            for found in (change.before, change.after)
        ]
        listed.append((change.outcome, *names, *spans, *claims, str(change.fact)))
    columns = ("outcome", "subject", "predicate", "object", "lost", "left", "rested_on", "rests_on")
    return Rows((*columns, "fact_iri"), [tuple(map(Literal, row)) for row in listed])


def of_files(
    paths: Sequence[Path],
    ontology: Sequence[Path] = (),
    *,
    out: Path | BinaryIO,
    engine: Engine = "duckdb",
    with_given: bool = False,
    progress: Progress = _silent,
) -> tuple[str, ...]:
    """Write what follows from plain RDF files as N-Triples; return the contradictions, in words.

    See `kg.reasoning.plain.files`; ``owlrl`` is the reference engine, slow and without time. Raises
    `InvalidRows` for a file that cannot be read, with its line.
    """
    if engine == "duckdb":
        found = files.infer_files(
            paths, ontology, out=out, with_given=with_given, progress=progress
        )
        return tuple(dict.fromkeys(map(plain.describe, found)))
    read = []
    for number, path in enumerate((*paths, *ontology)):
        progress(f"reading {path}")
        quads = rdf.quads(path, str(path), "https://example.org/")
        # Two files may give one name to blank nodes of their own.
        apart = numbered(quads, lambda n, file=number: BlankNode(f"f{file}n{n}"))  # type: ignore[misc]
        read.append([quad.triple for quad in apart])
    given = [triple for triples in read[: len(paths)] for triple in triples]
    axioms = [triple for triples in read[len(paths) :] for triple in triples]
    drawn = plain.reason(given, axioms, engine=engine, progress=progress)
    triples = drawn.triples.union(given if with_given else [])
    raw = serialise((Quad(*triple) for triple in triples), "nt")
    if isinstance(out, Path):
        out.write_bytes(raw)
    else:
        out.write(raw)
    return drawn.contradictions
