"""A file as it lies there, and what stands for files that cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

ANY_FILE = "*.py"


class NothingInFolder(OSError):
    """A folder or an archive holds nothing, or only what programs keep there for themselves."""


@dataclass(frozen=True)
class UnreadFile:
    """A file as it lies there; nothing of it is read before it is asked for."""

    path: PurePosixPath
    """Within the whole, each part as `inert_name` spells it: no name does anything where it is shown."""
    changed: float
    """When: of two files for one question the later one counts, where their names don't tell."""
    read: Callable[[int], bytes]
    """At most so many of its first bytes; raises OSError."""
    stands_in: bool = False
    """For the files that a folder might hold; reading it says why there are none."""
    misread: bool = False
    """Whether its name in a zip may be another one: nothing says in which letters it is written."""


def stand_in(folder: PurePosixPath, error: OSError) -> UnreadFile:
    return UnreadFile(folder / ANY_FILE, 0.0, partial(refuse_to_read, error), stands_in=True)


def refuse_to_read(error: OSError, size: int) -> bytes:
    """Reads nothing; raises what kept its folder from being entered."""
    raise error
