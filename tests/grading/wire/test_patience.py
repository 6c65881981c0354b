"""Waiting for so long and no longer; a process that is stopped does not wait."""

from __future__ import annotations

import pytest

from interview.grading.wire import patience
from interview.grading.wire.patience import Patience


class Clock:
    """A clock, and a poll that takes its time: after each but the last of these nothing is ready."""

    def __init__(self) -> None:
        self.now, self.seconds = 0.0, []

    def monotonic(self) -> float:
        return self.now

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        self.now += self.seconds.pop(0)
        return [] if self.seconds else [(3, 1)]

    def taking(self, *seconds: float) -> Clock:
        self.seconds = list(seconds)
        return self


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(patience.time, "monotonic", clock.monotonic)
    return clock


def test_an_hour_in_which_it_was_stopped_is_no_waiting(clock):
    waiting = Patience(5.0)
    assert waiting.poll(clock.taking(3600.0, 3600.0, 0.5)) == [(3, 1)]
    assert waiting.left == 2.5


def test_waiting_ends_and_is_added_up(clock):
    waiting = Patience(2.5)
    assert waiting.poll(clock.taking(1.0, 1.0)) == [(3, 1)]
    with pytest.raises(TimeoutError):
        waiting.poll(clock.taking(1.0, 1.0, 1.0))


def test_whoever_keeps_the_other_end_busy_gains_no_time(clock):
    """What is ready at once every time is not waited for, and its reading takes time all the same."""
    waiting = Patience(5.0)
    for _ in range(10):
        waiting.poll(clock.taking(0.0))
        clock.now += 0.5
    with pytest.raises(TimeoutError):
        waiting.poll(clock.taking(0.0))
