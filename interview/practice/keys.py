"""Single keys from a terminal, without Enter and without echo."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

ESCAPE = "\x1b"


def available() -> bool:
    """Whether somebody can press keys: a terminal on a system that has them one by one."""
    with contextlib.suppress(ImportError):
        import termios  # noqa: F401

        return sys.stdin.isatty()
    return False


@contextlib.contextmanager
def raw() -> Iterator[None]:
    """Keys come one by one in this block; the terminal is as it was afterwards, whatever happens."""
    import termios
    import tty

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    tty.setcbreak(fd)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


def pressed() -> Iterator[str]:
    """Each key in small letters until the input ends; arrow and function keys are left out."""
    while data := os.read(sys.stdin.fileno(), 64):
        text = data.decode("utf-8", errors="ignore")
        if not text.startswith(ESCAPE):
            yield from text.lower()
