"""Where the learner stands, topic by topic, and what the whole history adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from interview.bank import Bank
from interview.history import statistics
from interview.history.days import day_of
from interview.history.figures import FOR_EVER, Progress, Retention, Timing, Topic
from interview.history.reviews import GOOD, Reviews, Standing
from interview.history.statistics import Recalled
from interview.history.store import Store
from interview.model.question import Card

SPANS = ((1, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, 90), (91, FOR_EVER))
"""Days since the last review, from short to long; the same day says nothing about remembering."""


def topics(cards: list[Card], standings: Mapping[str, Standing], at: datetime) -> list[Topic]:
    """Each topic in the bank's order; what was hard counts as not known yet."""
    found = []
    for name in dict.fromkeys(card.topic for card in cards):
        items = [
            f"{kind}:{card.id}"
            for card in cards
            if card.topic == name
            for kind in ("question", "exercise")
        ]
        met = [standings[item] for item in items if item in standings]
        known = sum(one.rating >= GOOD and one.due > at for one in met)
        found.append(Topic(name, known, len(met) - known, len(items)))
    return found


def retention(reviews: Iterable[Recalled]) -> list[Retention]:
    """Every span of days in which something was asked again."""
    many = list(reviews)
    found = []
    for low, high in SPANS:
        inside = [one.well for one in many if low <= one.days <= high]
        if inside:
            found.append(Retention(low, high, len(inside), sum(inside)))
    return found


def timings(cards: list[Card], seconds: Mapping[str, list[float]]) -> list[Timing]:
    """Every question that was ever timed."""
    found = []
    for card in cards:
        answers = seconds.get(f"question:{card.id}", [])
        exercises = seconds.get(f"exercise:{card.id}", [])
        if answers or exercises:
            found.append(
                Timing(card, middle(answers), len(answers), middle(exercises), len(exercises))
            )
    return found


def middle(values: list[float]) -> float | None:
    # Imported here: the home screen needs none of it.
    from statistics import median

    return median(values) if values else None


def progress(bank: Bank, store: Store, at: datetime) -> Progress:
    """Everything the history tells about the questions of this bank; raises StoreError."""
    days, today = statistics.activity(store), day_of(at)
    known = {card.id for card in bank.cards}
    return Progress(
        today=today,
        days=days,
        streak=statistics.streak(days, today),
        longest=statistics.longest_streak(days),
        topics=topics(bank.cards, Reviews(store).standings(), at),
        retention=retention(statistics.recalled(store)),
        misconceptions=[one for one in statistics.misconceptions(store) if one.question in known],
        timings=timings(bank.cards, statistics.times(store)),
    )
