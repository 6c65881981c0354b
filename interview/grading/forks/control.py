"""The control socket, both its ends: one process asks for children, another makes, limits and ends them.

A judge asks the server for a zygote or a runner, and in the same way a zygote for a runner. What is
said: `"start"`, `"anew"` (each followed by a link and an output, as descriptors), `"end"`,
`"dismiss"`, `{"cpu": SECONDS}`, `{"late": [MODULE, ...]}`; only the ends are answered, with how the child
had ended.
A judge that is done with its client, and could serve another, says `"rest"`, which is answered, and then
`"free"` once it is ready for one; it gets `"client"`, followed by a connection, and says it no more.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from interview.grading.forks.children import cpu_seconds, end_process, kill_group, limit_cpu
from interview.grading.forks.late import LATE_MODULES, late_modules
from interview.grading.wire.frames import receive_json, send_json

MakeProcess = Callable[[socket.socket, int], int]
"""A link and an output -> the process that has their other ends."""


@dataclass(frozen=True)
class RunnerProcess:
    """A runner process as the judge holds it."""

    link: socket.socket
    output: int
    end: Callable[[], dict[str, Any]]
    """Kills the whole process group, waits for it, and tells how it had ended."""
    dismiss: Callable[[], dict[str, Any]]
    """Kills it where its end says nothing, and tells at once what it has computed."""
    limit: Callable[[int], None]
    """Sets the seconds of computing it may use."""


class Spawner:
    """A judge's side of a control socket: asks for a process, limits it and ends it; one at a time."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def __call__(self, how: str = "start") -> RunnerProcess:
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
        return RunnerProcess(ours, output, end, dismiss, self.limit)

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

    def needs(self, modules: Sequence[str]) -> None:
        """Says what those to come should have loaded."""
        with contextlib.suppress(OSError):
            send_json(self.control, {"late": list(modules)})

    def limit(self, seconds: int) -> None:
        with contextlib.suppress(OSError):
            send_json(self.control, {"cpu": seconds})


def next_client(control: socket.socket) -> socket.socket:
    """A judge's, once it is ready for another client: waits for the connection that it is handed."""
    send_json(control, "free")
    receive_json(control)
    return socket.socket(fileno=received_fds(control, 1)[0])


def received_fds(control: socket.socket, count: int) -> list[int]:
    """So many descriptors that were sent; raises EOFError where the other side went away before."""
    _, fds, _, _ = socket.recv_fds(control, 1, count)
    if len(fds) != count:
        raise EOFError
    return fds


class Children:
    """What one judge asked for over its control socket, one at a time."""

    def __init__(
        self, control: socket.socket, make: MakeProcess, anew: MakeProcess | None = None
    ) -> None:
        self.control, self.make, self.anew = control, make, anew or make
        self.pid: int | None = None
        self.rests = self.free = False
        """Whether the judge has let its client go, and whether it is ready for another."""
        self.late: list[str] = []
        """What it has said that it needs, since `newly_needed` was asked."""

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
                case "rest":
                    self.rests = True
                    send_json(self.control, {})
                case "free":
                    self.free = self.rests
                case {"cpu": int(seconds)} if self.pid is not None:
                    limit_cpu(self.pid, seconds)
                case {"late": list(names)}:
                    self.late = names
        except (EOFError, OSError):
            return False
        return True

    def newly_needed(self) -> list[str]:
        """Which of `LATE_MODULES` it has said since this was asked, and this process has not loaded."""
        late, self.late = self.late, []
        there = late_modules()
        return [name for name in LATE_MODULES if name in late and name not in there]

    def start(self, make: MakeProcess) -> None:
        """A process with the link and the output that the judge sends the other ends of."""
        link, output = received_fds(self.control, 2)
        self.end()
        with socket.socket(fileno=link) as its, contextlib.suppress(OSError):
            self.pid = make(its, output)  # without one the judge finds its link closed
        os.close(output)

    def hand_over(self, connection: socket.socket) -> None:
        """Another client, for a judge that is free; raises OSError where it has gone."""
        self.rests = self.free = False
        send_json(self.control, "client")
        socket.send_fds(self.control, [b"c"], [connection.fileno()])

    def end(self) -> dict[str, Any]:
        pid, self.pid = self.pid, None
        return {} if pid is None else end_process(pid)

    def dismiss(self) -> None:
        """Ends what has said everything; its memory is given back while the judge works on."""
        if self.pid is None:
            send_json(self.control, {})
            return
        try:
            used = cpu_seconds(self.pid)
        except OSError:  # no such clock here, or it has ended by itself
            send_json(self.control, self.end())
            return
        kill_group(self.pid)
        send_json(self.control, {"exit": 0, "cpu": used})
        self.end()
