"""A disk without room."""

from __future__ import annotations

import resource
from contextlib import contextmanager


@contextmanager
def no_room(size=0):
    """In this block no file of this process can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
