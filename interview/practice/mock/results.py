"""What is told after a mock interview: the nouns of a debrief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from interview.messages import _
from interview.model.question import Case, Question, Raise
from interview.practice.memory.journal import stopwatch
from interview.practice.mock.planning import MockPart, MockPlan


@dataclass(frozen=True)
class PointSaid:
    """A key point, and whether it was made."""

    point: str
    said: bool


@dataclass(frozen=True)
class FollowedUp:
    """A follow-up, what was answered, and what a good answer says."""

    ask: str
    typed: str
    answer: str


@dataclass(frozen=True)
class Drilled:
    """A drill as it was asked."""

    question: Question
    text: str
    given: str
    right: bool
    expected: str
    because: str


@dataclass(frozen=True)
class Mistake:
    """A misconception that showed in what was written, handed out or chosen."""

    question: Question
    id: str
    says: str


@dataclass(frozen=True)
class PartResult:
    """What came of one part. Seconds and scores from 0 to 1; a score is None where it was not reached."""

    part: MockPart
    question: Question | None
    seconds: float
    score: float | None
    points: tuple[PointSaid, ...] = ()
    typed: str = ""
    follow_ups: tuple[FollowedUp, ...] = ()
    drills: tuple[Drilled, ...] = ()
    status: str = ""
    passed: int = 0
    cases: int = 0
    tries: int = 0
    core: bool = False
    """Whether the core of what was written was right."""
    left: tuple[Case | Raise, ...] = ()
    """Which cases were left then."""
    mistakes: tuple[Mistake, ...] = ()
    """Which mistakes the attempts showed."""
    fault: str = ""
    """What the mistake in a debugging round was."""
    named: str = ""
    """As what it was named; empty if it was not."""

    @property
    def took(self) -> str:
        return stopwatch(self.seconds)

    @property
    def planned(self) -> str:
        return stopwatch(60 * self.part.minutes)

    @property
    def reached(self) -> bool:
        return self.score is not None

    @property
    def title(self) -> str:
        return f"{self.question.number}. {self.question.title}" if self.question else _("Drills")


@dataclass(frozen=True)
class Score:
    """A topic's, or the whole interview's, from 0 to 1, and the planned minutes behind it."""

    topic: str
    score: float
    minutes: float


@dataclass(frozen=True)
class Advice:
    """What to study, and the command for it."""

    why: str
    command: str


@dataclass(frozen=True)
class Debrief:
    """The whole interview, told afterwards."""

    at: datetime
    plan: MockPlan
    seconds: float
    results: tuple[PartResult, ...]
    topics: tuple[Score, ...]
    total: Score
    advice: tuple[Advice, ...]

    @property
    def took(self) -> str:
        return stopwatch(self.seconds)

    @property
    def mistakes(self) -> list[Mistake]:
        """Each once, in the order in which they showed."""
        mistakes = [mistake for result in self.results for mistake in result.mistakes]
        return list({(mistake.question.id, mistake.id): mistake for mistake in mistakes}.values())

    @property
    def missed(self) -> list[PartResult]:
        return [result for result in self.results if not result.reached]
