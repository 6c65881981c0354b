"""Paths as people write them: `~` is a home folder."""

from __future__ import annotations

from pathlib import Path

from interview.errors import UsageError
from interview.messages import _


def with_home(text: str, said: str) -> Path:
    """The path with its `~` written out; `said` is how it was given. Raises UsageError if there is no such home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        told = _("{said}: no home folder is known for this: write the whole path")
        raise UsageError(told.format(said=said)) from None
