"""When an item comes due again: FSRS, by the library of its authors. Ratings come from evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from interview.model import Verdict
from interview.progress.reviews import AGAIN, EASY, GOOD, HARD, Memory, Review, Reviews, moment

MANY_TRIES = 3
"""An exercise passed only at this try or later was hard."""


def record(reviews: Reviews, review: Review) -> int:
    """Adds a review and schedules its item; returns the review's number."""
    at = moment(review.at) if review.at else datetime.now(UTC)
    memory = remembered(reviews.memory(review.item), review.rating, at)
    return reviews.add(review, memory)


def remembered(before: Memory | None, rating: int, at: datetime) -> Memory:
    """What is remembered after a review; a clock that was set back counts as no time passed."""
    # Imported here: only a review needs it.
    from fsrs import Card, Rating, Scheduler

    card = Card.from_dict(with_id(before.state)) if before else Card(card_id=1)
    if card.last_review and at < card.last_review:
        at = card.last_review
    card, _ = Scheduler(enable_fuzzing=False).review_card(card, Rating(rating), at)
    state: dict[str, Any] = dict(card.to_dict())
    return Memory(card.due, state)


def with_id(state: dict[str, Any]) -> Any:
    return {"card_id": 1, **state}


def retrievability(memory: Memory, at: datetime) -> float:
    """The probability that the item is remembered now, by the scheduler's own formula."""
    from fsrs import Card, Scheduler

    card = Card.from_dict(with_id(memory.state))
    return float(Scheduler(enable_fuzzing=False).get_card_retrievability(card, at))


def rating_of_exercise(
    verdict: Verdict, tries: int, hints: int, minutes: float, allowed: int
) -> int:
    """Failed is again; passed with hints or at a late try is hard; at the first try, unaided and in time, easy."""
    if verdict.status != "accepted":
        return AGAIN
    if hints or tries >= MANY_TRIES:
        return HARD
    return EASY if tries == 1 and minutes <= allowed else GOOD
