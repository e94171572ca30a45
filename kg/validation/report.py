"""The report of a validation: as RDF, as text, and as problems that lead to the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import Problem
from kg.vocabulary import RDF, SH, XSD
from kg.vocabulary.minting import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model.values import Origin
    from kg.validation.shacl import Result

# The sheet's column that a property of a claim, source or entity is written in, where the two
# have different names.
_COLUMNS = {
    "statedIn": "source", "earliestStart": "start", "latestStart": "start", "earliestEnd": "end",
    "latestEnd": "end", "label": "name", "license": "licence", "sourceReliability": "reliability",
    "informationCredibility": "credibility", "countryCode": "country_code",
    "defaultReliability": "reliability", "edtfDate": "date", "identifier": "code",
    "textDigest": "text_sha256", "conditionalOn": "conditional_on", "spanDigest": "digest",
    "http://www.w3.org/ns/oa#start": "from_char", "http://www.w3.org/ns/oa#end": "to_char",
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
                (SH.value, result.value),
            ):
                if value:
                    yield Triple(node, predicate, _term(value))

    def problems(self, origins: Mapping[NamedNode, Sequence[Origin]]) -> list[Problem]:
        """Return each violation as a problem of every row that its focus node was read from."""
        found = (p for r in self.results if r.is_violation for p in self._problems(r, origins))
        return list(dict.fromkeys(found))

    def _problems(
        self, result: Result, origins: Mapping[NamedNode, Sequence[Origin]]
    ) -> Iterator[Problem]:
        message, _, remedy = result.message.partition("; ")
        remedy = remedy or "correct it"
        value = result.value.removeprefix(f"{self.base}entity/") or None
        focus = _term(result.focus)
        places = origins.get(focus, ()) if isinstance(focus, NamedNode) else ()
        if not places:
            yield Problem(result.focus, None, None, value, message, remedy)
        for origin in places:
            # A file without rows is searched for the node.
            shown = value if origin.row is not None else result.focus
            column = _column(result, origin)
            yield Problem(origin.file, origin.row, column, shown, message, remedy, origin.line)


def _column(result: Result, origin: Origin) -> str | None:
    """Return the column that a result's shape of a role, or else its path, stands for."""
    roles = ["object", "subject"] if origin.is_swapped else ["subject", "object"]
    for name, column in zip(("subject", "object"), roles, strict=True):
        if result.shape.endswith(f"Shape-{name}"):
            return column
    local = result.path.replace("#", "/").rpartition("/")[2]
    return _COLUMNS.get(result.path) or _COLUMNS.get(local, local) or None


def _boolean(*, value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


def _term(text: str) -> NamedNode | Literal:
    try:
        return NamedNode(text) if text.startswith(("http:", "https:", "urn:")) else Literal(text)
    except ValueError:  # it begins as an IRI does, and is none
        return Literal(text)
