"""How a failure looks: one line for what a person can fix, a log for our own bugs."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

from interview.errors import InterviewError, QuestionError
from interview.messages import _


# Drawing is imported where something failed: this module is loaded before every command.
def person(error: InterviewError) -> int:
    """A person's mistake: one line each, no traceback."""
    from interview.screen.console import problems

    problems(error.problems if isinstance(error, QuestionError) else [str(error)])
    return error.exit_status


def interrupted() -> int:
    from interview.screen.console import err

    err().print(_("interrupted"))
    return 130


def reader_left() -> int:
    """Whoever read our output (`| head`) has had enough: no message, nothing more to flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def bug(error: Exception) -> int:
    """Our bug: the traceback goes into a file, the person gets one line."""
    from interview.screen.console import err, foreign

    with tempfile.NamedTemporaryFile(
        "w", prefix="interview-bug-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    message = f"{type(error).__name__}: {error}".splitlines()[0]
    line = _("interview: a bug of ours: {error}: please report it with {path}")
    err().print(foreign(line.format(error=message, path=log.name), "red"), soft_wrap=True)
    return 3
