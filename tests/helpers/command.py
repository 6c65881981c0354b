"""A command as a process."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import TOY


def interview(*arguments, bank=TOY, env=None, status=0):
    command = [sys.executable, "-m", "interview", *arguments]
    if bank and arguments and not arguments[0].startswith("-"):
        command += ["--bank", str(bank)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done
