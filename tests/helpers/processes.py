"""Which processes there are below another."""

from __future__ import annotations

import os
import time
from pathlib import Path


def children(pid: int) -> set[int]:
    """All descendants of a process."""
    own = forked_from(pid)
    return own.union(*map(children, own))


def forked_from(pid: int) -> set[int]:
    """The processes whose parent it is."""
    pids: set[int] = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = int(stat(int(entry))[1])
            except OSError:
                continue
            if parent == pid:
                pids.add(int(entry))
    return pids


def left_after_a_run(engine: int) -> set[int]:
    """What an attempt left: an engine at rest has judges and zygotes, and nothing below these.

    A verdict does not wait for the end of its runner.
    """
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        left = children(engine) - forked_from(engine)
        if not left:
            break
        time.sleep(0.01)
    return left


def gone(pid: int) -> bool:
    """Whether a process has ended; who started it may not have asked yet."""
    try:
        return stat(pid)[0] in "XZ"
    except OSError:
        return True


def computed(pid: int) -> int:
    """The ticks of computing of a process so far."""
    return sum(map(int, stat(pid)[11:13]))


def stat(pid: int) -> list[str]:
    """What the system tells of a process after its name: state, parent, ...; raises OSError."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def until(condition, seconds=30.0):
    """What a condition gives once it holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not happen")
