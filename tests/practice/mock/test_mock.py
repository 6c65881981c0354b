"""A mock interview without a terminal: the plan, the clock, pauses, kills, and what is recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interview import messages
from interview.bank import Bank, open_bank
from interview.errors import QuestionError, UsageError
from interview.history.reviews import AGAIN, EASY, HARD, Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store, history_path
from interview.practice.debug.rounds import FaultyProgram
from interview.practice.drill.drill import DrillNotMarked, DrillPosed
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.exercise.stubs import stub_text
from interview.practice.exercise.until_accepted import FileHandedOut, FileJudged, ReadyToGrade
from interview.practice.mock import planning
from interview.practice.mock.about_code import AnsweredAboutCode, AskedAboutCode
from interview.practice.mock.debrief import debrief_from_journal
from interview.practice.mock.invigilation import only_interview, refuse_help
from interview.practice.mock.mock import (
    Clock,
    MockPaused,
    MockPlanned,
    MockPutOff,
    MockResumed,
    PartBegins,
    TimeUp,
    last_paused_session,
    mock_from_session,
    new_mock_session,
)
from interview.practice.mock.parts import TheoryFollowUpPut, TheoryPut, choose_follow_up
from interview.practice.quiz.views import PointsToTick
from tests.conftest import TOY
from tests.helpers.mock import graded, interview, one_answer, through
from tests.helpers.talk import Talk
from tests.helpers.toy import REFERENCE

BANK = Bank(TOY)
WHOLE = open_bank(None)
QUESTION = BANK.load(BANK.cards[0])


def resumed(lang="en"):
    return interview(session=last_paused_session(ExerciseRecorder(BANK)), lang=lang)


def items():
    return [review.item for review in Reviews().all()]


def test_the_same_seed_plans_the_same_interview():
    for minutes in (10, 25, 45, 90):
        plan = planning.draw_plan(WHOLE, minutes, 7)
        assert plan == planning.draw_plan(WHOLE, minutes, 7)
        assert plan != planning.draw_plan(WHOLE, minutes, 8)
        assert planning.plan_from_data(json.loads(json.dumps(planning.plan_as_data(plan)))) == plan


def test_only_what_is_chosen_is_read_and_chosen_anew_without_what_cannot_be(monkeypatch):
    first = planning.draw_plan(WHOLE, 45, 7)
    gone, asked, load = first.questions[0], [], Bank.load

    def loaded(bank, card, lang="en"):
        asked.append(card.id)
        if card.id == gone:
            raise QuestionError(["broken"])
        return load(bank, card, lang)

    monkeypatch.setattr(Bank, "load", loaded)
    bank = open_bank(None)
    plan = planning.draw_plan(bank, 45, 7)
    assert gone not in plan.questions
    assert sorted(asked) == sorted({*first.questions, *plan.questions})
    assert len(bank.problems) == 1
    monkeypatch.setattr(Bank, "load", lambda *_all: raising(QuestionError(["broken"])))
    with pytest.raises(UsageError, match="no question of this bank can be used"):
        planning.draw_plan(open_bank(None), 45, 7)


def raising(error):
    raise error


@pytest.mark.parametrize("minutes", [10, 15, 20, 30, 45, 60, 75, 90, 120])
@pytest.mark.parametrize("topic", ["", "position", "bert"])
def test_a_plan_fits_its_time_and_has_every_part(minutes, topic):
    for seed in range(2):
        plan = planning.draw_plan(WHOLE, minutes, seed, topic=topic)
        assert sum(part.minutes for part in plan.parts) <= minutes + 1e-6
        kinds = [part.kind for part in plan.parts]
        assert kinds == sorted(kinds, key=["theory", "drills", "coding", "debugging"].index)
        assert kinds.count("theory") >= 1
        assert kinds.count("drills") == kinds.count("debugging") == 1
        assert kinds.count("coding") <= 2
        if minutes >= 45:
            assert "coding" in kinds
        cards = [WHOLE.find(part.question) for part in plan.parts if part.question]
        assert not topic or {card.topic for card in cards} == {topic}


def test_a_level_is_kept_to():
    plan = planning.draw_plan(WHOLE, 60, 1, level="hard")
    assert {WHOLE.find(id).difficulty for id in plan.questions} == {"hard"}
    assert "coding" in [part.kind for part in plan.parts]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"level": "simple"}, "--level simple"),
        ({"topic": "love"}, "--topic love"),
        ({"level": "hard", "topic": "position"}, "leave one of them out"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(wish, says):
    with pytest.raises(UsageError, match=says):
        planning.draw_plan(WHOLE, 45, 1, **wish)


def test_level_and_topic_are_named_as_the_list_names_them():
    messages.use_catalogue("zh")
    plan = planning.draw_plan(WHOLE, 45, 1, "中等", "注意力")
    messages.use_catalogue("en")
    assert plan == planning.draw_plan(WHOLE, 45, 1, "medium", "attention")


def test_the_clock_starts_after_the_plan_and_is_seen_before_all_that_asks():
    mock, time = interview()
    talk = Talk(mock)
    assert talk.kinds() == [MockPlanned]
    time.seconds += 1000
    talk.type("")
    assert talk.kinds() == [MockPlanned, PartBegins, Clock, TheoryPut]
    assert talk.last(Clock).elapsed == 0
    time.seconds += 60
    through(talk, mock)
    asking = [place for place, view in enumerate(talk.seen) if view.asks][1:]
    assert all(isinstance(talk.seen[place - 1], Clock) for place in asking)
    assert talk.last(Clock).elapsed == 60
    assert talk.last(Clock).left == 44 * 60


def test_a_whole_interview_is_recorded_and_told():
    mock, time = interview()
    talk = Talk(mock)
    talk.type("")
    time.seconds += 90
    through(talk, mock)
    assert mock.at_its_end
    fault = mock.plan.parts[-1].fault
    assert sorted(items()) == sorted(
        [
            "question:toy:attend",
            "drill:toy:attend:0",
            "drill:toy:attend:1",
            "exercise:toy:attend",
            fault.item,
        ]
    )
    assert [part.kind for part in mock.plan.parts] == ["theory", "drills", "coding", "debugging"]
    assert Store().statuses() == {"toy:attend": "accepted"}
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert debrief.total.score == pytest.approx(1.0)
    assert [score.topic for score in debrief.topics] == ["attention"]
    assert [round(result.seconds) for result in debrief.results] == [90, 0, 0, 0]
    assert debrief.mistakes == []
    assert [advice.command for advice in debrief.advice] == ["interview mock --level hard"]
    assert all(point.said for point in debrief.results[0].points)


def test_what_went_wrong_is_in_the_debrief():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", "", "1", "", "", "9 9 9", "?")
    assert isinstance(talk.seen[-1], ReadyToGrade)
    talk.seen[-1].path.write_text("import torch\n")
    talk.type("", ":n")
    wrong = next(
        i
        for i, id in enumerate(mock.plan.parts[-1].fault.options)
        if id != mock.plan.parts[-1].fault.misconception
    )
    talk.seen[-1].path.write_text(REFERENCE)
    talk.type("", str(wrong + 1))
    assert mock.at_its_end
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    theory, drills, coding, debugging = debrief.results
    assert [point.said for point in theory.points] == [True, False, False, False]
    assert theory.typed == ""
    assert [(drill.given, drill.right) for drill in drills.drills] == [
        ("9 9 9", False),
        ("?", False),
    ]
    assert (coding.passed, coding.cases, coding.tries, coding.score) == (1, 2, 1, 0.5)
    assert [mistake.id for mistake in coding.mistakes] == ["no-scaling"]
    assert debugging.score == pytest.approx(0.6)
    assert debugging.named != debugging.fault
    ratings = {review.item: review.rating for review in Reviews().all()}
    assert (
        ratings["question:toy:attend"]
        == ratings["exercise:toy:attend"]
        == ratings["drill:toy:attend:0"]
        == AGAIN
    )
    assert ratings[mock.plan.parts[-1].fault.item] == HARD
    commands = [advice.command for advice in debrief.advice]
    assert commands == [
        "interview drill 1",
        "interview quiz 1",
        "interview start 1",
        "interview show 1 --answer",
    ]


def test_nothing_is_told_before_the_end():
    mock, _time = interview()
    talk = through(Talk(mock), mock)
    told = [
        view
        for view in talk.seen
        if type(view).__name__
        in ("MistakeTold", "DrillMarked", "AnswersCompared", "FollowUpAnswer", "TaskAgain")
    ]
    assert told == []


def test_points_are_ticked_where_the_text_covers_them():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", "the weights come from a softmax")
    assert talk.last(PointsToTick).ticked == {1}
    assert not talk.last(PointsToTick).spoken
    assert talk.type("14").ticked == {0, 1, 3}


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        ([3], {"prefill", "speculative"}),  # both are about one token a step
        ([4], {"different lengths"}),
        ([5], {"bandwidth"}),
        ([3, 5], {"decoding bound"}),
    ],
)
def test_the_follow_up_is_the_one_about_what_was_missed(missed, words):
    question = WHOLE.load(WHOLE.find("cached-generation"))
    chosen = question.follow_ups[choose_follow_up(question, missed)].ask
    assert any(word in chosen for word in words), chosen


def test_the_follow_up_is_the_first_when_nothing_was_missed():
    assert choose_follow_up(WHOLE.load(WHOLE.find("cached-generation")), []) == 0


def test_there_is_no_follow_up_when_the_part_has_taken_its_time():
    mock, time = interview()
    talk = Talk(mock)
    talk.type("")
    time.seconds += 60 * 5
    talk.type("said", "")
    assert not [view for view in talk.seen if isinstance(view, TheoryFollowUpPut)]
    assert isinstance(talk.seen[-1], DrillPosed)


def test_an_unreadable_drill_is_asked_again_and_costs_nothing():
    mock, _time = interview()
    talk = through(Talk(mock), mock, "DrillPosed")
    talk.type("what")
    assert isinstance(talk.seen[-1], DrillNotMarked)
    assert not mock.journal.steps_named("drill")
    talk.type("?")
    assert len(mock.journal.steps_named("drill")) == 1


def test_coding_begins_with_an_empty_stub_in_a_file_of_its_own():
    mock, _time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    path = talk.last(FileHandedOut).path
    assert path.read_text() == stub_text(BANK.cards[0], None)
    assert path.parts[-3:-1] == ("mock", "toy")
    talk.type("")
    assert talk.last(FileJudged).verdict.status == "wrong"


def test_after_a_pass_the_interviewer_asks_about_the_code_and_nothing_of_it_is_recorded():
    mock, _time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    talk.seen[-1].path.write_text(REFERENCE)
    talk.type("")
    assert talk.seen[-1].idiom.id == "smallest-number"
    steps = len(mock.journal.steps)
    talk.type("it is uniform")
    assert isinstance(talk.seen[-1], AskedAboutCode)
    talk.type("")
    assert talk.last(AnsweredAboutCode).idiom.id == "smallest-number"
    assert "smallest-number" not in str(mock.journal.steps[steps:])


def test_time_that_is_up_ends_it_after_what_was_said_is_ticked():
    mock, time = interview()
    talk = Talk(mock)
    talk.type("")
    time.seconds += 46 * 60
    talk.type("softmax")
    assert isinstance(talk.seen[-1], PointsToTick)
    talk.type("")
    assert talk.ended
    assert mock.at_its_end
    assert isinstance(talk.seen[-1], TimeUp)
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert [result.reached for result in debrief.results] == [True, False, False, False]
    assert debrief.total.reached == mock.plan.parts[0].minutes
    assert items() == ["question:toy:attend"]


def test_a_try_under_way_when_time_is_up_still_counts():
    mock, time = interview()
    talk = through(Talk(mock), mock, "ReadyToGrade")
    talk.seen[-1].path.write_text(REFERENCE)
    time.seconds += 46 * 60
    talk.type("")
    assert isinstance(talk.last(FileJudged), FileJudged)
    assert isinstance(talk.seen[-1], TimeUp)
    assert debrief_from_journal(mock.plan, mock.questions, mock.journal).results[2].score == 1


def test_next_part_and_end_can_be_asked_for():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", ":n")
    assert isinstance(talk.seen[-1], DrillPosed)
    talk.type("：Ｘ")
    assert mock.at_its_end
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert [result.score for result in debrief.results] == [0, None, None, None]
    assert [review.item for review in Reviews().all()] == ["question:toy:attend"]


def test_a_part_ended_before_anything_was_answered_is_not_rated():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", ":x")
    assert Reviews().all() == []
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    assert [result.score for result in debrief.results] == [None] * 4
    assert debrief.advice[0].command == "interview mock"


def test_an_interview_is_paused_and_goes_on_where_it_was():
    mock, time = interview()
    talk = Talk(mock)
    talk.type("")
    time.seconds += 100
    talk.type("scaled softmax")
    time.seconds += 20
    talk.type(":p")
    assert isinstance(talk.seen[-1], MockPaused)
    assert not mock.at_its_end
    again, _time = resumed("zh")
    talk = Talk(again)
    assert talk.kinds() == [MockResumed, PartBegins, Clock, PointsToTick]
    assert talk.seen[0].elapsed == pytest.approx(120)
    assert talk.last(Clock).in_part == pytest.approx(120)
    assert talk.last(PointsToTick).question.title == "玩具题"
    through(talk, again)
    assert again.at_its_end
    again.finish(debrief_from_journal(again.plan, again.questions, again.journal))
    with pytest.raises(UsageError, match="no mock interview is paused"):
        resumed()


def test_the_lines_of_an_answer_that_was_broken_off_are_there_again():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("")
    talk.seen[-1].draft.keep("scaled")
    again, _time = resumed()
    talk = Talk(again)
    assert isinstance(talk.seen[-1], TheoryPut)
    assert talk.seen[-1].draft.text == "scaled"
    talk.type("scaled softmax", "")
    assert isinstance(talk.seen[-1], TheoryFollowUpPut)
    assert talk.seen[-1].draft.text == ""


def test_one_put_off_at_its_plan_leaves_nothing_behind():
    mock, _time = interview()
    talk = Talk(mock)
    assert talk.type("q") == MockPutOff(other=False)
    assert Sessions().latest("mock") is None
    with pytest.raises(UsageError, match="no mock interview is paused"):
        resumed()


def test_ctrl_c_at_the_plan_is_no_pause():
    mock, _time = interview()
    Talk(mock)
    assert mock.break_off() == MockPutOff(other=False)
    assert Sessions().latest("mock") is None


def test_one_whose_clock_never_ran_is_not_resumed_instead_of_one_that_was_paused():
    mock, _time = interview(seed=1)
    Talk(mock).type("", ":p")
    sessions = Sessions()  # as histories have them
    sessions.step(sessions.begin("mock", mock.journal.session.plan), "paused", {"elapsed": 0.1})
    assert last_paused_session(ExerciseRecorder(BANK)).id == mock.journal.session.id
    other, _time = interview()
    assert Talk(other).type("q") == MockPutOff(other=True)


def test_a_kill_at_any_prompt_loses_nothing_that_was_answered():
    """After every single answer the interview is dropped, and taken up from what is on the disk."""
    mock, _time = interview()
    talk = Talk(mock)
    for _answer in range(30):
        if talk.ended:
            break
        one_answer(talk, mock)
        talk.views.close()
        steps = [step.name for step in mock.journal.steps]
        mock, _time = resumed()
        assert [step.name for step in mock.journal.steps] == steps
        talk = Talk(mock)
    assert mock.at_its_end
    assert len(items()) == len(set(items())) == 5
    assert debrief_from_journal(
        mock.plan, mock.questions, mock.journal
    ).total.score == pytest.approx(1)


def test_a_review_is_added_once_even_if_a_kill_came_right_after_it():
    mock, _time = interview()
    talk = Talk(mock)
    talk.type("", "softmax", "")
    stage = mock.stage(mock.plan.parts[0], 0)
    stage.conclude()
    again, _time = resumed()
    through(Talk(again), again)
    assert items().count("question:toy:attend") == 1


def test_an_unusable_history_stops_nobody(capsys):
    history_path().parent.mkdir(parents=True)
    history_path().mkdir()
    mock, _time = interview()
    through(Talk(mock), mock)
    assert mock.at_its_end
    assert debrief_from_journal(
        mock.plan, mock.questions, mock.journal
    ).total.score == pytest.approx(1)
    assert capsys.readouterr().err.count("nothing is recorded") == 1


def test_questions_that_changed_are_no_crash(toy, question):
    bank = Bank(toy)
    Talk(interview(bank=bank)[0]).type("")
    path = question / "question.yaml"
    path.write_text(path.read_text().replace("id: wrong-axis", "id: other-axis"))
    zh = question / "zh.yaml"
    zh.write_text(zh.read_text().replace("wrong-axis", "other-axis"))
    session = last_paused_session(ExerciseRecorder(bank))
    with pytest.raises(UsageError, match="have changed"):
        mock_from_session(session, Bank(toy), "en", ExerciseRecorder(bank), graded)


def test_no_help_while_it_runs_and_one_at_a_time():
    refuse_help()
    with only_interview():
        with pytest.raises(UsageError, match="no hints"):
            refuse_help()
        with pytest.raises(UsageError, match="another terminal"), only_interview():
            pass
    refuse_help()


def test_a_home_that_cannot_be_written_is_no_reason_not_to_hold_it(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with only_interview():
        refuse_help()


def test_broken_program_of_the_mock_has_its_own_place():
    mock, _time = interview()
    talk = through(Talk(mock), mock)
    path = talk.last(FaultyProgram).path
    assert path.parts[-4:] == ("mock", "debug", "toy", "01_attend.py")
    assert Path(path).read_text() == REFERENCE


def test_without_a_seed_the_mistake_is_one_not_seen_before():
    recorder = ExerciseRecorder(BANK)
    seen = set()
    for _interview in range(5):
        session = new_mock_session(BANK, recorder, 10, "", "", None)
        mock, _time = interview(session=session)
        talk = through_parts(Talk(mock))
        assert talk.ended
        seen.add(mock.plan.parts[-1].fault.misconception)
    assert len(seen) == 5


def through_parts(talk):
    """Goes from part to part without an answer."""
    talk.type("")
    while not talk.ended:
        talk.type(":n")
    return talk


def test_ratings_are_those_of_the_quiz():
    mock, _time = interview()
    through(Talk(mock), mock, "ReadyToGrade")
    ratings = {review.item: review.rating for review in Reviews().all()}
    assert ratings == {
        "question:toy:attend": EASY,
        "drill:toy:attend:0": EASY,
        "drill:toy:attend:1": EASY,
    }
