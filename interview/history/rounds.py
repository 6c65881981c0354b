"""Rounds of an exercise: from a fresh stub to the next one, and what happened in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from interview.history.store import Store

TRY_STATUSES = frozenset({"wrong", "crashed", "timeout", "out_of_memory", "forbidden", "accepted"})
"""Verdicts on code that was written and ran; a file that is no Python yet is no try."""


@dataclass(frozen=True)
class ExerciseRound:
    """One time of writing an exercise from an empty stub."""

    since: str = ""
    """When the stub was handed out; empty if nobody saw it, as with a file brought along."""
    first: str = ""
    """When it was first tried."""
    tries: int = 0
    hints: int = 0
    solution: bool = False
    """Whether the reference was looked at."""
    passed: bool = False
    """Whether an attempt had its core right, which is what the schedule counts."""
    accepted: bool = False
    """Whether one had everything right."""

    @property
    def just_begun(self) -> bool:
        """Whether the stub was handed out and nothing tried since."""
        return bool(self.since) and not self.tries

    @property
    def began(self) -> str:
        return self.since or self.first


@dataclass(frozen=True)
class RoundEvent:
    """A verdict on an attempt, or something that was shown."""

    at: str
    what: str
    number: int = 0
    core: bool = False
    """Whether an attempt had its core right."""

    @property
    def passed(self) -> bool:
        return self.core or self.what == "accepted"


def current_round(store: Store, question: str) -> ExerciseRound:
    """The round a question's exercise is in."""
    query = (
        "SELECT at, status, 0, core FROM attempt WHERE question = :question UNION ALL "
        "SELECT at, what, number, 0 FROM reveal WHERE question = :question ORDER BY at"
    )
    rows = store.do(lambda c: c.execute(query, {"question": question}).fetchall())
    return latest_round(RoundEvent(*row) for row in rows)


def latest_round(events: Iterable[RoundEvent]) -> ExerciseRound:
    """The last round in what happened, oldest first.

    A round begins when a stub is handed out, and also when one turns up where a passed attempt was.
    Hints read just before that belong to the new round.
    """
    latest, passed_last = ExerciseRound(), False
    for event in events:
        back = event.what == "not_written" and passed_last
        if event.what == "stub" or back:
            latest = ExerciseRound(since=event.at, hints=0 if latest.tries else latest.hints)
        elif event.what in TRY_STATUSES:
            latest = after_try(latest, event)
        elif event.what == "hint":
            latest = replace(latest, hints=max(latest.hints, event.number))
        elif event.what == "solution":
            latest = replace(latest, solution=True)
        if event.what in TRY_STATUSES | {"not_written"}:
            passed_last = event.passed
    return latest


def after_try(this: ExerciseRound, event: RoundEvent) -> ExerciseRound:
    return replace(
        this,
        tries=this.tries + 1,
        first=this.first or event.at,
        passed=this.passed or event.passed,
        accepted=this.accepted or event.what == "accepted",
    )
