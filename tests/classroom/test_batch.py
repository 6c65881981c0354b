"""Who grades what in a batch: every question prepared as seldom as may be, and nobody idle."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest

from interview.bank import open_bank
from interview.classroom.batch import RemainingWork
from interview.classroom.submissions import Submission

BANK = open_bank(None)


def work(*counts: int) -> RemainingWork:
    """So many submissions of the first question, of the second, and so on."""
    return RemainingWork(
        [
            Submission(f"person {i}", "attempt.py", card, b"")
            for card, count in zip(BANK.cards, counts, strict=False)
            for i in range(count)
        ]
    )


def simulated(work: RemainingWork, workers: int, seconds: float = 1.0) -> dict[int, list[str]]:
    """Which questions each worker took, one after the other, where all are equally fast."""
    took: dict[int, list[str]] = {worker: [] for worker in range(workers)}
    waiting = list(took)
    while waiting:
        for worker in list(waiting):
            submission = work.take(worker)
            if submission is None:
                waiting.remove(worker)
            else:
                took[worker].append(submission.card.id)
                work.took(submission, seconds)
    return took


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("counts", [(5,), (4, 4), (9, 1, 1), (2, 7, 3, 1, 1)])
def test_each_is_taken_once_and_the_work_is_even(workers, counts):
    took = simulated(work(*counts), workers)
    graded = Counter(id for own in took.values() for id in own)
    assert graded == {card.id: count for card, count in zip(BANK.cards, counts, strict=False)}
    sizes = [len(own) for own in took.values()]
    assert max(sizes) - min(sizes) <= 1


def test_a_judge_stays_at_its_question_until_it_is_done():
    took = simulated(work(6, 6, 6, 6), 2)
    assert [len(list(groupby(own))) for own in took.values()] == [2, 2]


def test_a_judge_that_has_nothing_of_its_own_helps_where_most_is_left():
    todo = work(10, 4, 4)
    took = [todo.take(worker).card.id for worker in (0, 1, 2)]
    assert took == [card.id for card in BANK.cards[:3]]
    while len(todo.left[took[1]]) > 0:
        todo.take(1)
    assert todo.take(1).card.id == took[0]
    slow = Submission("", "", BANK.cards[2], b"")
    todo.took(slow, 100.0)
    assert todo.take(3).card.id == took[2]


def test_once_stopped_there_is_nothing_left():
    todo = work(3, 3)
    todo.take(0)
    todo.stop()
    assert [todo.take(worker) for worker in (0, 1)] == [None, None]
