"""A mock interview over the toy bank, under a clock of its own, and somebody who knows every answer."""

from __future__ import annotations

from interview.bank import Bank
from interview.bank.drills import answer_text, draw_drill
from interview.model.verdict import CaseResult, GroupResult, Verdict
from interview.practice.debug.rounds import MistakeChoice
from interview.practice.drill.drill import DrillPosed
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.exercise.until_accepted import ReadyToGrade
from interview.practice.memory.journal import Journal
from interview.practice.mock import planning
from interview.practice.mock.mock import MockInterview, mock_from_session, new_mock_session
from interview.practice.mock.parts import TheoryFollowUpPut, TheoryPut
from interview.practice.quiz.views import PointsToTick
from tests.conftest import TOY
from tests.helpers.toy import REFERENCE

BANK = Bank(TOY)


CORE_RIGHT = REFERENCE.replace("q.size(-1) != k.size(-1)", "False")


class Time:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


def graded(card, path):
    """Two cases of the core, and where they are right a promised error."""
    source = path.read_text()
    if source == CORE_RIGHT:
        return core_right(card, path)
    accepted = source == REFERENCE
    cases = (
        CaseResult("plain", "attend", "passed" if "torch" in source else "failed", "attend()"),
        CaseResult("masked", "attend", "passed" if accepted else "failed", "attend()"),
    )
    score = sum(case.status == "passed" for case in cases) / 2
    mistake = None if accepted else "no-scaling"
    return Verdict(
        card.id,
        str(path),
        "accepted" if accepted else "wrong",
        score,
        7,
        cases=cases,
        misconception=mistake,
    )


def core_right(card, path):
    """The verdict on what is right but for its promised error."""
    cases = (
        CaseResult("plain", "attend", "passed", "attend()"),
        CaseResult("masked", "attend", "passed", "attend()"),
        CaseResult("widths", "attend", "failed", "attend()", group="errors"),
    )
    groups = (GroupResult("attend", "core", 0.9, 2, 2), GroupResult("attend", "errors", 0.1, 1, 0))
    return Verdict(card.id, str(path), "wrong", 0.9, 7, cases=cases, groups=groups)


def interview(minutes=45, seed=1, session=None, lang="en", bank=BANK, **wish):
    """An interview over the toy bank under a clock of its own."""
    recorder = ExerciseRecorder(bank)
    if session is None:
        said = wish.get("level", ""), wish.get("topic", "")
        session = new_mock_session(
            bank, recorder, minutes, *said, seed, track=wish.get("track", "")
        )
    held_session = mock_from_session(session, bank, lang, recorder, graded)
    time = Time()
    journal = Journal(recorder, session, time)
    return MockInterview(
        bank, held_session.plan, held_session.questions, journal, recorder, graded
    ), time


def answer(posed):
    """What is right for the drill in hand."""
    plan = planning.draw_plan(BANK, 45, 1).parts[1].drills
    quick = plan[posed.place - 1]
    return answer_text(draw_drill(posed.question.drills[quick.place], quick.seed).answer)


def one_answer(talk, mock):
    """A right answer to what is asked."""
    view = talk.seen[-1]
    match view:
        case TheoryPut() | TheoryFollowUpPut():
            talk.type(
                "the scores are scaled, a softmax makes weights that mix the values, the mask blocks keys"
            )
        case PointsToTick():
            missed = [place for place in range(4) if place not in view.ticked]
            talk.type(*("".join(str(place + 1) for place in missed),) if missed else (), "")
        case DrillPosed():
            talk.type(answer(view))
        case ReadyToGrade():
            view.path.write_text(REFERENCE)
            talk.type("")
        case MistakeChoice():
            fault = mock.plan.parts[-1].fault
            talk.type(str(fault.options.index(fault.misconception) + 1))
        case _:
            talk.type("")


def through(talk, mock, upto="end"):
    """Answers everything right, up to the first view of a kind."""
    for _answer in range(50):
        if talk.ended or type(talk.seen[-1]).__name__ == upto:
            return talk
        one_answer(talk, mock)
    raise AssertionError(f"it goes round in circles at {talk.seen[-1]}")
