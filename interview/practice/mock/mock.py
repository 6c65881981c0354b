"""A mock interview: its parts one after the other against the clock; paused, resumed, and brought to its end."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from random import randrange
from typing import ClassVar

from interview.bank import Bank
from interview.bank.tracks import tracks_of
from interview.errors import UsageError
from interview.history.reviews import Memory, Reviews
from interview.history.sessions import SAT_DOWN, Session
from interview.history.store import Recorder
from interview.messages import _
from interview.model.question import Question
from interview.practice.debug.faults import debugging_items_by_due
from interview.practice.debug.rounds import MistakeChoice
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.exercise.until_accepted import Grade
from interview.practice.memory.journal import Journal, new_session, unfinished_sessions
from interview.practice.mock.parts import (
    CodingStage,
    DebuggingStage,
    DrillsStage,
    Stage,
    TheoryStage,
)
from interview.practice.mock.planning import (
    MockPart,
    MockPlan,
    draw_plan,
    plan_as_data,
    plan_from_data,
    questions_of_plan,
)
from interview.practice.mock.results import Debrief
from interview.practice.quiz.views import PointsToTick
from interview.practice.talk.conversation import Asks, View, Views, next_view, typed_command

SEED_LIMIT = 100_000
"""A seed of our own is below this: short enough to be typed."""
COMMAND_LETTERS = frozenset("epnxq")
"""`:e` editor, `:p` or `:q` pause, `:n` next part, `:x` end of the interview."""
ASKED_AFTER_TIME = (PointsToTick, MistakeChoice)
"""What is asked even when time is up: it is about what was said and done in time."""


@dataclass(frozen=True)
class MockPlanned(View):
    """The plan, before the clock starts."""

    plan: MockPlan
    questions: dict[str, Question]
    other: bool
    """Whether another one is paused."""
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class MockResumed(View):
    """The interview goes on where it was left."""

    elapsed: float
    minutes: int


@dataclass(frozen=True)
class Clock(View):
    """What the clock says, right before something is asked. Seconds."""

    elapsed: float
    minutes: int
    in_part: float
    part_minutes: float

    @property
    def left(self) -> float:
        return 60 * self.minutes - self.elapsed


@dataclass(frozen=True)
class PartBegins(View):
    """A part begins."""

    part: MockPart
    number: int
    of: int
    title: str


@dataclass(frozen=True)
class TimeUp(View):
    """The time of the interview is over."""


@dataclass(frozen=True)
class MockPutOff(View):
    """It was planned, and the learner would rather begin another time."""

    other: bool
    """Whether another one is paused."""


@dataclass(frozen=True)
class MockPaused(View):
    """It stops here and can be taken up again."""

    elapsed: float
    minutes: int


@dataclass
class MockInterview:
    """One mock interview; `views` holds it, from the first part that is not done."""

    bank: Bank
    plan: MockPlan
    questions: dict[str, Question]
    journal: Journal
    recorder: ExerciseRecorder
    grade: Grade
    at_its_end: bool = False
    """Whether there is nothing more to ask, and the debrief can be told."""

    def views(self) -> Views:
        """Every part that is not done yet, until the last, the end of the time, or a pause."""
        if self.journal.begun:
            yield MockResumed(self.journal.elapsed, self.plan.minutes)
        elif (yield from self.put_off()):
            return
        self.journal.add(SAT_DOWN)
        for number, part in enumerate(self.plan.parts):
            if self.journal.part(number).step_data("done"):
                continue
            if self.over:
                break
            if not (yield from self.part(part, number)):
                return
        if self.time_up and not self.ended:
            yield TimeUp()
        self.at_its_end = True

    def finish(self, debrief: Debrief) -> None:
        """Closes the session, once the debrief is written: before that it can be taken up again."""
        self.journal.add("finished", **debrief.figures)

    def put_off(self) -> Generator[View, str, bool]:
        """Shows the plan; whether the learner would rather begin another time."""
        line = typed_command((yield MockPlanned(self.plan, self.questions, self.other)))
        if line not in ("p", "q"):
            self.journal.start()
            return False
        yield self.break_off()
        return True

    @property
    def other(self) -> bool:
        """Whether another one is paused."""
        return bool(resumable_sessions(self.recorder))

    @property
    def time_up(self) -> bool:
        return self.journal.elapsed >= 60 * self.plan.minutes

    @property
    def ended(self) -> bool:
        return bool(self.journal.steps_named("ended"))

    @property
    def over(self) -> bool:
        return self.time_up or self.ended

    def part(self, part: MockPart, number: int) -> Generator[View, str, bool]:
        """One part to its end; False if the interview is paused in it."""
        title = self.questions[part.question].title if part.question else ""
        yield PartBegins(part, number + 1, len(self.plan.parts), title)
        stage = self.stage(part, number)
        if not (yield from self.timed(stage, part, number)):
            yield self.break_off()
            return False
        if not self.journal.part(number).given_up:
            stage.conclude()
        self.journal.part(number).add("done")
        return True

    def break_off(self) -> View:
        """Keeps the time spent so far when the learner leaves; before the clock ran there is nothing to keep."""
        if not self.journal.begun:
            return MockPutOff(self.other)
        self.journal.leave("paused")
        return MockPaused(self.journal.elapsed, self.plan.minutes)

    def stage(self, part: MockPart, number: int) -> Stage:
        journal = self.journal.part(number)
        if part.kind == "drills":
            return DrillsStage(part, journal, self.questions)
        question = self.questions[part.question]
        if part.kind == "theory":
            return TheoryStage(part, journal, question)
        card = self.bank.card(part.question)
        if part.kind == "coding":
            return CodingStage(part, journal, question, card, self.recorder, self.grade)
        return DebuggingStage(part, journal, question, card, self.grade)

    def timed(self, stage: Stage, part: MockPart, number: int) -> Generator[View, str, bool]:
        """Shows the clock before all that asks, and hears the commands of the interview; False is a pause."""
        journal = self.journal.part(number)
        views = stage.views()
        view = next(views, None)
        while view is not None:
            if view.asks and self.over and not isinstance(view, ASKED_AFTER_TIME):
                break
            if view.asks:
                clock = Clock(
                    self.journal.elapsed, self.plan.minutes, journal.seconds, part.minutes
                )
                yield clock
            line = yield view
            match typed_command(line) if line.strip().startswith((":", "：")) else "":
                case "p" | "q":
                    return False
                case "n":
                    journal.add("left")
                    break
                case "x":
                    self.journal.add("ended", part=number)
                    break
            view = next_view(views, line)
        views.close()
        return True


def new_mock_session(
    bank: Bank,
    recorder: Recorder,
    minutes: int,
    level: str,
    topic: str,
    seed: int | None,
    lang: str = "en",
    track: str = "",
) -> Session:
    """A new interview, in the history once its clock runs; it keeps its language.

    With a seed given it does not depend on what the learner has seen.
    """
    seen: list[str] = []
    if seed is None:
        nothing: dict[str, Memory] = {}
        seen = debugging_items_by_due(
            recorder.tried(lambda store: Reviews(store).memories(), nothing)
        )
        seed = randrange(1, SEED_LIMIT)
    plan = draw_plan(bank, minutes, seed, level, topic, track, seen=seen)
    return new_session("mock", {**plan_as_data(plan), "lang": lang})


def language_of_session(session: Session, otherwise: str) -> str:
    """The language in which an interview was begun; those of older histories don't tell."""
    return str(session.plan.get("lang", otherwise))


def last_paused_session(recorder: Recorder) -> Session:
    """The last interview that was left; raises UsageError if none was."""
    for session in resumable_sessions(recorder):
        return session
    raise UsageError(_("no mock interview is paused: begin one with `interview mock`"))


def resumable_sessions(recorder: Recorder) -> list[Session]:
    """The interviews whose clock has run and that were not brought to their end, the latest first."""
    return [session for session in unfinished_sessions(recorder, "mock") if sat_down(session)]


def sat_down(session: Session) -> bool:
    return any(step.name == SAT_DOWN for step in session.steps)


def mock_from_session(
    session: Session, bank: Bank, lang: str, recorder: ExerciseRecorder, grade: Grade
) -> MockInterview:
    """The interview as it stands; raises UsageError if its questions have changed."""
    plan = plan_from_data(session.plan)
    plan = replace(plan, track=tracks_of(bank.cards).get(plan.track, plan.track))
    return MockInterview(
        bank, plan, questions_of_plan(plan, bank, lang), Journal(recorder, session), recorder, grade
    )
