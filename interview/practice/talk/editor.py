"""The learner's editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _

TERMINAL_EDITORS = ("nano", "vim", "nvim", "vi", "micro", "hx", "emacs -nw")
WINDOW_EDITORS = (
    *("code --wait", "codium --wait", "cursor --wait", "subl --wait", "zed --wait"),
    *("gedit", "kate --block", "gvim", "mate --wait", "charm", "pycharm"),
)
"""Editors that leave the terminal alone. All of them are looked for where none is set."""
MOST_OFFERED = 9
"""Each has a digit."""


def editor_command() -> str:
    """What $VISUAL or $EDITOR says; empty if neither says anything."""
    named = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    return next(filter(None, named), "")


def editor_program() -> str:
    """The program that is the editor; raises ValueError where its command is none that a shell would read."""
    return next(iter(shlex.split(editor_command())), "")


def editors_found() -> list[str]:
    """The editors that this system has, each as EDITOR names it."""
    there = [
        command
        for command in (*TERMINAL_EDITORS, *WINDOW_EDITORS)
        if shutil.which(command.partition(" ")[0])
    ]
    return there[:MOST_OFFERED]


def use_editor(command: str) -> None:
    """The editor of this command and of what it starts, as if EDITOR had said so."""
    os.environ["EDITOR"] = command


def editor_has_window() -> bool:
    """Whether the editor leaves the terminal alone, so that nothing need wait for it."""
    try:
        name = Path(editor_program()).name
    except ValueError:
        return False
    return any(name == command.partition(" ")[0] for command in WINDOW_EDITORS)


def open_editor_beside(path: Path) -> None:
    """Starts an editor with a window of its own, and goes on; raises UsageError where it does not start."""
    quiet = subprocess.DEVNULL
    with told_if_it_does_not_start(command := editor_command()):
        subprocess.Popen(
            [*shlex.split(command), str(path)], stdin=quiet, stdout=quiet, stderr=quiet
        )


def open_editor(path: Path) -> None:
    """Opens the editor on the file and waits; does nothing if none is set.

    Raises UsageError where it does not start, or ends with an error.
    """
    command = editor_command()
    if not command:
        return
    with told_if_it_does_not_start(command):
        status = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    if status:
        text = _(
            "{command}: the editor ended with an error, status {status}: set EDITOR to another"
        )
        raise UsageError(text.format(command=command, status=status))


@contextmanager
def told_if_it_does_not_start(command: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        text = _("{command}: the editor does not start ({error}): set EDITOR")
        raise UsageError(text.format(command=command, error=error)) from None
