"""Answering in a child process that can be killed, for engines that cannot be interrupted.

Neither Oxigraph nor rdflib stops in the middle of a query, and a thread cannot be ended. A forked
child has the parent's memory, store and all, as it is at that moment (pages are copied when they
are written to); its rows come back over a pipe. It ends when all is answered, when nobody reads on,
when the time has passed, or with its parent's interruption. Should its parent die before it, a
timer of its own ends it a second after the time has passed.

Rows are pickled, which is safe here: what is unpickled was written by our own child.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import select
import signal
import time
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from kg.errors import KgError, UsageError
from kg.store.base import Stream
from kg.store.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from kg.store.base import Row, Streamed

_BATCH = 500  # rows a message
_PAUSE = 0.1  # seconds after which a smaller message is sent
_GRACE = 1.0  # seconds after the deadline at which an orphan ends itself

_Message = tuple[str, Any]


def forked(ask: Callable[[], Streamed], seconds: float) -> Streamed:
    """Return what `ask` returns, called in a child process that has some seconds for all of it.

    Raises `QueryTimeout` when they have passed, what `ask` raises, and `UsageError` where the
    system cannot fork.
    """
    deadline = Deadline.after(seconds)
    if not hasattr(os, "fork"):
        raise UsageError("a time-out needs os.fork, which this system lacks; ask without one")
    messages = _messages(ask, deadline)
    kind, first = next(messages)
    if kind == "variables":
        return Stream(first, _rows(messages), messages.close)
    messages.close()
    return first  # type: ignore[no-any-return]


def _rows(messages: Generator[_Message, None, None]) -> Generator[Row, None, None]:
    with contextlib.closing(messages):
        for _, batch in messages:
            yield from batch


def _messages(ask: Callable[[], Streamed], deadline: Deadline) -> Generator[_Message, None, None]:
    """Yield what the child tells, up to its end; a child that is asked no more is killed."""
    pid, pipe = _start(ask, deadline.seconds)
    try:
        with io.BufferedReader(_Pipe(pipe, deadline)) as reader:
            while True:
                deadline.left()
                kind, value = _read(reader, deadline)
                if kind == "error":
                    raise value
                if kind == "end":
                    return
                yield kind, value
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):  # the program waits itself
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _read(reader: BinaryIO, deadline: Deadline) -> _Message:
    try:
        return pickle.load(reader)  # type: ignore[no-any-return]  # noqa: S301  (see above)
    except (EOFError, pickle.UnpicklingError) as error:
        if deadline.is_over():
            raise deadline.passed() from error
        raise KgError(
            "the process that answered the query ended before it had the whole answer; "
            "perhaps the memory ran out: ask for less"
        ) from error


class _Pipe(io.RawIOBase):
    """The end of a pipe that is read, no longer than until the deadline."""

    def __init__(self, descriptor: int, deadline: Deadline) -> None:
        self._descriptor, self._deadline = descriptor, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (any buffer of bytes)
        waiting = select.poll()
        waiting.register(self._descriptor, select.POLLIN)
        if not waiting.poll(self._deadline.left() * 1000):
            raise self._deadline.passed()
        return os.readv(self._descriptor, [buffer])

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def _start(ask: Callable[[], Streamed], seconds: float) -> tuple[int, int]:
    """Fork; return the child's id and the end of the pipe that it is heard on."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of threads that hold locks. The child starts none and waits for none that
        # Oxigraph or rdflib take to read; if one is held all the same, its time passes.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _answer(ask, reading, writing, seconds)
    os.close(writing)
    return pid, reading


def _answer(ask: Callable[[], Streamed], reading: int, writing: int, seconds: float) -> NoReturn:
    """Be the child: tell the answer, and end without what a program does at its end."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)  # which ends it in the middle of native code too
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            for message in _told(ask):
                pickle.dump(message, pipe)
                pipe.flush()
        code = 0
    finally:
        os._exit(code)


def _told(ask: Callable[[], Streamed]) -> Iterator[_Message]:
    try:
        answer = ask()
        if not isinstance(answer, Stream):
            yield "value", answer
            return
        yield "variables", answer.variables
        yield from (("rows", batch) for batch in _batches(answer.rows))
        yield "end", None
    except Exception as error:  # noqa: BLE001  (it is raised again, in the parent)
        yield "error", error


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Put rows together, though not for so long that one who waits for them would notice."""
    batch: list[Row] = []
    sent = time.monotonic()
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH or time.monotonic() - sent > _PAUSE:
            yield batch
            batch, sent = [], time.monotonic()
    yield batch
