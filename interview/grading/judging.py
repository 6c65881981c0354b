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
from interview.grading.supervision import SETTING_UP, Gone, Runner, supervise
from interview.grading.wire import pack
from interview.model import Card


def main(client: socket.socket, control: socket.socket, level: str) -> None:
    """Answers requests until the client goes away."""
    benches: dict[tuple[object, ...], Bench] = {}
    spawn = Spawner(control)
    with contextlib.suppress(OSError):
        send_json(client, {"ready": True})
    while True:
        try:
            request = receive_json(client)
        except (EOFError, OSError):
            return
        try:
            if "about" in request:
                reply = {"pid": os.getppid(), "level": level, "torch": torch.__version__}
                reply["complete"] = "torch._dynamo" in sys.modules
            else:
                reply = graded(request, benches, spawn, client)
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
    spawn: Spawner,
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
        spawn.set_up(bench.job)
        bench.foresee(unless=lambda: asked(client))
        return {}
    limits = bench.question.exercise.limits
    attempt = pack({"source": request["source"], "filename": request["file"]})
    runner = spawn.made_for(bench.job)
    # The reference runs beside the attempt, and its time sets the attempt's.
    run = supervise(
        runner or spawn(),
        attempt if runner else bench.job + attempt,
        len(bench.programs),
        limits,
        lambda: seconds(limits, bench.reference_seconds),
        client,
    )
    return {"verdict": asdict(judge(bench, run, request["file"]))}


def stamp(one: Card) -> tuple[int, ...]:
    """Changes when a file of the question does, so that nothing stale is judged by."""
    files = [one.reference, *sorted(p for p in one.folder.rglob("*") if p.is_file())]
    return tuple(file.stat().st_mtime_ns for file in files)


def asked(client: socket.socket) -> bool:
    """Whether the client waits for something, or has gone."""
    return bool(select.select([client], [], [], 0)[0])


def leave(runner: Runner) -> None:
    """Without a link it ends by itself; the server reaps it before the next."""
    runner.link.close()
    os.close(runner.output)


class Spawner:
    """A judge's side of the control socket: makes runners, limits them and ends them."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.waiting: tuple[bytes, Runner] | None = None
        """A runner that has a job already, and waits for an attempt."""

    def __call__(self) -> Runner:
        send_json(self.control, "runner")
        _, fds, _, _ = socket.recv_fds(self.control, 1, 2)
        end, dismiss = (partial(self.finish, how) for how in ("end", "dismiss"))
        return Runner(socket.socket(fileno=fds[0]), fds[1], end, dismiss, self.limit)

    def set_up(self, job: bytes) -> None:
        """Makes a runner ready for the attempt that comes next."""
        self.made_for(b"")
        runner = self()
        runner.link.settimeout(SETTING_UP)
        try:
            runner.link.sendall(job)
        except OSError:  # the next attempt gets another one, and sees what is the matter
            leave(runner)
        else:
            self.waiting = job, runner

    def made_for(self, job: bytes) -> Runner | None:
        """The runner that waits with just this job; one with another job is sent away."""
        waiting, self.waiting = self.waiting, None
        if waiting and waiting[0] == job:
            return waiting[1]
        if waiting:
            leave(waiting[1])
        return None

    def finish(self, how: str) -> dict[str, Any]:
        send_json(self.control, how)
        status: dict[str, Any] = receive_json(self.control)
        return status

    def limit(self, seconds: int) -> None:
        send_json(self.control, {"cpu": seconds})


if __name__ == "__main__":
    torch.set_num_threads(1)
    mine, server = (socket.socket(fileno=int(fd)) for fd in sys.argv[1:3])
    main(mine, server, sys.argv[3])
