"""Kills at every moment: before each step that changes something on the disk, one after the other."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from itertools import count

CHANGES = frozenset(
    {
        *("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.truncate"),
        "tempfile.mkstemp",
    }
)
"""Audit events."""
STATEMENTS = ("INSERT", "UPDATE", "DELETE")
"""What changes a database outside a transaction; a transaction changes it when it is committed."""


class Death:
    """Kills this process right before the moment with a number."""

    def __init__(self, at):
        self.left = at
        sys.addaudithook(self.on_event)
        self.connect, self.fsync = sqlite3.connect, os.fsync
        sqlite3.connect, os.fsync = self.traced, self.synced

    def moment(self):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(self, event, arguments):
        if event in CHANGES or (event == "open" and writes(arguments)):
            self.moment()

    def traced(self, *arguments, **settings):
        connection = self.connect(*arguments, **settings)

        def run(statement):
            alone = not connection.in_transaction and statement.startswith(STATEMENTS)
            if alone or statement.startswith("COMMIT"):
                self.moment()

        connection.set_trace_callback(run)
        return connection

    def synced(self, descriptor):
        self.moment()
        self.fsync(descriptor)
        self.moment()


def writes(arguments):
    """Whether a file is opened to be written."""
    _path, mode, flags = arguments
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))


def killed_at_every_moment(action):
    """What the action told before it was killed, for each moment; the last time it gets to its end.

    It gets a function by which it tells: what was told has been seen by a person. Each time it begins
    anew in a process of its own; what that leaves on the disk is there at the next step of the loop.
    """
    for at in count(1):
        whole, told = killed(action, at)
        yield told
        if whole:
            assert at > 2, "it changed nothing"
            return


def killed(action, at):
    """Whether the action got to its end, and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            Death(at)
            action(lambda *told: os.write(writing, json.dumps(told).encode() + b"\n"))
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        told = [tuple(json.loads(line)) for line in pipe]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), "it failed by itself"
    return status == 0, told
