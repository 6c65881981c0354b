"""What the judge itself may use: at a question's own code, and at what a runner has sent.

Everything that comes from a runner is measured before it is looked at, so these limits are a net
below that: what exceeds them is the verdict on that submission, and costs no other one anything.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from interview.grading.sandbox.levels import MIB, address_space
from interview.grading.sandbox.limits import wall_seconds
from interview.model.question import Limits

COMPARING_SECONDS, COMPARING_TIMES_REFERENCE = 5.0, 20.0
"""Seconds of computing to compare a run: the reference runs again in it, to see what rounding costs."""
NAMING_SECONDS, NAMING_TIMES_REFERENCE = 5.0, 3.0
"""Seconds of computing to name its mistakes, and what is added for each mistake that is known."""
PREPARING_SECONDS = 240.0
"""Seconds by the clock for a question's own code, on a busy machine: to load it and run its reference."""
LADDER_SECONDS = 1800.0
ENDS: list[float] = []
"""When the blocks of `at_most` that this process is in come to their end, the outermost first."""
MORE_MEMORY_MIB = 2048
"""What the judge may take beside what the reference and a run may, each as much as an attempt."""


def comparing_seconds(reference: float) -> float:
    return COMPARING_SECONDS + COMPARING_TIMES_REFERENCE * reference


def naming_seconds(reference: float, mistakes: int) -> float:
    return NAMING_SECONDS + NAMING_TIMES_REFERENCE * reference * mistakes


def judging_patience(reference: float, mistakes: int) -> float:
    """Seconds by the clock after which a judge that should have judged a run is given up."""
    return wall_seconds(comparing_seconds(reference) + naming_seconds(reference, mistakes))


class MemoryLimit:
    """Keeps the judge within what a question needs, relative to what the process had at first."""

    def __init__(self) -> None:
        self.before = address_space() if sys.platform == "linux" else 0

    def set(self, limits: Limits) -> None:
        """Beyond it, allocating raises MemoryError, or what torch raises in its place."""
        if not self.before:
            return
        most = self.before + (2 * limits.memory_mib + MORE_MEMORY_MIB) * MIB
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(ValueError):  # somebody has set less, which holds as well
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class TookTooLong(BaseException):
    """Something computes without an end; no `except Exception` of its own stops this."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TookTooLong once so many seconds have been computed; time spent waiting doesn't count.

    Within another such block, whose seconds run on, only the smaller limit matters.
    """
    late = armed = False

    def end(*_: object) -> None:
        nonlocal late
        late = True
        if armed:  # else it would interrupt what is done before and after the block
            raise TookTooLong

    before = signal.signal(signal.SIGPROF, end)
    begun = time.process_time()
    ENDS.append(min([begun + seconds, *ENDS[-1:]]))
    try:
        resume_clock(ENDS[-1] - begun)
        armed = True
        if not late:
            yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        ENDS.pop()
        if ENDS:
            resume_clock(ENDS[-1] - time.process_time())
    if late:  # whoever runs programs takes every exception for the code's own
        raise TookTooLong


def resume_clock(left: float) -> None:
    """The clock of the block around; the timer counts in ticks, so what is over is told at once."""
    if left > 0:
        signal.setitimer(signal.ITIMER_PROF, left)
    else:
        signal.raise_signal(signal.SIGPROF)
