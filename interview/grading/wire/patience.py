"""Waiting for the other end of a connection, for so long and no longer."""

from __future__ import annotations

import select
import time

JUDGING = "judging"
"""What a judge says it is at while it looks at what a submission gave back."""
SLICE = 1.0
"""Seconds of one look at the clock."""


class Patience:
    """Seconds that may go by in all. A process that is stopped meanwhile, as by Ctrl-Z, does not wait.

    What is done between two looks counts as well: whoever keeps the other end busy gains no time.
    """

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.looked: float | None = None
        """When the clock was looked at last."""

    def poll(self, poll: select.poll) -> list[tuple[int, int]]:
        """What is ready, once something is; raises TimeoutError when that was waited for too long."""
        self.count()
        while self.left > 0:
            ready = poll.poll(1000 * min(self.left, SLICE))
            self.count()
            if ready:
                return ready
        raise TimeoutError

    def count(self) -> None:
        """Takes what has gone by since the last look, at most a slice."""
        now = time.monotonic()
        if self.looked is not None:
            self.left -= min(now - self.looked, SLICE)
        self.looked = now
