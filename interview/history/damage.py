"""A history that is no database any more: set aside under another name, never overwritten."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from interview.locks import holding
from interview.messages import _

LOG_SUFFIX, INDEX_SUFFIX = "-wal", "-shm"
"""What SQLite keeps beside a database while it is in use; the index can be made anew."""


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is at fault, not its folder, the disk or another program."""
    return error_code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def is_busy(error: BaseException) -> bool:
    """Whether another session is at it, which passes."""
    return error_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def error_code(error: BaseException) -> int:
    """SQLite's primary result code; 0 for errors that are not SQLite's."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def file_identity(path: Path) -> int | None:
    """Tells one file from another that takes its name later; None if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def set_damaged_aside(path: Path, seen: int | None) -> None:
    """Renames the damaged file, unless another session has done so since it was `seen`; says where it is."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    with holding(os.open(path.parent, os.O_RDONLY)):
        if seen is None or file_identity(path) != seen:
            return
        with suppress(FileNotFoundError):  # first, so that it is never found beside the fresh one
            path.with_name(path.name + LOG_SUFFIX).rename(kept.with_name(kept.name + LOG_SUFFIX))
        path.with_name(path.name + INDEX_SUFFIX).unlink(missing_ok=True)
        path.rename(kept)
    text = _("{path}: damaged, no history can be read from it: kept as {kept}, a new one is begun")
    print(text.format(path=path, kept=kept.name), file=sys.stderr)
