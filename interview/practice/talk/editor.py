"""The learner's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _


def open_editor(path: Path) -> None:
    """Opens $VISUAL or $EDITOR on the file and waits; does nothing if neither is set."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        return
    try:
        subprocess.run([*shlex.split(command), str(path)], check=False)
    except (OSError, ValueError) as error:
        text = _("{command}: the editor does not start ({error}): set EDITOR")
        raise UsageError(text.format(command=command, error=error)) from None
