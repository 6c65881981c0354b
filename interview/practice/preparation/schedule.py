"""What to do on which day of a plan, made anew each time from what was really done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from interview.history.days import day_of, first_moment
from interview.history.items import Item
from interview.history.plans import Preparation
from interview.history.reviews import GOOD, Memory
from interview.model.card import Card
from interview.practice.memory.scheduling import memory_after, retention_wanted
from interview.practice.memory.selection import minutes_of_items
from interview.practice.preparation.days import mock_days_left, working_days
from interview.practice.preparation.rehearsal import rehearsal_of

DIFFICULTY_ORDER = ("easy", "medium", "hard")
MINUTES_TO_LEARN = 6.0
"""A question for the first time, its model answer read."""
MORNING = timedelta(hours=5)
"""After the first moment of a day, which begins at four: when reviews of days to come are taken to be."""


@dataclass(frozen=True)
class Done:
    """What of a plan was done. Items are those of the whole bank."""

    memories: Mapping[str, Memory]
    accepted: frozenset[str]
    """Questions whose exercise was accepted."""
    met_today: frozenset[str] = frozenset()
    """Questions answered for the first time today."""
    spent: float = 0.0
    """Minutes that what was done today takes."""
    mocks: int = 0
    """Mock interviews brought to their end since the plan began."""
    mock_today: bool = False


@dataclass(frozen=True)
class PlannedDay:
    """One day of a plan. What was done today already is not among it."""

    day: date
    new: tuple[Card, ...] = ()
    """Questions to learn."""
    write: tuple[Card, ...] = ()
    """Exercises to write."""
    due: int = 0
    """Items that come due, if all before is done and goes well."""
    mock: int = 0
    """Minutes of a mock interview; 0 for none."""
    light: bool = False
    """The last one: nothing new."""


@dataclass(frozen=True)
class Schedule:
    """A plan from today to the day before the interview, and what finds no room in it."""

    plan: Preparation
    today: date
    days: tuple[PlannedDay, ...]
    """The days of work that are left; today is the first of them if it is one."""
    unlearned: tuple[Card, ...]
    """Questions for which there is no time."""
    unwritten: tuple[Card, ...]
    """Exercises for which there is none."""

    @property
    def now(self) -> PlannedDay | None:
        """Today; None on a day off."""
        return self.days[0] if self.days and self.days[0].day == self.today else None

    @property
    def number(self) -> int:
        """Today's number among all days of the plan, from 1."""
        return (self.today - self.plan.since).days + 1

    @property
    def next_mock(self) -> date | None:
        return next((day.day for day in self.days if day.mock), None)


def make_schedule(plan: Preparation, cards: Sequence[Card], done: Done, today: date) -> Schedule:
    """The plan from today on; the same for the same history, whenever in the day it is asked for."""
    mocks = mock_days_left(plan, today, done.mocks)
    if not any(Item(item).kind == "question" for item in done.memories):
        mocks = [
            day for day in mocks if day != today
        ]  # first there has to be something to rehearse
    days = working_days(plan, today)
    chosen = [card for card in cards if plan.is_about(card)]
    ordered = sorted(chosen, key=lambda card: need_of_card(card, cards, done.memories))
    planner = Planner(plan, done, days, mocks, today, dict(done.memories))
    planned = [planner.day(day, ordered) for day in days]
    left = tuple(planner.unlearned(ordered)), tuple(planner.unwritten(ordered))
    return Schedule(plan, today, tuple(planned), *left)


def need_of_card(
    card: Card, cards: Sequence[Card], memories: Mapping[str, Memory]
) -> tuple[int, float, int]:
    """Easy ones first; among these those of the topics of which least was met; then as in the bank."""
    own = [other for other in cards if other.topic == card.topic]
    met = sum(Item.of("question", other.id) in memories for other in own)
    return DIFFICULTY_ORDER.index(card.difficulty), met / len(own), card.number


@dataclass
class Planner:
    """Goes through the days; what it plans is learned, as far as the next day is concerned."""

    plan: Preparation
    done: Done
    days: list[date]
    mocks: list[date]
    today: date
    memories: dict[str, Memory]

    def __post_init__(self) -> None:
        self.written = set(self.done.accepted)

    def day(self, day: date, ordered: Sequence[Card]) -> PlannedDay:
        light = day == self.days[-1] and len(self.days) + (self.today - self.plan.since).days > 1
        at = first_moment(day) + MORNING
        due = [item for item, memory in self.memories.items() if day_of(memory.due) <= day]
        minutes = self.plan.minutes - minutes_of_items(due, ordered)
        if day == self.today:
            minutes -= self.done.spent
        mock = rehearsal_of(self.plan).minutes if day in self.mocks else 0
        nothing_new = light or mock or self.rehearsed(day)
        new = () if nothing_new else tuple(self.to_learn(day, ordered, minutes))
        for card in new:
            self.review(Item.of("question", card.id), at)
        minutes -= MINUTES_TO_LEARN * len(new)
        write = () if nothing_new else tuple(self.to_write(ordered, minutes))
        for card in write:
            self.written.add(card.id)
            self.review(Item.of("exercise", card.id), at)
        for item in due:
            self.review(item, at)
        return PlannedDay(day, new, write, len(due), mock, light)

    def learning_days(self, day: date) -> int:
        """The days from this one on on which something new is learned."""
        last = self.days[-1] if len(self.days) > 1 else None
        left = [d for d in self.days if d >= day and d != last and d not in self.mocks]
        return max(1, len(left) - self.rehearsed(day))

    def rehearsed(self, day: date) -> bool:
        """Whether a mock interview was held on it already."""
        return day == self.today and self.done.mock_today

    def to_learn(self, day: date, ordered: Sequence[Card], minutes: float) -> Iterator[Card]:
        """An even share of the questions that were never answered, as far as the day has minutes for them.

        What was met today already is part of it. However much is due, each day has one.
        """
        new = list(self.unlearned(ordered))
        before = len(self.done.met_today) if day == self.today else 0
        share = -(-(len(new) + before) // self.learning_days(day))
        room = max(0 if before else 1, int(minutes // MINUTES_TO_LEARN))
        yield from new[: max(0, min(share - before, room))]

    def unlearned(self, ordered: Sequence[Card]) -> Iterator[Card]:
        return (c for c in ordered if Item.of("question", c.id) not in self.memories)

    def to_write(self, ordered: Sequence[Card], minutes: float) -> Iterator[Card]:
        """Exercises of questions that were answered, as far as the day has minutes for them."""
        for card in self.unwritten(ordered):
            known = Item.of("question", card.id) in self.memories
            if known and card.minutes <= minutes:
                minutes -= card.minutes
                yield card

    def unwritten(self, ordered: Sequence[Card]) -> Iterator[Card]:
        return (card for card in ordered if card.id not in self.written)

    def review(self, item: str, at: datetime) -> None:
        """It goes well."""
        retention = retention_wanted(self.plan, day_of(at))
        self.memories[item] = memory_after(item, self.memories.get(item), GOOD, at, retention)
