"""A command as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from interview.bank.finding import BANKS_VARIABLE
from tests.conftest import TOY
from tests.helpers.forked import forked_command


def unwrapped(text):
    """Without any gap: a path in it is broken wherever the line ends, which hangs on how long the path is."""
    return "".join(text.split())


def interview(*arguments, bank=TOY, env=None, status=0):
    """What came of it. The toy bank is the environment's, so that no command that is told names it.

    env: what else a new process finds in its environment as it starts; else one is forked.
    """
    environment = {**os.environ, **(env or {})}
    of_bank: list[str] = []
    if bank and arguments and not arguments[0].startswith("-"):
        if bank is TOY:
            environment[BANKS_VARIABLE] = str(bank)
        else:
            of_bank = ["--bank", str(bank)]
    if env is None:
        done = forked_command([*arguments, *of_bank], environment)
    else:
        done = subprocess.run(
            [sys.executable, "-m", "interview", *arguments, *of_bank],
            capture_output=True,
            text=True,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done
