"""The line below what is typed that says what time is left: whether there is one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from interview.practice.talk.keys import can_press_keys
from interview.screen.console import out

ClockLine = Callable[[], str]
CLOCK_LINE: ContextVar[ClockLine | None] = ContextVar("clock line", default=None)
"""Of what is held, if it has a clock that runs."""


@contextmanager
def clock_shown(line: ClockLine | None) -> Iterator[None]:
    """What is typed in this block has this line below it."""
    token = CLOCK_LINE.set(line)
    try:
        yield
    finally:
        CLOCK_LINE.reset(token)


def is_clock_shown() -> bool:
    """Whether there is a clock, and a terminal that a line can be kept up to date on."""
    return (
        CLOCK_LINE.get() is not None
        and can_press_keys()
        and out().is_terminal
        and os.environ.get("TERM", "dumb") not in ("dumb", "unknown", "")
        and all(speaks_utf8(stream.encoding) for stream in (sys.stdin, sys.stdout))
    )


def speaks_utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "") == "utf8"
