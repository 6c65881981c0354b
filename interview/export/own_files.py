"""Which files an export may write over: those that are its own of before, known by a mark in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from interview.errors import UsageError
from interview.files import apart_from_output
from interview.messages import _

MARK_BYTES = 1_000
"""So near its beginning or its end a file of ours has its mark."""


def refuse_other_files(paths: Iterable[Path], mark: str) -> None:
    """Raises UsageError, with a line on each file in which something stands that is none of ours.

    A pipe, a device and our own output hold nothing that could be lost.
    """
    others = [
        path for path in apart_from_output(paths) if path.is_file() and holds_else(path, mark)
    ]
    text = _("{path}: there is another file already: move it, or name another place")
    if others:
        raise UsageError(*(text.format(path=path) for path in others))


def holds_else(path: Path, mark: str) -> bool:
    """Whether a file holds anything, and not what has our mark; also where it can't be read."""
    try:
        return path.stat().st_size > 0 and not has_mark(path, mark)
    except OSError:
        return True


def has_mark(path: Path, mark: str) -> bool:
    """Whether a file of ours is there; raises OSError."""
    with path.open("rb") as file:
        start = file.read(MARK_BYTES)
        file.seek(max(0, file.seek(0, os.SEEK_END) - MARK_BYTES))
        return mark.encode() in start + file.read(MARK_BYTES)
