"""Which days of a plan are worked on, and on which there is a mock interview."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from interview.history.plans import Preparation
from interview.practice.preparation.days import mock_days, mock_days_left, working_days

MONDAY = date(2026, 3, 2)


def plan(days, weekends=True, since=MONDAY):
    return Preparation(since + timedelta(days=days), since, weekends=weekends)


def test_the_days_before_the_interview_are_worked_on_from_today_on():
    assert working_days(plan(3), MONDAY) == [MONDAY + timedelta(days=n) for n in range(3)]
    assert working_days(plan(3), MONDAY + timedelta(days=2)) == [date(2026, 3, 4)]
    assert working_days(plan(3), date(2026, 3, 5)) == []


def test_weekends_may_be_off():
    days = working_days(plan(14, weekends=False), MONDAY)
    assert len(days) == 10
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("weekends", [True, False])
@pytest.mark.parametrize("days", range(1, 40))
def test_mocks_are_rehearsals_before_the_last_day(days, weekends):
    this = plan(days, weekends)
    work, mocks = working_days(this, MONDAY), mock_days(this)
    assert set(mocks) <= set(work)
    if len(work) < 3:
        assert not mocks
        return
    assert mocks[-1] == work[-2]
    assert mocks == sorted(set(mocks))
    assert MONDAY not in mocks or len(work) == 2
    assert len(mocks) <= max(1, round(len(work) / 6))


def test_a_weekend_beside_such_a_day_is_taken_for_it():
    friday = plan(14, since=date(2026, 3, 6))
    assert [day.strftime("%a") for day in mock_days(plan(14))] == ["Sun", "Sat"]
    assert mock_days(friday)[-1] == date(2026, 3, 18)


def test_one_that_was_missed_is_held_today_and_one_that_was_held_early_is_done():
    this = plan(14)
    first, last = mock_days(this)
    assert mock_days_left(this, MONDAY, 0) == [first, last]
    assert mock_days_left(this, MONDAY, 1) == [last]
    after = first + timedelta(days=2)
    assert mock_days_left(this, after, 0) == [after, last]
    assert mock_days_left(this, after, 1) == [last]
    assert mock_days_left(this, last - timedelta(days=1), 0) == [last]
    assert mock_days_left(this, this.on - timedelta(days=1), 0) == []
    assert mock_days_left(this, this.on - timedelta(days=1), 5) == []
