"""Chunks: of one question each, short towards the end, and nobody blamed for a neighbour."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from interview.classroom.submissions import Submission
from interview.cluster.chunks import LONGEST_CHUNK, RemainingChunks

CARDS = open_bank(None).cards


def submissions(*counts):
    """So many of the first question, of the second, and so on."""
    return [
        Submission(f"person {i}", "attempt.py", card, b"")
        for card, count in zip(CARDS, counts, strict=False)
        for i in range(count)
    ]


@pytest.mark.parametrize("seats", [1, 2, 5])
@pytest.mark.parametrize("counts", [(1,), (40,), (9, 30, 2)])
def test_everything_is_taken_once_and_each_seat_keeps_to_its_question(seats, counts):
    everything = submissions(*counts)
    remaining, taken, changes, at = RemainingChunks(everything), [], 0, {}
    seat = 0
    while chunk := remaining.take(seat, seats, free=True):
        assert {s.card.id for s in chunk.submissions} == {chunk.question}
        assert len(chunk.submissions) <= LONGEST_CHUNK
        changes += at.get(seat) != chunk.question
        at[seat] = chunk.question
        taken += chunk.submissions
        remaining.graded(chunk, len(chunk.submissions), 1.0)
        seat = (seat + 1) % seats
    assert sorted(map(id, taken)) == sorted(map(id, everything))
    assert changes <= len(counts) + seats


def test_what_a_chunk_had_no_time_for_comes_next():
    everything = submissions(20)
    remaining = RemainingChunks(everything)
    chunk = remaining.take(0, 1, True)
    assert (
        len(chunk.submissions) == 9
    )  # half of what was left, so that all come to the end together
    remaining.graded(chunk, 2, 1.0)
    assert remaining.take(0, 1, True).submissions[0] is everything[2]


def graded_by_dying_workers(remaining, ends_its_worker, seats=1):
    """Who is blamed, and how many workers it costs, where some submissions end theirs."""
    blamed, graded, workers = [], [], 0
    while chunk := remaining.take(0, seats, True):
        fatal = [s for s in chunk.submissions if ends_its_worker(s)]
        if fatal:
            workers += 1
            blamed += filter(None, [remaining.ended(chunk)])
        else:
            graded += chunk.submissions
            remaining.graded(chunk, len(chunk.submissions), 1.0)
    return blamed, graded, workers


def test_one_that_ends_every_worker_is_blamed_and_its_neighbours_are_graded():
    everything = submissions(40, 20)
    fatal = everything[7]
    blamed, graded, workers = graded_by_dying_workers(
        RemainingChunks(everything), lambda s: s is fatal
    )
    assert blamed == [fatal]
    assert workers == 3
    assert sorted(map(id, graded)) == sorted(id(s) for s in everything if s is not fatal)


def test_several_that_do_are_all_blamed_and_nobody_else():
    everything = submissions(30)
    fatal = {id(s) for s in everything[3:6]}
    blamed, graded, _workers = graded_by_dying_workers(
        RemainingChunks(everything), lambda s: id(s) in fatal
    )
    assert {id(s) for s in blamed} == fatal
    assert len(graded) == 27


def test_a_neighbour_of_two_deaths_is_alone_the_third_time_and_cleared_by_that():
    everything = submissions(2)
    remaining = RemainingChunks(everything)
    first = remaining.take(0, 1, True)
    assert [len(first.submissions), first.alone] == [1, False]
    assert remaining.ended(first) is None
    again = remaining.take(0, 1, False)
    assert again.submissions == first.submissions
    assert not again.alone
    assert remaining.ended(again) is None
    assert remaining.wants_to_be_alone()
    other = remaining.take(1, 1, False)  # a busy worker gets it not
    assert other.submissions == (everything[1],)
    alone = remaining.take(0, 1, True)
    assert alone.alone
    remaining.graded(alone, 1, 1.0)
    assert remaining.take(0, 1, True) is None
