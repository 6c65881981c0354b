"""What a mock interview's coding part counts and says where the core is right and not everything else."""

from __future__ import annotations

from interview.export.debrief import debrief_as_html, debrief_as_markdown
from interview.history.reviews import GOOD, Reviews
from interview.practice.exercise.until_accepted import ReadyToGrade
from interview.practice.mock.debrief import debrief_from_journal
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
    assert [review.rating for review in Reviews().all(item="exercise:attend")] == [GOOD]
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
    coding = debrief_from_journal(mock.plan, mock.questions, mock.journal).results[2]
    assert (coding.score, coding.status, coding.left) == (1.0, "accepted", ())


def test_an_interview_from_before_cores_were_judged_is_told_as_it_was():
    mock, _time = interview()
    through(Talk(mock), mock)
    for step in mock.journal.steps_named("graded"):
        del step.data["core"], step.data["left"]
    coding = debrief_from_journal(mock.plan, mock.questions, mock.journal).results[2]
    assert (coding.score, coding.core, coding.left) == (1.0, True, ())
