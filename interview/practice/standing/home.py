"""What the home screen says: what is due, where the learner stands, and the one thing to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from interview.bank import Bank
from interview.history.days import day_of
from interview.history.figures import Topic
from interview.history.reviews import Reviews, Standing
from interview.history.sessions import SAT_DOWN, Sessions
from interview.history.statistics import activity, streak
from interview.history.store import Recorder, Store
from interview.model.question import Card
from interview.practice.exercise.workspace import is_stub, path_of
from interview.practice.standing.mastery import topics

Do: TypeAlias = Literal[
    "resume", "quiz", "drill", "grade", "rewrite", "debug", "start", "new", "mock"
]
STILL_FRESH = timedelta(days=2)
"""How long a mock interview that was left is worth going on with."""
MINUTES = {"question": 3.0, "drill": 0.5, "debug": 8.0}
"""About how long one of them takes; an exercise has its own."""


@dataclass(frozen=True)
class Due:
    """How much has come due."""

    questions: int = 0
    drills: int = 0
    exercises: int = 0
    debugs: int = 0
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.questions or self.drills or self.exercises or self.debugs)


@dataclass(frozen=True)
class Next:
    """The one thing to do now."""

    do: Do
    card: Card | None = None


@dataclass(frozen=True)
class Home:
    """Everything on the home screen."""

    newcomer: bool
    passed: int
    total: int
    due: Due
    streak: int
    today: int
    """Answered or tried today."""
    topics: list[Topic]
    next: Next


@dataclass(frozen=True)
class Past:
    """What the home screen needs of the history."""

    standings: Mapping[str, Standing]
    statuses: Mapping[str, str]
    streak: int
    today: int
    paused: bool = False
    """Whether a mock interview was left not long ago."""
    handed_out: frozenset[str] = frozenset()
    """The questions whose stub was asked for."""


def home(bank: Bank, recorder: Recorder, at: datetime) -> Home:
    """The home screen; without a history it is a newcomer's."""
    nothing = Past({}, {}, 0, 0)
    there = recorder.store is not None and recorder.store.path.is_file()
    past = recorder.tried(lambda store: past_of(store, at), nothing) if there else nothing
    return told(bank.cards, past, at)


def past_of(store: Store, at: datetime) -> Past:
    days, today = activity(store), day_of(at)
    return Past(
        standings=Reviews(store).standings(),
        statuses=store.statuses(),
        streak=streak(days, today),
        today=days[today],
        paused=Sessions(store).left("mock", SAT_DOWN, since=at - STILL_FRESH),
        handed_out=store.handed_out(),
    )


def told(cards: list[Card], past: Past, at: datetime) -> Home:
    here = {card.id: card for card in cards}
    due = [
        item
        for item, standing in past.standings.items()
        if standing.due <= at and item.split(":")[1] in here
    ]
    return Home(
        newcomer=not (past.standings or past.statuses or past.paused),
        passed=sum(past.statuses.get(id) == "accepted" for id in here),
        total=len(cards),
        due=counted(due, here),
        streak=past.streak,
        today=past.today,
        topics=topics(cards, past.standings, at),
        next=next_step(cards, past, sorted(due, key=lambda item: past.standings[item].due)),
    )


def counted(items: Iterable[str], cards: Mapping[str, Card]) -> Due:
    kinds: Counter[str] = Counter()
    minutes = 0.0
    for item in items:
        kind, question = item.split(":")[:2]
        kinds[kind] += 1
        minutes += MINUTES.get(kind) or cards[question].minutes
    return Due(
        questions=kinds["question"],
        drills=kinds["drill"],
        exercises=kinds["exercise"],
        debugs=kinds["debug"],
        minutes=max(round(minutes), 1) if kinds else 0,
    )


def begun(card: Card, past: Past) -> bool:
    """Whether its file is more than a stub that nobody asked for, as `watch` writes them on its way."""
    path = path_of(card)
    return path.is_file() and (card.id in past.handed_out or not is_stub(path, card))


def next_step(cards: list[Card], past: Past, due: list[str]) -> Next:
    """What was left first; then what is due before what is new, what is quick before what takes long.

    An exercise that was begun goes before another one. What is new comes question by question: its
    answer first, then its exercise.
    """
    if past.paused:
        return Next("resume")
    by_kind = {kind: [i for i in due if i.startswith(kind)] for kind in (*MINUTES, "exercise")}
    if by_kind["question"]:
        return Next("quiz")
    if by_kind["drill"]:
        return Next("drill")
    todo = [card for card in cards if past.statuses.get(card.id) != "accepted"]
    if in_hand := next((card for card in todo if begun(card, past)), None):
        return Next("grade", in_hand)
    here = {card.id: card for card in cards}
    if by_kind["exercise"]:
        return Next("rewrite", here[by_kind["exercise"][0].split(":")[1]])
    if by_kind["debug"]:
        return Next("debug", here[by_kind["debug"][0].split(":")[1]])
    for card in cards:
        if f"question:{card.id}" not in past.standings:
            return Next("new", card)
        if past.statuses.get(card.id) != "accepted":
            return Next("start", card)
    return Next("mock")
