"""One SPARQL endpoint, asked with patience: what fails for a while is asked again, later.

Asked again are 429, 500, 502, 503 and 504, time-outs, connections that break and answers that are
cut off. The waits double; a ``Retry-After`` that is longer is kept to. The clock and the sleeping
are arguments, so that a test waits for nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from importlib.metadata import version
from socket import gaierror
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, SPARQLWrapperException

from kg.errors import EndpointError, InvalidQuery
from kg.store.base import Solutions, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable

_PASSING = (429, 500, 502, 503, 504)
_LONGEST_WAIT = 900  # an endpoint that asks for more is asked again by another run


def user_agent() -> str:
    """Name the tool and its version, as an endpoint such as Wikidata's requires."""
    return f"allegiance-kg/{version('allegiance-kg')} (https://w3id.org/allegiance)"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time (in UTC) and what waits some seconds."""

    now: Callable[[], datetime] = field(default=_now)
    sleep: Callable[[float], None] = field(default=time.sleep)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint, who asks it, how long an answer may take (s) and how often to ask again."""

    url: str
    agent: str
    timeout: int = 60
    retries: int = 5
    clock: Clock = field(default_factory=Clock)

    def select(self, sparql: str) -> tuple[bytes, Solutions]:
        """Answer a SELECT: the answer as it came, whole, and its solutions.

        Raises `InvalidQuery` if the endpoint does not accept the query, `EndpointError` with what
        it said last if no attempt gave a whole answer.
        """
        for attempt in range(self.retries + 1):
            try:
                raw = self._ask(sparql)
                return raw, read_solutions(raw)
            except Passing as error:
                if attempt == self.retries:
                    tries = f"{attempt + 1} time{'s' if attempt else ''}"
                    raise EndpointError(
                        f"{self.url} was asked {tries}, the last time: {error}; run the import "
                        "again later: with the option pages it goes on where it stopped"
                    ) from error
                self.clock.sleep(self._wait(attempt, error))
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, attempt: int, error: Passing) -> float:
        """Return how long to wait: 1, 2, 4, … seconds, or as long as the endpoint asks for."""
        asked = _seconds(error.retry_after, self.clock.now())
        if asked > _LONGEST_WAIT:
            raise EndpointError(
                f"{self.url} asks to wait {asked:.0f} s; run the import again then: with the "
                "option pages it goes on where it stopped"
            ) from error
        return max(float(2**attempt), asked)

    def _ask(self, sparql: str) -> bytes:
        wrapper = SPARQLWrapper(self.url, agent=self.agent)
        wrapper.setTimeout(self.timeout)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(sparql)
        try:
            response = wrapper.query().response
            raw: bytes = response.read()
        except HTTPError as error:
            if error.code in _PASSING:
                raise Passing(str(error), error.headers.get("Retry-After", "")) from error
            raise EndpointError(f"{self.url}: {error}; check the address") from error
        except EndPointInternalError as error:  # 500: as a rule a query that took too long
            raise Passing(str(error)) from error
        except SPARQLWrapperException as error:
            if "QueryBadFormed" in type(error).__name__:
                raise InvalidQuery(f"{self.url} does not accept the query: {error}") from error
            raise EndpointError(f"{self.url}: {error}; check the address") from error
        except (URLError, OSError, HTTPException) as error:  # HTTPException: a body cut off
            if isinstance(getattr(error, "reason", None), gaierror):
                raise EndpointError(f"{self.url} is not found; check the address") from error
            raise Passing(f"{type(error).__name__} {error}") from error
        self._refuse_else(response.geturl(), response.headers)
        return raw

    def _refuse_else(self, address: str, headers: object) -> None:
        """Refuse what another address answered, a web page, and an answer that says it is part."""
        told = {name.lower(): value for name, value in getattr(headers, "items", dict)()}
        if address != self.url:
            raise EndpointError(f"{self.url} leads on to {address}; give that address, if meant")
        if told.get("content-type", "").startswith("text/html"):
            raise EndpointError(f"{self.url} answers with a web page; give the SPARQL endpoint")
        if "x-sql-state" in told:  # Virtuoso, where the time was up
            raise Passing(f"part of an answer: {told.get('x-sql-message', told['x-sql-state'])}")


class Passing(Exception):
    """What may be over when asked again."""

    def __init__(self, message: str, retry_after: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(message)


def read_solutions(raw: bytes) -> Solutions:
    """Read SPARQL results in JSON to their end; a part of them is no answer.

    >>> read_solutions(b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}').variables
    ('s',)
    """
    try:
        answer = read_answer(ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON))
    except (SyntaxError, ValueError) as error:
        raise Passing(f"the answer is cut off or no SPARQL results in JSON: {error}") from error
    if not isinstance(answer, Solutions):
        raise Passing("the answer holds no solutions")
    return answer


def _seconds(retry_after: str, now: datetime) -> float:
    """Read ``Retry-After``: seconds, or a date; 0 where it is neither (RFC 9110, section 10.2.3).

    >>> _seconds("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> _seconds("Thu, 01 Jan 2026 00:00:30 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    30.0
    """
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max((parsedate_to_datetime(retry_after) - now).total_seconds(), 0.0)
    except (TypeError, ValueError):  # blank, or no date: then the waits double, as without it
        return 0.0
