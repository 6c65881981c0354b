"""That a mock interview is running: one at a time, and no help meanwhile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from interview.errors import UsageError
from interview.history.store import StoreError, history_path
from interview.locks import try_to_hold
from interview.messages import _

MOCK_LOCK = "mock.lock"
"""Locked as long as an interview runs; the system lets go of it however that ends."""


@contextlib.contextmanager
def only_interview() -> Iterator[None]:
    """The interview in this terminal is the only one; raises UsageError if another is running."""
    fd = open_mock_lock()
    if fd is None:
        yield
        return
    try:
        if not try_to_hold(fd):
            raise UsageError(_("a mock interview is running in another terminal: finish it there"))
        yield
    finally:
        os.close(fd)


def refuse_help() -> None:
    """Raises UsageError while a mock interview is running: there is no help in it."""
    fd = open_mock_lock(os.O_RDWR)
    if fd is None:
        return
    try:
        if not try_to_hold(fd):
            raise UsageError(
                _(
                    "a mock interview is running: no hints, answers or solutions: "
                    "pause it with :p, or finish it"
                )
            )
    finally:
        os.close(fd)


def open_mock_lock(flags: int = os.O_RDWR | os.O_CREAT) -> int | None:
    """A descriptor of the file; None where there is or can be none, and nothing is marked."""
    try:
        path = history_path().with_name(MOCK_LOCK)
        if flags & os.O_CREAT:
            path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags | os.O_CLOEXEC, 0o600)
    except (OSError, StoreError):
        return None
