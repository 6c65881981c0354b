"""The learner's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _


def editor_command() -> str:
    """What $VISUAL or $EDITOR says; empty if neither says anything."""
    named = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    return next(filter(None, named), "")


def editor_program() -> str:
    """The program that is the editor; raises ValueError where its command is none that a shell would read."""
    return next(iter(shlex.split(editor_command())), "")


def open_editor(path: Path) -> None:
    """Opens the editor on the file and waits; does nothing if none is set.

    Raises UsageError where it does not start, or ends with an error.
    """
    command = editor_command()
    if not command:
        return
    try:
        status = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        text = _("{command}: the editor does not start ({error}): set EDITOR")
        raise UsageError(text.format(command=command, error=error)) from None
    if status:
        text = _(
            "{command}: the editor ended with an error, status {status}: set EDITOR to another"
        )
        raise UsageError(text.format(command=command, status=status))
