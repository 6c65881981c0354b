"""The days that are left of a plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview.history.days import day_of
from interview.history.plans import Preparation, replace_preparation
from interview.history.store import Store
from interview.model.card import Card
from interview.practice.standing.ahead import plan_ahead

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)  # a Friday
TODAY = day_of(NOON)
CARDS = [Card(n, f"q{n}", f"Question {n}", "bert", "easy", 15, Path(f"{n}_q")) for n in range(1, 6)]


def test_every_day_up_to_the_interview_is_there_and_days_off_are_empty():
    on = TODAY + timedelta(days=6)
    replace_preparation(Store(), Preparation(on, TODAY, 40, weekends=False))
    ahead = plan_ahead(CARDS, Store(), NOON)
    assert ahead.on == on
    assert [day.day for day in ahead.days] == [TODAY + timedelta(days=n) for n in range(6)]
    assert [day.items for day in ahead.days[1:3]] == [0, 0]
    assert sum(day.new for day in ahead.days) == len(CARDS)
    assert [day.mock for day in ahead.days if day.mock] == [40]


def test_without_a_plan_or_on_its_day_nothing_is_ahead():
    assert plan_ahead(CARDS, Store(), NOON) is None
    replace_preparation(Store(), Preparation(TODAY, TODAY - timedelta(days=3)))
    assert plan_ahead(CARDS, Store(), NOON) is None
