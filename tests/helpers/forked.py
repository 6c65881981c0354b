"""Commands that are forked from a process which has the package loaded, and an engine for those that start one.

Hundreds of tests want to know what a command says. Loading the package for each of them, and torch for each
`check` and `batch`, took a fifth of the time of all tests.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STARTS_AN_ENGINE = frozenset({"batch", "check"})
PACKAGES = ("authoring", "bank", "classroom", "export", "history", "model", "practice", "screen")


def forked_command(
    arguments: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """What came of `interview` with these arguments, here; there is nothing to read."""
    request = {"arguments": arguments, "environment": environment}
    here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)  # it may have no name any more
    nothing = os.open(os.devnull, os.O_RDONLY)
    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    theirs = [nothing, to_out, to_err, here]
    socket.send_fds(template(), [json.dumps(request).encode()], theirs)
    for fd in theirs:
        os.close(fd)
    with ThreadPoolExecutor(2) as readers:
        said = readers.map(read_to_end, (out, err))
    return subprocess.CompletedProcess(arguments, int(template().recv(64)), *said)


def read_to_end(pipe: int) -> str:
    with open(pipe, encoding="utf-8") as text:
        return text.read()


@cache
def template() -> socket.socket:
    """The connection to the process from which commands are forked; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.helpers.forked", str(theirs.fileno())]
    null = subprocess.DEVNULL
    subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=null, stdout=null)
    theirs.close()
    return ours


class LentEngine:
    """An engine that a command has for its own: it goes on when the command is done with it."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def close(self) -> None:
        pass


def load_package() -> None:
    """What commands use, but for what loads torch, and commands themselves: one that is loaded is known to all."""
    sys.modules["torch"] = None
    for name in PACKAGES:
        package = importlib.import_module(f"interview.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"interview.{name}."):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)
    del sys.modules["torch"]
    importlib.import_module("interview.cli")


def serve(link: socket.socket) -> bool:
    """Forks a process for each request; returns True in each of these, and else at the end of the tests."""
    while True:
        message, fds, _flags, _address = socket.recv_fds(link, 2**20, 4)
        if not message:
            return False
        request = json.loads(message)
        if not STARTS_AN_ENGINE.isdisjoint(request["arguments"][:1]):
            lend_engine()
        pid = os.fork()
        if not pid:
            link.close()
            become(fds, **request)
            return True
        for fd in fds:
            os.close(fd)
        _pid, status = os.waitpid(pid, 0)
        link.send(str(os.waitstatus_to_exitcode(status)).encode())


@cache
def lend_engine() -> None:
    """Starts an engine, which all have from here on who start one of their own; it ends with this process."""
    from interview.classroom import batch
    from interview.grading.client import private

    engine = private.PrivateEngine()
    private.PrivateEngine = batch.PrivateEngine = lambda: LentEngine(engine)


def become(fds: list[int], arguments: list[str], environment: dict[str, str]) -> None:
    """What a new process with these would be."""
    *streams, folder = fds
    os.fchdir(folder)
    os.close(folder)
    for number, fd in enumerate(streams):
        os.dup2(fd, number)
        os.close(fd)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        lines = 1 if name == "stderr" else -1
        own = open(number, before.mode, lines, before.encoding, before.errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, own)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    del sys.path[0]  # where the tests are
    sys.argv = ["interview", *arguments]


if __name__ == "__main__":
    load_package()
    if serve(socket.socket(fileno=int(sys.argv[1]))):
        runpy.run_module("interview", run_name="__main__", alter_sys=True)
