"""The report of a check: all that was found, by whichever step; and what it says as RDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.validation.findings import SEVERITIES, node_of
from kg.vocabulary import DCTERMS, PREFIXES, RDF, RDFS, SH, XSD
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.errors import Problem
    from kg.validation.findings import Finding, Severity

_CHECKS = PREFIXES["ag"].replace("ontology#", "checks#")


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one check of one project."""

    findings: tuple[Finding, ...]
    base: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps a release from being built; warnings do not, nor the excused."""
        return not any(finding.is_violation for finding in self.findings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each violation as a problem of every place where it was read."""
        found = (p for f in self.findings if f.is_violation for p in f.problems())
        return tuple(dict.fromkeys(found))

    def counts(self) -> dict[Severity, int]:
        """Return how many findings of each severity there are, without those that are excused."""
        counted = [finding.severity for finding in self.findings if not finding.excuse]
        return {severity: counted.count(severity) for severity in SEVERITIES}

    def with_more(self, findings: Iterable[Finding]) -> Report:
        """Return the report with further findings."""
        return replace(self, findings=(*self.findings, *findings))

    def triples(self) -> Iterator[Triple]:
        """Yield the report as SHACL section 3.6 lays down, without blank nodes.

        ``sh:conforms`` is true only if nothing at all was found, warnings included. Where a result
        stands is its ``dcterms:source``, as fragment of a file: ``claims.csv#row=4`` (RFC 7111).
        """
        report = NamedNode(f"{self.base}report")
        yield Triple(report, RDF.type, SH.ValidationReport)
        conforms = "true" if not self.findings else "false"
        yield Triple(report, SH.conforms, Literal(conforms, datatype=XSD.boolean))
        for finding in self.findings:
            node = NamedNode(f"{report.value}#{digest(repr(finding))}")
            yield Triple(report, SH.result, node)
            yield from self._result(node, finding)

    def _result(self, node: NamedNode, finding: Finding) -> Iterator[Triple]:
        yield Triple(node, RDF.type, SH.ValidationResult)
        yield Triple(node, SH.resultSeverity, SH[finding.severity.capitalize()])
        yield Triple(node, SH.resultMessage, Literal(f"{finding.message}; {finding.remedy}"))
        # A row that cannot be read, and a contradiction, are found by no shape.
        component = finding.component or f"{_CHECKS}{finding.check}"
        for predicate, value in (
            (SH.focusNode, finding.focus or self.base),
            (SH.resultPath, finding.path),
            (SH.sourceConstraintComponent, component),
            (SH.sourceShape, finding.shape),
            (SH.value, finding.value),
        ):
            if value:
                yield Triple(node, predicate, node_of(value) or Literal(value))
        for place in finding.places:
            fragment = f"#row={place.row}" if place.row is not None else ""
            fragment += f"#line={place.line}" if place.line is not None else ""
            yield Triple(node, DCTERMS.source, Literal(f"{place.file}{fragment}"))
        if finding.excuse:
            yield Triple(node, RDFS.comment, Literal(finding.excuse))
