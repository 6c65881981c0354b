"""What a history adds up to."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from interview.history.days import day_of, first_moment
from interview.history.reviews import Memory, Review, Reviews
from interview.history.statistics import (
    Recall,
    SeenMisconception,
    answers_by_day,
    list_misconceptions,
    list_recalls,
    longest_streak,
    seconds_by_item,
    streak,
)
from interview.history.store import Store
from interview.model.verdict import CaseResult, Verdict

TODAY = date(2026, 3, 10)
MEMORY = Memory(datetime(2026, 1, 1, tzinfo=UTC), {})


def review(item, at, rating=3, seconds=0.0):
    moment = datetime.fromisoformat(at).astimezone()
    stamp = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return Reviews().add(Review(item, rating, seconds=seconds, at=stamp), MEMORY)


def test_a_day_begins_at_four_in_the_morning_where_the_learner_is(zone):
    assert day_of(datetime(2026, 3, 10, 3, 59).astimezone()) == date(2026, 3, 9)
    assert day_of(datetime(2026, 3, 10, 4, 0).astimezone()) == TODAY
    assert day_of(first_moment(TODAY)) == TODAY
    assert day_of(first_moment(TODAY) - timedelta(seconds=1)) == date(2026, 3, 9)


def test_activity_counts_reviews_and_attempts_by_the_learners_day(zone, monkeypatch):
    review("question:a", "2026-03-10 03:59:59")
    review("question:a", "2026-03-10 04:00:00")
    review("drill:a:0", "2026-03-11 03:30:00")
    taken_back = review("drill:a:1", "2026-03-10 12:00:00")
    Reviews().retract(taken_back)
    noon = datetime(2026, 3, 12, 12).astimezone(UTC).isoformat(timespec="microseconds")
    monkeypatch.setattr("interview.history.store.stamp_now", lambda: noon)
    for status in ("not_written", "wrong", "wrong"):
        Store().record(Verdict("a", "f", status, 0.0, 1))
    Store().record(Verdict("b", "f", "not_written", 0.0, 1))
    review("exercise:a", "2026-03-12 12:00:00")  # what the attempts came to
    assert answers_by_day(Store()) == {
        date(2026, 3, 9): 1,
        date(2026, 3, 10): 2,
        date(2026, 3, 12): 1,
    }


@pytest.mark.parametrize(
    ("ago", "now", "longest"),
    [
        ([], 0, 0),
        ([0], 1, 1),
        ([1], 1, 1),
        ([2], 0, 1),
        ([0, 1, 2, 4, 5], 3, 3),
        ([1, 2, 5, 6, 7], 2, 3),
    ],
)
def test_a_streak_lives_until_a_whole_day_is_missed(ago, now, longest):
    days = Counter(TODAY - timedelta(days=number) for number in ago)
    assert streak(days, TODAY) == now
    assert longest_streak(days) == longest


def test_recall_is_counted_in_days_since_the_review_before_of_the_same_item():
    review("question:a", "2026-03-01 10:00", 1)
    review("question:b", "2026-03-02 10:00", 3)
    review("question:a", "2026-03-01 11:00", 3)
    review("question:a", "2026-03-05 09:00", 1)
    Reviews().retract(review("question:b", "2026-03-06 10:00", 1))
    assert list_recalls(Store()) == [Recall(0, True), Recall(4, False)]


def test_misconceptions_that_come_on_more_days_come_first(monkeypatch):
    def attempt(at, question, status, misconception=None):
        monkeypatch.setattr("interview.history.store.stamp_now", lambda: at)
        Store().record(Verdict(question, "f", status, 0.0, 1, misconception=misconception))

    attempt("2026-03-01T10:00:00.000000+00:00", "a", "wrong", "often-in-one-day")
    attempt("2026-03-01T11:00:00.000000+00:00", "a", "wrong", "often-in-one-day")
    attempt("2026-03-01T12:00:00.000000+00:00", "a", "wrong", "often-in-one-day")
    attempt("2026-03-01T13:00:00.000000+00:00", "a", "accepted")
    attempt("2026-03-02T10:00:00.000000+00:00", "b", "wrong", "comes-back")
    attempt("2026-03-03T10:00:00.000000+00:00", "b", "accepted")
    attempt("2026-03-05T10:00:00.000000+00:00", "b", "wrong", "comes-back")
    last = "2026-03-01T12:00:00.000000+00:00"
    assert list_misconceptions(Store()) == [
        SeenMisconception("b", "comes-back", 2, 2, "2026-03-05T10:00:00.000000+00:00", False),
        SeenMisconception("a", "often-in-one-day", 3, 1, last, True),
    ]


def test_every_mistake_of_an_attempt_with_several_is_counted():
    cases = [
        CaseResult(str(place), "f", "failed", "f()", misconception=id)
        for place, id in enumerate(("no-mask", "no-scaling", "no-mask", None))
    ]
    Store().record(Verdict("a", "f", "wrong", 0.0, 1, cases=tuple(cases)))
    Store().record(Verdict("a", "f", "wrong", 0.0, 1, misconception="no-scaling"))
    seen = {held.misconception: (held.times, held.days) for held in list_misconceptions(Store())}
    assert seen == {"no-scaling": (2, 1), "no-mask": (1, 1)}


def test_times_are_of_answers_and_exercises_that_were_measured():
    review("question:a", "2026-03-01 10:00", seconds=60.0)
    review("question:a", "2026-03-02 10:00", seconds=80.0)
    review("question:a", "2026-03-03 10:00")
    review("exercise:a", "2026-03-03 11:00", seconds=600.0)
    review("drill:a:0", "2026-03-03 11:00", seconds=6.0)
    assert seconds_by_item(Store()) == {"question:a": [60.0, 80.0], "exercise:a": [600.0]}
