"""What is planned for which day: from what was done, within the minutes of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from interview.history.plans import Preparation
from interview.history.reviews import AGAIN, GOOD
from interview.model.card import Card
from interview.practice.memory.scheduling import (
    RETENTION_ON_THE_DAY,
    USUAL_RETENTION,
    memory_after,
    retention_wanted,
    retrievability,
)
from interview.practice.preparation.progress import minutes_that_hold_all_of, standing_of_plan
from interview.practice.preparation.schedule import MINUTES_TO_LEARN, Done, make_schedule

MONDAY = date(2026, 3, 2)
LEVEL_OF = ("hard", "easy", "medium")
CARDS = [
    Card(n, f"q{n}", f"q{n}", "bert" if n % 2 else "attention", LEVEL_OF[n % 3], 20, Path(f"{n}"))
    for n in range(1, 11)
]
PLAN = Preparation(MONDAY + timedelta(days=14), MONDAY)
NOTHING = Done({}, frozenset())


def noon(day):
    return datetime(day.year, day.month, day.day, 12).astimezone()


def known(*numbers, day=MONDAY, rating=GOOD):
    return {
        f"question:q{n}": memory_after(f"question:q{n}", None, rating, noon(day)) for n in numbers
    }


def schedule(plan=PLAN, done=NOTHING, today=MONDAY):
    return make_schedule(plan, CARDS, done, today)


def test_everything_is_learned_before_it_is_written_and_nothing_twice():
    days = schedule().days
    learned = [card for day in days for card in day.new]
    written = [card for day in days for card in day.write]
    assert sorted(card.number for card in learned) == list(range(1, 11))
    assert len(written) == len(set(written))
    for card in written:
        assert [card in day.new for day in days].index(True) <= [
            card in day.write for day in days
        ].index(True)


def test_a_plan_is_the_same_in_whatever_time_zone(zone):
    """fsrs takes moments of UTC alone, and the moments of a learner's days are local."""
    due = known(1, 2, 3)
    learned = [
        [card.number for card in day.new] for day in schedule(done=Done(due, frozenset())).days
    ]
    assert learned == [[4], [10], [7], [8], [5], [6], [], [9], *[[]] * 6]


def test_easy_ones_come_first_and_the_last_day_and_mock_days_have_nothing_new():
    days = schedule().days
    levels = ["easy", "medium", "hard"]
    ranks = [levels.index(card.difficulty) for day in days for card in day.new]
    assert ranks == sorted(ranks)
    assert days[-1].light
    assert [day for day in days if day.light] == [days[-1]]
    rehearsals = [day for day in days if day.mock]
    assert len(rehearsals) == 2
    assert {day.mock for day in rehearsals} == {40}
    assert not any(day.new or day.write for day in (*rehearsals, days[-1]))


@pytest.mark.parametrize("minutes", [15, 40, 90])
def test_what_is_new_fits_the_minutes_of_a_day(minutes):
    for day in schedule(replace(PLAN, minutes=minutes)).days:
        new = len(day.new) * MINUTES_TO_LEARN + sum(card.minutes for card in day.write)
        assert new <= minutes


def test_what_finds_no_room_is_told_and_how_much_would_do():
    short = standing_of_plan(replace(PLAN, minutes=20), CARDS, NOTHING, noon(MONDAY))
    assert short.schedule.unwritten
    enough = minutes_that_hold_all_of(short)
    held = schedule(replace(PLAN, minutes=enough))
    assert not (held.unlearned)
    assert not (held.unwritten)
    assert schedule(replace(PLAN, minutes=enough - 5)).unwritten
    fits = standing_of_plan(replace(PLAN, minutes=enough), CARDS, NOTHING, noon(MONDAY))
    assert minutes_that_hold_all_of(fits) is None


def test_only_the_topic_asked_for_is_learned():
    days = schedule(replace(PLAN, topic="bert")).days
    assert {card.topic for day in days for card in day.new} == {"bert"}


def test_what_was_done_today_is_part_of_todays_share():
    first = schedule().now
    learned = [card.number for card in first.new]
    done = Done(
        known(*learned),
        frozenset(),
        met_today=frozenset(f"question:q{n}" for n in learned),
        spent=MINUTES_TO_LEARN * len(learned),
    )
    assert schedule(done=done).now.new == ()
    night = replace(done, met_today=frozenset(), spent=0.0)
    assert len(schedule(done=night, today=MONDAY + timedelta(days=1)).now.new) >= 1


def test_a_mock_interview_held_today_leaves_nothing_new_for_today():
    done = replace(NOTHING, mocks=1, mock_today=True)
    assert schedule(done=done).now.new == ()
    assert sum(bool(day.mock) for day in schedule(done=done).days) == 1


def test_missed_days_are_planned_anew_over_those_that_are_left():
    late = schedule(today=MONDAY + timedelta(days=7))
    assert late.number == 8
    assert len(late.now.new) > len(schedule().now.new)
    assert len([card for day in late.days for card in day.new]) == 10


def test_a_day_off_has_nothing():
    saturday = MONDAY + timedelta(days=5)
    assert schedule(replace(PLAN, weekends=False), today=saturday).now is None


def test_a_plan_of_one_day_learns_on_it():
    tomorrow = Preparation(MONDAY + timedelta(days=1), MONDAY)
    assert schedule(tomorrow).now.new
    assert not schedule(tomorrow).now.light


def test_what_is_due_is_counted_on_its_day():
    done = Done(known(1, 2), frozenset())
    days = {day.day: day for day in schedule(done=done).days}
    due = {memory.due.astimezone().date() for memory in done.memories.values()}
    (day,) = due
    assert days[day].due >= 2
    assert days[day - timedelta(days=1)].due == days[MONDAY].due == 0


def test_what_holds_on_the_day_is_what_fsrs_says():
    done = Done(known(1, day=MONDAY) | known(2, rating=AGAIN), frozenset())
    outlook = standing_of_plan(PLAN, CARDS, done, noon(MONDAY)).outlook
    each = [retrievability(memory, noon(PLAN.on)) for memory in done.memories.values()]
    assert (outlook.met, outlook.total) == (2, 10)
    assert outlook.likely == pytest.approx(sum(each) / 2)
    assert 0 < each[1] < each[0] < 0.9
    nothing = standing_of_plan(PLAN, CARDS, NOTHING, noon(MONDAY)).outlook
    assert (nothing.met, nothing.likely) == (0, 0.0)


def test_towards_the_day_items_come_back_sooner():
    wanted = [retention_wanted(PLAN, MONDAY + timedelta(days=n)) for n in range(-1, 16)]
    assert wanted == [USUAL_RETENTION] * 11 + [RETENTION_ON_THE_DAY] * 4 + [USUAL_RETENTION] * 2
    assert retention_wanted(None, MONDAY) == USUAL_RETENTION
    before = known(1)["question:q1"]
    usual, sooner = (
        memory_after("question:q1", before, GOOD, before.due, retention)
        for retention in (USUAL_RETENTION, RETENTION_ON_THE_DAY)
    )
    assert sooner.due < usual.due
