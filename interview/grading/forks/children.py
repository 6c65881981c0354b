"""Processes made by forking: what a child lets go of, how it is limited, and how it is brought to its end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from interview.grading.sandbox import prctl

ENDING_PATIENCE = 0.2
"""Seconds that a runner without an answer is given to end by itself, so that its own exit status is seen."""
Fds = Iterable[int]


def fork_child(work: Callable[[], None], others: Fds, group: bool = False) -> int:
    """The pid of a child that lets go of what is not its own, works, and never returns.

    As a `group` it can be ended together with whatever it starts.
    """
    pid = os.fork()
    if pid:
        if group:
            with contextlib.suppress(OSError):
                os.setpgid(pid, pid)
        return pid
    try:
        prctl.die_with_parent()
        if group:
            os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for fd in others:
            os.close(fd)
        work()
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(1)


def count_threads() -> int:
    """How many threads this process has, those that Python knows nothing of among them; 0 if nothing tells.

    Asked of the folder's link count, which the kernel makes two more than there are threads: a zygote
    may not list what is in it any more, but every process may ask for the metadata of any file.
    """
    try:
        return os.stat("/proc/self/task").st_nlink - 2
    except OSError:
        return 0


def kill_group(pid: int) -> None:
    """The process and all it started. It is not reaped yet, so its group id cannot belong to anyone else."""
    for kill in (os.killpg, os.kill):  # where no sandbox holds it, it may have left its group
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def cpu_seconds(pid: int) -> float:
    """The CPU seconds of a living process, by its own clock; raises OSError where there is none."""
    if sys.platform != "linux":
        raise OSError("no clock of another process")
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) makes its number


def end_process(pid: int) -> dict[str, Any]:
    """Kills the process group of a runner and tells how the runner itself had ended, and its CPU seconds."""
    deadline = time.monotonic() + ENDING_PATIENCE
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > deadline:
            break
        time.sleep(0.002)
    kill_group(pid)
    _, status, used = os.wait4(pid, 0)
    cpu = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status), "cpu": cpu}
    return {"exit": os.WEXITSTATUS(status), "cpu": cpu}


def limit_cpu(pid: int, seconds: int) -> None:
    """Tightens a running process's limit of computing seconds, where the system lets another do so."""
    import resource

    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
