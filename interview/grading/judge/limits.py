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
from math import inf

from interview.grading.sandbox.levels import MIB, address_space
from interview.grading.sandbox.limits import wall_seconds
from interview.model.question import Limits

COMPARING_SECONDS, COMPARING_TIMES_REFERENCE = 5.0, 20.0
"""Seconds of computing to compare a run: the reference runs again in it, to see what rounding costs."""
NAMING_SECONDS, NAMING_TIMES_REFERENCE = 5.0, 3.0
"""Seconds of computing to name its mistakes, and what is added for each mistake that is known."""
REPEATED_SECONDS = 1.0
"""After so many more the same is said again to code that did not hear it."""
ENDS: list[tuple[float, float]] = []
"""When the blocks of `at_most` that this process is in come to their end, the outermost first: in seconds
of computing and by the clock."""
JUDGE_MEMORY_MIB = 2048
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
        most = self.before + (2 * limits.memory_mib + JUDGE_MEMORY_MIB) * MIB
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(ValueError):  # somebody has set less, which holds as well
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class TookTooLong(BaseException):
    """Something computes without an end; no `except Exception` of its own stops this."""


@contextmanager
def at_most(seconds: float, wall: float | None = None) -> Iterator[None]:
    """Raises TookTooLong once so many seconds have been computed, or have gone by where that is limited too.

    It is computing that is limited, so that nothing hangs on how busy the machine is; the clock only for
    what sleeps. Within another such block, whose seconds run on, only the nearer end matters.
    """
    late = armed = False

    def end(*_: object) -> None:
        nonlocal late
        late = True
        if armed:  # else it would interrupt what is done before and after the block
            raise TookTooLong

    before = {number: signal.signal(number, end) for number in (signal.SIGPROF, signal.SIGALRM)}
    computing = time.process_time() + seconds
    clock = time.monotonic() + (inf if wall is None else wall)
    around = ENDS[-1] if ENDS else (inf, inf)
    ENDS.append((min(computing, around[0]), min(clock, around[1])))
    try:
        start_clocks(*ENDS[-1])
        armed = True
        if not late:
            yield
    finally:
        armed = False
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        ENDS.pop()
        if ENDS:
            start_clocks(*ENDS[-1])
    if late:  # whoever runs programs takes every exception for the code's own
        raise TookTooLong


def start_clocks(computing: float, clock: float) -> None:
    """Until these ends of a block; the timers count in ticks, so what is over is told at once."""
    left = {
        signal.ITIMER_PROF: computing - time.process_time(),
        signal.ITIMER_REAL: clock - time.monotonic(),
    }
    for timer, seconds in left.items():
        if 0 < seconds < inf:
            signal.setitimer(timer, seconds, REPEATED_SECONDS)
    if min(left.values()) <= 0:
        signal.raise_signal(signal.SIGPROF)


@contextmanager
def memory_limit(mib: int) -> Iterator[None]:
    """In the block there is so much more memory than now; where the system lets it be limited."""
    if sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = address_space() + mib * MIB
    known = [limit for limit in (wanted, soft) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
