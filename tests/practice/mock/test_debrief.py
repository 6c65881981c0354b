"""What a mock interview's coding part counts and says where the core is right and not everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.export.debrief import (
    comparison_in_words,
    debrief_as_html,
    debrief_as_markdown,
    score_in_words,
)
from interview.history.mocks import last_mock_score, list_mock_scores
from interview.history.reviews import GOOD, Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.practice.exercise.until_accepted import ReadyToGrade
from interview.practice.mock.debrief import debrief_from_journal
from interview.practice.mock.results import Score
from tests.helpers.mock import CORE_RIGHT, interview, through
from tests.helpers.talk import Talk
from tests.helpers.toy import REFERENCE


def test_with_a_right_core_the_coding_part_counts_in_full_and_what_is_left_is_told():
    mock, _time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    talk.seen[-1].path.write_text(CORE_RIGHT)
    talk.type("")
    assert isinstance(talk.seen[-1], ReadyToGrade)  # it goes on until it is accepted or given up
    talk.seen[-1].path.write_text("worse\n")
    talk.type("", ":n", ":x")
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    coding = debrief.results[2]
    assert (coding.score, coding.core, coding.passed, coding.cases) == (1.0, True, 2, 3)
    assert [case.name for case in coding.left] == ["widths differ"]
    assert [review.rating for review in Reviews().all(item="exercise:toy:attend")] == [GOOD]
    assert "interview start 1" in [advice.command for advice in debrief.advice]
    text = debrief_as_markdown(debrief)
    assert "core right; 1 promised error left: “widths differ”" in text
    assert "core right; 1 promised error left" in debrief_as_html(debrief, "en")


def test_once_it_is_accepted_nothing_is_left():
    mock, _time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    for source in (CORE_RIGHT, REFERENCE):
        talk.seen[-1].path.write_text(source)
        talk.type("")
    talk.type("")  # what the interviewer asks about it
    coding = debrief_from_journal(mock.plan, mock.questions, mock.journal).results[2]
    assert (coding.score, coding.status, coding.left) == (1.0, "accepted", ())


def test_an_interview_from_before_cores_were_judged_is_told_as_it_was():
    mock, _time = interview()
    through(Talk(mock), mock)
    for step in mock.journal.steps_named("graded"):
        del step.data["core"], step.data["left"], step.data["case_misconceptions"]
    coding = debrief_from_journal(mock.plan, mock.questions, mock.journal).results[2]
    assert (coding.score, coding.core, coding.left) == (1.0, True, ())


def test_every_mistake_that_a_verdict_names_is_one_that_showed():
    mock, _time = interview()
    through(Talk(mock), mock)
    (step,) = [s for s in mock.journal.steps_named("graded") if s.data["part"] == 2]
    known = [m.id for m in told(mock).results[2].question.exercise.misconceptions[:2]]
    step.data.update(misconception=None, case_misconceptions=known)
    assert [mistake.id for mistake in told(mock).mistakes] == known


def told(mock):
    return debrief_from_journal(mock.plan, mock.questions, mock.journal)


def test_what_was_not_reached_counts_as_not_answered():
    mock, time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    time.seconds += 46 * 60
    talk.type("")
    debrief = told(mock)
    earned = sum(result.part.minutes * (result.score or 0.0) for result in debrief.results)
    planned = sum(part.minutes for part in mock.plan.parts)
    total = debrief.total
    assert [result.reached for result in debrief.results] == [True, True, True, False]
    assert total.score == pytest.approx(earned / planned)
    assert total.score == pytest.approx(total.of_reached * total.share)
    assert total.share < 1
    assert [topic.score for topic in debrief.topics] == [pytest.approx(total.score)]


def test_the_score_says_how_much_was_reached():
    assert score_in_words(Score("", 0.23, 45.0, 18.0)) == "57 % of the 40 % you reached: 23 %"
    assert score_in_words(Score("", 0.23, 45.0, 45.0)) == "23 %"
    assert score_in_words(Score("", 0.0, 45.0, 0.0)) == "0 %"


def test_the_next_one_is_compared_with_it():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", ":x")
    assert mock.at_its_end
    mock.finish(told(mock))
    assert last_mock_score(Store()) is None  # nothing of it was reached
    [first] = list_mock_scores(Store())
    assert (first.score, first.reached, first.minutes) == (0.0, 0.0, 45)
    another, _time = interview()
    through(Talk(another), another)
    debrief = replace(told(another), before=first)
    another.finish(debrief)
    assert "0 %. 100 points more now." in comparison_in_words(debrief)
    assert "100 points more now" in debrief_as_markdown(debrief)
    assert "100 points more now" in debrief_as_html(debrief, "en")
    assert [score.score for score in list_mock_scores(Store())] == [0.0, 1.0]
    assert comparison_in_words(replace(debrief, before=None)) == ""
    assert "as now" in comparison_in_words(replace(debrief, before=last_mock_score(Store())))


def test_interviews_that_kept_no_score_are_left_out_of_the_trend():
    sessions = Sessions()
    sessions.step(sessions.begin("mock", {"minutes": 45}), "finished", {"elapsed": 9.0})
    assert last_mock_score(Store()) is None
