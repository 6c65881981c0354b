"""An exercise is remembered: passed, due again as an empty stub, compared with the attempt before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview.bank import Bank
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Reviews
from interview.history.store import Store
from interview.model.verdict import GroupResult, Verdict
from interview.practice.exercise import workspace
from interview.practice.exercise.exercises import (
    ExerciseRecorder,
    begin_exercise,
    changes_since,
    earlier_attempt,
)
from interview.practice.exercise.stubs import stub_text
from tests.conftest import TOY

BANK = Bank(TOY)
(CARD,) = BANK.cards


def verdict(status):
    """`wrong!` has its core right."""
    core = (GroupResult("attend", "core", 0.6, 1, 1),) if status.endswith("!") else ()
    return Verdict("toy:attend", "f.py", status.rstrip("!"), 1.0, 1, groups=core)


def graded(recorder, *statuses):
    for status in statuses:
        recorder.record(verdict(status))


def ratings():
    return [review.rating for review in Reviews().all(item="exercise:toy:attend")]


@pytest.fixture
def recorder():
    return ExerciseRecorder(BANK)


@pytest.fixture
def later(monkeypatch):
    """The same programs, so many days later."""

    def move(days):
        stamp = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="microseconds")
        for module in ("history.store", "history.reviews", "practice.exercise.exercises"):
            monkeypatch.setattr(f"interview.{module}.stamp_now", lambda: stamp)

        class Later(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + timedelta(days=days)

        monkeypatch.setattr("interview.practice.exercise.exercises.datetime", Later)
        monkeypatch.setattr("interview.practice.memory.scheduling.datetime", Later)

    return move


@pytest.mark.parametrize(
    ("statuses", "rating"),
    [
        (["accepted"], EASY),
        (["not_written", "invalid", "accepted"], EASY),
        (["wrong", "accepted"], GOOD),
        (["wrong", "crashed", "accepted"], HARD),
        (["wrong!"], GOOD),
        (["wrong", "timeout!"], GOOD),
        (["wrong", "wrong", "wrong!"], HARD),
    ],
)
def test_a_pass_is_a_review_rated_by_its_tries(recorder, statuses, rating):
    begin_exercise(CARD, recorder)
    graded(recorder, *statuses)
    assert ratings() == [rating]


def test_hints_make_it_hard(recorder):
    begin_exercise(CARD, recorder)
    recorder.reveal("toy:attend", "hint", 1)
    graded(recorder, "accepted")
    assert ratings() == [HARD]


def test_only_the_first_pass_of_a_round_counts(recorder):
    begin_exercise(CARD, recorder)
    graded(recorder, "wrong", "accepted", "wrong", "accepted", "accepted")
    assert ratings() == [GOOD]


def test_once_the_core_is_right_the_round_is_passed_and_what_follows_is_no_review(recorder):
    begin_exercise(CARD, recorder)
    first = recorder.passes_by_core(verdict("wrong!"))
    graded(recorder, "wrong!")
    assert (first, recorder.passes_by_core(verdict("wrong!"))) == (True, False)
    graded(recorder, "wrong", "accepted")
    recorder.reveal("toy:attend", "solution")
    assert ratings() == [GOOD]
    assert not recorder.passes_by_core(verdict("wrong"))


def test_an_exercise_whose_core_was_right_is_due_again_as_one_that_was_accepted(recorder, later):
    begin_exercise(CARD, recorder)
    graded(recorder, "wrong!")
    later(30)
    assert begin_exercise(CARD, recorder).new
    assert recorder.passes_by_core(verdict("wrong!"))
    graded(recorder, "wrong!")
    assert ratings() == [GOOD, GOOD]


def test_nothing_but_a_pass_or_a_look_at_the_solution_is_a_review(recorder):
    begin_exercise(CARD, recorder)
    graded(recorder, "wrong", "crashed", "judge_error")
    recorder.reveal("toy:attend", "hint", 3)
    assert ratings() == []


def test_a_look_at_the_solution_before_passing_is_again_and_copying_it_changes_nothing(recorder):
    begin_exercise(CARD, recorder)
    recorder.reveal("toy:attend", "solution")
    recorder.reveal("toy:attend", "solution")
    graded(recorder, "accepted")
    assert ratings() == [AGAIN]


def test_a_look_after_passing_is_no_review(recorder):
    begin_exercise(CARD, recorder)
    graded(recorder, "accepted")
    recorder.reveal("toy:attend", "solution")
    assert ratings() == [EASY]


def test_who_takes_longer_than_allowed_is_not_at_ease(recorder, later):
    begin_exercise(CARD, recorder)
    later(1)
    graded(recorder, "accepted")
    (review,) = Reviews().all()
    assert review.rating == GOOD
    assert review.seconds == 0.0  # a night in between says nothing about the time it takes


def test_an_exercise_due_again_begins_with_an_empty_stub_once(recorder, later):
    path = begin_exercise(CARD, recorder).path
    path.write_text("first\n")
    graded(recorder, "accepted")
    assert begin_exercise(CARD, recorder).kept is None
    later(30)
    begun = begin_exercise(CARD, recorder)
    assert begun.new
    assert begun.kept.read_text() == "first\n"
    assert path.read_text() == stub_text(CARD, None)
    path.write_text("second, half done\n")
    again = begin_exercise(CARD, recorder)
    assert (again.new, again.kept) == (False, None)
    assert path.read_text() == "second, half done\n"
    graded(recorder, "wrong", "accepted")
    assert ratings() == [EASY, GOOD]
    assert not recorder.again(CARD, datetime.now(UTC) + timedelta(days=30))
    assert recorder.again(CARD, datetime.now(UTC) + timedelta(days=3000))


def test_the_attempt_before_is_compared_with_the_one_of_now(recorder):
    path = begin_exercise(CARD, recorder).path
    exercise = workspace.find_exercise(BANK, "1")
    assert earlier_attempt(exercise) is None
    path.write_text("# interview: attend\na\nb\n")
    workspace.restore_stub(CARD)
    workspace.restore_stub(CARD)  # nothing is set aside now
    path.write_text("# interview: attend\na\nc\n")
    first = earlier_attempt(exercise)
    assert changes_since(path, first)[4:] == (" a", "-b", "+c")
    workspace.restore_stub(CARD)
    second = earlier_attempt(exercise)
    assert earlier_attempt(workspace.find_exercise(BANK, str(second))) == first
    assert earlier_attempt(workspace.find_exercise(BANK, str(first))) is None


def test_without_a_history_exercises_are_begun_all_the_same(recorder, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    recorder.store = Store(tmp_path / "file" / "history.db")
    assert begin_exercise(CARD, recorder).new
    graded(recorder, "accepted")
    recorder.reveal("toy:attend", "solution")
    assert not begin_exercise(CARD, recorder).new
    assert capsys.readouterr().err.count("\n") == 1
