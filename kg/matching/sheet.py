"""Proposals as a sheet for a person, and the decided sheet as rows of ``claims.csv``.

Nothing is decided by a score: a row without a decision makes no claim.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem
from kg.ingest.sheets import CLAIM_COLUMNS, CREDIBILITIES, RELIABILITIES
from kg.ingest.tables.table import Row, rows
from kg.model.bounds import Bounds
from kg.vocabulary.minting import LOCAL_ID, digest, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.matching.propose import Proposal

PERSON_COLUMNS = (
    "decision", "score", "subject_label", "subject_source", "object_label", "object_source",
    "evidence",
)  # fmt: skip
COLUMNS = (*PERSON_COLUMNS, *CLAIM_COLUMNS)
DECISIONS: Mapping[str, tuple[str, str]] = {
    "yes": ("ExactMatch", "affirms"),
    "near": ("CloseMatch", "affirms"),
    "no": ("ExactMatch", "denies"),
}
UNDECIDED = ("", "unsure")
_OPEN = {"decision", "score", "subject", "object"}


@dataclass(slots=True)
class Decided:
    """What a decided sheet says: rows of ``claims.csv``, faults, and how many stay proposals."""

    rows: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    undecided: int = 0

    def to_csv(self) -> bytes:
        """Return the rows as a sheet with the columns of ``claims.csv``."""
        return _csv(CLAIM_COLUMNS, self.rows)


def write(proposals: Iterable[Proposal], base: str = "") -> bytes:
    """Return proposals as a sheet; what lies under the project's base IRI is named by its id.

    The same proposals give the same bytes.
    """
    return _csv(COLUMNS, (_row(proposal, base) for proposal in proposals))


def _row(proposal: Proposal, base: str) -> dict[str, str]:
    one, other = proposal.one, proposal.other
    return {
        "decision": "",
        "score": f"{proposal.score:.2f}",
        "subject_label": one.label,
        "subject_source": _sources(one.sources, base),
        "object_label": other.label,
        "object_source": _sources(other.sources, base),
        "evidence": proposal.evidence,
        "relationship": "ExactMatch",
        "subject": _id(one.iri.value, f"{base}entity/" if base else ""),
        "object": _id(other.iri.value, f"{base}entity/" if base else ""),
    }


def _sources(sources: Iterable[NamedNode], base: str) -> str:
    """Name sources by their ids; one that does not describe itself by that of its graph."""
    found = []
    for source in sources:
        kind = "graph" if source.value.startswith(f"{base}graph/") else "source"
        found.append(_id(source.value, f"{base}{kind}/" if base else ""))
    return ", ".join(sorted(found))


def _id(iri: str, prefix: str) -> str:
    """Return the id of what has one in the project, of anything else the IRI."""
    local_id = iri.removeprefix(prefix) if prefix and iri.startswith(prefix) else ""
    return local_id if LOCAL_ID.fullmatch(local_id) else iri


def _csv(columns: tuple[str, ...], lines: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def decide(path: Path, name: str, *, source: str = "", by: str = "") -> Decided:
    """Read a decided sheet: ``yes`` claims an exact match, ``near`` a close one, ``no`` denies it.

    `source` is the id of the source that the claims are stated in where the row names none, `by`
    who decided. A row with a start or an end decides for that time alone; for another time, repeat
    the row. A row that is blank or ``unsure`` stays a proposal. Faults are all told, with row and
    column; a faulty row makes no claim.
    """
    decided = Decided()
    seen: dict[str, int] = {}
    try:
        for row in rows(path, name, COLUMNS, sorted(_OPEN), decided.problems):
            if not row.faulty:
                _decide(row, decided, seen, source, by)
    except InvalidRows as error:
        decided.problems += error.problems
    return decided


def _decide(row: Row, decided: Decided, seen: dict[str, int], source: str, by: str) -> None:
    word = row["decision"].lower()
    if word in UNDECIDED:
        decided.undecided += 1
        return
    if word not in DECISIONS:
        row.one_of("decision", [*DECISIONS, "unsure"])
    subject, obj = row.need("subject"), row.need("object")
    if subject and subject == obj:
        row.fault("object", "is the subject too", "match two entities")
    for column in ("start", "end", "attested"):
        row.read(column, lambda text, c=column: Bounds.read(**{c: text}))  # type: ignore[misc]
    row.one_of("reliability", RELIABILITIES)
    row.one_of("credibility", CREDIBILITIES)
    stated = row["source"] or source
    if not stated:
        row.fault("source", "is blank", "name the source of the decision here, or with --source")
    if not row.faulty:
        _bounds(row)
    if row.faulty:
        return
    relationship, stance = DECISIONS[word]
    claim_id = row["id"] or _claim_id(row, word)
    if claim_id in seen:
        row.fault("decision", f"is what row {seen[claim_id]} says of the two already",
                  "drop one of the rows, or give them different times")  # fmt: skip
        return
    seen[claim_id] = row.number
    told = f"Decided {f'by {by} ' if by else ''}on a proposal of score {row['score']}."
    cells = {column: row[column] for column in CLAIM_COLUMNS}
    decided.rows.append({
        **cells, "id": claim_id, "relationship": relationship, "stance": stance,
        "source": stated, "note": f"{row['note']} {told}".strip(),
    })  # fmt: skip


def _bounds(row: Row) -> None:
    """Tell a start after the end as a fault of the end."""
    try:
        Bounds.read(row["start"], row["end"], row["attested"])
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        row.fault("end", f"cannot be: {message}", remedy)


def _claim_id(row: Row, word: str) -> str:
    """Name a decision by the two entities; one of a time, or of another word, by these as well."""
    ends = [slug(row[column].rpartition("/")[2] or row[column]) for column in ("subject", "object")]
    told = (row["subject"], row["object"], word, row["start"], row["end"], row["attested"])
    return f"match-{'-'.join(ends)}-{digest('|'.join(told), 6)}"
