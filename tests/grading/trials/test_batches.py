"""Work in forked children: each item is told of once, whatever another does to its process."""

from __future__ import annotations

import os
import signal

import pytest

from interview.grading.forks.children import fork_child
from interview.grading.trials import batches
from interview.grading.trials.batches import in_children


def work(item):
    match item:
        case 3:
            os.kill(os.getpid(), signal.SIGKILL)
        case 5:
            os._exit(0)
        case 6:
            print("said aloud")
    return {"square": item * item}


def test_one_that_ends_its_process_harms_no_other():
    told = dict(in_children(range(100), work))
    assert list(told) == list(range(100))
    assert {item for item, answer in told.items() if answer is None} == {3, 5}
    assert told[99] == {"square": 9801}


def test_one_that_hangs_where_no_signal_reaches_it_is_given_up(monkeypatch):
    monkeypatch.setattr(batches, "SILENCE", 0.3)

    def hangs(item):
        if item == 1:
            signal.pause()
        return {}

    assert [answer for _, answer in in_children(range(3), hangs)] == [{}, None, {}]


def test_memory_is_limited(monkeypatch):
    monkeypatch.setattr(batches, "MORE_MEMORY", 2**28)

    def greedy(item):
        try:
            return {"bytes": len(bytearray(item))}
        except MemoryError:
            return {"bytes": None}

    told = dict(in_children([10, 2**30], greedy))
    assert told == {10: {"bytes": 10}, 2**30: {"bytes": None}}


@pytest.fixture(autouse=True)
def none_left(monkeypatch):
    """Every child is waited for."""
    made = []

    def noted(*arguments, **settings):
        made.append(fork_child(*arguments, **settings))
        return made[-1]

    monkeypatch.setattr(batches, "fork_child", noted)
    yield
    assert made
    for pid in made:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
