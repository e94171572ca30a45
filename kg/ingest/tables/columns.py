"""Values of the model as columns of DuckDB, and what they say as lines of N-Quads.

For formats whose files are too large for a Python object a cell. An importer reads its file into a
table, and says by SELECTs which entities, claims, locators and cited reports its rows make; what
these say as quads is projected here, the same as `kg.model.triples` says of the values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model.triples import quads
from kg.model.values import Origin
from kg.vocabulary import AG, DCTERMS, GEO, RDF, RDFS, SF, XSD
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import duckdb

    from kg.model.schema import RelationshipClass, Schema
    from kg.model.values import Source
    from kg.vocabulary.minting import Mint

# The columns that a SELECT may give; those that it lacks are blank. `id`, `subject` and `object`
# are local ids, `object_iri` a term of the ontology, `object_text` a literal.
CLAIM = (
    "id", "subject", "object", "object_iri", "object_text", "role", "side", "modality",
    "earliest_start", "latest_start", "earliest_end", "latest_end", "start", "end", "attested",
    "low", "best", "high", "unit", "precision", "bounded_by", "note", "row",
)  # fmt: skip
ENTITY = (
    "id", "kind", "label", "codes", "country_code", "latitude", "longitude", "precision",
    "clarity", "note", "row",
)  # fmt: skip
LOCATOR = ("row", "record", "informant")
CITED = ("id", "title", "publisher", "date", "row")
_AT_ONCE = 2_000
_DATES = ("earliest_start", "latest_start", "earliest_end", "latest_end")


def quoted(text: str) -> str:
    """Return a text as a literal of SQL.

    >>> quoted("the group's")
    "'the group''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def literal(expression: str, datatype: NamedNode | None = None) -> str:
    r"""Return the SQL of an RDF literal, in canonical N-Quads; NULL stays NULL, a blank becomes it.

    >>> import duckdb
    >>> duckdb.execute("SELECT " + literal("'a \"b\"'")).fetchone()[0]
    '"a \\"b\\""'
    """
    text = f"nullif({expression}::VARCHAR, '')"
    if datatype is not None:
        return f"'\"' || {text} || '\"^^{datatype}'"
    for mark, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = f"replace({text}, chr({ord(mark)}), {quoted(escape)})"
    return f"'\"' || {text} || '\"'"


@dataclass(slots=True)
class Columns:
    """What one file says, in the graph of one source; written once all SELECTs are named."""

    db: duckdb.DuckDBPyConnection
    mint: Mint
    schema: Schema
    source: Source
    file: str
    _entities: list[str] = field(default_factory=list)
    _claims: list[tuple[RelationshipClass, str]] = field(default_factory=list)
    _locators: list[str] = field(default_factory=list)
    _cited: list[tuple[str, str]] = field(default_factory=list)

    def entities(self, select: str) -> None:
        """Add the entities that a SELECT of the columns of `ENTITY` gives, one row each."""
        self._entities.append(self._view(select, ENTITY))

    def claims(self, kind: NamedNode, select: str) -> None:
        """Add claims of one relationship class, by a SELECT of the columns of `CLAIM`."""
        self._claims.append((self.schema.relationship(kind), self._view(select, CLAIM)))

    def locators(self, select: str) -> None:
        """Describe the rows that claims point at, by a SELECT of the columns of `LOCATOR`."""
        self._locators.append(self._view(select, LOCATOR))

    def cited(self, works: str, citations: str) -> None:
        """Add the works that rows cite, of the columns of `CITED`, and which row cites which id."""
        self._cited.append((self._view(works, CITED), self._view(citations, ("row", "id"))))

    def _view(self, select: str, columns: tuple[str, ...]) -> str:
        """Name a SELECT, with NULL for each column that it does not give."""
        given = [name for name, *_ in self.db.execute(f"DESCRIBE {select}").fetchall()]
        if unknown := set(given) - set(columns):
            raise ValueError(f"no column here is called {', '.join(sorted(unknown))}")
        listed = ", ".join(
            f'"{name}"' if name in given else f'NULL::VARCHAR AS "{name}"' for name in columns
        )
        return f"(SELECT {listed} FROM ({select}))"

    def write(self, out: BinaryIO) -> int:
        """Write all quads as N-Quads, return their number: the same rows give the same bytes."""
        said = "".join(f"{quad} .\n" for quad in quads(self.source, self.mint, self.schema))
        out.write(said.encode())
        written = said.count("\n")
        for select in self._statements():
            # Not by COPY: to keep the order, it holds 122,880 of these long texts in memory.
            found = self.db.cursor().execute(select)
            while rows := found.fetchmany(_AT_ONCE):
                lines = "".join(f"{text}\n" for (text,) in rows)
                out.write(lines.encode())
                written += lines.count("\n")
        return written

    def origins(self) -> Iterator[tuple[NamedNode, Origin]]:
        """Yield where each entity, claim and relationship was read."""
        for view in self._entities:
            yield from self._places(f"SELECT {self._iri('entity', 'id')}, row FROM {view}")
        for kind, view in self._claims:
            yield from self._places(f"SELECT {self._iri('claim', 'id')}, row FROM {view}")
            node = self._relationship(kind)
            yield from self._places(f"SELECT {node}, min(row) FROM {view} GROUP BY 1")

    def _places(self, select: str) -> Iterator[tuple[NamedNode, Origin]]:
        found = self.db.cursor().execute(select)
        while rows := found.fetchmany(10_000):
            for iri, row in rows:
                yield NamedNode(iri[1:-1]), Origin(self.file, row)

    # What the rows of a view say; each row of these SELECTs is one text of some lines.

    def _statements(self) -> Iterator[str]:
        for view in self._entities:
            yield f"SELECT {self._entity()} FROM {view}"
        for view in self._locators:
            yield f"SELECT {self._locator()} FROM {view}"
        for works, citations in self._cited:
            yield f"SELECT {self._work()} FROM {works}"
            cites = self._line(self._place(), AG.cites, self._iri("source", "id"))
            yield f"SELECT {cites} FROM {citations}"
        for kind, view in self._claims:
            # Sorted by what is short, before it is made into lines.
            said = "subject, object, object_iri, object_text, role, side"
            once = f"SELECT {said}, min(row) AS row FROM {view} GROUP BY {said}"
            yield f"SELECT {self._about(kind)} FROM ({once} ORDER BY row, {said})"
            yield f"SELECT {self._claim(kind)} FROM {view}"

    def _line(self, subject: str, predicate: NamedNode, obj: str) -> str:
        return f"{subject} || ' {predicate} ' || {obj} || ' {self.source.graph} .'"

    def _lines(self, *lines: str) -> str:
        """Put lines into one text; those that are NULL, for want of a value, are left out."""
        return f"concat_ws(chr(10), {', '.join(lines)})"

    def _iri(self, kind: str, column: str) -> str:
        return f"'<{self.mint.base}{kind}/' || \"{column}\" || '>'"

    def _entity(self) -> str:
        node = self._iri("entity", "id")
        geometry = f"'<{self.mint.base}entity/' || id || '/geometry>'"
        wkt = "'POINT(' || longitude || ' ' || latitude || ')'"
        point = f"CASE WHEN latitude IS NOT NULL THEN {geometry} END"
        codes = self._line(node, DCTERMS.identifier, literal("code"))
        return self._lines(
            self._line(node, RDF.type, f"'<{AG}' || kind || '>'"),
            self._line(node, RDFS.label, literal("label")),
            f"nullif(array_to_string(list_transform(codes::VARCHAR[], lambda code: {codes}), "
            "chr(10)), '')",
            self._line(node, AG.countryCode, literal("country_code")),
            self._line(node, AG.note, literal("note")),
            self._line(node, AG.eventClarity, literal("clarity", XSD.integer)),
            self._line(node, GEO.hasGeometry, point),
            self._line(point, RDF.type, f"'{SF.Point}'"),
            self._line(geometry, GEO.asWKT, literal(wkt, GEO.wktLiteral)),
            self._line(point, AG.placePrecision, f"'<{AG}' || precision || '>'"),
            self._line(point, DCTERMS.source, f"'{self.source.iri}'"),
        )

    def _place(self) -> str:
        return f"'<{self.source.iri.value}#row=' || row || '>'"

    def _locator(self) -> str:
        return self._lines(
            self._line(self._place(), RDF.type, f"'{AG.Locator}'"),
            self._line(self._place(), AG.inSource, f"'{self.source.iri}'"),
            self._line(self._place(), AG.row, literal("row", XSD.integer)),
            self._line(self._place(), AG.record, literal("record")),
            self._line(self._place(), AG.informant, literal("informant")),
        )

    def _work(self) -> str:
        node, unknown = self._iri("source", "id"), f"'{licence('unknown')}'"
        return self._lines(
            self._line(node, RDF.type, f"'{AG.Article}'"),
            self._line(node, DCTERMS.title, literal("title")),
            self._line(node, DCTERMS.license, unknown),
            self._line(node, DCTERMS.publisher, literal("publisher")),
            self._line(node, AG.edtfDate, literal("date")),
        )

    def _object(self) -> str:
        return (
            f"coalesce({self._iri('entity', 'object')}, '<' || object_iri || '>', "
            f"{literal('object_text')})"
        )

    def _relationship(self, kind: RelationshipClass) -> str:
        """Return the SQL of the node that all claims about a relationship share.

        As `Mint.relationship` makes it, of ids that are ids of this project.
        """
        if kind.symmetric:
            raise ValueError(f"{kind.iri} is symmetric: its parties must be put in order")
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", local_name(kind.iri.value)).lower()
        other = f"coalesce(object, '_' || sha256({self._object()})[:16])"
        more = (
            "CASE WHEN coalesce(role, '') || coalesce(side, '') = '' THEN '' ELSE '--' || "
            "sha256(coalesce(role, '') || chr(10) || coalesce(side, ''))[:8] END"
        )
        parts = "subject" if kind.object_role is None else f"subject || '--' || {other}"
        return f"'<{self.mint.base}relationship/{name}/' || {parts} || {more} || '>'"

    def _about(self, kind: RelationshipClass) -> str:
        node = self._relationship(kind)
        lines = [
            self._line(node, RDF.type, f"'{kind.iri}'"),
            self._line(node, kind.subject_role, self._iri("entity", "subject")),
            self._line(node, AG.role, literal("role")),
            self._line(node, AG.side, literal("side")),
        ]
        if kind.object_role is not None:
            lines.insert(2, self._line(node, kind.object_role, self._object()))
        return self._lines(*lines)

    def _claim(self, kind: RelationshipClass) -> str:
        node = self._iri("claim", "id")
        modality = "upper(modality[1]) || modality[2:]"
        reliability = self.source.reliability or "F"
        dates = (self._line(node, AG[_camel(d)], literal(d, XSD.date)) for d in _DATES)
        numbers = (
            self._line(node, AG[n], literal(n, XSD.decimal)) for n in ("low", "best", "high")
        )
        texts = (
            ("edtfStart", "start"), ("edtfEnd", '"end"'), ("edtfAttested", "attested"),
            ("unit", "unit"), ("note", "note"),
        )  # fmt: skip
        return self._lines(
            self._line(node, RDF.type, f"'{AG.Claim}'"),
            self._line(node, AG.about, self._relationship(kind)),
            self._line(node, AG.statedIn, f"'{self.source.iri}'"),
            self._line(node, AG.stance, f"'{AG.Affirms}'"),
            self._line(node, AG.modality, f"coalesce('<{AG}' || {modality} || '>', '{AG.Stated}')"),
            self._line(node, AG.status, f"'{AG.Accepted}'"),
            self._line(node, AG.sourceReliability, f"'{AG[f'Reliability{reliability}']}'"),
            self._line(node, AG.informationCredibility, f"'{AG.Credibility6}'"),
            *dates,
            *numbers,
            *(self._line(node, AG[term], literal(column)) for term, column in texts),
            self._line(node, AG.placePrecision, f"'<{AG}' || precision || '>'"),
            self._line(node, AG.boundedBy, self._iri("source", "bounded_by")),
            self._line(node, AG.locator, self._place()),
        )


def _camel(column: str) -> str:
    first, *others = column.split("_")
    return first + "".join(word.capitalize() for word in others)
