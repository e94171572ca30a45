"""HTTP with one deadline for everything: connecting, sending, headers, and the body to its end.

The time-out of a socket is for one read; a server that sends a byte now and then never meets it.
Here each read may last no longer than what is left. Looking up the name of a host is the system's
own affair, and has its own time-out there.
"""

from __future__ import annotations

import io
import ssl
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPHandler, HTTPSHandler, build_opener

if TYPE_CHECKING:
    import socket
    from urllib.request import OpenerDirector, Request

    from kg.store.deadline import Deadline


def opener(deadline: Deadline) -> OpenerDirector:
    """Return what opens addresses, and reads what they answer, until the deadline."""
    return build_opener(_Http(deadline), _Https(deadline))


class _Http(HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Connection, deadline=self._deadline), req)


class _Https(HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: Request) -> HTTPResponse:
        secure = partial(_SecureConnection, deadline=self._deadline)
        return self.do_open(secure, req, context=ssl.create_default_context())


class _Timed:
    """What the two kinds of connection do alike."""

    timeout: float | None
    deadline: Deadline

    def connect(self) -> None:
        self.timeout = self.deadline.left()
        super().connect()  # type: ignore[misc]
        self.deadline.left()


class _Connection(_Timed, HTTPConnection):
    def __init__(self, host: str, *, deadline: Deadline, **options: Any) -> None:  # noqa: ANN401
        super().__init__(host, **options)
        self.deadline = deadline
        self.response_class = partial(_Response, deadline=deadline)  # type: ignore[assignment]


class _SecureConnection(_Timed, HTTPSConnection):
    def __init__(self, host: str, *, deadline: Deadline, **options: Any) -> None:  # noqa: ANN401
        super().__init__(host, **options)
        self.deadline = deadline
        self.response_class = partial(_Response, deadline=deadline)  # type: ignore[assignment]


class _Response(HTTPResponse):
    """A response whose bytes, those of its headers too, come by the deadline or not at all."""

    def __init__(self, sock: socket.socket, *given: Any, deadline: Deadline, **named: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *given, **named)
        self.fp = io.BufferedReader(_Bytes(self.fp.detach(), sock, deadline))


class _Bytes(io.RawIOBase):
    """The bytes of a socket, no longer than until the deadline."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        self._raw, self._socket, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401  (any buffer of bytes)
        self._socket.settimeout(self._deadline.left())
        try:
            return self._raw.readinto(buffer)
        except TimeoutError as error:
            raise self._deadline.passed() from error

    def close(self) -> None:
        self._raw.close()
        super().close()
