"""A judge process: answers one client's requests to grade, a bench for each question and seed."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import traceback
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch

from interview import messages
from interview.bank.loading import card
from interview.errors import QuestionError
from interview.grading.bench import Bench
from interview.grading.channel import receive_json, send_json
from interview.grading.judge import judge
from interview.grading.limits import seconds
from interview.grading.package import ROOT
from interview.grading.sandbox import die_with_parent
from interview.grading.supervision import SETTING_UP, Gone, NotSetUp, Runner, supervise
from interview.grading.wire import pack
from interview.model import Card


def main(client: socket.socket, runners: Runners, level: str, threads: int = 1) -> None:
    """Answers requests until the client goes away; `threads` of the server, if it was not forked for these."""
    benches: dict[tuple[object, ...], Bench] = {}
    with contextlib.suppress(OSError):
        send_json(client, {"ready": True})
    while True:
        try:
            request = receive_json(client)
        except (EOFError, OSError):
            return
        try:
            if "about" in request:
                reply = {
                    "pid": os.getppid(),
                    "level": level,
                    "torch": torch.__version__,
                    "package": str(ROOT),
                    "forks": isinstance(runners, Forks),
                    "threads": threads,
                    "complete": not isinstance(runners, Forks) or "torch._dynamo" in sys.modules,
                }
            else:
                reply = graded(request, benches, runners, client)
        except Gone:
            return
        except QuestionError as error:
            reply = {"problems": error.problems}
        except Exception:
            reply = {"failure": traceback.format_exc()}
        send_json(client, reply)


def graded(
    request: dict[str, Any],
    benches: dict[tuple[object, ...], Bench],
    runners: Runners,
    client: socket.socket,
) -> dict[str, Any]:
    """`{"verdict": ...}` for a request with folder, seed, lang, file and source.

    With `prepare` in the place of the last two it only makes that verdict's part of the work.
    """
    messages.use(request["lang"])
    one = card(Path(request["folder"]))
    key = one.folder, request["seed"], request["lang"], stamp(one)
    if key not in benches:
        benches.clear()
        benches[key] = Bench(one, request["seed"], request["lang"])
    bench = benches[key]
    if "prepare" in request:
        runners.set_up(bench.job, bench.question.exercise.limits.threads)
        bench.foresee(unless=lambda: asked(client))
        return {}
    limits = bench.question.exercise.limits
    attempt = pack({"source": request["source"], "filename": request["file"]})
    for tries_left in (2, 1, 0):  # one that waited, or a zygote, may have gone away meanwhile
        runner, untold = (
            runners.runner(bench.job, limits.threads) if tries_left else runners.anew(bench.job)
        )
        try:
            # The reference runs beside the attempt, and its time sets the attempt's.
            run = supervise(
                runner,
                untold + attempt,
                len(bench.programs),
                limits,
                lambda: seconds(limits, bench.reference_seconds),
                client,
            )
            break
        except NotSetUp:
            if not tries_left:
                raise
    return {"verdict": asdict(judge(bench, run, request["file"]))}


def stamp(one: Card) -> tuple[int, ...]:
    """Changes when a file of the question does, so that nothing stale is judged by."""
    files = [one.reference, *sorted(one.folder.rglob("*"))]
    return tuple(file.stat().st_mtime_ns for file in files if file.is_file())


def asked(client: socket.socket) -> bool:
    """Whether the client waits for something, or has gone."""
    return bool(select.select([client], [], [], 0)[0])


def leave(runner: Runner) -> None:
    """Without a link it ends by itself; whoever made it reaps it before the next."""
    runner.link.close()
    os.close(runner.output)


class Spawner:
    """A judge's side of a control socket: asks for a process, limits it and ends it; one at a time."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def __call__(self, how: str = "start") -> Runner:
        """Does not wait until it is there: what is said to it meanwhile is kept. Raises OSError."""
        ours, theirs = socket.socketpair()
        output, printed = os.pipe()
        try:
            send_json(self.control, how)
            socket.send_fds(self.control, [b"s"], [theirs.fileno(), printed])
        except OSError:
            ours.close()
            os.close(output)
            raise
        finally:
            theirs.close()
            os.close(printed)
        end, dismiss = (partial(self.finish, how) for how in ("end", "dismiss"))
        return Runner(ours, output, end, dismiss, self.limit)

    def finish(self, how: str) -> dict[str, Any]:
        try:
            send_json(self.control, how)
            status: dict[str, Any] = receive_json(self.control)
        except (
            EOFError,
            OSError,
        ):  # an attempt that no sandbox held has ended who made it, or stopped
            self.control.close()
            return {}
        return status

    def limit(self, seconds: int) -> None:
        with contextlib.suppress(OSError):
            send_json(self.control, {"cpu": seconds})


class Runners:
    """Runners for one job after another; each is a process of its own, and hears the job with its attempt."""

    def __init__(self, control: socket.socket) -> None:
        self.spawn = Spawner(control)
        self.waiting: tuple[bytes, Runner] | None = None
        """A runner that has a job already, and waits for an attempt."""

    def set_up(self, job: bytes, threads: bool) -> None:
        """Makes a runner ready for the attempt that comes next."""
        runner, untold = self.runner(job, threads)
        runner.link.settimeout(SETTING_UP)
        try:
            runner.link.sendall(untold)
        except OSError:  # the next attempt gets another one, and sees what is the matter
            leave(runner)
        else:
            self.waiting = job, runner

    def runner(self, job: bytes, threads: bool) -> tuple[Runner, bytes]:
        """A runner, and what it has to be told before the attempt."""
        waiting, self.waiting = self.waiting, None
        if waiting and waiting[0] == job:
            return waiting[1], b""
        if waiting:
            leave(waiting[1])
        return self.made(job, threads)

    def made(self, job: bytes, threads: bool) -> tuple[Runner, bytes]:
        return self.spawn(), job

    def anew(self, job: bytes) -> tuple[Runner, bytes]:
        """One that nothing was forked for, where those that were could not be set up."""
        return self.spawn("anew"), job


class Forks(Runners):
    """Forked from a zygote, which has heard the job once for all its runners; but not where it has threads."""

    def __init__(self, control: socket.socket) -> None:
        super().__init__(control)
        self.zygote: tuple[bytes, Runner] | None = None

    def made(self, job: bytes, threads: bool) -> tuple[Runner, bytes]:
        if self.zygote and self.zygote[0] == job:
            with contextlib.suppress(OSError):  # it went away, and another is made
                return Spawner(self.zygote[1].link)(), b""
        if self.zygote:
            self.zygote[1].dismiss()
            leave(self.zygote[1])
            self.zygote = None
        if threads:
            return super().made(job, threads)
        zygote = self.spawn()
        self.zygote = job, zygote
        zygote.link.settimeout(SETTING_UP)
        zygote.link.sendall(job)
        return Spawner(zygote.link)(), b""


def begun(arguments: list[str]) -> None:
    """A judge that is a new process: `CONNECTION_FD CONTROL_FD LEVEL THREADS`."""
    connection, control, level, threads = arguments
    die_with_parent()
    torch.set_num_threads(1)
    server = socket.socket(fileno=int(control))
    main(socket.socket(fileno=int(connection)), Runners(server), level, int(threads))
