"""What a runner may do: its own process group, limits, and nothing inherited.

This is the level called *basic*: it keeps an attempt from outliving its time, filling the disk
or the memory, and from the descriptors and environment of the grader. It does not keep it from
reading files or opening sockets.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

from interview.model import Limits

LEVEL = "basic"
PR_SET_PDEATHSIG = 1
NOFILE = 64
MIB = 2**20


def die_with_parent() -> None:
    """On Linux the process is killed when the one that forked it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def address_space() -> int:
    """Bytes of address space this process has now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def enter(limits: Limits) -> None:
    """Gives up what an attempt doesn't need; called after torch is loaded, before the attempt is read."""
    os.environ.clear()
    os.chdir("/")
    restrict(resource.RLIMIT_FSIZE, 0)
    restrict(resource.RLIMIT_CORE, 0)
    restrict(resource.RLIMIT_NOFILE, NOFILE)
    restrict(resource.RLIMIT_CPU, max(1, round(limits.seconds + 0.5)))
    if sys.platform == "linux":
        restrict(resource.RLIMIT_AS, address_space() + limits.memory_mib * MIB)
    # Writing past the size limit is an error to be raised, not a signal to die from.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def restrict(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (ceiling, ceiling))
