"""What grading needs of a Linux machine before anything else, told in a line where it is missing."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from interview.errors import MachineError
from interview.messages import _

MEMORY_NEEDED = 600 * 2**20
"""Bytes of memory for a server with torch, one judge and one runner, with some room."""
OWN_GROUPS, CGROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
LIMIT_FILES = {"": "memory.max", "memory": "memory/memory.limit_in_bytes"}
"""By the controller's name in /proc/self/cgroup (none in version 2): where a group's limit stands."""


def require_proc() -> None:
    """Raises MachineError where /proc is missing: limits are relative to what it says of a process."""
    if sys.platform == "linux" and not os.path.exists("/proc/self/statm"):
        text = _("grading: /proc is not there: mount it (`mount -t proc proc /proc`)")
        raise MachineError(text)


def require_memory() -> None:
    """Raises MachineError where there is less memory than grading needs; asked once it has failed."""
    allowed = min(memory_limits(), default=MEMORY_NEEDED)
    if allowed < MEMORY_NEEDED:
        text = _(
            "grading: memory ran out: {allowed} MiB are allowed here, about {needed} are needed: "
            "raise the limit of this container or machine"
        )
        mib = {"allowed": allowed // 2**20, "needed": MEMORY_NEEDED // 2**20}
        raise MachineError(text.format_map(mib))


def memory_limits() -> Iterator[int]:
    """Bytes of memory: the machine's own, and what each control group around this process allows."""
    with contextlib.suppress(OSError, ValueError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    groups: list[str] = []
    with contextlib.suppress(OSError):
        groups = OWN_GROUPS.read_text().splitlines()
    for line in groups:
        _number, controllers, path = line.split(":", 2)
        if controllers in LIMIT_FILES:
            folder, name = os.path.split(LIMIT_FILES[controllers])
            place = CGROUPS / folder / path.lstrip("/")
            for group in (place, *place.parents):
                with contextlib.suppress(OSError, ValueError):  # "max" is no number, and no limit
                    yield int((group / name).read_text())
