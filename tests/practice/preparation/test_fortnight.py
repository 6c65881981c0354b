"""A fortnight to an interview, under a clock of its own: every home screen is true, and says one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from interview.history import reviews, sessions, store
from interview.history.days import day_of
from interview.history.items import Item
from interview.history.plans import Preparation, current_preparation, replace_preparation
from interview.history.reviews import AGAIN, GOOD, Review, Reviews, time_stamp
from interview.history.sessions import SAT_DOWN, Sessions
from interview.history.store import Store
from interview.model.bank import BankFacts, TrackFacts
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.practice.memory.scheduling import record_review
from interview.practice.standing.home import home_from_past, read_past
from interview.screen.home import show_home
from interview.screen.next_step import command_of_step

MONDAY = date(2026, 3, 2)
CARDS = [
    Card(
        *(n, f"q{n}", f"Question {n}", "bert" if n % 2 else "attention", "easy", 15),
        Path(f"{n}_q"),
        BankFacts("toy", track=TrackFacts("speech")),
    )
    for n in range(1, 9)
]
WEEKEND = {5, 6}
"""The days that are missed, from 0."""
MOVED_ON = 9
"""The day on which the interview is put off, by three days."""


class Learner:
    """Does what the home screen says, at a time of day that is told."""

    def __init__(self, monkeypatch, capsys):
        self.store, self.capsys, self.at = Store(), capsys, at_noon(0)
        for module in (store, sessions, reviews):
            monkeypatch.setattr(module, "stamp_now", lambda: time_stamp(self.at))

    def home(self):
        """The home screen, found to be true, and as it is read."""
        view = home_from_past(CARDS, read_past(self.store, CARDS, self.at), self.at)
        show_home(view, view.next.card.title if view.next.card else "")
        told = self.capsys.readouterr().out
        is_true(view, self.store, self.at)
        return view, told

    def does(self, step):
        """What a step asks for; True if there is more to do today."""
        self.at += timedelta(minutes=5)
        match step.do:
            case "quiz" | "drill" | "rewrite" | "debug":
                for item, standing in Reviews(self.store).standings().items():
                    if standing.due <= self.at:
                        self.review(item)
            case "learn":
                forgetful = step.card.number % 4 == 0
                self.review(Item.of("question", step.card.id), AGAIN if forgetful else GOOD)
            case "start":
                self.store.record(Verdict(step.card.id, "f.py", "accepted", 1.0, 1))
                self.review(Item.of("exercise", step.card.id))
            case "rehearse":
                self.rehearses(step.minutes)
            case "wait":
                self.at += timedelta(minutes=10)
            case "rest":
                return False
            case other:
                pytest.fail(f"the plan never asks for {other}")
        return True

    def review(self, item, rating=GOOD):
        record_review(Reviews(self.store), Review(item, rating, at=time_stamp(self.at)))

    def rehearses(self, minutes):
        id = Sessions(self.store).begin("mock", {"minutes": minutes})
        Sessions(self.store).step(id, SAT_DOWN, {"elapsed": 0.0})
        figures = {"score": 0.6, "reached": 1.0, "topics": {}}
        Sessions(self.store).step(id, "finished", {"elapsed": 60.0 * minutes, **figures})


def at_noon(number):
    day = MONDAY + timedelta(days=number)
    return datetime(day.year, day.month, day.day, 12).astimezone()


def is_true(view, store, at):
    """What the screen says against the rows it is made of."""
    kept = Reviews(store).memories()
    due = [item for item, memory in kept.items() if memory.due <= at]
    assert view.due.total == len(due)
    refresh = [item for item in due if Item(item).kind in ("question", "exercise")]
    assert sum(topic.fading for topic in view.topics) == len(refresh)
    assert (view.comes_due is None) == (not [m for m in kept.values() if m.due > at])
    light = view.plan.is_light
    quick = [item for item in due if Item(item).kind in ("question", "drill")]
    assert (view.next.do in ("quiz", "drill", "rewrite", "debug")) == bool(quick if light else due)
    plan = current_preparation(store)
    schedule = view.plan.schedule
    assert schedule.number == (day_of(at) - plan.since).days + 1
    assert view.plan.outlook.met == sum(Item(item).kind == "question" for item in kept)
    today = schedule.now
    if view.next.do == "learn":
        assert today.new[0] == view.next.card
        assert Item.of("question", view.next.card.id) not in kept
    if view.next.do in ("wait", "rest"):
        later = not light and view.comes_due and day_of(view.comes_due) == day_of(at)
        assert (view.next.do == "wait") == bool(later)
    if view.next.do == "rest" and today:
        assert not (today.new)
        assert not (today.write)
        assert not (today.mock)


def test_a_fortnight_with_a_missed_weekend_two_mocks_and_another_date(monkeypatch, capsys):
    learner = Learner(monkeypatch, capsys)
    plan = Preparation(MONDAY + timedelta(days=14), MONDAY)
    replace_preparation(learner.store, plan)
    first_lines, rehearsed, met = {}, [], 0
    for number in range(17):
        learner.at = at_noon(number)
        if number == MOVED_ON:
            moved = replace(current_preparation(learner.store), on=MONDAY + timedelta(days=17))
            replace_preparation(learner.store, moved)
        if number in WEEKEND:
            continue
        view, told = learner.home()
        first_lines[number] = plan_line(told)
        assert view.plan.outlook.met >= met
        for _step in range(40):
            if view.next.do == "rehearse":
                assert command_of_step(view.next) == "interview mock --minutes 40"
                rehearsed.append(number)
            if not learner.does(view.next):
                break
            view, told = learner.home()
        assert view.next.do == "rest"
        assert "nothing more today" in told
        met = view.plan.outlook.met
    days = {n: line.split(":")[0] for n, line in first_lines.items()}
    assert days == {
        n: f"day {n + 1} of {14 if n < MOVED_ON else 17}" for n in range(17) if n not in WEEKEND
    }
    assert "new" in first_lines[0]
    assert "due" in first_lines[7]  # what the missed weekend left is due, and nobody is told off
    assert not any(word in " ".join(first_lines.values()) for word in ("missed", "late", "behind"))
    assert first_lines[16].startswith("day 17 of 17: the last day, nothing new")
    assert met == len(CARDS)
    assert len(rehearsed) >= 2
    assert rehearsed[-1] == 15
    assert all("a mock of 40 min" in first_lines[number] for number in rehearsed)
    learner.at = at_noon(17)
    view, told = learner.home()
    assert "today is the day" in told
    learner.at = at_noon(18)
    view = home_from_past(CARDS, read_past(learner.store, CARDS, learner.at), learner.at)
    assert view.plan.days_left == -1
    assert view.next.do not in ("learn", "rehearse", "rest")


@pytest.mark.parametrize("about", ["topic bert", "track speech"])
def test_the_mock_interview_of_a_plan_is_about_its_topic_or_track(monkeypatch, capsys, about):
    learner = Learner(monkeypatch, capsys)
    learner.at = at_noon(0)
    learner.review("question:q1")
    plan = Preparation(MONDAY + timedelta(days=3), MONDAY, minutes=30, **dict([about.split()]))
    replace_preparation(learner.store, plan)
    learner.at = at_noon(1)
    for _due in range(2):
        view, told = learner.home()
        if view.next.do != "rehearse":
            learner.does(view.next)
    assert view.next.do == "rehearse"
    assert f"interview mock --minutes 30 --{about}" in told


def plan_line(told):
    """What the screen says of the plan; nothing is cut off."""
    lines = told.splitlines()
    (first,) = (n for n, line in enumerate(lines) if line.startswith("Plan"))
    return lines[first].removeprefix("Plan").strip()
