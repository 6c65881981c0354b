"""The process that has torch loaded and only forks: a judge for each client, and a zygote for the judge.

It never loads a question, so what is forked from it has no reference in memory. A judge asks it for
a zygote over a control socket, and the zygote, in the same way, for a runner for each attempt.
A judge whose client has left it to the next one *rests*: it prepares the question it was asked about last,
and whoever comes once it is ready gets it. One rests at most; who comes earlier gets a new one.

Begun as `entry.py server.loop DOOR_FD KIND LEVEL [PATH IDLE]`, with `OMP_NUM_THREADS=1` and its kin in
the environment: a fork of a process with several threads hangs. If it has some all the same, or KIND
is not `forked`, what it would fork is started anew.
*Private*, it belongs to one command: connections come through a socket pair and it ends with it.
*Shared* (PATH, IDLE given), it listens at PATH for its own user until nobody came for IDLE seconds.
What torch loads late it loads where a judge has found that its question needs it; a shared one also once nobody
is there.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import struct
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from interview.grading.forks.control import Children
from interview.grading.forks.late import LATE_MODULES, load_late_modules
from interview.grading.forks.memory import settle
from interview.grading.sandbox import levels, prctl
from interview.grading.server.processes import ForkedProcesses, Processes, StartedProcesses

QUIET = 1.0
"""Seconds without a client after which a server loads what is left to load. Who comes while it does, waits."""
# Linux 2.6.17. POLLHUP comes only once both sides are closed, and ours is open.
LEFT = getattr(select, "POLLRDHUP", 0)
"""What tells of a connection that its client has left; elsewhere poll says so unasked."""


@dataclass(frozen=True)
class Client:
    """A judge as the server holds it, and the connection of whom it serves."""

    judge: int
    children: Children
    connection: socket.socket

    def close(self) -> None:
        self.children.control.close()
        self.connection.close()


class PrivateDoor:
    """Connections sent as descriptors by the one command that owns the server."""

    def __init__(self, fd: int) -> None:
        self.socket = socket.socket(fileno=fd)
        self.idle: float | None = None

    def accept(self) -> socket.socket:
        _, fds, _, _ = socket.recv_fds(self.socket, 1, 1)
        if not fds:
            os._exit(0)  # the owner went away, and everything forked from here goes too
        return socket.socket(fileno=fds[0])

    def close(self) -> None:
        self.socket.close()


class SharedDoor:
    """A listening socket in a private folder, which serves its own user only."""

    def __init__(self, fd: int, path: str, idle: float) -> None:
        self.socket = socket.socket(fileno=fd)
        self.path, self.idle = path, idle
        self.inode = os.stat(path).st_ino if os.path.exists(path) else None

    def accept(self) -> socket.socket:
        connection, _ = self.socket.accept()
        if hasattr(socket, "SO_PEERCRED"):
            size = struct.calcsize("3i")
            peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
            if struct.unpack("3i", peer)[1] != os.getuid():
                connection.close()
                raise PermissionError("another user's process")
        return connection

    def close(self) -> None:
        """Takes the socket away, unless a newer server has put its own there."""
        self.socket.close()
        with contextlib.suppress(OSError):
            if os.stat(self.path).st_ino == self.inode:
                os.unlink(self.path)


class Server:
    """One loop over the door and the judges' control sockets."""

    def __init__(self, door: PrivateDoor | SharedDoor, processes: Processes) -> None:
        self.door, self.processes = door, processes
        self.clients: dict[int, Client] = {}
        """By both of their descriptors: the judge's control socket and the client's connection."""
        self.resting: Client | None = None
        """The last one, whose judge gets ready for the next, or is."""
        self.accepting = True
        self.wakened = -1
        self.complete = True
        """Whether everything that torch loads late is loaded, or never will be."""

    def serve(self) -> None:
        """Until the owner goes away, or nobody came for long.

        SIGTERM lets the clients that are there finish, and nobody else in.
        """
        self.wakened, wake = os.pipe()
        for fd in (self.wakened, wake):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGTERM, lambda *_: None)
        while self.accepting or self.clients:
            poll = select.poll()
            for fd, event in self.watched().items():
                poll.register(fd, event)
            ready = poll.poll(self.patience())
            if ready:
                self.attend(ready[0][0])  # the others may be closed by it; what is ready stays so
            elif self.complete:
                break
            else:
                self.load_the_rest()
        self.door.close()

    def patience(self) -> float | None:
        """Milliseconds to wait for somebody; None for as long as it takes."""
        if self.clients:
            return None
        seconds = self.door.idle if self.complete else QUIET
        return None if seconds is None else 1000 * seconds

    def load_the_rest(self) -> None:
        """What torch loads late; then every judge and runner to come has it from the start."""
        self.complete = True
        self.end_rest()
        self.load(LATE_MODULES)

    def load(self, names: Sequence[str]) -> None:
        try:
            load_late_modules(names)
        except Exception:  # then whoever needs it sees what is the matter, or nobody does
            traceback.print_exc()
        settle()

    def watched(self) -> dict[int, int]:
        """Which descriptors are looked at, and for what."""
        door = {self.door.socket.fileno(): select.POLLIN} if self.accepting else {}
        clients = {
            fd: LEFT if fd == client.connection.fileno() else select.POLLIN
            for fd, client in self.clients.items()
        }
        resting = {self.resting.children.control.fileno(): select.POLLIN} if self.resting else {}
        return {**door, **clients, **resting, self.wakened: select.POLLIN}

    def attend(self, fd: int) -> None:
        if fd == self.wakened:
            os.read(fd, 64)  # or it would wake for ever
            self.accepting = False
            self.door.close()
        elif fd in self.clients:
            client = self.clients[fd]
            if fd == client.connection.fileno() or not client.children.answer():
                self.leave(client)
            elif client.children.rests:
                self.rest(client)
            elif needed := client.children.newly_needed():
                self.load(needed)
        elif self.resting and fd == self.resting.children.control.fileno():
            if not self.resting.children.answer():
                self.end_rest()
        else:
            with contextlib.suppress(OSError):  # it left again, or was not ours to serve
                self.welcome(self.door.accept())

    def welcome(self, connection: socket.socket) -> None:
        """A judge for a new client: the one that rests, if it is ready."""
        resting, self.resting = self.resting, None
        if resting and resting.children.free:
            with contextlib.suppress(OSError):
                resting.children.hand_over(connection)
                self.serves(Client(resting.judge, resting.children, connection))
                return
        if resting:
            self.leave(resting)
        ours, theirs = socket.socketpair()
        others = [*self.watched(), ours.fileno()]
        pid = self.processes.judge(connection, theirs, others)
        theirs.close()
        self.serves(Client(pid, Children(ours, self.runner, self.processes.anew), connection))

    def serves(self, client: Client) -> None:
        fds = client.children.control.fileno(), client.connection.fileno()
        self.clients |= dict.fromkeys(fds, client)

    def forget(self, client: Client) -> None:
        self.clients = {fd: other for fd, other in self.clients.items() if other is not client}

    def runner(self, link: socket.socket, output: int) -> int:
        return self.processes.runner(link, output, self.watched())

    def rest(self, client: Client) -> None:
        """Its judge stays, for one who comes later; its client may go."""
        self.end_rest()
        self.resting = client
        self.forget(client)
        client.connection.close()

    def end_rest(self) -> None:
        resting, self.resting = self.resting, None
        if resting:
            self.leave(resting)

    def leave(self, client: Client) -> None:
        """Ends the judge, whatever it is at: a reference may never return."""
        self.forget(client)
        client.close()  # a zygote sees that its judge has gone, and ends what it has
        with contextlib.suppress(OSError):
            os.kill(client.judge, signal.SIGKILL)
        os.waitpid(client.judge, 0)
        client.children.end()


def serve(door_fd: int, kind: str, level: str, path: str = "", idle: float = 0.0) -> None:
    """Serves; see the top of this file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's to handle
    prctl.closed_to_others()
    door = SharedDoor(door_fd, path, idle) if path else PrivateDoor(door_fd)
    level = levels.best() if level == "best" else level
    processes: Processes
    if kind == "forked":
        from interview.grading.runner.perform import ready_torch

        ready_torch()
        processes = ForkedProcesses(levels.prepare(level))
        if path:
            gc.freeze()  # whoever has started it waits; it settles once nobody is there
        else:
            settle()
    else:
        processes = StartedProcesses(level)
    server = Server(door, processes)
    server.complete = kind != "forked" or not path
    server.serve()


def begun(arguments: list[str]) -> None:
    door, kind, level, path, idle = (*arguments, "", "0")[:5]
    serve(int(door), kind, level, path, float(idle))
