"""A command as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from interview.bank.finding import BANKS_VARIABLE
from tests.conftest import TOY


def unwrapped(text):
    """Without any gap: a path in it is broken wherever the line ends, which hangs on how long the path is."""
    return "".join(text.split())


def interview(*arguments, bank=TOY, env=None, status=0):
    """What came of it. The toy bank is the environment's, so that no command that is told names it."""
    command = [sys.executable, "-m", "interview", *arguments]
    environment = {**os.environ, **(env or {})}
    if bank and arguments and not arguments[0].startswith("-"):
        if bank is TOY:
            environment[BANKS_VARIABLE] = str(bank)
        else:
            command += ["--bank", str(bank)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done
