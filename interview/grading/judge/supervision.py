"""The judge's end of a run: sends the job, reads the frames, keeps the time, and believes nothing."""

from __future__ import annotations

import contextlib
import math
import os
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from interview.grading.forks.control import RunnerProcess
from interview.grading.judge.admission import Run
from interview.grading.sandbox.limits import wall_seconds
from interview.grading.wire.bounds import RunRoom, WireError
from interview.grading.wire.patience import Patience
from interview.grading.wire.values import HEADER, body_sizes, pack, unpack
from interview.model.question import Limits

SETTING_UP_SECONDS = 30.0
"""Seconds that a runner may take to get its job; a new process loads torch first."""


class NotSetUp(Exception):
    """A runner was not ready for an attempt, of which therefore nothing has run."""


class ClientGone(Exception):
    """The client that asked for the verdict went away."""


def supervise(
    runner: RunnerProcess,
    messages: bytes,
    programs: int,
    limits: Limits,
    allow: Callable[[], float],
    client: socket.socket | None,
    first: Sequence[int] = (),
    left_to_do: Callable[[Run], list[int]] | None = None,
) -> Run:
    """Sends an attempt to `runner`, before it the job if it has none, and collects the facts; always ends it.

    `allow` tells the seconds of computing; it is asked once the runner has its work, and may take a while.
    first: the programs after which the runner asks what is left to do.
    """
    others = [index for index in range(programs) if index not in first]
    run = Run(order=[*first, *others])
    started, before = time.monotonic(), 0.0
    reader = FrameReader(runner, client, 1024 * limits.output_kib)
    try:
        reader.send(messages)
        run.allowed = allow()
        before = reader.ready()
        runner.limit(math.ceil(run.allowed + before))
        reader.patience = Patience(wall_seconds(run.allowed))
        while True:
            frame = reader.frame()
            if frame.get("done") is True:
                run.ended = "done"
                break
            if frame.get("stage") == "asking" and left_to_do is not None:
                left, left_to_do = left_to_do(run), None
                run.order = [*first, *left]
                reader.answer(pack({"left": left}))
                continue
            run.accept(frame, programs)
    except TimeoutError:
        run.ended = "timeout"
    except (WireError, MemoryError):  # the bounds of a message leave room; a small machine may not
        run.ended = "junk"
    except (EOFError, OSError):
        run.ended = "gone"
    finally:
        run.status = runner.dismiss() if run.ended == "done" else runner.end()
        run.seconds = max(0.0, run.status.get("cpu", time.monotonic() - started) - before)
        reader.drain()
        run.output = reader.text()
        runner.link.close()
        os.close(runner.output)
    return run


class FrameReader:
    """Reads frames while draining what the attempt prints, as long as there is patience."""

    def __init__(self, runner: RunnerProcess, client: socket.socket | None, kept: int) -> None:
        self.runner, self.client, self.kept = runner, client, kept
        self.patience = Patience(SETTING_UP_SECONDS)
        self.buffer = bytearray()
        self.printed = bytearray()
        self.room = RunRoom()
        self.printing = True
        runner.link.setblocking(False)
        os.set_blocking(runner.output, False)

    def send(self, message: bytes) -> None:
        """Raises NotSetUp if the runner went away, or takes too long."""
        try:
            self.write(message)
        except OSError as error:
            raise NotSetUp(repr(error)) from None

    def write(self, message: bytes) -> None:
        """Raises OSError, of which TimeoutError is one."""
        view = memoryview(message)
        while view:
            self.wait(select.POLLOUT)
            with contextlib.suppress(BlockingIOError):
                view = view[self.runner.link.send(view) :]

    def answer(self, message: bytes) -> None:
        """Says something in a run, the time before which was not the runner's; raises OSError."""
        self.patience.looked = None
        self.write(message)

    def frame(self) -> dict[str, Any]:
        """The next frame; raises EOFError, TimeoutError, WireError."""
        text, blob = body_sizes(self.take(HEADER.size))
        self.room.spend(text, blob)
        body = self.take(text), self.take(blob)
        self.room.spend_parts(*body)
        frame = unpack(*body)
        if not isinstance(frame, dict):
            raise WireError("a frame that is no dict")
        return frame

    def ready(self) -> float:
        """The seconds of computing that went before the attempt; raises NotSetUp.

        It is said when the attempt has been read and nothing of it has run, so it can be believed.
        """
        try:
            frame = self.frame()
        except (EOFError, OSError, WireError) as error:
            raise NotSetUp(repr(error)) from None
        if "ready" not in frame:
            raise NotSetUp(frame.get("failure"))
        return float(frame["ready"])

    def take(self, count: int) -> bytes:
        while len(self.buffer) < count:
            self.wait(select.POLLIN)
            try:
                part = self.runner.link.recv(2**20)
            except BlockingIOError:
                continue
            if not part:
                raise EOFError
            self.buffer += part
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def wait(self, event: int) -> None:
        """Until the link is ready; drains output meanwhile, and notices a client that left."""
        while True:
            poll = select.poll()
            poll.register(self.runner.link, event)
            if self.printing:
                poll.register(self.runner.output, select.POLLIN)
            if self.client is not None:
                poll.register(self.client, select.POLLRDHUP if hasattr(select, "POLLRDHUP") else 0)
            ready = dict(self.patience.poll(poll))
            if self.client is not None and ready.get(self.client.fileno()):
                raise ClientGone
            if ready.get(self.runner.output):
                self.drain_once()
            if ready.get(self.runner.link.fileno()):
                return

    def drain_once(self) -> bool:
        """Reads some output; keeps the first part of it."""
        try:
            part = os.read(self.runner.output, 65536)
        except BlockingIOError:
            return False
        except OSError:
            part = b""
        self.printing = bool(part)
        room = self.kept - len(self.printed)
        self.printed += part[: max(room, 0)]
        return bool(part)

    def drain(self) -> None:
        """What is still in the pipe once the runner has ended."""
        for _ in range(64):
            if not self.drain_once():
                return

    def text(self) -> str:
        return self.printed.decode("utf-8", errors="replace")
