"""How long the judge itself may compute: at a question's own code, and at what a runner has sent."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(BaseException):
    """Something computes without an end; no `except Exception` of its own stops this."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TookTooLong once so many seconds have been computed; time spent waiting doesn't count."""
    late = False

    def end(*_: object) -> None:
        nonlocal late
        late = True
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if late:  # whoever runs programs takes every exception for the code's own
        raise TookTooLong
