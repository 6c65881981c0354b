"""Waiting for so long and no longer; a process that is stopped does not wait."""

from __future__ import annotations

import socket

import pytest

from interview.grading.wire import patience
from interview.grading.wire.frames import receive_json, send_json
from interview.grading.wire.patience import Patience


class Clock:
    """A clock, and a poll that takes its time: after each time in the list nothing is ready, but for the last."""

    def __init__(self, *seconds: float) -> None:
        self.now, self.seconds = 0.0, list(seconds)

    def monotonic(self) -> float:
        return self.now

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        taken = self.seconds.pop(0)
        self.now += milliseconds / 1000 if taken is None else taken
        return [] if self.seconds else [(3, 1)]


@pytest.fixture
def clock(monkeypatch):
    def made(*seconds):
        told = Clock(*seconds)
        monkeypatch.setattr(patience.time, "monotonic", told.monotonic)
        return told

    return made


def test_an_hour_in_which_it_was_stopped_is_no_waiting(clock):
    waiting = Patience(5.0)
    assert waiting.poll(clock(3600.0, 3600.0, 0.5)) == [(3, 1)]
    assert waiting.left == 2.5


def test_what_came_meanwhile_is_seen_even_when_patience_has_ended(clock):
    waiting = Patience(0.5)
    assert waiting.poll(clock(3600.0)) == [(3, 1)]
    assert waiting.poll(clock(0.0)) == [(3, 1)]


def test_waiting_ends_and_is_added_up(clock):
    waiting = Patience(2.5)
    assert waiting.poll(clock(1.0, 1.0)) == [(3, 1)]
    with pytest.raises(TimeoutError):
        waiting.poll(clock(None, None, None))


def test_a_message_is_waited_for_as_long():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(TimeoutError):
            receive_json(ours, Patience(0.05))
        send_json(theirs, {"here": 1})
        assert receive_json(ours, Patience(30.0)) == {"here": 1}
