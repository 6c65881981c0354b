"""Where the learner stands, topic by topic, and what the whole history adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from interview.bank import Bank
from interview.bank.tracks import tracks_of
from interview.history import statistics
from interview.history.days import day_of
from interview.history.figures import FOR_EVER, Progress, Retention, Timing, TopicStanding
from interview.history.items import Item, ItemKind
from interview.history.knowledge import knowledge_by_day
from interview.history.mocks import list_mock_scores
from interview.history.reviews import GOOD, Reviews, Standing
from interview.history.statistics import Recall
from interview.history.store import Store
from interview.model.card import Card
from interview.practice.standing.ahead import plan_ahead

RETENTION_SPANS = ((1, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, 90), (91, FOR_EVER))
"""Days since the last review, from short to long; the same day says nothing about remembering."""
KINDS_THAT_STAND: tuple[ItemKind, ...] = ("question", "exercise")
"""Of which each question has one."""


def topic_standings(
    cards: list[Card], standings: Mapping[str, Standing], at: datetime
) -> list[TopicStanding]:
    """Each topic in the bank's order; what was hard and is not due yet is shaky, not to be refreshed."""
    standings_of_topics = []
    for name in dict.fromkeys(card.topic for card in cards):
        items = items_known_or_not([card for card in cards if card.topic == name])
        met = [standings[item] for item in items if item in standings]
        later = [standing for standing in met if standing.due > at]
        known = sum(standing.rating >= GOOD for standing in later)
        fading, shaky = len(met) - len(later), len(later) - known
        standings_of_topics.append(TopicStanding(name, known, fading, len(items), shaky))
    return standings_of_topics


def items_known_or_not(cards: Iterable[Card]) -> list[str]:
    """The items that a standing counts: the answer and the exercise of each question."""
    return [Item.of(kind, card.id) for card in cards for kind in KINDS_THAT_STAND]


def retention_by_span(reviews: Iterable[Recall]) -> list[Retention]:
    """Every span of days in which something was asked again."""
    many = list(reviews)
    spans = []
    for low, high in RETENTION_SPANS:
        inside = [recall.well for recall in many if low <= recall.days <= high]
        if inside:
            spans.append(Retention(low, high, len(inside), sum(inside)))
    return spans


def question_timings(cards: list[Card], seconds: Mapping[str, list[float]]) -> list[Timing]:
    """Every question that was ever timed."""
    timings = []
    for card in cards:
        answers = seconds.get(Item.of("question", card.id), [])
        exercises = seconds.get(Item.of("exercise", card.id), [])
        if answers or exercises:
            timings.append(
                Timing(
                    card,
                    median_or_none(answers),
                    len(answers),
                    median_or_none(exercises),
                    len(exercises),
                )
            )
    return timings


def median_or_none(values: list[float]) -> float | None:
    # Imported here: the home screen needs none of it.
    from statistics import median

    return median(values) if values else None


def compute_progress(bank: Bank, store: Store, at: datetime) -> Progress:
    """Everything the history tells about the questions of this bank; raises StoreError."""
    days, today = statistics.answers_by_day(store), day_of(at)
    known, tracks = {card.id for card in bank.cards}, tracks_of(bank.cards)
    return Progress(
        today=today,
        days=days,
        streak=statistics.streak(days, today),
        longest=statistics.longest_streak(days),
        topics=topic_standings(bank.cards, Reviews(store).standings(), at),
        retention=retention_by_span(statistics.list_recalls(store)),
        misconceptions=[
            mistake
            for mistake in statistics.list_misconceptions(store)
            if mistake.question in known
        ],
        timings=question_timings(bank.cards, statistics.seconds_by_item(store)),
        mocks=[
            replace(mock, track=tracks.get(mock.track, mock.track))  # with its banks' words
            for mock in list_mock_scores(store)
        ],
        knowledge=knowledge_by_day(store, set(items_known_or_not(bank.cards)), at),
        ahead=plan_ahead(bank.cards, store, at),
    )
