"""The shared grading server: one for all commands and terminals of a user, found through a socket.

It only makes things faster. Without it, or with `--cold` or `CI` set, the same code runs in a
server of the command's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import stat
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from interview.grading.client.link import Links
from interview.grading.client.private import (
    SERVER_KIND,
    SERVER_PROGRAM,
    PrivateEngine,
    start_server,
)
from interview.grading.start import package
from interview.grading.wire.frames import receive_json, send_json
from interview.locks import holding
from interview.messages import _

IDLE_SECONDS = 600.0
LONGEST_PATH = 100
"""Bytes that fit into a Unix socket's address on every system, with room for a suffix."""
ANSWER_PATIENCE = 5.0
"""Seconds that a server may take to say who it is; it may still be loading torch."""
READY_PATIENCE = 30.0
"""Seconds after which a server just started that says nothing is left alone; an import of torch fits in."""
START_SILENCE = 10.0
"""Seconds after which it is said that it is waited for; of a server that was there already, at once."""
FOUND_PATIENCE = 12.0
"""The same of a server that was there already."""
PROBE_PATIENCE = 3.0
"""Seconds in which a server has an answer while a judge of it is at work."""
BACKLOG = 128
MOST_FAILURES = 2
MEANING_OFF = ("", "0", "false", "no")


def open_engine(cold: bool = False) -> Links:
    """Judges from the shared server, or from a private one where that is asked for or all there is."""
    if not cold and os.environ.get("CI", "").lower() in MEANING_OFF:
        with contextlib.suppress(OSError):
            return Links(SharedEngine(server_folder()))
    return Links(PrivateEngine())


class SharedEngine:
    """The user's grading server: found, started when there is none, replaced when it has died.

    Where it cannot be had, or went away twice in the middle of its work, a private one takes its place.
    """

    def __init__(self, place: Path, idle: float = IDLE_SECONDS) -> None:
        self.path = place / f"{fingerprint()}.socket"
        self.idle = idle
        self.failures = 0
        self.private: PrivateEngine | None = None
        self.silence, self.patience = 0.0, FOUND_PATIENCE
        self.told = False
        self.frozen_since: float | None = None
        """At which second of a judge's silence its server was first seen not to answer."""
        self.lock = threading.Lock()
        if len(os.fsencode(self.path)) > LONGEST_PATH:
            raise OSError(f"{self.path}: too long for a socket")

    def connect(self) -> socket.socket:
        with self.lock:
            if self.private is None and self.failures < MOST_FAILURES:
                with contextlib.suppress(OSError):
                    return self.connect_to_running() or self.start()
            self.private = self.private or PrivateEngine()
            return self.private.connect()

    def connect_to_running(self) -> socket.socket | None:
        """A connection to the running server, if there is one."""
        connection = socket.socket(socket.AF_UNIX)
        connection.setblocking(False)  # or it waits where too many wait for a server that is frozen
        try:
            connection.connect(os.fspath(self.path))
            connection.setblocking(True)
            return connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            return None
        except OSError:
            connection.close()
            raise

    def start(self) -> socket.socket:
        """Starts the server unless another terminal has just done so; it listens before it is ready."""
        with holding(open_server_lock(self.path.parent / "lock"), ANSWER_PATIENCE):
            connection = self.connect_to_running()
            if connection is not None:
                return connection
            stop_servers_in(self.path.parent)  # of an older version, or left behind
            fresh = self.path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(os.fspath(fresh))
                listener.listen(BACKLOG)
                fresh.rename(self.path)
                with (self.path.parent / "log").open("w") as log:
                    where = [os.fspath(self.path), str(self.idle)]
                    start_server(listener, [SERVER_KIND, "best", *where], log, detached=True)
            connection = self.connect_to_running()
            self.silence, self.patience = START_SILENCE, READY_PATIENCE
        if connection is None:
            raise OSError("the server that was started does not listen")
        return connection

    def expects(self, waited: float, ready: bool) -> bool:
        """A judge gets ready in its time; one at work may take long, as long as its server answers."""
        if self.private:
            return True
        if ready and not is_frozen(self.path):
            self.frozen_since = None
            return True
        if ready:
            self.frozen_since = waited if self.frozen_since is None else self.frozen_since
            waited -= self.frozen_since
        left = (FOUND_PATIENCE if ready else self.patience) - waited
        if left > 0 and (ready or waited >= self.silence):
            self.tell_wait(left)
        return left > 0

    def tell_wait(self, seconds: float) -> None:
        """Says once that it is waited."""
        if not self.told:
            self.told = True
            text = _(
                "grading: the shared server does not answer: waiting {count} seconds more, then "
                "going on without it; `interview server stop` ends it"
            )
            print(text.format(count=round(seconds)), file=sys.stderr)

    def served(self) -> None:
        if self.private:
            self.private.served()

    def failed(self, hung: bool) -> None:
        self.failures += MOST_FAILURES if hung else 1

    def close(self) -> None:
        """The shared server stays."""
        if self.private:
            self.private.close()

    def complaint(self) -> str:
        if self.private:
            return self.private.complaint()
        with contextlib.suppress(OSError):
            lines = (self.path.parent / "log").read_text().splitlines()
            return next((line for line in reversed(lines) if line.strip()), _("it said nothing"))
        return _("it said nothing")


def server_folder() -> Path:
    """A folder that only this user can enter; raises OSError if there can be none."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and Path(runtime).is_dir() else Path(tempfile.gettempdir())
    place = base / (
        "interview" if runtime and base == Path(runtime) else f"interview-{os.getuid()}"
    )
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(f"{place}: expected a private folder of one's own")
    return place


def fingerprint() -> str:
    """Changes with the Python, the libraries, and every line of this program."""
    return hashlib.sha256(package.package_stamp().encode()).hexdigest()[:16]


def open_server_lock(path: Path) -> int:
    """A descriptor of the lock file; raises OSError if it is no file, or somebody's link to one."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(f"{path}: expected a file")
    return fd


def about_server(path: Path) -> dict[str, Any] | None:
    """What the server at `path` says of itself; None if nobody listens there, or it does not answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_PATIENCE)
        try:
            connection.connect(os.fspath(path))
            send_json(connection, {"about": True})
            receive_json(connection)  # that it is ready
            reply: dict[str, Any] = receive_json(connection)
            return reply
        except (OSError, EOFError):
            return None


def is_frozen(path: Path) -> bool:
    """Whether a server takes connections at `path` and answers none."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PROBE_PATIENCE)
        try:
            connection.connect(os.fspath(path))
            receive_json(connection)
        except (BlockingIOError, TimeoutError):  # the first if many wait already
            return True
        except (OSError, EOFError):
            return False
    return False


def running_server() -> dict[str, Any] | None:
    """The running server of this version, if there is one; starts none."""
    try:
        return about_server(SharedEngine(server_folder()).path)
    except OSError:
        return None


def stop_servers_in(place: Path) -> int:
    """Lets every server of this folder finish what it does and end, and removes sockets left behind.

    One that does not answer is killed. Returns how many there were.
    """
    ended: set[int] = set()
    for path in place.glob("*.socket"):
        answer = about_server(path)
        servers = {answer["pid"]} if answer else server_processes(path)
        for pid in servers:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGTERM if answer else signal.SIGKILL)
        ended |= servers
        path.unlink(missing_ok=True)
    return len(ended)


def server_processes(path: Path) -> set[int]:
    """The processes of this user that were started to serve this socket, where the system tells."""
    pids = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            serves = SERVER_PROGRAM.encode() in words and os.fsencode(path) in words
            if serves and process.stat().st_uid == os.getuid():
                pids.add(int(process.name))
    return pids


def stop_servers() -> int:
    """Ends this user's servers; how many there were."""
    try:
        return stop_servers_in(server_folder())
    except OSError:
        return 0
