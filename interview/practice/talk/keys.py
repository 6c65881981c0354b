"""Single keys, and lines that can be edited, from a terminal that is changed for them; see `terminal`."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from interview.practice.talk.bells import bells_heard
from interview.practice.talk.terminal import (
    Action,
    TerminalAttributes,
    TerminalJob,
    is_in_foreground,
    restore_attributes,
    set_attributes,
    wait_for_foreground,
)

ESCAPE = "\x1b"
LOOK_INTERVAL = 0.1
"""Seconds between two looks whether the terminal is ours again, or a key was pressed that is ours."""


class TypingSuspended(Exception):
    """Ctrl-Z, while a line was typed."""


class TypingResumed(Exception):
    """The command goes on after a stop, and a line that was being typed has to be asked for anew."""


def can_press_keys() -> bool:
    """Whether somebody can press keys: a terminal on a system that has them one by one."""
    with contextlib.suppress(ImportError):
        import termios  # noqa: F401

        return sys.stdin.isatty()
    return False


@dataclass
class KeyTerminal:
    """The terminal while keys are read one by one; another program may have it for a while."""

    fd: int
    before: TerminalAttributes
    reading: threading.Event = field(default_factory=threading.Event)
    """Set while keys are ours."""

    def take(self) -> None:
        """It gives each key at once; not while it is lent."""
        if self.reading.is_set():
            set_attributes(self.fd, raw_attributes(self.before))

    def give(self) -> None:
        restore_attributes(self.fd, self.before)

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """In this block it is as it was found, and no key is taken from whoever reads it."""
        self.reading.clear()
        self.give()
        try:
            yield
        finally:
            self.reading.set()
            self.take()


@contextlib.contextmanager
def raw_keys(woken: Action) -> Iterator[KeyTerminal]:
    """Keys come one by one in this block, without echo; `woken` hears that the screen is to be drawn anew."""
    import termios

    fd = sys.stdin.fileno()
    wait_for_foreground(fd)
    terminal = KeyTerminal(fd, termios.tcgetattr(fd))
    terminal.reading.set()

    def take() -> None:
        terminal.take()
        woken()

    try:
        with TerminalJob(terminal.give, take).heard():
            termios.tcflush(fd, termios.TCIFLUSH)  # what was typed before there was anything to see
            terminal.take()
            yield terminal
    finally:
        terminal.give()


def raw_attributes(attributes: TerminalAttributes) -> TerminalAttributes:
    """What a terminal is like that gives each key at once and shows none; Ctrl-C and Ctrl-Z are still heard."""
    import termios

    *modes, cc = attributes
    modes[3] &= ~(termios.ECHO | termios.ICANON)
    cc = list(cc)
    cc[termios.VMIN], cc[termios.VTIME] = 1, 0
    return [*modes, cc]


def read_keys(reading: threading.Event) -> Iterator[str]:
    """Each key in small letters until the input ends; arrow and function keys are left out."""
    while data := read_key_bytes(reading):
        text = data.decode("utf-8", errors="ignore")
        if not text.startswith(ESCAPE):
            yield from text.lower()


def read_key_bytes(reading: threading.Event) -> bytes:
    """The next keys; waits as long as another has the terminal, or it is lent. Nothing when it is gone."""
    fd = sys.stdin.fileno()
    ours = False
    while True:
        try:
            reading.wait()
            if select.select([fd], [], [], LOOK_INTERVAL)[0] and reading.is_set():
                return os.read(fd, 64)
        except OSError:
            ours_before, ours = ours, is_in_foreground(fd)
            if ours_before and ours:  # once alone it may have become ours after the error
                return b""
            if not ours:
                time.sleep(LOOK_INTERVAL)


@contextlib.contextmanager
def typing_line() -> Iterator[None]:
    """A line is typed in this block, by readline: it changes the terminal as it begins, and back at its end.

    Raises TypingResumed after Ctrl-Z and `fg`, BellRang when a bell rings, and Stopped.
    """
    if not can_press_keys():
        yield
        return
    with typing_heard(), bells_heard():
        yield


@contextlib.contextmanager
def typing_heard() -> Iterator[None]:
    """Something is typed in this block, by what gives the terminal back as soon as it is interrupted.

    Raises TypingResumed after Ctrl-Z and `fg`, and Stopped.
    """
    wait_for_foreground(sys.stdin.fileno())
    try:
        with TypingJob().heard():
            yield
    except TypingSuspended:
        signal.raise_signal(signal.SIGTSTP)  # here it stops, and here it goes on
        raise TypingResumed from None


class TypingJob(TerminalJob):
    """A line is typed. Readline itself gives the terminal back, as soon as it is interrupted."""

    def __init__(self) -> None:
        super().__init__(give=lambda: None, take=self.resume)

    def stop(self, number: int, frame: FrameType | None) -> None:
        if not self.over:
            self.over = True
            raise TypingSuspended

    def resume(self) -> None:
        self.over = True
        raise TypingResumed

    def end(self, number: int, frame: FrameType | None) -> None:
        """At once if the terminal is another's meanwhile, for readline would change it."""
        if not is_in_foreground(sys.stdin.fileno()):
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        super().end(number, frame)
