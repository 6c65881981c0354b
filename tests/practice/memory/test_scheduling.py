"""When an item comes due again, and which rating follows from what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from interview.history.days import day_of, first_moment
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review, Reviews, time_stamp
from interview.model.verdict import GroupResult, Verdict
from interview.practice.memory.scheduling import (
    from_the_morning,
    memory_after,
    rating_of_exercise,
    record_review,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACCEPTED = Verdict("a", "f", "accepted", 1.0, 1)
WRONG = Verdict("a", "f", "wrong", 0.5, 1)
CORE_RIGHT = replace(WRONG, groups=(GroupResult("f", "core", 0.6, 1, 1),))


@pytest.mark.parametrize(
    ("verdict", "tries", "hints", "minutes", "rating"),
    [
        (WRONG, 1, 0, 1, AGAIN),
        (ACCEPTED, 1, 0, 20, EASY),
        (ACCEPTED, 1, 0, 20.1, GOOD),
        (ACCEPTED, 2, 0, 5, GOOD),
        (ACCEPTED, 3, 0, 5, HARD),
        (ACCEPTED, 1, 1, 5, HARD),
        (CORE_RIGHT, 1, 0, 5, GOOD),
        (CORE_RIGHT, 3, 0, 5, HARD),
    ],
)
def test_the_rating_follows_from_the_evidence(verdict, tries, hints, minutes, rating):
    assert rating_of_exercise(verdict, tries, hints, minutes, allowed=20) == rating


@pytest.mark.parametrize("kind", ["question", "drill"])
def test_what_was_not_known_is_asked_again_in_ten_minutes(kind):
    assert memory_after(f"{kind}:a", None, AGAIN, NOON).due == NOON + timedelta(minutes=10)


@pytest.mark.parametrize("item", ["exercise:a", "debug:a:b"])
@pytest.mark.parametrize("rating", [AGAIN, HARD, GOOD, EASY])
def test_code_is_never_due_again_on_the_same_day(item, rating):
    due = memory_after(item, None, rating, NOON).due
    assert due >= first_moment((NOON + timedelta(days=1)).date())


def test_better_ratings_and_later_reviews_make_longer_intervals():
    dues = [memory_after("question:a", None, rating, NOON).due for rating in (HARD, GOOD, EASY)]
    assert dues == sorted(dues)
    memory, at, intervals = None, NOON, []
    for _ in range(4):
        memory = memory_after("question:a", memory, GOOD, at)
        intervals.append(memory.due - at)
        at = memory.due
    assert intervals == sorted(intervals)
    assert intervals[-1] > timedelta(days=14)


def test_another_day_is_due_from_its_first_hour_and_today_at_its_minute():
    soon, tomorrow = NOON + timedelta(minutes=10), NOON + timedelta(days=1)
    assert from_the_morning(soon, NOON) == soon
    assert from_the_morning(tomorrow, NOON) == first_moment(day_of(tomorrow))


def test_a_clock_set_back_counts_as_no_time_passed():
    before = memory_after("question:a", None, GOOD, NOON + timedelta(days=4000))
    after = memory_after("question:a", before, GOOD, NOON)
    assert timedelta(0) < after.due - NOON < timedelta(days=30)


def test_a_review_is_scheduled_from_the_one_before_that_was_not_taken_back():
    reviews = Reviews()
    record_review(reviews, Review("question:a", GOOD, at=time_stamp(NOON)))
    first = reviews.memory("question:a")
    id = record_review(
        reviews, Review("question:a", AGAIN, at=time_stamp(NOON + timedelta(days=2)))
    )
    assert reviews.memory("question:a") != first
    reviews.retract(id)
    assert reviews.memory("question:a") == first
    assert reviews.standings()["question:a"].due == first.due
