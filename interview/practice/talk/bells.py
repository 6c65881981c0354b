"""Words that come while a line is being typed: a minute left, the time of a part over."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import FrameType

SOONEST = 0.001
"""Seconds: a timer of none would be none."""


@dataclass(frozen=True, order=True)
class Bell:
    """What is said when; seconds of `time.monotonic`."""

    at: float
    says: str


BELLS: ContextVar[list[Bell] | None] = ContextVar("BELLS", default=None)
"""Those that are still to ring, the next first."""


class BellRang(Exception):
    """A bell rang while a line was typed, which has to be asked for anew."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@contextmanager
def bells_set(bells: Iterable[Bell]) -> Iterator[None]:
    """These ring while something is typed in this block, each once."""
    token = BELLS.set(sorted(bells))
    try:
        yield
    finally:
        BELLS.reset(token)


@contextmanager
def bells_heard() -> Iterator[None]:
    """A line is typed in this block; raises BellRang when a bell rings."""
    bells = BELLS.get()
    if not bells or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise BellRang(bells.pop(0).says)

    signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, max(SOONEST, bells[0].at - time.monotonic()))
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
