"""A history that is no database any more: set aside under another name, never overwritten."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from interview.messages import _

LOG, INDEX = "-wal", "-shm"
"""What SQLite keeps beside a database while it is in use; the index can be made anew."""


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is at fault, not its folder, the disk or another program."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def identity(path: Path) -> int | None:
    """Tells one file from another that takes its name later; None if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def set_aside(path: Path, seen: int | None) -> None:
    """Renames the damaged file, unless another session has done so since it was `seen`; says where it is."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    with locked(path.parent):
        if seen is None or identity(path) != seen:
            return
        with suppress(FileNotFoundError):  # first, so that it is never found beside the fresh one
            path.with_name(path.name + LOG).rename(kept.with_name(kept.name + LOG))
        path.with_name(path.name + INDEX).unlink(missing_ok=True)
        path.rename(kept)
    told = _("{path}: damaged, no history can be read from it: kept as {kept}, a new one is begun")
    print(told.format(path=path, kept=kept.name), file=sys.stderr)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One session at a time in this block; a lock ends with the process that holds it."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
