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

    @property
    def began(self) -> str:
        return self.since or self.first


@dataclass(frozen=True)
class RoundEvent:
    """A verdict on an attempt, or something that was shown."""

    at: str
    what: str
    number: int = 0


def current_round(store: Store, question: str) -> ExerciseRound:
    """The round a question's exercise is in."""
    query = (
        "SELECT at, status, 0 FROM attempt WHERE question = :question UNION ALL "
        "SELECT at, what, number FROM reveal WHERE question = :question ORDER BY at"
    )
    rows = store.do(lambda c: c.execute(query, {"question": question}).fetchall())
    return latest_round(RoundEvent(*row) for row in rows)


def latest_round(events: Iterable[RoundEvent]) -> ExerciseRound:
    """The last round in what happened, oldest first.

    A round begins when a stub is handed out, and also when one turns up where a passed attempt was.
    Hints read just before that belong to the new round.
    """
    latest, last_status = ExerciseRound(), ""
    for event in events:
        back = event.what == "not_written" and last_status == "accepted"
        if event.what == "stub" or back:
            latest = ExerciseRound(since=event.at, hints=0 if latest.tries else latest.hints)
        elif event.what in TRY_STATUSES:
            passed = latest.passed or event.what == "accepted"
            first = latest.first or event.at
            latest = replace(latest, tries=latest.tries + 1, first=first, passed=passed)
        elif event.what == "hint":
            latest = replace(latest, hints=max(latest.hints, event.number))
        elif event.what == "solution":
            latest = replace(latest, solution=True)
        last_status = event.what if event.what in TRY_STATUSES | {"not_written"} else last_status
    return latest
