"""How a failure looks: one line for what a person can fix, a log for our own bugs."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from interview.errors import InterviewError, UsageError
from interview.messages import _

SYSTEM_REFUSALS = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
}
"""What a system says of a file for reasons that are no bug of ours."""


# Drawing is imported where something failed: this module is loaded before every command.
def tell_mistake(error: InterviewError) -> int:
    """A person's mistake: one line each, no traceback."""
    from interview.screen.console import show_problems

    with suppress(OSError):
        show_problems(error.problems)
    return error.exit_status


def tell_interruption(stopped: BaseException) -> int:
    """Ctrl-C is told; whoever sent another signal knows, and it is below 0."""
    from interview.practice.talk.terminal import ending_signal
    from interview.screen.console import err

    if (number := ending_signal(stopped)) != signal.SIGINT:
        return -number
    with suppress(OSError):
        err().print(_("interrupted"))
    return 130


def end_program(status: int) -> NoReturn:
    """Ends the program with this status; by a signal where it was ended by one, as those who wait for it expect."""
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        signal.raise_signal(-status)
    sys.exit(status)


def reader_left() -> int:
    """Whoever read our output (`| head`) has had enough: no message."""
    silence_output()
    return 0


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """What nobody reads any longer is dropped; the command goes on, and its status tells what came of it."""
    try:
        yield
    except BrokenPipeError:
        reader_left()


def silence_output() -> None:
    """What our output could not take goes nowhere, and so does all that follows.

    Python would try once more at its end, and end with a status of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell_system_error(error: OSError) -> int:
    """What the system refuses a person, in one line; anything else that went wrong with it is our bug."""
    if is_working_folder_gone():
        text = _("the folder you are in is gone: go to another one with `cd`")
        return tell_mistake(UsageError(text))
    if error.errno not in SYSTEM_REFUSALS:
        return tell_bug(error)
    if error.filename:
        text = _("{path}: {error}: check its permissions and the room on its disk")
    else:  # what was opened is told by its name; this was open before we began
        text = _("output: cannot be written: {error}: make room, or write elsewhere")
    path = os.fsdecode(error.filename or "")
    return tell_mistake(UsageError(text.format(path=path, error=error.strerror)))


def is_working_folder_gone() -> bool:
    """Whether the folder that relative paths begin at was removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    except OSError:
        pass
    return False


def tell_bug(error: Exception) -> int:
    """Our bug: the traceback goes into a file, the person gets one line."""
    from interview.screen.console import err, foreign_text

    message = next(iter(f"{type(error).__name__}: {error}".splitlines()))
    line = _("interview: a bug of ours: {error}: please report it with {path}")
    path = write_bug_log(error)
    if not path:
        path = place_of_error(error)
        line = _("interview: a bug of ours: {error}: please report it with this line ({path})")
    with suppress(OSError):
        err().print(foreign_text(line.format(error=message, path=path), "red"), soft_wrap=True)
    return 3


def write_bug_log(error: Exception) -> str:
    """The file with the traceback; empty where none can be written."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="interview-bug-",
            suffix=".log",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as log:
            traceback.print_exception(error, file=log)
        return log.name
    except OSError:
        return ""


def place_of_error(error: Exception) -> str:
    """Where in the program it was raised."""
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    return "".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames)
