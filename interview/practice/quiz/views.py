"""What a quiz shows and asks, from the question to what was answered in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from interview.model.answer import FollowUp
from interview.model.question import Question
from interview.practice.talk.conversation import Asks, Draft, View


@dataclass(frozen=True)
class QuestionPut(View):
    """A question is put; its answer is typed, or said aloud."""

    question: Question
    new: bool
    place: int
    total: int
    draft: Draft
    asks: ClassVar[Asks] = "answer"


@dataclass(frozen=True)
class AnswerResumed(View):
    """A question that was answered before a session broke off, or before another was undone."""

    question: Question
    spoken: bool


@dataclass(frozen=True)
class AnswersCompared(View):
    """The model answer, and theirs."""

    question: Question
    text: str


@dataclass(frozen=True)
class PointsToTick(View):
    """The key points to tick; the numbers typed are switched, Enter accepts."""

    question: Question
    ticked: frozenset[int]
    suggested: frozenset[int]
    spoken: bool
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class RatingProposed(View):
    """The rating that follows; Enter accepts it, a letter overrides it."""

    rating: int
    covered: int
    points: int
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class RatingRecorded(View):
    """It is recorded; when it comes back, if the history can be used."""

    rating: int
    due: datetime | None


@dataclass(frozen=True)
class FollowUpPut(View):
    """The interviewer asks on; Enter shows the answer."""

    ask: str
    number: int
    total: int
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class FollowUpAnswer(View):
    """What a good answer to it says."""

    follow_up: FollowUp


@dataclass(frozen=True)
class Pitfalls(View):
    """What people get wrong, where the answer can be checked, and what the learner has noted."""

    question: Question
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BetweenQuestions(View):
    """Before the next question, or before the end."""

    last: bool
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class ReviewUndone(View):
    """The review before was taken back; None if there was none."""

    question: Question | None


@dataclass(frozen=True)
class QuestionDone:
    """One question that was answered and rated."""

    place: int
    question: Question
    rating: int
    covered: frozenset[int]
    due: datetime | None
    review: int


@dataclass(frozen=True)
class QuizEnded(View):
    """What was answered in this sitting."""

    done: tuple[QuestionDone, ...]
    seconds: float
    left: int
    """How many of the plan were not rated."""
    kept: tuple[int, ...]
    """The numbers of the questions whose answers are still to be rated."""


@dataclass(frozen=True)
class Retry(View):
    """What was typed is none of the things that can be typed here; it is asked for again."""

    view: View
    asks: ClassVar[Asks] = "line"
