"""How judges and runners come to be: forked from a process that has torch, or started anew.

Forking costs milliseconds and needs a system where it is safe (Linux). There a judge gets a zygote,
which forks its runners. Elsewhere each process is a new one that loads torch itself: the same code,
the same verdicts, only slower.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Protocol

from interview.grading.forks.children import Fds, count_threads, fork_child
from interview.grading.sandbox.levels import Sandbox
from interview.grading.start.package import program_command


class Processes(Protocol):
    """Makes judges and what they ask for; each gets its descriptors, and lets go of `others`."""

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int: ...

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        """What reads a job: a zygote where there is one, which makes runners."""
        ...

    def anew(self, link: socket.socket, output: int) -> int:
        """A runner that nothing was forked for."""
        ...


class ForkedProcesses:
    """Children forked from this process, which has torch loaded, as long as it has one thread.

    A fork takes along only the thread that forks; what the others held stays held in the child for
    ever. So where something has started one (an extension, a debugger, a driver), children are started
    anew instead.
    """

    def __init__(self, prepared: Sandbox) -> None:
        from interview.grading.judge import process, runners
        from interview.grading.runner import zygote

        self.prepared = prepared
        self.started = StartedProcesses(prepared.level)
        self.process, self.runners, self.zygote = process, runners, zygote

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int:
        if count_threads() != 1:
            return self.started.judge(connection, control, others)
        level, forks = self.prepared.level, self.runners.Forks(control)
        return fork_child(
            lambda: self.process.serve_clients(connection, forks, level, control), others
        )

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        if count_threads() != 1:
            raise OSError("a process with several threads is not forked")
        return fork_child(
            lambda: self.zygote.serve_judge(link, output, self.prepared), others, group=True
        )

    def anew(self, link: socket.socket, output: int) -> int:
        return self.started.anew(link, output)


class StartedProcesses:
    """Children that are new processes, for where a fork of a loaded process is not safe."""

    def __init__(self, level: str) -> None:
        self.level = level

    def judge(self, connection: socket.socket, control: socket.socket, others: Fds) -> int:
        fds = connection.fileno(), control.fileno()
        return self.start(
            program_command("judge.process", *map(str, fds), self.level, str(count_threads())), *fds
        )

    def runner(self, link: socket.socket, output: int, others: Fds) -> int:
        return self.anew(link, output)

    def anew(self, link: socket.socket, output: int) -> int:
        fds = link.fileno(), output
        return self.start(
            program_command("runner.perform", *map(str, fds), self.level, bare=True), *fds
        )

    def start(self, command: list[str], *fds: int) -> int:
        for fd in fds:
            os.set_inheritable(fd, True)
        try:
            return os.posix_spawn(sys.executable, command, os.environ, setpgroup=0)
        finally:
            for fd in fds:
                os.set_inheritable(fd, False)
