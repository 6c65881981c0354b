"""The process that has torch loaded and only forks: a judge for each client, a runner for each attempt.

It never loads a question, so a runner forked from it has no reference in memory. A judge asks it
for runners over a control socket and gets their ends as file descriptors.

Run as `python -m interview.grading.server LISTENER_FD`, with one thread
(`OMP_NUM_THREADS=1` and its kin in the environment): a fork of a process with several hangs.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import torch

from interview.grading import judging, runner, sandbox
from interview.grading.channel import receive_json, send_json
from interview.grading.supervision import Runner

PATIENCE = 0.2
"""Seconds that a runner without an answer is given to end by itself, so that its own exit status is seen."""


@dataclass
class Client:
    """A judge as the server holds it."""

    control: socket.socket
    judge: int
    runner: int | None = None


def main(listener_fd: int) -> None:
    """Serves until its parent goes away."""
    sandbox.die_with_parent()
    torch.set_num_threads(1)
    ctypes.CDLL(None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's to handle
    gc.freeze()
    serve(socket.socket(fileno=listener_fd))


def one_thread() -> None:
    """Refuses to fork with several threads: every child would hang."""
    threads = len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 1
    if threads != 1:
        raise RuntimeError(f"expected one thread before forking, got {threads}")


def serve(listener: socket.socket) -> None:
    clients: dict[int, Client] = {}
    while True:
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        for fd in clients:
            poll.register(fd, select.POLLIN)
        for fd, _ in poll.poll():
            if fd == listener.fileno():
                client = accept(listener, clients)
                clients[client.control.fileno()] = client
            elif not answer(clients[fd], listener, clients):
                leave(clients.pop(fd))


def accept(listener: socket.socket, clients: dict[int, Client]) -> Client:
    """Forks a judge for a new client."""
    connection, _ = listener.accept()
    ours, theirs = socket.socketpair()
    one_thread()
    pid = os.fork()
    if pid == 0:
        in_child(lambda: judging.main(connection, Spawner(theirs)), [listener, ours], clients)
    connection.close()
    theirs.close()
    return Client(ours, pid)


def in_child(
    work: Callable[[], None], close: list[socket.socket], clients: dict[int, Client]
) -> None:
    """The forked process: lets go of what is not its own, works, and never returns."""
    try:
        sandbox.die_with_parent()
        for held in [*close, *(c.control for c in clients.values())]:
            held.close()
        work()
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(1)


def answer(client: Client, listener: socket.socket, clients: dict[int, Client]) -> bool:
    """Does what a judge asks; False once it has gone."""
    try:
        request = receive_json(client.control)
        if request == "runner":
            spawn(client, listener, clients)
        elif request == "end":
            send_json(client.control, end(client))
    except (EOFError, OSError):
        return False
    return True


def spawn(client: Client, listener: socket.socket, clients: dict[int, Client]) -> None:
    """Forks a runner and hands its link and output to the judge."""
    end(client)
    ours, theirs = socket.socketpair()
    output, printed = os.pipe()
    one_thread()
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.close(output)
        in_child(lambda: runner.main(theirs, printed), [listener, ours], clients)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)
    theirs.close()
    os.close(printed)
    client.runner = pid
    socket.send_fds(client.control, [b"r"], [ours.fileno(), output])
    ours.close()
    os.close(output)


def end(client: Client) -> dict[str, int]:
    """Kills the runner's whole process group and tells how the runner had ended."""
    pid, client.runner = client.runner, None
    if pid is None:
        return {}
    deadline = time.monotonic() + PATIENCE
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > deadline:
            break
        time.sleep(0.002)
    # The runner is not reaped yet, so its group id cannot belong to anyone else.
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status)}
    return {"exit": os.WEXITSTATUS(status)}


def leave(client: Client) -> None:
    end(client)
    client.control.close()
    with contextlib.suppress(OSError):
        os.kill(client.judge, signal.SIGKILL)
    os.waitpid(client.judge, 0)


class Spawner:
    """A judge's side of the control socket: makes runners and ends them."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def __call__(self) -> Runner:
        send_json(self.control, "runner")
        _, fds, _, _ = socket.recv_fds(self.control, 1, 2)
        return Runner(socket.socket(fileno=fds[0]), fds[1], self.end)

    def end(self) -> dict[str, int]:
        send_json(self.control, "end")
        status: dict[str, int] = receive_json(self.control)
        return status


if __name__ == "__main__":
    main(int(sys.argv[1]))
