"""Any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

from contextlib import closing, contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from kg.errors import EndpointError, InvalidQuery
from kg.store.base import Stream, Streamed, streamed, whole
from kg.store.deadline import Deadline
from kg.store.transport import opener

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from email.message import Message
    from http.client import HTTPResponse
    from urllib.request import Request

    from kg.store.base import Answer, Row

USER_AGENT = "allegiance-kg (https://w3id.org/allegiance)"
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_BAD_REQUEST = 400
_TOLD = 1000  # bytes of what a server says of an error


class RemoteStore:
    """Queries an endpoint by POST; `timeout` is in seconds, for all of an answer (None: for ever).

    What its default graph holds is the endpoint's own affair: serve releases with the union of
    all graphs as default graph (``oxigraph serve --union-default-graph``).
    """

    def __init__(self, url: str, timeout: float | None = 60) -> None:
        self.url, self.timeout = url, timeout

    def stream(self, sparql: str, timeout: float | None = None) -> Streamed:
        """Answer a query; the rows of a SELECT are read from the network as they are asked for.

        Raises `EndpointError` with the address and what it said.
        """
        seconds = self.timeout if timeout is None else timeout
        deadline = None if seconds is None else Deadline.after(seconds, self.url)
        request, form = self._request(sparql)
        with self._faults(deadline):
            response = _opened(request, deadline)
            try:
                _refuse_part(self.url, response.headers)
                answer = _graph(response) if form in _GRAPHS else _result(response)
                answer = _truth(answer) if form == "ASK" else answer
            except BaseException:
                response.close()
                raise
        if isinstance(answer, Stream):
            rows = self._rows(answer, response, deadline)
            return Stream(answer.variables, rows, response.close)
        response.close()
        return answer

    def query(self, sparql: str, timeout: float | None = None) -> Answer:
        """Answer a query with all rows; raise `EndpointError` with the address and what it said."""
        return whole(self.stream(sparql, timeout))

    def _request(self, sparql: str) -> tuple[Request, str]:
        """Return what is to be sent, and the form of the query: SELECT, ASK, …."""
        wrapper = SPARQLWrapper(self.url, agent=USER_AGENT)
        wrapper.setMethod(POST)
        wrapper.setQuery(sparql)
        if wrapper.isSparqlUpdateRequest():
            raise InvalidQuery("an update changes data; only queries are sent to an endpoint")
        wrapper.setReturnFormat(TURTLE if wrapper.queryType in _GRAPHS else JSON)
        # Not wrapper.query(), whose time-out is for each read of the socket alone.
        return wrapper._createRequest(), str(wrapper.queryType)  # noqa: SLF001

    def _rows(
        self, answer: Stream, response: HTTPResponse, deadline: Deadline | None
    ) -> Generator[Row, None, None]:
        with closing(response), self._faults(deadline):
            yield from answer.rows

    @contextmanager
    def _faults(self, deadline: Deadline | None) -> Iterator[None]:
        """Tell what goes wrong on the way as errors of ours."""
        try:
            yield
        except HTTPError as error:
            with error:
                said = error.read(_TOLD).decode("utf-8", "replace").strip()
            if error.code == _BAD_REQUEST:
                raise InvalidQuery(f"{self.url} does not accept the query: {said}") from error
            raise EndpointError(f"{self.url}: {error}: {said}") from error
        except (URLError, OSError, HTTPException) as error:
            if deadline and deadline.is_over():
                raise deadline.passed() from error
            within = f" within {round(deadline.seconds, 1):g} s" if deadline else ""
            raise EndpointError(
                f"{self.url} cannot be reached{within}: {error}; check the address"
            ) from error
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self.url} did not answer as SPARQL 1.1 lays down: {error}; is it an endpoint?"
            ) from error


def _graph(response: HTTPResponse) -> list[ox.Triple]:
    found = ox.parse(input=response.read(), format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in found]


def _result(response: HTTPResponse) -> Streamed:
    return streamed(ox.parse_query_results(response, format=ox.QueryResultsFormat.JSON))


def _opened(request: Request, deadline: Deadline | None) -> HTTPResponse:
    if deadline is None:
        return urlopen(request)  # type: ignore[no-any-return]  # noqa: S310  (http or https: see kg.connect)
    return opener(deadline).open(request, timeout=deadline.left())  # type: ignore[no-any-return]


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


def _truth(answer: Streamed) -> bool:
    """Return the truth value of an ASK; Virtuoso 7 answers with a row for true, none for false."""
    if isinstance(answer, Stream) and answer.variables == ("__ASK_RETVAL",):
        return bool(list(answer.rows))
    if not isinstance(answer, bool):
        raise ValueError("an ASK was answered with rows")
    return answer
