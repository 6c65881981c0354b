"""The one thing to do next, told at the end of a session as the home screen tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview.practice.standing.home import read_home
from interview.screen.next_step import show_next_step_at_end

if TYPE_CHECKING:
    from interview.bank import Bank
    from interview.history.store import Recorder


def tell_next_step(bank: Bank, recorder: Recorder, lang: str) -> None:
    """One line, from the history as it is now; nothing where there is none."""
    if recorder.store is None:
        return
    step = read_home(bank, recorder, datetime.now(UTC)).next
    show_next_step_at_end(step, bank.title(step.card, lang) if step.card else "")
