"""The shared grading server, as tests wait for it."""

from __future__ import annotations

import time

from interview.grading.client import shared
from interview.grading.server.loop import QUIET
from tests.helpers.processes import until


def complete(running=shared.running_server):
    """What the server says of itself once it has loaded everything, for which nobody may be there."""

    def said():
        time.sleep(1.5 * QUIET)
        about = running()
        return about if about and about["complete"] else None

    return until(said, seconds=120.0)


def settled() -> int:
    """The process of that server."""
    pid: int = complete()["pid"]
    return pid
