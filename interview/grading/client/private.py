"""A grading server of one command's own, and how any server is started."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from interview.grading.start import machine, package
from interview.messages import _

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
# glibc 2.35; an older one, or another C library, ignores it.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""What the server allocates comes in pages of 2 MiB, which are cheap to fork; see `forks.memory`."""
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
SERVER_PROGRAM = "server.loop"
"""The program, by which a process that serves is also known in a list of processes."""
SERVER_KIND = "forked" if sys.platform == "linux" else "started"
"""How the server makes its children; a fork of a process that has torch loaded is safe on Linux only."""


class PrivateEngine:
    """A grading server of one's own, started at once and gone with this process.

    It starts while the caller goes on: a request may be sent before torch is loaded. Where it ended
    after it had served (somebody killed it, or memory ran out), the next connection starts another.
    """

    def __init__(self, kind: str = SERVER_KIND, level: str = "best") -> None:
        self.arguments = [kind, level]
        self.lock = threading.Lock()
        self.closed = False
        self.start()

    def start(self) -> None:
        self.has_served = False
        self.door, theirs = socket.socketpair()
        self.log = open_log()
        self.process = start_server(theirs, self.arguments, self.log)
        theirs.close()

    def connect(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs, self.lock:
            try:
                socket.send_fds(self.door, [b"c"], [theirs.fileno()])
            except OSError:
                if self.closed or not self.has_served:
                    raise
                self.end()
                self.start()
                socket.send_fds(self.door, [b"c"], [theirs.fileno()])
        return ours

    def expects(self, waited: float, ready: bool) -> bool:
        """It is waited for as long as it lives: at its end the connection is closed."""
        return True

    def served(self) -> None:
        self.has_served = True

    def failed(self, hung: bool) -> None:
        """Nothing to be done before the next connection."""

    def close(self) -> None:
        with self.lock:
            self.closed = True
            self.end()

    def end(self) -> None:
        self.door.close()
        with contextlib.suppress(OSError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if self.log:
            self.log.close()

    def complaint(self) -> str:
        with self.lock:
            return self.last_words()

    def last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        lines: list[str] = []
        if self.log:
            self.log.seek(0)
            lines = [line for line in self.log.read().splitlines() if line.strip()]
        if lines:
            return lines[-1]
        number = self.process.poll()
        if number is None:  # only a judge of it ended, and other links still work
            return _("a judge ended without an answer")
        return _("exit status {number}").format(number=number)


def open_log() -> IO[str] | None:
    """Where a private server complains; nowhere if the temporary folder is full."""
    try:
        return tempfile.TemporaryFile("w+")
    except OSError:
        return None


def start_server(
    door: socket.socket, arguments: Sequence[str], log: IO[str] | None, detached: bool = False
) -> subprocess.Popen[bytes]:
    """The server process, with nothing inherited but its door."""
    return start_program(SERVER_PROGRAM, door, arguments, log, detached)


def start_program(
    program: str,
    door: socket.socket,
    arguments: Sequence[str],
    log: IO[str] | None,
    detached: bool = False,
) -> subprocess.Popen[bytes]:
    """A process of the grader's, with nothing inherited but its end of a connection."""
    machine.require_proc()
    known = {k: v for k, v in os.environ.items() if k in KEPT_VARIABLES}
    return subprocess.Popen(
        package.program_command(program, str(door.fileno()), *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=log or subprocess.DEVNULL,
        pass_fds=[door.fileno()],
        env=known | ONE_THREAD | HUGE_PAGES | package.program_environment(),
        cwd="/",
        start_new_session=detached,
    )
