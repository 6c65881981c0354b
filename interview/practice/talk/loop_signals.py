"""Signals while an event loop runs, which hears them in its own way."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from interview.practice.talk.terminal import ENDING_SIGNALS, STOPPING_SIGNALS

LOOP_SIGNALS = (signal.SIGINT, *ENDING_SIGNALS, *STOPPING_SIGNALS)


@contextmanager
def signals_for_loop() -> Iterator[Callable[[], object]]:
    """In this block an event loop may hear signals, from when it says so on; after it all are heard as before.

    What comes in between waits. The loop sets three things that it does not set back: which descriptor
    wakes whoever waits, the handlers, and readline's own handler of a resize, of which only C knows.
    """
    handlers = {number: signal.getsignal(number) for number in LOOP_SIGNALS}
    resize = ctypes.pythonapi.PyOS_getsig
    resize.restype = ctypes.c_void_p
    of_readline = resize(signal.SIGWINCH)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, LOOP_SIGNALS)
    wakes = signal.set_wakeup_fd(-1)
    try:
        yield lambda: signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    finally:
        for number, handler in handlers.items():
            if handler is not None:
                signal.signal(number, handler)
        setsig = ctypes.pythonapi.PyOS_setsig
        setsig.argtypes = (ctypes.c_int, ctypes.c_void_p)
        setsig(signal.SIGWINCH, of_readline)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
