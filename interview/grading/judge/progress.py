"""What a judge tells its client while it works: what it is at, and within how many seconds it is heard of again."""

from __future__ import annotations

import socket

from interview.grading.judge.supervision import ClientGone
from interview.grading.wire.frames import send_json


class Telling:
    """Of one request. A question's own code may have no end, and end the judge with it; so it is told by name."""

    def __init__(self, client: socket.socket) -> None:
        self.client = client
        self.stage: tuple[str, float] = "", 0.0

    def begin(self, stage: str, seconds: float) -> None:
        self.stage = stage, seconds
        self.tell(stage, seconds)

    def own_code(self, what: str, seconds: float) -> None:
        """Which code runs now, and how long it may by the clock; without a name, that it came to its end."""
        self.tell(*((what, seconds) if what else self.stage))

    def tell(self, at: str, seconds: float) -> None:
        try:
            send_json(self.client, {"at": at, "within": seconds})
        except OSError:
            raise ClientGone from None
