"""What a learner says about a plan, and what is no plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from interview.bank import open_bank
from interview.errors import UsageError
from interview.history.plans import Preparation, replace_preparation
from interview.history.store import Recorder, Store
from interview.practice.preparation.rehearsal import Rehearsal
from interview.practice.preparation.wishes import (
    PlanWish,
    mock_from_wish,
    plan_from_wish,
    planned_mock,
)

BANK = open_bank(None)
NOW = datetime(2026, 3, 5, 12).astimezone()  # a Thursday
TODAY = date(2026, 3, 5)


def plan(**wish):
    return plan_from_wish(Store(), PlanWish(**wish), BANK, NOW)


def test_a_day_is_enough():
    assert plan(on="2026-03-19") == Preparation(date(2026, 3, 19), TODAY)
    assert plan(on=" 2026-03-06 ").total == 1


def test_what_was_not_said_stays_as_it_was():
    before = Preparation(date(2026, 3, 19), date(2026, 3, 2), 25, False, "bert")
    replace_preparation(Store(), before)
    moved = plan(on="2026-03-26")
    assert (moved.on, moved.since) == (date(2026, 3, 26), date(2026, 3, 2))
    assert (moved.minutes, moved.weekends, moved.topic) == (25, False, "bert")
    assert plan(minutes=60).minutes == 60
    assert plan(weekends=True).weekends
    assert plan(topic="all").topic == ""
    assert plan(topic="atten").topic == "attention"


def test_after_its_day_another_plan_begins_today():
    replace_preparation(Store(), Preparation(TODAY, date(2026, 2, 20), minutes=25))
    with pytest.raises(UsageError, match="--on: expected the day"):
        plan(minutes=30)
    assert plan(on="2026-03-19") == Preparation(date(2026, 3, 19), TODAY)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"on": "tomorrow"}, "--on tomorrow: expected a date such as 2026-12-10"),
        ({"on": "2026-02-30"}, "expected a date"),
        ({"on": "2026-03-05"}, "that is today"),
        ({"on": "2026-03-04"}, "is past, today is 2026-03-05"),
        ({"on": "2030-01-01"}, "over a year"),
        ({"on": "2026-03-19", "topic": "love"}, "--topic love"),
        ({"minutes": 30}, "--on: expected the day of the interview"),
    ],
)
def test_what_cannot_be_planned_is_told(wish, says):
    with pytest.raises(UsageError, match=says):
        plan(**wish)


def test_a_weekend_alone_needs_weekends():
    saturday = datetime(2026, 3, 7, 12).astimezone()  # the interview is on Monday
    wish = PlanWish(on="2026-03-09", weekends=False)
    with pytest.raises(UsageError, match="say --weekends"):
        plan_from_wish(Store(), wish, BANK, saturday)
    assert not PlanWish()
    with pytest.raises(UsageError, match="--end"):
        wish.nothing_else("--end")


def test_a_mock_interview_is_as_long_as_the_plan_has_it_and_about_its_topic():
    assert planned_mock(Recorder(), BANK, NOW) == Rehearsal(45, "")
    on = TODAY + timedelta(days=9)
    replace_preparation(Store(), Preparation(on, TODAY, 30, True, "bert"))
    assert planned_mock(Recorder(), BANK, NOW) == Rehearsal(30, "bert")
    assert planned_mock(Recorder(), BANK, NOW + timedelta(days=9)) == Rehearsal(45, "")


def test_a_topic_that_no_open_bank_has_is_not_asked_for():
    replace_preparation(Store(), Preparation(TODAY + timedelta(days=9), TODAY, 30, True, "cooking"))
    assert planned_mock(Recorder(), BANK, NOW) == Rehearsal(30, "")


@pytest.mark.parametrize(
    ("minutes", "topic", "held"),
    [
        (None, None, Rehearsal(30, "bert")),
        (20, None, Rehearsal(20, "bert")),
        (None, "tasks", Rehearsal(30, "tasks")),
        (None, "All", Rehearsal(30, "")),
    ],
)
def test_what_is_said_of_a_mock_interview_goes_before_the_plan(minutes, topic, held):
    assert mock_from_wish(Rehearsal(30, "bert"), minutes, topic) == held


def test_a_plan_for_one_track_holds_its_questions_and_rehearses_it():
    wished = plan(on="2026-03-19", track="LLM engineer")
    assert wished.track == "llm-engineer"
    held = {card.bank.track_id for card in BANK.cards if wished.is_about(card)}
    assert held == {"llm-engineer"}
    replace_preparation(Store(), wished)
    assert planned_mock(Recorder(), BANK, NOW) == Rehearsal(40, "", "llm-engineer")
    assert plan(minutes=20).track == "llm-engineer"
    assert plan(track="All").track == ""


def test_a_track_that_cannot_be_planned_is_told():
    with pytest.raises(UsageError, match="--track cooking: expected one of bert-nlp"):
        plan(on="2026-03-19", track="cooking")
    with pytest.raises(UsageError, match="--track llm-engineer --topic bert: no such question"):
        plan(on="2026-03-19", track="llm-engineer", topic="bert")


@pytest.mark.parametrize(
    ("topic", "track", "held"),
    [
        (None, None, ("bert", "bert-nlp")),
        (None, "llm-engineer", ("", "llm-engineer")),
        ("tasks", None, ("tasks", "")),
        (None, "all", ("", "")),
        ("tasks", "bert-nlp", ("tasks", "bert-nlp")),
    ],
)
def test_who_says_a_topic_or_a_track_says_what_the_interview_is_about(topic, track, held):
    planned = Rehearsal(30, "bert", "bert-nlp")
    assert mock_from_wish(planned, None, topic, track) == Rehearsal(30, *held)
