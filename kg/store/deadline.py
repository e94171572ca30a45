"""A point in time by which a whole answer must be there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryTimeout, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 10_000_000  # seconds, a third of a year; timers of the system take no more than that


@dataclass(frozen=True, slots=True)
class Deadline:
    """Seconds that were allowed, and the moment on the clock at which they have passed.

    >>> deadline = Deadline.after(5, clock=iter([100.0, 103.0, 105.5]).__next__)
    >>> deadline.left()
    2.0
    >>> deadline.left()
    Traceback (most recent call last):
    kg.errors.QueryTimeout: the query has no whole answer after 5 s; allow more, or ask for less
    """

    seconds: float
    until: float
    asked: str
    clock: Callable[[], float]

    @classmethod
    def after(
        cls, seconds: float, asked: str = "the query", clock: Callable[[], float] = time.monotonic
    ) -> Deadline:
        """Begin to count; raise `UsageError` for a number of seconds that is none."""
        if not 0 < seconds <= _LONGEST:
            raise UsageError(
                f"a time-out of {seconds} s cannot be; give seconds above 0, at most {_LONGEST}"
            )
        return cls(seconds, clock() + seconds, asked, clock)

    def left(self) -> float:
        """Return the seconds that are left; raise `QueryTimeout` if there are none."""
        seconds = self.until - self.clock()
        if seconds <= 0:
            raise self.passed()
        return seconds

    def is_over(self) -> bool:
        """Tell whether the time has passed."""
        return self.clock() >= self.until

    def passed(self) -> QueryTimeout:
        """Return the error to raise when it has passed."""
        message = f"{self.asked} has no whole answer after {round(self.seconds, 1):g} s"
        return QueryTimeout(f"{message}; allow more, or ask for less")
