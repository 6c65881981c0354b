"""What the home screen knows: what is due, where one stands, and the one thing to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.history.figures import FOR_EVER, Retention, TopicStanding
from interview.history.reviews import AGAIN, GOOD, HARD, Review, Reviews, Standing
from interview.history.sessions import SAT_DOWN, Sessions
from interview.history.statistics import Recall
from interview.history.store import Recorder
from interview.model.card import Card
from interview.practice.exercise import workspace
from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
from interview.practice.exercise.places import exercise_path
from interview.practice.memory.scheduling import record_review
from interview.practice.standing.home import DueCounts, NextStep, Past, home_from_past, read_home
from interview.practice.standing.mastery import question_timings, retention_by_span, topic_standings
from tests.conftest import TOY

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DUE, LATER = NOW - timedelta(hours=1), NOW + timedelta(days=1)
CARDS = [
    Card(number, id, id, topic, "easy", 20, Path(f"0{number}_{id}"))
    for number, id, topic in ((1, "a", "attention"), (2, "b", "attention"), (3, "c", "bert"))
]


def standing(due=LATER, rating=GOOD):
    return Standing(due, rating)


def screen(standings=None, statuses=None):
    return home_from_past(CARDS, Past(standings or {}, statuses or {}, 0, 0), NOW)


def begun(card):
    path = exercise_path(card)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x = 1\n")


def test_what_is_due_is_counted_with_its_minutes():
    items = ("question:a", "question:b", "drill:a:0", "drill:a:1", "exercise:c", "debug:c:swap")
    view = screen({**dict.fromkeys(items, standing(DUE)), "question:c": standing(LATER)})
    assert view.due == DueCounts(
        questions=2, drills=2, exercises=1, debugs=1, minutes=6 + 1 + 20 + 8
    )


def test_items_of_questions_that_are_gone_are_never_due():
    assert not screen({"question:of-another-bank": standing(DUE)}).due


DONE = {"a": "accepted", "b": "accepted", "c": "accepted"}
SAID = {f"question:{id}": standing() for id in "abc"}


@pytest.mark.parametrize(
    ("standings", "statuses", "step"),
    [
        ({}, {}, NextStep("new", CARDS[0])),
        ({"question:a": standing()}, {}, NextStep("start", CARDS[0])),
        ({"question:a": standing()}, {"a": "accepted"}, NextStep("new", CARDS[1])),
        ({"question:a": standing(DUE), "drill:a:0": standing(DUE)}, {}, NextStep("quiz")),
        ({"drill:a:0": standing(DUE), "exercise:a": standing(DUE)}, {}, NextStep("drill")),
        (
            {"exercise:b": standing(DUE), "debug:a:x": standing(DUE)},
            {},
            NextStep("rewrite", CARDS[1]),
        ),
        ({"debug:a:x": standing(DUE)}, {}, NextStep("debug", CARDS[0])),
        (SAID, DONE, NextStep("mock")),
    ],
)
def test_the_one_thing_to_do_next(standings, statuses, step):
    assert screen(standings, statuses).next == step


def test_a_mock_interview_left_a_moment_ago_goes_first():
    sessions = Sessions()
    id = sessions.begin("mock", {})
    sessions.step(id, SAT_DOWN, {})
    assert read_home(Bank(TOY), Recorder(), datetime.now(UTC)).next == NextStep("resume")
    much_later = datetime.now(UTC) + timedelta(days=3)
    assert read_home(Bank(TOY), Recorder(), much_later).next.do == "new"
    sessions.step(id, "finished", {})
    assert read_home(Bank(TOY), Recorder(), datetime.now(UTC)).next.do == "new"


@pytest.mark.parametrize(
    ("item", "step"),
    [
        ("question:a", NextStep("quiz")),
        ("drill:a:0", NextStep("drill")),
        ("exercise:b", NextStep("rewrite", CARDS[1])),
        ("debug:a:x", NextStep("debug", CARDS[0])),
    ],
)
def test_what_is_due_goes_before_a_mock_interview_that_was_left(item, step):
    left = Past({item: standing(DUE)}, {}, 0, 0, paused=True)
    assert home_from_past(CARDS, left, NOW).next == step
    left = Past({item: standing(LATER)}, {}, 0, 0, paused=True)
    assert home_from_past(CARDS, left, NOW).next == NextStep("resume")


@pytest.mark.parametrize("rating", [AGAIN, HARD, GOOD])
@pytest.mark.parametrize("due", [DUE, NOW, LATER])
def test_a_topic_has_something_to_refresh_only_where_something_is_due(rating, due):
    for item in ("question:a", "exercise:c"):
        view = screen({item: standing(due, rating)})
        assert bool(view.due) is any(topic.fading for topic in view.topics)
        assert (view.comes_due is None) is bool(view.due)
        told = sum(topic.known + topic.fading + topic.shaky for topic in view.topics)
        assert told == 1


@pytest.mark.parametrize("steps", [(), ("paused",)])
def test_one_whose_clock_never_ran_is_not_gone_on_with(steps):
    """Histories have such: a plan was recorded before it was accepted, and Ctrl-C at it as a pause."""
    sessions = Sessions()
    id = sessions.begin("mock", {})
    for step in steps:
        sessions.step(id, step, {"elapsed": 0.1})
    view = read_home(Bank(TOY), Recorder(), datetime.now(UTC))
    assert view.newcomer
    assert view.next.do == "new"


def test_a_stub_that_nobody_asked_for_is_not_begun():
    bank = Bank(TOY)
    (card,) = bank.cards
    Reviews().store.reveal(card.id, "hint", 1)
    path, _new = workspace.write_stub(card)  # as watch does on its way
    assert read_home(bank, Recorder(), datetime.now(UTC)).next == NextStep("new", card)
    path.write_text(path.read_text() + "# a thought\n")
    assert read_home(bank, Recorder(), datetime.now(UTC)).next == NextStep("grade", card)


def test_a_stub_that_was_asked_for_is_begun():
    bank = Bank(TOY)
    (card,) = bank.cards
    begin_exercise(card, ExerciseRecorder(bank))
    assert read_home(bank, Recorder(), datetime.now(UTC)).next == NextStep("grade", card)


def test_what_was_begun_goes_before_what_takes_as_long():
    begun(CARDS[1])
    due = {"exercise:a": standing(DUE)}
    assert screen(due, {"a": "accepted", "b": "wrong"}).next == NextStep("grade", CARDS[1])


def test_what_is_due_with_its_edges_left_is_written_anew_and_not_gone_on_with():
    begun(CARDS[1])
    statuses = {**DONE, "b": "wrong"}
    assert screen(SAID, statuses).next == NextStep("grade", CARDS[1])
    due = {**SAID, "exercise:b": standing(DUE)}
    assert screen(due, statuses).next == NextStep("rewrite", CARDS[1])


def test_a_newcomer_has_no_history_and_gets_no_file():
    recorder = Recorder()
    assert read_home(Bank(TOY), recorder, NOW).newcomer
    assert not recorder.store.path.exists()


def test_after_the_first_answer_nobody_is_a_newcomer():
    record_review(Reviews(), Review("question:toy:attend", GOOD))
    view = read_home(Bank(TOY), Recorder(), datetime.now(UTC))
    assert not view.newcomer
    assert (view.streak, view.today, view.total) == (1, 1, 1)


def test_topics_tell_what_is_known_what_fades_and_what_is_new():
    standings = {
        "question:a": standing(),
        "exercise:a": standing(DUE),
        "question:b": standing(LATER, AGAIN),
        "drill:a:0": standing(),
        "question:c": standing(),
    }
    assert topic_standings(CARDS, standings, NOW) == [
        TopicStanding("attention", 1, 1, 4, shaky=1),
        TopicStanding("bert", 1, 0, 2),
    ]


def test_retention_is_told_by_spans_of_days_and_leaves_the_same_day_out():
    many = [(0, True), (1, True), (5, True), (6, False), (400, True)]
    assert retention_by_span(Recall(*row) for row in many) == [
        Retention(1, 1, 1, 1),
        Retention(4, 7, 2, 1),
        Retention(91, FOR_EVER, 1, 1),
    ]


def test_timings_are_medians_of_what_was_timed():
    (timing,) = question_timings(CARDS, {"question:b": [10.0, 90.0, 30.0]})
    assert (timing.card, timing.answer_seconds, timing.answers) == (CARDS[1], 30.0, 3)
    assert (timing.exercise_seconds, timing.exercises) == (None, 0)
