"""Which processes there are below another."""

from __future__ import annotations

import os
import time


def children(pid: int) -> set[int]:
    """All descendants of a process."""
    found: set[int] = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found |= {int(entry)} | children(int(entry))
    return found


def after_a_run(pid: int, resting: set[int]) -> set[int]:
    """The descendants of an engine after a verdict, which does not wait for the end of its runner."""
    deadline = time.monotonic() + 5.0
    while children(pid) != resting and time.monotonic() < deadline:
        time.sleep(0.01)
    return children(pid)
