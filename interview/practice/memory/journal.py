"""The steps of one session: on disk before anything else is asked; in memory where there is no disk.

A session is in the history from its first step on: what was only planned never was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from interview.history.reviews import Review, Reviews
from interview.history.sessions import Session, Sessions, Step, StepName
from interview.history.store import Recorder, Store, stamp_now
from interview.history.transaction import at_once
from interview.practice.memory.scheduling import record_review

SecondsNow = Callable[[], float]
Recording = Callable[[Store, str], object]
"""Records something of the session with this id."""
ANSWERING_STEPS: tuple[StepName, ...] = ("answered", "drill", "graded", "named")
"""The steps by which a part is more than begun."""


def record_nothing(store: Store, session: str) -> None:
    """A step that comes alone."""


@dataclass
class Journal:
    """What was planned and what has happened, with the seconds it took; pauses don't count."""

    recorder: Recorder
    session: Session
    seconds_now: SecondsNow = time.monotonic
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = list(self.session.steps)
        self.before = max((step.data.get("elapsed", 0.0) for step in self.steps), default=0.0)
        self.since = self.seconds_now()

    @property
    def elapsed(self) -> float:
        """Seconds spent in this session, over all its sittings."""
        return float(self.before + self.seconds_now() - self.since)

    def start(self) -> None:
        """The clock starts now, from zero."""
        self.before, self.since = 0.0, self.seconds_now()

    @property
    def begun(self) -> bool:
        """Whether anything has happened, in this sitting or an earlier one."""
        return bool(self.steps)

    def add(self, name: StepName, also: Recording = record_nothing, **data: Any) -> None:
        """One more step, on disk when this returns, and `also` with it; with the first, the session itself."""
        data["elapsed"] = round(self.elapsed, 3)
        self.steps.append(Step(name, data, stamp_now()))
        id, kind, plan = self.session.id, self.session.kind, self.session.plan

        def record(store: Store) -> str:
            of = id or Sessions(store).begin(kind, plan)
            Sessions(store).step(of, name, data)
            also(store, of)
            return of

        known = self.recorder.tried(lambda store: at_once(store, record), id)
        self.session = replace(self.session, id=known)

    def leave(self, name: StepName, **data: Any) -> None:
        """Keeps the time spent so far; of a session that was not begun there is nothing to keep."""
        if self.begun:
            self.add(name, **data)

    def steps_named(self, name: StepName) -> list[Step]:
        return [step for step in self.steps if step.name == name]

    def review(self, review: Review) -> None:
        """Adds a review of this session, once, however often the session is taken up again."""
        id = self.session.id
        self.recorder.tried(
            lambda store: at_once(store, lambda store: record_review_once(store, id, review)), None
        )

    def part(self, number: int) -> PartJournal:
        return PartJournal(self, number)


@dataclass(frozen=True)
class PartJournal:
    """The steps of one part of a session."""

    journal: Journal
    number: int

    def add(self, name: StepName, also: Recording = record_nothing, **data: Any) -> None:
        self.journal.add(name, also, part=self.number, **data)

    def leave(self, name: StepName) -> None:
        self.journal.leave(name, part=self.number)

    def step_data(self, name: StepName) -> list[dict[str, Any]]:
        """What the steps of this name hold, oldest first."""
        steps = self.journal.steps_named(name)
        return [step.data for step in steps if step.data.get("part") == self.number]

    @property
    def given_up(self) -> bool:
        """Whether the interview was ended here before anything was answered or tried."""
        return bool(self.step_data("ended")) and not any(map(self.step_data, ANSWERING_STEPS))

    @property
    def seconds(self) -> float:
        """How long this part has taken so far."""
        return max(0.0, self.journal.elapsed - self.began)

    @property
    def began(self) -> float:
        """When the parts before it had ended, in seconds of the session."""
        earlier = [
            step.data["elapsed"]
            for step in self.journal.steps
            if step.data.get("part", self.number) < self.number
        ]
        return float(max(earlier, default=0.0))

    @property
    def ended(self) -> float:
        """When its last step was made, in seconds of the session."""
        own = [step.data for step in self.journal.steps if step.data.get("part") == self.number]
        return float(max((data["elapsed"] for data in own), default=self.began))

    def review(self, review: Review) -> None:
        self.journal.review(review)


def new_session(kind: str, plan: dict[str, Any]) -> Session:
    """A new session; without an id, as long as it is not in the history."""
    return Session("", kind, stamp_now(), plan, ())


def unfinished_sessions(recorder: Recorder, kind: str) -> list[Session]:
    """The sessions of a kind that were not brought to their end, the latest first."""
    return recorder.tried(lambda store: Sessions(store).unfinished(kind), [])


def record_review_once(store: Store, session: str, review: Review) -> None:
    """Adds a review of this session, unless it has one of the item already."""
    reviews = Reviews(store)
    if not any(earlier.session == session for earlier in reviews.all(item=review.item)):
        record_review(reviews, replace(review, session=session))


def stopwatch(seconds: float) -> str:
    """`4:05`; an hour and more as minutes."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def signed_stopwatch(seconds: float) -> str:
    """The same of what is left, to the second begun: `-0:05` if the time was over five seconds ago."""
    whole = ceil(seconds)
    return stopwatch(whole) if whole >= 0 else f"-{stopwatch(-whole)}"
