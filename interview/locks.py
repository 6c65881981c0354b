"""Locks between processes, on open files. The system lets go of one when its process ends, however that is.

Source: `man 2 flock`. Unlike `fcntl`'s own locks they are not lost when the process closes another
descriptor of the same file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import fcntl
except ImportError:  # a system without it has no second process of ours either
    fcntl = None  # type: ignore[assignment]


@contextmanager
def holding(fd: int) -> Iterator[None]:
    """One process at a time in this block, which closes the descriptor at its end."""
    try:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_EX)
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
