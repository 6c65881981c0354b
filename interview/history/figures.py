"""What the whole history adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from interview.history.knowledge import KnowledgeOnDay
from interview.history.mocks import MockScore
from interview.history.statistics import SeenMisconception
from interview.model.card import Card

FOR_EVER = 36_500
"""Days no span reaches beyond."""


@dataclass(frozen=True)
class TopicStanding:
    """A topic's answers and exercises: each question has one of both."""

    name: str
    known: int
    """Answered or written well, and not due yet."""
    fading: int
    """Due again."""
    total: int
    shaky: int = 0
    """Not due yet, and not known well the last time."""


@dataclass(frozen=True)
class Retention:
    """How much was still known after so many days."""

    low: int
    high: int
    asked: int
    recalled: int


@dataclass(frozen=True)
class Timing:
    """How long a question takes: the median of its answers, and of its exercise from stub to pass."""

    card: Card
    answer_seconds: float | None
    answers: int
    exercise_seconds: float | None
    exercises: int


@dataclass(frozen=True)
class DayAhead:
    """What a day of a plan holds, in numbers; a day off holds nothing."""

    day: date
    new: int = 0
    """Questions to learn."""
    write: int = 0
    """Exercises to write."""
    due: int = 0
    """Items that come due."""
    mock: int = 0
    """Minutes of a mock interview; 0 for none."""

    @property
    def items(self) -> int:
        return self.new + self.write + self.due


@dataclass(frozen=True)
class PlanAhead:
    """What is left of a plan: every day from today to the one before the interview."""

    on: date
    """The day of the interview."""
    days: tuple[DayAhead, ...]


@dataclass(frozen=True)
class Progress:
    """The history, told."""

    today: date
    days: Mapping[date, int]
    streak: int
    longest: int
    topics: list[TopicStanding]
    retention: list[Retention]
    misconceptions: list[SeenMisconception]
    timings: list[Timing]
    mocks: list[MockScore] = field(default_factory=list)
    """The earliest first."""
    knowledge: list[KnowledgeOnDay] = field(default_factory=list)
    """From the first day to today."""
    ahead: PlanAhead | None = None
    """None without a plan, and once its day has come."""

    @property
    def answered(self) -> int:
        return sum(self.days.values())
