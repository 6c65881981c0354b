"""Locks between processes, on open files. The system lets go of one when its process ends, however that is.

Source: `man 2 flock`. Unlike `fcntl`'s own locks they are not lost when the process closes another
descriptor of the same file.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import fcntl
except ImportError:  # a system without it has no second process of ours either
    fcntl = None  # type: ignore[assignment]

STEP_SECONDS = 0.01
"""Between two tries."""


@contextmanager
def holding(fd: int, patience: float = math.inf) -> Iterator[None]:
    """One process at a time in this block, which closes the descriptor at its end.

    Raises TimeoutError after so many seconds in which another one had it.
    """
    until = time.monotonic() + patience
    try:
        while not try_to_hold(fd):
            if time.monotonic() > until:
                raise TimeoutError("another process holds the lock")
            time.sleep(STEP_SECONDS)
        yield
    finally:
        os.close(fd)


def try_to_hold(fd: int) -> bool:
    """Whether nobody else has the lock; then it is ours until the descriptor is closed."""
    try:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
