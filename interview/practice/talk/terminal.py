"""The terminal while a command has changed it: as it was found whenever the command stops or ends.

Ctrl-Z gives it back to the shell, and `fg` takes it again. A signal that ends the command does what
Ctrl-C does, so that nothing is lost, and only then ends it.
"""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import FrameType
from typing import Any, TypeAlias

ENDING_SIGNALS = (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM)
"""The terminal was closed, Ctrl-\\, `kill`; for Ctrl-C there is KeyboardInterrupt."""
STOPPING_SIGNALS = (signal.SIGTSTP, signal.SIGCONT)
"""Ctrl-Z, `fg`."""
WAKING_SECONDS = (0.05, 0.1, 0.4, 1.0)
"""So long is waited each time whether a signal is heard by itself."""

Action: TypeAlias = Callable[..., object]
SignalHandler: TypeAlias = Callable[[int, FrameType | None], None]
TerminalAttributes: TypeAlias = list[Any]


class Stopped(KeyboardInterrupt):
    """Ctrl-C, or another signal that ends the command; and what stood on the line."""

    def __init__(self, number: int = signal.SIGINT, line: str = "") -> None:
        super().__init__(number, line)
        self.number, self.line = number, line


def ending_signal(stopped: BaseException) -> int:
    """The signal that ended the command."""
    return stopped.number if isinstance(stopped, Stopped) else signal.SIGINT


class TerminalJob:
    """A command that has changed the terminal: `give` makes it as it was found, `take` changes it again."""

    def __init__(self, give: Action, take: Action) -> None:
        self.give, self.take = give, take
        self.away = self.over = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """It hears the signals that stop or end it in this block, if they are not ignored or handled already.

        Raises Stopped at its end, and whatever `take` does.
        """
        handlers: dict[signal.Signals, SignalHandler] = {
            signal.SIGTSTP: self.stop,
            signal.SIGCONT: self.go_on,
            **dict.fromkeys(ENDING_SIGNALS, self.end),
        }
        mine = [number for number in handlers if signal.getsignal(number) is signal.SIG_DFL]
        hear_signals_in_time()
        for number in mine:
            signal.signal(number, handlers[number])
        try:
            yield
        finally:
            for number in mine:
                if signal.getsignal(number) == handlers[number]:
                    signal.signal(number, signal.SIG_DFL)

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.away = True
        with suppress(OSError):
            self.give()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)  # here it stops, and here it goes on
        signal.signal(number, self.stop)
        if self.away:  # where no shell looks after it, it was not stopped at all
            self.go_on(number, frame)

    def go_on(self, number: int, frame: FrameType | None) -> None:
        """Also after a stop that it was not told of."""
        self.away = False
        if not self.over:
            with suppress(OSError):
                self.take()

    def end(self, number: int, frame: FrameType | None) -> None:
        if self.over:
            return
        self.over = True
        with suppress(OSError):
            self.give()
        # Who sends another wants it at once; of a closed terminal several tell.
        for ending in ENDING_SIGNALS:
            signal.signal(ending, signal.SIG_IGN if ending == signal.SIGHUP else signal.SIG_DFL)
        raise Stopped(number)


@cache
def hear_signals_in_time() -> None:
    """From now on whoever waits at a prompt is woken shortly after a signal has come, a few times.

    Python runs a handler in the main thread, between two steps. A signal that comes just before a wait
    begins does not interrupt it, and would be heard only after the next key. What wakes is no signal of
    Python's, as a handler that runs while another's exception is on its way is taken for a bug: readline
    hears it, and draws its line anew.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    main = threading.main_thread().ident or 0

    def wake() -> None:
        while os.read(reading, 64):
            for seconds in WAKING_SECONDS:
                time.sleep(seconds)
                signal.pthread_kill(main, signal.SIGWINCH)

    run_in_thread(wake)


def run_in_thread(run: Action, *arguments: object) -> threading.Thread:
    """Runs it in a thread that no such signal is sent to: the command waits for them, and has to wake up.

    Not for what starts processes, as they would be deaf to them too.
    """
    deaf = {*ENDING_SIGNALS, *STOPPING_SIGNALS, signal.SIGINT, signal.SIGTTIN, signal.SIGWINCH}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, deaf)
    thread = threading.Thread(target=run, args=arguments, daemon=True)
    thread.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return thread


def wait_for_foreground(fd: int) -> None:
    """Waits for `fg`, as what the terminal is like can be told only then; no wait where there is no shell."""
    if not is_in_foreground(fd):
        signal.raise_signal(signal.SIGTTIN)


def is_in_foreground(fd: int) -> bool:
    """Whether the command has the terminal, and not the shell or another command."""
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:  # it is not the terminal that we are controlled by, or gone
        return True


def set_attributes(fd: int, attributes: TerminalAttributes) -> None:
    """Sets what the terminal is like; a command that does not have it is stopped by the system until it has."""
    import termios

    while True:
        try:
            termios.tcsetattr(fd, termios.TCSANOW, attributes)
            return
        except termios.error as error:
            if error.args[0] != errno.EINTR:  # else it is gone
                return


def restore_attributes(fd: int, attributes: TerminalAttributes) -> None:
    if is_in_foreground(fd):
        set_attributes(fd, attributes)
