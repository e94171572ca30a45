"""Any SPARQL endpoint: statements in our vocabulary, properties of another, or Wikidata.

One of three options says what to read. `query` names a file with a CONSTRUCT query whose result
is in our vocabulary; `properties` a list of the endpoint's properties (`sparql_properties`);
``profile = "wikidata"`` is such a list that is built in (`sparql_wikidata`). With a list, `items`
or `where` say of what. Pages that were read are kept in the folder that `pages` names.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import InvalidRows, Problem, UsageError
from kg.ingest import rdf
from kg.ingest.base import Batch, Format, LeftOut
from kg.ingest.sparql import construct as sparql_construct
from kg.ingest.sparql import wikidata
from kg.ingest.sparql.claims import Reader
from kg.ingest.sparql.endpoint import Clock, Endpoint, user_agent
from kg.ingest.sparql.facts import key
from kg.ingest.sparql.pages import Pages
from kg.ingest.sparql.parties import Seen
from kg.ingest.sparql.properties import read_list
from kg.model.values import Source
from kg.vocabulary import AG
from kg.vocabulary.licences import licence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ingest.base import Request
    from kg.ingest.sparql.properties import PropertyList

_LONGEST_NAME = 255  # of a file; what is longer can only be a list of items
_WHAT = ("query", "properties", "profile")


def read(request: Request, clock: Clock | None = None) -> Iterator[Batch]:
    """Read an endpoint; its address is the name of the request."""
    given = [option for option in _WHAT if request.options.get(option)]
    if len(given) != 1:
        raise UsageError(f"the format sparql needs one of {', '.join(_WHAT)}")
    pages = Pages(_endpoint(request, clock or Clock()), _count(request, "page", 5000),
                  request.file("pages"))  # fmt: skip
    try:
        if given == ["query"]:
            yield from _constructed(request, pages)
        else:
            yield from _listed(request, pages)
    except InvalidRows as error:
        yield Batch(problems=list(error.problems), is_whole=False)


FORMAT = Format(
    "sparql",
    "any SPARQL endpoint: CONSTRUCT queries, property lists, Wikidata",
    read,
    options={
        "query": "a file with a CONSTRUCT query whose result is in our vocabulary",
        "properties": "a file (TOML) that says which properties are which relationships",
        "profile": "wikidata, the property list that is built in",
        "items": "of what to read the properties: a file with an item a line, or items and spaces",
        "where": "of what to read the properties: a pattern that binds ?item",
        "languages": "the languages of the labels, the preferred one first: en,ar",
        "pages": "the folder where the pages that were read are kept, to go on from there",
        "page": "how many rows a page has at most (5000)",
        "at_once": "of how many items a query asks (50)",
        "timeout": "how many seconds an answer may take (60)",
        "retries": "how often to ask again where the endpoint fails (5)",
        "agent": "how to name oneself to the endpoint, with an address to write to",
    },
    files=("query", "properties"),
    takes="address",
)


def _endpoint(request: Request, clock: Clock) -> Endpoint:
    if not request.name.startswith(("http://", "https://")):
        raise UsageError(f"{request.name!r} is no address; give its http(s) address")
    return Endpoint(
        request.name, request.options.get("agent") or user_agent(),
        _count(request, "timeout", 60), _count(request, "retries", 5, least=0), clock,
    )  # fmt: skip


def _count(request: Request, option: str, default: int, least: int = 1) -> int:
    text = request.options.get(option, str(default))
    if not text.isdecimal() or int(text) < least:
        raise UsageError(f"{option} is {text!r}; write a whole number from {least} on")
    return int(text)


def _constructed(request: Request, pages: Pages) -> Iterator[Batch]:
    path = request.file("query")
    assert path is not None, "is asked for only where the option is given"
    query = sparql_construct.read(path, request.options["query"])
    genid = f"{request.mint.base}.well-known/genid/{request.source_id}/"
    told: set[Problem] = set()
    for rows, quads in sparql_construct.constructed(query, pages, genid):
        batch = rdf.batch_of(rdf.named(quads, request), request)
        batch.rows = rows
        batch.problems = [problem for problem in batch.problems if problem not in told]
        told.update(batch.problems)
        yield batch


def _listed(request: Request, pages: Pages) -> Iterator[Batch]:
    listed = _list(request)
    languages = tuple(request.options.get("languages", "en").replace(",", " ").split())
    source = _source(request, is_wikidata=listed.is_wikibase)
    yield Batch(sources=[source])
    reader = Reader(request, listed, pages, languages, source, Seen.nothing(request.schema))
    wanted = _once(_items(request, listed, pages))
    while part := list(islice(wanted, _count(request, "at_once", 50))):
        nameless = [LeftOut(request.name, None, "item", item, "is a node without a name")
                    for item in part if item.startswith("_:")]  # fmt: skip
        if nameless:
            yield Batch(left_out=nameless)
        yield from reader.read([item for item in part if not item.startswith("_:")])


def _once(items: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for item in items:
        if item not in seen:
            seen.add(item)
            yield item


def _list(request: Request) -> PropertyList:
    profile = request.options.get("profile")
    if profile == "wikidata":
        return wikidata.PROFILE
    if profile:
        raise UsageError(f"no profile is called {profile!r}; use wikidata")
    path = request.file("properties")
    assert path is not None, "is asked for only where the option is given"
    return read_list(path, request.options["properties"], request.schema)


def _source(request: Request, *, is_wikidata: bool) -> Source:
    """Describe the source; Wikidata's licence is known, that of any other endpoint must be told."""
    given = request.options.get("licence") or ("CC0-1.0" if is_wikidata else "unknown")
    by, version = licence(given), request.options.get("version", "")
    return Source(
        request.mint.source(request.source_id), AG.Dataset,
        "Wikidata" if is_wikidata else request.name,
        request.mint.graph(request.source_id, version), by, by,
        publisher="Wikimedia Foundation" if is_wikidata else "", version=version,
        url=request.name, reliability=request.options.get("reliability", ""),
    )  # fmt: skip


def _items(request: Request, listed: PropertyList, pages: Pages) -> Iterator[str]:
    """Yield the items to read: those that are listed, or those that a pattern finds, in order."""
    items, where = request.options.get("items", ""), request.options.get("where", "")
    if bool(items) == bool(where):
        raise UsageError("name the things to read: by items, or by a pattern (where)")
    if items:
        for text in _written(request, items):
            yield _iri(text, listed)
        return
    if "?item" not in where:
        raise UsageError(f"the pattern {where!r} does not bind ?item")
    for rows in pages.rows("", ("item",), where):
        for (term,) in rows:
            assert term is not None
            yield key(term)


def _written(request: Request, items: str) -> Iterator[str]:
    """Yield the items of a file, without its comments, or of the option itself."""
    path = request.folder / items
    is_file = len(items) <= _LONGEST_NAME and path.is_file()
    for line in (path.read_text(encoding="utf-8-sig") if is_file else items).splitlines():
        if not line.startswith("#"):
            yield from line.partition(" #")[0].replace(",", " ").split()


def _iri(text: str, listed: PropertyList) -> str:
    if listed.is_wikibase and text.startswith("Q") and text[1:].isdecimal():
        return f"{wikidata.ENTITY}{text}"
    try:
        iri = NamedNode(text).value
    except ValueError:
        iri = ""
    if "://" not in iri:
        example = "Q312" if listed.is_wikibase else "https://data.example/item"
        raise UsageError(f"{text!r} is no item; write it as {example}")
    return iri
