"""The findings of the gazetteer step as sheets that a person decides on.

A folder as the format `sheets` reads it. Whoever goes through ``claims.csv`` makes a finding a fact
by the modality `stated`, refuses it by the stance `denies`, and deletes what is not worth keeping;
the step asks no more about what has been decided.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.ingest.sheets import CLAIM_COLUMNS, ENTITY_COLUMNS, SOURCE_COLUMNS
from kg.vocabulary.minting import LOCAL_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    from kg.placing.resolve import Resolution
    from kg.vocabulary.minting import Mint


def write(resolution: Resolution, folder: Path, mint: Mint) -> None:
    """Write the findings into a new folder; FileExistsError rather than over decisions made."""
    folder.mkdir(parents=True)
    source = resolution.source
    source_id = source.iri.value.removeprefix(mint.source("").value)
    about = {
        "id": source_id, "type": source.kind.value.rpartition("#")[2], "title": source.title,
        "licence": source.licence.value, "claims_licence": source.graph_licence.value,
        "language": source.language, "note": source.note,
    }  # fmt: skip
    claims = (
        {
            "id": claim.iri.value.removeprefix(mint.claim("").value),
            "relationship": claim.relationship.value.rpartition("#")[2],
            "subject": _reference(claim.subject, mint),
            "object": _reference(claim.object, mint),
            "stance": claim.stance, "modality": claim.modality, "source": source_id,
            "note": claim.note,
        }
        for claim in resolution.claims
    )  # fmt: skip
    _sheet(folder / "sources.csv", SOURCE_COLUMNS, [about])
    _sheet(folder / "entities.csv", ENTITY_COLUMNS, [])
    _sheet(folder / "claims.csv", CLAIM_COLUMNS, claims)


def _sheet(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _reference(node: NamedNode | Literal | None, mint: Mint) -> str:
    """Return an entity as a sheet refers to it: by its id, or by its whole IRI."""
    assert node is not None
    local_id = node.value.removeprefix(mint.entity("").value)
    return local_id if LOCAL_ID.fullmatch(local_id) else node.value
