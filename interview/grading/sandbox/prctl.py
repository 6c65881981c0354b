"""Linux's prctl: what a process asks of the kernel for itself. Elsewhere nothing happens.

Source: `man 2 prctl`.
"""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38


def die_with_parent() -> None:
    """On Linux the process is killed when the one that forked it ends."""
    # A fork does not inherit it, so every child asks anew. Without it, whoever kills a command that has
    # a private server would leave judges and runners behind.
    ask_kernel(PR_SET_PDEATHSIG, signal.SIGKILL)


def closed_to_others() -> None:
    """On Linux no other process of this user may trace this one or read its memory."""
    # It also makes the files of /proc/self root's, even for the process itself; see `forks.children.count_threads`.
    ask_kernel(PR_SET_DUMPABLE, 0)


def ask_kernel(option: int, value: int = 0) -> int:
    if sys.platform != "linux":
        return -1
    result: int = ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
    return result
