"""When an item comes due again: FSRS, by the library of its authors. Ratings come from evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from interview.history.days import day_of, first_moment
from interview.history.items import Item
from interview.history.plans import Preparation, current_preparation
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Memory, Review, Reviews, moment_of
from interview.model.verdict import Verdict

if TYPE_CHECKING:
    from fsrs import Scheduler

CODE_ITEMS = ("exercise", "debug")
SAME_DAY_STEP = timedelta(minutes=10)
USUAL_RETENTION, RETENTION_ON_THE_DAY = 0.9, 0.95
"""How likely something is still known when it comes due, and how likely it should be on a set day."""
LAST_SHARE, FEWEST_LAST_DAYS = 1 / 3, 3
"""The part of a plan that is made for the day itself, and the fewest days of that."""
MANY_TRIES = 3
"""An exercise passed only at this try or later was hard."""


def record_review(reviews: Reviews, review: Review) -> int:
    """Adds a review and schedules its item; returns the review's number."""
    at = moment_of(review.at) if review.at else datetime.now(UTC)
    retention = retention_wanted(current_preparation(reviews.store), day_of(at))
    memory = memory_after(review.item, reviews.memory(review.item), review.rating, at, retention)
    return reviews.add(review, memory)


def retention_wanted(plan: Preparation | None, day: date) -> float:
    """How likely an item is still known when it comes due: more likely in the last part of a plan.

    What is answered then is to hold on the day of the interview; what is answered earlier comes due again.
    """
    if plan is None or not plan.since <= day < plan.on:
        return USUAL_RETENTION
    last_days = max(FEWEST_LAST_DAYS, plan.total * LAST_SHARE)
    return RETENTION_ON_THE_DAY if (plan.on - day).days <= last_days else USUAL_RETENTION


def retrievability(memory: Memory, at: datetime) -> float:
    """How likely what is remembered holds at a moment, from 0 to 1, if it isn't repeated before."""
    from fsrs import Card, Scheduler

    card = Card.from_dict(with_card_id(memory.state))
    return float(Scheduler().get_card_retrievability(card, at))


def memory_after(
    item: str,
    before: Memory | None,
    rating: int,
    at: datetime,
    retention: float = USUAL_RETENTION,
) -> Memory:
    """What is remembered after a review; a clock that was set back counts as no time passed."""
    # Imported here: only a review needs it.
    from fsrs import Card, Rating

    at = at.astimezone(UTC)  # fsrs takes nothing else
    card = Card.from_dict(with_card_id(before.state)) if before else Card(card_id=1)
    if card.last_review and at < card.last_review:
        card.last_review = at
    card, _ = scheduler_of(item, retention).review_card(card, Rating(rating), at)
    state: dict[str, Any] = dict(card.to_dict())
    return Memory(from_the_morning(card.due, at), state)


def memory_after_past_review(before: Memory | None, review: Review) -> Memory:
    """What is remembered after a review of the past."""
    return memory_after(review.item, before, review.rating, moment_of(review.at))


def scheduler_of(item: str, retention: float) -> Scheduler:
    """What was failed is asked again in ten minutes; code is written again on another day."""
    from fsrs import Scheduler

    soon = () if Item(item).kind in CODE_ITEMS else (SAME_DAY_STEP,)
    return Scheduler(
        desired_retention=retention,
        learning_steps=soon,
        relearning_steps=soon,
        enable_fuzzing=False,
    )


def from_the_morning(due: datetime, at: datetime) -> datetime:
    """What comes due on another day is due from its first hour, so that a day's work is known at its start."""
    day = day_of(due)
    return due if day == day_of(at) else max(at, first_moment(day).astimezone(UTC))


def with_card_id(state: dict[str, Any]) -> Any:
    return {"card_id": 1, **state}


def rating_of_exercise(
    verdict: Verdict, tries: int, hints: int, minutes: float, allowed: int
) -> int:
    """Failed is again; passed with hints or at a late try is hard; at the first try, unaided and in time, easy.

    Passed is what has its core right; easy is nothing that leaves edges.
    """
    accepted = verdict.status == "accepted"
    if not (accepted or verdict.core_right):
        return AGAIN
    if hints or tries >= MANY_TRIES:
        return HARD
    return EASY if accepted and tries == 1 and minutes <= allowed else GOOD
