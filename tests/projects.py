"""Small projects for the tests: the template with rows added, or one file of RDF."""

from __future__ import annotations

import csv
import shutil
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg import resources
from kg.ingest import Loaded, load, read
from kg.model import schema as schemas
from kg.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.errors import Problem
    from kg.ingest import Batch
    from kg.model.schema import Schema
    from kg.model.values import Claim

SHIPPED = resources.folder("data") / "mosul-marawi"
TEMPLATE = resources.folder("data") / "template"
SHEETS = ("sources.csv", "entities.csv", "claims.csv")

# A good row of each sheet; rows 1 to 3, 4 or 2 of the template stand before it.
SOURCE = {"id": "s9", "type": "Report", "title": "Nine", "licence": "CC-BY-4.0"}
ENTITY = {"id": "e9", "type": "ArmedGroup", "name": "Nine"}
CLAIM = {
    "id": "c9", "relationship": "Allegiance", "subject": "northern-brigade",
    "object": "river-front", "source": "field-notes",
}  # fmt: skip

TOML = """
[project]
base = "https://example.org/p/"
title = "A test"
publisher = "Nobody"
licence = "CC-BY-4.0"
"""
# One claim, whole.
RDF = """
@prefix ag: <https://w3id.org/allegiance/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix claim: <https://example.org/p/claim/> .
@prefix e: <https://example.org/p/entity/> .
@prefix r: <https://example.org/p/relationship/> .
@prefix source: <https://example.org/p/source/> .
@base <https://example.org/p/> .

source:notes a ag:Report ; dcterms:title "Notes" ; ag:edtfDate "2017" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
e:brigade a ag:ArmedGroup ; rdfs:label "Brigade"@en .
e:front a ag:ArmedGroup ; rdfs:label "Front"@en .
e:town a ag:Settlement ; rdfs:label "Town"@en .
r:1 a ag:Allegiance ; ag:subordinate e:brigade ; ag:superior e:front .
claim:1 a ag:Claim ; ag:about r:1 ; ag:statedIn source:notes ; ag:stance ag:Affirms ;
    ag:modality ag:Stated ; ag:status ag:Accepted ; ag:sourceReliability ag:ReliabilityB ;
    ag:informationCredibility ag:Credibility2 .
"""


# Ties that meet in time, and some that do not: a cell pledged itself to the group while the group's
# own pledge to the front still held; its commander led it long before.
GROUPS = [
    {"id": name, "type": "ArmedGroup", "name": name.title()} for name in ("cell", "group", "front")
]
PLEDGES = [
    {"id": "pledge", "subject": "cell", "object": "group", "start": "2014-07-01",
     "end": "2016-12-31", "credibility": "2", "paragraph": "7"},
    {"id": "old-pledge", "subject": "group", "object": "front", "start": "2010",
     "end": "2015-03", "credibility": "3"},
    {"id": "undated", "subject": "front", "object": "river-front"},
    {"id": "command", "relationship": "Leadership", "subject": "commander", "object": "cell",
     "start": "1995", "end": "1999"},
    {"id": "same-pledge", "subject": "cell", "object": "group", "start": "2014-07",
     "end": "2016", "source": "s9"},
]  # fmt: skip


def dated_project(folder: Path) -> Path:
    """Make a project of `PLEDGES`, on top of the template."""
    people = [{"id": "commander", "type": "Person", "name": "Commander"}]
    claims = [{**CLAIM, **pledge} for pledge in PLEDGES]
    return of_sheets(folder, sources=[SOURCE], entities=[*GROUPS, *people], claims=claims)


def entity(name: str) -> NamedNode:
    """Name an entity of the template's project."""
    return NamedNode(f"https://example.org/my-project/entity/{name}")


def claim(name: str) -> NamedNode:
    """Name a claim of the template's project."""
    return NamedNode(f"https://example.org/my-project/claim/{name}")


def tie(one: str, predicate: NamedNode, other: str) -> Triple:
    """Write a fact about two entities of the template's project."""
    return Triple(entity(one), predicate, entity(other))


@cache
def schema() -> Schema:
    """Return the shipped ontology, read once."""
    return schemas.load()


def of_sheets(
    folder: Path,
    *,
    sources: Iterable[Mapping[str, str]] = (),
    entities: Iterable[Mapping[str, str]] = (),
    claims: Iterable[Mapping[str, str]] = (),
    toml: str = "",
) -> Path:
    """Copy the template into a new folder, and add rows and lines of kg.toml."""
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    for name, rows in zip(SHEETS, (sources, entities, claims), strict=True):
        with (folder / name).open("r+", encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
            file.seek(0, 2)
            csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(toml)
    return folder


def of_rdf(
    folder: Path, content: str | bytes = RDF, name: str = "data.ttl", toml: str = ""
) -> Path:
    """Make a project of one file of RDF."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    source = f'[[source]]\nid = "data"\nformat = "rdf"\npath = "{name}"\n'
    (folder / "kg.toml").write_text(f"{TOML}\n{source}\n{toml}", encoding="utf-8")
    return folder


def batches(folder: Path) -> list[Batch]:
    """Read the sources of a project."""
    requests = Project.read(folder).requests(schema())
    return [batch for format_, request in requests for batch in read(format_, request)]


class Read:
    """All batches of a project together."""

    def __init__(self, folder: Path) -> None:
        self.batches = batches(folder)
        self.claims = [claim for batch in self.batches for claim in batch.claims]
        self.entities = [entity for batch in self.batches for entity in batch.entities]
        self.left_out = [one for batch in self.batches for one in batch.left_out]
        self.problems = [problem for batch in self.batches for problem in batch.problems]

    def of(self, kind: NamedNode) -> list[Claim]:
        """Return the claims of a relationship class."""
        return [claim for claim in self.claims if claim.relationship == kind]


def loaded(folder: Path) -> Loaded:
    """Read the sources of a project and put them together; nothing is validated."""
    return load(batches(folder), Project.read(folder).mint, schema())


def only(problems: Iterable[Problem]) -> Problem:
    """Return the one problem there is."""
    found = list(problems)
    assert len(found) == 1, "\n".join(map(str, found)) or "no problem was found"
    return found[0]
