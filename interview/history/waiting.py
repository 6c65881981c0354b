"""Waiting for another session that is at the history: not in silence, and not for ever."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from interview.messages import _

PATIENCE = 10
"""Seconds that a session waits for another one to finish what it writes."""
SILENT_SECONDS = 1.0
"""Seconds after which it says that it waits."""
PAUSE = 0.05
"""Seconds in which SQLite itself tries again; what it does not wait for at all is tried as often."""


class Wait:
    """One wait, from its beginning on."""

    def __init__(self, path: Path) -> None:
        self.path, self.began, self.told = path, time.monotonic(), False

    def is_over(self) -> bool:
        """Whether it took too long; if not, a moment has passed."""
        waited = time.monotonic() - self.began
        if waited > PATIENCE:
            return True
        if waited > SILENT_SECONDS and not self.told:
            self.told = True
            text = _("{path}: another program holds the history: waiting, at most {count} seconds")
            print(text.format(path=self.path, count=PATIENCE), file=sys.stderr)
        time.sleep(PAUSE / 5)
        return False
