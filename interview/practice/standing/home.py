"""What the home screen says: what is due, where the learner stands, and the one thing to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from interview.bank import Bank
from interview.history.days import day_of
from interview.history.figures import TopicStanding
from interview.history.items import Item
from interview.history.plans import Preparation, current_preparation
from interview.history.reviews import Reviews, Standing
from interview.history.sessions import SAT_DOWN, Sessions
from interview.history.statistics import answers_by_day, streak
from interview.history.store import Recorder, Store
from interview.model.card import Card
from interview.practice.exercise.in_hand import was_taken_up
from interview.practice.memory.selection import MINUTES_OF_KIND, minutes_of_items
from interview.practice.standing.mastery import topic_standings

if TYPE_CHECKING:
    from interview.practice.preparation.progress import PlanStanding
    from interview.practice.preparation.schedule import Done

ThingToDo: TypeAlias = Literal[
    "resume",
    "quiz",
    "drill",
    "grade",
    "rewrite",
    "debug",
    "start",
    "new",
    "mock",
    "rehearse",  # a mock interview of a plan
    "learn",  # a question of a plan
    "wait",  # for what comes back today; of a plan nothing else is left
    "rest",  # nothing more today of a plan
]
WORTH_RESUMING = timedelta(days=2)
"""How long a mock interview that was left is worth going on with."""


@dataclass(frozen=True)
class DueCounts:
    """How much has come due."""

    questions: int = 0
    drills: int = 0
    exercises: int = 0
    debugs: int = 0
    minutes: int = 0

    @property
    def total(self) -> int:
        return self.questions + self.drills + self.exercises + self.debugs

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now."""

    do: ThingToDo
    card: Card | None = None
    minutes: int = 0
    """Of a mock interview in a plan."""
    topic: str = ""
    """The same; empty for all."""
    track: str = ""
    """The same."""


@dataclass(frozen=True)
class Home:
    """Everything on the home screen."""

    at: datetime
    newcomer: bool
    passed: int
    total: int
    due: DueCounts
    streak: int
    today: int
    """Answered or tried today."""
    topics: list[TopicStanding]
    next: NextStep
    comes_due: datetime | None = None
    """When the first of what is not due yet comes due; None if there is nothing."""
    plan: PlanStanding | None = None
    """The plan to the day of an interview, if there is one."""


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
    plan: Preparation | None = None
    done: Done | None = None
    """What of the plan was done; None where there is no plan."""


def read_home(bank: Bank, recorder: Recorder, at: datetime) -> Home:
    """The home screen; without a history it is a newcomer's."""
    nothing = Past({}, {}, 0, 0)
    there = recorder.store is not None and recorder.store.path.is_file()
    past = nothing
    if there:
        past = recorder.tried(lambda store: read_past(store, bank.cards, at), nothing)
    return home_from_past(bank.cards, past, at)


def read_past(store: Store, cards: list[Card], at: datetime) -> Past:
    days, today = answers_by_day(store), day_of(at)
    statuses, plan, done = store.statuses(), current_preparation(store), None
    if plan:
        # Imported here: most have no plan, and the scheduler takes as long as all the rest.
        from interview.practice.preparation.progress import read_done

        done = read_done(store, plan, statuses, cards, at)
    return Past(
        standings=Reviews(store).standings(),
        statuses=statuses,
        streak=streak(days, today),
        today=days[today],
        paused=Sessions(store).left("mock", SAT_DOWN, since=at - WORTH_RESUMING),
        handed_out=store.handed_out(),
        plan=plan,
        done=done,
    )


def home_from_past(cards: list[Card], past: Past, at: datetime) -> Home:
    here = {card.id: card for card in cards}
    standings = {i: s for i, s in past.standings.items() if Item(i).question in here}
    due = [item for item, standing in standings.items() if standing.due <= at]
    plan = plan_as_it_stands(cards, past, at)
    return Home(
        at=at,
        newcomer=not (past.standings or past.statuses or past.paused or plan),
        passed=sum(past.statuses.get(id) == "accepted" for id in here),
        total=len(cards),
        due=count_due(due, here),
        streak=past.streak,
        today=past.today,
        topics=topic_standings(cards, past.standings, at),
        next=next_step(cards, past, sorted(due, key=lambda item: past.standings[item].due), plan),
        plan=plan,
        comes_due=min((s.due for s in standings.values() if s.due > at), default=None),
    )


def plan_as_it_stands(cards: list[Card], past: Past, at: datetime) -> PlanStanding | None:
    if past.plan is None or past.done is None:
        return None
    from interview.practice.preparation.progress import standing_of_plan

    return standing_of_plan(past.plan, cards, past.done, at)


def count_due(items: Iterable[str], cards: Mapping[str, Card]) -> DueCounts:
    many = list(items)
    kinds = Counter(Item(item).kind for item in many)
    minutes = minutes_of_items(many, cards.values())
    return DueCounts(
        questions=kinds["question"],
        drills=kinds["drill"],
        exercises=kinds["exercise"],
        debugs=kinds["debug"],
        minutes=max(round(minutes), 1) if kinds else 0,
    )


def exercise_is_begun(card: Card, past: Past) -> bool:
    """Whether its file is more than a stub that nobody asked for, as `watch` writes them on its way."""
    return was_taken_up(card, past.handed_out)


def next_step(
    cards: list[Card], past: Past, due: list[str], plan: PlanStanding | None = None
) -> NextStep:
    """What is due first, what is quick before what takes long; then a mock interview that was left.

    An exercise that was begun goes before another one. What is new comes question by question: its
    answer first, then its exercise; with a plan, as much of it as was planned for today.
    """
    by_kind = {
        kind: [item for item in due if Item(item).kind == kind]
        for kind in (*MINUTES_OF_KIND, "exercise")
    }
    if by_kind["question"]:
        return NextStep("quiz")
    if by_kind["drill"]:
        return NextStep("drill")
    if plan and plan.is_light:
        return NextStep("rest")
    anew = {Item(item).question for item in by_kind["exercise"]}
    if past.paused and not due:
        return NextStep("resume")
    if not due and (rehearsal := mock_of_today(plan)):
        return rehearsal
    todo = [c for c in cards if past.statuses.get(c.id) != "accepted" and c.id not in anew]
    if in_hand := next((card for card in todo if exercise_is_begun(card, past)), None):
        return NextStep("grade", in_hand)
    here = {card.id: card for card in cards}
    if by_kind["exercise"]:
        return NextStep("rewrite", here[Item(by_kind["exercise"][0]).question])
    if by_kind["debug"]:
        return NextStep("debug", here[Item(by_kind["debug"][0]).question])
    if plan and plan.days_left >= 0:
        return step_of_plan(plan, past, here)
    for card in cards:
        if Item.of("question", card.id) not in past.standings:
            return NextStep("new", card)
        if past.statuses.get(card.id) != "accepted":
            return NextStep("start", card)
    return NextStep("mock")


def mock_of_today(plan: PlanStanding | None) -> NextStep | None:
    """The mock interview that is planned for today."""
    today = plan.schedule.now if plan else None
    if plan is None or today is None or not today.mock:
        return None
    wanted = plan.plan
    return NextStep("rehearse", minutes=today.mock, topic=wanted.topic, track=wanted.track)


def step_of_plan(plan: PlanStanding, past: Past, cards: Mapping[str, Card]) -> NextStep:
    """What is new of the plan today; nothing more once that is done, and on a day off."""
    today = plan.schedule.now
    if today and today.new:
        return NextStep("learn", today.new[0])
    if today and today.write:
        return NextStep("start", today.write[0])
    standings = past.standings.items()
    dues = [standing.due for item, standing in standings if Item(item).question in cards]
    later_today = any(day_of(due) == plan.schedule.today for due in dues)
    return NextStep("wait" if later_today else "rest")
