"""Any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg.errors import EndpointError, InvalidQuery
from kg.store.base import Solutions, read_answer

if TYPE_CHECKING:
    from email.message import Message

    from kg.store.base import Answer

USER_AGENT = "allegiance-kg (https://w3id.org/allegiance)"
_GRAPHS = ("CONSTRUCT", "DESCRIBE")


class RemoteStore:
    """Queries an endpoint by POST; `timeout` is in seconds.

    What its default graph holds is the endpoint's own affair: serve releases with the union of
    all graphs as default graph (``oxigraph serve --union-default-graph``).
    """

    def __init__(self, url: str, timeout: int = 60) -> None:
        self.url, self.timeout = url, timeout

    def query(self, sparql: str) -> Answer:
        """Answer a query; raise `EndpointError` with the address and what it said."""
        wrapper = SPARQLWrapper(self.url, agent=USER_AGENT)
        wrapper.setTimeout(self.timeout)
        wrapper.setMethod(POST)
        wrapper.setQuery(sparql)
        graph = wrapper.queryType in _GRAPHS
        wrapper.setReturnFormat(TURTLE if graph else JSON)
        try:
            response = wrapper.query().response
            _refuse_part(self.url, response.headers)
            raw: bytes = response.read()
            if graph:
                found = ox.parse(input=raw, format=ox.RdfFormat.TURTLE)
                return [quad.triple for quad in found]
            answer = read_answer(ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON))
            return _truth(answer) if wrapper.queryType == "ASK" else answer
        except SPARQLWrapperException as error:
            if "QueryBadFormed" in type(error).__name__:
                raise InvalidQuery(f"{self.url} does not accept the query: {error}") from error
            raise EndpointError(f"{self.url}: {error}") from error
        except (URLError, OSError) as error:
            raise EndpointError(
                f"{self.url} cannot be reached within {self.timeout} s: {error}; check the address"
            ) from error
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self.url} did not answer as SPARQL 1.1 lays down: {error}; is it an endpoint?"
            ) from error


def _refuse_part(url: str, headers: Message) -> None:
    """Raise `EndpointError` where Virtuoso says that it sends no more than a part of the answer.

    It cuts an answer of rows at its own limit, and one that takes too long at what it has by then,
    both with the status 200. Of a graph that it cut it says nothing.
    """
    if limit := headers.get("X-SPARQL-MaxRows"):
        raise EndpointError(
            f"{url} sends no more than {limit} rows, and this answer has so many or more; "
            "narrow the question, or raise ResultSetMaxRows there"
        )
    if state := headers.get("X-SQL-State"):
        said = headers.get("X-SQL-Message") or state
        raise EndpointError(f"{url} sent a part of the answer alone: {said}; ask for less")


def _truth(answer: Answer) -> Answer:
    """Return the truth value of an ASK; Virtuoso 7 answers with a row for true, none for false."""
    if isinstance(answer, Solutions) and answer.variables == ("__ASK_RETVAL",):
        return bool(answer.rows)
    if not isinstance(answer, bool):
        raise ValueError("an ASK was answered with rows")
    return answer
