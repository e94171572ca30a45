"""What all records of a FollowTheMoney file share: ids, sources, and how a claim is made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ingest.ftm.schemas import DOCUMENTS, PARTIES, reason
from kg.model import edtf
from kg.model.bounds import Bounds
from kg.model.values import Claim, Entity, Locator, Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence
from kg.vocabulary.minting import LOCAL_ID, digest, local_name, slug

if TYPE_CHECKING:
    from kg.ingest.base import Request
    from kg.ingest.ftm.records import Record, Sink, Value

# ISO 639-2 codes, which FollowTheMoney has, of languages that have a shorter one (BCP 47).
LANGUAGES = {
    "eng": "en", "ara": "ar", "fra": "fr", "spa": "es", "deu": "de", "rus": "ru", "ukr": "uk",
    "fas": "fa", "tur": "tr", "zho": "zh", "tgl": "tl", "ind": "id", "msa": "ms", "kur": "ku",
    "urd": "ur", "pus": "ps", "heb": "he", "por": "pt", "ita": "it", "nld": "nl", "som": "so",
    "hau": "ha", "swa": "sw", "amh": "am", "bos": "bs", "srp": "sr", "hrv": "hr", "sqi": "sq",
    "jpn": "ja", "kor": "ko", "tha": "th", "mya": "my", "ben": "bn", "tam": "ta", "sin": "si",
    "uzb": "uz", "tgk": "tg", "kat": "ka", "hye": "hy", "aze": "az", "pol": "pl", "swe": "sv",
}  # fmt: skip
_EVIDENCE = ("publisher", "publisherUrl", "sourceUrl", "recordId")


@dataclass(frozen=True, slots=True)
class Dates:
    """When something held: the three EDTF texts, and what they bound."""

    start: str = ""
    end: str = ""
    attested: str = ""
    bounds: Bounds = field(default_factory=Bounds)

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.attested)


@dataclass(frozen=True, slots=True)
class Said:
    """One relationship with its parties, as a record has it; `kind` is that of a literal's name."""

    relationship: NamedNode
    subject: NamedNode
    object: NamedNode | Literal | None = None
    role: str = ""
    modality: str = "stated"
    note: str = ""


class World:
    """Ids, sources, and claims; `kinds` and `aliases` tell what the file has records of."""

    def __init__(self, request: Request, sink: Sink) -> None:
        self.request = request
        self.sink = sink
        self.kinds: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.broken: set[str] = set()
        self.made: set[NamedNode] = set()
        self.claimed: set[NamedNode] = set()
        self.by = licence(request.options.get("licence", "unknown"))
        self.sources: dict[str, Source] = {}
        self.locators: dict[str, Locator] = {}
        self.evidence: dict[str, list[Value]] = {}

    def source(self, dataset: str) -> Source:
        """Return the source that a dataset is, or the file itself; described once."""
        if dataset not in self.sources:
            request, own = self.request, self.request.source_id
            version = request.options.get("version", "")
            local = own if not dataset else f"{own}-{_slug(dataset)}"
            source = Source(
                request.mint.source(local), AG.Dataset, dataset or request.title,
                request.mint.graph(local, version), self.by, self.by, version=version,
                reliability=request.options.get("reliability", ""),
            )  # fmt: skip
            self.sources[dataset] = source
            self.sink.batch.sources.append(source)
        return self.sources[dataset]

    def local(self, ftm_id: str) -> str:
        """Return the local id that an id of the file becomes."""
        return f"{self.request.source_id}-{_slug(self.aliases.get(ftm_id, ftm_id))}"

    def entity(self, ftm_id: str) -> NamedNode:
        """Name the entity of an id of the file."""
        return self.request.mint.entity(self.local(ftm_id))

    def document(self, ftm_id: str) -> NamedNode:
        """Name the source that a document of the file is."""
        return self.request.mint.source(self.local(ftm_id))

    def schema_of(self, ftm_id: str) -> str | None:
        """Return the schema of a record by its id; None if the file has no such record."""
        return self.kinds.get(self.aliases.get(ftm_id, ftm_id))

    def kind_of(self, ftm_id: str) -> NamedNode | None:
        """Return what a party is; None if the file has no record of it, or it is no party."""
        return PARTIES.get(self.schema_of(ftm_id) or "")

    def begin(self, record: Record) -> None:
        """Take from a record what each claim made of it points at: who says so, and on what."""
        self.locators, self.evidence = {}, {}
        self.claimed = set()
        for dataset in record.speakers():
            evidence = [value for prop in _EVIDENCE for value in record.take(prop, dataset=dataset)]
            proofs = record.take("proof", dataset=dataset)
            unknown = [v for v in proofs if self.schema_of(v.text) not in DOCUMENTS]
            proofs = [v for v in proofs if v not in unknown]
            for value in unknown:
                self.sink.leave(record, value, "is no document that the file has a record of")
            cites = [self.document(v.text) for v in proofs]
            if not dataset:
                cites += [self.source(one).iri for one in record.datasets]
            self.evidence[dataset] = [*evidence, *proofs]
            informant = "; ".join(dict.fromkeys(value.text for value in evidence))
            self.locators[dataset] = Locator(
                record=record.id, cites=tuple(dict.fromkeys(cites)), informant=informant
            )

    def dates(
        self, record: Record, start: list[Value], end: list[Value], attested: list[Value]
    ) -> Dates | None:
        """Read three dates, each of which may have several values; None where one is at fault."""
        sound = [self._sound(record, value) for value in (*start, *end, *attested)]
        if not all(sound):
            return None
        began, ended, seen = (_edtf(values) for values in (start, end, attested))
        try:
            return Dates(began, ended, seen, Bounds.read(began, ended, seen))
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            value = (end or attested)[0]
            place = (record.file, value.row, value.prop)
            self.sink.fault(place, value.text, f"cannot be: {message}", remedy)
            return None

    def _sound(self, record: Record, value: Value) -> bool:
        fault = _date_fault(day(value.text))
        if fault:
            message, _, remedy = fault.partition("; ")
            place = (record.file, value.row, value.prop)
            self.sink.fault(place, value.text, message, remedy)
        return not fault

    def claim(
        self, record: Record, dataset: str, row: int, said: Said, dates: Dates | None = None
    ) -> None:
        """Claim something in the words of a dataset."""
        source, when = self.source(dataset), dates or Dates()
        self.evidence.pop(dataset, None)  # what the claim points at is used with it
        what = local_name(said.relationship.value).lower()
        parts = "\n".join((dataset, said.role, str(said.subject), str(said.object)))
        local = f"{self.local(record.id)}-{what}-{digest(parts, 10)}"
        iri = self.request.mint.claim(local)
        if iri in self.claimed:
            return
        self.claimed.add(iri)
        self.sink.batch.claims.append(
            Claim(
                iri, said.relationship, said.subject, said.object, source.iri, source.graph,
                said.role, modality=said.modality, reliability=source.reliability,
                bounds=when.bounds, start=when.start, end=when.end, attested=when.attested,
                locator=self.locators[dataset], note=said.note,
                origin=self.sink.origin(record.file, row),
            )
        )  # fmt: skip

    def once(self, entity: Entity) -> NamedNode:
        """Add an entity that several records may name, such as a country."""
        if entity.iri not in self.made:
            self.made.add(entity.iri)
            self.sink.batch.entities.append(entity)
        return entity.iri

    def place(self, record: Record, value: Value, *, is_country: bool = False) -> NamedNode:
        """Name a place that a property gives as text, or a country that it gives by its code."""
        kind = "country" if is_country else "place"
        text = value.text.upper() if is_country else value.text
        end = text.lower() if is_country else f"{slug(text)[:40]}-{digest(text, 8)}".strip("-")
        iri = self.request.mint.entity(f"{self.request.source_id}-{kind}-{end}")
        return self.once(
            Entity(
                iri, AG.Country if is_country else AG.Place, literal(text, value.language),
                self.source(value.dataset).graph, country_code=text if is_country else "",
                origin=self.sink.origin(record.file, value.row),
            )
        )  # fmt: skip

    def leave_rest(self, record: Record) -> None:
        """Say of each value that nothing was made of why."""
        for value in record.values:
            if value.prop != "id":
                self.sink.leave(record, value, reason(value.prop))
        for values in self.evidence.values():
            for value in values:
                self.sink.leave(record, value, "says where a record is from that gave no claim")
        self.evidence = {}

    def leave_whole(self, record: Record, why: str) -> None:
        """Leave a record out: one line, or all the statements about it."""
        for row in dict.fromkeys([value.row for value in record.values] or [record.row]):
            self.sink.leave_at((record.file, row), None, f"{record.schema} {record.id}", why)


def literal(text: str, language: str) -> Literal:
    """Return a text with its language, if there is one, by its shortest code.

    >>> literal("Daesh", "eng").language
    'en'
    """
    tag = LANGUAGES.get(language, language)
    return Literal(text, language=tag) if re.fullmatch(r"[a-z]{2,3}", tag) else Literal(text)


@lru_cache(maxsize=4_096)
def _date_fault(text: str) -> str:
    """Say what is wrong with a date, "" if nothing is."""
    try:
        edtf.parse(text)
    except ValueError as error:
        return str(error)
    is_plain = re.fullmatch(r"\d{4}(-\d\d){0,2}", text)
    return "" if is_plain else "is no partial ISO date; write 2014, 2014-06 or 2014-06-10"


def day(text: str) -> str:
    """Return a date without its time, which no bound here is precise enough to use.

    >>> day("2014-06-29T10:00:00")
    '2014-06-29'
    """
    return re.split(r"[T ]", text, maxsplit=1)[0]


def _edtf(values: list[Value]) -> str:
    """Write one date, or that it is one of several and not known which."""
    texts = sorted({day(value.text) for value in values})
    return f"[{','.join(texts)}]" if len(texts) > 1 else "".join(texts)


def _slug(text: str) -> str:
    """Return an id as it is, if it can be one of ours; else with what tells it from others.

    >>> _slug("ofac-36"), _slug("NK-aB")
    ('ofac-36', 'nk-ab-283acc3e')
    """
    if LOCAL_ID.fullmatch(text):
        return text
    return "-".join(part for part in (slug(text)[:60].strip("-"), digest(text, 8)) if part)
