"""Where a judge's runners come from: each a process of its own, or forks of a zygote that has heard the job."""

from __future__ import annotations

import contextlib
import os
import socket

from interview.grading.forks.control import RunnerProcess, Spawner
from interview.grading.forks.late import late_modules
from interview.grading.judge.supervision import SETTING_UP_SECONDS


class Runners:
    """Runners for one job after another; each is a process of its own, and hears the job with its attempt."""

    def __init__(self, control: socket.socket) -> None:
        self.spawn = Spawner(control)
        self.waiting: tuple[bytes, RunnerProcess] | None = None
        """A runner that has a job already, and waits for an attempt."""

    def set_up(self, job: bytes, threads: bool) -> None:
        """Makes a runner ready for the attempt that comes next."""
        runner, untold = self.runner(job, threads)
        runner.link.settimeout(SETTING_UP_SECONDS)
        try:
            runner.link.sendall(untold)
        except OSError:  # the next attempt gets another one, and sees what is the matter
            leave_runner(runner)
        else:
            self.waiting = job, runner

    def runner(self, job: bytes, threads: bool) -> tuple[RunnerProcess, bytes]:
        """A runner, and what it has to be told before the attempt."""
        waiting, self.waiting = self.waiting, None
        if waiting and waiting[0] == job:
            return waiting[1], b""
        if waiting:
            leave_runner(waiting[1])
        return self.made(job, threads)

    def made(self, job: bytes, threads: bool) -> tuple[RunnerProcess, bytes]:
        return self.spawn(), job

    def keep_up(self) -> None:
        """Nothing to be done: a new process loads for itself what its attempt needs."""

    def anew(self, job: bytes) -> tuple[RunnerProcess, bytes]:
        """One that nothing was forked for, where those that were could not be set up."""
        return self.spawn("anew"), job


class Forks(Runners):
    """Forked from a zygote, which has heard the job once for all its runners; but not where it has threads."""

    def __init__(self, control: socket.socket) -> None:
        super().__init__(control)
        self.zygote: tuple[bytes, RunnerProcess] | None = None
        self.late = late_modules()

    def keep_up(self) -> None:
        """Where the question's own code has made this judge load what torch loads late, attempts need it too:
        the server loads it, once, and what was forked before that is let go."""
        late = late_modules()
        if late == self.late:
            return
        self.late = late
        waiting, self.waiting = self.waiting, None
        if waiting:
            leave_runner(waiting[1])
        self.leave_zygote()
        self.spawn.needs(late)

    def made(self, job: bytes, threads: bool) -> tuple[RunnerProcess, bytes]:
        if self.zygote and self.zygote[0] == job:
            with contextlib.suppress(OSError):  # it went away, and another is made
                return Spawner(self.zygote[1].link)(), b""
        self.leave_zygote()
        if threads:
            return super().made(job, threads)
        zygote = self.spawn()
        self.zygote = job, zygote
        zygote.link.settimeout(SETTING_UP_SECONDS)
        zygote.link.sendall(job)
        return Spawner(zygote.link)(), b""

    def leave_zygote(self) -> None:
        zygote, self.zygote = self.zygote, None
        if zygote:
            zygote[1].dismiss()
            leave_runner(zygote[1])


def leave_runner(runner: RunnerProcess) -> None:
    """Without a link it ends by itself; whoever made it reaps it before the next."""
    runner.link.close()
    os.close(runner.output)
