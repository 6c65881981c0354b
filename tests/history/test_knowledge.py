"""What was known on which day of the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview.history.days import day_of
from interview.history.knowledge import MOST_DAYS_TOLD, knowledge_by_day, spread_days
from interview.history.reviews import AGAIN, GOOD, HARD, Memory, Review, Reviews, time_stamp
from interview.history.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ITEMS = {"question:a", "exercise:a", "question:b"}


def reviewed(item, day, rating, due_in):
    at = NOON + timedelta(days=day)
    memory = Memory(at + timedelta(days=due_in), {})
    return Reviews(Store()).add(Review(item, rating, at=time_stamp(at)), memory)


def standing(day):
    at = NOON + timedelta(days=day, hours=1)
    return [
        ((point.day - day_of(NOON)).days, point.known, point.shaky, point.fading)
        for point in knowledge_by_day(Store(), ITEMS, at)
    ]


def test_each_day_stands_as_it_ended_and_the_last_as_it_is_now():
    reviewed("question:a", 0, GOOD, 2)
    reviewed("question:b", 1, HARD, 9)
    reviewed("question:a", 3, AGAIN, 0.01)
    reviewed("exercise:a", 3, GOOD, 5)
    assert standing(1) == [(0, 1, 0, 0), (1, 1, 1, 0)]
    assert standing(3) == [(0, 1, 0, 0), (1, 1, 1, 0), (2, 0, 1, 1), (3, 1, 1, 1)]


def test_drills_other_banks_and_what_was_taken_back_do_not_count():
    reviewed("question:a", 0, GOOD, 9)
    reviewed("drill:a:0", 0, GOOD, 9)
    reviewed("question:mine:a", 0, GOOD, 9)
    Reviews(Store()).retract(reviewed("question:b", 0, GOOD, 9))
    assert standing(0) == [(0, 1, 0, 0)]


def test_nothing_is_told_of_an_empty_history():
    assert standing(0) == []


@pytest.mark.parametrize("length", [0, 1, MOST_DAYS_TOLD - 1, MOST_DAYS_TOLD, 500])
def test_of_a_long_history_days_are_left_out_and_both_ends_are_there(length):
    first = day_of(NOON)
    days = spread_days(first, first + timedelta(days=length))
    assert (days[0], days[-1]) == (first, first + timedelta(days=length))
    assert len(days) == min(length + 1, MOST_DAYS_TOLD)
    assert len(set(days)) == len(days)
