"""What is told after a mock interview: the nouns of a debrief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from interview.history.mocks import MockScore
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
    """A topic's, or the whole interview's, from 0 to 1; what was not reached counts as not known."""

    topic: str
    score: float
    minutes: float
    """As planned."""
    reached: float
    """Minutes, of those, of what was reached."""

    @property
    def share(self) -> float:
        """How much of it was reached, from 0 to 1."""
        return self.reached / self.minutes if self.minutes else 0.0

    @property
    def of_reached(self) -> float:
        """The score of what was reached alone, from 0 to 1."""
        return self.score / self.share if self.reached else 0.0


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
    before: MockScore | None = None
    """What the last one came to; None where this is the first."""

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

    @property
    def figures(self) -> dict[str, Any]:
        """What the history keeps of it, to compare later ones with."""
        topics = {topic.topic: round(topic.score, 3) for topic in self.topics}
        total = self.total
        return {"score": round(total.score, 3), "reached": round(total.share, 3), "topics": topics}
