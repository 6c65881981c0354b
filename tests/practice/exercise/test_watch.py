"""Which exercise `watch` begins with, and how it waits."""

from __future__ import annotations

import _thread
import os
import threading
from queue import SimpleQueue
from unittest.mock import Mock

import pytest

from interview.bank import open_bank
from interview.history.store import Recorder
from interview.practice.exercise import workspace
from interview.practice.exercise.places import exercise_path
from interview.practice.exercise.watch import Watch
from interview.practice.exercise.watch_events import TerminalBack, wait_for_events

BANK = open_bank(None)
ONE, TWO, THREE = BANK.cards[:3]


@pytest.fixture
def watch():
    watch = Watch(BANK, BANK.cards, link=None, recorder=None, lang="en")
    watch.passed = set()
    return watch


@pytest.fixture
def recording():
    """A session as it runs, without a judge."""
    watch = Watch(BANK, [ONE, TWO, THREE], Mock(), Recorder(), "en")
    watch.passed = set()
    watch.card = ONE
    return watch


def write(card, at):
    path, _new = workspace.write_stub(card)
    os.utime(path, (at, at))


def test_it_begins_with_what_was_written_last_and_is_not_passed(watch):
    write(ONE, 100)
    write(THREE, 300)
    write(TWO, 200)
    assert watch.first() == THREE
    watch.passed = {THREE.id}
    assert watch.first() == TWO


def test_where_nothing_is_begun_it_takes_the_first_that_is_not_passed(watch):
    assert watch.first() == ONE
    watch.passed = {ONE.id}
    assert watch.first() == TWO
    watch.passed = {card.id for card in BANK.cards}
    assert watch.first() == ONE


def test_what_cannot_be_written_is_told_in_the_view_and_ends_nothing(recording):
    path = exercise_path(ONE)
    path.parent.mkdir(parents=True)
    path.mkdir()
    view = recording.begin()
    assert (view.card, view.verdict) == (ONE, None)
    assert "got a folder" in view.problem
    assert "got a folder" in recording.key("r").problem
    after = recording.key("n")
    assert (after.card, after.problem) == (TWO, "")
    assert not after.written  # nobody asked for its stub
    assert not exercise_path(TWO).exists()
    exercise_path(THREE).symlink_to("nowhere")
    assert "where nothing is" in recording.key("n").problem


def test_a_signal_that_came_just_before_the_wait_ends_it():
    queue = SimpleQueue()
    flagged = threading.Timer(0.2, _thread.interrupt_main)  # a signal that interrupts no wait
    late = threading.Timer(30, lambda: queue.put(TerminalBack()))

    def flag_and_wait():
        flagged.start()  # within, as it may come before the wait has begun
        next(wait_for_events(queue))

    late.start()
    with pytest.raises(KeyboardInterrupt):
        flag_and_wait()
    assert late.is_alive()
    late.cancel()
