"""The report of a validation: as RDF, as text, and as problems that lead to the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import Problem
from kg.vocabulary import RDF, SH, XSD
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model.values import Origin
    from kg.validation.shacl import Result

# The sheet's column that a property of a claim, source or entity is written in, where the two
# have different names.
_COLUMNS = {
    "statedIn": "source", "earliestStart": "start", "latestStart": "start", "earliestEnd": "end",
    "latestEnd": "end", "label": "name", "license": "licence", "sourceReliability": "reliability",
    "informationCredibility": "credibility", "countryCode": "country_code",
    "defaultReliability": "reliability", "edtfDate": "date", "identifier": "code",
    "textDigest": "text_sha256", "conditionalOn": "conditional_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation of one graph."""

    results: tuple[Result, ...]
    base: str

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not any(result.is_violation for result in self.results)

    def triples(self) -> Iterator[Triple]:
        """Yield the report as SHACL section 3.6 lays down, without blank nodes."""
        report = NamedNode(f"{self.base}report")
        yield Triple(report, RDF.type, SH.ValidationReport)
        yield Triple(report, SH.conforms, _boolean(value=self.conforms))
        for result in self.results:
            node = NamedNode(f"{report.value}#{digest(repr(result))}")
            yield Triple(report, SH.result, node)
            yield Triple(node, RDF.type, SH.ValidationResult)
            yield Triple(node, SH.resultSeverity, SH[result.severity])
            yield Triple(node, SH.resultMessage, Literal(result.message))
            for predicate, value in (
                (SH.focusNode, result.focus),
                (SH.resultPath, result.path),
                (SH.sourceConstraintComponent, result.component),
                (SH.sourceShape, result.shape),
            ):
                if value.startswith("http"):
                    yield Triple(node, predicate, NamedNode(value))
            if result.value:
                yield Triple(node, SH.value, _term(result.value))

    def problems(self, origins: Mapping[NamedNode, Origin]) -> list[Problem]:
        """Return each violation as a problem of the row that its focus node was read from."""
        return [self._problem(r, origins) for r in self.results if r.is_violation]

    def _problem(self, result: Result, origins: Mapping[NamedNode, Origin]) -> Problem:
        origin = origins.get(NamedNode(result.focus))
        message, _, remedy = result.message.partition("; ")
        value = result.value.removeprefix(f"{self.base}entity/") or None
        if origin is None:
            return Problem(result.focus, None, None, value, message, remedy or "correct it")
        column = _column(result)
        return Problem(origin.file, origin.row, column, value, message, remedy or "correct it")


def _column(result: Result) -> str | None:
    """Return the column that a result's shape of a role, or else its path, stands for."""
    for name in ("subject", "object"):
        if result.shape.endswith(f"Shape-{name}"):
            return name
    if not result.path:
        return None
    local = result.path.replace("#", "/").rpartition("/")[2]
    return _COLUMNS.get(local, local)


def _boolean(*, value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


def _term(text: str) -> NamedNode | Literal:
    return NamedNode(text) if text.startswith(("http://", "https://")) else Literal(text)
