"""What was found wrong, by a row, a shape or a contradiction, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as Choice

from pyoxigraph import NamedNode

from kg.errors import InvalidProject, Place, Problem
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.ingest.whereabouts import Whereabouts
    from kg.model.values import Origin
    from kg.validation.shacl import Result

Severity: TypeAlias = Choice["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
READING = "reading"
"""The check of all faults that show while a source is read, before there is a graph."""
CONTRADICTION = "contradiction-"
"""With the name of a rule behind it, the check of facts that exclude each other."""

# The sheet's column that a property of a claim, source or entity is written in, where the two
# have different names.
_COLUMNS = {
    "statedIn": "source", "earliestStart": "start", "latestStart": "start", "earliestEnd": "end",
    "latestEnd": "end", "label": "name", "license": "licence", "sourceReliability": "reliability",
    "informationCredibility": "credibility", "countryCode": "country_code",
    "defaultReliability": "reliability", "edtfDate": "date", "identifier": "code",
    "asWKT": "latitude", "textDigest": "text_sha256", "conditionalOn": "conditional_on",
    "spanDigest": "digest",
    "http://www.w3.org/ns/oa#start": "from_char", "http://www.w3.org/ns/oa#end": "to_char",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: what checks it, how grave it is, what is wrong, what to do, and where it stands.

    `focus` is the IRI of what is at fault, empty where a row could not be read; `value` is what is
    wrong with it, as it was written. `places` are all places where the focus was read, `related`
    those of the other thing that is involved. `excuse` is the reason of the exception by which the
    project lets it pass.
    """

    check: str
    severity: Severity
    message: str
    remedy: str
    focus: str = ""
    value: str | None = None
    path: str = ""
    component: str = ""
    shape: str = ""
    places: tuple[Place, ...] = ()
    related: tuple[Place, ...] = ()
    excuse: str = ""

    @property
    def is_violation(self) -> bool:
        """Whether it keeps a release from being built."""
        return self.severity == "violation" and not self.excuse

    def told(self) -> str:
        """Say what is wrong, and name all places, in one line."""
        places = "; ".join(map(str, self.places)) or self.focus
        return f"{places}: {self.message}; {self.remedy}"

    def problems(self) -> Iterator[Problem]:
        """Yield it as a problem of each of its places."""
        for place in self.places or (Place(self.focus or "?"),):
            # A file without rows is searched for the node.
            shown = self.value
            if self.places and place.row is None and self.focus:
                shown = self.focus
            yield Problem(
                place.file, place.row, place.column, shown, self.message, self.remedy, place.line
            )


def check_id(shape: str, component: str = "") -> str:
    """Return the id of the check that a shape makes; of one without a name, its constraint's.

    >>> check_id("https://w3id.org/allegiance/ontology#ClaimShape-lowOrder")
    'claim-low-order'
    >>> check_id("", "http://www.w3.org/ns/shacl#DatatypeConstraintComponent")
    'datatype'
    """
    name = shape or component.removesuffix("ConstraintComponent")
    local = local_name(name).replace("Shape", "")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", local)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def of_problem(problem: Problem) -> Finding:
    """Take a fault of a row that could not be read."""
    return Finding(
        READING, "violation", problem.message, problem.remedy, value=problem.value,
        places=(problem.place,),
    )  # fmt: skip


def of_result(result: Result, whereabouts: Whereabouts, base: str) -> Finding:
    """Take a result of a shape, and lead it back to where its focus node was read.

    Raises `InvalidProject` for a severity that is none of SHACL's own.
    """
    # People know things by their ids; what is not of the project keeps its whole IRI.
    words = re.sub(rf"{re.escape(base)}(?:entity|source|claim|relationship)/", "", result.message)
    message, _, remedy = words.partition("; ")
    severity = result.severity.lower()
    if severity not in SEVERITIES:
        raise InvalidProject(
            f"the shapes cannot be applied: {result.shape} has the severity {result.severity!r}; "
            "use sh:Violation, sh:Warning or sh:Info"
        )
    return Finding(
        check_id(result.shape, result.component), severity, message, remedy or "correct it",
        result.focus, _shown(result.value, base), result.path,
        result.component, result.shape,
        tuple(
            Place(origin.file, origin.row, _column(result, origin), origin.line)
            for origin in _origins(result, whereabouts)
        ),
        places_of(result.value, whereabouts.origins) if result.value != result.focus else (),
    )  # fmt: skip


def _shown(value: str, base: str) -> str | None:
    """Return a value as sheets write it: things of the project by their ids."""
    own = re.fullmatch(r"(?:entity|source|claim)/(?P<id>[^/#]+)", value.removeprefix(base))
    return own["id"] if own and value.startswith(base) else value or None


def places_of(iri: str, origins: Mapping[NamedNode, Sequence[Origin]]) -> tuple[Place, ...]:
    """Return the places where a node was read."""
    node = node_of(iri)
    return tuple(
        Place(o.file, o.row, None, o.line) for o in (origins.get(node, ()) if node else ())
    )


def node_of(text: str) -> NamedNode | None:
    """Return the node that a result names; None for a text, or a node without a name."""
    if not text.startswith(("http:", "https:", "urn:")):
        return None
    try:
        return NamedNode(text)
    except ValueError:  # it begins as an IRI does, and is none
        return None


def _origins(result: Result, whereabouts: Whereabouts) -> Sequence[Origin]:
    node = node_of(result.focus)
    return whereabouts.places(node, result.path, result.value) if node else ()


def _column(result: Result, origin: Origin) -> str | None:
    """Return the column that a result's shape of a role, or else its path, stands for.

    Of a file of RDF it is the property, by its local name.
    """
    local = local_name(result.path)
    if origin.row is None:
        return local or None
    roles = ["object", "subject"] if origin.is_swapped else ["subject", "object"]
    for name, column in zip(("subject", "object"), roles, strict=True):
        if result.shape.endswith(f"Shape-{name}"):
            return column
    return _COLUMNS.get(result.path) or _COLUMNS.get(local, local) or None
