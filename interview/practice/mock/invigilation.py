"""That a mock interview is running: one at a time, and no help meanwhile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from interview.errors import UsageError
from interview.history.store import history_path
from interview.locks import try_to_hold
from interview.messages import _

MOCK_LOCK = "mock.lock"
"""Locked as long as an interview runs; the system lets go of it however that ends."""


@contextlib.contextmanager
def only_interview() -> Iterator[None]:
    """The interview in this terminal is the only one; raises UsageError if another is running."""
    fd = open_mock_lock(mock_lock_path())
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
    path = mock_lock_path()
    fd = open_mock_lock(path) if path.exists() else None
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


def mock_lock_path() -> Path:
    return history_path().with_name(MOCK_LOCK)


def open_mock_lock(path: Path) -> int | None:
    """A descriptor of the file; None where it can't be written, and nothing is marked."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
