"""Waiting for the other end of a connection, for so long and no longer."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

JUDGING = "judging"
"""What a judge says it is at while it looks at what a submission gave back."""
SLICE = 1.0
"""Seconds of one look at the clock."""


class Patience:
    """Seconds that may be waited in all. A process that is stopped meanwhile, as by Ctrl-Z, does not wait."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def poll(self, poll: select.poll) -> list[tuple[int, int]]:
        """What is ready, once something is; raises TimeoutError when that was waited for too long."""
        while True:
            seconds = min(max(self.left, 0.0), SLICE)
            begun = time.monotonic()
            ready = poll.poll(seconds * 1000)
            self.left -= min(time.monotonic() - begun, seconds)
            if ready:
                return ready
            if self.left <= 0:
                raise TimeoutError

    def reading(self, link: socket.socket) -> Callable[[int], bytes]:
        """`link.recv`, which raises TimeoutError when nothing came for too long."""
        poll = select.poll()
        poll.register(link, select.POLLIN)

        def receive(count: int) -> bytes:
            self.poll(poll)
            return link.recv(count)

        return receive
