"""A program in a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time

import pexpect
import pyte

from interview.bank.finding import BANKS_VARIABLE
from tests.conftest import TOY

COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7])m")
"""What sets a colour that is none of the text's own."""


class Terminal:
    """A program in a pseudo-terminal, and the screen it has drawn."""

    def __init__(self, *arguments, columns=80, rows=60, env=None, command=None):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.raw = ""
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            "LINES": str(rows),
            **(env or {}),
        }
        program, *rest = command or [sys.executable, "-m", "interview", *arguments]
        if arguments and "--bank" not in arguments:
            environment[BANKS_VARIABLE] = str(TOY)  # so that no command that is told names it
        self.child = pexpect.spawn(
            program,
            rest,
            dimensions=(rows, columns),
            env=environment,
            encoding="utf-8",
            codec_errors="replace",
            timeout=60,
            preexec_fn=hears_signals,
        )

    def wait_for(self, text):
        self.child.expect_exact(text)
        self.feed(self.child.before + self.child.after)

    def wait_for_row(self, text):
        """Waits until the row that the cursor is in says just that."""
        self.until_row(lambda row: row == text, repr(text))

    def wait_for_prompt(self):
        """Waits until the cursor stands behind a prompt with nothing typed."""
        self.until_row(lambda row: row.endswith(">"), "a prompt")

    def until_row(self, condition, wanted):
        self.feed(self.child.buffer)  # what came after the last text that was waited for
        self.child.buffer = ""
        deadline = time.monotonic() + 60
        while not condition(self.row):
            assert time.monotonic() < deadline, f"{self.row!r} is not {wanted}:\n{self.text}"
            with contextlib.suppress(pexpect.TIMEOUT):
                self.feed(self.child.read_nonblocking(4096, 0.2))

    @property
    def row(self):
        return self.screen.display[self.screen.cursor.y].rstrip()

    def interrupt(self):
        """Ctrl-C, once what was drawn last has had the time to wait for input.

        One that comes while a prompt is being set up is heard only at the next key.
        """
        time.sleep(0.5)
        self.child.sendintr()

    def kill(self):
        """As if the power failed."""
        self.child.kill(signal.SIGKILL)
        self.child.expect(pexpect.EOF)
        self.child.close()

    def hang_up(self):
        """As if its window were closed."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.ptyproc.closed = True

    def end(self):
        """Reads to the end; the exit status."""
        self.child.expect(pexpect.EOF)
        self.feed(self.child.before)
        self.child.close()
        return self.child.exitstatus

    def feed(self, text):
        self.raw += text
        self.stream.feed(text)

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()


def hears_signals():
    """Whoever runs the tests may ignore some, as `nohup` does, and a program keeps what it is started with."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def plain(text):
    """A text without markup, up to its first placeholder."""
    return re.sub(r"\[/?\w*\]", "", text).partition("{")[0].strip()
