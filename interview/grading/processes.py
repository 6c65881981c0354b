"""How judges and runners come to be and end: forked from a process that has torch, or started anew.

Forking costs milliseconds and needs a system where it is safe (Linux). There a judge gets a zygote,
which forks its runners. Elsewhere each process is a new one that loads torch itself: the same code,
the same verdicts, only slower.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from interview.grading import sandbox
from interview.grading.channel import receive_json, send_json
from interview.grading.package import command

PATIENCE = 0.2
"""Seconds that a runner without an answer is given to end by itself, so that its own exit status is seen."""
Fds = Iterable[int]
Make = Callable[[socket.socket, int], int]
"""A link and an output -> the process that has their other ends."""


class Processes(Protocol):
    """Makes judges and what they ask for; each gets its descriptors, and lets go of `others`."""

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int: ...

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        """What reads a job: a zygote where there is one, which makes runners."""
        ...

    def anew(self, link: socket.socket, output: int) -> int:
        """A runner that nothing was forked for."""
        ...


class Forked:
    """Children forked from this process, which has torch loaded, as long as it has one thread.

    A fork takes along only the thread that forks; what the others held stays held in the child for
    ever. So where something has started one (an extension, a debugger, a driver), children are started
    anew instead.
    """

    def __init__(self, prepared: sandbox.Sandbox) -> None:
        from interview.grading import judging, zygote

        self.prepared = prepared
        self.started = Started(prepared.level)
        self.judging, self.zygote = judging, zygote

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int:
        if threads() != 1:
            return self.started.judge(connection, control, others)
        level, forks = self.prepared.level, self.judging.Forks(control)
        return forked(lambda: self.judging.main(connection, forks, level), others)

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        if threads() != 1:
            raise OSError("a process with several threads is not forked")
        return forked(lambda: self.zygote.main(link, output, self.prepared), others, group=True)

    def anew(self, link: socket.socket, output: int) -> int:
        return self.started.anew(link, output)


class Started:
    """Children that are new processes, for where a fork of a loaded process is not safe."""

    def __init__(self, level: str) -> None:
        self.level = level

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int:
        fds = connection.fileno(), control.fileno()
        return self.start(command("judging", *map(str, fds), self.level, str(threads())), *fds)

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        return self.anew(link, output)

    def anew(self, link: socket.socket, output: int) -> int:
        fds = link.fileno(), output
        return self.start(command("runner", *map(str, fds), self.level, bare=True), *fds)

    def start(self, command: list[str], *fds: int) -> int:
        for fd in fds:
            os.set_inheritable(fd, True)
        try:
            return os.posix_spawn(sys.executable, command, os.environ, setpgroup=0)
        finally:
            for fd in fds:
                os.set_inheritable(fd, False)


class Children:
    """What one judge asked for over its control socket, one at a time."""

    def __init__(self, control: socket.socket, make: Make, anew: Make | None = None) -> None:
        self.control, self.make, self.anew = control, make, anew or make
        self.pid: int | None = None

    def answer(self) -> bool:
        """Does what the judge asks next; False once it has gone."""
        try:
            match receive_json(self.control):
                case "start":
                    self.start(self.make)
                case "anew":
                    self.start(self.anew)
                case "end":
                    send_json(self.control, self.end())
                case "dismiss":
                    self.dismiss()
                case {"cpu": int(seconds)} if self.pid is not None:
                    limit_cpu(self.pid, seconds)
        except (EOFError, OSError):
            return False
        return True

    def start(self, make: Make) -> None:
        """A process with the link and the output that the judge sends the other ends of."""
        _, (link, output), _, _ = socket.recv_fds(self.control, 1, 2)
        self.end()
        with socket.socket(fileno=link) as its, contextlib.suppress(OSError):
            self.pid = make(its, output)  # without one the judge finds its link closed
        os.close(output)

    def end(self) -> dict[str, Any]:
        pid, self.pid = self.pid, None
        return {} if pid is None else ended(pid)

    def dismiss(self) -> None:
        """Ends what has said everything; its memory is given back while the judge works on."""
        if self.pid is None:
            send_json(self.control, {})
            return
        try:
            used = computed(self.pid)
        except OSError:  # no such clock here, or it has ended by itself
            send_json(self.control, self.end())
            return
        kill_group(self.pid)
        send_json(self.control, {"exit": 0, "cpu": used})
        self.end()


def forked(work: Callable[[], None], others: Fds, group: bool = False) -> int:
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
        sandbox.die_with_parent()
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


def threads() -> int:
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


def computed(pid: int) -> float:
    """The CPU seconds of a living process, by its own clock; raises OSError where there is none."""
    if sys.platform != "linux":
        raise OSError("no clock of another process")
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) makes its number


def ended(pid: int) -> dict[str, Any]:
    """Kills the process group of a runner and tells how the runner itself had ended, and its CPU seconds."""
    deadline = time.monotonic() + PATIENCE
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
