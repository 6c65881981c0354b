"""Where a plan stands: what was done of it, what is to be done today, what holds on the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from interview.bank.tracks import tracks_of
from interview.history.days import day_of, first_moment
from interview.history.items import Item
from interview.history.mocks import list_mock_scores
from interview.history.plans import Preparation
from interview.history.reviews import Memory, Reviews
from interview.history.statistics import items_of_day
from interview.history.store import Store
from interview.model.card import Card
from interview.practice.memory.scheduling import retrievability
from interview.practice.memory.selection import minutes_of_items
from interview.practice.preparation.rehearsal import is_rehearsal
from interview.practice.preparation.schedule import (
    MINUTES_TO_LEARN,
    Done,
    Schedule,
    make_schedule,
)

MOST_MINUTES_A_DAY = 240
"""Minutes of a day that are proposed at most."""
HOUR_OF_INTERVIEW = timedelta(hours=8)
"""After the first moment of its day, which begins at four: noon."""


@dataclass(frozen=True)
class Outlook:
    """How likely what is known today is to hold on the day, if nothing is repeated before."""

    met: int
    """Questions answered at least once."""
    total: int
    likely: float
    """The mean over those met, from 0 to 1; 0 where there are none."""


@dataclass(frozen=True)
class PlanStanding:
    """A plan as it stands today."""

    schedule: Schedule
    outlook: Outlook
    cards: Sequence[Card]
    done: Done

    @property
    def plan(self) -> Preparation:
        return self.schedule.plan

    @property
    def is_light(self) -> bool:
        """Whether nothing is to be done today that takes long: on the last day, and on that of the interview."""
        today = self.schedule.now
        return not self.days_left or bool(today and today.light)

    @property
    def days_left(self) -> int:
        """To the interview; 0 on its day, less when it is past."""
        return (self.plan.on - self.schedule.today).days


def standing_of_plan(
    plan: Preparation, cards: Sequence[Card], done: Done, at: datetime
) -> PlanStanding:
    """Where the plan stands at a moment."""
    topics, tracks = {card.topic: card.topic for card in cards}, tracks_of(cards)
    topic, track = topics.get(plan.topic, plan.topic), tracks.get(plan.track, plan.track)
    plan = replace(plan, topic=topic, track=track)  # with their banks' words
    schedule = make_schedule(plan, cards, done, day_of(at))
    return PlanStanding(schedule, outlook_on(plan, cards, done.memories), cards, done)


def read_done(
    store: Store,
    plan: Preparation,
    statuses: Mapping[str, str],
    cards: Sequence[Card],
    at: datetime,
) -> Done:
    """What of the plan was done up to this moment."""
    today = day_of(at)
    here = {card.id for card in cards}
    since = [mock for mock in list_mock_scores(store) if day_of(mock.at) >= plan.since]
    mocks = [mock for mock in since if is_rehearsal(mock, plan)]
    reviewed = {
        i: first for i, first in items_of_day(store, today).items() if Item(i).question in here
    }
    kept = {i: m for i, m in Reviews(store).memories().items() if Item(i).question in here}
    met = [i for i, first in reviewed.items() if first and Item(i).kind == "question"]
    repeated = [item for item in reviewed if item not in met]
    return Done(
        memories=kept,
        accepted=frozenset(id for id, status in statuses.items() if status == "accepted"),
        met_today=frozenset(met),
        spent=len(met) * MINUTES_TO_LEARN + minutes_of_items(repeated, cards),
        mocks=len(mocks),
        mock_today=any(day_of(mock.at) == today for mock in mocks),
    )


def outlook_on(plan: Preparation, cards: Sequence[Card], memories: Mapping[str, Memory]) -> Outlook:
    """What is known of the plan's questions, and how likely it holds at noon of the day."""
    noon = first_moment(plan.on) + HOUR_OF_INTERVIEW
    items = [Item.of("question", card.id) for card in cards if plan.is_about(card)]
    likely = [retrievability(memories[item], noon) for item in items if item in memories]
    return Outlook(len(likely), len(items), sum(likely) / len(likely) if likely else 0.0)


def minutes_that_hold_all_of(standing: PlanStanding) -> int | None:
    """The fewest minutes a day, in steps of five, in which everything finds room.

    None if it does already, or in no day that can be asked of anybody.
    """
    before = standing.schedule
    if not (before.unlearned or before.unwritten):
        return None
    for minutes in range(5 * (standing.plan.minutes // 5 + 1), MOST_MINUTES_A_DAY + 1, 5):
        plan = replace(standing.plan, minutes=minutes)
        schedule = make_schedule(plan, standing.cards, standing.done, before.today)
        if not (schedule.unlearned or schedule.unwritten):
            return minutes
    return None
